import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a district keeps about itself becomes editable: versions, holidays as a whole, school codes, closed schools. */
export class DistrictFacts1790000000018 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      ALTER TABLE area ADD version integer NOT NULL DEFAULT 1;
      ALTER TABLE school
        ADD code text,
        ADD closed_on date,
        ADD CONSTRAINT school_code UNIQUE (district_id, code);
      ALTER TABLE term
        ADD version integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT term_no_overlap EXCLUDE USING gist
          (district_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);

      -- A holiday as the office announces it: days off in a row, and the days worked for them. Its days stand in
      -- calendar_day, one row each, so that no day can be two things.
      CREATE TABLE holiday (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, id),
        CHECK (starts_on <= ends_on)
      );
      INSERT INTO holiday (id, district_id, name, starts_on, ends_on)
        SELECT gen_random_uuid(), district_id, name, min(day), max(day)
        FROM (SELECT district_id, name, day, day - (row_number() OVER (PARTITION BY district_id, name ORDER BY day))::int AS run
              FROM calendar_day WHERE kind = 'holiday') days
        GROUP BY district_id, name, run;
      ALTER TABLE calendar_day ADD holiday_id uuid;
      UPDATE calendar_day c SET holiday_id = (
        SELECT h.id FROM holiday h WHERE h.district_id = c.district_id
        ORDER BY abs(c.day - h.starts_on), h.starts_on LIMIT 1) WHERE c.kind = 'workday';
      UPDATE calendar_day c SET holiday_id = h.id FROM holiday h
        WHERE c.kind = 'holiday' AND h.district_id = c.district_id AND h.name = c.name AND c.day BETWEEN h.starts_on AND h.ends_on;
      -- Where no holiday was on record the day stays worked, under its own name, until the office says what it was made up for.
      INSERT INTO holiday (id, district_id, name, starts_on, ends_on)
        SELECT gen_random_uuid(), district_id, name, day, day FROM calendar_day WHERE holiday_id IS NULL;
      UPDATE calendar_day c SET holiday_id = h.id FROM holiday h
        WHERE c.holiday_id IS NULL AND h.district_id = c.district_id AND h.name = c.name AND h.starts_on = c.day;
      UPDATE calendar_day SET follows_weekday = CASE kind WHEN 'workday' THEN coalesce(follows_weekday, extract(isodow FROM day)) END;
      ALTER TABLE calendar_day
        ALTER holiday_id SET NOT NULL,
        DROP name,
        ADD FOREIGN KEY (district_id, holiday_id) REFERENCES holiday (district_id, id) ON DELETE CASCADE,
        ADD CHECK ((kind = 'workday') = (follows_weekday IS NOT NULL));

      -- A need whose only engagement ended early is nobody's any more, and ends with its period like the others.
      DROP INDEX need_expiry;
      CREATE INDEX need_expiry ON need (district_id, period_to) WHERE state IN ('draft', 'submitted', 'returned', 'open', 'filled', 'serving');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
