import type { Facts } from './facts';
import { pairing } from './pairing';
import { fitOf } from './score';
import { loadPoints } from './rules';
import { keepKey, seatValues } from './points';

/** A pair as far as points are concerned. */
export interface PairLike {
  need: string;
  offer: string;
  volunteer: string;
  alternative: number | null;
}

/**
 * Points a set of pairs loses against a plan that fills everything with fit 1000 and keeps what is published: open
 * seats, missing fit, load, published pairs not kept. Pairs that are not of the menus are left out.
 */
export function objectiveOf(facts: Facts, pairs: readonly PairLike[]): number {
  const { policy, published } = facts.menus;
  const open = facts.needs.map((n) => n.line.seats);
  const held = new Map<string, number>();
  const chosen = new Set<string>();
  let objective = 0;
  for (const pair of pairs) {
    const need = facts.need.get(pair.need);
    const offer = facts.offer.get(pair.offer);
    const when = need?.whens.find((w) => w.index === pair.alternative);
    if (need === undefined || offer === undefined || when === undefined) continue;
    open[need.index]--;
    chosen.add(keepKey(pair.need, pair.offer, pair.alternative));
    const q = held.get(pair.volunteer) ?? 0;
    held.set(pair.volunteer, q + 1);
    objective +=
      1000 - fitOf(pairing(facts, need, when, offer)) + loadPoints(q, offer.volunteer.line.maxConcurrent, policy);
  }
  seatValues(facts).points.forEach((points, i) => (objective += points * open[i]));
  const kept = new Set<string>();
  for (const p of published) {
    if (facts.need.has(p.need) && facts.offer.has(p.offer)) kept.add(keepKey(p.need, p.offer, p.alternative));
  }
  for (const key of kept) if (!chosen.has(key)) objective += policy.keepBonus;
  return objective;
}
