import type { BoardPair } from './model';

export type Order = 'urgency' | 'school' | 'person';

/**
 * The order of the lines. By urgency: priority first; inside one priority the lines of a person stand together, so that
 * they stay short; seats of a need in their order. Pure.
 */
export function orderPairs(pairs: readonly BoardPair[], order: Order): BoardPair[] {
  const best = new Map<string, number>();
  for (const { offer, score, need } of pairs) {
    const key = `${need.priority}${offer.volunteerId}`;
    best.set(key, Math.max(best.get(key) ?? 0, score));
  }
  const bestOf = ({ need, offer }: BoardPair) => best.get(`${need.priority}${offer.volunteerId}`)!;
  const same = (a: BoardPair, b: BoardPair) =>
    a.offer.volunteerId.localeCompare(b.offer.volunteerId) ||
    a.need.code.localeCompare(b.need.code) ||
    a.need.seat - b.need.seat;
  const by: Record<Order, (a: BoardPair, b: BoardPair) => number> = {
    urgency: (a, b) => a.need.priority - b.need.priority || bestOf(b) - bestOf(a) || same(a, b),
    school: (a, b) =>
      a.need.schoolName.localeCompare(b.need.schoolName, 'zh') || a.need.priority - b.need.priority || same(a, b),
    person: (a, b) => a.offer.volunteerName.localeCompare(b.offer.volunteerName, 'zh') || same(a, b),
  };
  return [...pairs].sort(by[order]);
}
