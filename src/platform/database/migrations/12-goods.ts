import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stock is what is left on the shelf: acceptance takes the pieces off, so those agreed before now are taken off once. */
export class Goods1790000000012 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      UPDATE offer o SET stock = greatest(0, o.stock - x.pieces) FROM (
        SELECT e.offer_id, sum(n.quantity) AS pieces FROM engagement e JOIN need n ON n.id = e.need_id
        WHERE e.state <> 'ended' AND n.quantity > 0 GROUP BY 1) x
      WHERE x.offer_id = o.id;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
