import { addDays, toLocal } from '../districts/local-time';
import type { PlaceFacts } from '../matching/engine/facts';
import { minutesBetween, travelMinutes } from '../matching/engine/geo';
import type { Policy, TravelMode } from '../matching/engine/menus';
import { weeklyLoad } from '../matching/weekly';
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

/** Minutes a week over a stretch of days (both included) whose times are still to be agreed. */
export interface Weekly {
  minutes: number;
  from: string;
  to: string;
}

/** An engagement of the volunteer with times to be agreed. A month in which it has a session counts its sessions instead. */
export interface OpenTime extends Weekly {
  engagementId: string;
  offerId: string;
  place: PlaceFacts;
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
  /** What it takes while its times are to be agreed; null: its meetings say it all. */
  weekly: Weekly | null;
}

/** What the volunteer holds already. */
export interface Held {
  busy: readonly Busy[];
  open: readonly OpenTime[];
}

const MINUTE = 60_000;

/**
 * Finds who of the volunteer's people can hold all the meetings, the way between two places included, within the minutes
 * of the month. Returns the lane. The same rules as the engine's `overlap` and `monthlyMinutes`, on rows.
 * @throws `overlapping_session`, or `limit_reached` with the rule
 */
export function fit(asking: Asking, limits: Limits, held: Held, policy: Policy, timezone: string): number {
  const { busy } = held;
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
  checkMonths(asking, limits, held, policy, timezone);
  return free;
}

/**
 * Service and travel in the months that the engagement asks for, one way there and one back for each day of an engagement
 * with a session, and what is still to be agreed by its minutes a week.
 */
function checkMonths(asking: Asking, limits: Limits, { busy, open }: Held, policy: Policy, timezone: string): void {
  const { monthlyMinutes, offerMonthlyMinutes, travelMode } = limits;
  if (monthlyMinutes === null && offerMonthlyMinutes === null) return;
  const { offerId, place, metres, weekly } = asking;
  const own = { engagementId: asking.engagementId ?? '', offerId, place, metres };
  const meetings = [...busy, ...asking.meetings.map((one) => ({ ...one, ...own }))].map((one) => ({
    ...one,
    day: toLocal(one.startsAt, timezone).day,
  }));
  const toBeAgreed = [
    ...open.filter((one) => one.engagementId !== own.engagementId),
    ...(weekly ? [{ ...weekly, ...own }] : []),
  ].map((one) => ({ ...one, days: daysByMonth(one) }));
  const touched = new Set(asking.meetings.map(({ startsAt }) => toLocal(startsAt, timezone).day.slice(0, 7)));
  if (weekly) for (const month of daysByMonth(weekly).keys()) touched.add(month);
  const tripOf = (one: Pick<OpenTime, 'place' | 'metres'>): number =>
    one.place.online ? 0 : 2 * travelMinutes(one.metres, travelMode, policy);
  for (const month of touched) {
    let all = 0;
    let offer = 0;
    const add = (minutes: number, of: string): void => {
      all += minutes;
      if (of === offerId) offer += minutes;
    };
    const held = meetings.filter(({ day }) => day.startsWith(month));
    const trips = new Set<string>();
    for (const one of held) {
      add((one.endsAt.getTime() - one.startsAt.getTime()) / MINUTE, one.offerId);
      const trip = `${one.engagementId} ${one.day}`;
      if (!trips.has(trip)) add(tripOf(one), one.offerId);
      trips.add(trip);
    }
    for (const one of toBeAgreed) {
      if (held.some(({ engagementId }) => engagementId === one.engagementId)) continue;
      add(weeklyLoad(one.days.get(month) ?? 0, one.minutes, tripOf(one)), one.offerId);
    }
    if (all > (monthlyMinutes ?? Infinity) || offer > (offerMonthlyMinutes ?? Infinity))
      throw new AppError('limit_reached', { rule: 'monthly_minutes' });
  }
}

/** How many days of a stretch lie in each month it touches. */
function daysByMonth({ from, to }: Weekly): Map<string, number> {
  const days = new Map<string, number>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const month = day.slice(0, 7);
    days.set(month, (days.get(month) ?? 0) + 1);
  }
  return days;
}
