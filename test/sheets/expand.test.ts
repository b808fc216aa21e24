import { dayNumber, dayText } from '../../src/sheets/expressions/days';
import { expandAlternatives, expandTimes, toAvailability } from '../../src/sheets/expressions/expand';
import { toRecurrence } from '../../src/sheets/expressions/rrule';
import { storedAlternatives, storedAvailability } from '../../src/sheets/expressions/stored';
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
  const text = (typed: string): string =>
    toRecurrence(spec(typed).alternatives[0][0], calendar, horizon).join('\n--\n');
  it('names a weekly rule with its exceptions', () => {
    expect(text('9月1日至10月31日 每周五16:30-17:30')).toBe(
      'DTSTART;TZID=Asia/Shanghai:20260904T163000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261030T083000Z\nRDATE;TZID=Asia/Shanghai:20261010T163000\nEXDATE;TZID=Asia/Shanghai:20261002T163000',
    );
  });
  it('says every second week, and the nth weekday of a month', () => {
    expect(text('9月1日至9月30日 单周周三14:00-15:00')).toContain('FREQ=WEEKLY;INTERVAL=2;BYDAY=WE');
    expect(text('每月最后一个周五下午')).toContain('FREQ=MONTHLY;BYDAY=-1FR');
  });
  it('reads back to the same days', () => {
    for (const typed of [
      '9月1日至10月31日 每周二、四16:30-17:30',
      '9月1日至12月31日 每月第一个周三14:00-15:00',
      '9月7日至12月31日 隔周五下午3点到4点',
    ]) {
      const rule = spec(typed).alternatives[0];
      const [recurrence] = toRecurrence(rule[0], NO_CALENDAR, horizon);
      const again = parseTimes(recurrence, SETTING, { dayWithoutClock: 'refuse' });
      expect(again.ok && expandTimes(again.value.alternatives[0], NO_CALENDAR, horizon)).toEqual(
        expandTimes(rule, NO_CALENDAR, horizon),
      );
    }
  });
});

describe('as the menus store it', () => {
  const period = { from: '2026-09-09', to: '2026-10-20' };
  it('weeks stay weeks, everything else becomes dates', () => {
    expect(storedAlternatives(spec('每周二、四16:30-17:30 或 9月10日下午'), period, calendar)).toEqual([
      {
        dates: [],
        weekly: [2, 4].map((weekday) => ({ weekday, from: 990, to: 1050, everyWeeks: 1, startWeek: 0 })),
      },
      { dates: [{ day: '2026-09-10', from: 780, to: 1020 }], weekly: [] },
    ]);
    expect(storedAlternatives(spec('单周周三14:00-15:00'), period, calendar)[0].dates.map(({ day }) => day)).toEqual([
      '2026-09-16',
      '2026-09-30',
      '2026-10-14',
    ]);
  });
  it('starts every second week with the first that can be', () => {
    expect(storedAlternatives(spec('隔周五15:00-16:00'), period, calendar)[0].weekly).toEqual([
      { weekday: 5, from: 900, to: 960, everyWeeks: 2, startWeek: 0 },
    ]);
    expect(storedAlternatives(spec('隔周二15:00-16:00'), period, calendar)[0].weekly[0].startWeek).toBe(1);
  });
  it('keeps free time, holidays or not', () => {
    expect(storedAvailability(spec('周二下午'), period, calendar)).toEqual({
      anyTime: false,
      weekly: [{ weekday: 2, from: 780, to: 1020 }],
      dates: [],
    });
    expect(storedAvailability(spec('10月3日上午'), period, calendar).dates).toEqual([
      { day: '2026-10-03', from: 480, to: 720 },
    ]);
    expect(storedAvailability(spec('随时'), period, calendar).anyTime).toBe(true);
  });
});
