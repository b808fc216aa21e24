import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { notify } from '../notices/notices';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { lockInvitation } from './answers';
import { exclude } from './exclude';
import { dueInvitations, invitedNotice } from './invitations.queries';
import { offerFreedSeat } from './invite';
import { proposalStates } from './proposal';
import { lapseInvitations, remindInvited } from './proposals.jobs';

/** Invitations taken from the list of what is due at a time. */
const BATCH = 200;

interface Due {
  id: string;
  districtId: string;
}

/** Open invitations whose answer date has passed; walks the index `proposal_lapse`. */
export const LAPSED = `SELECT id, district_id AS "districtId" FROM proposal WHERE state = 'invited' AND answer_by <= $1 ORDER BY answer_by`;

/** Open invitations of a district to be reminded of; walks the same index from now to the end of the reminder days. */
export const TO_REMIND = `SELECT id FROM proposal WHERE state = 'invited' AND answer_by > $2 AND answer_by <= $3 AND reminded_at IS NULL AND district_id = $1
  ORDER BY answer_by LIMIT $4 FOR UPDATE SKIP LOCKED`;

/**
 * Lapses invitations nobody answered in time, each in a transaction of its own, so that one that fails does not hold up
 * the others. Excludes the pair for its round only, and offers the seat to the next reserve.
 */
@Injectable()
@Handles(lapseInvitations)
export class LapseInvitations implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    const now = this.clock.now();
    const due: Due[] = await this.db.reader.query(LAPSED, [now]);
    for (const { id, districtId } of due) {
      run.signal.throwIfAborted();
      const outcome = await this.lapse(id, districtId, run.requestId);
      if (outcome) run.count(districtId, { lapsed: 1, reserves: outcome === 'reserve' ? 1 : 0 });
    }
  }

  /** null: answered, lapsed or cancelled by somebody else meanwhile. */
  private async lapse(id: string, districtId: string, requestId: string): Promise<'reserve' | 'open' | null> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      const invitation = await lockInvitation(tx, id);
      if (invitation.state !== 'invited' || invitation.answerBy > now) return null;
      proposalStates.check(invitation.state, 'lapsed');
      const { needId, volunteerId, roundId, need, seat, volunteerName } = invitation;
      await tx.query(`UPDATE proposal SET state = 'lapsed', updated_at = $2, version = version + 1 WHERE id = $1`, [
        id,
        now,
      ]);
      if (roundId) await exclude(tx, ctx, now, { volunteerId, needId, reason: 'lapsed', side: 'district', roundId });
      await record(tx, ctx, now, {
        action: 'proposal.lapse',
        entity: 'proposal',
        entityId: id,
        change: { from: 'invited', to: 'lapsed' },
      });
      await notify(
        tx,
        ctx,
        now,
        {
          event: 'invitation_lapsed',
          params: { need: need.title, school: need.schoolName },
          volunteerId,
          link: `/invitations/${id}`,
          dedupe: id,
        },
        {
          event: 'invitation_unanswered',
          params: { need: need.title, volunteer: volunteerName },
          schoolId: need.schoolId,
          accountIds: [invitation.decidedBy],
          link: `/needs/${needId}`,
          dedupe: id,
        },
      );
      const reserve = await offerFreedSeat(tx, ctx, now, await this.districts.district(tx, districtId), needId, seat);
      return reserve ? 'reserve' : 'open';
    });
  }
}

/** Reminds volunteers, once, of invitations that are due within the days the district has set. */
@Injectable()
@Handles(remindInvited)
export class RemindInvited implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    const districts: { id: string }[] = await this.db.reader.query('SELECT id FROM district ORDER BY id');
    for (const { id: districtId } of districts) {
      for (let count = BATCH; count === BATCH;) {
        run.signal.throwIfAborted();
        const batch = await this.remind(districtId, run.requestId);
        count = batch.reminded;
        run.count(districtId, batch);
      }
    }
  }

  private async remind(districtId: string, requestId: string): Promise<{ reminded: number; notices: number }> {
    const ctx = systemCtx(districtId, requestId);
    return this.db.change(ctx, async (tx) => {
      const now = this.clock.now();
      const { settings, timezone } = await this.districts.district(tx, districtId);
      const until = new Date(now.getTime() + settings.remindDaysBefore * 86_400_000);
      const [rows]: [{ id: string }[], number] = await tx.query(
        `UPDATE proposal SET reminded_at = $2 WHERE id IN (${TO_REMIND}) RETURNING id`,
        [districtId, now, until, BATCH],
      );
      const due = await dueInvitations(
        tx,
        districtId,
        rows.map(({ id }) => id),
      );
      const notices = await notify(
        tx,
        ctx,
        now,
        ...due.map((row) => invitedNotice('invitation_reminder', row, timezone)),
      );
      return { reminded: rows.length, notices };
    });
  }
}
