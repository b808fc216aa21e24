// `node bench/start.mjs`: seconds from `npm start` to a ready house, in a fresh copy of this checkout after
// install: the first start (build, PostgreSQL created, migrations, demo data) and the second one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House } from '../test/scripts/faults/house.mjs';

const LIMITS = { first: 5, second: 3 };

const base = mkdtempSync(join(tmpdir(), 'liangdan-bench-'));
const house = House.copy(join(base, 'clone'), { built: false });
const seconds = {};
try {
  for (const which of ['first', 'second']) {
    seconds[which] = (await house.start()) / 1000;
    await house.stop();
  }
} catch (error) {
  console.error(`${error.message}\n${house.said()}`);
  process.exitCode = 1;
} finally {
  await house.remove();
  rmSync(base, { recursive: true, force: true });
}
let late = false;
for (const [which, limit] of Object.entries(LIMITS)) {
  if (!seconds[which]) continue;
  const over = seconds[which] > limit;
  late ||= over;
  console.log(`${which} start to ready: ${seconds[which].toFixed(2)} s (limit ${limit} s)${over ? ' TOO SLOW' : ''}`);
}
if (late) process.exitCode = 1;
