/** A TimeSpec in the shape the menus store: weekly rules where a week says it all, single dates for the rest. */
import type { Horizon } from '../../matching/engine/menus';
import { dayNumber, dayText, weekdayOf } from './days';
import { expandTimes } from './expand';
import type { Calendar, TimeRule, TimeSpec } from './types';

export interface StoredDate {
  day: string;
  from: number;
  to: number;
}

/** `startWeek` counts from the week of the period's first day. */
export interface StoredWeekly {
  weekday: number;
  from: number;
  to: number;
  everyWeeks: number;
  startWeek: number;
}

/** The alternatives of a need over its period; empty when the time is to be agreed. Odd and even weeks become dates. */
export function storedAlternatives(
  spec: TimeSpec,
  period: { from: string; to: string },
  calendar: Calendar,
): { dates: StoredDate[]; weekly: StoredWeekly[] }[] {
  return spec.alternatives.map((rules) => {
    const dates: StoredDate[] = [];
    const weekly: StoredWeekly[] = [];
    for (const rule of rules) {
      if (rule.kind === 'weekly' && isWeekly(rule, period)) {
        const startWeek = rule.interval === 1 ? 0 : firstWeek(rule.weekdays, period.from);
        for (const weekday of rule.weekdays)
          for (const { from, to } of rule.times)
            weekly.push({ weekday, from, to, everyWeeks: rule.interval, startWeek });
      } else dates.push(...datesOf({ ...rule, range: clip(rule, period) }, period, calendar, true));
    }
    return { dates, weekly };
  });
}

/** Free time of an offer, `anyTime` when nothing restricts it. Rules that are not plain weeks become dates of the horizon. */
export function storedAvailability(
  spec: TimeSpec | null,
  horizon: { from: string; to: string },
  calendar: Calendar,
): { anyTime: boolean; weekly: { weekday: number; from: number; to: number }[]; dates: StoredDate[] } {
  if (spec === null || spec.kind !== 'fixed') return { anyTime: true, weekly: [], dates: [] };
  const weekly: { weekday: number; from: number; to: number }[] = [];
  const dates: StoredDate[] = [];
  for (const rule of spec.alternatives.flat()) {
    if (rule.kind === 'weekly' && rule.interval === 1 && rule.range === null && isWeekly(rule, horizon))
      for (const weekday of rule.weekdays) for (const { from, to } of rule.times) weekly.push({ weekday, from, to });
    else dates.push(...datesOf(rule, horizon, calendar, false));
  }
  return { anyTime: false, weekly, dates };
}

function isWeekly(rule: Extract<TimeRule, { kind: 'weekly' }>, period: { from: string; to: string }): boolean {
  const covers =
    rule.range === null ||
    ((rule.range.from ?? period.from) <= period.from && (rule.range.to ?? period.to) >= period.to);
  return covers && rule.parity === null && rule.weeks === null && (rule.days === null || rule.days === 'school');
}

function clip(rule: TimeRule, period: { from: string; to: string }): TimeRule['range'] {
  if (rule.kind === 'dates') return null;
  const from = rule.range?.from;
  const to = rule.range?.to;
  return { from: from && from > period.from ? from : period.from, to: to && to < period.to ? to : period.to };
}

function datesOf(
  rule: TimeRule,
  period: { from: string; to: string },
  calendar: Calendar,
  schoolDays: boolean,
): StoredDate[] {
  const first = dayNumber(period.from);
  const horizon: Horizon = { start: period.from, days: dayNumber(period.to) - first + 1 };
  return expandTimes([rule], calendar, horizon, { schoolDays }).map(({ from, to }) => {
    const day = Math.floor(from / 1440);
    return { day: dayText(first + day), from: from - day * 1440, to: to - day * 1440 };
  });
}

/** Weeks from the week of `from` to the week of the first of the weekdays on or after it. */
function firstWeek(weekdays: number[], from: string): number {
  const first = dayNumber(from);
  let day = first;
  while (!weekdays.includes(weekdayOf(day))) day++;
  return weekdayOf(day) < weekdayOf(first) ? 1 : 0;
}
