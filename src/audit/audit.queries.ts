import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type { AuditEventDto, AuditQuery, ChainDto } from './audit.dto';

/** One page of the district's trail, newest first. */
export async function auditPage(tx: Tx, districtId: string, query: AuditQuery): Promise<Page<AuditEventDto>> {
  const params: unknown[] = [districtId];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = ['e.district_id = $1'];
  if (query.entity) where.push(`e.entity = ${bind(query.entity)}`);
  if (query.entityId) where.push(`e.entity_id = ${bind(query.entityId)}`);
  if (query.accountId) where.push(`e.account_id = ${bind(query.accountId)}`);
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`e.id < ${bind(after[0])}`);
  const rows: AuditEventDto[] = await tx.query(
    `SELECT e.id, e.at, e.action, e.entity, e.entity_id AS "entityId", e.account_id AS "accountId", a.name AS "byName",
            e.on_behalf_of AS "onBehalfOf", v.name AS "onBehalfOfName", e.request_id AS "requestId", e.change
     FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN volunteer v ON v.id = e.on_behalf_of
     WHERE ${where.join(' AND ')} ORDER BY e.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, (row) => [row.id]);
}

/** Recomputes the whole chain of a district: how long it is, and the first link that does not fit. */
export async function checkChain(tx: Tx, districtId: string): Promise<ChainDto> {
  const [row] = await tx.query(
    `WITH linked AS (
       SELECT l.seq, l.hash = sha256(coalesce(lag(l.hash) OVER w, ''::bytea) || convert_to(audit_text(e), 'UTF8')) AND
              l.seq = coalesce(lag(l.seq) OVER w, 0) + 1 AS fits
       FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
       WHERE l.district_id = $1 WINDOW w AS (ORDER BY l.seq))
     SELECT (SELECT count(*)::int FROM linked) AS links, (SELECT min(seq)::int FROM linked WHERE fits IS NOT TRUE) AS "brokenAt",
            (SELECT count(*)::int FROM audit_event e WHERE e.district_id = $1 AND NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)) AS unlinked`,
    [districtId],
  );
  return { ...row, intact: row.brokenAt === null && row.unlinked === 0 };
}
