// `npm run bench:engine` measures the engine on public and generated instances, each row beside a peer in the same
// run; `-- --full` takes all instances and the long budgets (about an hour), `-- --only hours,gap` some sections.
// Instances are generated into a temporary folder from ../shared, and sections that need it are left out without it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../scripts/prepare.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const shared = resolve(root, '../shared');
const yardstick = join(shared, 'yardstick');
const full = process.argv.includes('--full');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : null;
const folder = mkdtempSync(join(tmpdir(), 'engine-bench-'));

const DISTRICTS = {
  S: [500, 300, 11],
  S101: [500, 300, 101],
  S102: [500, 300, 102],
  S103: [500, 300, 103],
  S104: [500, 300, 104],
  R31: [1000, 500, 31],
  R32: [1000, 500, 32],
  R33: [1000, 500, 33],
  R34: [1000, 500, 34],
  R35: [1000, 500, 35],
  M: [5000, 3000, 12],
  L: [20000, 12000, 13],
  XL: [100000, 60000, 14],
};

function node(args, options = {}) {
  const begun = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  return { stdout, stderr, status, seconds: (performance.now() - begun) / 1000 };
}

function district(name) {
  const file = join(folder, `${name}.bin`);
  if (!existsSync(file)) node([join(yardstick, 'generate.cjs'), file, ...DISTRICTS[name].map(String)]);
  return file;
}

function solve(file, format, mode, seconds, seed = 1) {
  const out = join(folder, 'plan.json');
  const command = [
    join(root, 'dist/matching/solve.command.js'),
    '--instance',
    file,
    '--format',
    format,
    '--mode',
    mode,
  ];
  const run = node([...command, '--seconds', String(seconds), '--seed', String(seed), '--out', out]);
  if (run.status !== 0) return { error: run.stderr.trim().split('\n')[0] };
  const { phases, cpuSeconds } = JSON.parse(readFileSync(out, 'utf8'));
  return { ...JSON.parse(run.stdout), out, phases, cpu: cpuSeconds.toFixed(1) };
}

/** The independent checker's word on a district plan; throws when the plan breaks a rule. */
function checked(file, out, mode) {
  const { stdout, stderr, status } = node([join(yardstick, 'check.cjs'), file, out, mode]);
  if (status !== 0) throw new Error(`the checker refuses the plan: ${stderr}`);
  return JSON.parse(stdout);
}

/** Rows of one section as a table; the heading tells the load, since seconds mean little on a busy machine. */
function section(title, rows) {
  const load = loadavg()[0].toFixed(1);
  console.log(`\n## ${title}  (load ${load} on ${availableParallelism()} cores)`);
  let printed = false;
  for (const row of rows) {
    if (!printed) console.log(Object.keys(row).join(' | '));
    printed = true;
    console.log(Object.values(row).join(' | '));
  }
}

const percent = (x) => `${x.toFixed(3)} %`;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];

function* pure() {
  const lemon = lemonBinary();
  for (const name of full ? ['S', 'M', 'L', 'XL'] : ['S', 'M', 'L']) {
    const file = district(name);
    const ours = solve(file, 'yardstick', 'pure', 600);
    const { objective } = checked(file, ours.out, 'pure');
    const peer = node([join(yardstick, 'baseline/ns.cjs'), file], { env: { ...process.env, OPT: '4' } }).stdout;
    yield {
      instance: name,
      objective,
      proven: ours.provenOptimal,
      'flow s': ours.phases.flow.toFixed(3),
      'all s': ours.seconds,
      'CPU s': ours.cpu,
      MB: ours.peakMemoryMB,
      'trial code': peer.match(/solve (\S+)/)?.[1] ?? '–',
      LEMON: lemon
        ? (spawnSync(lemon, [file, 'ns'], { encoding: 'utf8' }).stdout.match(/solve=(\S+)/)?.[1] ?? '–')
        : 'absent',
    };
  }
}

function lemonBinary() {
  const binary = join(folder, 'lemon');
  const built = spawnSync('g++', ['-O3', '-o', binary, join(yardstick, 'lemon.cc')], { stdio: 'ignore' });
  return built.status === 0 ? binary : null;
}

const MIDDLE =
  '"root":{"it0":700,"noMax0":12,"itR":30,"frac":0.02,"thr":0.99,"deltaR":0.001},"ln":{"sizes":[120,250,500],"T":5000},"dv":{"it0":60,"itR":30,"frac":0.02,"noise":0.1,"deltaR":0.001}';

function trial(file, name, seconds) {
  const options = /^[SR]/.test(name) ? `{"sec":${seconds}}` : `{"sec":${seconds},${MIDDLE}}`;
  const { stdout } = node([join(yardstick, 'baseline/solve.cjs'), file, options]);
  return stdout.match(/UB (\d+) cost-gap% (\S+)/)?.[2] ?? '–';
}

function* hours() {
  const sets = full
    ? [
        [['S', 'S101', 'S102', 'S103', 'S104'], 20],
        [['R31', 'R32', 'R33', 'R34', 'R35'], 30],
        [['M'], 20],
        [['M'], 60],
        [['L'], 300],
        [['XL'], 600],
      ]
    : [
        [['S', 'S101'], 20],
        [['R31'], 30],
        [['M'], 20],
      ];
  for (const [names, seconds] of sets) {
    const gaps = [];
    for (const name of names) {
      const file = district(name);
      const ours = solve(file, 'yardstick', 'hours', seconds);
      const { objective } = checked(file, ours.out, 'hours');
      gaps.push(ours.gapPercent);
      yield {
        instance: name,
        budget: `${seconds} s`,
        bound: ours.bound,
        plan: objective,
        gap: percent(ours.gapPercent),
        proven: ours.provenOptimal,
        s: ours.seconds,
        'CPU s': ours.cpu,
        MB: ours.peakMemoryMB,
        'trial code, gap %': name === 'XL' ? '–' : trial(file, name, seconds),
        'greedy by priority, gap %': greedyGap(file, ours.bound),
      };
    }
    if (names.length > 1) yield { instance: `median ${percent(median(gaps))}, worst ${percent(Math.max(...gaps))}` };
  }
}

/** What a coordinator would do: needs by priority, each seat to the first best volunteer who still can. */
function greedyGap(file, bound) {
  const program = `
    const { load } = require(${JSON.stringify(join(yardstick, 'load.cjs'))});
    const I = load(${JSON.stringify(file)});
    const held = Array.from({ length: I.V }, () => []), spent = new Int32Array(I.V);
    const meet = (a, b) => I.kind[a] !== 2 && I.kind[b] !== 2 && I.wd[a] === I.wd[b] && !(I.kind[a] === 1 && I.kind[b] === 1 && I.date[a] !== I.date[b]) && I.t0[a] < I.t1[b] && I.t0[b] < I.t1[a];
    let cost = 0;
    for (const i of [...Array(I.N).keys()].sort((a, b) => I.prio[a] - I.prio[b])) {
      const list = [];
      for (let e = I.rp[i]; e < I.rp[i + 1]; e++) list.push(e);
      list.sort((a, b) => I.cost[a] - I.cost[b]);
      const taken = [];
      for (const e of list) {
        const j = I.col[e];
        if (taken.length < I.k[i] && held[j].length < I.cap[j] && spent[j] + I.w[e] <= I.H[j] && !held[j].some((x) => meet(x, i))) taken.push(e);
      }
      const use = taken.length >= I.kmin[i] ? taken : [];
      for (const e of use) { const j = I.col[e]; cost += I.cost[e] + I.sc[I.sp[j] + held[j].length]; held[j].push(i); spent[j] += I.w[e]; }
      cost += I.U[I.prio[i]] * (I.k[i] - use.length);
    }
    console.log((100 * (cost - ${bound}) / cost).toFixed(1));`;
  return node(['-e', program]).stdout.trim();
}

const known = (set) =>
  new Map(
    readFileSync(join(shared, 'data', set, 'best-known.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, ...values]) => [name.replace(/_Min$/, ''), values.map(Number)]),
  );

function* assignment() {
  for (const [name, [optimum]] of known('assignment')) {
    const file = join(shared, 'data/assignment', `${name}.txt`);
    const sparse = name.startsWith('assignp');
    const ours = solve(file, sparse ? 'assignment-sparse' : 'assignment', 'pure', 60);
    yield {
      instance: name,
      optimum,
      ours: ours.objective,
      proven: ours.provenOptimal,
      s: ours.seconds,
      'scipy s': sparse ? '–' : scipy(file),
    };
  }
}

function scipy(file) {
  const program =
    'import sys,time,numpy as np\nfrom scipy.optimize import linear_sum_assignment as f\n' +
    'a=np.array(open(sys.argv[1]).read().split(),float);n=int(a[0]);c=a[1:].reshape(n,n);t=time.time();f(c);print("%.4f"%(time.time()-t))';
  const { stdout, status } = spawnSync('python3', ['-c', program, file], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'absent';
}

function* gap() {
  const names = readdirSync(join(shared, 'data/gap')).filter((name) => /^[acd]\d+$/.test(name));
  const best = known('gap');
  for (const name of full ? names : names.filter((x) => /^(a20200|c10200|c20100|d10100|d20100)$/.test(x))) {
    const [lower, upper] = best.get(name);
    const ours = solve(join(shared, 'data/gap', name), 'gap', 'hours', 20);
    yield {
      instance: name,
      'best known': `${lower}–${upper}`,
      bound: ours.bound,
      plan: ours.objective,
      'plan above best': percent((100 * (ours.objective - upper)) / upper),
      'bound below best': percent((100 * (upper - ours.bound)) / upper),
      proven: ours.provenOptimal,
      s: ours.seconds,
      'CPU s': ours.cpu,
    };
  }
}

await prepare();
const SECTIONS = {
  pure: ['Seats and capacities alone', pure, yardstick],
  hours: ['Hours, overlaps, minimums', hours, yardstick],
  assignment: ['OR-Library assignment files', assignment, join(shared, 'data/assignment')],
  gap: ['Generalised assignment, 20 s', gap, join(shared, 'data/gap')],
};
try {
  for (const [name, [title, rows, needed]] of Object.entries(SECTIONS)) {
    if (only && !only.includes(name)) continue;
    if (existsSync(needed)) section(title, rows());
    else console.log(`\n## ${title}: left out, ${join('..', basename(dirname(needed)), basename(needed))} is absent`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
