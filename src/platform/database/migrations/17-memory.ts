import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Categories that can be renamed and merged, programmes that an office keeps, and what both menus were still missing. */
export class Memory1790000000017 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      ALTER TABLE category ADD COLUMN synonyms text[] NOT NULL DEFAULT '{}', ADD COLUMN merged_into uuid,
        ADD FOREIGN KEY (district_id, merged_into) REFERENCES category (district_id, id), DROP CONSTRAINT category_district_id_name_key;
      -- A word that was merged keeps its row and its name; the one that stays may take the name over.
      ALTER TABLE skill DROP CONSTRAINT skill_district_id_name_key;
      CREATE UNIQUE INDEX category_name ON category (district_id, name) WHERE merged_into IS NULL;
      CREATE UNIQUE INDEX skill_name ON skill (district_id, name) WHERE merged_into IS NULL;

      -- Two programmes of one name are told apart by their codes.
      UPDATE programme p SET name = p.name || ' (' || p.code || ')' WHERE EXISTS (
        SELECT FROM programme q WHERE q.district_id = p.district_id AND q.name = p.name AND q.code < p.code);
      -- The category a programme presets is a row, not a name: it stays when the category is renamed or merged.
      ALTER TABLE programme ADD COLUMN category_id uuid, ADD COLUMN retired_at timestamptz,
        ADD FOREIGN KEY (district_id, category_id) REFERENCES category (district_id, id), ADD UNIQUE (district_id, name);
      UPDATE programme p SET category_id = (SELECT c.id FROM category c WHERE c.district_id = p.district_id AND c.name = p.template ->> 'categoryName'),
        template = p.template - 'categoryName' - 'priority'
          || CASE WHEN p.template ->> 'priority' = '1' THEN '{"careGroups": ["three_difficulties"]}'::jsonb ELSE '{}' END;

      ALTER TABLE clearance ADD COLUMN revoked_by uuid REFERENCES account, ADD COLUMN revoke_reason text,
        ADD CHECK (revoked_at IS NOT NULL OR revoke_reason IS NULL);
      ALTER TABLE offer ADD COLUMN travel_limit_metres integer CHECK (travel_limit_metres > 0);
      ALTER TABLE volunteer ADD COLUMN training text NOT NULL DEFAULT '', ADD COLUMN trained_on date;

      -- Values of personal fields in a line's history. The chain of the trail names the field alone, so that these can
      -- be deleted when their purpose ends without breaking it.
      CREATE TABLE audit_personal (
        event_id uuid PRIMARY KEY REFERENCES audit_event,
        district_id uuid NOT NULL REFERENCES district,
        changes jsonb NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
