import { scopeSql } from '../access/access';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type {
  CheckInLineDto,
  CheckInQuery,
  EngagementDetailDto,
  EngagementDto,
  EngagementQuery,
  SessionLineDto,
  SessionQuery,
} from './engagements.dto';

/** The school holiday on which session `x` falls, on its district's wall clock; null on other days. */
const HOLIDAY = `(SELECT h.name FROM holiday h JOIN district d ON d.id = h.district_id
    WHERE h.district_id = x.district_id AND (x.starts_at AT TIME ZONE d.timezone)::date BETWEEN h.starts_on AND h.ends_on)`;

const SESSION = `x.id, x.engagement_id AS "engagementId", x.state, x.starts_at AS "startsAt", x.ends_at AS "endsAt", x.lane, x.moved_to AS "movedTo",
  x.minutes_served AS "minutesServed", x.attendance, x.note, x.recorded_at AS "recordedAt",
  ${HOLIDAY} AS "holidayName", x.version`;

const CHECK_IN = `k.id, k.engagement_id AS "engagementId", k.state, k.due_on::text AS "dueOn", k.done_at AS "doneAt", k.how, k.going, k.note, k.version`;

const ENGAGEMENT = `e.id, e.code, e.state, e.need_id AS "needId", n.code AS "needCode", n.title, g.name AS "programmeName", e.offer_id AS "offerId",
  o.title AS "offerTitle", e.volunteer_id AS "volunteerId", v.name AS "volunteerName", e.school_id AS "schoolId", s.name AS "schoolName", e.seat,
  e.starts_on::text AS "startsOn", e.ends_on::text AS "endsOn", t.planned AS "sessionsPlanned", t.held AS "sessionsHeld", t.minutes AS "minutesServed",
  t.next AS "nextSessionAt", e.ended_by AS "endedBy", e.end_reason AS "endReason", e.replacement_sought AS "replacementSought", e.version`;

/** SQL: notes of the programme never leave the school (谈心屋). */
const CONFIDENTIAL = `coalesce(g.template -> 'rules' ? 'confidential_notes', false)`;

/** Empties what was noted about a confidential talk, for everybody but its own school and volunteer. */
function sealed<T extends { note: string }>(
  ctx: Ctx,
  of: { confidential: boolean; schoolId: string; volunteerId: string },
  lines: T[],
): T[] {
  const own = ctx.actor.grants.some(
    ({ role, schoolId, volunteerId }) =>
      (role === 'coordinator' && schoolId === of.schoolId) || volunteerId === of.volunteerId,
  );
  return !of.confidential || own ? lines : lines.map((line) => ({ ...line, note: '' }));
}

/** A line of a list, without what only `sealed` needs. */
function sealedLine<T extends { note: string; schoolId: string; volunteerId: string; confidential: boolean }>(
  ctx: Ctx,
  row: T,
): Omit<T, 'confidential'> {
  const { confidential: _hidden, ...line } = row;
  return sealed(ctx, row, [line])[0];
}

type Hidden<T> = T & { confidential: boolean };

/** `$1` is now. */
const FROM = `engagement e JOIN need n ON n.id = e.need_id JOIN offer o ON o.id = e.offer_id JOIN volunteer v ON v.id = e.volunteer_id
  JOIN school s ON s.id = e.school_id LEFT JOIN programme g ON g.id = n.programme_id
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE x.state = 'planned')::int AS planned, count(*) FILTER (WHERE x.state = 'held')::int AS held,
    coalesce(sum(x.minutes_served) FILTER (WHERE x.state = 'held'), 0)::int AS minutes, min(x.starts_at) FILTER (WHERE x.state = 'planned' AND x.starts_at > $1) AS next
    FROM session x WHERE x.engagement_id = e.id) t`;

/** Engagements the actor may see, newest first. */
export async function engagementsPage(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  query: EngagementQuery,
): Promise<Page<EngagementDto>> {
  const params: unknown[] = [now];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'engagement.read', 'e', params)];
  if (query.state) where.push(`e.state = ${bind(query.state)}`);
  if (query.schoolId) where.push(`e.school_id = ${bind(query.schoolId)}`);
  if (query.volunteerId) where.push(`e.volunteer_id = ${bind(query.volunteerId)}`);
  if (query.needId) where.push(`e.need_id = ${bind(query.needId)}`);
  if (query.unplanned)
    where.push(
      `e.state IN ('agreed', 'serving') AND NOT EXISTS (SELECT FROM session y WHERE y.engagement_id = e.id AND y.state = 'planned')`,
    );
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`e.id < ${bind(after[0])}::uuid`);
  const rows: EngagementDto[] = await tx.query(
    `SELECT ${ENGAGEMENT} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY e.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, ({ id }) => [id]);
}

/** One engagement with everything that happened in it, or null if the actor may not see it. */
export async function engagementById(tx: Tx, ctx: Ctx, now: Date, id: string): Promise<EngagementDetailDto | null> {
  const params: unknown[] = [now, id];
  const seen = scopeSql(ctx.actor, 'engagement.read', 'e', params);
  const followed = scopeSql(ctx.actor, 'check_in.read', 'k', params);
  const staff = ctx.actor.grants.some(({ role }) => role !== 'volunteer' && role !== 'young_teacher');
  const [row] = await tx.query(
    `SELECT ${ENGAGEMENT}, ${CONFIDENTIAL} AS confidential, e.proposal_id AS "proposalId", n.contact, ${staff ? 'v.phone' : 'NULL'} AS "volunteerPhone",
       (SELECT coalesce(jsonb_agg(to_jsonb(y) ORDER BY y."startsAt", y.id), '[]') FROM (SELECT ${SESSION} FROM session x WHERE x.engagement_id = e.id) y) AS sessions,
       (SELECT coalesce(jsonb_agg(to_jsonb(y) ORDER BY y."dueOn", y.id), '[]') FROM (SELECT ${CHECK_IN} FROM check_in k WHERE k.engagement_id = e.id AND ${followed}) y) AS "checkIns",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('side', f.side, 'rating', f.rating, 'again', f.again, 'comment', f.comment, 'createdAt', f.created_at) ORDER BY f.side), '[]')
          FROM evaluation f WHERE f.engagement_id = e.id) AS evaluations
     FROM ${FROM} WHERE e.id = $2 AND ${seen}`,
    params,
  );
  if (!row) return null;
  const { confidential, ...engagement } = row as EngagementDetailDto & { confidential: boolean };
  const of = { ...engagement, confidential };
  return {
    ...engagement,
    sessions: sealed(ctx, of, engagement.sessions),
    checkIns: sealed(ctx, of, engagement.checkIns),
  };
}

const SESSION_LINE = `${SESSION}, n.title, e.school_id AS "schoolId", s.name AS "schoolName", x.volunteer_id AS "volunteerId", v.name AS "volunteerName", ${CONFIDENTIAL} AS confidential`;
const SESSION_FROM = `session x JOIN engagement e ON e.id = x.engagement_id JOIN need n ON n.id = e.need_id JOIN school s ON s.id = e.school_id
  JOIN volunteer v ON v.id = x.volunteer_id LEFT JOIN programme g ON g.id = n.programme_id`;

/** Sessions of a span of time, in order of time. */
export async function sessionsPage(tx: Tx, ctx: Ctx, query: SessionQuery): Promise<Page<SessionLineDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'engagement.read', 'e', params), `x.district_id = ${bind(ctx.actor.districtId)}`];
  if (query.from) where.push(`x.ends_at > ${bind(query.from)}`);
  if (query.to) where.push(`x.starts_at < ${bind(query.to)}`);
  if (query.state) where.push(`x.state = ${bind(query.state)}`);
  if (query.schoolId) where.push(`e.school_id = ${bind(query.schoolId)}`);
  if (query.volunteerId) where.push(`x.volunteer_id = ${bind(query.volunteerId)}`);
  if (query.onHoliday) where.push(`${HOLIDAY} IS NOT NULL`);
  if (query.engagementId) where.push(`x.engagement_id = ${bind(query.engagementId)}`);
  const after = decodeCursor(query.cursor, 2);
  if (after) where.push(`(x.starts_at, x.id) > (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)`);
  const rows: Hidden<SessionLineDto>[] = await tx.query(
    `SELECT ${SESSION_LINE} FROM ${SESSION_FROM}
     WHERE ${where.join(' AND ')} ORDER BY x.starts_at, x.id LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage<SessionLineDto>(
    rows.map((row) => sealedLine(ctx, row)),
    query.limit,
    ({ startsAt, id }) => [startsAt.toISOString(), id],
  );
}

/** One session as a line, or null if the actor may not see it. */
export async function sessionById(tx: Tx, ctx: Ctx, id: string): Promise<SessionLineDto | null> {
  const params: unknown[] = [id];
  const [row]: Hidden<SessionLineDto>[] = await tx.query(
    `SELECT ${SESSION_LINE} FROM ${SESSION_FROM}
     WHERE x.id = $1 AND ${scopeSql(ctx.actor, 'engagement.read', 'e', params)}`,
    params,
  );
  return row ? sealedLine(ctx, row) : null;
}

const CHECK_IN_LINE = `${CHECK_IN}, n.title, e.school_id AS "schoolId", s.name AS "schoolName", e.volunteer_id AS "volunteerId", v.name AS "volunteerName", v.phone AS "volunteerPhone", ${CONFIDENTIAL} AS confidential`;
const CHECK_IN_FROM = `check_in k JOIN engagement e ON e.id = k.engagement_id JOIN need n ON n.id = e.need_id JOIN school s ON s.id = e.school_id
  JOIN volunteer v ON v.id = e.volunteer_id LEFT JOIN programme g ON g.id = n.programme_id`;

/** Check-ins, the longest due first. */
export async function checkInsPage(tx: Tx, ctx: Ctx, query: CheckInQuery): Promise<Page<CheckInLineDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const states = query.state === 'open' ? ['due', 'overdue'] : [query.state];
  const where = [scopeSql(ctx.actor, 'check_in.read', 'k', params), `k.state = ANY(${bind(states)})`];
  if (query.until) where.push(`k.due_on <= ${bind(query.until)}`);
  if (query.schoolId) where.push(`e.school_id = ${bind(query.schoolId)}`);
  const after = decodeCursor(query.cursor, 2);
  if (after) where.push(`(k.due_on, k.id) > (${bind(after[0])}::date, ${bind(after[1])}::uuid)`);
  const rows: Hidden<CheckInLineDto>[] = await tx.query(
    `SELECT ${CHECK_IN_LINE} FROM ${CHECK_IN_FROM} WHERE ${where.join(' AND ')} ORDER BY k.due_on, k.id LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage<CheckInLineDto>(
    rows.map((row) => sealedLine(ctx, row)),
    query.limit,
    ({ dueOn, id }) => [dueOn, id],
  );
}

export async function checkInById(tx: Tx, ctx: Ctx, id: string): Promise<CheckInLineDto> {
  const [row]: Hidden<CheckInLineDto>[] = await tx.query(
    `SELECT ${CHECK_IN_LINE} FROM ${CHECK_IN_FROM} WHERE k.id = $1`,
    [id],
  );
  return sealedLine(ctx, row);
}
