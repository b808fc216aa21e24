import type { Pairing } from './facts';
import { minutesBetween } from './geo';
import type { Policy } from './menus';
import type { Reason, ScoreParts } from './plan';
import { minutesIn } from './rules';
import { FULL_MARGIN } from './slots';
import { freeMinutes } from './time';

/**
 * The soft rules of a pair: how well it fits. Each gives a share from 0 to 1000 of the points the policy sets aside for
 * its part, and the fact that justifies it. The fit of a pair is the sum of the parts, 0–1000. A fact that is not known
 * earns nothing and is named as unknown.
 */
export interface SoftRule {
  part: Exclude<keyof ScoreParts, 'load'>;
  /** 0–1000, integer. */
  share: (pairing: Pairing) => number;
  reason: (pairing: Pairing) => Reason | null;
}

/** A level above the one asked is better, the level asked is good, less than a preferred level is something. */
export function skillShare({ need, offer }: Pairing): number {
  let sum = 0;
  let weight = 0;
  for (let k = 0; k < need.line.skills.length; k++) {
    const { skill, level, required } = need.line.skills[k];
    const offered = offer.levels.get(skill) ?? 0;
    const w = required ? 2 : 1;
    weight += w;
    if (offered >= level) sum += w * (level >= 3 ? 1000 : 700 + Math.floor((300 * (offered - level)) / (3 - level)));
    else sum += w * Math.floor((700 * offered) / level);
  }
  return weight === 0 ? 1000 : Math.floor(sum / weight);
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

/** Near is better: about a third of the points at the policy's scale; nothing when the way is not known. */
export function distanceShare({ facts, need, metres }: Pairing): number {
  if (need.place.online) return 1000;
  return metres === null ? 0 : Math.round(1000 * Math.exp(-metres / facts.menus.policy.distanceScale));
}

/** The school picked this offer from the resources menu, or the volunteer asked for this school. */
export function wishShare(pair: Pairing): number {
  return (wishedBySchool(pair) ? 600 : 0) + (wishedByVolunteer(pair) ? 400 : 0);
}

/** The volunteer served the need's predecessor. */
export function continuityShare({ need, volunteer }: Pairing): number {
  return need.previous.has(volunteer.line.id) ? 1000 : 0;
}

/** Minutes that would stay free in the tightest month, so that no one is planned to the brim. */
export function slackShare(pair: Pairing): number {
  let share = 1000;
  for (let m = 0; m < pair.facts.days.months; m++) {
    const minutes = minutesIn(pair, m);
    if (minutes === 0) continue;
    const left = Math.min(pair.volunteer.minutesLeft?.[m] ?? Infinity, pair.offer.minutesLeft?.[m] ?? Infinity);
    if (left === Infinity) continue;
    share = Math.min(share, left <= minutes ? 0 : Math.floor((1000 * (left - minutes)) / left));
  }
  return share;
}

export const SOFT_RULES: readonly SoftRule[] = [
  { part: 'skill', share: skillShare, reason: skillReason },
  { part: 'time', share: timeShare, reason: timeReason },
  { part: 'distance', share: distanceShare, reason: distanceReason },
  { part: 'wish', share: wishShare, reason: wishReason },
  { part: 'continuity', share: continuityShare, reason: continuityReason },
  { part: 'slack', share: slackShare, reason: slackReason },
];

/** The parts of a fit without the load of the plan. */
export function partsOf(pair: Pairing): ScoreParts {
  const { fit } = pair.facts.menus.policy;
  return {
    skill: Math.round((fit.skill * skillShare(pair)) / 1000),
    time: Math.round((fit.time * timeShare(pair)) / 1000),
    distance: Math.round((fit.distance * distanceShare(pair)) / 1000),
    wish: Math.round((fit.wish * wishShare(pair)) / 1000),
    continuity: Math.round((fit.continuity * continuityShare(pair)) / 1000),
    slack: Math.round((fit.slack * slackShare(pair)) / 1000),
    load: 0,
  };
}

/** Fit of the pair, 0–1000. */
export function fitOf(pair: Pairing): number {
  const { fit } = pair.facts.menus.policy;
  return (
    Math.round((fit.skill * skillShare(pair)) / 1000) +
    Math.round((fit.time * timeShare(pair)) / 1000) +
    Math.round((fit.distance * distanceShare(pair)) / 1000) +
    Math.round((fit.wish * wishShare(pair)) / 1000) +
    Math.round((fit.continuity * continuityShare(pair)) / 1000) +
    Math.round((fit.slack * slackShare(pair)) / 1000)
  );
}

/** The facts behind the parts, in the order of the soft rules. */
export function reasonsOf(pair: Pairing): Reason[] {
  return SOFT_RULES.map((rule) => rule.reason(pair)).filter((reason) => reason !== null);
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

function skillReason({ need, offer }: Pairing): Reason {
  if (need.line.skills.length === 0) return { code: 'skill_not_asked' };
  const main = need.required[0] ?? need.preferred[0];
  const offered = offer.levels.get(main.skill) ?? 0;
  if (offered === 0) return { code: 'skill_missing', params: { skill: main.skill, asked: main.level } };
  return { code: 'skill', params: { skill: main.skill, asked: main.level, offered } };
}

function timeReason(pair: Pairing): Reason {
  if (pair.when.index === null) return { code: 'time_to_be_agreed', params: { weekly: pair.need.line.weeklyMinutes } };
  const margin = pair.facts.slots.margin(pair.offer, pair.when);
  return { code: bufferKept(pair) ? 'time' : 'time_pause_short', params: { margin } };
}

function distanceReason({ need, metres, travel }: Pairing): Reason {
  if (need.place.online) return { code: 'online' };
  return metres === null ? { code: 'distance_unknown' } : { code: 'distance', params: { metres, minutes: travel } };
}

function wishReason(pair: Pairing): Reason | null {
  if (wishedBySchool(pair)) return { code: 'wished_by_school' };
  return wishedByVolunteer(pair) ? { code: 'wished_by_volunteer' } : null;
}

function continuityReason(pair: Pairing): Reason | null {
  return continuityShare(pair) === 0 ? null : { code: 'served_before' };
}

function slackReason(pair: Pairing): Reason | null {
  let worst: Reason | null = null;
  let least = Infinity;
  for (let m = 0; m < pair.facts.days.months; m++) {
    const minutes = minutesIn(pair, m);
    const left = Math.min(pair.volunteer.minutesLeft?.[m] ?? Infinity, pair.offer.minutesLeft?.[m] ?? Infinity);
    if (minutes === 0 || left === Infinity || left - minutes >= least) continue;
    least = left - minutes;
    worst = { code: 'minutes_left', params: { month: m, minutes, left } };
  }
  return worst;
}

function wishedBySchool({ need, offer }: Pairing): boolean {
  return need.line.wishedOffer === offer.line.id;
}

function wishedByVolunteer({ need, volunteer }: Pairing): boolean {
  return volunteer.line.wishedSchools.includes(need.line.school);
}

/** The pause the volunteer wishes for, on top of the way, is kept to every agreed session. */
function bufferKept({ facts, need, when, volunteer }: Pairing): boolean {
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
