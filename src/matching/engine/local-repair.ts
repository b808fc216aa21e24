import type { Book } from './book';
import { FREE } from './book.lines';
import { instanceOf } from './instance';
import { LocalBound } from './local-bound';
import { around, solvePart } from './local-part';
import { LocalPlan } from './local-plan';
import { type Interval, LocalPrices } from './local-price';
import { inNumbersOf } from './part-solve';
import { pinnedState } from './pins';

/** What has changed in the book. */
export interface LocalChange {
  needs: readonly number[];
  volunteers: readonly number[];
  /** Volunteers who have or had pairs of those needs. */
  others: readonly number[];
  /** A pair that is fixed now. */
  fixed: number | null;
  /** A need that is new, or has other pairs or options. */
  anew: number | null;
}

/**
 * A plan under hours, overlaps, minimums and choices of time, repaired where something happens: the volunteers nearby are
 * set free and that part alone is solved again, from the pairs and prices there are. The prices stay, and with them the
 * proof: the bound is a sum over needs and volunteers, of which an event changes few terms.
 */
export class LocalRepair {
  readonly plan: LocalPlan;
  readonly bound: LocalBound;
  private readonly priced: LocalPrices;

  /** `prices`: of the seats, by option of the needs in order. */
  constructor(
    readonly book: Book,
    pairs: ArrayLike<number>,
    prices: ArrayLike<number>,
  ) {
    this.plan = new LocalPlan(book, pairs);
    this.bound = new LocalBound(book, this.plan, prices);
    this.priced = new LocalPrices(this);
  }

  /** The book has changed: takes out what is not possible any more, brings the bound up to date, and mends. */
  changed({ needs, volunteers, others, fixed, anew }: LocalChange): void {
    const { book, plan, bound } = this;
    for (const i of needs) {
      plan.usedBy[i] ??= [];
      for (const p of plan.usedBy[i].slice())
        if (!book.needs[i].pairs.includes(p) || !book.needs[i].here) plan.unuse(p);
    }
    for (const j of [...volunteers, ...others]) {
      plan.held[j] ??= [];
      for (const p of plan.held[j].slice()) if (!book.volunteers[j].pairs.includes(p)) plan.unuse(p);
    }
    const touched = new Set([...volunteers, ...others]);
    const near = new Set(needs);
    for (const j of volunteers) for (const p of book.volunteers[j].pairs) near.add(book.need[p]);
    for (const i of near) if (bound.reachAnew(i)) for (const p of book.needs[i].pairs) touched.add(book.volunteer[p]);
    if (fixed !== null && !plan.isUsed(fixed)) plan.use(fixed);
    if (anew !== null) bound.forget(anew);
    bound.evaluate([...touched].filter((j) => book.volunteers[j].here));
    if (anew !== null) bound.priceAnew(anew);
    this.solveAgain(
      needs.filter((i) => book.needs[i].here),
      volunteers.filter((j) => book.volunteers[j].here),
    );
  }

  /** Takes over another plan of the book as it is, and other prices (as in the certificate) where they prove more. */
  adopt(pairs: readonly number[], prices: ArrayLike<number>): void {
    const { plan } = this;
    const now = new Set(pairs);
    for (const p of plan.usedBy.flat()) if (!now.delete(p)) plan.unuse(p);
    for (const p of now) plan.use(p);
    this.bound.adopt(prices);
  }

  /**
   * Whether the fixed pairs of a need or a volunteer can hold together.
   * @throws ProblemError `contradictory_pins`
   */
  checkFixed(need: number | null, volunteer: number | null): void {
    const { book } = this;
    const fixed = (pairs: readonly number[]) => pairs.filter((p) => book.fixed[p] !== FREE);
    const here = [
      ...(need === null ? [] : fixed(book.needs[need].pairs)),
      ...(volunteer === null ? [] : fixed(book.volunteers[volunteer].pairs)),
    ];
    const volunteers = [...new Set(here.map((p) => book.volunteer[p]))];
    const own = [...new Set(volunteers.flatMap((j) => fixed(book.volunteers[j].pairs)))];
    const needs = [...new Set(own.map((p) => book.need[p]))].map((i) => ({
      need: i,
      seats: book.needs[i].seats,
      minimum: 1,
      pairs: own.filter((p) => book.need[p] === i),
    }));
    const part = book.part(needs, volunteers);
    inNumbersOf(part, () => pinnedState(instanceOf(part.problem), part.problem));
  }

  /** The cheapest other volunteers for a need, with intervals. */
  alternatives(i: number, most: number): Interval[] {
    return this.priced.alternatives(i, most, this.plan.objective);
  }

  /** What it costs to force a pair into the plan. */
  price(p: number): Interval {
    return this.priced.price(p, this.plan.objective);
  }

  private solveAgain(needs: readonly number[], volunteers: readonly number[]): void {
    const answer = solvePart(this, around(this, needs, volunteers));
    if (answer === null) return;
    for (const p of answer.goes) this.plan.unuse(p);
    for (const p of answer.comes) this.plan.use(p);
  }
}
