import { setTimeout as pause } from 'node:timers/promises';
import { Worker as Thread } from 'node:worker_threads';
import {
  behaviour,
  eventually,
  gate,
  Ground,
  House,
  isDone,
  longJob,
  LOST_SOON,
  onEachBackend,
  rowOf,
  want,
} from './support';
import { childAt, ended } from './worker-child';

jest.setTimeout(90_000);

const COUNT_FOR_SECONDS = `
  const { workerData, parentPort } = require('node:worker_threads');
  const end = Date.now() + workerData * 1000;
  let n = 0;
  while (Date.now() < end) n++;
  parentPort.postMessage(n);`;

/** Keeps a processor busy in a thread of its own, as a matching round does. */
const compute = (seconds: number): Promise<number> =>
  new Promise((resolve, reject) =>
    new Thread(COUNT_FOR_SECONDS, { eval: true, workerData: seconds }).once('message', resolve).once('error', reject),
  );

/** A process that only enqueues. */
const api = async (ground: Ground): Promise<House> => {
  const house = await ground.start({ config: { role: 'api' } });
  await house.database.reader.query('CREATE TABLE effect (outbox_id uuid, who text)');
  return house;
};

const effects = ({ database }: House): Promise<unknown[]> => database.reader.query('SELECT who FROM effect');

onEachBackend((ground) => {
  it('takes a long job over from a process that was killed in the middle of it', async () => {
    const office = await api(ground());
    let id = '';
    const child = await childAt(ground(), 'before', 'begun', async () => (id = await want(ground(), office, longJob)));
    await ended(child, 'SIGKILL');
    const attempts: number[] = [];
    behaviour.long = async (_, run) => {
      attempts.push(run.attempt);
      await run.once((tx) => tx.query('INSERT INTO effect VALUES ($1, $2)', [run.outboxId, 'heir']));
    };
    await ground().start();
    await eventually(() => isDone(office, id));
    expect(await effects(office)).toEqual([{ who: 'heir' }]);
    expect(attempts).toEqual([1]);
  });

  it('does not repeat work that was written before the process was killed', async () => {
    const office = await api(ground());
    let id = '';
    const child = await childAt(ground(), 'after', 'written', async () => (id = await want(ground(), office, longJob)));
    await ended(child, 'SIGKILL');
    let again = 0;
    behaviour.long = async () => void again++;
    const house = await ground().start();
    const after = await want(ground(), office, longJob);
    await eventually(() => isDone(house, after));
    // The killed delivery is still locked in the queue; recovery must leave it alone, and its redelivery must do nothing.
    await eventually(async () => (await ground().queued(house)) === 0);
    expect(again).toBe(1);
    expect(await effects(office)).toEqual([{ who: 'child' }]);
    expect(await rowOf(office, id)).toMatchObject({ attempts: 1, dead_at: null });
  });

  it('keeps the lock of a job whose thread computes for longer than the lock lasts', async () => {
    let begun = 0;
    behaviour.long = async () => {
      begun++;
      return { counted: await compute(4) };
    };
    const house = await ground().start({ timing: LOST_SOON });
    await ground().start({ timing: LOST_SOON });
    const id = await want(ground(), house, longJob);
    await eventually(() => isDone(house, id));
    expect(begun).toBe(1);
  });

  it('hands a running job back when its process stops, without counting an attempt', async () => {
    const first = await ground().start();
    const begun = gate();
    behaviour.long = async (_, run) => {
      begun.open();
      await pause(600_000, undefined, { signal: run.signal });
    };
    const id = await want(ground(), first, longJob);
    await begun.passed;
    const attempts: number[] = [];
    behaviour.long = async (_, run) => void attempts.push(run.attempt);
    const { dispatched_at: before } = await rowOf(first, id);
    const second = await ground().start();
    // Its start hands over again what is unfinished; only after that can nothing but the handing back help.
    await eventually(async () => (await rowOf(first, id)).dispatched_at! > before!);
    await ground().stop(first);
    await eventually(() => isDone(second, id)); // no lock has expired yet
    expect(attempts).toEqual([1]);
    expect(await rowOf(second, id)).toMatchObject({ attempts: 1, last_error: null });
  });

  it('hands back at the deadline a job that does not heed its signal, and its late work is refused', async () => {
    const first = await ground().start({ config: { shutdownSeconds: 1 } });
    const begun = gate();
    const late = gate();
    const lateEnd = gate();
    const written: string[] = [];
    behaviour.long = async (_, run) => {
      begun.open();
      await late.passed;
      await run.once(async () => void written.push('late'));
      lateEnd.open();
    };
    const id = await want(ground(), first, longJob);
    await begun.passed;
    await first.jobs.onModuleDestroy(); // the job never ends before `late`
    behaviour.long = async (_, run) => void (await run.once(async () => void written.push('in time')));
    const second = await ground().start();
    await eventually(() => isDone(second, id));
    late.open();
    await lateEnd.passed;
    await ground().stop(first);
    expect(written).toEqual(['in time']);
  });

  it('stops on SIGTERM with its job handed back, and exits with 0', async () => {
    const office = await api(ground());
    let id = '';
    const child = await childAt(ground(), 'before', 'begun', async () => (id = await want(ground(), office, longJob)));
    // It looks for abandoned jobs too seldom to find one: what it gets was handed back.
    const heir = await ground().start({ timing: { stalledSeconds: 600 } });
    const term = ended(child, 'SIGTERM');
    await eventually(() => isDone(heir, id));
    expect(await term).toBe(0);
  });

  it('stops in time although its job does not listen', async () => {
    const office = await api(ground());
    const child = await childAt(ground(), 'deaf', 'begun', () => want(ground(), office, longJob), 4);
    // At the deadline it would be 1.
    expect(await ended(child, 'SIGTERM')).toBe(0);
    expect(await ground().queued(office)).toBe(1);
  });

  it('calls a job dead that took more workers down than is forgiven', async () => {
    const office = await api(ground());
    let id = '';
    const child = await childAt(ground(), 'before', 'begun', async () => (id = await want(ground(), office, longJob)));
    await ended(child, 'SIGKILL');
    let again = 0;
    behaviour.long = async () => void again++;
    await ground().start({ timing: { crashesForgiven: 0 } });
    const row = await eventually(async () => {
      const now = await rowOf(office, id);
      return now.dead_at && now;
    }, 60);
    expect(row).toMatchObject({ last_error: 'crashed', done_at: null });
    expect(again).toBe(0);
  });
});
