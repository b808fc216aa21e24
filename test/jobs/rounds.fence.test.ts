import { RunRound } from '../../src/matching/run-round';
import type { RoundDto } from '../../src/matching/rounds.dto';
import { runRound } from '../../src/matching/rounds.jobs';
import type { Tx } from '../../src/platform/database/database';
import type { JobRun } from '../../src/platform/jobs/job';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

jest.setTimeout(60_000);

/** A process that takes no jobs; the test delivers them by hand. */
let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  await openNeed(world);
  await listOffer(world);
});
afterAll(() => house?.close());

const sql = (text: string, ...params: unknown[]): Promise<Record<string, unknown>[]> =>
  house.database.reader.query(text, params);

/** A delivery of the job; `before` happens when the worker is about to write. */
function delivery(before: () => Promise<unknown> = async () => undefined): JobRun {
  const lock = new AbortController();
  return {
    job: runRound.name,
    outboxId: null,
    attempt: 1,
    requestId: 'request-1',
    actor: { districtId: world.district },
    signal: lock.signal,
    count: () => undefined,
    once: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      await before();
      // The queue notices that the lock is gone.
      return house.database.transaction(work).finally(() => lock.abort());
    },
  };
}

it('leaves no trace of a worker that was overtaken while it searched; a later one ends the round, a third finds it ended', async () => {
  const { body: round } = await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, iterations: 10 });
  const payload = { roundId: round.id };
  const runner = house.app.get(RunRound);
  // What another worker does first when it takes the round.
  const overtake = () => sql('UPDATE round SET attempt = attempt + 1 WHERE id = $1', round.id);
  await expect(runner.handle(payload, delivery(overtake))).rejects.toThrow();
  expect(await sql('SELECT state, attempt, result FROM round')).toEqual([
    { state: 'running', attempt: 2, result: null },
  ]);
  expect(await sql('SELECT 1 FROM round_plan UNION ALL SELECT 1 FROM proposal UNION ALL SELECT 1 FROM notice')).toEqual(
    [],
  );
  const [{ menus }] = await sql('SELECT menus FROM round_input');

  expect(await runner.handle(payload, delivery())).toEqual({ proposals: 1, unfilled: 0 });
  expect(await sql('SELECT state, attempt FROM round')).toEqual([{ state: 'solved', attempt: 3 }]);
  expect(await sql('SELECT menus FROM round_input')).toEqual([{ menus }]);
  expect(await runner.handle(payload, delivery())).toEqual({ ended: 'before' });
  expect(await sql('SELECT count(*)::int AS proposals FROM proposal')).toEqual([{ proposals: 1 }]);
});

it('cancels instead of searching again when somebody wanted the lost search to stop', async () => {
  const { body: round } = await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, iterations: 10 });
  await sql(`UPDATE round SET state = 'running', attempt = 1, cancel_requested = true WHERE id = $1`, round.id);
  expect(await house.app.get(RunRound).handle({ roundId: round.id }, delivery())).toEqual({ ended: 'cancelled' });
  expect((await world.as('admin').get<RoundDto>(`/api/rounds/${round.id}`)).body).toMatchObject({
    state: 'cancelled',
    attempt: 2,
    result: null,
  });
});
