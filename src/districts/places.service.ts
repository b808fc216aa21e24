import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, type ErrorCode, type FieldFault } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { AreaRow, SchoolRow } from './district.entity';
import { schoolRenamed } from './districts.jobs';
import { lockDistrict, schoolsOf } from './districts.queries';
import { DistrictsService } from './districts.service';
import { changed, movedSince } from './facts';
import type { AreaDto, ChangeAreaDto, ChangeSchoolDto, NewAreaDto, NewSchoolDto, SchoolRecordDto } from './places.dto';

/** Schools, and the areas of the gazetteer in which they and volunteers' homes lie. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  schools(ctx: Ctx): Promise<SchoolRecordDto[]> {
    return schoolsOf(this.db.reader, ctx.actor.districtId);
  }

  async addSchool(ctx: Ctx, dto: NewSchoolDto): Promise<SchoolRecordDto> {
    return this.change(ctx, async (tx, districtId) => {
      const school = { id: newId(), districtId, ...filled(dto) };
      await this.checkSchool(tx, school);
      await tx.insert(SchoolRow, { ...school, closedOn: null, version: 1, createdAt: this.clock.now() });
      await this.write(tx, ctx, 'school.add', school.id, filled(dto));
      return this.shown(tx, districtId, school.id);
    });
  }

  async changeSchool(ctx: Ctx, id: string, { version, ...dto }: ChangeSchoolDto): Promise<SchoolRecordDto> {
    return this.change(ctx, async (tx, districtId) => {
      const before = await this.locked(tx, SchoolRow, districtId, id, version, dto);
      const school = filled(dto);
      await this.checkSchool(tx, { id, districtId, ...school });
      await updateVersioned(tx, SchoolRow, { id, version }, school);
      await this.write(tx, ctx, 'school.change', id, changed(before, school));
      if (school.name !== before.name) await enqueue(tx, ctx, schoolRenamed, { schoolId: id }, this.clock.now());
      return this.shown(tx, districtId, id);
    });
  }

  /**
   * The school takes part no more; what it has done stays.
   * @throws `school_in_use` while something of it is under way: a closed school could not follow it up
   */
  async closeSchool(ctx: Ctx, id: string, version: number): Promise<SchoolRecordDto> {
    return this.change(ctx, async (tx, districtId) => {
      const before = await this.locked(tx, SchoolRow, districtId, id, version, {});
      if (before.closedOn) throw transition(before.closedOn, 'closed');
      const [{ needs, engagements }] = await tx.query(
        `SELECT (SELECT count(*)::int FROM need WHERE school_id = $1 AND state IN ('draft', 'submitted', 'returned', 'open', 'filled', 'serving')) AS needs,
                (SELECT count(*)::int FROM engagement WHERE school_id = $1 AND state IN ('agreed', 'serving')) AS engagements`,
        [id],
      );
      if (needs + engagements > 0) throw new AppError('school_in_use', { needs, engagements });
      const closedOn = await this.districts.today(tx, districtId);
      await updateVersioned(tx, SchoolRow, { id, version }, { closedOn });
      await this.write(tx, ctx, 'school.close', id, { name: before.name, closedOn });
      return this.shown(tx, districtId, id);
    });
  }

  async reopenSchool(ctx: Ctx, id: string, version: number): Promise<SchoolRecordDto> {
    return this.change(ctx, async (tx, districtId) => {
      const before = await this.locked(tx, SchoolRow, districtId, id, version, {});
      if (!before.closedOn) throw transition(null, 'open');
      await updateVersioned(tx, SchoolRow, { id, version }, { closedOn: null });
      await this.write(tx, ctx, 'school.reopen', id, { name: before.name });
      return this.shown(tx, districtId, id);
    });
  }

  async addArea(ctx: Ctx, dto: NewAreaDto): Promise<AreaDto> {
    return this.change(ctx, async (tx, districtId) => {
      const area = { id: newId(), ...dto, version: 1 };
      await this.refuseTaken(tx, 'area', districtId, 'name', dto.name, area.id);
      await tx.insert(AreaRow, { ...area, districtId });
      await this.write(tx, ctx, 'area.add', area.id, { ...dto });
      return area;
    });
  }

  async changeArea(ctx: Ctx, id: string, { version, ...dto }: ChangeAreaDto): Promise<AreaDto> {
    return this.change(ctx, async (tx, districtId) => {
      const before = await this.locked(tx, AreaRow, districtId, id, version, dto);
      await this.refuseTaken(tx, 'area', districtId, 'name', dto.name, id);
      await updateVersioned(tx, AreaRow, { id, version }, dto);
      await this.write(tx, ctx, 'area.change', id, changed(before, dto));
      return { id, ...dto, version: version + 1 };
    });
  }

  /** @throws `area_in_use` while something lies there: without it nobody would know how far it is */
  async removeArea(ctx: Ctx, id: string, version: number): Promise<void> {
    return this.change(ctx, async (tx, districtId) => {
      const { name } = await this.locked(tx, AreaRow, districtId, id, version, {});
      const [{ schools, volunteers, needs }] = await tx.query(
        `SELECT (SELECT count(*)::int FROM school WHERE district_id = $2 AND area_id = $1) AS schools,
                (SELECT count(*)::int FROM volunteer WHERE district_id = $2 AND area_id = $1) AS volunteers,
                (SELECT count(*)::int FROM need WHERE district_id = $2 AND area_id = $1) AS needs`,
        [id, districtId],
      );
      if (schools + volunteers + needs > 0) throw new AppError('area_in_use', { schools, volunteers, needs });
      await tx.delete(AreaRow, { id });
      await this.write(tx, ctx, 'area.remove', id, { name });
    });
  }

  private change<T>(ctx: Ctx, work: (tx: Tx, districtId: string) => Promise<T>): Promise<T> {
    const { districtId } = ctx.actor;
    return this.db.change(ctx, async (tx) => {
      await lockDistrict(tx, districtId);
      return work(tx, districtId);
    });
  }

  /** The row, locked against whoever is about to name it in a line of a menu. */
  private async locked<E extends SchoolRow | AreaRow>(
    tx: Tx,
    entity: new () => E,
    districtId: string,
    id: string,
    version: number,
    sent: object,
  ): Promise<E> {
    const row = await tx.findOne(entity, { where: { id, districtId } as never, lock: { mode: 'pessimistic_write' } });
    if (!row) throw new AppError('not_found');
    if (row.version !== version) throw new AppError('version_moved', { version: row.version }, movedSince(row, sent));
    return row;
  }

  private async checkSchool(tx: Tx, school: Omit<SchoolRow, 'closedOn' | 'version' | 'createdAt'>): Promise<void> {
    const { id, districtId, name, code, areaId, latitude, longitude } = school;
    const faults: FieldFault[] = [];
    if (areaId && !(await tx.existsBy(AreaRow, { id: areaId, districtId })))
      faults.push({ pointer: '/areaId', code: 'unknown_id' });
    if ((latitude === null) !== (longitude === null)) faults.push({ pointer: '/longitude', code: 'needs_both' });
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
    await this.refuseTaken(tx, 'school', districtId, 'name', name, id);
    if (code) await this.refuseTaken(tx, 'school', districtId, 'code', code, id);
  }

  private async refuseTaken(
    tx: Tx,
    table: 'school' | 'area',
    districtId: string,
    column: 'name' | 'code',
    value: string,
    except: string,
  ): Promise<void> {
    const [taken]: { name: string }[] = await tx.query(
      `SELECT name FROM ${table} WHERE district_id = $1 AND ${column} = $2 AND id <> $3`,
      [districtId, value, except],
    );
    if (taken)
      throw new AppError('invalid', {}, [{ pointer: `/${column}`, code: 'taken', params: { name: taken.name } }]);
  }

  private async shown(tx: Tx, districtId: string, id: string): Promise<SchoolRecordDto> {
    const [school] = await schoolsOf(tx, districtId, id);
    return school;
  }

  private write(tx: Tx, ctx: Ctx, action: string, entityId: string, change: object): Promise<void> {
    return record(tx, ctx, this.clock.now(), {
      action,
      entity: action.split('.')[0],
      entityId,
      change: change as Record<string, unknown>,
    });
  }
}

/** A form shows every field, so what is not said is empty. */
const filled = ({ name, code, stages, areaId, latitude, longitude }: NewSchoolDto) => ({
  name,
  code: code ?? null,
  stages: stages ?? [],
  areaId: areaId ?? null,
  latitude: latitude ?? null,
  longitude: longitude ?? null,
});

const transition = (closedOn: string | null, to: string): AppError =>
  new AppError('illegal_transition' satisfies ErrorCode, {
    entity: 'school',
    from: closedOn ? 'closed' : 'open',
    to,
    allowed: closedOn ? 'open' : 'closed',
  });
