// `npm run test:web [-- --short] [Playwright's own arguments]`
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const short = args.includes('--short');
const child = spawn(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '-c',
    join(root, 'test/web/playwright.config.ts'),
    ...args.filter((arg) => arg !== '--short'),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(short && { SHORT: '1' }) } },
);
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
