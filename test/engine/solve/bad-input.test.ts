import { MOST_PAIRS } from '../../../src/matching/engine/check';
import { NO_LIMIT, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import { solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { problemOf, type Story } from './problems';

const answer = (story: Story) => {
  const problem = problemOf(story);
  const solution = solve(problem, { seed: 1, iterations: 20 });
  const verified = verifySolution(problem, solution);
  expect(verified.violations).toEqual([]);
  expect(verified.objective).toBe(solution.objective);
  return { problem, solution, verified };
};

const refusal = (problem: Problem): ProblemError => {
  try {
    solve(problem, { seed: 1, iterations: 1 });
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

const two: Story = {
  needs: [{ penalty: 100 }, { penalty: 200, options: [[[0, 60]]] }],
  volunteers: [{ capacity: 1, minutes: [60] }],
  pairs: [
    { need: 0, offer: 0, minutes: [30] },
    { need: 1, offer: 0, minutes: [30] },
  ],
};

describe('unusual menus', () => {
  it('answers empty menus with an empty, optimal plan', () => {
    const { solution } = answer({ needs: [], volunteers: [], pairs: [] });
    expect(solution).toMatchObject({ objective: 0, bound: 0, provenOptimal: true });
    expect(solution.pairs).toHaveLength(0);
  });

  it('leaves a need open that nobody can do, and says what that costs', () => {
    const { solution } = answer({ needs: [{ penalty: 700, seats: 2, minimum: 2 }], volunteers: [{}], pairs: [] });
    expect(solution).toMatchObject({ objective: 1400, bound: 1400, provenOptimal: true });
  });

  it('gives a volunteer of capacity 0 nothing', () => {
    const { solution } = answer({ ...two, volunteers: [{ capacity: 0, minutes: [60] }] });
    expect(solution).toMatchObject({ objective: 300, provenOptimal: true });
  });

  it.each<[string, Partial<Story>]>([
    ['hours', { volunteers: [{ minutes: [0] }] }],
    ['offer', { volunteers: [{}], offers: [{ volunteer: 0, capacity: 0 }] }],
    ['offer’s hours', { volunteers: [{}], offers: [{ volunteer: 0, minutes: [0] }] }],
    [
      'plain offer',
      { needs: [{ penalty: 300 }], offers: [{ volunteer: 0, capacity: 0 }], pairs: [{ need: 0, offer: 0 }] },
    ],
    [
      'stock',
      { offers: [{ volunteer: 0, stock: 0 }], pairs: two.pairs.map((pair) => ({ ...pair, pieces: 1, minutes: [0] })) },
    ],
  ])('gives nothing where the %s allows 0', (_, change) => {
    const { solution } = answer({ ...two, ...change });
    expect(solution.pairs).toHaveLength(0);
    expect(solution).toMatchObject({ objective: 300, provenOptimal: true });
  });

  it('copes with a volunteer who can do everything at any time', () => {
    const needs = Array.from({ length: 300 }, (_, i) => ({
      penalty: 1000 + i,
      options: [[[i * 50, i * 50 + 60]] as [number, number][]],
    }));
    const pairs = needs.map((_, need) => ({ need, offer: 0, minutes: [60] }));
    const { solution, verified } = answer({ needs, volunteers: [{ minutes: [60 * 40] }], pairs });
    expect(solution.pairs.length).toBe(40);
    expect(verified.bound).toBeLessThanOrEqual(solution.objective);
    expect(verified.gapPercent).toBeLessThan(1);
  });

  it('treats thousands of identical volunteers and equal scores alike, by capacity', () => {
    const needs = Array.from({ length: 200 }, () => ({ penalty: 1000, seats: 2 }));
    const volunteers = Array.from({ length: 2000 }, () => ({ capacity: 2, loads: [0, 60] }));
    const pairs = needs.flatMap((_, need) =>
      Array.from({ length: 20 }, (__, x) => ({ need, offer: (need * 7 + x * 13) % 2000, cost: 500 })),
    );
    const { solution } = answer({ needs, volunteers, pairs });
    expect(solution).toMatchObject({ objective: 400 * 500, bound: 400 * 500, provenOptimal: true });
  });

  it('lets a team hold more than a word has bits', () => {
    const needs = Array.from({ length: 70 }, (_, i) => ({
      penalty: 1000,
      options: [[[(i >> 1) * 100, (i >> 1) * 100 + 60]] as [number, number][]],
    }));
    const pairs = needs.flatMap((_, need) =>
      [0, 1].map((offer) => ({ need, offer, cost: 10 + offer, pinned: offer === 0 && need < 40 })),
    );
    const { solution } = answer({ needs, volunteers: [{ people: 2 }, { people: 2, capacity: 40 }], pairs });
    expect(solution).toMatchObject({ objective: 700, provenOptimal: true });
  });

  it('never overfills hours, whatever a pair takes', () => {
    const { solution } = answer({
      ...two,
      pairs: [
        { need: 0, offer: 0, minutes: [NO_LIMIT] },
        { need: 1, offer: 0, minutes: [61] },
      ],
    });
    expect(solution.pairs).toHaveLength(0);
    expect(solution.provenOptimal).toBe(true);
  });
});

describe('hours beyond 32 bits', () => {
  it('are added up as they are', () => {
    const pairs = [0, 1].map((need) => ({ need, offer: 0, minutes: [1_500_000_000] }));
    const { solution } = answer({ ...two, volunteers: [{ minutes: [2_000_000_000] }], pairs });
    expect(Array.from(solution.pairs)).toEqual([1]);
    expect(solution).toMatchObject({ objective: 100, provenOptimal: true });
  });
});

describe('wrong input is refused with the field, the place and the number', () => {
  it.each<[string, (problem: Problem) => void, Record<string, unknown>]>([
    ['negative penalty', (p) => (p.needs.penalty[1] = -1), { field: 'needs.penalty', at: 1 }],
    ['infinite penalty', (p) => (p.needs.penalty[0] = Infinity), { field: 'needs.penalty', at: 0 }],
    ['penalty that is no number', (p) => (p.needs.penalty[0] = NaN), { field: 'needs.penalty', at: 0 }],
    ['no seats', (p) => (p.needs.seats[0] = 0), { field: 'needs.seats', at: 0 }],
    ['minimum above the seats', (p) => (p.needs.minimum[0] = 2), { field: 'needs.minimum', at: 0 }],
    ['negative capacity', (p) => (p.volunteers.capacity[0] = -1), { field: 'volunteers.capacity', at: 0 }],
    ['negative load', (p) => (p.volunteers.loadCost[0] = -1), { field: 'volunteers.loadCost', at: 0 }],
    [
      'pairs of two volunteers that exclude each other',
      (p) => (p.conflicts = { start: Int32Array.from([0, 1, 1, 1]), other: Int32Array.from([2]) }),
      { field: 'conflicts.other', at: 0 },
    ],
    ['negative minutes', (p) => (p.pairs.minutes[1] = -30), { field: 'pairs.minutes', at: 1 }],
    ['an option of another need', (p) => (p.pairs.option[0] = 1), { field: 'pairs.option', at: 0 }],
    ['an unknown offer', (p) => (p.pairs.offer[1] = 5), { field: 'pairs.offer', at: 1 }],
    ['an occurrence that ends before it begins', (p) => (p.options.to[0] = 0), { field: 'options.to', at: 0 }],
  ])('%s', (_, spoil, where) => {
    const problem = problemOf({
      ...two,
      volunteers: [{ capacity: 1, minutes: [60], loads: [5] }, {}],
      pairs: [...two.pairs, { need: 1, offer: 1 }],
    });
    spoil(problem);
    expect(refusal(problem).params).toMatchObject(where);
  });

  it('fractions of points', () => {
    const problem = problemOf(two);
    problem.needs.penalty[0] = 0.5;
    expect(refusal(problem)).toMatchObject({ code: 'not_integer', params: { field: 'needs.penalty', at: 0 } });
  });

  it('loads that fall', () => {
    const problem = problemOf({ ...two, volunteers: [{ loads: [5, 4] }] });
    expect(refusal(problem)).toMatchObject({ code: 'not_sorted', params: { field: 'volunteers.loadCost' } });
  });

  it('more pairs of one volunteer than conflicts can be kept for', () => {
    const needs = Array.from({ length: 300 }, () => ({ penalty: 10, seats: 1, minimum: 1 }));
    const offers = Array.from({ length: 70 }, () => ({ volunteer: 0, capacity: 1 }));
    const problem = problemOf({ needs, volunteers: [{ minutes: [60] }], offers, pairs: [] });
    const count = 21_000;
    problem.pairs = {
      count,
      option: Int32Array.from({ length: count }, (_, p) => Math.floor(p / 70)),
      offer: Int32Array.from({ length: count }, (_, p) => p % 70),
      cost: new Int32Array(count),
      minutes: new Int32Array(count),
      pieces: new Int32Array(0),
      pinned: new Uint8Array(0),
    };
    problem.needs.pairStart = Int32Array.from({ length: 301 }, (_, i) => i * 70);
    problem.conflicts = { start: new Int32Array(0), other: new Int32Array(0) };
    expect(refusal(problem)).toMatchObject({ code: 'too_many_pairs_of_one', params: { volunteer: 0, pairs: count } });
  });

  it('ten million pairs', () => {
    const problem = problemOf(two);
    problem.pairs.count = 10_000_000;
    expect(refusal(problem)).toMatchObject({ code: 'too_many_pairs', params: { pairs: 10_000_000, most: MOST_PAIRS } });
  });
});

describe('contradictory pins are named with the rule and the pins they meet', () => {
  const pinned = (pairs: Story['pairs']) => pairs.map((pair) => ({ ...pair, pinned: true }));

  it('capacity', () => {
    expect(refusal(problemOf({ ...two, pairs: pinned(two.pairs) }))).toMatchObject({
      code: 'contradictory_pins',
      params: { rule: 'capacity', pair: 1, others: [0] },
    });
  });

  it('hours', () => {
    const story = { ...two, volunteers: [{ minutes: [50] }], pairs: pinned(two.pairs) };
    expect(refusal(problemOf(story))).toMatchObject({ params: { rule: 'limits', pair: 1, others: [0] } });
  });

  it('overlap', () => {
    const needs = [
      { penalty: 1, options: [[[0, 60]]] },
      { penalty: 1, options: [[[30, 90]]] },
    ] as Story['needs'];
    const story = { needs, volunteers: [{}], pairs: pinned(two.pairs).map(({ minutes: _, ...pair }) => pair) };
    expect(refusal(problemOf(story))).toMatchObject({ params: { rule: 'conflict', pair: 1, others: [0] } });
  });

  it('seats, and alternative times', () => {
    const volunteers = [{}, {}];
    const pairs = [
      { need: 0, offer: 0 },
      { need: 0, offer: 1 },
    ];
    expect(refusal(problemOf({ needs: [{ penalty: 1 }], volunteers, pairs: pinned(pairs) }))).toMatchObject({
      params: { rule: 'seats', pair: 1, others: [0] },
    });
    const needs = [{ penalty: 1, seats: 2, options: [[], []] }];
    expect(
      refusal(problemOf({ needs, volunteers, pairs: pinned([pairs[0], { ...pairs[1], option: 1 }]) })),
    ).toMatchObject({
      params: { rule: 'option', pair: 1, others: [0] },
    });
  });

  it('a pin below the minimum stays, and the rest comes in the needed number or not at all', () => {
    const { solution } = answer({
      needs: [{ penalty: 100, seats: 3, minimum: 3 }],
      volunteers: [{}, {}],
      pairs: [
        { need: 0, offer: 0, pinned: true },
        { need: 0, offer: 1 },
      ],
    });
    expect(Array.from(solution.pairs)).toEqual([0]);
    expect(solution).toMatchObject({ objective: 200, provenOptimal: true });
  });
});
