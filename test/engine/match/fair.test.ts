import { match } from '../../../src/matching/engine/match';
import { policyPrices } from '../../../src/matching/engine/policy-price';
import { measureUnderstating } from '../../support/fairness';
import { district } from '../../support/menus-generator';
import { menus, need, offer, volunteer } from '../../support/menus-small';

test('declaring less rarely brings a better-fitting engagement, and more often a worse one', () => {
  const gains = [1, 2].flatMap((seed) => measureUnderstating(district({ needs: 30, volunteers: 30, seed }), 3));
  const total = (pick: (g: (typeof gains)[number]) => number) => gains.reduce((sum, g) => sum + pick(g), 0);
  expect(total((g) => g.asked)).toBeGreaterThan(40);
  // No rule that maximises welfare can promise zero; the share is kept small and shown by the benchmark.
  expect(total((g) => g.better) / total((g) => g.asked)).toBeLessThan(0.15);
  expect(total((g) => g.worse)).toBeGreaterThan(total((g) => g.moreInAll));
});

test('the price of fair load: what it costs in suitability, and whom it relieves', () => {
  const given = menus({
    needs: [1, 2, 3].map((k) => need(`n${k}`)),
    volunteers: [
      volunteer('近', { maxConcurrent: 3 }),
      volunteer('远', { maxConcurrent: 3, home: { latitude: 36.66, longitude: 117.13 } }),
    ],
    offers: [offer('a', '近'), offer('b', '远')],
  });
  const options = { seed: 1, iterations: 10 };
  const plan = match(given, options);
  const [fairness, stability] = policyPrices(given, plan, options);
  expect(fairness).toMatchObject({ of: 'fairness', seatsLost: 0, busiest: { with: 2, without: 3 }, exact: true });
  expect(fairness.suitabilityLost).toBeGreaterThan(0);
  expect(stability).toMatchObject({ of: 'stability', seatsLost: 0, suitabilityLost: 0, kept: { with: 0, without: 0 } });
});

test('the price of stability: points of fit given up to keep what is published', () => {
  const given = menus({
    needs: [need('n', { previousVolunteers: ['乙'] })],
    volunteers: [volunteer('甲'), volunteer('乙')],
    offers: [offer('a', '甲'), offer('b', '乙')],
    published: [{ need: 'n', offer: 'a', alternative: null }],
    policy: { keepBonus: 300 },
  });
  const options = { seed: 1, iterations: 10 };
  const [, stability] = policyPrices(given, match(given, options), options);
  expect(stability).toEqual({
    of: 'stability',
    seatsLost: 0,
    suitabilityLost: 100,
    busiest: { with: 1, without: 1 },
    kept: { with: 1, without: 0 },
    exact: true,
  });
});
