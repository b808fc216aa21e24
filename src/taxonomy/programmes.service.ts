import { Inject, Injectable } from '@nestjs/common';
import { changesOf } from '../audit/changes';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { programmeCode, templateFaults } from './programme';
import { ChangeProgrammeDto, NewProgrammeDto, ProgrammeDto } from './taxonomy.dto';
import { topicText } from './topics';
import { CategoryRow, ProgrammeRow } from './taxonomy.entity';
import { lockWords, programmeById } from './taxonomy.queries';

/** Programmes are data: an office adds one, changes what it presets, and retires it, without a release. */
@Injectable()
export class ProgrammesService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async add(ctx: Ctx, dto: NewProgrammeDto): Promise<ProgrammeDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId } = ctx.actor;
      await lockWords(tx, districtId);
      if (dto.code !== undefined && !/^[a-z0-9_]+$/.test(dto.code)) throw invalidField('/code', 'not_a_code');
      const others = await tx.find(ProgrammeRow, { where: { districtId }, select: { code: true } });
      const codes = new Set(others.map(({ code }) => code));
      if (dto.code && codes.has(dto.code)) throw invalidField('/code', 'taken');
      await this.check(tx, ctx, dto, null);
      const nameEn = dto.nameEn ?? dto.name;
      const row: ProgrammeRow = {
        id: newId(),
        districtId,
        code: dto.code ?? programmeCode(nameEn, codes),
        name: dto.name,
        nameEn,
        searchText: topicText({ name: dto.name, nameEn, synonyms: [] }),
        categoryId: dto.categoryId ?? null,
        template: { ...dto.template },
        retiredAt: null,
        version: 1,
      };
      await tx.insert(ProgrammeRow, row as never);
      const { code, name } = row;
      await record(tx, ctx, this.clock.now(), {
        action: 'programme.add',
        entity: 'programme',
        entityId: row.id,
        change: { code, name },
      });
      return this.view(tx, ctx, row.id);
    });
  }

  /** Lines that have the programme stay as they are: it presets what is new. */
  async change(ctx: Ctx, id: string, { version, ...dto }: ChangeProgrammeDto): Promise<ProgrammeDto> {
    return this.db.change(ctx, async (tx) => {
      await lockWords(tx, ctx.actor.districtId);
      const row = await this.row(tx, ctx, id);
      await this.check(tx, ctx, dto, id);
      const { name, nameEn = row.nameEn, categoryId = null } = dto;
      const template = { ...dto.template };
      const searchText = topicText({ name, nameEn, synonyms: [] });
      await updateVersioned(tx, ProgrammeRow, { id, version }, { name, nameEn, searchText, categoryId, template });
      const flat = (
        one: Pick<ProgrammeRow, 'name' | 'nameEn' | 'categoryId' | 'template'>,
      ): Record<string, unknown> => ({
        name: one.name,
        nameEn: one.nameEn,
        categoryId: one.categoryId,
        ...one.template,
      });
      await record(tx, ctx, this.clock.now(), {
        action: 'programme.change',
        entity: 'programme',
        entityId: id,
        change: { name, changes: changesOf(flat(row), flat({ name, nameEn, categoryId, template })) },
      });
      return this.view(tx, ctx, id);
    });
  }

  /** No new line takes it any more; those that have it keep it. `false` takes it back into use. */
  async retire(ctx: Ctx, id: string, version: number, retired: boolean): Promise<ProgrammeDto> {
    return this.db.change(ctx, async (tx) => {
      const row = await this.row(tx, ctx, id);
      const now = this.clock.now();
      await updateVersioned(tx, ProgrammeRow, { id, version }, { retiredAt: retired ? (row.retiredAt ?? now) : null });
      await record(tx, ctx, now, {
        action: retired ? 'programme.retire' : 'programme.restore',
        entity: 'programme',
        entityId: id,
        change: { name: row.name },
      });
      return this.view(tx, ctx, id);
    });
  }

  private async view(tx: Tx, ctx: Ctx, id: string): Promise<ProgrammeDto> {
    return (await programmeById(tx, ctx.actor.districtId, id))!;
  }

  private async row(tx: Tx, ctx: Ctx, id: string): Promise<ProgrammeRow> {
    const row = await tx.findOneBy(ProgrammeRow, { id, districtId: ctx.actor.districtId });
    if (!row) throw new AppError('not_found');
    return row;
  }

  private async check(
    tx: Tx,
    ctx: Ctx,
    { name, categoryId, template }: Pick<NewProgrammeDto, 'name' | 'categoryId' | 'template'>,
    except: string | null,
  ): Promise<void> {
    const { districtId } = ctx.actor;
    const faults: FieldFault[] = templateFaults(template);
    const [{ taken }] = await tx.query(
      `SELECT EXISTS (SELECT FROM programme WHERE district_id = $1 AND name = $2 AND id IS DISTINCT FROM $3) AS taken`,
      [districtId, name, except],
    );
    if (taken) faults.push({ pointer: '/name', code: 'taken' });
    const category = categoryId ? await tx.findOneBy(CategoryRow, { id: categoryId, districtId }) : undefined;
    if (category === null) faults.push({ pointer: '/categoryId', code: 'unknown_id' });
    if (category?.mergedInto) faults.push({ pointer: '/categoryId', code: 'already_merged' });
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }
}
