// `node bench/answers.mjs [seconds] [a second]`: volunteers answer 64 invitations at the same moment, once a second, over HTTP:
// yes, no and "call me", one volunteer in ten says yes twice for the same hours at once. Afterwards the rows are asked whether a seat
// was given twice or a person booked twice. Wants a built dist/.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openPostgres } from '../scripts/postgres.mjs';
import { dataOutside } from '../scripts/postgres-place.mjs';
import { firstFreePort } from '../scripts/ports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const SECONDS = Number(process.argv[2] ?? 10);
const RATE = Number(process.argv[3] ?? 64);
const SEATS = 4;
const folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-answers-'));
const agent = new Agent({ keepAlive: true, maxSockets: RATE * 2 });
const postgres = await openPostgres(folder);
let child;
let client;

/** One answer: status, error code if it is one, milliseconds. */
function post(url, headers, body = {}) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => (text += part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            code: answer.statusCode < 300 ? 'done' : JSON.parse(text).code,
            ms: performance.now() - started,
            headers: answer.headers,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

/** Invitations as rounds would leave them: needs of four seats, every volunteer asked about as often. */
async function prepare(count) {
  const {
    rows: [district],
  } = await client.query(
    `SELECT d.id FROM district d JOIN need n ON n.district_id = d.id GROUP BY d.id ORDER BY count(*) DESC LIMIT 1`,
  );
  await client.query(
    `UPDATE volunteer SET state = 'active', max_concurrent = NULL, monthly_minutes = NULL, people = 1 WHERE district_id = $1`,
    [district.id],
  );
  await client.query(
    `INSERT INTO clearance (id, district_id, volunteer_id, number, authority, checked_on, expires_on, created_at)
    SELECT gen_random_uuid(), district_id, id, 'bench', 'bench', current_date, current_date + 3650, now() FROM volunteer WHERE district_id = $1`,
    [district.id],
  );
  await client.query(
    `INSERT INTO offer SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'code', 'bench-' || v.code, 'volunteer_id', v.id, 'state', 'listed',
      'max_concurrent', NULL, 'monthly_minutes', NULL))).* FROM offer o, volunteer v WHERE o.id = (SELECT id FROM offer WHERE district_id = $1 LIMIT 1) AND v.district_id = $1`,
    [district.id],
  );
  await client.query(
    `INSERT INTO need SELECT (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(), 'code', 'bench-' || i, 'seats', $2::int, 'minimum', 1, 'state', 'open',
      'place_kind', 'online', 'one_to_one', false, 'minors', true, 'period_from', current_date, 'period_to', current_date + 365))).*
    FROM need n, generate_series(1, $3::int) i WHERE n.id = (SELECT id FROM need WHERE district_id = $1 LIMIT 1)`,
    [district.id, SEATS, Math.ceil(count / SEATS)],
  );
  // The k-th invitation of a volunteer is for the k-th day from tomorrow and twice again; of one volunteer in ten every second is for the same hours as the one before.
  const { rows } = await client.query(
    `
    WITH volunteers AS (SELECT v.id, o.id AS offer_id, row_number() OVER (ORDER BY v.id) - 1 AS i, count(*) OVER () AS of
           FROM volunteer v JOIN offer o ON o.volunteer_id = v.id AND o.code = 'bench-' || v.code WHERE v.district_id = $1),
         needs AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM need WHERE district_id = $1 AND code LIKE 'bench-%'),
         pairs AS (SELECT n.id AS need_id, s AS seat, v.id AS volunteer_id, v.i, v.offer_id, (n.i * $2 + s - 1) / v.of AS k
           FROM needs n CROSS JOIN generate_series(1, $2::int) s JOIN volunteers v ON v.i = (n.i * $2 + s - 1) % v.of LIMIT $3)
    INSERT INTO proposal (id, district_id, state, source, need_id, offer_id, volunteer_id, seat, score, occurrences, invited_at, answer_by, created_at, updated_at)
    SELECT gen_random_uuid(), $1, 'invited', 'round', need_id, offer_id, volunteer_id, seat, 500,
      (SELECT jsonb_agg(jsonb_build_object('startsAt', at, 'endsAt', at + interval '1 hour'))
         FROM generate_series(0, 2) m, LATERAL (SELECT date_trunc('day', now()) + make_interval(days => (1 + (k - (CASE WHEN k % 2 = 1 AND i % 10 = 0 THEN 1 ELSE 0 END)) + 60 * m)::int, hours => 2) AS at) x),
      now(), now() + interval '7 days', now(), now() FROM pairs
    RETURNING id, volunteer_id AS volunteer, occurrences -> 0 ->> 'startsAt' AS at`,
    [district.id, SEATS, count],
  );
  await client.query('ANALYZE');
  return rows;
}

/** Processor time of the application so far, in ms; NaN where the system does not tell. On a busy machine it says more than the clock. */
const used = () => {
  const file = `/proc/${child.pid}/stat`;
  if (!existsSync(file)) return NaN;
  const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** The same shuffle every time; invitations for the same hour of a person stay together, so that they race. */
function order(rows) {
  let seed = 2026;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const groups = new Map();
  for (const row of rows)
    groups.set(`${row.volunteer} ${row.at}`, [...(groups.get(`${row.volunteer} ${row.at}`) ?? []), row]);
  const shuffled = [...groups.values()].map((group) => [random(), group]).sort(([a], [b]) => a - b);
  return shuffled.flatMap(([, group]) =>
    group.map(({ id }) => ({
      id,
      how: group.length > 1 ? 'accept' : ['accept', 'accept', 'accept', 'decline', 'call-me'][Math.floor(random() * 5)],
    })),
  );
}

const NEVER = {
  'a seat given twice': `SELECT 1 FROM engagement WHERE state <> 'ended' GROUP BY need_id, seat HAVING count(*) > 1`,
  'a person booked twice': `SELECT 1 FROM session a JOIN session b ON a.volunteer_id = b.volunteer_id AND a.lane = b.lane AND a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
    JOIN proposal p ON p.id = (SELECT proposal_id FROM engagement WHERE id = a.engagement_id) WHERE a.state IN ('planned', 'held') AND b.state IN ('planned', 'held')`,
  'a yes without its engagement, or the other way round': `SELECT 1 FROM proposal p JOIN need n ON n.id = p.need_id WHERE n.code LIKE 'bench-%' AND (p.state = 'accepted') <> EXISTS (SELECT FROM engagement e WHERE e.proposal_id = p.id)`,
  'an engagement without three sessions and a check-in': `SELECT 1 FROM engagement e JOIN need n ON n.id = e.need_id WHERE n.code LIKE 'bench-%' AND ((SELECT count(*) FROM session s WHERE s.engagement_id = e.id) <> 3
    OR (SELECT count(*) FROM check_in c WHERE c.engagement_id = e.id) <> 1)`,
  'an answer without its line in the trail': `SELECT 1 FROM proposal p JOIN need n ON n.id = p.need_id WHERE n.code LIKE 'bench-%' AND p.state IN ('accepted', 'declined') AND NOT EXISTS (SELECT FROM audit_event a WHERE a.entity_id = p.id)`,
};

try {
  const port = await firstFreePort(4400);
  const api = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [join(root, 'dist/main.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url(),
      LIANGDAN_DATA: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ROLE: 'all',
      DEMO: 'true',
    },
  });
  for (
    const until = Date.now() + 60_000;
    !(await fetch(`${api}/api/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ));
    await pause(50)
  ) {
    if (Date.now() > until) throw new Error('The application did not answer');
  }
  client = new pg.Client({ connectionString: postgres.url() });
  await client.connect();
  const { headers } = await post(`${api}/api/sign-in`, {}, { login: 'coordinator', password: 'liangdan-demo' });
  const cookie = headers['set-cookie'][0].split(';')[0];
  const answers = order(await prepare(SECONDS * RATE));
  const results = [];
  const [started, before] = [performance.now(), used()];
  const bursts = [];
  for (let second = 0; second < SECONDS; second++) {
    const burst = answers.slice(second * RATE, (second + 1) * RATE);
    bursts.push(
      ...burst.map(({ id, how }) =>
        post(`${api}/api/invitations/${id}/${how}`, { cookie }).then((result) => results.push({ how, ...result })),
      ),
    );
    await pause(Math.max(0, started + (second + 1) * 1000 - performance.now()));
  }
  await Promise.all(bursts);
  const seconds = (performance.now() - started) / 1000;
  const ms = results.map((result) => result.ms).sort((a, b) => a - b);
  const at = (share) => ms[Math.min(ms.length - 1, Math.floor(ms.length * share))].toFixed(0);
  const tally = {};
  for (const { how, code } of results) tally[`${how}: ${code}`] = (tally[`${how}: ${code}`] ?? 0) + 1;
  console.log(
    `${results.length} answers in ${seconds.toFixed(1)} s: ${(results.length / seconds).toFixed(1)} a second, ${RATE} at a time; half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms, all within ${at(1)} ms; ${((used() - before) / results.length).toFixed(1)} ms of processor an answer in the application`,
  );
  for (const [what, count] of Object.entries(tally).sort()) console.log(`  ${what} ${count}`);
  const errors = results.filter(({ status, code }) => status >= 300 && code !== 'overlapping_session').length;
  let broken = 0;
  for (const [what, sql] of Object.entries(NEVER)) {
    const { rowCount } = await client.query(sql);
    broken += rowCount;
    console.log(`  ${what}: ${rowCount}`);
  }
  console.log(`errors ${errors}, broken promises ${broken}`);
  if (errors || broken || results.length / seconds < RATE * 0.95) process.exitCode = 1;
} finally {
  agent.destroy();
  await client?.end();
  if (child) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
  }
  await postgres.stop();
  for (const place of dataOutside(folder)) rmSync(place, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
