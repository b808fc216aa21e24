import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { MatchingService, PairJudgement } from '../matching/matching.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { Overrides, requireAllowed } from './pair-rules';
import type { Source } from './proposal';
import { ProposalRow } from './proposal.entity';
import type { NewProposalDto, ProposalDetailDto, SwapDto } from './proposals.dto';
import { proposalById } from './proposals.queries';

/** Pairs that people make: ordered by a school (点单), applied for by a volunteer, made or swapped by the office. */
@Injectable()
export class ByHandService {
  constructor(
    private readonly db: Database,
    private readonly matching: MatchingService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * A pair chosen from the two menus. It is checked by the engine's rules and then waits for review like any other.
   * @throws `rule_broken`, `override_needed`, `conflict` if the pair stands already
   */
  async create(ctx: Ctx, dto: NewProposalDto): Promise<ProposalDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.create', [dto.needId]);
      await requireAccess(tx, ctx.actor, 'offer.read', [dto.offerId]);
      const source: Source = ctx.actor.grants.some(({ role }) => role === 'admin') ? 'admin' : 'school';
      const id = await this.insert(tx, ctx, source, dto.needId, dto.offerId, (judged) =>
        requireAllowed(judged, dto.overrides ?? []),
      );
      const found = await proposalById(tx, ctx, id);
      if (!found) throw new AppError('not_found');
      return found;
    });
  }

  /**
   * A volunteer offers to do an open need. Rules that may be overridden do not stop an application: the office sees them
   * and needs a reason to approve it. Returns the id; the proposal itself is the office's and the school's to see.
   */
  async apply(ctx: Ctx, needId: string, offerId: string): Promise<{ id: string }> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.apply', [needId]);
      await requireAccess(tx, ctx.actor, 'offer.read', [offerId]);
      const id = await this.insert(tx, ctx, 'volunteer', needId, offerId, ({ hard }) =>
        requireAllowed({ hard, soft: [] }, []),
      );
      return { id };
    });
  }

  /**
   * Puts another offer in the place of a proposal's, one of its alternatives or any other; it stays in its state and is
   * pinned, because a person chose it.
   * @throws `rule_broken`, `override_needed`, `conflict` if that volunteer stands for the need already
   */
  async swap(ctx: Ctx, id: string, dto: SwapDto): Promise<ProposalDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'proposal.review', [id]);
      await requireAccess(tx, ctx.actor, 'offer.read', [dto.offerId]);
      await tx.query('SELECT 1 FROM need WHERE id = (SELECT need_id FROM proposal WHERE id = $1) FOR NO KEY UPDATE', [
        id,
      ]);
      const proposal = await tx.findOneOrFail(ProposalRow, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (proposal.version !== dto.version) throw new AppError('version_moved', { version: proposal.version });
      if (proposal.state !== 'proposed' && proposal.state !== 'approved') {
        throw new AppError('illegal_transition', {
          entity: 'proposal',
          from: proposal.state,
          to: 'swapped',
          allowed: 'proposed, approved',
        });
      }
      // What this proposal holds must not stand in the way of what takes its place.
      await tx.query(`UPDATE proposal SET state = 'proposed' WHERE id = $1`, [id]);
      const volunteerId = await this.volunteerOf(tx, dto.offerId);
      await this.refuseStanding(tx, proposal.needId, volunteerId, id);
      const judged = await this.judge(tx, ctx, proposal.needId, dto.offerId);
      const overrides = requireAllowed(judged, dto.overrides ?? []);
      const now = this.clock.now();
      const before = {
        offer: proposal.offerId,
        volunteer: proposal.volunteerId,
        alternative: proposal.alternative,
        score: proposal.score,
        priceAtLeast: 0,
      };
      const { alternative, occurrences, score, parts, reasons } = judged;
      await updateVersioned(tx, ProposalRow, proposal, {
        state: proposal.state,
        offerId: dto.offerId,
        volunteerId,
        alternative,
        occurrences,
        score,
        parts,
        reasons,
        overrides,
        pinned: true,
        updatedAt: now,
        alternatives: [before, ...proposal.alternatives.filter(({ offer }) => offer !== dto.offerId)],
        ...(proposal.state === 'approved' && { decidedBy: ctx.actor.accountId, decidedAt: now }),
      });
      await record(tx, ctx, now, {
        action: 'proposal.swap',
        entity: 'proposal',
        entityId: id,
        change: { from: proposal.offerId, to: dto.offerId, score, ...(overrides.length > 0 && { overrides }) },
      });
      return (await proposalById(tx, ctx, id))!;
    });
  }

  /** The overrides with which a hand-made pair may be approved as things stand now. */
  async recheck(tx: Tx, ctx: Ctx, proposal: ProposalRow, given: Overrides): Promise<Overrides> {
    const earlier = proposal.overrides.filter(({ rule }) => !given.some((one) => one.rule === rule));
    return requireAllowed(await this.judge(tx, ctx, proposal.needId, proposal.offerId, proposal.alternative), [
      ...given,
      ...earlier,
    ]);
  }

  private async insert(
    tx: Tx,
    ctx: Ctx,
    source: Source,
    needId: string,
    offerId: string,
    allow: (judged: PairJudgement) => Overrides,
  ): Promise<string> {
    await tx.query('SELECT 1 FROM need WHERE id = $1 FOR NO KEY UPDATE', [needId]);
    const volunteerId = await this.volunteerOf(tx, offerId);
    await this.refuseStanding(tx, needId, volunteerId, null);
    const judged = await this.judge(tx, ctx, needId, offerId);
    const overrides = allow(judged);
    const now = this.clock.now();
    const { accountId, districtId } = ctx.actor;
    const { alternative, occurrences, score, parts, reasons } = judged;
    const id = newId();
    await tx.insert(ProposalRow, {
      id,
      districtId,
      state: 'proposed',
      source,
      roundId: null,
      needId,
      offerId,
      volunteerId,
      seat: 1,
      alternative,
      occurrences,
      score,
      parts,
      reasons,
      alternatives: [],
      overrides,
      createdBy: accountId,
      createdAt: now,
      updatedAt: now,
    } as never);
    await record(tx, ctx, now, {
      action: 'proposal.create',
      entity: 'proposal',
      entityId: id,
      change: { source, need: needId, offer: offerId, score, ...(overrides.length > 0 && { overrides }) },
    });
    return id;
  }

  private judge(
    tx: Tx,
    ctx: Ctx,
    needId: string,
    offerId: string,
    alternative: number | null = null,
  ): Promise<PairJudgement> {
    return this.matching.checkPair(tx, ctx.actor.districtId, needId, offerId, alternative ?? undefined);
  }

  private async volunteerOf(tx: Tx, offerId: string): Promise<string> {
    const [{ volunteer_id }]: { volunteer_id: string }[] = await tx.query(
      'SELECT volunteer_id FROM offer WHERE id = $1',
      [offerId],
    );
    return volunteer_id;
  }

  /** One live proposal for a need and a volunteer is enough. */
  private async refuseStanding(tx: Tx, needId: string, volunteerId: string, except: string | null): Promise<void> {
    const standing: unknown[] = await tx.query(
      `SELECT 1 FROM proposal WHERE need_id = $1 AND volunteer_id = $2 AND state IN ('proposed', 'approved', 'invited', 'accepted') AND id IS DISTINCT FROM $3::uuid LIMIT 1`,
      [needId, volunteerId, except],
    );
    if (standing.length > 0) throw new AppError('conflict', { entity: 'proposal' });
  }
}
