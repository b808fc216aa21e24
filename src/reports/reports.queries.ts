import type { Tx } from '../platform/database/database';
import type { FillDto, PeriodQuery, RecordEvaluationDto, SchoolCoverageDto, TeamLineDto } from './reports.dto';

/** One statement a panel. Every one is about a district and a span of local days. */

const IN_DISTRICT = `(SELECT id, timezone FROM district WHERE id = $1) d`;

/** Needs that were on the menu and whose period meets the span; what is left or never came so far is not asked for. */
const ASKED = `n.state IN ('open', 'filled', 'serving', 'completed', 'evaluated', 'expired') AND n.period_from <= $3::date AND n.period_to >= $2::date`;
/** Seats of need `n` that somebody has said yes to, at most as many as there are. */
const FILLED = `least(n.seats, (SELECT count(*)::int FROM engagement e WHERE e.need_id = n.id AND e.state <> 'ended'))`;
/** A held session `x` of the span, by the wall clock of district `d`. */
const HELD = `x.district_id = $1 AND x.state = 'held'
  AND x.starts_at >= ($2::date)::timestamp AT TIME ZONE d.timezone AND x.starts_at < ($3::date + 1)::timestamp AT TIME ZONE d.timezone`;

/** Seats and filled seats by priority, every priority once. */
export function fill(tx: Tx, districtId: string, { from, to }: PeriodQuery): Promise<FillDto[]> {
  return tx.query(
    `SELECT p.priority::int AS priority, count(n.id)::int AS needs, coalesce(sum(n.seats), 0)::int AS seats, coalesce(sum(n.filled), 0)::int AS filled
     FROM generate_series(1, 4) p(priority)
     LEFT JOIN (SELECT n.id, n.priority, n.seats, ${FILLED} AS filled FROM need n WHERE n.district_id = $1 AND ${ASKED}) n ON n.priority = p.priority
     GROUP BY p.priority ORDER BY p.priority`,
    [districtId, from, to],
  );
}

export interface Waits {
  pairs: number;
  medianDays: number | null;
  ninthDays: number | null;
  /** Pairs by the number of steps they took longer than. */
  counts: Record<string, number>;
}

/** Days from submission to yes, of the pairs agreed in the span; `steps` are upper ends in days. */
export async function waits(
  tx: Tx,
  districtId: string,
  { from, to }: PeriodQuery,
  steps: readonly number[],
): Promise<Waits> {
  const [row]: Waits[] = await tx.query(
    `WITH pair AS (
       SELECT greatest(0, extract(epoch FROM e.created_at - coalesce(n.submitted_at, n.created_at)) / 86400) AS days
       FROM ${IN_DISTRICT} JOIN engagement e ON e.district_id = d.id JOIN need n ON n.id = e.need_id
       WHERE e.created_at >= ($2::date)::timestamp AT TIME ZONE d.timezone AND e.created_at < ($3::date + 1)::timestamp AT TIME ZONE d.timezone)
     SELECT count(*)::int AS pairs, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric, 1)::float8 AS "medianDays",
       round(percentile_cont(0.9) WITHIN GROUP (ORDER BY days)::numeric, 1)::float8 AS "ninthDays",
       (SELECT coalesce(jsonb_object_agg(step, pairs), '{}') FROM
          (SELECT (SELECT count(*) FROM unnest($4::float8[]) s WHERE days > s) AS step, count(*) AS pairs FROM pair GROUP BY 1) c) AS counts
     FROM pair`,
    [districtId, from, to, steps],
  );
  return row;
}

/** Held meetings by local month and length, so that the rule for hours stays in one place. */
export function months(
  tx: Tx,
  districtId: string,
  { from, to }: PeriodQuery,
): Promise<{ month: string; minutes: number; sessions: number }[]> {
  return tx.query(
    `SELECT to_char(x.starts_at AT TIME ZONE d.timezone, 'YYYY-MM') AS month, coalesce(x.minutes_served, 0) AS minutes, count(*)::int AS sessions
     FROM ${IN_DISTRICT} JOIN session x ON ${HELD} GROUP BY 1, 2 ORDER BY 1, 2`,
    [districtId, from, to],
  );
}

/** What every school asked for, what it got, and what took place; the least covered first. */
export function schools(tx: Tx, districtId: string, { from, to }: PeriodQuery): Promise<SchoolCoverageDto[]> {
  return tx.query(
    `SELECT s.id AS "schoolId", s.name AS "schoolName", coalesce(a.needs, 0) AS needs, coalesce(a.seats, 0) AS seats, coalesce(a.filled, 0) AS filled,
       coalesce(h.sessions, 0) AS sessions, coalesce(h.minutes, 0) AS minutes
     FROM school s
     LEFT JOIN (SELECT n.school_id, count(*)::int AS needs, sum(n.seats)::int AS seats, sum(${FILLED})::int AS filled
                FROM need n WHERE n.district_id = $1 AND ${ASKED} GROUP BY 1) a ON a.school_id = s.id
     LEFT JOIN (SELECT e.school_id, count(*)::int AS sessions, coalesce(sum(x.minutes_served), 0)::int AS minutes
                FROM ${IN_DISTRICT} JOIN session x ON ${HELD} JOIN engagement e ON e.id = x.engagement_id GROUP BY 1) h ON h.school_id = s.id
     WHERE s.district_id = $1
     ORDER BY coalesce(a.seats, 0) = 0, coalesce(a.filled, 0)::float8 / greatest(coalesce(a.seats, 0), 1), s.name`,
    [districtId, from, to],
  );
}

/** Head counts of those who serve or pause: by veteran group (or guest group, or kind), tier, age band and clearance. */
export function team(tx: Tx, districtId: string, today: string): Promise<TeamLineDto[]> {
  return tx.query(
    `SELECT g.by, g.key, count(*)::int AS lines, sum(v.people)::int AS people
     FROM volunteer v JOIN district d ON d.id = v.district_id
     LEFT JOIN LATERAL (SELECT max(c.expires_on) AS until FROM clearance c WHERE c.volunteer_id = v.id AND c.revoked_at IS NULL) cl ON true
     CROSS JOIN LATERAL (VALUES
       (CASE WHEN v.veteran_group IS NOT NULL THEN 'veteran' WHEN v.guest_group IS NOT NULL THEN 'guest' ELSE 'kind' END,
        coalesce(v.veteran_group, v.guest_group, v.kind)),
       ('tier', v.tier),
       ('age', CASE WHEN v.birth_year IS NULL THEN 'unknown' WHEN extract(year FROM $2::date) - v.birth_year < 60 THEN 'under_60'
                    WHEN extract(year FROM $2::date) - v.birth_year < 70 THEN '60_69' WHEN extract(year FROM $2::date) - v.birth_year < 80 THEN '70_79' ELSE 'from_80' END),
       ('clearance', CASE WHEN cl.until IS NULL THEN 'missing' WHEN cl.until < $2::date THEN 'expired'
                          WHEN cl.until < $2::date + (d.settings->>'clearanceWarningDays')::int THEN 'expiring' ELSE 'valid' END)) g(by, key)
     WHERE v.district_id = $1 AND v.state IN ('verified', 'active', 'paused')
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [districtId, today],
  );
}

export interface RecordHead {
  code: string;
  name: string;
  retiredFrom: string | null;
  veteranGroup: string | null;
  districtName: string;
  since: string;
  sessions: {
    id: string;
    engagementId: string;
    code: string;
    title: string;
    schoolName: string;
    programmeName: string | null;
    day: string;
    minutes: number;
    recordedOn: string;
  }[];
  evaluations: RecordEvaluationDto[];
}

/** Everything the record of a volunteer is made of, in order of time; days by the district's wall clock. */
export async function recordOf(tx: Tx, volunteerId: string): Promise<RecordHead> {
  const [row]: RecordHead[] = await tx.query(
    `SELECT v.code, v.name, v.retired_from AS "retiredFrom", v.veteran_group AS "veteranGroup", d.name AS "districtName",
       (v.created_at AT TIME ZONE d.timezone)::date::text AS since,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'engagementId', e.id, 'code', e.code, 'title', n.title, 'schoolName', s.name, 'programmeName', g.name,
            'day', (x.starts_at AT TIME ZONE d.timezone)::date, 'minutes', coalesce(x.minutes_served, 0),
            'recordedOn', (coalesce(x.recorded_at, x.ends_at) AT TIME ZONE d.timezone)::date) ORDER BY x.starts_at, x.id), '[]')
          FROM session x JOIN engagement e ON e.id = x.engagement_id JOIN need n ON n.id = e.need_id JOIN school s ON s.id = e.school_id
          LEFT JOIN programme g ON g.id = n.programme_id WHERE x.volunteer_id = v.id AND x.state = 'held') AS sessions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('title', n.title, 'schoolName', s.name, 'rating', f.rating, 'again', f.again, 'comment', f.comment,
            'day', (f.created_at AT TIME ZONE d.timezone)::date) ORDER BY f.created_at, f.id), '[]')
          FROM engagement e JOIN evaluation f ON f.engagement_id = e.id AND f.side = 'school' JOIN need n ON n.id = e.need_id JOIN school s ON s.id = e.school_id
          WHERE e.volunteer_id = v.id) AS evaluations
     FROM volunteer v JOIN district d ON d.id = v.district_id WHERE v.id = $1`,
    [volunteerId],
  );
  return row;
}
