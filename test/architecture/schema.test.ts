import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { createTestApp, TestApp } from '../support/app';

let house: TestApp;
beforeAll(async () => {
  house = await createTestApp();
});
afterAll(() => house.close());

/** Tables that only SQL reads and writes. */
const WITHOUT_ENTITY = new Set([
  'migrations',
  'audit_event',
  'audit_link',
  'audit_personal',
  'look',
  'code_counter',
  'idempotency_key',
  'outbox',
  'schedule_run',
  'round_input',
  'round_plan',
  'import_run',
  'import_row',
]);

interface Column {
  table_name: string;
  column_name: string;
  type: string;
  nullable: boolean;
}

const TYPES: Record<string, string> = { int: 'integer', timestamptz: 'timestamp with time zone' };
const typeOf = (column: ColumnMetadata): string => {
  const name = TYPES[column.type as string] ?? String(column.type);
  return column.isArray ? `${name}[]` : name;
};

it('migrations and entities describe the same tables, column by column', async () => {
  const rows: Column[] = await house.database.reader.query(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  const actual = rows
    .filter(({ table_name }) => !WITHOUT_ENTITY.has(table_name))
    .map(
      ({ table_name, column_name, type, nullable }) => `${table_name}.${column_name} ${type}${nullable ? ' null' : ''}`,
    );
  const expected = house.database.source.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.map((column) => `${tableName}.${column.databaseName} ${typeOf(column)}${column.isNullable ? ' null' : ''}`),
  );
  expect(expected.sort()).toEqual(actual.sort());
});

it('every row of people’s work belongs to a district', async () => {
  const rows: { table_name: string }[] = await house.database.reader.query(
    `SELECT c.relname AS table_name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'district_id')`,
  );
  // The district itself, people who may belong to several, what hangs on another row, and the house's own books.
  expect(rows.map(({ table_name }) => table_name).sort()).toEqual([
    'account',
    'district',
    'idempotency_key',
    'migrations',
    'round_input',
    'round_plan',
    'schedule_run',
  ]);
});

it('what refers to a line of a menu is found by an index when the line is deleted', async () => {
  const rows: { reference: string }[] = await house.database.reader.query(
    `SELECT c.conrelid::regclass || ' → ' || c.confrelid::regclass AS reference FROM pg_constraint c
     WHERE c.contype = 'f' AND c.confrelid IN ('need'::regclass, 'offer'::regclass, 'volunteer'::regclass) AND NOT EXISTS (
       SELECT FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indkey[0] = a.attnum
       WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) AND a.attname <> 'district_id'
         AND coalesce(pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname), true))`,
  );
  expect(rows.map(({ reference }) => reference)).toEqual([]);
});
