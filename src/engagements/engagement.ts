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
