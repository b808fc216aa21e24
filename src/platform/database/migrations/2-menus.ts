import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shared taxonomy and the two menus. */
export class Menus1790000000002 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE category (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        name text NOT NULL,
        name_en text NOT NULL,
        position integer NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, name),
        UNIQUE (district_id, id)
      );

      CREATE TABLE skill (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        category_id uuid NOT NULL,
        name text NOT NULL,
        name_en text NOT NULL,
        synonyms text[] NOT NULL DEFAULT '{}',
        merged_into uuid,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, name),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, category_id) REFERENCES category (district_id, id),
        FOREIGN KEY (district_id, merged_into) REFERENCES skill (district_id, id)
      );

      -- A recurring form of service; the template presets fields of a need and names the extra rules.
      CREATE TABLE programme (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        name text NOT NULL,
        name_en text NOT NULL,
        template jsonb NOT NULL DEFAULT '{}',
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id)
      );

      CREATE TABLE volunteer (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('applied', 'verified', 'active', 'paused', 'left')),
        kind text NOT NULL CHECK (kind IN ('person', 'studio', 'team', 'guest')),
        name text NOT NULL,
        phone text,
        retired_from text,
        veteran_group text CHECK (veteran_group IN ('official', 'soldier', 'expert', 'teacher', 'model_worker')),
        guest_group text CHECK (guest_group IN ('judge', 'firefighter', 'artisan', 'model_worker', 'deputy', 'alumnus', 'parent', 'other')),
        tier text NOT NULL DEFAULT 'participating' CHECK (tier IN ('core', 'backbone', 'participating')),
        people integer NOT NULL DEFAULT 1 CHECK (people BETWEEN 1 AND 1000),
        birth_year integer CHECK (birth_year BETWEEN 1900 AND 2100),
        languages text[] NOT NULL DEFAULT '{zh}',
        area_id uuid,
        latitude double precision,
        longitude double precision,
        travel_mode text NOT NULL DEFAULT 'bus' CHECK (travel_mode IN ('walk', 'bicycle', 'bus', 'car')),
        travel_limit_metres integer CHECK (travel_limit_metres > 0),
        buffer_minutes integer NOT NULL DEFAULT 0 CHECK (buffer_minutes BETWEEN 0 AND 240),
        max_concurrent integer CHECK (max_concurrent BETWEEN 0 AND 100),
        monthly_minutes integer CHECK (monthly_minutes BETWEEN 0 AND 44640),
        wished_school_ids uuid[] NOT NULL DEFAULT '{}',
        preferred_contact text NOT NULL DEFAULT 'phone' CHECK (preferred_contact IN ('app', 'phone', 'coordinator')),
        consented_on date,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, area_id) REFERENCES area (district_id, id),
        CHECK ((latitude IS NULL) = (longitude IS NULL))
      );
      CREATE INDEX volunteer_state ON volunteer (district_id, state);
      ALTER TABLE membership ADD FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id);

      -- The yearly check for contact with minors. Missing means not cleared.
      CREATE TABLE clearance (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL,
        volunteer_id uuid NOT NULL,
        number text NOT NULL,
        authority text NOT NULL,
        checked_on date NOT NULL,
        expires_on date NOT NULL,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL,
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id),
        CHECK (expires_on >= checked_on)
      );
      CREATE INDEX clearance_latest ON clearance (volunteer_id, expires_on DESC) WHERE revoked_at IS NULL;

      CREATE TABLE offer (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('draft', 'submitted', 'listed', 'paused', 'retired')),
        volunteer_id uuid NOT NULL,
        programme_id uuid,
        category_id uuid NOT NULL,
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        forms text[] NOT NULL,
        grades integer NOT NULL DEFAULT 0 CHECK (grades BETWEEN 0 AND 8191),
        session_minutes integer CHECK (session_minutes BETWEEN 5 AND 1440),
        availability jsonb NOT NULL,
        onsite boolean NOT NULL DEFAULT true,
        online boolean NOT NULL DEFAULT false,
        max_concurrent integer CHECK (max_concurrent BETWEEN 0 AND 100),
        monthly_minutes integer CHECK (monthly_minutes BETWEEN 0 AND 44640),
        stock integer NOT NULL DEFAULT 0 CHECK (stock >= 0),
        site_needs text NOT NULL DEFAULT '',
        notes text NOT NULL DEFAULT '',
        confirmed_at timestamptz NOT NULL,
        stale_since timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_by uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id),
        FOREIGN KEY (district_id, programme_id) REFERENCES programme (district_id, id),
        FOREIGN KEY (district_id, category_id) REFERENCES category (district_id, id),
        CHECK (onsite OR online)
      );
      CREATE INDEX offer_menu ON offer (district_id, state, id);
      CREATE INDEX offer_volunteer ON offer (volunteer_id);

      CREATE TABLE offer_skill (
        offer_id uuid NOT NULL REFERENCES offer,
        district_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        level smallint NOT NULL DEFAULT 2 CHECK (level BETWEEN 1 AND 3),
        PRIMARY KEY (offer_id, skill_id),
        FOREIGN KEY (district_id, skill_id) REFERENCES skill (district_id, id)
      );
      CREATE INDEX offer_skill_skill ON offer_skill (skill_id);

      CREATE TABLE need (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN
          ('draft', 'submitted', 'returned', 'open', 'filled', 'serving', 'completed', 'evaluated', 'withdrawn', 'expired')),
        school_id uuid NOT NULL,
        about_account_id uuid REFERENCES account,
        programme_id uuid,
        category_id uuid NOT NULL,
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        audience text NOT NULL CHECK (audience IN ('pupils', 'young_teachers', 'parents', 'whole_school')),
        grades integer NOT NULL DEFAULT 0 CHECK (grades BETWEEN 0 AND 8191),
        head_count integer CHECK (head_count BETWEEN 1 AND 100000),
        form text NOT NULL,
        seats integer NOT NULL DEFAULT 1 CHECK (seats BETWEEN 1 AND 200),
        minimum integer NOT NULL DEFAULT 1,
        times jsonb NOT NULL,
        weekly_minutes integer CHECK (weekly_minutes BETWEEN 5 AND 10080),
        period_from date NOT NULL,
        period_to date NOT NULL,
        place_kind text NOT NULL DEFAULT 'school' CHECK (place_kind IN ('school', 'online', 'other')),
        place_name text,
        area_id uuid,
        latitude double precision,
        longitude double precision,
        languages text[] NOT NULL DEFAULT '{}',
        minors boolean NOT NULL DEFAULT true,
        one_to_one boolean NOT NULL DEFAULT false,
        under14 boolean NOT NULL DEFAULT false,
        guardian_consent_on date,
        care_groups text[] NOT NULL DEFAULT '{}',
        urgent boolean NOT NULL DEFAULT false,
        priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
        quantity integer NOT NULL DEFAULT 0 CHECK (quantity >= 0),
        wished_offer_id uuid,
        contact text NOT NULL DEFAULT '',
        answer_by date,
        notes text NOT NULL DEFAULT '',
        return_reason text,
        end_reason text,
        copied_from uuid,
        submitted_at timestamptz,
        confirmed_at timestamptz NOT NULL,
        stale_since timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_by uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, school_id) REFERENCES school (district_id, id),
        FOREIGN KEY (district_id, programme_id) REFERENCES programme (district_id, id),
        FOREIGN KEY (district_id, category_id) REFERENCES category (district_id, id),
        FOREIGN KEY (district_id, area_id) REFERENCES area (district_id, id),
        FOREIGN KEY (district_id, wished_offer_id) REFERENCES offer (district_id, id),
        CHECK (minimum BETWEEN 1 AND seats),
        CHECK (period_from <= period_to),
        CHECK ((latitude IS NULL) = (longitude IS NULL))
      );
      CREATE INDEX need_menu ON need (district_id, state, id);
      CREATE INDEX need_school ON need (school_id, state);
      CREATE INDEX need_expiry ON need (period_to) WHERE state IN ('draft', 'submitted', 'returned', 'open');

      CREATE TABLE need_skill (
        need_id uuid NOT NULL REFERENCES need,
        district_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        level smallint NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 3),
        required boolean NOT NULL DEFAULT true,
        PRIMARY KEY (need_id, skill_id),
        FOREIGN KEY (district_id, skill_id) REFERENCES skill (district_id, id)
      );
      CREATE INDEX need_skill_skill ON need_skill (skill_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
