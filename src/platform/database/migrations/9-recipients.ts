import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the account of a volunteer and the coordinators of a school, to whom nearly every notice goes. */
export class Recipients1790000000009 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE INDEX membership_volunteer ON membership (volunteer_id) WHERE volunteer_id IS NOT NULL;
      CREATE INDEX membership_school ON membership (school_id) WHERE school_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
