import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/**
 * Against the real server with the demo district, on its own port and data folder. `--short` (or SHORT=1) leaves out the
 * long crossing of every route with every way of reading. WEB_URL uses a server that runs already.
 */
const port = Number(process.env.WEB_PORT ?? 4399);
// The configuration is read once by each worker; all must mean the same folder.
process.env.WEB_DATA ??= mkdtempSync(join(tmpdir(), 'liangdan-web-'));
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(tmpdir(), 'liangdan-web-results'),
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./reporter.ts']],
  use: {
    actionTimeout: 15_000,
    baseURL: process.env.WEB_URL ?? `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  ...(process.env.WEB_URL
    ? {}
    : {
        webServer: {
          command: 'npm start',
          cwd: join(__dirname, '../..'),
          url: `http://127.0.0.1:${port}/api/health/ready`,
          timeout: 240_000,
          reuseExistingServer: false,
          gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 30_000 },
          env: {
            ...process.env,
            PORT: String(port),
            LIANGDAN_DATA: process.env.WEB_DATA!,
            DEMO: 'true',
            LOG_LEVEL: 'error',
          } as Record<string, string>,
        },
      }),
});
