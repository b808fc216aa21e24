import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who deletes a line must look for what refers to it. The indexes there were knew only clearances in force and exclusions
 * in force, or nothing of the offer, so that each volunteer or offer deleted had all of them read.
 */
export class References1790000000027 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE INDEX clearance_volunteer ON clearance (volunteer_id);
      CREATE INDEX exclusion_volunteer ON exclusion (volunteer_id);
      CREATE INDEX exclusion_need ON exclusion (need_id) WHERE need_id IS NOT NULL;
      CREATE INDEX proposal_offer ON proposal (offer_id);
      CREATE INDEX engagement_need ON engagement (need_id);
      CREATE INDEX engagement_offer ON engagement (offer_id);
      CREATE INDEX session_volunteer ON session (volunteer_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
