import { StateTable } from '../platform/states';

/**
 * The life of a proposed pair. From `invited` on it is also the life of the invitation: one row, one truth.
 * `cancelled` also ends what a newer round has superseded or whose need was withdrawn.
 */
export const PROPOSAL_STATES = ['proposed', 'approved', 'rejected', 'invited', 'accepted', 'declined', 'lapsed', 'cancelled'] as const;
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
