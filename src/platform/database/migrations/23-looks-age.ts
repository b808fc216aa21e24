import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Old looks at personal data are deleted each night, by their hour: it never changes, so counting a look up stays cheap. */
export class LooksAge1790000000023 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX look_age ON look (hour)');
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
