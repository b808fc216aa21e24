// `node bench/engine/menus.mjs [candidates] [explain] [fair] [--large]` measures what the engine does around the solver,
// on generated full menus (skills, times, places; no ready-made pairs): finding the candidates, answering why, and what
// declaring less brings a volunteer. Needs nothing outside the repository. `--large` adds 100,000 × 60,000.
import { transformFileSync } from '@swc/core';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../scripts/prepare.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const large = process.argv.includes('--large');
await prepare();
const require = createRequire(import.meta.url);
const engine = (name) => require(join(root, 'dist/matching/engine', name));
const folder = mkdtempSync(join(tmpdir(), 'engine-menus-'));
const { district } = support('menus-generator');
const { measureUnderstating } = support('fairness');
const sections = { candidates, explain, fair };
try {
  for (const name of asked.length > 0 ? asked : Object.keys(sections)) {
    const load = loadavg()[0].toFixed(1);
    console.log(
      `\n## ${name}  (load ${load} on ${availableParallelism()} cores; seconds mean little on a busy machine)`,
    );
    let titles = false;
    for (const row of sections[name]()) {
      if (!titles) console.log(Object.keys(row).join(' | '));
      titles = true;
      console.log(Object.values(row).join(' | '));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A module of test/support, compiled to stand beside the built engine. */
function support(name) {
  const swc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  const { code } = transformFileSync(join(root, 'test/support', `${name}.ts`), {
    ...swc,
    $schema: undefined,
    sourceMaps: false,
  });
  const file = join(folder, `${name}.js`);
  writeFileSync(file, code.replaceAll('../../src/', `${join(root, 'dist')}/`));
  return require(file);
}

/** Seconds of the wall clock and of the processor that a call takes. */
function timed(work) {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 };
}

function* candidates() {
  const { factsOf } = engine('facts');
  const { candidates: find } = engine('candidates');
  // The first run warms the compiler up and is shown as such.
  const sizes = [
    [5000, 3000, 'first'],
    [5000, 3000, 'again'],
    [20000, 12000, ''],
    ...(large ? [[100000, 60000, '']] : []),
  ];
  for (const [needs, volunteers, note] of sizes) {
    const menus = district({ needs, volunteers, seed: 12 });
    const facts = timed(() => factsOf(menus, 1));
    const found = timed(() => find(facts.result));
    yield {
      menus: `${needs} × ${volunteers} ${note}`.trim(),
      pairs: found.result.count,
      'seconds to read': facts.seconds.toFixed(2),
      'seconds to find': found.seconds.toFixed(2),
      'processor seconds': (facts.cpu + found.cpu).toFixed(2),
      'most wanted': needs === 5000 ? 0.3 : needs === 100000 ? 15 : '',
    };
  }
}

function* explain() {
  const { match } = engine('match');
  const { Explanations } = engine('explain');
  for (const [needs, volunteers] of [
    [500, 300],
    [5000, 3000],
  ]) {
    const menus = district({ needs, volunteers, seed: 11 });
    const plan = match(menus, { seed: 1, seconds: 10 });
    const ready = timed(() => new Explanations(menus, plan));
    const answers = ready.result;
    const ask = (list, question) => {
      const times = list.map((item) => timed(() => question(item)).seconds * 1000).sort((a, b) => a - b);
      const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(0) ?? '-';
      return `${at(0.5)} / ${at(0.95)}`;
    };
    const others = plan.pairs.flatMap((p) => p.alternatives.map((a) => ({ need: p.need, ...a }))).slice(0, 60);
    let filled = 0;
    const relaxed = ask(
      plan.unfilled.slice(0, 30),
      (u) => (filled += answers.relaxations(u.need, 3).length > 0 ? 1 : 0),
    );
    yield {
      menus: `${needs} × ${volunteers}`,
      'gap %': plan.gapPercent.toFixed(2),
      'ready ms': (ready.seconds * 1000).toFixed(0),
      'why not ms (median / p95)': ask(others, (o) => answers.whyNot(o.need, o.offer)),
      'price ms': ask(others, (o) => answers.price(o.need, o.offer, o.alternative)),
      'relaxations ms': relaxed,
      'needs relaxed': `${filled} of ${Math.min(30, plan.unfilled.length)}`,
      'scarce ms': (timed(() => answers.scarce(5)).seconds * 1000).toFixed(0),
    };
  }
}

function* fair() {
  const total = new Map();
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    for (const gain of measureUnderstating(district({ needs: 40, volunteers: 40, seed }), 2)) {
      const sum = total.get(gain.kind) ?? { asked: 0, better: 0, points: 0, most: 0, inAll: 0, worse: 0 };
      sum.asked += gain.asked;
      sum.better += gain.better;
      sum.points += gain.better * gain.meanGain;
      sum.most = Math.max(sum.most, gain.mostGain);
      sum.inAll += gain.moreInAll;
      sum.worse += gain.worse;
      total.set(gain.kind, sum);
    }
  }
  for (const [kind, { asked: n, better, points, most, inAll, worse }] of total) {
    const share = (k) => `${((100 * k) / n).toFixed(1)} %`;
    yield {
      'declaring less': kind,
      volunteers: n,
      'better best fit': share(better),
      'points gained, mean / most': `${better === 0 ? 0 : Math.round(points / better)} / ${most}`,
      'more in all': share(inAll),
      worse: share(worse),
    };
  }
}
