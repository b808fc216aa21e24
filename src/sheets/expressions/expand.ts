/** Rules about times → minutes on a horizon, with the district's terms, holidays and make-up workdays. */
import type { Availability, Horizon, Interval } from '../../matching/engine/menus';
import { dayNumber, daysInMonth, dayText, monday, weekdayOf } from './days';
import { isOfParity, teachingWeek, weeksSince } from './teaching-weeks';
import type { Calendar, ClockRange, DateRange, TimeRule, TimeSpec } from './types';

export interface ExpandOptions {
  /** Recurring rules follow the school calendar: none on holidays, make-up days follow their named weekday. */
  schoolDays: boolean;
}

/** Occurrences of the union of the rules, sorted, clipped to the horizon. Single dates are taken as said, whatever the calendar. */
export function expandTimes(
  rules: TimeRule[],
  calendar: Calendar,
  horizon: Horizon,
  options: ExpandOptions = { schoolDays: true },
): Interval[] {
  const start = dayNumber(horizon.start);
  const seen = new Map<string, Interval>();
  for (const rule of rules)
    for (const day of expandDays(rule, calendar, start, start + horizon.days - 1, options))
      for (const time of rule.times) {
        const from = (day - start) * 1440 + time.from;
        const to = (day - start) * 1440 + time.to;
        seen.set(`${from}-${to}`, { from, to });
      }
  return [...seen.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Day numbers (since 1970) on which a rule holds, from `first` to `last` inclusive. */
export function expandDays(
  rule: TimeRule,
  calendar: Calendar,
  first: number,
  last: number,
  options: ExpandOptions,
): number[] {
  const left = (day: number): boolean => !rule.except?.some((range) => inside(range, day));
  if (rule.kind === 'dates') return rule.dates.map(dayNumber).filter((day) => day >= first && day <= last && left(day));
  const from = Math.max(first, rule.range?.from ? dayNumber(rule.range.from) : first);
  const to = Math.min(last, rule.range?.to ? dayNumber(rule.range.to) : last);
  const anchor = rule.range?.from ? dayNumber(rule.range.from) : first;
  const follows = options.schoolDays && (rule.days === null || rule.days === 'school');
  const makeUp = new Map(calendar.makeUpDays.map(({ date, follows: weekday }) => [dayNumber(date), weekday]));
  const holidays = calendar.holidays.map(dayRange);
  const terms = calendar.terms.map(dayRange);
  const days: number[] = [];
  for (let day = from; day <= to; day++) {
    const madeUp = makeUp.get(day);
    const inTerm = within(terms, day) !== null;
    const free = madeUp === undefined && within(holidays, day) !== null;
    if ((follows || rule.days === 'school') && free) continue;
    // A rule without a period belongs to term time; a period said in so many words may lie in the summer.
    if (terms.length > 0 && !inTerm && (rule.days === 'school' || (follows && rule.range === null))) continue;
    if (rule.days === 'holidays' && !free && (terms.length === 0 || inTerm)) continue;
    if (rule.days === 'summer' && (inTerm || !monthIn(day, 6, 9))) continue;
    if (rule.days === 'winter' && (inTerm || !(monthIn(day, 12, 12) || monthIn(day, 1, 3)))) continue;
    const weekday = follows && madeUp !== undefined ? madeUp : weekdayOf(day);
    if (rule.kind === 'monthly' && rule.workdays) {
      if (left(day) && isNthWorkday(rule.ordinals, day, calendar)) days.push(day);
      continue;
    }
    if (left(day) && holds(rule, day, weekday, teachingWeek(day, terms) ?? weeksSince(day, anchor), anchor))
      days.push(day);
  }
  return days;
}

function holds(
  rule: Exclude<TimeRule, { kind: 'dates' }>,
  day: number,
  weekday: number,
  week: number,
  anchor: number,
): boolean {
  if (rule.weeks && (week < rule.weeks[0] || week > rule.weeks[1])) return false;
  if (rule.kind === 'weekly') {
    if (!rule.weekdays.includes(weekday)) return false;
    if (rule.parity) return isOfParity(week, rule.parity);
    // Every second week is counted from the week of the first occurrence at or after the anchor.
    if (rule.interval > 1) {
      let begin = anchor;
      while (!rule.weekdays.includes(weekdayOf(begin))) begin++;
      return (monday(day) - monday(begin)) % (7 * rule.interval) === 0;
    }
    return true;
  }
  const date = dayText(day);
  const dayOfMonth = Number(date.slice(8));
  if (rule.kind === 'monthdays') return rule.monthDays.includes(dayOfMonth);
  if (!rule.weekdays.includes(weekdayOf(day))) return false;
  const ordinal = Math.ceil(dayOfMonth / 7);
  const isLast = dayText(day + 7).slice(5, 7) !== date.slice(5, 7);
  return rule.ordinals.includes(ordinal) || (isLast && rule.ordinals.includes(-1));
}

/** Whether a day is the nth of its month that is worked, as the calendar has it; −1 is the last. */
function isNthWorkday(ordinals: number[], day: number, { holidays, makeUpDays }: Calendar): boolean {
  const worked = (one: number): boolean =>
    makeUpDays.some(({ date }) => dayNumber(date) === one) ||
    (weekdayOf(one) <= 5 && within(holidays.map(dayRange), one) === null);
  if (!worked(day)) return false;
  const [year, month, date] = dayText(day).split('-').map(Number);
  const countWorked = (from: number, to: number): number => {
    let count = 0;
    for (let one = from; one <= to; one++) if (worked(one)) count++;
    return count;
  };
  const nth = countWorked(day - date + 1, day);
  return ordinals.some((n) =>
    n === -1 ? countWorked(day + 1, day - date + daysInMonth(year, month)) === 0 : n === nth,
  );
}

function monthIn(day: number, from: number, to: number): boolean {
  const month = Number(dayText(day).slice(5, 7));
  return month >= from && month <= to;
}

function dayRange({ from, to }: { from: string; to: string }): [number, number] {
  return [dayNumber(from), dayNumber(to)];
}

function inside({ from, to }: DateRange, day: number): boolean {
  return (from === null || dayNumber(from) <= day) && (to === null || day <= dayNumber(to));
}

function within(ranges: [number, number][], day: number): [number, number] | null {
  return ranges.find(([from, to]) => day >= from && day <= to) ?? null;
}

const MOST_STARTS = 6;

/**
 * The choices of a need: one list of occurrences per alternative. A meeting of `minutes` inside 下午 may begin at
 * several moments; each is an alternative of its own, at most six.
 */
export function expandAlternatives(
  spec: TimeSpec,
  calendar: Calendar,
  horizon: Horizon,
  minutes: number | null,
): Interval[][] {
  const choices: Interval[][] = [];
  for (const rules of spec.alternatives) {
    for (const placed of placements(rules, minutes)) {
      const occurrences = expandTimes(placed, calendar, horizon);
      if (occurrences.length > 0) choices.push(occurrences);
    }
  }
  return choices;
}

/** The rules with every part of the day narrowed to a meeting of that length, begun at the same offset. */
function placements(rules: TimeRule[], minutes: number | null): TimeRule[][] {
  const loose = (time: ClockRange): boolean =>
    time.part !== undefined && minutes !== null && minutes < time.to - time.from;
  if (minutes === null || !rules.some((rule) => rule.times.some(loose))) return [rules];
  const rooms = rules.flatMap((rule) => rule.times.filter(loose).map((time) => time.to - time.from - minutes));
  const room = Math.min(...rooms);
  const step = Math.max(30, Math.ceil(room / (MOST_STARTS - 1) / 30) * 30);
  const found: TimeRule[][] = [];
  for (let offset = 0; offset <= room; offset += step)
    found.push(
      rules.map((rule) => ({
        ...rule,
        times: rule.times.map((time) =>
          loose(time) ? { from: time.from + offset, to: time.from + offset + minutes } : time,
        ),
      })),
    );
  return found;
}

export interface AvailabilityOptions {
  /** Days on which this person does not serve. */
  daysOff: DateRange[];
  /** Serves on school holidays too, only then, or not at all then. */
  holidays: 'also' | 'only' | 'never';
}

/**
 * Free time for the engine. Plain weekly rules stay weekly windows; everything else becomes dates.
 * Whoever is free on Tuesdays is taken to be free on a make-up day that follows Tuesday's timetable.
 */
export function toAvailability(
  spec: TimeSpec | null,
  calendar: Calendar,
  horizon: Horizon,
  options: AvailabilityOptions,
): Availability {
  const start = dayNumber(horizon.start);
  const anyTime = spec === null || spec.kind !== 'fixed';
  const weekly: Availability['weekly'] = [];
  const dates: Interval[] = [];
  const terms = calendar.terms.map(dayRange);
  const makeUps = calendar.makeUpDays.filter(
    ({ date }) => dayNumber(date) >= start && dayNumber(date) < start + horizon.days,
  );
  for (const rule of spec && !anyTime ? spec.alternatives.flat() : []) {
    const plain =
      rule.kind === 'weekly' &&
      rule.interval === 1 &&
      rule.parity === null &&
      rule.weeks === null &&
      rule.days === null &&
      rule.range === null &&
      !rule.except;
    if (plain)
      for (const weekday of rule.weekdays) for (const { from, to } of rule.times) weekly.push({ weekday, from, to });
    else dates.push(...expandTimes([rule], calendar, horizon, { schoolDays: false }));
    if (rule.kind === 'weekly' && rule.days !== 'summer' && rule.days !== 'winter' && rule.days !== 'holidays')
      for (const { date, follows } of makeUps) {
        const day = dayNumber(date);
        const week = teachingWeek(day, terms) ?? weeksSince(day, start);
        const bounded = (rule.range && !inside(rule.range, day)) || rule.except?.some((range) => inside(range, day));
        const anchor = rule.range?.from ? dayNumber(rule.range.from) : start;
        if (!bounded && holds(rule, day, follows, week, anchor))
          for (const { from, to } of rule.times)
            dates.push({ from: (day - start) * 1440 + from, to: (day - start) * 1440 + to });
      }
  }
  const off = new Set<number>();
  for (const range of options.daysOff) {
    const to = range.to ? dayNumber(range.to) : start + horizon.days - 1;
    for (
      let day = Math.max(start, range.from ? dayNumber(range.from) : start);
      day <= to && day < start + horizon.days;
      day++
    )
      off.add(day - start);
  }
  if (options.holidays !== 'also') {
    const holidays = calendar.holidays.map(dayRange);
    for (let day = 0; day < horizon.days; day++) {
      const free = within(holidays, start + day) !== null || (terms.length > 0 && within(terms, start + day) === null);
      if (free === (options.holidays === 'never')) off.add(day);
    }
  }
  return { anyTime, weekly, dates: dates.sort((a, b) => a.from - b.from), daysOff: [...off].sort((a, b) => a - b) };
}
