import { Client } from 'pg';
import type { NeedDto } from '../../src/needs/needs.dto';
import { NEED_SORTS } from '../../src/needs/needs.sorts';
import { sortWords } from '../../src/platform/http/page';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { OFFER_SORTS, VOLUNTEER_SORTS } from '../../src/resources/resources.sorts';
import { insertRows } from '../../src/demo/demo';
import { EAST_LAKE, generateDistrict, Rows } from '../../src/demo/generate';
import { hashPassword } from '../../src/accounts/password';
import { createTestApp, TestApp } from '../support/app';
import { Browser } from '../support/browser';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
  facets?: { total: number; by: Record<string, { value: string; name: string | null; count: number }[]> };
}

let house: TestApp;
let rows: Rows;
let admin: Browser;
let coordinator: Browser;
beforeAll(async () => {
  house = await createTestApp();
  const size = { ...EAST_LAKE, schools: 8, volunteers: 60, offers: 90, needs: 120 };
  rows = generateDistrict(size, 5, house.clock.now(), await hashPassword('correct horse'));
  const client = new Client({ connectionString: house.url });
  await client.connect();
  await insertRows(client, rows);
  await client.end();
  admin = await new Browser(house).signIn('admin', 'correct horse');
  coordinator = await new Browser(house).signIn('coordinator', 'correct horse');
}, 60_000);
afterAll(() => house.close());

const page = async <T>(url: string, by = admin): Promise<Page<T>> => {
  const { status, body } = await by.get<Page<T>>(url);
  expect([url, status, body]).toEqual([url, 200, body]);
  return body;
};
async function walk<T extends { id: string }>(url: string, limit: number): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items, nextCursor }: Page<T> = await page(`${url}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    found.push(...items);
    cursor = nextCursor;
  }
  return found;
}

const LISTS = [
  { list: 'needs', sorts: sortWords(NEED_SORTS), total: 120 },
  { list: 'offers', sorts: sortWords(OFFER_SORTS), total: 90 },
  { list: 'volunteers', sorts: sortWords(VOLUNTEER_SORTS), total: 60 },
];

describe.each(LISTS)('$list', ({ list, sorts, total }) => {
  it.each(sorts)('sorted by %s come page by page without a gap or a repetition, and in order', async (sort) => {
    const url = `/api/${list}?sort=${encodeURIComponent(sort)}&near=${rows.school[0].id}`;
    const paged = await walk<{ id: string }>(url, 17);
    expect(paged).toHaveLength(total);
    const whole = await walk<{ id: string }>(url, 200);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    const back = await walk<{ id: string }>(url.replace(/sort=-?/, sort.startsWith('-') ? 'sort=' : 'sort=-'), 200);
    expect(back.map(({ id }) => id).reverse()).toEqual(whole.map(({ id }) => id));
  });

  it('counts what each further choice would leave: choosing it leaves as many', async () => {
    const near = `near=${rows.school[0].id}`;
    const { facets } = await page(`/api/${list}?facets=true&limit=1`);
    expect(facets!.total).toBe(total);
    for (const [name, values] of Object.entries(facets!.by)) {
      const { value, count } = values[values.length - 1];
      const chosen = await page<{ id: string }>(`/api/${list}?facets=true&limit=200&${near}&${name}=${value}`);
      expect([name, value, chosen.facets!.total, chosen.items.length]).toEqual([name, value, count, count]);
      // A list leaves its own filter out of account; the others do not.
      expect([name, chosen.facets!.by[name]]).toEqual([name, values]);
      const others = Object.entries(chosen.facets!.by).filter(([other]) => other !== name);
      for (const [other, counted] of others) {
        const before = new Map(facets!.by[other].map((one) => [one.value, one.count]));
        for (const one of counted) expect(one.count).toBeLessThanOrEqual(before.get(one.value)!);
      }
    }
  });

  it('an empty page still has its facets; a cursor of another order is refused', async () => {
    const none = await page(`/api/${list}?facets=true&search=${encodeURIComponent('没有这样的事')}`);
    expect(none).toEqual({ items: [], nextCursor: null, facets: { total: 0, by: {} } });
    const { nextCursor } = await page(`/api/${list}?limit=2`);
    const answer = await admin.get(`/api/${list}?limit=2&sort=created&cursor=${nextCursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_cursor' } });
  });

  it('distance is measured from somewhere', async () => {
    for (const bad of ['sort=distance', 'within=3000'])
      expect(await admin.get(`/api/${list}?${bad}`)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/near', code: 'missing' }] },
      });
    for (const [bad, pointer] of [
      ['within=5&near=x', '/near'],
      ['sort=magic', '/sort'],
      ['facets=perhaps', '/facets'],
    ]) {
      const answer = await admin.get<{ errors: { pointer: string }[] }>(`/api/${list}?${bad}`);
      expect([answer.status, answer.body.errors.map((one) => one.pointer)]).toEqual([
        422,
        expect.arrayContaining([pointer]),
      ]);
    }
  });

  it('has what nearly has the words in every order, page by page, counted and within a way', async () => {
    type Line = { id: string; title?: string; name?: string };
    const lines = (await page<Line>(`/api/${list}?limit=200`)).items;
    const words = lines.map(({ title, name }) => /^\p{Script=Han}{3,12}/u.exec(title ?? name!)?.[0]).find(Boolean)!;
    const wrong = encodeURIComponent(words.replace(/^(.)./u, '$1囧'));
    const near = `near=${rows.school[0].id}`;
    const { items, facets, ...rest } = await page<Line>(`/api/${list}?search=${wrong}&limit=200&facets=true`);
    expect([items.length > 0, rest, facets!.total]).toEqual([true, { nextCursor: null, near: true }, items.length]);
    const ids = items.map(({ id }) => id).sort();
    for (const sort of sorts) {
      const url = `/api/${list}?search=${wrong}&${near}&sort=${encodeURIComponent(sort)}`;
      const ordered = (await walk<Line>(url, 1)).map(({ id }) => id);
      expect([sort, [...ordered].sort()]).toEqual([sort, ids]);
      const around = await page<Line>(`${url}&within=20000&facets=true`);
      expect(around.items.map(({ id }) => id)).toEqual(
        ordered.filter((id) => around.items.some((one) => one.id === id)),
      );
    }
  });

  it('is one statement to the database, whatever is asked', async () => {
    const query = jest.spyOn(Client.prototype, 'query');
    for (const asked of [
      'limit=1',
      'limit=100&facets=true',
      `limit=50&search=shu&sort=distance&near=${rows.school[0].id}&within=20000&facets=true`,
    ]) {
      const { items } = await page<NeedDto>(`/api/${list}?${asked}`);
      // Telephone numbers of volunteers, and facts about minors: that somebody saw them is noted by a second one.
      const noted =
        list === 'volunteers' ||
        (list === 'needs' && items.some((one) => one.careGroups.length > 0 || one.guardianConsentOn));
      expect([asked, query.mock.calls.length]).toEqual([asked, noted ? 2 : 1]);
      query.mockClear();
    }
    // When nothing has the words, what nearly has them is looked for by another one.
    expect((await page(`/api/${list}?search=${encodeURIComponent('无此词语')}`)).items).toEqual([]);
    expect(query.mock.calls.length).toBe(2);
    query.mockRestore();
  });
});

it('needs are found by grade, weekday, form, audience and priority', async () => {
  const { items } = await page<NeedDto>('/api/needs?limit=200');
  const same = async (filter: string, test: (need: NeedDto) => boolean) => {
    const ids = items.filter(test).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect([filter, (await page<NeedDto>(`/api/needs?limit=200&${filter}`)).items.map(({ id }) => id)]).toEqual([
      filter,
      ids,
    ]);
  };
  await same('grade=3', ({ grades }) => (grades & 8) !== 0);
  await same('form=lecture', ({ form }) => form === 'lecture');
  await same('audience=young_teachers', ({ audience }) => audience === 'young_teachers');
  await same('priority=1', ({ priority }) => priority === 1);
  await same('weekday=2', ({ alternatives }) =>
    alternatives.some(
      ({ weekly, dates }) =>
        weekly.some(({ weekday }) => weekday === 2) ||
        dates.some(({ day }) => new Date(`${day}T00:00:00Z`).getUTCDay() === 2),
    ),
  );
});

it('offers for any grade or any time are found under each', async () => {
  const { items } = await page<OfferDto>('/api/offers?limit=200');
  const found = (await page<OfferDto>('/api/offers?limit=200&grade=7&weekday=3')).items.map(({ id }) => id);
  const suits = ({ grades, availability }: OfferDto): boolean =>
    (grades === 0 || (grades & 128) !== 0) &&
    (availability.anyTime || availability.weekly.some(({ weekday }) => weekday === 3));
  expect(found).toEqual(items.filter(suits).map(({ id }) => id));
  expect(items.some(({ grades, availability }) => grades === 0 && availability.anyTime)).toBe(true);
});

it('nearest first; what is not known is not near, and comes last', async () => {
  const near = rows.school[0].id as string;
  const homes = rows.volunteer.filter(({ latitude }) => latitude !== null).length;
  expect(homes).toBeLessThan(60);
  const { items } = await page<VolunteerDto>(`/api/volunteers?limit=200&sort=distance&near=${near}`);
  const metres = items.map(({ distanceMetres }) => distanceMetres);
  const known = metres.filter((one): one is number => one !== null);
  expect(known).toEqual([...known].sort((a, b) => a! - b!));
  expect(known).toHaveLength(homes);
  expect(metres.slice(known.length).every((one) => one === null)).toBe(true);
  const within = await page<VolunteerDto>(`/api/volunteers?limit=200&within=5000&near=${near}`);
  expect(within.items).toHaveLength(known.filter((one) => one! <= 5000).length);
  // The same way as the engine measures it: the school itself is no way off.
  const own = await page<NeedDto>(`/api/needs?limit=1&sort=distance&near=${near}`);
  expect(own.items[0].distanceMetres).toBe(0);
});

it('a coordinator counts and sorts the own school’s needs alone', async () => {
  const { facets, items } = await page<NeedDto>('/api/needs?facets=true&sort=title&limit=200', coordinator);
  expect(facets!.total).toBe(items.length);
  expect(facets!.by.schoolId.map(({ value }) => value)).toEqual([rows.school[0].id]);
});

it('pages by distance through needs of schools that are nowhere known, beside one with a point of its own', async () => {
  const near = rows.school.find(({ latitude }) => latitude !== null)!.id as string;
  const query = (sql: string) => house.database.reader.query(sql);
  await query(`UPDATE school SET latitude = NULL, longitude = NULL, area_id = NULL WHERE id <> '${near}'`);
  await query('UPDATE need SET latitude = 30, longitude = 114 WHERE id = (SELECT id FROM need ORDER BY id LIMIT 1)');
  const { items } = await page<NeedDto>(`/api/needs?limit=200&sort=distance&near=${near}`);
  const known = items.filter(({ distanceMetres }) => distanceMetres !== null).length;
  expect(items.length - known).toBeGreaterThan(2);
  let cursor: string | null = null;
  const seen: string[] = [];
  do {
    const next: { items: NeedDto[]; nextCursor: string | null } = await page<NeedDto>(
      `/api/needs?limit=1&sort=distance&near=${near}${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...next.items.map(({ id }) => id));
    cursor = next.nextCursor;
  } while (cursor && seen.length < 300);
  expect(seen).toEqual(items.map(({ id }) => id));
});
