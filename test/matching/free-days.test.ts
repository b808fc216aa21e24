/** Free time means the same on every way: as typed and matched from files, and as kept in the database. */
import { toFreeTime } from '../../src/imports/free-times';
import { toAvailability as toKept } from '../../src/resources/availability';
import { freeDays } from '../../src/resources/free-days';
import { dayNumber, dayText, weekdayOf } from '../../src/sheets/expressions/days';
import { toAvailability } from '../../src/sheets/expressions/expand';
import { teachingWeek } from '../../src/sheets/expressions/teaching-weeks';
import { parseTimes } from '../../src/sheets/expressions/times';
import { SETTING } from '../sheets/corpus/setting';

const { calendar, today } = SETTING;
const horizon = { start: today, days: 300 };
const first = dayNumber(today);
const TERMS = calendar.terms.map(({ from, to }): [number, number] => [dayNumber(from), dayNumber(to)]);
const SPAN = {
  from: today,
  days: horizon.days,
  teachingWeeks: Array.from({ length: horizon.days }, (_, day) => teachingWeek(first + day, TERMS)),
  madeUp: calendar.makeUpDays.map(({ date, follows }) => ({ day: dayNumber(date) - first, follows })),
};

interface Window {
  weekday: number;
  from: number;
  to: number;
}
/** Every free time as `day from-to`, once, in order. */
function all(weekly: Window[], dates: { day: number; from: number; to: number }[]): string[] {
  const days = Array.from({ length: horizon.days }, (_, day) => day);
  const windows = days.flatMap((day) =>
    weekly.filter(({ weekday }) => weekday === weekdayOf(first + day)).map(({ from, to }) => ({ day, from, to })),
  );
  return [
    ...new Set([...windows, ...dates].map(({ day, from, to }) => `${dayText(first + day)} ${from}-${to}`)),
  ].sort();
}

const spec = (typed: string) => {
  const found = parseTimes(typed, SETTING, { dayWithoutClock: 'whole_day' });
  if (!found.ok) throw new Error(`${typed}: ${found.refusal.code}`);
  return found.value;
};
const kept = (typed: string) => toFreeTime(spec(typed), [], 'same', calendar, today)!;

it.each([
  '周三、周五下午',
  '单周周三下午',
  '双周周五上午，单周周五下午',
  '每月第二、四个周三14:00-16:00',
  '每月最后一个周五下午',
  '每月10日、31日上午',
  '隔周五15:00-17:00',
  '9月10日起 每三周周四下午',
  '9月1日至10月31日每周五下午',
  '9月20日起每周五下午',
  '第3-10周每周三下午',
  '单周周三下午；每月第一个周六上午；9月12日全天；周二、四16:00-18:00',
  'DTSTART:20260907T090000 DURATION:PT2H RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
])('%s', (typed) => {
  const engine = toAvailability(spec(typed), calendar, horizon, { daysOff: [], holidays: 'also' });
  const typedDays = all(
    engine.weekly,
    engine.dates.map(({ from, to }) => {
      const day = Math.floor(from / 1440);
      return { day, from: from - day * 1440, to: to - day * 1440 };
    }),
  );
  const availability = toKept(kept(typed).availability);
  const keptDays = all(
    availability.weekly.filter(({ weeks }) => !weeks),
    freeDays(availability, SPAN),
  );
  expect(typedDays.length).toBeGreaterThan(5);
  expect(keptDays).toEqual(typedDays);
});

it('counts odd weeks anew in every term, on a made-up workday by the weekday it follows, and never before the first term', () => {
  const days = (typed: string, teachingWeeks = SPAN.teachingWeeks): string[] =>
    freeDays(toKept(kept(typed).availability), { ...SPAN, teachingWeeks }).map(({ day }) => dayText(first + day));
  // 10 October follows a Friday; it lies in the sixth week.
  expect(days('双周周五下午')).toContain('2026-10-10');
  expect(days('单周周五下午')).not.toContain('2026-10-10');
  // The spring term begins on 22 February, a Monday.
  expect(days('单周周三下午')).toEqual(expect.arrayContaining(['2026-09-02', '2027-02-24', '2027-03-10']));
  expect(
    days(
      '单周周三下午',
      SPAN.teachingWeeks.map(() => null),
    ),
  ).toEqual([]);
});

it('says what only the calendar of today knows, and from when every second week is counted', () => {
  expect(kept('第3-10周每周三下午')).toMatchObject({ spelledOut: ['2026-09-16', '2027-04-28'], countedFrom: null });
  expect(kept('隔周五下午')).toMatchObject({ spelledOut: null, countedFrom: '2026-09-04' });
  for (const typed of ['单周周三下午', '每月第二个周三下午', '9月10日下午', '9月4日起隔周五下午'])
    expect(kept(typed)).toMatchObject({ spelledOut: null, countedFrom: null });
});
