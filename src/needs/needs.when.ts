/** When a line of the needs menu takes place: the columns of its times and of its period, read together. */
import { parseDateRange } from '../sheets/expressions/date-ranges';
import { parseTimes } from '../sheets/expressions/times';
import { formatTimes } from '../sheets/expressions/times-format';
import { type DateRange, type Setting, type TimeSpec, understood } from '../sheets/expressions/types';
import type { RowReader } from '../sheets/row-reader';
import type { NeedKey } from './needs.columns';

/** Times and period of a row. A period under 时间 bounds that of the line; outside it, one of the two is wrong. */
export function readWhen(
  reader: RowReader<NeedKey>,
  setting: Setting,
  minutes: number | null,
): { times: TimeSpec; weeklyMinutes: number | null; period: DateRange | null } {
  const period = readPeriod(reader, setting);
  // 9月10日 in a line whose period begins in September 2026 is of that year, whenever the file is read.
  const begun = period?.from ? { ...setting, today: period.from } : setting;
  const times = readTimes(reader, begun, minutes, period);
  const held = times?.within ? narrowed(period, times.within) : period;
  if (times?.within && !held)
    reader.refuse(reader.has('times') ? 'times' : 'date', 'contradictory_time', 'expected_times', {
      value: formatTimes(times),
    });
  return {
    times: times?.kind === 'fixed' ? { ...times, weeklyMinutes: null } : unfixed(times),
    weeklyMinutes: times?.weeklyMinutes ?? null,
    period: held,
  };
}

/** 日期, 星期, 时间, 开始时间 and 结束时间 as one expression; whichever columns the office has. */
function readTimes(
  reader: RowReader<NeedKey>,
  setting: Setting,
  minutes: number | null,
  period: DateRange | null,
): TimeSpec | null {
  const parts: string[] = [];
  let first: NeedKey | null = null;
  for (const key of ['date', 'weekday', 'times', 'startTime', 'endTime'] as const) {
    const text = reader.has(key) ? reader.text(key) : '';
    if (text === '') continue;
    first ??= key;
    if (key === 'endTime' && parts.length > 0) parts[parts.length - 1] += `-${text}`;
    else
      parts.push(
        key === 'weekday' && /^[一二三四五六日天1-7]([、,，/][一二三四五六日天1-7])*$/.test(text) ? `周${text}` : text,
      );
  }
  if (!first) return null;
  const joined = parts.join(' ');
  const at: NeedKey = reader.has('times') ? 'times' : first;
  // Beside a period that could not be read, nobody can tell whether 下午 lacks its day.
  const dayUnknown = ['period', 'periodFrom', 'periodTo'].some((key) => reader.bad.has(key as NeedKey));
  const context = `${joined}|${minutes}|${period?.from}|${period?.to}|${dayUnknown}`;
  const options = { minutes, from: period?.from, dayWithoutClock: 'refuse' } as const;
  return reader.read(
    at,
    () => {
      const found = parseTimes(joined, setting, options);
      // A period of one day beside 下午2:00 is the date.
      const lacksDay = !found.ok && found.refusal.code === 'day_missing';
      if (lacksDay && period?.from && period.from === period.to)
        return parseTimes(`${period.from} ${joined}`, setting, options);
      // One date under 起, nothing under 止, and a clock: it takes place on that day.
      if (lacksDay && period?.from && period.to === null) {
        const once = parseTimes(`${period.from} ${joined}`, setting, options);
        return once.ok ? understood(once.value, [...once.notes, 'day_of_start']) : once;
      }
      return !found.ok && found.refusal.code === 'day_missing' && dayUnknown
        ? understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null })
        : found;
    },
    { context, show: formatTimes },
  );
}

/** Times that name no occurrences; how long and within which days has fields of its own. */
const unfixed = (times: TimeSpec | null): TimeSpec => ({
  kind: times?.kind ?? 'agreed',
  alternatives: [],
  weeklyMinutes: null,
});

/** What of a period lies within another, of which it may lack an end; null: nothing. */
function narrowed(period: DateRange | null, within: DateRange): DateRange | null {
  const from =
    [period?.from, within.from]
      .filter((day) => day != null)
      .sort()
      .at(-1) ?? null;
  const to = [period?.to, within.to].filter((day) => day != null).sort()[0] ?? null;
  return from && to && to < from ? null : { from, to };
}

function readPeriod(reader: RowReader<NeedKey>, setting: Setting): DateRange | null {
  const whole = reader.read('period', (input) => parseDateRange(input, setting), { show: formatPeriod });
  const side = (key: 'periodFrom' | 'periodTo'): DateRange | null =>
    reader.read(key, (input) => parseDateRange(input, setting));
  const from = side('periodFrom')?.from ?? whole?.from ?? null;
  const to = side('periodTo')?.to ?? whole?.to ?? null;
  return (from ?? to) ? { from, to } : null;
}

/** A period as `parseDateRange` reads it back. */
export function formatPeriod({ from, to }: DateRange): string {
  if (from === null) return `至${to}`;
  return to === null ? `${from}起` : `${from}至${to}`;
}
