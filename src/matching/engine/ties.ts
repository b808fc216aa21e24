import type { Instance } from './instance';

/**
 * What the prices of seats leave out: people of one need depend on each other. With a minimum m, nobody serves unless m
 * do, so m · x ≤ Σ x of the option; with several options, nobody serves at a time that is not chosen, x ≤ y. Each pair
 * concerned has a price for the first (`alone`) and the second (`early`), both ≥ 0; together with Σ x ≤ seats they
 * describe what a need can take exactly, so no prices prove more (Guignard and Kim 1987).
 */
export class Ties {
  /** Tied rows, and where their pairs begin in `pairs`. */
  private readonly rows: number[] = [];
  private readonly start: number[] = [0];
  private readonly pairs: Int32Array;
  private readonly alone: Float64Array;
  private readonly early: Float64Array;
  private readonly best: { alone: Float64Array; early: Float64Array };
  private readonly slope: { alone: Float64Array; early: Float64Array };
  /** Sum of the second kind by row. */
  readonly earlySum: Float64Array;

  private constructor(private readonly d: Instance) {
    const pairs: number[] = [];
    for (let r = 0; r < d.rows; r++) {
      if (!isTied(d, r)) continue;
      this.rows.push(r);
      for (let e = d.rowPairStart[r]; e < d.rowPairStart[r + 1]; e++) pairs.push(d.rowPairs[e]);
      this.start.push(pairs.length);
    }
    this.pairs = Int32Array.from(pairs);
    const zeros = () => ({ alone: new Float64Array(pairs.length), early: new Float64Array(pairs.length) });
    ({ alone: this.alone, early: this.early } = zeros());
    this.best = zeros();
    this.slope = zeros();
    this.earlySum = new Float64Array(d.rows);
  }

  /** Null when no need has a minimum or several options. */
  static of(d: Instance): Ties | null {
    for (let r = 0; r < d.rows; r++) if (isTied(d, r)) return new Ties(d);
    return null;
  }

  /** What each tied pair pays on top of its row's price. */
  extras(use: (pair: number, extra: number) => void): void {
    const { d, rows, start, pairs, alone, early } = this;
    for (let x = 0; x < rows.length; x++) {
      const m = d.minimum[d.rowNeed[rows[x]]];
      let sum = 0;
      for (let e = start[x]; e < start[x + 1]; e++) sum += alone[e];
      for (let e = start[x]; e < start[x + 1]; e++) use(pairs[e], early[e] + m * alone[e] - sum);
    }
  }

  /** Writes the profits that are left after the extras. */
  apply(profit: Float64Array): void {
    this.extras((a, extra) => (profit[a] = this.d.profit[a] - extra));
    for (let x = 0; x < this.rows.length; x++) {
      let sum = 0;
      for (let e = this.start[x]; e < this.start[x + 1]; e++) sum += this.early[e];
      this.earlySum[this.rows[x]] = sum;
    }
  }

  /** Where the mean plan breaks the ties; returns the square of it. `served` is the mean number of people by row, `open` the mean choice of options. */
  slopes(mean: Float64Array, served: Float64Array, open: Float64Array): number {
    const { d, rows, start, pairs, best, slope } = this;
    let norm = 0;
    for (let x = 0; x < rows.length; x++) {
      const r = rows[x];
      const i = d.rowNeed[r];
      const m = d.minimum[i];
      const several = d.rowStart[i + 1] - d.rowStart[i] > 1;
      for (let e = start[x]; e < start[x + 1]; e++) {
        const share = mean[pairs[e]];
        const alone = m > 1 ? m * share - served[r] : 0;
        const early = several ? share - open[r] : 0;
        slope.alone[e] = alone < 0 && best.alone[e] <= 0 ? 0 : alone;
        slope.early[e] = early < 0 && best.early[e] <= 0 ? 0 : early;
        norm += slope.alone[e] * slope.alone[e] + slope.early[e] * slope.early[e];
      }
    }
    return norm;
  }

  /** From the best prices, so far along the slopes; kept to multiples of 1/grain. */
  step(step: number, grain: number): void {
    const { alone, early, best, slope } = this;
    for (let e = 0; e < alone.length; e++) {
      alone[e] = Math.max(0, Math.round((best.alone[e] + step * slope.alone[e]) * grain) / grain);
      early[e] = Math.max(0, Math.round((best.early[e] + step * slope.early[e]) * grain) / grain);
    }
  }

  keep(): void {
    this.best.alone.set(this.alone);
    this.best.early.set(this.early);
  }

  restore(): void {
    this.alone.set(this.best.alone);
    this.early.set(this.best.early);
  }
}

function isTied(d: Instance, r: number): boolean {
  const i = d.rowNeed[r];
  return d.minimum[i] > 1 || (d.seats[i] > 1 && d.rowStart[i + 1] - d.rowStart[i] > 1);
}
