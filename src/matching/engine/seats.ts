import type { Instance } from './instance';
import { GRAIN, Lagrangian, type Tick } from './lagrange';
import type { SeatCount } from './problem';

/** Parts of a seat's penalty that the count may carry, the largest first; what stays must outweigh any pair's cost. */
const SHARES = [15 / 16, 7 / 8, 3 / 4, 1 / 2];
/** A penalty below this part of the largest is not counted: the unit would be too small to be worth rounding to. */
const SMALLEST = 1 / 8;
/** A rounding that gains less than this part of a unit is not worth its time. */
const LEAST_GAIN = 0.02;

/**
 * Unfilled seats come in whole numbers. Weigh each by how often its penalty holds the smallest one; the bound of that
 * count alone may be rounded up to a whole number n (Chvátal 1973, Gomory 1958). Then `share` of the penalties is paid by n, and the bound of
 * what is left of the problem, with smaller penalties, comes on top. Both are bounds of the usual kind, with prices.
 */
export class SeatBound {
  readonly lowered: Instance;
  /** Lowered by its prices: what is left of the problem. Its mean is what a plan with just n open seats looks like. */
  readonly lagrangian: Lagrangian;
  /** Bound on the objective of the instance. */
  bound = -Infinity;
  /** n: at least so many, in units, stay unfilled. */
  least = 0;
  private readonly counted: Instance;
  private readonly counting: Lagrangian;

  private constructor(
    private readonly d: Instance,
    readonly weights: Int32Array,
    readonly unit: number,
    readonly share: number,
  ) {
    const none = new Float64Array(d.size);
    const noLoad = new Float64Array(d.load.length);
    const units = Float64Array.from(weights, (w) => w * unit);
    this.counted = {
      ...d,
      penalty: units,
      cost: none,
      load: noLoad,
      profit: Float64Array.from(d.need, (i) => units[i]),
    };
    const penalty = d.penalty.map((x, i) => x - share * units[i]);
    const profit = d.profit.map((x, a) => x - share * units[d.need[a]]);
    this.lowered = { ...d, penalty, profit };
    this.counting = new Lagrangian(this.counted);
    this.lagrangian = new Lagrangian(this.lowered);
  }

  /** Null where penalties are too small beside the costs of pairs, or nothing is counted. */
  static of(d: Instance): SeatBound | null {
    const largest = d.penalty.reduce((x, y) => Math.max(x, y), 0);
    const unit = d.penalty.reduce((x, y) => (y >= SMALLEST * largest ? Math.min(x, y) : x), Infinity);
    if (!(largest > 0)) return null;
    const dear = d.cost.reduce((x, y) => Math.max(x, y), 0) + d.load.reduce((x, y) => Math.max(x, y), 0);
    const share = SHARES.find((part) => (1 - part) * unit > 2 * dear);
    if (share === undefined) return null;
    return new SeatBound(
      d,
      Int32Array.from(d.penalty, (x) => Math.floor(x / unit)),
      unit,
      share,
    );
  }

  /**
   * Finds both kinds of prices, from prices of the whole; false when rounding gains nothing. What is known by then is kept when `tick`
   * throws. `onBound` is told of every new bound on the objective.
   */
  ascend(prices: Float64Array, tick: Tick, onBound: (bound: number) => void): boolean {
    const { d, counting, counted, lagrangian, lowered, unit, share, weights } = this;
    for (let r = 0; r < d.rows; r++) {
      const i = d.rowNeed[r];
      const part = d.penalty[i] > 0 ? prices[r] / d.penalty[i] : 0;
      counting.prices[r] = grain(Math.min(1, part) * unit * weights[i]);
      lagrangian.prices[r] = grain(part * lowered.penalty[i]);
    }
    const most = worth(counted);
    const usual = { share: 0.02, target: 0, weight: 0.1, failures: 12, shrink: 0.75, thetaLeast: 1e-3, tick };
    counting.ascend({ ...usual, iterations: 150, theta: 0.3 });
    const near = { ...usual, share: 0.002, weight: 0.05, shrink: 0.8 };
    const { best } = counting.ascend({ ...near, iterations: 500, theta: 0.5 });
    const open = (most - best) / unit;
    this.least = Math.ceil(open - 1e-6);
    if (this.least - open < LEAST_GAIN) return false;
    const paid = worth(lowered) + share * unit * this.least;
    const onBetter = (value: number) => {
      this.bound = paid - value;
      onBound(this.bound);
    };
    lagrangian.ascend({ ...usual, iterations: 150, theta: 0.3, onBound: onBetter });
    lagrangian.ascend({ ...near, iterations: 400, theta: 0.5, onBound: onBetter });
    return true;
  }

  /** Most units that any plan fills. */
  get most(): number {
    return this.weights.reduce((sum, w, i) => sum + w * this.d.seats[i], 0) - this.least;
  }

  /** Prices of the whole problem by row, and of the count: what the certificate keeps. */
  proof(): { prices: Float64Array; count: SeatCount } {
    const { share, weights, unit, counting, lagrangian } = this;
    return {
      prices: lagrangian.prices.map((price, r) => price + share * counting.prices[r]),
      count: { weights, unit, share, prices: counting.prices },
    };
  }
}

function worth(d: Instance): number {
  let sum = 0;
  for (let i = 0; i < d.needs; i++) sum += d.penalty[i] * d.seats[i];
  return sum;
}

function grain(price: number): number {
  return Math.max(0, Math.round(price * GRAIN) / GRAIN);
}
