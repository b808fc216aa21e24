import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { toLocal } from '../districts/local-time';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { enqueue } from '../platform/jobs/outbox';
import { NeedState, needStates } from './need';
import { expireNeeds, needEnded } from './needs.jobs';

const BATCH = 200;

/**
 * Needs of a district that nobody serves and whose period is over, and whether a meeting of theirs was held before the last
 * engagement ended early; walks the index `need_expiry`.
 */
export const EXPIRED = `SELECT id, state, EXISTS (SELECT FROM engagement e JOIN session x ON x.engagement_id = e.id WHERE e.need_id = need.id AND x.state = 'held') AS served
  FROM need WHERE state IN ('draft', 'submitted', 'returned', 'open', 'filled', 'serving') AND period_to < $2 AND district_id = $1
  AND NOT EXISTS (SELECT FROM engagement e WHERE e.need_id = need.id AND e.state <> 'ended')
  ORDER BY period_to LIMIT $3 FOR UPDATE SKIP LOCKED`;

/**
 * Ends needs whose period is over and that nobody serves: never filled, or all their engagements ended early and nobody
 * was sought instead. What was served before that is completed, the rest has expired. A need with an engagement that goes on
 * is left to it.
 */
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
      const rows: { id: string; state: NeedState; served: boolean }[] = await tx.query(EXPIRED, [
        districtId,
        toLocal(now, timezone).day,
        BATCH,
      ]);
      const ended = rows.map(({ id, state, served }) => {
        const to: NeedState = state === 'serving' && served ? 'completed' : 'expired';
        needStates.check(state, to);
        return { id, from: state, to };
      });
      await tx.query(
        `UPDATE need n SET state = e.to, updated_at = $2, version = n.version + 1
         FROM jsonb_to_recordset($1) AS e(id uuid, "to" text) WHERE n.id = e.id`,
        [JSON.stringify(ended), now],
      );
      await record(
        tx,
        ctx,
        now,
        ...ended.map(({ id, from, to }) => ({
          action: `need.${to}`,
          entity: 'need',
          entityId: id,
          change: { from, to },
        })),
      );
      for (const { id } of rows) await enqueue(tx, ctx, needEnded, { needId: id }, now);
      return rows.length;
    });
  }
}
