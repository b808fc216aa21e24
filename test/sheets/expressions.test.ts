import { parseClearance } from '../../src/sheets/expressions/clearance';
import { parseCount } from '../../src/sheets/expressions/counts';
import { parseDateRange } from '../../src/sheets/expressions/date-ranges';
import { parseDate } from '../../src/sheets/expressions/dates';
import { parseDuration, parseWorkload } from '../../src/sheets/expressions/durations';
import { formatGrades, parseGrades } from '../../src/sheets/expressions/grades';
import { parseDistance, parsePhone } from '../../src/sheets/expressions/measures';
import { parseSkills } from '../../src/sheets/expressions/skills';
import { parseTimes } from '../../src/sheets/expressions/times';
import { formatTimes } from '../../src/sheets/expressions/times-format';
import { DEFAULT_HABITS, type Understood } from '../../src/sheets/expressions/types';
import { FORMS, parseCareGroups } from '../../src/sheets/expressions/vocabularies';
import { parsePriority, parseWords, parseYesNo } from '../../src/sheets/expressions/words';
import en from '../../src/sheets/locales/en.json';
import zh from '../../src/sheets/locales/zh-CN.json';
import * as clerks from './corpus/clerks';
import * as dates from './corpus/dates';
import * as district from './corpus/district';
import * as quantities from './corpus/quantities';
import * as day from './corpus/school-day';
import { type Expression, SETTING } from './corpus/setting';
import * as times from './corpus/times';
import * as words from './corpus/words';

const habits = DEFAULT_HABITS;
const shown =
  <T>(read: (input: string | number) => Understood<T>, show: (value: T) => string) =>
  (input: string | number) => {
    const result = read(input);
    return result.ok ? show(result.value) : result;
  };
const timesOf = (dayWithoutClock: 'refuse' | 'whole_day', setting = SETTING) =>
  shown((input) => parseTimes(input, setting, { dayWithoutClock }), formatTimes);

const CORPUS: [
  name: string,
  expressions: Expression[],
  read: (input: string | number) => string | { ok: false; refusal: { code: string; expected: string } },
][] = [
  ['times', times.TIMES, timesOf('refuse')],
  ['lessons', day.LESSONS, timesOf('refuse')],
  ['no timetable', day.NO_TIMETABLE, timesOf('refuse', { ...SETTING, habits })],
  ['relative', day.RELATIVE, timesOf('refuse')],
  ['counted', day.COUNTED, timesOf('refuse')],
  ['choices', day.CHOICES, timesOf('refuse')],
  ['clerks: times', clerks.CLERK_TIMES, timesOf('refuse')],
  ['remarks', day.REMARKS, timesOf('refuse')],
  ['district: times', district.DISTRICT_TIMES, timesOf('refuse')],
  ['district: free time', district.DISTRICT_FREE, timesOf('whole_day')],
  ['availability', times.AVAILABILITY, timesOf('whole_day')],
  [
    'dates',
    dates.DATES,
    shown(
      (input) => parseDate(input, SETTING),
      (date) => date,
    ),
  ],
  [
    'ranges',
    dates.RANGES,
    shown(
      (input) => parseDateRange(input, SETTING),
      ({ from, to }) => `${from ?? ''}..${to ?? ''}`,
    ),
  ],
  [
    'clerks: periods',
    clerks.CLERK_PERIODS,
    shown(
      (input) => parseDateRange(input, SETTING),
      ({ from, to }) => `${from ?? ''}..${to ?? ''}`,
    ),
  ],
  ['durations', quantities.DURATIONS, shown((input) => parseDuration(input, { habits }), String)],
  [
    'workloads',
    quantities.WORKLOADS,
    shown(
      (input) => parseWorkload(input, { habits, per: 'month', unit: 'hours' }),
      (load) => (load ? `${load.minutes}/${load.per}` : 'null'),
    ),
  ],
  [
    'counts',
    quantities.COUNTS,
    shown(
      (input) => parseCount(input, 200),
      ({ minimum, wanted, approximate }) => `${minimum ?? '-'}..${wanted}${approximate ? '~' : ''}`,
    ),
  ],
  [
    'clerks: counts',
    clerks.CLERK_COUNTS,
    shown(
      (input) => parseCount(input, 200),
      ({ minimum, wanted, approximate }) => `${minimum ?? '-'}..${wanted}${approximate ? '~' : ''}`,
    ),
  ],
  [
    'district: counts',
    district.DISTRICT_COUNTS,
    shown(
      (input) => parseCount(input, 200),
      ({ minimum, wanted, approximate }) => `${minimum ?? '-'}..${wanted}${approximate ? '~' : ''}`,
    ),
  ],
  ['distances', quantities.DISTANCES, shown((input) => parseDistance(input, undefined), String)],
  ['district: distances', district.DISTRICT_DISTANCES, shown((input) => parseDistance(input, undefined), String)],
  ['phones', quantities.PHONES, shown(parsePhone, (phone) => phone)],
  [
    'grades',
    words.GRADES,
    shown(
      parseGrades,
      (found) => formatGrades(found) + (found.audiences.join() === 'pupils' ? '' : `|${found.audiences.join()}`),
    ),
  ],
  [
    'clerks: grades',
    clerks.CLERK_GRADES,
    shown(
      parseGrades,
      (found) => formatGrades(found) + (found.audiences.join() === 'pupils' ? '' : `|${found.audiences.join()}`),
    ),
  ],
  [
    'district: grades',
    district.DISTRICT_GRADES,
    shown(
      parseGrades,
      (found) => formatGrades(found) + (found.audiences.join() === 'pupils' ? '' : `|${found.audiences.join()}`),
    ),
  ],
  [
    'skills',
    words.SKILLS,
    shown(
      (input) => parseSkills(input, 2),
      (skills) => skills.map(({ skill, level }) => `${skill}${level}`).join('|'),
    ),
  ],
  ['yes', words.YES, shown(parseYesNo, String)],
  ['priorities', words.PRIORITIES, shown(parsePriority, String)],
  ['care groups', words.CARE, shown(parseCareGroups, (groups) => groups.join())],
  [
    'clearances',
    words.CLEARANCES,
    shown(
      (input) => parseClearance(input, SETTING, 'checked'),
      (found) => (found ? `${found.number ?? '-'}/${found.checkedOn ?? '-'}/${found.until}` : 'null'),
    ),
  ],
  [
    'forms',
    words.FORM_WORDS,
    shown(
      (input) => parseWords(FORMS, input),
      (forms) => forms.join(),
    ),
  ],
];

describe.each(CORPUS)('%s', (_name, expressions, read) => {
  it.each(expressions)('%s', (typed, meaning) => {
    const found = read(typed);
    if (typeof found === 'string') return expect(found).toBe(meaning);
    expect(`!${found.refusal.code}`).toBe(meaning);
    const { code, expected } = found.refusal;
    for (const locale of [zh, en] as Record<string, string>[]) {
      expect(locale[`cell.${code}`]).toBeDefined();
      expect(locale[`expected.${expected.replace('expected_', '')}`]).toBeDefined();
    }
  });
});

it('holds at least 300 expressions', () => {
  expect(CORPUS.reduce((sum, [, expressions]) => sum + expressions.length, 0)).toBeGreaterThanOrEqual(300);
});

it('holds expressions of every kind that must be refused', () => {
  for (const [, expressions] of CORPUS.filter(([, all]) => all.length > 5))
    expect(expressions.some(([, meaning]) => meaning.startsWith('!'))).toBe(true);
});

const READ = [
  clerks.CLERK_TIMES,
  times.TIMES,
  times.AVAILABILITY,
  day.LESSONS,
  day.RELATIVE,
  day.COUNTED,
  day.CHOICES,
  day.REMARKS,
  district.DISTRICT_TIMES,
  district.DISTRICT_FREE,
].flat();
it.each(READ.filter(([, meaning]) => !meaning.startsWith('!')))(
  'writes %s so that it reads back the same',
  (typed, meaning) => {
    // 期末 is a wish of a need, and no free time.
    const options = { dayWithoutClock: meaning === '待定' ? ('refuse' as const) : ('whole_day' as const) };
    const first = parseTimes(typed, SETTING, options);
    expect(first.ok).toBe(true);
    if (!first.ok) return;
    const again = parseTimes(formatTimes(first.value), SETTING, options);
    // The sentence says what a recurrence means, not the text it was given as.
    const value = JSON.parse(JSON.stringify(first.value, (key, value) => (key === 'recurrence' ? undefined : value)));
    expect(again.ok && again.value).toEqual(value);
  },
);

it('says everything about cells in both languages', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
});
