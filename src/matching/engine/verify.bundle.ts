import { loadOf, NO_LIMIT, type Problem } from './problem';

/** Bundles tried for one volunteer before a weaker bound has to do. */
const STEPS = 300_000;
/** Steps after which it is unclear whether a team can share a bundle. */
const COLOURINGS = 100_000;
/** As many, inside the search for a bundle, where that counts as so many bundles. */
const STEPS_OF_TEAM = 200;

/** One volunteer's bundle under construction: recursion over pairs by falling gain. */
export class Bundle {
  inexact = false;
  private readonly held: number[];
  private steps = 0;
  private top = 0;
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
    this.steps += STEPS_OF_TEAM;
    return divisible(this.problem, [...held, p], volunteers.people[j], true, STEPS_OF_TEAM);
  }

  /** Best total gain less load of further pairs from `items`, or an upper bound on it when that is too hard. */
  best(items: number[], gain: Float64Array, needOf: Int32Array): number {
    const { volunteers } = this.problem;
    const { j } = this;
    items.sort((x, y) => gain[y] - gain[x] || x - y);
    const knapsack = this.knapsack(items, gain, needOf);
    if (knapsack !== null) return knapsack;
    this.top = 0;
    this.steps = 0;
    const byMonth = this.byDensity(items, gain);
    const extend = (from: number, value: number): void => {
      for (const month of byMonth) if (value + month.atMost(this.held) <= this.top) return;
      for (let q = from; q < items.length; q++) {
        if (++this.steps > STEPS) return;
        let hope = value;
        for (let z = q, m = this.held.length; z < items.length && m < volunteers.capacity[j]; z++, m++) {
          const g = gain[items[z]] - loadOf(volunteers, j, m);
          if (g <= 0 && z > q) break;
          hope += g;
        }
        if (hope <= this.top) return;
        const p = items[q];
        if (!this.fits(p, needOf[p], needOf)) continue;
        const more = value + gain[p] - loadOf(volunteers, j, this.held.length);
        if (more > this.top) this.top = more;
        this.held.push(p);
        extend(q + 1, more);
        this.held.pop();
      }
    };
    extend(0, 0);
    if (this.steps <= STEPS) return this.top;
    this.inexact = true;
    return Math.max(this.top, this.relaxed(items, gain));
  }

  /** For each limited month: what can at most be gained within the minutes that a bundle leaves, pairs being divisible. */
  private byDensity(items: number[], gain: Float64Array): { atMost: (held: number[]) => number }[] {
    const { volunteers, pairs, months } = this.problem;
    if (pairs.minutes.length === 0 || volunteers.monthlyMinutes.length === 0) return [];
    const list: { atMost: (held: number[]) => number }[] = [];
    for (let month = 0; month < months; month++) {
      const limit = volunteers.monthlyMinutes[this.j * months + month];
      if (limit === NO_LIMIT) continue;
      const use = (p: number) => pairs.minutes[p * months + month];
      const order = items.slice().sort((x, y) => gain[y] * use(x) - gain[x] * use(y));
      const atMost = (held: number[]): number => {
        let left = limit;
        for (const p of held) left -= use(p);
        let sum = 0;
        for (const p of order) {
          if (use(p) > left) return sum + (gain[p] * left) / use(p);
          sum += gain[p];
          left -= use(p);
        }
        return sum;
      };
      list.push({ atMost });
    }
    return list;
  }

  /**
   * Capacity and loads, with no more of pairs that all exclude each other than there are people, or one month's minutes
   * as a fractional knapsack, whichever is less.
   */
  private relaxed(items: number[], gain: Float64Array): number {
    const { volunteers } = this.problem;
    const { j, held } = this;
    const crowds: number[][] = [];
    let least = 0;
    let m = held.length;
    for (const p of items) {
      let crowd = crowds.find((list) => list.every((q) => conflicting(this.problem, p, q)));
      if (crowd === undefined) crowds.push((crowd = []));
      crowd.push(p);
      if (crowd.length > volunteers.people[j] || m >= volunteers.capacity[j]) continue;
      const g = gain[p] - loadOf(volunteers, j, m);
      if (g <= 0) break;
      least += g;
      m++;
    }
    for (const month of this.byDensity(items, gain)) least = Math.min(least, month.atMost(held));
    return least;
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
