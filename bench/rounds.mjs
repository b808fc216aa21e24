// `node bench/rounds.mjs [demo] [large] [--seconds N] [--answers]`: seconds from POST /api/rounds until the proposals can be read, with
// the phases of the round and the memory of the process that works: on the demo district, and on 5,000 needs × 3,000
// volunteers. `--answers` also asks the questions about a plan through the API. Wants a built dist/; starts a PostgreSQL of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';
import { firstFreePort } from '../scripts/ports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '15' }, answers: { type: 'boolean' } },
});

/** What must be reached: seconds from POST to readable; seconds of loading, candidates and writing; MB of the process. */
const SIZES = {
  demo: { seconds: undefined, limits: { total: 2 } },
  large: { seconds: Number(values.seconds), limits: { total: 30, around: 5, memory: 600 } },
};
const AROUND = ['load', 'candidates', 'write'];

const folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-rounds-'));
const postgres = await openPostgres(folder);
let missed = false;
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(SIZES)) await measure(name, SIZES[name]);
} finally {
  await postgres.stop();
  for (const place of dataOutside(folder)) rmSync(place, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

async function measure(name, { seconds, limits }) {
  const database = `bench_${name}`;
  await run(postgres.adminUrl(), `CREATE DATABASE ${database} OWNER liangdan`);
  const databaseUrl = postgres.url(database);
  await run(postgres.adminUrl(database), 'CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm');
  if (name === 'large') await fillLarge(databaseUrl);
  const port = await firstFreePort(4400);
  const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ROLE: 'all',
      DEMO: name === 'demo' ? 'true' : 'false',
      DATABASE_URL: databaseUrl,
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
    const idle = memoryOf(child.pid);
    const cpuBefore = cpuOf(child.pid);
    const begun = performance.now();
    const { id } = await (
      await send(`${api}/api/rounds`, headers, { seed: 1, ...(seconds ? { seconds } : {}) })
    ).json();
    const round = await until(async () => {
      const now = await (await fetch(`${api}/api/rounds/${id}`, { headers })).json();
      return now.state !== 'queued' && now.state !== 'running' && now;
    }, 180);
    const proposals = await (await fetch(`${api}/api/proposals?limit=200`, { headers })).json();
    const total = (performance.now() - begun) / 1000;
    if (round.state !== 'solved' || proposals.items.length === 0) throw new Error(`${name}: ${JSON.stringify(round)}`);
    tell(name, round, total, cpuOf(child.pid) - cpuBefore, { idle, peak: memoryOf(child.pid) }, limits);
    await tellWhoCould(api, headers);
    if (values.answers) await tellAnswers(api, headers, id, proposals.items);
  } finally {
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

function tell(name, { result }, total, cpu, memory, limits) {
  const { counts, levels, seconds } = result;
  const around = AROUND.reduce((sum, phase) => sum + (seconds[phase] ?? 0), 0);
  console.log(
    `${name}: ${counts.needs} needs, ${counts.seats} seats, ${counts.volunteers} volunteers, ${counts.pairs} pairs`,
  );
  console.log(
    `  filled ${levels.map(({ priority, filled, seats }) => `${priority}: ${filled}/${seats}`).join(', ')}; objective ${result.objective}, bound ${result.bound}, gap ${result.gapPercent.toFixed(3)} %, proven optimal: ${result.provenOptimal}`,
  );
  console.log(
    `  phases ${Object.entries(seconds)
      .map(([phase, spent]) => `${phase} ${spent.toFixed(2)}`)
      .join(', ')} s`,
  );
  check(`POST to readable ${total.toFixed(2)} s`, total, limits.total, 's');
  check(`loading, candidates and writing ${around.toFixed(2)} s`, around, limits.around, 's');
  console.log(`  processor time ${cpu.toFixed(2)} s (load average ${loadavg()[0].toFixed(1)})`);
  check(`memory ${memory.peak} MB at the peak (${memory.idle} MB before)`, memory.peak, limits.memory, 'MB');
}

function check(text, value, limit, unit) {
  const over = limit !== undefined && value > limit;
  missed ||= over;
  console.log(`  ${text}${limit === undefined ? '' : ` (limit ${limit} ${unit})`}${over ? ' MISSED' : ''}`);
}

/** Who could do a need while it is being written: the first answer loads the menu, the others have it. */
async function tellWhoCould(api, headers) {
  const { items } = await (await fetch(`${api}/api/needs?limit=50&state=open`, { headers })).json();
  const spent = [];
  for (const {
    categoryId,
    form,
    periodFrom,
    periodTo,
    schoolId,
    alternatives,
    weeklyMinutes,
    skills,
    grades,
    quantity,
  } of items) {
    const outline = {
      categoryId,
      form,
      periodFrom,
      periodTo,
      schoolId,
      alternatives,
      weeklyMinutes,
      grades,
      quantity,
      skills: skills.map(({ skillId, level, required }) => ({ skillId, level, required })),
    };
    const begun = performance.now();
    const answer = await send(`${api}/api/needs/who-could`, headers, outline);
    if (!answer.ok) throw new Error(await answer.text());
    await answer.json();
    spent.push(performance.now() - begun);
  }
  const [first, ...others] = spent;
  others.sort((a, b) => a - b);
  console.log(
    `  who could: first ${first.toFixed(0)} ms, then median ${others[others.length >> 1].toFixed(1)} ms, worst ${others.at(-1).toFixed(1)} ms`,
  );
}

/** Questions about the plan: the first of a kind may have to read the round, the others find it read. */
async function tellAnswers(api, headers, id, proposals) {
  const get = (path) => fetch(`${api}/api/rounds/${id}/${path}`, { headers });
  const unfilled = (await (await get('unfilled?limit=20')).json()).items;
  const some = proposals.filter(({ roundId }) => roundId === id).slice(0, 30);
  const questions = {
    'why not this pair': some.map((one, k) => `why-not?needId=${one.need.id}&offerId=${some.at(k - 1).offer.id}`),
    'three alternatives, priced': some.map((one) => `alternatives?needId=${one.need.id}`),
    'the funnel of a need': some.map((one) => `funnel?needId=${one.need.id}`),
    'smallest relaxations': unfilled.map((one) => `relaxations?needId=${one.needId}`),
    'scarce skills': ['scarce-skills'],
    'prices of policy': ['policy-prices'],
  };
  for (const [question, paths] of Object.entries(questions)) {
    const spent = [];
    for (const path of paths) {
      const begun = performance.now();
      const answer = await get(path);
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      await answer.json();
      spent.push(performance.now() - begun);
    }
    if (spent.length === 0) continue;
    const [first] = spent;
    spent.sort((a, b) => a - b);
    console.log(
      `  asked ${question}: first ${first.toFixed(0)} ms, median ${spent[spent.length >> 1].toFixed(0)} ms, worst ${spent.at(-1).toFixed(0)} ms`,
    );
  }
}

async function fillLarge(databaseUrl) {
  const { migrate } = require('../dist/platform/database/migrate.js');
  const { insertRows } = require('../dist/demo/demo.js');
  const { EAST_LAKE, generateDistrict } = require('../dist/demo/generate.js');
  const { hashPassword } = require('../dist/accounts/password.js');
  await migrate(databaseUrl);
  const rows = generateDistrict(
    { ...EAST_LAKE, volunteers: 3000, offers: 5200, needs: 5800 },
    7,
    new Date(),
    await hashPassword('liangdan-demo'),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await insertRows(client, rows);
  await client.query('ANALYZE');
  await client.end();
}

async function run(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function send(url, headers, body) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function until(read, seconds) {
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const value = await read();
    if (value) return value;
    await pause(20);
  }
  throw new Error(`Nothing after ${seconds} s`);
}

/** The most memory a process has held so far, in MB; where the system does not tell, 0. */
function memoryOf(pid) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
  } catch {
    return 0;
  }
}

/** Processor seconds a process has used so far, all threads together; where the system does not tell, 0. On a busy machine it says more than the clock. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
