import { type Book, FREE, type Part, type PartNeed, PINNED } from './book';
import { dive } from './dive';
import { instanceOf } from './instance';
import { Lagrangian } from './lagrange';
import { pinnedState } from './pins';
import { Prices } from './price';
import { ProblemError } from './problem';
import { rest } from './reduce';
import { dearestFirst, State } from './state';

/** A pair forced into the plan: what that costs at least and at most, and what moves in the best plan found with it. */
export interface Interval {
  pair: number;
  atLeast: number;
  /** Null: no plan with the pair was found. */
  atMost: number | null;
  comes: number[];
  goes: number[];
}

/** Volunteers who may move when something happens. */
const SIZE = 60;
const ASCENT = { iterations: 60, share: 0, weight: 0.1, theta: 0.7, thetaLeast: 1e-3, failures: 8, shrink: 0.7 };
const DIVE = { next: 15, weight: 0.15, share: 0.003, threshold: 0.95, fraction: 0.05, noise: 0 };
const never = () => undefined;
/** Alternatives whose cost is worked out for each that is asked for. */
const TRIED = 2;

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
  /** Pairs in the plan, fixed ones included, by volunteer and by need. */
  readonly held: number[][] = [];
  readonly usedBy: number[][] = [];
  private readonly prices: number[][] = [];
  /** Best gain of each volunteer at the prices, beside its fixed pairs. */
  private readonly worth: number[] = [];
  /** Whether enough people can take an option, so that its pairs count; by need and option. */
  private readonly reachable: boolean[][] = [];
  private log: number[] = [];

  /** `prices`: of the seats, by option of the needs in order. */
  constructor(
    private readonly book: Book,
    pairs: ArrayLike<number>,
    prices: ArrayLike<number>,
  ) {
    let option = 0;
    book.needs.forEach((need, i) => {
      this.usedBy[i] = [];
      this.prices[i] = need.options.map(() => prices[option++] ?? 0);
      this.reachable[i] = this.reach(i);
    });
    book.volunteers.forEach((_, j) => (this.held[j] = []));
    for (let x = 0; x < pairs.length; x++) this.use(pairs[x]);
    this.log = [];
    this.evaluate(book.volunteers.flatMap((line, j) => (line.here ? [j] : [])));
  }

  /** Chosen pairs, ascending. */
  pairs(): number[] {
    return this.usedBy.flat().sort((a, b) => a - b);
  }

  /** The certificate, by option of the needs that are here. */
  certificate(): Float64Array {
    return Float64Array.from(this.prices.flatMap((list, i) => (this.book.needs[i].here ? list : [])));
  }

  isUsed(p: number): boolean {
    return this.usedBy[this.book.need[p]].includes(p);
  }

  /** What the prices prove: no plan of the book costs less. */
  get bound(): number {
    const { book } = this;
    let sum = 0;
    book.needs.forEach((need, i) => {
      if (!need.here) return;
      const fixed = this.usedBy[i].filter((p) => book.fixed[p] !== FREE);
      for (const p of fixed) sum += book.cost[p];
      const prices = fixed.length > 0 ? [this.prices[i][book.option[fixed[0]]]] : this.prices[i];
      sum += (need.seats - fixed.length) * (need.penalty - Math.max(...prices));
    });
    book.volunteers.forEach((line, j) => {
      if (!line.here) return;
      for (let q = this.fixedOf(j) - 1; q >= 0; q--) sum += book.load(j, q);
      sum -= this.worth[j];
    });
    return Math.ceil(sum - 1e-6);
  }

  /** The book has changed: takes out what is not possible any more, brings the bound up to date, and mends. */
  changed({ needs, volunteers, others, fixed, anew }: LocalChange): void {
    const { book } = this;
    for (const i of needs) {
      this.usedBy[i] ??= [];
      for (const p of this.usedBy[i].slice())
        if (!book.needs[i].pairs.includes(p) || !book.needs[i].here) this.unuse(p);
    }
    for (const j of [...volunteers, ...others]) {
      this.held[j] ??= [];
      for (const p of this.held[j].slice()) if (!book.volunteers[j].pairs.includes(p)) this.unuse(p);
    }
    const touched = new Set([...volunteers, ...others]);
    const near = new Set(needs);
    for (const j of volunteers) for (const p of book.volunteers[j].pairs) near.add(book.need[p]);
    for (const i of near) {
      const now = this.reach(i);
      const before = this.reachable[i];
      this.reachable[i] = now;
      if (before === undefined || now.some((x, o) => x && !before[o]))
        for (const p of book.needs[i].pairs) touched.add(book.volunteer[p]);
    }
    if (fixed !== null && !this.isUsed(fixed)) this.use(fixed);
    if (anew !== null) this.prices[anew] = book.needs[anew].options.map(() => 0);
    this.evaluate([...touched].filter((j) => book.volunteers[j].here));
    if (anew !== null) this.priceAnew(anew);
    this.solveAgain(
      needs.filter((i) => book.needs[i].here),
      volunteers.filter((j) => book.volunteers[j].here),
    );
  }

  /** Takes over another plan of the book as it is, and other prices (as in the certificate) where they prove more. */
  adopt(pairs: readonly number[], prices: ArrayLike<number>): void {
    const now = new Set(pairs);
    for (const p of this.usedBy.flat()) if (!now.delete(p)) this.unuse(p);
    for (const p of now) this.use(p);
    const before = this.prices.slice();
    const bound = this.bound;
    let option = 0;
    this.book.needs.forEach((need, i) => {
      if (need.here) this.prices[i] = need.options.map(() => prices[option++]);
    });
    this.reprice();
    if (this.bound >= bound) return;
    before.forEach((list, i) => (this.prices[i] = list));
    this.reprice();
  }

  /** Costs have changed everywhere. */
  reprice(): void {
    this.evaluate(this.book.volunteers.flatMap((line, j) => (line.here ? [j] : [])));
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
  alternatives(i: number, most: number, objective: number): Interval[] {
    const likely = this.shortlist(i, objective);
    const found = likely.slice(0, most * TRIED).map((x) => this.force(x.pair, x.atLeast, objective));
    found.sort((a, b) => (a.atMost ?? Infinity) - (b.atMost ?? Infinity) || a.atLeast - b.atLeast || a.pair - b.pair);
    return found.slice(0, most);
  }

  price(p: number, objective: number): Interval {
    const known = this.shortlist(this.book.need[p], objective, p).find((x) => x.pair === p);
    return this.force(p, known?.atLeast ?? this.bound - objective, objective);
  }

  /** Pairs of a need by what the certificate proves they cost, the best for each volunteer that does not serve there. */
  private shortlist(i: number, objective: number, only?: number): { pair: number; atLeast: number }[] {
    const { book } = this;
    const here = new Set(this.usedBy[i].map((p) => book.volunteer[p]));
    const serving = this.usedBy[i].filter((p) => book.fixed[p] === FREE);
    const own = book.needs[i].pairs.filter((p) => (only === undefined ? !here.has(book.volunteer[p]) : p === only));
    const volunteers = [...new Set([...own, ...serving].map((p) => book.volunteer[p]))];
    const part = this.partOf(volunteers);
    const prices = new Prices(part.problem, { prices: this.pricesOf(part) });
    const place = new Map(Array.from(part.pairs, (p, x) => [p, x]));
    // Where every seat is taken, one of those who serve would have to leave, and each is missed by so much.
    const full = serving.length > 0 && this.usedBy[i].length >= book.needs[i].seats;
    const missed = full ? Math.min(...serving.map((p) => (place.has(p) ? prices.regret(place.get(p)!) : 0))) : 0;
    const gap = this.bound - objective;
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
    const { book } = this;
    const i = book.need[p];
    const j = book.volunteer[p];
    const before = book.fixed[p];
    book.fixed[p] = PINNED;
    try {
      const free = this.around([i, ...this.held[j].map((q) => book.need[q])], [j]);
      const answer = this.solvePart(free);
      if (answer === null) return { pair: p, atLeast, atMost: null, comes: [], goes: [] };
      const { comes, goes } = answer;
      const atMost = this.objectiveAfter(comes, goes) - objective;
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

  private objectiveAfter(comes: readonly number[], goes: readonly number[]): number {
    for (const p of goes) this.unuse(p);
    for (const p of comes) this.use(p);
    const objective = this.objective;
    for (const p of comes) this.unuse(p);
    for (const p of goes) this.use(p);
    return objective;
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

  private solveAgain(needs: readonly number[], volunteers: readonly number[]): void {
    const answer = this.solvePart(this.around(needs, volunteers));
    if (answer === null) return;
    for (const p of answer.goes) this.unuse(p);
    for (const p of answer.comes) this.use(p);
  }

  /** Volunteers to set free: those named, and breadth first those who could serve the needs named or take over from them. */
  private around(needs: readonly number[], volunteers: readonly number[]): Set<number> {
    const { book } = this;
    const free = new Set<number>();
    const seen = new Set(needs);
    const queue = [...needs];
    const enter = (j: number) => {
      if (free.has(j) || !book.volunteers[j].here) return;
      free.add(j);
      for (const p of this.held[j])
        if (!seen.has(book.need[p])) {
          seen.add(book.need[p]);
          queue.push(book.need[p]);
        }
    };
    // A volunteer with time to spare: what it could do and nobody does, comes into sight as well.
    for (const j of volunteers.slice(0, SIZE)) {
      enter(j);
      for (const p of book.volunteers[j].pairs) {
        const i = book.need[p];
        if (seen.has(i) || this.usedBy[i].length >= book.needs[i].seats) continue;
        seen.add(i);
        queue.push(i);
      }
    }
    for (let head = 0; head < queue.length && free.size < SIZE; head++) {
      const i = queue[head];
      if (!book.needs[i].here) continue;
      for (const p of this.usedBy[i]) enter(book.volunteer[p]);
      const others = book.needs[i].pairs.map((p) => ({ p, cost: book.cost[p] + this.rent(book.volunteer[p]) }));
      others.sort((a, b) => a.cost - b.cost || a.p - b.p);
      for (const { p } of others) if (free.size < SIZE) enter(book.volunteer[p]);
    }
    // Nobody may be left alone with a minimum: its people are free together or not at all.
    for (const i of needs) if (book.needs[i].here) for (const p of this.usedBy[i]) free.add(book.volunteer[p]);
    for (const j of free)
      for (const p of this.held[j])
        if (book.needs[book.need[p]].minimum > 1)
          for (const q of this.usedBy[book.need[p]]) free.add(book.volunteer[q]);
    return free;
  }

  /** About what a place of the volunteer is worth at the prices: the least gain among its pairs. */
  private rent(j: number): number {
    const { book } = this;
    let least = Infinity;
    for (const p of this.held[j]) {
      const i = book.need[p];
      if (book.fixed[p] === FREE)
        least = Math.min(least, book.needs[i].penalty - book.cost[p] - this.prices[i][book.option[p]]);
    }
    return this.held[j].length < book.volunteers[j].capacity && least === Infinity ? 0 : least;
  }

  /** Solves the part of these volunteers again, everybody else staying; null: nothing better than what there is. */
  private solvePart(free: ReadonlySet<number>): { comes: number[]; goes: number[] } | null {
    const { book } = this;
    if (free.size === 0) return null;
    const needs: PartNeed[] = [];
    const seen = new Set<number>();
    for (const j of free)
      for (const p of book.volunteers[j].pairs) {
        const i = book.need[p];
        if (seen.has(i)) continue;
        seen.add(i);
        const staying = this.usedBy[i].filter((q) => !free.has(book.volunteer[q]));
        const seats = book.needs[i].seats - staying.length;
        if (seats <= 0) continue;
        const pairs =
          staying.length === 0
            ? book.needs[i].pairs
            : book.needs[i].pairs.filter((q) => book.option[q] === book.option[staying[0]]);
        needs.push({ need: i, seats, minimum: Math.max(1, book.needs[i].minimum - staying.length), pairs });
      }
    needs.sort((a, b) => a.need - b.need);
    const part = book.part(
      needs,
      [...free].sort((a, b) => a - b),
    );
    const before: number[] = [];
    for (const j of free) before.push(...this.held[j]);
    const place = new Map(Array.from(part.pairs, (p, x) => [p, x]));
    const start = new Set(before.flatMap((p) => place.get(p) ?? []));
    const chosen = inNumbersOf(part, () => solveSmall(part, start, this.pricesOf(part)));
    const now = new Set(chosen.map((x) => part.pairs[x]));
    const was = new Set(before);
    return { comes: [...now].filter((p) => !was.has(p)), goes: before.filter((p) => !now.has(p)) };
  }

  private pricesOf(part: Part): Float64Array {
    return Float64Array.from(
      Array.from(part.needs).flatMap((i) => this.prices[i] ?? this.book.needs[i].options.map(() => 0)),
    );
  }

  /** Some volunteers with everything they could do, at the terms of the bound. */
  private partOf(volunteers: readonly number[]): Part {
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
    const fixed = this.usedBy[i].find((p) => book.fixed[p] !== FREE);
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
  private evaluate(volunteers: readonly number[]): void {
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
  private priceAnew(i: number): void {
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

  private fixedOf(j: number): number {
    return this.held[j].filter((p) => this.book.fixed[p] !== FREE).length;
  }

  /** Pairs that have come (p) and gone (~p) since the last time, in order. */
  takeLog(): number[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  private use(p: number): void {
    this.log.push(p);
    this.held[this.book.volunteer[p]].push(p);
    this.usedBy[this.book.need[p]].push(p);
  }

  private unuse(p: number): void {
    this.log.push(~p);
    for (const list of [this.held[this.book.volunteer[p]], this.usedBy[this.book.need[p]]]) {
      const at = list.indexOf(p);
      if (at >= 0) list.splice(at, 1);
    }
  }
}

/**
 * A part solved from a plan of it, by one dive; never worse than that plan (of which what does not fit is left out).
 * Pairs in the numbers of the part.
 */
function solveSmall({ problem }: Part, start: ReadonlySet<number>, prices: Float64Array): number[] {
  const whole = instanceOf(problem);
  const pinned = pinnedState(whole, problem);
  const chosen = Array.from(pinned.pairs(), (a) => whole.parentPair[a]);
  const d = rest(
    whole,
    pinned,
    Int32Array.from({ length: whole.volunteers }, (_, j) => j),
  );
  if (d === null) return chosen;
  const order = dearestFirst(d);
  const pairOf = (b: number) => whole.parentPair[d.parentPair[b]];
  const present = new State(d);
  for (let b = 0; b < d.size; b++) if (start.has(pairOf(b)) && present.can(b)) present.add(b);
  present.clean(order, never);
  let base = 0;
  for (let q = 0; q < d.needs; q++) base += d.penalty[q] * d.seats[q];
  const lagrangian = new Lagrangian(d);
  for (let r = 0; r < d.rows; r++) lagrangian.prices[r] = Math.min(prices[d.parentRow[r]], d.penalty[d.rowNeed[r]]);
  const { best } = lagrangian.ascend({ ...ASCENT, target: base - present.objective, tick: never });
  let plan = present;
  if (best - (base - present.objective) >= 1) {
    const dived = new State(d);
    dive(lagrangian, dived, DIVE, null, never);
    dived.clean(order, never);
    if (dived.objective < present.objective) plan = dived;
  }
  return [...chosen, ...Array.from(plan.pairs(), pairOf)];
}

/** Runs something on a part; contradictory pins are named in the numbers of the book. */
function inNumbersOf<T>(part: Part, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins') throw error;
    const { rule, pair, others } = error.params as { rule: string; pair: number; others: number[] };
    throw new ProblemError(error.code, { rule, pair: part.pairs[pair], others: others.map((x) => part.pairs[x]) });
  }
}
