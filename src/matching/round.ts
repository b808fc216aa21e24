import { StateTable } from '../platform/states';

/** The life of one run of matching. Publishing sends nothing by itself; it releases approved proposals. */
export const ROUND_STATES = ['queued', 'running', 'solved', 'published', 'discarded', 'failed', 'cancelled'] as const;
export type RoundState = (typeof ROUND_STATES)[number];

export const roundStates = new StateTable<RoundState>('round', ['queued'], {
  queued: ['running', 'cancelled', 'failed'],
  // A cancelled search keeps its best plan, so it ends solved; cancelled is what had no plan yet.
  running: ['solved', 'failed', 'cancelled'],
  solved: ['published', 'discarded'],
  published: [],
  discarded: [],
  failed: [],
  cancelled: [],
});

/** Part of the menus a round may move; the rest stays fixed. Empty: everything. */
export interface RoundScope {
  schoolId?: string;
  programmeId?: string;
}
