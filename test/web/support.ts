import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, request, type APIRequestContext, type Page } from '@playwright/test';
import { SERVER } from './server';

export const PASSWORD = 'liangdan-demo';
export type Login = 'admin' | 'coordinator' | 'teacher' | 'volunteer' | 'auditor';
export interface Reading {
  language?: 'zh-CN' | 'en';
  elder?: 0 | 1 | 2 | 3;
}

const signIns = new Map<Login, Promise<APIRequestContext>>();
async function signIn(login: Login): Promise<APIRequestContext> {
  const api = await request.newContext({ baseURL: SERVER, extraHTTPHeaders: { 'accept-language': 'zh-CN' } });
  expect((await api.post('/api/sign-in', { data: { login, password: PASSWORD } })).status()).toBe(204);
  return api;
}
/** The API as somebody. One sign-in serves all tests of a worker: each costs the server a hash that is slow on purpose. */
export function as(login: Login): Promise<APIRequestContext> {
  if (!signIns.has(login)) signIns.set(login, signIn(login));
  return signIns.get(login)!;
}

/** Sets language and text size before the client starts, and signs in without the form. */
export async function enter(page: Page, login: Login, { language = 'zh-CN', elder = 0 }: Reading = {}): Promise<void> {
  await page.addInitScript(
    ([lang, size]) => {
      localStorage.setItem('liangdan.language', lang as string);
      localStorage.setItem('liangdan.reading', JSON.stringify({ elder: size, contrast: 'normal' }));
    },
    [language, elder] as const,
  );
  const { cookies } = await (await as(login)).storageState();
  await page.context().addCookies(cookies);
}

/** Opens a route and waits until it shows its heading and nothing is loading. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('main h1').first()).toBeVisible();
  await expect(page.locator('.loading')).toHaveCount(0);
}

/** Every console error and every request that leaves the own origin, from now on. */
export function watch(page: Page): { faults: string[] } {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // The first question who is signed in is answered 401 when nobody is: the browser reports that as an error.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['127.0.0.1', 'localhost'].includes(url.hostname) && !['data:', 'blob:'].includes(url.protocol))
      faults.push(`left the origin: ${request.url()}`);
  });
  return { faults };
}

export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode() // in the page itself, without a second one to gather results of frames in: there are no frames
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`)
        .join('; ')}`,
  );
  expect.soft(found, what).toEqual([]);
}

const DIST = join(__dirname, '../../web/dist');
/**
 * The gzip KB of JavaScript that the page just opened has loaded, at most `most`; charts are loaded beside the page and
 * not counted.
 */
export async function expectScriptsWithin(page: Page, most: number, what: string): Promise<number> {
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );
  expect.soft(names.length, what).toBeGreaterThan(0);
  const bytes = [...new Set(names)]
    .filter((name) => !/echarts|zrender|chart/i.test(name))
    .reduce((sum, name) => sum + readFileSync(join(DIST, `${name}.gz`)).length, 0);
  const scripts = Math.round(bytes / 102.4) / 10;
  expect.soft(scripts, `KB of JavaScript on ${what}`).toBeLessThanOrEqual(most);
  return scripts;
}

export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return '';
    const guilty = [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          element.getBoundingClientRect().right > window.innerWidth + 1 &&
          getComputedStyle(element).position !== 'absolute',
      )
      .slice(0, 3);
    return `${over}px: ${guilty.map((element) => `${element.tagName}.${String(element.className)}`).join(' ')}`;
  });
  expect.soft(wide, what).toBe('');
}

/** Links in running text may be small; everything else that is pressed must be `least` high and wide. */
export async function expectTargets(page: Page, least: number, what: string): Promise<void> {
  const small = await page.evaluate((size) => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, select, input:not([type=radio], [type=checkbox], [type=hidden]), textarea, summary, .btn, .choice, nav a, .tools a, .home-item, .menu-line',
    )) {
      if (
        !element.checkVisibility({ visibilityProperty: true }) ||
        (element.matches('.menu-line') && element.tagName !== 'A')
      )
        continue;
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (height < size - 0.5 || width < Math.min(size, 44) - 0.5)
        found.push(
          `${element.tagName}.${element.className} ${Math.round(width)}×${Math.round(height)} ${element.textContent?.slice(0, 20)}`,
        );
    }
    return found;
  }, least);
  expect.soft(small, what).toEqual([]);
}

/** Elder mode: no text in the page is smaller than `least` pixels, lines have room. Keys on buttons and the like are signs. */
export async function expectTextSizes(page: Page, least: number, what: string): Promise<void> {
  const small = await page.evaluate(
    (size) =>
      [...document.querySelectorAll<HTMLElement>('body *')]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter(
          (element) =>
            element.checkVisibility({ visibilityProperty: true }) &&
            !element.closest('.sr, .sample, [aria-hidden=true], option, noscript') &&
            element.getBoundingClientRect().width > 1,
        )
        .map((element) => {
          const { fontSize, lineHeight } = getComputedStyle(element);
          return {
            text: `${element.tagName}.${element.className} ${element.textContent?.slice(0, 20)}`,
            size: parseFloat(fontSize),
            line: lineHeight === 'normal' ? 1.3 : parseFloat(lineHeight) / parseFloat(fontSize),
          };
        })
        .filter(({ size: found, line, text }) => found < size - 0.1 || (line < 1.29 && text.length > 30)),
    least,
  );
  expect.soft(small.slice(0, 8), what).toEqual([]);
}
