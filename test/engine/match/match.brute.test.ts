import { match, verifyPlan } from '../../../src/matching/engine/match';
import { bruteForce } from '../../support/menus-brute';
import { randomMenus } from '../../support/menus-small';

const SEEDS = Array.from({ length: 1500 }, (_, k) => k);

test('on random tiny menus with every rule on: bound ≤ best plan of all ≤ plan, and the checker accepts', () => {
  let optimal = 0;
  let proven = 0;
  let pairs = 0;
  for (const seed of SEEDS) {
    const menus = { ...randomMenus(seed, 4, 4), pins: [] };
    const plan = match(menus, { seed, iterations: 20 });
    const checked = verifyPlan(menus, plan);
    expect({ seed, ...checked }).toMatchObject({ seed, ok: true, problems: [] });
    const best = bruteForce(menus)!;
    expect(plan.bound).toBeLessThanOrEqual(best.objective);
    expect(plan.objective).toBeGreaterThanOrEqual(best.objective);
    if (plan.provenOptimal) {
      expect({ seed, objective: plan.objective }).toEqual({ seed, objective: best.objective });
      proven++;
    }
    if (plan.objective === best.objective) optimal++;
    plan.levels.forEach((level, k) => expect(level.filledAtMost).toBeGreaterThanOrEqual(best.mostFilled[k]));
    pairs += plan.pairs.length;
  }
  // The search finds nearly all optima even with the smallest budget, and most of them with a proof.
  expect(pairs).toBeGreaterThan(500);
  expect(optimal / SEEDS.length).toBeGreaterThan(0.99);
  expect(proven / SEEDS.length).toBeGreaterThan(0.8);
});

test('a listed alternative never costs less than its proven price', () => {
  let priced = 0;
  for (const seed of SEEDS) {
    const menus = { ...randomMenus(seed, 4, 4), pins: [] };
    const plan = match(menus, { seed, iterations: 20 });
    for (const pair of plan.pairs) {
      for (const other of pair.alternatives) {
        const forced = bruteForce(menus, { need: pair.need, offer: other.offer, alternative: other.alternative });
        if (forced === null) continue;
        expect(forced.objective - plan.objective).toBeGreaterThanOrEqual(other.priceAtLeast);
        if (other.priceAtLeast > 0) priced++;
      }
    }
  }
  expect(priced).toBeGreaterThan(50);
});

test('menus with pins: what can be held is held, the rest is named, and the checker accepts', () => {
  let pinned = 0;
  let named = 0;
  for (let seed = 0; seed < 1500; seed++) {
    const menus = randomMenus(seed, 4, 4);
    if (menus.pins.length === 0) continue;
    const plan = match(menus, { seed, iterations: 10 });
    expect({ seed, problems: verifyPlan(menus, plan).problems }).toEqual({ seed, problems: [] });
    pinned += plan.pairs.filter((p) => p.pinned).length;
    named += plan.pinProblems?.length ?? 0;
  }
  expect(pinned).toBeGreaterThan(50);
  expect(named).toBeGreaterThan(50);
});
