/** Times as workbooks say them → times as the menus keep them, and back. */
import { addDays, daysBetween, weekdayOf } from '../districts/local-time';
import { toMinutes, toTimeOfDay } from '../needs/draft';
import type { AlternativeDto } from '../needs/needs.dto';
import type { AvailabilityDto } from '../resources/resources.dto';
import { isFault, readRecurrence, recurrenceDays } from '../sheets/expressions/recurrence';
import { expandTimes, toAvailability as expandAvailability } from '../sheets/expressions/expand';
import type {
  Calendar,
  ClockRange,
  DatesRule,
  DateRange,
  TimeRule,
  TimeSpec,
  WeeklyRule,
} from '../sheets/expressions/types';

interface Period {
  from: string;
  to: string;
}

/** As many as a need may have. */
const MOST = { alternatives: 10, dates: 200, weekly: 50 };
const MOST_STARTS = 6;

const clock = ({ from, to }: { from: number; to: number }): { from: string; to: string } => ({
  from: toTimeOfDay(from),
  to: toTimeOfDay(to),
});

/**
 * The alternatives of a need within its period; null when they are more than a need may have. Plain weekly rules stay
 * rules; odd weeks, nth weekdays and the like become the dates they mean. A meeting shorter than 下午 may begin at
 * several moments, each an alternative.
 */
export function toAlternatives(
  spec: TimeSpec,
  period: Period,
  minutes: number | null,
  calendar: Calendar,
): AlternativeDto[] | null {
  const found: AlternativeDto[] = [];
  for (const rules of spec.alternatives.flatMap((one) => placements(one, minutes))) {
    const alternative: AlternativeDto = { dates: [], weekly: [] };
    for (const rule of rules) {
      if (rule.recurrence) (alternative.recurrences ??= []).push(rule.recurrence);
      else if (isPlain(rule, period)) alternative.weekly.push(...weeklyOf(rule, period));
      else if (rule.kind === 'dates' && !rule.except)
        alternative.dates.push(...rule.dates.flatMap((day) => rule.times.map((time) => ({ day, ...clock(time) }))));
      else {
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
    if (alternative.dates.length > MOST.dates || alternative.weekly.length > MOST.weekly) return null;
    found.push(alternative);
  }
  return found.length > MOST.alternatives ? null : found;
}

function isPlain(rule: TimeRule, { from, to }: Period): rule is WeeklyRule {
  if (
    rule.kind !== 'weekly' ||
    rule.parity ||
    rule.except ||
    rule.weeks ||
    (rule.days !== null && rule.days !== 'school') ||
    rule.interval > 12
  )
    return false;
  return rule.range === null || ((rule.range.from ?? from) <= from && (rule.range.to ?? to) >= to);
}

function weeklyOf(rule: WeeklyRule, period: Period): AlternativeDto['weekly'] {
  const startWeek = rule.interval > 1 ? firstWeek(rule.weekdays, period.from) : 0;
  return rule.weekdays.flatMap((weekday) =>
    rule.times.map((time) => ({ weekday, ...clock(time), everyWeeks: rule.interval, startWeek })),
  );
}

/** Every second week is counted from the first of the weekdays at or after the beginning. */
const firstWeek = (weekdays: number[], from: string): number =>
  weekdays.some((day) => day >= weekdayOf(from)) ? 0 : 1;

/** The rules with every part of the day narrowed to a meeting of that length, begun at the same offset; at most six starts. */
function placements(rules: TimeRule[], minutes: number | null): TimeRule[][] {
  const loose = (time: ClockRange): boolean =>
    time.part !== undefined && minutes !== null && minutes < time.to - time.from;
  const rooms = rules.flatMap((rule) => rule.times.filter(loose).map(({ from, to }) => to - from - minutes!));
  if (rooms.length === 0) return [rules];
  const room = Math.min(...rooms);
  const step = Math.max(30, Math.ceil(room / (MOST_STARTS - 1) / 30) * 30);
  return Array.from({ length: Math.floor(room / step) + 1 }, (_, i) =>
    rules.map((rule) => ({
      ...rule,
      times: rule.times.map((time) =>
        loose(time) ? { from: time.from + i * step, to: time.from + i * step + minutes! } : time,
      ),
    })),
  );
}

const plainRule = (weekdays: number[], times: ClockRange[], interval: number): WeeklyRule => ({
  kind: 'weekly',
  weekdays,
  times,
  interval,
  parity: null,
  range: null,
  weeks: null,
  days: null,
});
const datesRule = (dates: string[], times: ClockRange[]): DatesRule => ({
  kind: 'dates',
  dates,
  times,
  range: null,
  weeks: null,
  days: null,
});

/** Entries with the same times of day, together. */
function grouped<T extends { from: string; to: string }>(entries: T[], more: (entry: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = `${entry.from}-${entry.to}-${more(entry)}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

const rangeOf = ({ from, to }: { from: string; to: string }): ClockRange => ({
  from: toMinutes(from),
  to: toMinutes(to),
});

/** The alternatives of a need as a spec whose sentence reads back to the same alternatives. */
export function fromAlternatives(alternatives: AlternativeDto[], period: Period): TimeSpec {
  if (alternatives.length === 0) return { kind: 'agreed', alternatives: [], weeklyMinutes: null };
  return {
    kind: 'fixed',
    weeklyMinutes: null,
    alternatives: alternatives.map((one) => rulesWith(one, period)),
  };
}

/** No sentence says all that a recurrence can: beside something else its days are named. */
function rulesWith({ dates, weekly, recurrences = [] }: AlternativeDto, period: Period): TimeRule[] {
  const named = recurrences
    .map((text) => readRecurrence(text, null))
    .flatMap((one) =>
      isFault(one) ? [] : recurrenceDays(one, period.from, period.to).map((day) => ({ day, ...clock(one) })),
    );
  return rulesOf([...dates, ...named], weekly, period);
}

/** The text of a recurrence that is all a need says about its times; in a cell it reads back to the same. */
export function recurrenceAlone(alternatives: AlternativeDto[]): string | null {
  if (alternatives.length !== 1) return null;
  const [{ dates, weekly, recurrences = [] }] = alternatives;
  return recurrences.length === 1 && dates.length + weekly.length === 0 ? recurrences[0].replaceAll('\n', ' ') : null;
}

function rulesOf(dates: AlternativeDto['dates'], weekly: AlternativeDto['weekly'], period: Period): TimeRule[] {
  const rules: TimeRule[] = [];
  for (const group of grouped(weekly, ({ everyWeeks, startWeek }) => `${everyWeeks ?? 1}-${startWeek ?? 0}`)) {
    const { everyWeeks = 1, startWeek = 0 } = group[0];
    const weekdays = group.map(({ weekday }) => weekday).sort();
    const natural = everyWeeks > 1 ? firstWeek(weekdays, period.from) : 0;
    if (startWeek === natural) rules.push(plainRule(weekdays, [rangeOf(group[0])], everyWeeks));
    else rules.push(datesRule(weeksFrom(weekdays, period, everyWeeks, startWeek), [rangeOf(group[0])]));
  }
  for (const group of grouped(dates, () => ''))
    rules.push(datesRule(group.map(({ day }) => day).sort(), [rangeOf(group[0])]));
  return rules.filter((rule) => rule.kind !== 'dates' || rule.dates.length > 0);
}

/** Days of a rule that begins in a later week: no sentence says that, so the days are named. */
function weeksFrom(weekdays: number[], { from, to }: Period, every: number, start: number): string[] {
  const monday = addDays(from, 1 - weekdayOf(from));
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const week = Math.floor(daysBetween(monday, day) / 7);
    if (weekdays.includes(weekdayOf(day)) && week >= start && (week - start) % every === 0) days.push(day);
  }
  return days;
}

/** How far ahead odd weeks, nth weekdays and the like are spelt out for an offer. */
const AHEAD_DAYS = 366;

/** Free time of an offer; null when it spells out to more dates than an offer may have. 工作日 is every weekday, not in the holidays. */
export function toFreeTime(
  spec: TimeSpec | null,
  daysOff: DateRange[],
  holidays: 'same' | 'off' | 'only',
  calendar: Calendar,
  today: string,
): AvailabilityDto | null {
  const said = spec?.kind === 'fixed' ? spec.alternatives.flat() : [];
  // What is left out of all the times is days off.
  const off = [...daysOff, ...(said[0]?.except ?? [])].map(({ from, to }) => ({
    from: from ?? today,
    to: to ?? '2099-12-31',
  }));
  const rules = said.map(({ except: _, ...rule }) => rule as TimeRule);
  if (rules.length === 0) return { anyTime: true, weekly: [], dates: [], daysOff: off, holidays };
  const schoolDays = rules.every((rule) => rule.kind === 'weekly' && rule.days === 'school');
  const found = expandAvailability(
    { ...spec!, alternatives: [schoolDays ? rules.map((rule) => ({ ...rule, days: null })) : rules] },
    { ...calendar, makeUpDays: [] },
    { start: today, days: AHEAD_DAYS },
    { daysOff: [], holidays: 'also' },
  );
  const dates = found.dates.map(({ from, to }) => {
    const day = Math.floor(from / 1440);
    return { day: addDays(today, day), ...clock({ from: from - day * 1440, to: to - day * 1440 }) };
  });
  if (dates.length > 400 || found.weekly.length > 100) return null;
  const weekly = found.weekly.map((window) => ({ weekday: window.weekday, ...clock(window) }));
  return {
    anyTime: false,
    weekly,
    dates,
    daysOff: off,
    holidays: schoolDays && holidays === 'same' ? 'off' : holidays,
  };
}

/** Free time as a spec whose sentence reads back to the same; null when nothing is said (goods). */
export function fromFreeTime({ anyTime, weekly, dates }: AvailabilityDto): TimeSpec | null {
  if (anyTime) return { kind: 'any_time', alternatives: [], weeklyMinutes: null };
  if (weekly.length + dates.length === 0) return null;
  return {
    kind: 'fixed',
    weeklyMinutes: null,
    alternatives: [rulesOf(dates, weekly, { from: '1970-01-01', to: '1970-01-01' })],
  };
}
