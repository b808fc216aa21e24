import { LargeTree } from './bundle.large';
import { relaxedBundle } from './bundle.relaxed';
import type { Instance } from './instance';
import { teamCanHold } from './state';

/** Nodes of a tree; and of one whose volunteer can hold many, before it is done anew as a large one. */
const NODES = 20_000;
const NODES_OF_LARGE = 1_000;
/** Pairs at once from which a volunteer can hold many. */
const MANY = 13;
/** Steps of dividing a bundle among a team before it is taken to be possible, and nodes that count as one such question. */
const STEPS_OF_TEAM = 200;
const NODES_OF_TEAM = 3;
const TINY = 1e-7;

/**
 * The best bundle of one volunteer at given prices of rows, exactly: depth first over pairs by falling gain, cut off by
 * the gains still to come (with the load of their slot) and by gain per use of the scarcest resource. Several hundred
 * thousand calls a second on usual volunteers. Where one limit alone binds (generalised assignment), dynamic
 * programming over that limit. Every pair of the instance must fit its volunteer alone (`rest` sees to that). Somebody
 * whose tree exceeds the node limit answers with a valid upper bound instead; who can hold many is left to `LargeTree` then.
 */
export class Bundles {
  /** Last bundle of volunteer j: chosen[slotStart[j]] … + count[j]. */
  readonly chosen: Int32Array;
  readonly count: Int32Array;
  /** Volunteers whose tree was too large in the last call: the value is an upper bound, not attained. */
  inexact = 0;

  private readonly item: Int32Array;
  private readonly gain: Float64Array;
  private readonly raw: Float64Array;
  private readonly dense: Float64Array;
  private readonly cornerUse: Float64Array;
  private readonly cornerGain: Float64Array;
  private corners = 0;
  private readonly most = new Float64Array(8);
  private readonly density: Float64Array;
  private readonly stack: Int32Array;
  private readonly place: Int32Array;
  private readonly value: Float64Array;
  private readonly best: Int32Array;
  private readonly used: Int32Array;
  private readonly plain: Uint8Array;
  /** Volunteers whose last tree was a large one. */
  readonly isLarge: Uint8Array;
  private readonly large: LargeTree;
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
    this.dense = new Float64Array(most + 1);
    this.cornerUse = new Float64Array(most + 1);
    this.cornerGain = new Float64Array(most + 1);
    this.raw = new Float64Array(most + 1);
    this.density = new Float64Array(most + 1);
    this.stack = new Int32Array(slots + 1);
    this.place = new Int32Array(slots + 1);
    this.value = new Float64Array(slots + 1);
    this.best = new Int32Array(slots + 1);
    this.used = new Int32Array(resources);
    this.plain = plainKnapsacks(d);
    this.isLarge = new Uint8Array(d.volunteers);
    this.large = new LargeTree(d, most + 1, slots, resources);
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
        if (g > least) {
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
    if (this.plain[j] === 1) return this.knapsack(j, this.sorted(j, prices, -Infinity, 0));
    const before = this.valueOfLast(j, prices);
    return this.search(j, this.sorted(j, prices, before, capacity), before);
  }

  /**
   * Best value of a bundle of the pair's volunteer that holds this pair (an upper bound on it when the tree is too
   * large). What `solve` says less this is the least any plan loses by holding the pair, at these prices.
   */
  solveWith(a: number, prices: Float64Array): number {
    const d = this.d;
    const j = d.volunteer[a];
    const own = d.profit[a] - prices[d.row[a]];
    const k = a - d.pairStart[j];
    if (d.capacity[j] === 1) return own - d.load[d.slotStart[j]];
    const { item, gain } = this;
    let n = this.sorted(j, prices, 0, 0);
    let kept = 0;
    const bits = d.clashStart[j] + k * d.words[j];
    for (let q = 0; q < n; q++) {
      const y = item[q] - d.pairStart[j];
      if (item[q] === a || ((d.clash[bits + (y >> 5)] >>> (y & 31)) & 1) === 1) continue;
      item[kept] = item[q];
      gain[kept++] = gain[q];
    }
    n = kept;
    if (this.plain[j] === 1) return own + this.knapsack(j, n, d.usage[d.usageStart[j] + k]);
    return own + this.search(j, n, 0, a);
  }

  /** Value of the last bundle at these prices; it is often still the best. */
  private valueOfLast(j: number, prices: Float64Array): number {
    const { profit, row, load, slotStart } = this.d;
    const s0 = slotStart[j];
    let value = 0;
    for (let q = 0; q < this.count[j]; q++) {
      const a = this.chosen[s0 + q];
      value += profit[a] - prices[row[a]] - load[s0 + q];
    }
    return value > 0 ? value : 0;
  }

  /**
   * Writes the pairs worth looking at to `item` and `gain`, by falling gain, and returns how many. Left out is what no
   * bundle better than `known` can hold: with the dearest others in the other slots, or with the rest of the first limit
   * spent at the best gain per minute, it would still be worth less.
   */
  private sorted(j: number, prices: Float64Array, known: number, capacity: number): number {
    const d = this.d;
    const { row, profit, usage, load } = d;
    const { item, gain, raw, dense, most } = this;
    const from = d.pairStart[j];
    const size = d.pairStart[j + 1] - from;
    const s0 = d.slotStart[j];
    const others = capacity - 1;
    const byCount = others >= 1 && others < most.length;
    const R = d.resourceStart[j + 1] - d.resourceStart[j];
    const byUse = R === 1 && others >= 1;
    const u0 = d.usageStart[j];
    let tops = 0;
    for (let k = 0; k < size; k++) {
      const g = profit[from + k] - prices[row[from + k]];
      raw[k] = g;
      dense[k] = 0;
      if (g <= TINY) continue;
      if (byCount && (tops < others || g > most[tops - 1])) {
        let q = tops < others ? tops++ : tops - 1;
        while (q > 0 && most[q - 1] < g) {
          most[q] = most[q - 1];
          q--;
        }
        most[q] = g;
      }
      if (byUse) dense[k] = g / usage[u0 + k];
    }
    let least = TINY;
    if (byCount) {
      let best = -load[s0];
      for (let q = 0; q < tops; q++) {
        const g = most[q] - load[s0 + q + 1];
        if (g <= 0) break;
        best += g;
      }
      least = Math.max(least, known - best + TINY);
    }
    const limit = byUse ? d.limit[d.resourceStart[j]] : 0;
    if (byUse) this.fraction(u0, size, limit);
    const wanted = known + load[s0] + TINY;
    let n = 0;
    for (let k = 0; k < size; k++) {
      const g = raw[k];
      if (g <= least || (byUse && g + this.atMost(limit - usage[u0 + k]) <= wanted)) continue;
      let q = n++;
      while (q > 0 && gain[q - 1] < g) {
        gain[q] = gain[q - 1];
        item[q] = item[q - 1];
        q--;
      }
      gain[q] = g;
      item[q] = from + k;
    }
    return n;
  }

  /** The fractional knapsack on the first limit, as corner points: the densest pairs until the limit is spent. */
  private fraction(u0: number, size: number, limit: number): void {
    const { dense, raw, cornerUse, cornerGain } = this;
    const { usage } = this.d;
    let corners = 0;
    let use = 0;
    let sum = 0;
    for (;;) {
      let pick = -1;
      let most = 0;
      for (let k = 0; k < size; k++)
        if (dense[k] > most) {
          most = dense[k];
          pick = k;
        }
      // What uses nothing is always in.
      if (pick < 0 || (use >= limit && most < Infinity)) break;
      dense[pick] = 0;
      use += usage[u0 + pick];
      sum += raw[pick];
      cornerUse[corners] = use;
      cornerGain[corners++] = sum;
    }
    this.corners = corners;
  }

  /** No set of pairs gains more than this within `left` of the first limit. */
  private atMost(left: number): number {
    const { cornerUse, cornerGain, corners } = this;
    let use = 0;
    let sum = 0;
    for (let c = 0; c < corners; c++) {
      if (cornerUse[c] > left) return sum + ((cornerGain[c] - sum) * (left - use)) / (cornerUse[c] - use);
      use = cornerUse[c];
      sum = cornerGain[c];
    }
    return sum;
  }

  private search(j: number, n: number, before: number, first = -1): number {
    if (this.isLarge[j] === 1) return this.searchLarge(j, n, before, first);
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
    const people = d.people[j] - d.ghosts[j];
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
    let top = before;
    let size = before > 0 ? this.count[j] : 0;
    for (let q = 0; q < size; q++) best[q] = this.chosen[s0 + q];
    let m = 0;
    let q = 0;
    let v = 0;
    if (first >= 0) {
      // A forced pair takes the first slot; only its own gain is not in the value.
      stack[0] = first;
      v = -load[s0];
      for (let r = 0; r < R; r++) used[r] = usage[ub + (first - b) * R + r];
      top = v;
      m = 1;
    }
    const root = m;
    let relaxed = false;
    const most = capacity < MANY ? NODES : NODES_OF_LARGE;
    let nodes = 0;
    const knapsack = R === 1 && first < 0;
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
          if (++nodes > most) {
            relaxed = capacity < MANY;
            if (relaxed) break;
            this.isLarge[j] = 1;
            return this.searchLarge(j, n, before, first);
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
          if (ok && team && m >= people) {
            nodes += NODES_OF_TEAM;
            ok = teamCanHold(d, j, stack, 0, m, a, true, STEPS_OF_TEAM);
          }
          if (ok) {
            stack[m] = a;
            place[m] = q;
            value[m] = v;
            v += own;
            for (let r = 0; r < R; r++) used[r] += usage[ub + k * R + r];
            m++;
            if (knapsack && v + this.atMost(limit0 - used[0]) <= top + TINY) q = n;
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
      if (m === root) break;
      m--;
      const k = stack[m] - b;
      for (let r = 0; r < R; r++) used[r] -= usage[ub + k * R + r];
      q = place[m] + 1;
      v = value[m];
    }
    if (first < 0) {
      for (let z = 0; z < size; z++) this.chosen[s0 + z] = best[z];
      this.count[j] = size;
    }
    if (!relaxed) return top;
    this.inexact++;
    return Math.max(top, relaxedBundle(d, j, this.item, this.gain, n));
  }

  private searchLarge(j: number, n: number, before: number, first: number): number {
    const { large, chosen, d } = this;
    const s0 = d.slotStart[j];
    const known = first < 0 && before > 0 ? this.count[j] : 0;
    for (let q = 0; q < known; q++) large.best[q] = chosen[s0 + q];
    const { size, exact, atMost } = large.solve(
      j,
      this.item,
      this.gain,
      n,
      first,
      first < 0 ? before : -Infinity,
      known,
    );
    if (first < 0) {
      for (let z = 0; z < size; z++) chosen[s0 + z] = large.best[z];
      this.count[j] = size;
    }
    if (!exact) this.inexact++;
    return atMost;
  }

  /** One resource, no conflicts, no load, no binding capacity: dynamic programming over the limit (less `taken0`). */
  private knapsack(j: number, n: number, taken0 = -1): number {
    const d = this.d;
    const { item, gain } = this;
    const b = d.pairStart[j];
    const ub = d.usageStart[j];
    const limit = d.limit[d.resourceStart[j]] - Math.max(0, taken0);
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
    if (taken0 >= 0) return table[limit];
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
