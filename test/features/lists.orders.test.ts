import type { NeedDto } from '../../src/needs/needs.dto';
import { NEED_SORTS } from '../../src/needs/needs.sorts';
import { WALKING } from '../../src/platform/http/list-statement';
import { sortWords } from '../../src/platform/http/page';
import { gramsOf } from '../../src/platform/search-grams';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { OFFER_SORTS, VOLUNTEER_SORTS } from '../../src/resources/resources.sorts';
import { createTestApp, TestApp } from '../support/app';
import type { Answer } from '../support/browser';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

/** More lines than a list looks at one by one before it takes another way; here that is so few that a small list has both. */
const COPIES = 440;
WALKING.lookedAt = 400;
WALKING.pace = 50;

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  const need = await openNeed(world, { title: '太极拳', skills: [] });
  const offer = await listOffer(world, { title: '太极拳', skills: [] });
  const number = (code: string): string => `substr(${code}, 2)::int`;
  const [area]: { id: string }[] = await house.database.reader.query(
    `INSERT INTO area (id, district_id, name, latitude, longitude)
     SELECT gen_random_uuid(), district_id, '湖边', 30.02, 114 FROM need WHERE id = $1 RETURNING id`,
    [need.id],
  );
  // Many needs take place somewhere else: at a point, in an area, online or nobody knows where; the last third is of the other school.
  await copies('need', need.id, {
    title: `title || i % 50`,
    school_id: `CASE WHEN i > 290 THEN '${world.schools.second}'::uuid ELSE school_id END`,
    latitude: 'CASE WHEN i % 7 = 0 THEN 30 + i / 1500.0 END',
    longitude: 'CASE WHEN i % 7 = 0 THEN 114 END',
    area_id: `CASE WHEN i % 11 = 0 THEN '${area.id}'::uuid END`,
    place_kind: `CASE WHEN i % 13 = 0 THEN 'online' WHEN i % 17 = 0 THEN 'other' ELSE place_kind END`,
    updated_at: `updated_at - i % 11 * interval '1 day'`,
    period_to: 'period_to + i % 3',
    form: `CASE WHEN i % 3 = 0 THEN 'lecture' ELSE form END`,
    grades: 'CASE WHEN i > 430 THEN 8 ELSE 16 END',
    stale_since: 'CASE WHEN i % 9 = 0 THEN updated_at END',
  });
  await copies('volunteer', world.volunteers.zhao, {
    name: `name || i % 50`,
    area_id: 'NULL',
    latitude: 'CASE WHEN i % 5 > 0 THEN 30 + i / 1500.0 END',
    longitude: 'CASE WHEN i % 5 > 0 THEN 114 END',
    updated_at: `updated_at - i % 11 * interval '1 day'`,
    tier: `CASE WHEN i > 430 THEN 'core' ELSE 'backbone' END`,
  });
  await copies('offer', offer.id, {
    title: `title || i % 50`,
    volunteer_id: `(SELECT v.id FROM volunteer v WHERE v.district_id = line.district_id AND v.code = 'x' || i)`,
    updated_at: `updated_at - i % 11 * interval '1 day'`,
    grades: 'CASE WHEN i > 430 THEN 8 ELSE 16 END',
  });
  // Words of few lines, here and there and all at one end, and of many.
  for (const table of ['need', 'volunteer', 'offer'])
    for (const [word, which] of Object.entries(WORDS))
      await house.database.reader.query(
        `UPDATE ${table} SET search_text = search_text || $1, search_grams = search_grams || $2::int[] WHERE code LIKE 'x%' AND ${number('code')} % ${COPIES} ${which}`,
        [`\n${word}`, gramsOf(word)],
      );
  await house.database.reader.query('ANALYZE need, offer, volunteer, school');
}, 60_000);
afterAll(() => house.close());

const WORDS = {
  推手: 'IN (SELECT generate_series(0, 439, 10))',

  云手: '>= 436',
  起势: '> 0',
  收势: '< 300',
};

/** The line `id` again and again, numbered `i` from 1 on, with some columns of their own. */
async function copies(table: string, id: string, own: Record<string, string>): Promise<void> {
  const columns: { name: string }[] = await house.database.reader.query(
    `SELECT quote_ident(column_name) AS name FROM information_schema.columns WHERE table_name = $1 AND column_name <> ALL ($2)`,
    [table, ['id', 'code', ...Object.keys(own)]],
  );
  const same = columns.map(({ name }) => name).join(', ');
  await house.database.reader.query(
    `INSERT INTO ${table} (id, code, ${Object.keys(own).join(', ')}, ${same})
     SELECT gen_random_uuid(), 'x' || i, ${Object.values(own).join(', ')}, ${same} FROM ${table} line, generate_series(1, ${COPIES}) i WHERE line.id = $1`,
    [id],
  );
}

type Line = (NeedDto | OfferDto | VolunteerDto) & { distanceMetres?: number | null };

async function paged<T>(url: string): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: Answer<{ items: T[]; nextCursor: string | null }> = await world
      .as('admin')
      .get(`${url}${cursor && `&cursor=${cursor}`}`);
    found.push(...body.items);
    cursor = body.nextCursor;
  }
  return found;
}

const number = ({ code }: Line): number => (code.startsWith('x') ? Number(code.slice(1)) % COPIES : -1);
const near = (metres: number) => (line: Line) =>
  typeof line.distanceMetres === 'number' && line.distanceMetres <= metres;
const every = (line: Line): boolean => number(line) >= 0 && number(line) % 10 === 0;
const graded = (line: Line): boolean => ((line as NeedDto).grades & 8) !== 0;

/** What is asked beside the order, and which lines have it. */
const ANY: [asked: string, has: (line: Line) => boolean][] = [
  ['search=推手', every],
  ['search=云手', (line) => number(line) >= 436],
  ['search=起势', (line) => number(line) > 0],
  ['search=收势 推手', (line) => every(line) && number(line) < 300],
  ['search=没有的', () => false],
  ['within=3000', near(3000)],
  ['within=20000&search=起势', (line) => near(20_000)(line) && number(line) > 0],
  ['within=1000&search=推手', (line) => near(1000)(line) && every(line)],
];
const LISTS: [list: string, sorts: string[], asked: typeof ANY][] = [
  [
    'needs',
    sortWords(NEED_SORTS),
    [
      ...ANY,
      ['search=起势&form=lecture', (line) => number(line) > 0 && (line as NeedDto).form === 'lecture'],
      ['search=云手&grade=3&state=open', (line) => number(line) >= 436 && graded(line)],
      ['search=起势&grade=3', (line) => number(line) > 0 && graded(line)],
      [
        'within=20000&form=lecture&stale=true',
        (line) => near(20_000)(line) && (line as NeedDto).form === 'lecture' && (line as NeedDto).staleSince !== null,
      ],
      ['stale=true', (line) => (line as NeedDto).staleSince !== null],
      ['grade=3&form=lecture', (line) => graded(line) && (line as NeedDto).form === 'lecture'],
    ],
  ],
  ['offers', sortWords(OFFER_SORTS), [...ANY, ['search=起势&grade=3', (line) => number(line) > 0 && graded(line)]]],
  [
    'volunteers',
    sortWords(VOLUNTEER_SORTS),
    [...ANY, ['search=起势&tier=core', (line) => number(line) > 0 && (line as VolunteerDto).tier === 'core']],
  ],
];

it.each(LISTS.flatMap(([list, sorts, asked]) => sorts.map((sort) => ({ list, sort, asked }))))(
  '$list by $sort: what is asked comes page by page like what is picked out of all',
  async ({ list, sort, asked }) => {
    const url = `/api/${list}?near=${world.schools.first}&sort=${encodeURIComponent(sort)}`;
    const all = await paged<Line>(`${url}&limit=200`);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(COPIES);
    for (const [query, has] of asked) {
      const wanted = all.filter(has).map(({ code }) => code);
      const found = await paged<Line>(`${url}&limit=${wanted.length > 200 ? 200 : 30}&${encodeURI(query)}`);
      expect([query, found.map(({ code }) => code)]).toEqual([query, wanted]);
    }
  },
);
