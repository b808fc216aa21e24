import type { Tx } from '../platform/database/database';
import { nextRun } from '../platform/jobs/job';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type { JobDto, JobQuery, JobState, ScheduleDto } from './operations.dto';

/** What each state is in the outbox; each is a partial index. */
const STATE: Record<JobState, string> = {
  waiting: 'dispatched_at IS NULL AND done_at IS NULL AND dead_at IS NULL',
  dispatched: 'dispatched_at IS NOT NULL AND done_at IS NULL AND dead_at IS NULL',
  dead: 'dead_at IS NOT NULL',
};

/** Payloads stay where they are: what somebody may operate is not what they may read. */
const JOB = `id, job, created_at AS "createdAt", run_at AS "runAt", dispatched_at AS "dispatchedAt", dead_at AS "deadAt", attempts, generation,
  last_error AS "lastError", request_id AS "requestId",
  CASE WHEN dead_at IS NOT NULL THEN 'dead' WHEN dispatched_at IS NOT NULL THEN 'dispatched' ELSE 'waiting' END AS state`;

/** Jobs of the house itself (without a district) show in every district. */
const OURS = '(district_id = $1 OR district_id IS NULL)';

/** Unfinished jobs of a district in one state, newest first. */
export async function jobPage(tx: Tx, districtId: string, { state, limit, cursor }: JobQuery): Promise<Page<JobDto>> {
  const [after] = decodeCursor(cursor, 1) ?? [null];
  const rows: JobDto[] = await tx.query(
    `SELECT ${JOB} FROM outbox WHERE ${STATE[state]} AND ${OURS} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [districtId, after, limit + 1],
  );
  return toPage(rows, limit, ({ id }) => [id]);
}

/** One unfinished job of a district, locked until the transaction ends; undefined if there is none. */
export async function lockJob(tx: Tx, districtId: string, id: string): Promise<JobDto | undefined> {
  const [row] = await tx.query(`SELECT ${JOB} FROM outbox WHERE id = $2 AND done_at IS NULL AND ${OURS} FOR UPDATE`, [
    districtId,
    id,
  ]);
  return row;
}

/** Every schedule with what is known of its last run, what that did in the district, and when it runs next after `now`. */
export async function schedules(tx: Tx, districtId: string, now: Date): Promise<ScheduleDto[]> {
  const rows: Omit<ScheduleDto, 'nextRunAt'>[] = await tx.query(
    `SELECT name, pattern, timezone, last_started_at AS "lastStartedAt", last_finished_at AS "lastFinishedAt", CASE WHEN last_result IS NOT NULL THEN coalesce(last_result -> 'districts' -> $1::text, '{}') END AS "lastResult",
            last_error AS "lastError", runs::int AS runs
     FROM schedule_run ORDER BY name`,
    [districtId],
  );
  return rows.map((row) => ({ ...row, nextRunAt: nextRun(row.pattern, row.timezone, now) }));
}
