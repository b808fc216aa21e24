import type { Tick } from './tick';
import type { Instance } from './instance';
import { Lagrangian } from './lagrange';
import { rest } from './reduce';
import type { State } from './state';

export interface DiveOptions {
  /** Iterations of each further ascent. */
  next: number;
  weight: number;
  share: number;
  /** Pairs with a mean of at least this are fixed, and at least this share of the pairs with a mean above 0.01. */
  threshold: number;
  fraction: number;
  /** Random part added to the mean when ordering, with a generator. */
  noise: number;
}

/**
 * Dive: fix the pairs the mean of the ascent is sure of, cut the rest out, lower its bound, repeat while volunteers are
 * free. `start` is a Lagrangian on the instance of `state`, already lowered; `state` is completed (minimums may still be
 * broken: see State.clean).
 */
export function dive(start: Lagrangian, state: State, o: DiveOptions, random: (() => number) | null, tick: Tick): void {
  const d = state.instance;
  const carry = new Carry(d);
  carry.take(null, start);
  const begun = new Begun(state);
  let lagrangian = start;
  let piece: Instance | null = null;
  let free = everyone(d);
  for (;;) {
    const fixed = fix(lagrangian, piece, state, o, random, begun, tick);
    const released = begun.giveUp(fixed === 0, tick);
    if (fixed === 0 && released.length === 0) return;
    free = union(piece === null ? free : piece.parentVolunteer, released);
    const next: Instance | null = rest(d, state, free, tick);
    if (next === null) {
      if (begun.giveUp(true, tick).length === 0) return;
      free = everyone(d);
      continue;
    }
    piece = next;
    lagrangian = new Lagrangian(piece);
    carry.give(piece, lagrangian);
    lagrangian.ascend({
      iterations: o.next,
      target: 0,
      share: o.share,
      weight: o.weight,
      theta: 0.5,
      thetaLeast: 1e-3,
      failures: 8,
      shrink: 0.75,
      tick,
    });
    carry.take(piece, lagrangian);
  }
}

/** Adds the pairs the mean is surest of, and returns how many. */
function fix(
  { mean }: Lagrangian,
  piece: Instance | null,
  state: State,
  o: DiveOptions,
  random: (() => number) | null,
  begun: Begun,
  tick: Tick,
): number {
  const size = piece === null ? state.instance.size : piece.size;
  const candidates: number[] = [];
  const key = new Float64Array(size);
  for (let b = 0; b < size; b++)
    if (mean[b] > 0.01) {
      candidates.push(b);
      key[b] = mean[b] + (random ? o.noise * random() : 0);
    }
  candidates.sort((x, y) => key[y] - key[x] || x - y);
  const quota = Math.max(1, Math.ceil(o.fraction * candidates.length));
  let fixed = 0;
  let seen = 0;
  for (const b of candidates) {
    if ((seen++ & 255) === 0) tick();
    if (mean[b] < o.threshold && fixed >= quota) break;
    const a = piece === null ? b : piece.parentPair[b];
    if (begun.isClosed(a) || !state.can(a)) continue;
    state.add(a);
    begun.note(a);
    fixed++;
  }
  return fixed;
}

/**
 * Needs a dive has begun to fill and that are still below their minimum. One that can no longer reach it gives its
 * volunteers back while there is something else for them to do, and is not begun again.
 */
class Begun {
  private readonly needs = new Set<number>();
  private readonly closed = new Set<number>();

  constructor(private readonly state: State) {}

  note(a: number): void {
    const i = this.state.instance.need[a];
    if (this.state.isBroken(i)) this.needs.add(i);
    else this.needs.delete(i);
  }

  isClosed(a: number): boolean {
    return this.closed.size > 0 && this.closed.has(this.state.instance.need[a]);
  }

  /** Empties what cannot be completed (at the end: what could not be), and returns the volunteers set free. */
  giveUp(end: boolean, tick: Tick): number[] {
    const { state } = this;
    const d = state.instance;
    const released: number[] = [];
    let seen = 0;
    for (const i of this.needs) {
      if ((seen++ & 63) === 0) tick();
      if (end) state.complete(i);
      if (!state.isBroken(i)) {
        this.needs.delete(i);
        continue;
      }
      if (!end && state.couldReach(i)) continue;
      for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]]; e++) {
        const a = d.rowPairs[e];
        if (state.position[a] < 0 || state.fixed[a] === 1) continue;
        state.remove(a);
        released.push(d.volunteer[a]);
      }
      this.needs.delete(i);
      this.closed.add(i);
    }
    return released;
  }
}

function union(sorted: Int32Array, more: number[]): Int32Array {
  if (more.length === 0) return sorted;
  return Int32Array.from(new Set([...sorted, ...more])).sort();
}

function everyone(d: Instance): Int32Array {
  return Int32Array.from({ length: d.volunteers }, (_, j) => j);
}

/** Prices, means and bonuses of the last piece, spread over the instance the pieces are cut from. */
class Carry {
  private readonly prices: Float64Array;
  private readonly mean: Float64Array;
  private readonly meanRow: Float64Array;
  private readonly bonus: Float64Array;

  constructor(d: Instance) {
    this.prices = new Float64Array(d.rows);
    this.mean = new Float64Array(d.size);
    this.meanRow = new Float64Array(d.rows);
    this.bonus = d.bonus.slice();
  }

  take(p: Instance | null, lagrangian: Lagrangian): void {
    if (p === null) {
      this.prices.set(lagrangian.prices);
      this.mean.set(lagrangian.mean);
      this.meanRow.set(lagrangian.meanRow);
      return;
    }
    for (let r = 0; r < p.rows; r++) {
      this.prices[p.parentRow[r]] = lagrangian.prices[r];
      this.meanRow[p.parentRow[r]] = lagrangian.meanRow[r];
    }
    for (let q = 0; q < p.needs; q++) this.bonus[p.parentNeed[q]] = p.bonus[q];
    for (let b = 0; b < p.size; b++) this.mean[p.parentPair[b]] = lagrangian.mean[b];
  }

  /** Starts a piece where the last one ended; a grown bonus raises the price by as much. */
  give(p: Instance, lagrangian: Lagrangian): void {
    for (let r = 0; r < p.rows; r++) {
      const q = p.rowNeed[r];
      const x = this.prices[p.parentRow[r]] + p.bonus[q] - this.bonus[p.parentNeed[q]];
      lagrangian.prices[r] = Math.min(Math.max(0, x), lagrangian.ceiling[r]);
      lagrangian.meanRow[r] = this.meanRow[p.parentRow[r]];
    }
    for (let b = 0; b < p.size; b++) lagrangian.mean[b] = this.mean[p.parentPair[b]];
    lagrangian.warm = true;
  }
}
