// `npm run reset [-- --yes]`: empties the data folder (database, generated secrets, files) after asking.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { tryLock } from './lock.mjs';
import { Refusal, fail, say, sentence } from './messages.mjs';
import { prepare, root } from './prepare.mjs';

const LOCK = 'launcher.lock';

async function main() {
  const folder = resolve(root, process.env.LIANGDAN_DATA || '.liangdan');
  if (!existsSync(folder) || !contents(folder).length) return say('resetNothing', { places: folder });
  const locks = [];
  try {
    for (const name of launcherLocks(folder)) locks.push(take(join(folder, name)));
    await prepare([]); // only installed, not built
    const { dataOutside } = await import('./postgres-place.mjs');
    const outside = dataOutside(folder);
    const places = [folder, ...outside].join(', ');
    if (!process.argv.includes('--yes') && !(await confirmed(places))) return say('resetKept');
    const { stopLeftover } = await import('./postgres.mjs');
    await stopLeftover(folder);
    for (const place of outside) rmSync(place, { recursive: true, force: true });
    for (const name of contents(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    say('resetDone', { places });
  } finally {
    for (const lock of locks) lock.release();
  }
}

/** The embedded server's launcher, and those beside each other on a real server. */
const launcherLocks = (folder) => [LOCK, ...readdirSync(folder).filter((name) => /^launcher-\d+\.lock$/.test(name))];

function take(path) {
  const lock = tryLock(path);
  if (lock.holder) throw new Refusal('alreadyRunning', { pid: lock.holder.pid });
  return lock;
}

const contents = (folder) => readdirSync(folder).filter((name) => !name.endsWith('.lock'));

async function confirmed(places) {
  if (!process.stdin.isTTY) throw new Refusal('resetNoTerminal');
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question(sentence('resetAsk', { places }));
  ask.close();
  return answer.trim().toLowerCase() === 'yes';
}

main().catch(fail);
