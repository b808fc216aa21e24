import { match, type MatchSettings } from './match';
import type { Menus, Policy } from './menus';
import type { Plan } from './plan';

/** What a part of the policy costs in suitability and seats, by solving once without it. */
export interface PolicyPrice {
  of: 'fairness' | 'stability';
  /** Seats and suitability (sum of fits) without it, less those of the plan: what it costs. Negative: the search was luckier. */
  seatsLost: number;
  suitabilityLost: number;
  /** What it buys: the largest number of engagements one volunteer carries, and published pairs kept, with and without. */
  busiest: { with: number; without: number };
  kept: { with: number; without: number };
  /** Both plans are proven optimal, so that the figures are more than the luck of two searches. */
  exact: boolean;
}

/**
 * The price of fair load and of keeping what is published: the round is solved again with either switched off. Each
 * takes as long as a round; give the budget the plan had.
 */
export function policyPrices(menus: Menus, plan: Plan, options: MatchSettings): PolicyPrice[] {
  return [
    price('fairness', menus, plan, { fairness: 0 }, options),
    price('stability', menus, plan, { keepBonus: 0 }, options),
  ];
}

function price(
  of: PolicyPrice['of'],
  menus: Menus,
  plan: Plan,
  change: Partial<Policy>,
  options: MatchSettings,
): PolicyPrice {
  const without = match({ ...menus, policy: { ...menus.policy, ...change } }, options);
  return {
    of,
    seatsLost: without.pairs.length - plan.pairs.length,
    suitabilityLost: suitability(without) - suitability(plan),
    busiest: { with: busiest(plan), without: busiest(without) },
    kept: { with: kept(menus, plan), without: kept(menus, without) },
    exact: plan.provenOptimal && without.provenOptimal,
  };
}

function suitability(plan: Plan): number {
  return plan.pairs.reduce((sum, pair) => sum + pair.score, 0);
}

function busiest(plan: Plan): number {
  const counts = new Map<string, number>();
  for (const { volunteer } of plan.pairs) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1);
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
}

function kept(menus: Menus, plan: Plan): number {
  const key = (p: { need: string; offer: string; alternative: number | null }) =>
    `${p.need}\n${p.offer}\n${p.alternative}`;
  const published = new Set(menus.published.map(key));
  return plan.pairs.filter((pair) => published.has(key(pair))).length;
}
