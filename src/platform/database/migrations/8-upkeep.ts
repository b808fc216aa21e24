import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the daily look for unconfirmed lines cost what it finds. */
export class Upkeep1790000000008 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE INDEX need_unconfirmed ON need (district_id, confirmed_at) WHERE state IN ('open', 'filled') AND stale_since IS NULL;
      CREATE INDEX offer_unconfirmed ON offer (district_id, confirmed_at) WHERE state = 'listed' AND stale_since IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
