import { recurrenceOf } from '../../src/needs/recurrences';
import {
  isFault,
  readRecurrence,
  type Recurrence,
  recurrenceDays,
  recursOn,
} from '../../src/sheets/expressions/recurrence';

const read = (...lines: string[]): Recurrence => {
  const found = readRecurrence(lines.join('\n'), null);
  if (isFault(found)) throw new Error(`${found.code} ${found.part}`);
  return found;
};
const START = 'DTSTART;TZID=Asia/Shanghai:20260901T163000';
const days = (rule: string, ...more: string[]): string[] => {
  const found = read(START, 'DURATION:PT1H', `RRULE:${rule}`, ...more);
  return recurrenceDays(found, '2026-09-01', '2027-12-31').map((day) => day.slice(5));
};

describe('what a recurrence means', () => {
  it.each<[string, string[]]>([
    ['FREQ=WEEKLY;UNTIL=20260922', ['09-01', '09-08', '09-15', '09-22']],
    ['FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260910', ['09-01', '09-03', '09-08', '09-10']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4', ['09-01', '09-03', '09-15', '09-17']],
    ['FREQ=DAILY;INTERVAL=3;COUNT=4', ['09-01', '09-04', '09-07', '09-10']],
    ['FREQ=DAILY;BYDAY=MO,TU;COUNT=3', ['09-01', '09-07', '09-08']],
    ['FREQ=MONTHLY;COUNT=3', ['09-01', '10-01', '11-01']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=4', ['09-01', '09-30', '10-01', '10-31']],
    ['FREQ=MONTHLY;BYDAY=1TU,-1FR;COUNT=4', ['09-01', '09-25', '10-06', '10-30']],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;COUNT=3', ['09-01', '11-03', '01-05']],
    // In UTC it ends at 16:30 in Shanghai, on the last occurrence itself.
    ['FREQ=WEEKLY;UNTIL=20260908T083000Z', ['09-01', '09-08']],
    // A minute earlier the last one does not begin any more.
    ['FREQ=WEEKLY;UNTIL=20260908T082900Z', ['09-01']],
    ['FREQ=WEEKLY;UNTIL=20260908T000000', ['09-01']],
    // 17:00 in London is already the next day here, but before half past four.
    ['FREQ=DAILY;UNTIL=20260902T170000Z', ['09-01', '09-02']],
    ['FREQ=WEEKLY;WKST=MO;UNTIL=20260908', ['09-01', '09-08']],
    // As calendars of other countries write it; only every second week would shift.
    ['FREQ=WEEKLY;WKST=SU;UNTIL=20260908', ['09-01', '09-08']],
  ])('%s', (rule, expected) => expect(days(rule)).toEqual(expected));

  it('COUNT counts what EXDATE takes out', () => {
    expect(days('FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Asia/Shanghai:20260908T163000')).toEqual(['09-01', '09-15']);
    expect(days('FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20260901,20260915')).toEqual(['09-08']);
  });

  it('a workday made up for a Tuesday is a Tuesday to rules of weeks, not to rules of months', () => {
    const weekly = read(START, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;UNTIL=20261231');
    const monthly = read(START, 'DURATION:PT1H', 'RRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20261231');
    expect([recursOn(weekly, '2026-10-10'), recursOn(weekly, '2026-10-10', 2)]).toEqual([false, true]);
    expect(recursOn(monthly, '2026-10-03', 2)).toBe(false);
  });

  it('keeps what was given, a property a line, and takes DTEND for DURATION', () => {
    const text = `${START} DTEND;TZID=Asia/Shanghai:20260901T180000  RRULE:FREQ=WEEKLY;COUNT=2`;
    expect(read(text)).toMatchObject({ text: text.split(/\s+/).join('\n'), from: 990, to: 1080, until: '2026-09-08' });
  });
});

it.each<[string, string, string]>([
  ['RRULE:FREQ=WEEKLY;COUNT=2', 'recurrence_start', 'RRULE:FREQ=WEEKLY;COUNT=2'],
  [`DTSTART:20260901 RRULE:FREQ=WEEKLY;COUNT=2`, 'recurrence_start', 'DTSTART:20260901'],
  [`${START} RRULE:FREQ=WEEKLY`, 'recurrence_without_end', 'FREQ=WEEKLY'],
  [`${START} RRULE:FREQ=YEARLY;COUNT=2`, 'recurrence_part', 'FREQ=YEARLY'],
  [`${START} RRULE:FREQ=WEEKLY;BYSETPOS=1;COUNT=2`, 'recurrence_part', 'BYSETPOS=1'],
  [`${START} RRULE:FREQ=WEEKLY;BYDAY=1TU;COUNT=2`, 'recurrence_part', 'BYDAY=1TU'],
  [`${START} RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=2`, 'recurrence_part', 'WKST=SU'],
  [`${START} RRULE:FREQ=WEEKLY=DAILY;COUNT=2`, 'recurrence_part', 'FREQ=WEEKLY=DAILY'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20261001`, 'recurrence_twice', 'COUNT, UNTIL'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=0`, 'out_of_range', 'COUNT=0'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=999999`, 'out_of_range', 'COUNT=999999'],
  [`${START} RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=2`, 'out_of_range', 'INTERVAL=0'],
  [`${START} RRULE:FREQ=MONTHLY;BYMONTHDAY=0;COUNT=2`, 'recurrence_part', 'BYMONTHDAY=0'],
  [`${START} RRULE:FREQ=WEEKLY;UNTIL=20260801`, 'ends_before_start', 'UNTIL=20260801'],
  [`${START} RRULE:FREQ=WEEKLY;UNTIL=20270231`, 'no_such_date', 'UNTIL=20270231'],
  [`${START} RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2`, 'recurrence_first_day', START],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=2 EXDATE:20260902T163000`, 'recurrence_exdate', '20260902T163000'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=2 EXDATE:20260908T090000`, 'recurrence_exdate', '20260908T090000'],
  // Nothing is left of it.
  [
    `${START} RRULE:FREQ=WEEKLY;COUNT=2 EXDATE:20260901T163000,20260908T163000`,
    'recurrence_empty',
    'EXDATE:2026-09-01,2026-09-08',
  ],
  [`${START} RRULE:FREQ=WEEKLY;UNTIL=20260901T163000 EXDATE:20260901`, 'recurrence_empty', 'EXDATE:2026-09-01'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=2 RDATE:20261010T163000`, 'recurrence_part', 'RDATE'],
  [`${START} RRULE:FREQ=WEEKLY;COUNT=2 RRULE:FREQ=DAILY;COUNT=2`, 'recurrence_twice', 'RRULE'],
  [
    'DTSTART;TZID=Europe/Berlin:20260901T163000 RRULE:FREQ=WEEKLY;COUNT=2',
    'recurrence_zone',
    'DTSTART;TZID=Europe/Berlin:20260901T163000',
  ],
  ['DTSTART:20260231T163000 RRULE:FREQ=WEEKLY;COUNT=2', 'no_such_date', 'DTSTART:20260231T163000'],
  ['DTSTART:20260901T163099 RRULE:FREQ=WEEKLY;COUNT=2', 'no_such_time', 'DTSTART:20260901T163099'],
  ['DTSTART:20260901T253000 RRULE:FREQ=WEEKLY;COUNT=2', 'no_such_time', 'DTSTART:20260901T253000'],
  ['DTSTART:20260901T233000 RRULE:FREQ=WEEKLY;COUNT=2', 'no_such_time', 'DURATION:PT1H'],
  ['每周二 16:30', 'recurrence_part', '每周二'],
])('refuses %s: %s', (text, code, part) => {
  expect(readRecurrence(`${text}\nDURATION:PT1H`, null)).toEqual({ code, part });
});

it('asks for an end of the meeting, or takes the length it is given', () => {
  const text = `${START} RRULE:FREQ=WEEKLY;COUNT=2`;
  expect(readRecurrence(text, null)).toEqual({ code: 'recurrence_end', part: START });
  expect(readRecurrence(text, 45)).toMatchObject({ from: 990, to: 1035 });
});

it('still reads one without a day that was kept before', () => {
  const text = `${START}\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=1\nEXDATE:20260901`;
  const kept = recurrenceOf(text);
  expect(recurrenceDays(kept, '2026-09-01', '2027-12-31')).toEqual([]);
});
