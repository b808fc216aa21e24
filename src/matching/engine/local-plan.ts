import type { Book } from './book';
import { FREE } from './book.lines';

/** The pairs of a plan that is kept while its book changes, fixed ones included, by volunteer and by need. */
export class LocalPlan {
  readonly held: number[][] = [];
  readonly usedBy: number[][] = [];
  private log: number[] = [];

  constructor(
    private readonly book: Book,
    pairs: ArrayLike<number>,
  ) {
    book.needs.forEach((_, i) => (this.usedBy[i] = []));
    book.volunteers.forEach((_, j) => (this.held[j] = []));
    for (let x = 0; x < pairs.length; x++) this.use(pairs[x]);
    this.log = [];
  }

  /** Chosen pairs, ascending. */
  pairs(): number[] {
    return this.usedBy.flat().sort((a, b) => a - b);
  }

  isUsed(p: number): boolean {
    return this.usedBy[this.book.need[p]].includes(p);
  }

  fixedOf(j: number): number {
    return this.held[j].filter((p) => this.book.fixed[p] !== FREE).length;
  }

  get objective(): number {
    const { book } = this;
    let sum = 0;
    book.needs.forEach((need, i) => {
      if (!need.here) return;
      for (const p of this.usedBy[i]) sum += book.cost[p];
      sum += need.penalty * (need.seats - this.usedBy[i].length);
    });
    book.volunteers.forEach((_, j) => {
      for (let q = this.held[j].length - 1; q >= 0; q--) sum += book.load(j, q);
    });
    return sum;
  }

  /** The objective with some pairs exchanged; the plan stays as it is. */
  objectiveAfter(comes: readonly number[], goes: readonly number[]): number {
    for (const p of goes) this.unuse(p);
    for (const p of comes) this.use(p);
    const objective = this.objective;
    for (const p of comes) this.unuse(p);
    for (const p of goes) this.use(p);
    return objective;
  }

  /** Pairs that have come (p) and gone (~p) since the last time, in order. */
  takeLog(): number[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  use(p: number): void {
    this.log.push(p);
    this.held[this.book.volunteer[p]].push(p);
    this.usedBy[this.book.need[p]].push(p);
  }

  unuse(p: number): void {
    this.log.push(~p);
    for (const list of [this.held[this.book.volunteer[p]], this.usedBy[this.book.need[p]]]) {
      const at = list.indexOf(p);
      if (at >= 0) list.splice(at, 1);
    }
  }
}
