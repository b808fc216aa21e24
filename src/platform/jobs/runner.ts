import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { Database, pgCode, Tx } from '../database/database';
import { AppError } from '../errors/app-error';
import { validated } from '../http/validation';
import { newId } from '../ids';
import { withLogIds, whereabouts } from '../log/log';
import { backoff, JobResult, JobRun } from './job';
import { begin, Delivery, markDead, markDone, OutboxRow, stillToDo, waitAgain } from './outbox';
import type { Registry } from './registry';
import { noteFailure, noteStart, noteSuccess, ScheduleResult } from './schedule-run';

/** What the queue does with a delivery afterwards: forget it, or give it to another worker. */
export type Outcome = 'finished' | 'hand_back';

/** A stable word for an error, without its message: messages quote values, and values may be personal. */
export function errorCode(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const state = pgCode(error) ?? (error as { code?: unknown })?.code;
  if (typeof state === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(state)) return state;
  return error instanceof Error ? error.constructor.name : 'unknown';
}

/** Does the work of deliveries and schedules, and keeps the outbox's account of it. Knows nothing of the queue. */
export class Runner {
  private stopping = false;
  private readonly running = new Set<{ controller: AbortController; handBack: () => void }>();

  constructor(
    private readonly registry: Registry,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Tells running handlers to stop; whatever still runs after `seconds` is handed back while its handler is left to
   * itself (its `once` stays safe: the row decides who was first).
   */
  stop(seconds: number): void {
    this.stopping = true;
    for (const { controller } of this.running) controller.abort(new Error('The process is stopping'));
    setTimeout(() => this.running.forEach(({ handBack }) => handBack()), seconds * 1000).unref();
  }

  /** Works on one delivery. `signal` is the queue's: aborted when the lock is lost. Throws only when the database does not answer. */
  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const row = this.stopping ? null : await begin(this.database.reader, delivery);
    if (this.stopping) return 'hand_back';
    if (!row) return 'finished';
    return withLogIds({ request: row.requestId, job: delivery.outboxId }, () =>
      this.track(signal, (either) => this.work(delivery, row, either)),
    );
  }

  /** Runs a schedule. Throws what its handler throws, so that the queue tries again. */
  async runSchedule(name: string, signal: AbortSignal): Promise<Outcome> {
    if (this.stopping) return 'hand_back';
    if (!this.registry.schedules.has(name)) {
      this.logger.warn({ kind: name }, 'the queue has a schedule that this process does not know');
      return 'finished';
    }
    const requestId = newId();
    return withLogIds({ request: requestId, job: name }, () =>
      this.track(signal, (either) => this.workSchedule(name, requestId, either)),
    );
  }

  /** The queue gave a delivery up: its process died with it more often than it forgives. */
  async abandoned(delivery: Delivery): Promise<void> {
    await markDead(this.database.reader, delivery, 'crashed', this.clock.now());
    this.logger.error({ job: delivery.outboxId }, 'job dead: its worker died with it too often');
  }

  /** The outcome of work, unless it is handed back before. Its signal says both: lock lost, and process stopping. */
  private track(signal: AbortSignal, work: (either: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      const entry = { controller, handBack: () => resolve('hand_back') };
      signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
      this.running.add(entry);
      work(controller.signal)
        .then(resolve, reject)
        .finally(() => this.running.delete(entry));
    });
  }

  private async work(delivery: Delivery, row: OutboxRow, signal: AbortSignal): Promise<Outcome> {
    const { definition, handler } = this.registry.jobs.get(row.job)!;
    const started = performance.now();
    const run: JobRun = {
      job: row.job,
      outboxId: delivery.outboxId,
      attempt: delivery.attempt,
      requestId: row.requestId,
      actor: { districtId: row.districtId },
      signal,
      once: (work) => this.once(delivery, work),
      count: () => {
        throw new Error('What a job did is what it returns');
      },
    };
    let result: JobResult | void;
    try {
      const payload = await validated(definition.payload, row.payload);
      result = await handler.handle(payload, run);
    } catch (error) {
      if (this.stopping) return 'hand_back';
      if (signal.aborted) {
        this.logger.warn({ kind: row.job, attempt: delivery.attempt }, 'job left: another worker has its lock');
        return 'finished';
      }
      await this.failed(delivery, row.job, error);
      return 'finished';
    }
    await markDone(this.database.reader, delivery, this.clock.now());
    this.logger.info(
      {
        kind: row.job,
        attempt: delivery.attempt,
        ms: Math.round(performance.now() - started),
        result: result ?? undefined,
      },
      'job done',
    );
    return 'finished';
  }

  private once<T>(delivery: Delivery, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    return this.database.transaction(async (tx) => {
      if (!(await stillToDo(tx, delivery))) return undefined;
      const result = await work(tx);
      await markDone(tx, delivery, this.clock.now());
      return result;
    });
  }

  private async failed(delivery: Delivery, job: string, error: unknown): Promise<void> {
    const { definition } = this.registry.jobs.get(job)!;
    const code = errorCode(error);
    const line = { kind: job, code, attempt: delivery.attempt, at: whereabouts(error) };
    if (delivery.attempt >= definition.attempts) {
      await markDead(this.database.reader, delivery, code, this.clock.now());
      this.logger.error(line, 'job dead: its last attempt failed');
      return;
    }
    const wait = backoff(definition, delivery.attempt);
    await waitAgain(this.database.reader, delivery, code, new Date(this.clock.now().getTime() + wait * 1000));
    this.logger.warn({ ...line, waitSeconds: wait }, 'job failed; it will be tried again');
  }

  private async workSchedule(name: string, requestId: string, signal: AbortSignal): Promise<Outcome> {
    const { handler } = this.registry.schedules.get(name)!;
    const tx = this.database.reader;
    const started = performance.now();
    const districts: ScheduleResult['districts'] = {};
    await noteStart(tx, name, this.clock.now());
    try {
      const house = await handler.handle(
        {},
        {
          job: name,
          outboxId: null,
          attempt: 1,
          requestId,
          actor: { districtId: null },
          signal,
          once: (work) => this.database.transaction(work),
          count: (districtId, done) => {
            const sums = (districts[districtId] ??= {});
            for (const [what, n] of Object.entries(done)) sums[what] = (sums[what] ?? 0) + n;
          },
        },
      );
      const result: ScheduleResult = { house: house ?? null, districts };
      await noteSuccess(tx, name, this.clock.now(), result);
      this.logger.info({ kind: name, ms: Math.round(performance.now() - started), result }, 'schedule done');
      return 'finished';
    } catch (error) {
      if (this.stopping) return 'hand_back';
      await noteFailure(tx, name, this.clock.now(), errorCode(error));
      this.logger.error({ kind: name, code: errorCode(error), at: whereabouts(error) }, 'schedule failed');
      throw error;
    }
  }
}
