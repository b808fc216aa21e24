import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds a district's last nightly round however many others there have been. */
export class Nightly1790000000016 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`CREATE INDEX round_nightly ON round (district_id, id) WHERE requested_by IS NULL AND NOT draft`);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
