// Installs when needed and builds what is stale, before start, test, match and solve. Plain Node: nothing is
// installed yet when it runs. Standard output stays empty, it belongs to the command that follows.
import { spawn } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';
import { Refusal, fail, say } from './messages.mjs';
import { withLock } from './lock.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * What is built, each step by itself, into a folder that takes the place of the old one when it is complete. A step
 * runs when the content of its inputs differs from the stamp in its output; `when` names a file without which
 * there is no such step.
 */
const STEPS = [
  {
    name: 'server', // what `nest build` does, without its second of start-up
    inputs: ['src', '.swcrc', 'package-lock.json'],
    output: 'dist',
    tool: 'node_modules/@swc/cli/bin/swc.js',
    args: (output) => ['src', '-d', output, '--strip-leading-paths', '--copy-files', '--config-file', '.swcrc'],
  },
  {
    name: 'web',
    when: 'web/vite.config.ts',
    inputs: ['web', 'src/matching/locales', 'openapi.json', 'package-lock.json'],
    output: 'web/dist',
    tool: 'node_modules/vite/bin/vite.js',
    args: (output) => ['build', 'web', '--outDir', join(root, output), '--emptyOutDir'],
  },
];

/** Everything there is to build. */
export const ALL = STEPS.map((step) => step.name);

/**
 * Makes the checkout ready to run. Safe when several processes do it at once.
 * @param {string[]} names of the steps to look after
 * @param {{ lenient?: string[] }} [options] steps that may fail with no more than a sentence
 */
export async function prepare(names = ['server'], { lenient = [] } = {}) {
  requireNode();
  const stale = () => STEPS.filter((step) => names.includes(step.name) && isStale(step));
  if (!needsInstall() && stale().length === 0) return;
  const folder = join(root, '.liangdan');
  mkdirSync(folder, { recursive: true });
  await withLock(
    join(folder, 'prepare.lock'),
    async () => {
      if (needsInstall()) await install();
      const outcomes = await Promise.allSettled(stale().map(build)); // all end before the lock is given back
      for (const { reason } of outcomes) {
        if (reason && !lenient.includes(reason.step)) throw reason;
        if (reason) say('buildSkipped', { name: reason.step, reason: reason.message });
      }
    },
    { onWait: (holder) => say('waiting', holder) },
  );
}

/** @throws {Refusal} on a Node that is too old */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Refusal('oldNode', { version });
}

const installStamp = () => join(root, 'node_modules', '.liangdan-installed');

/** True when the lock file changed since the last install, or a direct dependency is not there. */
function needsInstall() {
  const modules = join(root, 'node_modules');
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  if (!names.every((name) => existsSync(join(modules, name, 'package.json')))) return true;
  if (readText(installStamp()) === hashOf(['package-lock.json'])) return false;
  // Somebody ran npm themselves: its own record of what is installed is then newer than the lock file.
  return modified(join(modules, '.package-lock.json')) < modified(join(root, 'package-lock.json'));
}

async function install() {
  say('installing');
  const npm = process.env.npm_execpath;
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm && /\.c?js$/.test(npm)) await run(process.execPath, [npm, ...args]);
  else await run('npm', args, { shell: process.platform === 'win32' });
  writeFileSync(installStamp(), hashOf(['package-lock.json']));
}

const STAMP = '.liangdan-built';

function isStale(step) {
  if (step.when && !existsSync(join(root, step.when))) return false;
  return readText(join(root, step.output, STAMP)) !== hashOf(step.inputs);
}

async function build(step) {
  say('building', step);
  const built = hashOf(step.inputs); // taken before, so that an edit during the build makes it stale again
  const draft = `${step.output}-building`; // a sibling: source maps name their sources relatively
  rmSync(join(root, draft), { recursive: true, force: true });
  const command = [join(root, step.tool), ...step.args(draft)];
  await run(process.execPath, command).catch((error) => Promise.reject(Object.assign(error, { step: step.name })));
  writeFileSync(join(root, draft, STAMP), built);
  rmSync(join(root, step.output), { recursive: true, force: true });
  renameSync(join(root, draft), join(root, step.output));
}

/** Runs a tool; its output is shown (on standard error) only when it fails. */
function run(program, args, options = {}) {
  return new Promise((done, failed) => {
    // npm's own settings of the outer command (such as --silent) are not meant for the inner one
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, pass);
    child.once('error', failed);
    child.once('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.removeListener(name, pass);
      if (code === 0) return done();
      process.stderr.write(Buffer.concat(output));
      const command = [program, ...args].map((part) => relative(root, part) || part).join(' ');
      failed(new Refusal('failed', { command, code: code ?? signal }));
    });
  });
}

/** Hash of the content of files and folders, without what is built or installed inside them. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of filesUnder(join(root, path)))
      hash.update(relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  const names = readdirSync(path)
    .filter((name) => !['node_modules', 'dist', 'dist-building'].includes(name))
    .sort();
  return names.flatMap((name) => filesUnder(join(path, name)));
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// `node scripts/prepare.mjs [--all]`: the server, or everything
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  prepare(process.argv.includes('--all') ? ALL : undefined).catch(fail);
}
