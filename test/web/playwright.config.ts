import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { SERVER, SERVERS } from './server';

/**
 * Against the real server with the demo district, one for each worker; run.mjs says on which ports (WEB_URL) and in which
 * folders (WEB_DATA), and which form (SHORT=1). Without WEB_DATA the server is there already.
 */
if (!SERVER) throw new Error('npm run test:web');

/** The shell without windows takes less than half the work of the whole browser (20 pages: 7 s of processor for 16 s). */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: SERVERS.length,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./reporter.ts']],
  use: {
    actionTimeout: 15_000,
    baseURL: SERVER,
    locale: 'zh-CN',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? CHROMIUM,
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
  // What is measured is measured alone.
  projects: [
    { name: 'screens', testIgnore: 'paint.spec.ts' },
    { name: 'paint', testMatch: 'paint.spec.ts', dependencies: ['screens'] },
  ],
  webServer: SERVERS.filter(({ data }) => data).map(({ url, data }) => ({
    command: 'npm start',
    cwd: join(__dirname, '../..'),
    url: `${url}/api/health/ready`,
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 30_000 },
    env: {
      ...process.env,
      PORT: new URL(url).port,
      LIANGDAN_DATA: data,
      DEMO: 'true',
      LOG_LEVEL: 'error',
    } as Record<string, string>,
  })),
});
