import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import { minutesBetween } from './geo';
import type { FitPart, Policy } from './menus';
import { minutesIn, type Pairing } from './pairing';
import type { Reason } from './plan';
import { clashes, divisible } from './sessions';
import { FULL_MARGIN } from './slots';
import { freeMinutes } from './time';

/**
 * Every rule of the domain about a pair, hard and soft, each a pure function with its sentence above it and the
 * justification it yields: a code with parameters, whose sentence stands in the locale files.
 *
 * To add a rule: its function here and a line in `HARD_RULES` or `SOFT_RULES`, its test in `test/engine/rules`, its
 * sentences in both locale files. A hard rule wants its second, naive writing in the checker (`verify-plan.pair.ts`)
 * too, or the test that compares the two writings fails; a soft one wants a weight in `Policy.fit`, and its line in
 * `fitOf`.
 *
 * Rules between the pairs of one plan (one time for all seats, one seat per volunteer and need, overlaps, engagements at
 * once, minutes a month, stock, minimum or nobody) bind the solver (`problem.ts`); here they are applied against what
 * is agreed.
 */
export interface HardRule {
  code: string;
  /** Names of the parameters its justification may carry. */
  params: readonly string[];
  /** A human may override it for a pair made by hand; the others no one may override. */
  overridable: boolean;
  /** null when the pair respects it, else the justification. */
  check: (pairing: Pairing) => Reason | null;
}

/** Earns points: a share of what the policy sets aside for its part. A fact that is not known earns none, and is named. */
export interface SoftRule {
  part: FitPart;
  /** 0–1000, integer. */
  share: (pairing: Pairing) => number;
  /** The fact behind the share; null when there is nothing to say. */
  reason: (pairing: Pairing) => Reason | null;
  /** Codes its reason may have, with their parameters. */
  codes: Readonly<Record<string, readonly string[]>>;
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
export function requiredSkills({ facts, need, offer }: Pairing): Reason | null {
  for (let k = 0; k < need.required.length; k++) {
    const { skill, level } = need.required[k];
    const offered = facts.skills.level(offer, need.required[k]);
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
  if (volunteer.engagements === 0) return null;
  return volunteer.serving.has(need.line.id) ? { code: 'one_seat' } : null;
}

/** If the policy says so, a pair whose distance nobody knows is left out. */
export function unknownDistance({ facts, need, metres }: Pairing): Reason | null {
  if (!facts.menus.policy.excludeUnknownDistance || need.place.online || metres !== null) return null;
  return { code: 'unknown_distance' };
}

/** The way to the need is no longer than the volunteer's limit and the offer's; an unknown way breaks no limit. */
export function travelLimit({ volunteer, offer, metres }: Pairing): Reason | null {
  const limit = Math.min(volunteer.line.travelLimitMetres ?? Infinity, offer.line.travelLimitMetres ?? Infinity);
  if (metres === null || metres <= limit) return null;
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
  if (volunteer.engagements === 0 || when.occurrences.length === 0 || volunteer.busy.length === 0) return null;
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
  const left = pair.offer.leastLeft;
  if (left === null) return null;
  for (let m = 0; m < left.length; m++) {
    const minutes = minutesIn(pair, m);
    if (minutes > 0 && minutes > left[m]) {
      return { code: 'monthly_minutes', params: { month: m, minutes, left: Math.max(0, left[m]) } };
    }
  }
  return null;
}

/** A level above the one asked is better, the level asked is good, less than a preferred level is something. */
export function skillShare({ facts, need, offer }: Pairing): number {
  let sum = 0;
  let weight = 0;
  for (let k = 0; k < need.skills.length; k++) {
    const { level, required } = need.skills[k];
    const offered = facts.skills.level(offer, need.skills[k]);
    const w = required ? 2 : 1;
    weight += w;
    if (offered >= level) sum += w * (level >= 3 ? 1000 : 700 + Math.floor((300 * (offered - level)) / (3 - level)));
    else sum += w * Math.floor((700 * offered) / level);
  }
  return weight === 0 ? 1000 : Math.floor(sum / weight);
}

function skillReason({ facts, need, offer }: Pairing): Reason {
  if (need.skills.length === 0) return { code: 'skill_not_asked' };
  const main = need.required[0] ?? need.skills[0];
  const offered = facts.skills.level(offer, main);
  if (offered === 0) return { code: 'skill_missing', params: { skill: main.skill, asked: main.level } };
  return { code: 'skill', params: { skill: main.skill, asked: main.level, offered } };
}

/** Free time around the tightest session; halved when an agreed session is nearer than the pause wished for. */
export function timeShare(pair: Pairing): number {
  const { facts, need, when, offer } = pair;
  if (when.index === null) {
    const asked = need.line.weeklyMinutes;
    if (asked === 0) return 1000;
    const first = Math.max(0, need.line.period.from);
    const free = freeMinutes(offer.calendar, facts.days, first, when.lastDay) * 7;
    const needed = asked * (when.lastDay - first + 1);
    return Math.max(0, Math.min(1000, Math.floor((1000 * (free - needed)) / needed)));
  }
  const share = Math.floor((1000 * facts.slots.margin(offer, when)) / FULL_MARGIN);
  return bufferKept(pair) ? share : Math.floor(share / 2);
}

function timeReason(pair: Pairing): Reason {
  const { facts, need, when, offer } = pair;
  if (need.line.quantity > 0 && when.index === null) {
    return { code: 'goods', params: { asked: need.line.quantity, left: Math.max(0, offer.stockLeft) } };
  }
  if (when.index === null) {
    const weekly = need.line.weeklyMinutes;
    return weekly === 0 ? { code: 'time_open' } : { code: 'time_to_be_agreed', params: { weekly } };
  }
  // A pin may stand where the offer is not free.
  if (!isFree(facts, need, when, offer)) return { code: 'time_not_covered' };
  const margin = facts.slots.margin(offer, when);
  if (!bufferKept(pair)) return { code: 'time_pause_short', params: { margin } };
  return margin === 0 ? { code: 'time_just' } : { code: 'time', params: { margin } };
}

/** The pause the volunteer wishes for, on top of the way, is kept to every agreed session. */
function bufferKept({ facts, need, when, volunteer }: Pairing): boolean {
  if (volunteer.engagements === 0) return true;
  const buffer = volunteer.line.bufferMinutes;
  if (buffer <= 0 || volunteer.line.people > 1) return true;
  for (const busy of volunteer.busy) {
    const way = minutesBetween(need.place, busy.place, volunteer.line.travelMode, facts.menus.policy);
    for (const { from, to } of when.occurrences) {
      if (from < busy.to + way + buffer && busy.from < to + way + buffer) return false;
    }
  }
  return true;
}

/** Near is better: about a third of the points at the policy's scale; nothing when the way is not known. */
export function distanceShare({ facts, need, metres }: Pairing): number {
  if (need.place.online) return 1000;
  return metres === null ? 0 : Math.round(1000 * Math.exp(-metres / facts.menus.policy.distanceScale));
}

function distanceReason({ need, metres, travel }: Pairing): Reason {
  if (need.place.online) return { code: 'online' };
  return metres === null ? { code: 'distance_unknown' } : { code: 'distance', params: { metres, minutes: travel } };
}

/** The school picked this offer from the resources menu, or the volunteer asked for this school. */
export function wishShare(pair: Pairing): number {
  return (wishedBySchool(pair) ? 600 : 0) + (wishedByVolunteer(pair) ? 400 : 0);
}

function wishReason(pair: Pairing): Reason | null {
  const [school, own] = [wishedBySchool(pair), wishedByVolunteer(pair)];
  if (school && own) return { code: 'wished_by_both' };
  return school ? { code: 'wished_by_school' } : own ? { code: 'wished_by_volunteer' } : null;
}

function wishedBySchool({ need, offer }: Pairing): boolean {
  return need.line.wishedOffer === offer.line.id;
}

function wishedByVolunteer({ need, volunteer }: Pairing): boolean {
  return volunteer.wishes !== null && volunteer.wishes.has(need.line.school);
}

/** The volunteer served the need's predecessor. */
export function continuityShare({ need, volunteer }: Pairing): number {
  return need.previous.size > 0 && need.previous.has(volunteer.line.id) ? 1000 : 0;
}

function continuityReason(pair: Pairing): Reason | null {
  return continuityShare(pair) === 0 ? null : { code: 'served_before' };
}

/** Minutes that would stay free in the tightest month, so that no one is planned to the brim. */
export function slackShare(pair: Pairing): number {
  const left = pair.offer.leastLeft;
  let share = 1000;
  if (left === null) return share;
  for (let m = 0; m < left.length; m++) {
    const minutes = minutesIn(pair, m);
    if (minutes === 0) continue;
    share = Math.min(share, left[m] <= minutes ? 0 : Math.floor((1000 * (left[m] - minutes)) / left[m]));
  }
  return share;
}

function slackReason(pair: Pairing): Reason | null {
  const left = pair.offer.leastLeft;
  let worst: Reason | null = null;
  let least = Infinity;
  if (left === null) return worst;
  for (let m = 0; m < left.length; m++) {
    const minutes = minutesIn(pair, m);
    if (minutes === 0 || left[m] - minutes >= least) continue;
    least = left[m] - minutes;
    worst = { code: 'minutes_left', params: { month: m, minutes, left: left[m] } };
  }
  return worst;
}

/** Points a filled seat of the need is worth: priority, and waiting up to the policy's full time. */
export function seatPoints(line: { priority: 1 | 2 | 3 | 4; waitingDays: number }, policy: Policy): number {
  const full = policy.waitingFullDays;
  const waited = full > 0 ? Math.min(Math.max(0, line.waitingDays), full) / full : 1;
  return policy.seatPoints[line.priority - 1] + Math.round(policy.waitingPoints * waited);
}

/** What the q-th engagement of a volunteer inside the round costs (from 0): convex, so that load is shared. */
export function loadPoints(q: number, maxConcurrent: number | null, policy: Policy): number {
  return Math.round((policy.fairness * q) / Math.max(1, maxConcurrent ?? policy.usualConcurrent ?? 3));
}

/** Tried in this order. A volunteer without any offer fails `no_offer` before all of them. */
export const HARD_RULES: readonly HardRule[] = [
  { code: 'period', params: ['from', 'to'], overridable: false, check: period },
  { code: 'consent', params: [], overridable: false, check: consent },
  { code: 'category', params: ['asked', 'offered'], overridable: true, check: category },
  { code: 'form', params: ['asked'], overridable: true, check: form },
  { code: 'required_skills', params: ['skill', 'asked', 'offered'], overridable: true, check: requiredSkills },
  { code: 'grades', params: ['missing'], overridable: true, check: grades },
  { code: 'language', params: ['asked'], overridable: true, check: language },
  { code: 'onsite_or_online', params: ['asked'], overridable: true, check: onsiteOrOnline },
  { code: 'goods_stock', params: ['asked', 'left'], overridable: false, check: goodsStock },
  { code: 'clearance', params: ['neededUntil', 'cleared', 'validUntil'], overridable: false, check: clearance },
  { code: 'excluded', params: ['because'], overridable: false, check: excluded },
  { code: 'one_seat', params: [], overridable: false, check: oneSeat },
  { code: 'unknown_distance', params: [], overridable: true, check: unknownDistance },
  { code: 'travel_limit', params: ['metres', 'limit'], overridable: true, check: travelLimit },
  { code: 'availability', params: ['alternative', 'asked', 'free'], overridable: true, check: availability },
  { code: 'overlap', params: ['people'], overridable: false, check: overlap },
  { code: 'concurrent', params: ['limit', 'held'], overridable: true, check: concurrent },
  { code: 'monthly_minutes', params: ['month', 'minutes', 'left'], overridable: false, check: monthlyMinutes },
];

/** The parts of a fit, in the order in which their reasons are told. */
export const SOFT_RULES: readonly SoftRule[] = [
  {
    part: 'skill',
    share: skillShare,
    reason: skillReason,
    codes: { skill_not_asked: [], skill_missing: ['skill', 'asked'], skill: ['skill', 'asked', 'offered'] },
  },
  {
    part: 'time',
    share: timeShare,
    reason: timeReason,
    codes: {
      goods: ['asked', 'left'],
      time_open: [],
      time_to_be_agreed: ['weekly'],
      time_not_covered: [],
      time_just: [],
      time: ['margin'],
      time_pause_short: ['margin'],
    },
  },
  {
    part: 'distance',
    share: distanceShare,
    reason: distanceReason,
    codes: { online: [], distance_unknown: [], distance: ['metres', 'minutes'] },
  },
  {
    part: 'wish',
    share: wishShare,
    reason: wishReason,
    codes: { wished_by_both: [], wished_by_school: [], wished_by_volunteer: [] },
  },
  { part: 'continuity', share: continuityShare, reason: continuityReason, codes: { served_before: [] } },
  { part: 'slack', share: slackShare, reason: slackReason, codes: { minutes_left: ['month', 'minutes', 'left'] } },
];

/** Fit of the pair, 0–1000: the sum of its parts. Written out, not over the list: it is asked for every pair. */
export function fitOf(pair: Pairing): number {
  const { fit } = pair.facts.menus.policy;
  return (
    partPoints(fit.skill, skillShare(pair)) +
    partPoints(fit.time, timeShare(pair)) +
    partPoints(fit.distance, distanceShare(pair)) +
    partPoints(fit.wish, wishShare(pair)) +
    partPoints(fit.continuity, continuityShare(pair)) +
    partPoints(fit.slack, slackShare(pair))
  );
}

/** Points of a part, rounded by itself. */
export function partPoints(most: number, share: number): number {
  return Math.round((most * share) / 1000);
}

/** The code counted for volunteers who have no offer on the menu at all. */
export const NO_OFFER = 'no_offer';

/** The code of those of whom nobody has looked at which rule excludes them, because the round was stopped. */
export const NOT_COUNTED = 'not_counted';

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
