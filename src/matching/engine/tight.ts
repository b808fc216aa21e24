import type { Tick } from './tick';
import type { Instance } from './instance';
import { type AscentOptions, GRAIN, Lagrangian } from './lagrange';
import type { PairPrices, TightProof } from './problem';

/** Parts of a seat's penalty that the count may carry, the largest first; what stays must outweigh any pair's cost. */
const SHARES = [15 / 16, 7 / 8, 3 / 4, 1 / 2];
/** A penalty below this part of the largest is not counted: the unit would be too small to be worth rounding to. */
const SMALLEST = 1 / 8;
/** So much of the penalties must be multiples of the unit: what is not is lost to the bound. */
const TOLD = 0.98;
/** A rounding that gains less than this part of a unit is not worth its time. */
const LEAST_GAIN = 0.02;
/** Volunteers up to which seats are counted: beyond, one seat more or less is next to nothing. */
const MOST_FOR_COUNT = 2000;

type Steps = Omit<AscentOptions, 'tick' | 'onBound'>;
const FAR: Steps = {
  iterations: 150,
  target: 0,
  share: 0.02,
  weight: 0.1,
  theta: 0.3,
  thetaLeast: 1e-3,
  failures: 12,
  shrink: 0.75,
};
const NEAR: Steps = { ...FAR, iterations: 450, share: 0.002, weight: 0.05, theta: 0.5, shrink: 0.8 };

/** What is counted: an unfilled seat of need i as `weights[i]` units, and the part of the penalties that the count carries. */
interface Counted {
  weights: Int32Array;
  unit: number;
  share: number;
  /** So many units stay unfilled in every plan. */
  least: number;
  by: Lagrangian;
}

/**
 * The bound once more, by what prices of seats alone leave out. First, the people of one need depend on each other
 * (`Ties`). Second, unfilled seats come in whole numbers: weigh each by how often its penalty holds the smallest one;
 * the bound of that count alone may be rounded up (Gomory 1958, Chvátal 1973), pays for most of the penalties, and what
 * is left of the problem, with small penalties, is bounded on top.
 */
export class TightBound {
  /** Bound on the objective of the instance. */
  bound = -Infinity;
  /** On what is left beside the count, lowered; its mean is what a plan with just so many open seats looks like. */
  lagrangian: Lagrangian;
  private counted: Counted | null = null;

  constructor(private readonly d: Instance) {
    this.lagrangian = new Lagrangian(d, { tied: true });
  }

  /**
   * Starts from the ascent on the whole and what a plan is worth. What is known by then is kept when `tick` throws.
   * `onBound` is told of every new bound on the objective.
   */
  ascend(from: Lagrangian, worthOfPlan: number, iterations: number, tick: Tick, onBound: () => void): void {
    const { d } = this;
    this.counted = d.volunteers <= MOST_FOR_COUNT ? count(d, from.prices, tick) : null;
    const { counted } = this;
    let paid = worth(d);
    if (counted !== null) {
      const { unit, share, least } = counted;
      const part = d.penalty.map((_, i) => share * unit * counted.weights[i]);
      const penalty = d.penalty.map((x, i) => x - part[i]);
      const profit = d.profit.map((x, a) => x - part[d.need[a]]);
      const lowered = { ...d, penalty, profit };
      this.lagrangian = new Lagrangian(lowered, { tied: true });
      paid = worth(lowered) + share * unit * least;
    }
    const { lagrangian } = this;
    for (let r = 0; r < d.rows; r++) {
      const i = d.rowNeed[r];
      lagrangian.prices[r] = scaled(from.prices[r], d.penalty[i], lagrangian.d.penalty[i]);
    }
    const note = {
      tick,
      onBound: (value: number) => {
        if (paid - value <= this.bound) return;
        this.bound = paid - value;
        onBound();
      },
    };
    if (counted !== null) {
      lagrangian.ascend({ ...FAR, ...note });
      lagrangian.ascend({ ...NEAR, ...note });
      return;
    }
    lagrangian.continue(from);
    const value = lagrangian.evaluate(tick);
    note.onBound(value);
    // Towards half-way to the plan, in small steps.
    const target = (worthOfPlan + value) / 2;
    lagrangian.ascend({ ...NEAR, ...note, iterations, target, share: 0, theta: 0.3, thetaLeast: 1e-4 });
  }

  /** True where nothing is tied or counted: then its prices are prices of the whole problem, and better ones. */
  get plain(): boolean {
    return this.counted === null && this.lagrangian.ties === null;
  }

  /** As in `Search`. */
  get inexact(): boolean {
    return [this.lagrangian, this.counted?.by].some((by) => by !== undefined && by.bundles.inexact > 0);
  }

  /** What no plan exceeds: units filled, weighed by need. Null when nothing is counted. */
  get filledAtMost(): { weights: Int32Array; most: number } | null {
    const { counted, d } = this;
    if (counted === null) return null;
    const { weights, least } = counted;
    return { weights, most: weights.reduce((sum, w, i) => sum + w * d.seats[i], 0) - least };
  }

  /** What the certificate keeps, by need, row and pair of the instance. */
  proof(): TightProof {
    const { counted, lagrangian } = this;
    if (counted === null) return pricesOf(lagrangian);
    const { weights, unit, share, by } = counted;
    return { ...pricesOf(lagrangian), count: { weights, unit, share, ...pricesOf(by) } };
  }
}

/** Null where penalties are too small beside the costs of pairs, or rounding gains nothing. */
function count(d: Instance, prices: Float64Array, tick: Tick): Counted | null {
  const unit = unitOf(d);
  const dear = d.cost.reduce((x, y) => Math.max(x, y), 0) + d.load.reduce((x, y) => Math.max(x, y), 0);
  const share = SHARES.find((part) => (1 - part) * unit > 2 * dear);
  if (share === undefined) return null;
  const weights = Int32Array.from(d.penalty, (x) => Math.floor(x / unit));
  const penalty = Float64Array.from(weights, (w) => w * unit);
  const free = { cost: new Float64Array(d.size), load: new Float64Array(d.load.length) };
  const alone = { ...d, ...free, penalty, profit: Float64Array.from(d.need, (i) => penalty[i]) };
  const by = new Lagrangian(alone, { tied: true });
  for (let r = 0; r < d.rows; r++) by.prices[r] = scaled(prices[r], d.penalty[d.rowNeed[r]], penalty[d.rowNeed[r]]);
  by.ascend({ ...FAR, tick });
  const { best } = by.ascend({ ...NEAR, tick });
  const open = (worth(alone) - best) / unit;
  const least = Math.ceil(open - 1e-6);
  return least - open < LEAST_GAIN ? null : { weights, unit, share, least, by };
}

/** The largest unit, in points, whose multiples are nearly all of the penalties; 0 when there is none. */
function unitOf(d: Instance): number {
  const largest = d.penalty.reduce((x, y) => Math.max(x, y), 0);
  const units = new Set<number>();
  for (const x of new Set(d.penalty))
    for (let k = 1; x > 0 && x / k >= SMALLEST * largest; k++) units.add(Math.floor(x / k));
  const told = (unit: number) => d.seats.reduce((sum, k, i) => sum + k * unit * Math.floor(d.penalty[i] / unit), 0);
  const enough = TOLD * worth(d);
  return [...units].sort((x, y) => y - x).find((unit) => told(unit) >= enough) ?? 0;
}

function worth(d: Instance): number {
  let sum = 0;
  for (let i = 0; i < d.needs; i++) sum += d.penalty[i] * d.seats[i];
  return sum;
}

/** A price at one penalty as a price at another. */
function scaled(price: number, penalty: number, other: number): number {
  if (penalty === 0) return 0;
  return Math.max(0, Math.round(Math.min(1, price / penalty) * other * GRAIN) / GRAIN);
}

function pricesOf({ prices, ties, d }: Lagrangian): PairPrices {
  const extra = new Float64Array(ties === null ? 0 : d.size);
  ties?.extras((a, points) => (extra[a] = points));
  return { prices, extra };
}
