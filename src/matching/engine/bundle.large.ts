import type { Instance } from './instance';
import { teamCanHold } from './state';

/** Steps of dividing a bundle among a team before it is taken to be possible. */
const STEPS_OF_TEAM = 200;
/** Pairs looked at in one tree: so many when the last tree of the volunteer came to its end, and so many when not. */
const MOST_WORK = 200_000;
const LEAST_WORK = 25_000;
/** Looking into whether a team can share a bundle counts as so many. */
const WORK_OF_TEAM = 40;
const TINY = 1e-7;
/** For sums of parts that are not whole. */
const SLACK = 1e-9;

/** A best bundle, or the best found and what none exceeds. Its pairs are in `best` of the tree. */
export interface LargeBundle {
  value: number;
  size: number;
  exact: boolean;
  atMost: number;
}

/**
 * The best bundle of a volunteer who can hold many of hundreds of pairs, in which the usual tree gets lost. Pairs that
 * exclude each other are gathered into cliques, and of a clique counts only as much as can be held at one time (one, or
 * as many as a team has people), so that forty pairs on Wednesday afternoon are not hoped for all at once.
 */
export class LargeTree {
  /** Pairs of the last bundle. */
  readonly best: Int32Array;
  /** By volunteer: what the next tree may cost. */
  private readonly work: Int32Array;
  private readonly clique: Int32Array;
  private readonly inClique: Int32Array;
  private readonly seen: Int32Array;
  private readonly taken: Int32Array;
  private readonly stack: Int32Array;
  private readonly place: Int32Array;
  private readonly value: Float64Array;
  /** By limit: what there is of it, and what is left. The last is all of them together, each as a part of the whole. */
  private readonly limits: Float64Array;
  private readonly left: Float64Array;
  private rows = 0;
  private readonly key: Float64Array;
  private use = new Float64Array(0);
  private dense = new Int32Array(0);
  private common = new Int32Array(0);
  private blocked = new Int32Array(0);
  private stamp = 0;
  private spent = 0;

  constructor(
    private readonly d: Instance,
    most: number,
    slots: number,
    resources: number,
  ) {
    this.work = new Int32Array(d.volunteers).fill(MOST_WORK);
    this.clique = new Int32Array(most);
    this.inClique = new Int32Array(most);
    this.seen = new Int32Array(most);
    this.taken = new Int32Array(most);
    this.stack = new Int32Array(slots + 1);
    this.place = new Int32Array(slots + 1);
    this.value = new Float64Array(slots + 1);
    this.best = new Int32Array(slots + 1);
    this.limits = new Float64Array(resources + 1);
    this.left = new Float64Array(resources + 1);
    this.key = new Float64Array(most);
  }

  /**
   * From n pairs `item` by falling `gain`, beside the pair `first` where that is not −1 (whose own gain does not count).
   * `known`: a bundle of `size` pairs in `best` is worth so much.
   */
  solve(
    j: number,
    item: Int32Array,
    gain: Float64Array,
    n: number,
    first: number,
    known: number,
    size: number,
  ): LargeBundle {
    const { d, stack, place, value, best, inClique, left } = this;
    const { usage, load } = d;
    const s0 = d.slotStart[j];
    const capacity = d.capacity[j];
    const b = d.pairStart[j];
    const R = d.resourceStart[j + 1] - d.resourceStart[j];
    const ub = d.usageStart[j];
    const W = d.words[j];
    const cb = d.clashStart[j];
    const team = d.teamStart[j] >= 0;
    const people = d.people[j];
    const free = people - d.ghosts[j];
    const cliques = this.gather(j, item, n);
    inClique.fill(0, 0, cliques);
    if (this.blocked.length < (capacity + 2) * W) this.blocked = new Int32Array((capacity + 2) * W);
    const { blocked } = this;
    blocked.fill(0, 0, W);
    this.weigh(j, item, gain, n);
    const rows = (this.rows = R > 1 ? R + 1 : R);
    for (let r = 0; r < rows; r++) left[r] = this.limits[r];
    const { use } = this;
    let m = 0;
    let v = 0;
    if (first >= 0) {
      stack[0] = first;
      v = -load[s0];
      for (let r = 0; r < R; r++) {
        const u = usage[ub + (first - b) * R + r];
        left[r] -= u;
        if (R > 1 && u > 0) left[R] -= u / this.limits[r];
      }
      for (let w = 0; w < W; w++) blocked[W + w] = d.clash[cb + (first - b) * W + w];
      m = 1;
    }
    const root = m;
    let top = Math.max(known, v);
    this.spent = 0;
    const most = this.work[j];
    const hoped = v + this.most(j, item, gain, n, 0, m, Infinity);
    let exact = true;
    let q = 0;
    for (;;) {
      if (m < capacity && q < n) {
        const k = item[q] - b;
        const at = m * W;
        // What cannot be held beside the rest need not be hoped for.
        if (((blocked[at + (k >> 5)] >>> (k & 31)) & 1) === 1) {
          q++;
          continue;
        }
        if (v + this.most(j, item, gain, n, q, m, top - v + TINY) > top + TINY) {
          if (this.spent > most) {
            exact = false;
            break;
          }
          let ok = true;
          for (let r = 0; r < R && ok; r++) ok = usage[ub + k * R + r] <= left[r];
          if (ok && team && m >= free) {
            this.spent += WORK_OF_TEAM;
            ok = teamCanHold(d, j, stack, 0, m, item[q], true, STEPS_OF_TEAM);
          }
          if (ok) {
            stack[m] = item[q];
            place[m] = q;
            value[m] = v;
            v += gain[q] - load[s0 + m];
            for (let r = 0; r < rows; r++) left[r] -= use[r * n + q];
            inClique[this.clique[q]]++;
            const row = cb + k * W;
            for (let w = 0; w < W; w++) blocked[at + W + w] = blocked[at + w] | d.clash[row + w];
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
      if (m === root) break;
      m--;
      const was = place[m];
      for (let r = 0; r < rows; r++) left[r] += use[r * n + was];
      inClique[this.clique[was]]--;
      q = was + 1;
      v = value[m];
    }
    this.work[j] = exact ? MOST_WORK : LEAST_WORK;
    return {
      value: top,
      size,
      exact,
      atMost: exact ? top : Math.max(top, hoped),
    };
  }

  /** Gathers the pairs into cliques, in their order; returns how many there are. */
  private gather(j: number, item: Int32Array, n: number): number {
    const { d, clique } = this;
    const W = d.words[j];
    const b = d.pairStart[j];
    const team = d.teamStart[j] >= 0;
    const bits = team ? d.team : d.clash;
    const start = team ? d.teamStart[j] : d.clashStart[j];
    if (this.common.length < n * W) this.common = new Int32Array(n * W);
    const { common } = this;
    let cliques = 0;
    for (let q = 0; q < n; q++) {
      const k = item[q] - b;
      const [word, bit] = [k >> 5, k & 31];
      let c = 0;
      while (c < cliques && ((common[c * W + word] >>> bit) & 1) === 0) c++;
      const row = start + k * W;
      if (c === cliques) {
        cliques++;
        for (let w = 0; w < W; w++) common[c * W + w] = bits[row + w];
      } else for (let w = 0; w < W; w++) common[c * W + w] &= bits[row + w];
      clique[q] = c;
    }
    return cliques;
  }

  /** What pairs from the q-th on can add at most to m that are held; ends when that is more than `enough`. */
  private hope(
    j: number,
    item: Int32Array,
    gain: Float64Array,
    n: number,
    q: number,
    m: number,
    enough: number,
  ): number {
    const { d, clique, inClique, seen, taken, blocked } = this;
    const each = d.teamStart[j] >= 0 ? d.people[j] : 1;
    const W = d.words[j];
    const at = m * W;
    const b = d.pairStart[j];
    const slot = d.slotStart[j] + m;
    const stamp = ++this.stamp;
    let left = d.capacity[j] - m;
    let sum = 0;
    let taking = 0;
    let z = q;
    for (; z < n && left > 0 && sum <= enough; z++) {
      const k = item[z] - b;
      if (((blocked[at + (k >> 5)] >>> (k & 31)) & 1) === 1) continue;
      const c = clique[z];
      if (seen[c] !== stamp) {
        seen[c] = stamp;
        taken[c] = inClique[c];
      }
      if (taken[c] >= each) continue;
      const g = gain[z] - d.load[slot + taking];
      if (g <= 0) break;
      taken[c]++;
      taking++;
      left--;
      sum += g;
    }
    this.spent += z - q + 1;
    return sum;
  }

  /** For each limit, and all of them together: the pairs by falling gain for what they use. */
  private weigh(j: number, item: Int32Array, gain: Float64Array, n: number): void {
    const { d, limits } = this;
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    const b = d.pairStart[j];
    const u0 = d.usageStart[j];
    const rows = R > 1 ? R + 1 : R;
    if (this.use.length < rows * n) {
      this.use = new Float64Array(rows * n);
      this.dense = new Int32Array(rows * n);
    }
    const { use, dense, key } = this;
    for (let r = 0; r < rows; r++) {
      limits[r] = r < R ? d.limit[r0 + r] : R + SLACK;
      const at = r * n;
      for (let q = 0; q < n; q++) {
        const u = u0 + (item[q] - b) * R;
        let x = 0;
        if (r < R) x = d.usage[u + r];
        else
          for (let y = 0; y < R; y++)
            if (d.usage[u + y] > 0) x += d.limit[r0 + y] > 0 ? d.usage[u + y] / d.limit[r0 + y] : R + 1;
        use[at + q] = x;
        const density = x > 0 ? gain[q] / x : Infinity;
        let z = q;
        while (z > 0 && key[z - 1] < density) {
          key[z] = key[z - 1];
          dense[at + z] = dense[at + z - 1];
          z--;
        }
        key[z] = density;
        dense[at + z] = q;
      }
    }
  }

  /** What pairs from the q-th on can add at most within what is left of one limit, being divisible; as `hope`. */
  private within(
    j: number,
    item: Int32Array,
    gain: Float64Array,
    n: number,
    q: number,
    m: number,
    r: number,
    enough: number,
  ): number {
    const { d, use, dense, blocked, left } = this;
    const b = d.pairStart[j];
    const at = m * d.words[j];
    const row = r * n;
    let free = left[r];
    let sum = 0;
    let x = 0;
    for (; x < n && sum <= enough; x++) {
      const z = dense[row + x];
      if (z < q) continue;
      const k = item[z] - b;
      if (((blocked[at + (k >> 5)] >>> (k & 31)) & 1) === 1) continue;
      const u = use[row + z];
      if (u > free) {
        sum += (gain[z] * free) / u;
        break;
      }
      sum += gain[z];
      free -= u;
    }
    this.spent += x + 1;
    return sum;
  }

  /** The least of all that limits what pairs from the q-th on can add; more than `enough` is as good as any. */
  private most(
    j: number,
    item: Int32Array,
    gain: Float64Array,
    n: number,
    q: number,
    m: number,
    enough: number,
  ): number {
    let least = this.hope(j, item, gain, n, q, m, enough);
    for (let r = 0; r < this.rows && (least > enough || enough === Infinity); r++)
      least = Math.min(least, this.within(j, item, gain, n, q, m, r, enough));
    return least;
  }
}
