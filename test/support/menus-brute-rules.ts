import type { Interval, Menus, NeedLine, OfferLine, Point, VolunteerLine } from '../../src/matching/engine/menus';

/** This offer for this need at this time, with what it takes and brings. Nothing of it is asked of the engine. */
export interface BrutePair {
  key: string;
  need: NeedLine;
  offer: OfferLine;
  volunteer: VolunteerLine;
  /** Index into the need's alternatives, and its occurrences; null and none when the time is to be agreed. */
  alternative: number | null;
  times: readonly Interval[];
  /** Hard rules it breaks by itself, against what is agreed. */
  broken: Set<string>;
  fit: number;
  /** Service and travel by month of the horizon. */
  minutes: number[];
}

/** What one person holds at some times, somewhere. */
interface Held {
  times: readonly Interval[];
  online: boolean;
  at: Point | null;
  school: string | null;
}

/** Rules a human may set aside by pinning a pair. */
export const OVERRIDABLE: ReadonlySet<string> = new Set(
  'category form required_skills grades language onsite_or_online unknown_distance travel_limit availability concurrent'.split(
    ' ',
  ),
);

const DAY = 24 * 60;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);

export const keyOf = (need: string, offer: string, alternative: number | null): string =>
  [need, offer, alternative].join(' ');

/** The rules of the domain, written from their descriptions for brute force: slow, literal, by minutes and days. */
export class BruteRules {
  readonly months: number;
  private readonly weekdays: number[];
  private readonly monthOf: number[];
  private readonly painted = new Map<string, Uint8Array>();
  private readonly freeOn = new Map<string, number>();

  constructor(readonly menus: Menus) {
    const dates = range(0, menus.horizon.days).map((day) => new Date(Date.parse(menus.horizon.start) + day * 864e5));
    this.weekdays = dates.map((date) => date.getUTCDay() || 7);
    const months = [...new Set(dates.map((date) => date.toISOString().slice(0, 7)))];
    this.monthOf = dates.map((date) => months.indexOf(date.toISOString().slice(0, 7)));
    this.months = months.length;
  }

  /** Every pair there could be, by need. */
  pairs(): BrutePair[][] {
    const { needs, offers, volunteers } = this.menus;
    return needs.map((need) =>
      (need.alternatives.length > 0 ? [...need.alternatives.keys()] : [null]).flatMap((alternative) =>
        offers.map((offer) => {
          const volunteer = volunteers.find((v) => v.id === offer.volunteer)!;
          const times = alternative === null ? [] : need.alternatives[alternative].occurrences;
          const bare = { need, offer, volunteer, alternative, times, key: keyOf(need.id, offer.id, alternative) };
          const timed = { ...bare, minutes: this.minutes(bare) };
          return { ...timed, broken: this.broken(timed), fit: this.fit(timed) };
        }),
      ),
    );
  }

  /** What is left of a limit in each month, in whole minutes on the safe side; null: no limit. */
  left(limit: number | null, which: (c: Menus['commitments'][number]) => boolean): number[] | null {
    if (limit === null) return null;
    const agreed = this.menus.commitments.filter(which);
    const used = (month: number) => sum(agreed.map((c) => Math.ceil(c.monthlyMinutes[month] ?? 0)));
    return range(0, this.months).map((month) => Math.floor(limit) - used(month));
  }

  leftOfVolunteer({ id, monthlyMinutes }: VolunteerLine): number[] | null {
    return this.left(monthlyMinutes, (c) => c.volunteer === id);
  }

  leftOfOffer({ id, monthlyMinutes }: OfferLine): number[] | null {
    return this.left(monthlyMinutes ?? null, (c) => c.offer === id);
  }

  piecesLeft({ id, stock }: OfferLine): number {
    return stock - sum(this.menus.commitments.filter((c) => c.offer === id).map((c) => c.pieces));
  }

  /** Whether the volunteer's people can share these pairs and what is agreed; one of them holds each to its end. */
  share(volunteer: VolunteerLine, pairs: readonly BrutePair[]): boolean {
    const timed = pairs.filter((p) => p.times.length > 0).map((p) => this.held(p));
    if (timed.length === 0) return true;
    const agreed = this.agreed(volunteer);
    const apart = (a: Held, b: Held) => !this.collide(a, b, volunteer);
    if (volunteer.people === 1)
      return timed.every((a, k) => agreed.every((b) => apart(a, b)) && timed.slice(k + 1).every((b) => apart(a, b)));
    const all = [...agreed, ...timed];
    // Nobody needs more members than there are engagements.
    const give = (k: number, members: Held[][]): boolean =>
      k === all.length ||
      members.some(
        (member, m) =>
          member.every((other) => apart(other, all[k])) &&
          give(
            k + 1,
            members.map((own, o) => (o === m ? [...own, all[k]] : own)),
          ),
      );
    return give(
      0,
      range(0, Math.min(volunteer.people, all.length)).map(() => []),
    );
  }

  private agreed(volunteer: VolunteerLine): Held[] {
    return this.menus.commitments
      .filter((c) => c.volunteer === volunteer.id && c.occurrences.length > 0)
      .map((c) => ({ times: c.occurrences, online: false, at: c.at, school: null }));
  }

  private held({ need, times }: Pick<BrutePair, 'need' | 'times'>): Held {
    const { place, school } = need;
    return { times, school, online: place.kind === 'online', at: place.kind === 'online' ? null : place.at };
  }

  private broken(pair: Omit<BrutePair, 'broken' | 'fit'>): Set<string> {
    const { need, offer, volunteer, alternative, times, minutes } = pair;
    const { menus } = this;
    const found = new Set<string>();
    const must = (rule: string, holds: boolean) => void (holds || found.add(rule));
    const [first, last] = this.period(need);
    const own = menus.commitments.filter((c) => c.volunteer === volunteer.id);
    const metres = this.wayHome(need, volunteer);
    const lastDay = alternative === null ? last : Math.max(0, ...times.map(({ to }) => Math.floor((to - 1) / DAY)));

    const inside = times.every(({ from, to }) => from >= first * DAY && to <= (last + 1) * DAY);
    must('period', first <= last && inside && (alternative === null || times.length > 0));
    must('consent', !need.consentMissing);
    must('category', need.category === offer.category);
    must('form', offer.forms.includes(need.form));
    for (const { skill, level, required } of need.skills)
      must('required_skills', !required || this.level(offer, skill) >= level);
    for (const grade of range(0, 31)) {
      const has = (bits: number) => Math.floor(bits / 2 ** grade) % 2 === 1;
      must('grades', offer.grades === 0 || !has(need.grades) || has(offer.grades));
    }
    for (const language of need.languages) must('language', volunteer.languages.includes(language));
    must('onsite_or_online', need.place.kind === 'online' ? offer.online : offer.onsite);
    must('goods_stock', need.quantity === 0 || need.quantity <= this.piecesLeft(offer));
    must('clearance', !need.minors || (volunteer.clearedUntil !== null && volunteer.clearedUntil >= lastDay));
    for (const e of menus.exclusions)
      must('excluded', e.volunteer !== volunteer.id || (e.need !== need.id && e.school !== need.school));
    must(
      'one_seat',
      own.every((c) => c.need !== need.id),
    );
    if (need.place.kind === 'site') must('unknown_distance', !menus.policy.excludeUnknownDistance || metres !== null);
    for (const limit of [volunteer.travelLimitMetres, offer.travelLimitMetres ?? null])
      must('travel_limit', metres === null || limit === null || metres <= limit);
    if (!found.has('period')) must('availability', this.available(offer, need, alternative, times));
    must('overlap', this.share(volunteer, [pair as BrutePair]));
    must('concurrent', volunteer.maxConcurrent === null || own.length < volunteer.maxConcurrent);
    const ofOffer = menus.commitments.filter((c) => c.offer === offer.id);
    must('concurrent', offer.maxConcurrent === null || ofOffer.length < offer.maxConcurrent);
    for (const left of [this.leftOfVolunteer(volunteer), this.leftOfOffer(offer)])
      must('monthly_minutes', left === null || minutes.every((m, k) => m === 0 || m <= left[k]));
    return found;
  }

  private level(offer: OfferLine, skill: string): number {
    return Math.max(0, ...offer.skills.filter((s) => s.skill === skill).map((s) => s.level));
  }

  /** First and last day in which the need can be served at all. */
  private period({ period }: NeedLine): [number, number] {
    return [Math.max(0, period.from), Math.min(this.menus.horizon.days - 1, period.to)];
  }

  /** Service, and a way there and back on each day with a session; to be agreed: by the week, one trip in each. */
  private minutes({
    need,
    volunteer,
    alternative,
    times,
  }: Pick<BrutePair, 'need' | 'volunteer' | 'alternative' | 'times'>): number[] {
    const online = need.place.kind === 'online';
    const trip = online ? 0 : 2 * this.trip(this.wayHome(need, volunteer), volunteer);
    return range(0, this.months).map((month) => {
      const [first, last] = this.period(need);
      const days = range(first, last + 1).filter((day) => this.monthOf[day] === month);
      if (alternative === null) {
        const service = Math.ceil((days.length * need.weeklyMinutes) / 7);
        return service + (need.weeklyMinutes > 0 ? Math.ceil(days.length / 7) * trip : 0);
      }
      const own = times.filter(({ from }) => this.monthOf[Math.floor(from / DAY)] === month);
      return sum(own.map(({ from, to }) => to - from)) + new Set(own.map((t) => Math.floor(t.from / DAY))).size * trip;
    });
  }

  /** Sum of the parts, each rounded by itself. */
  private fit(pair: Omit<BrutePair, 'broken' | 'fit'>): number {
    const { need, offer, volunteer, minutes } = pair;
    const weight = this.menus.policy.fit;
    const metres = this.wayHome(need, volunteer);
    const shares = {
      skill: this.skillShare(need, offer),
      time: this.timeShare(pair),
      distance:
        need.place.kind === 'online'
          ? 1000
          : metres === null
            ? 0
            : Math.round(1000 * Math.exp(-metres / this.menus.policy.distanceScale)),
      wish: (need.wishedOffer === offer.id ? 600 : 0) + (volunteer.wishedSchools.includes(need.school) ? 400 : 0),
      continuity: need.previousVolunteers.includes(volunteer.id) ? 1000 : 0,
      slack: 1000,
    };
    for (const left of [this.leftOfVolunteer(volunteer), this.leftOfOffer(offer)])
      minutes.forEach((own, m) => {
        if (left === null || own === 0) return;
        shares.slack = Math.min(shares.slack, left[m] > own ? Math.floor((1000 * (left[m] - own)) / left[m]) : 0);
      });
    return sum(
      Object.entries(shares).map(([part, share]) => Math.round((weight[part as keyof typeof weight] * share) / 1000)),
    );
  }

  /** 700 for the level asked, up to 1000 for expert, less in proportion below; what is required counts double. */
  private skillShare({ skills }: NeedLine, offer: OfferLine): number {
    if (skills.length === 0) return 1000;
    const shares = skills.map(({ skill, level, required }) => {
      const has = this.level(offer, skill);
      const above = level === 3 ? 300 : Math.floor((300 * (has - level)) / (3 - level));
      return (required ? 2 : 1) * (has >= level ? 700 + above : Math.floor((700 * has) / level));
    });
    return Math.floor(sum(shares) / sum(skills.map(({ required }) => (required ? 2 : 1))));
  }

  /** Free time around the tightest session, of an hour; to be agreed: free time beyond what is asked, up to twice. */
  private timeShare({ need, offer, volunteer, alternative, times }: Omit<BrutePair, 'broken' | 'fit'>): number {
    if (alternative === null) {
      if (need.weeklyMinutes === 0) return 1000;
      const [free, asked] = this.weekly(offer, need);
      return Math.min(1000, Math.max(0, Math.floor((1000 * (free - asked)) / asked)));
    }
    let least = this.available(offer, need, alternative, times) ? 60 : 0;
    for (const { day, from, to } of this.byDay(times)) {
      const free = this.paint(offer, day);
      const before = range(0, 30).findIndex((k) => free[from - 1 - k] !== 1);
      const after = range(0, 30).findIndex((k) => free[to + k] !== 1);
      if (!offer.availability.anyTime) least = Math.min(least, (before < 0 ? 30 : before) + (after < 0 ? 30 : after));
    }
    const share = Math.floor((1000 * least) / 60);
    const pause = volunteer.bufferMinutes;
    if (pause === 0 || volunteer.people > 1) return share;
    const own = this.held({ need, times });
    return this.agreed(volunteer).some((c) => this.collide(own, c, volunteer, pause)) ? Math.floor(share / 2) : share;
  }

  private available(offer: OfferLine, need: NeedLine, alternative: number | null, times: readonly Interval[]): boolean {
    if (alternative !== null)
      return this.byDay(times).every(({ day, from, to }) =>
        this.paint(offer, day)
          .subarray(from, to)
          .every((m) => m === 1),
      );
    const [free, asked] = this.weekly(offer, need);
    return free >= asked;
  }

  /** Minutes free in the period and minutes asked, both times seven. */
  private weekly(offer: OfferLine, need: NeedLine): [number, number] {
    const [first, last] = this.period(need);
    const free = range(first, last + 1).map((day) => this.freeMinutes(offer, day));
    return [7 * sum(free), need.weeklyMinutes * (last - first + 1)];
  }

  private freeMinutes(offer: OfferLine, day: number): number {
    const key = `${offer.id} ${day}`;
    const known = this.freeOn.get(key) ?? this.paint(offer, day).reduce((a, b) => a + b, 0);
    this.freeOn.set(key, known);
    return known;
  }

  /** The minutes of each day that these times touch. */
  private byDay(times: readonly Interval[]): { day: number; from: number; to: number }[] {
    return times.flatMap(({ from, to }) =>
      range(Math.floor(from / DAY), Math.floor((to - 1) / DAY) + 1).map((day) => ({
        day,
        from: Math.max(0, from - day * DAY),
        to: Math.min(DAY, to - day * DAY),
      })),
    );
  }

  /** The minutes of a day, 1 where the offer is free. */
  private paint({ id, availability }: OfferLine, day: number): Uint8Array {
    const key = `${id} ${day}`;
    let minutes = this.painted.get(key);
    if (minutes !== undefined) return minutes;
    minutes = new Uint8Array(DAY);
    this.painted.set(key, minutes);
    if (this.weekdays[day] === undefined || availability.daysOff.includes(day)) return minutes;
    if (availability.anyTime) return minutes.fill(1);
    const windows = [
      ...availability.weekly.filter((w) => w.weekday === this.weekdays[day]),
      ...availability.dates.map(({ from, to }) => ({ from: from - day * DAY, to: to - day * DAY })),
    ];
    for (const { from, to } of windows) for (let m = Math.max(0, from); m < Math.min(DAY, to); m++) minutes[m] = 1;
    return minutes;
  }

  private collide(a: Held, b: Held, volunteer: VolunteerLine, pause = 0): boolean {
    const between = this.between(a, b, volunteer) + pause;
    return a.times.some((p) => b.times.some((q) => p.from - q.to < between && q.from - p.to < between));
  }

  /** Minutes from one to the other: none online or on the same spot; the fixed ones where a place is not known. */
  private between(a: Held, b: Held, volunteer: VolunteerLine): number {
    if (a.online || b.online) return 0;
    if (a.at === null || b.at === null) {
      const sameSchool = a.at === b.at && a.school !== null && a.school === b.school;
      return sameSchool ? 0 : this.menus.policy.tripMinutes;
    }
    const same = a.at.latitude === b.at.latitude && a.at.longitude === b.at.longitude;
    return same ? 0 : this.trip(this.metres(a.at, b.at), volunteer);
  }

  private trip(metres: number | null, { travelMode }: VolunteerLine): number {
    const { speed, tripMinutes } = this.menus.policy;
    return tripMinutes + (metres === null ? 0 : Math.ceil(metres / speed[travelMode]));
  }

  private wayHome({ place }: NeedLine, { home }: VolunteerLine): number | null {
    return place.kind === 'online' || place.at === null || home === null ? null : this.metres(place.at, home);
  }

  /** Great circle times the detour, in whole metres. */
  private metres(a: Point, b: Point): number {
    const half = (degrees: number) => Math.sin((degrees * Math.PI) / 360) ** 2;
    const cosines = Math.cos((a.latitude * Math.PI) / 180) * Math.cos((b.latitude * Math.PI) / 180);
    const h = half(a.latitude - b.latitude) + cosines * half(a.longitude - b.longitude);
    return Math.round(2 * 6_371_009 * Math.asin(Math.sqrt(Math.min(1, h))) * this.menus.policy.detour);
  }
}
