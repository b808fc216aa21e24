import type { NeedState } from '../needs/need';
import { NeedsService } from '../needs/needs.service';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { EngagementFact, needStateFor, needSteps } from './engagement';

/** Moves a need to where its engagements say it stands. Called in the transaction that changed one of them, the need locked. */
export async function needFollows(tx: Tx, ctx: Ctx, needs: NeedsService, needId: string): Promise<void> {
  const [need]: { state: NeedState; seats: number }[] = await tx.query('SELECT state, seats FROM need WHERE id = $1', [
    needId,
  ]);
  const facts: EngagementFact[] = await tx.query(
    'SELECT seat, state, replacement_sought AS "replacementSought" FROM engagement WHERE need_id = $1',
    [needId],
  );
  for (const step of needSteps(need.state, needStateFor(need.state, need.seats, facts)))
    await needs.follow(tx, ctx, needId, step);
}
