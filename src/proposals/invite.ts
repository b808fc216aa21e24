import { record } from '../audit/audit';
import { addDays, toLocal, toMoment } from '../districts/local-time';
import type { DistrictSettings } from '../districts/settings';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { enqueue } from '../platform/jobs/outbox';
import { answerDeadline } from './proposal';
import { TELL_AT_ONCE, tellInvited } from './proposals.jobs';
import { stillFits } from './volunteer-time';

/** What sending an invitation needs to know of the district. */
export interface Rules {
  timezone: string;
  settings: DistrictSettings;
}

/** One approved proposal as it is about to be sent, with what forbids sending it (null: nothing). */
interface Candidate {
  id: string;
  version: number;
  seat: number;
  occurrences: { startsAt: string; endsAt: string }[];
  needAnswerBy: string | null;
  refused: 'need_not_open' | 'volunteer_not_active' | 'offer_not_listed' | 'too_late' | null;
}

export interface Sent {
  invited: string[];
  /** Approved proposals that could not be sent as things stand, and stay approved. */
  refused: { id: string; code: string }[];
}

/**
 * Sends approved proposals as invitations: states, audit and outbox in the caller's transaction, two statements however
 * many they are. The needs must be locked by the caller; volunteers and offers stay on the menu until it commits. Reserves are not sent; ids in another state are left alone.
 */
export async function invite(tx: Tx, ctx: Ctx, now: Date, rules: Rules, ids: string[]): Promise<Sent> {
  const candidates: Candidate[] = await tx.query(
    `SELECT p.id, p.version, p.seat, p.occurrences, n.answer_by::text AS "needAnswerBy",
       CASE WHEN n.state NOT IN ('open', 'filled', 'serving') THEN 'need_not_open'
            WHEN v.state <> 'active' THEN 'volunteer_not_active'
            WHEN o.state <> 'listed' THEN 'offer_not_listed'
            WHEN (jsonb_array_length(p.occurrences) > 0 AND NOT EXISTS (SELECT FROM jsonb_array_elements(p.occurrences) x WHERE (x ->> 'startsAt')::timestamptz > $3))
              OR n.period_to < $4::date THEN 'too_late' END AS refused
     FROM proposal p JOIN need n ON n.id = p.need_id JOIN volunteer v ON v.id = p.volunteer_id JOIN offer o ON o.id = p.offer_id
     WHERE p.district_id = $1 AND p.id = ANY($2) AND p.state = 'approved' AND p.reserve_order IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p FOR KEY SHARE OF v, o`,
    [ctx.actor.districtId, ids, now, toLocal(now, rules.timezone).day],
  );
  const refused = candidates.flatMap(({ id, refused: code }) => (code ? [{ id, code }] : []));
  const sendable = candidates.filter((one) => one.refused === null);
  if (sendable.length === 0) return { invited: [], refused };
  const deadlines = sendable.map((one) => deadlineOf(now, rules, one).toISOString());
  await tx.query(
    `UPDATE proposal p SET state = 'invited', invited_at = $2, updated_at = $2, answer_by = x.answer_by, version = p.version + 1
     FROM unnest($1::uuid[], $3::timestamptz[]) AS x(id, answer_by) WHERE p.id = x.id`,
    [sendable.map(({ id }) => id), now, deadlines],
  );
  await record(
    tx,
    ctx,
    now,
    ...sendable.map(({ id }, i) => ({
      action: 'proposal.invite',
      entity: 'proposal',
      entityId: id,
      change: { from: 'approved', to: 'invited', answerBy: deadlines[i] },
    })),
  );
  const invited = sendable.map(({ id }) => id);
  for (let from = 0; from < invited.length; from += TELL_AT_ONCE) {
    await enqueue(tx, ctx, tellInvited, { proposalIds: invited.slice(from, from + TELL_AT_ONCE) }, now);
  }
  return { invited, refused };
}

function deadlineOf(now: Date, { timezone, settings }: Rules, { occurrences, needAnswerBy }: Candidate): Date {
  const endOf = (day: string): Date => toMoment(addDays(day, 1), 0, timezone);
  const answerDay = addDays(toLocal(now, timezone).day, settings.answerDays);
  return answerDeadline(now, endOf(answerDay), needAnswerBy ? endOf(needAnswerBy) : null, occurrences);
}

/**
 * Offers a seat that has fallen free to the approved reserves of the need, first come first asked; who cannot serve any more
 * is passed over. Returns the proposal
 * that was invited, or null: then the seat is open for the next round, and the school is told. The need must be locked.
 */
export async function offerFreedSeat(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  rules: Rules,
  needId: string,
  seat: number,
): Promise<string | null> {
  const [need] = await tx.query(`SELECT state, seats, title, school_id AS "schoolId" FROM need WHERE id = $1`, [
    needId,
  ]);
  if (!['open', 'filled', 'serving'].includes(need.state) || seat > need.seats) return null;
  const reserves: { id: string; reserveOrder: number }[] = await tx.query(
    `SELECT id, reserve_order AS "reserveOrder" FROM proposal WHERE need_id = $1 AND state = 'approved' AND reserve_order IS NOT NULL
     ORDER BY reserve_order, id FOR NO KEY UPDATE`,
    [needId],
  );
  for (const { id, reserveOrder } of reserves) {
    if (!(await stillFits(tx, id, now, rules.timezone))) continue;
    await tx.query('UPDATE proposal SET seat = $2, reserve_order = NULL, updated_at = $3 WHERE id = $1', [
      id,
      seat,
      now,
    ]);
    const { invited } = await invite(tx, ctx, now, rules, [id]);
    if (invited.length > 0) return id;
    await tx.query('UPDATE proposal SET reserve_order = $2 WHERE id = $1', [id, reserveOrder]);
  }
  await notify(tx, ctx, now, {
    event: 'seat_open_again',
    params: { need: need.title },
    schoolId: need.schoolId,
    link: `/needs/${needId}`,
    dedupe: `${needId}:${seat}:${now.toISOString()}`,
  });
  return null;
}
