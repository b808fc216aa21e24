import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workbooks on their way into a menu, and what each of their rows would become. */
export class Imports1790000000010 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE import_run (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        menu text NOT NULL CHECK (menu IN ('needs', 'resources')),
        state text NOT NULL CHECK (state IN ('received', 'reading', 'previewed', 'confirmed', 'written', 'discarded', 'failed', 'undone')),
        file_name text NOT NULL,
        file_hash text NOT NULL,
        file_bytes integer NOT NULL,
        -- Emptied when nothing can be read from it any more.
        file bytea,
        -- Corrections by a person: sheet → column letters → key, or null for a note.
        mapping jsonb NOT NULL DEFAULT '{}',
        -- Readings so far; rows of an older reading do not count.
        attempt integer NOT NULL DEFAULT 1,
        columns jsonb NOT NULL DEFAULT '[]',
        header_faults jsonb NOT NULL DEFAULT '[]',
        ignored_sheets text[] NOT NULL DEFAULT '{}',
        progress jsonb,
        counts jsonb,
        error_code text,
        error_params jsonb NOT NULL DEFAULT '{}',
        created_by uuid NOT NULL REFERENCES account,
        created_at timestamptz NOT NULL,
        confirmed_by uuid REFERENCES account,
        confirmed_at timestamptz,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, id)
      );
      CREATE INDEX import_run_recent ON import_run (district_id, id);
      -- The same file goes in once.
      CREATE UNIQUE INDEX import_once ON import_run (district_id, menu, file_hash) WHERE state IN ('confirmed', 'written');

      CREATE TABLE import_row (
        import_id uuid NOT NULL,
        district_id uuid NOT NULL,
        attempt integer NOT NULL,
        number integer NOT NULL,
        sheet text NOT NULL,
        row integer NOT NULL,
        state text NOT NULL CHECK (state IN ('accepted', 'faulty', 'duplicate')),
        title text NOT NULL,
        -- What would be written; null for a row with faults.
        line jsonb,
        -- The cells of a likely duplicate, for the comparison.
        cells jsonb,
        faults jsonb NOT NULL DEFAULT '[]',
        notes jsonb NOT NULL DEFAULT '[]',
        duplicate_of uuid,
        duplicate_cell text,
        -- The line of the menu that came of it, and the volunteer if new.
        line_id uuid,
        volunteer_id uuid,
        PRIMARY KEY (import_id, attempt, number),
        FOREIGN KEY (district_id, import_id) REFERENCES import_run (district_id, id)
      );
      CREATE INDEX import_row_state ON import_row (import_id, attempt, state, number);

      -- What would stand in the way of an undo is found by index.
      CREATE INDEX need_wished ON need (wished_offer_id) WHERE wished_offer_id IS NOT NULL;
      CREATE INDEX need_copied ON need (copied_from) WHERE copied_from IS NOT NULL;

      -- Volunteers by name: rows of a workbook say who gives an offer by name and phone.
      CREATE INDEX volunteer_name ON volunteer (district_id, name);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
