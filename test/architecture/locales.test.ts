import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_STATUS } from '../../src/platform/errors/app-error';
import { FAULT_CODES } from '../../src/platform/errors/fault-codes';

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

it.each(['zh-CN', 'en'])('every fault of a field has its own sentence in the forms, %s', (locale) => {
  const said = read(join(src, '..', 'web', 'src', 'i18n', 'locales'), `common.${locale}`);
  const keys = Object.keys(said).filter((key) => key.startsWith('fault.'));
  expect(keys.map((key) => key.slice('fault.'.length)).sort()).toEqual([...FAULT_CODES, 'shape'].sort());
});
