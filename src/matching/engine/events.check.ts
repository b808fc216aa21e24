import type { Book } from './book';
import { ACCEPTED, FREE, PINNED } from './book.lines';
import type { NeedSpec, PairSpec, PlanEvent, VolunteerSpec } from './events';
import { NO_LIMIT, ProblemError } from './problem';

/**
 * Refuses an event that cannot be: numbers out of range, somebody who is unknown or gone, the same thing twice.
 * @throws ProblemError `bad_event`, `unknown_need`, `need_gone`, `unknown_volunteer`, `volunteer_gone`, `unknown_pair`,
 *   `already_pinned`, `already_accepted`, `pair_accepted`, `contradictory_pins`
 */
export function checkEvent(book: Book, event: PlanEvent): void {
  switch (event.kind) {
    case 'need_added':
      checkNeed(event.need);
      return checkPairs(book, event.pairs, event.need);
    case 'need_changed':
      needHere(book, event.id);
      checkNeed(event.need);
      roomForPins(book, 'seats', book.needs[event.id].pairs, event.need.seats);
      wayForPins(
        book,
        'option',
        book.needs[event.id].pairs,
        (p) => book.option[p] < (event.need.options ?? [[]]).length,
      );
      return event.pairs && checkPairs(book, event.pairs, event.need);
    case 'need_withdrawn':
      return needHere(book, event.id);
    case 'volunteer_added':
      checkVolunteer(event.volunteer);
      return checkPairs(book, event.pairs, undefined, event.volunteer);
    case 'volunteer_changed':
      volunteerHere(book, event.id);
      checkVolunteer(event.volunteer);
      roomForPins(book, 'capacity', book.volunteers[event.id].pairs, event.volunteer.capacity ?? NO_LIMIT);
      wayForPins(book, 'offer', book.volunteers[event.id].pairs, (p) =>
        book.volunteers[event.id].offers.slice(0, (event.volunteer.offers ?? [{}]).length).includes(book.offer[p]),
      );
      return event.pairs && checkPairs(book, event.pairs, undefined, event.volunteer);
    case 'volunteer_left':
      return volunteerHere(book, event.id);
    default: {
      needHere(book, event.need);
      volunteerHere(book, event.volunteer);
      const { kind, need, volunteer } = event;
      const pairs = book.between(need, volunteer);
      if (pairs.length === 0) throw new ProblemError('unknown_pair', { need, volunteer });
      const fixed = pairs.map((p) => book.fixed[p]);
      if (fixed.includes(ACCEPTED))
        throw new ProblemError(kind === 'pair_accepted' ? 'already_accepted' : 'pair_accepted', { need, volunteer });
      if (kind === 'pair_pinned' && fixed.includes(PINNED))
        throw new ProblemError('already_pinned', { need, volunteer });
    }
  }
}

/** @throws ProblemError `contradictory_pins` when the fixed ones among the pairs are more than `most` */
function roomForPins(book: Book, rule: string, pairs: readonly number[], most: number): void {
  const others = pairs.filter((p) => book.fixed[p] !== FREE);
  if (others.length > most) throw new ProblemError('contradictory_pins', { rule, most, others });
}

/** @throws ProblemError `contradictory_pins` when a fixed pair's option or offer is no more */
function wayForPins(book: Book, rule: string, pairs: readonly number[], stays: (pair: number) => boolean): void {
  const others = pairs.filter((p) => book.fixed[p] !== FREE && !stays(p));
  if (others.length > 0) throw new ProblemError('contradictory_pins', { rule, others });
}

function needHere(book: Book, need: number): void {
  if (!(need in book.needs)) throw new ProblemError('unknown_need', { need });
  if (!book.needs[need].here) throw new ProblemError('need_gone', { need });
}

function volunteerHere(book: Book, volunteer: number): void {
  if (!(volunteer in book.volunteers)) throw new ProblemError('unknown_volunteer', { volunteer });
  if (!book.volunteers[volunteer].here) throw new ProblemError('volunteer_gone', { volunteer });
}

function whole(field: string, value: number, least: number, most: number = NO_LIMIT): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new ProblemError('bad_event', { field, value: String(value), least, most });
}

function checkNeed(spec: NeedSpec): void {
  whole('need.seats', spec.seats, 1);
  whole('need.minimum', spec.minimum ?? 1, 1, spec.seats);
  whole('need.penalty', spec.penalty, 0, 2 ** 40);
  for (const times of spec.options ?? []) {
    let last = -Infinity;
    for (const [from, to] of times) {
      if (!Number.isInteger(from) || !Number.isInteger(to) || from < last || to <= from)
        throw new ProblemError('bad_event', { field: 'need.options', from, to });
      last = to;
    }
  }
}

function checkVolunteer(spec: VolunteerSpec): void {
  whole('volunteer.people', spec.people ?? 1, 1);
  whole('volunteer.capacity', spec.capacity ?? NO_LIMIT, 0);
  (spec.loads ?? []).forEach((load, q, loads) => whole('volunteer.loads', load, q === 0 ? 0 : loads[q - 1]));
  for (const x of spec.minutes ?? []) whole('volunteer.minutes', x, 0);
  for (const offer of spec.offers ?? []) {
    whole('offer.capacity', offer.capacity ?? NO_LIMIT, 0);
    whole('offer.stock', offer.stock ?? NO_LIMIT, 0);
    for (const x of offer.minutes ?? []) whole('offer.minutes', x, 0);
  }
}

function checkPairs(
  book: Book,
  pairs: readonly (Omit<PairSpec, 'need' | 'volunteer'> & { need?: number; volunteer?: number })[],
  need?: NeedSpec,
  volunteer?: VolunteerSpec,
): void {
  for (const pair of pairs) {
    if (need === undefined) needHere(book, pair.need!);
    if (volunteer === undefined) volunteerHere(book, pair.volunteer!);
    whole('pair.cost', pair.cost, -NO_LIMIT);
    const options = need === undefined ? book.needs[pair.need!].options.length : (need.options ?? [[]]).length;
    whole('pair.option', pair.option ?? 0, 0, options - 1);
    const offers =
      volunteer === undefined ? book.volunteers[pair.volunteer!].offers.length : (volunteer.offers ?? [{}]).length;
    whole('pair.offer', pair.offer ?? 0, 0, offers - 1);
    whole('pair.pieces', pair.pieces ?? 0, 0);
    for (const x of pair.minutes ?? []) whole('pair.minutes', x, 0);
  }
}
