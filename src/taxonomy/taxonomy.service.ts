import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { ChangeWordDto, MergeWordDto, NewCategoryDto, NewSkillDto, TaxonomyDto, WordDto } from './taxonomy.dto';
import { CategoryRow, ProgrammeRow, SkillRow } from './taxonomy.entity';
import { knownWords, lockWords, mergedWords, takenWords, taxonomyOf } from './taxonomy.queries';
import { topicText } from './topics';
import { changedWord, mergedSynonyms, saidBy } from './word';

/** The words of a draft of either menu. */
interface NamedWords {
  categoryId: string;
  programmeId?: string | null;
  skills?: { skillId: string }[];
}

type WordKind = 'category' | 'skill';
type WordRow = CategoryRow | SkillRow;
const ROWS = { category: CategoryRow, skill: SkillRow } as const;

/**
 * Categories and skills, the words both menus share. They are renamed and merged without breaking history: a row never
 * goes, lines move to the word that stays, and every old name stays a synonym.
 */
@Injectable()
export class TaxonomyService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  all(ctx: Ctx): Promise<TaxonomyDto> {
    return taxonomyOf(this.db.reader, ctx.actor.districtId);
  }

  /**
   * What is wrong with the words a line names: ids of another district, words that were merged away, a programme that is
   * retired (a line that has it may keep it). Nobody merges the words until the transaction ends.
   */
  async faults(tx: Tx, districtId: string, named: NamedWords, had?: NamedWords): Promise<FieldFault[]> {
    const skills = (named.skills ?? []).map(({ skillId }) => skillId);
    const known = await knownWords(tx, districtId, named.categoryId, named.programmeId ?? null, skills);
    const faults: FieldFault[] = [];
    if (!known.category) faults.push({ pointer: '/categoryId', code: 'unknown_id' });
    if (named.programmeId && !known.programme) faults.push({ pointer: '/programmeId', code: 'unknown_id' });
    else if (known.programme === 'retired' && had?.programmeId !== named.programmeId)
      faults.push({ pointer: '/programmeId', code: 'retired' });
    skills.forEach((id, i) => {
      if (!known.skills.includes(id)) faults.push({ pointer: `/skills/${i}/skillId`, code: 'unknown_id' });
    });
    return faults;
  }

  /** The programme if new lines may take it, else null. */
  async programmeInUse(tx: Tx, id: string | null): Promise<string | null> {
    return id && (await tx.existsBy(ProgrammeRow, { id, retiredAt: IsNull() })) ? id : null;
  }

  /** Where merged words went, for lines that were read before; nobody merges more until the transaction ends. */
  merged(tx: Tx, districtId: string): Promise<Map<string, string>> {
    return mergedWords(tx, districtId);
  }

  async addCategory(ctx: Ctx, dto: NewCategoryDto): Promise<WordDto> {
    return this.add(ctx, 'category', dto, async (tx, word) => {
      const [{ position }] = await tx.query(
        'SELECT coalesce(max(position) + 1, 0)::int AS position FROM category WHERE district_id = $1',
        [ctx.actor.districtId],
      );
      await tx.insert(CategoryRow, { ...word, position });
    });
  }

  async addSkill(ctx: Ctx, { categoryId, ...dto }: NewSkillDto): Promise<WordDto> {
    return this.add(ctx, 'skill', dto, async (tx, word) => {
      const category = await tx.findOneBy(CategoryRow, { id: categoryId, districtId: ctx.actor.districtId });
      if (!category) throw invalidField('/categoryId', 'unknown_id');
      if (category.mergedInto) throw invalidField('/categoryId', 'already_merged');
      await tx.insert(SkillRow, { ...word, categoryId });
    });
  }

  async change(ctx: Ctx, kind: WordKind, id: string, { version, ...dto }: ChangeWordDto): Promise<WordDto> {
    return this.db.change(ctx, async (tx) => {
      await lockWords(tx, ctx.actor.districtId);
      const row = await this.row(tx, ctx, kind, id);
      if (row.mergedInto) throw new AppError('illegal_transition', { entity: kind, from: 'merged', to: 'changed' });
      const word = changedWord(row, dto);
      const said = saidBy(row);
      await this.refuseTaken(tx, ctx, kind, word, id, said);
      await updateVersioned<WordRow>(tx, ROWS[kind], { id, version }, { ...word, searchText: topicText(word) });
      await record(tx, ctx, this.clock.now(), {
        action: `${kind}.change`,
        entity: kind,
        entityId: id,
        change: { from: row.name, ...word },
      });
      return view({ ...row, ...word, version: version + 1 });
    });
  }

  /**
   * Merges a word into another of its kind: lines of both menus move over (skills and programmes of a category, too), the
   * old row stays and points to the new one. Answers the one that stays.
   */
  async merge(ctx: Ctx, kind: WordKind, id: string, { version, into }: MergeWordDto): Promise<WordDto> {
    return this.db.change(ctx, async (tx) => {
      await lockWords(tx, ctx.actor.districtId);
      if (id === into) throw invalidField('/into', 'same_row');
      const gone = await this.row(tx, ctx, kind, id);
      const stays = await this.row(tx, ctx, kind, into, '/into');
      if (gone.mergedInto) throw new AppError('illegal_transition', { entity: kind, from: 'merged', to: 'merged' });
      if (stays.mergedInto) throw invalidField('/into', 'already_merged');
      // Who is about to write a line with the old word holds its key; those that come later see that it is merged.
      await tx.query(`SELECT 1 FROM ${kind} WHERE id = $1 FOR UPDATE`, [id]);
      await MOVES[kind](tx, id, into);
      for (const menu of ['need', 'offer'])
        await tx.query(
          `UPDATE ${menu} SET topic_ids = array_append(array_remove(array_remove(topic_ids, $1), $2), $2) WHERE topic_ids @> ARRAY[$1::uuid]`,
          [id, into],
        );
      await tx.query(`UPDATE ${kind} SET merged_into = $2 WHERE merged_into = $1`, [id, into]);
      await updateVersioned<WordRow>(tx, ROWS[kind], { id, version }, { mergedInto: into });
      const synonyms = mergedSynonyms(stays, gone);
      await updateVersioned<WordRow>(tx, ROWS[kind], stays, {
        synonyms,
        searchText: topicText({ ...stays, synonyms }),
      });
      await record(tx, ctx, this.clock.now(), {
        action: `${kind}.merge`,
        entity: kind,
        entityId: id,
        change: { into, name: gone.name, intoName: stays.name },
      });
      return view({ ...stays, synonyms, version: stays.version + 1 });
    });
  }

  private async add(
    ctx: Ctx,
    kind: WordKind,
    dto: NewCategoryDto,
    insert: (tx: Tx, word: Omit<WordRow, 'position' | 'categoryId'>) => Promise<void>,
  ): Promise<WordDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId } = ctx.actor;
      await lockWords(tx, districtId);
      const synonyms = [...new Set(dto.synonyms)].filter((one) => one !== dto.name);
      const word = { name: dto.name, nameEn: dto.nameEn ?? dto.name, synonyms };
      await this.refuseTaken(tx, ctx, kind, word, null, []);
      const row = { ...word, searchText: topicText(word), id: newId(), districtId, mergedInto: null, version: 1 };
      await insert(tx, row);
      await record(tx, ctx, this.clock.now(), {
        action: `${kind}.add`,
        entity: kind,
        entityId: row.id,
        change: { name: row.name },
      });
      return view(row);
    });
  }

  private async row(tx: Tx, ctx: Ctx, kind: WordKind, id: string, pointer?: string): Promise<WordRow> {
    const row = await tx.findOneBy<WordRow>(ROWS[kind], { id, districtId: ctx.actor.districtId });
    if (!row) throw pointer ? invalidField(pointer, 'unknown_id') : new AppError('not_found');
    return row;
  }

  /** Two rows with one word would leave a workbook's cell in doubt. `kept`: what the row was called before, which is no news. */
  private async refuseTaken(
    tx: Tx,
    ctx: Ctx,
    kind: WordKind,
    { name, synonyms }: { name: string; synonyms: string[] },
    except: string | null,
    kept: string[],
  ): Promise<void> {
    const asked = [name, ...synonyms].filter((word) => !kept.includes(word));
    const taken = await takenWords(tx, ctx.actor.districtId, kind, asked, except);
    const faults: FieldFault[] = synonyms.flatMap((word, i) =>
      taken.has(word) ? [{ pointer: `/synonyms/${i}`, code: 'taken' }] : [],
    );
    if (taken.has(name)) faults.unshift({ pointer: '/name', code: 'taken' });
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }
}

/** What points to a word and follows it into another. */
const MOVES: Record<WordKind, (tx: Tx, from: string, into: string) => Promise<void>> = {
  category: async (tx, from, into) => {
    for (const table of ['need', 'offer', 'skill', 'programme'])
      await tx.query(`UPDATE ${table} SET category_id = $2 WHERE category_id = $1`, [from, into]);
  },
  skill: async (tx, from, into) => {
    for (const [table, line, of] of [
      ['need_skill', 'need_id', ', required = a.required OR b.required'],
      ['offer_skill', 'offer_id', ''],
    ]) {
      // A line that has both keeps the one that stays, at the higher level.
      await tx.query(
        `UPDATE ${table} a SET level = greatest(a.level, b.level)${of} FROM ${table} b WHERE a.skill_id = $2 AND b.skill_id = $1 AND a.${line} = b.${line}`,
        [from, into],
      );
      await tx.query(
        `DELETE FROM ${table} a USING ${table} b WHERE a.skill_id = $1 AND b.skill_id = $2 AND a.${line} = b.${line}`,
        [from, into],
      );
      await tx.query(`UPDATE ${table} SET skill_id = $2 WHERE skill_id = $1`, [from, into]);
    }
  },
};

const view = ({
  id,
  name,
  nameEn,
  synonyms,
  mergedInto,
  version,
}: Omit<WordRow, 'districtId' | 'position' | 'categoryId' | 'searchText'>): WordDto => ({
  id,
  name,
  nameEn,
  synonyms,
  mergedInto,
  version,
});
