import type { Tx } from '../platform/database/database';
import { invalidField } from '../platform/errors/app-error';
import type { Calendar, CalendarDay } from './calendar';
import type { HolidayDto } from './calendar.dto';
import type { DistrictDto, PolicyDto } from './districts.dto';
import type { SchoolRecordDto } from './places.dto';

const HOLIDAYS = `SELECT h.id, h.name, h.starts_on::text AS "startsOn", h.ends_on::text AS "endsOn", h.version,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('day', c.day, 'followsWeekday', c.follows_weekday) ORDER BY c.day), '[]')
       FROM calendar_day c WHERE c.district_id = h.district_id AND c.holiday_id = h.id AND c.kind = 'workday') AS "madeUp"
  FROM holiday h`;

/** The district with everything a form picks from, in one statement. */
export async function districtOf(tx: Tx, districtId: string): Promise<DistrictDto> {
  const [row] = await tx.query(
    `SELECT d.id, d.name, d.timezone, d.settings, d.version,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'stages', s.stages, 'areaName', a.name) ORDER BY s.name), '[]')
          FROM school s LEFT JOIN area a ON a.id = s.area_id WHERE s.district_id = d.id AND s.closed_on IS NULL) AS schools,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'latitude', a.latitude, 'longitude', a.longitude, 'version', a.version)
          ORDER BY a.name), '[]') FROM area a WHERE a.district_id = d.id) AS areas,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'startsOn', t.starts_on, 'endsOn', t.ends_on, 'version', t.version)
          ORDER BY t.starts_on), '[]') FROM term t WHERE t.district_id = d.id) AS terms,
       (SELECT coalesce(jsonb_agg(to_jsonb(y) ORDER BY y."startsOn"), '[]') FROM (${HOLIDAYS} WHERE h.district_id = d.id) y) AS holidays,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('day', c.day, 'kind', c.kind, 'followsWeekday', c.follows_weekday, 'name', h.name) ORDER BY c.day), '[]')
          FROM calendar_day c JOIN holiday h ON h.id = c.holiday_id WHERE c.district_id = d.id) AS calendar,
       ARRAY(SELECT DISTINCT y::int FROM term t, generate_series(extract(year FROM t.starts_on), extract(year FROM t.ends_on)) y
             WHERE t.district_id = d.id AND NOT EXISTS
               (SELECT FROM calendar_day c WHERE c.district_id = d.id AND c.kind = 'holiday' AND extract(year FROM c.day) = y) ORDER BY 1) AS "yearsWithoutHolidays"
     FROM district d WHERE d.id = $1`,
    [districtId],
  );
  return row;
}

/** Changes of a district's own facts come one after the other. */
export async function lockDistrict(tx: Tx, districtId: string): Promise<void> {
  await tx.query('SELECT 1 FROM district WHERE id = $1 FOR NO KEY UPDATE', [districtId]);
}

/** The holidays with the workdays made up for them, in order. */
export function holidaysOf(tx: Tx, districtId: string): Promise<HolidayDto[]> {
  return tx.query(`${HOLIDAYS} WHERE h.district_id = $1 ORDER BY h.starts_on`, [districtId]);
}

/** Schools as the office keeps them, those that are open first; or one of them. */
export function schoolsOf(tx: Tx, districtId: string, id: string | null = null): Promise<SchoolRecordDto[]> {
  return tx.query(
    `SELECT s.id, s.name, s.code, s.stages, s.area_id AS "areaId", a.name AS "areaName", s.latitude, s.longitude,
       s.closed_on::text AS "closedOn", coalesce(n.live, 0) AS needs, coalesce(m.people, 0) AS coordinators, s.version
     FROM school s LEFT JOIN area a ON a.id = s.area_id
       LEFT JOIN (SELECT school_id, count(*)::int AS live FROM need
         WHERE district_id = $1 AND state IN ('draft', 'submitted', 'returned', 'open', 'filled', 'serving') GROUP BY school_id) n ON n.school_id = s.id
       LEFT JOIN (SELECT school_id, count(DISTINCT account_id)::int AS people FROM membership
         WHERE district_id = $1 AND role = 'coordinator' AND ended_at IS NULL GROUP BY school_id) m ON m.school_id = s.id
     WHERE s.district_id = $1 AND ($2::uuid IS NULL OR s.id = $2)
     ORDER BY s.closed_on IS NOT NULL, s.name COLLATE "zh-x-icu"`,
    [districtId, id],
  );
}

export async function policiesOf(tx: Tx, districtId: string): Promise<PolicyDto[]> {
  return tx.query(
    `SELECT id, number, params, note, created_at AS "createdAt" FROM policy WHERE district_id = $1 ORDER BY number DESC LIMIT 200`,
    [districtId],
  );
}

/** Holidays and made-up workdays of a district from one day to another. */
export async function calendarOf(tx: Tx, districtId: string, from: string, to: string): Promise<Calendar> {
  const rows: { day: string; kind: CalendarDay['kind']; follows_weekday: number | null }[] = await tx.query(
    'SELECT day::text, kind, follows_weekday FROM calendar_day WHERE district_id = $1 AND day BETWEEN $2 AND $3',
    [districtId, from, to],
  );
  return new Map(rows.map(({ day, kind, follows_weekday }) => [day, { kind, followsWeekday: follows_weekday }]));
}

/**
 * Refuses new lines of schools that have been closed, and keeps the others open until the transaction ends.
 * @throws `invalid` at `/schoolId`
 */
export async function requireOpenSchools(tx: Tx, ids: string[]): Promise<void> {
  const rows: { name: string; closedOn: string | null }[] = await tx.query(
    'SELECT name, closed_on::text AS "closedOn" FROM school WHERE id = ANY($1) ORDER BY id FOR KEY SHARE',
    [ids],
  );
  const closed = rows.find(({ closedOn }) => closedOn !== null);
  if (closed) throw invalidField('/schoolId', 'school_closed', { name: closed.name, closedOn: closed.closedOn });
}
