import { record } from '../audit/audit';
import type { NoticeEvents } from '../notices/events';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { roundStates } from './round';
import type { RoundRow } from './round.entity';

/** Ends a round without a plan, and tells the office of a failure. The row must be locked. */
export async function endRound(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  { id, code, state }: Pick<RoundRow, 'id' | 'code' | 'state'>,
  to: 'failed' | 'cancelled',
  errorCode: string | null,
): Promise<void> {
  roundStates.check(state, to);
  await tx.query(
    'UPDATE round SET state = $2, error_code = $3, finished_at = $4, progress = NULL, version = version + 1 WHERE id = $1',
    [id, to, errorCode, now],
  );
  await record(tx, ctx, now, {
    action: to === 'failed' ? 'round.fail' : 'round.cancel',
    entity: 'round',
    entityId: id,
    change: { from: state, to, errorCode },
  });
  if (to === 'failed') await tellAdmins(tx, ctx, now, id, { event: 'round_failed', params: { round: code } });
}

type RoundEvent = 'round_solved' | 'round_failed';

/** A notice about a round to every admin of the district. */
export async function tellAdmins<E extends RoundEvent>(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  roundId: string,
  notice: { event: E; params: NoticeEvents[E] },
): Promise<void> {
  const admins: { id: string }[] = await tx.query(
    `SELECT DISTINCT account_id AS id FROM membership WHERE district_id = $1 AND role = 'admin' AND ended_at IS NULL`,
    [ctx.actor.districtId],
  );
  await notify(tx, ctx, now, {
    ...notice,
    accountIds: admins.map(({ id }) => id),
    link: `/rounds/${roundId}`,
    dedupe: roundId,
  });
}
