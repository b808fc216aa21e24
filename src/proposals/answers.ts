import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { NeedState } from '../needs/need';
import type { ProposalState } from './proposal';

/** An invitation under a lock, with what an answer to it needs to know of the need. */
export interface LockedInvitation {
  id: string;
  version: number;
  state: ProposalState;
  roundId: string | null;
  needId: string;
  offerId: string;
  volunteerId: string;
  volunteerName: string;
  seat: number;
  occurrences: { startsAt: string; endsAt: string }[];
  overrides: { rule: string; reason: string }[];
  answerBy: Date;
  decidedBy: string | null;
  need: { state: NeedState; seats: number; title: string; schoolId: string; schoolName: string };
}

/**
 * Locks the need, then the proposal (the order that everybody keeps who touches seats), and loads both.
 * @throws `not_found` for what has never been sent, `version_moved` if a version is given that is not the newest
 */
export async function lockInvitation(tx: Tx, id: string, version?: number): Promise<LockedInvitation> {
  const [need] = await tx.query(
    'SELECT n.id FROM need n WHERE n.id = (SELECT need_id FROM proposal WHERE id = $1) FOR NO KEY UPDATE',
    [id],
  );
  if (!need) throw new AppError('not_found');
  const [row]: LockedInvitation[] = await tx.query(
    `SELECT p.id, p.version, p.state, p.round_id AS "roundId", p.need_id AS "needId", p.offer_id AS "offerId", p.volunteer_id AS "volunteerId",
            v.name AS "volunteerName", p.seat, p.occurrences, p.overrides, p.answer_by AS "answerBy", p.decided_by AS "decidedBy",
            jsonb_build_object('state', n.state, 'seats', n.seats, 'title', n.title, 'schoolId', n.school_id, 'schoolName', s.name) AS need
     FROM proposal p JOIN need n ON n.id = p.need_id JOIN school s ON s.id = n.school_id JOIN volunteer v ON v.id = p.volunteer_id
     WHERE p.id = $1 AND p.invited_at IS NOT NULL FOR NO KEY UPDATE OF p`,
    [id],
  );
  if (!row) throw new AppError('not_found');
  if (version !== undefined && version !== row.version) throw new AppError('version_moved', { version: row.version });
  return row;
}

/** How an answer came: from the person, or by telephone through somebody who writes it down for them. */
export function channelOf(ctx: Ctx, volunteerId: string): { channel: 'app' | 'phone'; onBehalfOf: string | null } {
  const own = ctx.actor.grants.some((grant) => grant.volunteerId === volunteerId);
  return own ? { channel: 'app', onBehalfOf: null } : { channel: 'phone', onBehalfOf: volunteerId };
}

/** Throws `answer_closed` unless the invitation waits for an answer and the answer date has not passed. */
export function requireAnswerable({ state, answerBy }: LockedInvitation, now: Date): void {
  if (state !== 'invited' || answerBy <= now) throw new AppError('answer_closed', { state });
}
