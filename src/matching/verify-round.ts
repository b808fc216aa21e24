import { gunzipSync } from 'node:zlib';
import type { Reason } from './engine/plan';
import { type PlanVerification, verifyPlan } from './engine/verify-plan';
import { openRound, type PackedRound, sha256 } from './packed';
import type { RoundResult } from './round.entity';

/** All that the database keeps of what a round has found. */
export interface StoredRound extends PackedRound {
  /** What the input hashed to when the round was run. */
  inputHash: string;
  /** The figures that lists show. */
  result: RoundResult | null;
}

export interface RoundVerification extends PlanVerification {
  inputUnchanged: boolean;
}

const FIGURES = ['objective', 'bound', 'certifiedBound', 'gapPercent', 'provenOptimal', 'provenBy'] as const;

/**
 * Checks a stored round once more, from what the database keeps alone: the input against its hash, the plan against the
 * input, the bound by its certificate, the figures that are shown against the plan. Blocks: run it in a thread. What
 * cannot even be read is a problem (`unreadable`), not an error.
 */
export function verifyStored(stored: StoredRound): RoundVerification {
  try {
    const inputUnchanged = sha256(gunzipSync(stored.menus)) === stored.inputHash;
    const { menus, plan } = openRound(stored);
    const { problems, ...checked } = verifyPlan(menus, plan);
    const shown: Reason[] = FIGURES.filter((figure) => stored.result && stored.result[figure] !== plan[figure]).map(
      (figure) => ({
        code: 'shown_otherwise',
        params: { figure, shown: String(stored.result![figure]), is: String(plan[figure]) },
      }),
    );
    const all = [...problems, ...shown];
    return { ...checked, problems: all, inputUnchanged, ok: all.length === 0 && inputUnchanged };
  } catch (error) {
    const problems = [{ code: 'unreadable', params: { message: (error as Error).message } }];
    return { ok: false, inputUnchanged: false, problems, objective: NaN, bound: -Infinity };
  }
}
