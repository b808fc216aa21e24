/**
 * What in-app notices tell people, and the parameters each sentence uses (`notices.<event>` in the locale files).
 * Parameters carry titles, schools, days and times; never names of minors, and a volunteer's name only to coordinators.
 */
export interface NoticeEvents {
  /** To the volunteer. */
  invited: { need: string; school: string; answerBy: string };
  invitation_reminder: { need: string; school: string; answerBy: string };
  invitation_lapsed: { need: string; school: string };
  invitation_cancelled: { need: string; school: string };
  /** To the school, and to whoever approved the pair. */
  invitation_accepted: { need: string; volunteer: string };
  invitation_declined: { need: string; volunteer: string };
  invitation_unanswered: { need: string; volunteer: string };
  call_requested: { need: string; volunteer: string };
  invitation_withdrawn: { need: string; volunteer: string };
  volunteer_paused: { need: string; volunteer: string };
  seat_open_again: { need: string };
  /** To whoever ordered or applied. */
  proposal_rejected: { need: string; reason: string };
  /** To everybody in an engagement. */
  session_reminder: { need: string; school: string; when: string };
  session_cancelled: { need: string; when: string };
  session_moved: { need: string; when: string; to: string };
  sessions_planned: { need: string; count: number; first: string };
  engagement_completed: { need: string };
  engagement_ended: { need: string };
  /** To the school. */
  check_in_due: { need: string; volunteer: string; day: string };
  check_in_overdue: { need: string; volunteer: string; day: string };
  sessions_on_holiday: { holiday: string; count: number };
  /** To the owners of lines of either menu, once a term. */
  needs_to_confirm: { term: string; count: number };
  offers_to_confirm: { term: string; count: number };
  /** To the district's admins. */
  round_solved: { round: string; proposals: number; unfilled: number };
  round_failed: { round: string };
}

export type NoticeEvent = keyof NoticeEvents;

/** Every event, for the test that each has its sentence in every language. */
export const NOTICE_EVENTS: readonly NoticeEvent[] = [
  'invited',
  'invitation_reminder',
  'invitation_lapsed',
  'invitation_cancelled',
  'invitation_accepted',
  'invitation_declined',
  'invitation_unanswered',
  'call_requested',
  'invitation_withdrawn',
  'volunteer_paused',
  'seat_open_again',
  'proposal_rejected',
  'session_reminder',
  'session_cancelled',
  'session_moved',
  'sessions_planned',
  'engagement_completed',
  'engagement_ended',
  'check_in_due',
  'check_in_overdue',
  'sessions_on_holiday',
  'needs_to_confirm',
  'offers_to_confirm',
  'round_solved',
  'round_failed',
];
