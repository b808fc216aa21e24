import { type BookNeed, type BookOffer, type BookVolunteer, FREE, type Lines, PINNED, type Times } from './book.lines';
import { type Part, type PartNeed, partOf } from './book.part';
import type { NeedSpec, PairSpec, PlanEvent, VolunteerSpec } from './events';
import { NO_LIMIT, type Problem } from './problem';

/**
 * The problem as a book that events are written into: needs, volunteers and pairs keep their numbers, what is new gets
 * the next one. Knows no plan. Of a pair the numbers are those of the problem the book was opened with, as far as it
 * knew it.
 */
export class Book implements Lines {
  readonly needs: BookNeed[] = [];
  readonly volunteers: BookVolunteer[] = [];
  readonly need: number[] = [];
  readonly volunteer: number[] = [];
  readonly offer: number[] = [];
  /** Option of a pair, by its place in the need. */
  readonly option: number[] = [];
  readonly cost: number[] = [];
  readonly pieces: number[] = [];
  readonly minutes: (ArrayLike<number> | null)[] = [];
  readonly fixed: number[] = [];
  readonly offers: BookOffer[] = [];
  readonly retimed = new Set<number>();

  constructor(
    readonly first: Problem,
    /** Minutes between the places of two needs for a volunteer; asked of pairs that events bring or give other times. */
    readonly travel: (need: number, other: number, volunteer: number) => number = () => 0,
  ) {
    const { needs, options, volunteers, offers, pairs, months } = first;
    for (let i = 0; i < needs.count; i++) {
      const times: Times[] = [];
      for (let o = needs.optionStart[i]; o < needs.optionStart[i + 1]; o++) {
        const list: [number, number][] = [];
        for (let x = options.occurrenceStart[o]; x < options.occurrenceStart[o + 1]; x++)
          list.push([options.from[x], options.to[x]]);
        times.push(list);
      }
      const own: number[] = [];
      for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) own.push(p);
      this.needs.push({
        here: true,
        seats: needs.seats[i],
        minimum: needs.minimum[i],
        penalty: needs.penalty[i],
        level: needs.level[i],
        options: times,
        pairs: own,
      });
    }
    const row = (list: Int32Array, x: number) =>
      list.length === 0 ? null : list.subarray(x * months, (x + 1) * months);
    for (let j = 0; j < volunteers.count; j++)
      this.volunteers.push({
        here: true,
        people: volunteers.people[j],
        capacity: volunteers.capacity[j],
        loads: volunteers.loadCost.subarray(volunteers.loadStart[j], volunteers.loadStart[j + 1]),
        minutes: row(volunteers.monthlyMinutes, j),
        offers: [],
        pairs: [],
      });
    for (let f = 0; f < offers.count; f++) {
      this.volunteers[offers.volunteer[f]].offers.push(f);
      this.offers.push({
        capacity: offers.capacity[f],
        minutes: row(offers.monthlyMinutes, f),
        stock: offers.stock.length === 0 ? NO_LIMIT : offers.stock[f],
      });
    }
    for (let i = 0; i < needs.count; i++)
      for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
        const j = offers.volunteer[pairs.offer[p]];
        this.need.push(i);
        this.volunteer.push(j);
        this.offer.push(pairs.offer[p]);
        this.option.push(pairs.option[p] - needs.optionStart[i]);
        this.cost.push(pairs.cost[p]);
        this.pieces.push(pairs.pieces.length === 0 ? 0 : pairs.pieces[p]);
        this.minutes.push(row(pairs.minutes, p));
        this.fixed.push(pairs.pinned.length > 0 && pairs.pinned[p] === 1 ? PINNED : FREE);
        this.volunteers[j].pairs.push(p);
      }
  }

  /** Load of the q-th pair (from 0) of a volunteer. */
  load(volunteer: number, q: number): number {
    const { loads } = this.volunteers[volunteer];
    return loads.length === 0 ? 0 : loads[Math.min(q, loads.length - 1)];
  }

  /** Whether seats, capacities and loads alone bind everything in the book (pins aside). */
  get isPlain(): boolean {
    const { first } = this;
    if (first.conflicts.other.length > 0) return false;
    return this.needs.every((x) => !x.here || plainNeed(x)) && this.volunteers.every((x) => !x.here || this.plain(x));
  }

  private plain(line: BookVolunteer): boolean {
    const unlimited = (minutes: ArrayLike<number> | null) =>
      minutes === null || Array.prototype.every.call(minutes, (x: number) => x === NO_LIMIT);
    const { offers } = this;
    return (
      unlimited(line.minutes) &&
      line.offers.every(
        (f) =>
          offers[f].capacity >= line.capacity &&
          unlimited(offers[f].minutes) &&
          (offers[f].stock === NO_LIMIT || line.pairs.every((p) => this.pieces[p] === 0)),
      )
    );
  }

  /** Whether a book that is plain stays so. Times of new needs bind as soon as a volunteer has two of them. */
  staysPlain(event: PlanEvent): boolean {
    if (event.kind === 'need_added' || event.kind === 'need_changed')
      return (
        (event.need.minimum ?? 1) === 1 &&
        (event.need.options ?? [[]]).every((times) => times.length === 0) &&
        (event.need.options ?? [[]]).length === 1
      );
    if (event.kind !== 'volunteer_added' && event.kind !== 'volunteer_changed') return true;
    const { volunteer } = event;
    return (
      (volunteer.minutes ?? []).every((x) => x === NO_LIMIT) &&
      (volunteer.offers ?? []).every(
        (offer) =>
          (offer.capacity ?? NO_LIMIT) >= (volunteer.capacity ?? NO_LIMIT) &&
          (offer.minutes ?? []).every((x) => x === NO_LIMIT) &&
          (offer.stock ?? NO_LIMIT) === NO_LIMIT,
      )
    );
  }

  addNeed(spec: NeedSpec): number {
    this.needs.push({ here: true, ...needOf(spec), pairs: [] });
    return this.needs.length - 1;
  }

  /** Returns how to take it back. */
  changeNeed(id: number, spec: NeedSpec): () => void {
    const line = this.needs[id];
    const { seats, minimum, penalty, level, options } = line;
    const wasRetimed = this.retimed.has(id);
    Object.assign(line, needOf(spec));
    if (JSON.stringify(line.options) !== JSON.stringify(options)) this.retimed.add(id);
    return () => {
      Object.assign(line, { seats, minimum, penalty, level, options });
      if (!wasRetimed) this.retimed.delete(id);
    };
  }

  addVolunteer(spec: VolunteerSpec): number {
    this.volunteers.push({ here: true, people: 1, capacity: 0, loads: [], minutes: null, offers: [], pairs: [] });
    this.changeVolunteer(this.volunteers.length - 1, spec);
    return this.volunteers.length - 1;
  }

  /** Offers keep their place: the first of the spec is the first there was. Returns how to take it back. */
  changeVolunteer(id: number, spec: VolunteerSpec): () => void {
    const line = this.volunteers[id];
    const before = { ...line, offers: line.offers.slice() };
    const offersBefore = line.offers.map((f) => this.offers[f]);
    line.people = spec.people ?? 1;
    line.capacity = spec.capacity ?? NO_LIMIT;
    line.loads = spec.loads ?? [];
    line.minutes = spec.minutes ?? null;
    (spec.offers ?? [{}]).forEach((offer, x) => {
      const all = {
        capacity: offer.capacity ?? NO_LIMIT,
        minutes: offer.minutes ?? null,
        stock: offer.stock ?? NO_LIMIT,
      };
      if (x < line.offers.length) this.offers[line.offers[x]] = all;
      else line.offers.push(this.offers.push(all) - 1);
    });
    line.offers = line.offers.slice(0, (spec.offers ?? [{}]).length);
    return () => {
      Object.assign(line, before);
      line.offers.forEach((f, x) => (this.offers[f] = offersBefore[x]));
    };
  }

  /** Takes out the pairs of a need or a volunteer whose option or offer is no more. */
  removeStale(pairs: readonly number[]): void {
    for (const p of pairs.slice()) {
      const { options } = this.needs[this.need[p]];
      if (this.option[p] >= options.length || !this.volunteers[this.volunteer[p]].offers.includes(this.offer[p]))
        this.removePair(p);
    }
  }

  addPair(spec: PairSpec): number {
    const { need, volunteer } = spec;
    const p = this.need.push(need) - 1;
    this.volunteer.push(volunteer);
    this.offer.push(this.volunteers[volunteer].offers[spec.offer ?? 0]);
    this.option.push(spec.option ?? 0);
    this.cost.push(spec.cost);
    this.pieces.push(spec.pieces ?? 0);
    this.minutes.push(spec.minutes ?? null);
    this.fixed.push(FREE);
    this.needs[need].pairs.push(p);
    this.volunteers[volunteer].pairs.push(p);
    return p;
  }

  removePair(p: number): void {
    without(this.needs[this.need[p]].pairs, p);
    without(this.volunteers[this.volunteer[p]].pairs, p);
  }

  /** Pairs of a need and a volunteer that can be used. */
  between(need: number, volunteer: number): number[] {
    return this.needs[need].pairs.filter((p) => this.volunteer[p] === volunteer);
  }

  /** Everything that is here, with pins. */
  whole(): Part {
    const needs: PartNeed[] = [];
    this.needs.forEach((line, need) => {
      if (line.here) needs.push({ need, seats: line.seats, minimum: line.minimum, pairs: line.pairs });
    });
    return this.part(
      needs,
      this.volunteers.flatMap((line, j) => (line.here ? [j] : [])),
    );
  }

  /** Some needs and volunteers as a problem of their own; pairs with other volunteers are left out. */
  part(needs: readonly PartNeed[], volunteers: readonly number[]): Part {
    return partOf(this, needs, volunteers);
  }
}

function plainNeed(line: BookNeed): boolean {
  return line.minimum === 1 && line.options.length === 1;
}

function needOf(spec: NeedSpec): Omit<BookNeed, 'here' | 'pairs'> {
  return {
    seats: spec.seats,
    minimum: spec.minimum ?? 1,
    penalty: spec.penalty,
    level: spec.level ?? 0,
    options: [...(spec.options ?? [[]])],
  };
}

function without(list: number[], item: number): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
