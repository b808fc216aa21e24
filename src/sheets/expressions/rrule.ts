/** RFC 5545 recurrence text, both ways: DTSTART, DURATION or DTEND, RRULE, RDATE, EXDATE in Asia/Shanghai. */
import type { Horizon } from '../../matching/engine/menus';
import { dateOf, dayNumber, dayText, weekdayOf } from './days';
import { expandDays } from './expand';
import {
  type Calendar,
  type Setting,
  type TimeRule,
  type TimeSpec,
  type Understood,
  refused,
  understood,
} from './types';

const DAYS = ['', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export function isRecurrence(text: string): boolean {
  return /(^|\s|;)(RRULE:|FREQ=|DTSTART)/i.test(text);
}

/**
 * A rule as recurrence text over a horizon, one piece for each time of day. What the calendar takes away or adds
 * (holidays, make-up days) stands as EXDATE and RDATE, so that any calendar program shows the same days.
 */
export function toRecurrence(rule: TimeRule, calendar: Calendar, horizon: Horizon): string[] {
  const first = dayNumber(horizon.start);
  const last = first + horizon.days - 1;
  const real = expandDays(rule, calendar, first, last, { schoolDays: true });
  if (real.length === 0) return [];
  const plainRule: TimeRule = { ...rule, days: null, weeks: null };
  const regular =
    rule.kind === 'dates'
      ? []
      : expandDays(plainRule, { ...calendar, holidays: [], makeUpDays: [] }, real[0], real[real.length - 1], {
          schoolDays: false,
        });
  // A parity or an interval that the term's start interrupts is no longer one recurrence.
  const frequency = regular.length > 0 && steady(rule, regular) ? frequencyOf(rule) : null;
  const dropped = frequency ? regular.filter((day) => !real.includes(day)) : [];
  const added = frequency ? real.filter((day) => !regular.includes(day)) : real.slice(1);
  return rule.times.map(({ from, to }) => {
    const at = (day: number): string => stamp(day, from);
    const lines = [`DTSTART;TZID=Asia/Shanghai:${at(frequency ? regular[0] : real[0])}`, `DURATION:PT${to - from}M`];
    if (frequency) lines.push(`RRULE:${frequency};UNTIL=${utcStamp(regular[regular.length - 1], from)}`);
    if (added.length > 0) lines.push(`RDATE;TZID=Asia/Shanghai:${added.map(at).join(',')}`);
    if (dropped.length > 0) lines.push(`EXDATE;TZID=Asia/Shanghai:${dropped.map(at).join(',')}`);
    return lines.join('\n');
  });
}

function steady(rule: TimeRule, days: number[]): boolean {
  if (rule.kind !== 'weekly' || (rule.interval === 1 && rule.parity === null)) return true;
  const step = rule.parity ? 2 : rule.interval;
  const week = (day: number): number => Math.floor((day + 3) / 7);
  return days.every((day) => (week(day) - week(days[0])) % step === 0);
}

function frequencyOf(rule: TimeRule): string {
  if (rule.kind === 'monthdays') return `FREQ=MONTHLY;BYMONTHDAY=${rule.monthDays.join(',')}`;
  if (rule.kind === 'monthly')
    return `FREQ=MONTHLY;BYDAY=${rule.ordinals.flatMap((n) => rule.weekdays.map((day) => `${n}${DAYS[day]}`)).join(',')}`;
  if (rule.kind === 'dates') return '';
  const interval = rule.parity ? 2 : rule.interval;
  return `FREQ=WEEKLY${interval > 1 ? `;INTERVAL=${interval}` : ''};BYDAY=${rule.weekdays.map((day) => DAYS[day]).join(',')}`;
}

function stamp(day: number, minute: number): string {
  return `${dayText(day).replaceAll('-', '')}T${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}00`;
}

function utcStamp(day: number, minute: number): string {
  const utc = day * 1440 + minute - 480;
  return `${stamp(Math.floor(utc / 1440), ((utc % 1440) + 1440) % 1440)}Z`;
}

/** DTSTART with DURATION or DTEND, and an RRULE of days, weeks or months that ends (UNTIL or COUNT). */
export function parseRecurrence(input: string, setting: Setting, minutes: number | null): Understood<TimeSpec> {
  const bad = (code: string, value: string): Understood<TimeSpec> =>
    refused(code, 'expected_recurrence', { value: value.slice(0, 80) });
  const start = /DTSTART[^:]*:(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2})?/i.exec(input);
  const freq = /FREQ=(DAILY|WEEKLY|MONTHLY)/i.exec(input)?.[1].toUpperCase();
  if (!start || start[4] === undefined) return bad('time_of_day_missing', input);
  if (/FREQ=/i.test(input) && !freq) return bad('recurrence_part', /FREQ=\w+/i.exec(input)![0]);
  const extra = /(BYSETPOS|BYWEEKNO|BYYEARDAY|BYMONTH(?==)|BYHOUR|BYMINUTE|BYSECOND|RDATE|EXDATE|EXRULE)/i.exec(input);
  if (extra) return bad('recurrence_part', extra[1]);
  const date = dateOf(Number(start[1]), Number(start[2]), Number(start[3]));
  if (!date) return bad('no_such_date', start[0]);
  const from = Number(start[4]) * 60 + Number(start[5]);
  const length = lengthOf(input, from) ?? minutes ?? setting.habits.meetingMinutes;
  if (from >= 1440 || length <= 0 || from + length > 1440) return bad('no_such_time', input);
  const times = [{ from, to: from + length }];
  const base = { times, range: null, weeks: null, days: null };
  const one = (rule: TimeRule): Understood<TimeSpec> =>
    understood({ kind: 'fixed', alternatives: [[rule]], weeklyMinutes: null });
  if (!freq) return one({ kind: 'dates', dates: [date], ...base });
  const until = /UNTIL=(\d{4})(\d{2})(\d{2})(?:T(\d{2})\d{4}(Z)?)?/i.exec(input);
  const count = /COUNT=(\d+)/i.exec(input);
  if (!until && !count) return bad('recurrence_without_end', input);
  let end = until ? dateOf(Number(until[1]), Number(until[2]), Number(until[3])) : null;
  if (until && !end) return bad('no_such_date', until[0]);
  if (end && until?.[5] && Number(until[4]) >= 16) end = dayText(dayNumber(end) + 1);
  if (end && end < date) return bad('ends_before_start', input);
  const rule = ruleOf(input, freq, date, base);
  if (!rule) return bad('recurrence_part', /BYDAY=[^;\s]*/i.exec(input)?.[0] ?? input);
  if (!count) return one({ ...rule, range: { from: date, to: end } });
  const wanted = Number(count[1]);
  if (wanted < 1 || wanted > 366) return bad('out_of_range', count[0]);
  const first = dayNumber(date);
  const days = expandDays(
    { ...rule, range: { from: date, to: null } },
    { terms: [], holidays: [], makeUpDays: [] },
    first,
    first + 366 * 5,
    { schoolDays: false },
  );
  return one({ ...rule, range: { from: date, to: dayText(days[Math.min(wanted, days.length) - 1]) } });
}

function lengthOf(input: string, from: number): number | null {
  const duration = /DURATION:P?T?(?:(\d+)H)?(?:(\d+)M)?/i.exec(input);
  if (duration && (duration[1] ?? duration[2])) return Number(duration[1] ?? 0) * 60 + Number(duration[2] ?? 0);
  const end = /DTEND[^:]*:\d{8}T(\d{2})(\d{2})/i.exec(input);
  return end ? Number(end[1]) * 60 + Number(end[2]) - from : null;
}

function ruleOf(
  input: string,
  freq: string,
  date: string,
  base: { times: TimeRule['times']; range: null; weeks: null; days: null },
): TimeRule | null {
  const interval = Number(/INTERVAL=(\d+)/i.exec(input)?.[1] ?? 1);
  const byDay = /BYDAY=([^;\s]+)/i.exec(input)?.[1].toUpperCase().split(',') ?? null;
  const byMonthDay = /BYMONTHDAY=([\d,]+)/i.exec(input)?.[1].split(',').map(Number) ?? null;
  const weekday = weekdayOf(dayNumber(date));
  if (freq === 'MONTHLY') {
    if (interval !== 1) return null;
    if (!byDay) return { kind: 'monthdays', monthDays: byMonthDay ?? [Number(date.slice(8))], ...base };
    const parts = byDay.map((part) => /^(-?\d)(MO|TU|WE|TH|FR|SA|SU)$/.exec(part));
    const days = new Set(parts.map((part) => part?.[2]));
    if (parts.some((part) => part === null) || days.size !== 1) return null;
    return {
      kind: 'monthly',
      ordinals: parts.map((part) => Number(part![1])),
      weekdays: [DAYS.indexOf(parts[0]![2])],
      ...base,
      range: null,
    };
  }
  if (freq === 'DAILY' && interval !== 1) return null;
  const weekdays =
    freq === 'DAILY' && !byDay ? [1, 2, 3, 4, 5, 6, 7] : (byDay ?? [DAYS[weekday]]).map((day) => DAYS.indexOf(day));
  if (weekdays.some((day) => day < 1) || interval < 1) return null;
  return { kind: 'weekly', weekdays: weekdays.sort(), interval, parity: null, ...base };
}
