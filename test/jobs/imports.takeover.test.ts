import { ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ImportsService } from '../../src/imports/imports.service';
import { Upload } from '../../src/imports/upload';
import type { Ctx } from '../../src/platform/actor';
import type { AppRequest } from '../../src/platform/http/ctx';
import { writeCsv } from '../../src/sheets/write';
import { createTestDatabase } from '../support/database';
import { redisFound, startTestRedis } from '../support/redis';
import { eventually } from './eventually';
import { fillDistrict, openHouse, Place, RoundsHouse } from './rounds-house';

jest.setTimeout(180_000);

const BACKENDS = redisFound() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);
/** Long enough to be caught in the middle. */
const ROWS = 4_000;

describe.each(BACKENDS)('an import, with the queue on %s', (backend) => {
  let place: Place;
  let admin: Ctx;
  let office: RoundsHouse;
  let imports: ImportsService;
  let file: Buffer;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    const redis = backend === 'Redis' ? await startTestRedis() : null;
    place = { databaseUrl: database.url, redisUrl: redis?.url ?? null };
    admin = await fillDistrict(place, { schools: 5, volunteers: 12, offers: 20, needs: 20 });
    office = await openHouse(place, 'api');
    imports = office.app.get(ImportsService);
    ends.push(
      async () => redis?.stop(),
      () => database.drop(),
      () => office.app.close(),
    );
    const [{ school, category }] = await office.database.reader.query(
      `SELECT (SELECT name FROM school WHERE district_id = $1 LIMIT 1) AS school, (SELECT name FROM category WHERE district_id = $1 LIMIT 1) AS category`,
      [admin.actor.districtId],
    );
    file = writeCsv(
      ['学校', '类别', '需求', '形式', '时间', '期限'],
      Array.from({ length: ROWS }, (_, i) => [school, category, `讲座${i}`, '讲座', '待定', '2026-09-14至2026-12-31']),
    );
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  /** A worker in a process of its own, ready for work. */
  async function worker(): Promise<{ kill(): Promise<void> }> {
    const child: ChildProcess = spawn(
      process.execPath,
      [
        '-r',
        join(__dirname, 'typescript.cjs'),
        join(__dirname, 'rounds-process.ts'),
        place.databaseUrl,
        place.redisUrl ?? '',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const kill = (): Promise<void> => (child.kill('SIGKILL'), gone);
    ends.push(kill);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    return { kill };
  }

  const ask = async (sql: string, ...params: unknown[]): Promise<Record<string, unknown>> =>
    (await office.database.reader.query(sql, params))[0];
  const run = (id: string): Promise<Record<string, unknown>> => ask('SELECT * FROM import_run WHERE id = $1', id);
  const lines = (): Promise<Record<string, unknown>> =>
    ask(
      `SELECT (SELECT count(*)::int FROM need) AS needs,
              (SELECT count(*)::int FROM audit_event WHERE action = 'need.import') AS told,
              (SELECT count(*)::int FROM audit_event WHERE action = 'import.write') AS written,
              (SELECT count(*)::int FROM outbox WHERE dead_at IS NOT NULL) AS dead`,
    );

  it('whose worker is killed while it reads and again while it writes ends once, with all rows', async () => {
    const before = await lines();
    const first = await worker();
    const { id } = await imports.receive(admin, { menu: 'needs', fileName: 'menu.csv' }, {
      body: new Upload(Readable.from([file]) as IncomingMessage),
    } as unknown as AppRequest);
    await eventually(async () => (await run(id)).progress !== null, 60);
    await first.kill();
    expect(await run(id)).toMatchObject({ state: 'reading' });

    const second = await worker();
    const seen = (await eventually(async () => {
      const now = await run(id);
      return now.state === 'previewed' && now;
    }, 60)) as Record<string, unknown>;
    expect(seen).toMatchObject({ counts: { rows: ROWS, accepted: ROWS, faulty: 0, duplicate: 0 } });
    expect(await lines()).toEqual(before);
    await imports.confirm(admin, id, { version: seen.version as number });
    await eventually(async () => (await run(id)).progress !== null, 60);
    await second.kill();
    // Some batches were in; the transaction took them along.
    expect(await run(id)).toMatchObject({ state: 'confirmed' });
    expect(await lines()).toEqual(before);

    await worker();
    const done = await eventually(async () => {
      const now = await run(id);
      if (now.state === 'previewed') throw new Error('It gave up');
      return now.state === 'written' && now;
    }, 90);
    expect(done).toMatchObject({ counts: { written: ROWS }, progress: null, file: null });
    expect(await lines()).toEqual({
      needs: Number(before.needs) + ROWS,
      told: ROWS,
      written: 1,
      dead: 0,
    });
    expect(
      await ask(
        `SELECT count(*)::int AS rows, count(n.id)::int AS lines, count(DISTINCT n.code)::int AS codes
         FROM import_row r LEFT JOIN need n ON n.id = r.line_id WHERE r.import_id = $1`,
        id,
      ),
    ).toEqual({ rows: ROWS, lines: ROWS, codes: ROWS });
  });
});
