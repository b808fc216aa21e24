import { createPostgresBackend, createRedisBackend, Queue, WaitingError, Worker } from 'bullmq';
import type { BackendFactory, IQueueBackend, Job } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { Delivery, DeliveryOf } from './outbox';
import { QueueName, QUEUES, ScheduleDefinition } from './job';
import { QUEUE_SCHEMA } from './queue-schema';
import type { Outcome } from './runner';

export interface TransportTiming {
  /** A worker that has not renewed a job's lock for so long is taken for dead. */
  lockSeconds: number;
  /** How often abandoned jobs are looked for. A job is taken over at the latest after the lock and two of these. */
  stalledSeconds: number;
  /** How often a job may take its worker down before it counts as dead. */
  crashesForgiven: number;
}

/** Jobs at the same time in one process. */
const CONCURRENCY: Record<QueueName, number> = { quick: 8, long: 1 };

/** Connections to PostgreSQL when the queue lives there: two listen, the rest is shared by everything the queue asks. */
const POSTGRES_POOL = 6;

/** Seconds after which the queue counts as not answering. */
const ANSWER_SECONDS = 5;

/** A trouble that goes on is logged as often as this. */
const QUIET_SECONDS = 30;

/** What the queue carries: where to look in the outbox. A schedule carries nothing. */
type Carried = Partial<Delivery>;
type AnyQueue = Queue<Carried, void, string, Carried, void, string, IQueueBackend, object>;
type AnyWorker = Worker<Carried, void, string, IQueueBackend, object>;

export interface Processor {
  deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome>;
  runSchedule(name: string, signal: AbortSignal): Promise<Outcome>;
  abandoned(delivery: Delivery): Promise<void>;
}

const deliveryOf = ({ outboxId, generation, attempt }: Carried): Delivery | null =>
  outboxId === undefined || generation === undefined || attempt === undefined
    ? null
    : { outboxId, generation, attempt };

/** One id for one delivery: adding it again while the queue still has it does nothing. */
const deliveryId = ({ outboxId, generation, attempt }: Delivery): string => `${outboxId}-${generation}-${attempt}`;

/**
 * The queue: BullMQ on Redis, or on PostgreSQL when there is no Redis. It only carries; everything it knows can be
 * lost and is given to it again from the outbox and the definitions.
 */
export class Transport {
  private readonly queues: Record<QueueName, AnyQueue>;
  private readonly workers: AnyWorker[] = [];
  private readonly end: () => Promise<void>;
  private readonly probe: () => Promise<unknown>;
  private readonly worker: (
    name: QueueName,
    process: (job: Job<Carried>, token?: string, signal?: AbortSignal) => Promise<void>,
  ) => AnyWorker;

  constructor(
    config: Pick<Config, 'databaseUrl' | 'redisUrl' | 'role'>,
    timing: TransportTiming,
    private readonly logger: Logger,
  ) {
    const { producer, consumer, factory, end, probe } = config.redisUrl
      ? redis(config.redisUrl, this.complain)
      : postgres(config, this.complain);
    this.end = end;
    this.probe = probe;
    // Nobody reads BullMQ's events; it keeps ten thousand unless told otherwise.
    const queue = (name: QueueName): AnyQueue => {
      const made: AnyQueue = new Queue(
        name,
        { connection: producer, prefix: 'liangdan', skipWaitingForReady: true, streams: { events: { maxLen: 100 } } },
        factory,
      );
      return made.on('error', this.complain);
    };
    this.queues = { quick: queue('quick'), long: queue('long') };
    this.worker = (name, process) => {
      const options = {
        connection: consumer,
        prefix: 'liangdan',
        concurrency: CONCURRENCY[name],
        lockDuration: timing.lockSeconds * 1000,
        stalledInterval: timing.stalledSeconds * 1000,
        maxStalledCount: timing.crashesForgiven,
        runRetryDelay: 1000,
      };
      return new Worker<Carried, void, string, IQueueBackend, object>(name, process, options, factory);
    };
  }

  /** Begins to take jobs out of the queues. */
  work(processor: Processor): void {
    for (const name of QUEUES) {
      const worker = this.worker(name, (job, token, signal) => this.process(processor, job, token, signal));
      worker.on('error', this.complain);
      worker.on('lockRenewalFailed', (ids: string[]) => ids.forEach((id) => worker.cancelJob(id, 'The lock is lost')));
      worker.on('failed', (job) => {
        const delivery = job?.deferredFailure ? deliveryOf(job.data) : null;
        if (delivery) processor.abandoned(delivery).catch(this.complain);
      });
      this.workers.push(worker);
    }
  }

  /** Adds deliveries; those that the queue still has are left as they are. Throws if it does not answer. */
  async add(queue: QueueName, deliveries: DeliveryOf[]): Promise<void> {
    if (deliveries.length === 0) return;
    // The outbox counts attempts. These are only for a database that does not answer for a moment.
    const options = {
      removeOnComplete: true,
      removeOnFail: true,
      attempts: 30,
      backoff: { type: 'fixed', delay: 2000 },
    };
    await answered(
      this.queues[queue].addBulk(
        deliveries.map(({ job, outboxId, generation, attempt }) => {
          const data = { outboxId, generation, attempt };
          return { name: job, data, opts: { ...options, jobId: deliveryId(data) } };
        }),
      ),
    );
  }

  /** Schedules that the queue has. */
  async scheduleNames(): Promise<string[]> {
    return (await answered(this.queues.quick.getJobSchedulers(0, -1))).map(({ key }) => key);
  }

  /** Removes schedules that no longer exist. */
  async dropSchedules(wanted: ScheduleDefinition[]): Promise<void> {
    const names = new Set(wanted.map(({ name }) => name));
    for (const name of await this.scheduleNames()) {
      if (!names.has(name)) await answered(this.queues.quick.removeJobScheduler(name));
    }
  }

  /**
   * Adds schedules that the queue lacks or has differently; leaves the others alone, so that a run which fell due while
   * nobody worked is still done. One that was lost (it has run before) runs at once: nobody knows what it missed.
   */
  async keepSchedules(wanted: ScheduleDefinition[], everRun: Set<string>): Promise<void> {
    const known = new Map((await answered(this.queues.quick.getJobSchedulers(0, -1))).map((one) => [one.key, one]));
    const options = {
      removeOnComplete: true,
      removeOnFail: true,
      attempts: 3,
      backoff: { type: 'fixed', delay: 30_000 },
    };
    for (const { name, pattern, timezone } of wanted) {
      const found = known.get(name);
      if (found && found.pattern === pattern && found.tz === timezone) continue;
      await answered(
        this.queues.quick.upsertJobScheduler(name, { pattern, tz: timezone }, { name, data: {}, opts: options }),
      );
      if (!found && everRun.has(name))
        await answered(this.queues.quick.add(name, {}, { ...options, jobId: `again-${name}` }));
    }
  }

  /** Throws unless the queue answers. */
  async ping(): Promise<void> {
    await answered(this.probe());
  }

  /**
   * Stops taking jobs at once; resolves when the ones in progress are finished or handed back and all connections are
   * closed, or after `seconds`: a Redis that is gone cannot be said goodbye to.
   */
  async close(seconds: number): Promise<void> {
    const graceful = this.closeAll().then(() => true, this.complain);
    if (await within(seconds, graceful)) return;
    this.logger.warn({ seconds }, 'the queue did not close in time');
    for (const worker of this.workers) worker.getBackend().disconnectBlocking(false).catch(this.complain);
    this.end().catch(this.complain);
  }

  private async closeAll(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all(Object.values(this.queues).map((queue) => queue.close()));
    await this.end();
  }

  private async process(
    processor: Processor,
    job: Job<Carried>,
    token: string | undefined,
    signal = new AbortController().signal,
  ): Promise<void> {
    const delivery = deliveryOf(job.data);
    const outcome = delivery
      ? await processor.deliver(delivery, signal)
      : await processor.runSchedule(job.name, signal);
    if (outcome === 'finished') return;
    await job.moveToWait(token);
    throw new WaitingError();
  }

  /** Connection troubles mend themselves; they are worth a line now and then, not a stop. */
  private readonly complain = (error: Error): void => {
    const now = performance.now();
    if (now < (this.complained.get(error.message) ?? -Infinity) + QUIET_SECONDS * 1000) return;
    if (this.complained.size > 50) this.complained.clear();
    this.complained.set(error.message, now);
    this.logger.warn({ err: error }, 'queue trouble');
  };
  private readonly complained = new Map<string, number>();
}

interface Connections {
  producer: object;
  consumer: object;
  factory: BackendFactory<IQueueBackend, object>;
  probe: () => Promise<unknown>;
  end: () => Promise<void>;
}

/** Producers fail fast, so that a dispatcher does not wait for a Redis that is gone; workers wait for it to come back. */
function redis(url: string, complain: (error: Error) => void): Connections {
  const producer = new Redis(url, { maxRetriesPerRequest: 1 }).on('error', complain);
  const consumer = new Redis(url, { maxRetriesPerRequest: null }).on('error', complain);
  return {
    producer,
    consumer,
    factory: createRedisBackend as BackendFactory<IQueueBackend, object>,
    probe: () => producer.ping(),
    end: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** One small pool for all queues and workers of the process. */
function postgres(config: Pick<Config, 'databaseUrl' | 'role'>, complain: (error: Error) => void): Connections {
  const pool = new Pool({
    connectionString: config.databaseUrl,
    max: POSTGRES_POOL,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    keepAlive: true,
    application_name: `liangdan ${config.role} queue`,
  }).on('error', complain);
  return {
    producer: pool,
    consumer: pool,
    factory: createPostgresBackend as BackendFactory<IQueueBackend, object>,
    probe: () => pool.query('SELECT 1'),
    end: () => pool.end(),
  };
}

/** The answer, or an error after a few seconds: a transaction must not stay open for a queue that is gone. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  const answer = await within(
    ANSWER_SECONDS,
    asked.then((value) => ({ value })),
  );
  if (!answer) throw new Error(`The queue does not answer within ${ANSWER_SECONDS} s`);
  return answer.value;
}

/** What is asked for, or undefined when it takes longer than `seconds`. */
async function within<T>(seconds: number, asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, seconds * 1000, undefined)));
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
