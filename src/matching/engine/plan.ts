import type { FitPart } from './menus';

/** What a round gets back from the engine, in the words of the menus. */

/** A rule or fact as a code with parameters; the sentence lives in the locale files. */
export interface Reason {
  code: string;
  params?: Record<string, string | number | boolean>;
}

/** Points of a fit by part, each 0–1000; their sum is the score. `load` is the (negative) cost of fairness. */
export type ScoreParts = Record<FitPart | 'load', number>;

export interface ProposedPair {
  need: string;
  offer: string;
  volunteer: string;
  /** Index into the need's alternatives; null when the time is to be agreed. */
  alternative: number | null;
  /** Fit, 0–1000. */
  score: number;
  parts: ScoreParts;
  reasons: Reason[];
  /**
   * The best other offers for the same seat. `priceAtLeast`: a proven lower bound, in points, on what the whole plan
   * would lose if that pair had to be in it. Not above 0: inside the gap, nothing is proven about a loss.
   */
  alternatives: { offer: string; volunteer: string; alternative: number | null; score: number; priceAtLeast: number }[];
  pinned: boolean;
  /** Overridable hard rules a pinned pair breaks. */
  overrides?: Reason[];
}

export interface UnfilledNeed {
  need: string;
  /**
   * Seats still open, and how many volunteers each hard rule excluded (by the first rule that failed); `not_counted`
   * where the round was stopped before that.
   */
  open: number;
  eligible: number;
  eliminated: Record<string, number>;
  /**
   * Why seats stay open: `nobody_eligible`, `below_minimum` and `below_minimum_each_time` (fewer are eligible, or can at
   * any one time, than the minimum), `all_eligible_serve` and `all_at_this_time_serve` (nobody else is eligible, or can
   * at the time chosen), `taken` (others are eligible, and so many of them are placed elsewhere).
   */
  cause?: Reason;
}

export interface LevelResult {
  priority: 1 | 2 | 3 | 4;
  seats: number;
  filled: number;
  /** No plan fills more than this many. */ filledAtMost: number;
}

export interface Plan {
  engineVersion: string;
  seed: number;
  iterations: number;
  pairs: ProposedPair[];
  unfilled: UnfilledNeed[];
  levels: LevelResult[];
  counts: { needs: number; seats: number; volunteers: number; pairs: number };
  /** Points lost against a plan that fills everything with fit 1000; smaller is better. `objective ≥ bound` always. */
  objective: number;
  bound: number;
  /** 100·(objective − bound)/objective, 0 when both are 0. */
  gapPercent: number;
  provenOptimal: boolean;
  /** What `verify` needs to recompute the bound; JSON-safe. */
  certificate: unknown;
  /** What the certificate proves and what a MIP solver said, apart; `bound` is the better, `provenBy` what optimality rests on. */
  certifiedBound?: number;
  solverBound?: number | null;
  provenBy?: 'certificate' | 'solver' | null;
  /** Pins that were left out, each with the rule or the pin it contradicts. */
  pinProblems?: Reason[];
  /** With `policy.strictLevels`: whether the points could be spread far enough to guarantee it. */
  strictLevelsHeld?: boolean;
  seconds: Record<string, number>;
}

export type Phase = 'candidates' | 'flow' | 'bound' | 'dive' | 'search' | 'proof' | 'explain';

export interface Progress {
  phase: Phase;
  objective: number | null;
  bound: number | null;
  filled: number;
  seats: number;
  seconds: number;
}

export interface MatchOptions {
  seed: number;
  /** Budget of search in seconds for people … */
  seconds?: number;
  /** … or in iterations, for tests and for repeating a round exactly. */
  iterations?: number;
  onProgress?: (progress: Progress) => void;
  /** Asked often; true stops the work, and the best plan so far is returned; where there is none yet, `match` throws. */
  cancelled?: () => boolean;
}

/** 100·(objective − bound)/objective, 0 when both are 0. */
export const gapPercentOf = (objective: number, bound: number): number =>
  objective === 0 ? 0 : (100 * (objective - bound)) / objective;
