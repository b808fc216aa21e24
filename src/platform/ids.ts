import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for many ids: asked for one by one they cost most of what an id does, and an import makes tens of thousands. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;
/** The moment of the last id and its place within it. */
let [msecs, seq] = [0, 0];

/** A new UUID version 7: sorted by time, and within a moment by when it was made, so that indexes grow at one end. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += 16));
  // The machine's time, whatever the Clock says: an index grows by it.
  // eslint-disable-next-line no-restricted-syntax
  const now = Date.now();
  if (now > msecs) [msecs, seq] = [now, random.readUInt32BE(6) >>> 1];
  else seq = (seq + 1) >>> 0;
  return v7({ random, msecs, seq });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const isId = (text: string): boolean => UUID.test(text);
