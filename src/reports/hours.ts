import { isWorkday } from '../districts/calendar';
import type { Calendar } from '../districts/calendar';
import { addDays } from '../districts/local-time';
import type { HoursRule } from '../districts/settings';

/** What minutes of service count as, in minutes: whole hours, and the rest by the district's steps. */
export function countedMinutes(minutes: number, { rounding }: HoursRule): number {
  const rest = minutes % 60;
  return minutes - rest + (rounding.find(({ upTo }) => rest <= upTo)?.counts ?? 0);
}

/** The first day on which what was recorded on `recordedOn` counts: after it has been shown for some working days. */
export function countsFrom(recordedOn: string, calendar: Calendar, { shownWorkdays }: HoursRule): string {
  let day = addDays(recordedOn, 1);
  for (let shown = 0; shown < shownWorkdays; day = addDays(day, 1)) if (isWorkday(day, calendar)) shown++;
  return day;
}

/** Stars for counted minutes, and the hours of the next one; null: there is none. */
export function starsFor(minutes: number, { stars }: HoursRule): { stars: number; nextAtHours: number | null } {
  const reached = stars.filter((hours) => minutes >= hours * 60).length;
  return { stars: reached, nextAtHours: stars[reached] ?? null };
}
