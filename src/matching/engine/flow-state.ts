import type { Book } from './book';
import { ProblemError } from './problem';

/**
 * A plan of a plain book with the potentials that prove it.
 *
 * u of a need is what one seat more costs, v of a volunteer what one place of it is worth. Between events
 *
 *   cost + v − u  ≥ 0 for pairs not used, ≤ 0 for pairs used;     u ≤ penalty, = penalty where a seat is open;
 *   load(n − 1) ≤ v ≤ load(n) for a volunteer with n pairs (no upper limit when it is full),
 *
 * which makes plan and potentials optimal. Where that is broken, `settle…` lets go what contradicts; the seats and places
 * that are left over are noted. Pairs that are pinned or accepted take their seat and their place out of the game.
 */
export class FlowState {
  /** Pairs used and not fixed, by volunteer and by need. */
  readonly held: number[][] = [];
  readonly usedBy: number[][] = [];
  /** Fixed pairs, the same. */
  readonly fixedOf: number[][] = [];
  readonly fixedBy: number[][] = [];
  readonly used: boolean[] = [];
  /** Seats that stay open because filling them does not pay. */
  readonly open: number[] = [];
  readonly u: number[] = [];
  readonly v: number[] = [];
  /** Pairs that can be used, by need and volunteer: of several for the same two the cheapest. */
  readonly ofNeed: number[][] = [];
  readonly ofVolunteer: number[][] = [];
  /** What is left over: volunteers with a place, needs with a seat. */
  readonly vacant = new Set<number>();
  readonly wanting = new Set<number>();

  private log: number[] = [];

  constructor(readonly book: Book) {}

  knowNeed(i: number): void {
    this.usedBy[i] = [];
    this.fixedBy[i] = [];
    this.ofNeed[i] = [];
    this.open[i] = 0;
  }

  knowVolunteer(j: number): void {
    this.held[j] = [];
    this.fixedOf[j] = [];
    this.ofVolunteer[j] = [];
    this.v[j] = -Infinity;
  }

  seats(i: number): number {
    return this.book.needs[i].here ? this.book.needs[i].seats - this.fixedBy[i].length : 0;
  }

  capacity(j: number): number {
    return this.book.volunteers[j].here ? this.book.volunteers[j].capacity - this.fixedOf[j].length : 0;
  }

  /** Load of the q-th pair that is not fixed. */
  load(j: number, q: number): number {
    return this.book.load(j, this.fixedOf[j].length + q);
  }

  /** Reads the need's pairs anew: the cheapest for each volunteer, none where one is fixed. Lets go what is not there. */
  list(i: number): void {
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

  /** The same for a volunteer who is new: its pairs join those of their needs. */
  join(j: number): void {
    const { book } = this;
    const cheapest = new Map<number, number>();
    for (const p of book.volunteers[j].pairs) {
      const i = book.need[p];
      const other = cheapest.get(i);
      if (book.needs[i].here && (other === undefined || book.cost[p] < book.cost[other])) cheapest.set(i, p);
    }
    for (const [i, p] of cheapest) {
      this.ofNeed[i].push(p);
      this.ofVolunteer[j].push(p);
    }
  }

  /** Pairs that have come (p) and gone (~p) since the last time, in order. */
  takeLog(): number[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  use(p: number): void {
    this.log.push(p);
    this.used[p] = true;
    this.held[this.book.volunteer[p]].push(p);
    this.usedBy[this.book.need[p]].push(p);
  }

  unuse(p: number): void {
    this.log.push(~p);
    this.used[p] = false;
    remove(this.held[this.book.volunteer[p]], p);
    remove(this.usedBy[this.book.need[p]], p);
  }

  /** Lets a pair go; its seat and its place are left over. */
  release(p: number): void {
    this.unuse(p);
    this.vacant.add(this.book.volunteer[p]);
    this.wanting.add(this.book.need[p]);
  }

  room(p: number): void {
    const i = this.book.need[p];
    const j = this.book.volunteer[p];
    if (this.seats(i) <= 0)
      throw new ProblemError('contradictory_pins', { rule: 'seats', pair: p, others: this.fixedBy[i].slice() });
    if (this.capacity(j) <= 0)
      throw new ProblemError('contradictory_pins', { rule: 'capacity', pair: p, others: this.fixedOf[j].slice() });
  }

  fix(p: number): void {
    this.room(p);
    this.log.push(p);
    this.fixedOf[this.book.volunteer[p]].push(p);
    this.fixedBy[this.book.need[p]].push(p);
  }

  unfix(p: number): void {
    const i = this.book.need[p];
    const j = this.book.volunteer[p];
    this.log.push(~p);
    remove(this.fixedOf[j], p);
    remove(this.fixedBy[i], p);
    this.wanting.add(i);
    this.settleVolunteer(j);
  }

  /** Finds a price of the need's seats that no pair contradicts; pairs that are too dear at it are let go. */
  settleNeed(i: number): void {
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
  settleVolunteer(j: number): void {
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

  isVacant(j: number): boolean {
    const n = this.held[j].length;
    return n < this.capacity(j) && this.v[j] > this.load(j, n);
  }
}

/** Takes an item out of a list. */
export function remove(list: number[], item: number): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
