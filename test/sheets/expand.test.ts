import { dayNumber, dayText } from '../../src/sheets/expressions/days';
import { expandAlternatives, expandTimes, toAvailability } from '../../src/sheets/expressions/expand';
import { toRecurrences } from '../../src/sheets/expressions/rrule';
import { parseTimes } from '../../src/sheets/expressions/times';
import { NO_CALENDAR, type TimeSpec } from '../../src/sheets/expressions/types';
import { SETTING } from './corpus/setting';

const { calendar } = SETTING;
const horizon = { start: '2026-09-01', days: dayNumber('2027-01-31') - dayNumber('2026-09-01') + 1 };

function spec(typed: string): TimeSpec {
  const read = parseTimes(typed, SETTING, { dayWithoutClock: 'whole_day' });
  if (!read.ok) throw new Error(`${typed}: ${read.refusal.code}`);
  return read.value;
}

/** `10-12 14:00` of every occurrence in a month. */
function days(typed: string, month: string, options = { schoolDays: true }): string[] {
  return expandTimes(spec(typed).alternatives[0], calendar, horizon, options)
    .map(({ from }) => dayText(dayNumber(horizon.start) + Math.floor(from / 1440)))
    .filter((day) => day.startsWith(month))
    .map((day) => day.slice(8));
}

it('finds the working days of a month in the calendar', () => {
  expect(days('每月最后一个工作日下午', '2026-09')).toEqual(['30']);
  expect(days('每月最后一个工作日下午', '2026-10')).toEqual(['30']);
  // 1 to 7 October are a holiday, and the tenth, a Saturday, is worked.
  expect(days('每月第一个工作日下午', '2026-10')).toEqual(['08']);
  expect(days('每月第三个工作日下午', '2026-10')).toEqual(['10']);
  expect(toRecurrences(spec('每月最后一个工作日下午').alternatives[0][0], '2026-09-01')).toBeNull();
});

describe('weekly rules', () => {
  it('skip holidays, and a make-up day follows the weekday it is named for', () => {
    expect(days('每周五下午', '2026-10')).toEqual(['09', '10', '16', '23', '30']);
    expect(days('每周六下午', '2026-10')).toEqual(['17', '24', '31']);
    expect(days('每周五下午', '2026-10', { schoolDays: false })).toEqual(['02', '09', '16', '23', '30']);
  });
  it('end with the term unless a period was said', () => {
    expect(days('每周一下午', '2027-01')).toEqual(['04', '11', '18']);
    expect(days('2026-09-01至2027-01-31 每周一下午', '2027-01')).toEqual(['04', '11', '18', '25']);
  });
  it('count odd and even weeks from the week in which the term begins', () => {
    expect(days('单周周三下午', '2026-09')).toEqual(['02', '16', '30']);
    expect(days('双周周三下午', '2026-09')).toEqual(['09', '23']);
    expect(days('第2-3周 周三下午', '2026-09')).toEqual(['09', '16']);
  });
  it('count every second week from the first occurrence of the period', () => {
    expect(days('9月9日至12月31日 隔周五下午', '2026-09')).toEqual(['11', '25']);
    expect(days('9月12日至12月31日 隔周五下午', '2026-09')).toEqual(['18']);
  });
});

it('finds the nth and the last weekday of a month, and days of the month', () => {
  expect(days('每月第一个周三下午', '2026-09')).toEqual(['02']);
  expect(days('每月最后一个周五下午', '2026-10')).toEqual(['30']);
  expect(days('每月15日上午', '2026-10')).toEqual(['15']);
  expect(days('每月31日上午', '2026-11')).toEqual([]);
});

it('takes single dates as said, holiday or not', () => {
  expect(days('10月3日下午', '2026-10')).toEqual(['03']);
});

it('knows holidays between and inside terms', () => {
  expect(days('寒假每天上午', '2027-01')).toEqual(['23', '24', '25', '26', '27', '28', '29', '30', '31']);
  expect(days('节假日每天上午', '2026-10')).toEqual(['01', '02', '03', '04', '05', '06', '07']);
});

it('gives minutes of the horizon, half-open', () => {
  expect(expandTimes(spec('9月2日14:00-15:30').alternatives[0], calendar, horizon)).toEqual([
    { from: 1440 + 840, to: 1440 + 930 },
  ]);
});

it('makes one choice of each alternative, and of each start a meeting may have inside a part of the day', () => {
  expect(expandAlternatives(spec('9月2日14:00或9月3日9:00'), calendar, horizon, 60)).toHaveLength(2);
  const starts = expandAlternatives(spec('9月2日下午'), calendar, horizon, 60).map(([{ from, to }]) => [
    from - 1440,
    to - from,
  ]);
  expect(starts).toEqual([
    [780, 60],
    [840, 60],
    [900, 60],
    [960, 60],
  ]);
  expect(expandAlternatives(spec('9月2日下午'), calendar, horizon, null)).toEqual([
    [{ from: 1440 + 780, to: 1440 + 1020 }],
  ]);
});

describe('free time', () => {
  const free = (typed: string, options = {}) =>
    toAvailability(spec(typed), calendar, horizon, { daysOff: [], holidays: 'also', ...options });
  it('keeps plain weeks as windows, and serves a make-up day by the weekday it follows', () => {
    const found = free('周五下午');
    expect(found.weekly).toEqual([{ weekday: 5, from: 780, to: 1020 }]);
    const day = dayNumber('2026-10-10') - dayNumber(horizon.start);
    expect(found.dates).toEqual([{ from: day * 1440 + 780, to: day * 1440 + 1020 }]);
  });
  it('turns parity into dates', () => {
    expect(free('单周周三下午').weekly).toEqual([]);
    expect(free('单周周三下午').dates.length).toBeGreaterThan(8);
  });
  it('takes days off and holidays away', () => {
    expect(free('每天', { daysOff: [{ from: '2026-09-03', to: '2026-09-04' }] }).daysOff).toEqual([2, 3]);
    expect(free('每天', { holidays: 'never' }).daysOff).toContain(dayNumber('2026-10-01') - dayNumber(horizon.start));
    expect(free('每天', { holidays: 'only' }).daysOff).not.toContain(
      dayNumber('2026-10-01') - dayNumber(horizon.start),
    );
    expect(free('随时').anyTime).toBe(true);
  });
});

describe('RFC 5545', () => {
  const texts = (typed: string): string[] | null => toRecurrences(spec(typed).alternatives[0][0], SETTING.today);
  it('names weeks of a part of the year, with an end or without one', () => {
    expect(texts('9月1日至10月31日 每周五16:30-17:30、18:00-19:00')).toEqual([
      'DTSTART;TZID=Asia/Shanghai:20260904T163000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261031T155959Z',
      'DTSTART;TZID=Asia/Shanghai:20260904T180000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261031T155959Z',
    ]);
    expect(texts('9月9日起每月第二、四个周三14:00-15:00')).toEqual([
      'DTSTART;TZID=Asia/Shanghai:20260909T140000\nDURATION:PT60M\nRRULE:FREQ=MONTHLY;BYDAY=2WE,4WE',
    ]);
    expect(texts('隔周五15:00-16:00')![0]).toContain('FREQ=WEEKLY;INTERVAL=2;BYDAY=FR');
    expect(texts('每月10日15:00-16:00')![0]).toContain('FREQ=MONTHLY;BYMONTHDAY=10');
    expect(texts('每月最后一个周五下午')![0]).toContain('FREQ=MONTHLY;BYDAY=-1FR');
  });
  it('names nothing that only the calendar knows, and nothing that never is', () => {
    for (const typed of ['单周周三14:00-15:00', '第3-10周每周三14:00-15:00', '暑假每周三下午', '9月10日下午'])
      expect(texts(typed)).toBeNull();
    expect(texts('9月7日至9月8日 每周三下午')).toBeNull();
  });
  it('reads back to the same days', () => {
    for (const typed of [
      '9月1日至10月31日 每周二、四16:30-17:30',
      '9月1日至12月31日 每月第一个周三14:00-15:00',
      '9月7日至12月31日 隔周五下午3点到4点',
      '9月1日起 每月最后一个周五14:00-15:00',
    ]) {
      const rule = spec(typed).alternatives[0];
      const again = parseTimes(toRecurrences(rule[0], SETTING.today)![0], SETTING, { dayWithoutClock: 'whole_day' });
      expect(again.ok && expandTimes(again.value.alternatives[0], NO_CALENDAR, horizon)).toEqual(
        expandTimes(rule, NO_CALENDAR, horizon),
      );
    }
  });
});
