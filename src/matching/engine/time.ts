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
  /** Bits per day of the horizon: those that are off, those that single dates touch; null: none. */
  off: Uint32Array | null;
  dated: Uint32Array | null;
  /** Free minutes of the first k days of two usual weeks, from Monday on. */
  usual: Int32Array;
  /** By how much the first k days of the horizon differ from usual weeks; made on first use, null where they never do. */
  unusual: Int32Array | null;
}

export function calendarOf(availability: Availability, days: Days): Calendar {
  const byDay: Interval[][] = Array.from({ length: 8 }, () => []);
  for (const { weekday, from, to } of availability.weekly) {
    byDay[weekday]?.push({ from: Math.max(0, from), to: Math.min(DAY, to) });
  }
  const { anyTime } = availability;
  const weekly = byDay.map(merge);
  const dates = merge(availability.dates);
  const usual = new Int32Array(15);
  for (let k = 0; k < 14; k++) usual[k + 1] = usual[k] + (anyTime ? DAY : minutesOf(weekly[(k % 7) + 1]));
  let off: Uint32Array | null = null;
  for (const day of availability.daysOff) off = withDays(off, day, day, days);
  let dated: Uint32Array | null = null;
  for (const { from, to } of dates) {
    dated = withDays(dated, Math.floor(from / DAY), Math.ceil(to / DAY) - 1, days);
  }
  return { anyTime, weekly, dates, off, dated, usual, unusual: null };
}

function minutesOf(windows: readonly Interval[]): number {
  let sum = 0;
  for (const { from, to } of windows) sum += to - from;
  return sum;
}

/** The bits with those of so many days of the horizon added. */
function withDays(bits: Uint32Array | null, first: number, last: number, { count }: Days): Uint32Array | null {
  for (let day = Math.max(0, first); day <= Math.min(count - 1, last); day++) {
    bits ??= new Uint32Array(Math.ceil(count / 32));
    bits[day >>> 5] |= 1 << (day & 31);
  }
  return bits;
}

function has(bits: Uint32Array | null, day: number): boolean {
  return bits !== null && ((bits[day >>> 5] >>> (day & 31)) & 1) === 1;
}

export function isOff(calendar: Calendar, day: number): boolean {
  return has(calendar.off, day);
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

/** Free minutes on the days `first` … `last` (inclusive). O(1) after the first time. */
export function freeMinutes(calendar: Calendar, days: Days, first: number, last: number): number {
  const from = Math.max(0, first);
  const to = Math.min(days.count - 1, last);
  if (to < from) return 0;
  const { usual } = calendar;
  const count = to - from + 1;
  const weeks = Math.floor(count / 7);
  const start = days.weekday[from] - 1;
  const free = weeks * usual[7] + usual[start + count - 7 * weeks] - usual[start];
  if (calendar.off === null && calendar.dated === null) return free;
  const unusual = (calendar.unusual ??= differences(calendar, days));
  return free + unusual[to + 1] - unusual[from];
}

function differences(calendar: Calendar, days: Days): Int32Array {
  const { off, dated, usual, anyTime } = calendar;
  const sums = new Int32Array(days.count + 1);
  for (let word = 0; word << 5 < days.count; word++) {
    const none = off === null ? 0 : off[word];
    for (let bits = none | (dated === null ? 0 : dated[word]); bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const day = (word << 5) + 31 - Math.clz32(bit);
      const weekday = days.weekday[day];
      const is = (none & bit) !== 0 ? 0 : anyTime ? DAY : minutesOn(calendar, weekday, day);
      sums[day + 1] = is - (usual[weekday] - usual[weekday - 1]);
    }
  }
  for (let day = 0; day < days.count; day++) sums[day + 1] += sums[day];
  return sums;
}

/** Free minutes of a day that single dates touch. */
function minutesOn(calendar: Calendar, weekday: number, day: number): number {
  const start = day * DAY;
  const windows = calendar.weekly[weekday].map((w) => ({ from: start + w.from, to: start + w.to }));
  for (const d of calendar.dates) windows.push({ from: Math.max(d.from, start), to: Math.min(d.to, start + DAY) });
  return minutesOf(merge(windows));
}
