import { Inject, Injectable } from '@nestjs/common';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { endRound } from './round-ends';
import type { RoundRow } from './round.entity';
import { nightlyRounds, runRound, sweepRounds } from './rounds.jobs';
import { RoundsService } from './rounds.service';

/** A round for every district that has a policy and has not had its nightly round today; skipped where one is under way. */
@Injectable()
@Handles(nightlyRounds)
export class NightlyRounds implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    private readonly rounds: RoundsService,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    const districts: { id: string }[] = await this.db.reader.query(
      'SELECT DISTINCT district_id AS id FROM policy ORDER BY 1',
    );
    for (const { id } of districts) {
      run.signal.throwIfAborted();
      const requested = await this.rounds.requestNightly(systemCtx(id, run.requestId));
      run.count(id, { requested: requested ? 1 : 0 });
    }
  }
}

/** Live rounds whose job ($1) is dead; walks the indexes of live rounds and of dead jobs. */
export const ABANDONED = `SELECT r.id, r.code, r.state, r.district_id AS "districtId", o.last_error AS "lastError" FROM round r
  JOIN outbox o ON o.job = $1 AND o.dead_at IS NOT NULL AND o.payload ->> 'roundId' = r.id::text
  WHERE r.state IN ('queued', 'running') ORDER BY r.id FOR NO KEY UPDATE OF r`;

/** Ends live rounds whose job is dead: nobody will work on them any more. */
@Injectable()
@Handles(sweepRounds)
export class SweepRounds implements JobHandler<object> {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  async handle(_: object, run: JobRun): Promise<void> {
    const failed = await run.once(async (tx) => {
      const rows: (Pick<RoundRow, 'id' | 'code' | 'state' | 'districtId'> & { lastError: string | null })[] =
        await tx.query(ABANDONED, [runRound.name]);
      for (const row of rows)
        await endRound(
          tx,
          systemCtx(row.districtId, run.requestId),
          this.clock.now(),
          row,
          'failed',
          row.lastError ?? 'crashed',
        );
      return rows;
    });
    for (const { districtId } of failed ?? []) run.count(districtId, { failed: 1 });
  }
}
