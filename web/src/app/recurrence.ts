/**
 * RFC 5545 recurrences as the API gives and takes them: DTSTART with DURATION or DTEND, one RRULE and EXDATE, on the wall
 * clock of Asia/Shanghai. Pure; the server refuses what is no such text, so that nothing is judged here.
 */
const WEEKDAYS = ['', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface Recurrence {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  interval: number;
  /** ISO weekdays; `nth` of a month (−1 the last), null: every one. */
  weekdays: { weekday: number; nth: number | null }[];
  /** Days of a month; negative ones count from its end. */
  monthDays: number[];
  /** First day, last day it may fall on (null: `count` says how often). */
  start: string;
  until: string | null;
  count: number | null;
  from: string;
  to: string;
  except: string[];
}

/** The text as what it means; null for what it should never be. */
export function readRecurrence(text: string): Recurrence | null {
  const values = new Map<string, string>();
  const except: string[] = [];
  for (const line of text.trim().split(/\s+/)) {
    const [, name = 'RRULE', value] = /^(?:([A-Z]+)[^:]*:)?(.+)$/.exec(line.toUpperCase())!;
    if (name === 'EXDATE') except.push(...value.split(',').map((one) => stamp(one)?.day ?? ''));
    else values.set(name, value);
  }
  const rule = new Map((values.get('RRULE') ?? '').split(';').map((part) => part.split('=') as [string, string]));
  const begin = stamp(values.get('DTSTART') ?? '');
  const freq = rule.get('FREQ');
  if (!begin || (freq !== 'DAILY' && freq !== 'WEEKLY' && freq !== 'MONTHLY')) return null;
  const weekdays = (rule.get('BYDAY')?.split(',') ?? []).map((word) => ({
    weekday: WEEKDAYS.indexOf(word.slice(-2)),
    nth: word.length > 2 ? Number(word.slice(0, -2)) : null,
  }));
  const monthDays = rule.get('BYMONTHDAY')?.split(',').map(Number) ?? [];
  if (freq === 'WEEKLY' && weekdays.length === 0) weekdays.push({ weekday: weekdayOf(begin.day), nth: null });
  if (freq === 'MONTHLY' && weekdays.length + monthDays.length === 0) monthDays.push(Number(begin.day.slice(8)));
  const length = /^PT?(?:(\d+)H)?(?:(\d+)M)?$/.exec(values.get('DURATION') ?? '');
  const end = stamp(values.get('DTEND') ?? '');
  const to = end
    ? end.minute + (end.day > begin.day ? 1440 : 0)
    : begin.minute + Number(length?.[1] ?? 0) * 60 + Number(length?.[2] ?? 0);
  return {
    freq,
    interval: Number(rule.get('INTERVAL') ?? 1),
    weekdays,
    monthDays,
    start: begin.day,
    until: lastDay(rule.get('UNTIL') ?? '', begin.minute),
    count: rule.has('COUNT') ? Number(rule.get('COUNT')) : null,
    from: clock(begin.minute),
    to: clock(to),
    except: except.sort(),
  };
}

/** The text that means it. `start` must be a day it falls on; without `until` it goes on. */
export function writeRecurrence({ freq, interval, weekdays, start, until, from, to, except }: Recurrence): string {
  const at = (day: string) => `${day.replaceAll('-', '')}T${from.replace(':', '')}00`;
  return [
    `DTSTART;TZID=Asia/Shanghai:${at(start)}`,
    `DURATION:PT${minuteOf(to) - minuteOf(from)}M`,
    `RRULE:FREQ=${freq}${interval > 1 ? `;INTERVAL=${interval}` : ''};BYDAY=${weekdays
      .map(({ weekday, nth }) => `${nth ?? ''}${WEEKDAYS[weekday]}`)
      // The last moment of the day in Shanghai, as UTC: so the standard wants it.
      .join(',')}${until ? `;UNTIL=${until.replaceAll('-', '')}T155959Z` : ''}`,
    ...(except.length ? [`EXDATE;TZID=Asia/Shanghai:${except.map(at).join(',')}`] : []),
  ].join('\n');
}

/** True if it falls on a day, whatever the calendar says of the day. For rules of weeks and of weekdays in a month. */
export function recursOn({ freq, interval, weekdays, start, until, except }: Recurrence, day: string): boolean {
  if (day < start || (until && day > until) || except.includes(day)) return false;
  const own = weekdays.filter(({ weekday }) => weekday === weekdayOf(day));
  if (freq === 'WEEKLY') return own.length > 0 && weeksBetween(start, day) % interval === 0;
  const [year, month, date] = day.split('-').map(Number);
  const left = new Date(Date.UTC(year, month, 0)).getUTCDate() - date;
  return own.some(({ nth }) => nth === Math.ceil(date / 7) || nth === -Math.ceil((left + 1) / 7));
}

const number = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const text = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
const weekdayOf = (day: string): number => ((number(day) + 3) % 7) + 1;
const monday = (day: string): number => number(day) + 1 - weekdayOf(day);
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Weeks, each from its Monday, from that of one day to that of another. */
export const weeksBetween = (from: string, to: string): number => (monday(to) - monday(from)) / 7;

/** The wall clock of `20260901T163000`, of the same in UTC, or of a day alone. */
/** The last day on which what begins at `from` may fall: on the day of a moment that is earlier it does not begin any more. */
function lastDay(value: string, from: number): string | null {
  const until = stamp(value);
  return until && (value.includes('T') && until.minute < from ? text(number(until.day) - 1) : until.day);
}

function stamp(value: string): { day: string; minute: number } | null {
  const m = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?$/.exec(value);
  if (!m) return null;
  const minute = Number(m[4] ?? 0) * 60 + Number(m[5] ?? 0) + (m[6] ? 480 : 0);
  return { day: text(number(`${m[1]}-${m[2]}-${m[3]}`) + Math.floor(minute / 1440)), minute: minute % 1440 };
}
