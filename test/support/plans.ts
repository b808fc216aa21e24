import type { TestApp } from './app';

/**
 * The plan PostgreSQL makes for a statement, as text. The tables of a test hold a handful of rows, for which reading them
 * whole is cheaper than any index: that way is closed, so that the plan shows which index the statement can use.
 */
export async function planOf(house: TestApp, sql: string, params: readonly unknown[]): Promise<string> {
  return house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL enable_seqscan = off');
    const rows: { 'QUERY PLAN': string }[] = await tx.query(`EXPLAIN ${sql}`, [...params]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}
