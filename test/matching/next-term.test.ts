import { inNextTerm } from '../../src/needs/next-term';

const TERMS = [
  { startsOn: '2026-09-01', endsOn: '2027-01-22' },
  { startsOn: '2027-02-22', endsOn: '2027-07-02' },
  { startsOn: '2027-09-01', endsOn: '2028-01-21' },
  { startsOn: '2028-02-21', endsOn: '2028-06-30' },
];
const moved = (days: string[], first: string): string[] =>
  inNextTerm(
    days.map((day) => ({ day })),
    TERMS,
    first,
  ).map(({ day }) => day);

it('keeps the week of the term and the weekday', () => {
  // Wednesdays of the first, third and last week.
  expect(moved(['2026-09-02', '2026-09-16'], '2027-02-20')).toEqual(['2027-02-24', '2027-03-10']);
  expect(moved(['2026-09-16'], '2027-08-20')).toEqual(['2027-09-15']);
  // Of two terms the same weeks are one.
  expect(moved(['2026-09-16', '2027-03-10'], '2027-08-20')).toEqual(['2027-09-15']);
});

it('leaves out what the next term does not have, and what has begun', () => {
  // The Monday of the first week of a term that begins on a Wednesday.
  expect(moved(['2027-02-22'], '2027-08-20')).toEqual([]);
  expect(moved(['2026-09-16', '2026-12-16'], '2027-04-01')).toEqual(['2027-06-09']);
  expect(moved(['2026-09-16'], '2026-12-01')).toEqual([]);
  expect(moved(['2026-09-16'], '2029-01-01')).toEqual([]);
  expect(moved(['2026-08-01'], '2027-02-20')).toEqual([]);
});

it('keeps the day of a vacation, winter for winter', () => {
  expect(moved(['2027-01-23', '2027-02-01'], '2027-08-20')).toEqual(['2028-01-22', '2028-01-31']);
  expect(moved(['2027-07-03'], '2027-12-01')).toEqual([]);
});
