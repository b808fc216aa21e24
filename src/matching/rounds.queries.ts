import { scopeSql } from '../access/access';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, PageQuery, toPage } from '../platform/http/page';
import type { PlanChange } from './engine/difference';
import type { PlanChangeDto, RoundDto, RoundsQuery, UnfilledDto } from './rounds.dto';
import type { StoredRound } from './verify-round';

const COLUMNS = `r.id, r.code, r.state, r.horizon_from::text AS "horizonFrom", r.horizon_to::text AS "horizonTo", r.scope, r.policy_id AS "policyId",
  p.number AS "policyNumber", r.seed, r.iterations, r.seconds, r.draft, r.input_of AS "inputOf", a.name AS "requestedByName", r.requested_at AS "requestedAt",
  r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.published_at AS "publishedAt", r.attempt, r.cancel_requested AS "cancelRequested", r.progress,
  r.input_hash AS "inputHash", r.engine_version AS "engineVersion", r.result, r.error_code AS "errorCode", r.version`;
const FROM = `round r JOIN policy p ON p.id = r.policy_id LEFT JOIN account a ON a.id = r.requested_by`;

/** One page of rounds, newest first. */
export async function roundsPage(tx: Tx, ctx: Ctx, query: RoundsQuery): Promise<Page<RoundDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'round.read', 'r', params)];
  if (query.state) where.push(`r.state = ${bind(query.state)}`);
  if (query.draft !== undefined) where.push(`r.draft = ${bind(query.draft)}`);
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`r.id < ${bind(after[0])}`);
  const rows: RoundDto[] = await tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY r.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, (row) => [row.id]);
}

/** One round, or null if the actor may not see it. */
export async function roundById(tx: Tx, ctx: Ctx, id: string): Promise<RoundDto | null> {
  const params: unknown[] = [id];
  const [row] = await tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.id = $1 AND ${scopeSql(ctx.actor, 'round.read', 'r', params)}`,
    params,
  );
  return row ?? null;
}

/** Needs with open seats, the most urgent first, with what excluded people from them. */
export async function unfilledPage(tx: Tx, ctx: Ctx, id: string, query: PageQuery): Promise<Page<UnfilledDto>> {
  const after = decodeCursor(query.cursor, 2);
  const params: unknown[] = [id, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1];
  const rows: UnfilledDto[] = await tx.query(
    `SELECT n.id AS "needId", n.code, n.title, s.name AS "schoolName", n.priority, u.open, u.eligible, u.eliminated, u.cause
     FROM round r JOIN round_plan p ON p.round_id = r.id
       CROSS JOIN LATERAL jsonb_to_recordset(p.unfilled) AS u(need uuid, open int, eligible int, eliminated jsonb, cause jsonb)
       JOIN need n ON n.id = u.need JOIN school s ON s.id = n.school_id
     WHERE r.id = $1 AND ($2::int IS NULL OR (n.priority, n.id) > ($2::int, $3::uuid)) AND ${scopeSql(ctx.actor, 'round.read', 'r', params)}
     ORDER BY n.priority, n.id LIMIT $4`,
    params,
  );
  return toPage(rows, query.limit, (row) => [row.priority, row.needId]);
}

/** Input, plan and figures as the database keeps them; null while there is no plan. */
export async function storedRound(tx: Tx, id: string): Promise<StoredRound | null> {
  const [row] = await tx.query(
    `SELECT i.menus, p.plan, r.input_hash AS "inputHash", r.result FROM round r JOIN round_input i ON i.round_id = r.id JOIN round_plan p ON p.round_id = r.id WHERE r.id = $1`,
    [id],
  );
  return row ?? null;
}

/** The round that was published last before `id` was (or is to be); null if there is none. */
export async function publishedBefore(tx: Tx, districtId: string, id: string): Promise<string | null> {
  const [row] = await tx.query(
    `SELECT p.id FROM round p WHERE p.district_id = $1 AND p.state = 'published' AND p.id <> $2
       AND p.published_at < coalesce((SELECT published_at FROM round WHERE id = $2), 'infinity') ORDER BY p.published_at DESC LIMIT 1`,
    [districtId, id],
  );
  return row?.id ?? null;
}

/** Changes with what people call needs, volunteers and offers. */
export async function named(tx: Tx, districtId: string, changes: readonly PlanChange[]): Promise<PlanChangeDto[]> {
  return tx.query(
    `SELECT c.change, n.id AS "needId", n.code AS "needCode", n.title AS "needTitle", v.id AS "volunteerId", v.name AS "volunteerName", c.before, c.after, c.reasons
     FROM ROWS FROM (jsonb_to_recordset($2) AS (change text, need uuid, volunteer uuid, before jsonb, after jsonb, reasons jsonb))
         WITH ORDINALITY AS c(change, need, volunteer, before, after, reasons, position)
       JOIN need n ON n.id = c.need JOIN volunteer v ON v.id = c.volunteer
     WHERE n.district_id = $1 ORDER BY c.position`,
    [districtId, JSON.stringify(changes)],
  );
}
