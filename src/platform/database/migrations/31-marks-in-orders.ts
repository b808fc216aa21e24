import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARKS = 'state, topic_ids, form, audience, grades, weekdays, confirmed_at, stale_since';

/** A filter is asked along an order without reading the rows: ten thousand may come before the first sixty that are wanted. */
export class MarksInOrders1790000000031 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      DROP INDEX need_updated, need_priority, need_starts, need_answer_by, need_title;
      CREATE INDEX need_updated ON need (district_id, updated_at, id) INCLUDE (priority, ${MARKS});
      CREATE INDEX need_priority ON need (district_id, priority, id) INCLUDE (${MARKS});
      CREATE INDEX need_starts ON need (district_id, period_from, id) INCLUDE (priority, ${MARKS});
      CREATE INDEX need_answer_by ON need (district_id, (coalesce(answer_by, 'infinity')), id) INCLUDE (answer_by, priority, ${MARKS});
      CREATE INDEX need_title ON need (district_id, title COLLATE "zh-x-icu", id) INCLUDE (priority, ${MARKS});
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
