import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { toLocal } from '../districts/local-time';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { enqueue } from '../platform/jobs/outbox';
import { expireNeeds, needEnded } from './needs.jobs';

const BATCH = 200;

/** Needs of a district that nobody serves and whose period is over; walks the index `need_expiry`. */
export const EXPIRED = `SELECT id, state FROM need WHERE state IN ('draft', 'submitted', 'returned', 'open') AND period_to < $2 AND district_id = $1
  AND NOT EXISTS (SELECT FROM engagement e WHERE e.need_id = need.id AND e.state <> 'ended')
  ORDER BY period_to LIMIT $3 FOR UPDATE SKIP LOCKED`;

/** Ends needs whose period has passed without anybody serving. A need somebody has accepted is left to its engagements. */
@Injectable()
@Handles(expireNeeds)
export class ExpireNeeds implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    const districts: { id: string; timezone: string }[] = await this.db.reader.query(
      'SELECT id, timezone FROM district ORDER BY id',
    );
    for (const district of districts) {
      for (let count = BATCH; count === BATCH;) {
        run.signal.throwIfAborted();
        count = await this.expire(district, run.requestId);
        run.count(district.id, { expired: count });
      }
    }
  }

  private async expire(
    { id: districtId, timezone }: { id: string; timezone: string },
    requestId: string,
  ): Promise<number> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      const rows: { id: string; state: string }[] = await tx.query(EXPIRED, [
        districtId,
        toLocal(now, timezone).day,
        BATCH,
      ]);
      await tx.query(`UPDATE need SET state = 'expired', updated_at = $2, version = version + 1 WHERE id = ANY($1)`, [
        rows.map(({ id }) => id),
        now,
      ]);
      await record(
        tx,
        ctx,
        now,
        ...rows.map(({ id, state }) => ({
          action: 'need.expired',
          entity: 'need',
          entityId: id,
          change: { from: state, to: 'expired' },
        })),
      );
      for (const { id } of rows) await enqueue(tx, ctx, needEnded, { needId: id }, now);
      return rows.length;
    });
  }
}
