import type { Policy } from '../matching/engine/menus';
import { DEFAULT_POLICY } from '../matching/engine/menus';
import { unitOf, wayMetres } from '../matching/engine/geo';
import type { PlaceFacts } from '../matching/engine/facts';

/**
 * SQL for the point of a need (alias `n`, with `s` its school): its own, else its area's, else its school's, else none.
 * A jsonb `{ "online", "school", "latitude", "longitude" }`; give the result to `placeOf`.
 */
export const NEED_PLACE = `jsonb_build_object('online', n.place_kind = 'online', 'school', n.school_id,
  'latitude', coalesce(n.latitude, (SELECT a.latitude FROM area a WHERE a.id = n.area_id),
     CASE WHEN n.place_kind = 'school' THEN coalesce(s.latitude, (SELECT a.latitude FROM area a WHERE a.id = s.area_id)) END),
  'longitude', coalesce(n.longitude, (SELECT a.longitude FROM area a WHERE a.id = n.area_id),
     CASE WHEN n.place_kind = 'school' THEN coalesce(s.longitude, (SELECT a.longitude FROM area a WHERE a.id = s.area_id)) END))`;

/** SQL for the home of a volunteer (alias `v`): a jsonb `{ "latitude", "longitude" }`, both null when unknown. */
export const HOME_PLACE = `jsonb_build_object('latitude', coalesce(v.latitude, (SELECT a.latitude FROM area a WHERE a.id = v.area_id)),
  'longitude', coalesce(v.longitude, (SELECT a.longitude FROM area a WHERE a.id = v.area_id)))`;

export interface RawPoint {
  latitude: number | null;
  longitude: number | null;
}

export interface RawPlace extends RawPoint {
  online: boolean;
  school: string;
}

/** A place as the engine's geometry takes it. */
export function placeOf({ online, school, latitude, longitude }: RawPlace): PlaceFacts {
  return {
    online,
    school,
    unit: online || latitude === null || longitude === null ? null : unitOf({ latitude, longitude }),
  };
}

/** Metres one way from home to the place; null online and where one of the two is not known. */
export function metresTo(home: RawPoint, place: RawPlace, policy: Policy): number | null {
  const { unit } = placeOf(place);
  if (!unit || home.latitude === null || home.longitude === null) return null;
  return wayMetres(unit, unitOf({ latitude: home.latitude, longitude: home.longitude }), policy);
}

/** SQL for the weights in force in the district `$n` (a parameter): what `policyOf` takes. */
export const policySql = (district: string): string =>
  `(SELECT params FROM policy WHERE district_id = ${district} ORDER BY number DESC LIMIT 1)`;

/** The weights in force; the defaults for a district that has never changed them. */
export const policyOf = (params: Partial<Policy> | null): Policy => ({ ...DEFAULT_POLICY, ...params });
