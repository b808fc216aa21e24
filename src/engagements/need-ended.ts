import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { NeedEndedPayload, needEnded } from '../needs/needs.jobs';
import { notify } from '../notices/notices';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { Endings } from './endings';
import { lockLive } from './lock';

interface Cancelled {
  id: string;
  invited: boolean;
  volunteerId: string;
  need: string;
  school: string;
}

/**
 * Ends what a need that is over leaves behind: proposals and invitations are cancelled, and what was agreed ends early by
 * the school. Everybody concerned is told once.
 */
@Injectable()
@Handles(needEnded)
export class NeedEnded implements JobHandler<NeedEndedPayload> {
  constructor(
    private readonly endings: Endings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ needId }: NeedEndedPayload, run: JobRun): Promise<JobResult | void> {
    const { districtId } = run.actor;
    if (!districtId) throw new Error('A need belongs to a district');
    return run.once(async (tx) => {
      const now = this.clock.now();
      const ctx = systemCtx(districtId, run.requestId);
      const [need] = await tx.query('SELECT state FROM need WHERE id = $1 FOR NO KEY UPDATE', [needId]);
      if (!['withdrawn', 'expired', 'completed'].includes(need?.state)) return { cancelled: 0, ended: 0 };
      const [rows]: [Cancelled[], number] = await tx.query(
        `UPDATE proposal p SET state = 'cancelled', cancel_reason = 'need_ended', updated_at = $2, version = p.version + 1
         FROM need n, school s WHERE n.id = p.need_id AND s.id = n.school_id AND p.need_id = $1 AND p.state IN ('proposed', 'approved', 'invited')
         RETURNING p.id, p.invited_at IS NOT NULL AS invited, p.volunteer_id AS "volunteerId", n.title AS need, s.name AS school`,
        [needId, now],
      );
      await record(
        tx,
        ctx,
        now,
        ...rows.map(({ id }) => ({
          action: 'proposal.cancel',
          entity: 'proposal',
          entityId: id,
          change: { to: 'cancelled', reason: 'need_ended' },
        })),
      );
      await notify(
        tx,
        ctx,
        now,
        ...rows
          .filter(({ invited }) => invited)
          .map(({ id, volunteerId, need: title, school }) => ({
            event: 'invitation_cancelled' as const,
            params: { need: title, school },
            volunteerId,
            link: null,
            dedupe: id,
          })),
      );
      const live = await lockLive(tx, needId);
      for (const engagement of live)
        await this.endings.end(tx, ctx, now, engagement, {
          by: 'school',
          reason: 'need_withdrawn',
          seekReplacement: false,
        });
      return { cancelled: rows.length, ended: live.length };
    });
  }
}
