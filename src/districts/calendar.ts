import { weekdayOf } from './local-time';

/** A day that differs from its weekday. */
export interface CalendarDay {
  kind: 'holiday' | 'workday';
  /** A made-up workday follows the timetable of this weekday. */
  followsWeekday: number | null;
}

/** Days that differ from their weekday, by local date. */
export type Calendar = ReadonlyMap<string, CalendarDay>;

/** The weekday whose timetable a day follows, or null on a holiday. */
export function timetableWeekday(day: string, calendar: Calendar): number | null {
  const special = calendar.get(day);
  if (special?.kind === 'holiday') return null;
  return special?.followsWeekday ?? weekdayOf(day);
}

/** True for a day on which people work: Monday to Friday, no holidays, made-up workdays included. */
export const isWorkday = (day: string, calendar: Calendar): boolean =>
  calendar.has(day) ? calendar.get(day)!.kind === 'workday' : weekdayOf(day) <= 5;
