import { scopeSql } from '../access/access';
import { toLocal } from '../districts/local-time';
import type { Policy } from '../matching/engine/menus';
import type { NewNotice } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type { InvitationDto, InvitationQuery } from './invitations.dto';
import { HOME_PLACE, metresTo, NEED_PLACE, policyOf, policySql, RawPlace, RawPoint } from './places';

const COLUMNS = `p.id, p.version, p.state, p.need_id AS "needId", s.name AS "schoolName", n.title, n.description, g.name AS "programmeName", n.form,
  o.title AS "offerTitle", jsonb_array_length(p.occurrences) AS dates, n.weekly_minutes AS "weeklyMinutes", n.place_kind AS "placeKind",
  n.place_name AS "placeName", n.contact, p.answer_by AS "answerBy", p.call_requested_at AS "callRequestedAt", p.answered_at AS "answeredAt",
  p.answer_channel AS "answerChannel", p.reasons, (SELECT e.id FROM engagement e WHERE e.proposal_id = p.id) AS "engagementId",
  p.state = 'invited' AND p.answer_by > $1 AS answerable, v.id AS "volunteerId",
  jsonb_build_object('id', v.id, 'name', v.name, 'phone', v.phone, 'preferredContact', v.preferred_contact) AS volunteer,
  (SELECT coalesce(jsonb_agg(x ORDER BY x ->> 'startsAt'), '[]') FROM
     (SELECT x FROM jsonb_array_elements(p.occurrences) x WHERE (x ->> 'startsAt')::timestamptz > $1 ORDER BY (x ->> 'startsAt')::timestamptz LIMIT 3) y) AS "firstDates",
  ${NEED_PLACE} AS place, ${HOME_PLACE} AS home, ${policySql('p.district_id')} AS policy`;

const FROM = `proposal p JOIN need n ON n.id = p.need_id JOIN school s ON s.id = n.school_id JOIN offer o ON o.id = p.offer_id
  JOIN volunteer v ON v.id = p.volunteer_id LEFT JOIN programme g ON g.id = n.programme_id`;

type Row = InvitationDto & { place: RawPlace; home: RawPoint; policy: Partial<Policy> | null; volunteerId: string };

/** A volunteer is not told their own telephone number; the others are told whom to call. */
function view(ctx: Ctx, { place, home, policy, volunteerId, ...row }: Row): InvitationDto {
  const own = ctx.actor.grants.some((grant) => grant.volunteerId === volunteerId);
  return { ...row, distance: metresTo(home, place, policyOf(policy)), volunteer: own ? null : row.volunteer };
}

/** Invitations the actor may see, those to be answered first. */
export async function invitationsPage(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  query: InvitationQuery,
): Promise<Page<InvitationDto>> {
  const params: unknown[] = [now];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [
    scopeSql(ctx.actor, 'invitation.read', 'p', params),
    `p.state = ${bind(query.state)}`,
    'p.invited_at IS NOT NULL',
  ];
  if (query.schoolId) where.push(`n.school_id = ${bind(query.schoolId)}`);
  if (query.volunteerId) where.push(`p.volunteer_id = ${bind(query.volunteerId)}`);
  const after = decodeCursor(query.cursor, 2);
  if (after) where.push(`(p.answer_by, p.id) > (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)`);
  const rows: Row[] = await tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY p.answer_by, p.id LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(
    rows.map((row) => view(ctx, row)),
    query.limit,
    ({ answerBy, id }) => [answerBy.toISOString(), id],
  );
}

/** One invitation, or null if the actor may not see it. */
export async function invitationById(tx: Tx, ctx: Ctx, now: Date, id: string): Promise<InvitationDto | null> {
  const params: unknown[] = [now, id];
  const [row]: Row[] = await tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE p.id = $2 AND p.invited_at IS NOT NULL AND ${scopeSql(ctx.actor, 'invitation.read', 'p', params)}`,
    params,
  );
  return row ? view(ctx, row) : null;
}

/** An open invitation as its notices need it. */
export interface OpenInvitation {
  id: string;
  volunteerId: string;
  title: string;
  schoolName: string;
  answerBy: Date;
}

/** Of these invitations the ones still open. */
export async function dueInvitations(tx: Tx, districtId: string, ids: string[]): Promise<OpenInvitation[]> {
  return tx.query(
    `SELECT p.id, p.volunteer_id AS "volunteerId", n.title, s.name AS "schoolName", p.answer_by AS "answerBy"
     FROM proposal p JOIN need n ON n.id = p.need_id JOIN school s ON s.id = n.school_id
     WHERE p.district_id = $1 AND p.id = ANY($2) AND p.state = 'invited' ORDER BY p.id`,
    [districtId, ids],
  );
}

/** The last day on which an answer counts, on the district's wall clock. */
export const answerDay = (answerBy: Date, timezone: string): string =>
  toLocal(new Date(answerBy.getTime() - 1), timezone).day;

export function invitedNotice(
  event: 'invited' | 'invitation_reminder',
  row: OpenInvitation,
  timezone: string,
): NewNotice {
  return {
    event,
    params: { need: row.title, school: row.schoolName, answerBy: answerDay(row.answerBy, timezone) },
    volunteerId: row.volunteerId,
    link: `/invitations/${row.id}`,
    dedupe: row.id,
  };
}
