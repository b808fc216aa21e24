import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import type { HistoryLineDto } from '../audit/audit.dto';
import { historyOf } from '../audit/history.queries';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { enqueue } from '../platform/jobs/outbox';
import { OfferState, offerStates, refuseRetired } from './resource';
import { OfferRow } from './resource.entity';
import { offMenu } from './resources.jobs';
import { OfferDto, OffersPageDto, OffersQuery } from './resources.dto';
import { offerById, offersPage } from './resources.queries';
import { forOther } from './volunteer-row';

/** Reading the resources menu, and moving its lines through their states. */
@Injectable()
export class OffersService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: OffersQuery): Promise<OffersPageDto> {
    return offersPage(this.db.reader, ctx, query, this.clock.now());
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<OfferDto> {
    const offer = await offerById(tx, ctx, id);
    if (!offer) throw new AppError('not_found');
    return offer;
  }

  async history(ctx: Ctx, id: string): Promise<HistoryLineDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'offer.change', [id]);
    return historyOf(this.db.reader, ctx.actor.districtId, 'offer', id);
  }

  /** Submits, lists, sends back, pauses or retires an offer. */
  async move(
    ctx: Ctx,
    permission: Permission,
    id: string,
    version: number,
    to: OfferState,
    reason?: string,
  ): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      const offer = await this.locked(tx, ctx, permission, id);
      if (offer.version !== version) throw new AppError('version_moved', { version: offer.version });
      offerStates.check(offer.state, to);
      const now = this.clock.now();
      await updateVersioned(tx, OfferRow, { id, version }, { state: to, updatedAt: now });
      const change = { from: offer.state, to, ...(reason && { reason }) };
      await record(tx, ctx, now, {
        action: `offer.${to}`,
        entity: 'offer',
        entityId: id,
        change,
        onBehalfOf: forOther(ctx, offer.volunteerId),
      });
      if (offer.state === 'listed') await enqueue(tx, ctx, offMenu, { volunteerId: offer.volunteerId }, now);
      return this.get(ctx, id, tx);
    });
  }

  /** "Still on offer": takes the stale mark off. */
  async confirm(ctx: Ctx, id: string, version: number): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      const offer = await this.locked(tx, ctx, 'offer.change', id);
      refuseRetired(offer);
      const now = this.clock.now();
      await updateVersioned(tx, OfferRow, { id, version }, { confirmedAt: now, staleSince: null, updatedAt: now });
      await record(tx, ctx, now, {
        action: 'offer.confirm',
        entity: 'offer',
        entityId: id,
        onBehalfOf: forOther(ctx, offer.volunteerId),
      });
      return this.get(ctx, id, tx);
    });
  }

  private async locked(tx: Tx, ctx: Ctx, permission: Permission, id: string): Promise<OfferRow> {
    await requireAccess(tx, ctx.actor, permission, [id]);
    return tx.findOneOrFail(OfferRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }
}
