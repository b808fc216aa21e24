// The embedded PostgreSQL: one server per data folder, on loopback only, with generated passwords. Its
// programs are driven directly, because a wrapper's exit hooks would race the application's own shutdown.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { accountFor, giveToOwnerOf, giveTree, isRoot } from './account.mjs';
import { placeFor, writeState } from './postgres-place.mjs';
import { binariesFor } from './postgres-binaries.mjs';
import { Refusal, say } from './messages.mjs';
import { anyFreePort, isPortFree } from './ports.mjs';
import { isSame, markOf, processState, waitUntil, worksIn } from './processes.mjs';
import { judgePidFile, parsePidFile, startProblem } from './postmaster-pid.mjs';

const windows = process.platform === 'win32';
const ADMIN = 'postgres';
/** Role and database of the application; the role owns its database and is no superuser. */
export const APP = 'liangdan';

/**
 * Chinese sorts by pinyin through the ICU locale; pg_trgm looks at LC_CTYPE, where "C" would drop every
 * Chinese character, so one that knows UTF-8 is taken. The first that the system has wins.
 */
const CTYPES = windows ? ['zh-CN.UTF-8', 'en-US.UTF-8', 'C'] : ['C.UTF-8', 'zh_CN.UTF-8', 'en_US.UTF-8', 'UTF-8', 'C'];

/** One running server. Made by `openPostgres`. */
export class Postgres {
  constructor(fields) {
    Object.assign(this, fields);
  }

  /** Process id of the postmaster. */
  get pid() {
    return this.mark.pid;
  }

  /** Address for the application's own role, or for the superuser. */
  url(database = APP, role = APP) {
    const password = role === ADMIN ? this.state.adminPassword : this.state.password;
    return `postgres://${role}:${password}@127.0.0.1:${this.state.port}/${database}`;
  }

  /** Address for the superuser (used to create roles and databases only). */
  adminUrl(database = 'postgres') {
    return this.url(database, ADMIN);
  }

  /** Calls back once when the server ends, whoever ended it. */
  onEnd(callback) {
    const { mark } = this;
    const timer = setInterval(() => {
      if (isSame(mark)) return;
      clearInterval(timer);
      callback();
    }, 250);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Starts it again on the same port after it ended; the application's pool finds it there. */
  async revive() {
    if (!(await takeOver(this))) await startServer(this, { samePort: true });
  }

  /** Stops it: clients are cut off and everything is written (fast), then by force after the deadline. */
  async stop({ deadlineMs = 15_000 } = {}) {
    if (windows) {
      const args = ['stop', '-D', this.data, '-m', 'fast', '-t', String(deadlineMs / 1000)];
      await run(join(this.bin, 'pg_ctl'), args, undefined);
      return;
    }
    for (const [signal, ms] of [
      ['SIGINT', deadlineMs],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 5_000],
    ]) {
      if (!isSame(this.mark)) return;
      process.kill(this.mark.pid, signal);
      if (await waitUntil(() => !isSame(this.mark), ms)) return;
    }
  }
}

/**
 * Brings the server of a data folder up: creates it, takes over one that still runs, or starts it.
 * The caller holds the folder's lock.
 * @param {string} folder where passwords, log and (if the account can reach it) the data are kept
 * @param {{ durable?: boolean }} [options] durable false gives up crash safety of the machine for speed (tests)
 * @returns {Promise<Postgres>}
 * @throws {Refusal} with a sentence for people
 */
export async function openPostgres(folder, { durable = true } = {}) {
  const place = placeFor(folder);
  const account = accountFor(place.data);
  const bin = await binariesFor(account, folder);
  const server = new Postgres({ folder, durable, account, bin, ...place, log: join(folder, 'postgres.log') });
  if (!existsSync(join(server.data, 'PG_VERSION'))) await create(server);
  if (isRoot() && statSync(server.data).uid === 0) giveTree(account, server.data); // a copy that root made
  if (!(await takeOver(server))) await startServer(server, { samePort: false });
  await createRoleAndDatabase(server);
  return server;
}

/** Stops a server that was left behind on this folder, if there is one (used before its data is deleted). */
export async function stopLeftover(folder) {
  if (!existsSync(join(folder, 'postgres.json'))) return;
  const place = placeFor(folder);
  if (!existsSync(join(place.data, 'postmaster.pid'))) return;
  const account = accountFor(place.data);
  const server = new Postgres({ folder, account, ...place, bin: await binariesFor(account, folder) });
  if (await takeOver(server)) await server.stop();
}

async function create(server) {
  const { data, account, bin, state, durable } = server;
  say('firstDatabase', { data });
  const parent = dirname(data);
  const drafts = `creating-${state.id}-`;
  for (const name of readdirSync(parent)) {
    // of a start that was killed; its initdb may still be writing, hence a new name for each attempt
    if (name.startsWith(drafts)) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10 });
  }
  const draft = join(parent, `${drafts}${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  const fresh = join(draft, 'data');
  const passwordFile = join(draft, 'password');
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${state.adminPassword}\n`, { mode: 0o600 });
  giveTree(account, draft);
  let outcome;
  for (const ctype of CTYPES) {
    const args = [
      ...['-D', fresh, '-U', ADMIN, `--pwfile=${passwordFile}`, '--auth-host=scram-sha-256', '--auth-local=reject'],
      ...['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--lc-collate=C', `--lc-ctype=${ctype}`],
      ...[
        '--lc-messages=C',
        '--lc-monetary=C',
        '--lc-numeric=C',
        '--lc-time=C',
        '--set=timezone=UTC',
        '--set=log_timezone=UTC',
      ],
      ...(durable ? [] : ['--no-sync']),
    ];
    if (windows) args.splice(args.indexOf('--auth-local=reject'), 1, '--auth-local=scram-sha-256');
    outcome = await run(join(bin, 'initdb'), args, account);
    if (!/invalid locale name/.test(outcome.output)) break;
  }
  if (outcome.code !== 0) throw new Refusal('initFailed', { tail: tail(outcome.output) });
  renameSync(fresh, data);
  rmSync(draft, { recursive: true });
}

/** Adopts the living server of this data folder; false when there is none and one may be started. */
async function takeOver(server) {
  const file = join(server.data, 'postmaster.pid');
  let told = false;
  const end = Date.now() + 60_000;
  for (;;) {
    const found = parsePidFile(readText(file));
    if (!found) return false;
    const state = processState(found.pid);
    const answers = state === 'running' && (await isOurs(server, found.port));
    const verdict = judgePidFile({
      state,
      answers,
      worksHere: state === 'running' ? worksIn(found.pid, server.data) : false,
    });
    if (verdict === 'start') return false;
    if (verdict === 'foreign') {
      say('stalePid', { pid: found.pid });
      rmSync(file, { force: true });
      return false;
    }
    if (verdict === 'adopt') {
      server.mark = markOf(found.pid);
      server.adopted = true;
      setPort(server, found.port);
      say('adopted', { pid: found.pid, port: found.port });
      return true;
    }
    if (!told) say('waitingForPostgres', { pid: found.pid });
    told = true;
    if (Date.now() > end) throw new Refusal('postgresStuck', { pid: found.pid, data: server.data });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function startServer(server, { samePort }) {
  const end = Date.now() + 60_000;
  for (let attempt = 1; ; attempt++) {
    if (!samePort && (!server.state.port || !(await isPortFree(server.state.port))))
      setPort(server, await anyFreePort());
    const outcome = await startOnce(server);
    if (outcome.ready) return;
    const problem = startProblem(outcome.output);
    if (problem === 'port' && !samePort) setPort(server, undefined);
    else if (problem === 'other' && attempt >= 3) throw startFailure(server, outcome);
    if (Date.now() > end) throw startFailure(server, outcome);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Of a server that may lose its data: nothing waits for a disk, connections are cheap, and little memory is held. */
const FLEETING = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '256MB',
  shared_buffers: '128MB',
  scram_iterations: '1', // of passwords that are set while it runs: the application's role
};

/** An eighth of the memory there is, so that the menus of a large district are not copied from the system's cache for every look. */
function bufferMegabytes() {
  const memory = Math.min(totalmem(), process.constrainedMemory?.() || Infinity);
  return Math.round(Math.min(1024, Math.max(128, memory / 8 / 1024 ** 2)));
}

async function startOnce(server) {
  const { data, account, bin, state, durable, log } = server;
  const offset = rotateLog(log, server.folder);
  const out = openSync(log, 'a');
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200, // each queue, worker and events object of the job back end opens a pool of its own
    shared_buffers: `${bufferMegabytes()}MB`,
    cluster_name: APP,
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : FLEETING),
  };
  const args = ['-D', data, '-p', String(state.port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  // A session of its own: Ctrl-C reaches the whole foreground group, and must not stop the database first.
  const child = spawn(join(bin, 'postgres'), args, {
    ...spawnOptions(account),
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  child.unref();
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  let how;
  void ended.then((value) => (how = value));
  server.mark = markOf(child.pid);
  server.adopted = false;
  const ready = await waitUntil(async () => how !== undefined || (await isOurs(server, state.port)), 120_000, 15);
  if (ready && how === undefined) return { ready: true };
  if (how === undefined) await server.stop();
  return { ready: false, output: `${readFileSync(log).subarray(offset)}\n${how ?? ''}` };
}

function startFailure(server, { output }) {
  if (/ENOENT|EACCES|error while loading shared libraries/.test(output)) {
    return new Refusal('binariesUnusable', { reason: tail(output) });
  }
  return new Refusal('postgresFailed', { log: server.log, tail: tail(output) });
}

/** True when a server answers on the port, takes our password and works on our data. */
async function isOurs(server, port) {
  const connectionString = server.adminUrl().replace(`:${server.state.port}/`, `:${port}/`);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    return samePath(rows[0].data_directory, server.data);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createRoleAndDatabase(server) {
  const client = new pg.Client({ connectionString: server.adminUrl() });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT (SELECT count(*)::int FROM pg_roles WHERE rolname = $1) AS roles, (SELECT count(*)::int FROM pg_database WHERE datname = $1) AS databases',
      [APP],
    );
    if (!rows[0].roles)
      await client.query(`CREATE ROLE ${APP} LOGIN PASSWORD ${client.escapeLiteral(server.state.password)}`);
    if (!rows[0].databases) await client.query(`CREATE DATABASE ${APP} OWNER ${APP}`);
    server.version = (await client.query('SHOW server_version')).rows[0].server_version;
  } finally {
    await client.end();
  }
}

function setPort(server, port) {
  if (server.state.port === port) return;
  server.state.port = port;
  writeState(server.folder, server.state);
}

/** Runs a program to its end. */
function run(program, args, account) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawnOptions(account), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * Of glibc: a backend keeps up to so many freed bytes for its next statement. Half of the time of some searches went into pages
 * given back to the system and taken again (10.1 and 5.2 ms).
 */
const KEEP_MEMORY = {
  MALLOC_TOP_PAD_: String(1024 ** 2),
  MALLOC_TRIM_THRESHOLD_: String(16 * 1024 ** 2),
  MALLOC_MMAP_THRESHOLD_: String(16 * 1024 ** 2),
};

function spawnOptions(account) {
  const { PATH, SystemRoot, TEMP, TMP } = process.env; // nothing else: PGPORT and the like would be obeyed
  const env = { PATH, ...(windows ? { SystemRoot, TEMP, TMP } : { LC_ALL: 'C', ...KEEP_MEMORY }) };
  return {
    env,
    cwd: windows ? undefined : '/',
    windowsHide: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/** Starts a new log when the old one has grown, and answers where this run's part begins. */
function rotateLog(log, folder) {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) renameSync(log, `${log}.1`);
  closeSync(openSync(log, 'a', 0o600));
  giveToOwnerOf(folder, log);
  return size > 10_000_000 ? 0 : size;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function samePath(a, b) {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

const tail = (text) => text.trim().split('\n').slice(-8).join('\n');
