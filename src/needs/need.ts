import { StateTable } from '../platform/states';
import type { Audience } from '../taxonomy/kinds';

/** The life of a line of the needs menu. From every live state it can be withdrawn or expire. */
export const NEED_STATES = [
  'draft',
  'submitted',
  'returned',
  'open',
  'filled',
  'serving',
  'completed',
  'evaluated',
  'withdrawn',
  'expired',
] as const;
export type NeedState = (typeof NEED_STATES)[number];

export const needStates = new StateTable<NeedState>('need', ['draft'], {
  draft: ['submitted', 'withdrawn', 'expired'],
  submitted: ['returned', 'open', 'withdrawn', 'expired'],
  returned: ['submitted', 'withdrawn', 'expired'],
  open: ['filled', 'serving', 'withdrawn', 'expired'],
  filled: ['open', 'serving', 'withdrawn', 'expired'],
  serving: ['open', 'completed', 'withdrawn', 'expired'],
  completed: ['evaluated'],
  evaluated: [],
  withdrawn: [],
  expired: [],
});

export const PLACE_KINDS = ['school', 'online', 'other'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Priority 1 (most urgent) – 4: care groups first, then what a school calls urgent, then pupils, then the rest. */
export function priorityOf(need: {
  careGroups: readonly string[];
  urgent: boolean;
  audience: Audience;
}): 1 | 2 | 3 | 4 {
  if (need.careGroups.length > 0) return 1;
  if (need.urgent) return 2;
  return need.audience === 'pupils' || need.audience === 'young_teachers' ? 3 : 4;
}

/** One-to-one service for a child under 14 waits for the guardian's consent. */
export const consentMissing = (need: {
  oneToOne: boolean;
  under14: boolean;
  guardianConsentOn: string | null;
}): boolean => need.oneToOne && need.under14 && need.guardianConsentOn === null;
