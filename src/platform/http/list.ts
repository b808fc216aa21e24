import type { Search } from '../search';
import type { Facet, Hit } from './facets';
import type { SortKey } from './page';

/** Binds a value and returns its place in the statement. */
export type Bind = (value: unknown) => string;

/** A part of a list that can be walked in an order. */
export interface Walk {
  from: string;
  /** SQL of the sort key, in terms of `from`. */
  key: string;
  /** Given for a part with so few lines that what words find in it is sorted rather than walked. */
  found?: { from: string; key: string; where: string };
  /** Common table expressions that it stands on, which may speak of what the first part leaves. */
  parts?: string[];
}

/** The sort key of a line to which no way is known, in the order `distance`: it comes last. */
export const FARTHEST = 2_147_483_647;

/** Ways from a place, for a list that is asked for them. */
export interface Way {
  /** Common table expressions that the rest stands on. */
  parts: string[];
  /** The metres of way to the row with the id of `page`. */
  metres: string;
  /**
   * Given when `within` is asked for: so many metres at most, what holds for the rows so near, and for those that may be so near by
   * an index.
   */
  within?: { most: string; holds: string; around?: string };
}

/** What the statement of a sorted list with facets is made of; all of it SQL. */
export interface List {
  query: { sort?: string; cursor?: string; limit: number; near?: string; within?: number; facets?: boolean };
  sorts: Record<string, SortKey>;
  bind: Bind;
  id: string;
  /** Rows, joined to what conditions and orders speak of. */
  from: string;
  /** Conditions that hold for every line, the reader's scope first. */
  base: string[];
  /** What the words of a search ask for. */
  search: Search | null;
  facets: Record<string, Facet>;
  hit: Hit;
  /** Given when `near` is asked for. */
  way?: Way;
  /**
   * Orders that no index of the whole list knows: parts, each of which can be walked in that order, that make up the list.
   * `until` is SQL of the last key that the first part leaves of interest to the others, null for all.
   */
  walks?: Partial<Record<string, (way: 'ASC' | 'DESC', until: string) => Walk[]>>;
  /** What is read of each line of the page, from `page` joined to `lines`. */
  columns: string;
  lines: string;
  /** Common table expressions that speak of `page`, for `lines`. */
  beside?: string[];
}
