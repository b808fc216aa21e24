import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives districts that exist the usual rule for hours on the record; each may change its own. */
export class Hours1790000000011 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      UPDATE district SET settings = settings || '{"hours": {"rounding": [{"upTo": 15, "counts": 0}, {"upTo": 45, "counts": 30}, {"upTo": 60, "counts": 60}],
        "shownWorkdays": 3, "stars": [100, 300, 600, 1000, 1500]}}' WHERE NOT settings ? 'hours';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
