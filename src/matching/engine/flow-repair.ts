import { type Book, FREE } from './book';
import { Heap } from './heap';
import { ProblemError } from './problem';

/** A pair forced into an optimal plan: what it costs, and what moves. */
export interface Forced {
  pair: number;
  price: number;
  comes: number[];
  goes: number[];
}

/** No node. */
const NONE = -1;

/** Nodes that a search has reached: distances (Infinity where it was not), and the pair by which it came. */
class Front {
  readonly needAt: number[] = [];
  readonly needBy: number[] = [];
  readonly volunteerAt: number[] = [];
  readonly volunteerBy: number[] = [];
  needs: number[] = [];
  volunteers: number[] = [];

  clear(): void {
    for (const i of this.needs) this.needAt[i] = Infinity;
    for (const j of this.volunteers) this.volunteerAt[j] = Infinity;
    this.needs = [];
    this.volunteers = [];
  }
}

/**
 * An optimal plan of a plain book that is kept optimal while the book changes: successive shortest paths on kept
 * potentials (Ahuja, Magnanti, Orlin 1993, chapter 9), so an event costs a search or two of what lies near it.
 *
 * u of a need is what one seat more costs, v of a volunteer what one place of it is worth. Between events
 *
 *   cost + v − u  ≥ 0 for pairs not used, ≤ 0 for pairs used;     u ≤ penalty, = penalty where a seat is open;
 *   load(n − 1) ≤ v ≤ load(n) for a volunteer with n pairs (no upper limit when it is full),
 *
 * which makes plan and potentials optimal. An event breaks some of it; `settle…` lets go what contradicts, and `heal`
 * sends each seat or place that is left over along a shortest path. Pairs that are pinned or accepted take their seat and
 * their place out of the game.
 */
export class FlowRepair {
  /** Pairs used and not fixed, by volunteer and by need. */
  readonly held: number[][] = [];
  readonly usedBy: number[][] = [];
  /** Fixed pairs, the same. */
  readonly fixedOf: number[][] = [];
  readonly fixedBy: number[][] = [];
  private readonly used: boolean[] = [];
  /** Seats that stay open because filling them does not pay. */
  private readonly open: number[] = [];
  private readonly u: number[] = [];
  private readonly v: number[] = [];
  /** Pairs that can be used, by need and volunteer: of several for the same two the cheapest. */
  private readonly ofNeed: number[][] = [];
  private readonly ofVolunteer: number[][] = [];

  // Search: what it has reached, and the best way out of it.
  private readonly heap = new Heap();
  private front = new Front();
  /** What a second search can meet (see `force`). */
  private other = new Front();
  private best = Infinity;
  private exitNeed = NONE;
  private exitVolunteer = NONE;

  private log: number[] = [];

  // What is left over.
  private vacant = new Set<number>();
  private wanting = new Set<number>();

  /**
   * `pairs`, `prices`: a plan and seat prices by need, of a flow; when they are not optimal, they are a start.
   * @throws ProblemError `contradictory_pins`
   */
  constructor(
    private readonly book: Book,
    pairs: ArrayLike<number>,
    prices: ArrayLike<number>,
  ) {
    for (let j = 0; j < book.volunteers.length; j++) this.knowVolunteer(j);
    for (let i = 0; i < book.needs.length; i++) {
      this.knowNeed(i);
      this.u[i] = book.needs[i].penalty - (i < prices.length ? prices[i] : 0);
    }
    for (let p = 0; p < book.need.length; p++) if (book.fixed[p] !== FREE) this.fix(p);
    for (let i = 0; i < book.needs.length; i++) this.list(i);
    for (let x = 0; x < pairs.length; x++) {
      const p = pairs[x];
      if (!this.usable(p)) continue;
      const free = this.usedBy[book.need[p]].length < this.seats(book.need[p]);
      if (free && this.held[book.volunteer[p]].length < this.capacity(book.volunteer[p])) this.use(p);
    }
    for (let j = 0; j < book.volunteers.length; j++) this.settleVolunteer(j);
    for (let i = 0; i < book.needs.length; i++) {
      this.open[i] = this.u[i] >= book.needs[i].penalty ? this.seats(i) - this.usedBy[i].length : 0;
      this.settleNeed(i);
    }
    this.heal();
    this.log = [];
  }

  /** Chosen pairs, fixed ones included, ascending. */
  pairs(): number[] {
    return [...this.usedBy.flat(), ...this.fixedBy.flat()].sort((a, b) => a - b);
  }

  /** The certificate: price of a seat by need. */
  prices(): Float64Array {
    return Float64Array.from(this.u, (u, i) => (this.book.needs[i].here ? this.book.needs[i].penalty - u : 0));
  }

  get objective(): number {
    const { book } = this;
    let sum = 0;
    for (let i = 0; i < book.needs.length; i++) {
      if (!book.needs[i].here) continue;
      for (const p of this.usedBy[i]) sum += book.cost[p];
      for (const p of this.fixedBy[i]) sum += book.cost[p];
      sum += book.needs[i].penalty * (book.needs[i].seats - this.usedBy[i].length - this.fixedBy[i].length);
    }
    for (let j = 0; j < book.volunteers.length; j++)
      for (let q = this.held[j].length + this.fixedOf[j].length - 1; q >= 0; q--) sum += book.load(j, q);
    return sum;
  }

  // ---- Events: the book has changed, or is about to. Call `heal` after the last of them. ----

  needAdded(i: number): void {
    this.knowNeed(i);
    this.u[i] = this.book.needs[i].penalty;
    this.list(i);
    this.settleNeed(i);
  }

  /** The need's seats, penalty or pairs are others now. */
  needChanged(i: number): void {
    this.list(i);
    const over = this.usedBy[i].length + this.open[i] - this.seats(i);
    this.open[i] -= Math.max(0, Math.min(this.open[i], over));
    this.settleNeed(i);
    while (this.usedBy[i].length > this.seats(i)) this.giveUpSeat(i);
  }

  needGone(i: number): void {
    for (const p of this.ofNeed[i]) remove(this.ofVolunteer[this.book.volunteer[p]], p);
    this.ofNeed[i] = [];
    for (const p of this.usedBy[i].slice()) this.release(p);
    for (const p of this.fixedBy[i].slice()) this.unfix(p);
    this.open[i] = 0;
    this.wanting.delete(i);
  }

  volunteerAdded(j: number): void {
    this.knowVolunteer(j);
    this.v[j] = -Infinity;
    for (const p of this.book.volunteers[j].pairs) this.list(this.book.need[p]);
    this.settleVolunteer(j);
  }

  /** Its capacity, loads or pairs are others now. `needs`: those it had pairs with before. */
  volunteerChanged(j: number, needs: Iterable<number>): void {
    for (const i of new Set([...needs, ...this.book.volunteers[j].pairs.map((p) => this.book.need[p])])) this.list(i);
    this.settleVolunteer(j);
  }

  volunteerGone(j: number): void {
    for (const p of this.ofVolunteer[j]) remove(this.ofNeed[this.book.need[p]], p);
    this.ofVolunteer[j] = [];
    for (const p of this.held[j].slice()) this.release(p);
    for (const p of this.fixedOf[j].slice()) this.unfix(p);
    this.vacant.delete(j);
  }

  /** The two have no pair any more. */
  pairGone(i: number, j: number): void {
    for (const p of this.ofNeed[i].filter((q) => this.book.volunteer[q] === j)) {
      if (this.used[p]) this.release(p);
      remove(this.ofNeed[i], p);
      remove(this.ofVolunteer[j], p);
    }
    for (const p of this.fixedBy[i].filter((q) => this.book.volunteer[q] === j)) this.unfix(p);
    this.settleVolunteer(j);
    this.settleNeed(i);
  }

  /**
   * Pair `p` has to be in the plan.
   * @throws ProblemError `contradictory_pins` naming the pins that leave no room; nothing has changed then
   */
  pairFixed(p: number): void {
    const i = this.book.need[p];
    const j = this.book.volunteer[p];
    this.room(p);
    const same = this.ofNeed[i].find((q) => this.book.volunteer[q] === j);
    const was = same !== undefined && this.used[same];
    if (was) this.unuse(same);
    if (same !== undefined) {
      remove(this.ofNeed[i], same);
      remove(this.ofVolunteer[j], same);
    }
    this.fix(p);
    if (was) return; // the same seat and the same place as before: nothing is left over
    this.settleVolunteer(j);
    if (this.usedBy[i].length + this.open[i] > this.seats(i)) {
      if (this.open[i] > 0) this.open[i]--;
      else this.giveUpSeat(i);
    }
  }

  /** Mends what events have broken; afterwards the plan is optimal again. */
  heal(): void {
    for (const j of this.vacant) while (this.isVacant(j)) this.fillPlace(j);
    this.vacant.clear();
    for (const i of this.wanting) while (this.usedBy[i].length + this.open[i] < this.seats(i)) this.fillSeat(i);
    this.wanting.clear();
  }

  // ---- Prices ----

  /** Exact price of every pair of a need that is not in the plan, until `most` volunteers are known, cheapest first. */
  cheapest(i: number, most: number): Forced[] {
    return this.force(
      i,
      this.ofNeed[i].filter((p) => !this.used[p] && this.capacity(this.book.volunteer[p]) > 0),
      most,
    );
  }

  /** Exact price of one pair that is not in the plan; null when its volunteer has no place. */
  price(p: number): Forced | null {
    return this.force(this.book.need[p], [p], 1)[0] ?? null;
  }

  /** Whether the pair is one the plan may use. */
  usable(p: number): boolean {
    return this.ofNeed[this.book.need[p]].includes(p);
  }

  isUsed(p: number): boolean {
    return this.used[p] === true || this.book.fixed[p] !== FREE;
  }

  /**
   * A pair (i, j) more means somebody less for i: a way from j to i. Either it leads through the root: from j to a free
   * place or a seat that can stay open, and from an open seat or a place given up to i; the second half, `home`, is one
   * search for all pairs. Or it does not: then it either is within reach of that search, or goes on from the search
   * from j, which ends where the first way does, with a step into it.
   */
  private force(i: number, pairs: readonly number[], most: number): Forced[] {
    const { book } = this;
    if (this.seats(i) <= 0) return []; // every seat is pinned or accepted
    const slack = (p: number) => book.cost[p] + this.v[book.volunteer[p]] - this.u[i];
    const order = pairs
      .filter((p) => this.capacity(book.volunteer[p]) > 0)
      .sort((a, b) => slack(a) - slack(b) || a - b);
    this.begin();
    this.reachNeed(i, 0, NONE);
    this.backward(NONE);
    const home = this.best;
    const back = this.front;
    const way = this.pathFrom(this.exitNeed, this.exitVolunteer, back);
    this.front = this.other;
    this.other = back;

    const found: Forced[] = [];
    for (const p of order) {
      const j = book.volunteer[p];
      const limit = found.length < most ? Infinity : found[most - 1].price;
      let shortest = back.volunteerAt[j];
      let over = NONE;
      this.begin();
      this.reachVolunteer(j, 0, NONE);
      this.forward(limit - slack(p) - home, (length, pair) => {
        if (length >= shortest) return;
        shortest = length;
        over = pair;
      });
      const round = this.best + home;
      const price = slack(p) + Math.min(shortest, round);
      if (price >= limit) continue;
      let path: Path[];
      if (round < shortest) path = [this.pathTo(this.exitNeed, this.exitVolunteer), way];
      else if (over === NONE) path = [this.pathFrom(NONE, j, back)];
      else if (this.used[over])
        path = [
          this.pathTo(NONE, book.volunteer[over]),
          { comes: [], goes: [over] },
          this.pathFrom(book.need[over], NONE, back),
        ];
      else
        path = [
          this.pathTo(book.need[over], NONE),
          { comes: [over], goes: [] },
          this.pathFrom(NONE, book.volunteer[over], back),
        ];
      found.push({ pair: p, price, comes: [p, ...path.flatMap((x) => x.comes)], goes: path.flatMap((x) => x.goes) });
      found.sort((a, b) => a.price - b.price || a.pair - b.pair);
      found.length = Math.min(found.length, most);
    }
    return found;
  }

  // ---- The plan ----

  private knowNeed(i: number): void {
    this.usedBy[i] = [];
    this.fixedBy[i] = [];
    this.ofNeed[i] = [];
    this.open[i] = 0;
    for (const front of [this.front, this.other]) {
      front.needAt[i] = Infinity;
      front.needBy[i] = NONE;
    }
  }

  private knowVolunteer(j: number): void {
    this.held[j] = [];
    this.fixedOf[j] = [];
    this.ofVolunteer[j] = [];
    this.v[j] = -Infinity;
    for (const front of [this.front, this.other]) {
      front.volunteerAt[j] = Infinity;
      front.volunteerBy[j] = NONE;
    }
  }

  private seats(i: number): number {
    return this.book.needs[i].here ? this.book.needs[i].seats - this.fixedBy[i].length : 0;
  }

  private capacity(j: number): number {
    return this.book.volunteers[j].here ? this.book.volunteers[j].capacity - this.fixedOf[j].length : 0;
  }

  /** Load of the q-th pair that is not fixed. */
  private load(j: number, q: number): number {
    return this.book.load(j, this.fixedOf[j].length + q);
  }

  /** Reads the need's pairs anew: the cheapest for each volunteer, none where one is fixed. Lets go what is not there. */
  private list(i: number): void {
    const { book } = this;
    const before = this.ofNeed[i];
    const cheapest = new Map<number, number>();
    const fixed = new Set(this.fixedBy[i].map((p) => book.volunteer[p]));
    if (book.needs[i].here)
      for (const p of book.needs[i].pairs) {
        const j = book.volunteer[p];
        if (fixed.has(j)) continue;
        const other = cheapest.get(j);
        if (other === undefined || book.cost[p] < book.cost[other]) cheapest.set(j, p);
      }
    const now = [...cheapest.values()];
    if (now.length === before.length && now.every((p, x) => p === before[x])) return;
    const stays = new Set(now);
    for (const p of before) {
      if (stays.has(p)) continue;
      if (this.used[p]) this.release(p);
      remove(this.ofVolunteer[book.volunteer[p]], p);
    }
    const was = new Set(before);
    for (const p of now) if (!was.has(p)) this.ofVolunteer[book.volunteer[p]].push(p);
    this.ofNeed[i] = now;
  }

  /** Pairs that have come (p) and gone (~p) since the last time, in order. */
  takeLog(): number[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  private use(p: number): void {
    this.log.push(p);
    this.used[p] = true;
    this.held[this.book.volunteer[p]].push(p);
    this.usedBy[this.book.need[p]].push(p);
  }

  private unuse(p: number): void {
    this.log.push(~p);
    this.used[p] = false;
    remove(this.held[this.book.volunteer[p]], p);
    remove(this.usedBy[this.book.need[p]], p);
  }

  /** Lets a pair go; its seat and its place are left over. */
  private release(p: number): void {
    this.unuse(p);
    this.vacant.add(this.book.volunteer[p]);
    this.wanting.add(this.book.need[p]);
  }

  private room(p: number): void {
    const i = this.book.need[p];
    const j = this.book.volunteer[p];
    if (this.seats(i) <= 0)
      throw new ProblemError('contradictory_pins', { rule: 'seats', pair: p, others: this.fixedBy[i].slice() });
    if (this.capacity(j) <= 0)
      throw new ProblemError('contradictory_pins', { rule: 'capacity', pair: p, others: this.fixedOf[j].slice() });
  }

  private fix(p: number): void {
    this.room(p);
    this.log.push(p);
    this.fixedOf[this.book.volunteer[p]].push(p);
    this.fixedBy[this.book.need[p]].push(p);
  }

  private unfix(p: number): void {
    const i = this.book.need[p];
    const j = this.book.volunteer[p];
    this.log.push(~p);
    remove(this.fixedOf[j], p);
    remove(this.fixedBy[i], p);
    this.wanting.add(i);
    this.settleVolunteer(j);
  }

  /** Finds a price of the need's seats that no pair contradicts; pairs that are too dear at it are let go. */
  private settleNeed(i: number): void {
    const { book, v } = this;
    const { penalty } = book.needs[i];
    let least = penalty;
    for (const p of this.ofNeed[i]) {
      if (this.used[p] || this.capacity(book.volunteer[p]) === 0) continue;
      const price = book.cost[p] + v[book.volunteer[p]];
      if (price < least) least = price;
    }
    for (const p of this.usedBy[i].slice()) if (book.cost[p] + v[book.volunteer[p]] > least) this.release(p);
    this.u[i] = least;
    if (least < penalty) this.open[i] = 0;
    else this.open[i] = Math.max(this.open[i], this.seats(i) - this.usedBy[i].length);
    this.wanting.add(i);
  }

  /** Finds a price of the volunteer's places; pairs that are worth less are let go. */
  private settleVolunteer(j: number): void {
    const { book, u } = this;
    const held = this.held[j];
    const worth = (p: number) => u[book.need[p]] - book.cost[p];
    held.sort((a, b) => worth(b) - worth(a) || a - b);
    while (held.length > Math.max(0, this.capacity(j))) this.release(held[held.length - 1]);
    let least = -Infinity;
    for (const p of this.ofVolunteer[j]) if (!this.used[p]) least = Math.max(least, worth(p));
    if (this.capacity(j) <= 0) least = -Infinity;
    while (held.length > 0) {
      const last = worth(held[held.length - 1]);
      if (last >= Math.max(least, this.load(j, held.length - 1))) break;
      this.release(held[held.length - 1]);
      least = Math.max(least, last);
    }
    const n = held.length;
    this.v[j] = Math.max(least, n > 0 ? this.load(j, n - 1) : -Infinity);
    // With nothing to hold it up, a place costs what the next pair would.
    if (n < this.capacity(j) && this.v[j] < this.load(j, n))
      this.v[j] = Math.min(this.load(j, n), n > 0 ? worth(held[n - 1]) : Infinity);
    this.vacant.add(j);
  }

  private isVacant(j: number): boolean {
    const n = this.held[j].length;
    return n < this.capacity(j) && this.v[j] > this.load(j, n);
  }

  // ---- Shortest paths ----

  private fillSeat(i: number): void {
    this.begin();
    this.reachNeed(i, 0, NONE);
    this.forward(Infinity);
    if (this.exitNeed !== NONE) this.open[this.exitNeed]++;
    this.move(1);
    this.follow(this.pathTo(this.exitNeed, this.exitVolunteer));
  }

  private fillPlace(j: number): void {
    this.begin();
    // Leaving the place empty, at the price of its load, is one way.
    this.best = this.v[j] - this.load(j, this.held[j].length);
    this.exitVolunteer = j;
    this.reachVolunteer(j, 0, NONE);
    this.backward(j);
    if (this.exitNeed !== NONE) this.open[this.exitNeed]--;
    this.move(-1);
    this.follow(this.pathFrom(this.exitNeed, this.exitVolunteer, this.front));
  }

  /** The need has one pair too many. */
  private giveUpSeat(i: number): void {
    this.begin();
    this.reachNeed(i, 0, NONE);
    this.backward(NONE);
    if (this.exitNeed !== NONE) this.open[this.exitNeed]--;
    this.move(-1);
    this.follow(this.pathFrom(this.exitNeed, this.exitVolunteer, this.front));
  }

  private follow({ comes, goes }: Path): void {
    for (const p of goes) this.unuse(p);
    for (const p of comes) this.use(p);
  }

  private begin(): void {
    this.heap.clear();
    this.front.clear();
    this.best = Infinity;
    this.exitNeed = this.exitVolunteer = NONE;
  }

  /** Moves the potentials of what lies nearer than the exit, up (1) or down (−1), by what it is nearer. */
  private move(sign: number): void {
    const { best, front } = this;
    for (const i of front.needs) if (front.needAt[i] < best) this.u[i] += sign * (best - front.needAt[i]);
    for (const j of front.volunteers)
      if (front.volunteerAt[j] < best) this.v[j] += sign * (best - front.volunteerAt[j]);
  }

  private reachNeed(i: number, distance: number, by: number): void {
    const { front } = this;
    if (distance >= front.needAt[i]) return;
    if (front.needAt[i] === Infinity) front.needs.push(i);
    front.needAt[i] = distance;
    front.needBy[i] = by;
    this.heap.push(distance, 2 * i);
  }

  private reachVolunteer(j: number, distance: number, by: number): void {
    const { front } = this;
    if (distance >= front.volunteerAt[j]) return;
    if (front.volunteerAt[j] === Infinity) front.volunteers.push(j);
    front.volunteerAt[j] = distance;
    front.volunteerBy[j] = by;
    this.heap.push(distance, 2 * j + 1);
  }

  private exit(distance: number, need: number, volunteer: number): void {
    if (distance >= this.best) return;
    this.best = distance;
    this.exitNeed = need;
    this.exitVolunteer = volunteer;
  }

  /**
   * From a seat that wants somebody to a place that is free, or to a seat that can stay open. `meet`: is told of every
   * step over a pair into a node that the other front has reached, with the length of the whole way.
   */
  private forward(limit: number, meet?: (length: number, pair: number) => void): void {
    const { book, heap, front, other, u, v, used } = this;
    while (heap.size > 0 && heap.least < Math.min(this.best, limit)) {
      const d = heap.least;
      const x = heap.pop();
      const n = x >> 1;
      if ((x & 1) === 0) {
        if (d > front.needAt[n]) continue;
        this.exit(d + book.needs[n].penalty - u[n], n, NONE);
        for (const p of this.ofNeed[n]) {
          const j = book.volunteer[p];
          const to = d + book.cost[p] + v[j] - u[n];
          const met = meet !== undefined && other.volunteerAt[j] < Infinity;
          if ((!met && to >= this.best) || to >= front.volunteerAt[j] || used[p] || this.capacity(j) <= 0) continue;
          if (met) meet(to + other.volunteerAt[j], p);
          if (to < this.best) this.reachVolunteer(j, to, p);
        }
      } else {
        if (d > front.volunteerAt[n]) continue;
        if (this.held[n].length < this.capacity(n)) this.exit(d + this.load(n, this.held[n].length) - v[n], NONE, n);
        for (const p of this.held[n]) {
          const to = d + u[book.need[p]] - book.cost[p] - v[n];
          if (meet !== undefined && other.needAt[book.need[p]] < Infinity) meet(to + other.needAt[book.need[p]], p);
          if (to < this.best) this.reachNeed(book.need[p], to, p);
        }
      }
    }
  }

  /** From a place that wants a pair (or a need with one too many), against the flow, to an open seat or a place to give up. */
  private backward(vacant: number): void {
    const { book, heap, front, u, v, used } = this;
    while (heap.size > 0 && heap.least < this.best) {
      const d = heap.least;
      const x = heap.pop();
      const n = x >> 1;
      if ((x & 1) === 0) {
        if (d > front.needAt[n]) continue;
        if (this.open[n] > 0) this.exit(d, n, NONE);
        for (const p of this.usedBy[n]) {
          const to = d + u[n] - book.cost[p] - v[book.volunteer[p]];
          if (to < this.best) this.reachVolunteer(book.volunteer[p], to, p);
        }
      } else {
        if (d > front.volunteerAt[n]) continue;
        const places = this.held[n].length;
        if (n !== vacant && places > 0) this.exit(d + v[n] - this.load(n, places - 1), NONE, n);
        for (const p of this.ofVolunteer[n]) {
          const to = d + book.cost[p] + v[n] - u[book.need[p]];
          if (to < this.best && to < front.needAt[book.need[p]] && !used[p]) this.reachNeed(book.need[p], to, p);
        }
      }
    }
  }

  /** What a forward search found, from a node it reached back to the need or volunteer it began at. */
  private pathTo(need: number, volunteer: number): Path {
    const { book, front } = this;
    const path: Path = { comes: [], goes: [] };
    let i = need;
    let j = volunteer;
    for (;;) {
      const p = i === NONE ? front.volunteerBy[j] : front.needBy[i];
      if (p === NONE) return path;
      if (i === NONE) {
        path.comes.push(p);
        i = book.need[p];
      } else {
        path.goes.push(p);
        j = book.volunteer[p];
        i = NONE;
      }
    }
  }

  /** What a backward search found, from a node it reached on to the need or volunteer it began at. */
  private pathFrom(need: number, volunteer: number, { needBy, volunteerBy }: Front): Path {
    const { book } = this;
    const path: Path = { comes: [], goes: [] };
    let i = need;
    let j = volunteer;
    for (;;) {
      const p = i === NONE ? volunteerBy[j] : needBy[i];
      if (p === NONE) return path;
      if (i === NONE) {
        path.goes.push(p);
        i = book.need[p];
      } else {
        path.comes.push(p);
        j = book.volunteer[p];
        i = NONE;
      }
    }
  }
}

interface Path {
  comes: number[];
  goes: number[];
}

function remove(list: number[], item: number): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
