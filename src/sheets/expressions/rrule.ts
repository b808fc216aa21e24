/** RFC 5545 recurrence text of cells, both ways: DTSTART, DURATION or DTEND, RRULE and EXDATE in Asia/Shanghai. */
import { dayNumber, dayText } from './days';
import {
  FOREVER,
  isFault,
  readRecurrence,
  type Recurrence,
  recurrenceDays,
  type RecurrenceFault,
  recursOn,
  WEEKDAY_WORDS,
} from './recurrence';
import { formatClock } from './times-format';
import {
  type DateRange,
  type Setting,
  type TimeRule,
  type TimesOptions,
  type TimeSpec,
  type Understood,
  refused,
  understood,
} from './types';

export function isRecurrence(text: string): boolean {
  return /(^|\s|;)(RRULE:|FREQ=|DTSTART)/i.test(text);
}

/**
 * A rule as recurrence text, one for each time of day, counted from a day where it does not say its own; null where only the
 * calendar of the district knows its days, or there is none.
 */
export function toRecurrences(rule: TimeRule, first: string): string[] | null {
  if (rule.recurrence) return [rule.recurrence];
  if (rule.kind === 'dates' || rule.weeks || rule.days) return null;
  if (rule.kind === 'weekly' && rule.parity) return null;
  if (rule.kind === 'monthly' && rule.workdays) return null;
  const begin = rule.range?.from ?? first;
  const until = rule.range?.to ?? FOREVER;
  const meaning = { ...meaningOf(rule), start: begin, until, from: 0, to: 0, text: '', except: [] };
  const start = Array.from({ length: 400 }, (_, k) => dayText(dayNumber(begin) + k)).find((day) =>
    recursOn({ ...meaning, start: rule.kind === 'weekly' ? day : begin }, day),
  );
  if (!start) return null;
  const except = exceptions({ ...meaning, start }, rule.except ?? []);
  if (except.length > MOST_EXCEPTIONS) return null;
  const { freq, interval, weekdays, monthDays } = meaning;
  const by = weekdays.length
    ? `BYDAY=${weekdays.map(({ weekday, nth }) => `${nth ?? ''}${WEEKDAY_WORDS[weekday]}`).join(',')}`
    : `BYMONTHDAY=${monthDays.join(',')}`;
  // The last moment of the day in Shanghai, as UTC: so the standard wants it.
  const end = until === FOREVER ? '' : `;UNTIL=${compact(until)}T155959Z`;
  return rule.times.map(({ from, to }) =>
    [
      `DTSTART;TZID=Asia/Shanghai:${compact(start)}T${formatClock(from).replace(':', '')}00`,
      `DURATION:PT${to - from}M`,
      `RRULE:FREQ=${freq}${interval > 1 ? `;INTERVAL=${interval}` : ''};${by}${end}`,
      ...except.map((day) => `EXDATE;TZID=Asia/Shanghai:${compact(day)}T${formatClock(from).replace(':', '')}00`),
    ].join('\n'),
  );
}

const MOST_EXCEPTIONS = 50;

/** Of what has no end so many days are looked at. */
const TWO_YEARS = 731;

/** The days of a recurrence that lie within some ranges. */
function exceptions(meaning: Recurrence, ranges: DateRange[]): string[] {
  const { start, until } = meaning;
  const days = ranges.flatMap(({ from, to }) => {
    const last = [to ?? until, until, dayText(dayNumber(start) + TWO_YEARS)].sort()[0];
    return recurrenceDays(meaning, from && from > start ? from : start, last);
  });
  return [...new Set(days)].sort();
}

const compact = (day: string): string => day.replaceAll('-', '');

function meaningOf(
  rule: Exclude<TimeRule, { kind: 'dates' }>,
): Pick<Recurrence, 'freq' | 'interval' | 'weekdays' | 'monthDays'> {
  if (rule.kind === 'monthdays') return { freq: 'MONTHLY', interval: 1, weekdays: [], monthDays: rule.monthDays };
  if (rule.kind === 'weekly')
    return {
      freq: 'WEEKLY',
      interval: rule.interval,
      weekdays: rule.weekdays.map((weekday) => ({ weekday, nth: null })),
      monthDays: [],
    };
  const weekdays = rule.ordinals.flatMap((nth) => rule.weekdays.map((weekday) => ({ weekday, nth })));
  return { freq: 'MONTHLY', interval: 1, weekdays, monthDays: [] };
}

/** A fault of the reader as the code of a cell. */
const CELL_CODES: Partial<Record<RecurrenceFault['code'], string>> = {
  recurrence_start: 'time_of_day_missing',
  recurrence_twice: 'recurrence_part',
  recurrence_zone: 'recurrence_part',
  recurrence_first_day: 'recurrence_part',
  recurrence_exdate: 'recurrence_part',
};

/** DTSTART with DURATION or DTEND, and an RRULE of days, weeks or months that ends (UNTIL or COUNT; free time need not); or DTSTART alone. */
export function parseRecurrence(input: string, setting: Setting, options: TimesOptions): Understood<TimeSpec> {
  const minutes = options.minutes ?? null;
  const endless = options.dayWithoutClock === 'whole_day';
  const once = !/FREQ=/i.test(input);
  const length = /(DURATION|DTEND)[;:]/i.test(input) ? '' : ` DURATION:PT${minutes ?? setting.habits.meetingMinutes}M`;
  const found = readRecurrence(`${input}${once ? ' RRULE:FREQ=DAILY;COUNT=1' : ''}${length}`, null, { endless });
  if (isFault(found)) {
    const right = found.code === 'recurrence_empty' ? 'expected_day_left' : 'expected_recurrence';
    return refused(CELL_CODES[found.code] ?? found.code, right, { value: found.part.slice(0, 80) });
  }
  const rule: TimeRule = once
    ? { kind: 'dates', dates: [found.start], ...base(found), range: null }
    : recurrenceRule(found);
  return understood({ kind: 'fixed', alternatives: [[rule]], weeklyMinutes: null });
}

const base = ({ from, to, start, until }: Recurrence) => ({
  times: [{ from, to }],
  range: { from: start, to: until === FOREVER ? null : until },
  weeks: null,
  days: null,
});

/** A recurrence as a rule that keeps its text. */
export const recurrenceRule = (found: Recurrence): TimeRule => ({ ...ruleOf(found), recurrence: found.text });

/** The same, and its text only where no words say just that. */
export function spokenRule(found: Recurrence): TimeRule {
  const rule = ruleOf(found, true);
  return toRecurrences(rule, found.start)?.join() === found.text ? rule : recurrenceRule(found);
}

/** The rule of this folder that means the same, or leaves out days too; where there is none, its days, of what has no end those of two years. */
export function ruleOf(found: Recurrence, withExceptions = false): TimeRule {
  const { freq, interval, weekdays, monthDays, except, start, until } = found;
  const days = [...new Set(weekdays.map(({ weekday }) => weekday))].sort();
  const ordinals = weekdays.map(({ nth }) => nth);
  if ((withExceptions || except.length === 0) && (freq === 'WEEKLY' || (freq === 'DAILY' && interval === 1)))
    return {
      kind: 'weekly',
      weekdays: days.length ? days : [1, 2, 3, 4, 5, 6, 7],
      interval,
      parity: null,
      ...base(found),
      ...(except.length > 0 && { except: [...except].sort().map((day) => ({ from: day, to: day })) }),
    };
  if (except.length === 0 && freq === 'MONTHLY' && interval === 1) {
    if (monthDays.length > 0 && monthDays.every((day) => day > 0))
      return { kind: 'monthdays', monthDays, ...base(found) };
    if (days.length === 1 && ordinals.every((nth) => nth !== null && nth >= -1))
      return { kind: 'monthly', ordinals: ordinals as number[], weekdays: days, ...base(found) };
  }
  return {
    kind: 'dates',
    dates: recurrenceDays(found, start, until === FOREVER ? dayText(dayNumber(start) + TWO_YEARS) : until),
    ...base(found),
    range: null,
  };
}
