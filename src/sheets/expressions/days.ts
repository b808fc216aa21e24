/** Arithmetic on local dates `YYYY-MM-DD`; Asia/Shanghai keeps no summer time, so a day is a day. */

const DAY = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The date, or null when the calendar has no such day. */
export function dateOf(year: number, month: number, day: number): string | null {
  if (!(year >= 1900 && year <= 2199) || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO weekday, 1 Monday … 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of a day's week. */
export const monday = (day: number): number => day - weekdayOf(day) + 1;
