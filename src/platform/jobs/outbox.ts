import type { Tx } from '../database/database';
import { validated } from '../http/validation';
import { newId } from '../ids';
import type { JobDefinition } from './job';

/** PostgreSQL channel on which dispatchers hear that the outbox has something for them. */
export const OUTBOX_CHANNEL = 'liangdan_outbox';

/** Who wants a job: a request's context, or the run of another job. */
export interface JobOrigin {
  requestId: string;
  actor?: { districtId: string | null };
}

/**
 * Writes a job into the outbox, in the transaction of the change that wants it: it leaves if, and only if, that commits.
 * `runAt` (default `now`) is the earliest moment. Returns the outbox id. Throws `invalid` if the payload does not fit its class.
 */
export async function enqueue<P extends object>(
  tx: Tx,
  from: JobOrigin,
  job: JobDefinition<P>,
  payload: P,
  now: Date,
  runAt = now,
): Promise<string> {
  await validated(job.payload, { ...payload });
  const id = newId();
  await tx.query(
    `WITH row AS (
       INSERT INTO outbox (id, district_id, job, payload, request_id, run_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ) SELECT pg_notify($8, '')`,
    [id, from.actor?.districtId ?? null, job.name, JSON.stringify(payload), from.requestId, runAt, now, OUTBOX_CHANNEL],
  );
  return id;
}

/** One handing over of an outbox row to the queue. `attempt` counts them; a retry by hand begins a new generation at attempt 1. */
export interface Delivery {
  outboxId: string;
  generation: number;
  attempt: number;
}

export interface DeliveryOf extends Delivery {
  job: string;
}

export interface OutboxRow {
  job: string;
  payload: unknown;
  requestId: string;
  districtId: string | null;
}

/** Rows of UPDATE … RETURNING, which TypeORM hands out as [rows, count]. */
const returned = <T>(result: unknown): T[] => (result as [T[], number])[0];

const DELIVERY = 'id AS "outboxId", job, generation, attempts AS attempt';

/**
 * Marks up to `limit` due rows of the given jobs dispatched and returns their deliveries. Rows that another dispatcher
 * holds are passed over. The caller hands them to the queue in the same transaction.
 */
export async function claimDue(tx: Tx, jobs: string[], now: Date, limit: number): Promise<DeliveryOf[]> {
  return returned(
    await tx.query(
      `UPDATE outbox SET dispatched_at = clock_timestamp(), attempts = attempts + 1
       WHERE id IN (
         SELECT id FROM outbox
         WHERE dispatched_at IS NULL AND done_at IS NULL AND dead_at IS NULL AND run_at <= $1 AND job = ANY($2)
         ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING ${DELIVERY}`,
      [now, jobs, limit],
    ),
  );
}

/**
 * Up to `limit` rows after the id `after` that were dispatched at least `seconds` ago and are not finished; their clock
 * begins anew. The caller adds the same deliveries to the queue again, which ignores those it still has.
 */
export async function claimUnfinished(
  tx: Tx,
  jobs: string[],
  seconds: number,
  after: string,
  limit: number,
): Promise<DeliveryOf[]> {
  const rows = returned<DeliveryOf>(
    await tx.query(
      `UPDATE outbox SET dispatched_at = clock_timestamp()
       WHERE id IN (
         SELECT id FROM outbox
         WHERE dispatched_at <= clock_timestamp() - $1 * interval '1 second' AND done_at IS NULL AND dead_at IS NULL AND job = ANY($2) AND id > $3
         ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
       RETURNING ${DELIVERY}`,
      [seconds, jobs, after, limit],
    ),
  );
  return rows.sort((a, b) => (a.outboxId < b.outboxId ? -1 : 1));
}

/** When the next of the given jobs that is not due yet becomes due; null if there is none. */
export async function nextDue(tx: Tx, jobs: string[], now: Date): Promise<Date | null> {
  const [row] = await tx.query(
    `SELECT min(run_at) AS at FROM outbox
     WHERE dispatched_at IS NULL AND done_at IS NULL AND dead_at IS NULL AND run_at > $1 AND job = ANY($2)`,
    [now, jobs],
  );
  return row.at;
}

const LIVE = 'id = $1 AND generation = $2 AND done_at IS NULL AND dead_at IS NULL';

/**
 * The row of a delivery that should be worked on now; null when it is finished, or a later delivery has replaced this one.
 * Waits for the dispatcher's transaction; should that have failed after the hand-over, this delivery counts all the same.
 */
export async function begin(tx: Tx, { outboxId, generation, attempt }: Delivery): Promise<OutboxRow | null> {
  const rows = returned<OutboxRow>(
    await tx.query(
      `UPDATE outbox SET attempts = $3, dispatched_at = coalesce(dispatched_at, clock_timestamp()) WHERE ${LIVE} AND attempts <= $3
       RETURNING job, payload, request_id AS "requestId", district_id AS "districtId"`,
      [outboxId, generation, attempt],
    ),
  );
  return rows[0] ?? null;
}

/** Locks the row until the transaction ends, and tells whether the job is still to be done. */
export async function stillToDo(tx: Tx, { outboxId, generation }: Delivery): Promise<boolean> {
  return (await tx.query(`SELECT 1 FROM outbox WHERE ${LIVE} FOR UPDATE`, [outboxId, generation])).length > 0;
}

export async function markDone(tx: Tx, { outboxId, generation }: Delivery, now: Date): Promise<void> {
  await tx.query(`UPDATE outbox SET done_at = $3, last_error = NULL WHERE ${LIVE}`, [outboxId, generation, now]);
}

/** After a failure with attempts left: the row waits in the outbox again until `runAt`, with the code of its error. */
export async function waitAgain(
  tx: Tx,
  { outboxId, generation, attempt }: Delivery,
  code: string,
  runAt: Date,
): Promise<void> {
  await tx.query(
    `WITH row AS (UPDATE outbox SET dispatched_at = NULL, run_at = $4, last_error = $5 WHERE ${LIVE} AND attempts = $3)
     SELECT pg_notify($6, '')`,
    [outboxId, generation, attempt, runAt, code, OUTBOX_CHANNEL],
  );
}

/** After the last attempt: dead, visible in the operations list, and only a person brings it back. */
export async function markDead(tx: Tx, { outboxId, generation }: Delivery, code: string, now: Date): Promise<void> {
  await tx.query(`UPDATE outbox SET dead_at = $3, last_error = $4 WHERE ${LIVE}`, [outboxId, generation, now, code]);
}

/** Brings a dead job back as a new generation, due at once. False if it is not dead. */
export async function revive(tx: Tx, outboxId: string, now: Date): Promise<boolean> {
  const rows = returned(
    await tx.query(
      `UPDATE outbox SET generation = generation + 1, attempts = 0, dead_at = NULL, dispatched_at = NULL, run_at = $2
       WHERE id = $1 AND dead_at IS NOT NULL RETURNING 1`,
      [outboxId, now],
    ),
  );
  if (rows.length > 0) await tx.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, '']);
  return rows.length > 0;
}
