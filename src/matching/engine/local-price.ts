import { FREE, PINNED } from './book.lines';
import { around, type Local, solvePart } from './local-part';
import { Prices } from './price';
import { ProblemError } from './problem';

/** A pair forced into the plan: what that costs at least and at most, and what moves in the best plan found with it. */
export interface Interval {
  pair: number;
  atLeast: number;
  /** Null: no plan with the pair was found. */
  atMost: number | null;
  comes: number[];
  goes: number[];
}

/** Alternatives whose cost is worked out for each that is asked for. */
const TRIED = 2;

/** What pairs cost that a plan does not hold: intervals, from what the prices prove and from solving what lies around. */
export class LocalPrices {
  constructor(private readonly local: Local) {}

  /** The cheapest other volunteers for a need, with intervals. */
  alternatives(i: number, most: number, objective: number): Interval[] {
    const likely = this.shortlist(i, objective);
    const found = likely.slice(0, most * TRIED).map((x) => this.force(x.pair, x.atLeast, objective));
    found.sort((a, b) => (a.atMost ?? Infinity) - (b.atMost ?? Infinity) || a.atLeast - b.atLeast || a.pair - b.pair);
    return found.slice(0, most);
  }

  price(p: number, objective: number): Interval {
    const { book, bound } = this.local;
    const known = this.shortlist(book.need[p], objective, p).find((x) => x.pair === p);
    return this.force(p, known?.atLeast ?? bound.value - objective, objective);
  }

  /** Pairs of a need by what the certificate proves they cost, the best for each volunteer that does not serve there. */
  private shortlist(i: number, objective: number, only?: number): { pair: number; atLeast: number }[] {
    const { book, plan, bound } = this.local;
    const here = new Set(plan.usedBy[i].map((p) => book.volunteer[p]));
    const serving = plan.usedBy[i].filter((p) => book.fixed[p] === FREE);
    const own = book.needs[i].pairs.filter((p) => (only === undefined ? !here.has(book.volunteer[p]) : p === only));
    const volunteers = [...new Set([...own, ...serving].map((p) => book.volunteer[p]))];
    const part = bound.partOf(volunteers);
    const prices = new Prices(part.problem, { prices: bound.pricesOf(part) });
    const place = new Map(Array.from(part.pairs, (p, x) => [p, x]));
    // Where every seat is taken, one of those who serve would have to leave, and each is missed by so much.
    const full = serving.length > 0 && plan.usedBy[i].length >= book.needs[i].seats;
    const missed = full ? Math.min(...serving.map((p) => (place.has(p) ? prices.regret(place.get(p)!) : 0))) : 0;
    const gap = bound.value - objective;
    const best = new Map<number, { pair: number; atLeast: number }>();
    for (const p of own) {
      const x = place.get(p);
      if (x === undefined) continue;
      const atLeast = Math.ceil(gap - 1 + prices.above(x) + missed + 1e-6);
      const other = best.get(book.volunteer[p]);
      if (other === undefined || atLeast < other.atLeast) best.set(book.volunteer[p], { pair: p, atLeast });
    }
    return [...best.values()].sort(
      (a, b) => a.atLeast - b.atLeast || book.cost[a.pair] - book.cost[b.pair] || a.pair - b.pair,
    );
  }

  /** Solves what lies around with the pair pinned; the plan stays as it is. */
  private force(p: number, atLeast: number, objective: number): Interval {
    const { book, plan } = this.local;
    const i = book.need[p];
    const j = book.volunteer[p];
    const before = book.fixed[p];
    book.fixed[p] = PINNED;
    try {
      const free = around(this.local, [i, ...plan.held[j].map((q) => book.need[q])], [j]);
      const answer = solvePart(this.local, free);
      if (answer === null) return { pair: p, atLeast, atMost: null, comes: [], goes: [] };
      const { comes, goes } = answer;
      const atMost = plan.objectiveAfter(comes, goes) - objective;
      return { pair: p, atLeast: Math.min(atLeast, atMost), atMost, comes, goes };
    } catch (error) {
      // The pair contradicts a pin or an accepted one.
      if (error instanceof ProblemError && error.code === 'contradictory_pins')
        return { pair: p, atLeast, atMost: null, comes: [], goes: [] };
      throw error;
    } finally {
      book.fixed[p] = before;
    }
  }
}
