import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { toLocal } from '../districts/local-time';
import { NewNotice, notify } from '../notices/notices';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { checkInStates } from './engagement';
import { remindSessions, sweepCheckIns } from './engagements.jobs';
import { localText } from './when';

/** Rows one transaction takes. */
const BATCH = 200;
const DAY = 86_400_000;

interface District {
  id: string;
  timezone: string;
}

const districtsOf = (tx: Tx): Promise<District[]> => tx.query('SELECT id, timezone FROM district ORDER BY id');

/** Planned sessions that begin between now and a day from now; walks the index `session_remind`. */
export const TO_REMIND = `SELECT id FROM session WHERE state = 'planned' AND reminded_at IS NULL AND starts_at > $2 AND starts_at <= $3 AND district_id = $1
  ORDER BY starts_at LIMIT $4 FOR UPDATE SKIP LOCKED`;

/** Reminds both sides, once, of the sessions of the coming day. */
@Injectable()
@Handles(remindSessions)
export class RemindSessions implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    for (const district of await districtsOf(this.db.reader)) {
      for (let count = BATCH; count === BATCH;) {
        run.signal.throwIfAborted();
        const batch = await this.remind(district, run.requestId);
        count = batch.reminded;
        run.count(district.id, batch);
      }
    }
  }

  private async remind(
    { id: districtId, timezone }: District,
    requestId: string,
  ): Promise<{ reminded: number; notices: number }> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      const [claimed]: [{ id: string }[], number] = await tx.query(
        `UPDATE session SET reminded_at = $2 WHERE id IN (${TO_REMIND}) RETURNING id`,
        [districtId, now, new Date(now.getTime() + DAY), BATCH],
      );
      const rows: {
        id: string;
        startsAt: Date;
        volunteerId: string;
        schoolId: string;
        engagementId: string;
        title: string;
        schoolName: string;
      }[] = await tx.query(
        `SELECT x.id, x.starts_at AS "startsAt", x.volunteer_id AS "volunteerId", e.school_id AS "schoolId", e.id AS "engagementId", n.title, s.name AS "schoolName"
         FROM session x JOIN engagement e ON e.id = x.engagement_id JOIN need n ON n.id = e.need_id JOIN school s ON s.id = e.school_id WHERE x.id = ANY($1) ORDER BY x.id`,
        [claimed.map(({ id }) => id)],
      );
      const notices = await notify(
        tx,
        ctx,
        now,
        ...rows.map(({ id, startsAt, volunteerId, schoolId, engagementId, title, schoolName }): NewNotice => ({
          event: 'session_reminder',
          params: { need: title, school: schoolName, when: localText(startsAt, timezone) },
          volunteerId,
          schoolId,
          link: `/engagements/${engagementId}`,
          dedupe: id,
        })),
      );
      return { reminded: claimed.length, notices };
    });
  }
}

/** Open check-ins of a district that are due before today; walks the index `check_in_due`. */
export const OVERDUE = `SELECT id FROM check_in WHERE state = 'due' AND due_on < $2 AND district_id = $1 ORDER BY due_on LIMIT $3 FOR UPDATE SKIP LOCKED`;

/** Check-ins of a district that fall due today, by the same index; that each is told once is the notices' own rule. */
export const DUE_TODAY = `SELECT id FROM check_in WHERE state = 'due' AND due_on = $2 AND district_id = $1`;

/** Tells schools of follow-ups that fall due today, and marks those overdue that nobody did on their day. */
@Injectable()
@Handles(sweepCheckIns)
export class SweepCheckIns implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    for (const district of await districtsOf(this.db.reader)) {
      for (let count = BATCH; count === BATCH;) {
        run.signal.throwIfAborted();
        const batch = await this.overdue(district, run.requestId);
        count = batch.overdue;
        run.count(district.id, batch);
      }
      run.count(district.id, await this.dueToday(district, run.requestId));
    }
  }

  private async overdue(
    { id: districtId, timezone }: District,
    requestId: string,
  ): Promise<{ overdue: number; notices: number }> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      checkInStates.check('due', 'overdue');
      const [rows]: [{ id: string }[], number] = await tx.query(
        `UPDATE check_in SET state = 'overdue', version = version + 1 WHERE id IN (${OVERDUE}) RETURNING id`,
        [districtId, toLocal(now, timezone).day, BATCH],
      );
      const ids = rows.map(({ id }) => id);
      await record(
        tx,
        ctx,
        now,
        ...ids.map((id) => ({
          action: 'check_in.overdue',
          entity: 'check_in',
          entityId: id,
          change: { from: 'due', to: 'overdue' },
        })),
      );
      const notices = await notify(tx, ctx, now, ...(await noticesOf(tx, 'check_in_overdue', ids)));
      return { overdue: ids.length, notices };
    });
  }

  private async dueToday(
    { id: districtId, timezone }: District,
    requestId: string,
  ): Promise<{ due: number; notices: number }> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      const rows: { id: string }[] = await tx.query(DUE_TODAY, [districtId, toLocal(now, timezone).day]);
      const notices = await notify(
        tx,
        ctx,
        now,
        ...(await noticesOf(
          tx,
          'check_in_due',
          rows.map(({ id }) => id),
        )),
      );
      return { due: rows.length, notices };
    });
  }
}

async function noticesOf(tx: Tx, event: 'check_in_due' | 'check_in_overdue', ids: string[]): Promise<NewNotice[]> {
  const rows: { id: string; day: string; engagementId: string; schoolId: string; title: string; volunteer: string }[] =
    await tx.query(
      `SELECT k.id, k.due_on::text AS day, e.id AS "engagementId", e.school_id AS "schoolId", n.title, v.name AS volunteer
     FROM check_in k JOIN engagement e ON e.id = k.engagement_id JOIN need n ON n.id = e.need_id JOIN volunteer v ON v.id = e.volunteer_id WHERE k.id = ANY($1) ORDER BY k.id`,
      [ids],
    );
  return rows.map(({ id, day, engagementId, schoolId, title, volunteer }) => ({
    event,
    params: { need: title, volunteer, day },
    schoolId,
    link: `/engagements/${engagementId}`,
    dedupe: id,
  }));
}
