import type { Exclusion, PublishedPair, TravelMode } from './engine/menus';
import { NEED_PLACES, NEED_POINT } from '../needs/needs.sorts';
import type { NeedTimes } from '../needs/times';
import type { Tx } from '../platform/database/database';
import type { OfferAvailability } from '../resources/resource';
import type { RoundScope } from './round';
import { unpack } from './packed';

/** What a snapshot is taken of. */
export interface SnapshotRequest {
  districtId: string;
  /** null: no round, a question about single pairs. */
  roundId: string | null;
  /** First and last day of the horizon. */
  from: string;
  to: string;
  scope: RoundScope;
  timezone: string;
  now: Date;
  /** One need and one offer, whether or not they are stale or have a seat left, instead of the menus. */
  only?: { needId: string; offerId: string };
  /** The resources menu alone. */
  withoutNeeds?: true;
}

const POINT = `${NEED_POINT.latitude} AS latitude, ${NEED_POINT.longitude} AS longitude`;

export interface NeedLineRow {
  id: string;
  schoolId: string;
  programmeId: string | null;
  categoryId: string;
  form: string;
  grades: number;
  seats: number;
  minimum: number;
  taken: number;
  takenAlternative: number | null;
  priority: 1 | 2 | 3 | 4;
  waitingDays: number;
  times: NeedTimes;
  weeklyMinutes: number | null;
  periodFrom: string;
  periodTo: string;
  placeKind: string;
  latitude: number | null;
  longitude: number | null;
  languages: string[];
  minors: boolean;
  oneToOne: boolean;
  under14: boolean;
  guardianConsentOn: string | null;
  quantity: number;
  wishedOfferId: string | null;
  skills: [skill: string, level: number, required: boolean][];
  previous: string[];
}

/** The needs menu: open, confirmed, in the horizon and the scope, with a seat that nobody holds. */
export async function needRows(tx: Tx, request: SnapshotRequest): Promise<NeedLineRow[]> {
  const { districtId, scope, only } = request;
  if (request.withoutNeeds) return [];
  return tx.query(
    `WITH held AS (
       SELECT p.need_id, p.seat, p.alternative FROM proposal p JOIN need n ON n.id = p.need_id AND n.state = 'open'
       WHERE p.district_id = $1 AND p.state IN ('approved', 'invited', 'accepted') AND p.reserve_order IS NULL
       UNION ALL
       SELECT e.need_id, e.seat, p.alternative FROM engagement e JOIN need n ON n.id = e.need_id AND n.state = 'open' JOIN proposal p ON p.id = e.proposal_id
       WHERE e.district_id = $1 AND (e.state <> 'ended' OR NOT e.replacement_sought)
     ), taken AS (SELECT need_id, count(DISTINCT seat)::int AS seats, min(alternative) AS alternative FROM held GROUP BY need_id)
     SELECT n.id, n.school_id AS "schoolId", n.programme_id AS "programmeId", n.category_id AS "categoryId", n.form, n.grades, n.seats, n.minimum,
       coalesce(t.seats, 0) AS taken, t.alternative AS "takenAlternative", n.priority,
       greatest(0, ($6::timestamptz AT TIME ZONE $7)::date - (coalesce(n.submitted_at, n.created_at) AT TIME ZONE $7)::date) AS "waitingDays",
       n.times, n.weekly_minutes AS "weeklyMinutes", n.period_from::text AS "periodFrom", n.period_to::text AS "periodTo", n.place_kind AS "placeKind", ${POINT},
       n.languages, n.minors, n.one_to_one AS "oneToOne", n.under14, n.guardian_consent_on::text AS "guardianConsentOn", n.quantity, n.wished_offer_id AS "wishedOfferId",
       coalesce(k.skills, '[]') AS skills,
       ARRAY(SELECT DISTINCT e.volunteer_id FROM engagement e WHERE e.need_id = n.copied_from AND e.state <> 'ended' ORDER BY 1) AS previous
     FROM need n ${NEED_PLACES} LEFT JOIN taken t ON t.need_id = n.id
       LEFT JOIN (SELECT k.need_id, jsonb_agg(jsonb_build_array(coalesce(sk.merged_into, sk.id), k.level, k.required) ORDER BY sk.id) AS skills
                  FROM need_skill k JOIN skill sk ON sk.id = k.skill_id WHERE k.district_id = $1 AND ($8::uuid IS NULL OR k.need_id = $8) GROUP BY 1) k ON k.need_id = n.id
     WHERE n.district_id = $1 AND n.state = 'open'
       AND CASE WHEN $8::uuid IS NOT NULL THEN n.id = $8
           ELSE n.stale_since IS NULL AND n.period_from <= $3 AND n.period_to >= $2 AND coalesce(t.seats, 0) < n.seats
             AND ($4::uuid IS NULL OR n.school_id = $4) AND ($5::uuid IS NULL OR n.programme_id = $5) END
     ORDER BY n.id`,
    [
      districtId,
      request.from,
      request.to,
      scope.schoolId ?? null,
      scope.programmeId ?? null,
      request.now,
      request.timezone,
      only?.needId ?? null,
    ],
  );
}

export interface VolunteerLineRow {
  id: string;
  people: number;
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  latitude: number | null;
  longitude: number | null;
  travelMode: TravelMode;
  travelLimitMetres: number | null;
  bufferMinutes: number;
  clearedUntil: string | null;
  languages: string[];
  wishedSchoolIds: string[];
}

/** Every active volunteer, those without an offer too: the funnel counts them. */
export async function volunteerRows(tx: Tx, { districtId, only }: SnapshotRequest): Promise<VolunteerLineRow[]> {
  return tx.query(
    `SELECT v.id, v.people, v.max_concurrent AS "maxConcurrent", v.monthly_minutes AS "monthlyMinutes", coalesce(v.latitude, a.latitude) AS latitude,
       coalesce(v.longitude, a.longitude) AS longitude, v.travel_mode AS "travelMode", v.travel_limit_metres AS "travelLimitMetres",
       v.buffer_minutes AS "bufferMinutes", c.until AS "clearedUntil", v.languages, v.wished_school_ids AS "wishedSchoolIds"
     FROM volunteer v LEFT JOIN area a ON a.id = v.area_id
       LEFT JOIN (SELECT volunteer_id, max(expires_on)::text AS until FROM clearance WHERE district_id = $1 AND revoked_at IS NULL GROUP BY 1) c ON c.volunteer_id = v.id
     WHERE v.district_id = $1 AND v.state = 'active' AND ($2::uuid IS NULL OR v.id = (SELECT volunteer_id FROM offer WHERE id = $2))
     ORDER BY v.id`,
    [districtId, only?.offerId ?? null],
  );
}

export interface OfferLineRow {
  id: string;
  volunteerId: string;
  programmeId: string | null;
  categoryId: string;
  forms: string[];
  grades: number;
  availability: OfferAvailability;
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  travelLimitMetres: number | null;
  onsite: boolean;
  online: boolean;
  stock: number;
  skills: [skill: string, level: number][];
}

/** The resources menu: listed and confirmed offers of active volunteers. */
export async function offerRows(tx: Tx, { districtId, only }: SnapshotRequest): Promise<OfferLineRow[]> {
  return tx.query(
    `SELECT o.id, o.volunteer_id AS "volunteerId", o.programme_id AS "programmeId", o.category_id AS "categoryId", o.forms, o.grades, o.availability,
       o.max_concurrent AS "maxConcurrent", o.monthly_minutes AS "monthlyMinutes", o.travel_limit_metres AS "travelLimitMetres", o.onsite, o.online, o.stock, coalesce(k.skills, '[]') AS skills
     FROM offer o JOIN volunteer v ON v.id = o.volunteer_id AND v.state = 'active'
       LEFT JOIN (SELECT k.offer_id, jsonb_agg(jsonb_build_array(coalesce(sk.merged_into, sk.id), k.level) ORDER BY sk.id) AS skills
                  FROM offer_skill k JOIN skill sk ON sk.id = k.skill_id WHERE k.district_id = $1 AND ($2::uuid IS NULL OR k.offer_id = $2) GROUP BY 1) k ON k.offer_id = o.id
     WHERE o.district_id = $1 AND o.state = 'listed' AND CASE WHEN $2::uuid IS NOT NULL THEN o.id = $2 ELSE o.stale_since IS NULL END
     ORDER BY o.id`,
    [districtId, only?.offerId ?? null],
  );
}

/** Something that holds a volunteer's time: an engagement, or a proposal that has been approved or sent. */
export interface CommitmentRow {
  volunteerId: string;
  offerId: string;
  needId: string;
  /** First and last day. */
  fromDay: string;
  toDay: string;
  online: boolean;
  latitude: number | null;
  longitude: number | null;
  /** Minutes a week when no times are fixed; else null. */
  weeklyMinutes: number | null;
  /** Pieces promised that are still counted in the stock: none once they have been agreed. */
  pieces: number;
  /** Minutes since the start of the horizon, in order. */
  spans: [from: number, to: number][];
}

/**
 * Facts the round must respect. In a round over a part of the menus the proposals of the rest stay where they are, so
 * they hold time as well. Sessions are those of the months the horizon touches.
 */
export async function commitmentRows(
  tx: Tx,
  request: SnapshotRequest,
  months: { from: string; to: string },
): Promise<CommitmentRow[]> {
  const { districtId, from, to, scope, timezone, only } = request;
  const span = (startsAt: string, endsAt: string): string =>
    `jsonb_build_array((extract(epoch FROM (${startsAt} AT TIME ZONE $4) - $2::date::timestamp) / 60)::int, (extract(epoch FROM (${endsAt} AT TIME ZONE $4) - $2::date::timestamp) / 60)::int)`;
  return tx.query(
    `WITH standing AS (
       SELECT e.id, e.volunteer_id, e.offer_id, e.need_id, e.starts_on AS from_day, e.ends_on AS to_day, true AS agreed, x.spans
       FROM engagement e LEFT JOIN LATERAL (
         SELECT jsonb_agg(${span('x.starts_at', 'x.ends_at')} ORDER BY x.starts_at) AS spans FROM session x
         WHERE x.engagement_id = e.id AND x.state IN ('planned', 'held')
           AND x.starts_at >= $8::date::timestamp AT TIME ZONE $4 AND x.starts_at < ($9::date + 1)::timestamp AT TIME ZONE $4) x ON true
       WHERE e.district_id = $1 AND e.state IN ('agreed', 'serving') AND e.starts_on <= $3::date AND e.ends_on >= $2::date
         AND ($7::uuid IS NULL OR e.volunteer_id = (SELECT volunteer_id FROM offer WHERE id = $7))
       UNION ALL
       SELECT p.id, p.volunteer_id, p.offer_id, p.need_id, n.period_from, n.period_to, false, x.spans
       FROM proposal p JOIN need n ON n.id = p.need_id LEFT JOIN LATERAL (
         SELECT jsonb_agg(${span(`(o ->> 'startsAt')::timestamptz`, `(o ->> 'endsAt')::timestamptz`)} ORDER BY o ->> 'startsAt') AS spans
         FROM jsonb_array_elements(p.occurrences) o) x ON true
       WHERE p.district_id = $1 AND n.period_from <= $3::date AND n.period_to >= $2::date AND ($7::uuid IS NULL OR p.volunteer_id = (SELECT volunteer_id FROM offer WHERE id = $7))
         AND (p.state IN ('approved', 'invited') AND p.reserve_order IS NULL
           OR p.state = 'proposed' AND (p.source = 'round' OR p.pinned) AND $7::uuid IS NULL AND n.state = 'open'
             AND ($5::uuid IS NOT NULL AND n.school_id <> $5 OR $6::uuid IS NOT NULL AND n.programme_id IS DISTINCT FROM $6))
     )
     SELECT t.volunteer_id AS "volunteerId", t.offer_id AS "offerId", t.need_id AS "needId", t.from_day::text AS "fromDay", t.to_day::text AS "toDay",
       n.place_kind = 'online' AS online, ${POINT}, CASE WHEN n.times -> 'alternatives' = '[]' THEN n.weekly_minutes END AS "weeklyMinutes",
       CASE WHEN t.agreed THEN 0 ELSE n.quantity END AS pieces, coalesce(t.spans, '[]') AS spans
     FROM standing t JOIN need n ON n.id = t.need_id ${NEED_PLACES} ORDER BY t.id`,
    [
      districtId,
      from,
      to,
      timezone,
      scope.schoolId ?? null,
      scope.programmeId ?? null,
      only?.offerId ?? null,
      months.from,
      months.to,
    ],
  );
}

/** Pairs that may not be. A lapse counts in the round it came from alone. */
export async function exclusionRows(tx: Tx, { districtId, roundId, only }: SnapshotRequest): Promise<Exclusion[]> {
  return tx.query(
    `SELECT volunteer_id AS volunteer, need_id AS need, school_id AS school, reason FROM exclusion
     WHERE district_id = $1 AND lifted_at IS NULL AND (reason <> 'lapsed' OR round_id = $2)
       AND ($3::uuid IS NULL OR volunteer_id = (SELECT volunteer_id FROM offer WHERE id = $3))
     ORDER BY volunteer_id, need_id, school_id, reason`,
    [districtId, roundId, only?.offerId ?? null],
  );
}

/** Proposals that an admin has pinned and that hold no seat yet. */
export async function pinRows(tx: Tx, { districtId }: SnapshotRequest): Promise<PublishedPair[]> {
  return tx.query(
    `SELECT need_id AS need, offer_id AS offer, alternative FROM proposal WHERE district_id = $1 AND state = 'proposed' AND pinned ORDER BY need_id, offer_id, id`,
    [districtId],
  );
}

/** The pairs of the plan that was published last; none before the first. */
export async function publishedPairs(tx: Tx, { districtId }: SnapshotRequest): Promise<PublishedPair[]> {
  const [last]: { plan: Buffer }[] = await tx.query(
    `SELECT p.plan FROM round r JOIN round_plan p ON p.round_id = r.id WHERE r.district_id = $1 AND r.state = 'published' ORDER BY r.published_at DESC LIMIT 1`,
    [districtId],
  );
  if (!last) return [];
  const { pairs } = (await unpack(last.plan)) as { pairs: PublishedPair[] };
  return pairs.map(({ need, offer, alternative }) => ({ need, offer, alternative }));
}

/** Something that differs whenever the resources menu, what is agreed, or the calendar has changed. */
export async function menuStamp(tx: Tx, districtId: string): Promise<string> {
  const [{ stamp }] = await tx.query(
    `SELECT concat_ws(' ',
       (SELECT concat_ws('/', count(*), sum(version)) FROM volunteer WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), sum(version)) FROM offer WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), count(revoked_at), max(expires_on)) FROM clearance WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), count(lifted_at)) FROM exclusion WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), sum(version)) FROM engagement WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), sum(version)) FROM proposal WHERE district_id = $1 AND state IN ('approved', 'invited')),
       (SELECT count(merged_into) FROM skill WHERE district_id = $1),
       (SELECT count(merged_into) FROM category WHERE district_id = $1),
       (SELECT string_agg(id || '/' || version, ' ' ORDER BY id) FROM holiday WHERE district_id = $1),
       (SELECT string_agg(id || '/' || version, ' ' ORDER BY id) FROM term WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), sum(version)) FROM school WHERE district_id = $1),
       (SELECT concat_ws('/', count(*), sum(version)) FROM area WHERE district_id = $1),
       (SELECT max(number) FROM policy WHERE district_id = $1)) AS stamp`,
    [districtId],
  );
  return stamp;
}
