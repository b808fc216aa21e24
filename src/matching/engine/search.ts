import { looseBundle } from './bundle.relaxed';
import { type Clock, PhaseOver, Stopped, within } from './clock';
import { dive, type DiveOptions } from './dive';
import { Exchange } from './exchange';
import { flowOfInstance, flowRelaxation } from './flow';
import { searchHalves } from './halves';
import type { Instance } from './instance';
import { GRAIN, Lagrangian } from './lagrange';
import { listable } from './mip';
import { pairLosses } from './mip-pairs';
import { BundlePool } from './pool';
import { type Known, Proof } from './proof';
import { randomOf } from './random';
import { RegionSearch } from './region';
import { type Settings, settingsFor } from './settings';
import type { Certificate } from './problem';
import type { SolveOptions } from './solve.options';
import { dearestFirst, State } from './state';
import { Tabu } from './tabu';
import type { Tick } from './tick';
import { TightBound } from './tight';

/** Volunteers from which the search goes on in two halves, when there is a second thread with nothing to prove. */
const FEWEST_FOR_HALVES = 400;
/** Share of the budget after which the MIP solver is asked, beside the search. */
const SEARCH_FIRST = 0.3;
/** Needs × volunteers up to which a dive's plan is polished, and by how many descents. */
const MOST_TO_POLISH = 1_000_000;
const DESCENTS = 3;
/** Steps from one dive to the next, once there are plans enough to be put together. */
const STEPS_PER_DIVE = 20;

/** A former plan (pairs of the instance) and former prices by row. */
export interface Warm {
  pairs: number[];
  prices: Float64Array | null;
}

/** A proof by row, and the bound on the whole problem that the checker finds in it. */
export interface Settled {
  bound: number;
  proof: Certificate;
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
  /** Whether `bound` is what `prices` prove to the last digit. */
  private certified = false;
  /** The last proof that was settled, for who cancels; and whether there has been none better since. */
  private settled: Settled | null = null;
  private isSettled = false;
  private proof: Proof | null = null;
  private tight: TightBound | null = null;
  private readonly pool = new BundlePool();
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
    private readonly check: (proof: Certificate, tick: Tick) => number,
  ) {
    this.order = dearestFirst(d);
    this.lagrangian = new Lagrangian(d);
    // Prices at which nobody wants anything prove a bound at once.
    this.prices = Float64Array.from(d.rowNeed, (i) => d.penalty[i]);
  }

  /** Starts from a former plan (what still fits) and former prices. */
  warm({ pairs, prices }: Warm): void {
    if (pairs.length > 0 || this.options.around) {
      const state = new State(this.d);
      for (const a of pairs) if (state.can(a)) state.add(a);
      this.finish(state);
    }
    if (prices === null) return;
    this.former = prices.map((price) => Math.round(price * GRAIN) / GRAIN);
    this.lagrangian.prices.set(this.former);
    try {
      this.noteBound(this.base - this.lagrangian.evaluate(this.clock.tickCancelled), this.former);
    } catch (stop) {
      if (!(stop instanceof Stopped)) throw stop;
    }
  }

  run(): void {
    try {
      this.finish(new State(this.d));
      if (this.flow()) return;
      this.improve();
    } catch (stop) {
      if (!(stop instanceof Stopped) && !(stop instanceof PhaseOver)) throw stop;
    } finally {
      this.proof?.stop();
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

  /** The proof, by row, and the bound on the whole problem that the checker finds in it. */
  certify(): Settled {
    try {
      if (!this.isSettled) this.settle(this.clock.tickCancelled);
    } catch (stop) {
      if (!(stop instanceof Stopped)) throw stop;
    }
    return this.settled ?? this.provenAtOnce();
  }

  /** Rounds the prices to what a certificate keeps, and finds out what they prove. `tick` may throw: nothing is settled then. */
  private settle(tick: Tick): void {
    const { prices, tight, lagrangian, base } = this;
    if (!this.certified) {
      for (let r = 0; r < prices.length; r++) prices[r] = Math.round(prices[r] * GRAIN) / GRAIN;
      tick();
      lagrangian.prices.set(prices);
      this.bound = base - lagrangian.evaluate(tick);
      this.certified = true;
    }
    const tighter = tight !== null && !tight.plain && tight.bound > this.bound;
    const proof: Certificate = { prices: prices.slice(), ...(tighter && { tight: tight.proof() }) };
    let bound = this.whole(tighter ? tight.bound : this.bound);
    // What was too hard for the search may not be for the checker, and the other way round: its figure is what counts.
    if (lagrangian.bundles.inexact > 0 || tight?.inexact === true) {
      tick();
      bound = this.check(proof, tick);
    }
    this.settled = { bound, proof };
    this.isSettled = true;
  }

  /** What the prices prove for who waits: less than they could, but nobody's best bundle is looked for. */
  private provenAtOnce(): Settled {
    const { d, base } = this;
    const prices = this.prices.map((price) => Math.round(price * GRAIN) / GRAIN);
    let paid = 0;
    for (let j = 0; j < d.volunteers; j++) paid += looseBundle(d, j, prices);
    for (let i = 0; i < d.needs; i++) {
      let most = 0;
      for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) most = Math.max(most, prices[r]);
      paid += d.seats[i] * most;
    }
    return { bound: this.whole(base - paid), proof: { prices } };
  }

  /** A bound on what the pins leave as one on the whole problem. */
  private whole(bound: number): number {
    return Math.ceil(bound + this.offset - 1e-6);
  }

  /** The best bound of any kind. */
  private get proven(): number {
    return Math.max(this.bound, this.tight?.bound ?? -Infinity, this.solverBound);
  }

  private get done(): boolean {
    return Math.ceil(this.proven - 1e-3) >= this.objective;
  }

  private keep(state: State): void {
    if (state.objective >= this.objective) return;
    this.objective = state.objective;
    this.pairs = state.pairs();
    this.report();
  }

  /** Completes a plan as well as the time allows (minimums always), and keeps it. */
  private finish(state: State): void {
    try {
      state.clean(this.order, this.clock.tickLate);
    } finally {
      this.keep(state);
    }
  }

  private noteBound(bound: number, prices: Float64Array, certified = true): void {
    if (bound <= this.bound) return;
    this.bound = bound;
    this.certified = certified;
    this.isSettled = false;
    this.prices.set(prices);
    this.report();
  }

  private report(): void {
    this.clock.report({
      objective: this.objective + this.offset,
      bound: this.proven === -Infinity ? null : Math.ceil(this.proven + this.offset - 1e-3),
      filled: this.pins + this.pairs.length,
    });
  }

  /** The flow relaxation: optimal when its plan keeps every rule, otherwise a plan to mend and prices to start from. */
  private flow(): boolean {
    const { d } = this;
    const flow = flowRelaxation(flowOfInstance(d), this.clock.tick);
    for (let r = 0; r < d.rows; r++) this.lagrangian.prices[r] = flow.prices[d.rowNeed[r]];
    this.noteBound(flow.objective, this.lagrangian.prices, false);
    this.settled = this.provenAtOnce();
    const state = new State(d);
    for (const k of flow.pairs) if (state.can(d.rowPairs[k])) state.add(d.rowPairs[k]);
    this.finish(state);
    return this.done;
  }

  private improve(): void {
    const { d, clock, lagrangian, base } = this;
    const settings = settingsFor(d);
    clock.enter('bound', 0.35);
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
    clock.enter('bound', 0.42);
    within(() => this.settle(clock.tick));
    clock.enter('dive', 0.5);
    this.dive(settings.dive);
    if (this.done) return;

    clock.enter('bound', 0.6);
    const tight = this.tighten(settings);
    if (this.done) return;
    clock.enter('dive', 0.75);
    this.dive(settings.slowDive, tight);
    if (this.done) return;
    clock.enter('search');
    // Nothing improves the proof from here on.
    this.settle(clock.tickCancelled);
    this.search(tight.mean.slice(), settings);
  }

  /** The tighter bound; returns the ascent it ended with. */
  private tighten({ tightIterations }: Settings): Lagrangian {
    const { lagrangian, clock, objective } = this;
    lagrangian.prices.set(this.prices);
    const tight = (this.tight = new TightBound(this.d));
    const onBound = () => {
      this.isSettled = false;
      this.report();
    };
    within(() => tight.ascend(lagrangian, this.base - objective, tightIterations, clock.tick, onBound));
    const ascent = tight.bound > this.bound ? tight.lagrangian : lagrangian;
    // The search steers by the prices of the whole.
    if (tight.plain) this.noteBound(tight.bound, ascent.prices, false);
    return ascent;
  }

  /** One dive from where the bound stands, in order or with some chance. */
  private dive(options: DiveOptions, from = this.lagrangian, random: (() => number) | null = null): void {
    const state = new State(from.d);
    const plan = from.d === this.d ? state : new State(this.d);
    try {
      within(() => dive(from, state, options, random, this.clock.tick));
    } finally {
      if (plan !== state) for (const a of state.pairs()) plan.add(a);
      this.finish(plan);
      within(() => this.polish(plan));
      this.pool.note(plan);
    }
  }

  /** What a dive leaves is often a few moves or trades of single pairs away from the best. */
  private polish(plan: State): void {
    if (this.d.needs * this.d.volunteers > MOST_TO_POLISH) return;
    const moves = new Exchange(plan, randomOf(this.options.seed), this.clock.tick);
    try {
      for (let k = 0; k < DESCENTS && !this.done; k++) {
        moves.step(k === 0 ? 0 : 2 + k);
        this.keep(plan);
      }
    } finally {
      this.keep(plan);
    }
  }

  /**
   * Searches until the budget ends or the plan is proven optimal, with the MIP solver beside it. When the budget is in
   * steps the solver is asked before them and heard after them, because it must not matter who is faster.
   */
  private search(mean: Float64Array, settings: Settings): void {
    const { d, clock, options, pool } = this;
    if (options.mip) this.proof = new Proof(d, this.base, options.mip);
    const timed = options.seconds !== undefined && options.iterations === undefined;
    const most = options.iterations ?? (timed ? Infinity : settings.iterations);
    let proving = false;
    let asked = false;
    let step = this.stepper(mean, settings, proving);
    while (this.iterations < most && !this.done) {
      clock.tick();
      const better = proving && this.ask(0);
      const open = this.proof?.over === false;
      const dives = open && listable(d);
      const more = dives && pool.plans < this.proof!.plansFirst;
      const now: boolean = timed && open && !more && (dives || clock.heat < 1 - SEARCH_FIRST);
      const turn = now !== proving;
      proving = now;
      if (!timed && !more && !asked) {
        this.proof?.ask(this.known(false));
        asked = true;
      }
      if (more || (dives && timed && this.iterations % STEPS_PER_DIVE === 0)) {
        const { objective } = this;
        this.dive(settings.poolDive, this.tight?.lagrangian, randomOf(options.seed + this.iterations));
        this.iterations++;
        if (this.objective < objective) step = this.stepper(mean, settings, proving);
        continue;
      }
      if (better || turn) step = this.stepper(mean, settings, proving);
      this.iterations += step(timed ? clock.heat : 1 - this.iterations / most, most - this.iterations);
    }
    while (this.proof?.over === false && !this.done) {
      clock.tick();
      this.ask(50, true);
    }
  }

  /** A way to improve the best plan step by step; each call returns the steps it took. */
  private stepper(mean: Float64Array, settings: Settings, proving: boolean): (heat: number, left: number) => number {
    const { d, clock, options, prices } = this;
    const random = randomOf(options.seed + this.iterations);
    let state = this.bestState();
    const { helper } = options;
    const regional = listable(d) || d.volunteers * d.needs > 4_000_000;
    if (!regional && Tabu.suits(d)) {
      const tabu = new Tabu(d, state, pairLosses(d, prices), random, clock.tick);
      return () => {
        try {
          tabu.step();
        } finally {
          if (tabu.least < this.objective) this.keep(tabu.plan());
        }
        return 1;
      };
    }
    if (!regional) {
      // Where volunteers hold many pairs, single moves do better than regions.
      const moves = new Exchange(state, random, clock.tick);
      return () => {
        try {
          moves.step(this.iterations === 0 ? 0 : 2 + (this.iterations % 3));
        } finally {
          this.keep(state);
        }
        return 1;
      };
    }
    const { region } = settings;
    if (helper && !proving && d.volunteers >= FEWEST_FOR_HALVES)
      return (heat, steps) => {
        const found = searchHalves(state, { d, prices, mean, region, random, clock, steps, heat }, helper);
        state = found.state;
        this.finish(state);
        if (found.stopped) throw new Stopped();
        return found.steps;
      };
    const regions = new RegionSearch(d, state, prices, mean, region, random, clock.tick);
    return (heat) => {
      if (regions.step(heat)) this.keep(state);
      return 1;
    };
  }

  /** Takes what the MIP solver brings, waiting for it at most so long; true when that is a better plan. */
  private ask(milliseconds: number, last = false): boolean {
    const { objective } = this;
    const found = this.proof?.look(this.known(last), milliseconds);
    if (!found) return false;
    if (found.state) this.finish(found.state);
    if (found.bound !== null) this.solverBound = Math.max(this.solverBound, Math.min(found.bound, this.objective));
    this.report();
    return this.objective < objective;
  }

  /** What is known now; `last`: and all there will be. */
  private known(last: boolean): Known {
    const { objective, bound, prices, pool, clock } = this;
    const tight = this.tight !== null && this.tight.bound > bound ? this.tight : null;
    return { objective, bound, prices, tight, pool, left: clock.left, last, best: () => this.bestState() };
  }

  private bestState(): State {
    const state = new State(this.d);
    for (const a of this.pairs) state.add(a);
    return state;
  }
}
