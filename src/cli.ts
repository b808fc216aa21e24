import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { hashPassword } from './accounts/password';
import { checkChain } from './audit/audit.queries';
import { demoIfEmpty, insertRows } from './demo/demo';
import { emptyDistrict, generateDistrict } from './demo/generate';
import { NAMES, templateFile } from './exports/templates';
import { verifyRounds } from './matching/verify.command';
import { Config, ConfigError, loadConfig } from './platform/config/config';
import { MIGRATIONS, migrate } from './platform/database/migrate';
import { newId } from './platform/ids';

const HELP = `Liangdan 两单

  migrate                       bring the database of DATABASE_URL up to date
  seed [--needs N] [--volunteers N] [--offers N] [--schools N] [--seed K] [--slug S]
                                the demo districts into an empty database; with options, one more district like them
  create-district SLUG NAME     an empty district for real work, with categories, skills and programmes to begin with
  create-admin LOGIN NAME DISTRICT_SLUG
                                an admin account; the password is read from standard input
  doctor                        checks configuration, database, migrations and the audit chain
  verify ROUND… | --all         checks stored rounds (id or code) again: plan, bound and figures; exit code 1 if one fails
  templates [FOLDER]            writes empty workbooks of both menus, with drop-downs and an example (default here); needs no database
  openapi [FILE]                writes the API's description (default openapi.json); needs no database
`;

/** Arguments after the command: --name value pairs and the rest. */
function parse(args: string[]): { options: Map<string, string>; rest: string[] } {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith('--')) options.set(args[i].slice(2), args[++i] ?? '');
    else rest.push(args[i]);
  }
  return { options, rest };
}

async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: loadConfig().databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const SEED_OPTIONS = ['needs', 'volunteers', 'offers', 'schools', 'seed', 'slug'];

async function seed(options: Map<string, string>): Promise<void> {
  const unknown = [...options.keys()].find((name) => !SEED_OPTIONS.includes(name));
  if (unknown !== undefined) throw new UsageError(`seed has no option --${unknown}`);
  const { databaseUrl } = loadConfig();
  await migrate(databaseUrl);
  if (options.size === 0) {
    console.log(
      (await demoIfEmpty(databaseUrl))
        ? 'The demo districts have been loaded.'
        : 'There is a district already; nothing was done.',
    );
    return;
  }
  const whole = (name: string, fallback: number): number => {
    const value = options.has(name) ? Number(options.get(name)) : fallback;
    if (!Number.isInteger(value) || value < 1 || value > 1_000_000)
      throw new UsageError(`--${name} takes a whole number from 1 to 1000000`);
    return value;
  };
  const needs = whole('needs', 300);
  const volunteers = whole('volunteers', 200);
  const slug = options.get('slug') || `size-${needs}-${volunteers}`;
  const size = {
    slug,
    name: `演示区 ${slug}`,
    schools: whole('schools', Math.max(10, Math.round(needs / 25))),
    volunteers,
    offers: whole('offers', Math.round(volunteers * 1.75)),
    needs,
  };
  const rows = generateDistrict(size, whole('seed', 1), new Date(), await hashPassword(newId()));
  await withClient(async (client) => {
    await refuseKnown(client, slug);
    await client.query('BEGIN');
    await insertRows(client, rows);
    await client.query('COMMIT');
  });
  console.log(`${slug}: ${needs} needs, ${size.offers} offers, ${volunteers} volunteers.`);
}

async function refuseKnown(client: Client, slug: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM district WHERE slug = $1', [slug]);
  if (rowCount) throw new UsageError(`There is a district ${slug} already`);
}

async function createDistrict([slug, name]: string[]): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(slug ?? '') || !name?.trim())
    throw new UsageError('create-district takes SLUG (small letters, digits, hyphens) NAME');
  await migrate(loadConfig().databaseUrl);
  await withClient(async (client) => {
    await refuseKnown(client, slug);
    const { id, rows } = emptyDistrict(slug, name.trim(), randomInt(2 ** 31), new Date());
    await client.query('BEGIN');
    await insertRows(client, rows);
    await client.query(
      `INSERT INTO audit_event (id, district_id, at, request_id, action, entity, entity_id) VALUES ($1, $2, now(), 'cli', 'district.create', 'district', $2)`,
      [newId(), id],
    );
    await client.query('COMMIT');
  });
  console.log(`${name.trim()} is there; create-admin makes an account for its office.`);
}

async function createAdmin([login, name, slug]: string[]): Promise<void> {
  if (!login || !name || !slug) throw new UsageError('create-admin takes LOGIN NAME DISTRICT_SLUG');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const password = Buffer.concat(chunks).toString('utf8').trim();
  if (password.length < 8) throw new UsageError('The password on standard input needs at least 8 characters');
  const passwordHash = await hashPassword(password);
  await migrate(loadConfig().databaseUrl);
  await withClient(async (client) => {
    const district = (await client.query('SELECT id FROM district WHERE slug = $1', [slug])).rows[0] as
      { id: string } | undefined;
    if (!district) throw new UsageError(`There is no district ${slug}`);
    const { rowCount } = await client.query('SELECT FROM account WHERE lower(login) = lower($1)', [login]);
    if (rowCount) throw new UsageError(`There is an account ${login} already`);
    const id = newId();
    await client.query('BEGIN');
    await client.query(
      'INSERT INTO account (id, login, name, password_hash, created_at) VALUES ($1, $2, $3, $4, now())',
      [id, login, name, passwordHash],
    );
    await client.query(
      `INSERT INTO membership (id, account_id, district_id, role, created_at) VALUES ($1, $2, $3, 'admin', now())`,
      [newId(), id, district.id],
    );
    await client.query(
      `INSERT INTO audit_event (id, district_id, at, request_id, action, entity, entity_id) VALUES ($1, $2, now(), 'cli', 'account.create_admin', 'account', $3)`,
      [newId(), district.id, id],
    );
    await client.query('COMMIT');
  });
  console.log(`${login} may sign in.`);
}

/** Says what is well and what is not; exit code 1 if something is not. */
async function doctor(): Promise<void> {
  const config = loadConfig();
  const lines: [string, boolean, string][] = [
    ['configuration', true, `role ${config.role}, queue on ${config.redisUrl ? 'Redis' : 'PostgreSQL'}`],
  ];
  const source = await new DataSource({ type: 'postgres', url: config.databaseUrl, poolSize: 1 }).initialize();
  try {
    const { manager: tx } = source;
    const [{ server_version_num: version }] = await tx.query('SHOW server_version_num');
    lines.push(['PostgreSQL', Number(version) >= 150_000, version]);
    const [{ begun }] = await tx.query(`SELECT to_regclass('migrations') IS NOT NULL AS begun`);
    const [{ n: done }] = begun ? await tx.query('SELECT count(*)::int AS n FROM migrations') : [{ n: 0 }];
    const upToDate = done === MIGRATIONS.length;
    lines.push(['migrations', upToDate, `${done} of ${MIGRATIONS.length}${upToDate ? '' : '; run: migrate'}`]);
    if (!upToDate) return say(lines);
    const districts: { id: string; slug: string }[] = await tx.query('SELECT id, slug FROM district ORDER BY slug');
    for (const { id, slug } of districts) {
      const { intact, links, brokenAt, unlinked } = await checkChain(tx, id);
      const fault = brokenAt === null ? `${unlinked} outside` : `broken at ${brokenAt}`;
      lines.push(['audit chain', intact, `${slug}: ${links} links${intact ? '' : `, ${fault}`}`]);
    }
    const [{ dead }] = await tx.query('SELECT count(*)::int AS dead FROM outbox WHERE dead_at IS NOT NULL');
    lines.push(['dead jobs', dead === 0, String(dead)]);
  } finally {
    await source.destroy();
  }
  say(lines);
}

function say(lines: [what: string, well: boolean, detail: string][]): void {
  for (const [what, well, detail] of lines) console.log(`${well ? 'ok  ' : 'FAIL'} ${what.padEnd(14)} ${detail}`);
  if (lines.some(([, well]) => !well)) process.exitCode = 1;
}

async function verify(rounds: string[]): Promise<void> {
  const all = rounds[0] === '--all';
  if (rounds.length === 0 || (all && rounds.length > 1)) throw new UsageError('verify takes rounds, or --all');
  await withClient(async (client) => {
    const failed = await verifyRounds(client, all ? 'all' : rounds, (line) => console.log(line));
    if (failed > 0) process.exitCode = 1;
  });
}

/** Both menus as empty workbooks. Files of these names are replaced. */
async function templates(folder = '.'): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const menu of ['needs', 'resources'] as const) {
    const path = join(folder, `${NAMES[menu]}模板.xlsx`);
    writeFileSync(path, await templateFile(menu));
    console.log(path);
  }
}

/** Builds the routes without connecting anywhere. The whole house is loaded for this alone: the other commands need not wait for it. */
async function openapi(file = 'openapi.json'): Promise<void> {
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await import('./app.module.js');
  const { fastifyAdapter } = await import('./platform/http/server.js');
  const { openApiDocument } = await import('./platform/http/openapi.js');
  const config: Config = {
    role: 'api',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: '',
    databasePool: 2,
    redisUrl: null,
    dataFolder: '',
    secretKey: Buffer.alloc(32),
    logLevel: 'silent',
    secureCookies: false,
    shutdownSeconds: 1,
    demo: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), fastifyAdapter(), {
    preview: true,
    logger: false,
  });
  writeFileSync(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
}

/** Wrong words on the command line: exit code 2. */
class UsageError extends Error {}

async function main([command, ...args]: string[]): Promise<void> {
  const { options, rest } = parse(args);
  if (!command || command === 'help' || options.has('help')) return void process.stdout.write(HELP);
  if (command === 'migrate') return migrate(loadConfig().databaseUrl);
  if (command === 'seed') return seed(options);
  if (command === 'create-district') return createDistrict(rest);
  if (command === 'create-admin') return createAdmin(rest);
  if (command === 'doctor') return doctor();
  if (command === 'verify') return verify(args);
  if (command === 'templates') return templates(rest[0]);
  if (command === 'openapi') return openapi(rest[0]);
  throw new UsageError(`There is no command ${command}`);
}

/** Codes of the system and of PostgreSQL for a database that cannot be reached, or not by these credentials. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ECONNRESET',
  '28P01',
  '28000',
  '3D000',
  '57P03',
]);

/** What somebody at a terminal can mend, in a sentence; anything else with where it happened. */
function told(error: unknown): string {
  if (error instanceof UsageError || error instanceof ConfigError) return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code && UNREACHABLE.has(code)) return `The database of DATABASE_URL cannot be used: ${message || code}`;
  if (code === '42P01') return `The database is not up to date (${message}); run: migrate`;
  return stack ?? String(error);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${told(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
