import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { notify } from '../notices/notices';
import { Ctx, systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { offerFreedSeat } from '../proposals/invite';
import { OffMenuPayload, offMenu } from '../resources/resources.jobs';
import type { VolunteerState } from '../resources/resource';
import { Endings } from './endings';
import { loadTitle, lockLive } from './lock';

interface Cancelled {
  id: string;
  seat: number;
  invited: boolean;
  decidedBy: string | null;
  reason: 'off_menu' | 'not_cleared';
  volunteer: string;
  need: string;
  schoolId: string;
  school: string;
}

/** Needs in which a volunteer is proposed, approved, invited, or serves. */
const TOUCHED = `SELECT need_id AS id FROM proposal WHERE volunteer_id = $1 AND state IN ('proposed', 'approved', 'invited')
  UNION SELECT need_id FROM engagement WHERE volunteer_id = $1 AND state IN ('agreed', 'serving') ORDER BY 1`;

/** SQL: volunteer `v` was taken the clearance, and has not been cleared anew. */
const REVOKED = `coalesce((SELECT c.revoked_at IS NOT NULL FROM clearance c WHERE c.volunteer_id = v.id ORDER BY c.created_at DESC, c.id DESC LIMIT 1), false)`;

/**
 * SQL: when volunteer `v` paused last. A school is told of a pause once, whichever job finds it: that of the pause, one of an
 * earlier pause that comes late, or one of an offer that was taken off the menu meanwhile.
 */
const LAST_PAUSE = `(SELECT extract(epoch FROM a.at) FROM audit_event a WHERE a.district_id = v.district_id AND a.entity = 'volunteer' AND a.entity_id = v.id
  AND a.action = 'volunteer.paused' ORDER BY a.id DESC LIMIT 1)`;

/**
 * Brings everything that waits for a volunteer in line with a volunteer or an offer that has gone from the menu. Proposals
 * and invitations of what is not offered any more are cancelled, both sides are told, and the seats go to the next
 * reserves. What somebody who has left was serving ends, and a replacement is sought; during a pause it goes on and its
 * school is told, unless it was to end. A clearance that was taken back does the same to everything with minors, alone. Need by need, each in a transaction of its own and by what the rows say then, so
 * that it may run twice, or after the volunteer has come back.
 */
@Injectable()
@Handles(offMenu)
export class OffMenu implements JobHandler<OffMenuPayload> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly endings: Endings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ volunteerId, endEngagements = false }: OffMenuPayload, run: JobRun): Promise<JobResult> {
    const { districtId } = run.actor;
    if (!districtId) throw new Error('A volunteer belongs to a district');
    const ctx = systemCtx(districtId, run.requestId);
    const result = { cancelled: 0, ended: 0 };
    for (const { id } of (await this.db.reader.query(TOUCHED, [volunteerId])) as { id: string }[]) {
      run.signal.throwIfAborted();
      const one = await this.db.change(ctx, async (tx) => {
        const now = this.clock.now();
        await tx.query('SELECT 1 FROM need WHERE id = $1 FOR NO KEY UPDATE', [id]);
        return {
          cancelled: await this.cancel(tx, ctx, now, id, volunteerId),
          ended: await this.end(tx, ctx, now, id, volunteerId, endEngagements),
        };
      });
      result.cancelled += one.cancelled;
      result.ended += one.ended;
    }
    return result;
  }

  private async cancel(tx: Tx, ctx: Ctx, now: Date, needId: string, volunteerId: string): Promise<number> {
    const [rows]: [Cancelled[], number] = await tx.query(
      `UPDATE proposal p SET state = 'cancelled', updated_at = $3, version = p.version + 1,
         cancel_reason = CASE WHEN v.state <> 'active' OR o.state <> 'listed' THEN 'off_menu' ELSE 'not_cleared' END
       FROM volunteer v, offer o, need n, school s
       WHERE v.id = p.volunteer_id AND o.id = p.offer_id AND n.id = p.need_id AND s.id = n.school_id AND p.need_id = $1 AND p.volunteer_id = $2
         AND p.state IN ('proposed', 'approved', 'invited') AND (v.state <> 'active' OR o.state <> 'listed' OR (n.minors AND ${REVOKED}))
       RETURNING p.id, p.seat, p.invited_at IS NOT NULL AS invited, p.decided_by AS "decidedBy", p.cancel_reason AS reason, v.name AS volunteer, n.title AS need,
         s.id AS "schoolId", s.name AS school`,
      [needId, volunteerId, now],
    );
    await record(
      tx,
      ctx,
      now,
      ...rows.map(({ id, reason }) => ({
        action: 'proposal.cancel',
        entity: 'proposal',
        entityId: id,
        change: { to: 'cancelled', reason },
      })),
    );
    for (const { id, seat, decidedBy, volunteer, need, schoolId, school } of rows.filter(({ invited }) => invited)) {
      await notify(
        tx,
        ctx,
        now,
        { event: 'invitation_cancelled', params: { need, school }, volunteerId, link: null, dedupe: id },
        {
          event: 'invitation_withdrawn',
          params: { need, volunteer },
          schoolId,
          accountIds: [decidedBy],
          link: `/needs/${needId}`,
          dedupe: id,
        },
      );
      const district = await this.districts.district(tx, ctx.actor.districtId);
      await offerFreedSeat(tx, ctx, now, district, needId, seat);
    }
    return rows.length;
  }

  private async end(
    tx: Tx,
    ctx: Ctx,
    now: Date,
    needId: string,
    volunteerId: string,
    endEngagements: boolean,
  ): Promise<number> {
    const live = await lockLive(tx, needId, volunteerId);
    if (live.length === 0) return 0;
    const [{ state, uncleared, pause }]: { state: VolunteerState; uncleared: boolean; pause: string | null }[] =
      await tx.query(
        `SELECT v.state, n.minors AND ${REVOKED} AS uncleared, ${LAST_PAUSE}::text AS pause
       FROM volunteer v, need n WHERE v.id = $1 AND n.id = $2 FOR NO KEY UPDATE OF v`,
        [volunteerId, needId],
      );
    const stops = state === 'left' || (state === 'paused' && endEngagements);
    const ends = stops || uncleared;
    for (const engagement of live) {
      if (ends) {
        const ending = stops
          ? ({ by: 'volunteer', reason: `volunteer_${state}` } as const)
          : ({ by: 'district', reason: 'clearance_revoked' } as const);
        await this.endings.end(tx, ctx, now, engagement, { ...ending, seekReplacement: true });
      } else if (state === 'paused') {
        const { title, volunteerName } = await loadTitle(tx, engagement.id);
        await notify(tx, ctx, now, {
          event: 'volunteer_paused',
          params: { need: title, volunteer: volunteerName },
          schoolId: engagement.schoolId,
          link: `/engagements/${engagement.id}`,
          dedupe: `${engagement.id}:${pause}`,
        });
      }
    }
    return ends ? live.length : 0;
  }
}
