import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { enter, expectAccessible, expectNoSidewaysScroll, expectTargets, visit, watch } from './support';
import type { Login } from './support';

/** Every screen each role can reach; ids are looked up first. */
const ROUTES: Record<Login, string[]> = {
  admin: [
    '/',
    '/needs',
    '/needs?view=table',
    '/needs/new',
    '/needs/{need}',
    '/needs/{need}/edit',
    '/resources',
    '/resources/{offer}',
    '/people',
    '/people/{volunteer}',
    '/follow',
    '/engagements',
    '/engagements/{engagement}',
    '/invitations',
    '/board',
    '/board?view=table',
    '/rounds',
    '/rounds/{round}',
    '/unmatched',
    '/imports',
    '/dashboard',
    '/team',
    '/people/new',
    '/people/form',
    '/people/{volunteer}/edit',
    '/people/{volunteer}/form',
    '/people/{volunteer}/record',
    '/people/{volunteer}/certificate',
    '/exclusions',
    '/exclusions/new',
    '/needs/form',
    '/needs/{need}/form',
    '/needs?weekday=2&sort=priority',
    '/engagements/{engagement}/slip',
    '/roster',
    '/taxonomy?search=书法',
    '/policies',
    '/policies/new',
    '/operations',
    '/audit',
    '/account',
    '/notices',
    '/help',
    '/no-such-page',
  ],
  coordinator: [
    '/',
    '/needs',
    '/needs/new',
    '/resources',
    '/follow',
    '/invitations',
    '/people',
    '/imports',
    '/exclusions/new',
    '/roster',
  ],
  auditor: ['/', '/needs', '/board', '/rounds', '/dashboard', '/policies', '/operations', '/audit'],
  teacher: ['/', '/mentor', '/account'],
  volunteer: ['/', '/invitations', '/calendar', '/profile', '/record', '/record/certificate', '/account', '/help'],
};
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
const short = process.env.SHORT === '1';

async function idsOf(page: import('@playwright/test').Page): Promise<Record<string, string>> {
  const first = async (path: string) =>
    ((await (await page.request.get(path)).json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  return {
    need: await first('/api/needs?state=open&limit=1'),
    offer: await first('/api/offers?state=listed&limit=1'),
    volunteer: await first('/api/volunteers?limit=1'),
    engagement: await first('/api/engagements?limit=1'),
    round: await first('/api/rounds?limit=1'),
  };
}

test.beforeAll(async ({ browser }) => {
  // A round, so that the pages about matching have something to show.
  const page = await browser.newPage();
  await enter(page, 'admin');
  const known = (await (await page.request.get('/api/rounds?limit=1&state=solved')).json()) as { items: unknown[] };
  if (known.items.length === 0) {
    const round = (await (await page.request.post('/api/rounds', { data: { iterations: 20 } })).json()) as {
      id: string;
    };
    await expect
      .poll(
        async () => ((await (await page.request.get(`/api/rounds/${round.id}`)).json()) as { state: string }).state,
        { timeout: 60_000 },
      )
      .toBe('solved');
  }
  await page.close();
});

for (const [login, routes] of Object.entries(ROUTES) as [Login, string[]][]) {
  const ways = [
    { name: 'zh', language: 'zh-CN' as const, elder: 0 as const, width: 1280 },
    { name: 'en, 320 px', language: 'en' as const, elder: 0 as const, width: 320 },
    { name: 'zh, elder, 390 px', language: 'zh-CN' as const, elder: 1 as const, width: 390 },
    ...(short
      ? []
      : [
          { name: 'en', language: 'en' as const, elder: 0 as const, width: 1280 },
          { name: 'zh, 320 px', language: 'zh-CN' as const, elder: 0 as const, width: 320 },
          { name: 'en, largest elder', language: 'en' as const, elder: 3 as const, width: 1280 },
          { name: 'zh, text at 200 %', language: 'zh-CN' as const, elder: 0 as const, width: 1280, zoom: true },
        ]),
  ];
  for (const { name, language, elder, width, zoom } of ways as ((typeof ways)[number] & { zoom?: boolean })[]) {
    test(`${login}: every screen, ${name}`, async ({ page }) => {
      test.setTimeout(300_000);
      const { faults } = watch(page);
      await page.setViewportSize({ width, height: 800 });
      await enter(page, login, { language, elder });
      const ids = login === 'admin' ? await idsOf(page) : {};
      for (const route of routes) {
        const path = route.replace(/\{(\w+)\}/g, (_, key: string) => ids[key]);
        await visit(page, path);
        if (zoom)
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
          });
        await expectAccessible(page, `${route} ${name}`);
        await expectNoSidewaysScroll(page, `${route} ${name}`);
        await expectTargets(page, elder ? 60 : 44, `${route} ${name}`);
        const missing = await page.evaluate(
          (first) => new RegExp(`\\b(?:${first})\\.[a-z_]+\\b`).exec(document.body.innerText)?.[0] ?? '',
          FIRST_WORDS,
        );
        expect(missing, `a key without a sentence on ${route}`).toBe('');
        await expect(page).toHaveTitle(language === 'en' ? /Liangdan/ : /两单/);
      }
      expect(faults).toEqual([]);
    });
  }
}

test('text sizes and line spacing of elder mode', async ({ page }) => {
  for (const [elder, size] of [
    [1, 20],
    [2, 24],
    [3, 30],
  ] as const) {
    await enter(page, 'volunteer', { elder });
    await visit(page, '/invitations');
    const small = await page.evaluate(
      (least) =>
        [...document.querySelectorAll<HTMLElement>('main *')]
          .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
          .filter((element) => element.checkVisibility())
          .map((element) => ({
            text: element.textContent?.slice(0, 20),
            size: parseFloat(getComputedStyle(element).fontSize),
            line: parseFloat(getComputedStyle(element).lineHeight) / parseFloat(getComputedStyle(element).fontSize),
          }))
          .filter(({ size: found, line }) => found < least - 0.1 || line < 1.29),
      size,
    );
    expect(small).toEqual([]);
  }
});
