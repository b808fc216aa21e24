import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, TestDatabase } from '../support/database';

/** The command line against a database that has nothing in it yet, as an office sets its own server up. */
jest.setTimeout(180_000);

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liangdan-cli-'));
  database = await createTestDatabase();
  await onDatabase((client) =>
    client.query('DROP SCHEMA bullmq CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public'),
  );
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function onDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function cli(args: string[], input = '', url = database.url): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../../dist/cli.js'), ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: url, LIANGDAN_DATA: folder, REDIS_URL: '' },
  });
  return { code: status, out: stdout, err: stderr };
}

it('sets up a district of one’s own, and says in a sentence what it will not do', async () => {
  const empty = cli(['doctor']);
  expect(empty).toMatchObject({ code: 1, err: '' });
  expect(empty.out).toMatch(/FAIL migrations +0 of \d+; run: migrate/);
  expect(cli(['verify', '--all'])).toEqual({
    code: 1,
    out: '',
    err: expect.stringContaining('run: migrate') as string,
  });

  expect(cli(['create-district', 'Donghu', '东湖区']).code).toBe(2);
  expect(cli(['create-district', 'donghu', '东湖区'])).toMatchObject({ code: 0, err: '' });
  expect(cli(['create-district', 'donghu', '东湖区'])).toEqual({
    code: 2,
    out: '',
    err: 'There is a district donghu already\n',
  });
  expect(cli(['seed', '--neds', '5'])).toMatchObject({ code: 2, err: 'seed has no option --neds\n' });

  const password = 'ein langes Passwort';
  expect(cli(['create-admin', 'Chen', '陈老师', 'donghu'], password)).toMatchObject({ code: 0, err: '' });
  expect(cli(['create-admin', 'chen', '陈老师', 'donghu'], password)).toEqual({
    code: 2,
    out: '',
    err: 'There is an account chen already\n',
  });

  const doctor = cli(['doctor']);
  expect(doctor).toMatchObject({ code: 0, err: '' });
  expect(doctor.out).toMatch(/ok +audit chain +donghu: 2 links/);
  const [counts] = await onDatabase(async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM district) AS districts, (SELECT count(*)::int FROM account) AS accounts,
         (SELECT count(*)::int FROM programme) >= 8 AS programmes, (SELECT count(*)::int FROM need) AS needs`,
    );
    return rows;
  });
  expect(counts).toEqual({ districts: 1, accounts: 1, programmes: true, needs: 0 });
});

it('says so when there is no database where it looks', () => {
  const nowhere = new URL(database.url);
  nowhere.pathname = '/nowhere';
  const { code, err } = cli(['migrate'], '', nowhere.href);
  expect([code, err]).toEqual([1, 'The database of DATABASE_URL cannot be used: database "nowhere" does not exist\n']);
});
