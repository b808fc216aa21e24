// What is known about another process, told apart from a process id that was given to somebody else since.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';

/** @typedef {{ pid: number, started?: string }} ProcessMark a process id plus its start time, so that a reused id is seen */

const linux = process.platform === 'linux';

/** `running`, `zombie` (dead, not yet reaped by its parent; signal 0 still reaches it) or `gone`. */
export function processState(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return 'gone';
  }
  if (linux) {
    const fields = statFields(pid);
    if (!fields) return 'gone';
    if (fields[0] === 'Z' || fields[0] === 'X') return 'zombie';
    return 'running';
  }
  if (process.platform !== 'win32' && ps(pid, 'stat').startsWith('Z')) return 'zombie';
  return 'running';
}

/** True while the process does something; a zombie does not. */
export const isRunning = (pid) => processState(pid) === 'running';

/** The mark to store for a process, to be checked later with `isSame`. */
export const markOf = (pid) => ({ pid, started: startTime(pid) });

/** True while the very process that was marked still runs. */
export function isSame(mark) {
  if (!mark || !Number.isInteger(mark.pid) || !isRunning(mark.pid)) return false;
  return mark.started === undefined || mark.started === startTime(mark.pid);
}

/**
 * Whether the process works in this folder (a postmaster's working directory is its data folder).
 * `undefined` where the system does not tell.
 */
export function worksIn(pid, folder) {
  if (linux) {
    try {
      const target = statSync(folder);
      if (statSync(`/proc/${pid}`).uid !== target.uid) return false; // a server runs as the owner of its data
      const cwd = statSync(readlinkSync(`/proc/${pid}/cwd`));
      return cwd.dev === target.dev && cwd.ino === target.ino;
    } catch (error) {
      return error.code === 'ENOENT' ? false : undefined;
    }
  }
  if (process.platform === 'win32') return undefined;
  return ps(pid, 'comm').includes('postgres') ? undefined : false;
}

/**
 * The npm that runs this script, behind the shell it starts scripts with; undefined when it was started otherwise.
 * @returns {ProcessMark | undefined}
 */
export function npmAbove() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined;
  let pid = process.ppid;
  for (let level = 0; level < 2; level++, pid = parentOf(pid)) if (/npm/.test(commandOf(pid))) return markOf(pid);
  return undefined;
}

const parentOf = (pid) => Number(linux ? statFields(pid)?.[1] : ps(pid, 'ppid'));

function commandOf(pid) {
  if (!linux) return ps(pid, 'args');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits until the condition holds; false when it never did within `ms` milliseconds. */
export async function waitUntil(condition, ms, every = 25) {
  const end = Date.now() + ms;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

function startTime(pid) {
  if (linux) {
    const ticks = statFields(pid)?.[19];
    return ticks && `${bootId()}:${ticks}`;
  }
  return process.platform === 'win32' ? undefined : ps(pid, 'lstart') || undefined;
}

/** Fields of /proc/PID/stat after the command name, which may itself hold blanks and brackets. */
function statFields(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Changes at every boot of the machine; empty where the system does not tell. */
export function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function ps(pid, column) {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}
