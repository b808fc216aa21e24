import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import type { HistoryLineDto } from '../audit/audit.dto';
import { historyOf } from '../audit/history.queries';
import { noteList, noteLook } from '../audit/looks';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { enqueue } from '../platform/jobs/outbox';
import { NeedState, needStates } from './need';
import { NeedRow } from './need.entity';
import { NeedDto, NeedsPageDto, NeedsQuery } from './needs.dto';
import { needEnded } from './needs.jobs';
import { ABOUT_MINORS } from './need-row';
import { needById, needsPage } from './needs.queries';

/** A line can be confirmed before anybody serves it. */
const ON_MENU: NeedState[] = ['draft', 'submitted', 'returned', 'open', 'filled'];

/** Where a need whose period is over does not go any more. */
const BEFORE_END: NeedState[] = ['submitted', 'open'];

/** Whether what is shown of a need tells of a minor. */
const aboutMinors = ({ careGroups, guardianConsentOn }: NeedDto): boolean =>
  careGroups.length > 0 || guardianConsentOn !== null;

/** Reading the needs menu, and moving its lines through their states. */
@Injectable()
export class NeedsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: NeedsQuery): Promise<NeedsPageDto> {
    return needsPage(this.db.reader, ctx, query, this.clock.now());
  }

  /** A page for somebody who opens it; if lines of it show facts about minors, that they did is noted. */
  async readPage(ctx: Ctx, query: NeedsQuery): Promise<NeedsPageDto> {
    const page = await this.list(ctx, query);
    const shown = page.items.filter(aboutMinors).map(({ id }) => id);
    await noteList(this.db.reader, ctx, this.clock.now(), 'need', shown);
    return page;
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<NeedDto> {
    const need = await needById(tx, ctx, id);
    if (!need) throw new AppError('not_found');
    return need;
  }

  /** A need for somebody who opens it; if it shows facts about minors, that they did is noted. */
  async read(ctx: Ctx, id: string): Promise<NeedDto> {
    const need = await this.get(ctx, id);
    if (aboutMinors(need)) await noteLook(this.db.reader, ctx, this.clock.now(), 'need', id);
    return need;
  }

  async history(ctx: Ctx, id: string): Promise<HistoryLineDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'need.change', [id]);
    const lines = await historyOf(this.db.reader, ctx.actor.districtId, 'need', id);
    const minors = lines.some(({ changes }) => changes.some(({ field, kept }) => kept && ABOUT_MINORS.has(field)));
    if (minors) await noteLook(this.db.reader, ctx, this.clock.now(), 'need', id);
    return lines;
  }

  submit(ctx: Ctx, id: string, version: number): Promise<NeedDto> {
    return this.move(ctx, 'need.change', id, version, 'submitted', {
      submittedAt: this.clock.now(),
      returnReason: null,
    });
  }

  /** Onto the menu. */
  open(ctx: Ctx, id: string, version: number): Promise<NeedDto> {
    return this.move(ctx, 'need.review', id, version, 'open', {});
  }

  /** Back to its submitter, who alone reads why. */
  sendBack(ctx: Ctx, id: string, version: number, reason: string): Promise<NeedDto> {
    return this.move(ctx, 'need.review', id, version, 'returned', { returnReason: reason });
  }

  withdraw(ctx: Ctx, id: string, version: number, reason: string): Promise<NeedDto> {
    return this.move(ctx, 'need.change', id, version, 'withdrawn', { endReason: reason });
  }

  /** "Still wanted": takes the stale mark off. */
  async confirm(ctx: Ctx, id: string, version: number): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      const need = await this.locked(tx, ctx, 'need.change', id);
      if (!ON_MENU.includes(need.state))
        throw new AppError('illegal_transition', { entity: 'need', from: need.state, to: need.state, allowed: '' });
      const now = this.clock.now();
      await updateVersioned(tx, NeedRow, { id, version }, { confirmedAt: now, staleSince: null, updatedAt: now });
      await record(tx, ctx, now, { action: 'need.confirm', entity: 'need', entityId: id });
      return this.get(ctx, id, tx);
    });
  }

  /** Moves a need along because its engagements moved (serving, completed, evaluated, open again). */
  async follow(tx: Tx, ctx: Ctx, id: string, to: NeedState): Promise<void> {
    const need = await tx.findOneOrFail(NeedRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (need.state === to) return;
    needStates.check(need.state, to);
    const now = this.clock.now();
    await updateVersioned(tx, NeedRow, need, { state: to, updatedAt: now });
    await record(tx, ctx, now, {
      action: 'need.follow',
      entity: 'need',
      entityId: id,
      change: { from: need.state, to },
    });
  }

  private async move(
    ctx: Ctx,
    permission: Permission,
    id: string,
    version: number,
    to: NeedState,
    patch: Partial<NeedRow>,
  ): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      const need = await this.locked(tx, ctx, permission, id);
      if (need.version !== version) throw new AppError('version_moved', { version: need.version });
      needStates.check(need.state, to);
      if (BEFORE_END.includes(to)) await this.refuseOver(tx, ctx, need);
      const now = this.clock.now();
      await updateVersioned(tx, NeedRow, { id, version }, { ...patch, state: to, updatedAt: now });
      const why = patch.returnReason ?? patch.endReason;
      await record(tx, ctx, now, {
        action: `need.${to}`,
        entity: 'need',
        entityId: id,
        change: { from: need.state, to, ...(why && { reason: why }) },
      });
      if (to === 'withdrawn') await enqueue(tx, ctx, needEnded, { needId: id }, now);
      return this.get(ctx, id, tx);
    });
  }

  /** What is over the next night would expire anyway. */
  private async refuseOver(tx: Tx, ctx: Ctx, { periodTo }: NeedRow): Promise<void> {
    if (periodTo < (await this.districts.today(tx, ctx.actor.districtId)))
      throw new AppError('need_over', { periodTo });
  }

  private async locked(tx: Tx, ctx: Ctx, permission: Permission, id: string): Promise<NeedRow> {
    await requireAccess(tx, ctx.actor, permission, [id]);
    return tx.findOneOrFail(NeedRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }
}
