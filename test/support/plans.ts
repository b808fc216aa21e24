import type { TestApp } from './app';

/** Rows that are not due, for `crowd`: enough that reading them all costs more than an index. */
const MANY = 5000;

/**
 * Fills a table with copies of one of its rows that are not due, so that the planner has a choice, and lets it look at
 * them. `change`: an SQL expression of type jsonb with the columns that differ, in which `i` counts.
 */
export async function crowd(house: TestApp, table: string, id: string, change: string): Promise<void> {
  await house.database.reader.query(
    `INSERT INTO ${table} SELECT (jsonb_populate_record(x, jsonb_build_object('id', gen_random_uuid()) || ${change})).* FROM ${table} x, generate_series(1, ${MANY}) i WHERE x.id = $1`,
    [id],
  );
  await house.database.reader.query(`ANALYZE ${table}`);
}

/** The plan PostgreSQL makes for a statement, as text. */
export async function planOf(house: TestApp, sql: string, params: readonly unknown[]): Promise<string> {
  const rows: { 'QUERY PLAN': string }[] = await house.database.reader.query(`EXPLAIN ${sql}`, [...params]);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
