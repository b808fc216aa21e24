import { metresSql } from '../districts/distance';
import type { SortKey } from '../platform/http/page';

/** Metres of way from the home of volunteer `v` (home area `a`) to `here`. */
export const HOME_METRES = metresSql({
  latitude: 'coalesce(v.latitude, a.latitude)',
  longitude: 'coalesce(v.longitude, a.longitude)',
});

// What is not known comes last.
const distance = { sql: `coalesce(${HOME_METRES}, 2147483647)`, type: 'int' } as const;

/** Orders of the resources menu (offer `o`, volunteer `v`); indexes of migration `13-lists` walk them. */
export const OFFER_SORTS = {
  created: { sql: 'o.id', type: 'uuid' },
  updated: { sql: 'o.updated_at', type: 'timestamptz' },
  title: { sql: 'o.title COLLATE "zh-x-icu"', type: 'text' },
  volunteer: { sql: 'v.name COLLATE "zh-x-icu"', type: 'text' },
  distance,
} satisfies Record<string, SortKey>;

/** Orders of the list of volunteers; `cl` is the clearance that lasts longest. */
export const VOLUNTEER_SORTS = {
  created: { sql: 'v.id', type: 'uuid' },
  updated: { sql: 'v.updated_at', type: 'timestamptz' },
  name: { sql: 'v.name COLLATE "zh-x-icu"', type: 'text' },
  clearance: { sql: `coalesce(cl.expires_on, 'infinity')`, type: 'date' },
  distance,
} satisfies Record<string, SortKey>;
