import { StateTable } from '../platform/states';

/**
 * The life of a proposed pair. From `invited` on it is also the life of the invitation: one row, one truth.
 * `cancelled` also ends what a newer round has superseded or whose need was withdrawn.
 */
export const PROPOSAL_STATES = [
  'proposed',
  'approved',
  'rejected',
  'invited',
  'accepted',
  'declined',
  'lapsed',
  'cancelled',
] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export const proposalStates = new StateTable<ProposalState>('proposal', ['proposed'], {
  proposed: ['approved', 'rejected', 'cancelled'],
  approved: ['invited', 'rejected', 'cancelled'],
  rejected: [],
  invited: ['accepted', 'declined', 'lapsed', 'cancelled'],
  accepted: ['cancelled'],
  declined: [],
  lapsed: [],
  cancelled: [],
});

/** The invitation is the part of a proposal's life that the volunteer sees. */
export const INVITATION_STATES = ['invited', 'accepted', 'declined', 'lapsed', 'cancelled'] as const;

export const SOURCES = ['round', 'school', 'volunteer', 'admin'] as const;
export type Source = (typeof SOURCES)[number];

/** States in which a proposal holds its seat, or its place among the reserves; the database allows one a seat and one a volunteer. */
export const HOLDING_STATES = ['approved', 'invited', 'accepted'] as const;

/** The seat to give: the wanted one if it is free, else the lowest free one; null if all `seats` are taken. */
export function freeSeat(seats: number, taken: ReadonlySet<number>, wanted = 1): number | null {
  if (wanted <= seats && !taken.has(wanted)) return wanted;
  for (let seat = 1; seat <= seats; seat++) if (!taken.has(seat)) return seat;
  return null;
}

/**
 * Until when an invitation can be answered: the end of the day `answerDays` from now, or of the school's latest answer
 * date if that is earlier, but a day at the least; and never after the last meeting has begun.
 */
export function answerDeadline(
  now: Date,
  endOfAnswerDays: Date,
  endOfSchoolsDay: Date | null,
  occurrences: readonly { startsAt: string }[],
): Date {
  const wished = Math.min(endOfAnswerDays.getTime(), endOfSchoolsDay?.getTime() ?? Infinity);
  const aDay = now.getTime() + 86_400_000;
  const last = occurrences.length > 0 ? Math.max(...occurrences.map(({ startsAt }) => Date.parse(startsAt))) : Infinity;
  return new Date(Math.min(Math.max(wished, aDay), last));
}
