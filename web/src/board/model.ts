import type { Schema } from '@/api/client';
import type { Reason } from '@/i18n/reasons';

export type PairState = Schema<'ProposalDto'>['state'];

/** One line between the menus, as the board shows it. */
export interface BoardPair {
  id: string;
  version: number;
  state: PairState;
  pinned: boolean;
  reserve: number | null;
  score: number;
  rejectReason: string | null;
  roundId: string | null;
  need: {
    id: string;
    code: string;
    title: string;
    schoolId: string;
    schoolName: string;
    programmeId: string | null;
    programmeName: string | null;
    categoryId: string;
    seat: number;
    seats: number;
    priority: number;
    careGroups: string[];
    urgent: boolean;
    when: string;
  };
  offer: BoardOffer;
  meetings: number;
  first: string | null;
}

/** One card of the resources menu. */
export interface BoardOffer {
  id: string;
  title: string;
  volunteerId: string;
  volunteerName: string;
  veteranGroup: string | null;
  categoryId: string;
  when: string;
}

/** What is asked for when a line is chosen. */
export interface PairDetail {
  parts: Record<string, number>;
  reasons: Reason[];
  overrides: { rule: string; reason: string }[];
  alternatives: Alternative[];
  /** Which of the need's alternative times; null: to be agreed. */
  alternative: number | null;
}

/** Another offer for the same seat, and what the whole plan would lose at the least; null: not known yet. */
export interface Alternative {
  offerId: string;
  volunteerName: string;
  offerTitle: string;
  score: number | null;
  priceAtLeast: number | null;
  alternative: number | null;
}

/** States in which a line holds its seat or may come to. */
export const LIVE: readonly PairState[] = ['proposed', 'approved', 'invited', 'accepted'];
