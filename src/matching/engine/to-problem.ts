import type { Candidates } from './candidates';
import { every, type Tick } from './tick';
import { conflictsByTime } from './conflicts';
import type { Facts, VolunteerFacts } from './facts';
import { EARTH_RADIUS, minutesBetween, travelMinutes } from './geo';
import type { Pins } from './menus.pins';
import { NO_LIMIT, type Problem } from './problem';
import { minutesIn, pairing } from './pairing';
import { divisible } from './sessions';
import { fitOf } from './score';
import { keepKey, keepPoints, seatValues } from './points';
import { loadPoints } from './rules';

/** The round as the solver sees it, and the way back. Need and option numbers are those of the facts, in order. */
export interface RoundProblem {
  problem: Problem;
  facts: Facts;
  pins: Pins;
  /** By pair: offer of the facts, and way of holding the need. A pair of an agreed team session has offer −1. */
  offer: Int32Array;
  when: Int32Array;
  /** By pair: index of its need, and its fit. */
  need: Int32Array;
  fit: Int16Array;
  /** Points to add to an objective of the problem to have the points of the plan. */
  offset: number;
  /** The policy asks for strict levels and the points could be spread far enough to guarantee them. */
  strict: boolean;
  /** Agreed engagements of teams, as needs after the last need of the facts. */
  agreed: number;
}

/**
 * Menus → Problem: costs from fits, limits less what is agreed, conflicts from times and ways. `tick` is called now and
 * then, and may throw.
 */
export function toProblem(facts: Facts, found: Candidates, pins: Pins, tick: Tick = () => undefined): RoundProblem {
  const look = every(64, tick);
  const { needs, volunteers, offers, days, menus } = facts;
  const { policy } = menus;
  const keep = keepPoints(facts);
  const teams = volunteers.filter((v) => v.line.people > 1 && v.agreed.length > 0 && holdsItsOwn(facts, v));
  const agreed = teams.reduce((sum, v) => sum + v.agreed.length, 0);

  const pairs = new PairColumns(found.count + pins.held.length + agreed, days.months);
  const pairStart = new Int32Array(needs.length + agreed + 1);
  const optionStart = new Int32Array(needs.length + agreed + 1);
  const occurrenceStart = [0];
  const from: number[] = [];
  const to: number[] = [];
  const pinsOfNeed = new Map<number, Pins['held']>();
  for (const pin of pins.held) {
    const list = pinsOfNeed.get(pin.need.index);
    if (list === undefined) pinsOfNeed.set(pin.need.index, [pin]);
    else list.push(pin);
  }
  for (const need of needs) {
    look();
    const i = need.index;
    const held = pinsOfNeed.get(i);
    for (let c = found.start[i]; c < found.start[i + 1]; c++) {
      const when = found.when[c];
      const offer = found.offer[c];
      // A pin decides the time for all seats, and leaves its volunteer no second seat.
      if (held?.some((p) => p.when !== need.whens[when] || p.offer.volunteer === offers[offer].volunteer)) continue;
      const kept = keep.pairs.has(keepKey(need.line.id, offers[offer].line.id, need.whens[when].index));
      const p = pairs.add(i, offer, optionStart[i] + when, when, 1000 - found.fit[c] + (kept ? 0 : keep.points));
      for (let m = 0; m < days.months; m++) pairs.minutes[p * days.months + m] = found.minutes[c * days.months + m];
      pairs.pieces[p] = need.line.quantity;
      pairs.fit[p] = found.fit[c];
    }
    for (const pin of held ?? []) {
      const when = need.whens.indexOf(pin.when);
      const pair = pairing(facts, need, pin.when, pin.offer);
      const kept = keep.pairs.has(keepKey(need.line.id, pin.offer.line.id, pin.when.index));
      const fit = fitOf(pair);
      const cost = 1000 - fit + (kept ? 0 : keep.points);
      const p = pairs.add(i, pin.offer.index, optionStart[i] + when, when, cost);
      pairs.fit[p] = fit;
      for (let m = 0; m < days.months; m++) pairs.minutes[p * days.months + m] = minutesIn(pair, m);
      pairs.pieces[p] = need.line.quantity;
      pairs.pinned[p] = 1;
    }
    for (const when of need.whens) {
      for (const occurrence of when.occurrences) {
        from.push(occurrence.from);
        to.push(occurrence.to);
      }
      occurrenceStart.push(from.length);
    }
    optionStart[i + 1] = optionStart[i] + need.whens.length;
    pairStart[i + 1] = pairs.count;
  }
  const real = pairs.count;
  addAgreed();

  const pinned = countBy(pins.held.map((p) => p.offer.volunteer.index));
  const pinnedOffers = countBy(pins.held.map((p) => p.offer.index));
  const teamLoad = new Map(teams.map((v) => [v.index, v.agreed.length]));
  const capacity = Int32Array.from(volunteers, (v) => {
    if (v.line.maxConcurrent === null) return NO_LIMIT;
    return Math.max(0, v.line.maxConcurrent - v.engagements, pinned.get(v.index) ?? 0) + (teamLoad.get(v.index) ?? 0);
  });
  const values = seatValues(facts);
  const anyLimit = volunteers.some((v) => v.minutesLeft !== null) || offers.some((o) => o.minutesLeft !== null);
  const offerLimits = offers.some((o) => o.minutesLeft !== null);
  const goods = needs.some((n) => n.line.quantity > 0);
  const extra = teams.length;
  const ones = new Int32Array(agreed).fill(1);
  const withoutConflicts: Omit<Problem, 'conflicts'> = {
    months: days.months,
    needs: {
      count: needs.length + agreed,
      seats: joined(
        Int32Array.from(needs, (n) => n.line.seats),
        ones,
      ),
      minimum: joined(
        Int32Array.from(needs, (n) => n.line.minimum),
        ones,
      ),
      penalty: Float64Array.from([...values.points.map((v) => v + keep.points), ...new Array<number>(agreed).fill(0)]),
      level: Uint8Array.from([...needs.map((n) => n.line.priority - 1), ...new Array<number>(agreed).fill(3)]),
      optionStart,
      pairStart,
    },
    options: {
      count: optionStart[needs.length + agreed],
      occurrenceStart: Int32Array.from(occurrenceStart),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
    },
    volunteers: {
      count: volunteers.length,
      people: Int32Array.from(volunteers, (v) => v.line.people),
      capacity,
      ...loads(facts, pairs, capacity, teamLoad),
      monthlyMinutes: anyLimit ? minutesTable(volunteers, days.months, 0) : new Int32Array(0),
    },
    offers: {
      count: offers.length + extra,
      volunteer: joined(
        Int32Array.from(offers, (o) => o.volunteer.index),
        Int32Array.from(teams, (v) => v.index),
      ),
      capacity: joined(
        Int32Array.from(offers, (o) =>
          o.line.maxConcurrent === null
            ? NO_LIMIT
            : Math.max(0, o.line.maxConcurrent - o.engagements, pinnedOffers.get(o.index) ?? 0),
        ),
        new Int32Array(extra).fill(NO_LIMIT),
      ),
      monthlyMinutes: offerLimits ? minutesTable(offers, days.months, extra) : new Int32Array(0),
      stock: goods
        ? joined(
            Int32Array.from(offers, (o) => Math.max(0, o.stockLeft)),
            new Int32Array(extra),
          )
        : new Int32Array(0),
    },
    pairs: {
      count: pairs.count,
      option: pairs.option.slice(0, pairs.count),
      offer: pairs.offer.slice(0, pairs.count),
      cost: pairs.cost.slice(0, pairs.count),
      minutes: anyLimit ? pairs.minutes.slice(0, pairs.count * days.months) : new Int32Array(0),
      pieces: goods ? pairs.pieces.slice(0, pairs.count) : new Int32Array(0),
      pinned: pins.held.length + agreed > 0 ? pairs.pinned.slice(0, pairs.count) : new Uint8Array(0),
    },
  };
  const need = pairs.need.slice(0, pairs.count);
  const places = [...needs.map((n) => n.place), ...teams.flatMap((v) => v.agreed.map((a) => a.place))];
  const travel = (p: number, q: number) => {
    const mode = volunteers[withoutConflicts.offers.volunteer[withoutConflicts.pairs.offer[p]]].line.travelMode;
    return minutesBetween(places[need[p]], places[need[q]], mode, policy);
  };
  const seats = needs.reduce((sum, n) => sum + n.line.seats, 0);
  const realOffer = pairs.offer.slice(0, pairs.count);
  realOffer.fill(-1, real);
  return {
    problem: {
      ...withoutConflicts,
      conflicts: conflictsByTime(withoutConflicts, travel, longestTravel(facts, pins), tick),
    },
    facts,
    pins,
    offer: realOffer,
    when: pairs.when.slice(0, pairs.count),
    need,
    fit: pairs.fit.slice(0, pairs.count),
    offset: keep.points * (keep.pairs.size - seats),
    strict: values.strict,
    agreed,
  };

  /** Agreed sessions of teams: needs of their own, pinned, at no cost, so that members' times are shared out right. */
  function addAgreed(): void {
    let i = needs.length;
    teams.forEach((v, t) => {
      for (const { occurrences } of v.agreed) {
        const p = pairs.add(i, offers.length + t, optionStart[i], 0, 0);
        pairs.pinned[p] = 1;
        for (const occurrence of occurrences) {
          from.push(occurrence.from);
          to.push(occurrence.to);
        }
        occurrenceStart.push(from.length);
        optionStart[i + 1] = optionStart[i] + 1;
        pairStart[i + 1] = pairs.count;
        i++;
      }
    });
  }
}

class PairColumns {
  count = 0;
  readonly need: Int32Array;
  readonly offer: Int32Array;
  readonly option: Int32Array;
  readonly when: Int32Array;
  readonly cost: Int32Array;
  readonly fit: Int16Array;
  readonly minutes: Int32Array;
  readonly pieces: Int32Array;
  readonly pinned: Uint8Array;

  constructor(most: number, months: number) {
    this.need = new Int32Array(most);
    this.offer = new Int32Array(most);
    this.option = new Int32Array(most);
    this.when = new Int32Array(most);
    this.cost = new Int32Array(most);
    this.fit = new Int16Array(most);
    this.minutes = new Int32Array(most * months);
    this.pieces = new Int32Array(most);
    this.pinned = new Uint8Array(most);
  }

  add(need: number, offer: number, option: number, when: number, cost: number): number {
    const p = this.count++;
    this.need[p] = need;
    this.offer[p] = offer;
    this.option[p] = option;
    this.when[p] = when;
    this.cost[p] = cost;
    return p;
  }
}

/** A team that has already promised more than its members can hold has no fixed times to give, and needs no telling. */
function holdsItsOwn(facts: Facts, v: VolunteerFacts): boolean {
  return divisible(v.agreed, v.line.people, (a, b) => minutesBetween(a, b, v.line.travelMode, facts.menus.policy));
}

/** Load costs, as long as each volunteer has pairs to hold, so that the last one never has to repeat. */
function loads(
  facts: Facts,
  pairs: PairColumns,
  capacity: Int32Array,
  teamLoad: ReadonlyMap<number, number>,
): { loadStart: Int32Array; loadCost: Int32Array } {
  const { volunteers, offers, menus } = facts;
  const has = new Int32Array(volunteers.length);
  for (let p = 0; p < pairs.count; p++)
    if (pairs.offer[p] < offers.length) has[offers[pairs.offer[p]].volunteer.index]++;
  const start = new Int32Array(volunteers.length + 1);
  const length = (v: VolunteerFacts) => Math.min(has[v.index], capacity[v.index]);
  for (const v of volunteers)
    start[v.index + 1] = start[v.index] + (teamLoad.get(v.index) ?? 0) + Math.max(1, length(v));
  const cost = new Int32Array(start[volunteers.length]);
  for (const v of volunteers) {
    const free = teamLoad.get(v.index) ?? 0;
    for (let q = free; start[v.index] + q < start[v.index + 1]; q++) {
      cost[start[v.index] + q] = loadPoints(q - free, v.line.maxConcurrent, menus.policy);
    }
  }
  return { loadStart: start, loadCost: cost };
}

function minutesTable(lines: readonly { minutesLeft: Int32Array | null }[], months: number, extra: number): Int32Array {
  const table = new Int32Array((lines.length + extra) * months).fill(NO_LIMIT);
  lines.forEach(({ minutesLeft }, k) => {
    if (minutesLeft !== null) for (let m = 0; m < months; m++) table[k * months + m] = Math.max(0, minutesLeft[m]);
  });
  return table;
}

/** No volunteer's way between two sessions takes longer than this, in minutes. */
function longestTravel(facts: Facts, pins: Pins): number {
  const { policy } = facts.menus;
  // A pin may lie beyond the travel limit.
  const pinned = new Set(pins.held.map((p) => p.offer.volunteer));
  const units = facts.needs.map((n) => n.place.unit).filter((u) => u !== null);
  const side = (pick: (u: { x: number; y: number; z: number }) => number) =>
    units.reduce((most, u) => Math.max(most, pick(u)), -1) - units.reduce((least, u) => Math.min(least, pick(u)), 1);
  if (units.length === 0) return policy.tripMinutes;
  // The straight line through the box around all places is at most 2/π shorter than the way over the ground.
  const line = Math.min(
    2,
    Math.hypot(
      side((u) => u.x),
      side((u) => u.y),
      side((u) => u.z),
    ),
  );
  const widest = Math.ceil(2 * EARTH_RADIUS * Math.asin(line / 2) * policy.detour) + 1;
  return facts.volunteers.reduce((most, v) => {
    const limit = v.home === null || pinned.has(v) ? null : v.line.travelLimitMetres;
    const metres = limit === null ? widest : Math.min(widest, 2 * limit + 3);
    return Math.max(most, travelMinutes(metres, v.line.travelMode, policy));
  }, policy.tripMinutes);
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function countBy(indexes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const i of indexes) counts.set(i, (counts.get(i) ?? 0) + 1);
  return counts;
}
