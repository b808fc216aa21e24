import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS, migrate } from '../../src/platform/database/migrate';
import { newId } from '../../src/platform/ids';
import { gramsOf } from '../../src/platform/search-grams';
import { createTestDatabase, TestDatabase } from '../support/database';

/** Rows that stood before a migration must stand after it: databases are brought up to date, not made anew. */
let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('DROP SCHEMA bullmq CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function migrateTo(count: number): Promise<void> {
  const source = new DataSource({ type: 'postgres', url: database.url, migrations: MIGRATIONS.slice(0, count) });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
}

const insert = (table: string, ...rows: object[]): Promise<unknown> =>
  client.query(
    `INSERT INTO ${table} (${Object.keys(rows[0]).join(', ')}) SELECT ${Object.keys(rows[0]).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );

it('keeps what a district had: workdays made up for a holiday nobody recorded, programmes of one name, and what lines are about', async () => {
  await migrateTo(16);
  const [district_id, category_id, skill_id, volunteer_id, offer_id] = Array.from({ length: 5 }, newId);
  const at = '2026-09-01T00:00:00Z';
  await insert('district', { id: district_id, slug: 'old', name: '老区', settings: {}, created_at: at });
  await insert(
    'calendar_day',
    { district_id, day: '2026-10-10', kind: 'workday', follows_weekday: 4, name: '国庆调休' },
    { district_id, day: '2026-10-11', kind: 'workday', follows_weekday: null, name: '国庆调休' },
  );
  const [first, second] = [newId(), newId()];
  await insert(
    'programme',
    { id: first, district_id, code: 'a', name: '结对', name_en: 'Pairs', template: {} },
    { id: second, district_id, code: 'b', name: '结对', name_en: 'Pairs', template: {} },
  );
  await insert('category', { id: category_id, district_id, name: '艺术', name_en: 'Arts' });
  await insert('skill', { id: skill_id, district_id, category_id, name: '二胡', name_en: 'Erhu', synonyms: ['胡琴'] });
  await insert('volunteer', {
    ...{ id: volunteer_id, district_id, code: '志-1', state: 'active', kind: 'person', name: '赵', created_at: at },
    ...{ updated_at: at, search_text: '赵 一\nzhaoyi', search_grams: [1, 2] },
  });
  await insert('offer', {
    ...{ id: offer_id, district_id, code: '资-1', state: 'listed', volunteer_id, programme_id: second, category_id },
    ...{ title: '二胡教学', forms: ['workshop'], availability: { anyTime: true }, search_grams: [1, 2] },
    ...{ confirmed_at: at, created_at: at, updated_at: at },
  });
  await insert('offer_skill', { offer_id, district_id, skill_id });

  await migrate(database.url);

  const { rows: days } = await client.query(
    `SELECT c.day::text, c.kind, c.follows_weekday, h.name FROM calendar_day c JOIN holiday h ON h.id = c.holiday_id ORDER BY 1`,
  );
  expect(days).toEqual([
    { day: '2026-10-10', kind: 'workday', follows_weekday: 4, name: '国庆调休' },
    { day: '2026-10-11', kind: 'workday', follows_weekday: 7, name: '国庆调休' },
  ]);
  const { rows: programmes } = await client.query('SELECT name, search_text FROM programme ORDER BY code');
  expect(programmes.map(({ name }) => name)).toEqual(['结对', '结对 (b)']);
  expect(programmes[1].search_text).toContain('jiedui');
  const { rows: offers } = await client.query('SELECT topic_ids, search_grams FROM offer');
  expect(offers).toEqual([{ topic_ids: [category_id, second, skill_id], search_grams: [1, 2] }]);
  const { rows: volunteers } = await client.query('SELECT search_grams FROM volunteer');
  expect(volunteers).toEqual([{ search_grams: gramsOf('赵 一\nzhaoyi') }]);
  const { rows: functions } = await client.query(`SELECT FROM pg_proc WHERE proname = 'topics_of'`);
  expect(functions).toEqual([]);
});
