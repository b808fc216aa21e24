// `node bench/search.mjs [needs] [database url]`: how long a page of the needs menu takes in a district of 100,000 needs, and of
// the resources menu and the volunteers with 60,000 offers, kind of query by kind (bench/search/kinds.mjs): the product's own
// path (TypeORM) beside the same statement through bare pg, on the same database in the same run. Prints the median, the 95th
// percentile and the largest of each, and the kinds above their limit; fails when the 95th percentile over all searches of a list
// is above 30 ms at the database or the product takes more than 1.5 times bare pg. Facets, a request of their own, are not among
// them: 100 ms. Wants a built dist/. Without an address it starts a PostgreSQL of its own and seeds it, which takes minutes.
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { needKinds, offerKinds, volunteerKinds } from './search/kinds.mjs';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';

const require = createRequire(import.meta.url);
const { needsPage } = require('../dist/needs/needs.queries.js');
const { offersPage, volunteersPage } = require('../dist/resources/resources.queries.js');
const { migrate } = require('../dist/platform/database/migrate.js');
const { insertRows } = require('../dist/demo/demo.js');
const { generateDistrict } = require('../dist/demo/generate.js');

const NEEDS = Number(process.argv[2] ?? 100_000);
const LIMIT = { list: 30, facets: 100, ratio: 1.5 };
const TURNS = 3;
const SLUG = 'big';

let folder;
let postgres;
let url = process.argv[3];
if (!url) {
  folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-search-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL's account has to get in
  postgres = await openPostgres(folder);
  url = postgres.url();
}
const client = new pg.Client({ connectionString: url });
const source = new DataSource({ type: 'postgres', url, poolSize: 2 });
let missed = false;
try {
  await client.connect();
  if (postgres) await seed();
  await source.initialize();
  await measure();
} finally {
  if (source.isInitialized) await source.destroy();
  await client.end();
  if (postgres) {
    await postgres.stop();
    for (const place of [...dataOutside(folder), folder]) rmSync(place, { recursive: true, force: true });
  }
}
process.exitCode = missed ? 1 : 0;

async function seed() {
  await migrate(url);
  const begun = performance.now();
  const size = {
    slug: SLUG,
    name: SLUG,
    schools: Math.max(10, NEEDS / 25),
    volunteers: 20_000,
    offers: 60_000,
    needs: NEEDS,
  };
  await client.query('BEGIN');
  await insertRows(client, generateDistrict(size, 1, new Date(), 'nobody signs in'));
  await client.query('COMMIT');
  // The generator's needs all take place at their school.
  await client.query(
    `UPDATE need SET place_kind = CASE WHEN get_byte(uuid_send(id), 15) < 20 THEN 'online' ELSE 'other' END,
       latitude = CASE WHEN get_byte(uuid_send(id), 15) < 20 THEN NULL ELSE 30.5 + get_byte(uuid_send(id), 14) / 2000.0 END,
       longitude = CASE WHEN get_byte(uuid_send(id), 15) < 20 THEN NULL ELSE 114.3 + get_byte(uuid_send(id), 13) / 2000.0 END
     WHERE get_byte(uuid_send(id), 15) < 30`,
  );
  // A district at rest: not while the server still writes and cleans up what has just been loaded.
  await client.query('VACUUM ANALYZE');
  const admin = new pg.Client({ connectionString: postgres.adminUrl() });
  await admin.connect();
  await admin.query('CHECKPOINT');
  await admin.end();
  console.log(`seeded in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

async function measure() {
  const {
    rows: [who],
  } = await client.query(
    `SELECT d.id AS district, (SELECT account_id FROM membership WHERE district_id = d.id AND role = 'admin') AS account,
       (SELECT count(*)::int FROM need WHERE district_id = d.id) AS needs FROM district d WHERE d.slug = $1`,
    [SLUG],
  );
  const one = async (text) => (await client.query(text, [who.district])).rows;
  const schools = (await one('SELECT id, name FROM school WHERE district_id = $1 ORDER BY id LIMIT 40')).filter(
    (_, i) => i % 4 === 0,
  );
  const categories = await one('SELECT id FROM category WHERE district_id = $1 ORDER BY id');
  const programmes = await one('SELECT id FROM programme WHERE district_id = $1 ORDER BY id');
  const skills = (await one('SELECT id FROM skill WHERE district_id = $1 ORDER BY id')).filter((_, i) => i % 6 === 0);
  const grants = [{ role: 'admin', schoolId: null, volunteerId: null }];
  const admin = { accountId: who.account, districtId: who.district, grants };
  const page = (actor, query) => needsPage(source.manager, { actor }, query, new Date());
  const lists = { admin, schools, categories, programmes, skills, page };
  console.log(`${who.needs} needs, load ${loadavg()[0].toFixed(1)}; milliseconds`);
  console.log(
    `${''.padEnd(28)} ${'bare pg: p50   p95   max'.padStart(26)} ${'product: p50   p95   max'.padStart(26)}  ratio`,
  );
  const measured = [];
  for (const [name, kinds, ask] of [
    ['needs, all but facets', await needKinds(lists), needsPage],
    ['offers, all but facets', offerKinds(lists), offersPage],
    ['volunteers, all but facets', volunteerKinds(lists), volunteersPage],
  ])
    measured.push(...(await measureKinds(name, kinds, ask, admin)));
  const slow = measured.filter(({ times, limit }) => at(times.bare, 0.95) > limit);
  for (const { name, times, limit } of slow)
    console.log(`over its limit: ${name}, p95 ${at(times.bare, 0.95).toFixed(1)} ms of ${limit}`);
  console.log(
    `${measured.length - slow.length} of ${measured.length} kinds are within ${LIMIT.list} ms, facets ${LIMIT.facets} ms`,
  );
  missed = measured.some(
    ({ total, times, limit }) => total && (at(times.bare, 0.95) > limit || ratio(times) > LIMIT.ratio),
  );
  console.log(
    `limits over all: p95 ${LIMIT.list} ms at the database, ${LIMIT.ratio} times bare pg: ${missed ? 'MISSED' : 'met'}`,
  );
}

/** What a page asks the database: a second time when nothing has the words of a search. */
async function statementsOf(page, actor, query, now) {
  const asked = [];
  const heard = (text, params) => (asked.push({ text, params }), source.manager.query(text, params));
  await page({ query: heard }, { actor }, query, now);
  return asked;
}

/** Measures and prints each kind, and all of them but those apart; gives their times. */
async function measureKinds(name, kinds, page, admin) {
  const all = { bare: [], ours: [] };
  const measured = [];
  for (const [kind, queries, actor = admin, apart] of kinds) {
    const times = { bare: [], ours: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      for (const wanted of queries) {
        const query = { limit: 60, ...wanted };
        const now = new Date();
        const asked = await statementsOf(page, actor, query, now);
        const bare = await timed(async () => {
          for (const { text, params } of asked) await client.query(text, params);
        });
        const ours = await timed(() => page(source.manager, { actor }, query, now));
        if (turn === 0) continue; // the first turn warms both
        times.bare.push(bare);
        times.ours.push(ours);
      }
    }
    if (!apart) for (const side of ['bare', 'ours']) all[side].push(...times[side]);
    line(kind, times);
    measured.push({ name: kind, times, limit: apart ? LIMIT.facets : LIMIT.list });
  }
  line(name, all);
  return [...measured, { name, times: all, limit: LIMIT.list, total: true }];
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function at(times, part) {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))];
}

function ratio({ bare, ours }) {
  return ours.reduce((sum, one) => sum + one, 0) / bare.reduce((sum, one) => sum + one, 0);
}

function line(kind, times) {
  const row = (side) => [0.5, 0.95, 1].map((part) => at(times[side], part).toFixed(1).padStart(6)).join('');
  console.log(
    `${kind.padEnd(28)} ${row('bare').padStart(26)} ${row('ours').padStart(26)} ${ratio(times).toFixed(2).padStart(6)}`,
  );
}
