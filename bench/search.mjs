// `node bench/search.mjs [needs] [database url]`: how long a page of the needs menu takes in a district of 100,000 needs, and of
// the resources menu and the volunteers with 60,000 offers, kind of query by kind: the product's own path (TypeORM) beside the same statement through bare pg, on the same database in the same
// run. Prints the median, the 95th percentile and the largest of each, and fails when the 95th percentile over all searches is
// above 30 ms at the database or the product takes more than 1.5 times bare pg. Wants a built dist/. Without an address it
// starts a PostgreSQL of its own and seeds it, which takes a minute or two.
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';

const require = createRequire(import.meta.url);
const { needsPage } = require('../dist/needs/needs.queries.js');
const { offersPage, volunteersPage } = require('../dist/resources/resources.queries.js');
const { migrate } = require('../dist/platform/database/migrate.js');
const { insertRows } = require('../dist/demo/demo.js');
const { generateDistrict } = require('../dist/demo/generate.js');

const NEEDS = Number(process.argv[2] ?? 100_000);
const LIMIT = { milliseconds: 30, ratio: 1.5 };
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
  await client.query('VACUUM ANALYZE need, offer, volunteer, school, skill, category, programme, area');
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
  const grant = (role, schoolId = null) => ({ role, schoolId, volunteerId: null });
  const admin = { accountId: who.account, districtId: who.district, grants: [grant('admin')] };
  const coordinator = { ...admin, grants: [grant('coordinator', schools[0].id)] };
  const words = (text) => text.split(' ').map((search) => ({ search }));
  const common = words('书法 讲座 课后 心理 shufa hls');
  const each = (queries, more) => queries.flatMap((query) => more.map((one) => ({ ...query, ...one })));
  const near = schools[0].id;
  const deep = [];
  for (const query of [
    {},
    { search: '书法' },
    { search: '讲座', sort: 'title' },
    { search: 'xinli', sort: 'starts' },
  ]) {
    let cursor;
    for (let page = 0; page < 20; page++) {
      const { nextCursor } = await needsPage(
        source.manager,
        { actor: admin },
        { limit: 200, ...query, cursor },
        new Date(),
      );
      cursor = nextCursor ?? cursor;
    }
    deep.push({ ...query, cursor });
  }
  const kinds = [
    ['one character', words('书 课 谈 师 竹 棋 法 家 安 期')],
    ['two characters', words('书法 围棋 课后 心理 讲座 谈心 法官 种植 科普 结对')],
    [
      'three and more',
      words(
        '葫芦丝 硬笔书法 课后延时服务 竹笛、儿童画 防溺水安全课 留守儿童 考前焦虑疏导 数学师徒结对 老少同台演讲比赛 中医药文化进校园',
      ),
    ],
    ['full pinyin', words('hulusi shufa weiqi xinli tanxin keyanshi zhongzhi fangnishui liushouertong shuxue')],
    ['initials', words('hls sf wqxqb xl txwzb khys zz fnsaqk lset sxstjd')],
    [
      'a typing error',
      words('葫芦西课后 毛书笔法 围棋兴趣小班 hulsi weiqqi xinlu 硬笔书发课后 hulubi 留手儿同 谈心屋植班'),
    ],
    ['school and word', schools.map(({ name }) => ({ search: `${name} 书法` }))],
    ['human code', words('需-2026-0123 2026-04567 88123 需-2026-0001 0999')],
    ['not there', words('合唱团 二胡 拉丁舞 编程 hechang')],
    ['with a state', each(common, [{ state: 'open' }, { state: 'submitted' }])],
    [
      'with a school',
      each(
        common,
        schools.slice(0, 4).map(({ id }) => ({ schoolId: id })),
      ),
    ],
    [
      'with a category',
      each(
        common,
        categories.slice(0, 4).map(({ id }) => ({ categoryId: id })),
      ),
    ],
    [
      'with a programme',
      each(
        common,
        programmes.slice(0, 4).map(({ id }) => ({ programmeId: id })),
      ),
    ],
    [
      'with a skill',
      each(
        common,
        skills.slice(0, 4).map(({ id }) => ({ skillId: id })),
      ),
    ],
    [
      'with grade and weekday',
      each(common, [
        { grade: 3, weekday: 2 },
        { grade: 8, weekday: 5, state: 'open' },
      ]),
    ],
    [
      'within 3 km',
      each(common, [
        { near, within: 3000 },
        { near, within: 3000, sort: 'distance' },
      ]),
    ],
    ...['updated', 'priority', 'starts', 'answerBy', 'title', '-title', 'school', 'created'].map((sort) => [
      `by ${sort}`,
      each([{}, ...common], [{ sort }]),
    ]),
    ['by distance', each([{}, ...common], [{ near, sort: 'distance' }])],
    ['deep cursor', deep],
    ['a coordinator’s', each([{}, ...words('书法 xinli hls 葫芦西')], [{}, { sort: 'title' }]), coordinator],
    ['with facets', each([{}, ...common], [{ facets: true }, { facets: true, state: 'open' }]), admin, 'apart'],
  ];
  console.log(`${who.needs} needs, load ${loadavg()[0].toFixed(1)}; milliseconds`);
  console.log(
    `${''.padEnd(24)} ${'bare pg: p50   p95   max'.padStart(26)} ${'product: p50   p95   max'.padStart(26)}  ratio`,
  );
  const needs = await measureKinds('all but facets', kinds, needsPage, admin);
  const resources = await measureKinds(
    'resources, all',
    [
      ['offers: words', words('书法 讲座 葫芦丝 课后 xinli hls hulsi 没有的事')],
      [
        'offers: with filters',
        each(common, [{ categoryId: categories[0].id }, { skillId: skills[0].id }, { grade: 3 }]),
      ],
      ...['updated', 'title', 'volunteer'].map((sort) => [`offers: by ${sort}`, each([{}, ...common], [{ sort }])]),
      ['offers: by distance', each([{}, ...common], [{ near, sort: 'distance' }])],
    ],
    offersPage,
    admin,
  );
  const people = await measureKinds(
    'volunteers, all',
    [
      ['volunteers: words', words('王 建国 李秀 zhang wjg 138 志-2026-0042 没有这人')],
      ...['name', 'updated', 'clearance'].map((sort) => [
        `volunteers: by ${sort}`,
        each([{}, ...words('王 zhang')], [{ sort }]),
      ]),
      ['volunteers: by distance', each([{}, ...words('王 zhang')], [{ near, sort: 'distance' }])],
    ],
    volunteersPage,
    admin,
  );
  missed = [needs, resources, people].some(
    (one) => at(one.bare, 0.95) > LIMIT.milliseconds || ratio(one) > LIMIT.ratio,
  );
  console.log(
    `limits: p95 ${LIMIT.milliseconds} ms at the database, ${LIMIT.ratio} times bare pg: ${missed ? 'MISSED' : 'met'}`,
  );
}

/** What a page asks the database. */
async function statementOf(page, actor, query, now) {
  let asked;
  await page({ query: async (text, params) => ((asked = { text, params }), []) }, { actor }, query, now);
  return asked;
}

/** Measures and prints each kind; gives the times of all of them but those apart. */
async function measureKinds(name, kinds, page, admin) {
  const all = { bare: [], ours: [] };
  for (const [kind, queries, actor = admin, apart] of kinds) {
    const times = { bare: [], ours: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      for (const asked of queries) {
        const query = { limit: 50, ...asked };
        const now = new Date();
        const { text, params } = await statementOf(page, actor, query, now);
        const bare = await timed(() => client.query(text, params));
        const ours = await timed(() => page(source.manager, { actor }, query, now));
        if (turn === 0) continue; // the first turn warms both
        times.bare.push(bare);
        times.ours.push(ours);
      }
    }
    if (!apart) for (const side of ['bare', 'ours']) all[side].push(...times[side]);
    line(kind, times);
  }
  line(name, all);
  return all;
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
    `${kind.padEnd(24)} ${row('bare').padStart(26)} ${row('ours').padStart(26)} ${ratio(times).toFixed(2).padStart(6)}`,
  );
}
