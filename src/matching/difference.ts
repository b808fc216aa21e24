import { type Facts, factsOf } from './engine/facts';
import type { Menus } from './engine/menus';
import type { Plan, ProposedPair, Reason } from './engine/plan';
import { failures, pairing } from './engine/rules';
import { canonicalJson } from './packed';

/** One pair that is in one of two plans only, or in both at another time or with another offer of the same person. */
export interface Change {
  kind: 'added' | 'removed' | 'moved';
  need: string;
  volunteer: string;
  offer: string;
  alternative: number | null;
  /** For `moved`: what it was before. */
  before?: { offer: string; alternative: number | null };
  why: Reason;
}

export interface Difference {
  /** Pairs in both plans alike. */
  kept: number;
  changes: Change[];
  /** Figures of both plans; the one before is null when there is none. */
  objective: { before: number | null; after: number };
  filled: { before: number; after: number };
  /** The weights differ. */
  policyChanged: boolean;
}

/** A plan with the menus it came from, ready for questions. */
interface Side {
  menus: Menus;
  plan: Plan;
  facts: Facts;
  needs: Set<string>;
  offers: Set<string>;
  held: Set<string>;
  byNeed: Map<string, ProposedPair[]>;
  byVolunteer: Map<string, ProposedPair[]>;
}

const keyOf = (pair: { need: string; volunteer: string }): string => `${pair.need} ${pair.volunteer}`;

/** What changed from one plan to another, and why, pair by pair, by need and volunteer in order. `before` null: everything is new. */
export function difference(before: { menus: Menus; plan: Plan } | null, after: { menus: Menus; plan: Plan }): Difference {
  const now = sideOf(after.menus, after.plan);
  const then = before && sideOf(before.menus, before.plan);
  const policyChanged = then !== null && canonicalJson(then.menus.policy) !== canonicalJson(now.menus.policy);
  const old = new Map((then?.plan.pairs ?? []).map((pair) => [keyOf(pair), pair]));
  const changes: Change[] = [];
  let kept = 0;
  for (const { need, volunteer, offer, alternative } of now.plan.pairs) {
    const was = old.get(keyOf({ need, volunteer }));
    old.delete(keyOf({ need, volunteer }));
    if (was && was.offer === offer && was.alternative === alternative) kept++;
    else if (was) {
      const why = lost(now, was) ?? other(policyChanged);
      changes.push({ kind: 'moved', need, volunteer, offer, alternative, before: { offer: was.offer, alternative: was.alternative }, why });
    } else changes.push({ kind: 'added', need, volunteer, offer, alternative, why: gained(then, { need, volunteer, offer, alternative }, policyChanged) });
  }
  for (const was of old.values()) {
    const { need, volunteer, offer, alternative } = was;
    changes.push({ kind: 'removed', need, volunteer, offer, alternative, why: lost(now, was) ?? outdone(now, was, policyChanged) });
  }
  changes.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const filled = (side: Side | null): number => side?.plan.pairs.length ?? 0;
  return { kept, changes, objective: { before: then?.plan.objective ?? null, after: now.plan.objective }, filled: { before: filled(then), after: filled(now) }, policyChanged };
}

type Placed = Pick<ProposedPair, 'need' | 'volunteer' | 'offer' | 'alternative'>;

/** Why a pair cannot be in this plan; null if it could. */
function lost(side: Side, pair: Placed): Reason | null {
  if (side.held.has(keyOf(pair))) return { code: 'agreed_since' };
  if (!side.needs.has(pair.need)) return { code: 'need_off_menu' };
  if (!side.offers.has(pair.offer)) return { code: 'offer_off_menu' };
  return forbidden(side, pair);
}

/** The rule that forbids the pair on these menus. */
function forbidden({ facts }: Side, pair: Placed): Reason | null {
  const need = facts.need.get(pair.need)!;
  const offer = facts.offer.get(pair.offer)!;
  const when = need.whens.find(({ index }) => index === pair.alternative);
  if (!when) return { code: 'time_gone' };
  const [broken] = failures(pairing(facts, need, when, offer));
  return broken ? { code: 'rule', params: { ...broken.params, rule: broken.code } } : null;
}

/** Why a pair that could be in this plan is not. */
function outdone(side: Side, { need, volunteer }: Placed, policyChanged: boolean): Reason {
  const elsewhere = (side.byVolunteer.get(volunteer) ?? [])[0];
  const instead = (side.byNeed.get(need) ?? [])[0];
  if (instead) return { code: 'someone_else', params: { volunteer: instead.volunteer } };
  if (elsewhere) return { code: 'serves_elsewhere', params: { need: elsewhere.need } };
  return other(policyChanged);
}

/** Why a pair is in the new plan that was not in the old one. */
function gained(then: Side | null, pair: Placed, policyChanged: boolean): Reason {
  if (!then) return { code: 'first_plan' };
  if (!then.needs.has(pair.need)) return { code: 'need_new' };
  if (!then.offers.has(pair.offer)) return { code: 'offer_new' };
  const rule = forbidden(then, pair);
  if (rule) return { code: 'was_forbidden', params: rule.params };
  const instead = (then.byNeed.get(pair.need) ?? [])[0];
  if (instead) return { code: 'instead_of', params: { volunteer: instead.volunteer } };
  const elsewhere = (then.byVolunteer.get(pair.volunteer) ?? [])[0];
  if (elsewhere) return { code: 'served_elsewhere', params: { need: elsewhere.need } };
  return other(policyChanged);
}

const other = (policyChanged: boolean): Reason => ({ code: policyChanged ? 'policy' : 'better_as_a_whole' });

function sideOf(menus: Menus, plan: Plan): Side {
  const byNeed = new Map<string, ProposedPair[]>();
  const byVolunteer = new Map<string, ProposedPair[]>();
  for (const pair of plan.pairs) {
    byNeed.set(pair.need, [...(byNeed.get(pair.need) ?? []), pair]);
    byVolunteer.set(pair.volunteer, [...(byVolunteer.get(pair.volunteer) ?? []), pair]);
  }
  return {
    menus, plan, byNeed, byVolunteer,
    facts: factsOf(menus, plan.seed),
    needs: new Set(menus.needs.map(({ id }) => id)),
    offers: new Set(menus.offers.map(({ id }) => id)),
    held: new Set(menus.commitments.map(({ need, volunteer }) => `${need} ${volunteer}`)),
  };
}
