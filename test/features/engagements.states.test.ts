import {
  EngagementFact,
  EngagementState,
  needStateFor,
  needSteps,
  nextCheckIn,
} from '../../src/engagements/engagement';
import type { NeedState } from '../../src/needs/need';
import { answerDeadline, freeSeat } from '../../src/proposals/proposal';

const on = (seat: number, state: EngagementState, replacementSought = false): EngagementFact => ({
  seat,
  state,
  replacementSought,
});

describe('where a need stands for its engagements', () => {
  const cases: [string, NeedState, number, EngagementFact[], NeedState][] = [
    ['nobody yet', 'open', 1, [], 'open'],
    ['one of two seats', 'open', 2, [on(1, 'agreed')], 'open'],
    ['all seats agreed', 'open', 2, [on(1, 'agreed'), on(2, 'agreed')], 'filled'],
    ['one serves already', 'filled', 2, [on(1, 'serving'), on(2, 'agreed')], 'serving'],
    ['all that are taken serve, but a seat is open', 'open', 2, [on(1, 'serving')], 'open'],
    ['a seat fell free for a replacement', 'serving', 2, [on(1, 'serving'), on(2, 'ended', true)], 'open'],
    ['the replacement has agreed', 'open', 2, [on(1, 'serving'), on(2, 'ended', true), on(2, 'agreed')], 'serving'],
    ['a seat was given up for good', 'serving', 2, [on(1, 'serving'), on(2, 'ended')], 'serving'],
    ['the only one left has not begun', 'serving', 2, [on(1, 'ended'), on(2, 'agreed')], 'serving'],
    ['everybody gone, nobody sought', 'filled', 1, [on(1, 'ended')], 'filled'],
    ['everybody gone, somebody sought', 'filled', 1, [on(1, 'ended', true)], 'open'],
    ['some completed', 'serving', 2, [on(1, 'completed'), on(2, 'serving')], 'serving'],
    ['all completed', 'serving', 2, [on(1, 'completed'), on(2, 'evaluated')], 'completed'],
    ['completed beside one given up', 'serving', 2, [on(1, 'completed'), on(2, 'ended')], 'completed'],
    ['all evaluated', 'completed', 2, [on(1, 'evaluated'), on(2, 'evaluated')], 'evaluated'],
    ['withdrawn stays withdrawn', 'withdrawn', 1, [on(1, 'serving')], 'withdrawn'],
  ];
  it.each(cases)('%s', (_, state, seats, engagements, expected) =>
    expect(needStateFor(state, seats, engagements)).toBe(expected),
  );

  it('takes the steps its table allows', () => {
    expect(needSteps('open', 'filled')).toEqual(['filled']);
    expect(needSteps('filled', 'completed')).toEqual(['serving', 'completed']);
    expect(needSteps('serving', 'evaluated')).toEqual(['completed', 'evaluated']);
    expect(needSteps('serving', 'open')).toEqual(['open']);
    expect(needSteps('open', 'open')).toEqual([]);
  });
});

it('a check-in is planned while the engagement lasts', () => {
  expect(nextCheckIn('2026-09-15', 14, '2026-09-29')).toBe('2026-09-29');
  expect(nextCheckIn('2026-09-15', 14, '2026-09-28')).toBeNull();
  expect(nextCheckIn('2026-12-25', 14, '2027-02-01')).toBe('2027-01-08');
});

it('a seat is the wanted one, else the lowest free one, else none', () => {
  expect(freeSeat(3, new Set(), 2)).toBe(2);
  expect(freeSeat(3, new Set([2]), 2)).toBe(1);
  expect(freeSeat(3, new Set([1, 2]), 5)).toBe(3);
  expect(freeSeat(1, new Set([1]))).toBeNull();
});

it('an answer date is the district’s, the school’s if earlier, a day at the least, and never after the last meeting begins', () => {
  const [now, week] = [new Date('2026-09-07T01:00:00Z'), new Date('2026-09-14T16:00:00Z')];
  const deadline = (schools: string | null, ...starts: string[]): string =>
    answerDeadline(
      now,
      week,
      schools ? new Date(schools) : null,
      starts.map((startsAt) => ({ startsAt })),
    ).toISOString();
  expect(deadline(null)).toBe('2026-09-14T16:00:00.000Z');
  expect(deadline('2026-09-10T16:00:00Z')).toBe('2026-09-10T16:00:00.000Z');
  expect(deadline('2026-09-07T16:00:00Z')).toBe('2026-09-08T01:00:00.000Z');
  expect(deadline(null, '2026-09-09T06:00:00Z', '2026-09-30T06:00:00Z')).toBe('2026-09-14T16:00:00.000Z');
  expect(deadline(null, '2026-09-09T06:00:00Z')).toBe('2026-09-09T06:00:00.000Z');
  expect(deadline(null, '2026-09-07T03:00:00Z')).toBe('2026-09-07T03:00:00.000Z');
});
