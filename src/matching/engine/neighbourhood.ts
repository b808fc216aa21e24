import { candidates } from './candidates';
import { factsOf } from './facts';
import type { Commitment, Exclusion, Menus, PublishedPair, VolunteerLine } from './menus';
import { pinsOf } from './menus.pins';
import type { PairLike } from './objective';
import type { Plan, ProposedPair } from './plan';
import { pairing } from './pairing';
import { fitOf } from './score';
import { solve } from './solve';
import { seatValues } from './points';
import { type RoundProblem, toProblem } from './to-problem';
import type { PlanCertificate } from './verify-plan';
import { warmStart } from './warm';

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
export const USUAL_SIZE = 40;

/** Rounds of repair. */
const ROUNDS = 4;

/** Looks up the plan from all sides; built once, used for many neighbourhoods. */
export class PlanMap {
  readonly byNeed = new Map<string, ProposedPair[]>();
  readonly byVolunteer = new Map<string, ProposedPair[]>();
  private readonly worth = new Map<string, number>();
  private readonly commitments = new Map<string, Commitment[]>();
  private readonly exclusions = new Map<string, Exclusion[]>();
  private readonly published = new Map<string, PublishedPair[]>();

  constructor(
    readonly menus: Menus,
    readonly plan: Plan,
    readonly round: RoundProblem,
  ) {
    for (const c of menus.commitments) put(this.commitments, c.volunteer, c);
    for (const e of menus.exclusions) put(this.exclusions, e.volunteer, e);
    for (const p of menus.published) put(this.published, p.need, p);
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
    const { facts } = this.round;
    const pairs = [...needs].flatMap((id) => this.byNeed.get(id) ?? []);
    const staying = pairs.filter((pair) => !free.has(pair.volunteer));
    const stays = new Map<string, number>();
    for (const pair of staying) stays.set(pair.volunteer, (stays.get(pair.volunteer) ?? 0) + 1);
    // Who stays may hold what is pinned and nothing more; what else the whole plan gives them is out of sight.
    const volunteers: VolunteerLine[] = [];
    for (const id of new Set([...free, ...stays.keys()])) {
      const v = facts.volunteer.get(id)!;
      volunteers.push(free.has(id) ? v.line : { ...v.line, maxConcurrent: v.engagements + stays.get(id)! });
    }
    const offers = volunteers.flatMap((v) => facts.volunteer.get(v.id)!.offers.map((o) => o.line));
    const known = new Set(offers.map((o) => o.id));
    const pinned = new Set(staying.map((p) => `${p.need}\n${p.offer}`));
    const lines = volunteers.map((v) => v.id);
    return {
      pairs,
      menus: {
        ...this.menus,
        // With strict levels the worth of a seat depends on all others; the part must count as the whole does.
        needs: [...needs].map((id) => ({ ...facts.need.get(id)!.line, worth: this.worth.get(id) })),
        volunteers,
        offers,
        commitments: lines.flatMap((id) => this.commitments.get(id) ?? []),
        pins: [
          ...this.menus.pins.filter(
            (p) => needs.has(p.need) && known.has(p.offer) && !pinned.has(`${p.need}\n${p.offer}`),
          ),
          ...staying.map(({ need, offer, alternative }) => ({ need, offer, alternative })),
        ],
        exclusions: lines.flatMap((id) => this.exclusions.get(id) ?? []),
        published: [...needs].flatMap((id) => this.published.get(id) ?? []).filter((p) => known.has(p.offer)),
      },
    };
  }
}

/** The best plan found for a part, and its points. */
export interface PartPlan {
  objective: number;
  pairs: (PairLike & { score: number })[];
}

/**
 * Solves a changed part, starting from the pairs and prices of the plan and looking around the needs named: repair
 * instead of search, so the answer takes milliseconds. The same call gives the same answer.
 */
export function solvePart(map: PlanMap, part: Neighbourhood, menus: Menus, around: readonly string[]): PartPlan {
  const { seed, certificate } = map.plan;
  const facts = factsOf(menus, seed);
  const round = toProblem(facts, candidates(facts), pinsOf(facts));
  const known = (certificate as PlanCertificate).prices;
  const near = around.map((id) => facts.need.get(id)?.index ?? -1).filter((index) => index >= 0);
  const warm = warmStart(round, part.pairs, known);
  const { pairs, objective } = solve(round.problem, {
    seed,
    iterations: ROUNDS,
    ...warm,
    around: Int32Array.from(near),
  });
  const found: PartPlan['pairs'] = [];
  for (const p of pairs) {
    if (round.offer[p] < 0) continue;
    const need = facts.needs[round.need[p]];
    const when = need.whens[round.when[p]];
    const offer = facts.offers[round.offer[p]];
    const score = fitOf(pairing(facts, need, when, offer));
    found.push({
      need: need.line.id,
      offer: offer.line.id,
      volunteer: offer.line.volunteer,
      alternative: when.index,
      score,
    });
  }
  return { objective: objective + round.offset, pairs: found };
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
