import { CronExpressionParser } from 'cron-parser';
import type { Tx } from '../database/database';

/** `quick`: many at once, seconds each. `long`: one at a time in a process, minutes each. */
export const QUEUES = ['quick', 'long'] as const;
export type QueueName = (typeof QUEUES)[number];

/** A kind of work that leaves through the outbox. Defined beside the feature that wants it; one handler does it. */
export interface JobDefinition<P extends object> {
  kind: 'job';
  name: string;
  /** Its class-validator class: ids only, no personal data. */
  payload: new () => P;
  queue: QueueName;
  /** How often a failing job is tried before it is dead. */
  attempts: number;
  /** Pause after the first failure, in seconds; doubles with each further one, an hour at the most. */
  backoffSeconds: number;
}

/**
 * Work that the clock wants. Its handler must be proportional to what is due and harmless when it runs twice or late:
 * it asks the database what is due rather than counting on the hour.
 */
export interface ScheduleDefinition {
  kind: 'schedule';
  name: string;
  /** Five fields of cron. */
  pattern: string;
  timezone: string;
}

export type Definition = JobDefinition<object> | ScheduleDefinition;

/** Every definition of the files this process has loaded. */
const defined = new Map<string, Definition>();

/** What has been defined so far, in order. */
export const definitions = (): Definition[] => [...defined.values()];

function define<D extends Definition>(definition: D): D {
  if (!/^[a-z][a-z0-9_.-]{0,79}$/.test(definition.name))
    throw new Error(`${definition.name}: not a name for a job (small letters, digits, . _ -)`);
  if (defined.has(definition.name)) throw new Error(`The job ${definition.name} is defined twice`);
  defined.set(definition.name, definition);
  return definition;
}

/** Defines a job: quick, five attempts, 10 s after the first failure, unless `options` say otherwise. */
export function defineJob<P extends object>(
  name: string,
  payload: new () => P,
  options: Partial<Pick<JobDefinition<P>, 'queue' | 'attempts' | 'backoffSeconds'>> = {},
): JobDefinition<P> {
  return define({ kind: 'job', name, payload, queue: 'quick', attempts: 5, backoffSeconds: 10, ...options });
}

/** Defines a schedule by a cron pattern in a time zone. Throws at once if the pattern or the zone makes no sense. */
export function defineSchedule(name: string, pattern: string, timezone = 'Asia/Shanghai'): ScheduleDefinition {
  nextRun(pattern, timezone, new Date(0));
  return define({ kind: 'schedule', name, pattern, timezone });
}

/** The first moment after `after` that a cron pattern names in its time zone. */
export const nextRun = (pattern: string, timezone: string, after: Date): Date =>
  CronExpressionParser.parse(pattern, { tz: timezone, currentDate: after }).next().toDate();

/** Seconds to wait after the failure of attempt `attempt` (1, 2, …). */
export const backoff = (definition: Pick<JobDefinition<object>, 'backoffSeconds'>, attempt: number): number =>
  Math.min(3600, definition.backoffSeconds * 2 ** (attempt - 1));

/** One delivery of a job or schedule to its handler. */
export interface JobRun {
  /** Name of the definition, for handlers of several. */
  job: string;
  /** null: a schedule. */
  outboxId: string | null;
  /** 1 for the first delivery that was not handed back; schedules always say 1. */
  attempt: number;
  /** Of the request that wanted the job; a schedule gets a fresh one. */
  requestId: string;
  /** No person, and the district of whoever wanted the job (null: the house). Together with `requestId` it is what `enqueue` asks for. */
  actor: { districtId: string | null };
  /** Aborted when the process stops or the job's lock is lost. A handler that takes longer than a moment heeds it by throwing; the job is then handed back. */
  signal: AbortSignal;
  /**
   * Does the work in one transaction that also marks the job done. Returns undefined without doing it when it has been
   * done before: a job delivered twice does its work once. At most once in a handler, as its last step.
   * For schedules, which nothing marks done, just a transaction.
   */
  once<T>(work: (tx: Tx) => Promise<T>): Promise<T | undefined>;
  /** Adds to what a schedule did in one district, which is what that district's operations list shows of its run. */
  count(districtId: string, done: Record<string, number>): void;
}

/** Counts and codes of what a run did, for the log. No personal data. */
export type JobResult = Record<string, number | string>;

export interface JobHandler<P extends object> {
  /** What a schedule returns is about the whole house, and shown in no district. */
  handle(payload: P, run: JobRun): Promise<JobResult | void>;
}

/** Metadata key of what a provider handles. */
export const HANDLES = 'liangdan:handles';

/** Makes a Nest provider the one handler of these jobs and schedules. A schedule's payload is an empty object. */
export function Handles<P extends object>(
  ...handled: (JobDefinition<P> | ScheduleDefinition)[]
): <C extends new (...args: never[]) => JobHandler<P>>(target: C) => void {
  return (target) => Reflect.defineMetadata(HANDLES, handled, target);
}
