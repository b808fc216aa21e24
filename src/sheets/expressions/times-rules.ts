/** Clauses of a cell about times → rules: what a clause lacks it takes from its neighbours, or the cell is refused. */
import { dayNumber } from './days';
import { parseDateRange } from './date-ranges';
import { type Clause, hasDays } from './times-clause';
import type { ClockRange, Setting, TimeRule, TimesOptions } from './types';

/** What all clauses of a cell are read with. */
export interface Reading {
  setting: Setting;
  options: TimesOptions;
  /** Grows by what was read with a default. */
  notes: string[];
}

/** 周二、周四16:30 · 周二16:30或17:00 · 周二或周四下午: clocks come from the next clause that has some, days from the one before. */
export function inherit(flat: Clause[], { options }: Reading): void {
  for (let i = flat.length - 1; i >= 0; i--) {
    const clause = flat[i];
    const behind = flat[i + 1];
    if (clause.times.length === 0 && behind && behind.times.length > 0) clause.times = behind.times;
    if (
      !hasDays(clause) &&
      clause.range &&
      behind &&
      behind.weekdays &&
      i + 1 < flat.length &&
      clause.range !== behind.range
    )
      clause.weekdays = behind.weekdays;
  }
  const range = flat.find((clause) => clause.range)?.range ?? null;
  for (let i = 0; i < flat.length; i++) {
    const clause = flat[i];
    const before = flat[i - 1];
    const carried = !clause.fresh || options.dayWithoutClock === 'refuse';
    if (clause.times.length === 0 && before && before.times.length > 0 && hasDays(clause) && carried)
      clause.times = before.times;
    if (!hasDays(clause) && clause.range === (before?.range ?? null) && before && clause.kind === before.kind)
      Object.assign(clause, {
        weekdays: before.weekdays,
        monthly: before.monthly,
        monthDays: before.monthDays,
        dates: before.dates,
        parity: before.parity,
        interval: before.interval,
        ownKind: clause.ownKind ?? before.ownKind,
      });
    if (!clause.range && clause.dates === null) clause.range = range;
  }
}

/** The rule of a clause, or the code of what is wrong. `all`: every clause of the cell. `schoolDaysOnly`: said of the whole cell. */
export function ruleOf(
  clause: Clause,
  weeks: [number, number] | null,
  { all, schoolDaysOnly }: { all: Clause[]; schoolDaysOnly: boolean },
  reading: Reading,
): TimeRule | string {
  const { setting, options, notes } = reading;
  let weekdays = clause.weekdays;
  const kind = clause.ownKind ?? clause.kind ?? (schoolDaysOnly ? 'school' : null);
  if (clause.dates === null && weekdays === null && !clause.monthly && !clause.monthDays) {
    // 除周末外均可: of somebody's free time, all the other days.
    const free = options.dayWithoutClock === 'whole_day';
    const rest = clause.except.length > 0 && free;
    // 上午均可, 9月起, 学期内: free on every day of it.
    const every = free && (Boolean(clause.range?.from) || clause.times.length > 0);
    // 9月10日至12日14:00: of a need, each of a few days; 10月下午 and 暑假上午 do not say on which days.
    const few = clause.byDays && clause.range?.from && clause.range.to && isFew(clause.range.from, clause.range.to);
    const named = clause.range?.from && clause.range.to;
    if (!free && !few && clause.times.length > 0) return 'day_missing';
    const bounded = rest || every || named || (free && kind === 'school');
    if (!bounded && (kind === null || kind === 'school') && !clause.weeks) return 'day_missing';
    if (clause.parity || clause.interval > 1) return 'day_missing';
    if ((kind === 'school' && !free) || clause.weeks) return 'day_missing';
    if ((every || few) && !rest && kind === null) notes.push('every_day');
    weekdays = [1, 2, 3, 4, 5, 6, 7];
  }
  // Between which days the summer lies, two terms of the district say; without both it is a guess, and is shown.
  if ((kind === 'summer' || kind === 'winter') && !parseDateRange(kind === 'summer' ? '暑假' : '寒假', setting).ok)
    notes.push('vacation_by_months');
  // 寒假第一周: weeks are those of a term.
  if (clause.weeks && kind !== null && kind !== 'school') return 'not_understood';
  if (weekdays && clause.except.length) weekdays = weekdays.filter((day) => !clause.except.includes(day));
  if (weekdays && weekdays.length === 0) return 'contradictory_time';
  if (clause.parity && clause.interval > 1) return 'contradictory_time';
  const times = clocksOf(clause, all, reading);
  if (typeof times === 'string') return times;
  const range = clause.range && (clause.range.from ?? clause.range.to) ? clause.range : null;
  const base = { times, range, weeks, days: kind };
  if (clause.dates) {
    const outside =
      clause.range &&
      clause.dates.some((date) => (clause.range!.from ?? date) > date || (clause.range!.to ?? date) < date);
    if (outside || clause.monthly || clause.monthDays) return 'contradictory_time';
    return { kind: 'dates', dates: [...new Set(clause.dates)].sort(), ...base, range: null };
  }
  if (clause.monthly)
    return { kind: 'monthly', ...clause.monthly, ordinals: [...new Set(clause.monthly.ordinals)], ...base };
  if (clause.monthDays)
    return { kind: 'monthdays', monthDays: [...new Set(clause.monthDays)].sort((a, b) => a - b), ...base };
  return {
    kind: 'weekly',
    weekdays: [...new Set(weekdays)].sort(),
    interval: clause.interval,
    parity: clause.parity,
    ...base,
  };
}

/** Longer than a month nobody meets every day. */
const isFew = (from: string, to: string): boolean => dayNumber(to) - dayNumber(from) < 31;

function clocksOf(clause: Clause, all: Clause[], { setting, options, notes }: Reading): ClockRange[] | string {
  if (clause.times.length === 0) {
    // 周二下午(暑假): the season stands alone, and nobody said of what.
    if (!hasDays(clause) && clause.except.length === 0 && all.some(({ times }) => times.length > 0))
      return 'day_missing';
    if (options.dayWithoutClock === 'refuse') return 'time_of_day_missing';
    notes.push('whole_day');
    // Who is free on Tuesdays is free after school too; 全天 would end with the school day.
    const { morning, evening } = setting.habits.parts;
    return [{ from: morning.from, to: evening.to }];
  }
  const ranges: ClockRange[] = [];
  for (const { range, startOnly } of clause.times) {
    if (!startOnly) {
      const said = clause.minutes ?? range.to - range.from;
      if (said > range.to - range.from) return 'contradictory_time';
      if (said < range.to - range.from) notes.push('length_within');
      ranges.push(range);
      continue;
    }
    const minutes = clause.minutes ?? options.minutes ?? null;
    if (minutes === null) notes.push('default_length');
    const to = range.from + (minutes ?? setting.habits.meetingMinutes);
    if (to > 1440) return 'no_such_time';
    ranges.push({ from: range.from, to });
  }
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  for (let i = 1; i < sorted.length; i++) if (sorted[i].from < sorted[i - 1].to) return 'overlapping_times';
  return sorted;
}
