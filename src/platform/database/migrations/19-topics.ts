import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchColumns } from '../../search';

/**
 * Lines of both menus are found by the words of their category, programme and skills too, and lists by school walk the schools in
 * the order of their names, or of the way there.
 */
export class Topics1790000000019 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const [table, synonyms] of [
      ['skill', 'synonyms'],
      ['category', 'synonyms'],
      ['programme', `'{}'::text[]`],
    ]) {
      await run.query(`ALTER TABLE ${table} ADD search_text text NOT NULL DEFAULT ''`);
      const rows: { id: string; words: string[] }[] = await run.query(
        `SELECT id, ARRAY[name, name_en] || ${synonyms} AS words FROM ${table}`,
      );
      await run.query(
        `UPDATE ${table} t SET search_text = f.text FROM unnest($1::uuid[], $2::text[]) f(id, text) WHERE t.id = f.id`,
        [rows.map(({ id }) => id), rows.map(({ words }) => searchColumns(...words).searchText)],
      );
    }
    // The table is written anew, not each row of it updated: half the time, and no dead rows are left behind.
    for (const table of ['need', 'offer'])
      await run.query(`
        DROP INDEX ${table}_search;
        CREATE FUNCTION topics_of(line uuid, named uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
          SELECT array_remove(named, NULL) || ARRAY(SELECT skill_id FROM ${table}_skill WHERE ${table}_id = line) $$;
        ALTER TABLE ${table} ADD topic_ids uuid[] NOT NULL DEFAULT '{}';
        ALTER TABLE ${table} ALTER topic_ids TYPE uuid[] USING topics_of(id, ARRAY[category_id, programme_id]);
        DROP FUNCTION topics_of;
        CREATE INDEX ${table}_search ON ${table} USING gin (search_grams, topic_ids);
      `);
    await run.query(`
      CREATE INDEX school_name ON school (district_id, name COLLATE "zh-x-icu", id);
      CREATE INDEX need_elsewhere ON need (district_id) WHERE NOT (place_kind = 'school' AND latitude IS NULL AND area_id IS NULL);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
