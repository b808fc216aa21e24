import { metresSql } from '../districts/distance';
import type { Walk } from '../platform/http/lists';
import type { SortKey } from '../platform/http/page';

/** Point of need `n` (school `s`, areas `na` and `sa`): its own, else its area's, else its school's if that is where it takes place. */
export const NEED_POINT = {
  latitude: `coalesce(n.latitude, na.latitude, CASE WHEN n.place_kind = 'school' THEN coalesce(s.latitude, sa.latitude) END)`,
  longitude: `coalesce(n.longitude, na.longitude, CASE WHEN n.place_kind = 'school' THEN coalesce(s.longitude, sa.longitude) END)`,
};
export const NEED_PLACES = `JOIN school s ON s.district_id = n.district_id AND s.id = n.school_id LEFT JOIN area na ON na.id = n.area_id LEFT JOIN area sa ON sa.id = s.area_id`;

/** Metres of way to need `n` from `here`; online there is no way. */
export const NEED_METRES = `CASE WHEN n.place_kind <> 'online' THEN ${metresSql(NEED_POINT)} END`;

const farthest = 2_147_483_647;

/** Orders of the needs menu; indexes of migration `13-lists` walk them. */
export const NEED_SORTS = {
  created: { sql: 'n.id', type: 'uuid' },
  updated: { sql: 'n.updated_at', type: 'timestamptz' },
  priority: { sql: 'n.priority', type: 'int' },
  starts: { sql: 'n.period_from', type: 'date' },
  answerBy: { sql: `coalesce(n.answer_by, 'infinity')`, type: 'date' },
  title: { sql: 'n.title COLLATE "zh-x-icu"', type: 'text' },
  school: { sql: 's.name COLLATE "zh-x-icu"', type: 'text' },
  // What is not known comes last.
  distance: { sql: `coalesce(${NEED_METRES}, ${farthest})`, type: 'int' },
} satisfies Record<string, SortKey>;

/** Needs that take place where their school is: migration `19-topics` indexes the others. */
const AT_SCHOOL = `(n.place_kind = 'school' AND n.latitude IS NULL AND n.area_id IS NULL)`;

/** The schools of a district with the metres of way to them, `place`. */
const schoolsSql = (district: string): string =>
  `SELECT s.id, coalesce(${metresSql({ latitude: 'coalesce(s.latitude, sa.latitude)', longitude: 'coalesce(s.longitude, sa.longitude)' })}, ${farthest}) AS metres
   FROM school s LEFT JOIN area sa ON sa.id = s.area_id WHERE s.district_id = ${district}`;

/** The nearest (or farthest) needs: the schools in the order of their way with their needs, and the few needs that take place elsewhere. */
export const nearestNeeds = (district: string, way: 'ASC' | 'DESC'): Walk[] => [
  {
    from: `(${schoolsSql(district)} ORDER BY metres ${way} OFFSET 0) place JOIN need n ON n.school_id = place.id`,
    key: 'place.metres',
    metres: `nullif(place.metres, ${farthest})`,
    where: AT_SCHOOL,
  },
  { from: `need n ${NEED_PLACES}`, key: NEED_SORTS.distance.sql, metres: NEED_METRES, where: `NOT ${AT_SCHOOL}` },
];

/** Needs that may be so near: those of the schools that are, and the few that take place elsewhere. */
export const needsAround = (district: string, metres: string): string =>
  `(n.school_id = ANY (ARRAY(SELECT id FROM (${schoolsSql(district)}) place WHERE metres <= ${metres})) OR NOT ${AT_SCHOOL})`;
