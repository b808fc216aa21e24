// PostgreSQL refuses to run as root, so a start as root drops to an ordinary account for it.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './messages.mjs';

/** @typedef {{ uid: number, gid: number, name: string }} Account */

const ACCOUNTS = ['postgres', 'nobody'];
/** Where root keeps what the account must reach although the checkout is out of its reach (as under /root). */
const ROOT_BASE = '/var/lib/liangdan';

export const isRoot = () => process.getuid?.() === 0;

/**
 * The account PostgreSQL runs under: undefined for "as oneself" (an ordinary user, or Windows). As root, the
 * owner of the data when there is any, so that a later change of the machine's accounts does not lock it out.
 * @param {string} data data folder of the server, which may not exist yet
 * @returns {Account | undefined}
 * @throws {Refusal} as root when no usable account exists; as a user when the data belongs to someone else
 */
export function accountFor(data) {
  const owner = statSync(data, { throwIfNoEntry: false });
  if (!isRoot()) {
    if (owner && process.getuid && owner.uid !== process.getuid())
      throw new Refusal('notOwner', { data, uid: owner.uid });
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) };
  for (const name of ACCOUNTS) {
    const [uid, gid] = [id('-u', name), id('-g', name)];
    if (uid > 0 && gid > 0) return { uid, gid, name };
  }
  throw new Refusal('noAccount');
}

/** Whether the account may enter the folder. Asked of the system itself, so that ACLs and mount options count. */
export function canEnter(account, folder) {
  if (!account) return true;
  const { uid, gid } = account;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Gives a tree to the account (nothing to do for "as oneself"). */
export function giveTree(account, path) {
  if (!account) return;
  lchownSync(path, account.uid, account.gid);
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveTree(account, join(path, name));
}

/** Gives a file to whoever owns its folder, so that root does not lock the folder's owner out of it. */
export function giveToOwnerOf(folder, file) {
  if (!isRoot()) return;
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}

/**
 * Root's folder outside the checkout, created when missing.
 * @throws when somebody else could write to it: programs are started from there
 */
export function rootBase() {
  mkdirSync(ROOT_BASE, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(ROOT_BASE);
  if (uid !== 0 || mode & 0o022) throw new Error(`${ROOT_BASE} must belong to root and be writable by root only`);
  chmodSync(ROOT_BASE, 0o755);
  return ROOT_BASE;
}

function id(option, name) {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : -1;
}

function nameOf(uid) {
  const { status, stdout } = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : String(uid);
}
