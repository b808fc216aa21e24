import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { revive } from '../platform/jobs/outbox';
import type { JobDto, JobQuery, ScheduleDto } from './operations.dto';
import { jobPage, lockJob, schedules } from './operations.queries';

/** What the machine does by itself: schedules, and jobs that wait, run or died. */
@Injectable()
export class OperationsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async schedules(ctx: Ctx): Promise<ScheduleDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'operations.read', [ctx.actor.districtId]);
    return schedules(this.db.reader, ctx.actor.districtId, this.clock.now());
  }

  async jobs(ctx: Ctx, query: JobQuery): Promise<Page<JobDto>> {
    await requireAccess(this.db.reader, ctx.actor, 'operations.read', [ctx.actor.districtId]);
    return jobPage(this.db.reader, ctx.actor.districtId, query);
  }

  /** Brings a dead job back, due at once and with all its attempts. Throws `illegal_transition` if it is not dead. */
  retry(ctx: Ctx, id: string): Promise<void> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'operations.change', [ctx.actor.districtId]);
      const job = await lockJob(tx, ctx.actor.districtId, id);
      if (!job) throw new AppError('not_found');
      const now = this.clock.now();
      if (!(await revive(tx, id, now)))
        throw new AppError('illegal_transition', { entity: 'job', from: job.state, to: 'waiting', allowed: '' });
      const change = { job: job.job, lastError: job.lastError, generation: job.generation + 1 };
      await record(tx, ctx, now, { action: 'job.retry', entity: 'job', entityId: id, change });
    });
  }
}
