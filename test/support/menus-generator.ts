import {
  type Availability,
  type Commitment,
  DEFAULT_POLICY,
  type Menus,
  type NeedLine,
  type OfferLine,
  type Point,
  type VolunteerLine,
} from '../../src/matching/engine/menus';

/** Full menus of a synthetic district, deterministic by seed: skills, times and places, no ready-made pairs. */
export interface DistrictSize {
  needs: number;
  volunteers: number;
  seed: number;
}

/** A small seeded generator of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const DAYS = 140;
const DAY = 1440;
/** 1 September 2026 is a Tuesday. */
const START = '2026-09-01';
const FIRST_WEEKDAY = 2;
const CATEGORIES: { category: string; forms: string[]; skills: string[]; minors: number; weight: number }[] = [
  ['传统文化', ['class_series', 'workshop', 'lecture'], ['葫芦丝', '书法', '剪纸', '戏曲', '二胡'], 0.7, 20],
  ['心理谈心', ['talk_room', 'lecture'], ['心理辅导', '青春期', '考前减压', '家庭沟通'], 1, 14],
  ['结对帮扶', ['one_to_one', 'visit'], ['学业辅导', '陪伴', '家访'], 1, 14],
  ['青年教师', ['mentoring'], ['语文教学', '数学教学', '英语教学', '班主任', '物理教学'], 0, 14],
  ['思政红色', ['lecture', 'stage'], ['党史', '国史', '英雄事迹'], 0.6, 12],
  ['法治安全', ['lecture', 'workshop'], ['交通安全', '消防', '防欺凌', '网络安全'], 0.6, 10],
  ['科普', ['lecture', 'workshop', 'class_series'], ['航天', '生物', '编程', '气象'], 0.7, 10],
  ['看护服务', ['duty', 'visit'], ['校门值守', '课后看护', '图书管理'], 0.8, 6],
].map(([category, forms, skills, minors, weight]) => ({
  category: category as string,
  forms: forms as string[],
  skills: skills as string[],
  minors: minors as number,
  weight: weight as number,
}));

export function district({ needs, volunteers, seed }: DistrictSize): Menus {
  const random = numbers(seed);
  const between = (a: number, b: number) => a + Math.floor(random() * (b - a + 1));
  const chance = (share: number) => random() < share;
  const one = <T>(list: readonly T[]): T => list[between(0, list.length - 1)];
  // About four volunteers a square kilometre, in clusters.
  const side = Math.sqrt(volunteers) * 0.5;
  // However large the area, about the same number of people go anywhere, or nobody knows from where they come.
  const far = Math.min(1, 3000 / volunteers);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const clusters = Array.from({ length: Math.max(4, Math.round(volunteers / 250)) }, () => ({
    x: random() * side,
    y: random() * side,
    spread: 0.5 + (random() * side) / 8,
  }));
  const spot = (): Point => {
    const cluster = one(clusters);
    const x = chance(0.35) ? random() * side : cluster.x + gauss() * cluster.spread;
    const y = chance(0.35) ? random() * side : cluster.y + gauss() * cluster.spread;
    const clip = (v: number) => Math.min(side, Math.max(0, v));
    return { latitude: 36.6 + clip(y) / 111.2, longitude: 117 + clip(x) / 89.2 };
  };
  const pick = () => {
    let at = random() * CATEGORIES.reduce((sum, c) => sum + c.weight, 0);
    return CATEGORIES.find((c) => (at -= c.weight) < 0) ?? CATEGORIES[0];
  };
  // Early skills of a category are common, late ones scarce.
  const skillOf = (skills: readonly string[]) => skills[Math.floor(skills.length * random() ** 1.7)];

  const schools = Array.from({ length: Math.max(6, Math.round(needs / 25)) }, (_, k) => ({
    id: `school-${k}`,
    at: chance(0.03 * far) ? null : spot(),
    first: one([1, 1, 1, 7, 10]),
  }));

  const volunteerLines: VolunteerLine[] = [];
  const offerLines: OfferLine[] = [];
  const commitments: Commitment[] = [];
  for (let v = 0; v < volunteers; v++) {
    const team = chance(0.02);
    const r = random();
    const most = (r < 0.35 ? 1 : r < 0.72 ? 2 : r < 0.92 ? 3 : r < 0.98 ? 4 : 6) * (team ? 2 : 1);
    const id = `volunteer-${v}`;
    const home = chance(0.1 * far) ? null : spot();
    volunteerLines.push({
      id,
      people: team ? between(2, 4) : 1,
      maxConcurrent: chance(0.95) ? most : null,
      monthlyMinutes: chance(0.9) ? most * between(8, 20) * 60 : null,
      home,
      travelMode: one(['walk', 'bicycle', 'bus', 'bus', 'car'] as const),
      travelLimitMetres: chance(0.15 * far) ? null : between(20, 120) * 100,
      bufferMinutes: chance(0.3) ? 30 : 0,
      clearedUntil: chance(0.82) ? between(60, 400) : null,
      languages: chance(0.15) ? ['zh', 'en'] : ['zh'],
      wishedSchools: chance(0.1) ? [one(schools).id] : [],
    });
    const weekly = weeklyWindows(random);
    const count = chance(0.25) ? 2 : 1;
    for (let o = 0; o < count; o++) {
      const { category, forms, skills } = pick();
      const levels = new Map<string, number>();
      for (let k = between(1, 3); k > 0; k--) levels.set(skillOf(skills), between(1, 3));
      offerLines.push({
        id: `offer-${v}-${o}`,
        volunteer: id,
        programme: null,
        category,
        forms: forms.filter((_, k) => k === 0 || chance(0.7)),
        skills: [...levels].map(([skill, level]) => ({ skill, level })),
        grades: chance(0.4) ? 0 : bits(between(1, 4), between(6, 12)),
        availability: availability(weekly),
        maxConcurrent: chance(0.1) ? 1 : null,
        monthlyMinutes: null,
        onsite: chance(0.97),
        online: chance(0.2 * far),
        stock: 0,
      });
    }
    if (chance(0.08)) {
      const day = between(0, 6);
      const from = one([9 * 60, 14 * 60]);
      const occurrences = Array.from({ length: 18 }, (_, w) => ({
        from: (day + 7 * w) * DAY + from,
        to: (day + 7 * w) * DAY + from + 90,
      }));
      commitments.push({
        volunteer: id,
        offer: null,
        need: null,
        occurrences,
        at: one(schools).at,
        monthlyMinutes: [360, 360, 360, 360, 360],
        pieces: 0,
      });
    }
  }

  const needLines: NeedLine[] = [];
  for (let n = 0; n < needs; n++) {
    const school = one(schools);
    const { category, forms, skills, minors } = pick();
    const r = random();
    const priority = r < 0.12 ? 1 : r < 0.35 ? 2 : r < 0.8 ? 3 : 4;
    const q = random();
    const seats = q < 0.8 ? 1 : q < 0.92 ? 2 : q < 0.98 ? 3 : 5;
    const kind = random();
    const asked: NeedLine['skills'] = [];
    if (chance(0.9)) asked.push({ skill: skillOf(skills), level: chance(0.7) ? 1 : 2, required: true });
    const extra = skillOf(skills);
    if (chance(0.3) && extra !== asked[0]?.skill) asked.push({ skill: extra, level: 2, required: false });
    const from = between(0, 14);
    const period = { from, to: chance(0.3) ? between(from + 28, DAYS - 1) : DAYS - 1 };
    const grade = school.first + between(0, 2);
    needLines.push({
      id: `need-${n}`,
      school: school.id,
      programme: null,
      category,
      form: chance(0.6) ? forms[0] : one(forms),
      skills: asked,
      grades: minors > 0 && chance(0.7) ? bits(grade, Math.min(12, grade + between(0, 2))) : 0,
      seats,
      minimum: seats > 1 && chance(0.35) ? between(2, seats) : 1,
      priority: priority as 1 | 2 | 3 | 4,
      waitingDays: between(0, 90),
      alternatives:
        kind < 0.8 ? Array.from({ length: chance(0.15) ? between(2, 3) : 1 }, () => times(kind < 0.6, period)) : [],
      weeklyMinutes: kind < 0.8 ? 0 : between(2, 4) * 30,
      period,
      place: chance(0.04) ? { kind: 'online' } : { kind: 'site', at: school.at },
      languages: chance(0.03) ? ['en'] : chance(0.3) ? ['zh'] : [],
      minors: priority <= 2 || chance(minors),
      oneToOne: forms[0] === 'one_to_one',
      consentMissing: chance(0.01),
      wishedOffer: chance(0.05) ? one(offerLines).id : null,
      previousVolunteers: chance(0.1) ? [one(volunteerLines).id] : [],
      quantity: 0,
    });
  }
  return {
    horizon: { start: START, days: DAYS },
    needs: needLines,
    volunteers: volunteerLines,
    offers: offerLines,
    commitments,
    pins: [],
    exclusions: Array.from({ length: Math.round(needs / 50) }, () => ({
      volunteer: one(volunteerLines).id,
      need: one(needLines).id,
      school: null,
      reason: one(['declined', 'lapsed', 'blocked'] as const),
    })),
    published: [],
    policy: DEFAULT_POLICY,
  };

  function times(weekly: boolean, period: { from: number; to: number }) {
    const weekday = between(1, 5);
    const start = one([
      8 * 60,
      8 * 60 + 30,
      9 * 60,
      10 * 60,
      13 * 60 + 30,
      14 * 60,
      14 * 60 + 30,
      15 * 60 + 30,
      16 * 60,
    ]);
    const minutes = weekly ? between(1, 2) * 45 : between(2, 4) * 30;
    const days: number[] = [];
    for (let day = period.from; day <= period.to; day++)
      if (((FIRST_WEEKDAY - 1 + day) % 7) + 1 === weekday) days.push(day);
    const chosen = weekly ? days : [one(days)];
    return { occurrences: chosen.map((day) => ({ from: day * DAY + start, to: day * DAY + start + minutes })) };
  }

  function availability(weekly: Availability['weekly']): Availability {
    const daysOff = chance(0.2) ? Array.from({ length: between(1, 7) }, (_, k) => 30 + k) : [];
    const day = between(0, DAYS - 1);
    const dates = chance(0.05) ? [{ from: day * DAY + 8 * 60, to: day * DAY + 18 * 60 }] : [];
    return { anyTime: chance(0.05), weekly, dates, daysOff };
  }
}

function weeklyWindows(random: () => number): Availability['weekly'] {
  const dense = 0.3 + 0.5 * random();
  const windows: Availability['weekly'] = [];
  for (let weekday = 1; weekday <= 6; weekday++) {
    if (random() < dense) windows.push({ weekday, from: 8 * 60, to: 12 * 60 });
    if (random() < dense) windows.push({ weekday, from: 13 * 60, to: random() < 0.7 ? 18 * 60 : 17 * 60 });
  }
  return windows.length > 0 ? windows : [{ weekday: 3, from: 13 * 60, to: 17 * 60 }];
}

function bits(from: number, to: number): number {
  let mask = 0;
  for (let g = from; g <= to; g++) mask |= 1 << g;
  return mask;
}
