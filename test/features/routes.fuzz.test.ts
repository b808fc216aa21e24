import { ERROR_STATUS } from '../../src/platform/errors/app-error';
import { openApiDocument } from '../../src/platform/http/openapi';
import { Random } from '../../src/demo/random';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import { createTestApp, START, TestApp } from '../support/app';
import { csv, OCTETS } from '../support/imports';
import { listOffer, needDraft, offerDraft, openNeed } from '../support/lines';
import { draft, invited, okay, propose, solvedRound } from '../support/pairs';
import { buildWorld, World } from '../support/world';

/**
 * Throws nonsense at every route of the API: a good body with one field replaced by nothing, something of another kind, too
 * large, too deep, or strange; and the same for every parameter of a query. Whatever comes, the answer is a coded one, never a
 * 500. Before each request its row is put back where the route can act on it, so that nonsense reaches the database if it may.
 */
jest.setTimeout(300_000);

let house: TestApp;
let world: World;
let routes: Route[];
let ids: Record<string, string>;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  ids = await rowsOfEveryKind();
  routes = routesOf(openApiDocument(house.app));
});
afterAll(() => house.close());

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const STRANGE: unknown[] = [
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  '',
  ' ',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  'null',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e反',
  '🎶'.repeat(50),
  'x'.repeat(100_000),
  '2026-02-31',
  '0000-00-00',
  '0001-01-01',
  '9999-12-31',
  '99999-01-01',
  '9999-12-31T23:59:59+14:00',
  '24:00',
  '25:61',
  '00000000-0000-0000-0000-000000000000',
  "'; DROP TABLE need; --",
  '%',
  '\\',
  [],
  [null],
  [[]],
  [{}],
  {},
  { __proto__: 1, constructor: 1 },
  { toString: 1, valueOf: null },
  deep(500),
  Array.from({ length: 5_000 }, (_, i) => i),
  Array.from({ length: 300 }, () => ({ skillId: '00000000-0000-7000-8000-000000000000', level: 9 })),
];

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  items?: Schema;
  minimum?: number;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}
interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: Schema | null;
  query: { name: string; required?: boolean; schema: Schema }[];
}
type Place = (string | number)[];

/** Routes that end what others need come last; those that sign out, or never end, are left out. */
function routesOf({ paths, components }: ReturnType<typeof openApiDocument>): Route[] {
  const schemas = components!.schemas as Record<string, Schema>;
  const whole = (schema: Schema): Schema =>
    schema.$ref
      ? whole(schemas[schema.$ref.split('/').at(-1)!])
      : {
          ...schema,
          ...(schema.items && { items: whole(schema.items) }),
          ...(schema.properties && {
            properties: Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, whole(one)])),
          }),
        };
  const found = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(
      item as Record<string, { requestBody?: object; parameters?: (Route['query'][0] & { in: string })[] }>,
    )
      .filter(() => !path.endsWith('/events'))
      .map(([method, { requestBody, parameters = [] }]): Route => {
        const content = (requestBody as { content?: Record<string, { schema: Schema }> } | undefined)?.content;
        const json = content?.['application/json'];
        return {
          method: method.toUpperCase() as 'GET',
          path,
          body: json ? whole(json.schema) : null,
          query: parameters.filter((one) => one.in === 'query'),
        };
      }),
  );
  const late = ({ method, path }: Route): number => (method === 'DELETE' ? 2 : path.includes('{id}/') ? 1 : 0);
  return found
    .filter(({ method, path }) => `${method} ${path}` !== 'DELETE /api/sign-in')
    .sort((a, b) => late(a) - late(b));
}

/** A row of every kind in the first district, by the first word of its routes. */
async function rowsOfEveryKind(): Promise<Record<string, string>> {
  const { id: invitation } = await invited(house, world);
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${invitation}/accept`),
  );
  const { id: waiting } = await invited(house, world);
  const [need, offer] = [await openNeed(world), await listOffer(world)];
  const round = await solvedRound(house, world);
  await propose(house, world, round, [draft(need.id, offer.id, offer.volunteerId)]);
  const admin = world.as('admin');
  okay(await admin.post('/api/exclusions', { volunteerId: world.volunteers.sun, needId: need.id, reason: 'blocked' }));
  okay(await admin.post('/api/areas', { name: '南湖片', latitude: 30.5, longitude: 114.3 }));
  const one = async (from: string): Promise<string> =>
    (await house.database.reader.query(`SELECT id FROM ${from} ORDER BY id LIMIT 1`))[0].id;
  const here = `district_id = '${world.district}'`;
  return {
    engagements: engagementId,
    needs: need.id,
    offers: offer.id,
    volunteers: world.volunteers.sun,
    skills: world.skills.flute,
    categories: world.categories.pairs,
    programmes: world.programmes.caringPair,
    schools: world.schools.second,
    rounds: round,
    invitations: waiting,
    proposals: await one(`proposal WHERE state = 'proposed'`),
    sessions: await one('session'),
    terms: await one(`term WHERE ${here}`),
    holidays: await one(`holiday WHERE ${here}`),
    areas: await one(`area WHERE ${here}`),
    exclusions: await one(`exclusion WHERE ${here}`),
    accounts: world.accounts.otherCoordinator,
  };
}

const TABLES: Record<string, string> = {
  needs: 'need',
  offers: 'offer',
  volunteers: 'volunteer',
  skills: 'skill',
  categories: 'category',
  programmes: 'programme',
  schools: 'school',
  rounds: 'round',
  proposals: 'proposal',
  invitations: 'proposal',
  sessions: 'session',
  terms: 'term',
  holidays: 'holiday',
  areas: 'area',
  engagements: 'engagement',
  district: 'district',
};
/** The state from which a step goes, where it is not the usual one of its row. */
const FROM: Record<string, string> = { open: 'submitted', return: 'submitted', submit: 'draft', list: 'submitted' };
const USUAL: Record<string, string> = { needs: 'open', offers: 'listed', sessions: 'planned', rounds: 'solved' };
const PEOPLE: Record<string, string> = { verify: 'applied', activate: 'verified' };

/** Puts the row of a route back, and says which version it has. */
async function ready(kind: string, path: string): Promise<number> {
  const table = TABLES[kind];
  if (!table) return 1;
  const step = path.split('/').at(-1)!;
  const state =
    kind === 'volunteers' ? (PEOPLE[step] ?? 'active') : (path.includes('{id}/') && FROM[step]) || USUAL[kind];
  const id = kind === 'district' ? world.district : ids[kind];
  if (kind === 'rounds')
    await house.database.reader.query(`UPDATE round SET state = 'cancelled' WHERE state = 'queued'`);
  // Planned by another route at the same time.
  if (kind === 'sessions') await house.database.reader.query('DELETE FROM session WHERE id <> $1', [id]);
  if (state) await house.database.reader.query(`UPDATE ${table} SET state = $2 WHERE id = $1`, [id, state]);
  const [row] = await house.database.reader.query(`SELECT version FROM ${table} WHERE id = $1`, [id]);
  return row?.version ?? 1;
}

/** A value that the schema allows, with what is required alone. */
function sample(schema: Schema, name = ''): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [sample(schema.items!, name)];
  if (schema.properties) {
    const wanted = schema.required ?? [];
    return Object.fromEntries(wanted.map((field) => [field, sample(schema.properties![field], field)]));
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (schema.format === 'uuid') return NAMED[name]?.() ?? ids.needs;
  if (schema.format === 'date') return /^to$|To$|Until$|endsOn|expires/.test(name) ? '2026-12-31' : '2026-09-14';
  if (schema.format === 'date-time') return `2026-09-15T${name === 'endsAt' ? '10' : '09'}:00:00+08:00`;
  if (schema.pattern) return name === 'to' ? '17:30' : '16:30';
  return 'x';
}
const NAMED: Record<string, () => string> = {
  offerId: () => ids.offers,
  volunteerId: () => world.volunteers.sun,
  schoolId: () => world.schools.first,
  categoryId: () => world.categories.arts,
  programmeId: () => world.programmes.caringPair,
  skillId: () => world.skills.flute,
  roundId: () => ids.rounds,
};

/** Every place in a value, and every field of its schema that it leaves out. */
function places(value: unknown, schema: Schema | undefined, path: Place = []): Place[] {
  const left = Object.keys(schema?.properties ?? {}).filter(
    (name) => value !== null && typeof value === 'object' && !(name in value),
  );
  const inner =
    value === null || typeof value !== 'object'
      ? []
      : Object.entries(value).flatMap(([key, one]) =>
          places(one, schema?.properties?.[key] ?? schema?.items, [...path, key]),
        );
  return [path, ...left.map((name) => [...path, name]), ...inner];
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined || value === null || typeof value !== 'object') return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as Record<string, unknown>) };
  copy[key] = replaced((value as Record<string, unknown>)[key], rest, by);
  return copy;
}

/** Good bodies where what is required alone would not do, or would leave too much untried. */
function goodBodies(): [match: RegExp, body: Record<string, unknown>][] {
  const version = 1;
  const timetable = { lessons: [{ from: 480, to: 520 }], earlyReading: null, longBreak: { from: 600, to: 630 } };
  const volunteer = {
    name: '周师傅',
    languages: ['zh'],
    consentedOn: '2026-09-01',
    wishedSchoolIds: [world.schools.first],
  };
  const { schoolId: _school, ...needAgain } = needDraft(world);
  const { volunteerId: _volunteer, ...offerAgain } = offerDraft(world);
  const term = { name: '春', startsOn: '2027-02-20', endsOn: '2027-07-01' };
  const holiday = { name: '端午', startsOn: '2027-06-18', endsOn: '2027-06-18' };
  return [
    [/^POST \/api\/needs$/, needDraft(world, { careGroups: ['left_behind'], latitude: 30, longitude: 114 })],
    [/^PUT \/api\/needs/, { ...needAgain, version }],
    [/who-could/, needDraft(world)],
    [/^POST \/api\/offers$/, offerDraft(world)],
    [/^PUT \/api\/offers/, { ...offerAgain, version }],
    [/^POST \/api\/volunteers$/, volunteer],
    [/^PUT \/api\/volunteers/, { ...volunteer, version }],
    [/^PATCH \/api\/(skills|categories)/, { version, synonyms: ['胡琴'] }],
    [/merge/, { version, into: world.skills.maths }],
    [/clearances$/, { number: '查1', authority: '公安分局', checkedOn: '2026-09-01', expiresOn: '2027-08-31' }],
    [/policies/, { params: { keepBonus: 50, fit: { skill: 1 } }, note: '' }],
    [/applications$/, { districtId: world.district, name: '李', phone: '13900000000', consent: true }],
    [/^POST \/api\/terms/, term],
    [/^PUT \/api\/terms/, { name: '秋', startsOn: '2026-09-01', endsOn: '2027-01-15', version }],
    [/^POST \/api\/holidays/, { ...holiday, madeUp: [{ day: '2027-06-19', followsWeekday: 2 }] }],
    [/^PUT \/api\/holidays/, { name: '国庆', startsOn: '2026-10-01', endsOn: '2026-10-03', version, madeUp: [] }],
    [
      /^POST \/api\/schools$/,
      { name: '新校', code: '1', stages: ['小学'], areaId: null, latitude: 30, longitude: 114 },
    ],
    [/^PUT \/api\/schools/, { version, name: '滨江初中', stages: ['初中'], latitude: 30, longitude: 114 }],
    [/^PATCH \/api\/district/, { version, name: '新区', settings: { ...DEFAULT_SETTINGS, timetable } }],
    [/accounts$/, { login: 'wang', name: '王', role: 'coordinator', schoolId: world.schools.first }],
    [/^POST \/api\/rounds$/, { horizon: { from: '2026-09-07', to: '2026-12-31' }, scope: {}, seed: 1, iterations: 1 }],
    [/exclusions$/, { volunteerId: world.volunteers.sun, needId: ids.needs, reason: 'blocked' }],
    [/sessions\/\{id\}\/held/, { version, attendance: 3, minutesServed: 60, note: '' }],
  ];
}

/** What is held has begun. */
const AFTER_SESSIONS = '2026-09-30T09:00:00+08:00';

const CODES = new Set(Object.keys(ERROR_STATUS));
/** What is wrong with an answer: a failure of ours, or a refusal without a code that is known. */
const faultOf = (status: number, body: unknown): unknown =>
  status >= 500 || (status >= 400 && !CODES.has((body as { code?: string } | null)?.code ?? ''))
    ? [status, body]
    : null;

/** `null` at every place, and `more` strange values. */
const nonsense = (random: Random, more: number): unknown[] => [
  null,
  ...Array.from({ length: more }, () => random.pick(STRANGE)),
];

it('answers nonsense in every field of every body with a code, never with a 500', async () => {
  const random = new Random(Number(process.env.FUZZ_SEED ?? 7));
  const bodies = goodBodies();
  const failed: unknown[] = [];
  const unfit: unknown[] = [];
  let asked = 0;
  for (const { method, path, body: schema, query } of routes) {
    if (method === 'GET' || (!schema && query.length === 0 && path === '/api/imports')) continue;
    const name = `${method} ${path}`;
    const rich = bodies.find(([match]) => match.test(name))?.[1];
    const good = rich ?? (schema ? sample(schema) : {});
    const kind = path.split('/')[2];
    const url = path.replace('{id}', ids[kind] ?? ids.needs) + (method === 'DELETE' ? '?version=1' : '');
    const who = /sign-in|applications$/.test(path) ? world.stranger() : world.as('admin');
    const ask = async (at: Place, by: unknown): Promise<void> => {
      house.clock.set(path.startsWith('/api/sessions') ? AFTER_SESSIONS : START);
      const version = await ready(kind, path);
      const now = 'version' in (good as object) ? { ...(good as object), version } : good;
      const body = at.length === 1 && at[0] === '' ? now : replaced(now, at, by);
      const { status, body: answer } = await who.send(method, url, body);
      asked++;
      if (faultOf(status, answer))
        failed.push([name, `/${at.join('/')}`, JSON.stringify(by)?.slice(0, 80), status, answer]);
      if (at[0] === '' && rich && !/merge|applications$/.test(name) && status >= 300)
        unfit.push([name, status, answer]);
    };
    await ask([''], undefined);
    for (const place of places(good, schema ?? undefined))
      for (const strange of nonsense(random, 2)) await ask(place, strange);
  }
  expect(failed).toEqual([]);
  // A body that is refused as it stands would hide what is behind its checks.
  expect(unfit).toEqual([]);
  expect(asked).toBeGreaterThan(2_000);
});

it('answers nonsense in every parameter of every query with a code, never with a 500', async () => {
  const random = new Random(Number(process.env.FUZZ_SEED ?? 11));
  const texts = STRANGE.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).filter(
    (one) => one.length < 2_000 && one !== '\ud800',
  );
  const failed: unknown[] = [];
  let asked = 0;
  for (const { method, path, query } of routes) {
    // A workbook comes with a query beside it.
    const file = path === '/api/imports' && method === 'POST' ? ([csv(['学校'], ['第二小学']), OCTETS] as const) : [];
    const url = path.replace('{id}', ids[path.split('/')[2]] ?? ids.needs);
    const needed = query
      .filter(({ required }) => required)
      .map(({ name, schema }) => [name, String(sample(schema, name))]);
    for (const { name } of query) {
      for (let k = 0; k < 5; k++) {
        const text = k === 0 ? '' : random.pick(texts);
        const asks = new URLSearchParams([...needed.filter(([one]) => one !== name), [name, text]] as [
          string,
          string,
        ][]);
        const { status, body } = await world.as('admin').send(method, `${url}?${asks}`, ...file);
        asked++;
        if (faultOf(status, body)) failed.push([method, path, name, text, status, body]);
      }
    }
  }
  expect(failed).toEqual([]);
  expect(asked).toBeGreaterThan(500);
});
