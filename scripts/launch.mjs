// `npm start`: a parent process that brings PostgreSQL up, runs the application, and stops both in that order's
// reverse. The application itself never owns the database server, because its exit hooks cannot be relied on.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { giveToOwnerOf } from './account.mjs';
import { tryLock } from './lock.mjs';
import { Refusal, fail, say } from './messages.mjs';
import { firstFreePort, isPortFree, parsePort } from './ports.mjs';
import { ALL, prepare, root } from './prepare.mjs';
import { isSame, markOf, npmAbove, waitUntil } from './processes.mjs';

const FIRST_PORT = 3000;
/** The application gives its own work SHUTDOWN_SECONDS (default 20); only then is it ended by force. */
const APP_DEADLINE_MS = ((Number(process.env.SHUTDOWN_SECONDS) || 20) + 5) * 1000;
const MAX_REVIVALS = 5;
const SAME_SIGNAL_MS = 800;

const folder = resolve(root, process.env.LIANGDAN_DATA || '.liangdan');
/** One launcher per embedded PostgreSQL; with a real server there may be several beside each other (api, workers). */
const own = process.env.DATABASE_URL ? `-${process.pid}` : '';
const runFile = join(folder, `run${own}.json`);

async function main() {
  await prepare([]); // installed, so that the driver of PostgreSQL is there
  mkdirSync(folder, { recursive: true });
  const lock = tryLock(join(folder, `launcher${own}.lock`));
  if (lock.holder) throw new Refusal('alreadyRunning', { pid: lock.holder.pid, port: readRun()?.port });
  process.once('exit', () => {
    if (own) rmSync(runFile, { force: true });
    lock.release();
  });
  const stop = stopRequests();
  await waitForFormerApp();
  const port = await choosePort();
  // The first start has two things to make, the build and the database: both at once.
  const building = prepare(ALL, { lenient: ['web'] }); // API and worker do their work without the web client
  building.catch(() => {}); // awaited below, when PostgreSQL can be stopped
  let server;
  if (!process.env.DATABASE_URL) {
    const { openPostgres } = await import('./postgres.mjs');
    server = await openPostgres(folder);
  }
  let code = 1;
  try {
    await building.catch((error) => stop.asked || Promise.reject(error)); // Ctrl-C ends the build tools too
    code = await supervise({ server, port, stop });
  } finally {
    await server?.stop();
    say('stopped');
  }
  process.exit(code);
}

/** Runs the application until it ends, or until somebody asks to stop. Answers the exit code. */
async function supervise({ server, port, stop }) {
  const givenUp = server && keepAlive(server, stop);
  for (;;) {
    if (stop.asked) return 0;
    const app = startApp(server, port);
    const reason = await Promise.race([app.ended, stop.first, ...(givenUp ? [givenUp] : [])]);
    if (reason === 'stop' || reason === 'givenUp') {
      if (reason === 'stop') say('stopping');
      await endApp(app, stop);
      return reason === 'stop' ? 0 : 1;
    }
    if (!process.env.PORT && app.age() < 60_000 && !(await isPortFree(port))) {
      say('portLost', { port });
      port = await firstFreePort(port + 1, claim);
      continue;
    }
    say('appEnded', { how: reason.signal ?? `exit code ${reason.code}` });
    return reason.code || 1;
  }
}

function startApp(server, port) {
  const env = { ...process.env, PORT: String(port), LIANGDAN_DATA: folder };
  if (server) {
    env.DATABASE_URL = server.url();
    env.DEMO ??= 'true'; // an installation of one command shows something at once; into an empty database only
  }
  const args = ['--enable-source-maps', '--require', join(root, 'scripts', 'leash.cjs'), join(root, 'dist', 'main.js')];
  // Its own process group: it gets one signal, from here, and not a second one from the terminal.
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const began = Date.now();
  const ended = new Promise((done) => {
    child.once('error', (error) => done({ code: 1, signal: error.message }));
    child.once('exit', (code, signal) => done({ code, signal }));
  });
  writeRun({ app: markOf(child.pid), port });
  return { child, ended, age: () => Date.now() - began };
}

/** Asks the application to end; by force after the deadline, or when asked a second time. */
async function endApp({ child, ended }, stop) {
  child.kill('SIGTERM');
  const late = new Promise((done) => setTimeout(done, APP_DEADLINE_MS, 'late').unref());
  const outcome = await Promise.race([ended, late, stop.second]);
  if (outcome === 'late') say('appLate', { seconds: APP_DEADLINE_MS / 1000 });
  if (outcome === 'stop') say('stoppingNow');
  if (outcome === 'late' || outcome === 'stop') child.kill('SIGKILL');
  await ended;
}

/** Restarts PostgreSQL when it ends under a living application; resolves to `givenUp` when it keeps ending. */
function keepAlive(server, stop) {
  let revivals = 0;
  return new Promise((giveUp) => {
    const watch = () =>
      server.onEnd(async () => {
        if (stop.asked) return;
        if (++revivals > MAX_REVIVALS) {
          say('postgresGivenUp');
          return giveUp('givenUp');
        }
        say('postgresDied', { count: revivals, limit: MAX_REVIVALS });
        try {
          await server.revive();
        } catch (error) {
          process.stderr.write(`${error.message}\n`);
          return giveUp('givenUp');
        }
        say('postgresBack', { pid: server.pid });
        watch();
      });
    watch();
  });
}

/**
 * Collects the requests to stop. One Ctrl-C may arrive twice (from the terminal, and forwarded by npm), so that
 * only a signal some time after the first counts as the second. The end of npm, when it started this, is a request too.
 */
function stopRequests() {
  const stop = { asked: false };
  let [first, second] = [];
  stop.first = new Promise((done) => (first = () => done('stop')));
  stop.second = new Promise((done) => (second = () => done('stop')));
  let at = 0;
  const request = () => {
    if (!stop.asked) at = Date.now();
    else if (Date.now() - at > SAME_SIGNAL_MS) second();
    stop.asked = true;
    first();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, request);
  const npm = npmAbove();
  const parent = process.ppid; // npm's shell, which may be ended without us
  const orphaned = () => npm && (process.ppid !== parent || !isSame(npm));
  setInterval(() => !stop.asked && orphaned() && request(), 500).unref();
  return stop;
}

/** After kill -9 of the launcher the application notices and ends by itself; it is given time, then ended. */
async function waitForFormerApp() {
  const app = readRun()?.app;
  if (!isSame(app)) return;
  say('waitingForApp', app);
  if (await waitUntil(() => !isSame(app), APP_DEADLINE_MS + 5_000)) return;
  process.kill(app.pid, 'SIGKILL');
  await waitUntil(() => !isSame(app), 5_000);
}

/**
 * Keeps a port for this launcher from the moment it is found, because the application listens only seconds later
 * and another clone may be looking too. (A program that knows nothing of this is met with the next port.)
 */
function claim(port) {
  try {
    const lock = tryLock(join(tmpdir(), `liangdan-port-${port}.lock`));
    if (lock.holder) return false;
    process.once('exit', lock.release);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(error.code)) return false; // left by another user's launcher that was killed
    throw error;
  }
}

async function choosePort() {
  const { PORT } = process.env;
  if (!PORT) return firstFreePort(FIRST_PORT, claim);
  const port = parsePort(PORT);
  if (!port) throw new Refusal('badPort', { value: PORT });
  if (!(await isPortFree(port))) throw new Refusal('portTaken', { port });
  return port;
}

function writeRun(run) {
  writeFileSync(runFile, JSON.stringify(run));
  giveToOwnerOf(folder, runFile);
}

function readRun() {
  try {
    return existsSync(runFile) ? JSON.parse(readFileSync(runFile, 'utf8')) : undefined;
  } catch {
    return undefined; // half written by a process that was killed
  }
}

main().catch(fail);
