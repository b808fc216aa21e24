import { Calendar, timetableWeekday } from '../districts/calendar';
import { addDays, daysBetween, weekdayOf } from '../districts/local-time';

/**
 * When a need takes place, as stored: several alternatives of which one is chosen, or none (to be agreed; `weeklyMinutes`
 * says how long it takes). Days are local dates, times minutes from midnight.
 */
export interface NeedTimes {
  alternatives: TimeAlternative[];
}

/** Fixed occurrences and weekly rules together; a rule repeats every `everyWeeks` weeks counted from the need's first week. */
export interface TimeAlternative {
  dates: { day: string; from: number; to: number }[];
  weekly: { weekday: number; from: number; to: number; everyWeeks: number; startWeek: number }[];
}

/** The weekdays of some times as bits: bit d set, there is one on weekday d (1 Monday … 7 Sunday). */
export const weekdaysOf = (weekly: readonly { weekday: number }[], dates: readonly { day: string }[]): number =>
  [...weekly.map(({ weekday }) => weekday), ...dates.map(({ day }) => weekdayOf(day))].reduce(
    (bits, weekday) => bits | (1 << weekday),
    0,
  );

/**
 * Every occurrence of one alternative from `from` to `to` (inclusive days), in order of time. Weekly rules skip holidays and
 * are held on made-up workdays; single dates stand as given.
 */
export function occurrences(
  alternative: TimeAlternative,
  from: string,
  to: string,
  calendar: Calendar,
): { day: string; from: number; to: number }[] {
  const found = alternative.dates.filter(({ day }) => day >= from && day <= to);
  if (alternative.weekly.length > 0) {
    const sinceMonday = weekdayOf(from) - 1;
    for (let k = 0, last = daysBetween(from, to); k <= last; k++) {
      const day = addDays(from, k);
      const weekday = timetableWeekday(day, calendar);
      if (weekday === null) continue;
      const week = Math.floor((sinceMonday + k) / 7);
      for (const rule of alternative.weekly) {
        if (rule.weekday === weekday && week >= rule.startWeek && (week - rule.startWeek) % rule.everyWeeks === 0) {
          found.push({ day, from: rule.from, to: rule.to });
        }
      }
    }
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.from - b.from));
}
