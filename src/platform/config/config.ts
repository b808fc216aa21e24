import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Which half of the house this process runs. */
export type ProcessRole = 'api' | 'worker' | 'all';

/** Everything the process takes from its environment; read once, here and nowhere else. */
export interface Config {
  role: ProcessRole;
  host: string;
  /** 0 lets the system choose a free port. */
  port: number;
  databaseUrl: string;
  /** Connections of the main pool. */
  databasePool: number;
  /** null: the queue lives in PostgreSQL. */
  redisUrl: string | null;
  dataFolder: string;
  /** Key of every keyed hash the application makes, at least 32 bytes. */
  secretKey: Buffer;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Cookies only over https; off on plain http. */
  secureCookies: boolean;
  /** Seconds a stopping process gives to work in progress. */
  shutdownSeconds: number;
  /** Load the demo districts into an empty database. */
  demo: boolean;
}

/** All faults of the environment at once, so that one restart mends them all. */
export class ConfigError extends Error {
  constructor(readonly faults: { key: string; fault: string }[]) {
    super(`Configuration refused:\n${faults.map(({ key, fault }) => `  ${key}: ${fault}`).join('\n')}`);
  }
}

const PLACEHOLDER =
  /^(change[-_ ]?me|secret|password|example|placeholder|todo|xxx+|your[-_ ].*|<.*>|dev|test|admin|1234.*)$/i;

/**
 * Reads and checks the environment. Throws ConfigError naming every bad key.
 * Placeholder secrets are refused: a password that everybody knows protects nobody.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const faults: { key: string; fault: string }[] = [];
  const bad = (key: string, fault: string): void => void faults.push({ key, fault });

  const oneOf = <T extends string>(key: string, allowed: readonly T[], fallback: T): T => {
    const value = env[key] || fallback;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    bad(key, `must be one of ${allowed.join(', ')}`);
    return fallback;
  };
  const integer = (key: string, least: number, most: number, fallback: number): number => {
    if (!env[key]) return fallback;
    const value = Number(env[key]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    bad(key, `must be a whole number from ${least} to ${most}`);
    return fallback;
  };
  const flag = (key: string, fallback: boolean): boolean =>
    env[key] ? oneOf(key, ['true', 'false'] as const, 'false') === 'true' : fallback;
  const url = (key: string, protocols: string[]): string | null => {
    const value = env[key];
    if (!value) return null;
    try {
      const parsed = new URL(value);
      if (!protocols.includes(parsed.protocol)) bad(key, `must begin with ${protocols.join(' or ')}//`);
      if (PLACEHOLDER.test(decodeURIComponent(parsed.password)))
        bad(key, 'its password is a placeholder; set a real one');
      return value;
    } catch {
      bad(key, 'is not a URL');
      return null;
    }
  };

  const dataFolder = resolve(env.LIANGDAN_DATA || '.liangdan');
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  if (!env.DATABASE_URL) bad('DATABASE_URL', 'is missing (npm start brings its own PostgreSQL and sets it)');

  const config: Config = {
    role: oneOf('ROLE', ['api', 'worker', 'all'] as const, 'all'),
    host: env.HOST || '127.0.0.1',
    port: integer('PORT', 0, 65_535, 3000),
    databaseUrl: databaseUrl ?? '',
    databasePool: integer('DATABASE_POOL', 2, 200, 20),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    dataFolder,
    secretKey: Buffer.alloc(0),
    logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'] as const, 'info'),
    secureCookies: flag('SECURE_COOKIES', false),
    shutdownSeconds: integer('SHUTDOWN_SECONDS', 1, 600, 20),
    demo: flag('DEMO', false),
  };
  if (env.SECRET_KEY) {
    if (PLACEHOLDER.test(env.SECRET_KEY))
      bad('SECRET_KEY', 'is a placeholder; generate one, e.g. with: openssl rand -hex 32');
    else if (!/^[0-9a-f]{64,}$/i.test(env.SECRET_KEY)) bad('SECRET_KEY', 'must be at least 64 hexadecimal digits');
    else config.secretKey = Buffer.from(env.SECRET_KEY, 'hex');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  if (config.secretKey.length === 0) config.secretKey = keptSecret(dataFolder);
  return config;
}

/** The generated key of this installation; made on the first start, readable by its owner alone. */
function keptSecret(dataFolder: string): Buffer {
  const file = join(dataFolder, 'secret.key');
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}
