import type { Commitment, Interval, Menus, NeedLine, OfferLine, Point, VolunteerLine } from './menus';
import type { ProposedPair } from './plan';

/** A pair of a plan with the lines it speaks of. */
export interface PlacedPair {
  line: ProposedPair;
  need: NeedLine;
  offer: OfferLine;
  volunteer: VolunteerLine;
  /** Occurrences of the chosen alternative; null: to be agreed. */
  times: Interval[] | null;
}

interface Session {
  times: Interval[];
  online: boolean;
  at: Point | null;
  school: string | null;
}

const DAY = 1440;

/**
 * The hard rules once more, naively: minutes are painted one by one, distances come from the haversine formula, lists
 * are searched from end to end. Ways are whole metres and whole minutes, as the rules have them.
 */
export class PairCheck {
  private readonly needs: Map<string, NeedLine>;
  private readonly offers: Map<string, OfferLine>;
  private readonly volunteers: Map<string, VolunteerLine>;
  private readonly month: number[] = [];
  private readonly weekday: number[] = [];

  constructor(private readonly menus: Menus) {
    this.needs = new Map(menus.needs.map((n) => [n.id, n]));
    this.offers = new Map(menus.offers.map((o) => [o.id, o]));
    this.volunteers = new Map(menus.volunteers.map((v) => [v.id, v]));
    const date = new Date(`${menus.horizon.start}T12:00:00Z`);
    let month = 0;
    for (let day = 0; day < menus.horizon.days; day++) {
      if (day > 0 && date.getUTCDate() === 1) month++;
      this.month.push(month);
      this.weekday.push(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
      date.setUTCDate(date.getUTCDate() + 1);
    }
  }

  /** Finds the lines of a pair; null when one is unknown, or the time is none of the need's. */
  place(line: ProposedPair): PlacedPair | null {
    const need = this.needs.get(line.need);
    const offer = this.offers.get(line.offer);
    const volunteer = this.volunteers.get(line.volunteer);
    if (need === undefined || offer === undefined || volunteer === undefined) return null;
    if (offer.volunteer !== volunteer.id) return null;
    if (line.alternative === null)
      return need.alternatives.length > 0 ? null : { line, need, offer, volunteer, times: null };
    const alternative = need.alternatives[line.alternative];
    return alternative === undefined ? null : { line, need, offer, volunteer, times: alternative.occurrences };
  }

  /** Codes of the hard rules the pair breaks, against what is agreed. */
  broken(pair: PlacedPair): { code: string; overridable: boolean }[] {
    const { need, offer, volunteer, times } = pair;
    const found: { code: string; overridable: boolean }[] = [];
    const rule = (code: string, overridable: boolean, holds: boolean) => {
      if (!holds) found.push({ code, overridable });
    };
    const { days } = this.menus.horizon;
    const first = Math.max(0, need.period.from);
    const last = Math.min(days - 1, need.period.to);
    const end = times === null ? last : Math.ceil(Math.max(0, ...times.map((t) => t.to)) / DAY) - 1;
    const inside =
      times === null || (times.length > 0 && times.every((t) => t.from >= first * DAY && t.to <= (last + 1) * DAY));
    rule('period', false, first <= last && inside);
    rule('consent', false, !need.consentMissing);
    rule('category', true, offer.category === need.category);
    rule('form', true, offer.forms.includes(need.form));
    for (const asked of need.skills) {
      if (!asked.required) continue;
      rule(
        'required_skills',
        true,
        offer.skills.some((s) => s.skill === asked.skill && s.level >= asked.level),
      );
    }
    if (offer.grades !== 0) {
      for (let g = 0; g < 31; g++)
        rule('grades', true, (need.grades & (1 << g)) === 0 || (offer.grades & (1 << g)) !== 0);
    }
    for (const language of need.languages) rule('language', true, volunteer.languages.includes(language));
    rule('onsite_or_online', true, need.place.kind === 'online' ? offer.online : offer.onsite);
    const promised = this.menus.commitments.reduce((sum, c) => sum + (c.offer === offer.id ? c.pieces : 0), 0);
    rule('goods_stock', false, need.quantity === 0 || offer.stock - promised >= need.quantity);
    rule('clearance', false, !need.minors || (volunteer.clearedUntil !== null && volunteer.clearedUntil >= end));
    for (const e of this.menus.exclusions) {
      rule('excluded', false, e.volunteer !== volunteer.id || (e.need !== need.id && e.school !== need.school));
    }
    const own = this.menus.commitments.filter((c) => c.volunteer === volunteer.id);
    rule('one_seat', false, !own.some((c) => c.need === need.id));
    const metres = this.metresHome(need, volunteer);
    if (need.place.kind === 'site') {
      rule('unknown_distance', true, metres !== null || !this.menus.policy.excludeUnknownDistance);
      for (const limit of [volunteer.travelLimitMetres, offer.travelLimitMetres ?? null])
        rule('travel_limit', true, metres === null || limit === null || metres - 1 <= limit);
    }
    if (inside) rule('availability', true, this.isFree(offer, times, need.weeklyMinutes, first, last));
    rule('overlap', false, times === null || times.length === 0 || this.canBeHeld(volunteer, [pair]));
    rule('concurrent', true, volunteer.maxConcurrent === null || own.length < volunteer.maxConcurrent);
    const ofOffer = this.menus.commitments.filter((c) => c.offer === offer.id);
    rule('concurrent', true, offer.maxConcurrent === null || ofOffer.length < offer.maxConcurrent);
    const agreed = this.committed((c) => c.volunteer === volunteer.id);
    const agreedOffer = this.committed((c) => c.offer === offer.id);
    this.minutes(pair).forEach((minutes, m) => {
      const fits = volunteer.monthlyMinutes === null || agreed[m] + minutes <= volunteer.monthlyMinutes;
      const fitsOffer = offer.monthlyMinutes === null || agreedOffer[m] + minutes <= offer.monthlyMinutes;
      rule('monthly_minutes', false, minutes === 0 || (fits && fitsOffer));
    });
    return found;
  }

  /** Minutes of service and travel by month of the horizon. */
  minutes(pair: PlacedPair): number[] {
    const { need, volunteer, times } = pair;
    const minutes = this.committed(() => false);
    const way = need.place.kind === 'online' ? 0 : this.way(this.metresHome(need, volunteer), volunteer);
    if (times !== null) {
      const tripDays = new Set<number>();
      for (const { from, to } of times) {
        const day = Math.floor(from / DAY);
        if (day < 0 || day >= this.month.length) continue;
        minutes[this.month[day]] += to - from;
        if (!tripDays.has(day)) minutes[this.month[day]] += 2 * way;
        tripDays.add(day);
      }
      return minutes;
    }
    if (need.weeklyMinutes === 0) return minutes;
    for (let m = 0; m < minutes.length; m++) {
      const days = this.month.filter(
        (own, day) => own === m && day >= need.period.from && day <= need.period.to,
      ).length;
      minutes[m] = Math.ceil((days * need.weeklyMinutes) / 7) + Math.ceil(days / 7) * 2 * way;
    }
    return minutes;
  }

  /** Minutes agreed by month, of the commitments asked for. */
  committed(which: (commitment: Commitment) => boolean): number[] {
    const sums = new Array<number>((this.month[this.month.length - 1] ?? 0) + 1).fill(0);
    for (const commitment of this.menus.commitments) {
      if (!which(commitment)) continue;
      commitment.monthlyMinutes.forEach((minutes, m) => {
        if (m < sums.length) sums[m] += minutes;
      });
    }
    return sums;
  }

  /** Whether the volunteer (or the members of the team) can hold these pairs beside what is agreed. */
  canBeHeld(volunteer: VolunteerLine, pairs: readonly PlacedPair[]): boolean {
    const sessions: Session[] = this.menus.commitments
      .filter((c) => c.volunteer === volunteer.id)
      .map((c) => ({ times: c.occurrences, online: false, at: c.at, school: null }));
    const agreed = sessions.length;
    for (const { need, times } of pairs) {
      const online = need.place.kind === 'online';
      if (times === null) continue;
      sessions.push({ times, online, at: need.place.kind === 'site' ? need.place.at : null, school: need.school });
    }
    if (volunteer.people === 1) {
      // Agreed engagements may overlap each other: they are facts.
      return sessions.every((a, x) => sessions.every((b, y) => y <= x || y < agreed || !this.collide(a, b, volunteer)));
    }
    const members: Session[][] = Array.from({ length: Math.min(volunteer.people, sessions.length) }, () => []);
    const give = (k: number): boolean => {
      if (k === sessions.length) return true;
      for (const member of members) {
        if (member.some((other) => this.collide(other, sessions[k], volunteer))) continue;
        member.push(sessions[k]);
        if (give(k + 1)) return true;
        member.pop();
        if (member.length === 0) break;
      }
      return false;
    };
    return pairs.every((p) => p.times === null) || give(0);
  }

  private collide(a: Session, b: Session, volunteer: VolunteerLine): boolean {
    const way = this.wayBetween(a, b, volunteer);
    return a.times.some((p) => b.times.some((q) => p.from < q.to + way && q.from < p.to + way));
  }

  private wayBetween(a: Session, b: Session, volunteer: VolunteerLine): number {
    if (a.online || b.online) return 0;
    if (a.at !== null && b.at !== null) {
      if (a.at.latitude === b.at.latitude && a.at.longitude === b.at.longitude) return 0;
      return this.way(this.metres(a.at, b.at), volunteer);
    }
    if (a.at === null && b.at === null && a.school !== null && a.school === b.school) return 0;
    return this.menus.policy.tripMinutes;
  }

  private way(metres: number | null, volunteer: VolunteerLine): number {
    const { policy } = this.menus;
    return (metres === null ? 0 : Math.ceil(metres / policy.speed[volunteer.travelMode])) + policy.tripMinutes;
  }

  private metresHome(need: NeedLine, volunteer: VolunteerLine): number | null {
    if (need.place.kind === 'online' || need.place.at === null || volunteer.home === null) return null;
    return this.metres(need.place.at, volunteer.home);
  }

  private metres(a: Point, b: Point): number {
    const radians = Math.PI / 180;
    const h =
      Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2 +
      Math.cos(a.latitude * radians) *
        Math.cos(b.latitude * radians) *
        Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
    return Math.round(2 * 6_371_009 * Math.asin(Math.min(1, Math.sqrt(h))) * this.menus.policy.detour);
  }

  private isFree(
    offer: OfferLine,
    times: Interval[] | null,
    weeklyMinutes: number,
    first: number,
    last: number,
  ): boolean {
    if (times !== null) {
      return times.every(({ from, to }) => {
        for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
          const free = this.paint(offer, day);
          for (let minute = Math.max(from, day * DAY); minute < Math.min(to, (day + 1) * DAY); minute++) {
            if (free[minute - day * DAY] === 0) return false;
          }
        }
        return true;
      });
    }
    let sum = 0;
    const enough = () => sum * 7 >= weeklyMinutes * (last - first + 1);
    for (let day = first; day <= last && !enough(); day++) for (const minute of this.paint(offer, day)) sum += minute;
    return enough();
  }

  /** Minutes of a day in which the offer is free, 1 each. */
  private paint({ availability }: OfferLine, day: number): Uint8Array {
    const minutes = new Uint8Array(DAY);
    if (day < 0 || day >= this.weekday.length || availability.daysOff.includes(day)) return minutes;
    if (availability.anyTime) return minutes.fill(1);
    for (const { weekday, from, to } of availability.weekly) {
      if (weekday === this.weekday[day]) minutes.fill(1, from, Math.max(from, to));
    }
    for (const { from, to } of availability.dates) {
      if (to <= day * DAY || from >= (day + 1) * DAY) continue;
      minutes.fill(1, Math.max(0, from - day * DAY), Math.min(DAY, to - day * DAY));
    }
    return minutes;
  }
}
