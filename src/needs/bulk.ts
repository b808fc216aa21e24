/** Many needs at once, for workbooks: one statement for the lines, one for their skills, one for the trail. */
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { searchColumns } from '../platform/search';
import type { NeedDraftDto } from './needs.dto';
import { rowOf } from './needs.service';

export interface NewNeed {
  id: string;
  code: string;
  schoolId: string;
  schoolName: string;
  draft: NeedDraftDto;
  state: 'submitted' | 'open';
  submittedAt: Date;
}

/** The names of the database for the fields of a row class: `periodFrom` → `period_from`. */
export const snake = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );

/** Inserts whole rows of one table in one statement; columns that no row names keep their defaults. */
export async function insertAll(
  tx: Tx,
  table: 'need' | 'need_skill' | 'volunteer' | 'clearance' | 'offer' | 'offer_skill',
  rows: object[],
): Promise<void> {
  if (rows.length === 0) return;
  const named = rows.map(snake);
  const columns = Object.keys(named[0]).join(', ');
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(named)],
  );
}

/**
 * Lets a transaction that writes thousands of lines gather their search grams before they go into the index: merged in
 * one go they cost a third. `settleSearch` merges them; until then every search looks through the gathered ones.
 */
export async function gatherSearch(tx: Tx): Promise<void> {
  await tx.query(`SET LOCAL gin_pending_list_limit = '256MB'`);
}

/** Merges what has been gathered, where the index is ours to tend; otherwise vacuum does it. */
export async function settleSearch(tx: Tx): Promise<void> {
  await tx.query(
    `SELECT gin_clean_pending_list(oid) FROM pg_class WHERE relname IN ('need_search', 'offer_search', 'volunteer_search')
       AND relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'USAGE')`,
  );
}

/** Inserts needs whose drafts have been checked. `source` goes into each line's history. */
export async function insertNeeds(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  needs: NewNeed[],
  source: Record<string, unknown>,
): Promise<void> {
  const { districtId, accountId } = ctx.actor;
  await insertAll(
    tx,
    'need',
    needs.map(({ id, code, schoolId, schoolName, draft, state, submittedAt }) => ({
      ...rowOf(draft),
      ...searchColumns(draft.title, draft.description ?? null, code, schoolName),
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
  await insertAll(
    tx,
    'need_skill',
    needs.flatMap(({ id, draft }) =>
      (draft.skills ?? []).map(({ skillId, level, required }) => ({
        needId: id,
        districtId,
        skillId,
        level: level ?? 1,
        required: required ?? true,
      })),
    ),
  );
  await record(
    tx,
    ctx,
    now,
    ...needs.map(({ id, code, draft, state }) => ({
      action: 'need.import',
      entity: 'need',
      entityId: id,
      change: { code, title: draft.title, to: state, ...source },
    })),
  );
}
