import { checkProblem } from './check';
import { dive } from './dive';
import { Exchange } from './exchange';
import { flowOfInstance, flowOfProblem, flowRelaxation } from './flow';
import { type Instance, instanceOf } from './instance';
import { Lagrangian } from './lagrange';
import { pinnedState } from './pins';
import type { Phase } from './plan';
import { type MipModel, type MipResult, NO_LIMIT, type Problem, type Solution, type SolveOptions } from './problem';
import { randomOf } from './random';
import { rest } from './reduce';
import { RegionSearch } from './region';
import { settingsFor, type Settings } from './settings';
import { addPlan, bundleModel, bundlesWithin, listable, planOfBundles } from './mip';
import { pairLosses, pairModel, planOfPairs, saysPairs } from './mip-pairs';
import { dearestFirst, State } from './state';

/** Prices are kept to this fraction of a point, so that bounds add up exactly. */
const GRAIN = 64;
/** Volunteers up to which the bundle MIP is tried; bundles it is given at most, and at most before a complete proof. */
const MOST_FOR_MIP = 1500;
const MOST_BUNDLES = 25_000;
const MOST_AT_ONCE = 6_000;
const MOST_PAIRS_FOR_MIP = 6_000;

/** Thrown by the tick when the budget of a phase is spent. */
class PhaseOver extends Error {}
/** Thrown by the tick when the whole budget is spent or the caller has cancelled. */
class Stopped extends Error {}

/**
 * Finds a plan and proves how far from the best it can be. Blocks: run it in a worker thread. At every moment there is a
 * feasible plan and a bound; when the budget is spent or `cancelled` says so, the best so far is returned. The same
 * problem, seed and budget in iterations give the same solution.
 *
 * Plain problems (seats, capacities and loads alone) are solved to the optimum by the flow and need no budget.
 * @throws ProblemError for malformed problems and contradictory pins
 */
export function solve(problem: Problem, options: SolveOptions): Solution {
  checkProblem(problem);
  const clock = new Clock(problem, options);
  if (isPlainFlow(problem)) {
    const flow = flowRelaxation(flowOfProblem(problem), clock.tick);
    clock.report({ objective: flow.objective, bound: flow.objective, filled: flow.pairs.length }, true);
    return solutionOf(clock, flow.pairs, flow.prices, flow.objective, flow.objective, 0);
  }
  const whole = instanceOf(problem);
  const pinned = pinnedState(whole, problem);
  const free = Int32Array.from({ length: whole.volunteers }, (_, j) => j);
  const d = rest(whole, pinned, free);
  const pins = pinned.pairs().map((a) => whole.parentPair[a]);
  if (d === null) {
    return solutionOf(clock, pins, new Float64Array(problem.options.count), pinned.objective, pinned.objective, 0);
  }
  let base = 0;
  for (let i = 0; i < d.needs; i++) base += d.penalty[i] * d.seats[i];
  const search = new Search(d, base, pinned.objective - base, pins.length, clock, options);
  search.run();
  const prices = new Float64Array(problem.options.count);
  const bound = search.certify();
  for (let r = 0; r < d.rows; r++) prices[d.parentRow[r]] = search.prices[r];
  const pairs = new Int32Array(pins.length + search.pairs.length);
  pairs.set(pins);
  for (let x = 0; x < search.pairs.length; x++)
    pairs[pins.length + x] = whole.parentPair[d.parentPair[search.pairs[x]]];
  pairs.sort();
  const solverBound = search.solverBound === -Infinity ? null : Math.ceil(search.solverBound + search.offset - 1e-3);
  return solutionOf(clock, pairs, prices, search.objective + search.offset, bound, search.iterations, solverBound);
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
  prices: Float64Array,
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
    certificate: { prices },
    iterations,
    seconds: clock.seconds,
  };
}

/** Budget, cancellation and progress. */
class Clock {
  readonly seconds: Partial<Record<Phase, number>> = {};
  private readonly now: () => number;
  private readonly begun: number;
  private readonly seats: number;
  private phase: Phase = 'flow';
  private phaseBegun: number;
  private phaseEnd = Infinity;
  private end = Infinity;
  private lastReport = -Infinity;

  constructor(
    problem: Problem,
    private readonly options: SolveOptions,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.begun = this.phaseBegun = this.now();
    this.seats = problem.needs.seats.reduce((sum, x) => sum + x, 0);
    if (options.seconds !== undefined) this.end = this.begun + options.seconds * 1000;
  }

  /** Starts a phase that may last until this share of the budget is spent. */
  enter(phase: Phase, share = 1): void {
    const now = this.now();
    this.seconds[this.phase] = (this.seconds[this.phase] ?? 0) + (now - this.phaseBegun) / 1000;
    this.phase = phase;
    this.phaseBegun = now;
    this.phaseEnd = this.options.seconds === undefined ? Infinity : this.begun + this.options.seconds * 1000 * share;
  }

  /** Falls from 1 to 0 over the present phase. */
  get heat(): number {
    return this.phaseEnd === Infinity
      ? 0
      : Math.max(0, (this.phaseEnd - this.now()) / (this.phaseEnd - this.phaseBegun));
  }

  /** Seconds left of the budget. */
  get left(): number {
    return (this.end - this.now()) / 1000;
  }

  readonly tick = (): void => {
    if (this.options.cancelled?.()) throw new Stopped();
    const now = this.now();
    if (now >= this.end) throw new Stopped();
    if (now >= this.phaseEnd) throw new PhaseOver();
  };

  report(state: { objective: number | null; bound: number | null; filled: number }, always = false): void {
    const now = this.now();
    if (!this.options.onProgress || (!always && now - this.lastReport < 100)) return;
    this.lastReport = now;
    this.options.onProgress({ phase: this.phase, ...state, seats: this.seats, seconds: (now - this.begun) / 1000 });
  }
}

/** The search on what the pins leave; plans on it are completed by the pins, which add `offset` to the objective. */
class Search {
  pairs: Int32Array = new Int32Array(0);
  objective = Infinity;
  prices: Float64Array;
  iterations = 0;
  /** Bound on the MIP solver's word, −Infinity none. */
  solverBound = -Infinity;
  private bound = -Infinity;
  private readonly order: Int32Array;
  private readonly lagrangian: Lagrangian;

  constructor(
    private readonly d: Instance,
    private readonly base: number,
    readonly offset: number,
    private readonly pins: number,
    private readonly clock: Clock,
    private readonly options: SolveOptions,
  ) {
    this.order = dearestFirst(d);
    this.lagrangian = new Lagrangian(d);
    this.prices = new Float64Array(d.rows);
  }

  run(): void {
    const quick = new State(this.d);
    quick.clean(this.order);
    this.keep(quick);
    try {
      if (this.flow()) return;
      this.improve();
    } catch (stop) {
      if (!(stop instanceof Stopped) && !(stop instanceof PhaseOver)) throw stop;
    }
  }

  /** Rounds the prices to what a certificate keeps, and returns the bound they prove for the whole problem. */
  certify(): number {
    const { prices, lagrangian } = this;
    for (let r = 0; r < prices.length; r++) prices[r] = Math.round(prices[r] * GRAIN) / GRAIN;
    lagrangian.prices.set(prices);
    const profit = lagrangian.evaluate(() => undefined);
    return Math.ceil(this.base - profit + this.offset - 1e-6);
  }

  private get done(): boolean {
    return Math.ceil(Math.max(this.bound, this.solverBound) - 1e-3) >= this.objective;
  }

  private keep(state: State): void {
    if (state.objective >= this.objective) return;
    this.objective = state.objective;
    this.pairs = state.pairs();
    this.report();
  }

  private noteBound(bound: number, prices: Float64Array): void {
    if (bound <= this.bound) return;
    this.bound = bound;
    this.prices.set(prices);
    this.report();
  }

  private report(): void {
    this.clock.report({
      objective: this.objective + this.offset,
      bound: this.bound === -Infinity ? null : Math.ceil(Math.max(this.bound, this.solverBound) + this.offset - 1e-3),
      filled: this.pins + this.pairs.length,
    });
  }

  /** The flow relaxation: optimal when its plan keeps every rule, otherwise a plan to mend and prices to start from. */
  private flow(): boolean {
    const { d } = this;
    const flow = flowRelaxation(flowOfInstance(d), this.clock.tick);
    for (let r = 0; r < d.rows; r++) this.lagrangian.prices[r] = flow.prices[d.rowNeed[r]];
    this.noteBound(flow.objective, this.lagrangian.prices);
    const state = new State(d);
    for (const k of flow.pairs) if (state.can(d.rowPairs[k])) state.add(d.rowPairs[k]);
    state.clean(this.order);
    this.keep(state);
    return this.done;
  }

  private improve(): void {
    const { d, clock, lagrangian, base } = this;
    const settings = settingsFor(d);
    clock.enter('bound', 0.4);
    const onBound = (value: number) => this.noteBound(base - value, lagrangian.prices);
    lagrangian.startPrices();
    within(() =>
      lagrangian.ascend({
        iterations: settings.rootIterations,
        target: base - this.objective,
        share: 0.02,
        weight: 0.1,
        theta: 1,
        thetaLeast: 0.003,
        failures: 12,
        shrink: 0.75,
        tick: clock.tick,
        onBound,
      }),
    );
    if (this.done) return;

    clock.enter('dive', 0.8);
    const mean = lagrangian.mean.slice();
    const state = new State(d);
    try {
      within(() => dive(lagrangian, state, settings.dive, null, clock.tick));
    } finally {
      state.clean(this.order);
      this.keep(state);
    }
    if (this.done) return;

    clock.enter('bound', 0.9);
    const half = (base - this.objective + (base - this.bound)) / 2;
    lagrangian.prices.set(this.prices);
    within(() =>
      lagrangian.ascend({
        iterations: settings.tightIterations,
        target: half,
        share: 0,
        weight: 0.05,
        theta: 0.3,
        thetaLeast: 1e-4,
        failures: 12,
        shrink: 0.8,
        tick: clock.tick,
        onBound,
      }),
    );
    if (this.done) return;
    const prove = this.options.mip !== undefined && d.volunteers <= MOST_FOR_MIP;
    const regional = listable(d) || d.volunteers * d.needs > 4_000_000;
    clock.enter('search', prove ? 0.35 : 1);
    within(() => (regional ? this.searchRegions(state, mean, settings) : this.exchange(state, settings)));
    if (!prove || this.done) return;
    clock.enter('proof');
    const better = this.prove();
    if (this.done || this.options.seconds === undefined) return;
    clock.enter('search');
    if (regional) this.searchRegions(better, mean, { ...settings, region: { ...settings.region, temperature: 0 } });
    else this.exchange(better, settings);
  }

  /** Where volunteers hold many pairs, single moves do better than regions. */
  private exchange(state: State, settings: Settings): void {
    const { options, clock } = this;
    const moves = new Exchange(state, randomOf(options.seed), clock.tick);
    const most = options.iterations ?? (options.seconds === undefined ? settings.iterations : Infinity);
    try {
      for (; this.iterations < most && !this.done; this.iterations++)
        if (moves.step(this.iterations === 0 ? 0 : 2 + (this.iterations % 3))) this.keep(state);
    } finally {
      this.keep(state);
    }
  }

  private searchRegions(state: State, mean: Float64Array, settings: Settings): void {
    const { clock, options } = this;
    const regions = new RegionSearch(
      this.d,
      state,
      this.prices,
      mean,
      settings.region,
      randomOf(options.seed),
      clock.tick,
    );
    const most = options.iterations ?? (options.seconds === undefined ? settings.iterations : Infinity);
    while (this.iterations < most && !this.done) {
      clock.tick();
      const heat = most === Infinity ? clock.heat : 1 - this.iterations / most;
      if (regions.step(heat)) this.keep(state);
      this.iterations++;
    }
  }

  /**
   * Bundle MIP: first the most promising bundles for a better plan, then, when they are few enough, every bundle a better
   * plan could use, which proves the optimum on the solver's word. Where bundles are too many to list, the pairs
   * themselves are the columns. Returns the best plan as a state.
   */
  private prove(): State {
    const { d, clock, prices } = this;
    let tried = false;
    while (!this.done && clock.left > 1) {
      const gap = this.objective - this.bound;
      const all = bundlesWithin(d, prices, gap, MOST_BUNDLES);
      const complete = all !== null && all.complete >= gap;
      if (tried && !complete) break;
      const small = complete && all.volunteer.length <= MOST_AT_ONCE;
      const last = small || (complete && (tried || clock.left > 60));
      const columns = last ? all : bundlesWithin(d, prices, gap, MOST_AT_ONCE);
      if (columns === null) {
        this.provePairs();
        break;
      }
      const state = this.bestState();
      const used = addPlan(d, columns, state);
      const seconds = Math.min(clock.left, last ? 600 : Math.min(20, 0.6 * clock.left));
      const model = bundleModel(d, columns, { state, used }, gap, { seconds, relativeGap: last ? 1e-9 : 1e-6 });
      // A plan better than the known one uses these columns alone, or costs at least their slack more than the bound.
      const beyond = columns.complete >= gap ? Infinity : this.bound + columns.complete;
      const answer = this.ask(model, beyond, (values) => planOfBundles(d, columns, values));
      if (last || answer.status === 'failed') break;
      tried = true;
    }
    return this.bestState();
  }

  /** Pairs that lose little against the bound first, then every pair a better plan could hold. */
  private provePairs(): void {
    const { d, clock } = this;
    if (!saysPairs(d)) return;
    const losses = pairLosses(d, this.prices);
    const sorted = losses.slice().sort();
    for (const few of [1.5, 3, Infinity]) {
      if (this.done || clock.left < 1) return;
      const gap = this.objective - this.bound;
      const slack = few < Infinity ? Math.min(gap, sorted[Math.min(d.size - 1, Math.ceil(few * d.needs))]) : gap;
      const state = this.bestState();
      const use = Uint8Array.from(losses, (loss, a) => (loss <= slack || state.position[a] >= 0 ? 1 : 0));
      const columns = use.reduce((sum, x) => sum + x, 0);
      if (columns > MOST_PAIRS_FOR_MIP) return;
      const last = slack >= gap;
      const seconds = Math.min(600, last ? clock.left : 0.45 * clock.left);
      const model = pairModel(d, state, use, { prices: this.prices, gap }, { seconds, relativeGap: 1e-9 });
      this.ask(model, last ? Infinity : this.bound + slack, (values) => planOfPairs(d, values));
      if (last) return;
    }
  }

  /** Has a model solved, and takes what it brings: a better plan, a bound (never above `beyond`). */
  private ask(model: MipModel, beyond: number, planOf: (values: Float64Array) => State): MipResult {
    const answer = this.options.mip!(model, () => this.options.cancelled?.() ?? false);
    if (answer.values) {
      const state = planOf(answer.values);
      state.clean(this.order);
      this.keep(state);
    }
    if (answer.bound !== null)
      this.solverBound = Math.max(this.solverBound, Math.min(this.base + answer.bound, beyond, this.objective));
    this.report();
    this.clock.tick();
    return answer;
  }

  private bestState(): State {
    const state = new State(this.d);
    for (const a of this.pairs) state.add(a);
    return state;
  }
}

/** Runs a phase to its end or to the end of its share of the budget. */
function within(phase: () => void): void {
  try {
    phase();
  } catch (stop) {
    if (!(stop instanceof PhaseOver)) throw stop;
  }
}
