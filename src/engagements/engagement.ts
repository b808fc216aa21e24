import { addDays } from '../districts/local-time';
import type { DistrictSettings } from '../districts/settings';
import type { NeedState } from '../needs/need';
import { StateTable } from '../platform/states';

/** The life of an accepted pair. */
export const ENGAGEMENT_STATES = ['agreed', 'serving', 'completed', 'evaluated', 'ended'] as const;
export type EngagementState = (typeof ENGAGEMENT_STATES)[number];
export const engagementStates = new StateTable<EngagementState>('engagement', ['agreed'], {
  agreed: ['serving', 'ended'],
  serving: ['completed', 'ended'],
  completed: ['evaluated'],
  evaluated: [],
  ended: [],
});

/** The life of one dated meeting. A moved one points to the meeting that replaces it. */
export const SESSION_STATES = ['planned', 'held', 'missed', 'cancelled', 'moved'] as const;
export type SessionState = (typeof SESSION_STATES)[number];
export const sessionStates = new StateTable<SessionState>('session', ['planned'], {
  planned: ['held', 'missed', 'cancelled', 'moved'],
  held: [],
  missed: [],
  cancelled: [],
  moved: [],
});

/** The life of a follow-up contact; dropped when its engagement is over. */
export const CHECK_IN_STATES = ['due', 'overdue', 'done', 'dropped'] as const;
export type CheckInState = (typeof CHECK_IN_STATES)[number];
export const checkInStates = new StateTable<CheckInState>('check_in', ['due'], {
  due: ['overdue', 'done', 'dropped'],
  overdue: ['done', 'dropped'],
  done: [],
  dropped: [],
});

/** As much of an engagement as decides where its need stands. */
export interface EngagementFact {
  seat: number;
  state: EngagementState;
  replacementSought: boolean;
}

/**
 * Where a need stands for its engagements. A seat counts as taken unless its engagement ended and a replacement is sought.
 * Needs that are not on their way (draft, withdrawn, …) are left where they are.
 */
export function needStateFor(state: NeedState, seats: number, engagements: readonly EngagementFact[]): NeedState {
  if (!['open', 'filled', 'serving', 'completed'].includes(state)) return state;
  const live = engagements.filter((one) => one.state !== 'ended');
  const taken = new Set(
    engagements.filter((one) => one.state !== 'ended' || !one.replacementSought).map(({ seat }) => seat),
  );
  if (taken.size < seats && state !== 'completed') return 'open';
  if (live.length === 0) return state;
  if (live.every((one) => one.state === 'evaluated')) return 'evaluated';
  if (live.every((one) => one.state === 'completed' || one.state === 'evaluated')) return 'completed';
  return state === 'serving' || live.some((one) => one.state !== 'agreed') ? 'serving' : 'filled';
}

const LATE: readonly NeedState[] = ['serving', 'completed', 'evaluated'];

/** The steps from one state of a need to another, one after the other as its table allows. */
export function needSteps(from: NeedState, to: NeedState): NeedState[] {
  if (from === to) return [];
  return LATE.includes(to) ? LATE.slice(LATE.indexOf(from) + 1, LATE.indexOf(to) + 1) : [to];
}

/** Days between check-ins: as the programme says itself, else as the district's settings say for it, else as for all. */
export const checkInDays = (
  { checkInDays: days }: Pick<DistrictSettings, 'checkInDays'>,
  { programmeCode, programmeDays }: { programmeCode: string | null; programmeDays: number | null },
): number => programmeDays ?? days[programmeCode ?? ''] ?? days.default;

/** The day the next check-in is due, or null if the engagement is over before it; the first one waits for `from`. */
export function nextCheckIn(from: string, days: number, endsOn: string): string | null {
  const due = addDays(from, days);
  return due <= endsOn ? due : null;
}
