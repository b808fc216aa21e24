import { Client } from 'pg';
import { behaviour, eventually, gate, isDone, longJob, onEachBackend, quickJob, want } from './support';

jest.setTimeout(60_000);

onEachBackend((ground) => {
  it('loses nothing when the queue is emptied half-way, and does nothing twice', async () => {
    const house = await ground().start({ timing: { recoverSeconds: 1 } });
    const open = gate();
    const done: string[] = [];
    let begun = 0;
    behaviour.quick = async (_, run) => {
      begun++;
      await open.passed;
      await run.once(async () => void done.push(run.outboxId!));
    };
    const ids = await Promise.all(Array.from({ length: 40 }, () => want(ground(), house)));
    await eventually(() => begun === 8); // eight in progress, the others in the queue
    await ground().emptyQueue(house);
    open.open();
    for (const id of ids) await eventually(() => isDone(house, id));
    expect(done.toSorted()).toEqual(ids.toSorted());
  });

  it('hands over at its start what an emptied queue had lost', async () => {
    const first = await ground().start();
    const begun = gate();
    behaviour.long = (_, run) => {
      begun.open();
      return new Promise((_resolve, reject) =>
        run.signal.addEventListener('abort', () => reject(new Error('stopped'))),
      );
    };
    const ids = [await want(ground(), first, longJob), await want(ground(), first, longJob)];
    await begun.passed;
    await eventually(async () => (await ground().queued(first)) === 2);
    await ground().stop(first);
    const office = await ground().start({ config: { role: 'api' } });
    await ground().emptyQueue(office);
    const attempts: number[] = [];
    behaviour.long = async (_, run) => void attempts.push(run.attempt);
    const second = await ground().start();
    for (const id of ids) await eventually(() => isDone(second, id));
    expect(attempts).toEqual([1, 1]);
  });

  it('leaves alone what the queue still has, however often it is handed over again', async () => {
    const house = await ground().start({ timing: { recoverSeconds: 0.1, pollSeconds: 0.1 } });
    const open = gate();
    let begun = 0;
    behaviour.quick = async () => {
      begun++;
      await open.passed;
    };
    const ids = await Promise.all(Array.from({ length: 12 }, () => want(ground(), house, quickJob)));
    await eventually(() => begun === 8);
    const handedOver = async (): Promise<number> => {
      const [row] = await house.database.reader.query(
        'SELECT extract(epoch FROM min(dispatched_at))::float AS seconds FROM outbox',
      );
      return row.seconds;
    };
    const before = await handedOver();
    await eventually(async () => (await handedOver()) > before + 0.5); // each has been handed over several times since
    open.open();
    for (const id of ids) await eventually(() => isDone(house, id));
    expect(begun).toBe(12);
  });

  it('goes on after the database has cut every connection', async () => {
    const house = await ground().start({ timing: { recoverSeconds: 1 } });
    const before = await want(ground(), house);
    await eventually(() => isDone(house, before));
    const admin = new Client({ connectionString: ground().database.url });
    await admin.connect();
    const { rowCount } = await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await admin.end();
    expect(rowCount).toBeGreaterThan(1);
    const after = await eventually(() => want(ground(), house).catch(() => ''));
    await eventually(() => isDone(house, after).catch(() => false));
  });
});
