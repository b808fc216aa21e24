import type { FlowState } from './flow-state';
import { Heap } from './heap';

/** No node. */
export const NONE = -1;

/** Nodes that a search has reached: distances (Infinity where it was not), and the pair by which it came. */
export class Front {
  readonly needAt: number[] = [];
  readonly needBy: number[] = [];
  readonly volunteerAt: number[] = [];
  readonly volunteerBy: number[] = [];
  needs: number[] = [];
  volunteers: number[] = [];

  /** Makes room for so many needs and volunteers. */
  grow(needs: number, volunteers: number): void {
    while (this.needAt.length < needs) this.needBy[this.needAt.push(Infinity) - 1] = NONE;
    while (this.volunteerAt.length < volunteers) this.volunteerBy[this.volunteerAt.push(Infinity) - 1] = NONE;
  }

  clear(): void {
    for (const i of this.needs) this.needAt[i] = Infinity;
    for (const j of this.volunteers) this.volunteerAt[j] = Infinity;
    this.needs = [];
    this.volunteers = [];
  }
}

/** Pairs along a way, to be taken into the plan and out of it. */
export interface Path {
  comes: number[];
  goes: number[];
}

/** Shortest paths in the residual network of a plan, on reduced costs. */
export class FlowSearch {
  /** What the search has reached, and the best way out of it. */
  front = new Front();
  best = Infinity;
  exitNeed = NONE;
  exitVolunteer = NONE;
  /** What a second search can meet (see `FlowPrices`). */
  private other = new Front();
  private readonly heap = new Heap();

  constructor(private readonly state: FlowState) {}

  /** Forgets the search before. */
  begin(): void {
    this.heap.clear();
    const { needs, volunteers } = this.state.book;
    this.front.clear();
    for (const front of [this.front, this.other]) front.grow(needs.length, volunteers.length);
    this.best = Infinity;
    this.exitNeed = this.exitVolunteer = NONE;
  }

  /** Puts what has been reached aside, for the next search to meet; returns it. */
  turn(): Front {
    const { front } = this;
    this.front = this.other;
    return (this.other = front);
  }

  reachNeed(i: number, distance: number, by: number): void {
    const { front } = this;
    if (distance >= front.needAt[i]) return;
    if (front.needAt[i] === Infinity) front.needs.push(i);
    front.needAt[i] = distance;
    front.needBy[i] = by;
    this.heap.push(distance, 2 * i);
  }

  reachVolunteer(j: number, distance: number, by: number): void {
    const { front } = this;
    if (distance >= front.volunteerAt[j]) return;
    if (front.volunteerAt[j] === Infinity) front.volunteers.push(j);
    front.volunteerAt[j] = distance;
    front.volunteerBy[j] = by;
    this.heap.push(distance, 2 * j + 1);
  }

  exit(distance: number, need: number, volunteer: number): void {
    if (distance >= this.best) return;
    this.best = distance;
    this.exitNeed = need;
    this.exitVolunteer = volunteer;
  }

  /**
   * From a seat that wants somebody to a place that is free, or to a seat that can stay open. `meet`: is told of every
   * step over a pair into a node that the other front has reached, with the length of the whole way.
   */
  forward(limit: number, meet?: (length: number, pair: number) => void): void {
    const { heap, front, other, state } = this;
    const { book, u, v, used } = state;
    while (heap.size > 0 && heap.least < Math.min(this.best, limit)) {
      const d = heap.least;
      const x = heap.pop();
      const n = x >> 1;
      if ((x & 1) === 0) {
        if (d > front.needAt[n]) continue;
        this.exit(d + book.needs[n].penalty - u[n], n, NONE);
        for (const p of state.ofNeed[n]) {
          const j = book.volunteer[p];
          const to = d + book.cost[p] + v[j] - u[n];
          const met = meet !== undefined && other.volunteerAt[j] < Infinity;
          if ((!met && to >= this.best) || to >= front.volunteerAt[j] || used[p] || state.capacity(j) <= 0) continue;
          if (met) meet(to + other.volunteerAt[j], p);
          if (to < this.best) this.reachVolunteer(j, to, p);
        }
      } else {
        if (d > front.volunteerAt[n]) continue;
        if (state.held[n].length < state.capacity(n))
          this.exit(d + state.load(n, state.held[n].length) - v[n], NONE, n);
        for (const p of state.held[n]) {
          const to = d + u[book.need[p]] - book.cost[p] - v[n];
          if (meet !== undefined && other.needAt[book.need[p]] < Infinity) meet(to + other.needAt[book.need[p]], p);
          if (to < this.best) this.reachNeed(book.need[p], to, p);
        }
      }
    }
  }

  /**
   * From a place that wants a pair (or a need with one too many), against the flow, to an open seat or a place to give up.
   * Ways out are looked for as soon as a node is reached: the first limit, what a place is worth, is far, and much that
   * lies within it need not be walked.
   */
  backward(vacant: number): void {
    const { heap, front, state } = this;
    const { book, u, v, used } = state;
    while (heap.size > 0 && heap.least < this.best) {
      const d = heap.least;
      const x = heap.pop();
      const n = x >> 1;
      if ((x & 1) === 0) {
        if (d > front.needAt[n]) continue;
        if (state.open[n] > 0) this.exit(d, n, NONE);
        for (const p of state.usedBy[n]) {
          const j = book.volunteer[p];
          const to = d + u[n] - book.cost[p] - v[j];
          if (to >= this.best || to >= front.volunteerAt[j]) continue;
          this.reachVolunteer(j, to, p);
          if (j !== vacant) this.exit(to + v[j] - state.load(j, state.held[j].length - 1), NONE, j);
        }
      } else {
        if (d > front.volunteerAt[n]) continue;
        const places = state.held[n].length;
        if (n !== vacant && places > 0) this.exit(d + v[n] - state.load(n, places - 1), NONE, n);
        for (const p of state.ofVolunteer[n]) {
          const i = book.need[p];
          const to = d + book.cost[p] + v[n] - u[i];
          if (to >= this.best || to >= front.needAt[i] || used[p]) continue;
          this.reachNeed(i, to, p);
          if (state.open[i] > 0) this.exit(to, i, NONE);
        }
      }
    }
  }

  /** What a forward search found, from a node it reached back to the need or volunteer it began at. */
  pathTo(need: number, volunteer: number): Path {
    const { front } = this;
    const { book } = this.state;
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
  pathFrom(need: number, volunteer: number, { needBy, volunteerBy }: Front): Path {
    const { book } = this.state;
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
