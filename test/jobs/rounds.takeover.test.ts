import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { RoundResultsService } from '../../src/matching/round-results.service';
import type { Ctx } from '../../src/platform/actor';
import { createTestDatabase } from '../support/database';
import { redisFound, startTestRedis } from '../support/redis';
import { eventually } from './eventually';
import { fillDistrict, openHouse, Place, RoundsHouse, rowOf } from './rounds-house';

jest.setTimeout(180_000);

const BACKENDS = redisFound() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);
/** Long enough to be caught in the middle, and the same from one run to the next. */
const BUDGET = { seed: 11, iterations: 600 };

describe.each(BACKENDS)('a round, with the queue on %s', (backend) => {
  let place: Place;
  let admin: Ctx;
  let office: RoundsHouse;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    const redis = backend === 'Redis' ? await startTestRedis() : null;
    place = { databaseUrl: database.url, redisUrl: redis?.url ?? null };
    admin = await fillDistrict(place, { schools: 20, volunteers: 60, offers: 100, needs: 90 });
    office = await openHouse(place, 'api');
    ends.push(
      async () => redis?.stop(),
      () => database.drop(),
      () => office.app.close(),
    );
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  const workers: RoundsHouse[] = [];
  const worker = async (): Promise<RoundsHouse> => {
    workers.push(await openHouse(place, 'worker'));
    return workers[workers.length - 1];
  };
  afterEach(() => Promise.all(workers.splice(0).map(({ app }) => app.close())));

  const solved = (id: string): Promise<Record<string, unknown>> =>
    eventually(async () => {
      const row = await rowOf(office, id);
      if (row.state === 'failed') throw new Error(`The round failed: ${String(row.error_code)}`);
      return row.state === 'solved' && row;
    }, 90) as Promise<Record<string, unknown>>;

  /** One plan, one set of proposals, one line in the trail, however many workers there were. */
  async function expectOnce(id: string): Promise<void> {
    const ask = async (sql: string): Promise<Record<string, unknown>> =>
      (await office.database.reader.query(sql, [id]))[0];
    const { result } = (await rowOf(office, id)) as { result: { proposals: number } };
    expect(result.proposals).toBeGreaterThan(20);
    expect(
      await ask(
        `SELECT count(*)::int AS pairs, count(DISTINCT (need_id, volunteer_id))::int AS different, count(DISTINCT (need_id, seat))::int AS seats FROM proposal WHERE round_id = $1`,
      ),
    ).toEqual({
      pairs: result.proposals,
      different: result.proposals,
      seats: result.proposals,
    });
    expect(
      await ask(
        `SELECT count(*) FILTER (WHERE action = 'round.solve')::int AS solved, count(*) FILTER (WHERE action = 'proposal.replace')::int AS replaced FROM audit_event WHERE entity_id = $1`,
      ),
    ).toEqual({
      solved: 1,
      replaced: 1,
    });
    expect(
      await ask(
        `SELECT count(*)::int AS jobs, count(done_at)::int AS done, count(dead_at)::int AS dead FROM outbox WHERE payload ->> 'roundId' = $1`,
      ),
    ).toEqual({ jobs: 1, done: 1, dead: 0 });
    expect(await ask(`SELECT count(*)::int AS notices FROM notice WHERE dedupe = 'round_solved:' || $1`)).toEqual({
      notices: 1,
    });
  }

  it('is taken over from a worker that is killed in the middle of it, and ends once with the plan it would have had', async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      [
        '-r',
        join(__dirname, 'typescript.cjs'),
        join(__dirname, 'rounds-process.ts'),
        place.databaseUrl,
        place.redisUrl ?? '',
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    ends.push(async () => child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    const { id } = await office.rounds.request(admin, BUDGET);
    // The input is kept and the search is under way.
    const before = await eventually(async () => {
      const row = await rowOf(office, id);
      return row.input_hash !== null && row;
    }, 60);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(await rowOf(office, id)).toMatchObject({ state: 'running', attempt: 1 });
    await worker();
    const after = await solved(id);
    expect(after).toMatchObject({
      attempt: 2,
      input_hash: (before as Record<string, unknown>).input_hash,
      progress: null,
      error_code: null,
    });
    await expectOnce(id);

    const again = await office.rounds.request(admin, { ...BUDGET, draft: true, inputOf: id });
    await solved(again.id);
    const difference = await office.app.get(RoundResultsService).difference(admin, again.id, { with: id, limit: 10 });
    expect(difference).toMatchObject({ moved: 0, added: 0, gone: 0, policyChanged: false });
    expect(difference.kept).toBe((after.result as { proposals: number }).proposals);
  });

  it('is handed back by a worker that stops in the middle of it', async () => {
    await worker();
    const { id } = await office.rounds.request(admin, BUDGET);
    await eventually(async () => (await rowOf(office, id)).input_hash !== null, 60);
    await workers.shift()!.app.close();
    expect(await rowOf(office, id)).toMatchObject({ state: 'running', attempt: 1 });
    await worker();
    expect(await solved(id)).toMatchObject({ attempt: 2 });
    await expectOnce(id);
  });

  it('keeps its best plan when somebody stops the search', async () => {
    // Large enough that its plan is not proven before the search begins.
    const other = await fillDistrict(place, { slug: 'whole', needs: 1200, volunteers: 600, offers: 1000 });
    await worker();
    const { id } = await office.rounds.request(other, { seed: 1, seconds: 600 });
    await eventually(
      async () => ((await rowOf(office, id)).progress as { phase: string } | null)?.phase === 'search',
      60,
    );
    expect(await office.rounds.cancel(other, id)).toMatchObject({ state: 'running', cancelRequested: true });
    const row = await solved(id);
    expect(row.result).toMatchObject({ stoppedEarly: true, verified: true });
    await expectOnce(id);
  });
});
