import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type { LookDto, LooksQuery } from './audit.dto';

/** Personal data of a volunteer (telephone, home area, clearance …), or facts about minors in a need. */
type Kind = 'volunteer' | 'need';

/** Notes that somebody sees the personal data of one row, before they are shown. Nobody is noted for looking at oneself. */
export const noteLook = (tx: Tx, ctx: Ctx, at: Date, kind: Kind, id: string): Promise<void> =>
  note(tx, ctx, at, kind, id, [id]);

/** The same for a list that shows them: one line for the list, with how many rows it had. */
export const noteList = (tx: Tx, ctx: Ctx, at: Date, kind: Kind, ids: string[]): Promise<void> =>
  note(tx, ctx, at, kind, null, ids);

/**
 * Screens ask again whenever they come to the front: an hour's looks of one person at one row are one line with a count.
 */
async function note(tx: Tx, ctx: Ctx, at: Date, entity: Kind, entityId: string | null, ids: string[]): Promise<void> {
  const { accountId, districtId, grants } = ctx.actor;
  const lines = ids.filter((id) => !grants.some(({ volunteerId }) => volunteerId === id)).length;
  if (!accountId || lines === 0) return;
  await tx.query(
    `INSERT INTO look AS l (id, district_id, account_id, entity, entity_id, hour, last_at, lines)
     VALUES ($1, $2, $3, $4, $5, date_trunc('hour', $6::timestamptz), $6, $7)
     ON CONFLICT (district_id, entity, entity_id, account_id, hour)
     DO UPDATE SET times = l.times + 1, lines = l.lines + excluded.lines, last_at = greatest(l.last_at, excluded.last_at)`,
    [newId(), districtId, accountId, entity, entityId, at, lines],
  );
}

/** One page of who has looked at what, newest first. */
export async function looksPage(tx: Tx, districtId: string, query: LooksQuery): Promise<Page<LookDto>> {
  const params: unknown[] = [districtId];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = ['l.district_id = $1'];
  if (query.entity) where.push(`l.entity = ${bind(query.entity)}`);
  if (query.entityId) where.push(`l.entity_id = ${bind(query.entityId)}`);
  if (query.accountId) where.push(`l.account_id = ${bind(query.accountId)}`);
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`l.id < ${bind(after[0])}`);
  const rows: LookDto[] = await tx.query(
    `SELECT l.id, l.hour, l.last_at AS "lastAt", l.times, l.lines, l.account_id AS "accountId", a.name AS "byName", l.entity,
            l.entity_id AS "entityId", coalesce(v.code, n.code) AS code, coalesce(v.name, n.title) AS name
     FROM look l JOIN account a ON a.id = l.account_id LEFT JOIN volunteer v ON l.entity = 'volunteer' AND v.id = l.entity_id
       LEFT JOIN need n ON l.entity = 'need' AND n.id = l.entity_id
     WHERE ${where.join(' AND ')} ORDER BY l.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, (row) => [row.id]);
}
