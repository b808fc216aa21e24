import type { Facts } from './facts';
import { loadPoints, seatPoints } from './rules';

/** Published pairs, and the points each is worth when kept: all others cost that much more. */
export function keepPoints(facts: Facts): { pairs: Set<string>; points: number } {
  const pairs = new Set<string>();
  for (const { need, offer, alternative } of facts.menus.published) {
    if (facts.need.has(need) && facts.offer.has(offer)) pairs.add(keepKey(need, offer, alternative));
  }
  return { pairs, points: pairs.size > 0 ? facts.menus.policy.keepBonus : 0 };
}

export function keepKey(need: string, offer: string, alternative: number | null): string {
  return `${need}\u0000${offer}\u0000${alternative ?? ''}`;
}

/**
 * Points lost per unfilled seat, by need. With strict levels every level is worth more than all lower ones together
 * and all fits; where that exceeds what numbers hold exactly, the points of the policy stay and `strict` is false.
 */
export function seatValues(facts: Facts): { points: number[]; strict: boolean } {
  const { policy } = facts.menus;
  const points = facts.needs.map((n) => n.line.worth ?? seatPoints(n.line, policy));
  if (!policy.strictLevels) return { points, strict: false };
  if (facts.needs.length > 0 && facts.needs.every((n) => n.line.worth !== undefined)) return { points, strict: true };
  const seats = facts.needs.reduce((sum, n) => sum + n.line.seats, 0);
  const unlimited = facts.volunteers.some((v) => v.line.maxConcurrent === null);
  const load = loadPoints(unlimited ? seats : 1, unlimited ? null : 1, policy);
  let below = seats * (1000 + load + policy.keepBonus) + 1;
  const values = points.slice();
  for (const level of [4, 3, 2, 1] as const) {
    const own = facts.needs.filter((n) => n.line.priority === level);
    const step = own.reduce((least, n) => Math.min(least, points[n.index]), Infinity);
    const lift = Math.max(0, below - step);
    for (const n of own) values[n.index] = points[n.index] + lift;
    below += own.reduce((sum, n) => sum + values[n.index] * n.line.seats, 0);
  }
  if (!(below < 2 ** 45)) return { points, strict: false };
  return { points: values, strict: true };
}
