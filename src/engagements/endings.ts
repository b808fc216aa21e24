import { Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { NeedsService } from '../needs/needs.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Tx, updateVersioned } from '../platform/database/database';
import { offerFreedSeat } from '../proposals/invite';
import { engagementStates } from './engagement';
import { EngagementRow } from './engagement.entity';
import { loadTitle } from './lock';
import { needFollows } from './need-follows';

/** Who ends an engagement before its time, and what is to become of the seat. */
export interface Ending {
  by: 'volunteer' | 'school' | 'district';
  reason: string | null;
  seekReplacement: boolean;
  /** The volunteer for whom somebody else said it. */
  onBehalfOf?: string | null;
}

/** The early end of what was agreed, whoever asks for it: a person, a need that is over, a volunteer who stops. */
@Injectable()
export class Endings {
  constructor(
    private readonly districts: DistrictsService,
    private readonly needs: NeedsService,
  ) {}

  /**
   * Ends an engagement in the caller's transaction, need and engagement locked: meetings to come and follow-ups are over,
   * goods that were not handed over go back on the shelf, both sides are told, and if a replacement is sought the seat
   * goes to the next approved reserve or back to the menu. @throws `illegal_transition`
   */
  async end(tx: Tx, ctx: Ctx, now: Date, engagement: EngagementRow, ending: Ending): Promise<void> {
    const { id, needId, volunteerId, schoolId, seat, state } = engagement;
    const { by, reason, seekReplacement, onBehalfOf = null } = ending;
    engagementStates.check(state, 'ended');
    await updateVersioned(tx, EngagementRow, engagement, {
      state: 'ended',
      endedBy: by,
      endReason: reason,
      replacementSought: seekReplacement,
      updatedAt: now,
    });
    await closeWork(tx, ctx, now, id);
    if (state === 'agreed') await returnGoods(tx, engagement, now);
    await tx.query(
      `UPDATE proposal SET state = 'cancelled', cancel_reason = 'ended_early', updated_at = $2, version = version + 1 WHERE id = $1 AND state = 'accepted'`,
      [engagement.proposalId, now],
    );
    await needFollows(tx, ctx, this.needs, needId);
    const { title } = await loadTitle(tx, id);
    await record(tx, ctx, now, {
      action: 'engagement.end',
      entity: 'engagement',
      entityId: id,
      onBehalfOf,
      change: { from: state, to: 'ended', by, seekReplacement },
    });
    await notify(tx, ctx, now, {
      event: 'engagement_ended',
      params: { need: title },
      volunteerId,
      schoolId,
      link: `/engagements/${id}`,
      dedupe: id,
    });
    if (seekReplacement)
      await offerFreedSeat(tx, ctx, now, await this.districts.district(tx, ctx.actor.districtId), needId, seat);
  }
}

/** What is over needs no more meetings and no more follow-ups. Sessions of the past stay, to be recorded. */
export async function closeWork(tx: Tx, ctx: Ctx, now: Date, engagementId: string): Promise<void> {
  await tx.query(
    `UPDATE session SET state = 'cancelled', recorded_by = $3, recorded_at = $2, version = version + 1 WHERE engagement_id = $1 AND state = 'planned' AND starts_at > $2`,
    [engagementId, now, ctx.actor.accountId],
  );
  await tx.query(
    `UPDATE check_in SET state = 'dropped', version = version + 1 WHERE engagement_id = $1 AND state IN ('due', 'overdue')`,
    [engagementId],
  );
}

/** The pieces that its acceptance took from the shelf. */
async function returnGoods(tx: Tx, { needId, offerId }: EngagementRow, now: Date): Promise<void> {
  await tx.query(
    `UPDATE offer o SET stock = o.stock + n.quantity, updated_at = $3, version = o.version + 1 FROM need n WHERE n.id = $1 AND o.id = $2 AND n.quantity > 0`,
    [needId, offerId, now],
  );
}
