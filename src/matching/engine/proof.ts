import type { Instance } from './instance';
import { bundleModel, bundlesWithin, type Columns, listable, nearestBundles, planOfBundles } from './mip';
import { pairLosses, pairModel, planOfPairs, saysPairs } from './mip-pairs';
import { addPlan, type BundlePool } from './pool';
import type { MipModel, MipResult, MipSolver } from './problem';
import type { Running } from './running';
import type { TightBound } from './tight';
import type { State } from './state';

/** Volunteers up to which the MIP solver is asked. */
const MOST_FOR_MIP = 1500;
/** Bundles it is given at most, and at most before a complete proof. */
const MOST_BUNDLES = 25_000;
const MOST_AT_ONCE = 6_000;
/** Bundles put together at first, and how many times more after a model that was solved to its end. */
const AT_FIRST = 2_000;
/** Up to so many volunteers the nearest bundles, so many, are asked about alone before plans are put together. */
const FEW = 400;
const NEAREST_OF_FEW = 4_000;
const GROWTH = 2;
/** Of these, the nearest to the best at the prices, at least; the others were in plans. */
const NEAREST = 300;
/** Part of the objective that a better plan of some bundles may leave on the table. */
const ROUGHLY = 5e-5;
/** Plans whose bundles are put together at first, and plans more before that is done again. */
const PLANS = 10;
const MOST_PAIRS = 6_000;
/** Pairs per need of the first, smaller models over pairs. */
const PAIRS_PER_NEED = [1.5, 3, Infinity];
/** When there are no more plans, one is asked about again if it got better by this part, and somebody waits so long anyway. */
const WORTH_ASKING = 5e-4;
const LONG_SECONDS = 15;
/** Seconds for a model that proves nothing, and for one that does. */
const TRY_SECONDS = 20;
const PROOF_SECONDS = 600;

/** What the search knows when it asks. */
export interface Known {
  objective: number;
  bound: number;
  prices: Float64Array;
  /** The tighter bound, if there is one. */
  tight: TightBound | null;
  /** Bundles of the plans so far. */
  pool: BundlePool;
  /** Seconds left of the budget. */
  left: number;
  /** There will be no more plans. */
  last: boolean;
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
  private plans = 0;
  private most = AT_FIRST;
  private grown = false;
  private pairStage = 0;
  private losses: Float64Array | null = null;

  constructor(
    private readonly d: Instance,
    private readonly base: number,
    private readonly solve: MipSolver,
  ) {
    this.ended = d.volunteers > MOST_FOR_MIP;
  }

  /** Plans it wants to have before it is asked. */
  get plansFirst(): number {
    return this.d.volunteers <= FEW ? 1 : PLANS;
  }

  /** Nothing is being asked and nothing is left to ask. */
  get over(): boolean {
    return this.ended && this.running === null;
  }

  /** Asks the next question, when none is open and there is one. */
  ask(known: Known): void {
    if (this.running !== null || this.ended) return;
    const question = known.left > 1 ? this.next(known) : null;
    if (question === 'later') return;
    this.ended = question === null || question.last;
    if (question !== null) this.running = { ...question, run: this.solve(question.model) };
  }

  /** As `ask`; then the answer to the open question when it is there, waiting for it at most so long. */
  look(known: Known, milliseconds: number): Found | null {
    this.ask(known);
    if (this.running === null) return null;
    const { run, planOf, beyond } = this.running;
    const answer = run.wait(milliseconds);
    if (answer === null) return null;
    this.running = null;
    if (answer.status === 'failed') this.ended = true;
    this.grown = answer.status === 'optimal' && this.most < MOST_BUNDLES;
    this.most = this.grown ? GROWTH * this.most : Math.max(AT_FIRST, this.most / GROWTH);
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

  /** The next question; `'later'`: when there is more to put together; null: never again. */
  private next(known: Known): Question | 'later' | null {
    const { d } = this;
    const { objective, pool } = known;
    if (!listable(d)) return this.nextOfPairs(known);
    const proofs = proofsOf(d, known);
    for (const { instance, prices, gap } of proofs) {
      const columns = bundlesWithin(instance, prices, gap, MOST_BUNDLES);
      if (columns === null) continue;
      const small = columns.volunteer.length <= MOST_AT_ONCE;
      if (small || this.tried || known.left > 60)
        return this.question(known, columns, gap, { seconds: Math.min(known.left, PROOF_SECONDS), last: true });
    }
    const gained = this.objective - objective;
    const more = known.last
      ? gained > WORTH_ASKING * objective && known.left > LONG_SECONDS
      : gained > 0 || this.grown || pool.plans >= this.plans + PLANS;
    if (this.tried && !more) return known.last ? null : 'later';
    const first = !this.tried;
    this.grown = false;
    this.tried = true;
    this.objective = objective;
    this.plans = pool.plans;
    const [{ instance, prices, gap }] = proofs;
    const alone = first && d.volunteers <= FEW;
    const most = alone ? NEAREST_OF_FEW : Math.max(NEAREST, this.most - pool.size);
    const columns = nearestBundles(instance, prices, gap, most);
    if (columns === null) return null;
    if (!alone) pool.addTo(columns);
    return this.question(known, columns, gap, { seconds: Math.min(TRY_SECONDS, 0.6 * known.left), last: false });
  }

  private question(known: Known, columns: Columns, gap: number, o: { seconds: number; last: boolean }): Question {
    const { d } = this;
    const state = known.best();
    const used = addPlan(columns, state);
    const count = known.tight && known.tight.filledAtMost;
    const profit = Math.max(1, this.base - known.objective);
    const relativeGap = o.last ? 1e-9 : (ROUGHLY * known.objective) / profit;
    const limits = { seconds: o.seconds, relativeGap };
    return {
      model: bundleModel(d, columns, { state, used }, gap, count, limits),
      planOf: (values) => planOfBundles(d, columns, values),
      // A plan better than the known one uses these columns alone, or costs at least their slack more than the bound.
      beyond: columns.complete >= gap ? Infinity : known.objective - gap + columns.complete,
      last: o.last,
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

/** The bounds there are, the one that leaves least first: what they were proven on, and how far the plan is from them. */
function proofsOf(d: Instance, { tight, prices, bound, objective }: Known) {
  const plain = { instance: d, prices, gap: objective - bound };
  if (tight === null) return [plain];
  const { lagrangian } = tight;
  return [{ instance: lagrangian.d, prices: lagrangian.prices, gap: objective - tight.bound }, plain];
}
