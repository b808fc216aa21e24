import { openApiDocument } from '../../src/platform/http/openapi';
import { Random } from '../../src/demo/random';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, needDraft, offerDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

/**
 * Throws nonsense at every route of both menus: a good body with one or two fields replaced by something of another kind,
 * too large, too deep, or strange. Whatever comes, the answer is a coded one, never a 500.
 */
let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const STRANGE: unknown[] = [
  null,
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
  '99999-01-01',
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

/** Every place in a value, as a path. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined || value === null || typeof value !== 'object') return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as Record<string, unknown>) };
  copy[key] = replaced((value as Record<string, unknown>)[key], rest, by);
  return copy;
}

it.each<[string, RegExp, number]>([
  ['menus', /^\/api\/(needs|offers|volunteers|skills|categories|programmes|policies|applications|exclusions)\b/, 1_000],
  ['district', /^\/api\/(terms|holidays|schools|areas|district)\b/, 400],
])(
  'answers nonsense in every field of every route of the %s with a code, never with a 500',
  async (_, routes, least) => {
    const need = await openNeed(world);
    const offer = await listOffer(world);
    const version = { version: 1 };
    const span = { name: '假', startsOn: '2027-06-18', endsOn: '2027-06-18' };
    const timetable = { lessons: [{ from: 480, to: 520 }], earlyReading: null, longBreak: { from: 600, to: 630 } };
    const clearance = { number: '1', authority: 'x', checkedOn: '2026-09-01', expiresOn: '2027-09-01' };
    const volunteer = {
      name: '周师傅',
      languages: ['zh'],
      consentedOn: '2026-09-01',
      wishedSchoolIds: [world.schools.first],
    };
    const GOOD: [match: RegExp, body: Record<string, unknown>][] = [
      [/^POST \/api\/needs$/, needDraft(world, { careGroups: ['left_behind'], latitude: 30, longitude: 114 })],
      [/who-could/, needDraft(world)],
      [/^PUT \/api\/needs/, { ...needDraft(world), schoolId: undefined, ...version }],
      [/needs\/\{id\}\/copy/, { periodFrom: '2027-02-22', periodTo: '2027-06-30' }],
      [/offers\/\{id\}\/copy/, { from: '2027-02-22' }],
      [/^POST \/api\/offers$/, offerDraft(world)],
      [/^PUT \/api\/offers/, { ...offerDraft(world), volunteerId: undefined, ...version }],
      [/^POST \/api\/volunteers$/, volunteer],
      [/^PUT \/api\/volunteers/, { ...volunteer, ...version }],
      [/clearances/, clearance],
      [/^POST \/api\/skills$/, { categoryId: world.categories.arts, name: '二胡', synonyms: ['胡琴'] }],
      [/^PATCH \/api\/skills/, { ...version, name: '二胡', synonyms: ['胡琴'] }],
      [/merge/, { ...version, into: world.skills.maths }],
      [/policies/, { params: { keepBonus: 50, fit: { skill: 1 } }, note: '' }],
      [/applications/, { districtId: world.district, name: '李', phone: '13900000000', consent: true }],
      [/\/terms/, { ...version, ...span }],
      [/\/holidays/, { ...version, ...span, madeUp: [{ day: '2027-06-19', followsWeekday: 2 }] }],
      [
        /\/schools$|\/schools\/\{id\}$/,
        { ...version, name: '新校', code: '1', stages: ['小学'], areaId: null, latitude: 30 },
      ],
      [/\/areas/, { ...version, name: '新片区', latitude: 30, longitude: 114 }],
      [/\/district/, { ...version, name: '新区', settings: { ...DEFAULT_SETTINGS, timetable } }],
      [/exclusions/, { volunteerId: world.volunteers.sun, needId: need.id, reason: 'blocked' }],
    ];
    const ids: Record<string, string> = {
      needs: need.id,
      offers: offer.id,
      volunteers: world.volunteers.sun,
      skills: world.skills.flute,
      schools: world.schools.second,
    };
    const random = new Random(7);
    const failed: unknown[] = [];
    let asked = 0;
    for (const [path, item] of Object.entries(openApiDocument(house.app).paths)) {
      const menu = routes.exec(path)?.[1];
      if (!menu) continue;
      for (const method of Object.keys(item as object).map((one) => one.toUpperCase())) {
        if (method === 'GET') continue;
        const good = GOOD.find(([match]) => match.test(`${method} ${path}`))?.[1] ?? { ...version, reason: 'x' };
        const url = path.replace('{id}', ids[menu] ?? need.id);
        const spots = places(good);
        for (let k = 0; k < 40; k++) {
          let body: unknown = good;
          for (let n = random.whole(1, 2); n > 0; n--) body = replaced(body, random.pick(spots), random.pick(STRANGE));
          const { status, body: answer } = await world.as('admin').send(method as 'POST', url, body);
          asked++;
          const { code } = answer as { code?: string };
          if (status >= 500 || (status >= 400 && !code))
            failed.push([method, path, JSON.stringify(body).slice(0, 2_000), status, answer]);
        }
      }
    }
    expect(failed).toEqual([]);
    expect(asked).toBeGreaterThan(least);
  },
);

it('answers nonsense in every filter of every list with a code, never with a 500', async () => {
  const failed: unknown[] = [];
  const random = new Random(11);
  const texts = STRANGE.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).filter(
    (one) => one.length < 2_000,
  );
  for (const [path, item] of Object.entries(openApiDocument(house.app).paths)) {
    if (!/^\/api\/(needs|offers|volunteers)$/.test(path)) continue;
    const { parameters } = (item as { get: { parameters: { name: string }[] } }).get;
    for (const { name } of parameters) {
      for (let k = 0; k < 12; k++) {
        const text = random.pick(texts);
        if (text === '\ud800') continue;
        const { status, body } = await world.as('admin').get(`${path}?${name}=${encodeURIComponent(text)}&facets=true`);
        if (status >= 500 || (status >= 400 && !(body as { code?: string }).code))
          failed.push([path, name, text, status]);
      }
    }
  }
  expect(failed).toEqual([]);
});
