import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import { noteLook } from '../audit/looks';
import { NeedsService } from '../needs/needs.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { newId } from '../platform/ids';
import { channelOf } from '../proposals/answers';
import { exclude } from '../proposals/exclude';
import { closeWork, Endings } from './endings';
import { engagementStates } from './engagement';
import { EngagementRow } from './engagement.entity';
import type { EndEarlyDto, EngagementDetailDto, EngagementDto, EngagementQuery, EvaluateDto } from './engagements.dto';
import { engagementById, engagementsPage } from './engagements.queries';
import { loadTitle, lockEngagement } from './lock';
import { needFollows } from './need-follows';

/** The life of what was agreed, as a whole: complete, end early, evaluate. Its dated meetings have a service of their own. */
@Injectable()
export class EngagementsService {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedsService,
    private readonly endings: Endings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: EngagementQuery): Promise<Page<EngagementDto>> {
    return engagementsPage(this.db.reader, ctx, this.clock.now(), query);
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<EngagementDetailDto> {
    const found = await engagementById(tx, ctx, this.clock.now(), id);
    if (!found) throw new AppError('not_found');
    return found;
  }

  /** For somebody who opens it; that they see the volunteer's telephone is noted. */
  async read(ctx: Ctx, id: string): Promise<EngagementDetailDto> {
    const found = await this.get(ctx, id);
    if (found.volunteerPhone) await noteLook(this.db.reader, ctx, this.clock.now(), 'volunteer', found.volunteerId);
    return found;
  }

  /**
   * The service is done; both sides are asked for a short evaluation. What was still planned is cancelled.
   * @throws `sessions_open` while a session of the past is not recorded
   */
  complete(ctx: Ctx, id: string, version: number): Promise<EngagementDetailDto> {
    return this.change(ctx, 'engagement.change', id, version, async (tx, engagement, now) => {
      engagementStates.check(engagement.state, 'completed');
      const [{ open }] = await tx.query(
        `SELECT count(*)::int AS open FROM session WHERE engagement_id = $1 AND state = 'planned' AND starts_at <= $2`,
        [id, now],
      );
      if (open > 0) throw new AppError('sessions_open', { sessions: open });
      await updateVersioned(tx, EngagementRow, engagement, { state: 'completed', updatedAt: now });
      await closeWork(tx, ctx, now, id);
      await needFollows(tx, ctx, this.needs, engagement.needId);
      const { title } = await loadTitle(tx, id);
      await record(tx, ctx, now, {
        action: 'engagement.complete',
        entity: 'engagement',
        entityId: id,
        change: { from: engagement.state, to: 'completed' },
      });
      await notify(tx, ctx, now, {
        event: 'engagement_completed',
        params: { need: title },
        volunteerId: engagement.volunteerId,
        schoolId: engagement.schoolId,
        link: `/engagements/${id}`,
        dedupe: id,
      });
    });
  }

  /**
   * Ends before its time, by either side or the office. The pair is not proposed again for this need until that is lifted;
   * if a replacement is sought, the seat goes to the next approved reserve or back to the menu.
   */
  endEarly(ctx: Ctx, id: string, dto: EndEarlyDto): Promise<EngagementDetailDto> {
    return this.change(ctx, 'engagement.change', id, dto.version, async (tx, engagement, now) => {
      const { by, seekReplacement } = dto;
      requireSide(ctx, by, engagement.volunteerId);
      if (by !== 'volunteer' && !dto.reason) throw invalidField('/reason', 'required');
      const { needId, volunteerId } = engagement;
      const onBehalfOf = by === 'volunteer' ? channelOf(ctx, volunteerId).onBehalfOf : null;
      await exclude(tx, ctx, now, {
        volunteerId,
        needId,
        reason: by === 'volunteer' ? 'declined' : 'blocked',
        side: by,
        roundId: null,
      });
      await this.endings.end(tx, ctx, now, engagement, { by, reason: dto.reason ?? null, seekReplacement, onBehalfOf });
    });
  }

  /** One side's short feedback; when both are there the engagement is evaluated. */
  async evaluate(ctx: Ctx, id: string, dto: EvaluateDto): Promise<EngagementDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'engagement.evaluate', [id]);
      const engagement = await lockEngagement(tx, id);
      if (engagement.state !== 'completed')
        throw new AppError('illegal_transition', {
          entity: 'engagement',
          from: engagement.state,
          to: 'evaluated',
          allowed: 'completed',
        });
      const now = this.clock.now();
      const { onBehalfOf } = channelOf(ctx, engagement.volunteerId);
      const side = dto.side ?? (onBehalfOf === null ? 'volunteer' : 'school');
      requireSide(ctx, side, engagement.volunteerId);
      const written: unknown[] = await tx.query(
        `INSERT INTO evaluation (id, district_id, engagement_id, side, rating, again, comment, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (engagement_id, side) DO NOTHING RETURNING 1`,
        [newId(), ctx.actor.districtId, id, side, dto.rating, dto.again, dto.comment ?? '', ctx.actor.accountId, now],
      );
      if (written.length === 0) throw new AppError('conflict', { entity: 'evaluation', side });
      await record(tx, ctx, now, {
        action: 'engagement.evaluate',
        entity: 'engagement',
        entityId: id,
        onBehalfOf: side === 'volunteer' ? onBehalfOf : null,
        change: { side, rating: dto.rating },
      });
      const [{ sides }] = await tx.query('SELECT count(*)::int AS sides FROM evaluation WHERE engagement_id = $1', [
        id,
      ]);
      if (sides === 2) await this.evaluated(tx, ctx, engagement, now);
      return this.get(ctx, id, tx);
    });
  }

  /** The office waits no longer for the feedback that is missing. */
  close(ctx: Ctx, id: string, version: number): Promise<EngagementDetailDto> {
    return this.change(ctx, 'engagement.change', id, version, async (tx, engagement, now) => {
      if (!ctx.actor.grants.some(({ role }) => role === 'admin')) throw new AppError('not_allowed');
      await this.evaluated(tx, ctx, engagement, now);
    });
  }

  private async evaluated(tx: Tx, ctx: Ctx, engagement: EngagementRow, now: Date): Promise<void> {
    engagementStates.check(engagement.state, 'evaluated');
    await updateVersioned(tx, EngagementRow, engagement, { state: 'evaluated', updatedAt: now });
    await record(tx, ctx, now, {
      action: 'engagement.evaluated',
      entity: 'engagement',
      entityId: engagement.id,
      change: { from: engagement.state, to: 'evaluated' },
    });
    await needFollows(tx, ctx, this.needs, engagement.needId);
  }

  private async change(
    ctx: Ctx,
    permission: Permission,
    id: string,
    version: number,
    work: (tx: Tx, engagement: EngagementRow, now: Date) => Promise<void>,
  ): Promise<EngagementDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, permission, [id]);
      const engagement = await lockEngagement(tx, id);
      if (engagement.version !== version) throw new AppError('version_moved', { version: engagement.version });
      await work(tx, engagement, this.clock.now());
      return this.get(ctx, id, tx);
    });
  }
}

/** A volunteer speaks for the volunteer only; the school for itself or, by telephone, for the volunteer; the office for anybody. */
function requireSide(ctx: Ctx, side: 'volunteer' | 'school' | 'district', volunteerId: string): void {
  const may = ctx.actor.grants.some(
    (grant) =>
      grant.role === 'admin' ||
      (grant.role === 'coordinator' && side !== 'district') ||
      (grant.role === 'young_teacher' && side === 'school') ||
      (grant.volunteerId === volunteerId && side === 'volunteer'),
  );
  if (!may) throw new AppError('not_allowed');
}
