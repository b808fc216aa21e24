// What the sections share: instances, runs of the solve command, the built engine, measuring, and judging by a limit.
import { transformFileSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const shared = resolve(root, '../shared');
export const yardstick = join(shared, 'yardstick');
export const folder = mkdtempSync(join(tmpdir(), 'engine-bench-'));

export function cleanUp() {
  rmSync(folder, { recursive: true, force: true });
}

/** Reference districts: needs, volunteers, seed. */
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

/** The file of a reference district, generated when first asked for. */
export function district(name) {
  const file = join(folder, `${name}.bin`);
  if (!existsSync(file)) node([join(yardstick, 'generate.cjs'), file, ...DISTRICTS[name].map(String)]);
  return file;
}

/** Runs Node and waits. */
export function node(args, options = {}) {
  const begun = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  return { stdout, stderr, status, seconds: (performance.now() - begun) / 1000 };
}

/** What the solve command says of an instance, with the file it wrote, seconds by phase, and CPU seconds. */
export function solve(file, format, mode, seconds, seed = 1) {
  const out = join(folder, 'plan.json');
  // As `npm run solve` starts it: little room for what is young, because two searching threads hold on to arrays alone.
  const [flags, command] = [['--max-semi-space-size=2'], join(root, 'dist/matching/solve.command.js')];
  const options = { instance: file, format, mode, seconds, seed, out };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const run = node([...flags, command, ...words]);
  if (run.status !== 0) throw new Error(`solve ${words.join(' ')}: ${run.stderr}`);
  const { phases, cpuSeconds } = JSON.parse(readFileSync(out, 'utf8'));
  return { ...JSON.parse(run.stdout), out, phases, cpu: cpuSeconds.toFixed(1) };
}

/** The independent checker's word on a district plan; throws when the plan breaks a rule. */
export function checked(file, out, mode) {
  const { stdout, stderr, status } = node([join(yardstick, 'check.cjs'), file, out, mode]);
  if (status !== 0) throw new Error(`the checker refuses the plan: ${stderr}`);
  return JSON.parse(stdout);
}

/** Best known values of a set of public instances, by name. */
export function bestKnown(set) {
  const lines = readFileSync(join(shared, 'data', set, 'best-known.tsv'), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.split('\t'));
  return new Map(rows.map(([name, ...values]) => [name.replace(/_Min$/, ''), values.map(Number)]));
}

const require = createRequire(import.meta.url);

/** A module of the built engine. */
export function engine(name) {
  return require(join(root, 'dist/matching/engine', name));
}

/** A module of the build outside the engine. */
export function built(name) {
  return require(join(root, 'dist', name));
}

/** A module of test/support that needs nothing but the engine, compiled to stand beside the built one. */
export function support(name) {
  const file = join(folder, `${name}.js`);
  if (!existsSync(file)) {
    const swc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
    const options = { ...swc, $schema: undefined, sourceMaps: false };
    const { code } = transformFileSync(join(root, 'test/support', `${name}.ts`), options);
    writeFileSync(file, code.replaceAll('../../src/', `${join(root, 'dist')}/`));
    for (const [, other] of code.matchAll(/require\("\.\/([\w-]+)"\)/g)) support(other);
  }
  return require(file);
}

/** Seconds of the wall clock and of the processor that a call takes. */
export function timed(work) {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 };
}

/**
 * The columns `limit` and `verdict` of a row: each limit is `[value, most, unit]`. A value that is null could not be
 * measured here and is not judged.
 */
export function limits(...list) {
  const judged = list.filter(([value]) => value !== null);
  const missed = judged.filter(([value, most]) => !(value <= most));
  const round = (value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value);
  return {
    limit: list.map(([, most, unit]) => `≤ ${most} ${unit}`).join(', '),
    verdict:
      judged.length === 0
        ? ''
        : missed.length === 0
          ? 'met'
          : `missed (${missed.map(([value, , unit]) => `${round(value)} ${unit}`).join(', ')})`,
  };
}

export const percent = (x) => `${x.toFixed(3)} %`;
/** The value below which `share` of the list lies. */
export const quantile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.max(0, Math.ceil(list.length * share) - 1)];
export const median = (list) => quantile(list, 0.5);
