import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { ByHandService } from './by-hand.service';
import { invite, offerFreedSeat } from './invite';
import { freeSeat, HOLDING_STATES, proposalStates } from './proposal';
import { ProposalRow } from './proposal.entity';
import type {
  ApprovedManyDto,
  ApproveDto,
  InvitedManyDto,
  ProposalDetailDto,
  ProposalDto,
  ProposalQuery,
} from './proposals.dto';
import { proposalById, proposalsPage } from './proposals.queries';

/** What a reviewer needs to know of the need whose row is locked. */
interface LockedNeed {
  id: string;
  state: string;
  seats: number;
  title: string;
  schoolId: string;
  taken: Set<number>;
  lastReserve: number;
}

/** The office decides: approve, reject, pin, and send what is approved. Every proposal is approved by a person. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly byHand: ByHandService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: ProposalQuery): Promise<Page<ProposalDto>> {
    return proposalsPage(this.db.reader, ctx, query);
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<ProposalDetailDto> {
    const found = await proposalById(tx, ctx, id);
    if (!found) throw new AppError('not_found');
    return found;
  }

  /**
   * Approves, for a seat or as a reserve. A pair made by hand is checked by the rules again.
   * @throws `seat_taken`, `need_not_open`, `conflict` if the volunteer has a seat already, `rule_broken`, `override_needed`
   */
  approve(ctx: Ctx, id: string, dto: ApproveDto): Promise<ProposalDetailDto> {
    return this.change(ctx, id, dto.version, async (tx, proposal, need, now) => {
      const overrides =
        proposal.source === 'round'
          ? proposal.overrides
          : await this.byHand.recheck(tx, ctx, proposal, dto.overrides ?? []);
      await this.approveOne(tx, ctx, proposal, need, now, dto.reserve ?? false, overrides);
    });
  }

  /** Approves as many as it can, each as if alone; the others are named with the reason. */
  async approveMany(ctx: Ctx, ids: string[]): Promise<ApprovedManyDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.review', ids);
      const now = this.clock.now();
      const needs = await lockNeeds(tx, ids);
      const proposals = await tx
        .getRepository(ProposalRow)
        .createQueryBuilder('p')
        .where('p.id IN (:...ids)', { ids })
        .orderBy('p.id')
        .setLock('for_no_key_update')
        .getMany();
      const done: ApprovedManyDto = { approved: [], refused: [] };
      for (const proposal of proposals) {
        try {
          const overrides =
            proposal.source === 'round' ? proposal.overrides : await this.byHand.recheck(tx, ctx, proposal, []);
          await this.approveOne(tx, ctx, proposal, needs.get(proposal.needId)!, now, false, overrides);
          done.approved.push(proposal.id);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          done.refused.push({ id: proposal.id, code: error.code });
        }
      }
      return done;
    });
  }

  /** Says no to a pair, with a reason that its maker reads. */
  reject(ctx: Ctx, id: string, version: number, reason: string): Promise<ProposalDetailDto> {
    return this.change(ctx, id, version, async (tx, proposal, need, now) => {
      proposalStates.check(proposal.state, 'rejected');
      await updateVersioned(tx, ProposalRow, proposal, {
        state: 'rejected',
        rejectReason: reason,
        decidedBy: ctx.actor.accountId,
        decidedAt: now,
        updatedAt: now,
      });
      await record(tx, ctx, now, {
        action: 'proposal.reject',
        entity: 'proposal',
        entityId: id,
        change: { from: proposal.state, to: 'rejected', reason },
      });
      await notify(tx, ctx, now, {
        event: 'proposal_rejected',
        params: { need: need.title, reason },
        accountIds: proposal.source === 'round' ? [] : [proposal.createdBy],
        link: `/needs/${need.id}`,
        dedupe: id,
      });
    });
  }

  /** A pinned proposal stays when a new round moves the rest. */
  pin(ctx: Ctx, id: string, version: number, pinned: boolean): Promise<ProposalDetailDto> {
    return this.change(ctx, id, version, async (tx, proposal, _need, now) => {
      if (proposal.state !== 'proposed' && proposal.state !== 'approved') {
        throw new AppError('illegal_transition', {
          entity: 'proposal',
          from: proposal.state,
          to: 'pinned',
          allowed: 'proposed, approved',
        });
      }
      await updateVersioned(tx, ProposalRow, proposal, { pinned, updatedAt: now });
      await record(tx, ctx, now, {
        action: pinned ? 'proposal.pin' : 'proposal.unpin',
        entity: 'proposal',
        entityId: id,
      });
    });
  }

  /** Takes back what is approved or out as an invitation. The volunteer is told; the seat goes to the next reserve. */
  cancel(ctx: Ctx, id: string, version: number, reason: string): Promise<ProposalDetailDto> {
    return this.change(ctx, id, version, async (tx, proposal, need, now) => {
      if (proposal.state === 'accepted')
        throw new AppError('illegal_transition', {
          entity: 'proposal',
          from: 'accepted',
          to: 'cancelled',
          allowed: '',
        });
      proposalStates.check(proposal.state, 'cancelled');
      await updateVersioned(tx, ProposalRow, proposal, { state: 'cancelled', cancelReason: reason, updatedAt: now });
      await record(tx, ctx, now, {
        action: 'proposal.cancel',
        entity: 'proposal',
        entityId: id,
        change: { from: proposal.state, to: 'cancelled', reason },
      });
      if (proposal.state !== 'invited') return;
      const [{ name }] = await tx.query('SELECT name FROM school WHERE id = $1', [need.schoolId]);
      await notify(tx, ctx, now, {
        event: 'invitation_cancelled',
        params: { need: need.title, school: name },
        volunteerId: proposal.volunteerId,
        link: `/invitations/${id}`,
        dedupe: id,
      });
      await offerFreedSeat(
        tx,
        ctx,
        now,
        await this.districts.district(tx, ctx.actor.districtId),
        need.id,
        proposal.seat,
      );
    });
  }

  /** Sends approved proposals as invitations now, outside the publishing of a round: those made by hand, and those approved later. */
  async invite(ctx: Ctx, ids: string[]): Promise<InvitedManyDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.review', ids);
      await lockNeeds(tx, ids);
      const sent = await invite(
        tx,
        ctx,
        this.clock.now(),
        await this.districts.district(tx, ctx.actor.districtId),
        ids,
      );
      const known = new Set([...sent.invited, ...sent.refused.map(({ id }) => id)]);
      return {
        invited: sent.invited,
        refused: [
          ...sent.refused,
          ...ids.filter((id) => !known.has(id)).map((id) => ({ id, code: 'illegal_transition' })),
        ],
      };
    });
  }

  private async approveOne(
    tx: Tx,
    ctx: Ctx,
    proposal: ProposalRow,
    need: LockedNeed,
    now: Date,
    reserve: boolean,
    overrides: ProposalRow['overrides'],
  ): Promise<void> {
    proposalStates.check(proposal.state, 'approved');
    if (!['open', 'filled', 'serving'].includes(need.state)) throw new AppError('need_not_open');
    const [{ held }] = await tx.query(
      `SELECT EXISTS (SELECT FROM proposal WHERE need_id = $1 AND volunteer_id = $2 AND state = ANY($3)) AS held`,
      [need.id, proposal.volunteerId, HOLDING_STATES],
    );
    if (held) throw new AppError('conflict', { entity: 'proposal' });
    const seat = reserve ? proposal.seat : freeSeat(need.seats, need.taken, proposal.seat);
    if (seat === null) throw new AppError('seat_taken');
    const reserveOrder = reserve ? ++need.lastReserve : null;
    if (!reserve) need.taken.add(seat);
    await updateVersioned(tx, ProposalRow, proposal, {
      state: 'approved',
      seat,
      reserveOrder,
      overrides,
      decidedBy: ctx.actor.accountId,
      decidedAt: now,
      updatedAt: now,
    });
    await record(tx, ctx, now, {
      action: 'proposal.approve',
      entity: 'proposal',
      entityId: proposal.id,
      change: {
        from: proposal.state,
        to: 'approved',
        seat: reserve ? null : seat,
        reserveOrder,
        ...(overrides.length > 0 && { overrides }),
      },
    });
  }

  private async change(
    ctx: Ctx,
    id: string,
    version: number,
    work: (tx: Tx, proposal: ProposalRow, need: LockedNeed, now: Date) => Promise<void>,
  ): Promise<ProposalDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.review', [id]);
      const [need] = [...(await lockNeeds(tx, [id])).values()];
      const proposal = await tx.findOneOrFail(ProposalRow, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (proposal.version !== version) throw new AppError('version_moved', { version: proposal.version });
      await work(tx, proposal, need, this.clock.now());
      return this.get(ctx, id, tx);
    });
  }
}

/** Locks the needs of these proposals in the order of their ids, and tells which seats are held. */
async function lockNeeds(tx: Tx, proposalIds: string[]): Promise<Map<string, LockedNeed>> {
  const needs: Omit<LockedNeed, 'taken' | 'lastReserve'>[] = await tx.query(
    `SELECT id, state, seats, title, school_id AS "schoolId" FROM need WHERE id IN (SELECT need_id FROM proposal WHERE id = ANY($1)) ORDER BY id FOR NO KEY UPDATE`,
    [proposalIds],
  );
  const holding: { needId: string; seat: number; reserveOrder: number | null }[] = await tx.query(
    `SELECT need_id AS "needId", seat, reserve_order AS "reserveOrder" FROM proposal WHERE need_id = ANY($1) AND state = ANY($2)`,
    [needs.map(({ id }) => id), HOLDING_STATES],
  );
  return new Map(
    needs.map((need) => {
      const own = holding.filter(({ needId }) => needId === need.id);
      const taken = new Set(own.filter(({ reserveOrder }) => reserveOrder === null).map(({ seat }) => seat));
      return [
        need.id,
        { ...need, taken, lastReserve: Math.max(0, ...own.map(({ reserveOrder }) => reserveOrder ?? 0)) },
      ];
    }),
  );
}
