import { Injectable } from '@nestjs/common';
import {
  backoff,
  definitions,
  defineJob,
  defineSchedule,
  Handles,
  JobHandler,
  nextRun,
} from '../../src/platform/jobs/job';
import { buildRegistry } from '../../src/platform/jobs/registry';
import { errorCode } from '../../src/platform/jobs/runner';
import { AppError } from '../../src/platform/errors/app-error';
import { Ground, longJob, NotePayload, Programmable, quickJob, tick, yearly } from './support';

const provider = <T extends object>(type: new () => T): { instance: T; metatype: unknown } => ({
  instance: new type(),
  metatype: type,
});

const quiet = async (): Promise<void> => undefined;

@Injectable()
@Handles(quickJob)
class SecondHandler implements JobHandler<NotePayload> {
  handle = quiet;
}

const forgotten = { ...quickJob, name: 'test.forgotten' };

@Injectable()
@Handles(forgotten)
class HandlerOfNothing implements JobHandler<NotePayload> {
  handle = quiet;
}

describe('registry', () => {
  const mine = [quickJob, longJob, tick, yearly];

  it('pairs each definition with its handler', () => {
    const programmable = provider(Programmable);
    const { jobs, schedules } = buildRegistry(mine, [
      programmable,
      { instance: null, metatype: null },
      { instance: 7, metatype: undefined },
    ]);
    expect([...jobs.keys(), ...schedules.keys()]).toEqual(['test.quick', 'test.long', 'test.tick', 'test.yearly']);
    expect(jobs.get('test.quick')).toEqual({ definition: quickJob, handler: programmable.instance });
  });

  it('names a definition without a handler', () => {
    expect(() => buildRegistry([quickJob, longJob], [provider(SecondHandler)])).toThrow('test.long has no handler');
  });

  it('names the handlers of a definition that has two', () => {
    expect(() => buildRegistry(mine, [provider(Programmable), provider(SecondHandler)])).toThrow(
      'test.quick has 2 handlers: Programmable, SecondHandler',
    );
  });

  it('names a handler of something that is not defined', () => {
    expect(() => buildRegistry(mine, [provider(Programmable), provider(HandlerOfNothing)])).toThrow(
      'HandlerOfNothing handles test.forgotten, which is not defined',
    );
  });
});

describe('definitions', () => {
  it('are known by loading their file, once each', () => {
    expect(definitions()).toEqual(expect.arrayContaining([quickJob, longJob, tick, yearly]));
    expect(() => defineJob('test.quick', NotePayload)).toThrow('The job test.quick is defined twice');
    expect(() => defineSchedule('test.quick', '* * * * *')).toThrow('defined twice');
  });

  it('refuse names and patterns that make no sense', () => {
    expect(() => defineJob('Test:1', NotePayload)).toThrow('not a name');
    expect(() => defineSchedule('test.never', '61 * * * *')).toThrow();
    expect(() => defineSchedule('test.nowhere', '0 2 * * *', 'Asia/Atlantis')).toThrow();
  });

  it('wait twice as long after each failure, an hour at the most', () => {
    expect([1, 2, 3, 20].map((attempt) => backoff({ backoffSeconds: 10 }, attempt))).toEqual([10, 20, 40, 3600]);
  });

  it('run next by the wall clock of their zone', () => {
    const after = new Date('2026-09-01T18:30:00Z'); // half past two in Shanghai, to the second
    expect(nextRun('30 2 * * *', 'Asia/Shanghai', after)).toEqual(new Date('2026-09-02T18:30:00Z'));
    expect(nextRun('30 2 * * *', 'UTC', after)).toEqual(new Date('2026-09-02T02:30:00Z'));
  });
});

describe('error codes', () => {
  it('say what kind of error it was and nothing of what it says', () => {
    const refused = Object.assign(new Error('connect to zhangsan'), { code: 'ECONNREFUSED' });
    const spoken = Object.assign(new Error('x'), { code: 'Zhang San, 13800000000' });
    expect(
      [new AppError('conflict'), refused, new RangeError('13800000000'), spoken, 'text', null].map(errorCode),
    ).toEqual(['conflict', 'ECONNREFUSED', 'RangeError', 'Error', 'unknown', 'unknown']);
  });
});

describe('boot', () => {
  it.each(['worker', 'all', 'api'] as const)(
    'stops, naming the job, when a %s process lacks a handler',
    async (role) => {
      const ground = await Ground.make(null);
      try {
        await expect(ground.start({ config: { role }, providers: [] })).rejects.toThrow(
          /test\.quick has no handler; test\.long has no handler/,
        );
        await expect(ground.start({ config: { role }, providers: [Programmable, SecondHandler] })).rejects.toThrow(
          'test.quick has 2 handlers',
        );
      } finally {
        await ground.database.drop();
      }
    },
  );
});
