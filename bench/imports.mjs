// `node bench/imports.mjs [5000] [50000]`: seconds from the upload of a needs workbook until its lines are in the menu, with
// the preview in between, and the memory of the process that reads, writes and answers. Wants a built dist/; starts a
// PostgreSQL of its own, with the demo district in it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';
import { firstFreePort } from '../scripts/ports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { writeWorkbook } = createRequire(import.meta.url)('../dist/sheets/write.js');

/** What must be reached: seconds from upload to written; MB of the process. */
const LIMITS = { 5000: { seconds: 5, memory: 500 }, 50000: { seconds: 60, memory: 500 } };

const folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-imports-'));
const postgres = await openPostgres(folder);
let missed = false;
try {
  const sizes = process.argv.slice(2).map(Number);
  for (const rows of sizes.length > 0 ? sizes : [5000, 50000]) await measure(rows);
} finally {
  await postgres.stop();
  for (const place of dataOutside(folder)) rmSync(place, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

async function measure(rows) {
  const database = `bench_${rows}`;
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
    const file = await workbook(api, headers, rows);
    const idle = memoryOf(child.pid);
    const begun = performance.now();
    const sent = await fetch(`${api}/api/imports?menu=needs&fileName=bench.xlsx`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: file,
    });
    const { id } = await sent.json();
    const seen = await settled(api, headers, id);
    const previewed = (performance.now() - begun) / 1000;
    if (seen.counts?.accepted !== rows)
      throw new Error(
        `${JSON.stringify(seen.counts)} ${await (await fetch(`${api}/api/imports/${id}/rows?state=faulty&limit=3`, { headers })).text()}`,
      );
    const confirmed = await send(`${api}/api/imports/${id}/confirm`, headers, { version: seen.version });
    if (confirmed.status !== 202) throw new Error(await confirmed.text());
    const done = await settled(api, headers, id);
    const total = (performance.now() - begun) / 1000;
    if (done.state !== 'written' || done.counts.written !== rows) throw new Error(JSON.stringify(done));
    console.log(
      `${rows} rows, a workbook of ${(file.length / 1048576).toFixed(1)} MB (load average ${loadavg()[0].toFixed(1)})`,
    );
    check(
      `upload to written ${total.toFixed(2)} s, of which ${previewed.toFixed(2)} s to the preview`,
      total,
      LIMITS[rows]?.seconds,
      's',
    );
    check(
      `memory ${memoryOf(child.pid)} MB at the peak (${idle} MB before)`,
      memoryOf(child.pid),
      LIMITS[rows]?.memory,
      'MB',
    );
    const undoing = performance.now();
    const undone = await send(`${api}/api/imports/${id}/undo`, headers, { version: done.version });
    if (undone.status !== 200) throw new Error(await undone.text());
    console.log(`  undone in ${((performance.now() - undoing) / 1000).toFixed(2)} s`);
  } finally {
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** Rows as offices fill them in, for the demo's own schools, categories and skills; titles repeat as they do there. */
async function workbook(api, headers, count) {
  const district = await (await fetch(`${api}/api/district`, { headers })).json();
  const { categories } = await (await fetch(`${api}/api/taxonomy`, { headers })).json();
  const skills = categories.flatMap((category) => category.skills);
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
  const of = (list, i) => list[i % list.length];
  const year = district.terms.at(-1).startsOn.slice(0, 4);
  const rows = Array.from({ length: count }, (_, i) => [
    of(district.schools, i).name,
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
  return writeWorkbook([
    {
      name: '需求清单',
      rows,
      columns: [
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
      ].map((header) => ({ header })),
    },
  ]);
}

function settled(api, headers, id) {
  return until(async () => {
    const found = await (await fetch(`${api}/api/imports/${id}`, { headers })).json();
    return !['received', 'reading', 'confirmed'].includes(found.state) && found;
  }, 300);
}

function check(text, value, limit, unit) {
  const over = limit !== undefined && value > limit;
  missed ||= over;
  console.log(`  ${text}${limit === undefined ? '' : ` (limit ${limit} ${unit})`}${over ? ' MISSED' : ''}`);
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
