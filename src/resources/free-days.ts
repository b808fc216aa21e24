/** Free time on the days of a round, as far as no week says it all. */
import { addDays, daysBetween, weekdayOf } from '../districts/local-time';
import { recursOn } from '../sheets/expressions/recurrence';
import { isOfParity } from '../sheets/expressions/teaching-weeks';
import type { OfferAvailability } from './resource';

/** Some days in a row, counted from 0. */
export interface Span {
  from: string;
  days: number;
  /** The teaching week of each day; null where the district knows of no term. */
  teachingWeeks: readonly (number | null)[];
  /** Workdays made up for a holiday, with the weekday whose timetable they follow. */
  madeUp: readonly { day: number; follows: number }[];
}

/**
 * Single dates, odd and even weeks, recurrences; and, on a workday made up for a holiday, what is free on the weekday that
 * it follows. Odd and even are counted from the term that began last, through the vacation behind it; before the first term
 * nobody knows them.
 */
export function freeDays(kept: OfferAvailability, span: Span): { day: number; from: number; to: number }[] {
  const { anyTime, weekly, recurrences = [] } = kept;
  const found = kept.dates
    .map(({ day, from, to }) => ({ day: daysBetween(span.from, day), from, to }))
    .filter(({ day }) => day >= 0 && day < span.days);
  if (anyTime) return found;
  for (const { day, follows } of span.madeUp)
    for (const { weekday, from, to, weeks } of weekly) if (!weeks && weekday === follows) found.push({ day, from, to });
  const alternating = weekly.filter(({ weeks }) => weeks);
  if (alternating.length + recurrences.length === 0) return found;
  const followed = new Map(span.madeUp.map(({ day, follows }) => [day, follows]));
  const sinceMonday = weekdayOf(span.from) - 1;
  for (let day = 0; day < span.days; day++) {
    const weekday = ((sinceMonday + day) % 7) + 1;
    const follows = followed.get(day);
    const week = span.teachingWeeks[day];
    for (const window of alternating)
      if (week !== null && isOfParity(week, window.weeks!) && [weekday, follows].includes(window.weekday))
        found.push({ day, from: window.from, to: window.to });
    if (recurrences.length === 0) continue;
    const date = addDays(span.from, day);
    for (const rule of recurrences)
      if (recursOn(rule, date) || (follows !== undefined && recursOn(rule, date, follows)))
        found.push({ day, from: rule.from, to: rule.to });
  }
  return found;
}
