import { type Instance, wordsOf } from './instance';

/**
 * A plan under construction on an instance, always within every limit except minimums, with its objective kept up to
 * date. Adding, removing and asking `can` cost the size of one bundle.
 */
export class State {
  readonly held: Int32Array; // pairs of volunteer j: held[slotStart[j]] … + count[j]
  readonly count: Int32Array;
  readonly position: Int32Array; // place of a pair in its bundle, −1 when not in
  readonly filled: Int32Array;
  /** The option a need is held at, −1 while nobody holds it. */
  readonly chosenRow: Int32Array;
  /** Pairs that `clean` may not take out (pins), and how many of them each need has. */
  readonly fixed: Uint8Array;
  readonly fixedOf: Int32Array;
  private readonly used: Int32Array; // by resource
  objective = 0;

  constructor(readonly instance: Instance) {
    const d = instance;
    this.held = new Int32Array(d.slotStart[d.volunteers]);
    this.count = new Int32Array(d.volunteers);
    this.position = new Int32Array(d.size).fill(-1);
    this.filled = new Int32Array(d.needs);
    this.chosenRow = new Int32Array(d.needs).fill(-1);
    this.fixed = new Uint8Array(d.size);
    this.fixedOf = new Int32Array(d.needs);
    this.used = new Int32Array(d.resourceStart[d.volunteers]);
    for (let i = 0; i < d.needs; i++) this.objective += d.penalty[i] * d.seats[i];
  }

  free(resource: number): number {
    return this.instance.limit[resource] - this.used[resource];
  }

  can(a: number): boolean {
    const d = this.instance;
    const i = d.need[a];
    if (this.position[a] >= 0 || this.filled[i] >= d.seats[i]) return false;
    if (this.chosenRow[i] >= 0 && this.chosenRow[i] !== d.row[a]) return false;
    return this.canHold(a);
  }

  /** As `can`, looking at the volunteer alone. */
  canHold(a: number): boolean {
    const d = this.instance;
    const j = d.volunteer[a];
    const n = this.count[j];
    if (n >= d.capacity[j]) return false;
    const k = a - d.pairStart[j];
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    const u0 = d.usageStart[j] + k * R;
    for (let r = 0; r < R; r++) if (this.used[r0 + r] + d.usage[u0 + r] > d.limit[r0 + r]) return false;
    const bits = d.clashStart[j] + k * d.words[j];
    const s = d.slotStart[j];
    const b = d.pairStart[j];
    for (let q = 0; q < n; q++) {
      const y = this.held[s + q] - b;
      if ((d.clash[bits + (y >> 5)] >>> (y & 31)) & 1) return false;
    }
    return d.teamStart[j] < 0 || n + d.ghosts[j] < d.people[j] || teamCanHold(d, j, this.held, s, n, a);
  }

  add(a: number): void {
    const d = this.instance;
    const j = d.volunteer[a];
    const i = d.need[a];
    const n = this.count[j]++;
    this.position[a] = n;
    this.held[d.slotStart[j] + n] = a;
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    const u0 = d.usageStart[j] + (a - d.pairStart[j]) * R;
    for (let r = 0; r < R; r++) this.used[r0 + r] += d.usage[u0 + r];
    this.filled[i]++;
    this.chosenRow[i] = d.row[a];
    this.objective += d.cost[a] + d.load[d.slotStart[j] + n] - d.penalty[i];
  }

  remove(a: number): void {
    const d = this.instance;
    const j = d.volunteer[a];
    const i = d.need[a];
    const n = --this.count[j];
    const s = d.slotStart[j];
    const q = this.position[a];
    const last = this.held[s + n];
    this.held[s + q] = last;
    this.position[last] = q;
    this.position[a] = -1;
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    const u0 = d.usageStart[j] + (a - d.pairStart[j]) * R;
    for (let r = 0; r < R; r++) this.used[r0 + r] -= d.usage[u0 + r];
    if (--this.filled[i] === 0) this.chosenRow[i] = -1;
    this.objective += d.penalty[i] - d.cost[a] - d.load[s + n];
  }

  /** Needs hold their pins alone, or at least their minimum. */
  isBroken(i: number): boolean {
    return this.filled[i] > this.fixedOf[i] && this.filled[i] < this.instance.minimum[i];
  }

  /** Whether enough others can still take the need to lift it to its minimum. */
  couldReach(i: number): boolean {
    const d = this.instance;
    let missing = d.minimum[i] - this.filled[i];
    let before = -1;
    for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]] && missing > 0; e++) {
      const a = d.rowPairs[e];
      if (d.volunteer[a] === before || !this.can(a)) continue;
      before = d.volunteer[a];
      missing--;
    }
    return missing <= 0;
  }

  /** Lifts a need to its minimum as far as others can take it. */
  complete(i: number): void {
    const d = this.instance;
    for (
      let e = d.rowPairStart[d.rowStart[i]];
      e < d.rowPairStart[d.rowStart[i + 1]] && this.filled[i] < d.minimum[i];
      e++
    )
      if (this.can(d.rowPairs[e])) this.add(d.rowPairs[e]);
  }

  /** Completes a need that is below its minimum, or takes its volunteers out again. */
  mend(i: number): void {
    const d = this.instance;
    if (!this.isBroken(i)) return;
    this.complete(i);
    const from = d.rowPairStart[d.rowStart[i]];
    const to = d.rowPairStart[d.rowStart[i + 1]];
    if (this.filled[i] < d.minimum[i])
      for (let e = from; e < to; e++) {
        const a = d.rowPairs[e];
        if (this.position[a] >= 0 && this.fixed[a] === 0) this.remove(a);
      }
  }

  /** Gives the free seats of a need to the cheapest volunteers who can take them. Never leaves it below its minimum. */
  fill(i: number): void {
    const d = this.instance;
    if (this.filled[i] >= d.seats[i]) return;
    const from = d.rowPairStart[d.rowStart[i]];
    const to = d.rowPairStart[d.rowStart[i + 1]];
    while (this.filled[i] < d.seats[i]) {
      let best = -1;
      let least = Infinity;
      for (let e = from; e < to; e++) {
        const a = d.rowPairs[e];
        if (d.cost[a] < least && this.can(a)) {
          const cost = d.cost[a] + d.load[d.slotStart[d.volunteer[a]] + this.count[d.volunteer[a]]];
          if (cost < least) {
            least = cost;
            best = a;
          }
        }
      }
      if (best < 0 || (least >= d.penalty[i] && (d.minimum[i] === 1 || this.filled[i] >= d.minimum[i]))) break;
      this.add(best);
    }
    if (this.isBroken(i)) {
      this.mend(i);
      if (d.rowStart[i + 1] - d.rowStart[i] > 1 && this.filled[i] === this.fixedOf[i] && this.fixedOf[i] === 0)
        this.fillByOption(i);
    } else this.dropLoss(i);
  }

  /** Tries every option of a need whose first choice could not reach the minimum. */
  private fillByOption(i: number): void {
    const d = this.instance;
    for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) {
      for (let e = d.rowPairStart[r]; e < d.rowPairStart[r + 1] && this.filled[i] < d.seats[i]; e++) {
        const a = d.rowPairs[e];
        if (d.profit[a] > 0 && this.can(a)) this.add(a);
      }
      if (this.filled[i] >= d.minimum[i]) return;
      for (let e = d.rowPairStart[r]; e < d.rowPairStart[r + 1]; e++)
        if (this.position[d.rowPairs[e]] >= 0) this.remove(d.rowPairs[e]);
    }
  }

  /** Takes a need back that costs more than it is worth (possible only with minimums and dear pairs). */
  private dropLoss(i: number): void {
    const d = this.instance;
    if (d.minimum[i] === 1 || this.filled[i] === this.fixedOf[i]) return;
    const before = this.objective;
    const taken: number[] = [];
    for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]]; e++) {
      const a = d.rowPairs[e];
      if (this.position[a] >= 0 && this.fixed[a] === 0) {
        this.remove(a);
        taken.push(a);
      }
    }
    if (this.objective >= before) for (const a of taken) this.add(a);
  }

  /**
   * Mends every minimum, then fills what can be filled, dearest seats first. `tick` may throw between two needs: the
   * plan then keeps every rule, and is only less full.
   */
  clean(order: Int32Array, tick: () => void): void {
    for (let i = 0; i < this.instance.needs; i++) this.mend(i);
    for (let pass = 0; pass < 2; pass++)
      for (let x = 0; x < order.length; x++) {
        if ((x & 63) === 0) tick();
        this.fill(order[x]);
      }
  }

  pairs(): Int32Array {
    const d = this.instance;
    const list: number[] = [];
    for (let a = 0; a < d.size; a++) if (this.position[a] >= 0) list.push(a);
    return Int32Array.from(list);
  }
}

/** Needs by falling penalty, ties in their order. */
export function dearestFirst(instance: Instance): Int32Array {
  const order = new Int32Array(instance.needs);
  for (let i = 0; i < order.length; i++) order[i] = i;
  const { penalty } = instance;
  return order.sort((x, y) => penalty[y] - penalty[x] || x - y);
}

/**
 * Whether a team can hold pair `a` beside the n pairs in held[s …] and what it holds outside the instance: whether they
 * can be divided among its people with no conflict in time for anyone. Exact colouring by backtracking; bundles are small.
 * What takes more than `most` steps is answered with `unclear`: no, for a plan; yes, for a bound.
 */
export function teamCanHold(
  d: Instance,
  j: number,
  held: Int32Array,
  s: number,
  n: number,
  a: number,
  unclear = false,
  most = 100_000,
): boolean {
  const b = d.pairStart[j];
  const W = d.words[j];
  const G = d.ghosts[j];
  const ghostWords = wordsOf(G);
  const pairs = d.pairStart[j + 1] - b;
  const people = d.people[j];
  // Items: ghosts, then a, then the bundle.
  const pairOf = (q: number): number => (q === G ? a : held[s + q - G - 1]) - b;
  const conflict = (x: number, y: number): boolean => {
    const high = Math.max(x, y);
    const low = Math.min(x, y);
    if (low < G) {
      const row = high < G ? pairs + high : pairOf(high);
      return ((d.ghostMask[d.ghostStart[j] + row * ghostWords + (low >> 5)] >>> (low & 31)) & 1) === 1;
    }
    const k = pairOf(low);
    return ((d.team[d.teamStart[j] + pairOf(high) * W + (k >> 5)] >>> (k & 31)) & 1) === 1;
  };
  const items = G + 1 + n;
  let neighbours = 0;
  for (let q = 0; q < items; q++) if (q !== G && conflict(G, q)) neighbours++;
  if (neighbours < people) return true; // some person is free whatever the others do
  const person = new Int32Array(items);
  let steps = 0;
  const place = (q: number, usedPeople: number): boolean => {
    if (q === items) return true;
    if (++steps > most) return unclear;
    for (let c = 0; c < Math.min(people, usedPeople + 1); c++) {
      let free = true;
      for (let z = 0; z < q && free; z++) if (person[z] === c && conflict(q, z)) free = false;
      if (!free) continue;
      person[q] = c;
      if (place(q + 1, Math.max(usedPeople, c + 1))) return true;
    }
    return false;
  };
  return place(0, 0);
}
