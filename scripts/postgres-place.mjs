// Where the embedded PostgreSQL keeps its data, and the file that remembers it together with the passwords.
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { accountFor, canEnter, giveToOwnerOf, giveTree, rootBase } from './account.mjs';
import { Refusal, say } from './messages.mjs';

/**
 * @typedef {object} State contents of postgres.json (mode 0600)
 * @property {string} id of the database
 * @property {string} data its folder: relative to the data folder, or absolute where root had to put it elsewhere
 * @property {string} home the data folder it belongs to, which tells a moved folder from a copied one
 * @property {number} [port] the port of the last start
 * @property {string} adminPassword of the superuser
 * @property {string} password of the application's role
 */

const IN_PLACE = 'postgres';
const fileIn = (folder) => join(folder, 'postgres.json');

/**
 * Decides where the data are: inside the folder if the account that runs PostgreSQL can get there, else (root,
 * with a checkout under a closed home directory) in root's folder outside. Moves them when that changed.
 * @returns {{ state: State, data: string }}
 */
export function placeFor(folder) {
  mkdirSync(folder, { recursive: true });
  const home = realpathSync(folder);
  let state = readState(folder);
  if (!state && existsSync(join(folder, IN_PLACE, 'PG_VERSION'))) {
    throw new Refusal('secretsMissing', { data: join(folder, IN_PLACE), file: fileIn(folder) });
  }
  if (state && isAbsolute(state.data) && state.home !== home) {
    if (readState(state.home)?.id === state.id) {
      say('copiedFolder', { original: state.home });
      state = undefined;
    }
  }
  state ??= newState(home);
  let data = resolve(folder, state.data);
  const account = accountFor(data);
  if (!isAbsolute(state.data) && !canEnter(account, folder)) {
    const outside = join(rootBase(), state.id);
    say('relocated', { account: account.name, from: home, to: outside });
    if (existsSync(data)) moveTree(account, data, outside);
    state.data = data = outside;
  }
  state.home = home;
  writeState(folder, state);
  return { state, data };
}

/** Places that a reset empties besides the data folder itself. */
export function dataOutside(folder) {
  const state = readState(folder);
  const mine = state && isAbsolute(state.data) && state.home === realpathSync(folder);
  return mine && existsSync(state.data) ? [state.data] : [];
}

/** Writes the state in one step, readable by the folder's owner alone. */
export function writeState(folder, state) {
  const draft = `${fileIn(folder)}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw new Refusal('notWritable', { folder });
    throw error;
  }
  giveToOwnerOf(folder, draft);
  renameSync(draft, fileIn(folder));
}

function readState(folder) {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const newState = (home) => ({
  id: randomBytes(6).toString('hex'),
  data: IN_PLACE,
  home,
  adminPassword: randomBytes(24).toString('base64url'),
  password: randomBytes(24).toString('base64url'),
});

function moveTree(account, from, to) {
  const draft = `${to}.${process.pid}`;
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  giveTree(account, draft);
  renameSync(draft, to);
  rmSync(from, { recursive: true });
}
