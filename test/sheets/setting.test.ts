import { settingOf } from '../../src/imports/setting';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import { parseDateRange } from '../../src/sheets/expressions/date-ranges';
import { parseTimes } from '../../src/sheets/expressions/times';
import { formatTimes } from '../../src/sheets/expressions/times-format';

/** The calendar of a district has a row a day. */
const holiday = (name: string, day: string) => ({ day, kind: 'holiday' as const, name, followsWeekday: null });
const setting = settingOf(
  {
    timezone: 'Asia/Shanghai',
    settings: DEFAULT_SETTINGS,
    terms: [],
    calendar: [
      ...['03', '01', '02', '05', '04', '07', '06'].map((day) => holiday('国庆节', `2026-10-${day}`)),
      holiday('元旦', '2027-01-01'),
      holiday('劳动节', '2027-05-01'),
    ],
  } as unknown as Parameters<typeof settingOf>[0],
  new Date('2026-09-01T04:00:00Z'),
);

it('takes the days of a holiday together, so that what comes after it begins behind the last', () => {
  const found = parseTimes('国庆节后每周三14:00-15:00', setting, { dayWithoutClock: 'refuse' });
  expect(found.ok && formatTimes(found.value)).toBe('2026-10-08起 每周三14:00-15:00');
});

it.each([
  ['国庆期间', { from: '2026-10-01', to: '2026-10-07' }],
  ['元旦后', { from: '2027-01-02', to: null }],
  // The calendar calls it 劳动节.
  ['五一后', { from: '2027-05-02', to: null }],
  ['9月1日至国庆前', { from: '2026-09-01', to: '2026-09-30' }],
])('%s', (typed, range) => {
  const found = parseDateRange(typed, setting);
  expect(found.ok && found.value).toEqual(range);
});
