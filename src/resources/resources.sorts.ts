import { boxSql, inBox, metresSql, WITH_HERE } from '../districts/distance';
import { FARTHEST, type Walk } from '../platform/http/list';
import type { SortKey } from '../platform/http/page';

/** Home of volunteer `v` (home area `a`). */
const HOME = { latitude: 'coalesce(v.latitude, a.latitude)', longitude: 'coalesce(v.longitude, a.longitude)' };

/** Metres of way from the home of volunteer `v` to `here`. */
export const HOME_METRES = metresSql(HOME);

// What is not known comes last.
const distance = { sql: `coalesce(${HOME_METRES}, ${FARTHEST})`, type: 'int', unindexed: true } as const;

/** Homes of the volunteers `v` of a district. */
const HOMES = `volunteer v LEFT JOIN area a ON a.id = v.area_id ${WITH_HERE}`;

/** The nearest (or farthest) offers: the homes in the order of their way with the offers. */
export const nearestOffers = (district: string, way: 'ASC' | 'DESC'): Walk[] => [
  {
    from: `(SELECT v.id, ${distance.sql} AS metres FROM ${HOMES} WHERE v.district_id = ${district} ORDER BY metres ${way} OFFSET 0) homes
    JOIN offer o ON o.volunteer_id = homes.id JOIN volunteer v ON v.id = homes.id`,
    key: 'homes.metres',
  },
];

/** The volunteers of a district whose homes are so near, with their ways, asked once a statement. */
export const homesSql = (
  district: string,
  metres: string,
): string => `${boxSql('near', metres)}, homes AS MATERIALIZED (
  SELECT * FROM (SELECT v.id, ${HOME_METRES} AS metres FROM ${HOMES} WHERE v.district_id = ${district} AND ${inBox(HOME, 'near')} OFFSET 0) homes
  WHERE metres <= ${metres})`;

/** Holds for a volunteer with such a home, by an expression for the id. */
export const homeWithin = (id: string): string => `${id} IN (SELECT id FROM homes)`;

/** A home as it is looked up for one line at a time: the area is read only where a volunteer has no point of the home. */
const homeOf = (degrees: 'latitude' | 'longitude'): string =>
  `coalesce(v.${degrees}, (SELECT ${degrees} FROM area WHERE id = v.area_id))`;

/**
 * Metres of way to the home of the volunteer with an id, in a district, looked up for each in an index that has the homes: of
 * EXISTS the planner would make a table of all homes.
 */
export const metresOf = (id: string, district: string): string =>
  `SELECT ${metresSql({ latitude: homeOf('latitude'), longitude: homeOf('longitude') })}
    FROM volunteer v ${WITH_HERE} WHERE v.district_id = ${district} AND v.id = ${id}`;

/** The same as `homeWithin` for an index. */
export const homesAround = (id: string): string => `${id} = ANY (ARRAY(SELECT id FROM homes))`;

/** Orders of the resources menu (offer `o`, volunteer `v`); indexes of migrations `13-lists` and `22-list-orders` walk them. */
export const OFFER_SORTS = {
  created: { sql: 'o.id', type: 'uuid' },
  updated: { sql: 'o.updated_at', type: 'timestamptz' },
  title: { sql: 'o.title COLLATE "zh-x-icu"', type: 'text', clumped: true },
  volunteer: { sql: 'v.name COLLATE "zh-x-icu"', type: 'text' },
  distance,
} satisfies Record<string, SortKey>;

/** The same where `homes` knows the ways. */
export const OFFER_SORTS_BY_HOMES = {
  ...OFFER_SORTS,
  distance: { ...distance, sql: 'homes.metres' },
} satisfies Record<string, SortKey>;

/** Orders of the list of volunteers; `cl` is the clearance that lasts longest. */
export const VOLUNTEER_SORTS = {
  created: { sql: 'v.id', type: 'uuid' },
  updated: { sql: 'v.updated_at', type: 'timestamptz' },
  name: { sql: 'v.name COLLATE "zh-x-icu"', type: 'text' },
  clearance: { sql: `coalesce(cl.expires_on, 'infinity')`, type: 'date', unindexed: true },
  distance,
} satisfies Record<string, SortKey>;
