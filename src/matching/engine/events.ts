/** What can happen to a plan that stands. Numbers as in Problem; what is not said has no limit. */

export interface NeedSpec {
  seats: number;
  minimum?: number;
  penalty: number;
  level?: number;
  /** Alternative times, each a list of [from, to) minutes, ascending; one flexible one when not given. */
  options?: readonly (readonly [number, number])[][];
}

export interface OfferSpec {
  capacity?: number;
  minutes?: readonly number[];
  stock?: number;
}

export interface VolunteerSpec {
  people?: number;
  capacity?: number;
  loads?: readonly number[];
  minutes?: readonly number[];
  /** One without limits when not given. */
  offers?: readonly OfferSpec[];
}

/** A ready pair: the volunteer's offer and the need's option by their place in the specs, the first unless told. */
export interface PairSpec {
  need: number;
  volunteer: number;
  offer?: number;
  option?: number;
  cost: number;
  minutes?: readonly number[];
  pieces?: number;
}

/**
 * `need_changed` and `volunteer_changed` replace what was known; without `pairs` the pairs stay as they are. A new need or
 * volunteer gets the next number. A pair declined is out for good, at every option and offer of the two; a pair
 * accepted or pinned is in the plan from then on, the accepted one past declining.
 */
export type PlanEvent =
  | { kind: 'need_added'; need: NeedSpec; pairs: readonly Omit<PairSpec, 'need'>[] }
  | { kind: 'need_changed'; id: number; need: NeedSpec; pairs?: readonly Omit<PairSpec, 'need'>[] }
  | { kind: 'need_withdrawn'; id: number }
  | { kind: 'volunteer_added'; volunteer: VolunteerSpec; pairs: readonly Omit<PairSpec, 'volunteer'>[] }
  | { kind: 'volunteer_changed'; id: number; volunteer: VolunteerSpec; pairs?: readonly Omit<PairSpec, 'volunteer'>[] }
  | { kind: 'volunteer_left'; id: number }
  | { kind: 'pair_declined'; need: number; volunteer: number }
  | { kind: 'pair_accepted' | 'pair_pinned'; need: number; volunteer: number; option?: number; offer?: number };

/** Why a pair came or went: what happened to it, or what it followed. */
export type ChangeReason =
  | { code: PlanEvent['kind'] }
  /** It went because this volunteer took the seat, or it came in this volunteer's place. */
  | { code: 'replaced' | 'takes_over'; volunteer: number }
  /** It went because the volunteer now serves there; it came because the volunteer was free of that. */
  | { code: 'serves_elsewhere' | 'freed_from'; need: number }
  /** Another time or offer of the same two. */
  | { code: 'other_way' }
  | { code: 'seat_filled' | 'seat_left_open' };

export interface PairChange {
  change: 'comes' | 'goes';
  pair: number;
  need: number;
  volunteer: number;
  reasons: ChangeReason[];
}
