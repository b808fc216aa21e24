import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search columns of both menus and of volunteers; see platform/search.ts for what they hold. */
export class Search1790000000007 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const table of ['need', 'offer', 'volunteer']) {
      await run.query(`
        ALTER TABLE ${table} ADD search_text text NOT NULL DEFAULT '', ADD search_grams text[] NOT NULL DEFAULT '{}';
        CREATE INDEX ${table}_search ON ${table} USING gin (search_grams);
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
