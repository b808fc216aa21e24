import { Inject, Injectable } from '@nestjs/common';
import { HolidayPayload, holidayMoved } from '../districts/districts.jobs';
import { notify } from '../notices/notices';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';

/**
 * Tells each school, once for each version of a holiday, how many meetings already planned fall on it now. Nothing is
 * moved: two people have agreed on those days, and some mean them.
 */
@Injectable()
@Handles(holidayMoved)
export class HolidayMoved implements JobHandler<HolidayPayload> {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  async handle({ holidayId }: HolidayPayload, run: JobRun): Promise<JobResult | void> {
    const { districtId } = run.actor;
    if (!districtId) throw new Error('A holiday belongs to a district');
    return run.once(async (tx) => {
      const now = this.clock.now();
      const schools: { schoolId: string; holiday: string; version: number; count: number }[] = await tx.query(
        `SELECT e.school_id AS "schoolId", h.name AS holiday, h.version, count(*)::int AS count
         FROM holiday h JOIN district d ON d.id = h.district_id
           JOIN session x ON x.district_id = d.id AND x.state = 'planned' AND x.starts_at > $3
             AND x.starts_at >= h.starts_on::timestamp AT TIME ZONE d.timezone
             AND x.starts_at < (h.ends_on + 1)::timestamp AT TIME ZONE d.timezone
           JOIN engagement e ON e.id = x.engagement_id
         WHERE h.id = $1 AND h.district_id = $2 GROUP BY 1, 2, 3 ORDER BY 1`,
        [holidayId, districtId, now],
      );
      const notices = await notify(
        tx,
        systemCtx(districtId, run.requestId),
        now,
        ...schools.map(({ schoolId, holiday, version, count }) => ({
          event: 'sessions_on_holiday' as const,
          params: { holiday, count },
          schoolId,
          link: '/follow',
          dedupe: `${holidayId}:${version}:${schoolId}`,
        })),
      );
      return { notices };
    });
  }
}
