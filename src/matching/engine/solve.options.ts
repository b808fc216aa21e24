import type { Helper } from './beside';
import type { Progress } from './plan';
import type { MipSolver } from './problem';

/** How a problem is to be solved: the budget, where to begin, and what may help. */
export interface SolveOptions {
  seed: number;
  /** Budget in seconds from the call … */
  seconds?: number;
  /** … or in iterations of the search, which makes the result repeatable. Neither: 200 iterations. */
  iterations?: number;
  onProgress?: (progress: Progress) => void;
  /** Asked often; true: the best plan so far is returned at once. */
  cancelled?: () => boolean;
  mip?: MipSolver;
  /** A second thread for the search. */
  helper?: Helper;
  /** A plan to start from, as pairs; what does not fit any more is left out. */
  start?: Int32Array;
  /**
   * Prices to start from: a former certificate, mapped to today's options; negative for options it did not know. What
   * they prove is proven again, to the last digit. The tighter part of a certificate is not taken over: it is about
   * single pairs and counted seats, which are others as soon as anything has happened. It is found anew, by an ascent
   * that starts from these prices instead of the root's and so ends some roundings higher or lower.
   */
  prices?: Float64Array;
  /**
   * Needs to which something has happened since `start`. Given, with `start` and `prices`: nothing is searched but what
   * lies around them (`iterations` rounds, 2 unless told), which takes milliseconds instead of seconds.
   */
  around?: Int32Array;
  /** Clock in milliseconds. */
  now?: () => number;
}
