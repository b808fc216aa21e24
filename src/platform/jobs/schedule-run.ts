import type { Tx } from '../database/database';
import type { JobResult, ScheduleDefinition } from './job';

/** Makes the operations list show exactly the schedules there are; keeps what is known of their last run. */
export async function keepScheduleRows(tx: Tx, schedules: ScheduleDefinition[]): Promise<void> {
  await tx.query('DELETE FROM schedule_run WHERE NOT name = ANY($1)', [schedules.map(({ name }) => name)]);
  await tx.query(
    `INSERT INTO schedule_run (name, pattern, timezone)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     ON CONFLICT (name) DO UPDATE SET pattern = excluded.pattern, timezone = excluded.timezone`,
    [
      schedules.map(({ name }) => name),
      schedules.map(({ pattern }) => pattern),
      schedules.map(({ timezone }) => timezone),
    ],
  );
}

/** Names of the schedules that have run before. */
export async function everRun(tx: Tx): Promise<Set<string>> {
  const rows: { name: string }[] = await tx.query('SELECT name FROM schedule_run WHERE runs > 0');
  return new Set(rows.map(({ name }) => name));
}

export async function noteStart(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.query('UPDATE schedule_run SET last_started_at = $2, runs = runs + 1 WHERE name = $1', [name, now]);
}

/** What a run did: the house's own work, and by district. */
export interface ScheduleResult {
  house: JobResult | null;
  districts: Record<string, Record<string, number>>;
}

export async function noteSuccess(tx: Tx, name: string, now: Date, result: ScheduleResult): Promise<void> {
  await tx.query('UPDATE schedule_run SET last_finished_at = $2, last_result = $3, last_error = NULL WHERE name = $1', [
    name,
    now,
    JSON.stringify(result),
  ]);
}

export async function noteFailure(tx: Tx, name: string, now: Date, code: string): Promise<void> {
  await tx.query('UPDATE schedule_run SET last_finished_at = $2, last_error = $3 WHERE name = $1', [name, now, code]);
}
