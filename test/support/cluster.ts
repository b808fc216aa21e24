// The PostgreSQL of the tests: one server for all runs of this checkout, and a template migrated once per
// content of the migrations. Both are kept between runs (a rerun starts in 0.2 s) but never trusted: a run that
// was killed, or a machine that went down without fsync, costs a fresh start and nothing else.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { withLock } from '../../scripts/lock.mjs';
import { APP, openPostgres, stopLeftover, type Postgres } from '../../scripts/postgres.mjs';
import { dataOutside } from '../../scripts/postgres-place.mjs';
import { bootId, isSame, markOf } from '../../scripts/processes.mjs';
import { migrate } from '../../src/platform/database/migrate';
import { asAdmin } from './database';
import { type ProcessMark, type TestRun, announce, linesOf } from './run';

const GIB = 2 ** 30;
const root = resolve(__dirname, '../..');
const checkout = createHash('sha256').update(root).digest('hex').slice(0, 10);
/** Shared by all runs of this checkout and this user. */
const home = join(place(), `liangdan-test-${userInfo().username}-${checkout}`);
const serverFolder = join(home, 'server');
const runs = join(home, 'runs');

let joined: { run: TestRun; server?: Postgres } | undefined;

/**
 * Where the system keeps files in memory, if there is plenty of it. A database is 650 files; making and removing them for
 * each suite costs some file systems more than all the queries. What the tests keep there stays below 1 GiB.
 */
function place(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  const plenty = bavail * bsize > 2 * GIB && process.availableMemory() > 6 * GIB;
  return plenty ? memory : tmpdir();
}

/** Makes this process a run: the server is up, the template is migrated, and the workers will know both. */
export async function joinCluster(): Promise<void> {
  for (const folder of [runs, serverFolder]) mkdirSync(folder, { recursive: true });
  await withLock(join(home, 'lock'), async () => {
    const others = endDeadRuns();
    const folder = join(runs, String(process.pid));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mark'), JSON.stringify(markOf(process.pid)));
    const server = process.env.TEST_DATABASE_URL ? undefined : await openFresh(others.length > 0);
    const run = { pid: process.pid, folder, ...addresses(server) };
    joined = { run, server };
    if (server) await dropDatabases(run, (name) => isLeftover(name, run.template, others));
    await makeTemplate(run);
    announce(run);
  });
}

/** Ends this run: its databases, its processes, and the server when no other run uses it. */
export async function leaveCluster(): Promise<void> {
  if (!joined) return;
  const { run, server } = joined;
  joined = undefined;
  await dropDatabases(run, (name) => name.startsWith(`test_${run.pid}_`));
  await withLock(join(home, 'lock'), async () => {
    endRun(run.folder);
    if (server && endDeadRuns().length === 0) await server.stop();
  });
}

/** Ends what runs that are gone left behind; answers the process ids of the runs that live. */
function endDeadRuns(): number[] {
  const living: number[] = [];
  for (const name of readdirSync(runs)) {
    const [mark] = marksIn(join(runs, name, 'mark'));
    if (mark && isSame(mark)) living.push(mark.pid);
    else endRun(join(runs, name));
  }
  return living;
}

function endRun(folder: string): void {
  for (const mark of marksIn(join(folder, 'processes'))) if (isSame(mark)) process.kill(mark.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

const marksIn = (file: string): ProcessMark[] => linesOf(file).map((line) => JSON.parse(line) as ProcessMark);

/** Starts or joins the server; begins anew when the machine was restarted since, or when it does not come up. */
async function openFresh(shared: boolean): Promise<Postgres> {
  const bootFile = join(home, 'boot');
  const lastBoot = existsSync(bootFile) ? readFileSync(bootFile, 'utf8') : undefined;
  if (!shared && lastBoot !== bootId()) wipe();
  writeFileSync(bootFile, bootId());
  try {
    return await openPostgres(serverFolder, { durable: false });
  } catch (error) {
    if (shared) throw error;
    await stopLeftover(serverFolder).catch(() => undefined);
    wipe();
    return openPostgres(serverFolder, { durable: false });
  }
}

function wipe(): void {
  for (const place of [...dataOutside(serverFolder), serverFolder]) rmSync(place, { recursive: true, force: true });
  mkdirSync(serverFolder, { recursive: true });
}

function addresses(server: Postgres | undefined): Omit<TestRun, 'pid' | 'folder'> {
  const template = `template_${templateKey()}`;
  if (server) return { adminUrl: server.adminUrl(), urlPattern: server.url('DATABASE'), owner: APP, template };
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  const adminUrl = url.href;
  url.pathname = '/DATABASE';
  return { adminUrl, urlPattern: url.href, owner: decodeURIComponent(url.username), template };
}

/** Changes with everything that decides what an empty database looks like after migrating. */
function templateKey(): string {
  const hash = createHash('sha256');
  const folder = join(root, 'src/platform/database');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(ts|sql)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  }
  hash.update(readFileSync(join(root, 'src/platform/jobs/queue-schema.ts')));
  hash.update(readFileSync(join(root, 'node_modules/bullmq/package.json'))); // brings the queue's own migrations
  return hash.digest('hex').slice(0, 16);
}

/** Migrates under another name, so that a template that carries its name is complete. */
async function makeTemplate(run: TestRun): Promise<void> {
  await asAdmin(run.adminUrl, async (admin) => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [run.template]);
    if (rowCount) return;
    const draft = `test_${run.pid}_template`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft} OWNER ${admin.escapeIdentifier(run.owner)}`);
    await migrate(run.urlPattern.replace('DATABASE', draft));
    await admin.query(`ALTER DATABASE ${draft} ALLOW_CONNECTIONS false`); // a connection would block copying
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${run.template}`);
  });
}

/** Databases of runs that are gone, and templates of other contents that nobody uses. */
function isLeftover(name: string, template: string, others: number[]): boolean {
  if (name.startsWith('template_')) return name !== template && others.length === 0;
  return /^test_\d+_/.test(name) && !others.includes(Number(name.split('_')[1]));
}

async function dropDatabases(run: TestRun, chosen: (name: string) => boolean): Promise<void> {
  await asAdmin(run.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE NOT datistemplate');
    for (const name of rows.map((row) => row.datname).filter(chosen)) {
      await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
    }
  });
}
