import { parseConsent, parsePlace } from '../../src/needs/needs.cells';
import { parseBirthYear, parseDaysOff, parseLimit, parseMode } from '../../src/resources/resources.cells';
import { parseClearance } from '../../src/sheets/expressions/clearance';
import { parseCount } from '../../src/sheets/expressions/counts';
import { parseDateRange } from '../../src/sheets/expressions/date-ranges';
import { parseDate } from '../../src/sheets/expressions/dates';
import { parseDuration, parseWorkload } from '../../src/sheets/expressions/durations';
import { type Audiences, formatGrades, parseGrades } from '../../src/sheets/expressions/grades';
import { parseDistance, parseOwnPhone, parsePhone } from '../../src/sheets/expressions/measures';
import { parseSkills } from '../../src/sheets/expressions/skills';
import { parseTimes } from '../../src/sheets/expressions/times';
import { formatTimes } from '../../src/sheets/expressions/times-format';
import { DEFAULT_HABITS, type DateRange, type Understood } from '../../src/sheets/expressions/types';
import {
  CONTACT_WAYS,
  FORMS,
  HOLIDAY_RULES,
  parseCareGroups,
  TRAVEL_MODES,
} from '../../src/sheets/expressions/vocabularies';
import { parsePriority, parseWord, parseWords, parseYesNo } from '../../src/sheets/expressions/words';
import en from '../../src/sheets/locales/en.json';
import zh from '../../src/sheets/locales/zh-CN.json';
import * as clerks from './corpus/clerks';
import * as dates from './corpus/dates';
import * as district from './corpus/district';
import * as handed from './corpus/handed-in-cells';
import * as people from './corpus/handed-in-people';
import * as handedTimes from './corpus/handed-in-times';
import * as quantities from './corpus/quantities';
import * as office from './corpus/office-cells';
import { OFFICE_FREE, OFFICE_TIMES } from './corpus/office-times';
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

type Read = (input: string | number) => string | { ok: false; refusal: { code: string; expected: string } };
const ofDates = shown((input) => parseDate(input, SETTING), String);
const rangeText = ({ from, to }: DateRange): string => `${from ?? ''}..${to ?? ''}`;
const ofRanges = shown((input) => parseDateRange(input, SETTING), rangeText);
const ofDurations = shown((input) => parseDuration(input, { habits }), String);
const ofWorkloads = shown(
  (input) => parseWorkload(input, { habits, per: 'month', unit: 'hours' }),
  (load) => (load ? `${load.minutes}/${load.per}` : 'null'),
);
const ofCounts = shown(
  (input) => parseCount(input, 200),
  ({ minimum, wanted, approximate }) => `${minimum ?? '-'}..${wanted}${approximate ? '~' : ''}`,
);
const ofDistances = shown((input) => parseDistance(input, undefined), String);
const ofPhones = shown(parsePhone, String);
const ofOwnPhones = shown(parseOwnPhone, String);
const gradesText = (found: Audiences): string =>
  formatGrades(found) + (found.audiences.join() === 'pupils' ? '' : `|${found.audiences.join()}`);
const ofGrades = shown((input) => parseGrades(input), gradesText);
const ofBareGrades = shown((input) => parseGrades(input, true), gradesText);
const ofSkills = shown(
  (input) => parseSkills(input, 2),
  (skills) => skills.map(({ skill, level }) => `${skill}${level}`).join('|'),
);
const ofYes = shown(parseYesNo, String);
const ofPriorities = shown(parsePriority, String);
const ofCare = shown(parseCareGroups, (groups) => groups.join());
const ofForms = shown(
  (input) => parseWords(FORMS, input),
  (forms) => forms.join(),
);
const ofClearances = shown(
  (input) => parseClearance(input, SETTING, 'checked'),
  (found) => (found ? `${found.number ?? '-'}/${found.checkedOn ?? '-'}/${found.until}` : 'null'),
);

const ofConsents = shown(
  (input) => parseConsent(input, SETTING),
  ({ given, on }) => `${given}/${on ?? '-'}`,
);
const ofPlaces = shown(parsePlace, ({ kind, name }) => `${kind}/${name ?? '-'}`);
const ofModes = shown(parseMode, ({ onsite, online }) =>
  [onsite && 'onsite', online && 'online'].filter(Boolean).join(),
);
const ofDaysOff = shown(
  (input) => parseDaysOff(input, SETTING),
  (ranges) => ranges.map(rangeText).join('|'),
);
const ofBirths = shown((input) => parseBirthYear(input, SETTING), String);

const CORPUS: [name: string, expressions: Expression[], read: Read][] = [
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
  ['office: times', OFFICE_TIMES, timesOf('refuse')],
  ['office: free time', OFFICE_FREE, timesOf('whole_day')],
  ['availability', times.AVAILABILITY, timesOf('whole_day')],
  ['dates', dates.DATES, ofDates],
  ['office: dates', office.OFFICE_DATES, ofDates],
  ['ranges', dates.RANGES, ofRanges],
  ['clerks: periods', clerks.CLERK_PERIODS, ofRanges],
  ['office: periods', office.OFFICE_PERIODS, ofRanges],
  ['durations', quantities.DURATIONS, ofDurations],
  ['office: durations', office.OFFICE_DURATIONS, ofDurations],
  ['workloads', quantities.WORKLOADS, ofWorkloads],
  ['office: workloads', office.OFFICE_WORKLOADS, ofWorkloads],
  ['counts', quantities.COUNTS, ofCounts],
  ['clerks: counts', clerks.CLERK_COUNTS, ofCounts],
  ['district: counts', district.DISTRICT_COUNTS, ofCounts],
  ['office: counts', office.OFFICE_COUNTS, ofCounts],
  ['distances', quantities.DISTANCES, ofDistances],
  ['district: distances', district.DISTRICT_DISTANCES, ofDistances],
  ['office: distances', office.OFFICE_DISTANCES, ofDistances],
  ['phones', quantities.PHONES, ofPhones],
  ['office: phones', office.OFFICE_PHONES, ofOwnPhones],
  ['grades', words.GRADES, ofGrades],
  ['clerks: grades', clerks.CLERK_GRADES, ofGrades],
  ['district: grades', district.DISTRICT_GRADES, ofGrades],
  ['office: grades', office.OFFICE_GRADES, ofGrades],
  ['skills', words.SKILLS, ofSkills],
  ['office: skills', office.OFFICE_SKILLS, ofSkills],
  ['yes', words.YES, ofYes],
  ['office: yes', office.OFFICE_YES, ofYes],
  ['priorities', words.PRIORITIES, ofPriorities],
  ['office: priorities', office.OFFICE_PRIORITIES, ofPriorities],
  ['care groups', words.CARE, ofCare],
  ['office: care groups', office.OFFICE_CARE, ofCare],
  ['clearances', words.CLEARANCES, ofClearances],
  ['office: clearances', office.OFFICE_CLEARANCES, ofClearances],
  ['office: consents', office.OFFICE_CONSENTS, ofConsents],
  ['office: places', office.OFFICE_PLACES, ofPlaces],
  ['office: days off', office.OFFICE_DAYS_OFF, ofDaysOff],
  ['office: birth years', office.OFFICE_BIRTHS, ofBirths],
  ['office: limits', office.OFFICE_LIMITS, shown(parseLimit, String)],
  ['office: ways of travel', office.OFFICE_TRAVEL, shown((input) => parseWord(TRAVEL_MODES, input), String)],
  ['office: ways of contact', office.OFFICE_CONTACT, shown((input) => parseWord(CONTACT_WAYS, input), String)],
  ['handed in: times', handedTimes.HANDED_TIMES, timesOf('refuse')],
  ['handed in: free time', handedTimes.HANDED_FREE, timesOf('whole_day')],
  ['handed in: periods', handedTimes.HANDED_PERIODS, ofRanges],
  ['handed in: dates', handedTimes.HANDED_DATES, ofDates],
  ['handed in: days off', handedTimes.HANDED_DAYS_OFF, ofDaysOff],
  ['handed in: grades', handed.HANDED_GRADES, ofGrades],
  ['handed in: under 年级', handed.HANDED_BARE_GRADES, ofBareGrades],
  ['handed in: counts', handed.HANDED_COUNTS, ofCounts],
  ['handed in: durations', handed.HANDED_DURATIONS, ofDurations],
  ['handed in: workloads', handed.HANDED_WORKLOADS, ofWorkloads],
  ['handed in: distances', handed.HANDED_DISTANCES, ofDistances],
  ['handed in: skills', handed.HANDED_SKILLS, ofSkills],
  ['handed in: phones', people.HANDED_PHONES, ofOwnPhones],
  ['handed in: consents', people.HANDED_CONSENTS, ofConsents],
  ['handed in: places', people.HANDED_PLACES, ofPlaces],
  ['handed in: online', people.HANDED_MODES, ofModes],
  ['handed in: limits', people.HANDED_LIMITS, shown(parseLimit, String)],
  ['handed in: birth years', people.HANDED_BIRTHS, ofBirths],
  ['handed in: yes', people.HANDED_YES, ofYes],
  ['handed in: priorities', people.HANDED_PRIORITIES, ofPriorities],
  ['handed in: care groups', people.HANDED_CARE, ofCare],
  ['handed in: forms', people.HANDED_FORMS, ofForms],
  ['handed in: holidays', people.HANDED_HOLIDAYS, shown((input) => parseWord(HOLIDAY_RULES, input), String)],
  ['handed in: clearances', people.HANDED_CLEARANCES, ofClearances],
  ['forms', words.FORM_WORDS, ofForms],
  ['office: forms', office.OFFICE_FORMS, ofForms],
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

const SAID: [Expression[], 'refuse' | 'whole_day'][] = [
  ...[
    clerks.CLERK_TIMES,
    times.TIMES,
    day.LESSONS,
    day.RELATIVE,
    day.COUNTED,
    day.CHOICES,
    day.REMARKS,
    district.DISTRICT_TIMES,
    OFFICE_TIMES,
    handedTimes.HANDED_TIMES,
  ].map((said): [Expression[], 'refuse'] => [said, 'refuse']),
  [times.AVAILABILITY, 'whole_day'],
  [district.DISTRICT_FREE, 'whole_day'],
  [OFFICE_FREE, 'whole_day'],
  [handedTimes.HANDED_FREE, 'whole_day'],
];
it.each(
  SAID.flatMap(([said, of]) =>
    said.filter(([, meaning]) => !meaning.startsWith('!')).map(([typed]) => [typed, of] as const),
  ),
)('writes %s so that it reads back the same (%s)', (typed, dayWithoutClock) => {
  const options = { dayWithoutClock };
  const first = parseTimes(typed, SETTING, options);
  expect(first.ok).toBe(true);
  if (!first.ok) return;
  const again = parseTimes(formatTimes(first.value), SETTING, options);
  // The sentence says what a recurrence means, not the text it was given as.
  const value = JSON.parse(JSON.stringify(first.value, (key, value) => (key === 'recurrence' ? undefined : value)));
  expect(again.ok && again.value).toEqual(value);
});

it('says everything about cells in both languages', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
});

it.each([
  ['除第1周外每周三下午', 'teaching_weeks'],
  ['每周三下午（第3周除外）', 'teaching_weeks'],
  ['首选周三下午，其次周四下午', 'order_not_kept'],
  ['周三下午，周四也行', 'order_not_kept'],
])('tells in a note how %s was read', (typed, note) => {
  const found = parseTimes(typed, SETTING, { dayWithoutClock: 'refuse' });
  expect(found.ok && found.notes).toContain(note);
  for (const locale of [zh, en] as Record<string, string>[]) expect(locale[`note.${note}`]).toBeDefined();
});
