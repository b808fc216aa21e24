import { Calendar, timetableWeekday } from '../districts/calendar';
import { addDays, daysBetween, weekdayOf } from '../districts/local-time';
import { type Recurrence, recurrenceWeekdays, recursOn } from '../sheets/expressions/recurrence';

/**
 * When a need takes place, as stored: several alternatives of which one is chosen, or none (to be agreed; `weeklyMinutes`
 * says how long it takes). Days are local dates, times minutes from midnight.
 */
export interface NeedTimes {
  alternatives: TimeAlternative[];
}

/**
 * Fixed occurrences, weekly rules and RFC 5545 recurrences together; a weekly rule repeats every `everyWeeks` weeks counted
 * from the need's first week.
 */
export interface TimeAlternative {
  dates: { day: string; from: number; to: number }[];
  weekly: { weekday: number; from: number; to: number; everyWeeks: number; startWeek: number }[];
  recurrences?: Recurrence[];
}

/** The weekdays of whole alternatives, as bits. */
export const weekdaysOfTimes = ({ alternatives }: NeedTimes): number =>
  weekdaysOf(
    alternatives.flatMap(({ weekly, recurrences = [] }) => [...weekly, ...recurrences.flatMap(onWeekdays)]),
    alternatives.flatMap(({ dates }) => dates),
  );

/** The weekdays of a recurrence, as `weekdaysOf` takes them. */
export const onWeekdays = (one: Recurrence): { weekday: number }[] =>
  recurrenceWeekdays(one).map((weekday) => ({ weekday }));

/** The weekdays of some times as bits: bit d set, there is one on weekday d (1 Monday … 7 Sunday). */
export const weekdaysOf = (weekly: readonly { weekday: number }[], dates: readonly { day: string }[]): number =>
  [...weekly.map(({ weekday }) => weekday), ...dates.map(({ day }) => weekdayOf(day))].reduce(
    (bits, weekday) => bits | (1 << weekday),
    0,
  );

/** A vacation: days between two terms, both inclusive. */
export interface Vacation {
  from: string;
  to: string;
}

/**
 * Every occurrence of one alternative from `from` to `to` (inclusive days), in order of time. Weekly rules and recurrences
 * skip holidays and vacations and are held on made-up workdays; single dates stand as given.
 */
export function occurrences(
  alternative: TimeAlternative,
  from: string,
  to: string,
  calendar: Calendar,
  vacations: readonly Vacation[] = [],
): { day: string; from: number; to: number }[] {
  const { weekly, recurrences = [] } = alternative;
  const found = alternative.dates.filter(({ day }) => day >= from && day <= to);
  if (weekly.length + recurrences.length > 0) {
    const sinceMonday = weekdayOf(from) - 1;
    for (let k = 0, last = daysBetween(from, to); k <= last; k++) {
      const day = addDays(from, k);
      const weekday = timetableWeekday(day, calendar);
      if (weekday === null || vacations.some((one) => one.from <= day && day <= one.to)) continue;
      const week = Math.floor((sinceMonday + k) / 7);
      for (const rule of weekly) {
        if (rule.weekday === weekday && week >= rule.startWeek && (week - rule.startWeek) % rule.everyWeeks === 0) {
          found.push({ day, from: rule.from, to: rule.to });
        }
      }
      for (const rule of recurrences) {
        if (recursOn(rule, day, weekday)) found.push({ day, from: rule.from, to: rule.to });
      }
    }
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.from - b.from));
}

/**
 * The vacations a need leaves out: those between two known terms that its period spans from one side to the other. A
 * period that begins or ends in a vacation means it (a summer course), and where no term is known nothing is left out.
 */
export const vacationsSpanned = (
  periodFrom: string,
  periodTo: string,
  terms: readonly { from: string; to: string }[],
): Vacation[] =>
  terms
    .slice(1)
    .map((term, i) => ({ from: addDays(terms[i].to, 1), to: addDays(term.from, -1) }))
    .filter(({ from, to }) => from <= to && periodFrom < from && to < periodTo);
