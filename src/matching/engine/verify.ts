import { type PairPrices, type Problem, type TightProof, NO_LIMIT, loadOf } from './problem';
import { Bundle, divisible } from './verify.bundle';

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

/** A certificate as it was stored. */
export interface StoredCertificate {
  prices: ArrayLike<number>;
  tight?: TightProof;
}

/** @see Verification. Near-linear for usual volunteers. */
export function verifySolution(
  problem: Problem,
  solution: { pairs: ArrayLike<number>; certificate: StoredCertificate },
): Verification {
  const { violations, objective } = verifyPlan(problem, solution.pairs);
  const { bound, inexact } = verifyCertificate(problem, solution.certificate);
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

/** What a certificate proves: by its prices alone, or by its tighter part when that is more; −Infinity when it makes no sense. */
export function verifyCertificate(
  problem: Problem,
  { prices, tight }: StoredCertificate,
): Pick<Verification, 'bound' | 'inexact'> {
  const plain = verifyBound(problem, { prices });
  if (tight === undefined || plain.bound === -Infinity) return plain;
  const { needs, volunteers, pairs } = problem;
  const { count } = tight;
  if (count === undefined) {
    const { bound, inexact } = unroundedBound(problem, tight);
    return { bound: Math.max(plain.bound, Math.ceil(bound - 1e-6)), inexact };
  }
  const { weights, unit, share } = count;
  const sound =
    weights.length === needs.count &&
    Array.from(weights).every((w, i) => Number.isInteger(w) && w >= 0 && share * unit * w <= needs.penalty[i]) &&
    Number.isInteger(unit) &&
    unit > 0 &&
    share > 0 &&
    share < 1;
  if (!sound) return { bound: -Infinity, inexact: 0 };
  const counted: Problem = {
    ...problem,
    needs: { ...needs, penalty: Float64Array.from(weights, (w) => w * unit) },
    volunteers: { ...volunteers, loadCost: new Int32Array(volunteers.loadCost.length) },
    pairs: { ...pairs, cost: new Int32Array(pairs.count) },
  };
  const open = unroundedBound(counted, count);
  const penalty = needs.penalty.map((x, i) => x - share * unit * weights[i]);
  const rest = unroundedBound({ ...problem, needs: { ...needs, penalty } }, tight);
  if (open.bound === -Infinity || rest.bound === -Infinity) return { bound: -Infinity, inexact: 0 };
  const bound = Math.ceil(rest.bound + share * unit * Math.ceil(open.bound / unit - 1e-6) - 1e-6);
  return { bound: Math.max(plain.bound, bound), inexact: Math.max(plain.inexact, open.inexact, rest.inexact) };
}

/** Recomputes bound(λ), rounded up because all that a plan costs is whole. */
export function verifyBound(
  problem: Problem,
  certificate: { prices: ArrayLike<number> },
): Pick<Verification, 'bound' | 'inexact'> {
  const { bound, inexact } = unroundedBound(problem, { ...certificate, extra: [] });
  return { bound: Math.ceil(bound - 1e-6), inexact };
}

/** bound(λ), for problems whose penalties need not be whole, and with what single pairs pay on top. */
function unroundedBound(problem: Problem, { prices, extra }: PairPrices): Pick<Verification, 'bound' | 'inexact'> {
  const { needs, options, volunteers, offers, pairs } = problem;
  if (prices.length !== options.count) return { bound: -Infinity, inexact: 0 };
  for (let o = 0; o < options.count; o++)
    if (!(prices[o] >= 0) || !Number.isFinite(prices[o])) return { bound: -Infinity, inexact: 0 };

  const on = extra.length > 0 ? extra : new Float64Array(pairs.count);
  if (on.length !== pairs.count || !Array.from(on).every(Number.isFinite)) return { bound: -Infinity, inexact: 0 };

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
      gain[p] = needs.penalty[i] - pairs.cost[p] - prices[pairs.option[p]] - on[p];
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
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pinsOf[i] < needs.minimum[i] && reach[pairs.option[p]] < needs.minimum[i] - pinsOf[i]) usable[p] = 0;
      // A pinned option pays the dearest price of its need, so that its seats cost what the need side says.
      if (pinned(p)) gain[p] = needs.penalty[i] - pairs.cost[p] - dearest;
    }
    let most = 0;
    for (let o = needs.optionStart[i]; o < needs.optionStart[i + 1]; o++)
      if (pinnedOption[i] < 0 || pinnedOption[i] === o) most = Math.max(most, dearestAt(i, o));
    bound += needs.seats[i] * needs.penalty[i] - pinsOf[i] * dearest - most;
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
  return { bound, inexact };

  /** The most that people beside the pins can cost need i at one option, minimum and seats kept. */
  function dearestAt(i: number, o: number): number {
    const seats = needs.seats[i] - pinsOf[i];
    const least = Math.max(1, needs.minimum[i] - pinsOf[i]);
    const each: number[] = [];
    let alike = true;
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pairs.option[p] !== o || usable[p] === 0) continue;
      if (on[p] !== 0) alike = false;
      each.push(prices[o] + on[p]);
    }
    if (alike) return seats * prices[o];
    each.sort((x, y) => y - x);
    let sum = 0;
    for (let q = 0; q < each.length && q < seats && (q < least || each[q] > 0); q++) sum += each[q];
    return Math.max(0, sum);
  }
}
