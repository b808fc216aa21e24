import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Injectable, Type } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { Clock } from '../../src/platform/clock';
import type { Config } from '../../src/platform/config/config';
import { ConfigModule } from '../../src/platform/config/config.module';
import { Database } from '../../src/platform/database/database';
import { Id } from '../../src/platform/http/fields';
import { defineJob, defineSchedule, Handles, JobHandler, JobResult, JobRun } from '../../src/platform/jobs/job';
import { Jobs, JobsTiming } from '../../src/platform/jobs/jobs';
import { JobsModule } from '../../src/platform/jobs/jobs.module';
import { enqueue } from '../../src/platform/jobs/outbox';
import { newId } from '../../src/platform/ids';
import { LogModule } from '../../src/platform/log/log.module';
import { createTestDatabase, TestDatabase } from '../support/database';
import { redisFound, startTestRedis, TestRedis } from '../support/redis';

export { eventually } from './eventually';

export class NotePayload {
  @Id() noteId: string;
}

export const quickJob = defineJob('test.quick', NotePayload, { attempts: 3, backoffSeconds: 60 });
export const longJob = defineJob('test.long', NotePayload, { queue: 'long' });
/** Each second. */
export const tick = defineSchedule('test.tick', '* * * * * *');
/** Never during a test. */
export const yearly = defineSchedule('test.yearly', '0 0 1 1 *');

type Behaviour = (payload: NotePayload, run: JobRun) => Promise<JobResult | void>;

/** What the handlers of this test do; a test says so by `behaviour.quick = …`. */
export const behaviour: { quick: Behaviour; long: Behaviour; tick: Behaviour } = {
  quick: async () => undefined,
  long: async () => undefined,
  tick: async () => undefined,
};

@Injectable()
@Handles<NotePayload>(quickJob, longJob, tick, yearly)
export class Programmable implements JobHandler<NotePayload> {
  handle(payload: NotePayload, run: JobRun): Promise<JobResult | void> {
    if (run.job === quickJob.name) return behaviour.quick(payload, run);
    if (run.job === longJob.name) return behaviour.long(payload, run);
    return behaviour.tick(payload, run);
  }
}

export class TestClock extends Clock {
  constructor(private at = new Date('2026-09-01T08:00:00+08:00')) {
    super();
  }
  now(): Date {
    return new Date(this.at);
  }
  advance(seconds: number): void {
    this.at = new Date(this.at.getTime() + seconds * 1000);
  }
}

/** Times that let a test see what happens by itself, with locks that a machine that stands still for a while does not lose. */
export const SHORT: JobsTiming = {
  lockSeconds: 30,
  stalledSeconds: 0.5,
  crashesForgiven: 3,
  pollSeconds: 0.3,
  recoverSeconds: 600,
};

/** A lock that lets a test see a takeover; a shorter one would be lost by chance on a loaded machine. */
export const LOST_SOON: Partial<JobsTiming> = { lockSeconds: 2 };

export interface House {
  module: TestingModule;
  jobs: Jobs;
  database: Database;
}

/** Where the jobs of a suite go: a database of its own, and a Redis of its own for the Redis half. */
export class Ground {
  readonly clock = new TestClock();
  private readonly houses: House[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly redis: TestRedis | null,
  ) {}

  /** The ground of a test in another process. */
  static of(databaseUrl: string, redisUrl: string | null): Ground {
    const nothing = async (): Promise<void> => undefined;
    return new Ground({ url: databaseUrl, drop: nothing }, redisUrl ? { url: redisUrl, stop: nothing } : null);
  }

  static async make(redis: TestRedis | null): Promise<Ground> {
    return new Ground(await createTestDatabase(), redis);
  }

  config(changes: Partial<Config> = {}): Config {
    return {
      role: 'worker',
      host: '127.0.0.1',
      port: 0,
      databaseUrl: this.database.url,
      databasePool: 10,
      redisUrl: this.redis?.url ?? null,
      dataFolder: tmpdir(),
      secretKey: randomBytes(32),
      logLevel: 'silent',
      secureCookies: false,
      shutdownSeconds: 10,
      demo: false,
      ...changes,
    };
  }

  /** A process of the house, inside this one. Its clock is the test's, the queue's locks run on real time. */
  async start(
    changes: { config?: Partial<Config>; timing?: Partial<JobsTiming>; providers?: Type[] } = {},
  ): Promise<House> {
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.with(this.config(changes.config)),
        LogModule,
        JobsModule.with({ ...SHORT, ...changes.timing }),
      ],
      providers: changes.providers ?? [Programmable],
    })
      .overrideProvider(Clock)
      .useValue(this.clock)
      .compile();
    const house = { module, jobs: module.get(Jobs), database: module.get(Database) };
    try {
      await module.init();
    } catch (error) {
      await module.close();
      throw error;
    }
    this.houses.push(house);
    return house;
  }

  async stop(house: House): Promise<void> {
    this.houses.splice(this.houses.indexOf(house), 1);
    await house.module.close();
  }

  /** Stops what a test has left running, and forgets its jobs. */
  async clear(): Promise<void> {
    await Promise.all(this.houses.splice(0).map(({ module }) => module.close()));
    if (this.redis) await withRedis(this.redis, (client) => client.flushall());
    const client = new Client({ connectionString: this.database.url });
    await client.connect();
    await client.query(
      'TRUNCATE outbox, schedule_run, bullmq.job, bullmq.scheduler CASCADE; DROP TABLE IF EXISTS effect',
    );
    await client.end();
  }

  /** Jobs that the queue holds, waiting or in progress; schedules aside. */
  async queued(house: House): Promise<number> {
    if (!this.redis)
      return (
        await house.database.reader.query('SELECT count(*)::int AS n FROM bullmq.job WHERE scheduler_id IS NULL')
      )[0].n;
    return withRedis(this.redis, async (client) => {
      const lists = ['quick', 'long'].flatMap((queue) => [`liangdan:${queue}:wait`, `liangdan:${queue}:active`]);
      return (await Promise.all(lists.map((list) => client.llen(list)))).reduce((sum, n) => sum + n, 0);
    });
  }

  /** Moves the next run of a schedule into the past, as if nobody had worked since. */
  async makeDue(house: House, schedule: string): Promise<void> {
    const like = `repeat:${schedule}:%`;
    if (!this.redis)
      await house.database.reader.query('UPDATE bullmq.job SET process_at_ms = 1 WHERE id LIKE $1', [like]);
    else {
      await withRedis(this.redis, async (client) => {
        const ids = await client.zrange('liangdan:quick:delayed', 0, -1);
        for (const id of ids.filter((one) => one.startsWith(`repeat:${schedule}:`)))
          await client.zadd('liangdan:quick:delayed', 1, id);
      });
    }
  }

  /** Loses everything the queue knows, as a Redis without its disk does. */
  async emptyQueue(house: House): Promise<void> {
    if (this.redis) await withRedis(this.redis, (client) => client.flushall());
    else await house.database.reader.query('TRUNCATE bullmq.job, bullmq.scheduler CASCADE');
  }
}

async function withRedis<T>(redis: TestRedis, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** Runs the same suite on each back end of the queue that this machine has. */
export function onEachBackend(suite: (ground: () => Ground) => void): void {
  const backends = redisFound() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);
  describe.each(backends)('queue on %s', (backend) => {
    let redis: TestRedis | null = null;
    let ground: Ground;
    beforeAll(async () => {
      if (backend === 'Redis') redis = await startTestRedis();
      ground = await Ground.make(redis);
    });
    afterAll(async () => {
      await ground.database.drop();
      await redis?.stop();
    });
    beforeEach(() => {
      for (const kind of ['quick', 'long', 'tick'] as const) behaviour[kind] = async () => undefined;
    });
    afterEach(() => ground.clear());
    suite(() => ground);
  });
}

/** Enqueues a job by itself, as a service would in its transaction. */
export const want = (ground: Ground, { database }: House, job = quickJob, runAt?: Date): Promise<string> =>
  database.transaction((tx) =>
    enqueue(tx, { requestId: 'request-1' }, job, { noteId: newId() }, ground.clock.now(), runAt),
  );

export interface Row {
  id: string;
  dispatched_at: Date | null;
  done_at: Date | null;
  dead_at: Date | null;
  run_at: Date;
  attempts: number;
  generation: number;
  last_error: string | null;
}

export const rowOf = async ({ database }: House, id: string): Promise<Row> =>
  (await database.reader.query('SELECT * FROM outbox WHERE id = $1', [id]))[0];

export const isDone = async (house: House, id: string): Promise<boolean> => (await rowOf(house, id)).done_at !== null;

/** A promise with its resolver: a gate that a handler waits at until the test opens it. */
export function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
