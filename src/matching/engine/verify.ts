import { type Certificate, type Problem, NO_LIMIT, loadOf } from './problem';

/**
 * Independent check of a plan and of its bound, from the problem, the plan and the certificate alone. Written apart from
 * the solver: it reads the problem itself and shares nothing with the search but the meaning of the certificate.
 */
export interface Verification {
  feasible: boolean;
  /** What is broken: a code with where. At most 100 are listed. */
  violations: { code: string; params: Record<string, number> }[];
  objective: number;
  /** What the certificate proves, rounded up to an integer; −Infinity when the certificate does not fit the problem. */
  bound: number;
  gapPercent: number;
  optimal: boolean;
  /** Volunteers whose best bundle was too hard, so that a weaker (still valid) bound was used for them. */
  inexact: number;
}

/** @see Verification. Near-linear for usual volunteers. */
export function verifySolution(
  problem: Problem,
  solution: { pairs: ArrayLike<number>; certificate: { prices: ArrayLike<number> } },
): Verification {
  const { violations, objective } = verifyPlan(problem, solution.pairs);
  const { bound, inexact } = verifyBound(problem, solution.certificate);
  const gap = objective === 0 && bound === 0 ? 0 : (100 * (objective - bound)) / Math.max(1, Math.abs(objective));
  const feasible = violations.length === 0;
  return { feasible, violations, objective, bound, gapPercent: gap, optimal: feasible && bound >= objective, inexact };
}

/** Every rule of the problem, one after the other, and the objective. */
export function verifyPlan(problem: Problem, plan: ArrayLike<number>): Pick<Verification, 'violations' | 'objective'> {
  const { needs, options, volunteers, offers, pairs, conflicts, months } = problem;
  const violations: Verification['violations'] = [];
  const report = (code: string, params: Record<string, number>) => {
    if (violations.length < 100) violations.push({ code, params });
  };
  const isIn = new Uint8Array(pairs.count);
  for (let x = 0; x < plan.length; x++) {
    const p = plan[x];
    if (!Number.isInteger(p) || p < 0 || p >= pairs.count) report('unknown_pair', { pair: p });
    else if (isIn[p]) report('pair_twice', { pair: p });
    else isIn[p] = 1;
  }
  let objective = 0;
  const bundles = new Map<number, number[]>();
  for (let i = 0; i < needs.count; i++) {
    let filled = 0;
    let pins = 0;
    let option = -1;
    const volunteersHere = new Set<number>();
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pairs.pinned.length > 0 && pairs.pinned[p]) {
        pins++;
        if (!isIn[p]) report('pin_missing', { need: i, pair: p });
      }
      if (!isIn[p]) continue;
      filled++;
      objective += pairs.cost[p];
      if (option >= 0 && option !== pairs.option[p]) report('two_options', { need: i, option: pairs.option[p] });
      option = pairs.option[p];
      const j = offers.volunteer[pairs.offer[p]];
      if (volunteersHere.has(j)) report('volunteer_twice', { need: i, volunteer: j });
      volunteersHere.add(j);
      const bundle = bundles.get(j);
      if (bundle) bundle.push(p);
      else bundles.set(j, [p]);
    }
    if (filled > needs.seats[i]) report('seats', { need: i, filled });
    if (filled < needs.minimum[i] && filled !== pins) report('minimum', { need: i, filled });
    objective += needs.penalty[i] * (needs.seats[i] - filled);
  }
  for (const [j, bundle] of bundles) {
    for (let q = 0; q < bundle.length; q++) objective += loadOf(volunteers, j, q);
    if (bundle.length > volunteers.capacity[j]) report('capacity', { volunteer: j, pairs: bundle.length });
    const sum = (list: number[], use: (p: number) => number) => list.reduce((total, p) => total + use(p), 0);
    const minutes = (month: number) => (p: number) =>
      pairs.minutes.length > 0 ? pairs.minutes[p * months + month] : 0;
    for (let month = 0; month < months && volunteers.monthlyMinutes.length > 0; month++) {
      const spent = sum(bundle, minutes(month));
      const limit = volunteers.monthlyMinutes[j * months + month];
      if (limit !== NO_LIMIT && spent > limit) report('minutes', { volunteer: j, month, spent });
    }
    for (const f of new Set(bundle.map((p) => pairs.offer[p]))) {
      const mine = bundle.filter((p) => pairs.offer[p] === f);
      if (mine.length > offers.capacity[f]) report('offer_capacity', { offer: f, pairs: mine.length });
      for (let month = 0; month < months && offers.monthlyMinutes.length > 0; month++) {
        const spent = sum(mine, minutes(month));
        const limit = offers.monthlyMinutes[f * months + month];
        if (limit !== NO_LIMIT && spent > limit) report('offer_minutes', { offer: f, month, spent });
      }
      if (offers.stock.length > 0 && pairs.pieces.length > 0 && offers.stock[f] !== NO_LIMIT) {
        const pieces = sum(mine, (p) => pairs.pieces[p]);
        if (pieces > offers.stock[f]) report('stock', { offer: f, pieces });
      }
    }
    if (!divisible(problem, bundle, volunteers.people[j])) report('conflict', { volunteer: j });
    // Overlaps once more from the occurrences themselves, so that a wrong conflict list is noticed.
    if (conflicts.start.length > 0) {
      const starts = bundle.flatMap((p) => {
        const o = pairs.option[p];
        return Array.from(options.from.subarray(options.occurrenceStart[o], options.occurrenceStart[o + 1]));
      });
      for (const moment of starts) {
        const busy = bundle.filter((p) => {
          const o = pairs.option[p];
          for (let x = options.occurrenceStart[o]; x < options.occurrenceStart[o + 1]; x++)
            if (options.from[x] <= moment && moment < options.to[x]) return true;
          return false;
        });
        if (busy.length > volunteers.people[j]) report('overlap', { volunteer: j, minute: moment });
      }
    }
  }
  return { violations, objective };
}

function conflicting(problem: Problem, p: number, q: number): boolean {
  const { start, other } = problem.conflicts;
  if (start.length === 0) return false;
  for (let x = start[p]; x < start[p + 1]; x++) if (other[x] === q) return true;
  return false;
}

/** Whether a bundle can be divided among so many people without a conflict for anyone. */
function divisible(problem: Problem, bundle: number[], people: number): boolean {
  if (problem.conflicts.start.length === 0 || bundle.length <= people) return true;
  const groups: number[][] = [];
  const assign = (q: number): boolean => {
    if (q === bundle.length) return true;
    for (const group of groups) {
      if (group.some((p) => conflicting(problem, p, bundle[q]))) continue;
      group.push(bundle[q]);
      if (assign(q + 1)) return true;
      group.pop();
    }
    if (groups.length === people) return false;
    groups.push([bundle[q]]);
    if (assign(q + 1)) return true;
    groups.pop();
    return false;
  };
  return assign(0);
}

/** Recomputes bound(λ) of the certificate. */
export function verifyBound(
  problem: Problem,
  certificate: { prices: ArrayLike<number> } | Certificate,
): Pick<Verification, 'bound' | 'inexact'> {
  const { needs, options, volunteers, offers, pairs } = problem;
  const prices = certificate.prices;
  if (prices.length !== options.count) return { bound: -Infinity, inexact: 0 };
  for (let o = 0; o < options.count; o++)
    if (!(prices[o] >= 0) || !Number.isFinite(prices[o])) return { bound: -Infinity, inexact: 0 };

  const start = new Int32Array(volunteers.count + 1);
  for (let p = 0; p < pairs.count; p++) start[offers.volunteer[pairs.offer[p]] + 1]++;
  for (let j = 0; j < volunteers.count; j++) start[j + 1] += start[j];
  const cursor = start.slice();
  const own = new Int32Array(pairs.count);
  const gain = new Float64Array(pairs.count);
  const needOf = new Int32Array(pairs.count);
  const pinned = (p: number) => pairs.pinned.length > 0 && pairs.pinned[p] === 1;
  const pinsOf = new Int32Array(needs.count);
  const pinnedOption = new Int32Array(needs.count).fill(-1);
  for (let i = 0; i < needs.count; i++)
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      own[cursor[offers.volunteer[pairs.offer[p]]]++] = p;
      needOf[p] = i;
      gain[p] = needs.penalty[i] - pairs.cost[p] - prices[pairs.option[p]];
      if (pinned(p)) {
        pinsOf[i]++;
        pinnedOption[i] = pairs.option[p];
      }
    }
  const pinsOfVolunteer: number[][] = [];
  for (let j = 0; j < volunteers.count; j++) {
    const list: number[] = [];
    if (pairs.pinned.length > 0) for (let x = start[j]; x < start[j + 1]; x++) if (pinned(own[x])) list.push(own[x]);
    pinsOfVolunteer.push(list);
  }

  // Pairs that no plan can hold: they do not fit beside the pins, or their option cannot reach its minimum.
  const usable = new Uint8Array(pairs.count);
  const reach = new Int32Array(options.count);
  const lastOption = new Map<number, number>();
  for (let j = 0; j < volunteers.count; j++) {
    const bundle = new Bundle(problem, j, pinsOfVolunteer[j]);
    lastOption.clear();
    for (let x = start[j]; x < start[j + 1]; x++) {
      const p = own[x];
      const i = needOf[p];
      if (pinned(p)) continue;
      if (pinsOf[i] >= needs.seats[i] || (pinnedOption[i] >= 0 && pinnedOption[i] !== pairs.option[p])) continue;
      if (!bundle.fits(p, i, needOf)) continue;
      usable[p] = 1;
      if (lastOption.get(pairs.option[p]) === undefined) {
        lastOption.set(pairs.option[p], 1);
        reach[pairs.option[p]]++;
      }
    }
  }
  let bound = 0;
  for (let i = 0; i < needs.count; i++) {
    let dearest = 0;
    for (let o = needs.optionStart[i]; o < needs.optionStart[i + 1]; o++) {
      if (pinnedOption[i] >= 0 && pinnedOption[i] !== o) continue;
      dearest = Math.max(dearest, prices[o]);
    }
    bound += needs.seats[i] * (needs.penalty[i] - dearest);
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pinsOf[i] < needs.minimum[i] && reach[pairs.option[p]] < needs.minimum[i] - pinsOf[i]) usable[p] = 0;
      // A pinned option pays the dearest price of its need, so that its seats cost what the need side says.
      if (pinned(p)) gain[p] = needs.penalty[i] - pairs.cost[p] - dearest;
    }
  }
  let inexact = 0;
  for (let j = 0; j < volunteers.count; j++) {
    const items: number[] = [];
    for (let x = start[j]; x < start[j + 1]; x++) if (usable[own[x]] && gain[own[x]] > 0) items.push(own[x]);
    const bundle = new Bundle(problem, j, pinsOfVolunteer[j]);
    let base = 0;
    pinsOfVolunteer[j].forEach((p, q) => (base += gain[p] - loadOf(volunteers, j, q)));
    if (items.length > 0) base += bundle.best(items, gain, needOf);
    if (bundle.inexact) inexact++;
    bound -= base;
  }
  return { bound: Math.ceil(bound - 1e-6), inexact };
}

const STEPS = 300_000;

/** One volunteer's bundle under construction: recursion over pairs by falling gain. */
class Bundle {
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
    if (volunteers.people[j] === 1) return !held.some((q) => conflicting(this.problem, p, q));
    return divisible(this.problem, [...held, p], volunteers.people[j]);
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

  /** Capacity and loads alone, or one month's minutes as a fractional knapsack, whichever is less. */
  private relaxed(items: number[], gain: Float64Array): number {
    const { volunteers } = this.problem;
    const { j, held } = this;
    let least = 0;
    for (let z = 0, m = held.length; z < items.length && m < volunteers.capacity[j]; z++, m++) {
      const g = gain[items[z]] - loadOf(volunteers, j, m);
      if (g <= 0) break;
      least += g;
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
