import { boxSql, inBox, metresSql, WITH_HERE } from '../districts/distance';
import { FARTHEST, type Walk } from '../platform/http/list';
import type { SortKey } from '../platform/http/page';

/** Point of need `n` (school `s`, areas `na` and `sa`): its own, else its area's, else its school's if that is where it takes place. */
export const NEED_POINT = {
  latitude: `coalesce(n.latitude, na.latitude, CASE WHEN n.place_kind = 'school' THEN coalesce(s.latitude, sa.latitude) END)`,
  longitude: `coalesce(n.longitude, na.longitude, CASE WHEN n.place_kind = 'school' THEN coalesce(s.longitude, sa.longitude) END)`,
};
export const NEED_PLACES = `JOIN school s ON s.district_id = n.district_id AND s.id = n.school_id LEFT JOIN area na ON na.id = n.area_id LEFT JOIN area sa ON sa.id = s.area_id`;

const wayTo = (metres: string): string => `CASE WHEN n.place_kind <> 'online' THEN ${metres} END`;

/** Metres of way to need `n` from `here`; online there is no way. */
export const NEED_METRES = wayTo(metresSql(NEED_POINT));

/** The same of many needs: but for those with a point of their own it is known by `place`, a row of `places`. */
export const METRES_BY_PLACE = wayTo(
  `CASE WHEN n.latitude IS NULL THEN place.metres ELSE ${metresSql({ latitude: 'n.latitude', longitude: 'n.longitude' })} END`,
);
export const WITH_PLACE = `LEFT JOIN places place ON place.id = coalesce(n.area_id, CASE WHEN n.place_kind = 'school' THEN n.school_id END) ${WITH_HERE}`;

/** Orders of the needs menu; indexes of migration `13-lists` walk them. */
export const NEED_SORTS = {
  created: { sql: 'n.id', type: 'uuid' },
  updated: { sql: 'n.updated_at', type: 'timestamptz' },
  priority: { sql: 'n.priority', type: 'int' },
  starts: { sql: 'n.period_from', type: 'date' },
  answerBy: { sql: `coalesce(n.answer_by, 'infinity')`, type: 'date' },
  title: { sql: 'n.title COLLATE "zh-x-icu"', type: 'text', clumped: true },
  school: { sql: 's.name COLLATE "zh-x-icu"', type: 'text' },
  // What is not known comes last.
  distance: { sql: `coalesce(${METRES_BY_PLACE}, ${FARTHEST})`, type: 'int' },
} satisfies Record<string, SortKey>;

/** Needs that take place where their school is: the index of migration `26-narrow-walks` has the others. */
const AT_SCHOOL = `(n.place_kind = 'school' AND n.latitude IS NULL AND n.area_id IS NULL)`;

/** The way to each school and area of a district, asked once a statement; where `metres` are given, to those that may be so near. */
export function placesSql(district: string, metres?: string): string {
  // Not by a join, which costs each of the many schools with a point of their own.
  const ofSchool = (degrees: string): string =>
    `coalesce(s.${degrees}, (SELECT ${degrees} FROM area WHERE id = s.area_id))`;
  const school = { latitude: ofSchool('latitude'), longitude: ofSchool('longitude') };
  const area = { latitude: 'a.latitude', longitude: 'a.longitude' };
  const and = (point: typeof area): string => (metres ? `AND ${inBox(point, 'near')}` : '');
  return `${metres ? `${boxSql('near', metres)}, ` : ''}places AS MATERIALIZED (
    SELECT s.id, ${metresSql(school)} AS metres FROM school s ${WITH_HERE}
      WHERE s.district_id = ${district} ${and(school)}
    UNION ALL SELECT a.id, ${metresSql(area)} FROM area a ${WITH_HERE} WHERE a.district_id = ${district} ${and(area)})`;
}

/** The schools and areas that are so near. */
const nearPlaces = (metres: string): string => `SELECT id FROM places WHERE metres <= ${metres}`;

/** Holds for a need `n` so near; but for those with a point of their own no other table is read for each. */
export const needWithin = (metres: string): string => `CASE WHEN n.place_kind = 'online' THEN false
  WHEN n.latitude IS NOT NULL THEN EXISTS (SELECT FROM here WHERE ${metresSql({ latitude: 'n.latitude', longitude: 'n.longitude' })} <= ${metres})
  WHEN n.area_id IS NOT NULL THEN n.area_id IN (${nearPlaces(metres)})
  ELSE n.place_kind = 'school' AND n.school_id IN (${nearPlaces(metres)}) END`;

/** Needs that may be so near, by an index: those of the schools and in the areas that are, and those with a point of their own. */
export const needsAround = (district: string, metres: string): string =>
  `(n.school_id = ANY (ARRAY(${nearPlaces(metres)})) OR n.area_id = ANY (ARRAY(${nearPlaces(metres)}))
    OR (n.district_id = ${district} AND n.latitude BETWEEN (SELECT latitude - high FROM near) AND (SELECT latitude + high FROM near)))`;

/**
 * The nearest (or farthest) needs: the schools in the order of their way with their needs, and of the few needs that take
 * place elsewhere those whose way is not beyond `until`, and only those `near` where the places are.
 */
export function nearestNeeds(district: string, way: 'ASC' | 'DESC', until: string, near: boolean): Walk[] {
  const point = { latitude: 'n.latitude', longitude: 'n.longitude' };
  // From the farthest on there is no box.
  const bounded = way === 'ASC';
  const boxes = [...(bounded ? ['up_to'] : []), ...(near ? ['near'] : [])];
  const inBoxes = boxes.map((box) => ` AND ${inBox(point, box)} IS NOT FALSE`).join('');
  const elsewhere = {
    from: `need n LEFT JOIN places place ON place.id = n.area_id ${WITH_HERE}`,
    key: `coalesce(${METRES_BY_PLACE}, ${FARTHEST})`,
    where: `n.district_id = ${district} AND NOT ${AT_SCHOOL}${inBoxes}`,
  };
  return [
    {
      from: `(SELECT id, coalesce(metres, ${FARTHEST}) AS metres FROM places ORDER BY metres ${way} OFFSET 0) place
        JOIN need n ON n.school_id = place.id AND ${AT_SCHOOL}`,
      key: 'place.metres',
    },
    {
      from: `(SELECT n.id AS line, ${elsewhere.key} AS metres FROM ${elsewhere.from} WHERE ${elsewhere.where}
          ORDER BY metres ${way}, line ${way} OFFSET 0) elsewhere
        JOIN need n ON n.id = elsewhere.line`,
      key: 'elsewhere.metres',
      found: elsewhere,
      parts: bounded ? [boxSql('up_to', until)] : [],
    },
  ];
}
