import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/**
 * Against the real server with the demo district; run.mjs says on which port (WEB_URL) and in which folder (WEB_DATA),
 * and which form (SHORT=1). Without WEB_DATA the server is there already.
 */
const { WEB_URL, WEB_DATA } = process.env;
if (!WEB_URL) throw new Error('npm run test:web');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./reporter.ts']],
  use: {
    actionTimeout: 15_000,
    baseURL: WEB_URL,
    locale: 'zh-CN',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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
  ...(WEB_DATA && {
    webServer: {
      command: 'npm start',
      cwd: join(__dirname, '../..'),
      url: `${WEB_URL}/api/health/ready`,
      timeout: 240_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 30_000 },
      env: {
        ...process.env,
        PORT: new URL(WEB_URL).port,
        LIANGDAN_DATA: WEB_DATA,
        DEMO: 'true',
        LOG_LEVEL: 'error',
      } as Record<string, string>,
    },
  }),
});
