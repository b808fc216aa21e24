import type { EngineThread } from '../../src/matching/engine-thread';
import type { Order } from '../../src/matching/engine-worker';
import { RunRound } from '../../src/matching/run-round';
import type { RoundDto } from '../../src/matching/rounds.dto';
import { runRound } from '../../src/matching/rounds.jobs';
import type { JobRun } from '../../src/platform/jobs/job';
import { createTestApp, TestApp } from '../support/app';
import { buildWorld, World } from '../support/world';

jest.setTimeout(60_000);

/** An engine that never comes to a plan, and does as it is told when it is to stop; `started` is called with each. */
let started: () => void = () => undefined;
jest.mock('../../src/matching/engine-thread', () => {
  const real = jest.requireActual<typeof import('../../src/matching/engine-thread')>(
    '../../src/matching/engine-thread',
  );
  const startEngine = ({ cancel }: Extract<Order, { task: 'match' }>): EngineThread<never> => {
    const flag = new Int32Array(cancel);
    const answer = new Promise<never>((_, reject) => {
      const look = setInterval(() => {
        if (Atomics.load(flag, 0) !== 1) return;
        clearInterval(look);
        reject(new real.EngineError(real.STOPPED));
      }, 10);
    });
    setImmediate(started);
    return { answer, stop: async () => undefined };
  };
  return { ...real, startEngine };
});

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => house?.close());

const ask = async (): Promise<string> =>
  (await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, seconds: 10 })).body.id;
const read = async (id: string): Promise<RoundDto> => (await world.as('admin').get<RoundDto>(`/api/rounds/${id}`)).body;
const take = (roundId: string): Promise<unknown> => {
  const run: JobRun = {
    job: runRound.name,
    outboxId: null,
    attempt: 1,
    requestId: 'request-1',
    actor: { districtId: world.district },
    signal: new AbortController().signal,
    count: () => undefined,
    once: (work) => house.database.transaction(work),
  };
  return house.app.get(RunRound).handle({ roundId }, run);
};
const written = (): Promise<unknown[]> =>
  house.database.reader.query(
    'SELECT round_id FROM round_plan UNION ALL SELECT id FROM proposal UNION ALL SELECT id FROM notice',
  );

it('a round that somebody stops before it has any plan is cancelled, and leaves nothing behind', async () => {
  const id = await ask();
  const running = new Promise<void>((resolve) => (started = resolve));
  const ended = take(id);
  await running;
  const { body: asked } = await world.as('admin').post<RoundDto>(`/api/rounds/${id}/cancel`);
  expect(asked).toMatchObject({ state: 'running', cancelRequested: true });
  expect(await ended).toEqual({ ended: 'cancelled' });
  expect(await read(id)).toMatchObject({ state: 'cancelled', errorCode: null, result: null });
  expect(await written()).toEqual([]);
});

it('a round that comes to no plan in all its time has failed: nobody has stopped it', async () => {
  const id = await ask();
  const real = performance.now.bind(performance);
  // Just after twice its time and five minutes.
  started = () => jest.spyOn(performance, 'now').mockImplementation(() => real() + 320_500);
  expect(await take(id)).toEqual({ ended: 'deadline' });
  expect(await read(id)).toMatchObject({ state: 'failed', errorCode: 'deadline', result: null });
});
