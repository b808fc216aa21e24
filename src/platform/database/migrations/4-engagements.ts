import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was agreed and what became of it; and the notices that tell people. */
export class Engagements1790000000004 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE engagement (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('agreed', 'serving', 'completed', 'evaluated', 'ended')),
        proposal_id uuid NOT NULL UNIQUE,
        need_id uuid NOT NULL,
        offer_id uuid NOT NULL,
        volunteer_id uuid NOT NULL,
        school_id uuid NOT NULL,
        seat smallint NOT NULL CHECK (seat >= 1),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        ended_by text CHECK (ended_by IN ('volunteer', 'school', 'district')),
        end_reason text,
        replacement_sought boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, proposal_id) REFERENCES proposal (district_id, id),
        FOREIGN KEY (district_id, need_id) REFERENCES need (district_id, id),
        FOREIGN KEY (district_id, offer_id) REFERENCES offer (district_id, id),
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id),
        FOREIGN KEY (district_id, school_id) REFERENCES school (district_id, id),
        CHECK ((state = 'ended') = (ended_by IS NOT NULL))
      );
      CREATE UNIQUE INDEX engagement_seat ON engagement (need_id, seat) WHERE state <> 'ended';
      CREATE UNIQUE INDEX engagement_volunteer ON engagement (need_id, volunteer_id) WHERE state <> 'ended';
      CREATE INDEX engagement_of_volunteer ON engagement (volunteer_id, state);
      CREATE INDEX engagement_list ON engagement (district_id, state, id);

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        engagement_id uuid NOT NULL,
        volunteer_id uuid NOT NULL,
        -- Which of a team's people serves; a person has lane 0 only.
        lane smallint NOT NULL DEFAULT 0 CHECK (lane >= 0),
        state text NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'cancelled', 'moved')),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        moved_to uuid,
        minutes_served integer CHECK (minutes_served BETWEEN 0 AND 1440),
        attendance integer CHECK (attendance BETWEEN 0 AND 100000),
        note text NOT NULL DEFAULT '',
        recorded_by uuid,
        recorded_at timestamptz,
        reminded_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, engagement_id) REFERENCES engagement (district_id, id),
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id),
        CHECK (starts_at < ends_at),
        -- Nobody is in two places at once.
        CONSTRAINT session_no_overlap EXCLUDE USING gist
          (volunteer_id WITH =, lane WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('planned', 'held'))
      );
      CREATE INDEX session_engagement ON session (engagement_id, starts_at);
      CREATE INDEX session_week ON session (district_id, starts_at);
      CREATE INDEX session_remind ON session (starts_at) WHERE state = 'planned' AND reminded_at IS NULL;

      CREATE TABLE check_in (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        engagement_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('due', 'overdue', 'done', 'dropped')),
        due_on date NOT NULL,
        done_at timestamptz,
        done_by uuid,
        how text CHECK (how IN ('phone', 'visit', 'message')),
        going text CHECK (going IN ('well', 'mixed', 'badly')),
        note text NOT NULL DEFAULT '',
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        FOREIGN KEY (district_id, engagement_id) REFERENCES engagement (district_id, id)
      );
      -- One open check-in at a time: the next one is planned when this one is done.
      CREATE UNIQUE INDEX check_in_open ON check_in (engagement_id) WHERE state IN ('due', 'overdue');
      CREATE INDEX check_in_due ON check_in (due_on) WHERE state = 'due';

      CREATE TABLE evaluation (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        engagement_id uuid NOT NULL,
        side text NOT NULL CHECK (side IN ('school', 'volunteer')),
        rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
        again boolean NOT NULL,
        comment text NOT NULL DEFAULT '',
        created_by uuid,
        created_at timestamptz NOT NULL,
        UNIQUE (engagement_id, side),
        FOREIGN KEY (district_id, engagement_id) REFERENCES engagement (district_id, id)
      );

      -- In-app notices: one per event and person, whatever happens to the job that writes it.
      CREATE TABLE notice (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        account_id uuid NOT NULL REFERENCES account,
        event text NOT NULL,
        params jsonb NOT NULL DEFAULT '{}',
        link text,
        dedupe text NOT NULL,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        UNIQUE (account_id, dedupe)
      );
      CREATE INDEX notice_unread ON notice (account_id, id) WHERE read_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
