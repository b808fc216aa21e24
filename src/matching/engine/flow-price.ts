import { type FlowSearch, NONE, type Path } from './flow-search';
import type { FlowState } from './flow-state';

/** A pair forced into an optimal plan: what it costs, and what moves. */
export interface Forced {
  pair: number;
  price: number;
  comes: number[];
  goes: number[];
}

/** What pairs cost that an optimal plan of a plain book does not hold. Leaves the plan as it is. */
export class FlowPrices {
  constructor(
    private readonly state: FlowState,
    private readonly search: FlowSearch,
  ) {}

  /** Exact price of every pair of a need that is not in the plan, until `most` volunteers are known, cheapest first. */
  cheapest(i: number, most: number): Forced[] {
    const { book, ofNeed, used } = this.state;
    return this.force(
      i,
      ofNeed[i].filter((p) => !used[p] && this.state.capacity(book.volunteer[p]) > 0),
      most,
    );
  }

  /** Exact price of one pair that is not in the plan; null when its volunteer has no place. */
  price(p: number): Forced | null {
    return this.force(this.state.book.need[p], [p], 1)[0] ?? null;
  }

  /**
   * A pair (i, j) more means somebody less for i: a way from j to i. Either it leads through the root: from j to a free
   * place or a seat that can stay open, and from an open seat or a place given up to i; the second half, `home`, is one
   * search for all pairs. Or it does not: then it either is within reach of that search, or goes on from the search
   * from j, which ends where the first way does, with a step into it.
   */
  private force(i: number, pairs: readonly number[], most: number): Forced[] {
    const { state, search } = this;
    const { book } = state;
    if (state.seats(i) <= 0) return []; // every seat is pinned or accepted
    const slack = (p: number) => book.cost[p] + state.v[book.volunteer[p]] - state.u[i];
    const order = pairs
      .filter((p) => state.capacity(book.volunteer[p]) > 0)
      .sort((a, b) => slack(a) - slack(b) || a - b);
    search.begin();
    search.reachNeed(i, 0, NONE);
    search.backward(NONE);
    const home = search.best;
    const back = search.turn();
    const way = search.pathFrom(search.exitNeed, search.exitVolunteer, back);

    const found: Forced[] = [];
    for (const p of order) {
      const j = book.volunteer[p];
      const limit = found.length < most ? Infinity : found[most - 1].price;
      let shortest = back.volunteerAt[j];
      let over = NONE;
      search.begin();
      search.reachVolunteer(j, 0, NONE);
      search.forward(limit - slack(p) - home, (length, pair) => {
        if (length >= shortest) return;
        shortest = length;
        over = pair;
      });
      const round = search.best + home;
      const price = slack(p) + Math.min(shortest, round);
      if (price >= limit) continue;
      let path: Path[];
      if (round < shortest) path = [search.pathTo(search.exitNeed, search.exitVolunteer), way];
      else if (over === NONE) path = [search.pathFrom(NONE, j, back)];
      else if (state.used[over])
        path = [
          search.pathTo(NONE, book.volunteer[over]),
          { comes: [], goes: [over] },
          search.pathFrom(book.need[over], NONE, back),
        ];
      else
        path = [
          search.pathTo(book.need[over], NONE),
          { comes: [over], goes: [] },
          search.pathFrom(NONE, book.volunteer[over], back),
        ];
      found.push({ pair: p, price, comes: [p, ...path.flatMap((x) => x.comes)], goes: path.flatMap((x) => x.goes) });
      found.sort((a, b) => a.price - b.price || a.pair - b.pair);
      found.length = Math.min(found.length, most);
    }
    return found;
  }
}
