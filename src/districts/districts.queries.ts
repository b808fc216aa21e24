import type { Tx } from '../platform/database/database';
import type { Calendar, CalendarDay } from './calendar';
import type { DistrictDto, PolicyDto } from './districts.dto';

/** The district with everything a form picks from, in one statement. */
export async function districtOf(tx: Tx, districtId: string): Promise<DistrictDto> {
  const [row] = await tx.query(
    `SELECT d.id, d.name, d.timezone, d.settings,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'stages', s.stages, 'areaName', a.name) ORDER BY s.name), '[]')
          FROM school s LEFT JOIN area a ON a.id = s.area_id WHERE s.district_id = d.id) AS schools,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) ORDER BY a.name), '[]') FROM area a WHERE a.district_id = d.id) AS areas,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'startsOn', t.starts_on, 'endsOn', t.ends_on) ORDER BY t.starts_on), '[]')
          FROM term t WHERE t.district_id = d.id) AS terms,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('day', c.day, 'kind', c.kind, 'followsWeekday', c.follows_weekday, 'name', c.name) ORDER BY c.day), '[]')
          FROM calendar_day c WHERE c.district_id = d.id) AS calendar,
       ARRAY(SELECT DISTINCT y::int FROM term t, generate_series(extract(year FROM t.starts_on), extract(year FROM t.ends_on)) y
             WHERE t.district_id = d.id AND NOT EXISTS
               (SELECT FROM calendar_day c WHERE c.district_id = d.id AND c.kind = 'holiday' AND extract(year FROM c.day) = y) ORDER BY 1) AS "yearsWithoutHolidays"
     FROM district d WHERE d.id = $1`,
    [districtId],
  );
  return row;
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
