import { Client } from 'pg';
import { boxSql, inBox, metresSql } from '../../src/districts/distance';
import { createTestDatabase, TestDatabase } from '../support/database';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const POINT = { latitude: 'p.latitude', longitude: 'p.longitude' };

/** Points round a place, by thousands of seeded steps of up to `degrees`: how many are within, kept and dropped. */
async function around(latitude: number, longitude: number, degrees: number, metres: number) {
  const turned = (value: string): string => `(${value} + 540)::numeric % 360 - 180`;
  const { rows } = await client.query(
    `WITH here AS (SELECT ${latitude}::float8 AS latitude, ${longitude}::float8 AS longitude, cos(radians(${latitude})) AS cosine, 1.3::float8 AS detour), ${boxSql('box', String(metres))},
       p AS MATERIALIZED (SELECT least(90, greatest(-90, ${latitude} + ${degrees} * sin(i * 12.9898)))::float8 AS latitude,
         (${turned(`${longitude} + ${degrees} * cos(i * 78.233)`)})::float8 AS longitude FROM generate_series(1, 4000) i)
     SELECT count(*) FILTER (WHERE near)::int AS near, count(*) FILTER (WHERE near AND NOT kept)::int AS lost, count(*) FILTER (WHERE NOT kept)::int AS dropped
     FROM (SELECT ${metresSql(POINT)} <= ${metres} AS near, ${inBox(POINT, 'box')} AS kept FROM p LEFT JOIN here ON true) q`,
  );
  return rows[0];
}

it.each([
  ['a district', 30.55, 114.3, 0.1, 3000],
  ['a province', 30.55, 114.3, 5, 200_000],
  ['the equator', 0, 100, 0.5, 20_000],
  ['the far north', 69.7, 19, 2, 50_000],
  ['the date line', 20, 179.99, 0.2, 10_000],
  ['nearly the pole', 89.5, 0, 90, 150_000],
])('in %s nobody so near is passed over by latitude or longitude', async (_, latitude, longitude, degrees, metres) => {
  const { near, lost, dropped } = await around(latitude, longitude, degrees, metres);
  expect(near).toBeGreaterThan(50);
  expect(lost).toBe(0);
  expect(dropped).toBeGreaterThan(500);
});
