import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** JSON with keys in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Text as the database keeps it. */
export const pack = (text: string): Promise<Buffer> => zip(text, { level: 3 });

/** What `pack` was given, parsed. */
export const unpack = async (packed: Uint8Array): Promise<unknown> =>
  JSON.parse((await unzip(packed)).toString('utf8'));

/** The hash of what was packed. */
export const hashOfPacked = async (packed: Uint8Array): Promise<string> => sha256(await unzip(packed));
