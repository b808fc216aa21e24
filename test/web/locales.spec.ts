import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const root = join(__dirname, '../../web/src');
/** Every area's sentences of a language; a key of two areas would be said differently by the order pages are opened in. */
const read = (language: string): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const file of readdirSync(join(root, 'i18n/locales')).filter((name) => name.endsWith(`.${language}.json`)))
    for (const [key, text] of Object.entries(
      JSON.parse(readFileSync(join(root, 'i18n/locales', file), 'utf8')) as Record<string, string>,
    )) {
      if (key in all) throw new Error(`${key} is in two files, one of them ${file}`);
      all[key] = text;
    }
  return all;
};
const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory()
      ? sources(path)
      : /\.tsx?$/.test(name) && name !== 'schema.d.ts'
        ? [readFileSync(path, 'utf8')]
        : [];
  });
/** i18next's plural forms are one key. */
const bare = (keys: Record<string, string>): Set<string> =>
  new Set(Object.keys(keys).map((key) => key.replace(/_(one|other)$/, '')));

const code = sources(root).join('\n');
const zh = read('zh-CN');
const en = read('en');

test('both languages have the same keys', () => {
  expect([...bare(zh)].sort()).toEqual([...bare(en)].sort());
});

test('every key the code names has its sentence', () => {
  const named = [...code.matchAll(/\bt\(\s*(?:[\w.?!=' ]+\? )?'([a-z_]+(?:\.[\w.]+)+)'/g)].map(([, key]) => key);
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((key) => !bare(zh).has(key.replace(/_(one|other)$/, '')))).toEqual([]);
});

test('no sentence is left over', () => {
  const whole = new Set(
    [...code.matchAll(/['"`]([a-z_]+(?:\.[\w.]+)+)['"`]/g)].map(([, key]) => key.replace(/_(one|other)$/, '')),
  );
  const starts = [...code.matchAll(/`([a-z_]+\.[\w.]*)\$\{/g)].map(([, start]) => start);
  // `${kind}_state.${state}` names its table in front.
  const unused = [...bare(zh)].filter(
    (key) => !whole.has(key) && !starts.some((start) => key.startsWith(start)) && !/^[a-z_]+_state\./.test(key),
  );
  expect(unused).toEqual([]);
});

test('sentences of both languages use the same parameters', () => {
  const params = (text: string) =>
    [...text.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => name)
      .filter((name) => name !== 'count')
      .sort();
  for (const key of Object.keys(zh)) {
    const other = en[key] ?? en[`${key}_other`];
    if (other !== undefined) expect(params(other), key).toEqual(params(zh[key]));
  }
});
