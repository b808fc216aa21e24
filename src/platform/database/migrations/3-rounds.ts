import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rounds, proposals and the pairs that may not be. */
export class Rounds1790000000003 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE round (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('queued', 'running', 'solved', 'published', 'discarded', 'failed', 'cancelled')),
        horizon_from date NOT NULL,
        horizon_to date NOT NULL,
        scope jsonb NOT NULL DEFAULT '{}',
        policy_id uuid NOT NULL,
        seed integer NOT NULL,
        iterations integer,
        seconds double precision,
        requested_by uuid,
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        heartbeat_at timestamptz,
        finished_at timestamptz,
        published_at timestamptz,
        -- Counts how often a worker has taken the round; a worker with an older number may not write.
        attempt integer NOT NULL DEFAULT 0,
        cancel_requested boolean NOT NULL DEFAULT false,
        progress jsonb,
        input_hash text,
        engine_version text,
        result jsonb,
        error_code text,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (district_id, code),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, policy_id) REFERENCES policy (district_id, id),
        CHECK (horizon_from <= horizon_to)
      );
      CREATE UNIQUE INDEX round_one_at_a_time ON round (district_id) WHERE state IN ('queued', 'running');
      CREATE INDEX round_list ON round (district_id, id);

      -- The immutable input and the full plan of a round (gzip of JSON), apart from the row that lists show.
      CREATE TABLE round_input (
        round_id uuid PRIMARY KEY REFERENCES round,
        menus bytea NOT NULL
      );
      CREATE TRIGGER round_input_immutable BEFORE UPDATE ON round_input EXECUTE FUNCTION append_only();
      CREATE TABLE round_plan (
        round_id uuid PRIMARY KEY REFERENCES round,
        plan bytea NOT NULL
      );
      CREATE TRIGGER round_plan_immutable BEFORE UPDATE ON round_plan EXECUTE FUNCTION append_only();

      CREATE TABLE proposal (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        state text NOT NULL CHECK (state IN
          ('proposed', 'approved', 'rejected', 'invited', 'accepted', 'declined', 'lapsed', 'cancelled')),
        source text NOT NULL CHECK (source IN ('round', 'school', 'volunteer', 'admin')),
        round_id uuid,
        need_id uuid NOT NULL,
        offer_id uuid NOT NULL,
        volunteer_id uuid NOT NULL,
        -- Seat of the need, from 1; a reserve waits for a seat in this order and holds none.
        seat smallint NOT NULL CHECK (seat >= 1),
        reserve_order smallint CHECK (reserve_order >= 1),
        alternative smallint,
        occurrences jsonb NOT NULL DEFAULT '[]',
        score smallint NOT NULL CHECK (score BETWEEN 0 AND 1000),
        parts jsonb NOT NULL DEFAULT '{}',
        reasons jsonb NOT NULL DEFAULT '[]',
        alternatives jsonb NOT NULL DEFAULT '[]',
        overrides jsonb NOT NULL DEFAULT '[]',
        pinned boolean NOT NULL DEFAULT false,
        reject_reason text,
        decided_by uuid,
        decided_at timestamptz,
        invited_at timestamptz,
        answer_by timestamptz,
        reminded_at timestamptz,
        call_requested_at timestamptz,
        answered_at timestamptz,
        answered_by uuid,
        answer_channel text CHECK (answer_channel IN ('app', 'phone')),
        cancel_reason text,
        version integer NOT NULL DEFAULT 1,
        created_by uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, round_id) REFERENCES round (district_id, id),
        FOREIGN KEY (district_id, need_id) REFERENCES need (district_id, id),
        FOREIGN KEY (district_id, offer_id) REFERENCES offer (district_id, id),
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id)
      );
      -- Never two live proposals for one seat, nor two seats of one need for one volunteer.
      CREATE UNIQUE INDEX proposal_seat ON proposal (need_id, seat)
        WHERE state IN ('approved', 'invited', 'accepted') AND reserve_order IS NULL;
      CREATE UNIQUE INDEX proposal_volunteer ON proposal (need_id, volunteer_id) WHERE state IN ('approved', 'invited', 'accepted');
      CREATE UNIQUE INDEX proposal_round_once ON proposal (round_id, need_id, volunteer_id) WHERE round_id IS NOT NULL;
      CREATE INDEX proposal_review ON proposal (district_id, state, id);
      CREATE INDEX proposal_inbox ON proposal (volunteer_id, state);
      CREATE INDEX proposal_need ON proposal (need_id, state);
      CREATE INDEX proposal_lapse ON proposal (answer_by) WHERE state = 'invited';

      CREATE TABLE exclusion (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        volunteer_id uuid NOT NULL,
        need_id uuid,
        school_id uuid,
        reason text NOT NULL CHECK (reason IN ('declined', 'lapsed', 'blocked', 'conflict_of_interest')),
        side text NOT NULL CHECK (side IN ('volunteer', 'school', 'district')),
        -- A lapse excludes in the round it came from and nowhere else.
        round_id uuid,
        created_by uuid,
        created_at timestamptz NOT NULL,
        lifted_at timestamptz,
        lifted_by uuid,
        FOREIGN KEY (district_id, volunteer_id) REFERENCES volunteer (district_id, id),
        FOREIGN KEY (district_id, need_id) REFERENCES need (district_id, id),
        FOREIGN KEY (district_id, school_id) REFERENCES school (district_id, id),
        CHECK ((need_id IS NULL) <> (school_id IS NULL))
      );
      CREATE INDEX exclusion_live ON exclusion (district_id, volunteer_id) WHERE lifted_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
