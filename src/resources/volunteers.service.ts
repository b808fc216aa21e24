import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Permission } from '../access/permissions';
import { record } from '../audit/audit';
import type { HistoryLineDto } from '../audit/audit.dto';
import { apart, changesOf } from '../audit/changes';
import { historyOf } from '../audit/history.queries';
import { noteList, noteLook } from '../audit/looks';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { searchColumns } from '../platform/search';
import { VolunteerState, volunteerStates } from './resource';
import { VolunteerRow } from './resource.entity';
import type { NewVolunteerDto, OpenedVolunteerDto } from './known.dto';
import { alikeTo, onRecord } from './known.queries';
import { volunteerFaults } from './plausible';
import { offMenu } from './resources.jobs';
import {
  ChangeVolunteerDto,
  VolunteerDraftDto,
  VolunteerDto,
  VolunteersPageDto,
  VolunteersQuery,
} from './resources.dto';
import { volunteerById, volunteersPage } from './resources.queries';
import { forOther, PERSONAL_IN_VOLUNTEER, rowOf, saidByVolunteer, searchParts, unsaid } from './volunteer-row';

@Injectable()
export class VolunteersService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: Ctx, query: VolunteersQuery): Promise<VolunteersPageDto> {
    const now = this.clock.now();
    const page = await volunteersPage(this.db.reader, ctx, query, now);
    await noteList(
      this.db.reader,
      ctx,
      now,
      'volunteer',
      page.items.map(({ id }) => id),
    );
    return page;
  }

  /** A record for somebody who opens it; that they did is noted. */
  async read(ctx: Ctx, id: string): Promise<OpenedVolunteerDto> {
    const volunteer = await this.get(ctx, id);
    await noteLook(this.db.reader, ctx, this.clock.now(), 'volunteer', id);
    return { ...volunteer, alike: volunteer.state === 'applied' ? await alikeTo(this.db.reader, ctx.actor, id) : [] };
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<VolunteerDto> {
    const volunteer = await volunteerById(tx, ctx, id, this.clock.now());
    if (!volunteer) throw new AppError('not_found');
    return volunteer;
  }

  async history(ctx: Ctx, id: string): Promise<HistoryLineDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'volunteer.change', [id]);
    await noteLook(this.db.reader, ctx, this.clock.now(), 'volunteer', id);
    return historyOf(this.db.reader, ctx.actor.districtId, 'volunteer', id);
  }

  /**
   * Somebody is put forward, by a coordinator or an admin; state applied.
   * @throws `volunteer_known` if the name and the number are on record and nobody says that it is another person
   */
  async apply(ctx: Ctx, dto: NewVolunteerDto): Promise<VolunteerDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId } = ctx.actor;
      await this.checkDraft(tx, districtId, dto);
      const now = this.clock.now();
      const year = Number((await this.districts.today(tx, districtId)).slice(0, 4));
      const [code] = await nextCodes(tx, districtId, 'volunteer', year, 1);
      // After the code, whose counter the next one waits for: of two who send the same, the second sees the first.
      const known = dto.another ? null : await onRecord(tx, districtId, dto.name, dto.phone);
      if (known) throw new AppError('volunteer_known', known);
      const id = newId();
      await tx.insert(VolunteerRow, {
        ...rowOf(dto),
        ...searchColumns(...searchParts(code, dto)),
        id,
        districtId,
        code,
        state: 'applied',
        createdAt: now,
        updatedAt: now,
      } as never);
      await record(tx, ctx, now, {
        action: 'volunteer.apply',
        entity: 'volunteer',
        entityId: id,
        change: { code },
        onBehalfOf: id,
      });
      return this.get(ctx, id, tx);
    });
  }

  async change(ctx: Ctx, id: string, dto: ChangeVolunteerDto): Promise<VolunteerDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'volunteer.change', [id]);
      const before = await tx.findOneOrFail(VolunteerRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      await this.checkDraft(tx, ctx.actor.districtId, dto, before);
      const { version, ...draft } = dto;
      const now = this.clock.now();
      const row = { ...rowOf(draft), ...unsaid(draft, before) };
      await updateVersioned(tx, VolunteerRow, { id, version }, {
        ...row,
        ...searchColumns(...searchParts(before.code, draft)),
        updatedAt: now,
      } as Partial<VolunteerRow>);
      const { change, personal } = apart(
        changesOf(saidByVolunteer(before), saidByVolunteer(row)),
        PERSONAL_IN_VOLUNTEER,
      );
      await record(tx, ctx, now, {
        action: 'volunteer.change',
        entity: 'volunteer',
        entityId: id,
        change,
        personal,
        onBehalfOf: forOther(ctx, id),
      });
      return this.get(ctx, id, tx);
    });
  }

  /** Identity, veteran group and consent have been looked at. */
  verify(ctx: Ctx, id: string, version: number): Promise<VolunteerDto> {
    return this.move(ctx, 'volunteer.review', id, version, 'verified', (row) => {
      if (!row.consentedOn) throw invalidField('/consentedOn', 'consent_missing');
    });
  }

  activate(ctx: Ctx, id: string, version: number): Promise<VolunteerDto> {
    return this.move(ctx, 'volunteer.review', id, version, 'active');
  }

  /**
   * For a while nothing more is asked of the volunteer: open invitations are taken back. What was agreed goes on and its
   * schools are told, unless it is to end; then replacements are sought.
   */
  pause(ctx: Ctx, id: string, version: number, endEngagements: boolean): Promise<VolunteerDto> {
    return this.move(ctx, 'volunteer.change', id, version, 'paused', undefined, endEngagements);
  }

  /** For good: open invitations are taken back, what was agreed ends, and replacements are sought. */
  leave(ctx: Ctx, id: string, version: number): Promise<VolunteerDto> {
    return this.move(ctx, 'volunteer.change', id, version, 'left');
  }

  private async move(
    ctx: Ctx,
    permission: Permission,
    id: string,
    version: number,
    to: VolunteerState,
    check?: (row: VolunteerRow) => void,
    endEngagements = false,
  ): Promise<VolunteerDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, permission, [id]);
      const row = await tx.findOneOrFail(VolunteerRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row.version !== version) throw new AppError('version_moved', { version: row.version });
      volunteerStates.check(row.state, to);
      check?.(row);
      const now = this.clock.now();
      await updateVersioned(tx, VolunteerRow, { id, version }, { state: to, updatedAt: now });
      await record(tx, ctx, now, {
        action: `volunteer.${to}`,
        entity: 'volunteer',
        entityId: id,
        change: { from: row.state, to },
        onBehalfOf: forOther(ctx, id),
      });
      if (to === 'paused' || to === 'left') await enqueue(tx, ctx, offMenu, { volunteerId: id, endEngagements }, now);
      return this.get(ctx, id, tx);
    });
  }

  private async checkDraft(tx: Tx, districtId: string, dto: VolunteerDraftDto, before?: VolunteerRow): Promise<void> {
    const faults = volunteerFaults(dto, await this.districts.today(tx, districtId), before?.phone);
    if ((dto.latitude == null) !== (dto.longitude == null)) faults.push({ pointer: '/longitude', code: 'needs_both' });
    if ((dto.kind ?? 'person') === 'person' && (dto.people ?? 1) > 1)
      faults.push({ pointer: '/people', code: 'only_for_teams' });
    const schools = dto.wishedSchoolIds ?? [];
    const [known] = await tx.query(
      `SELECT ($2::uuid IS NULL OR EXISTS (SELECT FROM area WHERE district_id = $1 AND id = $2)) AS area,
              ARRAY(SELECT id FROM school WHERE district_id = $1 AND id = ANY($3)) AS schools`,
      [districtId, dto.areaId ?? null, schools],
    );
    if (!known.area) faults.push({ pointer: '/areaId', code: 'unknown_id' });
    schools.forEach(
      (id, i) => known.schools.includes(id) || faults.push({ pointer: `/wishedSchoolIds/${i}`, code: 'unknown_id' }),
    );
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }
}
