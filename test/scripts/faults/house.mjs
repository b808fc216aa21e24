// A copy of this checkout in a folder of its own, started and mistreated as a person would: through `npm start`.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { get } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { isRunning, waitUntil } from '../../../scripts/processes.mjs';

const checkout = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '../../..');
const LEFT_OUT = new Set(['node_modules', '.git', '.liangdan', 'coverage', 'shared']);
const READY_MS = 60_000;

/** One copy, and what runs in it. */
export class House {
  /** @param {string} folder of the copy @param {{ uid: number, gid: number, home: string }} [user] undefined: as oneself */
  constructor(folder, user) {
    this.folder = folder;
    this.user = user;
    this.output = '';
  }

  /** Makes the copy; `built` false leaves the build out, so that the first start has to build. */
  static copy(folder, { user, built = true } = {}) {
    mkdirSync(folder, { recursive: true });
    const wanted = (path) =>
      !LEFT_OUT.has(path.slice(checkout.length + 1)) && (built || path !== join(checkout, 'dist'));
    cpSync(checkout, folder, { recursive: true, filter: wanted, verbatimSymlinks: true, preserveTimestamps: true });
    const modules = [join(checkout, 'node_modules'), folder];
    try {
      execFileSync('cp', ['-al', ...modules], { stdio: 'pipe' }); // hard links: 350 MB in no time
    } catch {
      execFileSync('cp', ['-a', ...modules]);
    }
    const house = new House(folder, user);
    if (user) {
      for (const name of ['', ...readdirSync(folder)]) if (name !== 'node_modules') house.own(join(folder, name));
    }
    return house;
  }

  own(path) {
    execFileSync('chown', [
      ...(path === join(this.folder, '') ? [] : ['-R']),
      `${this.user.uid}:${this.user.gid}`,
      path,
    ]);
  }

  /** Runs an npm script in a process group of its own, as a terminal does. */
  npm(args, env = {}) {
    const { uid, gid, home } = this.user ?? {};
    const child = spawn('npm', args, {
      cwd: this.folder,
      detached: true,
      env: { ...cleanEnvironment(), ...(home && { HOME: home }), npm_config_update_notifier: 'false', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid, gid }),
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.output += chunk));
    this.ended = new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)));
    this.child = child;
    return this.ended;
  }

  /** `npm start`, until the house answers that it is ready. Answers the milliseconds it took. */
  async start(env = {}) {
    this.output = '';
    const began = Date.now();
    let code;
    void this.npm(['start'], env).then((value) => (code = value));
    const answers = () => code !== undefined || this.isReady();
    if (!(await waitUntil(answers, READY_MS, 20)) || code !== undefined) {
      throw new Error(`not ready within ${READY_MS / 1000} s (exit code ${code})`);
    }
    return Date.now() - began;
  }

  async isReady() {
    const { port, app } = this.run() ?? {};
    if (!app || !isRunning(app.pid)) return false;
    if (!this.output.includes(`http://127.0.0.1:${port}`)) return false; // until it says so, another house may answer there
    return (await status(`http://127.0.0.1:${port}/api/health/ready`)) === 200;
  }

  /** What it said, without its answers to our own questions. */
  said() {
    return this.output
      .split('\n')
      .filter((line) => !line.includes('/api/health/') && !line.includes('"answered"'))
      .join('\n');
  }

  /** What Ctrl-C in a terminal does: the whole foreground group gets the signal. */
  interrupt(signal = 'SIGINT') {
    process.kill(-this.child.pid, signal);
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    this.interrupt();
    await this.ended;
  }

  /** What the launcher wrote about its application (under another name when it runs on DATABASE_URL). */
  run() {
    const folder = join(this.folder, '.liangdan');
    const file = existsSync(folder) && readdirSync(folder).find((name) => /^run(-\d+)?\.json$/.test(name));
    return file ? readJson(join(folder, file)) : undefined;
  }

  state() {
    return readJson(join(this.folder, '.liangdan', 'postgres.json'));
  }

  dataFolder() {
    return resolve(join(this.folder, '.liangdan'), this.state().data);
  }

  /** Process ids of the three that matter. */
  pids() {
    return {
      app: this.run().app.pid,
      launcher: readJson(join(this.folder, '.liangdan', 'launcher.lock')).pid,
      postgres: Number(readFileSync(join(this.dataFolder(), 'postmaster.pid'), 'utf8').split('\n')[0]),
    };
  }

  async query(sql) {
    const { port, password } = this.state();
    const client = new pg.Client({ connectionString: `postgres://liangdan:${password}@127.0.0.1:${port}/liangdan` });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Commits one row, and answers how many there are now. */
  async mark() {
    await this.query('CREATE TABLE IF NOT EXISTS fault_mark (id serial PRIMARY KEY)');
    await this.query('INSERT INTO fault_mark DEFAULT VALUES');
    return this.marks();
  }

  async marks() {
    return (await this.query('SELECT count(*)::int AS n FROM fault_mark'))[0].n;
  }

  /** Command lines of the processes that belong to this copy. */
  processes() {
    const places = [this.folder, ...(this.state() ? [this.dataFolder()] : [])];
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isRunning(Number(name)))
      .map((name) => ({ pid: Number(name), cwd: link(`/proc/${name}/cwd`), command: text(`/proc/${name}/cmdline`) }))
      .filter(({ cwd, command }) =>
        places.some((place) => `${cwd}/`.startsWith(`${place}/`) || command.includes(place)),
      )
      .map(({ pid, command }) => `${pid} ${command.replaceAll('\0', ' ').trim()}`);
  }

  /** Ends whatever still runs and removes the copy. */
  async remove() {
    await this.stop().catch(() => {});
    for (const line of this.processes()) process.kill(Number.parseInt(line), 'SIGKILL');
    const outside = this.state() ? this.dataFolder() : this.folder;
    rmSync(outside, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A folder that only its owner may enter. */
export function closedFolder(path, user) {
  mkdirSync(path, { recursive: true });
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
  return path;
}

function cleanEnvironment() {
  const { PATH, HOME, LANG } = process.env;
  return { PATH, HOME, LANG };
}

function status(url) {
  return new Promise((done) => {
    get(url, { timeout: 2000 }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on('error', () => done(undefined));
  });
}

function readJson(path) {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

function link(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function text(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
