import { checkProblem } from './check';
import { dive } from './dive';
import { flowOfInstance, flowOfProblem, flowRelaxation } from './flow';
import { type Instance, instanceOf } from './instance';
import { Lagrangian } from './lagrange';
import { pinnedState } from './pins';
import type { Phase } from './plan';
import { NO_LIMIT, type Problem, type Solution, type SolveOptions } from './problem';
import { randomOf } from './random';
import { rest } from './reduce';
import { RegionSearch } from './region';
import { settingsFor } from './settings';
import { dearestFirst, State } from './state';

/** Prices are kept to this fraction of a point, so that bounds add up exactly. */
const GRAIN = 64;

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
  return solutionOf(clock, pairs, prices, search.objective + search.offset, bound, search.iterations);
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
  bound: number,
  iterations: number,
): Solution {
  clock.enter('explain');
  const proven = bound >= objective;
  return {
    pairs,
    objective,
    bound,
    certifiedBound: bound,
    solverBound: null,
    provenOptimal: proven,
    provenBy: proven ? 'certificate' : null,
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

  /** Share of the budget in seconds that is spent, 0 without one. */
  get share(): number {
    return this.end === Infinity ? 0 : (this.now() - this.begun) / (this.end - this.begun);
  }

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
    return Math.ceil(this.bound - 1e-6) >= this.objective;
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
      bound: this.bound === -Infinity ? null : Math.ceil(this.bound + this.offset - 1e-6),
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
    clock.enter('search');
    this.searchRegions(state, mean, settings.region, settings.iterations);
  }

  private searchRegions(
    state: State,
    mean: Float64Array,
    o: ReturnType<typeof settingsFor>['region'],
    usual: number,
  ): void {
    const { clock, options } = this;
    const regions = new RegionSearch(this.d, state, this.prices, mean, o, randomOf(options.seed), clock.tick);
    const most = options.iterations ?? (options.seconds === undefined ? usual : Infinity);
    const shareAtStart = clock.share;
    while (this.iterations < most && !this.done) {
      clock.tick();
      const heat =
        most === Infinity
          ? Math.max(0, 1 - (clock.share - shareAtStart) / (1 - shareAtStart))
          : 1 - this.iterations / most;
      if (regions.step(heat)) this.keep(state);
      this.iterations++;
    }
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
