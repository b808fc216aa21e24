/** Weeks of a term as schools count them: the first is the one in which it begins, and odd ones are 单周. */
import { monday, weekdayOf } from './days';

/** The Monday of the first week of a term; one that begins on a Saturday or Sunday begins its weeks with the next. Days are numbers since 1970. */
export const firstMonday = (begin: number): number => monday(begin) + (weekdayOf(begin) > 5 ? 7 : 0);

/** Week of the term that began last before a day, from 1, and 0 for a weekend before the first; null before the first term. */
export function teachingWeek(day: number, terms: readonly [from: number, to: number][]): number | null {
  const begun = terms.map(([from]) => from).filter((from) => from <= day);
  return begun.length > 0 ? weeksSince(day, firstMonday(Math.max(...begun))) : null;
}

/** The week of a day, counted from the week of another, which is the first. */
export const weeksSince = (day: number, begin: number): number => Math.floor((monday(day) - monday(begin)) / 7) + 1;

export const isOfParity = (week: number, parity: 'odd' | 'even'): boolean =>
  week > 0 && (week % 2 === 1) === (parity === 'odd');

/** No term has more weeks. */
export const LONGEST_TERM_WEEKS = 30;

/** The last week of what goes on to the end of the term, however long that is. */
export const TO_THE_END = 60;
