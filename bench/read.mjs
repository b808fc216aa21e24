// `node bench/read.mjs`: requests per second of a simple authenticated read through the API (GET /api/needs/{id}),
// beside the same statement in a bare Fastify handler with pg, in turns on the same database in the same run.
// Prints the ratio of each turn and their median. Wants a built dist/.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { openPostgres } from '../scripts/postgres.mjs';
import { firstFreePort } from '../scripts/ports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const TURNS = Number(process.argv[2] ?? 3);
const SECONDS = Number(process.argv[3] ?? 4);
const CONNECTIONS = 16;
const LEAST = 0.6;

const folder = mkdtempSync(join(tmpdir(), 'liangdan-bench-read-'));
chmodSync(folder, 0o755); // as root, PostgreSQL's account has to get in
const children = [];
const postgres = await openPostgres(folder);

async function serve(script, env, port) {
  const child = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url(),
      LIANGDAN_DATA: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  children.push(child);
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    if (
      await fetch(`http://127.0.0.1:${port}/api/health/live`).then(
        ({ status }) => status < 500,
        () => false,
      )
    )
      return `http://127.0.0.1:${port}`;
  }
  throw new Error(`${script} did not answer`);
}

const measure = async (url, headers) => {
  const { requests, non2xx, errors } = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  if (non2xx || errors) throw new Error(`${url}: ${non2xx} answers other than 2xx, ${errors} errors`);
  return requests.average;
};

try {
  const port = await firstFreePort(4300);
  const api = await serve('dist/main.js', { ROLE: 'api', DEMO: 'true' }, port);
  const signIn = await fetch(`${api}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: 'liangdan-demo' }),
  });
  const cookie = signIn.headers.get('set-cookie').split(';')[0];
  const { items } = await (await fetch(`${api}/api/needs?limit=1&state=open`, { headers: { cookie } })).json();
  const bare = await serve('bench/bare-read.mjs', {}, await firstFreePort(port + 1));
  const [mine, theirs] = [`${api}/api/needs/${items[0].id}`, `${bare}/api/needs/${items[0].id}`];
  const keys = async (url) =>
    Object.keys(await (await fetch(url, { headers: { cookie } })).json())
      .sort()
      .join();
  if ((await keys(mine)) !== (await keys(theirs))) throw new Error('The two do not read the same columns');
  await measure(mine, { cookie });
  await measure(theirs, {});
  const ratios = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    const [a, b] = [await measure(mine, { cookie }), await measure(theirs, {})];
    ratios.push(a / b);
    console.log(
      `turn ${turn}: API ${a.toFixed(0)}/s, bare Fastify + pg ${b.toFixed(0)}/s, ratio ${(a / b).toFixed(2)}`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  console.log(`median ratio ${median.toFixed(2)} (at least ${LEAST})`);
  if (median < LEAST) process.exitCode = 1;
} finally {
  for (const child of children) child.kill();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
