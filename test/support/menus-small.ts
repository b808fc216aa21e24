import {
  type Commitment,
  DEFAULT_POLICY,
  type Interval,
  type Menus,
  type NeedLine,
  type OfferLine,
  type Policy,
  type VolunteerLine,
} from '../../src/matching/engine/menus';
import { numbers } from './menus-generator';

/** Small menus by hand. Day 0 is Monday, 7 September 2026; every line has harmless defaults. */
export const MONDAY = '2026-09-07';
const DAY = 1440;

/** `[from, to)` on a day of the horizon, by the clock: `at(2, '14:00', '15:30')`. */
export function at(day: number, from: string, to: string): Interval {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return { from: day * DAY + minutes(from), to: day * DAY + minutes(to) };
}

export function need(id: string, more: Partial<NeedLine> = {}): NeedLine {
  return {
    id,
    school: '实验小学',
    programme: null,
    category: '传统文化',
    form: 'class_series',
    skills: [],
    grades: 0,
    seats: 1,
    minimum: 1,
    priority: 3,
    waitingDays: 0,
    alternatives: [],
    weeklyMinutes: 60,
    period: { from: 0, to: 27 },
    place: { kind: 'site', at: { latitude: 36.65, longitude: 117.1 } },
    languages: [],
    minors: false,
    oneToOne: false,
    consentMissing: false,
    wishedOffer: null,
    previousVolunteers: [],
    quantity: 0,
    ...more,
  };
}

export function volunteer(id: string, more: Partial<VolunteerLine> = {}): VolunteerLine {
  return {
    id,
    people: 1,
    maxConcurrent: null,
    monthlyMinutes: null,
    home: { latitude: 36.66, longitude: 117.12 },
    travelMode: 'bus',
    travelLimitMetres: null,
    bufferMinutes: 0,
    clearedUntil: null,
    languages: ['zh'],
    wishedSchools: [],
    ...more,
  };
}

export function offer(id: string, of: string, more: Partial<OfferLine> = {}): OfferLine {
  return {
    id,
    volunteer: of,
    programme: null,
    category: '传统文化',
    forms: ['class_series'],
    skills: [],
    grades: 0,
    availability: { anyTime: true, weekly: [], dates: [], daysOff: [] },
    maxConcurrent: null,
    monthlyMinutes: null,
    onsite: true,
    online: false,
    stock: 0,
    ...more,
  };
}

export function commitment(of: string, more: Partial<Commitment> = {}): Commitment {
  return { volunteer: of, offer: null, need: null, occurrences: [], at: null, monthlyMinutes: [], pieces: 0, ...more };
}

export function menus(more: Partial<Omit<Menus, 'policy'>> & { policy?: Partial<Policy> } = {}): Menus {
  return {
    horizon: { start: MONDAY, days: 28 },
    needs: [],
    volunteers: [],
    offers: [],
    commitments: [],
    pins: [],
    exclusions: [],
    published: [],
    ...more,
    policy: { ...DEFAULT_POLICY, ...more.policy },
  };
}

/**
 * Random menus of a handful of lines in which every rule of the domain bites now and then: odd times across midnight,
 * single dates, days off, teams, goods, minimums, alternatives, unknown places, limits of every kind.
 */
export function randomMenus(seed: number, mostNeeds = 5, mostVolunteers = 4): Menus {
  const random = numbers(seed);
  const between = (a: number, b: number) => a + Math.floor(random() * (b - a + 1));
  const chance = (share: number) => random() < share;
  const one = <T>(list: readonly T[]): T => list[between(0, list.length - 1)];
  const some = <T>(list: readonly T[], share: number): T[] => list.filter(() => chance(share));
  const days = between(10, 40);
  const spot = () =>
    chance(0.15) ? null : { latitude: 36.6 + between(0, 6) * 0.02, longitude: 117 + between(0, 6) * 0.02 };
  const skills = ['葫芦丝', '书法', '戏曲'];
  const categories = ['传统文化', '心理谈心'];
  const forms = ['class_series', 'lecture'];
  const languages = ['zh', 'en'];
  const schools = Array.from({ length: 3 }, (_, k) => ({ id: `s${k}`, at: spot() }));
  const clock = () => one([8 * 60, 9 * 60, 9 * 60 + 40, 14 * 60, 15 * 60 + 10, 23 * 60 + 30]);
  const session = (): Interval => {
    const from = between(0, days - 2) * DAY + clock();
    return { from, to: from + one([30, 60, 90, 120]) };
  };
  const apart = (list: Interval[]): Interval[] => {
    let end = -Infinity;
    const follows = (t: Interval) => t.from >= end && (end = t.to) > 0;
    return [...list].sort((a, b) => a.from - b.from).filter(follows);
  };
  const windows = () =>
    Array.from({ length: between(2, 12) }, () => {
      const from = one([0, 7 * 60, 8 * 60, 8 * 60 + 30, 13 * 60, 14 * 60]);
      return { weekday: between(1, 7), from, to: from + one([240, 300, 600]) };
    });

  const volunteers = Array.from({ length: between(0, mostVolunteers) }, (_, v) =>
    volunteer(`v${v}`, {
      people: chance(0.2) ? between(2, 3) : 1,
      maxConcurrent: chance(0.5) ? (chance(0.1) ? 0 : between(1, 3)) : null,
      monthlyMinutes: chance(0.4) ? between(1, 14) * 60 : null,
      home: spot(),
      travelMode: one(['walk', 'bicycle', 'bus', 'car'] as const),
      travelLimitMetres: chance(0.3) ? between(2, 16) * 1000 : null,
      bufferMinutes: chance(0.3) ? 30 : 0,
      clearedUntil: chance(0.8) ? between(5, days * 3) : null,
      languages: some(languages, 0.85),
      wishedSchools: some(['s0', 's1'], 0.2),
    }),
  );
  const offers = volunteers.flatMap((v, k) =>
    Array.from({ length: between(0, 2) + (chance(0.5) ? 1 : 0) }, (_, o) =>
      offer(`o${k}-${o}`, v.id, {
        category: chance(0.9) ? categories[0] : categories[1],
        forms: some(forms, 0.9),
        skills: some(skills, 0.8).map((skill) => ({ skill, level: between(1, 3) })),
        grades: chance(0.8) ? 0 : between(1, 255),
        availability: {
          anyTime: chance(0.65),
          weekly: windows(),
          dates: chance(0.4) ? Array.from({ length: between(1, 3) }, session) : [],
          daysOff: chance(0.3) ? [between(0, days - 1), between(0, days - 1)] : [],
        },
        maxConcurrent: chance(0.25) ? between(0, 3) : null,
        monthlyMinutes: chance(0.2) ? between(1, 10) * 60 : null,
        // Not drawn, so that the menus of a seed stay what they were otherwise.
        travelLimitMetres: (3 * k + o) % 7 === 3 ? 3000 : null,
        onsite: chance(0.95),
        online: chance(0.5),
        stock: chance(0.5) ? between(0, 8) : 0,
      }),
    ),
  );
  const needs = Array.from({ length: between(0, mostNeeds) }, (_, n) => {
    const school = one(schools);
    const seats = between(1, 3);
    const goods = chance(0.15);
    const timed = !goods && chance(0.7);
    return need(`n${n}`, {
      school: school.id,
      category: chance(0.93) ? categories[0] : categories[1],
      form: chance(0.9) ? forms[0] : forms[1],
      skills: some(skills, 0.2).map((skill) => ({ skill, level: between(1, 2), required: chance(0.5) })),
      grades: chance(0.75) ? 0 : between(1, 15),
      seats,
      minimum: between(1, seats),
      priority: between(1, 4) as 1 | 2 | 3 | 4,
      waitingDays: between(0, 80),
      alternatives: timed
        ? Array.from({ length: between(1, 3) }, () => ({
            occurrences: apart(Array.from({ length: between(1, 3) }, session)),
          }))
        : [],
      weeklyMinutes: goods ? 0 : between(0, 4) * 30,
      period: chance(0.85) ? { from: 0, to: days - 1 } : { from: between(-5, 5), to: between(-2, days + 5) },
      place: chance(0.15) ? { kind: 'online' as const } : { kind: 'site' as const, at: school.at },
      languages: some(languages, 0.1),
      minors: chance(0.3),
      consentMissing: chance(0.05),
      wishedOffer: offers.length > 0 && chance(0.2) ? one(offers).id : null,
      previousVolunteers: volunteers.length > 0 && chance(0.2) ? [one(volunteers).id] : [],
      quantity: goods ? between(1, 4) : 0,
    });
  });
  const has = volunteers.length > 0 && needs.length > 0;
  return menus({
    horizon: { start: one([MONDAY, '2026-12-15', '2028-02-20']), days },
    needs,
    volunteers,
    offers,
    commitments: has
      ? Array.from({ length: between(0, 2) }, () =>
          commitment(one(volunteers).id, {
            offer: offers.length > 0 && chance(0.3) ? one(offers).id : null,
            need: chance(0.3) ? one(needs).id : null,
            occurrences: chance(0.8) ? [session(), session()] : [],
            at: spot(),
            monthlyMinutes: [between(0, 3) * 60, between(0, 3) * 60],
            pieces: chance(0.3) ? between(0, 3) : 0,
          }),
        )
      : [],
    exclusions: has
      ? Array.from({ length: between(0, 2) }, () => ({
          volunteer: one(volunteers).id,
          need: chance(0.7) ? one(needs).id : null,
          school: chance(0.2) ? one(schools).id : null,
          reason: one(['declined', 'lapsed', 'blocked', 'conflict_of_interest'] as const),
        }))
      : [],
    pins:
      has && offers.length > 0 && chance(0.3)
        ? Array.from({ length: between(1, 2) }, () => ({
            need: one(needs).id,
            offer: one(offers).id,
            alternative: null,
          }))
        : [],
    published:
      has && offers.length > 0 && chance(0.4)
        ? Array.from({ length: between(1, 3) }, () => {
            const line = one(needs);
            return { need: line.id, offer: one(offers).id, alternative: line.alternatives.length > 0 ? 0 : null };
          })
        : [],
    policy: { excludeUnknownDistance: chance(0.1), strictLevels: chance(0.2) },
  });
}
