import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { apart, changesOf } from '../audit/changes';
import { nextCodes } from '../districts/codes';
import { requireOpenSchools } from '../districts/districts.queries';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { searchColumns } from '../platform/search';
import { TaxonomyService } from '../taxonomy/taxonomy.service';
import { copiedAlternatives } from './copied-times';
import { draftFaults, timesFaults, toTimeOfDay, toTimes } from './draft';
import { consentFaults } from './plausible';
import { NeedRow, NeedSkillRow } from './need.entity';
import { PERSONAL_IN_NEED, rowOf, saidByNeed, skillRowsOf, unsaid } from './need-row';
import { ChangeNeedDto, CopyNeedDto, NeedDaysDto, NeedDraftDto, NeedDto, NeedTimesDto, NewNeedDto } from './needs.dto';
import { needById } from './needs.queries';
import { occurrences, vacationsSpanned } from './times';

/** A copied need whose dates have all passed takes this long until somebody says otherwise. */
const DEFAULT_WEEKLY_MINUTES = 60;

/** Writing a line of the needs menu: new, like an earlier one, or again. */
@Injectable()
export class NeedDrafts {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly taxonomy: TaxonomyService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** A new line in state draft, seen by its school alone. */
  async create(ctx: Ctx, dto: NewNeedDto, copiedFrom: string | null = null): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'need.create', [dto.schoolId]);
      await requireOpenSchools(tx, [dto.schoolId]);
      const { schoolId, aboutMe, ...draft } = dto;
      const youngTeacherOnly = ctx.actor.grants.every(({ role }) => role === 'young_teacher');
      await this.check(tx, ctx, draft);
      const now = this.clock.now();
      const { districtId, accountId } = ctx.actor;
      const year = Number((await this.districts.today(tx, districtId)).slice(0, 4));
      const [code] = await nextCodes(tx, districtId, 'need', year, 1);
      const id = newId();
      await tx.insert(NeedRow, {
        ...rowOf(draft),
        ...(await this.search(tx, schoolId, code, draft)),
        id,
        districtId,
        code,
        schoolId,
        state: 'draft',
        aboutAccountId: aboutMe || youngTeacherOnly ? accountId : null,
        copiedFrom,
        confirmedAt: now,
        createdBy: accountId,
        createdAt: now,
        updatedAt: now,
      } as never);
      await tx.insert(NeedSkillRow, skillRowsOf(draft, id, districtId));
      await record(tx, ctx, now, {
        action: 'need.create',
        entity: 'need',
        entityId: id,
        change: { code, title: draft.title },
      });
      return this.view(tx, ctx, id);
    });
  }

  /** A draft like an earlier need of the same school, for a new period ("as last term"). */
  async copy(ctx: Ctx, id: string, dto: CopyNeedDto): Promise<NeedDto> {
    const { schoolId, skills, alternatives, ...earlier } = await this.view(this.db.reader, ctx, id);
    await requireAccess(this.db.reader, ctx.actor, 'need.change', [id]);
    const times = copiedAlternatives(
      alternatives,
      { from: earlier.periodFrom, to: earlier.periodTo },
      { from: dto.periodFrom, to: dto.periodTo },
      await this.districts.terms(this.db.reader, ctx.actor.districtId),
    );
    const row = await this.db.reader.findOneByOrFail(NeedRow, { id });
    const draft: NewNeedDto = {
      schoolId,
      title: earlier.title,
      description: earlier.description,
      categoryId: earlier.categoryId,
      programmeId: await this.taxonomy.programmeInUse(this.db.reader, earlier.programmeId),
      audience: earlier.audience,
      grades: earlier.grades,
      headCount: earlier.headCount,
      form: earlier.form,
      seats: earlier.seats,
      minimum: earlier.minimum,
      alternatives: times,
      weeklyMinutes:
        earlier.weeklyMinutes ?? (times.length === 0 && earlier.form !== 'goods' ? DEFAULT_WEEKLY_MINUTES : null),
      periodFrom: dto.periodFrom,
      periodTo: dto.periodTo,
      placeKind: earlier.placeKind,
      placeName: earlier.placeName,
      areaId: row.areaId,
      latitude: row.latitude,
      longitude: row.longitude,
      languages: earlier.languages,
      skills: skills.map(({ skillId, level, required }) => ({ skillId, level, required })),
      minors: earlier.minors,
      oneToOne: earlier.oneToOne,
      under14: earlier.under14,
      guardianConsentOn: null,
      careGroups: row.careGroups,
      urgent: earlier.urgent,
      quantity: earlier.quantity,
      wishedOfferId: earlier.wishedOfferId,
      contact: row.contact,
      notes: row.notes,
    };
    return this.create(ctx, { ...draft, aboutMe: row.aboutAccountId === ctx.actor.accountId }, id);
  }

  /** Each alternative day by day. @throws `invalid` for times that contradict themselves */
  async days(ctx: Ctx, times: NeedTimesDto): Promise<NeedDaysDto[]> {
    const faults = timesFaults(times);
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
    const { periodFrom, periodTo } = times;
    const { districtId } = ctx.actor;
    const calendar = await this.districts.calendar(this.db.reader, districtId, periodFrom, periodTo);
    const terms = await this.districts.terms(this.db.reader, districtId);
    const vacations = vacationsSpanned(
      periodFrom,
      periodTo,
      terms.map(({ startsOn, endsOn }) => ({ from: startsOn, to: endsOn })),
    );
    return toTimes(times.alternatives).alternatives.map((alternative) => ({
      days: occurrences(alternative, periodFrom, periodTo, calendar, vacations).map(({ day, from, to }) => ({
        day,
        from: toTimeOfDay(from),
        to: toTimeOfDay(to),
      })),
    }));
  }

  /** Rewrites a line that is not yet agreed with anybody; its history says which fields changed, and from what to what. */
  async change(ctx: Ctx, id: string, dto: ChangeNeedDto): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'need.change', [id]);
      const need = await tx.findOneOrFail(NeedRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!['draft', 'submitted', 'returned', 'open'].includes(need.state))
        throw new AppError('illegal_transition', { entity: 'need', from: need.state, to: need.state, allowed: '' });
      const { version, ...draft } = dto;
      await this.check(tx, ctx, draft, need);
      const moved = draft.periodTo !== need.periodTo && ['submitted', 'open'].includes(need.state);
      const today = await this.districts.today(tx, need.districtId);
      if (moved && draft.periodTo < today) throw invalidField('/periodTo', 'in_the_past', { today });
      const now = this.clock.now();
      const row = { ...rowOf(draft), ...unsaid(draft, need) };
      const skills = skillRowsOf(draft, id, need.districtId);
      const before = saidByNeed(need, await tx.findBy(NeedSkillRow, { needId: id }));
      await updateVersioned(tx, NeedRow, { id, version }, {
        ...row,
        ...(await this.search(tx, need.schoolId, need.code, draft)),
        updatedAt: now,
        confirmedAt: now,
        staleSince: null,
      } as Partial<NeedRow>);
      await tx.delete(NeedSkillRow, { needId: id });
      await tx.insert(NeedSkillRow, skills);
      const { change, personal } = apart(changesOf(before, saidByNeed(row, skills)), PERSONAL_IN_NEED);
      await record(tx, ctx, now, {
        action: 'need.change',
        entity: 'need',
        entityId: id,
        change: { title: draft.title, ...change },
        personal,
      });
      return this.view(tx, ctx, id);
    });
  }

  private async view(tx: Tx, ctx: Ctx, id: string): Promise<NeedDto> {
    const need = await needById(tx, ctx, id);
    if (!need) throw new AppError('not_found');
    return need;
  }

  /** Refuses contradictions, and ids that are not of this district or not in use any more. `had`: what the line says so far. */
  private async check(tx: Tx, ctx: Ctx, draft: NeedDraftDto, had?: NeedRow): Promise<void> {
    const { districtId } = ctx.actor;
    const faults = [...draftFaults(draft), ...consentFaults(draft, await this.districts.today(tx, districtId))];
    faults.push(...(await this.taxonomy.faults(tx, districtId, draft, had)));
    const [known] = await tx.query(
      `SELECT ($2::uuid IS NULL OR EXISTS (SELECT FROM area WHERE district_id = $1 AND id = $2)) AS area,
              ($3::uuid IS NULL OR EXISTS (SELECT FROM offer WHERE district_id = $1 AND id = $3)) AS offer`,
      [districtId, draft.areaId ?? null, draft.wishedOfferId ?? null],
    );
    if (!known.area) faults.push({ pointer: '/areaId', code: 'unknown_id' });
    if (!known.offer) faults.push({ pointer: '/wishedOfferId', code: 'unknown_id' });
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }

  private async search(
    tx: Tx,
    schoolId: string,
    code: string,
    draft: NeedDraftDto,
  ): Promise<Pick<NeedRow, 'searchText' | 'searchGrams'>> {
    const [{ name }]: { name: string }[] = await tx.query('SELECT name FROM school WHERE id = $1', [schoolId]);
    return searchColumns(draft.title, draft.description ?? null, code, name);
  }
}
