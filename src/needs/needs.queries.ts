import { scopeSql } from '../access/access';
import type { Actor, Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import { searchCondition } from '../platform/search';
import { fromTimes } from './draft';
import type { AuditLineDto, NeedDto, NeedsQuery } from './needs.dto';
import type { NeedTimes } from './times';

/** Engagements that hold a seat of need `n`. */
export const ACCEPTED_SEATS = `(SELECT count(*)::int FROM engagement e WHERE e.need_id = n.id AND e.state <> 'ended')`;

const COLUMNS = `n.id, n.code, n.state, n.school_id AS "schoolId", s.name AS "schoolName", n.title, n.description, n.category_id AS "categoryId",
  c.name AS "categoryName", n.programme_id AS "programmeId", p.name AS "programmeName", n.audience, n.grades, n.head_count AS "headCount", n.form,
  n.seats, n.minimum, ${ACCEPTED_SEATS} AS accepted, n.times, n.weekly_minutes AS "weeklyMinutes", n.period_from::text AS "periodFrom",
  n.period_to::text AS "periodTo", n.place_kind AS "placeKind", n.place_name AS "placeName", n.languages, n.minors, n.one_to_one AS "oneToOne",
  n.under14, n.guardian_consent_on::text AS "guardianConsentOn", n.care_groups AS "careGroups", n.urgent, n.priority, n.quantity,
  n.wished_offer_id AS "wishedOfferId", n.contact, n.answer_by::text AS "answerBy", n.notes, n.return_reason AS "returnReason",
  n.stale_since AS "staleSince", n.confirmed_at AS "confirmedAt", n.submitted_at AS "submittedAt", n.version,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'name', sk.name, 'level', k.level, 'required', k.required) ORDER BY sk.name), '[]')
     FROM need_skill k JOIN skill sk ON sk.id = k.skill_id WHERE k.need_id = n.id) AS skills`;

const FROM = `need n JOIN school s ON s.id = n.school_id JOIN category c ON c.id = n.category_id LEFT JOIN programme p ON p.id = n.programme_id`;

/** What those who see a need only as a line of the menu are not told: care groups are sensitive facts about minors. */
const HIDDEN_ON_MENU = { careGroups: [], contact: '', notes: '', returnReason: null, guardianConsentOn: null };

/** A row of the statements here as the API shows it. */
export function needView(row: NeedDto & { times: NeedTimes; full: boolean }): NeedDto {
  const { times, full, ...need } = row;
  return { ...need, alternatives: fromTimes(times), ...(full ? {} : HIDDEN_ON_MENU) };
}

/** True for a line that nobody has confirmed since the term began in which the moment `now` lies. */
export const unconfirmed = (
  alias: string,
  now: string,
): string => `EXISTS (SELECT FROM term t JOIN district td ON td.id = t.district_id
  WHERE t.district_id = ${alias}.district_id AND (${now}::timestamptz AT TIME ZONE td.timezone)::date BETWEEN t.starts_on AND t.ends_on
    AND ${alias}.confirmed_at < t.starts_on::timestamp AT TIME ZONE td.timezone)`;

/** One page of the needs menu: what the actor may see, newest first. */
export async function needsPage(tx: Tx, ctx: Ctx, query: NeedsQuery, now: Date): Promise<Page<NeedDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'need.read', 'n', params)];
  if (query.state) where.push(`n.state = ${bind(query.state)}`);
  if (query.schoolId) where.push(`n.school_id = ${bind(query.schoolId)}`);
  if (query.programmeId) where.push(`n.programme_id = ${bind(query.programmeId)}`);
  if (query.categoryId) where.push(`n.category_id = ${bind(query.categoryId)}`);
  if (query.skillId)
    where.push(`EXISTS (SELECT FROM need_skill k WHERE k.need_id = n.id AND k.skill_id = ${bind(query.skillId)})`);
  if (query.unconfirmed) where.push(`n.state IN ('open', 'filled') AND ${unconfirmed('n', bind(now))}`);
  if (query.stale) where.push('n.stale_since IS NOT NULL');
  if (query.search) where.push(searchCondition(query.search, 'n', bind));
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`n.id < ${bind(after[0])}`);
  const full = scopeSql(ctx.actor, 'need.change', 'n', params);
  const auditor = ctx.actor.grants.some(({ role }) => role === 'auditor');
  const rows = await tx.query(
    `SELECT ${COLUMNS}, (${full} OR ${auditor}) AS full FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY n.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(
    rows.map((row: never) => needView(row)),
    query.limit,
    (row: NeedDto) => [row.id],
  );
}

/** The statement behind GET /api/needs/{id}; a function of its own so that a benchmark can run the same one. */
export function needStatement(actor: Actor, id: string): { text: string; params: unknown[] } {
  const params: unknown[] = [id];
  const seen = scopeSql(actor, 'need.read', 'n', params);
  const full = scopeSql(actor, 'need.change', 'n', params);
  const auditor = actor.grants.some(({ role }) => role === 'auditor');
  return {
    text: `SELECT ${COLUMNS}, (${full} OR ${auditor}) AS full FROM ${FROM} WHERE n.id = $1 AND ${seen}`,
    params,
  };
}

/** One need, or null if the actor may not see it. */
export async function needById(tx: Tx, ctx: Ctx, id: string): Promise<NeedDto | null> {
  const { text, params } = needStatement(ctx.actor, id);
  const [row] = await tx.query(text, params);
  return row ? needView(row) : null;
}

/** What happened to one line, oldest first. */
export async function historyOf(tx: Tx, districtId: string, entity: string, id: string): Promise<AuditLineDto[]> {
  return tx.query(
    `SELECT e.at, e.action, a.name AS "byName", e.change FROM audit_event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.district_id = $1 AND e.entity = $2 AND e.entity_id = $3 ORDER BY e.id LIMIT 500`,
    [districtId, entity, id],
  );
}
