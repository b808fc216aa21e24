import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { searchColumns } from '../platform/search';
import type { AuditLineDto } from '../needs/needs.dto';
import { historyOf } from '../needs/needs.queries';
import { freeWeekdays, offerFaults, toAvailability } from './availability';
import { OfferState, offerStates } from './resource';
import { OfferRow, OfferSkillRow } from './resource.entity';
import { offMenu } from './resources.jobs';
import {
  ChangeOfferDto,
  CopyOfferDto,
  NewOfferDto,
  OfferDraftDto,
  OfferDto,
  OffersPageDto,
  OffersQuery,
} from './resources.dto';
import { offerById, offersPage } from './resources.queries';
import { forOther } from './volunteers.service';

@Injectable()
export class OffersService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
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

  /** A new line in state draft, by the volunteer or by a coordinator for the volunteer. */
  async create(ctx: Ctx, dto: NewOfferDto, copiedFrom?: string): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      const { volunteerId, ...draft } = dto;
      await requireAccess(tx, ctx.actor, 'offer.create', [volunteerId]);
      await this.checkDraft(tx, ctx.actor.districtId, draft);
      const { districtId, accountId } = ctx.actor;
      const now = this.clock.now();
      const year = Number((await this.districts.today(tx, districtId)).slice(0, 4));
      const [code] = await nextCodes(tx, districtId, 'offer', year, 1);
      const id = newId();
      await tx.insert(OfferRow, {
        ...rowOf(draft),
        ...(await this.search(tx, volunteerId, code, draft)),
        id,
        districtId,
        code,
        volunteerId,
        state: 'draft',
        confirmedAt: now,
        createdBy: accountId,
        createdAt: now,
        updatedAt: now,
      } as never);
      await this.writeSkills(tx, districtId, id, draft);
      await record(tx, ctx, now, {
        action: 'offer.create',
        entity: 'offer',
        entityId: id,
        change: { code, title: draft.title, ...(copiedFrom && { copiedFrom }) },
        onBehalfOf: forOther(ctx, volunteerId),
      });
      return this.get(ctx, id, tx);
    });
  }

  /** A draft like an earlier offer of the same volunteer ("as last term"). Dates that have passed are left out, unless nothing else is left. */
  async copy(ctx: Ctx, id: string, { from }: CopyOfferDto): Promise<OfferDto> {
    const earlier = await this.get(ctx, id);
    await requireAccess(this.db.reader, ctx.actor, 'offer.change', [id]);
    const first = from ?? (await this.districts.today(this.db.reader, ctx.actor.districtId));
    const { anyTime, weekly, dates, daysOff, holidays } = earlier.availability;
    const ahead = dates.filter(({ day }) => day >= first);
    return this.create(
      ctx,
      {
        volunteerId: earlier.volunteerId,
        title: earlier.title,
        description: earlier.description,
        categoryId: earlier.categoryId,
        programmeId: earlier.programmeId,
        forms: earlier.forms,
        grades: earlier.grades,
        sessionMinutes: earlier.sessionMinutes,
        availability: {
          anyTime,
          weekly,
          dates: anyTime || weekly.length + ahead.length > 0 ? ahead : dates,
          daysOff: daysOff.filter(({ to }) => to >= first),
          holidays,
        },
        onsite: earlier.onsite,
        online: earlier.online,
        maxConcurrent: earlier.maxConcurrent,
        monthlyMinutes: earlier.monthlyMinutes,
        stock: earlier.stock,
        skills: earlier.skills.map(({ skillId, level }) => ({ skillId, level })),
        siteNeeds: earlier.siteNeeds,
        notes: earlier.notes,
      },
      earlier.code,
    );
  }

  async history(ctx: Ctx, id: string): Promise<AuditLineDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'offer.change', [id]);
    return historyOf(this.db.reader, ctx.actor.districtId, 'offer', id);
  }

  async change(ctx: Ctx, id: string, dto: ChangeOfferDto): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      const offer = await this.locked(tx, ctx, 'offer.change', id);
      this.refuseRetired(offer);
      const { version, ...draft } = dto;
      await this.checkDraft(tx, offer.districtId, draft);
      const now = this.clock.now();
      await updateVersioned(tx, OfferRow, { id, version }, {
        ...rowOf(draft),
        ...(await this.search(tx, offer.volunteerId, offer.code, draft)),
        updatedAt: now,
        confirmedAt: now,
        staleSince: null,
      } as Partial<OfferRow>);
      await tx.delete(OfferSkillRow, { offerId: id });
      await this.writeSkills(tx, offer.districtId, id, draft);
      await record(tx, ctx, now, {
        action: 'offer.change',
        entity: 'offer',
        entityId: id,
        change: { title: draft.title },
        onBehalfOf: forOther(ctx, offer.volunteerId),
      });
      return this.get(ctx, id, tx);
    });
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
      if (offer.version !== version) throw new AppError('version_moved', { version });
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
      this.refuseRetired(offer);
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

  private refuseRetired({ state }: OfferRow): void {
    if (state === 'retired')
      throw new AppError('illegal_transition', { entity: 'offer', from: state, to: state, allowed: '' });
  }

  private async locked(tx: Tx, ctx: Ctx, permission: Permission, id: string): Promise<OfferRow> {
    await requireAccess(tx, ctx.actor, permission, [id]);
    return tx.findOneOrFail(OfferRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  private async checkDraft(tx: Tx, districtId: string, draft: OfferDraftDto): Promise<void> {
    const faults = offerFaults(draft);
    const skills = (draft.skills ?? []).map(({ skillId }) => skillId);
    const [known] = await tx.query(
      `SELECT EXISTS (SELECT FROM category WHERE district_id = $1 AND id = $2) AS category,
              ($3::uuid IS NULL OR EXISTS (SELECT FROM programme WHERE district_id = $1 AND id = $3)) AS programme,
              ARRAY(SELECT id FROM skill WHERE district_id = $1 AND id = ANY($4) AND merged_into IS NULL) AS skills`,
      [districtId, draft.categoryId, draft.programmeId ?? null, skills],
    );
    const unknown: [boolean, string][] = [
      [known.category, '/categoryId'],
      [known.programme, '/programmeId'],
      ...skills.map((id, i): [boolean, string] => [known.skills.includes(id), `/skills/${i}/skillId`]),
    ];
    faults.push(...unknown.filter(([ok]) => !ok).map(([, pointer]): FieldFault => ({ pointer, code: 'unknown_id' })));
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }

  private async search(
    tx: Tx,
    volunteerId: string,
    code: string,
    draft: OfferDraftDto,
  ): Promise<Pick<OfferRow, 'searchText' | 'searchGrams'>> {
    const [{ name }]: { name: string }[] = await tx.query('SELECT name FROM volunteer WHERE id = $1', [volunteerId]);
    return searchColumns(draft.title, draft.description ?? null, code, name);
  }

  private async writeSkills(tx: Tx, districtId: string, offerId: string, draft: OfferDraftDto): Promise<void> {
    if (!draft.skills?.length) return;
    await tx.insert(
      OfferSkillRow,
      draft.skills.map(({ skillId, level }) => ({ offerId, districtId, skillId, level: level ?? 2 })),
    );
  }
}

/** The columns a draft fills, defaults included. */
export function rowOf(draft: OfferDraftDto): Partial<OfferRow> {
  const availability = toAvailability(draft.availability);
  return {
    title: draft.title,
    description: draft.description ?? '',
    categoryId: draft.categoryId,
    programmeId: draft.programmeId ?? null,
    forms: draft.forms,
    grades: draft.grades ?? 0,
    sessionMinutes: draft.sessionMinutes ?? null,
    availability,
    weekdays: freeWeekdays(availability),
    onsite: draft.onsite ?? true,
    online: draft.online ?? false,
    maxConcurrent: draft.maxConcurrent ?? null,
    monthlyMinutes: draft.monthlyMinutes ?? null,
    stock: draft.stock ?? 0,
    siteNeeds: draft.siteNeeds ?? '',
    notes: draft.notes ?? '',
  };
}
