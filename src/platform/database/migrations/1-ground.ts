import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Districts, people who sign in, the audit trail, the outbox, schedules and idempotency keys. */
export class Ground1790000000001 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE TABLE district (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        name text NOT NULL,
        timezone text NOT NULL DEFAULT 'Asia/Shanghai',
        settings jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL
      );

      -- The gazetteer: named areas with a point, so that nobody must give a street address.
      CREATE TABLE area (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        name text NOT NULL,
        latitude double precision NOT NULL,
        longitude double precision NOT NULL,
        UNIQUE (district_id, name),
        UNIQUE (district_id, id)
      );

      CREATE TABLE school (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        name text NOT NULL,
        stages text[] NOT NULL DEFAULT '{}',
        area_id uuid,
        latitude double precision,
        longitude double precision,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        UNIQUE (district_id, name),
        UNIQUE (district_id, id),
        FOREIGN KEY (district_id, area_id) REFERENCES area (district_id, id),
        CHECK ((latitude IS NULL) = (longitude IS NULL))
      );

      CREATE TABLE term (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        UNIQUE (district_id, name),
        CHECK (starts_on <= ends_on)
      );

      -- Days that differ from their weekday: public holidays, and working days made up for them.
      CREATE TABLE calendar_day (
        district_id uuid NOT NULL REFERENCES district,
        day date NOT NULL,
        kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
        follows_weekday smallint CHECK (follows_weekday BETWEEN 1 AND 7),
        name text NOT NULL,
        PRIMARY KEY (district_id, day)
      );

      CREATE TABLE policy (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        number integer NOT NULL,
        params jsonb NOT NULL,
        note text NOT NULL DEFAULT '',
        created_by uuid,
        created_at timestamptz NOT NULL,
        UNIQUE (district_id, number),
        UNIQUE (district_id, id)
      );

      -- The last number given out for human codes such as 需-2026-0123.
      CREATE TABLE code_counter (
        district_id uuid NOT NULL REFERENCES district,
        kind text NOT NULL,
        year integer NOT NULL,
        last integer NOT NULL,
        PRIMARY KEY (district_id, kind, year)
      );

      CREATE TABLE account (
        id uuid PRIMARY KEY,
        login text NOT NULL,
        name text NOT NULL,
        password_hash text NOT NULL,
        locale text NOT NULL DEFAULT 'zh-CN',
        elder_mode boolean NOT NULL DEFAULT false,
        failed_sign_ins integer NOT NULL DEFAULT 0,
        locked_until timestamptz,
        disabled_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX account_login ON account (lower(login));

      CREATE TABLE membership (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        district_id uuid NOT NULL REFERENCES district,
        role text NOT NULL CHECK (role IN ('coordinator', 'young_teacher', 'volunteer', 'admin', 'auditor')),
        school_id uuid,
        volunteer_id uuid,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        FOREIGN KEY (district_id, school_id) REFERENCES school (district_id, id),
        CHECK ((role IN ('coordinator', 'young_teacher')) = (school_id IS NOT NULL)),
        CHECK ((role = 'volunteer') = (volunteer_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX membership_once ON membership
        (account_id, district_id, role, coalesce(school_id, volunteer_id, district_id)) WHERE ended_at IS NULL;

      -- A signed-in browser. Only a keyed hash of the cookie is kept. ("Session" is the domain's word for a meeting.)
      CREATE TABLE sign_in (
        token_hash bytea PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        district_id uuid NOT NULL REFERENCES district,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_account ON sign_in (account_id);
      CREATE INDEX sign_in_expiry ON sign_in (expires_at);

      CREATE TABLE audit_event (
        id uuid PRIMARY KEY,
        district_id uuid NOT NULL REFERENCES district,
        at timestamptz NOT NULL,
        account_id uuid,
        on_behalf_of uuid,
        request_id text NOT NULL,
        action text NOT NULL,
        entity text NOT NULL,
        entity_id uuid NOT NULL,
        change jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX audit_event_entity ON audit_event (district_id, entity, entity_id, id);
      CREATE INDEX audit_event_recent ON audit_event (district_id, id);

      CREATE TABLE audit_link (
        district_id uuid NOT NULL REFERENCES district,
        seq bigint NOT NULL,
        event_id uuid NOT NULL UNIQUE REFERENCES audit_event,
        hash bytea NOT NULL,
        PRIMARY KEY (district_id, seq)
      );

      -- One canonical text of an event; what the chain hashes.
      CREATE FUNCTION audit_text(e audit_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT concat_ws('|', e.id, e.district_id, extract(epoch FROM e.at)::text, coalesce(e.account_id::text, '-'), coalesce(e.on_behalf_of::text, '-'),
                         e.request_id, e.action, e.entity, e.entity_id, e.change::text)
      $$;

      -- Links each event to the one before, at commit: the lock is the last thing a transaction takes,
      -- so it is held for a moment only and cannot deadlock with row locks.
      CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE previous audit_link;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.district_id, 0));
        SELECT * INTO previous FROM audit_link WHERE district_id = NEW.district_id ORDER BY seq DESC LIMIT 1;
        INSERT INTO audit_link (district_id, seq, event_id, hash) VALUES (
          NEW.district_id, coalesce(previous.seq, 0) + 1, NEW.id,
          sha256(coalesce(previous.hash, ''::bytea) || convert_to(audit_text(NEW), 'UTF8')));
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER audit_event_chain AFTER INSERT ON audit_event
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();

      CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
      CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event EXECUTE FUNCTION append_only();
      CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link EXECUTE FUNCTION append_only();

      CREATE TABLE idempotency_key (
        account_id uuid NOT NULL REFERENCES account,
        key text NOT NULL,
        fingerprint text NOT NULL,
        result jsonb,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, key)
      );
      CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

      -- Jobs leave through here: written with the change that wants them, handed to the queue afterwards.
      -- run_at, done_at and dead_at follow the application's clock; dispatched_at follows the database's, as it only times the transport.
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        -- null: work of the house itself.
        district_id uuid REFERENCES district,
        job text NOT NULL,
        payload jsonb NOT NULL,
        request_id text NOT NULL,
        run_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        dispatched_at timestamptz,
        done_at timestamptz,
        dead_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        generation integer NOT NULL DEFAULT 0,
        last_error text
      );
      CREATE INDEX outbox_waiting ON outbox (run_at) WHERE dispatched_at IS NULL AND done_at IS NULL AND dead_at IS NULL;
      CREATE INDEX outbox_unfinished ON outbox (dispatched_at) WHERE dispatched_at IS NOT NULL AND done_at IS NULL AND dead_at IS NULL;
      CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
      CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

      CREATE TABLE schedule_run (
        name text PRIMARY KEY,
        pattern text NOT NULL,
        timezone text NOT NULL,
        last_started_at timestamptz,
        last_finished_at timestamptz,
        last_result jsonb,
        last_error text,
        runs bigint NOT NULL DEFAULT 0
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migration is not undone; restore a backup.');
  }
}
