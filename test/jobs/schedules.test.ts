import { cleanUp } from '../../src/platform/jobs/clean-up';
import { ScheduleDefinition } from '../../src/platform/jobs/job';
import { JobsTiming } from '../../src/platform/jobs/jobs';
import { Transport } from '../../src/platform/jobs/transport';
import { LOGGER } from '../../src/platform/log/log.module';
import { behaviour, eventually, gate, Ground, House, onEachBackend, SHORT, tick, yearly } from './support';

jest.setTimeout(60_000);

interface ScheduleRow {
  runs: string;
  last_finished_at: Date | null;
  last_error: string | null;
}

const rowOf = async ({ database }: House, name: string): Promise<ScheduleRow> =>
  (await database.reader.query('SELECT * FROM schedule_run WHERE name = $1', [name]))[0];

/** The queue as another process sees it. */
const beside = async <T>(ground: Ground, house: House, work: (transport: Transport) => Promise<T>): Promise<T> => {
  const transport = new Transport(ground.config(), SHORT, house.module.get(LOGGER));
  try {
    return await work(transport);
  } finally {
    await transport.close(5);
  }
};

const names = (transport: Transport): Promise<string[]> => transport.scheduleNames();
const timing: Partial<JobsTiming> = { recoverSeconds: 0.5 };

onEachBackend((ground) => {
  it('runs each second once although two processes keep the schedule', async () => {
    const second = (): number => Math.floor(Date.now() / 1000);
    const begun = second();
    let ticks = 0;
    behaviour.tick = async (_, run) => {
      ticks++;
      run.count('here', { due: 1 });
      run.count('here', { due: 2 });
      run.count('there', { due: 5 });
    };
    const [house] = await Promise.all([ground().start({ timing }), ground().start({ timing })]);
    await eventually(() => ticks >= 4);
    // However late they are on a slow machine: no more than seconds have begun.
    expect(ticks).toBeLessThanOrEqual(second() - begun);
    await eventually(async () => (await rowOf(house, tick.name)).last_finished_at);
    const row = await rowOf(house, tick.name);
    expect(row).toMatchObject({
      pattern: '* * * * * *',
      timezone: 'Asia/Shanghai',
      last_result: { house: null, districts: { here: { due: 3 }, there: { due: 5 } } },
      last_error: null,
    });
    expect(Number(row.runs)).toBeGreaterThanOrEqual(4);
  });

  it('goes on after the process that kept it has stopped', async () => {
    const first = await ground().start();
    let runs = 0;
    behaviour.tick = async () => void runs++;
    await eventually(() => runs >= 1);
    await ground().stop(first);
    const before = runs;
    await ground().start();
    await eventually(() => runs > before);
  });

  it('notes the code of an error, and the next run clears it', async () => {
    const house = await ground().start();
    behaviour.tick = async () => {
      throw new TypeError('Zhang San has no phone');
    };
    const error = await eventually(async () => (await rowOf(house, tick.name)).last_error);
    expect(error).toBe('TypeError');
    behaviour.tick = async () => ({ due: 0 });
    await eventually(async () => (await rowOf(house, tick.name)).last_error === null);
  });

  it('drops a schedule that no longer exists, at the next start', async () => {
    const house = await ground().start({ config: { role: 'api' } });
    const gone: ScheduleDefinition = {
      kind: 'schedule',
      name: 'test.gone',
      pattern: '0 0 1 1 *',
      timezone: 'Asia/Shanghai',
    };
    await house.database.reader.query(
      "INSERT INTO schedule_run (name, pattern, timezone) VALUES ('test.gone', '0 0 1 1 *', 'UTC')",
    );
    await beside(ground(), house, (transport) => transport.keepSchedules([gone], new Set()));
    expect(await beside(ground(), house, names)).toEqual(['test.gone']);
    await ground().start();
    await eventually(
      async () => (await beside(ground(), house, names)).toSorted().join() === 'clean-up,test.tick,test.yearly',
    );
    expect(await rowOf(house, 'test.gone')).toBeUndefined();
  });

  it('puts schedules back that an emptied queue has lost, and runs at once those it may have missed', async () => {
    const house = await ground().start({ timing });
    await eventually(async () => (await beside(ground(), house, names)).length === 3);
    await house.database.reader.query('UPDATE schedule_run SET runs = 1 WHERE name = $1', [yearly.name]);
    const again = gate();
    behaviour.tick = async (_, run) => {
      if (run.job === yearly.name) again.open();
    };
    await ground().emptyQueue(house);
    await again.passed;
    await eventually(async () => (await beside(ground(), house, names)).length === 3);
  });

  it('leaves a run that fell due while nobody worked to the next process', async () => {
    const first = await ground().start();
    await eventually(async () => (await beside(ground(), first, names)).length === 3);
    await ground().stop(first);
    const office = await ground().start({ config: { role: 'api' } });
    await ground().makeDue(office, yearly.name);
    // What each start does; the run that is due must outlive it.
    await beside(ground(), office, (transport) => transport.keepSchedules([tick, yearly, cleanUp], new Set()));
    const late = gate();
    behaviour.tick = async (_, run) => {
      if (run.job === yearly.name) late.open();
    };
    await ground().start();
    await late.passed;
  });

  it('runs a schedule here and now for whoever moves the clock', async () => {
    const house = await ground().start();
    let at: Date | undefined;
    behaviour.tick = async (_, run) => {
      if (run.job === yearly.name) at = ground().clock.now();
    };
    await house.jobs.runSchedule(yearly.name);
    expect(at).toEqual(ground().clock.now());
    expect(await rowOf(house, yearly.name)).toMatchObject({ last_finished_at: at, runs: '1' });
    await expect(house.jobs.runSchedule('test.none')).rejects.toThrow('no schedule test.none');
  });
});
