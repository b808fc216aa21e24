/** Distances in lists, in SQL, the same as the engine measures them: the great circle times the detour of the newest policy. */

const EARTH_RADIUS = 6_371_009;

/** Fewer metres than a degree of latitude has. */
const METRES_A_DEGREE = 111_190;

/** Beyond so many degrees a longitude tells nothing of a way: a degree has ever fewer metres towards the poles. */
const MOST_DEGREES = 10;

/** Two columns or expressions with a point in degrees. */
interface PointSql {
  latitude: string;
  longitude: string;
}

/**
 * A common table expression `here(latitude, longitude, cosine, detour)` with the point of a school, an area or a volunteer; `id` and
 * `district` are SQL, `readable` says which volunteers `v` may be asked about. Without such a row there is no point.
 */
export const hereSql = (id: string, district: string, readable: string): string => `here AS (
  SELECT p.latitude, p.longitude, cos(radians(p.latitude)) AS cosine,
    (SELECT (params->>'detour')::float8 FROM policy WHERE district_id = ${district} ORDER BY number DESC LIMIT 1) AS detour
  FROM (SELECT coalesce(s.latitude, a.latitude) AS latitude, coalesce(s.longitude, a.longitude) AS longitude
          FROM school s LEFT JOIN area a ON a.id = s.area_id WHERE s.district_id = ${district} AND s.id = ${id}
        UNION ALL SELECT latitude, longitude FROM area WHERE district_id = ${district} AND id = ${id}
        UNION ALL SELECT coalesce(v.latitude, a.latitude), coalesce(v.longitude, a.longitude)
          FROM volunteer v LEFT JOIN area a ON a.id = v.area_id WHERE v.id = ${id} AND ${readable}) p LIMIT 1)`;

/** Joins the one row of `here`, or none. */
export const WITH_HERE = 'LEFT JOIN here ON true';

/** SQL of the metres of the way from the joined `here` to a point, in hundreds; null if one of the two is not known. */
export const metresSql = ({ latitude, longitude }: PointSql): string =>
  `CASE WHEN here.latitude IS NOT NULL AND ${latitude} IS NOT NULL THEN (round(here.detour * 2 * ${EARTH_RADIUS} * asin(least(1, sqrt(
      sin(radians(here.latitude - ${latitude}) / 2) ^ 2 + here.cosine * cos(radians(${latitude})) * sin(radians(here.longitude - ${longitude}) / 2) ^ 2))) / 100) * 100)::int END`;

/**
 * A common table expression with the degrees beyond which a point is farther from `here` than so many metres by its latitude or
 * longitude alone; `metres` is SQL.
 */
export function boxSql(name: string, metres: string): string {
  // The way is at least that along the circle of latitude nearer to the pole; a hundredth more for its bend.
  const wide = '1.01 * high / cos(radians(least(89, abs(latitude) + high)))';
  return `${name} AS MATERIALIZED (SELECT latitude, longitude, high, CASE WHEN abs(latitude) + high < 89 AND ${wide} < ${MOST_DEGREES} THEN ${wide} ELSE 360 END AS wide
    FROM (SELECT *, ((${metres})::float8 + 100) / (detour * ${METRES_A_DEGREE}) AS high FROM here OFFSET 0) here)`;
}

/** SQL that is false for points outside of a box, which costs a tenth of working the way out; null where one of the two is not known. */
export const inBox = ({ latitude, longitude }: PointSql, box: string): string =>
  `(abs(${latitude} - (SELECT latitude FROM ${box})) <= (SELECT high FROM ${box})
    AND abs(${longitude} - (SELECT longitude FROM ${box})) NOT BETWEEN (SELECT wide FROM ${box}) AND (SELECT 360 - wide FROM ${box}))`;
