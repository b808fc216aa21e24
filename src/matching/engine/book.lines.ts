import type { Problem } from './problem';

/** Fields of a pair's `fixed`. */
export const FREE = 0;
export const PINNED = 1;
export const ACCEPTED = 2;

export type Times = readonly (readonly [number, number])[];

export interface BookNeed {
  here: boolean;
  seats: number;
  minimum: number;
  penalty: number;
  level: number;
  options: Times[];
  /** Numbers of the pairs that can be used. */
  pairs: number[];
}

export interface BookVolunteer {
  here: boolean;
  people: number;
  capacity: number;
  loads: ArrayLike<number>;
  minutes: ArrayLike<number> | null;
  /** Numbers of the offers. */
  offers: number[];
  pairs: number[];
}

export interface BookOffer {
  capacity: number;
  minutes: ArrayLike<number> | null;
  stock: number;
}

/** What stands in a book. */
export interface Lines {
  readonly needs: readonly BookNeed[];
  readonly volunteers: readonly BookVolunteer[];
  readonly offers: readonly BookOffer[];
  /** By pair: its need, volunteer, offer, option (by its place in the need), cost, pieces, minutes a month, and whether it is fixed. */
  readonly need: readonly number[];
  readonly volunteer: readonly number[];
  readonly offer: readonly number[];
  readonly option: readonly number[];
  readonly cost: readonly number[];
  readonly pieces: readonly number[];
  readonly minutes: readonly (ArrayLike<number> | null)[];
  readonly fixed: readonly number[];
  /** The problem the book was opened with; its pairs keep their numbers. */
  readonly first: Problem;
  /** Needs that have other times than they had in that problem, so that its conflicts say nothing of their pairs. */
  readonly retimed: ReadonlySet<number>;
  /** Minutes between the places of two needs for a volunteer; asked of pairs that events bring or give other times. */
  readonly travel: (need: number, other: number, volunteer: number) => number;
}
