/** Times as workbooks say them → times as the menus keep them, and back. */
import { addDays, daysBetween, mondayOf, weekdayOf } from '../districts/local-time';
import { toMinutes, toTimeOfDay } from '../needs/draft';
import type { AlternativeDto } from '../needs/needs.dto';
import { recurrenceOf } from '../needs/recurrences';
import { dayNumber } from '../sheets/expressions/days';
import { isOfParity, teachingWeek, weeksSince } from '../sheets/expressions/teaching-weeks';
import { recurrenceRule, spokenRule, toRecurrences } from '../sheets/expressions/rrule';
import { expandTimes } from '../sheets/expressions/expand';
import type { Calendar, ClockRange, DatesRule, TimeRule, TimeSpec, WeeklyRule } from '../sheets/expressions/types';

interface Period {
  from: string;
  to: string;
}

/** As many as a need may have. */
const MOST = { alternatives: 10, dates: 200, weekly: 50, recurrences: 10 };
const MOST_STARTS = 6;

/** A time of day as the API writes it. */
export const clock = ({ from, to }: { from: number; to: number }): { from: string; to: string } => ({
  from: toTimeOfDay(from),
  to: toTimeOfDay(to),
});

/**
 * The alternatives of a need within its period; null when they are more than a need may have. Plain weekly rules stay
 * rules, and so do odd weeks within one term; nth weekdays of a month, weeks of a part of the period and rules with exceptions
 * are recurrences; weeks of the term, vacations, and odd weeks of several terms become the dates they mean. A meeting shorter
 * than 下午 may begin at several moments, each an alternative, as many as there is room for.
 */
export function toAlternatives(
  spec: TimeSpec,
  period: Period,
  minutes: number | null,
  calendar: Calendar,
): AlternativeDto[] | null {
  const found: AlternativeDto[] = [];
  const starts = Math.max(1, Math.min(MOST_STARTS, Math.floor(MOST.alternatives / spec.alternatives.length)));
  for (const rules of spec.alternatives.flatMap((one) => placements(one, minutes, starts))) {
    const alternative: AlternativeDto = { dates: [], weekly: [] };
    for (const said of rules) {
      const rule = countedInTerm(said, period, calendar);
      const startWeek = firstWeekOf(rule, period, rule !== said);
      const recurrences = startWeek !== null ? null : toRecurrences(within(rule, period), period.from);
      if (recurrences) (alternative.recurrences ??= []).push(...recurrences);
      else if (startWeek !== null) alternative.weekly.push(...weeklyOf(rule as WeeklyRule, startWeek));
      else if (rule.kind === 'dates' && !rule.except)
        alternative.dates.push(...rule.dates.flatMap((day) => rule.times.map((time) => ({ day, ...clock(time) }))));
      else {
        // Odd weeks, weeks of the term, vacations: only the calendar knows the days.
        const days = daysBetween(period.from, period.to) + 1;
        for (const { from, to } of expandTimes([rule], calendar, { start: period.from, days })) {
          const day = Math.floor(from / 1440);
          alternative.dates.push({
            day: addDays(period.from, day),
            ...clock({ from: from - day * 1440, to: to - day * 1440 }),
          });
        }
      }
    }
    if (
      alternative.dates.length > MOST.dates ||
      alternative.weekly.length > MOST.weekly ||
      (alternative.recurrences ?? []).length > MOST.recurrences
    )
      return null;
    found.push(alternative);
  }
  return found.length > MOST.alternatives ? null : found;
}

/** The rule, bounded by the period. A recurrence leaves out holidays by itself, so that nothing else need say so. */
function within(rule: TimeRule, { from, to }: Period): TimeRule {
  const { range, days } = rule;
  if (rule.recurrence || rule.kind === 'dates') return rule;
  return {
    ...rule,
    range: {
      from: range?.from && range.from > from ? range.from : from,
      to: range?.to && range.to < to ? range.to : to,
    },
    days: days === 'school' ? null : days,
  };
}

/** Odd or even weeks within one term as every second week from the first of them on; other rules as they are. */
function countedInTerm(rule: TimeRule, period: Period, { terms }: Calendar): TimeRule {
  if (rule.recurrence || rule.kind !== 'weekly' || !rule.parity || rule.interval > 1) return rule;
  const { from, to } = within(rule, period).range as Period;
  const term = terms.find((one) => one.from <= from && to <= one.to);
  if (!term) return rule;
  const begun: [number, number][] = [[dayNumber(term.from), dayNumber(term.to)]];
  for (let day = from; day <= to; day = addDays(day, 1))
    if (rule.weekdays.includes(weekdayOf(day)) && isOfParity(teachingWeek(dayNumber(day), begun)!, rule.parity))
      return { ...rule, parity: null, interval: 2, range: { from: day, to: rule.range?.to ?? null } };
  return rule;
}

/** The week of the period, from 0, with which a plain weekly rule begins that goes on to its end; null for other rules. */
function firstWeekOf(rule: TimeRule, { from, to }: Period, ofTerm: boolean): number | null {
  if (
    rule.recurrence ||
    rule.kind !== 'weekly' ||
    rule.parity ||
    rule.except ||
    rule.weeks ||
    (rule.days !== null && rule.days !== 'school') ||
    rule.interval > 12 ||
    (rule.range?.to ?? to) < to
  )
    return null;
  const begin = rule.range?.from ?? from;
  // The first of the odd weeks must be whole: its earlier weekdays would be meant too.
  if (ofTerm)
    return rule.weekdays.some((day) => day < weekdayOf(begin))
      ? null
      : weeksSince(dayNumber(begin), dayNumber(from)) - 1;
  if (begin > from) return null;
  return rule.interval > 1 ? firstWeek(rule.weekdays, from) : 0;
}

function weeklyOf(rule: WeeklyRule, startWeek: number): AlternativeDto['weekly'] {
  return rule.weekdays.flatMap((weekday) =>
    rule.times.map((time) => ({ weekday, ...clock(time), everyWeeks: rule.interval, startWeek })),
  );
}

/** Every second week is counted from the first of the weekdays at or after the beginning. */
const firstWeek = (weekdays: number[], from: string): number =>
  weekdays.some((day) => day >= weekdayOf(from)) ? 0 : 1;

/** The rules with every part of the day narrowed to a meeting of that length, begun at the same offset; so many starts at most. */
function placements(rules: TimeRule[], minutes: number | null, starts: number): TimeRule[][] {
  const loose = (time: ClockRange): boolean =>
    time.part !== undefined && minutes !== null && minutes < time.to - time.from;
  const rooms = rules.flatMap((rule) => rule.times.filter(loose).map(({ from, to }) => to - from - minutes!));
  if (rooms.length === 0) return [rules];
  const room = Math.min(...rooms);
  const step = Math.max(30, Math.ceil(room / Math.max(1, starts - 1) / 30) * 30);
  return Array.from({ length: Math.min(starts, Math.floor(room / step) + 1) }, (_, i) =>
    rules.map((rule) => ({
      ...rule,
      times: rule.times.map((time) =>
        loose(time) ? { from: time.from + i * step, to: time.from + i * step + minutes! } : time,
      ),
    })),
  );
}

export const plainRule = (weekdays: number[], times: ClockRange[], interval: number): WeeklyRule => ({
  kind: 'weekly',
  weekdays,
  times,
  interval,
  parity: null,
  range: null,
  weeks: null,
  days: null,
});
export const datesRule = (dates: string[], times: ClockRange[]): DatesRule => ({
  kind: 'dates',
  dates,
  times,
  range: null,
  weeks: null,
  days: null,
});

/** Entries with the same times of day, together. */
export function grouped<T extends { from: string; to: string }>(entries: T[], more: (entry: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = `${entry.from}-${entry.to}-${more(entry)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

export const rangeOf = ({ from, to }: { from: string; to: string }): ClockRange => ({
  from: toMinutes(from),
  to: toMinutes(to),
});

/** The alternatives of a need as a spec whose sentence reads back to the same alternatives. */
export function fromAlternatives(alternatives: AlternativeDto[], period: Period): TimeSpec {
  if (alternatives.length === 0) return { kind: 'agreed', alternatives: [], weeklyMinutes: null };
  // A sentence says its exceptions once, of all that is in it.
  const texts = alternatives.flatMap(({ recurrences = [] }) => recurrences);
  const exceptions = new Set(texts.map((text) => recurrenceOf(text, { endless: true }).except.join()));
  const alone = alternatives.every(({ dates, weekly }) => dates.length + weekly.length === 0);
  return {
    kind: 'fixed',
    weeklyMinutes: null,
    alternatives: alternatives.map((one) => rulesOf(one, period, alone && exceptions.size === 1)),
  };
}

/** Recurrences as rules: in words where some say just that, with their exceptions only if asked to, else with their text. */
export const recurringRules = (texts: readonly string[] = [], withExceptions = false): TimeRule[] =>
  texts.map((text) => {
    const found = recurrenceOf(text, { endless: true });
    return found.except.length > 0 && !withExceptions ? recurrenceRule(found) : spokenRule(found);
  });

function rulesOf({ dates, weekly, recurrences }: AlternativeDto, period: Period, withExceptions: boolean): TimeRule[] {
  const rules: TimeRule[] = [];
  for (const group of grouped(weekly, ({ everyWeeks, startWeek }) => `${everyWeeks ?? 1}-${startWeek ?? 0}`)) {
    const { everyWeeks = 1, startWeek = 0 } = group[0];
    const weekdays = group.map(({ weekday }) => weekday).sort();
    const natural = everyWeeks > 1 ? firstWeek(weekdays, period.from) : 0;
    if (startWeek === natural) rules.push(plainRule(weekdays, [rangeOf(group[0])], everyWeeks));
    else {
      const from = firstDay(weekdays, period, everyWeeks, startWeek);
      if (from) rules.push({ ...plainRule(weekdays, [rangeOf(group[0])], everyWeeks), range: { from, to: period.to } });
    }
  }
  rules.push(...recurringRules(recurrences, withExceptions));
  for (const group of grouped(dates, () => ''))
    rules.push(datesRule(group.map(({ day }) => day).sort(), [rangeOf(group[0])]));
  return rules.filter((rule) => rule.kind !== 'dates' || rule.dates.length > 0);
}

/** The first day of a rule that begins in a later week of the period, or in its first where the next would be natural. */
function firstDay(weekdays: number[], { from, to }: Period, every: number, start: number): string | null {
  const monday = mondayOf(from);
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const week = Math.floor(daysBetween(monday, day) / 7);
    if (weekdays.includes(weekdayOf(day)) && week >= start && (week - start) % every === 0) return day;
  }
  return null;
}
