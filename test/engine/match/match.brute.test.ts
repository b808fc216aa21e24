import { match, verifyPlan } from '../../../src/matching/engine/match';
import type { Menus } from '../../../src/matching/engine/menus';
import { BruteForce, judged, keyOf } from '../../support/menus-brute';
import { shakenMenus } from '../../support/menus-shaken';
import { at, commitment, menus, need, offer, randomMenus, volunteer } from '../../support/menus-small';

const families: [string, (seed: number) => Menus][] = [
  ['random tiny menus', (seed) => randomMenus(seed, 4, 4)],
  ['crowded tiny menus with many pins and odd policies', shakenMenus],
];

test.each(families)('on %s the plan is what brute force says of it, and the checker accepts', (_, menusOf) => {
  const many = 1000;
  const count = { optimal: 0, proven: 0, pairs: 0, pinned: 0, refused: 0, kept: 0 };
  for (let seed = 0; seed < many; seed++) {
    const menus = menusOf(seed);
    const plan = match(menus, { seed, iterations: 20 });
    expect({ seed, problems: verifyPlan(menus, plan).problems }).toEqual({ seed, problems: [] });
    const { faults, optimal } = judged(menus, plan);
    expect({ seed, faults }).toEqual({ seed, faults: [] });
    count.optimal += Number(optimal);
    count.proven += Number(plan.provenOptimal);
    count.pairs += plan.pairs.length;
    count.pinned += plan.pairs.filter((p) => p.pinned).length;
    count.refused += plan.pinProblems?.length ?? 0;
    count.kept += plan.pairs.filter((p) => p.reasons.some((r) => r.code === 'kept_from_published')).length;
  }
  // The search finds nearly all optima even with the smallest budget, and most of them with a proof.
  expect(count.optimal / many).toBeGreaterThan(0.99);
  expect(count.proven / many).toBeGreaterThan(0.9);
  expect(count.pairs).toBeGreaterThan(400);
  expect(count.pinned).toBeGreaterThan(30);
  expect(count.refused).toBeGreaterThan(30);
  expect(count.kept).toBeGreaterThan(10);
});

test('a listed alternative never costs less than its proven price', () => {
  let priced = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const menus = shakenMenus(seed);
    const plan = match(menus, { seed, iterations: 20 });
    if (plan.pairs.length === 0) continue;
    const brute = new BruteForce(menus);
    const pins = brute.pinsOf(plan);
    for (const pair of plan.pairs) {
      for (const other of pair.alternatives) {
        const forced = brute.best(pins, keyOf(pair.need, other.offer, other.alternative));
        if (forced === null) continue;
        expect(forced.objective - plan.objective).toBeGreaterThanOrEqual(other.priceAtLeast);
        if (other.priceAtLeast > 0) priced++;
      }
    }
  }
  expect(priced).toBeGreaterThan(20);
});

test('brute force notices a plan that is altered', () => {
  const one = menus({
    needs: [need('一', { seats: 2 }), need('二', { alternatives: [{ occurrences: [at(2, '14:00', '15:00')] }] })],
    volunteers: [volunteer('甲', { maxConcurrent: 2 }), volunteer('乙')],
    offers: [offer('a', '甲'), offer('b', '乙')],
    commitments: [commitment('甲', { occurrences: [at(2, '14:30', '15:00')] })],
    pins: [{ need: '一', offer: 'a', alternative: null }],
  });
  const plan = match(one, { seed: 1, iterations: 20 });
  const [first, ...others] = plan.pairs;
  const faults = (more: Partial<typeof plan>) => judged(one, { ...plan, ...more }).faults;
  expect(faults({})).toEqual([]);
  expect(faults({ pairs: others })).not.toEqual([]);
  expect(faults({ pairs: [first, { ...first }, ...others] })).not.toEqual([]);
  expect(faults({ pairs: plan.pairs.map((p) => ({ ...p, score: p.score + 1 })) })).not.toEqual([]);
  expect(faults({ pairs: plan.pairs.map((p) => ({ ...p, pinned: false })) })).toContain(
    'pin 一 a is neither held nor named',
  );
  expect(faults({ objective: plan.objective - 1 })).not.toEqual([]);
  expect(faults({ bound: plan.bound + 1 })).not.toEqual([]);
  expect(faults({ levels: plan.levels.map((l) => ({ ...l, filledAtMost: 0 })) })).not.toEqual([]);
});

test('a pin that names another time makes no pin of the pair', () => {
  const two = menus({
    needs: [
      need('一', { alternatives: [2, 3].map((day) => ({ occurrences: [at(day, '14:00', '15:00')] })), seats: 2 }),
    ],
    volunteers: [volunteer('甲'), volunteer('乙')],
    offers: [offer('a', '甲'), offer('b', '乙')],
    pins: [
      { need: '一', offer: 'a', alternative: 0 },
      { need: '一', offer: 'b', alternative: 1 },
    ],
  });
  const plan = match(two, { seed: 1, iterations: 20 });
  expect(plan.pinProblems).toMatchObject([{ code: 'pin_contradicts' }]);
  expect(plan.pairs.map((p) => p.pinned).sort()).toEqual([false, true]);
  expect(verifyPlan(two, plan)).toMatchObject({ ok: true, problems: [] });
});
