import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import type { ExclusionRow } from './proposal.entity';

/** A pair that may not be: a volunteer and one need, or a volunteer and a whole school. */
export type NewExclusion = Pick<ExclusionRow, 'volunteerId' | 'reason' | 'side' | 'roundId'> &
  ({ needId: string; schoolId?: null } | { needId?: null; schoolId: string });

/** Writes an exclusion unless the same one stands already. Returns its id, or null if it stood. */
export async function exclude(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  { volunteerId, needId, schoolId, reason, side, roundId }: NewExclusion,
): Promise<string | null> {
  const rows: { id: string }[] = await tx.query(
    `INSERT INTO exclusion (id, district_id, volunteer_id, need_id, school_id, reason, side, round_id, created_by, created_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
     WHERE NOT EXISTS (SELECT FROM exclusion WHERE district_id = $2 AND volunteer_id = $3 AND need_id IS NOT DISTINCT FROM $4
       AND school_id IS NOT DISTINCT FROM $5 AND reason = $6 AND side = $7 AND round_id IS NOT DISTINCT FROM $8 AND lifted_at IS NULL)
     RETURNING id`,
    [
      newId(),
      ctx.actor.districtId,
      volunteerId,
      needId ?? null,
      schoolId ?? null,
      reason,
      side,
      roundId,
      ctx.actor.accountId,
      now,
    ],
  );
  return rows[0]?.id ?? null;
}
