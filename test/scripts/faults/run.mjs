// `npm run test:faults [-- --short] [-- --only WORD]`: starts copies of this checkout in awkward places, kills
// what can be killed, and checks that the next start comes up with nothing lost and nothing left running.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from './cases.mjs';

const short = process.argv.includes('--short');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';

const base = mkdtempSync(join(tmpdir(), 'liangdan-faults-'));
execFileSync('chmod', ['755', base]);
let [passed, failed] = [0, 0];
for (const { name, brief, needsRoot, work } of cases) {
  if ((short && !brief) || !name.includes(only)) continue;
  if (needsRoot && process.getuid?.() !== 0) {
    console.log(`skipped  ${name} (needs root)`);
    continue;
  }
  const houses = [];
  const began = Date.now();
  const folder = join(base, `两单 ${passed + failed + 1}`);
  mkdirSync(folder);
  try {
    await work({ folder, keep: (house) => (houses.push(house), house) });
    passed++;
    console.log(`passed   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(
      `FAILED   ${name}\n${error.stack}\n--- output of the house\n${houses.map((house) => house.said()).join('\n---\n')}`,
    );
  }
  for (const house of houses) await house.remove();
}
rmSync(base, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
