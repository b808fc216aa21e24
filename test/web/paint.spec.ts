import { expect, test } from '@playwright/test';
import { enter } from './support';

/** Milliseconds, where the piece of work below takes `WORK` milliseconds, four times slower too. */
const LIMIT = Number(process.env.LCP_MS ?? 1500);
const WORK = 400;

test('home page: largest contentful paint within its limit, four times slower', async ({ page }) => {
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
  // Machines differ, and one machine from day to day by twice: the limit is moved by what a fixed piece of work takes here, now.
  const work = await page.evaluate(() => {
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      let sum = 0;
      for (let i = 0; i < 30_000_000; i++) sum = (sum + (i ^ sum)) | 0;
      return performance.now() - begun + (sum & 0);
    });
    return times.sort((a, b) => a - b)[2];
  });
  const limit = LIMIT * Math.max(1, work / WORK);
  console.log(
    `largest contentful paint: ${Math.round(paint)} ms of ${Math.round(limit)} (the work took ${Math.round(work)} ms)`,
  );
  expect(paint).toBeLessThan(limit);
});
