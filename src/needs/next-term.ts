/** Free days of a term that is over, in the next one: weeks of a term and vacations are kept as dates, and an offer lives longer. */
import { addDays, daysBetween } from '../districts/local-time';
import { dayNumber, dayText } from '../sheets/expressions/days';
import { firstMonday } from '../sheets/expressions/teaching-weeks';

interface Span {
  startsOn: string;
  endsOn: string;
}

/**
 * Each day of a term that has ended before `first` on the weekday of the same week of the term that runs or comes then, and
 * each day of a vacation as far into the next one of its kind. What has no such day, or one before `first`, is left out.
 * `terms` in their order.
 */
export function inNextTerm<Free extends { day: string }>(dates: readonly Free[], terms: Span[], first: string): Free[] {
  const target = terms.find(({ endsOn }) => endsOn >= first);
  const vacations = vacationsOf(terms);
  const found = new Map<string, Free>();
  for (const date of dates) {
    const term = terms.find((one) => isIn(one, date.day));
    const vacation = vacations.find((one) => isIn(one, date.day));
    const day =
      term && target && term.endsOn < first
        ? sameWeek(date.day, term, target)
        : vacation && vacation.endsOn < first
          ? sameDay(date.day, vacation, vacations, first)
          : null;
    if (day && day >= first) found.set(JSON.stringify({ ...date, day }), { ...date, day });
  }
  return [...found.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

const isIn = ({ startsOn, endsOn }: Span, day: string): boolean => startsOn <= day && day <= endsOn;

/** The Monday of the first week of a term. */
const firstWeekOf = ({ startsOn }: Span): string => dayText(firstMonday(dayNumber(startsOn)));

function sameWeek(day: string, term: Span, target: Span): string | null {
  const moved = addDays(firstWeekOf(target), daysBetween(firstWeekOf(term), day));
  return isIn(target, moved) ? moved : null;
}

function sameDay(day: string, vacation: Vacation, vacations: Vacation[], first: string): string | null {
  const next = vacations.find(({ endsOn, summer }) => endsOn >= first && summer === vacation.summer);
  const moved = next && addDays(next.startsOn, daysBetween(vacation.startsOn, day));
  return moved && isIn(next, moved) ? moved : null;
}

interface Vacation extends Span {
  summer: boolean;
}

/** What lies between two terms. */
const vacationsOf = (terms: Span[]): Vacation[] =>
  terms.slice(1).map(({ startsOn }, i) => ({
    startsOn: addDays(terms[i].endsOn, 1),
    endsOn: addDays(startsOn, -1),
    summer: Number(startsOn.slice(5, 7)) >= 7,
  }));
