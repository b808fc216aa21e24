import type { Instance } from './instance';
import { teamCanHold } from './state';

const NODES = 20_000;
const TINY = 1e-7;

/**
 * The best bundle of one volunteer at given prices of rows, exactly: depth first over pairs by falling gain, cut off by
 * the gains still to come (with the load of their slot) and by gain per use of the scarcest resource. Several hundred
 * thousand calls a second on usual volunteers. Where one limit alone binds (generalised assignment), dynamic
 * programming over that limit. A volunteer whose tree exceeds the node limit answers with a valid upper bound instead.
 */
export class Bundles {
  /** Last bundle of volunteer j: chosen[slotStart[j]] … + count[j]. */
  readonly chosen: Int32Array;
  readonly count: Int32Array;
  /** Volunteers whose tree was too large in the last call: the value is an upper bound, not attained. */
  inexact = 0;

  private readonly item: Int32Array;
  private readonly gain: Float64Array;
  private readonly density: Float64Array;
  private readonly stack: Int32Array;
  private readonly place: Int32Array;
  private readonly value: Float64Array;
  private readonly best: Int32Array;
  private readonly used: Int32Array;
  private readonly plain: Uint8Array;
  private table = new Float64Array(0);
  private taken = new Uint8Array(0);

  constructor(private readonly d: Instance) {
    let most = 0;
    let slots = 0;
    let resources = 0;
    for (let j = 0; j < d.volunteers; j++) {
      most = Math.max(most, d.pairStart[j + 1] - d.pairStart[j]);
      slots = Math.max(slots, d.capacity[j]);
      resources = Math.max(resources, d.resourceStart[j + 1] - d.resourceStart[j]);
    }
    this.chosen = new Int32Array(d.slotStart[d.volunteers]);
    this.count = new Int32Array(d.volunteers);
    this.item = new Int32Array(most + 1);
    this.gain = new Float64Array(most + 1);
    this.density = new Float64Array(most + 1);
    this.stack = new Int32Array(slots + 1);
    this.place = new Int32Array(slots + 1);
    this.value = new Float64Array(slots + 1);
    this.best = new Int32Array(slots + 1);
    this.used = new Int32Array(resources);
    this.plain = plainKnapsacks(d);
  }

  /** Best value of volunteer j at `prices` by row (an upper bound on it when the tree is too large); sets its bundle. */
  solve(j: number, prices: Float64Array): number {
    const d = this.d;
    const { row, profit, load } = d;
    const from = d.pairStart[j];
    const to = d.pairStart[j + 1];
    const s0 = d.slotStart[j];
    const capacity = d.capacity[j];
    if (capacity === 1) {
      let least = load[s0] + TINY;
      let pick = -1;
      for (let a = from; a < to; a++) {
        const g = profit[a] - prices[row[a]];
        if (g > least && this.fits(j, a)) {
          least = g;
          pick = a;
        }
      }
      this.count[j] = pick < 0 ? 0 : 1;
      if (pick < 0) return 0;
      this.chosen[s0] = pick;
      return least - load[s0];
    }
    if (capacity === 0) return 0;
    const { item, gain } = this;
    let n = 0;
    for (let a = from; a < to; a++) {
      const g = profit[a] - prices[row[a]];
      if (g <= TINY || !this.fits(j, a)) continue;
      let q = n++;
      while (q > 0 && gain[q - 1] < g) {
        gain[q] = gain[q - 1];
        item[q] = item[q - 1];
        q--;
      }
      gain[q] = g;
      item[q] = a;
    }
    if (n === 0) {
      this.count[j] = 0;
      return 0;
    }
    if (this.plain[j] === 1) return this.knapsack(j, n);
    return this.search(j, n, prices);
  }

  private fits(j: number, a: number): boolean {
    const d = this.d;
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    if (R === 0) return true;
    const u0 = d.usageStart[j] + (a - d.pairStart[j]) * R;
    for (let r = 0; r < R; r++) if (d.usage[u0 + r] > d.limit[r0 + r]) return false;
    return true;
  }

  private search(j: number, n: number, prices: Float64Array): number {
    const d = this.d;
    const { item, gain, density, stack, place, value, best, used } = this;
    const { load, limit, usage, clash } = d;
    const s0 = d.slotStart[j];
    const capacity = d.capacity[j];
    const b = d.pairStart[j];
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    const ub = d.usageStart[j];
    const W = d.words[j];
    const cb = d.clashStart[j];
    const team = d.teamStart[j] >= 0;
    const people = d.people[j];
    const limit0 = R > 0 ? limit[r0] : 0;
    if (R > 0) {
      density[n] = 0;
      for (let q = n - 1; q >= 0; q--) {
        const u = usage[ub + (item[q] - b) * R];
        const x = u > 0 ? gain[q] / u : Infinity;
        density[q] = x > density[q + 1] ? x : density[q + 1];
      }
      for (let r = 0; r < R; r++) used[r] = 0;
    }
    // The last bundle is often still the best: start from its value.
    let top = 0;
    let size = 0;
    const before = this.count[j];
    if (before > 0) {
      let v = 0;
      for (let q = 0; q < before; q++) {
        const a = this.chosen[s0 + q];
        v += d.profit[a] - prices[d.row[a]] - load[s0 + q];
      }
      if (v > 0) {
        top = v;
        size = before;
        for (let q = 0; q < before; q++) best[q] = this.chosen[s0 + q];
      }
    }
    let m = 0;
    let q = 0;
    let v = 0;
    let nodes = 0;
    let relaxed = 0; // upper bound on what was cut off unseen
    for (;;) {
      if (m < capacity && q < n) {
        const own = gain[q] - load[s0 + m];
        let bound = v + own;
        for (let z = 1; z < capacity - m && q + z < n; z++) {
          const g = gain[q + z] - load[s0 + m + z];
          if (g <= 0) break;
          bound += g;
        }
        if (
          bound > top + TINY &&
          (R === 0 || v + (limit0 - used[0]) * density[q] > top + TINY || density[q] === Infinity)
        ) {
          if (++nodes > NODES) {
            relaxed = 1;
            break;
          }
          const a = item[q];
          const k = a - b;
          let ok = true;
          for (let r = 0; r < R; r++)
            if (used[r] + usage[ub + k * R + r] > limit[r0 + r]) {
              ok = false;
              break;
            }
          if (ok) {
            const bits = cb + k * W;
            for (let z = 0; z < m; z++) {
              const y = stack[z] - b;
              if ((clash[bits + (y >> 5)] >>> (y & 31)) & 1) {
                ok = false;
                break;
              }
            }
          }
          if (ok && team && m >= people) ok = teamCanHold(d, j, stack, 0, m, a);
          if (ok) {
            stack[m] = a;
            place[m] = q;
            value[m] = v;
            v += own;
            for (let r = 0; r < R; r++) used[r] += usage[ub + k * R + r];
            m++;
            if (v > top) {
              top = v;
              size = m;
              for (let z = 0; z < m; z++) best[z] = stack[z];
            }
          }
          q++;
          continue;
        }
      }
      if (m === 0) break;
      m--;
      const k = stack[m] - b;
      for (let r = 0; r < R; r++) used[r] -= usage[ub + k * R + r];
      q = place[m] + 1;
      v = value[m];
    }
    for (let z = 0; z < size; z++) this.chosen[s0 + z] = best[z];
    this.count[j] = size;
    if (relaxed === 0) return top;
    this.inexact++;
    return Math.max(top, this.relaxation(j, n));
  }

  /**
   * Upper bound from the n sorted gains: the better of capacity with loads over a cover by cliques of the conflict graph
   * (one of each clique), and the fractional knapsack on each resource.
   */
  private relaxation(j: number, n: number): number {
    const d = this.d;
    const { item, gain } = this;
    const b = d.pairStart[j];
    const s0 = d.slotStart[j];
    const W = d.words[j];
    const cliques: number[][] = [];
    let taken = 0;
    let first = 0;
    for (let q = 0; q < n; q++) {
      const k = item[q] - b;
      const bits = d.clashStart[j] + k * W;
      const home = cliques.find((members) =>
        members.every((x) => ((d.clash[bits + ((item[x] - b) >> 5)] >>> ((item[x] - b) & 31)) & 1) === 1),
      );
      if (home) {
        home.push(q);
        continue;
      }
      cliques.push([q]);
      if (taken < d.capacity[j]) {
        const g = gain[q] - d.load[s0 + taken];
        if (g > 0) {
          first += g;
          taken++;
        }
      }
    }
    let bound = first;
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    for (let r = 0; r < R; r++) {
      const use = (q: number): number => d.usage[d.usageStart[j] + (item[q] - b) * R + r];
      const order = Array.from({ length: n }, (_, q) => q).sort((x, y) => gain[y] * use(x) - gain[x] * use(y));
      let left = d.limit[r0 + r];
      let sum = 0;
      for (const q of order) {
        const u = use(q);
        if (u <= left) {
          sum += gain[q];
          left -= u;
        } else {
          sum += (gain[q] * left) / u;
          break;
        }
      }
      if (sum < bound) bound = sum;
    }
    return bound;
  }

  /** One resource, no conflicts, no load, no binding capacity: dynamic programming over the limit. */
  private knapsack(j: number, n: number): number {
    const d = this.d;
    const { item, gain } = this;
    const b = d.pairStart[j];
    const ub = d.usageStart[j];
    const limit = d.limit[d.resourceStart[j]];
    if (this.table.length < limit + 1) this.table = new Float64Array(limit + 1);
    if (this.taken.length < n * (limit + 1)) this.taken = new Uint8Array(n * (limit + 1));
    const { table, taken } = this;
    table.fill(0, 0, limit + 1);
    for (let q = 0; q < n; q++) {
      const u = d.usage[ub + item[q] - b];
      const g = gain[q];
      const base = q * (limit + 1);
      for (let h = limit; h >= u; h--) {
        const v = table[h - u] + g;
        if (v > table[h]) {
          table[h] = v;
          taken[base + h] = 1;
        } else taken[base + h] = 0;
      }
      for (let h = 0; h < u; h++) taken[base + h] = 0;
    }
    let size = 0;
    let h = limit;
    const s0 = d.slotStart[j];
    for (let q = n - 1; q >= 0; q--)
      if (taken[q * (limit + 1) + h] === 1) {
        this.chosen[s0 + size++] = item[q];
        h -= d.usage[ub + item[q] - b];
      }
    this.count[j] = size;
    return table[limit];
  }
}

/** Volunteers to whom dynamic programming applies and pays: one small limit, nothing else, and more than a few pairs. */
function plainKnapsacks(d: Instance): Uint8Array {
  const plain = new Uint8Array(d.volunteers);
  for (let j = 0; j < d.volunteers; j++) {
    const n = d.pairStart[j + 1] - d.pairStart[j];
    if (d.resourceStart[j + 1] - d.resourceStart[j] !== 1 || d.capacity[j] < n || n < 8 || d.teamStart[j] >= 0)
      continue;
    if (d.limit[d.resourceStart[j]] > 20_000) continue;
    if (d.load[d.slotStart[j]] !== 0 || d.load[d.slotStart[j + 1] - 1] !== 0) continue;
    let free = true;
    for (let x = d.clashStart[j]; x < d.clashStart[j + 1] && free; x++) if (d.clash[x] !== 0) free = false;
    plain[j] = free ? 1 : 0;
  }
  return plain;
}
