/** RFC 5545 recurrences that the API is given, of needs and of free time: judged, and kept as what they mean. */
import { addDays } from '../districts/local-time';
import type { FieldFault } from '../platform/errors/app-error';
import type { FaultCode } from '../platform/errors/fault-codes';
import { isFault, readRecurrence, type Recurrence, type RecurrenceFault } from '../sheets/expressions/recurrence';

export type Bad = (pointer: string, code: FaultCode, params?: FieldFault['params']) => void;

/** What free time may do and a need may not: go on without an end. */
interface Allowed {
  endless?: boolean;
}

/** The recurrence, or null when it is none; then it is said at its place. */
export function judgeRecurrence(text: string, pointer: string, bad: Bad, allowed: Allowed = {}): Recurrence | null {
  const found = readRecurrence(text, null, allowed);
  if (!isFault(found)) return found;
  const right = found.code === 'recurrence_without_end' ? endFor(text) : (RIGHT[found.code] ?? RIGHT.form);
  bad(pointer, found.code, { part: found.part, expected: right });
  return null;
}

/** What would be right in a recurrence, as RFC 5545 writes it. */
const RIGHT: Partial<Record<RecurrenceFault['code'], string>> & { form: string } = {
  form: 'DTSTART;TZID=Asia/Shanghai:20260901T163000 DURATION:PT1H RRULE:FREQ=DAILY|WEEKLY|MONTHLY;INTERVAL;BYDAY;BYMONTHDAY;UNTIL|COUNT EXDATE',
  recurrence_start: 'DTSTART;TZID=Asia/Shanghai:20260901T163000',
  recurrence_end: 'DURATION:PT1H or DTEND;TZID=Asia/Shanghai:20260901T173000',
  recurrence_zone: 'TZID=Asia/Shanghai',
  recurrence_first_day: 'a DTSTART that is the first occurrence',
  recurrence_exdate: 'an EXDATE that is an occurrence, with its time',
  recurrence_empty: 'at least one day that no EXDATE takes out',
  recurrence_twice: 'each part once; UNTIL or COUNT, DURATION or DTEND',
  no_such_date: 'a day that exists, YYYYMMDD',
  no_such_time: 'THHMMSS, ending by midnight',
  ends_before_start: 'an end after the start',
  out_of_range: 'INTERVAL 1–99, COUNT 1–366, BYMONTHDAY 1–31 or -1–-31',
};

/** An end after the beginning it has: sixteen weeks are most of a term. */
function endFor(text: string): string {
  const [, year, month, day] = /DTSTART[^:]*:(\d{4})(\d{2})(\d{2})/i.exec(text)!;
  return `UNTIL=${addDays(`${year}-${month}-${day}`, 16 * 7).replaceAll('-', '')} or COUNT=16`;
}

/** A recurrence that `judgeRecurrence` has let through, today or when it still took those without a day. */
export function recurrenceOf(text: string, allowed: Allowed = {}): Recurrence {
  const found = readRecurrence(text, null, { ...allowed, spent: true });
  if (isFault(found)) throw new Error(`${found.code}: ${found.part}`);
  return found;
}
