import type { Menus } from '../../src/matching/engine/menus';
import type { ProposedPair } from '../../src/matching/engine/plan';
import { factsOf } from '../../src/matching/engine/facts';
import { pairing } from '../../src/matching/engine/pairing';
import { fitOf } from '../../src/matching/engine/score';
import { loadPoints } from '../../src/matching/engine/rules';
import { seatValues } from '../../src/matching/engine/points';
import { PairCheck, type PlacedPair } from '../../src/matching/engine/verify-plan.pair';

/**
 * Every plan of tiny menus without pins, by trying all: the naive rules of the checker decide what may be, the fits
 * and points are the policy's. `forced` must be in the plan, if given.
 */
export function bruteForce(
  menus: Menus,
  forced: { need: string; offer: string; alternative: number | null } | null = null,
): { objective: number; mostFilled: number[] } | null {
  const check = new PairCheck(menus);
  const facts = factsOf(menus);
  const values = seatValues(facts).points;
  const held = new Map<string, PlacedPair[]>();
  const keep = new Set(
    menus.published
      .filter((p) => facts.need.has(p.need) && facts.offer.has(p.offer))
      .map((p) => `${p.need} ${p.offer} ${p.alternative}`),
  );
  const allowed = facts.needs.map((n) =>
    n.whens.map((when) => {
      const pairs: { pair: PlacedPair; cost: number }[] = [];
      for (const o of facts.offers) {
        const line = { need: n.line.id, offer: o.line.id, volunteer: o.volunteer.line.id, alternative: when.index };
        const pair = check.place({ ...line, pinned: false } as ProposedPair);
        if (pair === null || check.broken(pair).length > 0) continue;
        const kept = keep.has(`${line.need} ${line.offer} ${line.alternative}`);
        const cost = 1000 - fitOf(pairing(facts, n, when, o)) - (kept ? menus.policy.keepBonus : 0);
        pairs.push({ pair, cost });
      }
      return pairs;
    }),
  );
  const base = keep.size * menus.policy.keepBonus;
  let best = Infinity;
  const mostFilled = [0, 0, 0, 0];
  const filled = [0, 0, 0, 0];

  const limitsHold = (pair: PlacedPair): boolean => {
    const own = held.get(pair.volunteer.id)!;
    const { volunteer, offer } = pair;
    const agreed = menus.commitments.filter((c) => c.volunteer === volunteer.id);
    if (volunteer.maxConcurrent !== null && own.length + agreed.length > volunteer.maxConcurrent) return false;
    const ofOffer = own.filter((p) => p.offer === offer);
    const agreedOffer = menus.commitments.filter((c) => c.offer === offer.id);
    if (offer.maxConcurrent !== null && ofOffer.length + agreedOffer.length > offer.maxConcurrent) return false;
    const pieces = ofOffer.reduce((sum, p) => sum + p.need.quantity, 0);
    if (pieces > 0 && pieces + agreedOffer.reduce((sum, c) => sum + c.pieces, 0) > offer.stock) return false;
    const within = (limit: number | null, pairs: PlacedPair[], which: (id: string, o: string | null) => boolean) => {
      if (limit === null) return true;
      const used = check.committed((c) => which(c.volunteer, c.offer));
      const touched = used.map(() => false);
      for (const p of pairs) {
        check.minutes(p).forEach((minutes, m) => {
          used[m] += minutes;
          if (minutes > 0) touched[m] = true;
        });
      }
      return used.every((minutes, m) => !touched[m] || minutes <= limit);
    };
    if (!within(volunteer.monthlyMinutes, own, (v) => v === volunteer.id)) return false;
    if (!within(offer.monthlyMinutes, ofOffer, (_, o) => o === offer.id)) return false;
    return own.every((p) => p.times === null) || check.canBeHeld(volunteer, own);
  };

  const nextNeed = (i: number, cost: number): void => {
    if (i === facts.needs.length) {
      let load = 0;
      for (const own of held.values()) {
        own.forEach((p, q) => (load += loadPoints(q, p.volunteer.maxConcurrent, menus.policy)));
      }
      best = Math.min(best, cost + load + base);
      filled.forEach((n, level) => (mostFilled[level] = Math.max(mostFilled[level], n)));
      return;
    }
    const { line } = facts.needs[i];
    const must = forced !== null && forced.need === line.id ? `${forced.offer} ${forced.alternative}` : null;
    if (must === null) nextNeed(i + 1, cost + values[i] * line.seats);
    for (const pairs of allowed[i]) {
      const choose = (from: number, chosen: number, soFar: number, here: Set<string>): void => {
        if (chosen >= line.minimum && (must === null || here.has(must))) {
          filled[line.priority - 1] += chosen;
          nextNeed(i + 1, soFar + values[i] * (line.seats - chosen));
          filled[line.priority - 1] -= chosen;
        }
        if (chosen === line.seats) return;
        for (let k = from; k < pairs.length; k++) {
          const { pair, cost: own } = pairs[k];
          const id = pair.volunteer.id;
          if (here.has(id)) continue;
          const list = held.get(id) ?? [];
          held.set(id, list);
          list.push(pair);
          if (limitsHold(pair))
            choose(k + 1, chosen + 1, soFar + own, new Set([...here, id, `${pair.offer.id} ${pair.line.alternative}`]));
          list.pop();
        }
      };
      choose(0, 0, cost, new Set());
    }
  };
  nextNeed(0, 0);
  return best === Infinity ? null : { objective: best, mostFilled };
}
