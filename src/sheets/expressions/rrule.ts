/** RFC 5545 recurrence text, both ways: DTSTART, DURATION or DTEND, RRULE, RDATE, EXDATE in Asia/Shanghai. */
import type { Horizon } from '../../matching/engine/menus';
import { dayNumber, dayText } from './days';
import { expandDays } from './expand';
import {
  isFault,
  readRecurrence,
  type Recurrence,
  recurrenceDays,
  type RecurrenceFault,
  WEEKDAY_WORDS,
} from './recurrence';
import {
  type Calendar,
  type Setting,
  type TimeRule,
  type TimeSpec,
  type Understood,
  refused,
  understood,
} from './types';

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
    return `FREQ=MONTHLY;BYDAY=${rule.ordinals.flatMap((n) => rule.weekdays.map((day) => `${n}${WEEKDAY_WORDS[day]}`)).join(',')}`;
  if (rule.kind === 'dates') return '';
  const interval = rule.parity ? 2 : rule.interval;
  return `FREQ=WEEKLY${interval > 1 ? `;INTERVAL=${interval}` : ''};BYDAY=${rule.weekdays.map((day) => WEEKDAY_WORDS[day]).join(',')}`;
}

function stamp(day: number, minute: number): string {
  return `${dayText(day).replaceAll('-', '')}T${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}00`;
}

function utcStamp(day: number, minute: number): string {
  const utc = day * 1440 + minute - 480;
  return `${stamp(Math.floor(utc / 1440), ((utc % 1440) + 1440) % 1440)}Z`;
}

/** A fault of the reader as the code of a cell. */
const CELL_CODES: Partial<Record<RecurrenceFault['code'], string>> = {
  recurrence_start: 'time_of_day_missing',
  recurrence_twice: 'recurrence_part',
  recurrence_zone: 'recurrence_part',
  recurrence_first_day: 'recurrence_part',
  recurrence_exdate: 'recurrence_part',
};

/** DTSTART with DURATION or DTEND, and an RRULE of days, weeks or months that ends (UNTIL or COUNT); or DTSTART alone. */
export function parseRecurrence(input: string, setting: Setting, minutes: number | null): Understood<TimeSpec> {
  const once = !/FREQ=/i.test(input);
  const length = /(DURATION|DTEND)[;:]/i.test(input) ? '' : ` DURATION:PT${minutes ?? setting.habits.meetingMinutes}M`;
  const found = readRecurrence(`${input}${once ? ' RRULE:FREQ=DAILY;COUNT=1' : ''}${length}`, null);
  if (isFault(found))
    return refused(CELL_CODES[found.code] ?? found.code, 'expected_recurrence', { value: found.part.slice(0, 80) });
  const rule: TimeRule = once
    ? { kind: 'dates', dates: [found.start], ...base(found), range: null }
    : { ...ruleOf(found), recurrence: found.text };
  return understood({ kind: 'fixed', alternatives: [[rule]], weeklyMinutes: null });
}

const base = ({ from, to, start, until }: Recurrence) => ({
  times: [{ from, to }],
  range: { from: start, to: until },
  weeks: null,
  days: null,
});

/** The rule of this folder that means the same; where there is none, its days. */
function ruleOf(found: Recurrence): TimeRule {
  const { freq, interval, weekdays, monthDays, except, start, until } = found;
  const days = [...new Set(weekdays.map(({ weekday }) => weekday))].sort();
  const ordinals = weekdays.map(({ nth }) => nth);
  if (except.length === 0 && (freq === 'WEEKLY' || (freq === 'DAILY' && interval === 1)))
    return {
      kind: 'weekly',
      weekdays: days.length ? days : [1, 2, 3, 4, 5, 6, 7],
      interval,
      parity: null,
      ...base(found),
    };
  if (except.length === 0 && freq === 'MONTHLY' && interval === 1) {
    if (monthDays.length > 0 && monthDays.every((day) => day > 0))
      return { kind: 'monthdays', monthDays, ...base(found) };
    if (days.length === 1 && ordinals.every((nth) => nth !== null && nth >= -1))
      return { kind: 'monthly', ordinals: ordinals as number[], weekdays: days, ...base(found) };
  }
  return { kind: 'dates', dates: recurrenceDays(found, start, until), ...base(found), range: null };
}
