import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { defineSchedule, Handles, JobHandler, JobResult, JobRun } from './job';

export const cleanUp = defineSchedule('clean-up', '17 3 * * *');

const DAY = 86_400_000;
const BATCH = 5000;

/** What is deleted each night, oldest first, found by an index on its age. */
export const OLD = [
  { what: 'outbox', table: 'outbox', age: 'done_at', days: 7 },
  { what: 'idempotencyKeys', table: 'idempotency_key', age: 'created_at', days: 2 },
  { what: 'signIns', table: 'sign_in', age: 'expires_at', days: 0 },
  // Three years, as the law on personal information wants records of what was done with it to be kept at the least.
  { what: 'looks', table: 'look', age: 'hour', days: 1096 },
] as const;

/** A batch of what is old in a table, for the schedule; walks the index on its age. */
export const oldest = ({ table, age }: { table: string; age: string }): string =>
  `SELECT ctid FROM ${table} WHERE ${age} < $1 ORDER BY ${age} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;

/** Deletes finished jobs, idempotency keys, sign-ins and looks at personal data that nobody needs any more, in small transactions. */
@Injectable()
@Handles(cleanUp)
export class CleanUp implements JobHandler<object> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<JobResult> {
    const result: JobResult = {};
    for (const { what, table, age, days } of OLD) {
      const before = new Date(this.clock.now().getTime() - days * DAY);
      let total = 0;
      for (let count = BATCH; count === BATCH; total += count) {
        run.signal.throwIfAborted();
        [, count] = await this.database.reader.query(
          `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(${oldest({ table, age })}))`,
          [before],
        );
      }
      result[what] = total;
    }
    return result;
  }
}
