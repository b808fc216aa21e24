import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import type { Menus } from './engine/menus';
import type { Plan } from './engine/plan';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Text as the database keeps it. */
export const pack = (text: string): Promise<Buffer> => zip(text, { level: 3 });

/** What `pack` was given, parsed. */
export const unpack = async (packed: Uint8Array): Promise<unknown> =>
  JSON.parse((await unzip(packed)).toString('utf8'));

/** A round as the database keeps it: its input and its plan. */
export interface PackedRound {
  menus: Uint8Array;
  plan: Uint8Array;
}

/** Blocks while it unpacks: for threads and commands. */
export const unpackSync = <T>(packed: Uint8Array): T => JSON.parse(gunzipSync(packed).toString('utf8')) as T;

export const openRound = ({ menus, plan }: PackedRound): { menus: Menus; plan: Plan } => ({
  menus: unpackSync<Menus>(menus),
  plan: unpackSync<Plan>(plan),
});
