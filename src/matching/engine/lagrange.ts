import { Bundles } from './bundle';
import type { Tick } from './tick';
import type { Instance } from './instance';
import { Ties } from './ties';

/** Prices are kept to this fraction of a point, so that sums are exact and a certificate proves what the search saw. */
export const GRAIN = 64;

export interface AscentOptions {
  iterations: number;
  /** Value of a known plan, in profit; the step never aims lower. */
  target: number;
  /** The step aims this share of the best bound below it (or at the target, when that is nearer). 0: at the target. */
  share: number;
  /** Weight of the newest bundle in the mean. */
  weight: number;
  theta: number;
  thetaLeast: number;
  /** Failures before the step shrinks, and by how much. */
  failures: number;
  shrink: number;
  tick: Tick;
  /** Told of every new bound. */
  onBound?: (value: number) => void;
  /** Stop as soon as the bound is this low. */
  enough?: number;
}

/**
 * Lagrangian relaxation of the seats: a price λ ≥ 0 per row; each volunteer takes the bundle that is best at these
 * prices, each need its dearest option. Any prices give an upper bound on the profit
 *
 *   L(λ) = Σ_volunteer z(λ) + Σ_need seats · max λ of its rows,
 *
 * lowered by the volume algorithm (Barahona and Anbil 2000), which leaves fractional pairs `mean` as a by-product.
 */
export class Lagrangian {
  readonly prices: Float64Array;
  readonly bundles: Bundles;
  /** Fractional pairs, and fractional choice of options by row. */
  readonly mean: Float64Array;
  readonly meanRow: Float64Array;
  /** Has `mean` been filled (by an ascent, or by the caller as a warm start)? */
  warm = false;
  readonly values: Float64Array;
  readonly ceiling: Float64Array;
  /** Prices of the ties between the people of a need, when asked for. */
  readonly ties: Ties | null;
  /** The instance, with the profits that the ties leave. */
  readonly d: Instance;
  private readonly rowSlope: Float64Array;
  private readonly rowChosen: Uint8Array;

  constructor(instance: Instance, { tied = false } = {}) {
    this.ties = tied ? Ties.of(instance) : null;
    const d = this.ties ? { ...instance, profit: instance.profit.slice() } : instance;
    this.d = d;
    this.prices = new Float64Array(d.rows);
    this.bundles = new Bundles(d);
    this.mean = new Float64Array(d.size);
    this.meanRow = new Float64Array(d.rows);
    this.ceiling = this.ceilings();
    this.values = new Float64Array(d.volunteers);
    this.rowSlope = new Float64Array(d.rows);
    this.rowChosen = new Uint8Array(d.rows);
  }

  /** No price above this is of use: nobody would take the row (penalty, bonus, and what its cheapest pair gains on top). */
  private ceilings(): Float64Array {
    const { d } = this;
    const ceiling = new Float64Array(d.rows);
    for (let r = 0; r < d.rows; r++) ceiling[r] = d.penalty[d.rowNeed[r]] + d.bonus[d.rowNeed[r]];
    for (let a = 0; a < d.size; a++) if (d.profit[a] > ceiling[d.row[a]]) ceiling[d.row[a]] = d.profit[a];
    return ceiling;
  }

  /** L(λ) at the present prices. */
  evaluate(tick: Tick): number {
    const { d, prices, rowChosen, ties } = this;
    ties?.apply(d.profit);
    let total = 0;
    for (let j = 0; j < d.volunteers; j++) {
      // Teams, and who can hold many, can take as long as thousands of others.
      if ((j & 127) === 0 || d.teamStart[j] >= 0 || this.bundles.isLarge[j] === 1) tick();
      const v = this.bundles.solve(j, prices);
      this.values[j] = v;
      total += v;
    }
    for (let i = 0; i < d.needs; i++) {
      let best = d.rowStart[i];
      let most = -1;
      for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) {
        rowChosen[r] = 0;
        const gain = d.seats[i] * prices[r] + (ties === null ? 0 : ties.earlySum[r]);
        if (gain > most) {
          most = gain;
          best = r;
        }
      }
      rowChosen[best] = 1;
      total += most;
    }
    return total;
  }

  /** Goes on with the mean of another ascent on the same needs and pairs. */
  continue({ mean, meanRow }: Lagrangian): void {
    this.mean.set(mean);
    this.meanRow.set(meanRow);
    this.warm = true;
  }

  /** Prices at half the penalty: the start when nothing better is known. */
  startPrices(): void {
    const { d } = this;
    for (let r = 0; r < d.rows; r++) this.prices[r] = 0.5 * d.penalty[d.rowNeed[r]];
  }

  /** Lowers the bound; leaves the best prices in `prices` and returns its value. Leaves them also when `tick` throws. */
  ascend(o: AscentOptions): { best: number; iterations: number } {
    const { d, prices, mean, meanRow, rowSlope, rowChosen, ceiling, ties } = this;
    const { chosen, count } = this.bundles;
    const bestPrices = prices.slice();
    let best = Infinity;
    let theta = o.theta;
    let failures = 0;
    let iteration = 0;
    try {
      for (; iteration < o.iterations; iteration++) {
        o.tick();
        const value = this.evaluate(o.tick);
        if (value < best) {
          if (value < best - 1e-5 * Math.abs(best)) {
            failures = 0;
            theta = Math.min(4, theta * 1.02);
          } else failures++;
          best = value;
          bestPrices.set(prices);
          ties?.keep();
          o.onBound?.(value);
          if (o.enough !== undefined && best <= o.enough) break;
        } else failures++;
        if (failures >= o.failures) {
          theta *= o.shrink;
          failures = 0;
          if (theta < o.thetaLeast) break;
        }
        const w = this.warm ? o.weight : 1;
        const keep = 1 - w;
        this.warm = true;
        for (let a = 0; a < d.size; a++) mean[a] *= keep;
        for (let j = 0; j < d.volunteers; j++) {
          const s = d.slotStart[j];
          for (let q = 0; q < count[j]; q++) mean[chosen[s + q]] += w;
        }
        rowSlope.fill(0);
        for (let a = 0; a < d.size; a++) rowSlope[d.row[a]] += mean[a];
        for (let r = 0; r < d.rows; r++) meanRow[r] = keep * meanRow[r] + w * rowChosen[r];
        let norm = ties === null ? 0 : ties.slopes(mean, rowSlope, meanRow);
        for (let r = 0; r < d.rows; r++) {
          let g = rowSlope[r] - d.seats[d.rowNeed[r]] * meanRow[r];
          if (g < 0 && bestPrices[r] <= 0) g = 0;
          rowSlope[r] = g;
          norm += g * g;
        }
        if (norm < 1e-9) break;
        const floor = 1e-5 * Math.abs(best);
        const aim = Math.max(best - o.target, floor);
        const step = (theta * (o.share > 0 ? Math.min(aim, o.share * Math.abs(best)) : aim)) / norm;
        for (let r = 0; r < d.rows; r++) {
          const x = Math.round((bestPrices[r] + step * rowSlope[r]) * GRAIN) / GRAIN;
          prices[r] = x < 0 ? 0 : x > ceiling[r] ? ceiling[r] : x;
        }
        ties?.step(step, GRAIN);
      }
    } finally {
      prices.set(bestPrices);
      ties?.restore();
      ties?.apply(d.profit);
    }
    return { best, iterations: iteration };
  }
}
