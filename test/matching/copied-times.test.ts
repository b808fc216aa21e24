import { copiedAlternatives } from '../../src/needs/copied-times';

const TERMS = [
  { startsOn: '2026-09-01', endsOn: '2027-01-22' },
  { startsOn: '2027-02-22', endsOn: '2027-07-02' },
];
const AUTUMN = { from: '2026-09-01', to: '2027-01-22' };
const SPRING = { from: '2027-02-22', to: '2027-07-02' };
const at = { from: '16:30', to: '17:30' };
const recurrence = (start: string, rule: string): string =>
  `DTSTART;TZID=Asia/Shanghai:${start}T163000\nDURATION:PT60M\nRRULE:FREQ=${rule}`;
const copied = (one: object, next = SPRING) =>
  copiedAlternatives([{ dates: [], weekly: [], ...one }], AUTUMN, next, TERMS);

it('keeps weekly times, and leaves past dates beside them out', () => {
  const weekly = [{ weekday: 2, ...at, everyWeeks: 2, startWeek: 1 }];
  expect(copied({ weekly, dates: [{ day: '2026-09-20', ...at }] })).toEqual([{ weekly, dates: [] }]);
});

it('moves dates that are all there is to the same weeks of the next term, and keeps those that lie in the new period', () => {
  const dates = ['2026-09-08', '2026-09-22'].map((day) => ({ day, ...at }));
  expect(copied({ dates })[0].dates.map(({ day }) => day)).toEqual(['2027-03-02', '2027-03-16']);
  expect(copied({ dates }, { from: '2026-09-10', to: '2027-01-22' })[0].dates).toEqual([dates[1]]);
  expect(copied({ dates }, { from: '2028-02-22', to: '2028-07-02' })).toEqual([]);
});

it.each([
  [
    'all of a term',
    '20260901',
    'WEEKLY;BYDAY=TU;UNTIL=20270122T155959Z',
    '20270223',
    'WEEKLY;BYDAY=TU;UNTIL=20270702T155959Z',
  ],
  [
    'its third to sixth week',
    '20260915',
    'WEEKLY;BYDAY=TU;UNTIL=20261006T155959Z',
    '20270309',
    'WEEKLY;BYDAY=TU;UNTIL=20270330T155959Z',
  ],
  [
    'every second week from the second on',
    '20260908',
    'WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270122T155959Z',
    '20270302',
    'WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270702T155959Z',
  ],
  [
    'the first Monday of a month',
    '20260907',
    'MONTHLY;BYDAY=1MO;UNTIL=20270122T155959Z',
    '20270301',
    'MONTHLY;BYDAY=1MO;UNTIL=20270702T155959Z',
  ],
])('a recurrence goes on so in the new period: %s', (_, start, rule, later, next) => {
  expect(copied({ recurrences: [recurrence(start, rule)] })).toEqual([
    { weekly: [], dates: [], recurrences: [recurrence(later, next)] },
  ]);
});
