// `npm run bench:engine` measures the engine on public and generated instances, each row beside a peer in the same run
// and beside the limit it has to keep. `-- --full` takes all instances and the long budgets (about an hour),
// `-- --only hours,gap` some sections. One file per section in `sections/`; those that need ../shared (instances,
// checker, trial code) are left out where it is absent.
import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { prepare } from '../../scripts/prepare.mjs';
import { cleanUp } from './tools.mjs';

/** In the order of the table they answer. A section exports `title`, `rows({ full })`, and `needs`, a folder, if it wants one. */
const SECTIONS = [
  'pure',
  'hours',
  'assignment',
  'gap',
  'candidates',
  'full',
  'events',
  'cancel',
  'demo',
  'explain',
  'fair',
  'brute',
];

const full = process.argv.includes('--full');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : SECTIONS;
const unknown = only.filter((name) => !SECTIONS.includes(name));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(', ')}; there are ${SECTIONS.join(', ')}`);
  process.exit(2);
}

const verdicts = { met: 0, missed: [] };
await prepare();
try {
  for (const name of SECTIONS.filter((section) => only.includes(section))) {
    const { title, rows, needs } = await import(`./sections/${name}.mjs`);
    if (needs && !existsSync(needs)) {
      console.log(`\n## ${title}: left out, ${join('..', basename(dirname(needs)), basename(needs))} is absent`);
      continue;
    }
    // Seconds mean little on a busy machine.
    console.log(`\n## ${title}  (load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores)`);
    let columns = '';
    for await (const row of rows({ full })) {
      const named = Object.keys(row).join(' | ');
      if (named !== columns) console.log(named);
      columns = named;
      console.log(Object.values(row).join(' | '));
      if (row.verdict === 'met') verdicts.met++;
      else if (row.verdict) verdicts.missed.push(`${name} ${Object.values(row)[0]}: ${row.verdict}`);
    }
  }
} finally {
  cleanUp();
}
console.log(`\nlimits: ${verdicts.met} met, ${verdicts.missed.length} missed`);
for (const line of verdicts.missed) console.log(`  ${line}`);
