import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { enter, visit } from './support';
import type { Login } from './support';

/** Gzip bytes of the JavaScript a fresh browser fetches for a page. */
async function scriptsOf(page: Page, login: Login, path: string): Promise<number> {
  let bytes = 0;
  const waiting: Promise<void>[] = [];
  page.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname))
      waiting.push(
        response.body().then((body) => {
          bytes += gzipSync(body).length;
        }),
      );
  });
  await enter(page, login);
  await visit(page, path);
  await page.waitForLoadState('networkidle');
  await Promise.all(waiting);
  return bytes;
}

for (const [login, path, most] of [
  ['volunteer', '/invitations', 170],
  ['volunteer', '/profile', 170],
  ['coordinator', '/needs/new', 320],
  ['admin', '/board', 320],
] as const) {
  test(`${login} ${path}: at most ${most} KB of JavaScript`, async ({ page }) => {
    const bytes = await scriptsOf(page, login, path);
    console.log(`${login} ${path}: ${(bytes / 1024).toFixed(1)} KB gzip`);
    expect(bytes).toBeLessThan(most * 1024);
  });
}

test('home page: largest contentful paint within 1.5 s, four times slower', async ({ page }) => {
  await enter(page, 'admin');
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto('/');
  await expect(page.locator('main h1')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        }),
      ),
  );
  console.log(`largest contentful paint: ${Math.round(paint)} ms`);
  expect(paint).toBeLessThan(Number(process.env.LCP_MS ?? 1500));
});
