import { loadOf, NO_LIMIT, type Problem } from './problem';
import type { Tick } from './tick';
import { bestChoice, type Choice, type Limit, Relation } from './verify.tree';

/** Steps after which it is unclear whether a team can share a bundle. */
const COLOURINGS = 100_000;
/** As many, inside the search for a bundle, where that counts as so many bundles. */
const STEPS_OF_TEAM = 200;

/** One volunteer's bundle: what it holds, and the best that could be added. */
export class Bundle {
  inexact = false;
  private readonly held: number[];
  private easy: boolean;

  constructor(
    private readonly problem: Problem,
    private readonly j: number,
    pins: number[],
  ) {
    this.held = pins.slice();
    const { volunteers, offers, pairs, conflicts } = problem;
    this.easy =
      conflicts.start.length === 0 &&
      (volunteers.monthlyMinutes.length === 0 || pairs.minutes.length === 0) &&
      offers.count === volunteers.count &&
      offers.monthlyMinutes.length === 0 &&
      offers.stock.length === 0;
  }

  fits(p: number, i: number, needOf: Int32Array): boolean {
    const { volunteers, offers, pairs, months } = this.problem;
    const { held, j } = this;
    if (held.length >= volunteers.capacity[j]) return false;
    const f = pairs.offer[p];
    let sameOffer = 1;
    for (const q of held) {
      if (needOf[q] === i) return false;
      if (pairs.offer[q] === f) sameOffer++;
    }
    if (sameOffer > offers.capacity[f]) return false;
    if (this.easy) return true;
    if (pairs.minutes.length > 0)
      for (let month = 0; month < months; month++) {
        let spent = pairs.minutes[p * months + month];
        let ofOffer = spent;
        for (const q of held) {
          spent += pairs.minutes[q * months + month];
          if (pairs.offer[q] === f) ofOffer += pairs.minutes[q * months + month];
        }
        if (volunteers.monthlyMinutes.length > 0) {
          const limit = volunteers.monthlyMinutes[j * months + month];
          if (limit !== NO_LIMIT && spent > limit) return false;
        }
        if (offers.monthlyMinutes.length > 0) {
          const limit = offers.monthlyMinutes[f * months + month];
          if (limit !== NO_LIMIT && ofOffer > limit) return false;
        }
      }
    if (pairs.pieces.length > 0 && offers.stock.length > 0 && offers.stock[f] !== NO_LIMIT) {
      let pieces = pairs.pieces[p];
      for (const q of held) if (pairs.offer[q] === f) pieces += pairs.pieces[q];
      if (pieces > offers.stock[f]) return false;
    }
    const others = held.reduce((sum, q) => sum + (conflicting(this.problem, p, q) ? 1 : 0), 0);
    // Somebody is free then, whatever the others do.
    if (others < volunteers.people[j]) return true;
    if (volunteers.people[j] === 1) return false;
    return divisible(this.problem, [...held, p], volunteers.people[j], true, STEPS_OF_TEAM);
  }

  /** Best total gain less load of further pairs from `items`, or an upper bound on it when that is too hard. */
  best(items: number[], gain: Float64Array, needOf: Int32Array, tick: Tick): number {
    items.sort((x, y) => gain[y] - gain[x] || x - y);
    const knapsack = this.knapsack(items, gain, needOf);
    if (knapsack !== null) return knapsack;
    const { value, exact } = bestChoice(this.problem, this.j, this.choice(items, gain, needOf), tick);
    if (!exact) this.inexact = true;
    return value;
  }

  /** The pairs with what keeps them apart, beside what is held. */
  private choice(items: number[], gain: Float64Array, needOf: Int32Array): Choice {
    const { volunteers, offers, pairs, conflicts, months } = this.problem;
    const { held, j } = this;
    const n = items.length;
    const apart = new Relation(n);
    const meet = volunteers.people[j] > 1 ? new Relation(n) : apart;
    const place = new Map(items.map((p, x) => [p, x]));
    const ofNeed = new Map<number, number[]>();
    items.forEach((p, x) => ofNeed.set(needOf[p], [...(ofNeed.get(needOf[p]) ?? []), x]));
    for (const list of ofNeed.values()) for (const x of list) for (const y of list) if (x !== y) apart.add(x, y);
    if (conflicts.start.length > 0)
      items.forEach((p, x) => {
        for (let at = conflicts.start[p]; at < conflicts.start[p + 1]; at++) {
          const y = place.get(conflicts.other[at]);
          if (y !== undefined) meet.add(x, y);
        }
      });
    const limits: Limit[] = [];
    const limit = (most: number, use: (p: number) => number) => {
      if (most === NO_LIMIT) return;
      const used = Float64Array.from(items, use);
      const left = held.reduce((rest, p) => rest - use(p), most);
      if (used.reduce((sum, x) => sum + x, 0) > left) limits.push({ left, use: used });
    };
    const inMonths = (table: Int32Array, line: number, mine: (p: number) => boolean) => {
      if (table.length === 0 || pairs.minutes.length === 0) return;
      for (let m = 0; m < months; m++)
        limit(table[line * months + m], (p) => (mine(p) ? pairs.minutes[p * months + m] : 0));
    };
    inMonths(volunteers.monthlyMinutes, j, () => true);
    for (const f of new Set([...items, ...held].map((p) => pairs.offer[p]))) {
      const mine = (p: number) => pairs.offer[p] === f;
      limit(offers.capacity[f], (p) => (mine(p) ? 1 : 0));
      inMonths(offers.monthlyMinutes, f, mine);
      if (pairs.pieces.length > 0 && offers.stock.length > 0)
        limit(offers.stock[f], (p) => (mine(p) ? pairs.pieces[p] : 0));
    }
    const people = volunteers.people[j];
    const divided = (chosen: readonly number[], x: number) =>
      divisible(this.problem, [...held, ...chosen.map((y) => items[y]), items[x]], people, true, STEPS_OF_TEAM);
    return {
      gains: Float64Array.from(items, (p) => gain[p]),
      apart,
      meet,
      limits,
      divisible: divided,
      held: held.length,
    };
  }

  /** Exact answer by dynamic programming when one month's minutes are the only limit that matters; otherwise null. */
  private knapsack(items: number[], gain: Float64Array, needOf: Int32Array): number | null {
    const { volunteers, offers, pairs, conflicts, months } = this.problem;
    const { j, held } = this;
    if (
      months !== 1 ||
      conflicts.start.length > 0 ||
      pairs.minutes.length === 0 ||
      volunteers.monthlyMinutes.length === 0
    )
      return null;
    if (held.length > 0 || offers.monthlyMinutes.length > 0 || offers.stock.length > 0) return null;
    if (volunteers.capacity[j] < items.length || items.some((p) => offers.capacity[pairs.offer[p]] < items.length))
      return null;
    if (loadOf(volunteers, j, 0) !== 0 || loadOf(volunteers, j, items.length - 1) !== 0) return null;
    if (new Set(items.map((p) => needOf[p])).size < items.length) return null;
    const limit = volunteers.monthlyMinutes[j];
    if (limit > 100_000) return null;
    const value = new Float64Array(limit + 1);
    for (const p of items) {
      const u = pairs.minutes[p];
      for (let h = limit; h >= u; h--) value[h] = Math.max(value[h], value[h - u] + gain[p]);
    }
    return value[limit];
  }
}

function conflicting(problem: Problem, p: number, q: number): boolean {
  const { start, other } = problem.conflicts;
  if (start.length === 0) return false;
  for (let x = start[p]; x < start[p + 1]; x++) if (other[x] === q) return true;
  return false;
}

/**
 * Whether a bundle can be divided among so many people without a conflict for anyone: colouring by backtracking, the
 * pair with the fewest people left for it first. `unclear` is the answer where that takes too long.
 */
export function divisible(
  problem: Problem,
  bundle: number[],
  people: number,
  unclear: boolean,
  most = COLOURINGS,
): boolean {
  if (problem.conflicts.start.length === 0 || bundle.length <= people) return true;
  const others = bundle.map((p) => Array.from(bundle.keys()).filter((y) => conflicting(problem, p, bundle[y])));
  const personOf = new Int32Array(bundle.length).fill(-1);
  let steps = 0;
  const taken = (x: number) => new Set(others[x].map((y) => personOf[y]).filter((c) => c >= 0));
  const assign = (placed: number, used: number): boolean => {
    if (placed === bundle.length) return true;
    if (++steps > most) return unclear;
    let next = -1;
    let busy = new Set<number>();
    for (let x = 0; x < bundle.length; x++) {
      if (personOf[x] >= 0) continue;
      const here = taken(x);
      if (next >= 0 && (here.size < busy.size || (here.size === busy.size && others[x].length <= others[next].length)))
        continue;
      next = x;
      busy = here;
    }
    for (let c = 0; c < Math.min(people, used + 1); c++) {
      if (busy.has(c)) continue;
      personOf[next] = c;
      if (assign(placed + 1, Math.max(used, c + 1))) return true;
    }
    personOf[next] = -1;
    return false;
  };
  return assign(0, 0);
}
