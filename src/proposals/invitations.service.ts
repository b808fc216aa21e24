import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { noteList, noteLook } from '../audit/looks';
import { DistrictsService } from '../districts/districts.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { channelOf, lockInvitation, requireAnswerable } from './answers';
import { exclude } from './exclude';
import { AnswerDto, InvitationDto, InvitationQuery } from './invitations.dto';
import { invitationById, invitationsPage } from './invitations.queries';
import { offerFreedSeat } from './invite';
import { proposalStates } from './proposal';

/** Invitations as the volunteer meets them: seeing them, saying no, asking for a call. Saying yes makes an engagement and lives there. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whom to call and on which number; that somebody sees the numbers is noted. */
  async list(ctx: Ctx, query: InvitationQuery): Promise<Page<InvitationDto>> {
    const now = this.clock.now();
    const page = await invitationsPage(this.db.reader, ctx, now, query);
    const shown = page.items.flatMap(({ volunteer }) => (volunteer?.phone ? [volunteer.id] : []));
    await noteList(this.db.reader, ctx, now, 'volunteer', shown);
    return page;
  }

  async get(ctx: Ctx, id: string): Promise<InvitationDto> {
    const found = await invitationById(this.db.reader, ctx, this.clock.now(), id);
    if (!found) throw new AppError('not_found');
    return found;
  }

  /** For somebody who opens it; that they see the volunteer's number is noted. */
  async read(ctx: Ctx, id: string): Promise<InvitationDto> {
    const found = await this.get(ctx, id);
    if (found.volunteer?.phone) await noteLook(this.db.reader, ctx, this.clock.now(), 'volunteer', found.volunteer.id);
    return found;
  }

  /**
   * "No", without a reason. Ends reminders, keeps the pair from being proposed again, and offers the seat to the next
   * reserve. Said twice, it is the same no. Throws `answer_closed` when the invitation no longer waits.
   */
  async decline(ctx: Ctx, id: string, dto: AnswerDto): Promise<InvitationDto> {
    await this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'invitation.answer', [id]);
      const invitation = await lockInvitation(tx, id, dto.version);
      if (invitation.state === 'declined') return;
      const now = this.clock.now();
      requireAnswerable(invitation, now);
      proposalStates.check(invitation.state, 'declined');
      const { needId, volunteerId, need } = invitation;
      const { channel, onBehalfOf } = channelOf(ctx, volunteerId);
      await tx.query(
        `UPDATE proposal SET state = 'declined', answered_at = $2, answered_by = $3, answer_channel = $4, updated_at = $2, version = version + 1 WHERE id = $1`,
        [id, now, ctx.actor.accountId, channel],
      );
      await exclude(tx, ctx, now, { volunteerId, needId, reason: 'declined', side: 'volunteer', roundId: null });
      await record(tx, ctx, now, {
        action: 'proposal.decline',
        entity: 'proposal',
        entityId: id,
        onBehalfOf,
        change: { from: 'invited', to: 'declined', channel },
      });
      await notify(tx, ctx, now, {
        event: 'invitation_declined',
        params: { need: need.title, volunteer: invitation.volunteerName },
        schoolId: need.schoolId,
        accountIds: [invitation.decidedBy],
        link: `/needs/${needId}`,
        dedupe: id,
      });
      await offerFreedSeat(
        tx,
        ctx,
        now,
        await this.districts.district(tx, ctx.actor.districtId),
        needId,
        invitation.seat,
      );
    });
    return this.get(ctx, id);
  }

  /** "Call me": the school is told to telephone. The invitation stays open; asked twice it is one wish. */
  async askForCall(ctx: Ctx, id: string, dto: AnswerDto): Promise<InvitationDto> {
    await this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'invitation.answer', [id]);
      const invitation = await lockInvitation(tx, id, dto.version);
      const now = this.clock.now();
      requireAnswerable(invitation, now);
      const { onBehalfOf } = channelOf(ctx, invitation.volunteerId);
      await tx.query(
        'UPDATE proposal SET call_requested_at = coalesce(call_requested_at, $2), updated_at = $2 WHERE id = $1',
        [id, now],
      );
      await record(tx, ctx, now, { action: 'proposal.ask_for_call', entity: 'proposal', entityId: id, onBehalfOf });
      await notify(tx, ctx, now, {
        event: 'call_requested',
        params: { need: invitation.need.title, volunteer: invitation.volunteerName },
        schoolId: invitation.need.schoolId,
        accountIds: [invitation.decidedBy],
        link: `/invitations/${id}`,
        dedupe: id,
      });
    });
    return this.get(ctx, id);
  }
}
