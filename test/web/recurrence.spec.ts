/** Recurrences as the client reads and writes them: pure, without a browser. */
import { expect, test } from '@playwright/test';
import { readRecurrence, recursOn, writeRecurrence } from '../../web/src/app/recurrence';

const START = 'DTSTART;TZID=Asia/Shanghai:20260917T163000';

test('a recurrence is read whichever way it is written', () => {
  const weekly = readRecurrence(`${START}\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261020T083000Z`)!;
  expect(weekly).toMatchObject({ start: '2026-09-17', from: '16:30', to: '17:30', until: '2026-10-20', interval: 1 });
  expect(weekly.weekdays.map(({ weekday }) => weekday)).toEqual([2, 4]);
  // In UTC, with an end instead of a length, the weekday of the first day meant.
  const utc = readRecurrence('DTSTART:20260916T233000Z DTEND:20260917T003000Z RRULE:FREQ=WEEKLY;COUNT=3')!;
  expect(utc).toMatchObject({ start: '2026-09-17', from: '07:30', to: '08:30', until: null, count: 3 });
  expect(utc.weekdays).toEqual([{ weekday: 4, nth: null }]);
  const last = readRecurrence(`${START} DURATION:PT90M RRULE:FREQ=MONTHLY;BYDAY=-1TH;COUNT=2 EXDATE:20260924T083000Z`)!;
  expect(last).toMatchObject({ weekdays: [{ weekday: 4, nth: -1 }], to: '18:00', except: ['2026-09-24'] });
  expect(readRecurrence('每周四 16:30')).toBeNull();
});

test('what is written is read as the same', () => {
  const text = [
    `${START}`,
    'DURATION:PT60M',
    'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261020T155959Z',
    'EXDATE;TZID=Asia/Shanghai:20260929T163000',
  ].join('\n');
  expect(writeRecurrence(readRecurrence(text)!)).toBe(text);
});

test('the days of every second week and of the last weekday in a month', () => {
  const days = (rule: string) => {
    const found = readRecurrence(`${START} DURATION:PT1H RRULE:${rule}`)!;
    return Array.from({ length: 60 }, (_, k) => new Date(Date.UTC(2026, 8, 1 + k)).toISOString().slice(0, 10))
      .filter((day) => recursOn(found, day))
      .map((day) => day.slice(5));
  };
  expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261020')).toEqual([
    '09-17',
    '09-29',
    '10-01',
    '10-13',
    '10-15',
  ]);
  expect(days('FREQ=WEEKLY;UNTIL=20261001T083000Z')).toEqual(['09-17', '09-24', '10-01']);
  expect(days('FREQ=WEEKLY;UNTIL=20261001T000000Z')).toEqual(['09-17', '09-24']);
  expect(days('FREQ=MONTHLY;BYDAY=3TH,-1TU;UNTIL=20261030')).toEqual(['09-17', '09-29', '10-15', '10-27']);
});
