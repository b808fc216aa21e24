import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of needs find filters in an index where words narrow too little, and count facets and find the way to needs that take
 * place elsewhere without reading the rows. Positions in the marks: 1 to 13 grades 12 to 0, 14 to 20 weekdays 7 to 1, 22 to 25 priorities 4 to 1.
 */
export class NarrowWalks1790000000026 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE INDEX need_marks ON need USING gin (
        (array_positions(string_to_array((grades::bit(13) || weekdays::integer::bit(8) || (1 << priority)::bit(5))::text, NULL), '1')),
        (ARRAY[form, audience]));
      DROP INDEX need_menu;
      CREATE INDEX need_menu ON need (district_id, id) INCLUDE (state, topic_ids, form, audience, priority, grades, weekdays, school_id);
      DROP INDEX need_elsewhere;
      CREATE INDEX need_elsewhere ON need (district_id, id) INCLUDE (place_kind, latitude, longitude, area_id)
        WHERE NOT (place_kind = 'school' AND latitude IS NULL AND area_id IS NULL);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
