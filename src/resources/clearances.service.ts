import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { clearanceFaults } from './plausible';
import { ClearanceRow } from './resource.entity';
import { ClearanceDto, VolunteerDto } from './resources.dto';
import { offMenu } from './resources.jobs';
import { VolunteersService } from './volunteers.service';

/** The yearly check for contact with minors: recorded, and taken back. Nothing of it is ever deleted. */
@Injectable()
export class ClearancesService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly volunteers: VolunteersService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Records a yearly check. Earlier ones stay on record. */
  async record(ctx: Ctx, volunteerId: string, dto: ClearanceDto): Promise<VolunteerDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'clearance.record', [volunteerId]);
      const faults = clearanceFaults(dto, await this.districts.today(tx, ctx.actor.districtId));
      if (faults.length > 0) throw new AppError('invalid', {}, faults);
      const now = this.clock.now();
      const clearance = {
        id: newId(),
        districtId: ctx.actor.districtId,
        volunteerId,
        ...dto,
        revokedAt: null,
        createdAt: now,
      };
      await tx.insert(ClearanceRow, clearance);
      await record(tx, ctx, now, {
        action: 'clearance.record',
        entity: 'volunteer',
        entityId: volunteerId,
        change: { checkedOn: dto.checkedOn, expiresOn: dto.expiresOn },
      });
      return this.volunteers.get(ctx, volunteerId, tx);
    });
  }

  /**
   * Takes back every clearance of a volunteer, with the reason. From this moment nobody is asked or agrees to anything
   * with minors; what was proposed, sent and agreed with them ends in a job of its own, and replacements are sought.
   * Answers wait for the volunteer's row, as this does: a "yes" comes before, and is ended, or after, and is refused.
   * @throws `not_cleared` if there is nothing to take back
   */
  async revoke(ctx: Ctx, volunteerId: string, reason: string): Promise<VolunteerDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'clearance.record', [volunteerId]);
      await tx.query('SELECT 1 FROM volunteer WHERE id = $1 FOR NO KEY UPDATE', [volunteerId]);
      const now = this.clock.now();
      const [revoked]: [{ expires_on: string }[], number] = await tx.query(
        `UPDATE clearance SET revoked_at = $2, revoked_by = $3, revoke_reason = $4 WHERE volunteer_id = $1 AND revoked_at IS NULL
         RETURNING expires_on::text`,
        [volunteerId, now, ctx.actor.accountId, reason],
      );
      if (revoked.length === 0) throw new AppError('not_cleared');
      await record(tx, ctx, now, {
        action: 'clearance.revoke',
        entity: 'volunteer',
        entityId: volunteerId,
        change: {
          expiresOn: revoked
            .map(({ expires_on: day }) => day)
            .sort()
            .at(-1),
        },
        personal: [{ field: 'revokeReason', from: null, to: reason }],
      });
      await enqueue(tx, ctx, offMenu, { volunteerId }, now);
      return this.volunteers.get(ctx, volunteerId, tx);
    });
  }
}
