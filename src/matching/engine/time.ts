import type { Availability, Horizon, Interval } from './menus';

export const DAY = 1440;

/** ISO weekday (1 Monday … 7 Sunday) of every day of the horizon, and the month (0 = that of day 0) it lies in. */
export interface Days {
  count: number;
  weekday: Uint8Array;
  month: Uint8Array;
  months: number;
}

/** Reads the calendar of the horizon. Throws RangeError for a start that is no date. */
export function daysOf(horizon: Horizon): Days {
  const start = Date.parse(`${horizon.start}T00:00:00Z`);
  if (!Number.isFinite(start)) throw new RangeError(`horizon.start ${horizon.start}`);
  const count = horizon.days;
  const weekday = new Uint8Array(count);
  const month = new Uint8Array(count);
  const first = new Date(start).getUTCFullYear() * 12 + new Date(start).getUTCMonth();
  for (let day = 0; day < count; day++) {
    const date = new Date(start + day * 86_400_000);
    weekday[day] = ((date.getUTCDay() + 6) % 7) + 1;
    month[day] = date.getUTCFullYear() * 12 + date.getUTCMonth() - first;
  }
  return { count, weekday, month, months: count === 0 ? 1 : month[count - 1] + 1 };
}

/** Sorted, without empty ones, touching and overlapping ones joined. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.to > i.from).sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: Interval[] = [];
  for (const { from, to } of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Free time of an offer, ready to be asked. */
export interface Calendar {
  anyTime: boolean;
  /** By ISO weekday (index 0 unused), merged minutes of the day. */
  weekly: Interval[][];
  dates: Interval[];
  /** Bit per day of the horizon that is off; null: none. */
  off: Uint32Array | null;
  offDays: number[];
  /** Free minutes of a weekday (index 0: of the whole week), and, with single dates only, of the days before each day; the latter on first use. */
  perWeekday: Int32Array;
  before: Int32Array | null;
}

export function calendarOf(availability: Availability, days: Days): Calendar {
  const byDay: Interval[][] = Array.from({ length: 8 }, () => []);
  for (const { weekday, from, to } of availability.weekly) {
    byDay[weekday]?.push({ from: Math.max(0, from), to: Math.min(DAY, to) });
  }
  let off: Uint32Array | null = null;
  const offDays = [...new Set(availability.daysOff)].filter((day) => day >= 0 && day < days.count);
  for (const day of offDays) {
    off ??= new Uint32Array(Math.ceil(days.count / 32));
    off[day >>> 5] |= 1 << (day & 31);
  }
  const weekly = byDay.map(merge);
  const minutes = (windows: Interval[]) => windows.reduce((sum, { from, to }) => sum + to - from, 0);
  const perWeekday = Int32Array.from(weekly, (windows) => (availability.anyTime ? DAY : minutes(windows)));
  perWeekday[0] = 0;
  perWeekday[0] = perWeekday.reduce((sum, free) => sum + free);
  const dates = merge(availability.dates);
  return { anyTime: availability.anyTime, weekly, dates, off, offDays, perWeekday, before: null };
}

export function isOff(calendar: Calendar, day: number): boolean {
  return calendar.off !== null && ((calendar.off[day >>> 5] >>> (day & 31)) & 1) === 1;
}

/** Whether the calendar is free during the whole interval. Exact to the minute; outside the horizon nobody is free. */
export function covers(calendar: Calendar, days: Days, { from, to }: Interval): boolean {
  if (from < 0 || to > days.count * DAY) return false;
  for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
    if (isOff(calendar, day)) return false;
    if (calendar.anyTime) continue;
    const start = day * DAY;
    if (freeUntil(calendar, days, day, Math.max(from, start)) < Math.min(to, start + DAY)) return false;
  }
  return true;
}

/** Last minute up to which the calendar is free without a break from `from` on, on that day alone. */
export function freeUntil(calendar: Calendar, days: Days, day: number, from: number): number {
  const start = day * DAY;
  if (isOff(calendar, day)) return from;
  if (calendar.anyTime) return start + DAY;
  let at = from;
  for (let before = -1; before !== at;) {
    before = at;
    for (const window of calendar.weekly[days.weekday[day]]) {
      if (start + window.from <= at && at < start + window.to) at = start + window.to;
    }
    for (const window of calendar.dates) if (window.from <= at && at < window.to) at = window.to;
  }
  return Math.min(at, start + DAY);
}

/** First minute from which the calendar is free without a break until `to`, on that day alone. */
export function freeSince(calendar: Calendar, days: Days, day: number, to: number): number {
  const start = day * DAY;
  if (isOff(calendar, day)) return to;
  if (calendar.anyTime) return start;
  let at = to;
  for (let before = -1; before !== at;) {
    before = at;
    for (const window of calendar.weekly[days.weekday[day]]) {
      if (start + window.from < at && at <= start + window.to) at = start + window.from;
    }
    for (const window of calendar.dates) if (window.from < at && at <= window.to) at = window.from;
  }
  return Math.max(at, start);
}

/** Free minutes on the days `first` … `last` (inclusive). O(days off), with single dates O(1) after the first time. */
export function freeMinutes(calendar: Calendar, days: Days, first: number, last: number): number {
  const from = Math.max(0, first);
  const to = Math.min(days.count - 1, last);
  if (to < from) return 0;
  if (calendar.dates.length > 0 && !calendar.anyTime) {
    calendar.before ??= minutesBefore(calendar, days);
    return calendar.before[to + 1] - calendar.before[from];
  }
  const { perWeekday } = calendar;
  const weeks = Math.floor((to - from + 1) / 7);
  let free = weeks * perWeekday[0];
  for (let day = from + weeks * 7; day <= to; day++) free += perWeekday[days.weekday[day]];
  for (const day of calendar.offDays) if (day >= from && day <= to) free -= perWeekday[days.weekday[day]];
  return free;
}

function minutesBefore(calendar: Calendar, days: Days): Int32Array {
  const sums = new Int32Array(days.count + 1);
  for (let day = 0; day < days.count; day++) {
    sums[day + 1] = sums[day];
    if (isOff(calendar, day)) continue;
    const start = day * DAY;
    const windows = calendar.weekly[days.weekday[day]].map((w) => ({ from: start + w.from, to: start + w.to }));
    for (const d of calendar.dates) windows.push({ from: Math.max(d.from, start), to: Math.min(d.to, start + DAY) });
    sums[day + 1] += merge(windows).reduce((sum, { from, to }) => sum + to - from, 0);
  }
  return sums;
}
