import { DataSource } from 'typeorm';
import { SystemClock } from '../../src/platform/clock';
import { Database } from '../../src/platform/database/database';
import { toAppError } from '../../src/platform/http/problem.filter';
import { createTestDatabase, TestDatabase } from '../support/database';

let test: TestDatabase;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: test.url, poolSize: 4 }).initialize();
  database = new Database(source, new SystemClock());
  await source.query('CREATE TABLE pair (id int PRIMARY KEY, times int NOT NULL DEFAULT 0)');
  await source.query('INSERT INTO pair VALUES (1), (2)');
});
afterAll(async () => {
  await source.destroy();
  await test.drop();
});

it('two who lock the same rows crosswise both get through', async () => {
  let held = 0;
  let bothHold!: () => void;
  const both = new Promise<void>((resolve) => (bothHold = resolve));
  let tries = 0;
  const raise = (first: number, second: number): Promise<unknown> =>
    database.transaction(async (tx) => {
      tries++;
      await tx.query('UPDATE pair SET times = times + 1 WHERE id = $1', [first]);
      if (++held === 2) bothHold();
      await both; // the first time each waits until the other has its row, too
      await tx.query('UPDATE pair SET times = times + 1 WHERE id = $1', [second]);
    });
  await Promise.all([raise(1, 2), raise(2, 1)]);
  expect(tries).toBeGreaterThan(2);
  expect(await source.query('SELECT times FROM pair ORDER BY id')).toEqual([{ times: 2 }, { times: 2 }]);
});

it('who meets others every time is told that it is busy, not that we failed', async () => {
  let tries = 0;
  const error = await database
    .transaction((tx) => {
      tries++;
      return tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure'; END $$`);
    })
    .catch(toAppError);
  expect(error).toMatchObject({ code: 'busy', status: 503 });
  expect(tries).toBe(5);
});
