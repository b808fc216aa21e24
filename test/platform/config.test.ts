import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../../src/platform/config/config';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'liangdan-config-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  DATABASE_URL: 'postgres://liangdan:s3fj-2kq9@localhost/liangdan',
  LIANGDAN_DATA: folder,
  ...more,
});
const faults = (more: Record<string, string>): string[] => {
  try {
    loadConfig(env(more));
    return [];
  } catch (error) {
    return (error as ConfigError).faults.map(({ key }) => key);
  }
};

it('names every bad key at once', () => {
  expect(
    faults({ PORT: '99999', ROLE: 'boss', LOG_LEVEL: 'loud', REDIS_URL: 'http://x', SHUTDOWN_SECONDS: '0' }),
  ).toEqual(['ROLE', 'PORT', 'REDIS_URL', 'LOG_LEVEL', 'SHUTDOWN_SECONDS']);
});

it('refuses secrets that everybody knows', () => {
  expect(faults({ DATABASE_URL: 'postgres://liangdan:changeme@db/liangdan' })).toEqual(['DATABASE_URL']);
  expect(faults({ REDIS_URL: 'redis://:password@redis' })).toEqual(['REDIS_URL']);
  expect(faults({ SECRET_KEY: 'change-me' })).toEqual(['SECRET_KEY']);
  expect(faults({ SECRET_KEY: 'abc' })).toEqual(['SECRET_KEY']);
});

it('asks for a database', () => expect(faults({ DATABASE_URL: '' })).toEqual(['DATABASE_URL']));

it('makes a key of its own on the first start and keeps it', () => {
  const first = loadConfig(env()).secretKey;
  expect(first).toHaveLength(32);
  expect(loadConfig(env()).secretKey).toEqual(first);
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'secret.key'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
});
