import type { BoardPair } from './model';

export type Order = 'urgency' | 'school' | 'person';

const collator = new Intl.Collator('zh');
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of the lines. By urgency: priority first; inside one priority the lines of a person stand together, so that
 * they stay short; seats of a need in their order. Pure; quick enough to be done at every decision.
 */
export function orderPairs(pairs: readonly BoardPair[], order: Order): BoardPair[] {
  const keyOf = ({ need, offer }: BoardPair) => need.priority + offer.volunteerId;
  const best = new Map<string, number>();
  for (const pair of pairs) best.set(keyOf(pair), Math.max(best.get(keyOf(pair)) ?? 0, pair.score));
  const rows = pairs.map((pair) => ({ pair, best: best.get(keyOf(pair))! }));
  type Row = (typeof rows)[number];
  const same = ({ pair: a }: Row, { pair: b }: Row) =>
    text(a.offer.volunteerId, b.offer.volunteerId) || text(a.need.code, b.need.code) || a.need.seat - b.need.seat;
  const by: Record<Order, (a: Row, b: Row) => number> = {
    urgency: (a, b) => a.pair.need.priority - b.pair.need.priority || b.best - a.best || same(a, b),
    school: (a, b) =>
      collator.compare(a.pair.need.schoolName, b.pair.need.schoolName) ||
      a.pair.need.priority - b.pair.need.priority ||
      same(a, b),
    person: (a, b) => collator.compare(a.pair.offer.volunteerName, b.pair.offer.volunteerName) || same(a, b),
  };
  return rows.sort(by[order]).map(({ pair }) => pair);
}
