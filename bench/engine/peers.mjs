// Other solvers, run where they are installed; `absent` otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, node, root, yardstick } from './tools.mjs';

/**
 * LEMON's network simplex in C++, seconds of building its graph and of solving; null without a compiler or the library.
 * Ours are from the problem in memory to the plan, compiling included: like both together. The limit is for the second alone.
 */
export function lemon(file) {
  const binary = join(folder, 'lemon');
  if (!existsSync(binary)) {
    const built = spawnSync('g++', ['-O3', '-o', binary, join(yardstick, 'lemon.cc')], { stdio: 'ignore' });
    if (built.status !== 0) return null;
  }
  const { stdout } = spawnSync(binary, [file, 'ns'], { encoding: 'utf8' });
  const [, solve, build] = stdout.match(/solve=([\d.]+)s build=([\d.]+)s/).map(Number);
  return { build, solve };
}

/** The trial code's network simplex, seconds of solving. */
export function trialFlow(file) {
  const { stdout } = node([join(yardstick, 'baseline/ns.cjs'), file], { env: { ...process.env, OPT: '4' } });
  return stdout.match(/solve (\S+)/)?.[1] ?? '–';
}

const MIDDLE =
  '"root":{"it0":700,"noMax0":12,"itR":30,"frac":0.02,"thr":0.99,"deltaR":0.001},"ln":{"sizes":[120,250,500],"T":5000},"dv":{"it0":60,"itR":30,"frac":0.02,"noise":0.1,"deltaR":0.001}';

/** The trial code's search, gap in percent. */
export function trialSearch(file, name, seconds) {
  const options = /^[SR]/.test(name) ? `{"sec":${seconds}}` : `{"sec":${seconds},${MIDDLE}}`;
  const { stdout } = node([join(yardstick, 'baseline/solve.cjs'), file, options]);
  return stdout.match(/UB (\d+) cost-gap% (\S+)/)?.[2] ?? '–';
}

/** What a coordinator would do: needs by priority, each seat to the first best volunteer who still can. */
export function greedyGap(file, bound) {
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

/** scipy's linear_sum_assignment on a dense assignment file, seconds; null without Python and scipy. */
export function scipyAssignment(file) {
  const program =
    'import sys,time,numpy as np\nfrom scipy.optimize import linear_sum_assignment as f\n' +
    'a=np.array(open(sys.argv[1]).read().split(),float);n=int(a[0]);c=a[1:].reshape(n,n);t=time.time();f(c);print("%.4f"%(time.time()-t))';
  const { stdout, status } = spawnSync('python3', ['-c', program, file], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

/** A district's pure variant as a linear programme in CPLEX's text format, which `highs` and others read. */
const LINEAR = `
  const { load } = require(${JSON.stringify(join(yardstick, 'load.cjs'))});
  const I = load(process.argv[1]);
  const objective = [], bounds = [], need = [], load_ = Array.from({ length: I.V }, () => ({ x: [], s: [] }));
  for (let i = 0; i < I.N; i++) {
    const row = ['u' + i];
    for (let e = I.rp[i]; e < I.rp[i + 1]; e++) { row.push('x' + e); objective.push(I.cost[e] + ' x' + e); bounds.push('x' + e + ' <= 1'); load_[I.col[e]].x.push('x' + e); }
    objective.push(I.U[I.prio[i]] + ' u' + i);
    need.push('n' + i + ': ' + row.join(' + ') + ' = ' + I.k[i]);
  }
  for (let j = 0; j < I.V; j++) for (let q = 0; q < I.cap[j]; q++) { const s = 's' + j + '_' + q; load_[j].s.push(s); objective.push(I.sc[I.sp[j] + q] + ' ' + s); bounds.push(s + ' <= 1'); }`;

/** HiGHS in WebAssembly on the pure variant: objective and seconds of solving. */
export function highsPure(file) {
  const program = `${LINEAR}
    const rows = load_.map(({ x, s }, j) => x.length ? 'v' + j + ': ' + x.join(' + ') + s.map((name) => ' - ' + name).join('') + ' <= 0' : null).filter(Boolean);
    const text = ['Minimize', ' obj: ' + objective.join('\\n + '), 'Subject To', ...need, ...rows, 'Bounds', ...bounds, 'End'].join('\\n');
    require(${JSON.stringify(join(root, 'node_modules/highs'))})().then((solver) => {
      const begun = performance.now();
      const { ObjectiveValue } = solver.solve(text);
      console.log(JSON.stringify({ objective: Math.round(ObjectiveValue), seconds: ((performance.now() - begun) / 1000).toFixed(2) }));
    });`;
  return answerOf(node(['-e', program, file]));
}

/** javascript-lp-solver on the pure variant, if somebody has installed it: it is no dependency of this project. */
export function javascriptLp(file) {
  const place = join(root, 'node_modules/javascript-lp-solver');
  if (!existsSync(place)) return null;
  const program = `${LINEAR}
    const model = { optimize: 'cost', opType: 'min', constraints: {}, variables: {} };
    for (let i = 0; i < I.N; i++) { model.constraints['n' + i] = { equal: I.k[i] }; model.variables['u' + i] = { cost: I.U[I.prio[i]], ['n' + i]: 1 };
      for (let e = I.rp[i]; e < I.rp[i + 1]; e++) { model.constraints['b' + e] = { max: 1 }; model.variables['x' + e] = { cost: I.cost[e], ['n' + i]: 1, ['v' + I.col[e]]: 1, ['b' + e]: 1 }; } }
    for (let j = 0; j < I.V; j++) { model.constraints['v' + j] = { max: 0 };
      for (let q = 0; q < I.cap[j]; q++) { model.constraints['s' + j + '_' + q] = { max: 1 }; model.variables['s' + j + '_' + q] = { cost: I.sc[I.sp[j] + q], ['v' + j]: -1, ['s' + j + '_' + q]: 1 }; } }
    const begun = performance.now();
    const { result } = require(${JSON.stringify(place)}).Solve(model);
    console.log(JSON.stringify({ objective: Math.round(result), seconds: ((performance.now() - begun) / 1000).toFixed(2) }));`;
  return answerOf(node(['-e', program, file], { timeout: 120_000 }));
}

/**
 * HiGHS in WebAssembly on the hours variant as an integer programme (cliques for overlaps): gap of what it has after
 * the seconds. Only for small districts: its memory ends at some ten thousand columns.
 */
export function highsHours(file, seconds) {
  const out = join(folder, 'hours.lp');
  const program = `${LINEAR}
    const rows = [], binary = [];
    for (let i = 0; i < I.N; i++) if (I.kmin[i] > 1) {
      const row = []; for (let e = I.rp[i]; e < I.rp[i + 1]; e++) row.push('x' + e);
      if (row.length === 0) continue;
      binary.push('y' + i);
      rows.push('m' + i + ': ' + row.join(' + ') + ' - ' + I.kmin[i] + ' y' + i + ' >= 0', 'M' + i + ': ' + row.join(' + ') + ' - ' + I.k[i] + ' y' + i + ' <= 0');
    }
    const own = Array.from({ length: I.V }, () => []), of = new Int32Array(I.E);
    for (let i = 0; i < I.N; i++) for (let e = I.rp[i]; e < I.rp[i + 1]; e++) { own[I.col[e]].push(e); of[e] = i; }
    own.forEach((list, j) => {
      if (list.length === 0) return;
      rows.push('v' + j + ': ' + load_[j].x.join(' + ') + load_[j].s.map((name) => ' - ' + name).join('') + ' <= 0');
      rows.push('h' + j + ': ' + list.map((e) => I.w[e] + ' x' + e).join(' + ') + ' <= ' + I.H[j]);
      const cliques = new Set();
      const timed = list.filter((e) => I.kind[of[e]] !== 2);
      for (const first of timed) {
        const a = of[first];
        const dates = I.kind[a] === 1 ? [I.date[a]] : [-1, ...new Set(timed.filter((e) => I.kind[of[e]] === 1 && I.wd[of[e]] === I.wd[a]).map((e) => I.date[of[e]]))];
        for (const date of dates) {
          const clique = timed.filter((e) => { const b = of[e]; return I.wd[b] === I.wd[a] && I.t0[b] <= I.t0[a] && I.t0[a] < I.t1[b] && (I.kind[b] === 0 || I.date[b] === date); });
          if (clique.length > 1) cliques.add(clique.map((e) => 'x' + e).join(' + '));
        }
      }
      let c = 0; for (const clique of cliques) rows.push('c' + j + '_' + c++ + ': ' + clique + ' <= 1');
    });
    for (let e = 0; e < I.E; e++) binary.push('x' + e);
    const text = ['Minimize', ' obj: ' + objective.join('\\n + '), 'Subject To', ...need, ...rows, 'Bounds', ...bounds, 'Binaries', binary.join('\\n'), 'End'].join('\\n');
    require('fs').writeFileSync(${JSON.stringify(out)}, text);`;
  writeFileSync(out, '');
  if (node(['-e', program, file]).status !== 0 || readFileSync(out, 'utf8') === '') return null;
  const run = `
    require(${JSON.stringify(join(root, 'node_modules/highs'))})().then((solver) => {
      const { ObjectiveValue, Status } = solver.solve(require('fs').readFileSync(${JSON.stringify(out)}, 'utf8'), { time_limit: ${seconds} });
      console.log(JSON.stringify({ objective: ObjectiveValue, status: Status }));
    });`;
  return answerOf(node(['-e', run], { timeout: (seconds * 3 + 30) * 1000 }));
}

/** The last line as JSON, or null when the peer gave up. */
function answerOf({ stdout, status }) {
  if (status !== 0) return null;
  const line = stdout.trim().split('\n').pop();
  return line ? JSON.parse(line) : null;
}

/**
 * What a coordinator would do with a ready problem: needs by priority, of each the time for which most people can, each
 * seat to the cheapest who still can; fewer than the minimum is nobody. Pins first. Its objective.
 */
export function greedyPlan(problem) {
  const { needs, offers, pairs, volunteers, conflicts, months } = problem;
  const held = Array.from({ length: volunteers.count }, () => []);
  const NO_LIMIT = 0x7fffffff;
  const sum = (list, p, use) => list.reduce((total, q) => total + use(q), use(p));
  const within = (limit, total) => limit === NO_LIMIT || total <= limit;
  const clash = (p, q) =>
    conflicts.start.length > 0 && conflicts.other.subarray(conflicts.start[p], conflicts.start[p + 1]).includes(q);
  const fits = (p) => {
    const f = pairs.offer[p];
    const j = offers.volunteer[f];
    const own = held[j];
    const same = own.filter((q) => pairs.offer[q] === f);
    if (own.length >= volunteers.capacity[j] || same.length >= offers.capacity[f]) return false;
    if (own.filter((q) => clash(p, q)).length >= volunteers.people[j]) return false;
    for (let m = 0; m < months && pairs.minutes.length > 0; m++) {
      const use = (q) => pairs.minutes[q * months + m];
      if (volunteers.monthlyMinutes.length > 0 && !within(volunteers.monthlyMinutes[j * months + m], sum(own, p, use)))
        return false;
      if (offers.monthlyMinutes.length > 0 && !within(offers.monthlyMinutes[f * months + m], sum(same, p, use)))
        return false;
    }
    return (
      !offers.stock.length ||
      within(
        offers.stock[f],
        sum(same, p, (q) => pairs.pieces[q]),
      )
    );
  };
  let cost = 0;
  const take = (p) => {
    const j = offers.volunteer[pairs.offer[p]];
    const [from, to] = [volunteers.loadStart[j], volunteers.loadStart[j + 1]];
    if (to > from) cost += volunteers.loadCost[Math.min(to - 1, from + held[j].length)];
    cost += pairs.cost[p];
    held[j].push(p);
  };
  const isPin = (p) => pairs.pinned.length > 0 && pairs.pinned[p] === 1;
  const all = Array.from({ length: needs.count }, (_, i) => i).sort((a, b) => needs.level[a] - needs.level[b]);
  const own = (i) =>
    Array.from({ length: needs.pairStart[i + 1] - needs.pairStart[i] }, (_, k) => needs.pairStart[i] + k);
  for (const i of all) own(i).filter(isPin).forEach(take);
  for (const i of all) {
    const pins = own(i).filter(isPin);
    const free = own(i).filter((p) => !isPin(p));
    const options = [...new Set((pins.length > 0 ? pins : free).map((p) => pairs.option[p]))];
    let best = [];
    for (const option of options) {
      const chosen = [];
      const people = new Set();
      for (const p of free.filter((q) => pairs.option[q] === option).sort((a, b) => pairs.cost[a] - pairs.cost[b])) {
        const j = offers.volunteer[pairs.offer[p]];
        if (pins.length + chosen.length === needs.seats[i] || people.has(j) || !fits(p)) continue;
        chosen.push(p);
        people.add(j);
      }
      if (pins.length + chosen.length >= needs.minimum[i] && chosen.length > best.length) best = chosen;
    }
    best.forEach(take);
    cost += needs.penalty[i] * (needs.seats[i] - pins.length - best.length);
  }
  return cost;
}
