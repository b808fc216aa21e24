import type { Policy } from '../matching/engine/menus';
import { toLocal, toMoment } from '../districts/local-time';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { clearedOn } from '../resources/resource';
import { HOME_PLACE, metresTo, NEED_PLACE, placeOf, policyOf, policySql, RawPlace, RawPoint } from './places';
import { Asking, fit, Held, Limits, Meeting, Weekly } from './fit';

/** Days around the asked meetings in which another session may matter: a month at both ends. */
const AROUND = 32 * 86_400_000;

interface Loaded extends Limits {
  place: RawPlace;
  home: RawPoint;
  policy: Partial<Policy> | null;
  busy: { startsAt: string; endsAt: string; engagementId: string; offerId: string; lane: number; place: RawPlace }[];
  open: (Weekly & { engagementId: string; offerId: string; place: RawPlace })[];
}

/** What an engagement asks of its volunteer's time. */
export interface Wanted {
  /** null: it does not exist yet. */
  engagementId: string | null;
  /** Lane of a team's people that serves it already; null: to be chosen. */
  lane: number | null;
  meetings: readonly Meeting[];
  weekly: Weekly | null;
}

/** Serialises everything that plans the time of one volunteer. Taken after the locks on need and proposal or engagement. */
export async function lockVolunteer(tx: Tx, volunteerId: string): Promise<void> {
  await tx.query('SELECT 1 FROM volunteer WHERE id = $1 FOR NO KEY UPDATE', [volunteerId]);
}

/** The place of the need of engagement `e`. */
const PLACE_OF_ENGAGEMENT = `(SELECT ${NEED_PLACE} FROM need n JOIN school s ON s.id = n.school_id WHERE n.id = e.need_id)`;

/**
 * Checks that a volunteer, who must be locked, can hold what is wanted for a need; returns the lane to hold it in.
 * `without`: a session about to be moved, whose time counts as free.
 * @throws `overlapping_session`, or `limit_reached` with the rule
 */
export async function findTime(
  tx: Tx,
  { needId, offerId, volunteerId }: { needId: string; offerId: string; volunteerId: string },
  { engagementId, lane, meetings, weekly }: Wanted,
  now: Date,
  timezone: string,
  without: string | null = null,
): Promise<number> {
  const times = meetings.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  if (weekly) times.push(toMoment(weekly.from, 0, timezone).getTime(), toMoment(weekly.to, 0, timezone).getTime());
  if (times.length === 0) return lane ?? 0;
  const [row]: Loaded[] = await tx.query(
    `SELECT v.people, v.travel_mode AS "travelMode", v.monthly_minutes AS "monthlyMinutes", o.monthly_minutes AS "offerMonthlyMinutes",
            ${NEED_PLACE} AS place, ${HOME_PLACE} AS home, ${policySql('v.district_id')} AS policy,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('startsAt', x.starts_at, 'endsAt', x.ends_at, 'engagementId', x.engagement_id, 'lane', x.lane,
                      'offerId', e.offer_id, 'place', ${PLACE_OF_ENGAGEMENT})), '[]')
             FROM session x JOIN engagement e ON e.id = x.engagement_id
             WHERE x.volunteer_id = v.id AND x.state IN ('planned', 'held') AND tstzrange(x.starts_at, x.ends_at) && tstzrange($4, $5)
               AND x.id IS DISTINCT FROM $6::uuid) AS busy,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('engagementId', e.id, 'offerId', e.offer_id, 'minutes', w.weekly_minutes,
                      'from', greatest(e.starts_on, $7::date), 'to', e.ends_on, 'place', ${PLACE_OF_ENGAGEMENT})), '[]')
             FROM engagement e JOIN need w ON w.id = e.need_id
             WHERE e.volunteer_id = v.id AND e.state IN ('agreed', 'serving') AND w.weekly_minutes > 0 AND w.times -> 'alternatives' = '[]'
               AND e.starts_on <= $5::date AND e.ends_on >= $7::date) AS open
     FROM volunteer v, offer o, need n JOIN school s ON s.id = n.school_id WHERE v.id = $1 AND o.id = $2 AND n.id = $3`,
    [
      volunteerId,
      offerId,
      needId,
      new Date(Math.min(...times) - AROUND),
      new Date(Math.max(...times) + AROUND),
      without,
      toLocal(now, timezone).day,
    ],
  );
  const policy = policyOf(row.policy);
  const placed = <T extends { place: RawPlace }>(one: T) => ({
    ...one,
    place: placeOf(one.place),
    metres: metresTo(row.home, one.place, policy),
  });
  const held: Held = {
    busy: row.busy.map((one) => ({ ...placed(one), startsAt: new Date(one.startsAt), endsAt: new Date(one.endsAt) })),
    open: row.open.map(placed),
  };
  const asking: Asking = { engagementId, offerId, lane, meetings, weekly, ...placed({ place: row.place }) };
  return fit(asking, row, held, policy, timezone);
}

/** What a need whose times are to be agreed takes from today on; null for one with times, or that takes none. */
export function weeklyOf(
  {
    occurrences,
    weeklyMinutes,
    periodFrom,
    periodTo,
  }: {
    occurrences: readonly unknown[];
    weeklyMinutes: number | null;
    periodFrom: string;
    periodTo: string;
  },
  today: string,
): Weekly | null {
  if (occurrences.length > 0 || !weeklyMinutes) return null;
  return { minutes: weeklyMinutes, from: periodFrom > today ? periodFrom : today, to: periodTo };
}

/** Whether a proposal's meetings still fit: the time of its volunteer, and the clearance where minors are met. Locks the volunteer. */
export async function stillFits(tx: Tx, proposalId: string, now: Date, timezone: string): Promise<boolean> {
  const [row]: {
    needId: string;
    offerId: string;
    volunteerId: string;
    minors: boolean;
    weeklyMinutes: number | null;
    periodFrom: string;
    periodTo: string;
    occurrences: { startsAt: string; endsAt: string }[];
  }[] = await tx.query(
    `SELECT p.need_id AS "needId", p.offer_id AS "offerId", p.volunteer_id AS "volunteerId", n.minors, p.occurrences,
       n.weekly_minutes AS "weeklyMinutes", n.period_from::text AS "periodFrom", n.period_to::text AS "periodTo"
     FROM proposal p JOIN need n ON n.id = p.need_id WHERE p.id = $1`,
    [proposalId],
  );
  await lockVolunteer(tx, row.volunteerId);
  const meetings = row.occurrences
    .map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }))
    .filter(({ startsAt }) => startsAt > now);
  const last = Math.max(now.getTime(), ...meetings.map(({ endsAt }) => endsAt.getTime() - 1));
  if (row.minors && !clearedOn(await clearedUntil(tx, row.volunteerId), toLocal(new Date(last), timezone).day))
    return false;
  const weekly = weeklyOf(row, toLocal(now, timezone).day);
  try {
    await findTime(tx, row, { engagementId: null, lane: null, meetings, weekly }, now, timezone);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * The last day of the clearance that counts, or null. A later check replaces an earlier one; revoked ones do not count.
 */
export async function clearedUntil(tx: Tx, volunteerId: string): Promise<string | null> {
  const [row] = await tx.query(
    `SELECT max(expires_on)::text AS until FROM clearance WHERE volunteer_id = $1 AND revoked_at IS NULL`,
    [volunteerId],
  );
  return row.until;
}
