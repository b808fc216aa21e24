import { addDays, daysBetween, toLocal, toMoment, weekdayOf } from '../../src/districts/local-time';
import { occurrences, type TimeAlternative } from '../../src/needs/times';

it('a moment and the wall clock agree, with and without summer time', () => {
  for (const timezone of ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York']) {
    for (const [day, minutes] of [
      ['2026-03-28', 600],
      ['2026-10-25', 720],
      ['2026-12-31', 1439],
      ['2027-01-01', 0],
    ] as const) {
      expect(toLocal(toMoment(day, minutes, timezone), timezone)).toEqual({ day, minutes });
    }
  }
  expect(toMoment('2026-09-08', 16 * 60 + 30, 'Asia/Shanghai').toISOString()).toBe('2026-09-08T08:30:00.000Z');
});

it('counts days over month and year ends', () => {
  expect([
    addDays('2026-12-31', 1),
    addDays('2028-03-01', -1),
    daysBetween('2026-09-01', '2027-09-01'),
    weekdayOf('2026-09-07'),
  ]).toEqual(['2027-01-01', '2028-02-29', 365, 1]);
});

describe('occurrences', () => {
  const weekly = (weekday: number, more: Partial<TimeAlternative['weekly'][0]> = {}): TimeAlternative => ({
    dates: [],
    weekly: [{ weekday, from: 990, to: 1050, everyWeeks: 1, startWeek: 0, ...more }],
  });

  it('of a weekly rule skip holidays and take made-up workdays by the weekday they follow', () => {
    const calendar = new Map([
      ['2026-10-06', { kind: 'holiday' as const, followsWeekday: null }],
      ['2026-10-10', { kind: 'workday' as const, followsWeekday: 2 }],
    ]);
    expect(occurrences(weekly(2), '2026-09-28', '2026-10-14', calendar).map(({ day }) => day)).toEqual([
      '2026-09-29',
      '2026-10-10',
      '2026-10-13',
    ]);
  });

  it('of every second week count from the first week of the period, also when it begins mid-week', () => {
    expect(
      occurrences(weekly(2, { everyWeeks: 2 }), '2026-09-02', '2026-10-06', new Map()).map(({ day }) => day),
    ).toEqual(['2026-09-15', '2026-09-29']);
    expect(
      occurrences(weekly(2, { everyWeeks: 2, startWeek: 1 }), '2026-09-02', '2026-10-06', new Map()).map(
        ({ day }) => day,
      ),
    ).toEqual(['2026-09-08', '2026-09-22', '2026-10-06']);
  });

  it('keep single dates even on holidays, in order of time', () => {
    const both: TimeAlternative = {
      ...weekly(3),
      dates: [
        { day: '2026-09-10', from: 540, to: 600 },
        { day: '2026-09-09', from: 540, to: 600 },
      ],
    };
    expect(
      occurrences(
        both,
        '2026-09-07',
        '2026-09-13',
        new Map([['2026-09-10', { kind: 'holiday', followsWeekday: null }]]),
      ).map(({ day, from }) => [day, from]),
    ).toEqual([
      ['2026-09-09', 540],
      ['2026-09-09', 990],
      ['2026-09-10', 540],
    ]);
  });
});
