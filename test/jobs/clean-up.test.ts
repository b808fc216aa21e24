import { cleanUp, OLD, oldest } from '../../src/platform/jobs/clean-up';
import { newId } from '../../src/platform/ids';
import { Ground, House, quickJob } from './support';

jest.setTimeout(60_000);

let ground: Ground;
let house: House;
beforeAll(async () => {
  ground = await Ground.make(null);
  house = await ground.start();
});
afterAll(async () => {
  await ground.clear();
  await ground.database.drop();
});

const sql = <T>(text: string, params: unknown[] = []): Promise<T[]> => house.database.reader.query(text, params);
const ago = (days: number): Date => new Date(ground.clock.now().getTime() - days * 86_400_000);

async function outboxRow(done: number | null, dead: number | null = null): Promise<string> {
  const [id, long] = [newId(), ago(100)];
  const [doneAt, deadAt] = [done, dead].map((days) => days && ago(days));
  await sql(
    `INSERT INTO outbox (id, job, payload, request_id, run_at, created_at, dispatched_at, done_at, dead_at)
     VALUES ($1, $2, '{}', 'r', $3, $3, now(), $4, $5)`,
    [id, quickJob.name, long, doneAt, deadAt],
  );
  return id;
}

it('deletes what is done and old, and keeps the rest', async () => {
  const [district, account] = [newId(), newId()];
  await sql("INSERT INTO district (id, slug, name, settings, created_at) VALUES ($1, 'd', 'd', '{}', now())", [
    district,
  ]);
  await sql("INSERT INTO account (id, login, name, password_hash, created_at) VALUES ($1, 'a', 'a', 'x', now())", [
    account,
  ]);
  for (const [key, days] of [
    ['old', 2.1],
    ['young', 1.9],
  ] as const) {
    await sql("INSERT INTO idempotency_key (account_id, key, fingerprint, created_at) VALUES ($1, $2, 'f', $3)", [
      account,
      key,
      ago(days),
    ]);
    await sql(
      `INSERT INTO sign_in (token_hash, account_id, district_id, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
      [Buffer.from(key), account, district, ago(30), ago(days - 2)],
    );
  }
  for (const days of [1097, 1095])
    await sql(
      `INSERT INTO look (id, district_id, account_id, entity, hour, last_at, lines) VALUES ($1, $2, $3, 'volunteer', $4, $4, $5)`,
      [newId(), district, account, ago(days), days],
    );
  await outboxRow(7.1);
  const kept = [await outboxRow(6.9), await outboxRow(null), await outboxRow(null, 90)];

  await house.jobs.runSchedule(cleanUp.name);

  expect((await sql<{ id: string }>('SELECT id FROM outbox ORDER BY id')).map(({ id }) => id)).toEqual(kept);
  expect(await sql('SELECT key FROM idempotency_key')).toEqual([{ key: 'young' }]);
  expect(await sql("SELECT convert_from(token_hash, 'UTF8') AS token FROM sign_in")).toEqual([{ token: 'young' }]);
  expect(await sql('SELECT lines FROM look')).toEqual([{ lines: 1095 }]);
  const [run] = await sql<{ last_result: object }>('SELECT last_result FROM schedule_run WHERE name = $1', [
    cleanUp.name,
  ]);
  expect(run.last_result).toEqual({ house: { outbox: 1, idempotencyKeys: 1, signIns: 1, looks: 1 }, districts: {} });
});

it('looks for what is old through an index', async () => {
  for (const old of OLD) {
    const plan = await house.database.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return tx.query(`EXPLAIN ${oldest(old)}`, [ago(1)]);
    });
    expect(JSON.stringify(plan)).toMatch(
      new RegExp(`Index (Only )?Scan (using|on) \\w+[^]*Index Cond: \\(${old.age} <`),
    );
  }
});
