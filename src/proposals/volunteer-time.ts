import type { Policy } from '../matching/engine/menus';
import { toLocal } from '../districts/local-time';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { clearedOn } from '../resources/resource';
import { HOME_PLACE, metresTo, NEED_PLACE, placeOf, policyOf, policySql, RawPlace, RawPoint } from './places';
import { Asking, Busy, fit, Limits, Meeting } from './fit';

/** Days around the asked meetings in which another session may matter: a month at both ends. */
const AROUND = 32 * 86_400_000;

interface Loaded extends Limits {
  place: RawPlace;
  home: RawPoint;
  policy: Partial<Policy> | null;
  busy: { startsAt: string; endsAt: string; engagementId: string; offerId: string; lane: number; place: RawPlace }[];
}

/** Serialises everything that plans the time of one volunteer. Taken after the locks on need and proposal or engagement. */
export async function lockVolunteer(tx: Tx, volunteerId: string): Promise<void> {
  await tx.query('SELECT 1 FROM volunteer WHERE id = $1 FOR NO KEY UPDATE', [volunteerId]);
}

/**
 * Checks that a volunteer, who must be locked, can hold these meetings for a need; returns the lane to hold them in.
 * `without`: a session about to be moved, whose time counts as free.
 * @throws `overlapping_session`, or `limit_reached` with the rule
 */
export async function findTime(
  tx: Tx,
  { needId, offerId, volunteerId }: { needId: string; offerId: string; volunteerId: string },
  { engagementId, lane, meetings }: { engagementId: string | null; lane: number | null; meetings: readonly Meeting[] },
  timezone: string,
  without: string | null = null,
): Promise<number> {
  const times = meetings.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  const [row]: Loaded[] = await tx.query(
    `SELECT v.people, v.travel_mode AS "travelMode", v.monthly_minutes AS "monthlyMinutes", o.monthly_minutes AS "offerMonthlyMinutes",
            ${NEED_PLACE} AS place, ${HOME_PLACE} AS home, ${policySql('v.district_id')} AS policy,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('startsAt', x.starts_at, 'endsAt', x.ends_at, 'engagementId', x.engagement_id, 'lane', x.lane,
                      'offerId', e.offer_id, 'place', (SELECT ${NEED_PLACE} FROM need n JOIN school s ON s.id = n.school_id WHERE n.id = e.need_id))), '[]')
             FROM session x JOIN engagement e ON e.id = x.engagement_id
             WHERE x.volunteer_id = v.id AND x.state IN ('planned', 'held') AND tstzrange(x.starts_at, x.ends_at) && tstzrange($4, $5)
               AND x.id IS DISTINCT FROM $6::uuid) AS busy
     FROM volunteer v, offer o, need n JOIN school s ON s.id = n.school_id WHERE v.id = $1 AND o.id = $2 AND n.id = $3`,
    [
      volunteerId,
      offerId,
      needId,
      new Date(Math.min(...times) - AROUND),
      new Date(Math.max(...times) + AROUND),
      without,
    ],
  );
  const policy = policyOf(row.policy);
  const busy: Busy[] = row.busy.map((one) => ({
    ...one,
    startsAt: new Date(one.startsAt),
    endsAt: new Date(one.endsAt),
    place: placeOf(one.place),
    metres: metresTo(row.home, one.place, policy),
  }));
  const asking: Asking = {
    engagementId,
    offerId,
    lane,
    place: placeOf(row.place),
    metres: metresTo(row.home, row.place, policy),
    meetings,
  };
  return fit(asking, row, busy, policy, timezone);
}

/** Whether a proposal's meetings still fit: the time of its volunteer, and the clearance where minors are met. Locks the volunteer. */
export async function stillFits(tx: Tx, proposalId: string, now: Date, timezone: string): Promise<boolean> {
  const [row]: {
    needId: string;
    offerId: string;
    volunteerId: string;
    minors: boolean;
    occurrences: { startsAt: string; endsAt: string }[];
  }[] = await tx.query(
    `SELECT p.need_id AS "needId", p.offer_id AS "offerId", p.volunteer_id AS "volunteerId", n.minors, p.occurrences
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
  if (meetings.length === 0) return true;
  try {
    await findTime(tx, row, { engagementId: null, lane: null, meetings }, timezone);
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
