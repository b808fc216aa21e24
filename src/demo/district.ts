import { addDays } from '../districts/local-time';
import { topicText } from '../taxonomy/topics';
import { DEFAULT_SETTINGS, DistrictSettings } from '../districts/settings';
import { DEFAULT_POLICY } from '../matching/engine/menus';
import { AREAS, PLACES, SURNAMES } from './items/names';
import { PROGRAMMES, TAXONOMY } from './items/taxonomy';
import { Maker, TIMEZONE } from './maker';

export type Stage = '小学' | '初中' | '九年一贯制';

/** Which grades a school of a stage has, as bits. */
export const GRADES: Record<Stage, number> = {
  小学: 0b0000001111110,
  初中: 0b0001110000000,
  九年一贯制: 0b0001111111110,
};

const STAGES: Stage[] = ['小学', '小学', '小学', '初中', '初中', '九年一贯制'];
const SUFFIX: Record<Stage, string> = { 小学: '小学', 初中: '初级中学', 九年一贯制: '九年一贯制学校' };
/** What tells the second, third … school of a place from the first. */
const ROUNDS = ['', '北路', '新城', '南路', '东湾', '西苑', '中心', '花园'];

const lesson = (from: number): { from: number; to: number } => ({ from, to: from + 40 });
/** The school day: early reading at 8:00, four lessons before noon and four after it, the long break behind the second. */
export const TIMETABLE: DistrictSettings['timetable'] = {
  lessons: [510, 560, 630, 680, 840, 890, 940, 990].map(lesson),
  earlyReading: { from: 480, to: 500 },
  longBreak: { from: 600, to: 630 },
};

export interface Area {
  id: string;
  name: string;
  latitude: number;
  longitude: number;
}
export interface School {
  id: string;
  name: string;
  stage: Stage;
  /** Account of its coordinator. */
  coordinator: string;
}
/** Ids of the words both menus share, by name (programmes by code). */
export interface Words {
  categories: Map<string, string>;
  skills: Map<string, string>;
  programmes: Map<string, string>;
}

/** A district without anything in it but the default policy. */
export function makeDistrict(
  maker: Maker,
  slug: string,
  name: string,
  settings: DistrictSettings = { ...DEFAULT_SETTINGS, timetable: TIMETABLE },
  daysAgo = 400,
): void {
  const { districtId: id } = maker;
  maker.addAlone('district', {
    id,
    slug,
    name,
    timezone: TIMEZONE,
    settings,
    version: 1,
    created_at: maker.ago(daysAgo),
  });
  maker.add('policy', {
    id: maker.id(),
    number: 1,
    params: DEFAULT_POLICY,
    note: '默认方案',
    created_by: null,
    created_at: maker.ago(daysAgo),
  });
}

/** Terms of last, this and next school year. */
export function makeTerms(maker: Maker): void {
  for (const y of yearsOf(maker)) {
    const term = (name: string, starts_on: string, ends_on: string): void =>
      maker.add('term', { id: maker.id(), name, starts_on, ends_on });
    term(`${y} 年春季学期`, `${y}-02-20`, `${y}-07-05`);
    term(`${y} 年秋季学期`, `${y}-09-01`, `${y + 1}-01-20`);
  }
}

const yearsOf = ({ year }: Maker): number[] => [year - 1, year, year + 1];

/** Only holidays whose dates the law fixes; the office adds the others, and the workdays made up for them. */
export function makeHolidays(maker: Maker): void {
  for (const y of yearsOf(maker)) {
    for (const [name, first, days] of [
      ['元旦', '01-01', 1],
      ['劳动节', '05-01', 2],
      ['国庆节', '10-01', 3],
    ] as const) {
      const [id, starts_on] = [maker.id(), `${y}-${first}`];
      maker.add('holiday', { id, name, starts_on, ends_on: addDays(starts_on, days - 1) });
      for (let k = 0; k < days; k++)
        maker.add('calendar_day', {
          day: addDays(starts_on, k),
          kind: 'holiday',
          follows_weekday: null,
          holiday_id: id,
        });
    }
  }
}

export function makeAreas(maker: Maker): Area[] {
  return AREAS.map(([name, latitude, longitude]) => {
    const area = { id: maker.id(), name, latitude, longitude };
    maker.add('area', area);
    return area;
  });
}

export function makeWords(maker: Maker): Words {
  const words: Words = { categories: new Map(), skills: new Map(), programmes: new Map() };
  Object.entries(TAXONOMY).forEach(([name, { en, skills }], position) => {
    const categoryId = maker.id();
    words.categories.set(name, categoryId);
    maker.add('category', {
      id: categoryId,
      name,
      name_en: en,
      synonyms: [],
      search_text: topicText({ name, nameEn: en, synonyms: [] }),
      merged_into: null,
      position,
      version: 1,
    });
    for (const [skill, name_en, synonyms] of skills) {
      const id = maker.id();
      words.skills.set(skill, id);
      maker.add('skill', {
        id,
        category_id: categoryId,
        name: skill,
        name_en,
        synonyms,
        search_text: topicText({ name: skill, nameEn: name_en, synonyms: [...synonyms] }),
        merged_into: null,
        version: 1,
      });
    }
  });
  for (const { code, name, en, category, template } of PROGRAMMES) {
    const id = maker.id();
    words.programmes.set(code, id);
    maker.add('programme', {
      id,
      code,
      name,
      name_en: en,
      search_text: topicText({ name, nameEn: en, synonyms: [] }),
      category_id: category ? words.categories.get(category) : null,
      template,
      retired_at: null,
      version: 1,
    });
  }
  return words;
}

export type MakeAccount = (
  login: string,
  name: string,
  role: string,
  more?: { school_id?: string; volunteer_id?: string; elder?: boolean },
) => string;

/** Makes accounts whose logins begin with `prefix`; all have the same password. */
export const accountMaker =
  (maker: Maker, prefix: string, passwordHash: string): MakeAccount =>
  (login, name, role, { school_id = null, volunteer_id = null, elder = false } = {} as never) => {
    const id = maker.id();
    maker.addAlone('account', {
      id,
      login: prefix + login,
      name,
      password_hash: passwordHash,
      locale: 'zh-CN',
      elder_mode: elder,
      failed_sign_ins: 0,
      version: 1,
      created_at: maker.ago(300),
    });
    maker.add('membership', {
      id: maker.id(),
      account_id: id,
      role,
      school_id,
      volunteer_id,
      created_at: maker.ago(300),
    });
    return id;
  };

/** Schools with a coordinator each. */
export function makeSchools(maker: Maker, count: number, areas: Area[], account: MakeAccount): School[] {
  const { random } = maker;
  return schoolNames(count).map(({ name, stage }, i) => {
    const area = random.pick(areas);
    const id = maker.id();
    maker.add('school', {
      id,
      name,
      stages: [stage],
      area_id: area.id,
      latitude: maker.near(area.latitude, 0.02),
      longitude: maker.near(area.longitude, 0.02),
      version: 1,
      created_at: maker.ago(400),
    });
    const login = i === 0 ? 'coordinator' : `coordinator${i + 1}`;
    const coordinator = account(login, `${random.pick(SURNAMES)}老师`, 'coordinator', { school_id: id });
    return { id, name, stage, coordinator };
  });
}

function schoolNames(count: number): { name: string; stage: Stage }[] {
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / PLACES.length);
    const stage = STAGES[(i + round) % STAGES.length];
    const which =
      ROUNDS[round % ROUNDS.length] + (round < ROUNDS.length ? '' : `第${Math.floor(round / ROUNDS.length)}`);
    return { name: `${PLACES[i % PLACES.length]}${which}${SUFFIX[stage]}`, stage };
  });
}
