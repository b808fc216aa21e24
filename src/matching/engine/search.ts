import { type Clock, PhaseOver, Stopped, within } from './clock';
import { dive } from './dive';
import { Exchange } from './exchange';
import { flowOfInstance, flowRelaxation } from './flow';
import type { Instance } from './instance';
import { Lagrangian } from './lagrange';
import { addPlan, bundleModel, bundlesWithin, listable, planOfBundles } from './mip';
import { pairLosses, pairModel, planOfPairs, saysPairs } from './mip-pairs';
import type { MipModel, MipResult, SolveOptions } from './problem';
import { randomOf } from './random';
import { RegionSearch } from './region';
import { type Settings, settingsFor } from './settings';
import { dearestFirst, State } from './state';

/** Prices are kept to this fraction of a point, so that bounds add up exactly. */
const GRAIN = 64;
/** Volunteers up to which the bundle MIP is tried; bundles it is given at most, and at most before a complete proof. */
const MOST_FOR_MIP = 1500;
const MOST_BUNDLES = 25_000;
const MOST_AT_ONCE = 6_000;
const MOST_PAIRS_FOR_MIP = 6_000;

/** A former plan (pairs of the instance) and former prices by row. */
export interface Warm {
  pairs: number[];
  prices: Float64Array | null;
}

/** The search on what the pins leave; plans on it are completed by the pins, which add `offset` to the objective. */
export class Search {
  pairs: Int32Array = new Int32Array(0);
  objective = Infinity;
  prices: Float64Array;
  iterations = 0;
  /** Bound on the MIP solver's word, −Infinity none. */
  solverBound = -Infinity;
  private bound = -Infinity;
  private former: Float64Array | null = null;
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

  /** Starts from a former plan (what still fits) and former prices. */
  warm({ pairs, prices }: Warm): void {
    if (pairs.length > 0 || this.options.around) {
      const state = new State(this.d);
      for (const a of pairs) if (state.can(a)) state.add(a);
      state.clean(this.order);
      this.keep(state);
    }
    if (prices === null) return;
    this.former = prices;
    this.lagrangian.prices.set(prices);
    this.noteBound(this.base - this.lagrangian.evaluate(() => undefined), prices);
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

  /** Searches around some needs alone, from the former plan and prices (see SolveOptions.around). */
  repair(needs: number[]): void {
    const { d, clock, options } = this;
    clock.enter('search');
    const { region } = settingsFor(d);
    const state = this.bestState();
    const random = randomOf(options.seed);
    const still = { ...region, temperature: 0, least: 1 };
    const rounds = options.iterations ?? 2;
    try {
      const regions = new RegionSearch(d, state, this.prices, new Float64Array(d.size), still, random, clock.tick);
      for (; this.iterations < rounds && !this.done; this.iterations++)
        for (const i of needs) if (regions.stepAt(i, region.sizes[0] >> (this.iterations & 1))) this.keep(state);
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
    const { former } = this;
    if (former) lagrangian.prices.set(former);
    else lagrangian.startPrices();
    within(() =>
      lagrangian.ascend({
        // Former prices need no long way: fewer and smaller steps.
        iterations: former ? Math.ceil(settings.rootIterations / 4) : settings.rootIterations,
        target: base - this.objective,
        share: former ? 0.003 : 0.02,
        weight: 0.1,
        theta: former ? 0.3 : 1,
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
    let state = new State(d);
    try {
      within(() => dive(lagrangian, state, settings.dive, null, clock.tick));
    } finally {
      state.clean(this.order);
      this.keep(state);
    }
    if (this.done) return;
    if (state.objective > this.objective) state = this.bestState();

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
