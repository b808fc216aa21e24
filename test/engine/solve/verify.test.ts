import { randomOf } from '../../../src/matching/engine/random';
import { solve } from '../../../src/matching/engine/solve';
import { verifyPlan, verifySolution } from '../../../src/matching/engine/verify';
import { verifyBound, verifyCertificate } from '../../../src/matching/engine/verify.certificate';
import { bruteForce, problemOf, randomStory, type Story } from './problems';

const codes = (story: Story, pairs: number[]) => verifyPlan(problemOf(story), pairs).violations.map((x) => x.code);
const need = (more: Partial<Story['needs'][0]> = {}) => ({ penalty: 100, ...more });
const at = (from: number, to: number): [number, number][][] => [[[from, to]]];
const both = [
  { need: 0, offer: 0 },
  { need: 1, offer: 0 },
];

describe('each rule is seen when it is broken', () => {
  it.each<[string, Story, number[]]>([
    ['unknown_pair', { needs: [need()], volunteers: [{}], pairs: [] }, [3]],
    ['pair_twice', { needs: [need({ seats: 2 })], volunteers: [{}], pairs: [both[0]] }, [0, 0]],
    ['seats', { needs: [need()], volunteers: [{}, {}], pairs: [both[0], { need: 0, offer: 1 }] }, [0, 1]],
    ['minimum', { needs: [need({ seats: 2, minimum: 2 })], volunteers: [{}], pairs: [both[0]] }, [0]],
    ['pin_missing', { needs: [need()], volunteers: [{}], pairs: [{ ...both[0], pinned: true }] }, []],
    [
      'two_options',
      {
        needs: [need({ seats: 2, options: [[], []] })],
        volunteers: [{}, {}],
        pairs: [both[0], { need: 0, offer: 1, option: 1 }],
      },
      [0, 1],
    ],
    [
      'volunteer_twice',
      {
        needs: [need({ seats: 2 })],
        volunteers: [{}],
        offers: [{ volunteer: 0 }, { volunteer: 0 }],
        pairs: [both[0], { need: 0, offer: 1 }],
      },
      [0, 1],
    ],
    ['capacity', { needs: [need(), need()], volunteers: [{ capacity: 1 }], pairs: both }, [0, 1]],
    [
      'minutes',
      {
        needs: [need(), need()],
        months: 2,
        volunteers: [{ minutes: [90, 60] }],
        pairs: both.map((x) => ({ ...x, minutes: [40, 40] })),
      },
      [0, 1],
    ],
    [
      'offer_minutes',
      {
        needs: [need(), need()],
        volunteers: [{}],
        offers: [{ volunteer: 0, minutes: [60] }],
        pairs: both.map((x) => ({ ...x, minutes: [40] })),
      },
      [0, 1],
    ],
    [
      'offer_capacity',
      { needs: [need(), need()], volunteers: [{}], offers: [{ volunteer: 0, capacity: 1 }], pairs: both },
      [0, 1],
    ],
    [
      'stock',
      {
        needs: [need(), need()],
        volunteers: [{}],
        offers: [{ volunteer: 0, stock: 3 }],
        pairs: both.map((x) => ({ ...x, pieces: 2 })),
      },
      [0, 1],
    ],
    [
      'conflict',
      { needs: [need({ options: at(0, 60) }), need({ options: at(30, 90) })], volunteers: [{}], pairs: both },
      [0, 1],
    ],
    // The way between two places takes 30 minutes, the pause is 20.
    [
      'conflict',
      {
        needs: [need({ options: at(0, 60) }), need({ options: at(80, 90) })],
        volunteers: [{}],
        pairs: both,
        travel: 30,
      },
      [0, 1],
    ],
  ])('%s', (code, story, pairs) => {
    expect(codes(story, pairs)).toContain(code);
  });

  it('lets a team of two hold two meetings at once, and not three', () => {
    const needs = [0, 1, 2].map(() => need({ options: at(0, 60) }));
    const story = { needs, volunteers: [{ people: 2 }], pairs: [0, 1, 2].map((i) => ({ need: i, offer: 0 })) };
    expect(codes(story, [0, 1])).toEqual([]);
    expect(codes(story, [0, 1, 2])).toEqual(expect.arrayContaining(['conflict', 'overlap']));
  });

  it('notices an overlap that the conflict list has forgotten', () => {
    const problem = problemOf({
      needs: [need({ options: at(0, 60) }), need({ options: at(30, 90) })],
      volunteers: [{}],
      pairs: both,
    });
    problem.conflicts.other = new Int32Array(0);
    problem.conflicts.start = new Int32Array(3);
    expect(verifyPlan(problem, [0, 1]).violations.map((x) => x.code)).toEqual(['overlap']);
  });
});

describe('the bound comes from the certificate alone', () => {
  const problem = problemOf({
    needs: [need(), need()],
    volunteers: [{ capacity: 1 }],
    pairs: both.map((x) => ({ ...x, cost: 10 })),
  });

  it('proves the optimum at the right prices, less at others, nothing at prices that are none', () => {
    expect(verifyBound(problem, { prices: [90, 90] }).bound).toBe(20 + 0);
    expect(verifySolution(problem, solve(problem, { seed: 1 })).optimal).toBe(true);
    expect(verifyBound(problem, { prices: [0, 0] }).bound).toBe(110);
    expect(verifyBound(problem, { prices: [NaN, 0] }).bound).toBe(-Infinity);
    expect(verifyBound(problem, { prices: [-1, 0] }).bound).toBe(-Infinity);
    expect(verifyBound(problem, { prices: [0] }).bound).toBe(-Infinity);
    expect(verifyBound(problem, { prices: [1e20, 0] }).bound).toBe(-Infinity);
  });

  it('does not believe a plan that is dearer than it says', () => {
    const solution = solve(problem, { seed: 1 });
    expect(solution).toMatchObject({ objective: 110, bound: 110, provenBy: 'certificate' });
    expect(verifySolution(problem, { ...solution, pairs: [] })).toMatchObject({
      feasible: true,
      objective: 200,
      optimal: false,
    });
  });

  it('proves more by the seats that must stay unfilled, which are whole numbers', () => {
    // Two of three needs fit into the hours of two people together, by halves two and a half.
    const three = problemOf({
      needs: [0, 1, 2].map(() => need({ penalty: 1000 })),
      volunteers: [{ minutes: [100] }, { minutes: [100] }],
      pairs: [0, 1, 2].flatMap((i) => [0, 1].map((j) => ({ need: i, offer: j, cost: 10, minutes: [60] }))),
    });
    const count = { weights: [1, 1, 1], unit: 1000, share: 0.5, prices: [500, 500, 500], extra: [] };
    const rest = { prices: [490, 490, 490], extra: [] };
    const bound = (part: object) =>
      verifyCertificate(three, { prices: [740, 740, 740], tight: { ...rest, count: { ...count, ...part } } }).bound;
    // n ≥ 3 − (2 · 500 + 3 · 500) / 1000, so 1.
    expect(bound({})).toBe(500 + 3 * 500 - 3 * 490);
    const nonsense = [
      { weights: [1, 1] },
      { weights: [1, 1, 0.5] },
      { weights: [1, 1, -1] },
      { weights: [1, 1, 3] },
      { unit: 0.5 },
      { share: 1 },
      { share: 0 },
      { share: 0.3 },
      { unit: NaN },
      { extra: [0, 0, 0, 0, 0, 1e20] },
      { prices: [500, 500] },
      { prices: [500, 500, NaN] },
      { extra: [0] },
      { extra: [0, 0, 0, 0, 0, NaN] },
    ];
    for (const part of nonsense) expect(bound(part)).toBe(-Infinity);
  });

  it('proves more by what single pairs pay, where people of a need depend on each other', () => {
    // One who could come alone, and nobody beside: prices of seats cannot say that two are needed.
    const two = problemOf({
      needs: [need({ seats: 2, minimum: 2 }), need()],
      volunteers: [{ capacity: 1 }, { capacity: 1 }],
      pairs: [
        { need: 0, offer: 0 },
        { need: 0, offer: 1 },
        { need: 1, offer: 1 },
      ],
    });
    expect(bruteForce(two)).toBe(100);
    for (let a = 0; a <= 100; a += 5)
      for (let b = 0; b <= 100; b += 5) expect(verifyBound(two, { prices: [a, b] }).bound).toBeLessThanOrEqual(100);
    const tight = { prices: [0, 100], extra: [100, -100, 0] };
    expect(verifyCertificate(two, { prices: [0, 0], tight }).bound).toBe(100);
  });

  it('never proves too much, whatever is written into a certificate', () => {
    const more = { count: 0, extra: 0 };
    for (let seed = 1; seed <= 600; seed++) {
      const random = randomOf(seed);
      const small = problemOf(randomStory(random));
      const least = bruteForce(small);
      if (least === null) continue;
      const drawn = (size: number, from: number, to: number) =>
        Array.from({ length: size }, () => from + Math.floor(random() * (to - from)));
      for (let draw = 0; draw < 4; draw++) {
        const share = (1 + Math.floor(15 * random())) / 16;
        const unit = 1 + Math.floor(random() * 60);
        const weights = Array.from(small.needs.penalty, (x) => Math.floor((random() * x) / unit));
        const pairPrices = (most: number, extra: boolean) => ({
          prices: drawn(small.options.count, 0, most),
          extra: extra ? drawn(small.pairs.count, -most / 2, most / 2) : [],
        });
        const { prices } = pairPrices(80, false);
        const counted = { ...pairPrices(40, false), count: { weights, unit, share, ...pairPrices(80, draw > 1) } };
        const tied = pairPrices(80, true);
        const plain = verifyBound(small, { prices }).bound;
        for (const [kind, tight] of [
          ['count', counted],
          ['extra', tied],
        ] as const) {
          const { bound } = verifyCertificate(small, { prices, tight });
          if (bound > least) throw new Error(`seed ${seed}: ${bound} proven by ${kind}, ${least} reached`);
          if (bound > plain) more[kind]++;
        }
      }
    }
    expect(more.count).toBeGreaterThan(100);
    expect(more.extra).toBeGreaterThan(100);
  });

  it('accepts what the search claims of people too free for their best bundle to be found', () => {
    let hard = 0;
    for (const [people, size] of [
      [1, 40],
      [2, 27],
      [3, 30],
    ]) {
      const random = randomOf(size);
      const needs = Array.from({ length: size }, (_, i) => {
        const from = Math.floor(random() * 2000);
        return { penalty: 100_000 + i, seats: 1 + (i % 2), options: at(from, from + 60 + Math.floor(60 * random())) };
      });
      const pairs = needs.flatMap((_, i) =>
        [0, 1].map((offer) => ({ need: i, offer, cost: Math.floor(900 * random()), minutes: [60] })),
      );
      const volunteers = [{ people }, { people: 2, minutes: [60 * (size / 3)] }];
      const free = problemOf({ needs, volunteers, pairs, travel: 20 });
      const solution = solve(free, { seed: 1, iterations: 0, seconds: 4 });
      const verified = verifySolution(free, solution);
      expect(verified).toMatchObject({ feasible: true, objective: solution.objective });
      expect(verified.bound).toBeGreaterThanOrEqual(solution.certifiedBound);
      hard += verified.inexact;
    }
    expect(hard).toBeGreaterThan(0);
  });
});
