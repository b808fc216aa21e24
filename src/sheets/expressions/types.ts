/** What the parsers of this folder return: a value, or a coded reason with what would be right. Never a silent guess. */

/** Why a cell is not understood. Sentences for `code` and `expected` stand in ../locales. */
export interface Refusal {
  code: string;
  params: Record<string, string | number>;
  /** Key of the sentence that says what would be right. */
  expected: string;
}

/** `notes` name what was read with a default or a convention, so that a preview can show it. */
export type Understood<T> = { ok: true; value: T; notes: string[] } | { ok: false; refusal: Refusal };

export function understood<T>(value: T, notes: string[] = []): Understood<T> {
  return { ok: true, value, notes };
}

export function refused(
  code: string,
  expected: string,
  params: Record<string, string | number> = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, params, expected } };
}

/** Inclusive local dates `YYYY-MM-DD`; null on a side: open there. */
export interface DateRange {
  from: string | null;
  to: string | null;
}

export type DayPart = 'morning' | 'noon' | 'afternoon' | 'after_school' | 'evening' | 'whole_day';

/** Minutes of a day, `from < to ≤ 1440`. `part` is kept when only 上午 and the like was said. */
export interface ClockRange {
  from: number;
  to: number;
  part?: DayPart;
}

/** Which days a rule holds on: as the district's calendar says. null: not said. */
export type DayKind = 'school' | 'holidays' | 'summer' | 'winter' | null;

interface RuleBase {
  times: ClockRange[];
  range: DateRange | null;
  /** Teaching weeks of the term, from 1, inclusive. */
  weeks: [number, number] | null;
  days: DayKind;
  /** Days on which it is not held, the same for every rule of a cell. */
  except?: DateRange[];
  /** RFC 5545 text that it was given as. */
  recurrence?: string;
}

/** Every week, every `interval` weeks, or only odd or even teaching weeks. ISO weekdays. */
export interface WeeklyRule extends RuleBase {
  kind: 'weekly';
  weekdays: number[];
  interval: number;
  parity: 'odd' | 'even' | null;
}

/** The nth weekday of a month; −1 is the last. Of `workdays`, the nth day of it on which there is school. */
export interface MonthlyRule extends RuleBase {
  kind: 'monthly';
  ordinals: number[];
  weekdays: number[];
  workdays?: true;
}

export interface MonthDaysRule extends RuleBase {
  kind: 'monthdays';
  monthDays: number[];
}

export interface DatesRule extends RuleBase {
  kind: 'dates';
  dates: string[];
}

export type TimeRule = WeeklyRule | MonthlyRule | MonthDaysRule | DatesRule;

/**
 * When something takes place. `fixed`: one of `alternatives`, each the union of its rules.
 * `agreed`: to be agreed, taking `weeklyMinutes` (null: not said), `within` a period if one was named. `any_time`: no restriction.
 */
export interface TimeSpec {
  kind: 'fixed' | 'agreed' | 'any_time';
  alternatives: TimeRule[][];
  weeklyMinutes: number | null;
  within?: DateRange;
}

export interface Term {
  name: string;
  from: string;
  to: string;
}

/** District data a workbook is read and a spec is expanded with. */
export interface Calendar {
  terms: Term[];
  holidays: { name: string; from: string; to: string }[];
  /** A day off that is worked, and the weekday whose timetable it follows. */
  makeUpDays: { date: string; follows: number }[];
}

/** What the district means by 上午, a lesson, and so on, in minutes; a service passes the district's own settings. */
export interface Habits {
  parts: Record<DayPart, { from: number; to: number }>;
  lessonMinutes: number;
  /** Length of a meeting of which only the start is known. */
  meetingMinutes: number;
  /** null: the district has not said when its lessons are. */
  timetable: Timetable | null;
}

/** The school day of a district, minutes from midnight; lesson n is `lessons[n - 1]`. */
export interface Timetable {
  lessons: { from: number; to: number }[];
  earlyReading: { from: number; to: number } | null;
  longBreak: { from: number; to: number } | null;
}

export const DEFAULT_HABITS: Habits = {
  parts: {
    morning: { from: 480, to: 720 },
    noon: { from: 720, to: 780 },
    afternoon: { from: 780, to: 1020 },
    after_school: { from: 990, to: 1080 },
    evening: { from: 1080, to: 1200 },
    whole_day: { from: 480, to: 1020 },
  },
  lessonMinutes: 40,
  meetingMinutes: 60,
  timetable: null,
};

export const NO_CALENDAR: Calendar = { terms: [], holidays: [], makeUpDays: [] };

/** What the words are read against. */
export interface Setting {
  /** `YYYY-MM-DD`: 9月1日 without a year is the one nearest to come, seen from a month before this day. */
  today: string;
  /** The day on which the workbook is read, for 下周一 and 明天, where `today` is the start of a period. */
  readOn?: string;
  habits: Habits;
  calendar: Calendar;
}

export interface TimesOptions {
  /** Length of one meeting from its own column, in minutes. */
  minutes?: number | null;
  /** Days without a clock: the whole day (an offer's free time) or a refusal (a need's occurrence). */
  dayWithoutClock: 'whole_day' | 'refuse';
  /** First day of the period from its own column: what 共8次 is counted from. */
  from?: string | null;
}
