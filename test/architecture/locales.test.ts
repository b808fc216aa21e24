import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_STATUS } from '../../src/platform/errors/app-error';

const src = join(__dirname, '..', '..', 'src');
const folders = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('locales/zh-CN.json'))
  .map((name) => join(src, name, '..'));
const read = (folder: string, locale: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8'));
const parameters = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it.each(folders)('%s says the same things in both languages, with the same parameters', (folder) => {
  const [zh, en] = [read(folder, 'zh-CN'), read(folder, 'en')];
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const key of Object.keys(zh)) expect([key, parameters(en[key])]).toEqual([key, parameters(zh[key])]);
});

it('every error code has a sentence, and no sentence is left without its code', () => {
  const keys = Object.keys(read(join(src, 'platform', 'locales'), 'zh-CN')).filter((key) => key.startsWith('errors.'));
  expect(keys.map((key) => key.slice('errors.'.length)).sort()).toEqual(Object.keys(ERROR_STATUS).sort());
});
