import { loadOf, NO_LIMIT, type Problem } from './problem';
import { divisible } from './verify.bundle';
import { type StoredCertificate, verifyCertificate } from './verify.certificate';

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
    if (!divisible(problem, bundle, volunteers.people[j], false)) report('conflict', { volunteer: j });
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
