import { Book } from './book';
import { ACCEPTED, FREE, PINNED } from './book.lines';
import type { Part } from './book.part';
import { explained } from './changes';
import type { PairChange, PlanEvent } from './events';
import { checkEvent } from './events.check';
import { FlowRepair } from './flow-repair';
import { type LocalChange, LocalRepair } from './local-repair';
import { type Problem, ProblemError, type Solution } from './problem';
import { solve } from './solve';
import type { SolveOptions } from './solve.options';

/** A pair the plan does not hold, what having to hold it would cost, and which pairs it would move. */
export interface Alternative {
  pair: number;
  need: number;
  volunteer: number;
  /** The plan loses at least, and at most, so many points. Equal: exact. Null: no plan with the pair was found. */
  atLeast: number;
  atMost: number | null;
  comes: number[];
  goes: number[];
}

export interface StandingOptions {
  /** Minutes between the places of two needs for a volunteer; asked of pairs that events bring or give other times. */
  travel?: (need: number, other: number, volunteer: number) => number;
}

/**
 * A plan that stands, with the problem behind it, ready for the next event: what happens is written into the problem and
 * the plan mended in milliseconds. Where seats, capacities and loads are all that binds, the plan is optimal after every
 * event; otherwise it is a plan with a bound, mended around the event. Repeats itself for the same events.
 *
 * Needs, volunteers and pairs keep the numbers they had in the problem; new ones get the next.
 */
export class StandingPlan {
  private readonly book: Book;
  private flow: FlowRepair | null = null;
  private local: LocalRepair | null = null;
  private since = new Map<number, PairChange>();
  private published = new Set<number>();
  private bonus = 0;
  /** Gap in percent when the whole was last solved. */
  private settled: number;

  /**
   * `solution`: a plan of the problem and its certificate.
   * @throws ProblemError `contradictory_pins`
   */
  constructor(problem: Problem, solution: Pick<Solution, 'pairs' | 'certificate'>, options: StandingOptions = {}) {
    this.book = new Book(problem, options.travel);
    const { pairs, certificate } = solution;
    if (this.book.isPlain) this.flow = new FlowRepair(this.book, pairs, certificate.prices);
    else this.local = new LocalRepair(this.book, pairs, certificate.prices);
    this.settled = this.gapPercent;
  }

  get objective(): number {
    return this.flow?.objective ?? this.local!.plan.objective;
  }

  /** No plan of the problem as it is now costs less. */
  get bound(): number {
    return this.flow?.objective ?? Math.min(this.local!.bound.value, this.local!.plan.objective);
  }

  /** How far from the best plan this one can be at most; 0 where seats, capacities and loads alone bind. */
  get gapPercent(): number {
    const { objective, bound } = this;
    return objective === bound ? 0 : (100 * (objective - bound)) / Math.abs(objective || 1);
  }

  /** By how much the gap has grown, in percent of the objective, since the whole was last solved. */
  get drift(): number {
    return this.gapPercent - this.settled;
  }

  /** Pairs of the plan, pinned and accepted ones included, ascending. */
  pairs(): number[] {
    return this.flow?.pairs() ?? this.local!.plan.pairs();
  }

  /** The problem as it is now, numbered anew, with the plan and its certificate in those numbers: what `verify` takes. */
  asProblem(): Part & { plan: Int32Array; prices: Float64Array } {
    const part = this.book.whole();
    const place = new Map(Array.from(part.pairs, (p, x) => [p, x]));
    const plan = Int32Array.from(this.pairs(), (p) => place.get(p)!).sort();
    const prices = this.flow?.prices() ?? this.local!.bound.certificate();
    const needs = this.flow ? Float64Array.from(part.needs, (i) => prices[i]) : prices;
    return { ...part, plan, prices: needs };
  }

  /** Need and volunteer of a pair. */
  pair(p: number): { need: number; volunteer: number; cost: number } {
    return { need: this.book.need[p], volunteer: this.book.volunteer[p], cost: this.book.cost[p] };
  }

  /**
   * The plan is what people have been told from now on: its pairs become cheaper by `bonus` points each, so that an event
   * moves them only where that is worth as much; those of an earlier publication lose theirs.
   */
  publish(bonus: number): void {
    const { book } = this;
    for (const p of this.published) book.cost[p] += this.bonus;
    this.published = new Set(this.pairs());
    for (const p of this.published) book.cost[p] -= bonus;
    this.bonus = bonus;
    this.since.clear();
    this.local?.bound.reprice();
  }

  /** How the plan differs from the one published (or the one it began with), and why. */
  difference(): PairChange[] {
    return [...this.since.values()].sort((a, b) => a.need - b.need || a.pair - b.pair);
  }

  /**
   * Writes an event into the problem and mends the plan.
   * @returns the pairs that came and went, with the reason for each
   * @throws ProblemError `bad_event`, `unknown_need`, `need_gone`, `unknown_volunteer`, `volunteer_gone`, `unknown_pair`,
   *   `already_pinned`, `already_accepted`, `pair_accepted`, `contradictory_pins`; nothing has changed then
   */
  apply(event: PlanEvent): PairChange[] {
    const { book } = this;
    checkEvent(book, event);
    if (this.flow && !book.staysPlain(event)) {
      this.local = new LocalRepair(book, this.flow.pairs(), this.flow.prices());
      this.flow = null;
    }
    const change = this.write(event);
    const { flow, local } = this;
    if (flow) flow.heal();
    else local!.changed(change);
    return this.noted(explained(book, event, (flow ?? local!.plan).takeLog()));
  }

  private noted(changes: PairChange[]): PairChange[] {
    for (const one of changes) {
      if (this.since.has(one.pair)) this.since.delete(one.pair);
      else this.since.set(one.pair, one);
    }
    return changes;
  }

  /**
   * Solves the whole again from the plan and prices there are; neither gets worse. Events mend what lies around them, so
   * with hours the gap grows from one to the next: to be done when `drift` says so and nobody waits. Blocks for as long as
   * the options allow.
   * @returns the pairs that came and went
   */
  renew(options: Omit<SolveOptions, 'start' | 'prices' | 'around'>): PairChange[] {
    const { book, local } = this;
    if (local === null) return []; // optimal as it is
    const { problem, pairs, plan, prices } = this.asProblem();
    const { objective } = this;
    const solution = solve(problem, { ...options, start: plan, prices });
    const better = solution.objective < objective;
    local.adopt(better ? Array.from(solution.pairs, (x) => pairs[x]) : this.pairs(), solution.certificate.prices);
    this.settled = this.gapPercent;
    return this.noted(explained(book, null, local.plan.takeLog()));
  }

  /** The cheapest other volunteers for a need, at most `most`: exact where the plan is, otherwise intervals. */
  alternatives(need: number, most = 3): Alternative[] {
    const { flow, local, book } = this;
    if (!book.needs[need]?.here) return [];
    if (flow)
      return flow.cheapest(need, most).map((x) => this.alternative({ ...x, atLeast: x.price, atMost: x.price }));
    return local!.alternatives(need, most).map((x) => this.alternative(x));
  }

  /** What a pair costs that is not in the plan; null when it is, or cannot be. */
  price(p: number): Alternative | null {
    const { flow, local } = this;
    if (flow) {
      const forced = !flow.isUsed(p) && flow.usable(p) ? flow.price(p) : null;
      return forced && this.alternative({ ...forced, atLeast: forced.price, atMost: forced.price });
    }
    return local!.plan.isUsed(p) ? null : this.alternative(local!.price(p));
  }

  private alternative(x: Omit<Alternative, 'need' | 'volunteer'>): Alternative {
    const { pair, atLeast, atMost, comes, goes } = x;
    return { pair, need: this.book.need[pair], volunteer: this.book.volunteer[pair], atLeast, atMost, comes, goes };
  }

  /** Changes the book (and, in a plain plan, what follows directly); returns where. */
  private write(event: PlanEvent): LocalChange {
    const { book, flow, local } = this;
    const none = { needs: [], volunteers: [], others: [], fixed: null, anew: null };
    const servers = (i: number) => [...new Set(book.needs[i].pairs.map((p) => book.volunteer[p]))];
    switch (event.kind) {
      case 'need_added': {
        const need = book.addNeed(event.need);
        for (const pair of event.pairs) book.addPair({ ...pair, need });
        flow?.needAdded(need);
        return { ...none, needs: [need], others: servers(need), anew: need };
      }
      case 'need_changed': {
        const { id } = event;
        const before = servers(id);
        const undo = book.changeNeed(id, event.need);
        this.holdsPins(undo, () => local!.checkFixed(id, null));
        book.removeStale(book.needs[id].pairs);
        if (event.pairs)
          this.relist(
            book.needs[id].pairs,
            event.pairs.map((pair) => ({ ...pair, need: id })),
          );
        flow?.needChanged(id);
        return { ...none, needs: [id], others: [...new Set([...before, ...servers(id)])], anew: id };
      }
      case 'need_withdrawn': {
        const { id } = event;
        const others = servers(id);
        book.needs[id].here = false;
        flow?.needGone(id);
        for (const p of book.needs[id].pairs.slice()) book.removePair(p);
        return { ...none, needs: [id], others };
      }
      case 'volunteer_added': {
        const volunteer = book.addVolunteer(event.volunteer);
        for (const pair of event.pairs) book.addPair({ ...pair, volunteer });
        flow?.volunteerAdded(volunteer);
        return { ...none, volunteers: [volunteer] };
      }
      case 'volunteer_changed': {
        const { id } = event;
        const needs = book.volunteers[id].pairs.map((p) => book.need[p]);
        const undo = book.changeVolunteer(id, event.volunteer);
        this.holdsPins(undo, () => local!.checkFixed(null, id));
        book.removeStale(book.volunteers[id].pairs);
        if (event.pairs)
          this.relist(
            book.volunteers[id].pairs,
            event.pairs.map((pair) => ({ ...pair, volunteer: id })),
          );
        flow?.volunteerChanged(id, needs);
        return { ...none, needs: this.servedBy(id), volunteers: [id] };
      }
      case 'volunteer_left': {
        const { id } = event;
        const needs = this.servedBy(id);
        const others = book.volunteers[id].pairs
          .filter((p) => book.fixed[p] !== FREE)
          .flatMap((p) => servers(book.need[p]));
        book.volunteers[id].here = false;
        flow?.volunteerGone(id);
        for (const p of book.volunteers[id].pairs.slice()) book.removePair(p);
        return { ...none, needs, volunteers: [id], others };
      }
      case 'pair_declined': {
        const pairs = book.between(event.need, event.volunteer);
        const others = pairs.some((p) => book.fixed[p] !== FREE) ? servers(event.need) : [];
        for (const p of pairs) {
          book.fixed[p] = FREE;
          book.removePair(p);
        }
        flow?.pairGone(event.need, event.volunteer);
        return { ...none, needs: [event.need], volunteers: [event.volunteer], others };
      }
      default:
        return this.fix(event);
    }
  }

  private fix(event: Extract<PlanEvent, { kind: 'pair_accepted' | 'pair_pinned' }>): LocalChange {
    const { book, flow, local } = this;
    const { need, volunteer, option, offer } = event;
    const ways = book
      .between(need, volunteer)
      .filter(
        (p) =>
          (option === undefined || book.option[p] === option) &&
          (offer === undefined || book.volunteers[volunteer].offers[offer] === book.offer[p]),
      );
    // The way it is in the plan, otherwise the cheapest.
    const order = ways.sort(
      (a, b) => Number(this.holds(b)) - Number(this.holds(a)) || book.cost[a] - book.cost[b] || a - b,
    );
    if (order.length === 0) throw new ProblemError('unknown_pair', { need, volunteer });
    const [p] = order;
    const before = book.fixed[p];
    if (flow && before === FREE) flow.pairFixed(p);
    book.fixed[p] = event.kind === 'pair_pinned' ? PINNED : ACCEPTED;
    this.holdsPins(
      () => (book.fixed[p] = before),
      () => local!.checkFixed(need, volunteer),
    );
    const others = [...new Set(book.needs[need].pairs.map((q) => book.volunteer[q]))];
    return { needs: [need, ...this.servedBy(volunteer)], volunteers: [volunteer], others, fixed: p, anew: null };
  }

  /** Takes a change back when fixed pairs contradict it. In a plain plan room for them has been looked at before. */
  private holdsPins(undo: () => void, check: () => void): void {
    if (this.flow) return;
    try {
      check();
    } catch (error) {
      undo();
      throw error;
    }
  }

  private holds(p: number): boolean {
    return this.flow?.isUsed(p) ?? this.local!.plan.isUsed(p);
  }

  private servedBy(j: number): number[] {
    return this.local ? this.local.plan.held[j].map((p) => this.book.need[p]) : [];
  }

  /** Other pairs for a need or a volunteer; the fixed ones stay, and published ones keep their bonus. */
  private relist(present: readonly number[], specs: readonly Parameters<Book['addPair']>[0][]): void {
    const { book, published } = this;
    const key = (need: number, volunteer: number) => `${need} ${volunteer}`;
    const stays = new Set<string>();
    const kept = new Set<string>();
    for (const p of present.slice()) {
      if (book.fixed[p] !== FREE) stays.add(key(book.need[p], book.volunteer[p]));
      else {
        if (published.has(p)) kept.add(key(book.need[p], book.volunteer[p]));
        book.removePair(p);
      }
    }
    for (const spec of specs) {
      const id = key(spec.need, spec.volunteer);
      if (stays.has(id)) continue;
      const bonus = kept.has(id) ? this.bonus : 0;
      const p = book.addPair({ ...spec, cost: spec.cost - bonus });
      if (bonus > 0) published.add(p);
    }
  }
}
