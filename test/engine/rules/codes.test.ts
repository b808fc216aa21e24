import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../../src/matching/engine/explain.relax.trials';
import { match } from '../../../src/matching/engine/match';
import { CODES } from '../../../src/matching/engine/codes';
import type { Reason } from '../../../src/matching/engine/plan';
import { HARD_RULES, NO_OFFER } from '../../../src/matching/engine/rules';
import { randomMenus } from '../../support/menus-small';
import en from '../../../src/matching/locales/en.json';
import zh from '../../../src/matching/locales/zh-CN.json';

test('every hard rule and every relaxation is on the list of codes', () => {
  expect(Object.keys(CODES)).toEqual(expect.arrayContaining([NO_OFFER, ...HARD_RULES.map((r) => r.code), ...KINDS]));
});

test('every code of a reason that the source mentions is on the list', () => {
  const folder = join(__dirname, '../../../src/matching/engine');
  const mine = /^(rules|match|unfilled|menus\.pins|explain|difference)/;
  const mentioned = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => mine.test(name))) {
    for (const [, code] of readFileSync(join(folder, file), 'utf8').matchAll(/code: '([a-z_]+)'/g)) mentioned.add(code);
  }
  expect(mentioned.size).toBeGreaterThan(50);
  expect([...mentioned].filter((code) => !(code in CODES))).toEqual([]);
});

test.each([
  ['zh-CN', zh as Record<string, string>],
  ['en', en as Record<string, string>],
])('%s has a sentence for every code, with parameters that exist', (_, sentences) => {
  for (const [code, params] of Object.entries(CODES)) {
    expect([code, typeof sentences[code]]).toEqual([code, 'string']);
    const used = [...sentences[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([code, used.filter((name) => !params.includes(name))]).toEqual([code, []]);
  }
});

test('reasons that plans really carry are on the list, with the parameters it says', () => {
  const seen = new Set<string>();
  const check = (reason: Reason) => {
    seen.add(reason.code);
    expect(Object.keys(CODES)).toContain(reason.code);
    if (reason.code.startsWith('pin_')) return;
    for (const name of Object.keys(reason.params ?? {}))
      expect([reason.code, CODES[reason.code]]).toEqual([reason.code, expect.arrayContaining([name])]);
  };
  for (let seed = 0; seed < 200; seed++) {
    const plan = match(randomMenus(seed, 5, 5), { seed, iterations: 5 });
    for (const pair of plan.pairs) [...pair.reasons, ...(pair.overrides ?? [])].forEach(check);
    for (const { cause, eliminated } of plan.unfilled) {
      check(cause!);
      Object.keys(eliminated).forEach((code) => check({ code }));
    }
    plan.pinProblems?.forEach(check);
  }
  expect(seen.size).toBeGreaterThan(25);
});
