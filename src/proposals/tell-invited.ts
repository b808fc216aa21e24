import { Inject, Injectable } from '@nestjs/common';
import { DistrictsService } from '../districts/districts.service';
import { notify } from '../notices/notices';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { dueInvitations, invitedNotice } from './invitations.queries';
import { TellInvitedPayload, tellInvited } from './proposals.jobs';

/** Tells volunteers of new invitations; what is no longer open by then is passed over. */
@Injectable()
@Handles(tellInvited)
export class TellInvited implements JobHandler<TellInvitedPayload> {
  constructor(
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ proposalIds }: TellInvitedPayload, run: JobRun): Promise<JobResult | void> {
    const { districtId } = run.actor;
    if (!districtId) throw new Error('An invitation belongs to a district');
    return run.once(async (tx) => {
      const { timezone } = await this.districts.district(tx, districtId);
      const rows = await dueInvitations(tx, districtId, proposalIds);
      const notices = rows.map((row) => invitedNotice('invited', row, timezone));
      return {
        invitations: rows.length,
        notices: await notify(tx, systemCtx(districtId, run.requestId), this.clock.now(), ...notices),
      };
    });
  }
}
