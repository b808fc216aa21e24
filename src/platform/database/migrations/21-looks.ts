import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has looked at personal data: a row an hour for each person and what they saw, beside the trail of changes. */
export class Looks1790000000021 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE look (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        account_id uuid NOT NULL REFERENCES account,
        entity text NOT NULL CHECK (entity IN ('volunteer', 'need')),
        -- null: a list.
        entity_id uuid,
        hour timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        times integer NOT NULL DEFAULT 1,
        -- Rows shown all in all.
        lines integer NOT NULL,
        UNIQUE NULLS NOT DISTINCT (district_id, entity, entity_id, account_id, hour)
      );
      CREATE INDEX look_recent ON look (district_id, id);
      CREATE INDEX look_account ON look (district_id, account_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
