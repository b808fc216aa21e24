// `npm run test:web [-- --short] [Playwright's own arguments]`. Several may run beside each other: each starts a server
// for each of its workers (two where there are two processors), on a free port, with a data folder of its own that is gone
// afterwards. WEB_URL names a server that runs already.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '../../scripts/ports.mjs';
import { dataOutside } from '../../scripts/postgres-place.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const short = args.includes('--short');
const folder = mkdtempSync(join(tmpdir(), 'liangdan-web-'));
chmodSync(folder, 0o755); // the account that runs PostgreSQL for root has to get in
const datas = Array.from({ length: Math.min(2, availableParallelism()) }, (_, at) => join(folder, `data-${at}`));
const urls = [];
for (const _ of datas) urls.push(`http://127.0.0.1:${await anyFreePort()}`);
const child = spawn(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '-c',
    join(root, 'test/web/playwright.config.ts'),
    '--output',
    join(folder, 'results'),
    ...args.filter((arg) => arg !== '--short'),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(!process.env.WEB_URL && { WEB_URL: urls.join(' '), WEB_DATA: datas.join(' ') }),
      ...(short && { SHORT: '1' }),
    },
  },
);
process.on('SIGINT', () => {}); // Ctrl-C reaches Playwright from the terminal, too; it stops the server first
process.on('SIGTERM', () => child.kill('SIGINT'));
child.on('exit', (code) => {
  for (const data of datas.filter((path) => existsSync(path)))
    for (const place of [...dataOutside(data), data]) rmSync(place, { recursive: true, force: true });
  // What Playwright wrote about failures stays to be read.
  if (code !== 1) rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
