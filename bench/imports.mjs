// `node bench/imports.mjs [5000] [50000] [--menu needs|resources]`: seconds from the upload of a workbook until its lines are
// in the menu, by phase, and the memory of the process that reads, writes and answers; for both menus. Peers in the same
// run: hucre reading the same file, and the same lines through bare pg into a copy of the table, indexes and all. Wants a
// built dist/; starts a PostgreSQL of its own, with the demo district in it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readXlsx } from 'hucre/xlsx';
import pg from 'pg';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';
import { firstFreePort } from '../scripts/ports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { writeWorkbook } = createRequire(import.meta.url)('../dist/sheets/write.js');

/** What must be reached: seconds from upload to written; MB of the process. */
const LIMITS = { 5000: { seconds: 5, memory: 500 }, 50000: { seconds: 60, memory: 500 } };

const { values, positionals } = parseArgs({ options: { menu: { type: 'string' } }, allowPositionals: true });
const sizes = positionals.length > 0 ? positionals.map(Number) : [5000, 50000];
const folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-imports-'));
const postgres = await openPostgres(folder);
let missed = false;
try {
  for (const rows of sizes)
    for (const menu of values.menu ? [values.menu] : ['needs', 'resources']) await measure(menu, rows);
} finally {
  await postgres.stop();
  for (const place of dataOutside(folder)) rmSync(place, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

async function measure(menu, rows) {
  const database = `bench_${menu}_${rows}`;
  await run(postgres.adminUrl(), `CREATE DATABASE ${database} OWNER liangdan`);
  await run(postgres.adminUrl(database), 'CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm');
  const port = await firstFreePort(4500);
  const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ROLE: 'all',
      DEMO: 'true',
      DATABASE_URL: postgres.url(database),
      LIANGDAN_DATA: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
  });
  try {
    const api = `http://127.0.0.1:${port}`;
    await until(
      () =>
        fetch(`${api}/api/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      60,
    );
    const signIn = await send(`${api}/api/sign-in`, {}, { login: 'admin', password: 'liangdan-demo' });
    const headers = { cookie: signIn.headers.get('set-cookie').split(';')[0] };
    const file = await (menu === 'needs' ? needsWorkbook : resourcesWorkbook)(api, headers, rows);
    const idle = memoryOf(child.pid);
    const begun = performance.now();
    const since = () => (performance.now() - begun) / 1000;
    const sent = await fetch(`${api}/api/imports?menu=${menu}&fileName=bench.xlsx`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: file,
    });
    const { id } = await sent.json();
    const uploaded = since();
    const look = async () => (await fetch(`${api}/api/imports/${id}`, { headers })).json();
    await until(async () => {
      const { state, progress } = await look();
      return progress || !['received', 'reading'].includes(state);
    }, 300);
    const read = since();
    const seen = await settled(look);
    const judged = since();
    const judgedMemory = memoryOf(child.pid);
    if (seen.counts?.accepted !== rows)
      throw new Error(
        `${JSON.stringify(seen)} ${await (await fetch(`${api}/api/imports/${id}/rows?state=faulty&limit=3`, { headers })).text()}`,
      );
    const confirmed = await send(`${api}/api/imports/${id}/confirm`, headers, { version: seen.version });
    if (confirmed.status !== 202) throw new Error(await confirmed.text());
    const done = await settled(look);
    const total = since();
    if (done.state !== 'written' || done.counts.written !== rows) throw new Error(JSON.stringify(done));
    const seconds = (value) => `${value.toFixed(2)} s`;
    const megabytes = (file.length / 1048576).toFixed(1);
    console.log(`${menu}, ${rows} rows, a workbook of ${megabytes} MB (load average ${loadavg()[0].toFixed(1)})`);
    check(`upload to written ${seconds(total)}`, total, LIMITS[rows]?.seconds, 's');
    console.log(
      `    upload ${seconds(uploaded)}, read ${seconds(read - uploaded)}, judge and keep ${seconds(judged - read)}, write ${seconds(total - judged)}`,
    );
    const peak = memoryOf(child.pid);
    check(
      `memory ${peak} MB at the peak (${idle} before, ${judgedMemory} at the preview)`,
      peak,
      LIMITS[rows]?.memory,
      'MB',
    );
    const other = await timed(() => readXlsx(file));
    const bare = await barePg(postgres.url(database), menu, id);
    console.log(
      `    peers: hucre reads the file in ${seconds(other)} (ours, up to the first judged rows, ×${((read - uploaded) / other).toFixed(2)}); ` +
        `bare pg writes the lines in ${seconds(bare)} (ours, with trail, skills and search, ×${((total - judged) / bare).toFixed(2)})`,
    );
    const undoing = await timed(async () => {
      const undone = await send(`${api}/api/imports/${id}/undo`, headers, { version: done.version });
      if (undone.status !== 200) throw new Error(await undone.text());
    });
    console.log(`    undone in ${seconds(undoing)}`);
  } finally {
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** Seconds the same lines take through bare pg: batches of 500, one transaction, into a copy of the table with its indexes. */
async function barePg(url, menu, importId) {
  const table = menu === 'needs' ? 'need' : 'offer';
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT to_jsonb(l) AS line FROM import_row r JOIN ${table} l ON l.id = r.line_id WHERE r.import_id = $1 ORDER BY r.number`,
      [importId],
    );
    await client.query(`CREATE TABLE peer (LIKE ${table} INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING CONSTRAINTS)`);
    return await timed(async () => {
      await client.query('BEGIN');
      for (let at = 0; at < rows.length; at += 500)
        await client.query('INSERT INTO peer SELECT * FROM jsonb_populate_recordset(NULL::peer, $1)', [
          JSON.stringify(rows.slice(at, at + 500).map(({ line }) => line)),
        ]);
      await client.query('COMMIT');
    });
  } finally {
    await client.end();
  }
}

function of(list, i) {
  return list[i % list.length];
}

/** The demo's own words, and the year its last term begins. */
async function wordsOf(api, headers) {
  const district = await (await fetch(`${api}/api/district`, { headers })).json();
  const { categories } = await (await fetch(`${api}/api/taxonomy`, { headers })).json();
  const skills = categories.flatMap((category) => category.skills);
  return { schools: district.schools, categories, skills, year: district.terms.at(-1).startsOn.slice(0, 4) };
}

function sheet(name, header, rows) {
  return writeWorkbook([{ name, rows, columns: header.map((text) => ({ header: text })) }]);
}

/** Rows as offices fill them in, for the demo's own schools, categories and skills; titles repeat as they do there. */
async function needsWorkbook(api, headers, count) {
  const { schools, categories, skills, year } = await wordsOf(api, headers);
  const times = [
    '每周二16:30-17:30',
    '周二/四 14:00-15:00',
    '隔周五 15:00-16:00',
    '10月14日 14:00-15:30',
    '单周周三14:00-15:30',
    '待定',
    '每周一至周五 16:30-17:30',
  ];
  const forms = ['讲座', '系列课', '工作坊', '一对一', '走访'];
  const rows = Array.from({ length: count }, (_, i) => [
    of(schools, i).name,
    of(categories, i >> 2).name,
    `${of(skills, i >> 1).name}第${i >> 6}期`,
    '面向本校学生，每次约四十人，请自带教具。',
    of(['小学三至五年级', '初一', '六年级', '全校'], i),
    of(forms, i),
    1 + (i % 3),
    of(times, i),
    `${year}-09-14至${Number(year) + 1}-01-10`,
    of(skills, i >> 1).name,
    '王老师 13711112222',
    i % 9 === 0 ? '是' : '',
  ]);
  return sheet(
    '需求清单',
    [
      '学校',
      '类别',
      '需求',
      '说明',
      '对象',
      '形式',
      '需要志愿者人数',
      '时间',
      '期限',
      '所需专长',
      '联系人',
      '是否紧急',
    ],
    rows,
  );
}

/** Two offers for each of half as many people, with all that is known about a person in both rows. */
async function resourcesWorkbook(api, headers, count) {
  const { categories, skills } = await wordsOf(api, headers);
  const times = ['随时', '周一至周五', '每周二、四下午', '工作日', '周二/四 14:00-18:00', '周三、周五全天'];
  const rows = Array.from({ length: count }, (_, i) => {
    const person = i >> 1;
    return [
      `志愿者${person}`,
      `138${String(10_000_000 + person)}`,
      of(['老教师', '老干部', '老专家', '老战士', '老模范'], person),
      of(categories, i >> 2).name,
      `《${of(skills, i).name}》第${i >> 6}讲`,
      of(['讲座', '系列课、讲座', '一对一', '值守'], i),
      `${of(skills, i).name}(精通)、${of(skills, i + 7).name}`,
      of(['小学', '初中', '小学三至六年级', '中小学'], i),
      of(times, i),
      of(['60分钟', '2课时', '1小时30分'], i),
      1 + (person % 3),
      8 + (person % 12),
      '2026-09-01',
    ];
  });
  return sheet(
    '资源清单',
    [
      '姓名',
      '电话',
      '五老类别',
      '类别',
      '资源',
      '可提供形式',
      '专长',
      '适合对象',
      '可服务时间',
      '每次时长',
      '同时服务上限',
      '每月上限（小时）',
      '同意日期',
    ],
    rows,
  );
}

function settled(look) {
  return until(async () => {
    const found = await look();
    return !['received', 'reading', 'confirmed'].includes(found.state) && found;
  }, 300);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function check(text, value, limit, unit) {
  const over = limit !== undefined && value > limit;
  missed ||= over;
  console.log(`  ${text}${limit === undefined ? '' : ` (limit ${limit} ${unit}: ${over ? 'MISSED' : 'met'})`}`);
}

/** Peak resident memory of a process, MB. */
function memoryOf(pid) {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
}

function send(url, headers, body) {
  return fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function run(url, statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}

async function until(read, seconds) {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(50)) {
    const value = await read();
    if (value) return value;
  }
  throw new Error(`Not within ${seconds} s: ${read}`);
}
