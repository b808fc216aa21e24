// `npm run check`: everything that is not a test of behaviour. Runs all checks even when one fails, and ends with
// `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, ...args) =>
  spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, shell: process.platform === 'win32' });

/** A generated file that is not what the code would generate today. */
function openApiDrift() {
  const folder = mkdtempSync(join(tmpdir(), 'liangdan-check-'));
  try {
    const fresh = join(folder, 'openapi.json');
    const made = run(process.execPath, join('dist', 'cli.js'), 'openapi', fresh);
    if (made.status !== 0) return made;
    const same =
      existsSync(join(root, 'openapi.json')) &&
      readFileSync(fresh, 'utf8') === readFileSync(join(root, 'openapi.json'), 'utf8');
    return {
      status: same ? 0 : 1,
      stdout: same ? '' : 'openapi.json is not what the code says; run: npm run openapi\n',
      stderr: '',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The web client's types, which must be those of openapi.json. */
function clientTypesDrift() {
  const made = run(bin('openapi-typescript'), 'openapi.json');
  if (made.status !== 0) return made;
  const file = join('web', 'src', 'api', 'schema.d.ts');
  const tidy = spawnSync(bin('prettier'), ['--stdin-filepath', file], {
    cwd: root,
    encoding: 'utf8',
    input: made.stdout,
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  if (tidy.status !== 0) return tidy;
  const same = tidy.stdout === readFileSync(join(root, file), 'utf8');
  return {
    status: same ? 0 : 1,
    stdout: same ? '' : `${file} is not what openapi.json says; run: npm run types:web\n`,
    stderr: '',
  };
}

const lockNamesNoHost = () => {
  const hosts = readFileSync(join(root, 'package-lock.json'), 'utf8').match(/"resolved": "https?:[^"]*"/g);
  return {
    status: hosts ? 1 : 0,
    stdout: hosts ? `package-lock.json names ${hosts.length} addresses, e.g. ${hosts[0]}\n` : '',
    stderr: '',
  };
};

/** Sources; prose, data and generated files are written by hand or by a program. */
const FORMATTED = [
  'src/**/*.ts',
  'test/**/*.{ts,mjs,cjs}',
  'scripts/**/*.{mjs,cjs}',
  'bench/**/*.{mjs,ts}',
  'web/src/**/*.{ts,tsx,css}',
];

const checks = [
  ['types', () => run(bin('tsc'), '--noEmit', '-p', 'tsconfig.json')],
  ['types of the web client', () => run(bin('tsc'), '--noEmit', '-p', 'web/tsconfig.json')],
  ['types of its tests', () => run(bin('tsc'), '--noEmit', '-p', 'test/web/tsconfig.json')],
  ['lint', () => run(bin('eslint'), 'src', 'test', 'scripts', 'bench')],
  ['format', () => run(bin('prettier'), '--check', '--log-level', 'warn', ...FORMATTED)],
  ['arrows', () => run(bin('depcruise'), 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err')],
  ['unused code', () => run(bin('knip'), '--no-config-hints')],
  ['openapi.json', openApiDrift],
  ["the client's types", clientTypesDrift],
  ['lock file', lockNamesNoHost],
  ['migrations against entities', () => run(bin('jest'), 'test/architecture', '--reporters=default')],
];

let failed = 0;
for (const [name, check] of checks) {
  const began = Date.now();
  const { status, stdout, stderr } = check();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (status !== 0) {
    failed++;
    console.log(`${stdout}${stderr}`.trim().split('\n').slice(-80).join('\n'));
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
