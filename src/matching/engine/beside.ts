import type { Instance } from './instance';
import type { RegionOptions } from './region';
import type { Running } from './running';

/** A search on a part of the plan, complete in itself: it may be cloned and run anywhere (`searchPiece`). */
export interface SearchJob {
  piece: Instance;
  /** The plan to begin with, pairs of the piece. */
  pairs: Int32Array;
  /** Prices by row and fractional pairs of the bound. */
  prices: Float64Array;
  mean: Float64Array;
  region: RegionOptions;
  seed: number;
  /** Share of the temperature. */
  heat: number;
  /** Budget: steps, or seconds when it has none. */
  iterations?: number;
  seconds: number;
}

export interface SearchAnswer {
  /** The best plan found, never dearer than the one it began with. */
  pairs: Int32Array;
  iterations: number;
}

/** A second thread. `'lost'`: it died or broke off; nothing is known but that. */
export interface Helper {
  search(job: SearchJob): Running<SearchAnswer | 'lost'>;
}
