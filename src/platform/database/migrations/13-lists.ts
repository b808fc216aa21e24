import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists by weekday and in every order: the weekdays of a line as bits, and an index for each order. */
export class Lists1790000000013 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- Bit d: the line has a time on weekday d (1 Monday … 7 Sunday); bit 0: at any time.
      ALTER TABLE need ADD weekdays smallint NOT NULL DEFAULT 0;
      ALTER TABLE offer ADD weekdays smallint NOT NULL DEFAULT 0;
      UPDATE need n SET weekdays = (
        SELECT coalesce(bit_or(1 << weekday), 0) FROM (
          SELECT (w ->> 'weekday')::int AS weekday FROM jsonb_path_query(n.times, '$.alternatives[*].weekly[*]') w
          UNION ALL SELECT extract(isodow FROM (d ->> 'day')::date)::int FROM jsonb_path_query(n.times, '$.alternatives[*].dates[*]') d) days);
      UPDATE offer o SET weekdays = (
        SELECT CASE WHEN (o.availability ->> 'anyTime')::boolean THEN 1 ELSE coalesce(bit_or(1 << weekday), 0) END FROM (
          SELECT (w ->> 'weekday')::int AS weekday FROM jsonb_array_elements(o.availability -> 'weekly') w
          UNION ALL SELECT extract(isodow FROM (d ->> 'day')::date)::int FROM jsonb_array_elements(o.availability -> 'dates') d) days);

      DROP INDEX need_menu, offer_menu;
      CREATE INDEX need_menu ON need (district_id, id);
      CREATE INDEX need_state ON need (district_id, state, id);
      CREATE INDEX need_updated ON need (district_id, updated_at, id);
      CREATE INDEX need_priority ON need (district_id, priority, id);
      CREATE INDEX need_starts ON need (district_id, period_from, id);
      CREATE INDEX need_answer_by ON need (district_id, coalesce(answer_by, 'infinity'), id);
      CREATE INDEX need_title ON need (district_id, title COLLATE "zh-x-icu", id);
      CREATE INDEX offer_menu ON offer (district_id, id);
      CREATE INDEX offer_state ON offer (district_id, state, id);
      CREATE INDEX offer_updated ON offer (district_id, updated_at, id);
      CREATE INDEX offer_title ON offer (district_id, title COLLATE "zh-x-icu", id);
      DROP INDEX volunteer_state;
      CREATE INDEX volunteer_state ON volunteer (district_id, state, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
