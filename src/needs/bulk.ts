/** Many needs at once, for workbooks. */
import { type AuditEvent, recordParts } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { searchLine } from '../platform/search';
import type { NeedDraftDto } from './needs.dto';
import { rowOf, skillRowsOf } from './need-row';

export interface NewNeed {
  id: string;
  code: string;
  schoolId: string;
  schoolName: string;
  draft: NeedDraftDto;
  state: 'submitted' | 'open';
  submittedAt: Date;
}

/** Rows of some tables, and their lines of the trail. */
export interface NewRows {
  tables: [table: Table, rows: object[]][];
  events: AuditEvent[];
}

type Table = 'need' | 'need_skill' | 'volunteer' | 'clearance' | 'offer' | 'offer_skill';

/** A statement with everything computed, so that the next lines can be prepared while the database takes these in. */
export type Prepared = (tx: Tx) => Promise<void>;

/**
 * All of it as one statement: were there several, the database would wait between two of them for a process that is busy
 * preparing the next lines.
 */
export function prepareRows(ctx: Ctx, now: Date, ...all: NewRows[]): Prepared {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const inserts = all
    .flatMap(({ tables }) => tables)
    .filter(([, rows]) => rows.length > 0)
    .map(([table, rows]) => `new_${table} AS (${insertOf(table, rows, bind)})`);
  if (inserts.length === 0) return async () => undefined;
  const events = all.flatMap((rows) => rows.events);
  const sql = `WITH ${[...inserts, ...recordParts(ctx, now, events, bind)].join(', ')} SELECT`;
  return async (tx) => {
    await tx.query(sql, values);
  };
}

/** The name of the database for a field of a row class: `periodFrom` → `period_from`. */
const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Whole rows of one table, all with the fields of the first; columns that are not named keep their defaults. */
function insertOf(table: Table, rows: object[], bind: (value: unknown) => string): string {
  const fields = Object.keys(rows[0]).map((field) => [field, snake(field)]);
  const columns = fields.map(([, name]) => name).join(', ');
  const named = rows.map((row) => {
    const out: Record<string, unknown> = {};
    for (const [field, column] of fields) out[column] = (row as Record<string, unknown>)[field];
    // Hundreds a line, and PostgreSQL reads its own notation in half the time of a JSON array.
    if (Array.isArray(out.search_grams)) out.search_grams = `{${out.search_grams.join(',')}}`;
    return out;
  });
  return `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, ${bind(JSON.stringify(named))})`;
}

/**
 * Lets a transaction that writes thousands of lines gather their search grams before they go into the index: merged in
 * one go they cost a third. `settleSearch` merges them; until then every search looks through the gathered ones.
 */
export async function gatherSearch(tx: Tx): Promise<void> {
  await tx.query(`SET LOCAL gin_pending_list_limit = '256MB'`);
}

/** Merges what has been gathered, also by a transaction that still runs, where the index is ours to tend; otherwise vacuum does it. */
export async function settleSearch(tx: Tx): Promise<void> {
  await tx.query(
    `SELECT gin_clean_pending_list(oid) FROM pg_class WHERE relname IN ('need_search', 'offer_search', 'volunteer_search')
       AND relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'USAGE')`,
  );
}

/** Needs whose drafts have been checked. `source` goes into each line's history. */
export function rowsOfNeeds(
  { actor: { districtId, accountId } }: Ctx,
  now: Date,
  needs: NewNeed[],
  source: Record<string, unknown>,
): NewRows {
  const lines = needs.map(({ id, code, schoolId, schoolName, draft, state, submittedAt }) => ({
    ...rowOf(draft),
    ...searchLine(draft.title, draft.description ?? null, code, schoolName),
    id,
    districtId,
    code,
    schoolId,
    state,
    submittedAt,
    confirmedAt: now,
    createdBy: accountId,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }));
  const skills = needs.flatMap(({ id, draft }) => skillRowsOf(draft, id, districtId));
  const events = needs.map(({ id, code, draft, state }) => ({
    action: 'need.import',
    entity: 'need',
    entityId: id,
    change: { code, title: draft.title, to: state, ...source },
  }));
  return {
    tables: [
      ['need', lines],
      ['need_skill', skills],
    ],
    events,
  };
}
