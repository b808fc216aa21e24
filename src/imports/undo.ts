/** Takes back what an import wrote, while nothing depends on it. */
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { AppError, type Fault } from '../platform/errors/app-error';
import { cellAddress } from '../sheets/grid';
import type { ImportRun } from './run.queries';

/** Lines named in the answer at the most. */
const NAMED = 50;

/** Why a need stands in the way, first reason first. */
const NEED_USES = `CASE WHEN n.version > 1 THEN 'changed'
  WHEN EXISTS (SELECT FROM engagement e WHERE e.need_id = n.id) THEN 'has_engagement'
  WHEN EXISTS (SELECT FROM proposal p WHERE p.need_id = n.id) THEN 'has_proposal'
  WHEN EXISTS (SELECT FROM exclusion x WHERE x.need_id = n.id) THEN 'has_exclusion'
  WHEN EXISTS (SELECT FROM need c WHERE c.district_id = n.district_id AND c.copied_from = n.id) THEN 'has_copy' END`;

const OFFER_USES = `CASE WHEN n.version > 1 THEN 'changed'
  WHEN EXISTS (SELECT FROM engagement e WHERE e.offer_id = n.id) THEN 'has_engagement'
  WHEN EXISTS (SELECT FROM proposal p WHERE p.offer_id = n.id) THEN 'has_proposal'
  WHEN EXISTS (SELECT FROM need w WHERE w.district_id = n.district_id AND w.wished_offer_id = n.id) THEN 'is_wished' END`;

const VOLUNTEER_USES = `CASE WHEN n.version > 1 THEN 'changed'
  WHEN EXISTS (SELECT FROM membership m WHERE m.volunteer_id = n.id) THEN 'has_account'
  WHEN EXISTS (SELECT FROM exclusion x WHERE x.volunteer_id = n.id) THEN 'has_exclusion'
  WHEN EXISTS (SELECT FROM engagement e WHERE e.volunteer_id = n.id) THEN 'has_engagement'
  WHEN EXISTS (SELECT FROM clearance c WHERE c.volunteer_id = n.id AND c.created_at > n.created_at) THEN 'changed'
  WHEN EXISTS (SELECT FROM offer o WHERE o.volunteer_id = n.id AND NOT EXISTS
    (SELECT FROM import_row r WHERE r.import_id = $1 AND r.attempt = $2 AND r.line_id = o.id)) THEN 'has_offer' END`;

/**
 * Removes the lines of a written import, all or none. Whoever wants to use one of them meanwhile waits for the locks.
 * @throws AppError `import_in_use` with the cell, the code of the line and the reason for each line in the way
 */
export async function removeLines(tx: Tx, ctx: Ctx, now: Date, run: ImportRun): Promise<void> {
  const table = run.menu === 'needs' ? 'need' : 'offer';
  const faults = await uses(tx, run, table, 'line_id', run.menu === 'needs' ? NEED_USES : OFFER_USES);
  if (run.menu === 'resources') faults.push(...(await uses(tx, run, 'volunteer', 'volunteer_id', VOLUNTEER_USES)));
  if (faults.length > 0) throw new AppError('import_in_use', { count: faults.length }, faults.slice(0, NAMED));
  const of = (column: string): string =>
    `(SELECT ${column} FROM import_row WHERE import_id = $1 AND attempt = $2 AND ${column} IS NOT NULL)`;
  const params = [run.id, run.attempt];
  await tx.query(`DELETE FROM ${table}_skill WHERE ${table}_id IN ${of('line_id')}`, params);
  const [gone]: [{ id: string; code: string }[], number] = await tx.query(
    `DELETE FROM ${table} WHERE id IN ${of('line_id')} RETURNING id, code`,
    params,
  );
  await record(
    tx,
    ctx,
    now,
    ...gone.map(({ id, code }) => ({
      action: `${table}.import_undone`,
      entity: table,
      entityId: id,
      change: { code, import: run.id },
    })),
  );
  if (run.menu === 'needs') return;
  await tx.query(`DELETE FROM clearance WHERE volunteer_id IN ${of('volunteer_id')}`, params);
  const [left]: [{ id: string; code: string }[], number] = await tx.query(
    `DELETE FROM volunteer WHERE id IN ${of('volunteer_id')} RETURNING id, code`,
    params,
  );
  await record(
    tx,
    ctx,
    now,
    ...left.map(({ id, code }) => ({
      action: 'volunteer.import_undone',
      entity: 'volunteer',
      entityId: id,
      change: { code, import: run.id },
    })),
  );
}

async function uses(tx: Tx, run: ImportRun, table: string, column: string, reason: string): Promise<Fault[]> {
  // Locked first, judged afterwards: a proposal made meanwhile is seen.
  await tx.query(
    `SELECT FROM ${table} n WHERE n.id IN (SELECT ${column} FROM import_row WHERE import_id = $1 AND attempt = $2) ORDER BY n.id FOR UPDATE`,
    [run.id, run.attempt],
  );
  const rows: { sheet: string; row: number; code: string; reason: string }[] = await tx.query(
    `SELECT * FROM (SELECT r.sheet, r.row, n.code, r.number, ${reason} AS reason FROM import_row r JOIN ${table} n ON n.id = r.${column}
       WHERE r.import_id = $1 AND r.attempt = $2) x WHERE x.reason IS NOT NULL ORDER BY x.number`,
    [run.id, run.attempt],
  );
  return rows.map(({ sheet, row, code, reason: why }) => ({
    pointer: cellAddress(sheet, row - 1, 0),
    code: why,
    params: { code },
  }));
}
