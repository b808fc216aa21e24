import { toLocal } from '../districts/local-time';
import type { PlaceFacts } from '../matching/engine/facts';
import { minutesBetween, travelMinutes } from '../matching/engine/geo';
import type { Policy, TravelMode } from '../matching/engine/menus';
import { AppError } from '../platform/errors/app-error';

/** A dated meeting, half-open. */
export interface Meeting {
  startsAt: Date;
  endsAt: Date;
}

/** A planned or held session of the volunteer, wherever it belongs. */
export interface Busy extends Meeting {
  engagementId: string;
  offerId: string;
  lane: number;
  place: PlaceFacts;
  /** Metres from home one way; null: not known, or online. */
  metres: number | null;
}

/** What binds a volunteer's time. */
export interface Limits {
  /** How many can serve at the same moment: 1 for a person. */
  people: number;
  travelMode: TravelMode;
  /** Service and travel in a calendar month; null: no limit stated. */
  monthlyMinutes: number | null;
  offerMonthlyMinutes: number | null;
}

/** The engagement that asks for time. */
export interface Asking {
  /** null: it does not exist yet. */
  engagementId: string | null;
  offerId: string;
  /** Lane of its team's people that serves it already; null: to be chosen. */
  lane: number | null;
  place: PlaceFacts;
  metres: number | null;
  meetings: readonly Meeting[];
}

const MINUTE = 60_000;

/**
 * Finds who of the volunteer's people can hold all the meetings, the way between two places included, within the minutes
 * of the month. Returns the lane. The same rules as the engine's `overlap` and `monthlyMinutes`, on rows.
 * @throws `overlapping_session`, or `limit_reached` with the rule
 */
export function fit(asking: Asking, limits: Limits, busy: readonly Busy[], policy: Policy, timezone: string): number {
  const between = (other: Busy): number =>
    minutesBetween(asking.place, other.place, limits.travelMode, policy) * MINUTE;
  const clashes = (one: Meeting, other: Busy): boolean => {
    const way = other.engagementId === asking.engagementId ? 0 : between(other);
    return (
      one.startsAt.getTime() < other.endsAt.getTime() + way && other.startsAt.getTime() < one.endsAt.getTime() + way
    );
  };
  const lanes = asking.lane !== null ? [asking.lane] : Array.from({ length: limits.people }, (_, lane) => lane);
  const free = lanes.find(
    (lane) => !busy.some((other) => other.lane === lane && asking.meetings.some((one) => clashes(one, other))),
  );
  if (free === undefined) throw new AppError('overlapping_session');
  checkMonths(asking, limits, busy, policy, timezone);
  return free;
}

/** Service and travel by month, one way there and one back for each day of an engagement with a session. */
function checkMonths(asking: Asking, limits: Limits, busy: readonly Busy[], policy: Policy, timezone: string): void {
  const { monthlyMinutes, offerMonthlyMinutes, travelMode } = limits;
  if (monthlyMinutes === null && offerMonthlyMinutes === null) return;
  const asked = asking.meetings.map((one) => ({
    ...one,
    engagementId: asking.engagementId ?? '',
    offerId: asking.offerId,
    place: asking.place,
    metres: asking.metres,
  }));
  const months = new Map<string, { all: number; offer: number }>();
  const trips = new Set<string>();
  const touched = new Set(asked.map(({ startsAt }) => toLocal(startsAt, timezone).day.slice(0, 7)));
  for (const { startsAt, endsAt, engagementId, offerId, place, metres } of [...busy, ...asked]) {
    const { day } = toLocal(startsAt, timezone);
    const month = day.slice(0, 7);
    if (!touched.has(month)) continue;
    let minutes = (endsAt.getTime() - startsAt.getTime()) / MINUTE;
    const trip = `${engagementId} ${day}`;
    if (!place.online && !trips.has(trip)) minutes += 2 * travelMinutes(metres, travelMode, policy);
    trips.add(trip);
    const sum = months.get(month) ?? { all: 0, offer: 0 };
    sum.all += minutes;
    if (offerId === asking.offerId) sum.offer += minutes;
    months.set(month, sum);
  }
  for (const { all, offer } of months.values()) {
    if (all > (monthlyMinutes ?? Infinity) || offer > (offerMonthlyMinutes ?? Infinity))
      throw new AppError('limit_reached', { rule: 'monthly_minutes' });
  }
}
