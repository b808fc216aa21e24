import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells every process when somebody's access may have changed, so that what they remember of it is forgotten at once. */
export class Revocation1790000000006 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE FUNCTION tell_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_notify('liangdan_access', ''); RETURN NULL; END $$;
      CREATE TRIGGER membership_access AFTER INSERT OR UPDATE OR DELETE ON membership FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
      CREATE TRIGGER account_access AFTER UPDATE OF disabled_at ON account FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
      CREATE TRIGGER sign_in_access AFTER DELETE ON sign_in FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
