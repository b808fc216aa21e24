import type { Tick } from './tick';
import { dive, type DiveOptions } from './dive';
import type { Instance } from './instance';
import { Lagrangian } from './lagrange';
import { rest } from './reduce';
import { State } from './state';

export interface RegionOptions {
  /** Volunteers of a region, one of these at random. */
  sizes: number[];
  /** A worse region is accepted when it costs less than temperature · (1 − share of budget spent) · −ln u more. */
  temperature: number;
  /** Regions whose own bound leaves less than this to gain are left alone. */
  least: number;
  /** Iterations of the bound of a region. */
  iterations: number;
  dive: DiveOptions;
}

/**
 * Region search: take out the volunteers of a small connected region where the plan loses against the bound, solve that
 * region again by a dive, keep it when it is not (much) worse.
 *
 * `prices` and `mean` come from the bound of the whole instance. Works on `state` in place; after every step, and when
 * `tick` throws, the state is a feasible plan.
 */
export class RegionSearch {
  private readonly mark: Int32Array;
  private readonly markNeed: Int32Array;
  private stamp = 0;
  private readonly value: Float64Array; // best value of each volunteer at the prices
  private readonly loss: Float64Array;
  private log: number[] = [];

  constructor(
    private readonly d: Instance,
    private readonly state: State,
    private readonly prices: Float64Array,
    private readonly mean: Float64Array,
    private readonly o: RegionOptions,
    private readonly random: () => number,
    private readonly tick: Tick,
  ) {
    this.mark = new Int32Array(d.volunteers);
    this.markNeed = new Int32Array(d.needs);
    const lagrangian = new Lagrangian(d);
    lagrangian.prices.set(prices);
    lagrangian.evaluate(tick);
    this.value = lagrangian.values;
    this.loss = new Float64Array(d.volunteers);
    for (let j = 0; j < d.volunteers; j++) this.updateLoss(j);
  }

  /** One step. `heat` is 1 at the start of the budget, 0 at its end. Returns true when the plan has changed. */
  step(heat: number): boolean {
    const { random, o } = this;
    const size = o.sizes[(random() * o.sizes.length) | 0];
    const allowed = o.temperature > 0 ? o.temperature * heat * -Math.log(random() + 1e-12) : 0;
    return this.solveAgain(this.region(this.seed(), size), allowed);
  }

  /** One step around a given need; the plan never gets dearer. */
  stepAt(need: number, size: number): boolean {
    return this.solveAgain(this.region(need, size), 0);
  }

  private solveAgain(region: number[], allowance: number): boolean {
    const { state } = this;
    if (region.length === 0) return false;
    const before = state.objective;
    this.log = [];
    try {
      for (const j of region) this.empty(j);
      if (!this.resolve(region)) {
        this.undo();
        return false;
      }
    } catch (stop) {
      this.undo();
      throw stop;
    }
    if (state.objective > before + allowance + 1e-6) {
      this.undo();
      return false;
    }
    for (const j of region) this.updateLoss(j);
    return this.log.length > 0;
  }

  private updateLoss(j: number): void {
    const { d, state, prices } = this;
    const s = d.slotStart[j];
    let v = 0;
    for (let q = 0; q < state.count[j]; q++) {
      const a = state.held[s + q];
      v += d.profit[a] - prices[d.row[a]] - d.load[s + q];
    }
    this.loss[j] = this.value[j] - v;
  }

  /** A need, or a need of a volunteer, that loses much against the bound; −1 none. */
  private seed(): number {
    const { d, state, prices, mean, random, loss } = this;
    let seed = -1;
    let most = -1;
    for (let z = 0; z < 6; z++) {
      const i = (random() * d.needs) | 0;
      if (d.rowPairStart[d.rowStart[i]] < d.rowPairStart[d.rowStart[i + 1]]) {
        let price = 0;
        for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) price = Math.max(price, prices[r]);
        const lost = price * (d.seats[i] - state.filled[i]);
        if (lost > most) {
          most = lost;
          seed = i;
        }
      }
      const j = (random() * d.volunteers) | 0;
      if (loss[j] > most && d.pairStart[j + 1] > d.pairStart[j]) {
        most = loss[j];
        seed = d.need[d.pairStart[j] + ((random() * (d.pairStart[j + 1] - d.pairStart[j])) | 0)];
        for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++)
          if (state.position[a] >= 0 || mean[a] > 0.3) {
            seed = d.need[a];
            if (random() < 0.5) break;
          }
      }
    }
    return seed;
  }

  /** Volunteers around a need, breadth first along pairs the mean or the plan uses. */
  private region(seed: number, size: number): number[] {
    const { d, state, mean, random } = this;
    if (seed < 0) return [];
    const stamp = ++this.stamp;
    const { mark, markNeed } = this;
    const region: number[] = [];
    const queue = [seed];
    markNeed[seed] = stamp;
    const enter = (a: number) => {
      const j = d.volunteer[a];
      if (mark[j] === stamp || region.length >= size) return;
      mark[j] = stamp;
      region.push(j);
      for (let b = d.pairStart[j]; b < d.pairStart[j + 1]; b++)
        if ((mean[b] > 0.02 || state.position[b] >= 0) && markNeed[d.need[b]] !== stamp) {
          markNeed[d.need[b]] = stamp;
          queue.push(d.need[b]);
        }
    };
    const others: number[] = [];
    for (let head = 0; region.length < size && head < queue.length; head++) {
      const ahead = random() < 0.7 ? head : head + ((random() * Math.min(6, queue.length - head)) | 0);
      const i = queue[ahead];
      queue[ahead] = queue[head];
      queue[head] = i;
      others.length = 0;
      for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]]; e++) {
        const a = d.rowPairs[e];
        if (mean[a] > 0.02 || state.position[a] >= 0) enter(a);
        else others.push(a);
      }
      for (let x = 0; x < 2 && others.length > 0; x++) {
        const y = (random() * others.length) | 0;
        enter(others[y]);
        others[y] = others[others.length - 1];
        others.pop();
      }
    }
    return region.sort((x, y) => x - y);
  }

  private resolve(region: number[]): boolean {
    const { d, state, prices, o, random, tick } = this;
    const piece = rest(d, state, region);
    if (piece === null) return false;
    // What the plan had in this region, as far as the piece still knows it.
    const inner = new State(piece);
    const now = pairsInPiece(piece, this.log);
    let profit = 0;
    for (const b of now) {
      const v = piece.volunteer[b];
      profit += piece.profit[b] - piece.load[piece.slotStart[v] + inner.count[v]];
      inner.count[v]++;
    }
    inner.count.fill(0);
    const lagrangian = new Lagrangian(piece);
    for (let r = 0; r < piece.rows; r++) {
      const q = piece.rowNeed[r];
      lagrangian.prices[r] = Math.min(prices[piece.parentRow[r]], piece.penalty[q]) + piece.bonus[q];
    }
    const found = lagrangian.ascend({
      iterations: o.iterations,
      target: profit,
      share: 0,
      weight: 0.1,
      theta: 0.7,
      thetaLeast: 1e-3,
      failures: 8,
      shrink: 0.7,
      tick,
    });
    if (found.best - profit < o.least) return false;
    dive(lagrangian, inner, o.dive, o.dive.noise > 0 ? random : null, tick);
    const touched = new Set<number>();
    for (let v = 0; v < piece.volunteers; v++)
      for (let q = 0; q < inner.count[v]; q++) this.add(piece.parentPair[inner.held[piece.slotStart[v] + q]]);
    for (const code of this.log) touched.add(d.need[code >= 0 ? code : ~code]);
    for (const i of touched) this.mend(i);
    for (const i of touched) this.fill(i);
    return true;
  }

  private empty(j: number): void {
    const { d, state } = this;
    const s = d.slotStart[j];
    for (let q = state.count[j] - 1; q >= 0; q--) {
      const a = state.held[s + q];
      if (state.fixed[a] === 0) this.remove(a);
    }
  }

  private add(a: number): void {
    if (!this.state.can(a)) return;
    this.state.add(a);
    this.log.push(a);
  }

  private remove(a: number): void {
    this.state.remove(a);
    this.log.push(~a);
  }

  private undo(): void {
    for (let z = this.log.length - 1; z >= 0; z--) {
      const code = this.log[z];
      if (code >= 0) this.state.remove(code);
      else this.state.add(~code);
    }
    this.log = [];
  }

  private mend(i: number): void {
    const { d, state } = this;
    if (!state.isBroken(i)) return;
    const from = d.rowPairStart[d.rowStart[i]];
    const to = d.rowPairStart[d.rowStart[i + 1]];
    for (let e = from; e < to && state.filled[i] < d.minimum[i]; e++) this.add(d.rowPairs[e]);
    if (state.filled[i] >= d.minimum[i]) return;
    for (let e = from; e < to; e++)
      if (state.position[d.rowPairs[e]] >= 0 && state.fixed[d.rowPairs[e]] === 0) this.remove(d.rowPairs[e]);
  }

  /** Cheapest volunteers for free seats, when the minimum is reached with the first of them. */
  private fill(i: number): void {
    const { d, state } = this;
    while (state.filled[i] < d.seats[i] && state.filled[i] + 1 >= d.minimum[i]) {
      let best = -1;
      let least = d.penalty[i];
      for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]]; e++) {
        const a = d.rowPairs[e];
        if (d.cost[a] < least && state.can(a)) {
          least = d.cost[a];
          best = a;
        }
      }
      if (best < 0) return;
      this.add(best);
    }
  }
}

/** The removed pairs of a log, as pairs of the piece (which keeps parentPair ascending). */
function pairsInPiece(piece: Instance, log: number[]): number[] {
  const found: number[] = [];
  for (const code of log) {
    if (code >= 0) continue;
    const a = ~code;
    let low = 0;
    let high = piece.size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (piece.parentPair[middle] < a) low = middle + 1;
      else high = middle;
    }
    if (piece.parentPair[low] === a) found.push(low);
  }
  return found;
}
