import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { apart, changesOf } from '../audit/changes';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { searchColumns } from '../platform/search';
import { TaxonomyService } from '../taxonomy/taxonomy.service';
import { goesOn, offerFaults } from './availability';
import { inNextTerm } from '../needs/next-term';
import { PERSONAL_IN_OFFER, rowOf, saidByOffer, skillRowsOf } from './offer-row';
import { refuseRetired } from './resource';
import { OfferRow, OfferSkillRow } from './resource.entity';
import { ChangeOfferDto, CopyOfferDto, NewOfferDto, OfferDraftDto, OfferDto } from './resources.dto';
import { offerById } from './resources.queries';
import { forOther } from './volunteer-row';

/** Writing a line of the resources menu: new, like an earlier one, or again. */
@Injectable()
export class OfferDrafts {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly taxonomy: TaxonomyService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** A new line in state draft, by the volunteer or by a coordinator for the volunteer. */
  async create(ctx: Ctx, dto: NewOfferDto, copiedFrom?: string): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      const { volunteerId, ...draft } = dto;
      await requireAccess(tx, ctx.actor, 'offer.create', [volunteerId]);
      await this.check(tx, ctx, draft);
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
      await tx.insert(OfferSkillRow, skillRowsOf(draft, id, districtId));
      await record(tx, ctx, now, {
        action: 'offer.create',
        entity: 'offer',
        entityId: id,
        change: { code, title: draft.title, ...(copiedFrom && { copiedFrom }) },
        onBehalfOf: forOther(ctx, volunteerId),
      });
      return this.view(tx, ctx, id);
    });
  }

  /**
   * A draft like an earlier offer of the same volunteer ("as last term"). Days that have passed are left out; where nothing else
   * is left, they are those of the same weeks of the next term, or what they were, where the calendar has no such days.
   */
  async copy(ctx: Ctx, id: string, { from }: CopyOfferDto): Promise<OfferDto> {
    const earlier = await this.view(this.db.reader, ctx, id);
    await requireAccess(this.db.reader, ctx.actor, 'offer.change', [id]);
    const first = from ?? (await this.districts.today(this.db.reader, ctx.actor.districtId));
    const { anyTime, weekly, recurrences = [], dates, daysOff, holidays } = earlier.availability;
    const ahead = dates.filter(({ day }) => day >= first);
    const going = recurrences.filter((text) => goesOn(text, first));
    const past = !anyTime && weekly.length + going.length + ahead.length === 0;
    const terms = await this.districts.terms(this.db.reader, ctx.actor.districtId);
    const next = past ? inNextTerm(dates, terms, first) : [];
    const recurring = past && next.length === 0 ? recurrences : going;
    return this.create(
      ctx,
      {
        volunteerId: earlier.volunteerId,
        title: earlier.title,
        description: earlier.description,
        categoryId: earlier.categoryId,
        programmeId: await this.taxonomy.programmeInUse(this.db.reader, earlier.programmeId),
        forms: earlier.forms,
        grades: earlier.grades,
        sessionMinutes: earlier.sessionMinutes,
        availability: {
          anyTime,
          weekly,
          ...(recurring.length > 0 && { recurrences: recurring }),
          dates: !past ? ahead : next.length > 0 ? next : dates,
          daysOff: daysOff.filter(({ to }) => to >= first),
          holidays,
        },
        onsite: earlier.onsite,
        online: earlier.online,
        maxConcurrent: earlier.maxConcurrent,
        monthlyMinutes: earlier.monthlyMinutes,
        travelLimitMetres: earlier.travelLimitMetres,
        stock: earlier.stock,
        skills: earlier.skills.map(({ skillId, level }) => ({ skillId, level })),
        siteNeeds: earlier.siteNeeds,
        notes: earlier.notes,
      },
      earlier.code,
    );
  }

  /** Rewrites an offer; its history says which fields changed, and from what to what. */
  async change(ctx: Ctx, id: string, dto: ChangeOfferDto): Promise<OfferDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'offer.change', [id]);
      const offer = await tx.findOneOrFail(OfferRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      refuseRetired(offer);
      const { version, ...draft } = dto;
      await this.check(tx, ctx, draft, offer);
      const now = this.clock.now();
      const row = rowOf(draft);
      const skills = skillRowsOf(draft, id, offer.districtId);
      const before = saidByOffer(offer, await tx.findBy(OfferSkillRow, { offerId: id }));
      await updateVersioned(tx, OfferRow, { id, version }, {
        ...row,
        ...(await this.search(tx, offer.volunteerId, offer.code, draft)),
        updatedAt: now,
        confirmedAt: now,
        staleSince: null,
      } as Partial<OfferRow>);
      await tx.delete(OfferSkillRow, { offerId: id });
      await tx.insert(OfferSkillRow, skills);
      const { change, personal } = apart(changesOf(before, saidByOffer(row, skills)), PERSONAL_IN_OFFER);
      await record(tx, ctx, now, {
        action: 'offer.change',
        entity: 'offer',
        entityId: id,
        change: { title: draft.title, ...change },
        personal,
        onBehalfOf: forOther(ctx, offer.volunteerId),
      });
      return this.view(tx, ctx, id);
    });
  }

  private async view(tx: Tx, ctx: Ctx, id: string): Promise<OfferDto> {
    const offer = await offerById(tx, ctx, id);
    if (!offer) throw new AppError('not_found');
    return offer;
  }

  /** Refuses contradictions, and words that are not of this district or not in use any more. `had`: what the line says so far. */
  private async check(tx: Tx, ctx: Ctx, draft: OfferDraftDto, had?: OfferRow): Promise<void> {
    const faults = offerFaults(draft);
    faults.push(...(await this.taxonomy.faults(tx, ctx.actor.districtId, draft, had)));
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
}
