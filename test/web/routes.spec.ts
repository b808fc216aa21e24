import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { solvedRound } from './fixtures';
import { addressesOf, ownAddressesOf } from './screens';
import {
  enter,
  expectAccessible,
  expectNoSidewaysScroll,
  expectScriptsWithin,
  expectTargets,
  expectTextSizes,
  visit,
  watch,
  type Login,
} from './support';

// Each screen is for itself.
test.describe.configure({ mode: 'parallel' });
const short = process.env.SHORT === '1';
const LOCALES = join(__dirname, '../../web/src/i18n/locales');
/** The first words of all keys; one of them with a dot on a page is a key that has no sentence there. */
const FIRST_WORDS = [
  ...new Set(
    readdirSync(LOCALES)
      .filter((name) => name.endsWith('.zh-CN.json'))
      .flatMap((name) =>
        Object.keys(JSON.parse(readFileSync(join(LOCALES, name), 'utf8')) as object).map((key) => key.split('.')[0]),
      ),
  ),
].join('|');

interface Way {
  name: string;
  language: 'zh-CN' | 'en';
  elder: 0 | 1 | 2 | 3;
  width: number;
  /** Text at 200 %, as a browser sets it. */
  large?: boolean;
  /** Whose screens, when it is not everybody's. */
  roles?: Login[];
}
/** Ways of reading. The short form gives each screen one of the first three, in turn; the long form all of them. */
const WAYS: Way[] = [
  { name: 'zh', language: 'zh-CN', elder: 0, width: 1280 },
  { name: 'en at 320 px', language: 'en', elder: 0, width: 320 },
  { name: 'zh, elder, 390 px', language: 'zh-CN', elder: 1, width: 390 },
  { name: 'en', language: 'en', elder: 0, width: 1280 },
  { name: 'zh at 320 px', language: 'zh-CN', elder: 0, width: 320 },
  { name: 'en, elder, 390 px', language: 'en', elder: 1, width: 390 },
  { name: 'en, largest elder', language: 'en', elder: 3, width: 1280 },
  { name: 'zh, largest elder, 390 px', language: 'zh-CN', elder: 3, width: 390 },
  { name: 'zh, text at 200 %', language: 'zh-CN', elder: 0, width: 1280, large: true },
  { name: 'en, text at 200 %', language: 'en', elder: 0, width: 1280, large: true },
  { name: 'zh, elder, text at 200 %', language: 'zh-CN', elder: 1, width: 1280, large: true },
  // A volunteer's own telephone, with the letters that the telephone and this page both enlarge.
  ...(['zh-CN', 'en'] as const).map((language): Way => ({
    name: `${language}, elder, 390 px, text at 200 %`,
    language,
    elder: 1,
    width: 390,
    large: true,
    roles: ['volunteer', 'teacher'],
  })),
  // Somebody of a school on the way.
  {
    name: 'en, 390 px, text at 200 %',
    language: 'en',
    elder: 0,
    width: 390,
    large: true,
    roles: ['admin', 'coordinator'],
  },
];
/** Gzip KB of JavaScript that a page may need: a volunteer reads on an old telephone, the others at a desk. */
const mostScripts = (role: Login): number => (role === 'volunteer' ? 170 : 320);
const ROLES: Login[] = ['admin', 'coordinator', 'teacher', 'volunteer', 'auditor'];

/** Everything that must hold on a screen, however it is read. Answers the KB of JavaScript it needed. */
async function expectGood(page: Page, address: string, way: Way, role: Login): Promise<number> {
  const what = `${address} ${way.name}`;
  await visit(page, address);
  const scripts = await expectScriptsWithin(page, mostScripts(role), what);
  if (way.large) {
    await page.evaluate(() => {
      const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
      document.documentElement.style.fontSize = `${size * 2}px`;
    });
  }
  await expectAccessible(page, what);
  await expectNoSidewaysScroll(page, what);
  await expectTargets(page, way.elder ? 60 : 44, what);
  if (way.elder) await expectTextSizes(page, [20, 20, 24, 30][way.elder], what);
  const missing = await page.evaluate(
    (first) => new RegExp(`\\b(?:${first})\\.[a-z_]+\\b`).exec(document.body.innerText)?.[0] ?? '',
    FIRST_WORDS,
  );
  expect.soft(missing, `a key without a sentence on ${what}`).toBe('');
  await expect.soft(page, what).toHaveTitle(way.language === 'en' ? /^.+ · Liangdan$/ : /^.+ · 两单$/);
  await expect.soft(page.locator('a.skip'), what).toHaveCount(1);
  await expect.soft(page.locator('.foot a[href="/help"]'), what).toBeVisible();
  return scripts;
}

for (const role of ROLES)
  for (const [at, way] of WAYS.entries()) {
    if ((short && at > 2) || (way.roles && !way.roles.includes(role))) continue;
    test(`${role}: every screen, ${way.name}`, async ({ page }) => {
      test.setTimeout(600_000);
      const { faults } = watch(page);
      await page.setViewportSize({ width: way.width, height: 800 });
      await enter(page, role, way);
      if (role === 'admin') await solvedRound();
      await visit(page, '/');
      const own = await ownAddressesOf(page);
      expect(own.length).toBeGreaterThan(4);
      const all = role === 'admin' ? [...new Set([...(await addressesOf(page)), ...own])] : own;
      if (role === 'admin') expect(all.length).toBeGreaterThan(25);
      let largest = { address: '', scripts: 0 };
      for (const [i, address] of all.entries())
        if (!short || i % 3 === at)
          await test.step(address, async () => {
            const scripts = await expectGood(page, address, way, role);
            if (scripts > largest.scripts) largest = { address, scripts };
            // The navigation leads nobody to a page that refuses.
            if (own.includes(address)) await expect.soft(page.locator('.note-stop'), address).toHaveCount(0);
          });
      console.log(`${role}, ${way.name}: at most ${largest.scripts} KB of JavaScript, on ${largest.address}`);
      expect(faults).toEqual([]);
    });
  }

test('what stands before the door, in every way of reading', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/help');
  for (const [at, way] of WAYS.entries())
    await test.step(way.name, async () => {
      await page.setViewportSize({ width: way.width, height: 800 });
      await page.evaluate(
        ([lang, size]) => {
          localStorage.setItem('liangdan.language', lang as string);
          localStorage.setItem('liangdan.reading', JSON.stringify({ elder: size, contrast: 'normal' }));
        },
        [way.language, way.elder] as const,
      );
      for (const address of short && at > 2 ? ['/'] : ['/', '/apply', '/help']) {
        const what = `${address} for nobody, ${way.name}`;
        await visit(page, address);
        await expect.soft(page.locator('html'), what).toHaveAttribute('lang', way.language);
        await expectAccessible(page, what);
        await expectNoSidewaysScroll(page, what);
        await expectTargets(page, way.elder ? 60 : 44, what);
        await expect.soft(page.locator('.foot a[href="/help"]'), what).toBeVisible();
      }
    });
});
