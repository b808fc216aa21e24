import { readRecurrence, recursOn, weeksBetween, writeRecurrence } from '@/app/recurrence';
import type { Recurrence } from '@/app/recurrence';
import { addDays, mondayOf } from '@/i18n/format';
import type { Need } from '@/i18n/words';
import { isDay } from '@/ui/date-field';

type Alternative = Need['alternatives'][number];
export type Dated = Alternative['dates'][number];

/** One line of times as the form holds it: 每周二、四 16:30–17:30. */
export interface Rule {
  weekdays: number[];
  from: string;
  to: string;
  /** Every week, every second week, … */
  every: number;
  /** A day of a week in which it is held, when it is not held every week; null: the first week of the period. */
  anchor: string | null;
  /** The first, second, … or (−1) last of these weekdays in a month; null: by weeks. */
  nth: number | null;
  /** Only in a part of the period; empty: from its beginning, to its end. */
  first: string;
  last: string;
  except: string[];
  /** As it came: sent like that while nobody has touched it. */
  given: Pick<Alternative, 'weekly' | 'recurrences'> | null;
  /** There are no fields for it: it can be read, and taken away. */
  sealed?: boolean;
}

/** One choice of times: weekly lines and single days together. */
export interface Choice {
  rules: Rule[];
  dates: Dated[];
}

export interface Period {
  periodFrom: string;
  periodTo: string;
}

export const newRule = (weekday = 3): Rule => ({
  weekdays: [weekday],
  from: '14:00',
  to: '15:00',
  every: 1,
  anchor: null,
  nth: null,
  first: '',
  last: '',
  except: [],
  given: null,
});

/** Weeks after the first one of the period in which it is first held. */
export const phaseOf = ({ every, anchor }: Rule, { periodFrom }: Period): number =>
  anchor && isDay(periodFrom) ? ((weeksBetween(periodFrom, anchor) % every) + every) % every : 0;

/** What a line means, in the terms of the standard; null while it falls on no day. */
export function recurrenceOf(rule: Rule, period: Period): Recurrence | null {
  const { weekdays, from, to, every, nth, except } = rule;
  const [begin, until] = [rule.first || period.periodFrom, rule.last || period.periodTo];
  if (!isDay(begin) || !isDay(until)) return null;
  const found: Recurrence = {
    freq: nth === null ? 'WEEKLY' : 'MONTHLY',
    interval: every,
    weekdays: [...weekdays].sort().map((weekday) => ({ weekday, nth })),
    monthDays: [],
    start: isDay(period.periodFrom) ? addDays(mondayOf(period.periodFrom), 7 * phaseOf(rule, period)) : begin,
    until,
    count: null,
    from,
    to,
    except: [],
  };
  for (let day = begin; day <= until; day = addDays(day, 1))
    if (recursOn(found, day)) {
      const whole = { ...found, start: day };
      // Days off that other weekdays have left behind are no news.
      return { ...whole, except: except.filter((off) => recursOn(whole, off)).sort() };
    }
  return null;
}

/** Every second week and the like as they always were; what is bounded or left out on some days as a recurrence. */
function sent(rule: Rule, period: Period): Pick<Alternative, 'weekly' | 'recurrences'> {
  if (rule.given) return rule.given;
  const { weekdays, from, to, every, nth, first, last, except } = rule;
  if (nth === null && !first && !last && except.length === 0)
    return {
      weekly: [...weekdays]
        .sort()
        .map((weekday) => ({ weekday, from, to, everyWeeks: every, startWeek: phaseOf(rule, period) })),
    };
  const found = recurrenceOf(rule, period);
  return { weekly: [], recurrences: found ? [writeRecurrence(found)] : [] };
}

/** As the API takes it. */
export function alternativeOf({ rules, dates }: Choice, period: Period): Alternative {
  const parts = rules.map((rule) => sent(rule, period));
  const recurrences = parts.flatMap((part) => part.recurrences ?? []);
  return { dates, weekly: parts.flatMap(({ weekly }) => weekly), ...(recurrences.length && { recurrences }) };
}

/** What is on record, in lines. `again`: for another period, to which single days and bounds do not belong. */
export function choiceOf({ dates, weekly, recurrences = [] }: Alternative, period: Period, again: boolean): Choice {
  const groups = new Map<string, Alternative['weekly']>();
  for (const one of weekly) {
    const key = [one.from, one.to, one.everyWeeks ?? 1, one.startWeek ?? 0].join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rules = [...groups.values()].map((group): Rule => {
    const { from, to, everyWeeks = 1, startWeek = 0 } = group[0];
    const begin = addDays(mondayOf(period.periodFrom), 7 * startWeek);
    return {
      ...newRule(),
      weekdays: group.map(({ weekday }) => weekday),
      from,
      to,
      every: everyWeeks,
      anchor: startWeek ? begin : null,
      first: !again && startWeek >= everyWeeks ? begin : '',
      given: again ? null : { weekly: group },
    };
  });
  for (const text of recurrences) {
    const found = readRecurrence(text);
    const rule = (found && ruleOf(found, period)) ?? { ...newRule(), sealed: true };
    if (!again) rules.push({ ...rule, given: { weekly: [], recurrences: [text] } });
    else if (!rule.sealed) rules.push({ ...rule, anchor: null, first: '', last: '', except: [] });
  }
  return { rules, dates: again ? [] : dates };
}

/** The fields that mean a recurrence; null if there are none. */
function ruleOf(found: Recurrence, period: Period): Rule | null {
  const { freq, interval, weekdays, monthDays, start, from, to, except } = found;
  const until = found.until ?? lastOf(found);
  const nth = weekdays[0]?.nth ?? null;
  const monthly =
    interval === 1 && monthDays.length === 0 && nth !== null && [-1, 1, 2, 3, 4].includes(nth) && until !== null;
  if (
    freq === 'MONTHLY'
      ? !monthly || weekdays.some((one) => one.nth !== nth)
      : !until || (freq === 'DAILY' && interval > 1)
  )
    return null;
  return {
    weekdays: weekdays.length ? weekdays.map(({ weekday }) => weekday) : [1, 2, 3, 4, 5, 6, 7],
    from,
    to,
    every: freq === 'WEEKLY' ? interval : 1,
    anchor: freq === 'WEEKLY' && interval > 1 ? start : null,
    nth: freq === 'MONTHLY' ? nth : null,
    // What goes from the first to the last possible day has no bounds of its own.
    first: start < addDays(period.periodFrom, freq === 'MONTHLY' ? 31 : 7 * interval) ? '' : start,
    last: until! > addDays(period.periodTo, freq === 'MONTHLY' ? -31 : -7 * interval) ? '' : until!,
    except,
    given: null,
  };
}

/** The day on which it has fallen as often as it says. */
function lastOf(found: Recurrence): string | null {
  if (found.freq === 'DAILY' || found.count === null) return null;
  for (let day = found.start, left = found.count, k = 0; k < 3700; k++, day = addDays(day, 1))
    if (recursOn(found, day) && --left === 0) return day;
  return null;
}

/** Something to begin with in each choice, where the chosen way of timing has nothing yet. */
export function seeded(choices: Choice[], kind: string, period: Period): Choice[] {
  return choices.map(({ rules, dates }) => {
    if (kind === 'dates' && dates.length === 0)
      return { rules, dates: [dayAfter(choices.flatMap((other) => other.dates).at(-1), period)] };
    if (kind === 'weekly' && rules.length + dates.length === 0) {
      // Another choice is on another day, where there is one.
      const taken = choices.flatMap((other) => other.rules.flatMap(({ weekdays }) => weekdays));
      return { rules: [newRule([3, 4, 5, 1, 2].find((weekday) => !taken.includes(weekday)))], dates };
    }
    return { rules, dates };
  });
}

/** The same a week later, as far as the period goes. */
export function dayAfter(last: Dated | undefined, { periodFrom, periodTo }: Period): Dated {
  if (!last) return { day: periodFrom, from: '10:00', to: '11:00' };
  const next = isDay(last.day) ? addDays(last.day, 7) : periodFrom;
  return { ...last, day: next <= periodTo ? next : last.day };
}

/** What must be mended in the times of one choice: the key of its sentence. */
export function choiceFault({ rules, dates }: Choice, period: Period): string | null {
  const late = ({ from, to }: { from: string; to: string }) => !from || !to || to <= from;
  if (rules.length + dates.length === 0) return 'needform.fault_no_times';
  if (rules.some(({ weekdays }) => weekdays.length === 0)) return 'needform.fault_weekday';
  if (rules.some((rule) => !rule.sealed && late(rule))) return 'needform.fault_times';
  if (rules.some(({ first, last }) => (first && !isDay(first)) || (last && !isDay(last)))) return 'needform.fault_day';
  if (rules.some(({ first, last }) => first && last && last < first)) return 'needform.fault_order';
  if (rules.some((rule) => !rule.given && !recurrenceOf(rule, period))) return 'needform.fault_never';
  if (dates.some((one) => !isDay(one.day) || late(one))) return 'needform.fault_dates';
  if (dates.some(({ day }) => day < period.periodFrom || day > period.periodTo)) return 'needform.fault_outside';
  return null;
}
