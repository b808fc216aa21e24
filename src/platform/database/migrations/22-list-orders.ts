import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of volunteers, and of offers by their volunteer, walk these orders. */
export class ListOrders1790000000022 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE INDEX volunteer_by_name ON volunteer (district_id, name COLLATE "zh-x-icu", id);
      CREATE INDEX volunteer_updated ON volunteer (district_id, updated_at, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
