/** The rows of an import in the database. */
import { scopeSql } from '../access/access';
import type { Actor, Ctx, Grant } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor } from '../platform/http/page';
import type { CellFault } from '../sheets/columns';
import type { ImportState, JudgedRow, LineNote, Menu, NeedLine, OfferLine, RowState } from './import';
import { toJson } from './import';

export interface ImportColumn {
  sheet: string;
  /** Column letters. */
  column: string;
  header: string;
  /** null: kept as a note. */
  key: string | null;
}

/** Rows. */
export interface Progress {
  done: number;
  of: number;
}

export interface ImportRun {
  id: string;
  districtId: string;
  menu: Menu;
  state: ImportState;
  fileName: string;
  fileHash: string;
  fileBytes: number;
  mapping: Record<string, Record<string, string | null>>;
  attempt: number;
  columns: ImportColumn[];
  headerFaults: CellFault[];
  ignoredSheets: string[];
  progress: Progress | null;
  counts: Record<string, number> | null;
  errorCode: string | null;
  errorParams: Record<string, string | number>;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  version: number;
  /** An import of the same file that has been written. */
  sameFileAs: string | null;
}

const RUN = `r.id, r.district_id AS "districtId", r.menu, r.state, r.file_name AS "fileName", r.file_hash AS "fileHash", r.file_bytes AS "fileBytes", r.mapping, r.attempt,
  r.columns, r.header_faults AS "headerFaults", r.ignored_sheets AS "ignoredSheets", r.progress, r.counts, r.error_code AS "errorCode", r.error_params AS "errorParams",
  r.created_by AS "createdBy", a.name AS "createdByName", r.created_at AS "createdAt", r.confirmed_by AS "confirmedBy", r.confirmed_at AS "confirmedAt", r.version,
  (SELECT o.id FROM import_run o WHERE o.district_id = r.district_id AND o.menu = r.menu AND o.file_hash = r.file_hash AND o.state IN ('confirmed', 'written') AND o.id <> r.id) AS "sameFileAs"`;

export async function runById(tx: Tx, id: string): Promise<ImportRun | null> {
  const [row] = await tx.query(
    `SELECT ${RUN} FROM import_run r JOIN account a ON a.id = r.created_by WHERE r.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Imports the actor may see, newest first. */
export async function runsPage(tx: Tx, ctx: Ctx, cursor: string | undefined, limit: number): Promise<ImportRun[]> {
  const params: unknown[] = [];
  const where = [scopeSql(ctx.actor, 'import.read', 'r', params)];
  const after = decodeCursor(cursor, 1);
  if (after) where.push(`r.id < $${params.push(after[0])}`);
  return tx.query(
    `SELECT ${RUN} FROM import_run r JOIN account a ON a.id = r.created_by WHERE ${where.join(' AND ')} ORDER BY r.id DESC LIMIT $${params.push(limit)}`,
    params,
  );
}

export interface StoredRow {
  number: number;
  sheet: string;
  row: number;
  state: RowState;
  title: string;
  cells: Record<string, string | number> | null;
  faults: CellFault[];
  notes: LineNote[];
  duplicateOf: string | null;
  duplicateCell: string | null;
  lineId: string | null;
}

export async function rowsPage(
  tx: Tx,
  run: ImportRun,
  state: RowState | undefined,
  cursor: string | undefined,
  limit: number,
): Promise<StoredRow[]> {
  const after = decodeCursor(cursor, 1);
  return tx.query(
    `SELECT number, sheet, row, state, title, cells, faults, notes, duplicate_of AS "duplicateOf", duplicate_cell AS "duplicateCell", CASE WHEN $6 THEN line_id END AS "lineId"
     FROM import_row WHERE import_id = $1 AND attempt = $2 AND ($3::text IS NULL OR state = $3) AND number > $4 ORDER BY number LIMIT $5`,
    [run.id, run.attempt, state ?? null, after?.[0] ?? 0, limit, run.state === 'written'],
  );
}

/** A commit that does not wait for the disk: a later one that does, such as that of the job's end, takes it along. */
const UNHURRIED = `unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;

/**
 * Keeps judged rows, and how far the reading has come. Judging is deterministic, so rows that another delivery has kept
 * already may stay.
 */
export async function keepRows(tx: Tx, run: ImportRun, rows: JudgedRow[], progress: Progress): Promise<void> {
  await tx.query(
    `WITH ${UNHURRIED}, kept AS (
       INSERT INTO import_row (import_id, district_id, attempt, number, sheet, row, state, title, line, cells, faults, notes, duplicate_of, duplicate_cell, line_id, volunteer_id)
       SELECT $1, $2, $3, x.number, x.sheet, x.row, x.state, x.title, x.line, x.cells, x.faults, x.notes, x."duplicateOf", x."duplicateCell", x."lineId", x."volunteerId"
       FROM jsonb_to_recordset($4) AS x(number int, sheet text, row int, state text, title text, line jsonb, cells jsonb, faults jsonb, notes jsonb, "duplicateOf" uuid, "duplicateCell" text, "lineId" uuid, "volunteerId" uuid)
       ON CONFLICT DO NOTHING
     )
     UPDATE import_run SET progress = $5 FROM unhurried WHERE id = $1 AND state = 'reading'`,
    [run.id, run.districtId, run.attempt, toJson(rows), JSON.stringify(progress)],
  );
}

/** How far the writing has come. */
export async function keepProgress(tx: Tx, { id }: ImportRun, progress: Progress): Promise<void> {
  await tx.query(`WITH ${UNHURRIED} UPDATE import_run SET progress = $2 FROM unhurried WHERE id = $1`, [
    id,
    JSON.stringify(progress),
  ]);
}

export interface AcceptedRow {
  number: number;
  line: NeedLine | OfferLine;
  lineId: string;
  volunteerId: string | null;
}

export async function acceptedRows(tx: Tx, run: ImportRun, after: number, limit: number): Promise<AcceptedRow[]> {
  return tx.query(
    `SELECT number, line, line_id AS "lineId", volunteer_id AS "volunteerId" FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted' AND number > $3 ORDER BY number LIMIT $4`,
    [run.id, run.attempt, after, limit],
  );
}

/** How many volunteers the accepted rows bring in. */
export async function newVolunteers(tx: Tx, run: ImportRun): Promise<number> {
  const [{ count }] = await tx.query(
    `SELECT count(volunteer_id)::int AS count FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted'`,
    [run.id, run.attempt],
  );
  return count;
}

/**
 * Counts anew what the planner goes by, after thousands of rows have come at once. PostgreSQL does so by itself in a minute;
 * until then it takes an import for one row, and undoing it reads all of its rows for each.
 */
export async function countForPlanner(tx: Tx): Promise<void> {
  await tx.query(
    `ANALYZE import_row (import_id, attempt, line_id, volunteer_id), need (district_id, school_id), offer (district_id, volunteer_id),
       volunteer (district_id), clearance (district_id, volunteer_id)`,
  );
}

/** A row that was not written as the preview said: its line, or its volunteer, had come into the menu meanwhile. */
export interface Overtaken {
  number: number;
  /** The line it looks like; null: its line was written all the same, only the volunteer is known. */
  duplicateOf: string | null;
}

export async function markOvertaken(tx: Tx, run: ImportRun, rows: Overtaken[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE import_row r SET volunteer_id = NULL, duplicate_of = x."duplicateOf",
            line_id = CASE WHEN x."duplicateOf" IS NULL THEN r.line_id END,
            state = CASE WHEN x."duplicateOf" IS NULL THEN r.state ELSE 'duplicate' END
     FROM jsonb_to_recordset($3) AS x(number int, "duplicateOf" uuid)
     WHERE r.import_id = $1 AND r.attempt = $2 AND r.number = x.number`,
    [run.id, run.attempt, JSON.stringify(rows)],
  );
}

export async function countRows(
  tx: Tx,
  run: ImportRun,
): Promise<Record<'rows' | 'accepted' | 'faulty' | 'duplicate', number>> {
  const [row] = await tx.query(
    `SELECT count(*)::int AS rows, count(*) FILTER (WHERE state = 'accepted')::int AS accepted, count(*) FILTER (WHERE state = 'faulty')::int AS faulty,
            count(*) FILTER (WHERE state = 'duplicate')::int AS duplicate
     FROM import_row WHERE import_id = $1 AND attempt = $2`,
    [run.id, run.attempt],
  );
  return row;
}

/** Changes named columns of an import if it is still in one of `states`; false otherwise. Counts the version up. */
export async function moveRun(
  tx: Tx,
  id: string,
  states: ImportState[],
  change: Record<string, unknown>,
): Promise<boolean> {
  const names = Object.keys(change);
  const [, affected]: [unknown, number] = await tx.query(
    `UPDATE import_run SET ${names.map((name, i) => `${name} = $${i + 3}`).join(', ')}, version = version + 1 WHERE id = $1 AND state = ANY($2)`,
    [id, states, ...names.map((name) => change[name])],
  );
  return affected === 1;
}

/** Who somebody is in the district now; no grants left: nothing may be done. */
export async function actorNow(tx: Tx, accountId: string, districtId: string): Promise<Actor> {
  const grants: Grant[] = await tx.query(
    `SELECT m.role, m.school_id AS "schoolId", m.volunteer_id AS "volunteerId" FROM membership m JOIN account a ON a.id = m.account_id
     WHERE m.account_id = $1 AND m.district_id = $2 AND m.ended_at IS NULL AND a.disabled_at IS NULL`,
    [accountId, districtId],
  );
  return { accountId, districtId, grants };
}
