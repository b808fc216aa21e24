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
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));

/** Inserts whole rows of one table in one statement; columns that no row names keep their defaults. */
export async function insertAll(tx: Tx, table: 'need' | 'need_skill' | 'volunteer' | 'clearance' | 'offer' | 'offer_skill', rows: object[]): Promise<void> {
  if (rows.length === 0) return;
  const named = rows.map(snake);
  const columns = Object.keys(named[0]).join(', ');
  await tx.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`, [JSON.stringify(named)]);
}

/** Inserts needs whose drafts have been checked. `source` goes into each line's history. */
export async function insertNeeds(tx: Tx, ctx: Ctx, now: Date, needs: NewNeed[], source: Record<string, unknown>): Promise<void> {
  const { districtId, accountId } = ctx.actor;
  await insertAll(tx, 'need', needs.map(({ id, code, schoolId, schoolName, draft, state, submittedAt }) => ({
    ...rowOf(draft), ...searchColumns(draft.title, draft.description ?? null, code, schoolName), id, districtId, code, schoolId, state, submittedAt,
    confirmedAt: now, createdBy: accountId, createdAt: now, updatedAt: now, version: 1,
  })));
  await insertAll(tx, 'need_skill', needs.flatMap(({ id, draft }) =>
    (draft.skills ?? []).map(({ skillId, level, required }) => ({ needId: id, districtId, skillId, level: level ?? 1, required: required ?? true }))));
  await record(tx, ctx, now, ...needs.map(({ id, code, draft, state }) => ({
    action: 'need.import', entity: 'need', entityId: id, change: { code, title: draft.title, to: state, ...source },
  })));
}
