import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where volunteers live is found without reading their rows. */
export class Homes1790000000028 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(
      'CREATE INDEX volunteer_home ON volunteer (district_id, id) INCLUDE (latitude, longitude, area_id)',
    );
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
