import { readRecurrence, recursOn, writeRecurrence } from '@/app/recurrence';
import type { Recurrence } from '@/app/recurrence';
import { addDays, today } from '@/i18n/format';
import type { Offer } from '@/i18n/words';

/** One line of free times as the form holds it. */
export interface WindowRow {
  weekday: number;
  from: string;
  to: string;
  /** Only in odd or even teaching weeks. */
  weeks?: 'odd' | 'even';
  /** The first, second, … or (−1) last of its weekday in a month. */
  nth?: number;
  /** The recurrence it came from, while nobody has touched it: sent like that. */
  given?: string;
  /** A recurrence that there are no fields for: it can be read, and taken away. */
  sealed?: string;
}

export const NTH = [1, 2, 3, 4, -1];

type Availability = Offer['availability'];

export const rowsOf = ({ weekly, recurrences = [] }: Availability): WindowRow[] => [
  ...weekly,
  ...recurrences.flatMap(rowsOfRecurrence),
];

/** A line for each weekday of a month; a recurrence that says anything else stays closed. */
function rowsOfRecurrence(text: string): WindowRow[] {
  const found = readRecurrence(text);
  return found && isPlain(found)
    ? found.weekdays.map(({ weekday, nth }) => ({ weekday, from: found.from, to: found.to, nth: nth!, given: text }))
    : [{ weekday: 0, from: '', to: '', sealed: text }];
}

/** Nothing but weekdays of every month, from a day that has come, without an end. */
const isPlain = ({ freq, interval, weekdays, monthDays, start, until, count, except }: Recurrence): boolean =>
  freq === 'MONTHLY' &&
  interval === 1 &&
  weekdays.every(({ nth }) => nth !== null && NTH.includes(nth)) &&
  monthDays.length + except.length === 0 &&
  until === null &&
  count === null &&
  start <= addDays(today(), 31);

export const weeklyOf = (rows: WindowRow[]): Availability['weekly'] =>
  rows
    .filter(({ nth, sealed }) => !nth && !sealed)
    .map(({ weekday, from, to, weeks }) => ({ weekday, from, to, ...(weeks && { weeks }) }));

/** What was given stays as it was as long as all its lines are there; others are written anew, from today on. */
export function recurrencesOf(rows: WindowRow[]): string[] {
  const texts: string[] = [];
  for (const { sealed, given, nth, ...window } of rows) {
    const whole =
      given !== undefined && rows.filter((row) => row.given === given).length === rowsOfRecurrence(given).length;
    if (sealed) texts.push(sealed);
    else if (given !== undefined && whole) {
      if (!texts.includes(given)) texts.push(given);
    } else if (nth) texts.push(written({ ...window, nth }));
  }
  return texts;
}

function written({ weekday, from, to, nth }: WindowRow): string {
  const rule: Recurrence = {
    ...{ freq: 'MONTHLY', interval: 1, weekdays: [{ weekday, nth: nth! }], monthDays: [] },
    ...{ start: today(), until: null, count: null, from, to, except: [] },
  };
  let start = rule.start;
  while (!recursOn(rule, start)) start = addDays(start, 1);
  return writeRecurrence({ ...rule, start });
}
