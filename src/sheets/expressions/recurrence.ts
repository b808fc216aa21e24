/**
 * RFC 5545 recurrences, as much of them as schools use: DTSTART, DURATION or DTEND, one RRULE (DAILY, WEEKLY, MONTHLY with
 * INTERVAL, BYDAY, BYMONTHDAY, UNTIL, COUNT) and EXDATE, on the wall clock of Asia/Shanghai. Anything else is refused
 * by name: a part that is ignored would be another recurrence than the one that was meant.
 */
import { dateOf, daysInMonth, dayNumber, dayText, monday, weekdayOf } from './days';

export const WEEKDAY_WORDS = ['', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A recurrence as it is kept: what was given, and what it means. Days are local, times minutes from midnight. */
export interface Recurrence {
  /** As given, a property a line. */
  text: string;
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  interval: number;
  /** ISO weekdays; `nth` of a month (−1: the last), null: every one. */
  weekdays: { weekday: number; nth: number | null }[];
  /** Days of a month; negative ones count from its end. */
  monthDays: number[];
  start: string;
  /** Last day on which it may fall; COUNT is counted out, and FOREVER has no end. */
  until: string;
  from: number;
  to: number;
  except: string[];
}

export interface RecurrenceFault {
  code:
    | 'recurrence_start'
    | 'recurrence_part'
    | 'recurrence_twice'
    | 'recurrence_without_end'
    | 'recurrence_end'
    | 'recurrence_zone'
    | 'recurrence_first_day'
    | 'recurrence_exdate'
    | 'recurrence_empty'
    | 'no_such_date'
    | 'no_such_time'
    | 'ends_before_start'
    | 'out_of_range';
  /** The part that is wrong. */
  part: string;
}

/** The last day of what goes on until somebody says otherwise: free time, never a need. */
export const FOREVER = '9999-12-31';

const MOST_TIMES = 366;
const LONGEST_DAYS = 366 * 10;
/** Written as UTC, a moment is this many minutes earlier than on the wall clock. */
const ZONE_MINUTES = 480;

class Refused extends Error {
  constructor(readonly fault: RecurrenceFault) {
    super(fault.code);
  }
}
const refuse = (code: RecurrenceFault['code'], part: string): never => {
  throw new Refused({ code, part: part.slice(0, 80) });
};

/**
 * Reads the text; `minutes`: the length of a meeting whose end is not said; `endless`: UNTIL or COUNT may be missing;
 * `spent`: its exceptions may leave no day, as in what was kept before that was refused.
 */
export function readRecurrence(
  input: string,
  minutes: number | null,
  { endless = false, spent = false } = {},
): Recurrence | RecurrenceFault {
  try {
    const found = read(input, minutes, endless);
    if (!spent && found.except.length > 0 && !hasDays(found))
      refuse('recurrence_empty', `EXDATE:${found.except.join(',')}`);
    return found;
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
}

export const isFault = (found: Recurrence | RecurrenceFault): found is RecurrenceFault => 'code' in found;

function read(input: string, minutes: number | null, endless: boolean): Recurrence {
  const properties = new Map<string, { params: string; value: string; line: string }>();
  const lines = input.trim().split(/\s+/);
  const except: string[] = [];
  for (const line of lines) {
    const m = /^([A-Z]+)((?:;[A-Z]+=[^:;]*)*):(.+)$/i.exec(line) ?? /^()()(FREQ=.+)$/i.exec(line);
    if (!m) return refuse('recurrence_part', line);
    const name = m[1].toUpperCase() || 'RRULE';
    if (!['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'EXDATE'].includes(name)) refuse('recurrence_part', name);
    if (name !== 'EXDATE' && properties.has(name)) refuse('recurrence_twice', name);
    if (/TZID=/i.test(m[2]) && !/;TZID=(Asia\/Shanghai|PRC)$/i.test(m[2])) refuse('recurrence_zone', line);
    if (name === 'EXDATE') except.push(...m[3].split(','));
    else properties.set(name, { params: m[2], value: m[3], line });
  }
  const first = properties.get('DTSTART');
  if (!first) return refuse('recurrence_start', lines[0]);
  const { day: start, minute: from } = stamp(first.value, first.line);
  if (from === null) return refuse('recurrence_start', first.line);
  const to = from + (lengthOf(properties, start, from) ?? minutes ?? refuse('recurrence_end', first.line));
  if (to <= from) refuse('ends_before_start', properties.get('DTEND')?.line ?? properties.get('DURATION')!.line);
  if (to > 1440) refuse('no_such_time', properties.get('DURATION')?.line ?? first.line);
  const rule = properties.get('RRULE');
  if (!rule) return refuse('recurrence_part', 'RRULE');
  const { count, ...found } = ruleOf(rule.value, { day: start, minute: from }, endless);
  const recurrence: Recurrence = { text: lines.join('\n'), ...found, start, from, to, except: [] };
  if (!recursOn(recurrence, start)) refuse('recurrence_first_day', first.line);
  if (count !== null) recurrence.until = nthDay(recurrence, count, rule.value);
  recurrence.except = except.map((value) => {
    const { day, minute } = stamp(value, `EXDATE:${value}`);
    if (minute !== null && minute !== from) refuse('recurrence_exdate', value);
    if (!recursOn(recurrence, day)) refuse('recurrence_exdate', value);
    return day;
  });
  return recurrence;
}

/** False if its exceptions take out every day it has. */
function hasDays(recurrence: Recurrence): boolean {
  const first = dayNumber(recurrence.start);
  const last = Math.min(dayNumber(recurrence.until), first + LONGEST_DAYS);
  for (let day = first; day <= last; day++) if (recursOn(recurrence, dayText(day))) return true;
  return false;
}

type RuleParts = Pick<Recurrence, 'freq' | 'interval' | 'weekdays' | 'monthDays' | 'until'> & { count: number | null };

function ruleOf(value: string, first: { day: string; minute: number }, endless: boolean): RuleParts {
  const start = first.day;
  const parts = new Map<string, string>();
  for (const part of value.split(';').filter(Boolean)) {
    const [name, said = '', ...more] = part.toUpperCase().split('=');
    const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'UNTIL', 'COUNT', 'WKST'].includes(name);
    if (!known || said === '' || more.length > 0) refuse('recurrence_part', part);
    if (parts.has(name)) refuse('recurrence_twice', part);
    parts.set(name, said);
  }
  const freq = parts.get('FREQ') as Recurrence['freq'] | undefined;
  if (!freq || !['DAILY', 'WEEKLY', 'MONTHLY'].includes(freq)) return refuse('recurrence_part', `FREQ=${freq ?? ''}`);
  const interval = whole(parts.get('INTERVAL') ?? '1', 1, 99, 'INTERVAL');
  // Weeks begin on Mondays here; another beginning shifts every second week, and nothing else.
  const begin = parts.get('WKST') ?? 'MO';
  if (!WEEKDAY_WORDS.includes(begin) || (begin !== 'MO' && freq === 'WEEKLY' && interval > 1))
    refuse('recurrence_part', `WKST=${begin}`);
  const weekdays = (parts.get('BYDAY')?.split(',') ?? []).map((word) => byDay(word, freq));
  const monthDays = (parts.get('BYMONTHDAY')?.split(',') ?? []).map((said) => whole(said, -31, 31, 'BYMONTHDAY'));
  if (monthDays.length > 0 && (freq !== 'MONTHLY' || weekdays.length > 0 || monthDays.includes(0)))
    refuse('recurrence_part', `BYMONTHDAY=${monthDays.join(',')}`);
  const count = parts.has('COUNT') ? whole(parts.get('COUNT')!, 1, MOST_TIMES, 'COUNT') : null;
  if (count !== null && parts.has('UNTIL')) refuse('recurrence_twice', 'COUNT, UNTIL');
  if (count === null && !parts.has('UNTIL') && !endless) refuse('recurrence_without_end', value);
  const until = parts.has('UNTIL')
    ? lastDay(parts.get('UNTIL')!, first.minute)
    : count === null
      ? FOREVER
      : dayText(dayNumber(start) + LONGEST_DAYS);
  if (until < start) refuse('ends_before_start', `UNTIL=${parts.get('UNTIL')}`);
  if (weekdays.length === 0 && freq === 'WEEKLY') weekdays.push({ weekday: weekdayOf(dayNumber(start)), nth: null });
  if (weekdays.length + monthDays.length === 0 && freq === 'MONTHLY') monthDays.push(Number(start.slice(8)));
  return { freq, interval, weekdays, monthDays, until, count };
}

function byDay(word: string, freq: Recurrence['freq']): Recurrence['weekdays'][number] {
  const m = /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(word);
  if (!m || (m[1] !== undefined && freq !== 'MONTHLY')) return refuse('recurrence_part', `BYDAY=${word}`);
  return { weekday: WEEKDAY_WORDS.indexOf(m[2]), nth: m[1] === undefined ? null : Number(m[1]) };
}

function whole(said: string, least: number, most: number, name: string): number {
  const value = Number(said);
  return /^[+-]?\d{1,4}$/.test(said) && value >= least && value <= most
    ? value
    : refuse('out_of_range', `${name}=${said}`);
}

/** The wall clock of `20260901T163000`, of the same with Z, or of `20260901` (minute null). */
function stamp(value: string, part: string): { day: string; minute: number | null } {
  const m = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i.exec(value);
  const day = m && dateOf(Number(m[1]), Number(m[2]), Number(m[3]));
  if (!m || !day) return refuse('no_such_date', part);
  if (m[4] === undefined) return { day, minute: null };
  const [hour, minute] = [Number(m[4]), Number(m[5])];
  if (hour > 23 || minute > 59 || Number(m[6] ?? 0) > 59) return refuse('no_such_time', part);
  const local = hour * 60 + minute + (m[7] ? ZONE_MINUTES : 0);
  return { day: dayText(dayNumber(day) + Math.floor(local / 1440)), minute: local % 1440 };
}

/** The last day on which one that begins at `from` may fall: on the day of a moment that is earlier it does not begin any more. */
function lastDay(value: string, from: number): string {
  const { day, minute } = stamp(value, `UNTIL=${value}`);
  return minute !== null && minute < from ? dayText(dayNumber(day) - 1) : day;
}

function lengthOf(
  properties: Map<string, { value: string; line: string }>,
  start: string,
  from: number,
): number | null {
  const [duration, end] = [properties.get('DURATION'), properties.get('DTEND')];
  if (duration && end) return refuse('recurrence_twice', 'DTEND, DURATION');
  if (duration) {
    const m = /^P(?:T?)(?:(\d{1,2})H)?(?:(\d{1,4})M)?$/i.exec(duration.value);
    if (!m || (m[1] ?? m[2]) === undefined) return refuse('recurrence_part', duration.line);
    return Number(m[1] ?? 0) * 60 + Number(m[2] ?? 0);
  }
  if (!end) return null;
  const { day, minute } = stamp(end.value, end.line);
  if (minute === null || day > start) return refuse('recurrence_part', end.line);
  return (dayNumber(day) - dayNumber(start)) * 1440 + minute - from;
}

/** The day of the `count`th occurrence. */
function nthDay(recurrence: Recurrence, count: number, part: string): string {
  const first = dayNumber(recurrence.start);
  for (let day = first, left = count; day <= first + LONGEST_DAYS; day++)
    if (recursOn(recurrence, dayText(day)) && --left === 0) return dayText(day);
  return refuse('out_of_range', part);
}

/**
 * True if it falls on a day. `weekday`: whose timetable the day follows, when it is a workday made up for a holiday;
 * rules of weeks follow it, those of months and of every nth day keep to the date.
 */
export function recursOn(recurrence: Recurrence, date: string, weekday?: number): boolean {
  const { freq, interval, weekdays, monthDays, start, until, except } = recurrence;
  if (date < start || date > until || except.includes(date)) return false;
  const [day, first] = [dayNumber(date), dayNumber(start)];
  const followed = weekday ?? weekdayOf(day);
  if (freq === 'DAILY')
    return (
      (day - first) % interval === 0 && (weekdays.length === 0 || weekdays.some((one) => one.weekday === followed))
    );
  if (freq === 'WEEKLY')
    return ((monday(day) - monday(first)) / 7) % interval === 0 && weekdays.some((one) => one.weekday === followed);
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const months = (year - Number(start.slice(0, 4))) * 12 + month - Number(start.slice(5, 7));
  if (months % interval !== 0) return false;
  const length = daysInMonth(year, month);
  if (monthDays.some((said) => dayOfMonth === (said > 0 ? said : length + 1 + said))) return true;
  return weekdays.some(
    ({ weekday: wanted, nth }) =>
      wanted === weekdayOf(day) &&
      (nth === null || nth === (nth > 0 ? Math.ceil(dayOfMonth / 7) : -Math.ceil((length - dayOfMonth + 1) / 7))),
  );
}

/** Its days from one to another, whatever the calendar. */
export function recurrenceDays(recurrence: Recurrence, from: string, to: string): string[] {
  const last = dayNumber(to < recurrence.until ? to : recurrence.until);
  const days: string[] = [];
  for (let day = dayNumber(from > recurrence.start ? from : recurrence.start); day <= last; day++)
    if (recursOn(recurrence, dayText(day))) days.push(dayText(day));
  return days;
}

/** The ISO weekdays on which it can fall; days of a month fall on every one sooner or later. */
export function recurrenceWeekdays({ weekdays, ...rest }: Recurrence): number[] {
  if (weekdays.length > 0) return weekdays.map(({ weekday }) => weekday);
  const { start, until } = rest;
  const last = dayText(Math.min(dayNumber(until), dayNumber(start) + LONGEST_DAYS));
  return [...new Set(recurrenceDays({ weekdays, ...rest }, start, last).map((day) => weekdayOf(dayNumber(day))))];
}
