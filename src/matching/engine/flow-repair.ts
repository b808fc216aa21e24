import type { Book } from './book';
import { FREE } from './book.lines';
import { FlowPrices, type Forced } from './flow-price';
import { FlowSearch, NONE, type Path } from './flow-search';
import { FlowState, remove } from './flow-state';

/**
 * An optimal plan of a plain book that is kept optimal while the book changes: successive shortest paths on kept
 * potentials (Ahuja, Magnanti, Orlin 1993, chapter 9), so an event costs a search or two of what lies near it. An event
 * breaks some of what makes the plan optimal (see FlowState); `heal` sends each seat or place that is left over along a
 * shortest path.
 */
export class FlowRepair {
  private readonly state: FlowState;
  private readonly search: FlowSearch;
  private readonly priced: FlowPrices;

  /**
   * `pairs`, `prices`: a plan and seat prices by need, of a flow; when they are not optimal, they are a start.
   * @throws ProblemError `contradictory_pins`
   */
  constructor(
    private readonly book: Book,
    pairs: ArrayLike<number>,
    prices: ArrayLike<number>,
  ) {
    const state = (this.state = new FlowState(book));
    this.search = new FlowSearch(state);
    this.priced = new FlowPrices(state, this.search);
    for (let j = 0; j < book.volunteers.length; j++) state.knowVolunteer(j);
    for (let i = 0; i < book.needs.length; i++) {
      state.knowNeed(i);
      state.u[i] = book.needs[i].penalty - (i < prices.length ? prices[i] : 0);
    }
    for (let p = 0; p < book.need.length; p++) if (book.fixed[p] !== FREE) state.fix(p);
    for (let i = 0; i < book.needs.length; i++) state.list(i);
    for (let x = 0; x < pairs.length; x++) {
      const p = pairs[x];
      if (!this.usable(p)) continue;
      const free = state.usedBy[book.need[p]].length < state.seats(book.need[p]);
      if (free && state.held[book.volunteer[p]].length < state.capacity(book.volunteer[p])) state.use(p);
    }
    for (let j = 0; j < book.volunteers.length; j++) state.settleVolunteer(j);
    for (let i = 0; i < book.needs.length; i++) {
      state.open[i] = state.u[i] >= book.needs[i].penalty ? state.seats(i) - state.usedBy[i].length : 0;
      state.settleNeed(i);
    }
    this.heal();
    state.takeLog();
  }

  /** Chosen pairs, fixed ones included, ascending. */
  pairs(): number[] {
    const { state } = this;
    return [...state.usedBy.flat(), ...state.fixedBy.flat()].sort((a, b) => a - b);
  }

  /** The certificate: price of a seat by need. */
  prices(): Float64Array {
    const { book, state } = this;
    return Float64Array.from(state.u, (u, i) => (book.needs[i].here ? book.needs[i].penalty - u : 0));
  }

  get objective(): number {
    const { book, state } = this;
    let sum = 0;
    for (let i = 0; i < book.needs.length; i++) {
      if (!book.needs[i].here) continue;
      for (const p of state.usedBy[i]) sum += book.cost[p];
      for (const p of state.fixedBy[i]) sum += book.cost[p];
      sum += book.needs[i].penalty * (book.needs[i].seats - state.usedBy[i].length - state.fixedBy[i].length);
    }
    for (let j = 0; j < book.volunteers.length; j++)
      for (let q = state.held[j].length + state.fixedOf[j].length - 1; q >= 0; q--) sum += book.load(j, q);
    return sum;
  }

  // ---- Events: the book has changed, or is about to. Call `heal` after the last of them. ----

  needAdded(i: number): void {
    const { book, state } = this;
    state.knowNeed(i);
    state.u[i] = book.needs[i].penalty;
    state.list(i);
    state.settleNeed(i);
  }

  /** The need's seats, penalty or pairs are others now. */
  needChanged(i: number): void {
    const { state } = this;
    state.list(i);
    const over = state.usedBy[i].length + state.open[i] - state.seats(i);
    state.open[i] -= Math.max(0, Math.min(state.open[i], over));
    state.settleNeed(i);
    while (state.usedBy[i].length > state.seats(i)) this.giveUpSeat(i);
  }

  needGone(i: number): void {
    const { book, state } = this;
    for (const p of state.ofNeed[i]) remove(state.ofVolunteer[book.volunteer[p]], p);
    state.ofNeed[i] = [];
    for (const p of state.usedBy[i].slice()) state.release(p);
    for (const p of state.fixedBy[i].slice()) state.unfix(p);
    state.open[i] = 0;
    state.wanting.delete(i);
  }

  volunteerAdded(j: number): void {
    const { state } = this;
    state.knowVolunteer(j);
    state.v[j] = -Infinity;
    state.join(j);
    state.settleVolunteer(j);
  }

  /** Its capacity, loads or pairs are others now. `needs`: those it had pairs with before. */
  volunteerChanged(j: number, needs: Iterable<number>): void {
    const { book, state } = this;
    for (const i of new Set([...needs, ...book.volunteers[j].pairs.map((p) => book.need[p])])) state.list(i);
    state.settleVolunteer(j);
  }

  volunteerGone(j: number): void {
    const { book, state } = this;
    for (const p of state.ofVolunteer[j]) remove(state.ofNeed[book.need[p]], p);
    state.ofVolunteer[j] = [];
    for (const p of state.held[j].slice()) state.release(p);
    for (const p of state.fixedOf[j].slice()) state.unfix(p);
    state.vacant.delete(j);
  }

  /** The two have no pair any more. */
  pairGone(i: number, j: number): void {
    const { book, state } = this;
    for (const p of state.ofNeed[i].filter((q) => book.volunteer[q] === j)) {
      if (state.used[p]) state.release(p);
      remove(state.ofNeed[i], p);
      remove(state.ofVolunteer[j], p);
    }
    for (const p of state.fixedBy[i].filter((q) => book.volunteer[q] === j)) state.unfix(p);
    state.settleVolunteer(j);
    state.settleNeed(i);
  }

  /**
   * Pair `p` has to be in the plan.
   * @throws ProblemError `contradictory_pins` naming the pins that leave no room; nothing has changed then
   */
  pairFixed(p: number): void {
    const { book, state } = this;
    const i = book.need[p];
    const j = book.volunteer[p];
    state.room(p);
    const same = state.ofNeed[i].find((q) => book.volunteer[q] === j);
    const was = same !== undefined && state.used[same];
    if (was) state.unuse(same);
    if (same !== undefined) {
      remove(state.ofNeed[i], same);
      remove(state.ofVolunteer[j], same);
    }
    state.fix(p);
    if (was) return; // the same seat and the same place as before: nothing is left over
    state.settleVolunteer(j);
    if (state.usedBy[i].length + state.open[i] > state.seats(i)) {
      if (state.open[i] > 0) state.open[i]--;
      else this.giveUpSeat(i);
    }
  }

  /** Mends what events have broken; afterwards the plan is optimal again. */
  heal(): void {
    const { state } = this;
    for (const j of state.vacant) while (state.isVacant(j)) this.fillPlace(j);
    state.vacant.clear();
    for (const i of state.wanting) while (state.usedBy[i].length + state.open[i] < state.seats(i)) this.fillSeat(i);
    state.wanting.clear();
  }

  /** Whether the pair is one the plan may use. */
  usable(p: number): boolean {
    const { book, state } = this;
    return state.ofNeed[book.need[p]].includes(p);
  }

  isUsed(p: number): boolean {
    const { book, state } = this;
    return state.used[p] === true || book.fixed[p] !== FREE;
  }

  /** Exact price of every pair of a need that is not in the plan, until `most` volunteers are known, cheapest first. */
  cheapest(i: number, most: number): Forced[] {
    return this.priced.cheapest(i, most);
  }

  /** Exact price of one pair that is not in the plan; null when its volunteer has no place. */
  price(p: number): Forced | null {
    return this.priced.price(p);
  }

  /** Pairs that have come (p) and gone (~p) since the last time, in order. */
  takeLog(): number[] {
    return this.state.takeLog();
  }

  // ---- Shortest paths ----

  private fillSeat(i: number): void {
    const { state, search } = this;
    search.begin();
    search.reachNeed(i, 0, NONE);
    search.forward(Infinity);
    if (search.exitNeed !== NONE) state.open[search.exitNeed]++;
    this.move(1);
    this.follow(search.pathTo(search.exitNeed, search.exitVolunteer));
  }

  private fillPlace(j: number): void {
    const { state, search } = this;
    search.begin();
    // Leaving the place empty, at the price of its load, is one way.
    search.best = state.v[j] - state.load(j, state.held[j].length);
    search.exitVolunteer = j;
    search.reachVolunteer(j, 0, NONE);
    search.backward(j);
    if (search.exitNeed !== NONE) state.open[search.exitNeed]--;
    this.move(-1);
    this.follow(search.pathFrom(search.exitNeed, search.exitVolunteer, search.front));
  }

  /** The need has one pair too many. */
  private giveUpSeat(i: number): void {
    const { state, search } = this;
    search.begin();
    search.reachNeed(i, 0, NONE);
    search.backward(NONE);
    if (search.exitNeed !== NONE) state.open[search.exitNeed]--;
    this.move(-1);
    this.follow(search.pathFrom(search.exitNeed, search.exitVolunteer, search.front));
  }

  private follow({ comes, goes }: Path): void {
    const { state } = this;
    for (const p of goes) state.unuse(p);
    for (const p of comes) state.use(p);
  }

  /** Moves the potentials of what lies nearer than the exit, up (1) or down (−1), by what it is nearer. */
  private move(sign: number): void {
    const { state, search } = this;
    const { best, front } = search;
    for (const i of front.needs) if (front.needAt[i] < best) state.u[i] += sign * (best - front.needAt[i]);
    for (const j of front.volunteers)
      if (front.volunteerAt[j] < best) state.v[j] += sign * (best - front.volunteerAt[j]);
  }
}
