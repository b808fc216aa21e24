import { addDays, toMoment, weekdayOf } from '../districts/local-time';
import { DEFAULT_SETTINGS } from '../districts/settings';
import { DEFAULT_POLICY } from '../matching/engine/menus';
import { searchColumns } from '../platform/search';
import { priorityOf } from '../needs/need';
import { NeedTimes, occurrences, weekdaysOf } from '../needs/times';
import { freeWeekdays } from '../resources/availability';
import type { OfferAvailability } from '../resources/resource';
import {
  AREAS,
  GIVEN,
  NEED_ITEMS,
  NeedItem,
  OFFER_ITEMS,
  OfferItem,
  PROGRAMMES,
  SURNAMES,
  TAXONOMY,
  TIMETABLE,
} from './items';
import { Random } from './random';

/** Rows by table, in columns of the database; every value is JSON. */
export type Rows = Record<string, Record<string, unknown>[]>;

export interface DemoSize {
  slug: string;
  name: string;
  schools: number;
  volunteers: number;
  offers: number;
  needs: number;
}

export const EAST_LAKE: DemoSize = {
  slug: 'east-lake',
  name: '东湖区教育局关工委',
  schools: 60,
  volunteers: 200,
  offers: 350,
  needs: 300,
};
/** A second district, so that a missing filter shows. */
export const WEST_HILL: DemoSize = {
  slug: 'west-hill',
  name: '西山区教育局关工委',
  schools: 5,
  volunteers: 12,
  offers: 18,
  needs: 15,
};

const TIMEZONE = 'Asia/Shanghai';
const DAY = 86_400_000;
const STAGES = ['小学', '小学', '小学', '初中', '初中', '九年一贯制'];
const GRADES: Record<string, number> = { 小学: 0b0000001111110, 初中: 0b0001110000000, 九年一贯制: 0b0001111111110 };
const PROGRAMME_RULES_ONE_TO_ONE = new Set(['caring_pair']);

interface School {
  id: string;
  name: string;
  stage: string;
  latitude: number;
  longitude: number;
}
interface Person {
  id: string;
  groups: string[];
  cleared: boolean;
  busy: boolean;
}
interface Offered {
  id: string;
  volunteer: Person;
  skills: string[];
  forms: string[];
}

/**
 * One whole district as rows: the same seed and day make the same district. Names are invented; the lines of both menus
 * come from real ones. Includes past and running engagements, overdue check-ins, clearances about to expire and stale lines.
 */
export function generateDistrict(size: DemoSize, seed: number, now: Date, passwordHash: string): Rows {
  const random = new Random(seed);
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  let tick = now.getTime() - 200 * DAY;
  const id = (): string => random.id(new Date((tick += 1000)));
  const rows: Rows = {};
  const add = (table: string, row: Record<string, unknown>): void => void (rows[table] ??= []).push(row);
  const ago = (days: number): string => new Date(now.getTime() - days * DAY).toISOString();
  const codes: Record<string, number> = {};
  const year = Number(today.slice(0, 4));
  const code = (prefix: string, kind: string): string =>
    `${prefix}-${year}-${String((codes[kind] = (codes[kind] ?? 0) + 1)).padStart(4, '0')}`;

  const districtId = id();
  add('district', {
    id: districtId,
    slug: size.slug,
    name: size.name,
    timezone: TIMEZONE,
    settings: { ...DEFAULT_SETTINGS, timetable: TIMETABLE },
    version: 1,
    created_at: ago(400),
  });
  const policyId = id();
  add('policy', {
    id: policyId,
    district_id: districtId,
    number: 1,
    params: DEFAULT_POLICY,
    note: '默认方案',
    created_by: null,
    created_at: ago(400),
  });
  calendar(add, id, districtId, year);
  const areas = AREAS.map(([name, latitude, longitude]) => ({
    id: id(),
    district_id: districtId,
    name,
    latitude,
    longitude,
  }));
  areas.forEach((area) => add('area', area));
  const { categories, skills, programmes } = taxonomy(add, id, districtId);

  const spread = (value: number, by: number): number => Math.round((value + (random.next() - 0.5) * by) * 1e5) / 1e5;
  const names = schoolNames(size.schools);
  const schools: School[] = names.map((name) => {
    const area = random.pick(areas);
    const stage = name.includes('小学') ? '小学' : name.includes('九年') ? '九年一贯制' : '初中';
    const school = {
      id: id(),
      name,
      stage,
      latitude: spread(area.latitude, 0.02),
      longitude: spread(area.longitude, 0.02),
    };
    add('school', {
      id: school.id,
      district_id: districtId,
      name,
      stages: [stage],
      area_id: area.id,
      latitude: school.latitude,
      longitude: school.longitude,
      version: 1,
      created_at: ago(400),
    });
    return school;
  });

  const account = (
    login: string,
    name: string,
    role: string,
    more: { school_id?: string; volunteer_id?: string } = {},
    elder = false,
  ): string => {
    const accountId = id();
    const prefix = size.slug === EAST_LAKE.slug ? '' : `${size.slug.split('-')[0]}-`;
    add('account', {
      id: accountId,
      login: prefix + login,
      name,
      password_hash: passwordHash,
      locale: 'zh-CN',
      elder_mode: elder,
      failed_sign_ins: 0,
      version: 1,
      created_at: ago(300),
    });
    add('membership', {
      id: id(),
      account_id: accountId,
      district_id: districtId,
      role,
      school_id: more.school_id ?? null,
      volunteer_id: more.volunteer_id ?? null,
      created_at: ago(300),
    });
    return accountId;
  };
  const person = (): string => random.pick(SURNAMES) + random.pick(GIVEN);
  const admin = account('admin', '陈老师', 'admin');
  account('auditor', '审计员', 'auditor');
  const coordinators = schools.map((school, i) =>
    account(i === 0 ? 'coordinator' : `coordinator${i + 1}`, `${random.pick(SURNAMES)}老师`, 'coordinator', {
      school_id: school.id,
    }),
  );
  const teacher = account('teacher', '小林老师', 'young_teacher', { school_id: schools[0].id });

  const clearance = (volunteerId: string, expires: string): void =>
    add('clearance', {
      id: id(),
      district_id: districtId,
      volunteer_id: volunteerId,
      number: `查${year}${random.whole(10000, 99999)}`,
      authority: '区公安分局',
      checked_on: addDays(expires, -365),
      expires_on: expires,
      created_at: ago(30),
    });
  const wishes = (): string[] => (random.chance(0.25) ? [random.pick(schools).id] : []);
  const volunteers: Person[] = Array.from({ length: size.volunteers }, (_, i) => {
    // The first one is the persona `volunteer`: a retired teacher who teaches the gourd flute.
    const shown = i === 0;
    const guest = i % 12 === 11;
    const group = shown
      ? 'teacher'
      : guest
        ? random.pick(['judge', 'firefighter', 'artisan'])
        : random.pick([
            'teacher',
            'teacher',
            'teacher',
            'teacher',
            'official',
            'soldier',
            'expert',
            'expert',
            'model_worker',
          ]);
    const area = random.pick(areas);
    const team = !shown && (guest || random.chance(0.04));
    const volunteerId = id();
    const state = i % 40 === 39 ? 'applied' : i % 25 === 24 ? 'paused' : 'active';
    const known = !random.chance(0.06);
    add('volunteer', {
      id: volunteerId,
      district_id: districtId,
      code: code('志', 'volunteer'),
      state,
      kind: guest ? 'guest' : team ? 'team' : 'person',
      name: guest
        ? `${{ judge: '区法院宣讲团', firefighter: '消防救援站', artisan: '工匠协会' }[group as 'judge']}${Math.floor(i / 12) + 1}队`
        : team
          ? `${random.pick(SURNAMES)}老师助教团`
          : person(),
      phone: `139${String(random.whole(0, 99_999_999)).padStart(8, '0')}`,
      retired_from: guest ? null : random.pick(schools).name,
      veteran_group: guest ? null : group,
      guest_group: guest ? group : null,
      tier: random.pick(['core', 'backbone', 'backbone', 'participating', 'participating']),
      people: team ? random.whole(2, 6) : 1,
      birth_year: guest ? null : year - random.whole(60, 82),
      languages: random.chance(0.3) ? ['zh', '武汉话'] : ['zh'],
      area_id: known ? area.id : null,
      latitude: known ? spread(area.latitude, 0.015) : null,
      longitude: known ? spread(area.longitude, 0.015) : null,
      travel_mode: random.pick(['walk', 'bicycle', 'bus', 'bus', 'bus', 'car']),
      travel_limit_metres: random.chance(0.8) ? random.whole(7, 25) * 1000 : null,
      buffer_minutes: random.pick([0, 0, 15, 30]),
      max_concurrent: random.pick([1, 2, 2, 3, 3, 3, 4]) * (team ? 2 : 1),
      monthly_minutes: random.whole(12, 32) * 60 * (team ? 2 : 1),
      wished_school_ids: wishes(),
      preferred_contact: random.pick(['app', 'phone', 'phone', 'coordinator']),
      consented_on: state === 'applied' ? null : addDays(today, -random.whole(30, 300)),
      version: 1,
      created_at: ago(random.whole(60, 390)),
      updated_at: ago(random.whole(1, 50)),
    });
    const cleared = (random.chance(0.85) || shown) && state !== 'applied';
    if (cleared) clearance(volunteerId, addDays(today, i % 17 === 3 ? random.whole(5, 55) : random.whole(130, 360)));
    else if (random.chance(0.4)) clearance(volunteerId, addDays(today, -random.whole(5, 90)));
    return { id: volunteerId, groups: [group], cleared, busy: state !== 'active' };
  });
  account('volunteer', '志愿者（示范）', 'volunteer', { volunteer_id: volunteers[0].id }, true);
  account('volunteer2', '志愿者二（示范）', 'volunteer', { volunteer_id: volunteers[1].id }, true);

  const offers: Offered[] = [];
  const supply = new Map<string, number>();
  for (let i = 0; i < size.offers; i++) {
    const volunteer = volunteers[i < volunteers.length ? i : random.whole(0, volunteers.length - 1)];
    const fitting = OFFER_ITEMS.filter(({ by }) => by.some((group) => volunteer.groups.includes(group)));
    const item = i === 0 ? OFFER_ITEMS[0] : wanted(random, fitting.length > 0 ? fitting : OFFER_ITEMS, supply);
    supply.set(item.title, (supply.get(item.title) ?? 0) + 1);
    const state = i % 30 === 29 ? 'submitted' : i % 45 === 44 ? 'paused' : 'listed';
    const stale = state === 'listed' && i % 23 === 22;
    const offerId = id();
    const free = availability(random);
    add('offer', {
      id: offerId,
      district_id: districtId,
      code: code('资', 'offer'),
      state,
      volunteer_id: volunteer.id,
      programme_id: null,
      category_id: categories.get(item.category),
      title: item.title,
      description: '',
      forms: item.forms,
      grades: random.chance(0.7) ? 0 : random.pick([GRADES.小学, GRADES.初中]),
      session_minutes: 60,
      availability: free,
      weekdays: freeWeekdays(free),
      onsite: true,
      online: item.forms.includes('lecture') && random.chance(0.15),
      max_concurrent: null,
      monthly_minutes: null,
      stock: item.forms.includes('goods') ? random.whole(10, 120) : 0,
      site_needs: random.chance(0.2) ? '投影仪' : '',
      notes: '',
      confirmed_at: ago(stale ? 200 : random.whole(1, 60)),
      stale_since: stale ? ago(10) : null,
      version: 1,
      created_at: ago(random.whole(30, 380)),
      updated_at: ago(random.whole(1, 30)),
    });
    item.skills.forEach((name, position) =>
      add('offer_skill', {
        offer_id: offerId,
        district_id: districtId,
        skill_id: skills.get(name),
        level: position === 0 ? random.whole(2, 3) : random.whole(1, 3),
      }),
    );
    if (state === 'listed' && !stale) offers.push({ id: offerId, volunteer, skills: item.skills, forms: item.forms });
  }

  for (let i = 0; i < size.needs; i++) {
    const item = i < NEED_ITEMS.length ? NEED_ITEMS[i] : random.pick(NEED_ITEMS);
    const fitting = schools
      .map((school, index) => ({ school, index }))
      .filter(
        ({ school }) => item.stages.length === 0 || item.stages.includes(school.stage) || school.stage === '九年一贯制',
      );
    const { school, index } = random.pick(
      fitting.length > 0 ? fitting : schools.map((one, at) => ({ school: one, index: at })),
    );
    const pair =
      i % 8 === 5
        ? offers.find(
            (one) =>
              !one.volunteer.busy &&
              one.volunteer.cleared &&
              one.forms.includes(item.form) &&
              item.skills.every((skill) => one.skills.includes(skill)),
          )
        : undefined;
    const past = pair && i % 16 === 5;
    const plain = i % 20 === 19 ? 'submitted' : i % 50 === 48 ? 'returned' : i % 33 === 32 ? 'draft' : 'open';
    const state = pair && !item.minimum ? (past ? 'evaluated' : 'serving') : plain;
    const needId = id();
    const from = addDays(
      today,
      past ? -random.whole(120, 150) : state === 'serving' ? -random.whole(28, 45) : random.whole(7, 21),
    );
    const to = addDays(from, past ? 80 : random.whole(60, 110));
    const times = needTimes(random, item, from, to);
    const seats = state === 'serving' || past ? 1 : item.seats ? random.whole(...item.seats) : 1;
    const careGroups = item.care ? [item.care] : [];
    const urgent = item.urgent ?? false;
    const oneToOne = item.oneToOne ?? PROGRAMME_RULES_ONE_TO_ONE.has(item.programme ?? '');
    const under14 = oneToOne && school.stage === '小学';
    const stale = state === 'open' && i % 29 === 28;
    const grades = item.audience === 'pupils' ? GRADES[school.stage] : 0;
    const aboutMe = school === schools[0] && item.form === 'mentoring' ? teacher : null;
    add('need', {
      id: needId,
      district_id: districtId,
      code: code('需', 'need'),
      state,
      school_id: school.id,
      about_account_id: aboutMe,
      programme_id: item.programme ? programmes.get(item.programme) : null,
      category_id: categories.get(item.category),
      title: item.title,
      description: '',
      audience: item.audience,
      grades,
      head_count: item.form === 'one_to_one' || item.form === 'mentoring' ? 1 : random.whole(2, 24) * 10,
      form: item.form,
      seats,
      minimum: Math.min(seats, item.minimum ?? 1),
      times,
      weekdays: weekdaysOf(
        times.alternatives.flatMap(({ weekly }) => weekly),
        times.alternatives.flatMap(({ dates }) => dates),
      ),
      weekly_minutes: times.alternatives.length === 0 ? 60 : null,
      period_from: from,
      period_to: to,
      place_kind: 'school',
      place_name: null,
      languages: [],
      minors: item.audience === 'pupils' && item.form !== 'goods',
      one_to_one: oneToOne,
      under14,
      guardian_consent_on: under14 && random.chance(0.75) ? addDays(today, -20) : null,
      care_groups: careGroups,
      urgent,
      priority: priorityOf({ careGroups, urgent, audience: item.audience }),
      quantity: item.form === 'goods' ? random.whole(5, 30) : 0,
      wished_offer_id: null,
      contact: '关工委联络员',
      answer_by: null,
      notes: '',
      return_reason: state === 'returned' ? '请写明每周所需的时间。' : null,
      submitted_at: ago(random.whole(1, 50)),
      confirmed_at: ago(stale ? 200 : random.whole(1, 50)),
      stale_since: stale ? ago(10) : null,
      version: 1,
      created_by: coordinators[index],
      created_at: ago(random.whole(50, 60)),
      updated_at: ago(random.whole(1, 20)),
    });
    item.skills.forEach((name) =>
      add('need_skill', {
        need_id: needId,
        district_id: districtId,
        skill_id: skills.get(name),
        level: 1,
        required: true,
      }),
    );
    item.preferred?.forEach((name) =>
      add('need_skill', {
        need_id: needId,
        district_id: districtId,
        skill_id: skills.get(name),
        level: 1,
        required: false,
      }),
    );
    if (pair && (state === 'serving' || past)) {
      pair.volunteer.busy = true;
      engagement(
        { add, id, random, now, today, districtId, admin, code: code('服', 'engagement') },
        { needId, schoolId: school.id, from, to, past: Boolean(past), offer: pair, times },
      );
    }
  }
  inviteFirst({ add, id, random, now, today, districtId, admin, code: '' }, offers[0], rows.need[0]);
  const volunteerNames = new Map(rows.volunteer.map(({ id: volunteerId, name }) => [volunteerId, name as string]));
  const schoolNamesById = new Map(schools.map(({ id: schoolId, name }) => [schoolId, name]));
  for (const row of rows.volunteer) searchable(row, row.name, row.code, row.phone, row.retired_from);
  for (const row of rows.offer) searchable(row, row.title, row.code, volunteerNames.get(row.volunteer_id));
  for (const row of rows.need) searchable(row, row.title, row.code, schoolNamesById.get(row.school_id as string));
  for (const [kind, last] of Object.entries(codes)) add('code_counter', { district_id: districtId, kind, year, last });
  return rows;
}

/** Of some items the one that is offered least for how often it is asked for, mostly; an office looks for what it lacks. */
function wanted(random: Random, items: OfferItem[], supply: ReadonlyMap<string, number>): OfferItem {
  if (random.chance(0.25)) return random.pick(items);
  const scarcity = ({ title, skills }: OfferItem): number =>
    (1 + (supply.get(title) ?? 0)) / (DEMAND.get(skills[0]) ?? 0.5);
  return items.reduce((best, item) => (scarcity(item) < scarcity(best) ? item : best));
}

/** How often each skill is asked for in the list of need items, seats and repetitions counted. */
const DEMAND = new Map<string, number>();
for (const { skills, seats, time } of NEED_ITEMS) {
  for (const skill of skills)
    DEMAND.set(skill, (DEMAND.get(skill) ?? 0) + (seats?.[1] ?? 1) * (time === 'dated' || time === 'either' ? 1 : 2));
}

/** Adds the columns by which a line is found. */
function searchable(row: Record<string, unknown>, ...parts: unknown[]): void {
  const { searchText, searchGrams } = searchColumns(...parts.map((part) => (typeof part === 'string' ? part : null)));
  Object.assign(row, { search_text: searchText, search_grams: searchGrams });
}

/** Terms of last, this and next school year; only holidays whose dates the law fixes (the office adds the others). */
function calendar(
  add: (table: string, row: Record<string, unknown>) => void,
  id: () => string,
  districtId: string,
  year: number,
): void {
  for (const y of [year - 1, year, year + 1]) {
    add('term', {
      id: id(),
      district_id: districtId,
      name: `${y} 年春季学期`,
      starts_on: `${y}-02-20`,
      ends_on: `${y}-07-05`,
    });
    add('term', {
      id: id(),
      district_id: districtId,
      name: `${y} 年秋季学期`,
      starts_on: `${y}-09-01`,
      ends_on: `${y + 1}-01-20`,
    });
    for (const [day, name] of [
      ['01-01', '元旦'],
      ['05-01', '劳动节'],
      ['05-02', '劳动节'],
      ['10-01', '国庆节'],
      ['10-02', '国庆节'],
      ['10-03', '国庆节'],
    ]) {
      add('calendar_day', {
        district_id: districtId,
        day: `${y}-${day}`,
        kind: 'holiday',
        follows_weekday: null,
        name,
      });
    }
  }
}

function taxonomy(add: (table: string, row: Record<string, unknown>) => void, id: () => string, districtId: string) {
  const categories = new Map<string, string>();
  const skills = new Map<string, string>();
  const programmes = new Map<string, string>();
  Object.entries(TAXONOMY).forEach(([name, { en, skills: list }], position) => {
    categories.set(name, id());
    add('category', { id: categories.get(name), district_id: districtId, name, name_en: en, position, version: 1 });
    for (const [skill, skillEn, synonyms] of list) {
      skills.set(skill, id());
      add('skill', {
        id: skills.get(skill),
        district_id: districtId,
        category_id: categories.get(name),
        name: skill,
        name_en: skillEn,
        synonyms,
        merged_into: null,
        version: 1,
      });
    }
  });
  for (const { code, name, en, template } of PROGRAMMES) {
    programmes.set(code, id());
    add('programme', {
      id: programmes.get(code),
      district_id: districtId,
      code,
      name,
      name_en: en,
      template,
      version: 1,
    });
  }
  return { categories, skills, programmes };
}

function schoolNames(count: number): string[] {
  const places = [
    '实验',
    '滨江',
    '育才',
    '丽湖',
    '第二',
    '第七',
    '梨园',
    '东湖',
    '珞南',
    '关山',
    '水果湖',
    '卓刀泉',
    '徐家棚',
    '积玉桥',
    '石洞',
    '南湖',
    '中南',
    '晒湖',
    '四美塘',
    '余家头',
  ];
  return Array.from({ length: count }, (_, i) => {
    const place = places[i % places.length];
    const round = Math.floor(i / places.length);
    const stage = STAGES[(i + round) % STAGES.length];
    const suffix = stage === '小学' ? '小学' : stage === '初中' ? '初级中学' : '九年一贯制学校';
    return `${place}${round > 0 ? ['', '北路', '新城'][round] : ''}${suffix}`;
  });
}

const HOURS: [number, number][] = [
  [8 * 60 + 30, 9 * 60 + 30],
  [10 * 60, 11 * 60],
  [14 * 60, 15 * 60],
  [15 * 60, 16 * 60],
  [16 * 60 + 30, 17 * 60 + 30],
];

function needTimes(random: Random, item: NeedItem, from: string, to: string): NeedTimes {
  const rule = (weekday: number, [start, end]: [number, number]) => ({
    weekday,
    from: start,
    to: end,
    everyWeeks: random.chance(0.15) ? 2 : 1,
    startWeek: 0,
  });
  const dated = (): { day: string; from: number; to: number } => {
    let day = addDays(from, random.whole(0, 24));
    while (weekdayOf(day) > 5 || day > to) day = addDays(day, day > to ? -9 : 1);
    const [start, end] = random.pick(HOURS);
    return { day, from: start, to: end };
  };
  const after: [number, number] = [16 * 60 + 30, 17 * 60 + 30];
  switch (item.time) {
    case 'agreed':
      return { alternatives: [] };
    case 'dated':
      return { alternatives: [{ dates: [dated()], weekly: [] }] };
    case 'either':
      return {
        alternatives: [
          { dates: [dated()], weekly: [] },
          { dates: [dated()], weekly: [] },
        ],
      };
    case 'weekly':
      return {
        alternatives: [
          { dates: [], weekly: [rule(random.whole(1, 5), random.chance(0.5) ? after : random.pick(HOURS))] },
        ],
      };
    case 'twice_weekly':
      return {
        alternatives: [
          {
            dates: [],
            weekly: random
              .some([1, 2, 3, 4, 5], 2)
              .sort()
              .map((weekday) => ({ ...rule(weekday, after), everyWeeks: 1 })),
          },
        ],
      };
  }
}

function availability(random: Random): OfferAvailability {
  if (random.chance(0.12)) return { anyTime: true, weekly: [], dates: [], daysOff: [], holidays: 'same' };
  const weekly = [1, 2, 3, 4, 5].flatMap((weekday) => [
    ...(random.chance(0.6) ? [{ weekday, from: 8 * 60, to: 12 * 60 }] : []),
    ...(random.chance(0.75) ? [{ weekday, from: 13 * 60 + 30, to: 18 * 60 }] : []),
  ]);
  return {
    anyTime: false,
    weekly: weekly.length > 0 ? weekly : [{ weekday: 3, from: 13 * 60 + 30, to: 18 * 60 }],
    dates: [],
    daysOff: [],
    holidays: 'same',
  };
}

/** The persona `volunteer` finds an invitation waiting: the first need of the menu, which asks for what the first offer gives. */
function inviteFirst(
  { add, id, random, now, districtId, admin }: Maker,
  offer: Offered,
  need: Record<string, unknown>,
): void {
  const [times, from, to] = [need.times as NeedTimes, need.period_from as string, need.period_to as string];
  const sent = new Date(now.getTime() - DAY).toISOString();
  add('proposal', {
    id: id(),
    district_id: districtId,
    state: 'invited',
    source: 'admin',
    round_id: null,
    need_id: need.id,
    offer_id: offer.id,
    volunteer_id: offer.volunteer.id,
    seat: 1,
    reserve_order: null,
    alternative: 0,
    occurrences: occurrences(times.alternatives[0], from, to, new Map()).map(({ day, from: start, to: end }) => ({
      startsAt: toMoment(day, start, TIMEZONE).toISOString(),
      endsAt: toMoment(day, end, TIMEZONE).toISOString(),
    })),
    score: random.whole(700, 850),
    parts: {},
    reasons: [],
    alternatives: [],
    overrides: [],
    pinned: false,
    decided_by: admin,
    decided_at: sent,
    invited_at: sent,
    answer_by: new Date(now.getTime() + 6 * DAY).toISOString(),
    answered_at: null,
    answer_channel: null,
    version: 1,
    created_by: admin,
    created_at: sent,
    updated_at: sent,
  });
}

interface Maker {
  add: (table: string, row: Record<string, unknown>) => void;
  id: () => string;
  random: Random;
  now: Date;
  today: string;
  districtId: string;
  admin: string;
  code: string;
}
interface Pairing {
  needId: string;
  schoolId: string;
  from: string;
  to: string;
  past: boolean;
  offer: Offered;
  times: NeedTimes;
}

/** An accepted pair with its meetings, check-ins and, when it is over, both evaluations. */
function engagement({ add, id, random, now, today, districtId, admin, code }: Maker, pair: Pairing): void {
  const [proposalId, engagementId] = [id(), id()];
  const moment = (day: string, minutes: number): string => toMoment(day, minutes, TIMEZONE).toISOString();
  const began = moment(addDays(pair.from, -10), 600);
  const days: { day: string; from: number; to: number }[] = [];
  const weekday = random.whole(1, 5);
  for (let day = pair.from; day <= pair.to; day = addDays(day, 1))
    if (weekdayOf(day) === weekday) days.push({ day, from: 15 * 60, to: 16 * 60 });
  add('proposal', {
    id: proposalId,
    district_id: districtId,
    state: 'accepted',
    source: 'admin',
    round_id: null,
    need_id: pair.needId,
    offer_id: pair.offer.id,
    volunteer_id: pair.offer.volunteer.id,
    seat: 1,
    reserve_order: null,
    alternative: null,
    occurrences: days.map(({ day, from, to }) => ({ startsAt: moment(day, from), endsAt: moment(day, to) })),
    score: random.whole(500, 900),
    parts: {},
    reasons: [],
    alternatives: [],
    overrides: [],
    pinned: false,
    decided_by: admin,
    decided_at: began,
    invited_at: began,
    answer_by: began,
    answered_at: began,
    answer_channel: 'phone',
    version: 1,
    created_by: admin,
    created_at: began,
    updated_at: began,
  });
  add('engagement', {
    id: engagementId,
    district_id: districtId,
    code,
    state: pair.past ? 'evaluated' : 'serving',
    proposal_id: proposalId,
    need_id: pair.needId,
    offer_id: pair.offer.id,
    volunteer_id: pair.offer.volunteer.id,
    school_id: pair.schoolId,
    seat: 1,
    starts_on: pair.from,
    ends_on: pair.to,
    replacement_sought: false,
    version: 1,
    created_at: began,
    updated_at: began,
  });
  for (const { day, from, to } of days) {
    const over = day < today;
    const held = over && random.chance(0.92);
    add('session', {
      id: id(),
      district_id: districtId,
      engagement_id: engagementId,
      volunteer_id: pair.offer.volunteer.id,
      lane: 0,
      state: !over ? 'planned' : held ? 'held' : 'missed',
      starts_at: moment(day, from),
      ends_at: moment(day, to),
      minutes_served: held ? 60 : null,
      attendance: held ? random.whole(10, 45) : null,
      note: '',
      recorded_at: over ? moment(day, to + 30) : null,
      version: 1,
      created_at: began,
    });
  }
  if (pair.past) {
    for (const side of ['school', 'volunteer'])
      add('evaluation', {
        id: id(),
        district_id: districtId,
        engagement_id: engagementId,
        side,
        rating: random.whole(3, 5),
        again: random.chance(0.85),
        comment: '',
        created_by: null,
        created_at: moment(pair.to, 900),
      });
    return;
  }
  const due = addDays(today, random.whole(-9, 12));
  add('check_in', {
    id: id(),
    district_id: districtId,
    engagement_id: engagementId,
    state: due < today ? 'overdue' : 'due',
    due_on: due,
    note: '',
    version: 1,
    created_at: new Date(now.getTime() - 20 * DAY).toISOString(),
  });
}
