/** A clause of a cell about times while it is put together: some days, some clocks, and what is said of both. */
import type { ClockRange, DateRange, DayKind, TimeRule } from './types';

export interface Clause {
  weekdays: number[] | null;
  except: number[];
  interval: number;
  parity: 'odd' | 'even' | null;
  monthly: { ordinals: number[]; weekdays: number[]; workdays?: true } | null;
  monthDays: number[] | null;
  dates: string[] | null;
  range: DateRange | null;
  /** The range was said by its first and last day. */
  byDays: boolean;
  /** Ranges of teaching weeks; several when single weeks are listed. */
  weeks: [number, number][] | null;
  kind: DayKind;
  /** 工作日 says it of its own days only; the next clause does not inherit it. */
  ownKind: DayKind;
  times: { range: ClockRange; startOnly: boolean }[];
  minutes: number | null;
  /** Behind a semicolon: takes no clock from the clause before. */
  fresh: boolean;
  /** Its clock stood before its days: 上午周二. */
  clockFirst: boolean;
}

export function emptyClause(): Clause {
  return {
    weekdays: null,
    except: [],
    interval: 1,
    parity: null,
    monthly: null,
    monthDays: null,
    dates: null,
    range: null,
    byDays: false,
    weeks: null,
    kind: null,
    ownKind: null,
    times: [],
    minutes: null,
    fresh: false,
    clockFirst: false,
  };
}

export function hasDays(clause: Clause): boolean {
  return clause.weekdays !== null || clause.monthly !== null || clause.monthDays !== null || clause.dates !== null;
}

export function isNothing(clause: Clause): boolean {
  return (
    !hasDays(clause) &&
    clause.times.length === 0 &&
    clause.except.length === 0 &&
    clause.kind === null &&
    clause.weeks === null &&
    clause.range === null
  );
}

/** Two weekly rules of the same weeks that meet on the same day at the same time. */
export function collide(rules: TimeRule[]): boolean {
  const seen = new Map<string, ClockRange[]>();
  for (const rule of rules) {
    if (rule.kind !== 'weekly') continue;
    const { range, weeks, parity, interval, days } = rule;
    for (const weekday of rule.weekdays) {
      const key = JSON.stringify([weekday, range, weeks, parity, interval, days]);
      const taken = seen.get(key) ?? [];
      if (rule.times.some((time) => taken.some((other) => time.from < other.to && other.from < time.to))) return true;
      seen.set(key, [...taken, ...rule.times]);
    }
  }
  return false;
}

/** Free time without busy time, both said by the week; null where one of them is said otherwise, or nothing is left. */
export function subtractTimes(free: TimeRule[], busy: TimeRule[]): TimeRule[] | null {
  const plain = (rule: TimeRule): boolean =>
    rule.kind === 'weekly' && rule.interval === 1 && !rule.parity && !rule.range && !rule.weeks;
  if (![...free, ...busy].every(plain)) return null;
  const left = new Map<string, TimeRule>();
  for (const rule of free)
    for (const weekday of rule.kind === 'weekly' ? rule.weekdays : []) {
      const taken = busy.filter((one) => one.kind === 'weekly' && one.weekdays.includes(weekday));
      const times = taken.flatMap((one) => one.times).reduce(without, rule.times);
      if (times.length === 0) continue;
      const key = JSON.stringify([times, rule.days]);
      const same = left.get(key);
      if (same?.kind === 'weekly') same.weekdays.push(weekday);
      else left.set(key, { ...rule, weekdays: [weekday], times } as TimeRule);
    }
  return left.size > 0 ? [...left.values()] : null;
}

const without = (times: ClockRange[], busy: ClockRange): ClockRange[] =>
  times.flatMap((time) => {
    if (busy.to <= time.from || time.to <= busy.from) return [time];
    return [
      { from: time.from, to: busy.from },
      { from: busy.to, to: time.to },
    ].filter(({ from, to }) => from < to);
  });

export function isSubset(some: number[], all: number[]): boolean {
  return some.every((day) => all.includes(day));
}
