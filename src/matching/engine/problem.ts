import type { Phase } from './plan';
import type { Running } from './running';

/**
 * The one problem the solver knows, at the level of *ready pairs*. Rounds, yardstick files, generalised assignment and
 * assignment files are all translated into it.
 *
 *   minimise  Σ cost of chosen pairs + Σ penalty · unfilled seats + Σ_volunteer Σ_q load(q-th pair)
 *
 * subject to
 *   - of each need n ∈ {pinned} ∪ [minimum, seats] pairs are chosen, all of one option, at most one per volunteer;
 *   - a volunteer holds at most `capacity` pairs, and `monthlyMinutes` in each month;
 *   - an offer holds at most `capacity` pairs, `monthlyMinutes` in each month and `stock` pieces;
 *   - the pairs of a volunteer can be divided among its `people` such that nobody has two conflicting pairs;
 *   - pinned pairs are in.
 *
 * Everything is counted from 0. Costs, penalties and loads are integers (so bounds may be rounded up); a pair whose cost
 * exceeds its need's penalty is chosen only when pinned or to reach a minimum. Keep-bonus, fit and the like are folded
 * into `cost` by the caller. What is already agreed is taken out by the caller: fewer seats and a lower minimum, smaller
 * capacities, minutes and stock, load costs that start at the volunteer's present load, and no pair that conflicts with
 * an agreed time. Only for teams, whose other members may still be free, an agreed time is given as a need of its own
 * (one seat, penalty 0) with one pinned pair of cost 0 and no minutes, and the capacity is raised by one for it.
 */
export interface Problem {
  /** Months of the horizon, ≥ 1. */
  months: number;
  needs: Needs;
  options: Options;
  volunteers: Volunteers;
  offers: Offers;
  pairs: Pairs;
  conflicts: Conflicts;
}

/** "No limit" in capacities, minutes and stock. */
export const NO_LIMIT = 0x7fffffff;

export interface Needs {
  count: number;
  /** Seats still open, ≥ 1, and the fewest that make sense, 1 ≤ minimum ≤ seats. */
  seats: Int32Array;
  minimum: Int32Array;
  /** Points lost per unfilled seat, integers ≥ 0. */
  penalty: Float64Array;
  /** 0 most urgent …; only for reporting. */
  level: Uint8Array;
  /** Options of need i: optionStart[i] … optionStart[i + 1] − 1; at least one. Length count + 1. */
  optionStart: Int32Array;
  /** Pairs of need i: pairStart[i] … pairStart[i + 1] − 1, in any order. Length count + 1. */
  pairStart: Int32Array;
}

/** Alternative times of needs; an option without occurrences is flexible and never conflicts. */
export interface Options {
  count: number;
  /** Occurrences of option o: occurrenceStart[o] … occurrenceStart[o + 1] − 1, ascending in time. Length count + 1. */
  occurrenceStart: Int32Array;
  /** Half-open minutes [from, to) since the start of the horizon. */
  from: Int32Array;
  to: Int32Array;
}

export interface Volunteers {
  count: number;
  /** People who can serve at the same moment: 1, or the size of a team. */
  people: Int32Array;
  /** Pairs at once, ≥ 0, or NO_LIMIT. */
  capacity: Int32Array;
  /** Load costs of volunteer j: loadCost[loadStart[j] …]; non-decreasing; the last one repeats; none: 0. */
  loadStart: Int32Array;
  loadCost: Int32Array;
  /** Minutes of volunteer j in month m at j · months + m, or NO_LIMIT. Empty: no limits at all. */
  monthlyMinutes: Int32Array;
}

export interface Offers {
  count: number;
  volunteer: Int32Array;
  /** Pairs at once, or NO_LIMIT. */
  capacity: Int32Array;
  /** As for volunteers, by offer. Empty: no limits at all. */
  monthlyMinutes: Int32Array;
  /** Pieces of goods, or NO_LIMIT. Empty: no goods. */
  stock: Int32Array;
}

/** Pairs sorted by need (Needs.pairStart). */
export interface Pairs {
  count: number;
  option: Int32Array;
  offer: Int32Array;
  cost: Int32Array;
  /** Minutes (service and travel) of pair p in month m at p · months + m. Empty: none. */
  minutes: Int32Array;
  /** Pieces of goods. Empty: none. */
  pieces: Int32Array;
  /** 1: must be in the plan. Empty: none. */
  pinned: Uint8Array;
}

/**
 * Pairs of one volunteer (of different needs) that one person cannot both hold, because their times overlap or the way
 * between them is too long. Symmetric lists: pair p conflicts with other[start[p] … start[p + 1] − 1]. Empty `start`:
 * no conflicts. `conflictsByTime` builds it from occurrences and a travel function.
 */
export interface Conflicts {
  start: Int32Array;
  other: Int32Array;
}

/** A wrong or impossible input: a code with parameters, never a sentence. */
export class ProblemError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number | readonly number[]> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'ProblemError';
  }
}

/**
 * Proof of the bound: a price λ ≥ 0 for a seat of each option. Any prices prove
 *
 *   bound(λ) = Σ seats · (penalty − max λ over the need's options) − Σ_volunteer z(λ),
 *
 * z(λ) = the best total of (penalty − cost − λ) less load over the bundles a volunteer can hold on its own. For a plain
 * flow the prices are the potentials of the network simplex.
 */
export interface Certificate {
  prices: Float64Array;
  /** A tighter proof of a higher bound, where there is one. */
  tight?: TightProof;
}

/** Prices by option, and what single pairs pay on top (any sign; empty: nothing). */
export interface PairPrices {
  prices: ArrayLike<number>;
  extra: ArrayLike<number>;
}

/**
 * A need pays for its pairs what they cost at these prices: the most that a set of them may come to which keeps its
 * seats, its minimum and one option. Volunteers pay as before. With a count, `share · unit · weight` (weights are whole
 * numbers, by need) of the penalties is taken out, and paid by the seats that stay unfilled in every plan.
 */
export interface TightProof extends PairPrices {
  count?: SeatCount;
}

/**
 * In the problem where a pair costs nothing and a seat of need i `unit · weight`, these prices prove a bound; rounded up
 * to n · unit, because seats are whole, it is worth share · unit · n to the problem whose penalties are lowered.
 */
export interface SeatCount extends PairPrices {
  weights: ArrayLike<number>;
  unit: number;
  /** 0 < share < 1 */
  share: number;
}

export interface Solution {
  /** Chosen pairs, ascending. */
  pairs: Int32Array;
  objective: number;
  /** The better of the two below. No plan is cheaper. */
  bound: number;
  /** What the certificate proves. */
  certifiedBound: number;
  /** The word of the injected MIP solver, or null. */
  solverBound: number | null;
  provenOptimal: boolean;
  /** What `provenOptimal` rests on. */
  provenBy: 'certificate' | 'solver' | null;
  certificate: Certificate;
  /** Iterations of the search that were spent. */
  iterations: number;
  seconds: Partial<Record<Phase, number>>;
}

/** min cost·x, rowLower ≤ A x ≤ rowUpper, 0 ≤ x ≤ 1 and integer; A by columns. */
export interface MipModel {
  columns: number;
  rows: number;
  cost: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  starts: Int32Array;
  indices: Int32Array;
  values: Float64Array;
  /** A known solution, or null. */
  start: Float64Array | null;
  seconds: number;
  relativeGap: number;
}

export interface MipResult {
  status: 'optimal' | 'feasible' | 'failed';
  values: Float64Array | null;
  /** Lower bound on the objective of the model, or null. */
  bound: number | null;
}

/** Solves beside the calling thread; a model that cannot be solved, for whatever reason, is answered with `failed`. */
export type MipSolver = (model: MipModel) => Running<MipResult>;

/** Reads a load cost: what the q-th pair (from 0) of a volunteer costs. */
export function loadOf(volunteers: Volunteers, volunteer: number, q: number): number {
  const start = volunteers.loadStart[volunteer];
  const length = volunteers.loadStart[volunteer + 1] - start;
  return length === 0 ? 0 : volunteers.loadCost[start + Math.min(q, length - 1)];
}
