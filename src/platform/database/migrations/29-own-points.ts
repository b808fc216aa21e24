import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The few needs with a point or an area of their own are found by it. */
export class OwnPoints1790000000029 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX need_point ON need (district_id, latitude) WHERE latitude IS NOT NULL');
    await run.query('CREATE INDEX need_area ON need (area_id) WHERE area_id IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
