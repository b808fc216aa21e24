import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rounds that only try a policy out, and the funnel of a round apart from its plan. */
export class Comparison1790000000005 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- A draft makes no proposals and cannot be published; it may take over the input of another round, to differ in the policy alone.
      ALTER TABLE round ADD COLUMN draft boolean NOT NULL DEFAULT false;
      ALTER TABLE round ADD COLUMN input_of uuid;
      ALTER TABLE round ADD FOREIGN KEY (district_id, input_of) REFERENCES round (district_id, id);
      ALTER TABLE round ADD CHECK (input_of IS NULL OR draft);
      CREATE INDEX round_published ON round (district_id, published_at DESC) WHERE state = 'published';

      -- The needs with open seats and what excluded people from them; read page by page, so not packed into the plan.
      ALTER TABLE round_plan ADD COLUMN unfilled jsonb NOT NULL DEFAULT '[]';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
