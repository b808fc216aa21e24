import { type Facts, type NeedFacts, type OfferFacts, type Pairing, type WhenFacts } from './facts';
import { minutesBetween, travelMinutes, wayMetres } from './geo';
import type { Reason } from './plan';
import { clashes, divisible } from './sessions';
import { freeMinutes } from './time';

/**
 * The hard rules of a pair. Each is one pure function that returns null when the pair respects it, and else the
 * justification: a code with parameters. `HARD_RULES` lists them in the order in which they are tried; the funnel of an
 * unfilled need counts the first one that failed. Rules between pairs of one plan (one seat per volunteer per need,
 * overlap among proposals, concurrency, minutes a month, stock, minimum or nobody) bind the solver; the pair rules here
 * already apply them against what is agreed.
 *
 * To add a rule: a function here with a sentence above it, a line in `HARD_RULES`, its test in `test/engine/rules`, its
 * sentences in the locale files.
 */
export interface HardRule {
  code: string;
  /** A human may override it for a pair made by hand; the others no one may override. */
  overridable: boolean;
  check: (pairing: Pairing) => Reason | null;
}

/** Puts a pair under question. O(1). Given a `reuse`, overwrites and returns that one: for loops over many pairs. */
export function pairing(facts: Facts, need: NeedFacts, when: WhenFacts, offer: OfferFacts, reuse?: Pairing): Pairing {
  const { policy } = facts.menus;
  const { volunteer } = offer;
  const { place } = need;
  let metres: number | null = null;
  if (!place.online && place.unit !== null && volunteer.home !== null) {
    metres = wayMetres(place.unit, volunteer.home, policy);
  }
  const travel = place.online ? 0 : travelMinutes(metres, volunteer.line.travelMode, policy);
  if (reuse === undefined) return { facts, need, when, offer, volunteer, metres, travel };
  reuse.need = need;
  reuse.when = when;
  reuse.offer = offer;
  reuse.volunteer = volunteer;
  reuse.metres = metres;
  reuse.travel = travel;
  return reuse;
}

/** Minutes of service and travel (both ways) the pair takes in month `m`. */
export function minutesIn(pair: Pairing, m: number): number {
  return pair.when.service[m] + pair.when.trips[m] * 2 * pair.travel;
}

/** The need still has a time inside its period and the horizon. */
export function period({ need, when }: Pairing): Reason | null {
  if (when.insidePeriod) return null;
  return { code: 'period', params: { from: need.line.period.from, to: need.line.period.to } };
}

/** One-to-one service with a child under 14 waits for the guardian's consent. */
export function consent({ need }: Pairing): Reason | null {
  return need.line.consentMissing ? { code: 'consent' } : null;
}

/** The offer belongs to the need's category. */
export function category({ need, offer }: Pairing): Reason | null {
  if (need.line.category === offer.line.category) return null;
  return { code: 'category', params: { asked: need.line.category, offered: offer.line.category } };
}

/** The offer can be given in the form the need asks for. */
export function form({ need, offer }: Pairing): Reason | null {
  return offer.forms.has(need.line.form) ? null : { code: 'form', params: { asked: need.line.form } };
}

/** Every required skill is offered, at the level asked or above. */
export function requiredSkills({ need, offer }: Pairing): Reason | null {
  for (let k = 0; k < need.required.length; k++) {
    const { skill, level } = need.required[k];
    const offered = offer.levels.get(skill) ?? 0;
    if (offered < level) return { code: 'required_skills', params: { skill, asked: level, offered } };
  }
  return null;
}

/** The offer suits every grade of the audience, as far as both name grades. */
export function grades({ need, offer }: Pairing): Reason | null {
  const missing = need.line.grades & ~offer.line.grades;
  if (need.line.grades === 0 || offer.line.grades === 0 || missing === 0) return null;
  return { code: 'grades', params: { missing } };
}

/** The volunteer speaks every language the need names. */
export function language({ need, volunteer }: Pairing): Reason | null {
  for (const asked of need.line.languages) {
    if (!volunteer.languages.has(asked)) return { code: 'language', params: { asked } };
  }
  return null;
}

/** The offer is given where the need takes place: on site, or online. */
export function onsiteOrOnline({ need, offer }: Pairing): Reason | null {
  const kind = need.line.place.kind;
  if (kind === 'online' ? offer.line.online : offer.line.onsite) return null;
  return { code: 'onsite_or_online', params: { asked: kind } };
}

/** Goods: enough pieces are left for one seat. */
export function goodsStock({ need, offer }: Pairing): Reason | null {
  const asked = need.line.quantity;
  if (asked === 0 || offer.stockLeft >= asked) return null;
  return { code: 'goods_stock', params: { asked, left: Math.max(0, offer.stockLeft) } };
}

/** Contact with minors: the clearance is valid through the last day of service. */
export function clearance({ need, when, volunteer }: Pairing): Reason | null {
  if (!need.line.minors) return null;
  const until = volunteer.line.clearedUntil;
  if (until === null) return { code: 'clearance', params: { neededUntil: when.lastDay, cleared: false } };
  if (until >= when.lastDay) return null;
  return { code: 'clearance', params: { neededUntil: when.lastDay, cleared: true, validUntil: until } };
}

/** Nobody declined this pair, blocked it, let it lapse in this round, or has a conflict of interest. */
export function excluded({ need, volunteer }: Pairing): Reason | null {
  if (!volunteer.excludes) return null;
  const reason = volunteer.excludedNeeds.get(need.line.id) ?? volunteer.excludedSchools.get(need.line.school);
  return reason === undefined ? null : { code: 'excluded', params: { because: reason } };
}

/** The volunteer does not already hold an agreed seat of this need. */
export function oneSeat({ need, volunteer }: Pairing): Reason | null {
  return volunteer.serving.has(need.line.id) ? { code: 'one_seat' } : null;
}

/** If the policy says so, a pair whose distance nobody knows is left out. */
export function unknownDistance({ facts, need, metres }: Pairing): Reason | null {
  if (!facts.menus.policy.excludeUnknownDistance || need.place.online || metres !== null) return null;
  return { code: 'unknown_distance' };
}

/** The way to the need is no longer than the volunteer's limit; an unknown way breaks no limit. */
export function travelLimit({ volunteer, metres }: Pairing): Reason | null {
  const limit = volunteer.line.travelLimitMetres;
  if (limit === null || metres === null || metres <= limit) return null;
  return { code: 'travel_limit', params: { metres, limit } };
}

/** The offer is free at every occurrence; for a time to be agreed, free for as many minutes a week as it takes. */
export function availability({ facts, need, when, offer }: Pairing): Reason | null {
  if (isFree(facts, need, when, offer)) return null;
  if (when.index !== null) return { code: 'availability', params: { alternative: when.index } };
  const first = Math.max(0, need.line.period.from);
  const free = freeMinutes(offer.calendar, facts.days, first, when.lastDay);
  const weekly = Math.floor((free * 7) / (when.lastDay - first + 1));
  return { code: 'availability', params: { asked: need.line.weeklyMinutes, free: weekly } };
}

/** Whether the offer has the time the need takes, when held in this way. */
export function isFree(facts: Facts, need: NeedFacts, when: WhenFacts, offer: OfferFacts): boolean {
  if (when.index !== null) return facts.slots.free(offer, when);
  const asked = need.line.weeklyMinutes;
  if (asked === 0) return true;
  const first = Math.max(0, need.line.period.from);
  return freeMinutes(offer.calendar, facts.days, first, when.lastDay) * 7 >= asked * (when.lastDay - first + 1);
}

/** No session collides with one already agreed, the way between the two places included. */
export function overlap({ facts, need, when, volunteer }: Pairing): Reason | null {
  if (when.occurrences.length === 0 || volunteer.busy.length === 0) return null;
  const { policy } = facts.menus;
  const between = (a: NeedFacts['place'], b: NeedFacts['place']) =>
    minutesBetween(a, b, volunteer.line.travelMode, policy);
  const held = { occurrences: when.occurrences, place: need.place };
  if (volunteer.line.people > 1) {
    return divisible([...volunteer.agreed, held], volunteer.line.people, between)
      ? null
      : { code: 'overlap', params: { people: volunteer.line.people } };
  }
  const clash = volunteer.agreed.find((agreed) => clashes(agreed, held, between));
  return clash === undefined ? null : { code: 'overlap' };
}

/** One more engagement at once is within the limits of the volunteer and of the offer. */
export function concurrent({ volunteer, offer }: Pairing): Reason | null {
  const limit = volunteer.line.maxConcurrent;
  if (limit !== null && volunteer.engagements >= limit) {
    return { code: 'concurrent', params: { limit, held: volunteer.engagements } };
  }
  const own = offer.line.maxConcurrent;
  if (own === null || offer.engagements < own) return null;
  return { code: 'concurrent', params: { limit: own, held: offer.engagements } };
}

/** Service and travel stay within the minutes left in every month, of the volunteer and of the offer. */
export function monthlyMinutes(pair: Pairing): Reason | null {
  const { volunteer, offer } = pair;
  if (volunteer.minutesLeft === null && offer.minutesLeft === null) return null;
  for (let m = 0; m < pair.facts.days.months; m++) {
    const minutes = minutesIn(pair, m);
    if (minutes === 0) continue;
    const left = Math.min(volunteer.minutesLeft?.[m] ?? Infinity, offer.minutesLeft?.[m] ?? Infinity);
    if (minutes > left) return { code: 'monthly_minutes', params: { month: m, minutes, left: Math.max(0, left) } };
  }
  return null;
}

/** Tried in this order. A volunteer without any offer fails `no_offer` before all of them. */
export const HARD_RULES: readonly HardRule[] = [
  { code: 'period', overridable: false, check: period },
  { code: 'consent', overridable: false, check: consent },
  { code: 'category', overridable: true, check: category },
  { code: 'form', overridable: true, check: form },
  { code: 'required_skills', overridable: true, check: requiredSkills },
  { code: 'grades', overridable: true, check: grades },
  { code: 'language', overridable: true, check: language },
  { code: 'onsite_or_online', overridable: true, check: onsiteOrOnline },
  { code: 'goods_stock', overridable: false, check: goodsStock },
  { code: 'clearance', overridable: false, check: clearance },
  { code: 'excluded', overridable: false, check: excluded },
  { code: 'one_seat', overridable: false, check: oneSeat },
  { code: 'unknown_distance', overridable: true, check: unknownDistance },
  { code: 'travel_limit', overridable: true, check: travelLimit },
  { code: 'availability', overridable: true, check: availability },
  { code: 'overlap', overridable: false, check: overlap },
  { code: 'concurrent', overridable: true, check: concurrent },
  { code: 'monthly_minutes', overridable: false, check: monthlyMinutes },
];

/** The code counted for volunteers who have no offer on the menu at all. */
export const NO_OFFER = 'no_offer';

/** Index of the first rule that fails, or `HARD_RULES.length` when all hold. */
export function firstFailure(pair: Pairing): number {
  for (let r = 0; r < HARD_RULES.length; r++) if (HARD_RULES[r].check(pair) !== null) return r;
  return HARD_RULES.length;
}

/** Every rule the pair breaks, with its justification. */
export function failures(pair: Pairing): (Reason & { overridable: boolean })[] {
  const found: (Reason & { overridable: boolean })[] = [];
  for (const rule of HARD_RULES) {
    const reason = rule.check(pair);
    if (reason !== null) found.push({ ...reason, overridable: rule.overridable });
  }
  return found;
}
