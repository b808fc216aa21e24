import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { ChangeSkillDto, MergeSkillDto, NewSkillDto, SkillDto, TaxonomyDto } from './taxonomy.dto';
import { CategoryRow, SkillRow } from './taxonomy.entity';
import { taxonomyOf } from './taxonomy.queries';

@Injectable()
export class TaxonomyService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  all(ctx: Ctx): Promise<TaxonomyDto> {
    return taxonomyOf(this.db.reader, ctx.actor.districtId);
  }

  async addSkill(ctx: Ctx, dto: NewSkillDto): Promise<SkillDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId } = ctx.actor;
      if (!(await tx.existsBy(CategoryRow, { id: dto.categoryId, districtId })))
        throw invalidField('/categoryId', 'unknown_id');
      await this.refuseTakenName(tx, districtId, dto.name, null);
      const skill: SkillRow = {
        id: newId(),
        districtId,
        categoryId: dto.categoryId,
        name: dto.name,
        nameEn: dto.nameEn ?? dto.name,
        synonyms: dto.synonyms ?? [],
        mergedInto: null,
        version: 1,
      };
      await tx.insert(SkillRow, skill);
      await record(tx, ctx, this.clock.now(), {
        action: 'skill.add',
        entity: 'skill',
        entityId: skill.id,
        change: { name: skill.name },
      });
      return view(skill);
    });
  }

  /** A rename keeps the old name as a synonym, so that old workbooks are still understood. */
  async changeSkill(ctx: Ctx, id: string, dto: ChangeSkillDto): Promise<SkillDto> {
    return this.db.change(ctx, async (tx) => {
      const skill = await this.skill(tx, ctx, id);
      const name = dto.name ?? skill.name;
      if (name !== skill.name) await this.refuseTakenName(tx, ctx.actor.districtId, name, id);
      const synonyms = [
        ...new Set([...(dto.synonyms ?? skill.synonyms), ...(name !== skill.name ? [skill.name] : [])]),
      ].filter((word) => word !== name);
      const patch = { name, nameEn: dto.nameEn ?? skill.nameEn, synonyms };
      await updateVersioned(tx, SkillRow, { id, version: dto.version }, patch);
      await record(tx, ctx, this.clock.now(), {
        action: 'skill.change',
        entity: 'skill',
        entityId: id,
        change: { from: skill.name, ...patch },
      });
      return view({ ...skill, ...patch, version: dto.version + 1 });
    });
  }

  /** Merges a skill into another: lines of both menus move over, the old row stays and points to the new one. */
  async mergeSkill(ctx: Ctx, id: string, dto: MergeSkillDto): Promise<SkillDto> {
    return this.db.change(ctx, async (tx) => {
      const [skill, target] = [await this.skill(tx, ctx, id), await this.skill(tx, ctx, dto.into)];
      if (id === dto.into) throw invalidField('/into', 'same_row');
      if (target.mergedInto) throw invalidField('/into', 'already_merged');
      for (const [table, line] of [
        ['need_skill', 'need_id'],
        ['offer_skill', 'offer_id'],
      ]) {
        await tx.query(
          `DELETE FROM ${table} a USING ${table} b WHERE a.skill_id = $1 AND b.skill_id = $2 AND a.${line} = b.${line}`,
          [id, dto.into],
        );
        await tx.query(`UPDATE ${table} SET skill_id = $2 WHERE skill_id = $1`, [id, dto.into]);
      }
      await tx.query('UPDATE skill SET merged_into = $2 WHERE merged_into = $1', [id, dto.into]);
      await updateVersioned(tx, SkillRow, { id, version: dto.version }, { mergedInto: dto.into });
      const synonyms = [...new Set([...target.synonyms, skill.name, ...skill.synonyms])];
      await updateVersioned(tx, SkillRow, target, { synonyms });
      await record(tx, ctx, this.clock.now(), {
        action: 'skill.merge',
        entity: 'skill',
        entityId: id,
        change: { into: dto.into },
      });
      return view({ ...target, synonyms, version: target.version + 1 });
    });
  }

  private async skill(tx: Tx, ctx: Ctx, id: string): Promise<SkillRow> {
    const skill = await tx.findOneBy(SkillRow, { id, districtId: ctx.actor.districtId });
    if (!skill) throw new AppError('not_found');
    return skill;
  }

  private async refuseTakenName(tx: Tx, districtId: string, name: string, except: string | null): Promise<void> {
    const [taken] = await tx.query(
      'SELECT id FROM skill WHERE district_id = $1 AND (name = $2 OR $2 = ANY(synonyms)) AND id IS DISTINCT FROM $3',
      [districtId, name, except],
    );
    if (taken) throw invalidField('/name', 'taken');
  }
}

const view = ({ id, name, nameEn, synonyms, mergedInto, version }: SkillRow): SkillDto => ({
  id,
  name,
  nameEn,
  synonyms,
  mergedInto,
  version,
});
