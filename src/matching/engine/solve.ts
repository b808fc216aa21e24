import { checkProblem } from './check';
import { Clock, Stopped } from './clock';
import { flowOfProblem, flowRelaxation } from './flow';
import { type Instance, instanceOf } from './instance';
import { pinnedState } from './pins';
import { type Certificate, NO_LIMIT, type PairPrices, type Problem, type Solution } from './problem';
import { promisedPlan } from './promised';
import { rest } from './reduce';
import { Search, type Warm } from './search';
import type { SolveOptions } from './solve.options';
import type { State } from './state';
import { verifyCertificate } from './verify.certificate';

/**
 * Finds a plan and proves how far from the best it can be. Blocks: run it in a worker thread. At every moment there is a
 * feasible plan and a bound; when the budget is spent or `cancelled` says so, the best so far is returned. The same
 * problem, seed and budget in iterations give the same solution.
 *
 * Plain problems (seats, capacities and loads alone) are solved to the optimum by the flow and need no budget.
 * @throws ProblemError for malformed problems and contradictory pins
 */
export function solve(problem: Problem, options: SolveOptions): Solution {
  const clock = new Clock(problem, options);
  let built: ReturnType<typeof partsOf> | null;
  try {
    checkProblem(problem, clock.tickCancelled);
    clock.tickCancelled();
    built = isPlainFlow(problem) ? null : partsOf(problem, clock.tickCancelled);
  } catch (stop) {
    if (!(stop instanceof Stopped)) throw stop;
    return promised(problem, clock, options);
  }
  if (built === null) {
    const flow = flowRelaxation(flowOfProblem(problem), clock.tick, true);
    clock.report({ objective: flow.objective, bound: flow.bound, filled: flow.pairs.length }, true);
    return solutionOf(clock, flow.pairs, { prices: flow.prices }, flow.objective, flow.bound, 0);
  }
  const { whole, pinned, d } = built;
  const pins = pinned.pairs().map((a) => whole.parentPair[a]);
  if (d === null) {
    const nothing = { prices: new Float64Array(problem.options.count) };
    return solutionOf(clock, pins, nothing, pinned.objective, pinned.objective, 0);
  }
  let base = 0;
  for (let i = 0; i < d.needs; i++) base += d.penalty[i] * d.seats[i];
  const check = (proof: Certificate, tick: () => void) =>
    verifyCertificate(problem, inTermsOf(problem, whole, d, proof), tick).bound;
  const search = new Search(d, base, pinned.objective - base, pins.length, clock, options, check);
  search.warm(startOf(whole, d, options));
  if (options.around && options.start && options.prices) {
    const here = new Set(options.around);
    search.repair(Array.from(d.parentNeed.keys()).filter((q) => here.has(d.parentNeed[q])));
  } else search.run();
  const { bound, proof } = search.certify();
  const certificate = inTermsOf(problem, whole, d, proof);
  const pairs = new Int32Array(pins.length + search.pairs.length);
  pairs.set(pins);
  for (let x = 0; x < search.pairs.length; x++)
    pairs[pins.length + x] = whole.parentPair[d.parentPair[search.pairs[x]]];
  pairs.sort();
  const solverBound = search.solverBound === -Infinity ? null : Math.ceil(search.solverBound + search.offset - 1e-3);
  return solutionOf(clock, pairs, certificate, search.objective + search.offset, bound, search.iterations, solverBound);
}

/** The problem turned round, its pins, and what they leave; null: nothing. `tick` may throw. */
function partsOf(problem: Problem, tick: () => void): { whole: Instance; pinned: State; d: Instance | null } {
  const whole = instanceOf(problem, tick);
  const pinned = pinnedState(whole, problem);
  const free = Int32Array.from({ length: whole.volunteers }, (_, j) => j);
  return { whole, pinned, d: rest(whole, pinned, free, tick) };
}

/** The answer to who has cancelled before there was a plan. */
function promised(problem: Problem, clock: Clock, { start }: SolveOptions): Solution {
  const { pairs, certificate, objective, bound } = promisedPlan(problem, start);
  return solutionOf(clock, pairs, certificate, objective, bound, 0);
}

/** A proof by needs, rows and pairs of what the pins leave, as one by needs, options and pairs of the problem. */
function inTermsOf(problem: Problem, whole: Instance, d: Instance, { prices, tight }: Certificate): Certificate {
  const byOption = (list: ArrayLike<number>) => spread(list, d.parentRow, problem.options.count);
  if (tight === undefined) return { prices: byOption(prices) };
  const pair = Int32Array.from(d.parentPair, (a) => whole.parentPair[a]);
  const both = (known: PairPrices): PairPrices => ({
    prices: byOption(known.prices),
    extra: known.extra.length === 0 ? [] : spread(known.extra, pair, problem.pairs.count),
  });
  const { count } = tight;
  if (count === undefined) return { prices: byOption(prices), tight: both(tight) };
  const weights = spread(count.weights, d.parentNeed, problem.needs.count);
  return { prices: byOption(prices), tight: { ...both(tight), count: { ...count, ...both(count), weights } } };
}

function spread(list: ArrayLike<number>, place: Int32Array, size: number): Float64Array {
  const whole = new Float64Array(size);
  for (let x = 0; x < place.length; x++) whole[place[x]] = list[x];
  return whole;
}

/** The caller's plan and prices, in terms of what the pins leave. */
function startOf(whole: Instance, d: Instance, { start, prices }: SolveOptions): Warm {
  const wanted = new Uint8Array(whole.size);
  if (start) for (const p of start) wanted[p] = 1;
  const pairs: number[] = [];
  if (start) for (let a = 0; a < d.size; a++) if (wanted[whole.parentPair[d.parentPair[a]]] === 1) pairs.push(a);
  if (!prices) return { pairs, prices: null };
  const half = (r: number) => 0.5 * d.penalty[d.rowNeed[r]];
  return { pairs, prices: Float64Array.from(d.parentRow, (row, r) => (prices[row] >= 0 ? prices[row] : half(r))) };
}

/** Whether seats, capacities and loads are all there is, so that the flow is the whole problem. */
export function isPlainFlow(problem: Problem): boolean {
  const { needs, volunteers, offers, pairs, conflicts } = problem;
  const unlimited = (array: Int32Array) => array.every((x) => x === NO_LIMIT);
  return (
    needs.count === problem.options.count &&
    needs.minimum.every((x) => x === 1) &&
    conflicts.other.length === 0 &&
    pairs.pinned.every((x) => x === 0) &&
    (pairs.minutes.length === 0 || (unlimited(volunteers.monthlyMinutes) && unlimited(offers.monthlyMinutes))) &&
    (pairs.pieces.length === 0 || unlimited(offers.stock)) &&
    offers.capacity.every((x, f) => x >= volunteers.capacity[offers.volunteer[f]])
  );
}

function solutionOf(
  clock: Clock,
  pairs: Int32Array,
  certificate: Certificate,
  objective: number,
  certifiedBound: number,
  iterations: number,
  solverBound: number | null = null,
): Solution {
  clock.enter('explain');
  const certified = certifiedBound >= objective;
  const proven = certified || (solverBound !== null && solverBound >= objective);
  return {
    pairs,
    objective,
    bound: Math.max(certifiedBound, solverBound ?? certifiedBound),
    certifiedBound,
    solverBound,
    provenOptimal: proven,
    provenBy: certified ? 'certificate' : proven ? 'solver' : null,
    certificate,
    iterations,
    seconds: clock.seconds,
  };
}
