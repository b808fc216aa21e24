import { hash } from '@node-rs/argon2';
import { Client } from 'pg';
import { insertRows } from '../../src/demo/demo';
import type { Rows } from '../../src/demo/generate';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import { DEFAULT_POLICY } from '../../src/matching/engine/menus';
import { newId } from '../../src/platform/ids';
import { topicText } from '../../src/taxonomy/topics';
import { START, type TestApp } from './app';
import { Browser } from './browser';

const PASSWORD = 'correct horse';
/** A hash says itself what it costs to check: this one as little as possible, for everybody in a process. */
const hashed = hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });

export const PERSONAS = [
  'admin',
  'auditor',
  'coordinator',
  'otherCoordinator',
  'teacher',
  'volunteer',
  'otherVolunteer',
  'outsider',
] as const;
export type Persona = (typeof PERSONAS)[number];

/** Ids of what stands in the world, by name. */
export interface World {
  district: string;
  otherDistrict: string;
  /** 第二小学 (coordinator, teacher) and 滨江初中 (otherCoordinator), and one school of the other district. */
  schools: { first: string; second: string; foreign: string };
  categories: { arts: string; pairs: string; teaching: string; foreign: string };
  skills: { flute: string; listening: string; maths: string };
  programmes: { caringPair: string; blueGreen: string };
  /** 赵爷爷 (persona volunteer) and 孙老师 (persona otherVolunteer), both active and cleared; one of the other district. */
  volunteers: { zhao: string; sun: string; foreign: string };
  accounts: Record<Persona, string>;
  as(persona: Persona): Browser;
  /** A browser nobody has signed in with. */
  stranger(): Browser;
}

/** Two small districts with a person for every role, and an outsider (an admin of the other district). */
export async function buildWorld(house: TestApp): Promise<World> {
  const at = START.toISOString();
  const passwordHash = await hashed;
  const rows: Rows = {};
  const add = (table: string, row: Record<string, unknown>): string => {
    const id = (row.id as string | undefined) ?? newId();
    (rows[table] ??= []).push({ id, ...row });
    return id;
  };
  const district = (slug: string, name: string): string => {
    const id = add('district', {
      slug,
      name,
      timezone: 'Asia/Shanghai',
      settings: DEFAULT_SETTINGS,
      version: 1,
      created_at: at,
    });
    add('policy', { district_id: id, number: 1, params: DEFAULT_POLICY, note: '', created_at: at });
    add('term', {
      district_id: id,
      name: '2026 年秋季学期',
      starts_on: '2026-09-01',
      ends_on: '2027-01-20',
      version: 1,
    });
    return id;
  };
  const [here, there] = [district('here', '东湖区'), district('there', '西山区')];
  const nationalDay = { name: '国庆节', starts_on: '2026-10-01', ends_on: '2026-10-01' };
  (rows.calendar_day ??= []).push({
    district_id: here,
    day: '2026-10-01',
    kind: 'holiday',
    follows_weekday: null,
    holiday_id: add('holiday', { district_id: here, ...nationalDay, version: 1 }),
  });
  const school = (of: string, name: string): string =>
    add('school', {
      district_id: of,
      name,
      stages: ['小学'],
      latitude: 30.55,
      longitude: 114.4,
      version: 1,
      created_at: at,
    });
  const schools = {
    first: school(here, '第二小学'),
    second: school(here, '滨江初中'),
    foreign: school(there, '西山小学'),
  };
  const category = (of: string, name: string): string =>
    add('category', {
      district_id: of,
      name,
      name_en: name,
      search_text: topicText({ name, nameEn: name, synonyms: [] }),
      position: 0,
      version: 1,
    });
  const categories = {
    arts: category(here, '传统文化·艺术'),
    pairs: category(here, '结对帮扶'),
    teaching: category(here, '青年教师·教研'),
    foreign: category(there, '传统文化·艺术'),
  };
  const skill = (categoryId: string, name: string, synonyms: string[] = []): string =>
    add('skill', {
      district_id: here,
      category_id: categoryId,
      name,
      name_en: name,
      synonyms,
      search_text: topicText({ name, nameEn: name, synonyms }),
      version: 1,
    });
  const skills = {
    flute: skill(categories.arts, '葫芦丝', ['巴乌']),
    listening: skill(categories.pairs, '谈心陪伴'),
    maths: skill(categories.teaching, '数学教学'),
  };
  const programme = (code: string, name: string): string =>
    add('programme', { district_id: here, code, name, name_en: name, template: {}, version: 1 });
  const programmes = {
    caringPair: programme('caring_pair', '爱心结对'),
    blueGreen: programme('blue_green', '青蓝工程'),
  };
  const volunteer = (of: string, name: string, code: string): string => {
    const id = add('volunteer', {
      district_id: of,
      code,
      state: 'active',
      kind: 'person',
      name,
      phone: '13900000000',
      veteran_group: 'teacher',
      tier: 'core',
      people: 1,
      languages: ['zh'],
      latitude: 30.552,
      longitude: 114.402,
      travel_mode: 'bus',
      buffer_minutes: 0,
      max_concurrent: 3,
      monthly_minutes: 1200,
      wished_school_ids: [],
      preferred_contact: 'app',
      consented_on: '2026-09-01',
      version: 1,
      created_at: at,
      updated_at: at,
    });
    add('clearance', {
      district_id: of,
      volunteer_id: id,
      number: `查${code}`,
      authority: '区公安分局',
      checked_on: '2026-08-20',
      expires_on: '2027-08-20',
      created_at: at,
    });
    return id;
  };
  const volunteers = {
    zhao: volunteer(here, '赵爷爷', '志-1'),
    sun: volunteer(here, '孙老师', '志-2'),
    foreign: volunteer(there, '外区志愿者', '志-3'),
  };
  const account = (
    login: Persona,
    of: string,
    role: string,
    more: { school_id?: string; volunteer_id?: string } = {},
  ): string => {
    const id = add('account', {
      login,
      name: login,
      password_hash: passwordHash,
      locale: 'zh-CN',
      elder_mode: false,
      failed_sign_ins: 0,
      version: 1,
      created_at: at,
    });
    add('membership', {
      account_id: id,
      district_id: of,
      role,
      school_id: more.school_id ?? null,
      volunteer_id: more.volunteer_id ?? null,
      created_at: at,
    });
    return id;
  };
  const accounts: Record<Persona, string> = {
    admin: account('admin', here, 'admin'),
    auditor: account('auditor', here, 'auditor'),
    coordinator: account('coordinator', here, 'coordinator', { school_id: schools.first }),
    otherCoordinator: account('otherCoordinator', here, 'coordinator', { school_id: schools.second }),
    teacher: account('teacher', here, 'young_teacher', { school_id: schools.first }),
    volunteer: account('volunteer', here, 'volunteer', { volunteer_id: volunteers.zhao }),
    otherVolunteer: account('otherVolunteer', here, 'volunteer', { volunteer_id: volunteers.sun }),
    outsider: account('outsider', there, 'admin'),
  };
  const client = new Client({ connectionString: house.url });
  await client.connect();
  try {
    await insertRows(client, rows);
  } finally {
    await client.end();
  }
  const browsers = new Map<Persona, Browser>();
  // One after the other, so that one connection is enough: opening one takes longer than signing in.
  for (const persona of PERSONAS) browsers.set(persona, await new Browser(house).signIn(persona, PASSWORD));
  return {
    district: here,
    otherDistrict: there,
    schools,
    categories,
    skills,
    programmes,
    volunteers,
    accounts,
    as: (persona) => browsers.get(persona)!,
    stranger: () => new Browser(house),
  };
}
