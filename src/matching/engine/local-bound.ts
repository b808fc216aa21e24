import type { Book } from './book';
import { FREE } from './book.lines';
import type { Part } from './book.part';
import { instanceOf } from './instance';
import { Lagrangian } from './lagrange';
import type { LocalPlan } from './local-plan';
import { pinnedState } from './pins';
import { rest } from './reduce';

/**
 * Prices of the seats, kept while the book changes, and what they prove: a sum over needs and volunteers, of which an
 * event changes few terms.
 */
export class LocalBound {
  /** By need and option. */
  private readonly prices: number[][] = [];
  /** Best gain of each volunteer at the prices, beside its fixed pairs. */
  private readonly worth: number[] = [];
  /** Whether enough people can take an option, so that its pairs count; by need and option. */
  private readonly reachable: boolean[][] = [];

  /** `prices`: by option of the needs in order. */
  constructor(
    private readonly book: Book,
    private readonly plan: LocalPlan,
    prices: ArrayLike<number>,
  ) {
    let option = 0;
    book.needs.forEach((need, i) => {
      this.prices[i] = need.options.map(() => prices[option++] ?? 0);
      this.reachable[i] = this.reach(i);
    });
    this.reprice();
  }

  /** The certificate, by option of the needs that are here. */
  certificate(): Float64Array {
    return Float64Array.from(this.prices.flatMap((list, i) => (this.book.needs[i].here ? list : [])));
  }

  /** What the prices prove: no plan of the book costs less. */
  get value(): number {
    const { book, plan } = this;
    let sum = 0;
    book.needs.forEach((need, i) => {
      if (!need.here) return;
      const fixed = plan.usedBy[i].filter((p) => book.fixed[p] !== FREE);
      for (const p of fixed) sum += book.cost[p];
      const prices = fixed.length > 0 ? [this.prices[i][book.option[fixed[0]]]] : this.prices[i];
      sum += (need.seats - fixed.length) * (need.penalty - Math.max(...prices));
    });
    book.volunteers.forEach((line, j) => {
      if (!line.here) return;
      for (let q = plan.fixedOf(j) - 1; q >= 0; q--) sum += book.load(j, q);
      sum -= this.worth[j];
    });
    return Math.ceil(sum - 1e-6);
  }

  /** Costs have changed everywhere. */
  reprice(): void {
    this.evaluate(this.book.volunteers.flatMap((line, j) => (line.here ? [j] : [])));
  }

  /** Takes over other prices (as in the certificate) where they prove more for the plan there is. */
  adopt(prices: ArrayLike<number>): void {
    const before = this.prices.slice();
    const bound = this.value;
    let option = 0;
    this.book.needs.forEach((need, i) => {
      if (need.here) this.prices[i] = need.options.map(() => prices[option++]);
    });
    this.reprice();
    if (this.value >= bound) return;
    before.forEach((list, i) => (this.prices[i] = list));
    this.reprice();
  }

  /** The pairs of the need are others now. True: an option can be reached that could not before. */
  reachAnew(i: number): boolean {
    const now = this.reach(i);
    const before = this.reachable[i];
    this.reachable[i] = now;
    return before === undefined || now.some((x, o) => x && !before[o]);
  }

  /** The options of the need are others now, or it is new: no prices yet. */
  forget(i: number): void {
    this.prices[i] = this.book.needs[i].options.map(() => 0);
  }

  /** About what a place of the volunteer is worth at the prices: the least gain among its pairs. */
  rent(j: number): number {
    const { book, plan } = this;
    let least = Infinity;
    for (const p of plan.held[j]) {
      const i = book.need[p];
      if (book.fixed[p] === FREE)
        least = Math.min(least, book.needs[i].penalty - book.cost[p] - this.prices[i][book.option[p]]);
    }
    return plan.held[j].length < book.volunteers[j].capacity && least === Infinity ? 0 : least;
  }

  pricesOf(part: Part): Float64Array {
    return Float64Array.from(
      Array.from(part.needs).flatMap((i) => this.prices[i] ?? this.book.needs[i].options.map(() => 0)),
    );
  }

  /** Some volunteers with everything they could do, at the terms of the bound. */
  partOf(volunteers: readonly number[]): Part {
    const { book } = this;
    const seen = new Set<number>();
    for (const j of volunteers) for (const p of book.volunteers[j].pairs) seen.add(book.need[p]);
    const needs = [...seen]
      .sort((a, b) => a - b)
      .map((need) => ({ need, seats: book.needs[need].seats, minimum: 1, pairs: this.counted(need) }));
    return book.part(needs, volunteers);
  }

  /** Pairs of a need that can be in a plan: at the time its fixed ones have, or at one that enough people can. */
  private counted(i: number): number[] {
    const { book } = this;
    const fixed = this.plan.usedBy[i].find((p) => book.fixed[p] !== FREE);
    return book.needs[i].pairs.filter((p) =>
      fixed === undefined ? this.reachable[i][book.option[p]] : book.option[p] === book.option[fixed],
    );
  }

  private reach(i: number): boolean[] {
    const { book } = this;
    const { options, minimum, pairs } = book.needs[i];
    if (minimum === 1) return options.map(() => true);
    return options.map(
      (_, o) => new Set(pairs.filter((p) => book.option[p] === o).map((p) => book.volunteer[p])).size >= minimum,
    );
  }

  /** Brings up to date what these volunteers gain at the prices. */
  evaluate(volunteers: readonly number[]): void {
    this.evaluator(volunteers)();
  }

  /** The same, to be done for several prices. */
  private evaluator(volunteers: readonly number[]): () => void {
    const part = this.partOf(volunteers);
    const whole = instanceOf(part.problem);
    const d = rest(whole, pinnedState(whole, part.problem), Int32Array.from(volunteers.keys()));
    const lagrangian = d && new Lagrangian(d);
    return () => {
      for (const j of volunteers) this.worth[j] = 0;
      if (d === null || lagrangian === null) return;
      const prices = this.pricesOf(part);
      for (let r = 0; r < d.rows; r++) lagrangian.prices[r] = prices[d.parentRow[r]];
      lagrangian.evaluate(() => undefined);
      for (let v = 0; v < d.volunteers; v++) this.worth[volunteers[d.parentVolunteer[v]]] = lagrangian.values[v];
    };
  }

  /** A price for the seats of a need that is new or another: of a few the one that proves most. */
  priceAnew(i: number): void {
    const { book } = this;
    const { penalty, options, pairs, seats } = book.needs[i];
    const volunteers = [...new Set(pairs.map((p) => book.volunteer[p]))];
    const evaluate = this.evaluator(volunteers);
    let best = -Infinity;
    let price = 0;
    for (let step = 8; step >= 0; step--) {
      const tried = Math.round((penalty * step) / 8);
      this.prices[i] = options.map(() => tried);
      evaluate();
      const proves = seats * (penalty - tried) - volunteers.reduce((sum, j) => sum + this.worth[j], 0);
      if (proves <= best) continue;
      best = proves;
      price = tried;
    }
    this.prices[i] = options.map(() => price);
    evaluate();
  }
}
