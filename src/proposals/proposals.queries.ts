import { scopeSql } from '../access/access';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import type { ProposalDetailDto, ProposalDto, ProposalQuery } from './proposals.dto';

const COLUMNS = `p.id, p.state, p.source, p.round_id AS "roundId", p.seat, p.reserve_order AS "reserveOrder", p.score, p.pinned,
  jsonb_array_length(p.occurrences) AS meetings, p.occurrences -> 0 ->> 'startsAt' AS "firstAt", p.answer_by AS "answerBy",
  p.call_requested_at AS "callRequestedAt", p.reject_reason AS "rejectReason", p.cancel_reason AS "cancelReason", p.created_at AS "createdAt", p.version,
  jsonb_build_object('id', n.id, 'code', n.code, 'title', n.title, 'state', n.state, 'priority', n.priority, 'seats', n.seats, 'schoolId', s.id,
    'schoolName', s.name, 'programmeId', n.programme_id, 'programmeName', g.name) AS need,
  jsonb_build_object('id', o.id, 'code', o.code, 'title', o.title) AS offer,
  jsonb_build_object('id', v.id, 'name', v.name, 'kind', v.kind) AS volunteer`;

const FROM = `proposal p JOIN need n ON n.id = p.need_id JOIN school s ON s.id = n.school_id LEFT JOIN programme g ON g.id = n.programme_id
  JOIN offer o ON o.id = p.offer_id JOIN volunteer v ON v.id = p.volunteer_id`;

/** Proposals the actor may see, newest first. */
export async function proposalsPage(tx: Tx, ctx: Ctx, query: ProposalQuery): Promise<Page<ProposalDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'proposal.read', 'p', params)];
  if (query.state) where.push(`p.state = ${bind(query.state)}`);
  if (query.source) where.push(`p.source = ${bind(query.source)}`);
  if (query.roundId) where.push(`p.round_id = ${bind(query.roundId)}`);
  if (query.needId) where.push(`p.need_id = ${bind(query.needId)}`);
  if (query.schoolId) where.push(`n.school_id = ${bind(query.schoolId)}`);
  if (query.programmeId) where.push(`n.programme_id = ${bind(query.programmeId)}`);
  if (query.volunteerId) where.push(`p.volunteer_id = ${bind(query.volunteerId)}`);
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`p.id < ${bind(after[0])}::uuid`);
  const rows: ProposalDto[] = await tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY p.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, ({ id }) => [id]);
}

/** One proposal with its parts, reasons and alternatives, or null if the actor may not see it. */
export async function proposalById(tx: Tx, ctx: Ctx, id: string): Promise<ProposalDetailDto | null> {
  const params: unknown[] = [id];
  const [row] = await tx.query(
    `SELECT ${COLUMNS}, p.alternative, p.occurrences, p.parts, p.reasons, p.overrides, p.decided_at AS "decidedAt", p.invited_at AS "invitedAt",
       p.answered_at AS "answeredAt", p.answer_channel AS "answerChannel", (SELECT a.name FROM account a WHERE a.id = p.decided_by) AS "decidedByName",
       (SELECT e.id FROM engagement e WHERE e.proposal_id = p.id) AS "engagementId",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('offerId', x.offer, 'offerTitle', xo.title, 'volunteerId', xv.id, 'volunteerName', xv.name,
                 'alternative', x.alternative, 'score', x.score, 'priceAtLeast', x."priceAtLeast") ORDER BY x."priceAtLeast", x.score DESC, x.offer), '[]')
          FROM jsonb_to_recordset(p.alternatives) AS x(offer uuid, alternative int, score int, "priceAtLeast" double precision)
          JOIN offer xo ON xo.id = x.offer JOIN volunteer xv ON xv.id = xo.volunteer_id) AS alternatives
     FROM ${FROM} WHERE p.id = $1 AND ${scopeSql(ctx.actor, 'proposal.read', 'p', params)}`,
    params,
  );
  return row ?? null;
}
