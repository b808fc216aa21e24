import { every, type Tick } from './tick';
import { type Place, type Unit, unitOf } from './geo';
import type { Exclusion, Interval, Menus, NeedLine, OfferLine, SkillLevel, VolunteerLine } from './menus';
import { SkillTable } from './skills';
import { SlotTable } from './slots';
import { type Calendar, calendarOf, DAY, type Days, daysOf, merge } from './time';

/**
 * The menus made ready for questions: numbers instead of ids, unit vectors instead of coordinates, and what is already
 * agreed taken into account. Built once per round, not changed afterwards.
 */
export interface Facts {
  menus: Menus;
  days: Days;
  /** In canonical order: by a hash of seed and id, so that the order of the input changes nothing. */
  needs: NeedFacts[];
  volunteers: VolunteerFacts[];
  offers: OfferFacts[];
  need: Map<string, NeedFacts>;
  volunteer: Map<string, VolunteerFacts>;
  offer: Map<string, OfferFacts>;
  slots: SlotTable;
  skills: SkillTable;
}

/** One way to hold a need. `index` is null when the time is to be agreed. */
export interface WhenFacts {
  index: number | null;
  /** Ascending in time. */
  occurrences: Interval[];
  /** Last day of service. */
  lastDay: number;
  /** Minutes of service, and days with a trip, by month of the horizon. */
  service: Int32Array;
  trips: Int32Array;
  /** Weekly slots (numbers of the slot table) it touches, and a bit per day. */
  slots: Int32Array;
  dayBits: Uint32Array;
  /** All occurrences lie inside the period (and the horizon), and there is at least one. */
  insidePeriod: boolean;
}

export interface NeedFacts {
  index: number;
  line: NeedLine;
  /** At least one; for a time to be agreed exactly one, without occurrences. */
  whens: WhenFacts[];
  skills: AskedSkill[];
  required: AskedSkill[];
  place: PlaceFacts;
  previous: Set<string>;
}

/** A skill of the need with its number in the table of skills. */
export interface AskedSkill extends SkillLevel {
  required: boolean;
  number: number;
}

export interface PlaceFacts {
  unit: Unit | null;
  online: boolean;
  school: string | null;
}

/** An agreed session that may not be disturbed. */
export interface Busy extends Interval {
  place: PlaceFacts;
}

/** One engagement as far as time is concerned. */
export interface Held {
  occurrences: readonly Interval[];
  place: PlaceFacts;
}

export interface VolunteerFacts {
  index: number;
  line: VolunteerLine;
  home: Unit | null;
  languages: Set<string>;
  /** Schools wished for; null: none. */
  wishes: Set<string> | null;
  offers: OfferFacts[];
  /** Agreed sessions, ascending. */
  busy: Busy[];
  /** What is agreed as whole engagements with times: a member of a team holds one of them entirely. */
  agreed: Held[];
  /** Agreed engagements, with times or without. */
  engagements: number;
  /** Needs in which this volunteer already has a seat. */
  serving: Set<string>;
  /** Minutes left by month, may be negative; null: no limit stated. */
  minutesLeft: Int32Array | null;
  /** Whether there is any exclusion at all; looked at before the two maps. */
  excludes: boolean;
  excludedNeeds: Map<string, Exclusion['reason']>;
  excludedSchools: Map<string, Exclusion['reason']>;
}

export interface OfferFacts {
  /** Also the number of its calendar in the slot table. */
  index: number;
  line: OfferLine;
  volunteer: VolunteerFacts;
  levels: Map<string, number>;
  forms: Set<string>;
  calendar: Calendar;
  /** Its weekly windows are all there is to the calendar. */
  weeklyOnly: boolean;
  engagements: number;
  minutesLeft: Int32Array | null;
  /** By month the lesser of what the offer and its volunteer have left; null: neither states a limit. */
  leastLeft: Int32Array | null;
  /** Pieces left after what is promised. */
  stockLeft: number;
}

/** Prepares the menus. The menus must have passed `checkMenus`. `tick` is called now and then, and may throw. */
export function factsOf(menus: Menus, seed = 0, tick: Tick = () => undefined): Facts {
  const look = every(256, tick);
  const days = daysOf(menus.horizon);
  const volunteers = canonical(menus.volunteers, seed, look).map((line, index) => volunteerFacts(line, index));
  const volunteer = new Map(volunteers.map((v) => [v.line.id, v]));
  const lines = canonical(menus.offers, seed, look);
  const calendars = lines.map((line) => {
    look();
    return calendarOf(line.availability, days);
  });
  const slots = new SlotTable(days, calendars);
  const offers = lines.map((line, index): OfferFacts => {
    look();
    const owner = volunteer.get(line.volunteer);
    if (owner === undefined) throw new RangeError(`offer ${line.id} names no volunteer of the menus`);
    const calendar = calendars[index];
    const facts: OfferFacts = {
      index,
      line,
      volunteer: owner,
      levels: levelsOf(line),
      forms: new Set(line.forms),
      calendar,
      weeklyOnly: !calendar.anyTime && calendar.off === null && calendar.dates.length === 0,
      engagements: 0,
      minutesLeft: limits(line.monthlyMinutes, days.months),
      leastLeft: null,
      stockLeft: line.stock,
    };
    owner.offers.push(facts);
    return facts;
  });
  const skills = new SkillTable(offers);
  const needs = canonical(menus.needs, seed, look).map((line, index) => {
    look();
    return needFacts(line, index, { days, slots, skills });
  });
  const facts: Facts = {
    menus,
    days,
    needs,
    volunteers,
    offers,
    need: new Map(needs.map((n) => [n.line.id, n])),
    volunteer,
    offer: new Map(offers.map((o) => [o.line.id, o])),
    slots,
    skills,
  };
  for (const v of volunteers) v.minutesLeft = limits(v.line.monthlyMinutes, days.months);
  agree(facts, look);
  for (const offer of offers) offer.leastLeft = lesser(offer.minutesLeft, offer.volunteer.minutesLeft);
  exclude(facts);
  return facts;
}

function volunteerFacts(line: VolunteerLine, index: number): VolunteerFacts {
  return {
    index,
    line,
    home: line.home === null ? null : unitOf(line.home),
    languages: new Set(line.languages),
    wishes: line.wishedSchools.length === 0 ? null : new Set(line.wishedSchools),
    offers: [],
    busy: [],
    agreed: [],
    engagements: 0,
    serving: new Set(),
    minutesLeft: null,
    excludes: false,
    excludedNeeds: new Map(),
    excludedSchools: new Map(),
  };
}

/**
 * No skills, as a list of objects: `[]` is a list of small numbers to the compiler, and what `map` returns may be one with
 * holes. What reads lists of several kinds is compiled anew for each, again and again; so they are all of one kind.
 */
const NO_SKILLS: AskedSkill[] = [{ skill: '', level: 0, required: false, number: -1 }];
NO_SKILLS.pop();

/** A need made ready; also for one that is still being written and stands on no menu. */
export function needFacts(
  line: NeedLine,
  index: number,
  { days, slots, skills: table }: Pick<Facts, 'days' | 'slots' | 'skills'>,
): NeedFacts {
  const skills: AskedSkill[] = [];
  const required: AskedSkill[] = [];
  for (const { skill, level, required: must } of line.skills) {
    // Field by field: a spread copy gives each of them a shape of its own, and every function that reads them is slow.
    const asked = { skill, level, required: must, number: table.numberOf(skill) };
    skills.push(asked);
    if (must) required.push(asked);
  }
  const whens: WhenFacts[] = [];
  for (const { occurrences } of line.alternatives) whens.push(fixedWhen(whens.length, occurrences, line, days, slots));
  if (whens.length === 0) whens.push(agreedWhen(line, days));
  return {
    index,
    line,
    whens,
    skills: skills.length > 0 ? skills : NO_SKILLS,
    required: required.length > 0 ? required : NO_SKILLS,
    place: placeFacts(line.place, line.school),
    previous: new Set(line.previousVolunteers),
  };
}

export function placeFacts(place: Place, school: string | null): PlaceFacts {
  const online = place.kind === 'online';
  return { unit: place.kind === 'online' || place.at === null ? null : unitOf(place.at), online, school };
}

function fixedWhen(index: number, given: Interval[], line: NeedLine, days: Days, slots: SlotTable): WhenFacts {
  const occurrences = [...given].sort((a, b) => a.from - b.from || a.to - b.to);
  const service = new Int32Array(days.months);
  const trips = new Int32Array(days.months);
  const dayBits = new Uint32Array(Math.ceil(days.count / 32));
  const touched = new Set<number>();
  const inside = ({ from, to }: Interval) =>
    from >= line.period.from * DAY && to <= (line.period.to + 1) * DAY && from >= 0 && to <= days.count * DAY;
  let tripDay = -1;
  for (const { from, to } of occurrences) {
    const day = Math.floor(from / DAY);
    if (day < 0 || to > days.count * DAY) continue;
    const month = days.month[day];
    service[month] += to - from;
    if (day !== tripDay) trips[month]++;
    tripDay = day;
    for (let d = day; d * DAY < to; d++) {
      dayBits[d >>> 5] |= 1 << (d & 31);
      touched.add(slots.slot(days.weekday[d], Math.max(0, from - d * DAY), Math.min(DAY, to - d * DAY)));
    }
  }
  if (line.place.kind === 'online') trips.fill(0);
  const last = occurrences.reduce((latest, { to }) => Math.max(latest, to), 0);
  return {
    index,
    occurrences,
    lastDay: Math.max(0, Math.ceil(last / DAY) - 1),
    service,
    trips,
    slots: Int32Array.from(touched),
    dayBits,
    insidePeriod: occurrences.length > 0 && occurrences.every(inside),
  };
}

/** A time to be agreed: so many minutes and one trip a week, the days of a month counted as parts of weeks. */
function agreedWhen(line: NeedLine, days: Days): WhenFacts {
  const inMonth = new Int32Array(days.months);
  const first = Math.max(0, line.period.from);
  const last = Math.min(days.count - 1, line.period.to);
  for (let day = first; day <= last; day++) inMonth[days.month[day]]++;
  const travels = line.weeklyMinutes > 0 && line.place.kind === 'site';
  return {
    index: null,
    occurrences: [],
    lastDay: last,
    service: inMonth.map((count) => Math.ceil((count * line.weeklyMinutes) / 7)),
    trips: inMonth.map((count) => (travels ? Math.ceil(count / 7) : 0)),
    slots: new Int32Array(0),
    dayBits: new Uint32Array(0),
    insidePeriod: first <= last,
  };
}

function levelsOf(line: OfferLine): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { skill, level } of line.skills) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  return levels;
}

function limits(monthlyMinutes: number | null, months: number): Int32Array | null {
  return monthlyMinutes === null ? null : new Int32Array(months).fill(Math.floor(monthlyMinutes));
}

function lesser(a: Int32Array | null, b: Int32Array | null): Int32Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((left, month) => Math.min(left, b[month]));
}

/** Takes what is agreed out of the free time, the minutes, the engagements at once and the stock. */
function agree(facts: Facts, look: Tick): void {
  for (const commitment of facts.menus.commitments) {
    look();
    const offer = commitment.offer === null ? undefined : facts.offer.get(commitment.offer);
    if (offer !== undefined) {
      offer.engagements++;
      offer.stockLeft -= commitment.pieces;
      commitment.monthlyMinutes.forEach((used, month) => {
        if (offer.minutesLeft !== null && month < facts.days.months) offer.minutesLeft[month] -= Math.ceil(used);
      });
    }
    const volunteer = facts.volunteer.get(commitment.volunteer);
    if (volunteer === undefined) continue;
    volunteer.engagements++;
    if (commitment.need !== null) volunteer.serving.add(commitment.need);
    const place = placeFacts({ kind: 'site', at: commitment.at }, null);
    const occurrences = merge(commitment.occurrences);
    for (const { from, to } of occurrences) volunteer.busy.push({ from, to, place });
    if (occurrences.length > 0) volunteer.agreed.push({ occurrences, place });
    commitment.monthlyMinutes.forEach((used, month) => {
      if (volunteer.minutesLeft !== null && month < facts.days.months) volunteer.minutesLeft[month] -= Math.ceil(used);
    });
  }
  for (const v of facts.volunteers) v.busy.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** When several exclusions meet, the volunteer's or school's own word counts before a lapse. */
const WEIGHT: Record<Exclusion['reason'], number> = { blocked: 0, declined: 1, conflict_of_interest: 2, lapsed: 3 };

function exclude(facts: Facts): void {
  const note = (map: Map<string, Exclusion['reason']>, key: string, reason: Exclusion['reason']) => {
    const present = map.get(key);
    if (present === undefined || WEIGHT[reason] < WEIGHT[present]) map.set(key, reason);
  };
  for (const { volunteer: id, need, school, reason } of facts.menus.exclusions) {
    const volunteer = facts.volunteer.get(id);
    if (volunteer === undefined) continue;
    volunteer.excludes = true;
    if (need !== null) note(volunteer.excludedNeeds, need, reason);
    if (school !== null) note(volunteer.excludedSchools, school, reason);
  }
}

/** 32-bit FNV-1a of the id, started from the seed. */
export function hash(id: string, seed: number): number {
  let h = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0;
  for (let k = 0; k < id.length; k++) h = Math.imul(h ^ id.charCodeAt(k), 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}

function canonical<T extends { id: string }>(lines: readonly T[], seed: number, look: Tick): T[] {
  const keyed = lines.map((line) => {
    look();
    return { line, key: hash(line.id, seed) };
  });
  keyed.sort((a, b) => a.key - b.key || (a.line.id < b.line.id ? -1 : a.line.id > b.line.id ? 1 : 0));
  return keyed.map(({ line }) => line);
}
