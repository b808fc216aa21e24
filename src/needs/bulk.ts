/** Many needs at once, for workbooks: one statement for the lines, one for their skills, one for the trail. */
import { type AuditEvent, record } from '../audit/audit';
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

/** Statements with everything computed, so that the next lines can be prepared while the database takes these in. */
export type Prepared = (tx: Tx) => Promise<void>;

/** The name of the database for a field of a row class: `periodFrom` → `period_from`. */
const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Whole rows of one table for one statement, all with the fields of the first; columns that are not named keep their
 * defaults.
 */
export function prepareInsert(
  table: 'need' | 'need_skill' | 'volunteer' | 'clearance' | 'offer' | 'offer_skill',
  rows: object[],
): Prepared {
  if (rows.length === 0) return async () => undefined;
  const fields = Object.keys(rows[0]).map((field) => [field, snake(field)]);
  const columns = fields.map(([, name]) => name).join(', ');
  const named = rows.map((row) => {
    const out: Record<string, unknown> = {};
    for (const [field, column] of fields) out[column] = (row as Record<string, unknown>)[field];
    // Hundreds a line, and PostgreSQL reads its own notation in half the time of a JSON array.
    if (Array.isArray(out.search_grams)) out.search_grams = `{${out.search_grams.join(',')}}`;
    return out;
  });
  const json = JSON.stringify(named);
  return async (tx) => {
    await tx.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [json],
    );
  };
}

/** One after the other, with the lines of the trail at the end. */
export const prepareAll = (steps: Prepared[], ctx: Ctx, now: Date, events: AuditEvent[]): Prepared => {
  return async (tx) => {
    for (const step of steps) await step(tx);
    await record(tx, ctx, now, ...events);
  };
};

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
export function prepareNeeds(ctx: Ctx, now: Date, needs: NewNeed[], source: Record<string, unknown>): Prepared {
  const { districtId, accountId } = ctx.actor;
  const lines = prepareInsert(
    'need',
    needs.map(({ id, code, schoolId, schoolName, draft, state, submittedAt }) => ({
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
    })),
  );
  const skills = prepareInsert(
    'need_skill',
    needs.flatMap(({ id, draft }) => skillRowsOf(draft, id, districtId)),
  );
  const events = needs.map(({ id, code, draft, state }) => ({
    action: 'need.import',
    entity: 'need',
    entityId: id,
    change: { code, title: draft.title, to: state, ...source },
  }));
  return prepareAll([lines, skills], ctx, now, events);
}
