import type { Reason } from '@/i18n/reasons';

export type PairState =
  'proposed' | 'approved' | 'rejected' | 'invited' | 'accepted' | 'declined' | 'lapsed' | 'cancelled';

/** One line between the menus, as the board shows it. */
export interface BoardPair {
  id: string;
  version: number;
  state: PairState;
  pinned: boolean;
  reserve: number | null;
  score: number;
  parts: Record<string, number>;
  reasons: Reason[];
  overrides: { rule: string; reason: string }[];
  alternatives: Alternative[];
  rejectReason: string | null;
  need: {
    id: string;
    code: string;
    title: string;
    schoolName: string;
    programmeName: string | null;
    seat: number;
    seats: number;
    priority: number;
    careGroups: string[];
    urgent: boolean;
    when: string;
  };
  offer: {
    id: string;
    title: string;
    volunteerId: string;
    volunteerName: string;
    veteranGroup: string | null;
    when: string;
  };
  meetings: number;
  first: string | null;
}

/** Another offer for the same seat, and what the whole plan would lose at the least. */
export interface Alternative {
  offerId: string;
  volunteerName: string;
  offerTitle: string;
  score: number;
  priceAtLeast: number;
  alternative: number | null;
}
