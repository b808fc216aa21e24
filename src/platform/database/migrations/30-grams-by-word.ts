import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gramsOf } from '../../search-grams';

const AT_ONCE = 2_000;

/** Nothing is read across a blank any more (platform/search-grams.ts): lines with a blank between characters get their grams anew. */
export class GramsByWord1790000000030 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const table of ['need', 'offer', 'volunteer'])
      for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
        const rows: { id: string; text: string }[] = await run.query(
          `SELECT id, search_text AS text FROM ${table} WHERE id > $1 AND search_text ~ '[^a-z0-9\\s] [^a-z0-9\\s]' ORDER BY id LIMIT ${AT_ONCE}`,
          [last],
        );
        if (rows.length === 0) break;
        await run.query(
          `UPDATE ${table} t SET search_grams = f.grams::int[] FROM unnest($1::uuid[], $2::text[]) f(id, grams) WHERE t.id = f.id`,
          [rows.map(({ id }) => id), rows.map(({ text }) => `{${gramsOf(text).join(',')}}`)],
        );
        last = rows[rows.length - 1].id;
      }
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
