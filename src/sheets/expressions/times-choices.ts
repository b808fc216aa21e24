/** How often, some of the days said, and so many meetings altogether: 每周一次, 周二、三、四任选两天, 共8次. */
import { dayNumber, dayText } from './days';
import { expandDays } from './expand';
import { termOf } from './relative';
import type { TimeToken } from './token-types';
import type { Reading } from './times-rules';
import type { Calendar, TimeRule } from './types';

export type Frequency = Extract<TimeToken, { type: 'frequency' }>;

/** What a need may have at most; two of five days are ten. */
const MOST_CHOICES = 10;

/** Every way to take `count` of some rules, in their order. */
function chosen(rules: TimeRule[], count: number): TimeRule[][] {
  if (count === 0) return [[]];
  return rules.flatMap((rule, i) => chosen(rules.slice(i + 1), count - 1).map((others) => [rule, ...others]));
}

/** Each day of a rule as a rule of its own. */
function oneDayEach(rule: TimeRule): TimeRule[] {
  const days: TimeRule[] =
    rule.kind === 'dates'
      ? rule.dates.map((date) => ({ ...rule, dates: [date] }))
      : rule.kind === 'monthdays'
        ? rule.monthDays.map((day) => ({ ...rule, monthDays: [day] }))
        : rule.weekdays.map((day) => ({ ...rule, weekdays: [day] }));
  return days;
}

/** The date of the nth meeting of some rules from a day on, as the school calendar has them; null: not within two years. */
function dayOfMeeting(rules: TimeRule[], nth: number, begin: string, calendar: Calendar): string | null {
  const first = dayNumber(begin);
  const days = rules.flatMap((rule) => {
    const open: TimeRule =
      rule.kind === 'dates'
        ? rule
        : { ...rule, range: { from: rule.range?.from ?? begin, to: rule.range?.to ?? null } };
    const held = expandDays(open, calendar, first, first + 731, { schoolDays: true });
    return held.flatMap((day) => rule.times.map(() => day));
  });
  const found = days.sort((a, b) => a - b)[nth - 1];
  return found === undefined ? null : dayText(found);
}

/** 每周一次，周二、周四下午: one of the days. 每两周一次，周五: every other Friday. Anything else must agree with the days. */
export function applyFrequency(alternatives: TimeRule[][], said: Frequency | null): string | null {
  if (!said) return null;
  const weekly = alternatives.flat().filter((rule) => rule.kind === 'weekly');
  if (said.per === 'month' && alternatives.flat().every((rule) => rule.kind === 'monthly' || rule.kind === 'monthdays'))
    return null;
  if (weekly.length !== alternatives.flat().length)
    return said.per === 'term' || said.per === 'year' ? null : 'contradictory_time';
  const held = (rules: TimeRule[]): number =>
    rules.reduce((n, rule) => n + (rule.kind === 'weekly' ? rule.weekdays.length * rule.times.length : 0), 0);
  if (said.per === 'fortnight' && said.times === 1 && alternatives.every((rules) => held(rules) === 1)) {
    for (const rule of weekly) if (rule.parity === null) rule.interval = 2;
    return null;
  }
  if (said.per !== 'week') return 'which_week';
  if (alternatives.every((rules) => held(rules) === said.times)) return null;
  if (said.times !== 1 || alternatives.length > 1) return 'contradictory_time';
  const split = weekly.flatMap((rule) =>
    rule.weekdays.flatMap((day) => rule.times.map((time): TimeRule[] => [{ ...rule, weekdays: [day], times: [time] }])),
  );
  alternatives.splice(0, alternatives.length, ...split);
  return null;
}

/** 周二、三、四任选一天: each day is an alternative; 任选两天: each pair of days. */
export function chooseDays(alternatives: TimeRule[][], choose: number | null): string | null {
  if (choose === null) return null;
  const split = alternatives.flatMap((rules) => chosen(rules.flatMap(oneDayEach), choose));
  if (split.length < 2) return 'contradictory_time';
  if (split.length > MOST_CHOICES) return 'too_many_choices';
  alternatives.splice(0, alternatives.length, ...split);
  return null;
}

/** 9月15日至18日均可: a few days in a row as single dates, each of which is a choice. */
function asDates(rule: TimeRule): TimeRule {
  const { range } = rule;
  if (rule.kind !== 'weekly' || rule.weekdays.length < 7 || !range?.from || !range.to) return rule;
  const [first, last] = [dayNumber(range.from), dayNumber(range.to)];
  if (last - first >= MOST_CHOICES || rule.weeks || rule.days || rule.except) return rule;
  const dates = Array.from({ length: last - first + 1 }, (_, i) => dayText(first + i));
  return { kind: 'dates', dates, times: rule.times, range: null, weeks: null, days: null };
}

/** 周二、周四均可 of a need: one of the days, or as many of them as 每周两次 says; each way to take them is an alternative. */
export function eitherOf(alternatives: TimeRule[][], said: Frequency | null): string | null {
  if (alternatives.length > 1 || (said && said.per !== 'week')) return null;
  const count = said?.times ?? 1;
  const single = alternatives[0].map(asDates).flatMap(oneDayEach).flatMap(oneTimeEach);
  if (single.length <= count) return null;
  const split = single.length > MOST_CHOICES ? [] : chosen(single, count);
  if (split.length === 0 || split.length > MOST_CHOICES) return 'too_many_choices';
  alternatives.splice(0, alternatives.length, ...split);
  return null;
}

const oneTimeEach = (rule: TimeRule): TimeRule[] => rule.times.map((time) => ({ ...rule, times: [time] }));

/** 共8次: the period ends with the eighth meeting, counted from where it begins and past holidays. */
export function countOut(alternatives: TimeRule[][], total: number | null, reading: Reading): string | null {
  const { setting, options, notes } = reading;
  if (total === null) return null;
  for (const rules of alternatives) {
    if (rules.every((rule) => rule.kind === 'dates')) {
      const said = rules.reduce((sum, rule) => sum + rule.dates.length * rule.times.length, 0);
      if (said !== total) return 'contradictory_time';
      continue;
    }
    if (rules.some((rule) => rule.kind === 'dates')) return 'contradictory_time';
    const said = rules.map(({ range }) => range?.from ?? options.from ?? '').sort()[0];
    const begin = said === '' ? beginOfTerm(reading) : said;
    if (begin === null) return 'count_without_start';
    const end = dayOfMeeting(rules, total, begin, setting.calendar);
    if (end === null) return 'count_too_many';
    if (rules.some(({ range }) => range?.from && range.from > end)) return 'contradictory_time';
    for (const rule of rules) rule.range = { from: rule.range?.from ?? begin, to: end };
    notes.push('counted_to_end');
  }
  return null;
}

/** Where nobody said from when: the term that runs or comes, as the period of such a line is; the preview says so. */
function beginOfTerm({ setting, notes }: Reading): string | null {
  const term = termOf(setting);
  if (!term) return null;
  notes.push('counted_from_term');
  return term.from > setting.today ? term.from : setting.today;
}
