import { factsOf } from './facts';
import type { Menus } from './menus';
import type { Plan, ProposedPair, Reason } from './plan';
import { failures } from './rules';
import { pairing } from './pairing';

export type PairChange = 'kept' | 'moved' | 'new' | 'gone';

/** One pair of the earlier or the later plan, and why it came, went or moved. `kept` has no reasons. */
export interface PlanChange {
  change: PairChange;
  need: string;
  volunteer: string;
  before: { offer: string; alternative: number | null; score: number } | null;
  after: { offer: string; alternative: number | null; score: number } | null;
  reasons: Reason[];
}

export interface PlanDifference {
  changes: PlanChange[];
  counts: Record<PairChange, number>;
  /** Seats filled and suitability (sum of fits), later less earlier. */
  seats: number;
  suitability: number;
}

/**
 * What changed between two plans and why. `menus` are those of the later plan; with the earlier menus as well, new
 * needs and volunteers are told from those that merely moved. Pairs are matched by need and volunteer.
 */
export function difference(before: Plan, after: Plan, menus: Menus, earlier?: Menus): PlanDifference {
  const facts = factsOf(menus, after.seed);
  const key = (p: ProposedPair) => `${p.need}\n${p.volunteer}`;
  const then = new Map(before.pairs.map((p) => [key(p), p]));
  const now = new Map(after.pairs.map((p) => [key(p), p]));
  const nowAt = grouped(after.pairs, (p) => p.need);
  const thenAt = grouped(before.pairs, (p) => p.need);
  const nowOf = grouped(after.pairs, (p) => p.volunteer);
  const oldNeeds = earlier && new Set(earlier.needs.map((n) => n.id));
  const oldOffers = earlier && new Set(earlier.offers.map((o) => o.id));
  const short = ({ offer, alternative, score }: ProposedPair) => ({ offer, alternative, score });

  const changes: PlanChange[] = [];
  for (const [id, pair] of then) {
    const next = now.get(id);
    const base = { need: pair.need, volunteer: pair.volunteer, before: short(pair) };
    if (next === undefined) changes.push({ ...base, change: 'gone', after: null, reasons: whyGone(pair) });
    else if (next.offer === pair.offer && next.alternative === pair.alternative) {
      changes.push({ ...base, change: 'kept', after: short(next), reasons: [] });
    } else changes.push({ ...base, change: 'moved', after: short(next), reasons: whyMoved(pair, next) });
  }
  for (const [id, pair] of now) {
    if (then.has(id)) continue;
    changes.push({
      change: 'new',
      need: pair.need,
      volunteer: pair.volunteer,
      before: null,
      after: short(pair),
      reasons: whyNew(pair),
    });
  }
  const counts = { kept: 0, moved: 0, new: 0, gone: 0 };
  for (const { change } of changes) counts[change]++;
  const sum = (plan: Plan) => plan.pairs.reduce((total, p) => total + p.score, 0);
  return { changes, counts, seats: after.pairs.length - before.pairs.length, suitability: sum(after) - sum(before) };

  /** Rules that forbid the earlier pair today, as facts of the later menus. */
  function forbidden(pair: ProposedPair): Reason[] {
    const need = facts.need.get(pair.need);
    if (need === undefined) return [{ code: 'need_off_the_menu' }];
    const offer = facts.offer.get(pair.offer);
    if (offer === undefined) {
      return [{ code: facts.volunteer.has(pair.volunteer) ? 'offer_off_the_menu' : 'volunteer_off_the_menu' }];
    }
    const when = need.whens.find((w) => w.index === pair.alternative);
    if (when === undefined) return [{ code: 'time_off_the_menu' }];
    return failures(pairing(facts, need, when, offer)).map(({ code, params }) => ({
      code: 'rule',
      params: { ...params, rule: code },
    }));
  }

  function whyGone(pair: ProposedPair): Reason[] {
    if (facts.volunteer.get(pair.volunteer)?.serving.has(pair.need)) return [{ code: 'agreed_since' }];
    const rules = forbidden(pair);
    if (rules.length > 0) return rules;
    const reasons: Reason[] = [];
    const others = (nowAt.get(pair.need) ?? []).filter((p) => !then.has(key(p)));
    for (const p of others)
      reasons.push({ code: 'replaced', params: { volunteer: p.volunteer, score: p.score, was: pair.score } });
    const elsewhere = (nowOf.get(pair.volunteer) ?? []).filter((p) => !then.has(key(p)));
    for (const p of elsewhere) reasons.push({ code: 'serves_elsewhere', params: { need: p.need, score: p.score } });
    if (reasons.length === 0)
      reasons.push({ code: (nowAt.get(pair.need) ?? []).length === 0 ? 'need_unfilled' : 'fewer_seats_filled' });
    return reasons;
  }

  function whyMoved(pair: ProposedPair, next: ProposedPair): Reason[] {
    const rules = forbidden(pair);
    if (rules.length > 0) return rules;
    if (next.alternative !== pair.alternative) {
      return [{ code: 'other_time', params: { from: pair.alternative ?? -1, to: next.alternative ?? -1 } }];
    }
    return [{ code: 'other_offer', params: { from: pair.offer, to: next.offer } }];
  }

  function whyNew(pair: ProposedPair): Reason[] {
    const reasons: Reason[] = [];
    if (pair.pinned) reasons.push({ code: 'pinned' });
    if (oldNeeds !== undefined && !oldNeeds.has(pair.need)) reasons.push({ code: 'need_new' });
    if (oldOffers !== undefined && !oldOffers.has(pair.offer)) reasons.push({ code: 'offer_new' });
    const left = (thenAt.get(pair.need) ?? []).filter((p) => !now.has(key(p)));
    for (const p of left)
      reasons.push({ code: 'takes_over', params: { volunteer: p.volunteer, score: pair.score, was: p.score } });
    if (reasons.length === 0) reasons.push({ code: 'seat_filled' });
    return reasons;
  }
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
