import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first event of a transaction links all that the transaction has written after it, in one statement; the others find
 * themselves linked. An import of 50,000 rows writes as many events, and linked each by itself it took twice as long to
 * commit. An event of a savepoint has another `xmin` and links itself, as before.
 */
export class ChainAtOnce1790000000025 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        previous audit_link;
        event audit_event;
        running bytea;
        ids uuid[] := '{}';
        hashes bytea[] := '{}';
      BEGIN
        IF EXISTS (SELECT FROM audit_link WHERE event_id = NEW.id) THEN
          RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.district_id, 0));
        SELECT * INTO previous FROM audit_link WHERE district_id = NEW.district_id ORDER BY seq DESC LIMIT 1;
        running := coalesce(previous.hash, ''::bytea);
        FOR event IN
          SELECT e.* FROM audit_event e
          WHERE e.district_id = NEW.district_id AND e.id >= NEW.id
            AND (e.id = NEW.id OR e.xmin = pg_current_xact_id()::xid)
            AND NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)
          ORDER BY e.id
        LOOP
          running := sha256(running || convert_to(audit_text(event), 'UTF8'));
          ids := ids || event.id;
          hashes := hashes || running;
        END LOOP;
        INSERT INTO audit_link (district_id, seq, event_id, hash)
          SELECT NEW.district_id, coalesce(previous.seq, 0) + linked.n, linked.id, linked.hash
          FROM unnest(ids, hashes) WITH ORDINALITY AS linked (id, hash, n);
        RETURN NULL;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
