// A lock between processes that survives kill -9 of its holder: a file that names the holder, and that
// the next one may take once the holder is gone. (Node offers no flock.)
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { isSame, markOf, waitUntil } from './processes.mjs';

const TAKEOVER_AGE_MS = 10_000;

/**
 * Takes the lock or names its living holder.
 * @param {string} path file of the lock; its folder must exist
 * @param {object} [info] stored beside the holder's process mark, for whoever finds the lock taken
 * @returns {{ release: () => void } | { holder: { pid: number } }}
 */
export function tryLock(path, info = {}) {
  const me = JSON.stringify({ ...markOf(process.pid), ...info, nonce: randomBytes(8).toString('hex') });
  for (;;) {
    if (createWhole(path, me)) return { release: () => readText(path) === me && rmSync(path, { force: true }) };
    const text = readText(path);
    if (text === undefined) continue; // released just now
    if (!isAbandoned(path, text)) return { holder: parse(text) ?? { pid: 0 } };
    if (!removeAbandoned(path, text)) return { holder: parse(text) ?? { pid: 0 } }; // another one is taking it over
  }
}

/** Runs `work` while holding the lock; waits for other holders, `onWait` once when there is one. */
export async function withLock(path, work, { waitMs = 600_000, onWait = () => {} } = {}) {
  let taken = tryLock(path);
  if (taken.holder) {
    onWait(taken.holder);
    await waitUntil(() => !(taken = tryLock(path)).holder, waitMs, 50);
    if (taken.holder) throw new Error(`${path} is still held by process ${taken.holder.pid}`);
  }
  try {
    return await work();
  } finally {
    taken.release();
  }
}

/** Creates the file with its content in one step; false when it exists. */
function createWhole(path, text) {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, text, { flag: 'wx', mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    return createPlainly(path, text); // a file system without hard links
  } finally {
    rmSync(draft, { force: true });
  }
}

function createPlainly(path, text) {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(path, text) {
  const holder = parse(text);
  if (holder) return !isSame(holder);
  return ageOf(path) > TAKEOVER_AGE_MS; // half written by a process that died
}

/** Removes an abandoned lock; a second file makes sure that two takers never remove each other's new lock. */
function removeAbandoned(path, text) {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (ageOf(guard) > TAKEOVER_AGE_MS) rmdirSync(guard);
    return false;
  }
  try {
    if (readText(path) === text) rmSync(path, { force: true });
    return true;
  } finally {
    rmdirSync(guard);
  }
}

function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder?.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}
