import { match, verifyPlan } from '../../../src/matching/engine/match';
import { DEFAULT_POLICY, type Menus } from '../../../src/matching/engine/menus';
import { district, numbers } from '../../support/menus-generator';
import { menus, need, offer, volunteer } from '../../support/menus-small';

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [copy[k], copy[other]] = [copy[other], copy[k]];
  }
  return copy;
}

function permuted(given: Menus, seed: number): Menus {
  const random = numbers(seed);
  return {
    ...given,
    needs: shuffled(given.needs, random),
    volunteers: shuffled(given.volunteers, random),
    offers: shuffled(given.offers, random),
    commitments: shuffled(given.commitments, random),
    exclusions: shuffled(given.exclusions, random),
  };
}

const bare = (plan: ReturnType<typeof match>) => ({ ...plan, seconds: {} });

test('the order in which lines are given changes nothing at all', () => {
  const given = district({ needs: 60, volunteers: 50, seed: 3 });
  const plan = bare(match(given, { seed: 7, iterations: 15 }));
  for (const seed of [1, 2, 3]) expect(bare(match(permuted(given, seed), { seed: 7, iterations: 15 }))).toEqual(plan);
});

test('the same seed and iterations give the same plan, another seed another way through ties', () => {
  const equals = menus({
    needs: Array.from({ length: 5 }, (_, k) => need(`n${k}`)),
    volunteers: Array.from({ length: 30 }, (_, k) => volunteer(`v${k}`, { maxConcurrent: 1 })),
    offers: Array.from({ length: 30 }, (_, k) => offer(`o${k}`, `v${k}`)),
  });
  const who = (seed: number) =>
    match(equals, { seed, iterations: 10 })
      .pairs.map((p) => p.volunteer)
      .sort()
      .join();
  expect(who(1)).toBe(who(1));
  expect(new Set([1, 2, 3, 4, 5, 6].map(who)).size).toBeGreaterThan(1);
});

test('begun from an earlier plan, the search is never worse than that plan, and the plan is checked as any other', () => {
  const given = district({ needs: 80, volunteers: 60, seed: 5 });
  const first = match(given, { seed: 2, iterations: 5 });
  const again = match(given, { seed: 2, iterations: 5, previous: first });
  expect(again.objective).toBeLessThanOrEqual(first.objective);
  expect(verifyPlan(given, again).problems).toEqual([]);
  const fewer = { ...given, needs: given.needs.slice(4) };
  expect(verifyPlan(fewer, match(fewer, { seed: 2, iterations: 5, previous: first })).problems).toEqual([]);
});

test('equal volunteers are chosen about equally often over the seeds', () => {
  const equals = menus({
    needs: [need('n')],
    volunteers: Array.from({ length: 4 }, (_, k) => volunteer(`v${k}`)),
    offers: Array.from({ length: 4 }, (_, k) => offer(`o${k}`, `v${k}`)),
  });
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 400; seed++) {
    const [pair] = match(equals, { seed, iterations: 1 }).pairs;
    counts.set(pair.volunteer, (counts.get(pair.volunteer) ?? 0) + 1);
  }
  for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(45);
  expect(counts.size).toBe(4);
});

test('empty menus, no volunteers, no needs: a plan with nothing to prove', () => {
  const empty = match(menus(), { seed: 1, iterations: 5 });
  expect(empty).toMatchObject({ pairs: [], unfilled: [], objective: 0, bound: 0, gapPercent: 0, provenOptimal: true });
  expect(verifyPlan(menus(), empty).ok).toBe(true);
  const lonely = menus({ needs: [need('n', { seats: 3 })] });
  const plan = match(lonely, { seed: 1, iterations: 5 });
  expect(plan.unfilled).toEqual([
    { need: 'n', open: 3, eligible: 0, eliminated: {}, cause: { code: 'nobody_eligible' } },
  ]);
  expect(verifyPlan(lonely, plan).ok).toBe(true);
  const idle = menus({ volunteers: [volunteer('v')], offers: [offer('o', 'v')] });
  expect(match(idle, { seed: 1, iterations: 5 }).pairs).toEqual([]);
});

test('two thousand identical volunteers for a hundred needs: solved, shared out, proven', () => {
  const given = menus({
    needs: Array.from({ length: 100 }, (_, k) => need(`n${k}`, { seats: 2 })),
    volunteers: Array.from({ length: 2000 }, (_, k) => volunteer(`v${k}`)),
    offers: Array.from({ length: 2000 }, (_, k) => offer(`o${k}`, `v${k}`)),
  });
  const plan = match(given, { seed: 1, iterations: 5 });
  expect(plan.pairs).toHaveLength(200);
  expect(new Set(plan.pairs.map((p) => p.volunteer)).size).toBe(200);
  expect(plan.provenOptimal).toBe(true);
});

test('more pairs than memory should hold are refused with numbers', () => {
  const given = menus({
    needs: Array.from({ length: 100 }, (_, k) => need(`n${k}`)),
    volunteers: Array.from({ length: 100 }, (_, k) => volunteer(`v${k}`)),
    offers: Array.from({ length: 100 }, (_, k) => offer(`o${k}`, `v${k}`)),
  });
  expect(() => match(given, { seed: 1, iterations: 1, mostPairs: 5_000 })).toThrow(
    expect.objectContaining({
      code: 'too_many_pairs',
      params: { pairs: 5_100, most: 5_000, needsSeen: 51, needs: 100 },
    }),
  );
});

const WRONG: [string, Menus, Record<string, string>][] = [
  [
    'a negative number of minutes',
    menus({ volunteers: [volunteer('v', { monthlyMinutes: -1 })] }),
    { field: 'volunteers.monthlyMinutes', id: 'v', value: '-1' },
  ],
  [
    'a distance that is no number',
    menus({ volunteers: [volunteer('v', { travelLimitMetres: NaN })] }),
    { field: 'volunteers.travelLimitMetres', id: 'v' },
  ],
  [
    'an endless session',
    menus({ needs: [need('n', { alternatives: [{ occurrences: [{ from: 0, to: Infinity }] }] })] }),
    { field: 'needs.alternatives', id: 'n' },
  ],
  [
    'a session that ends before it begins',
    menus({ needs: [need('n', { alternatives: [{ occurrences: [{ from: 60, to: 30 }] }] })] }),
    { field: 'needs.alternatives', id: 'n' },
  ],
  [
    'a minimum above the seats',
    menus({ needs: [need('n', { minimum: 2 })] }),
    { field: 'needs.minimum', id: 'n', value: '2' },
  ],
  ['an id given twice', menus({ needs: [need('n'), need('n')] }), { field: 'needs.id', id: 'n', value: 'twice' }],
  ['an offer of nobody', menus({ offers: [offer('o', 'v')] }), { field: 'offers.volunteer', id: 'o', value: 'v' }],
  [
    'fit parts above 1000',
    menus({ policy: { fit: { ...DEFAULT_POLICY.fit, skill: 401 } } }),
    { field: 'policy.fit', value: '1001' },
  ],
];

test.each(WRONG)('refused by name: %s', (_, given, params) => {
  expect(() => match(given, { seed: 1, iterations: 1 })).toThrow(
    expect.objectContaining({ code: 'menus_invalid', params: expect.objectContaining(params) }),
  );
});

test('hours that overflow: limits and sessions of hundreds of thousands of minutes are counted exactly', () => {
  const given = menus({
    horizon: { start: '2026-01-01', days: 700 },
    needs: [need('n', { weeklyMinutes: 7 * 1440, period: { from: 0, to: 699 }, place: { kind: 'online' } })],
    volunteers: [volunteer('v', { monthlyMinutes: 31 * 1440 })],
    offers: [offer('o', 'v', { online: true })],
  });
  const plan = match(given, { seed: 1, iterations: 5 });
  expect(plan.pairs).toHaveLength(1);
  expect(verifyPlan(given, plan).ok).toBe(true);
});

test('a plan somebody has tampered with is refused', () => {
  const given = district({ needs: 40, volunteers: 40, seed: 9 });
  const plan = match(given, { seed: 1, iterations: 10 });
  expect(verifyPlan(given, plan).ok).toBe(true);
  const codes = (changed: typeof plan) => verifyPlan(given, changed).problems.map((p) => p.code);
  const [first, ...rest] = plan.pairs;
  expect(codes({ ...plan, objective: plan.objective - 1 })).toContain('objective');
  expect(codes({ ...plan, pairs: rest })).toEqual(expect.arrayContaining(['unfilled', 'objective']));
  expect(codes({ ...plan, pairs: [first, first, ...rest] })).toContain('one_seat');
  expect(codes({ ...plan, pairs: [{ ...first, score: first.score + 1 }, ...rest] })).toContain('score');
  expect(codes({ ...plan, bound: plan.objective, certifiedBound: plan.objective + 1 })).toContain('bound');
  const stranger = given.offers.find((o) => given.needs.find((n) => n.id === first.need)!.category !== o.category)!;
  expect(
    codes({ ...plan, pairs: [{ ...first, offer: stranger.id, volunteer: stranger.volunteer }, ...rest] }),
  ).toContain('rule');
});
