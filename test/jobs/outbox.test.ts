import { Transport } from '../../src/platform/jobs/transport';
import { enqueue, revive } from '../../src/platform/jobs/outbox';
import { newId } from '../../src/platform/ids';
import { LOGGER } from '../../src/platform/log/log.module';
import { AppError } from '../../src/platform/errors/app-error';
import {
  behaviour,
  eventually,
  gate,
  isDone,
  NotePayload,
  onEachBackend,
  quickJob,
  rowOf,
  SHORT,
  want,
} from './support';

jest.setTimeout(60_000);

onEachBackend((ground) => {
  it('does the work of a committed change, and marks it done', async () => {
    const house = await ground().start();
    const seen: string[] = [];
    behaviour.quick = async ({ noteId }, run) =>
      void (await run.once(async () => void seen.push(`${noteId} ${run.requestId} ${run.attempt}`)));
    const noteId = newId();
    const id = await house.database.transaction((tx) =>
      enqueue(tx, { requestId: 'r-7' }, quickJob, { noteId }, ground().clock.now()),
    );
    await eventually(() => isDone(house, id));
    expect(seen).toEqual([`${noteId} r-7 1`]);
  });

  it('forgets the job of a change that is rolled back', async () => {
    const house = await ground().start();
    const rolledBack = house.database.transaction(async (tx) => {
      await enqueue(tx, { requestId: 'r' }, quickJob, { noteId: newId() }, ground().clock.now());
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await house.database.reader.query('SELECT * FROM outbox')).toEqual([]);
  });

  it('refuses a payload with a field that its class does not know', async () => {
    const house = await ground().start();
    const payload = { noteId: newId(), phone: '13800000000' } as NotePayload;
    const refused = house.database.transaction((tx) =>
      enqueue(tx, { requestId: 'r' }, quickJob, payload, ground().clock.now()),
    );
    await expect(refused).rejects.toMatchObject({ code: 'invalid', faults: [{ pointer: '/phone' }] });
  });

  it('does the work once when two deliveries run at the same time', async () => {
    const house = await ground().start();
    const both = gate();
    let arrived = 0;
    let done = 0;
    behaviour.quick = async (_, run) => {
      if (++arrived === 2) both.open();
      await both.passed;
      await run.once(async () => void done++);
    };
    const id = await want(ground(), house);
    await eventually(() => arrived === 1);
    await house.database.reader.query('UPDATE outbox SET attempts = 2 WHERE id = $1', [id]);
    const second = new Transport(ground().config(), SHORT, house.module.get(LOGGER));
    await second.add('quick', [{ job: quickJob.name, outboxId: id, generation: 0, attempt: 2 }]);
    await second.close(5);
    await eventually(() => isDone(house, id));
    expect([arrived, done]).toEqual([2, 1]);
  });

  it('tries again with growing pauses, then is dead with a code and no message, and comes back by hand', async () => {
    const house = await ground().start();
    const attempts: number[] = [];
    behaviour.quick = async (_, run) => {
      attempts.push(run.attempt);
      throw new AppError('conflict', { phone: '13800000000' });
    };
    const { clock } = ground();
    const id = await want(ground(), house);
    for (const [attempt, pauseSeconds] of [
      [1, 60],
      [2, 120],
    ]) {
      const row = await eventually(async () => {
        const now = await rowOf(house, id);
        return now.dispatched_at === null && now.attempts === attempt && now;
      });
      expect(row).toMatchObject({
        last_error: 'conflict',
        dead_at: null,
        run_at: new Date(clock.now().getTime() + pauseSeconds * 1000),
      });
      clock.advance(pauseSeconds - 1);
      expect(await house.jobs.dispatchDue()).toBe(0);
      clock.advance(1);
      await house.jobs.dispatchDue();
    }
    await eventually(async () => (await rowOf(house, id)).dead_at);
    expect(attempts).toEqual([1, 2, 3]);
    expect(JSON.stringify(await rowOf(house, id))).not.toContain('13800000000');

    behaviour.quick = async (_, run) => void attempts.push(run.attempt);
    expect(await house.database.transaction((tx) => revive(tx, id, clock.now()))).toBe(true);
    await eventually(() => isDone(house, id));
    expect(attempts).toEqual([1, 2, 3, 1]);
    expect(await house.database.transaction((tx) => revive(tx, id, clock.now()))).toBe(false);
  });

  it('lets a job wait until its moment', async () => {
    const house = await ground().start();
    const { clock } = ground();
    const later = new Date(clock.now().getTime() + 86_400_000);
    const id = await want(ground(), house, quickJob, later);
    const now = await want(ground(), house);
    await eventually(() => isDone(house, now));
    expect(await rowOf(house, id)).toMatchObject({ dispatched_at: null, run_at: later });
    clock.advance(86_400);
    await eventually(() => isDone(house, id));
  });

  it('hands each job over once with two processes at it', async () => {
    const handled: string[] = [];
    behaviour.quick = async (_, run) => void handled.push(run.outboxId!);
    const [one] = await Promise.all([ground().start(), ground().start()]);
    await one.database.transaction(async (tx) => {
      for (let i = 0; i < 450; i++)
        await enqueue(tx, { requestId: 'r' }, quickJob, { noteId: newId() }, ground().clock.now());
    });
    await eventually(
      async () => (await one.database.reader.query('SELECT 1 FROM outbox WHERE done_at IS NULL LIMIT 1')).length === 0,
    );
    expect(handled).toHaveLength(450);
    expect(new Set(handled).size).toBe(450);
  });
});
