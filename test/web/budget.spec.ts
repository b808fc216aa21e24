import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { addressesOf, ownAddressesOf } from './screens';
import { enter, visit } from './support';

const DIST = join(__dirname, '../../web/dist');
/** Gzip bytes of JavaScript that a page loads when it is opened first; charts are loaded beside the page and not counted. */
async function scriptsOf(page: Page, address: string): Promise<number> {
  await visit(page, address);
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );
  expect(names.length).toBeGreaterThan(0);
  return [...new Set(names)]
    .filter((name) => !/echarts|zrender|chart/i.test(name))
    .reduce((sum, name) => sum + readFileSync(join(DIST, `${name}.gz`)).length, 0);
}

for (const [login, most] of [
  ['volunteer', 170],
  ['admin', 320],
] as const) {
  test(`${login}: no page needs more than ${most} KB of JavaScript`, async ({ page }) => {
    test.setTimeout(180_000);
    await enter(page, login);
    await visit(page, '/');
    const sizes: [string, number][] = [];
    for (const address of login === 'admin' ? await addressesOf(page) : await ownAddressesOf(page))
      sizes.push([address, Math.round((await scriptsOf(page, address)) / 102.4) / 10]);
    sizes.sort(([, a], [, b]) => b - a);
    console.log(
      `${login}: ${sizes
        .slice(0, 5)
        .map(([address, kb]) => `${address.replace(/[0-9a-f-]{36}/, '…')} ${kb}`)
        .join(', ')} KB gzip`,
    );
    expect(sizes.filter(([, kb]) => kb > most)).toEqual([]);
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
