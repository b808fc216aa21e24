import type { Menus, VolunteerLine } from './menus';
import { match } from './match';
import type { Plan, ProposedPair } from './plan';
import { type RoundProblem, seatValues } from './to-problem';

/**
 * A part of a round small enough to be solved again while somebody waits: some volunteers are free, everybody else
 * stays where the plan has them. A better plan of the part is a better plan of the whole, by exactly as many points,
 * because what stays is pinned; so whatever is shown here is verified, though the whole might offer more.
 */
export interface Neighbourhood {
  /** Menus of the part. */
  menus: Menus;
  /** What the plan gives there. */
  pairs: ProposedPair[];
}

/** Volunteers set free around the seeds, unless told otherwise. */
export const USUAL_SIZE = 60;

/** Looks up the plan from all sides; built once, used for many neighbourhoods. */
export class PlanMap {
  readonly byNeed = new Map<string, ProposedPair[]>();
  readonly byVolunteer = new Map<string, ProposedPair[]>();
  private readonly worth = new Map<string, number>();

  constructor(
    readonly menus: Menus,
    readonly plan: Plan,
    readonly round: RoundProblem,
  ) {
    const { points } = seatValues(round.facts);
    for (const need of round.facts.needs) this.worth.set(need.line.id, points[need.index]);
    for (const pair of plan.pairs) {
      put(this.byNeed, pair.need, pair);
      put(this.byVolunteer, pair.volunteer, pair);
    }
  }

  /** Ids of the volunteers who are candidates for the need, as it is, best fit first. */
  eligible(need: string): string[] {
    const { problem, facts, offer } = this.round;
    const line = facts.need.get(need);
    if (line === undefined) return [];
    const found = new Map<string, number>();
    for (let p = problem.needs.pairStart[line.index]; p < problem.needs.pairStart[line.index + 1]; p++) {
      if (offer[p] < 0) continue;
      const id = facts.offers[offer[p]].volunteer.line.id;
      found.set(id, Math.min(found.get(id) ?? Infinity, problem.pairs.cost[p]));
    }
    return [...found].sort((a, b) => a[1] - b[1]).map(([id]) => id);
  }

  /**
   * Frees up to `size` volunteers, breadth first: those named, those who could serve the needs named, then those who
   * could take over what these serve now, and so on.
   */
  around(seeds: { needs: readonly string[]; volunteers: readonly string[] }, size = USUAL_SIZE): Neighbourhood {
    const free = new Set<string>();
    const needs = new Set<string>();
    const queue: string[] = [];
    const addNeed = (id: string) => {
      if (needs.has(id) || !this.round.facts.need.has(id)) return;
      needs.add(id);
      queue.push(id);
    };
    const addVolunteer = (id: string) => {
      if (free.has(id) || !this.round.facts.volunteer.has(id)) return;
      free.add(id);
      for (const pair of this.byVolunteer.get(id) ?? []) addNeed(pair.need);
    };
    for (const id of seeds.needs) addNeed(id);
    for (const id of seeds.volunteers) addVolunteer(id);
    for (let head = 0; head < queue.length && free.size < size; head++) {
      for (const pair of this.byNeed.get(queue[head]) ?? []) addVolunteer(pair.volunteer);
      for (const id of this.eligible(queue[head])) if (free.size < size) addVolunteer(id);
    }
    return this.part(needs, free);
  }

  private part(needs: ReadonlySet<string>, free: ReadonlySet<string>): Neighbourhood {
    const { menus } = this;
    const pairs = [...needs].flatMap((id) => this.byNeed.get(id) ?? []);
    const staying = pairs.filter((pair) => !free.has(pair.volunteer));
    const stays = new Map<string, number>();
    for (const pair of staying) stays.set(pair.volunteer, (stays.get(pair.volunteer) ?? 0) + 1);
    // Who stays may hold what is pinned and nothing more; what else the whole plan gives them is out of sight.
    const volunteers = menus.volunteers
      .filter((v) => free.has(v.id) || stays.has(v.id))
      .map((v): VolunteerLine => {
        if (free.has(v.id)) return v;
        const agreed = menus.commitments.filter((c) => c.volunteer === v.id).length;
        return { ...v, maxConcurrent: agreed + stays.get(v.id)! };
      });
    const here = new Set(volunteers.map((v) => v.id));
    const offers = menus.offers.filter((o) => here.has(o.volunteer));
    const known = new Set(offers.map((o) => o.id));
    const pinned = new Set(staying.map((p) => `${p.need}\n${p.offer}`));
    return {
      pairs,
      menus: {
        ...menus,
        // With strict levels the worth of a seat depends on all others; the part must count as the whole does.
        needs: menus.needs.filter((n) => needs.has(n.id)).map((n) => ({ ...n, worth: this.worth.get(n.id) })),
        volunteers,
        offers,
        commitments: menus.commitments.filter((c) => here.has(c.volunteer)),
        pins: [
          ...menus.pins.filter((p) => needs.has(p.need) && known.has(p.offer) && !pinned.has(`${p.need}\n${p.offer}`)),
          ...staying.map(({ need, offer, alternative }) => ({ need, offer, alternative })),
        ],
        exclusions: menus.exclusions.filter((e) => here.has(e.volunteer)),
        published: menus.published.filter((p) => needs.has(p.need) && known.has(p.offer)),
      },
    };
  }
}

/** Solves a part with a small budget in iterations: the same call gives the same answer. */
export function solvePart(menus: Menus, seed: number, iterations = 40): Plan {
  return match(menus, { seed, iterations });
}

/** Seats filled, by need. */
export function filledByNeed(pairs: readonly { need: string }[]): Map<string, number> {
  const filled = new Map<string, number>();
  for (const { need } of pairs) filled.set(need, (filled.get(need) ?? 0) + 1);
  return filled;
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
