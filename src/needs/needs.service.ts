import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { searchColumns } from '../platform/search';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import { draftFaults, toTimes } from './draft';
import { NeedState, needStates, priorityOf } from './need';
import { NeedRow, NeedSkillRow } from './need.entity';
import {
  AuditLineDto,
  ChangeNeedDto,
  CopyNeedDto,
  NeedDraftDto,
  NeedDto,
  NeedsPageDto,
  NeedsQuery,
  NewNeedDto,
} from './needs.dto';
import { needEnded } from './needs.jobs';
import { historyOf, needById, needsPage } from './needs.queries';
import { weekdaysOf } from './times';

/** A line can be confirmed before anybody serves it. */
const ON_MENU: NeedState[] = ['draft', 'submitted', 'returned', 'open', 'filled'];

/** A copied need whose dates have all passed takes this long until somebody says otherwise. */
const DEFAULT_WEEKLY_MINUTES = 60;

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

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<NeedDto> {
    const need = await needById(tx, ctx, id);
    if (!need) throw new AppError('not_found');
    return need;
  }

  async history(ctx: Ctx, id: string): Promise<AuditLineDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'need.change', [id]);
    return historyOf(this.db.reader, ctx.actor.districtId, 'need', id);
  }

  /** A new line in state draft, seen by its school alone. */
  async create(ctx: Ctx, dto: NewNeedDto, copiedFrom: string | null = null): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'need.create', [dto.schoolId]);
      const { schoolId, aboutMe, ...draft } = dto;
      const youngTeacherOnly = ctx.actor.grants.every(({ role }) => role === 'young_teacher');
      await this.checkDraft(tx, ctx, draft);
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
      await this.writeSkills(tx, districtId, id, draft);
      await record(tx, ctx, now, {
        action: 'need.create',
        entity: 'need',
        entityId: id,
        change: { code, title: draft.title },
      });
      return this.get(ctx, id, tx);
    });
  }

  /** A draft like an earlier need of the same school, for a new period ("as last term"); single dates are left out, they have passed. */
  async copy(ctx: Ctx, id: string, dto: CopyNeedDto): Promise<NeedDto> {
    const { schoolId, skills, alternatives, ...earlier } = await this.get(ctx, id);
    await requireAccess(this.db.reader, ctx.actor, 'need.change', [id]);
    const weekly = alternatives.map((one) => ({ ...one, dates: [] })).filter((one) => one.weekly.length > 0);
    const row = await this.db.reader.findOneByOrFail(NeedRow, { id });
    const draft: NewNeedDto = {
      schoolId,
      title: earlier.title,
      description: earlier.description,
      categoryId: earlier.categoryId,
      programmeId: earlier.programmeId,
      audience: earlier.audience,
      grades: earlier.grades,
      headCount: earlier.headCount,
      form: earlier.form,
      seats: earlier.seats,
      minimum: earlier.minimum,
      alternatives: weekly,
      weeklyMinutes:
        earlier.weeklyMinutes ?? (weekly.length === 0 && earlier.form !== 'goods' ? DEFAULT_WEEKLY_MINUTES : null),
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

  /** Rewrites a line that is not yet agreed with anybody. */
  async change(ctx: Ctx, id: string, dto: ChangeNeedDto): Promise<NeedDto> {
    return this.db.change(ctx, async (tx) => {
      const need = await this.locked(tx, ctx, 'need.change', id);
      if (!['draft', 'submitted', 'returned', 'open'].includes(need.state))
        throw new AppError('illegal_transition', { entity: 'need', from: need.state, to: need.state, allowed: '' });
      const { version, ...draft } = dto;
      await this.checkDraft(tx, ctx, draft);
      const now = this.clock.now();
      await updateVersioned(tx, NeedRow, { id, version }, {
        ...rowOf(draft),
        ...unsaid(draft, need),
        ...(await this.search(tx, need.schoolId, need.code, draft)),
        updatedAt: now,
        confirmedAt: now,
        staleSince: null,
      } as Partial<NeedRow>);
      await tx.delete(NeedSkillRow, { needId: id });
      await this.writeSkills(tx, need.districtId, id, draft);
      await record(tx, ctx, now, {
        action: 'need.change',
        entity: 'need',
        entityId: id,
        change: { title: draft.title },
      });
      return this.get(ctx, id, tx);
    });
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
      if (need.version !== version) throw new AppError('version_moved', { version });
      needStates.check(need.state, to);
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

  private async locked(tx: Tx, ctx: Ctx, permission: Permission, id: string): Promise<NeedRow> {
    await requireAccess(tx, ctx.actor, permission, [id]);
    return tx.findOneOrFail(NeedRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Refuses contradictions, and ids that are not of this district. */
  private async checkDraft(tx: Tx, ctx: Ctx, draft: NeedDraftDto): Promise<void> {
    const faults = draftFaults(draft);
    const skills = (draft.skills ?? []).map(({ skillId }) => skillId);
    const [known] = await tx.query(
      `SELECT EXISTS (SELECT FROM category WHERE district_id = $1 AND id = $2) AS category,
              ($3::uuid IS NULL OR EXISTS (SELECT FROM programme WHERE district_id = $1 AND id = $3)) AS programme,
              ($4::uuid IS NULL OR EXISTS (SELECT FROM area WHERE district_id = $1 AND id = $4)) AS area,
              ($5::uuid IS NULL OR EXISTS (SELECT FROM offer WHERE district_id = $1 AND id = $5)) AS offer,
              ARRAY(SELECT id FROM skill WHERE district_id = $1 AND id = ANY($6) AND merged_into IS NULL) AS skills`,
      [
        ctx.actor.districtId,
        draft.categoryId,
        draft.programmeId ?? null,
        draft.areaId ?? null,
        draft.wishedOfferId ?? null,
        skills,
      ],
    );
    const unknown: [boolean, string][] = [
      [known.category, '/categoryId'],
      [known.programme, '/programmeId'],
      [known.area, '/areaId'],
      [known.offer, '/wishedOfferId'],
      ...skills.map((id, i): [boolean, string] => [known.skills.includes(id), `/skills/${i}/skillId`]),
    ];
    faults.push(...unknown.filter(([ok]) => !ok).map(([, pointer]): FieldFault => ({ pointer, code: 'unknown_id' })));
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

  private async writeSkills(tx: Tx, districtId: string, needId: string, draft: NeedDraftDto): Promise<void> {
    if (!draft.skills?.length) return;
    await tx.insert(
      NeedSkillRow,
      draft.skills.map(({ skillId, level, required }) => ({
        needId,
        districtId,
        skillId,
        level: level ?? 1,
        required: required ?? true,
      })),
    );
  }
}

/** Languages and the place stay as they were when a change does not mention them: not every screen has fields for them. */
function unsaid(draft: NeedDraftDto, need: NeedRow): Partial<NeedRow> {
  const { languages, areaId, latitude, longitude } = need;
  return {
    ...(draft.languages === undefined && { languages }),
    ...(draft.areaId === undefined && draft.latitude === undefined && { areaId, latitude, longitude }),
  };
}

/** The columns a draft fills, defaults included. */
export function rowOf(draft: NeedDraftDto): Partial<NeedRow> {
  const audience = draft.audience ?? 'pupils';
  const careGroups = draft.careGroups ?? [];
  const urgent = draft.urgent ?? false;
  const times = toTimes(draft.alternatives);
  return {
    title: draft.title,
    description: draft.description ?? '',
    categoryId: draft.categoryId,
    programmeId: draft.programmeId ?? null,
    audience,
    grades: draft.grades ?? 0,
    headCount: draft.headCount ?? null,
    form: draft.form,
    seats: draft.seats ?? 1,
    minimum: draft.minimum ?? 1,
    times,
    weekdays: weekdaysOf(
      times.alternatives.flatMap(({ weekly }) => weekly),
      times.alternatives.flatMap(({ dates }) => dates),
    ),
    weeklyMinutes: draft.weeklyMinutes ?? null,
    periodFrom: draft.periodFrom,
    periodTo: draft.periodTo,
    placeKind: draft.placeKind ?? 'school',
    placeName: draft.placeName ?? null,
    areaId: draft.areaId ?? null,
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
    languages: draft.languages ?? [],
    minors: draft.minors ?? audience === 'pupils',
    oneToOne: draft.oneToOne ?? false,
    under14: draft.under14 ?? false,
    guardianConsentOn: draft.guardianConsentOn ?? null,
    careGroups,
    urgent,
    priority: priorityOf({ careGroups, urgent, audience }),
    quantity: draft.quantity ?? 0,
    wishedOfferId: draft.wishedOfferId ?? null,
    contact: draft.contact ?? '',
    answerBy: draft.answerBy ?? null,
    notes: draft.notes ?? '',
  };
}
