import type { Instance } from './instance';
import { addPlan, bundleModel, bundlesWithin, planOfBundles } from './mip';
import { pairLosses, pairModel, planOfPairs, saysPairs } from './mip-pairs';
import type { MipModel, MipResult, MipSolver } from './problem';
import type { Running } from './running';
import type { State } from './state';

/** Volunteers up to which the MIP solver is asked. */
const MOST_FOR_MIP = 1500;
/** Bundles it is given at most, and at most before a complete proof. */
const MOST_BUNDLES = 25_000;
const MOST_AT_ONCE = 6_000;
const MOST_PAIRS = 6_000;
/** Pairs per need of the first, smaller models over pairs. */
const PAIRS_PER_NEED = [1.5, 3, Infinity];
/** Seconds for a model that proves nothing, and for one that does. */
const TRY_SECONDS = 20;
const PROOF_SECONDS = 600;

/** What the search knows when it asks. */
export interface Known {
  objective: number;
  bound: number;
  prices: Float64Array;
  /** Seconds left of the budget. */
  left: number;
  best: () => State;
}

/** What came of a model: a plan, and a bound on the solver's word; each may be missing. */
export interface Found {
  state: State | null;
  bound: number | null;
}

interface Question {
  model: MipModel;
  planOf: (values: Float64Array) => State;
  /** No bound above this follows from the model, because columns were left out. */
  beyond: number;
  /** Complete: there is nothing to ask afterwards. */
  last: boolean;
}

/**
 * Asks the MIP solver, beside the search: first about the most promising bundles, for a better plan; then, when they are
 * few enough, about every bundle a better plan could use, which proves the optimum on the solver's word. Where bundles
 * are too many to list, the pairs themselves are the columns.
 */
export class Proof {
  private running: (Question & { run: Running<MipResult> }) | null = null;
  private ended = false;
  private tried = false;
  /** Plan of the last model; the same question is not asked twice. */
  private objective = Infinity;
  private pairStage = 0;
  private losses: Float64Array | null = null;

  constructor(
    private readonly d: Instance,
    private readonly base: number,
    private readonly solve: MipSolver,
  ) {
    this.ended = d.volunteers > MOST_FOR_MIP;
  }

  /** Nothing is being asked and nothing is left to ask. */
  get over(): boolean {
    return this.ended && this.running === null;
  }

  /** Asks the next question when none is open; the answer when it is there, waiting for it at most so long. */
  look(known: Known, milliseconds: number): Found | null {
    if (this.running === null) {
      if (this.ended) return null;
      const question = known.left > 1 ? this.next(known) : null;
      if (question === null) {
        this.ended = true;
        return null;
      }
      this.ended = question.last;
      this.running = { ...question, run: this.solve(question.model) };
    }
    const { run, planOf, beyond } = this.running;
    const answer = run.wait(milliseconds);
    if (answer === null) return null;
    this.running = null;
    if (answer.status === 'failed') this.ended = true;
    return {
      state: answer.values && planOf(answer.values),
      bound: answer.bound === null ? null : Math.min(this.base + answer.bound, beyond),
    };
  }

  stop(): void {
    this.running?.run.stop();
    this.running = null;
    this.ended = true;
  }

  private next(known: Known): Question | null {
    const { d } = this;
    const gap = known.objective - known.bound;
    const all = bundlesWithin(d, known.prices, gap, MOST_BUNDLES);
    const complete = all !== null && all.complete >= gap;
    if (this.tried && !complete && known.objective >= this.objective) return null;
    const small = complete && all.volunteer.length <= MOST_AT_ONCE;
    const last = small || (complete && (this.tried || known.left > 60));
    const columns = last ? all : bundlesWithin(d, known.prices, gap, MOST_AT_ONCE);
    if (columns === null) return this.nextOfPairs(known);
    this.tried = true;
    this.objective = known.objective;
    const state = known.best();
    const used = addPlan(d, columns, state);
    const seconds = Math.min(known.left, last ? PROOF_SECONDS : Math.min(TRY_SECONDS, 0.6 * known.left));
    return {
      model: bundleModel(d, columns, { state, used }, gap, { seconds, relativeGap: last ? 1e-9 : 1e-6 }),
      planOf: (values) => planOfBundles(d, columns, values),
      // A plan better than the known one uses these columns alone, or costs at least their slack more than the bound.
      beyond: columns.complete >= gap ? Infinity : known.bound + columns.complete,
      last,
    };
  }

  /** Pairs that lose little against the bound first, then every pair a better plan could hold. */
  private nextOfPairs(known: Known): Question | null {
    const { d } = this;
    if (!saysPairs(d) || this.pairStage >= PAIRS_PER_NEED.length) return null;
    const losses = (this.losses ??= pairLosses(d, known.prices));
    const few = PAIRS_PER_NEED[this.pairStage++];
    const gap = known.objective - known.bound;
    const sorted = losses.slice().sort();
    const slack = few < Infinity ? Math.min(gap, sorted[Math.min(d.size - 1, Math.ceil(few * d.needs))]) : gap;
    const state = known.best();
    const use = Uint8Array.from(losses, (loss, a) => (loss <= slack || state.position[a] >= 0 ? 1 : 0));
    if (use.reduce((sum, x) => sum + x, 0) > MOST_PAIRS) return null;
    const last = slack >= gap;
    const seconds = Math.min(PROOF_SECONDS, last ? known.left : 0.45 * known.left);
    return {
      model: pairModel(d, state, use, { prices: known.prices, gap }, { seconds, relativeGap: 1e-9 }),
      planOf: (values) => planOfPairs(d, values),
      beyond: last ? Infinity : known.bound + slack,
      last,
    };
  }
}
