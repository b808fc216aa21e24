import { every, type Tick } from './tick';
import type { Interval, Menus } from './menus';
import { ProblemError } from './problem';

/** Longest horizon, in days, and the largest number of minutes or points a field may carry. */
const LONGEST = 731;
const MOST = 1_000_000_000;

/**
 * Refuses menus the engine cannot judge: ids given twice, numbers that are negative, not finite or out of range, times
 * that end before they begin.
 * `tick` is called now and then, and may throw.
 * @throws ProblemError `menus_invalid` with the field, the id and the value
 */
export function checkMenus(menus: Menus, tick: Tick = () => undefined): void {
  const look = every(256, tick);
  const { horizon, policy } = menus;
  const refuse = (field: string, id: string, value: unknown): never => {
    throw new ProblemError('menus_invalid', { field, id, value: String(value) });
  };
  const number = (field: string, id: string, value: number, least = 0, most = MOST) => {
    if (!(Number.isFinite(value) && value >= least && value <= most)) refuse(field, id, value);
  };
  const whole = (field: string, id: string, value: number, least = 0, most = MOST) => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) refuse(field, id, value);
  };
  const intervals = (field: string, id: string, list: readonly Interval[], apart: boolean) => {
    const sorted = apart ? [...list].sort((a, b) => a.from - b.from) : list;
    sorted.forEach(({ from, to }, k) => {
      whole(field, id, from, -MOST);
      whole(field, id, to, from + 1);
      if (apart && k > 0 && from < sorted[k - 1].to) refuse(field, id, from);
    });
  };
  const unique = (field: string, lines: readonly { id: string }[]) => {
    const seen = new Set<string>();
    for (const { id } of lines) {
      look();
      if (seen.has(id)) refuse(field, id, 'twice');
      seen.add(id);
    }
    return seen;
  };
  const point = (field: string, id: string, at: { latitude: number; longitude: number } | null) => {
    if (at === null) return;
    number(`${field}.latitude`, id, at.latitude, -90, 90);
    number(`${field}.longitude`, id, at.longitude, -180, 180);
  };

  if (!Number.isFinite(Date.parse(`${horizon.start}T00:00:00Z`))) refuse('horizon.start', '', horizon.start);
  whole('horizon.days', '', horizon.days, 1, LONGEST);
  for (const points of policy.seatPoints) whole('policy.seatPoints', '', points, 0, MOST);
  whole('policy.waitingPoints', '', policy.waitingPoints, 0, MOST);
  number('policy.waitingFullDays', '', policy.waitingFullDays);
  number('policy.fairness', '', policy.fairness, 0, 1_000_000);
  whole('policy.keepBonus', '', policy.keepBonus, 0, 1_000_000);
  if (policy.usualConcurrent !== undefined) number('policy.usualConcurrent', '', policy.usualConcurrent, 1);
  number('policy.distanceScale', '', policy.distanceScale, 1);
  number('policy.detour', '', policy.detour, 1, 10);
  number('policy.tripMinutes', '', policy.tripMinutes, 0, 1440);
  for (const [mode, speed] of Object.entries(policy.speed)) number(`policy.speed.${mode}`, '', speed, 1);
  let shares = 0;
  for (const [part, share] of Object.entries(policy.fit)) {
    whole(`policy.fit.${part}`, '', share, 0, 1000);
    shares += share;
  }
  if (shares > 1000) refuse('policy.fit', '', shares);

  unique('needs.id', menus.needs);
  for (const need of menus.needs) {
    const { id } = need;
    look();
    whole('needs.seats', id, need.seats, 1, 100_000);
    whole('needs.minimum', id, need.minimum, 1, need.seats);
    whole('needs.priority', id, need.priority, 1, 4);
    number('needs.waitingDays', id, need.waitingDays, -MOST);
    if (need.worth !== undefined) whole('needs.worth', id, need.worth, 0, 2 ** 45);
    whole('needs.weeklyMinutes', id, need.weeklyMinutes, 0, 7 * 1440);
    whole('needs.quantity', id, need.quantity);
    whole('needs.period.from', id, need.period.from, -MOST);
    whole('needs.period.to', id, need.period.to, -MOST);
    for (const { level } of need.skills) whole('needs.skills.level', id, level, 1, 3);
    for (const { occurrences } of need.alternatives) intervals('needs.alternatives', id, occurrences, true);
    if (need.alternatives.length > 1000) refuse('needs.alternatives', id, need.alternatives.length);
    if (need.place.kind === 'site') point('needs.place', id, need.place.at);
  }

  const volunteers = unique('volunteers.id', menus.volunteers);
  for (const volunteer of menus.volunteers) {
    const { id } = volunteer;
    look();
    whole('volunteers.people', id, volunteer.people, 1, 10_000);
    if (volunteer.maxConcurrent !== null) whole('volunteers.maxConcurrent', id, volunteer.maxConcurrent, 0, 100_000);
    if (volunteer.monthlyMinutes !== null) number('volunteers.monthlyMinutes', id, volunteer.monthlyMinutes);
    if (volunteer.travelLimitMetres !== null) number('volunteers.travelLimitMetres', id, volunteer.travelLimitMetres);
    if (volunteer.clearedUntil !== null) whole('volunteers.clearedUntil', id, volunteer.clearedUntil, -MOST);
    number('volunteers.bufferMinutes', id, volunteer.bufferMinutes, 0, 1440);
    point('volunteers.home', id, volunteer.home);
  }

  unique('offers.id', menus.offers);
  for (const offer of menus.offers) {
    const { id } = offer;
    look();
    if (!volunteers.has(offer.volunteer)) refuse('offers.volunteer', id, offer.volunteer);
    if (offer.maxConcurrent !== null) whole('offers.maxConcurrent', id, offer.maxConcurrent, 0, 100_000);
    if (offer.monthlyMinutes !== null) number('offers.monthlyMinutes', id, offer.monthlyMinutes);
    if (offer.travelLimitMetres != null) number('offers.travelLimitMetres', id, offer.travelLimitMetres);
    whole('offers.stock', id, offer.stock);
    for (const { level } of offer.skills) whole('offers.skills.level', id, level, 1, 3);
    for (const { weekday, from, to } of offer.availability.weekly) {
      whole('offers.availability.weekday', id, weekday, 1, 7);
      whole('offers.availability.from', id, from, 0, 1440);
      whole('offers.availability.to', id, to, 0, 1440);
    }
    intervals('offers.availability.dates', id, offer.availability.dates, false);
    for (const day of offer.availability.daysOff) whole('offers.availability.daysOff', id, day, -MOST);
  }

  for (const { volunteer, occurrences, monthlyMinutes, pieces, at } of menus.commitments) {
    look();
    intervals('commitments.occurrences', volunteer, occurrences, false);
    for (const minutes of monthlyMinutes) number('commitments.monthlyMinutes', volunteer, minutes);
    whole('commitments.pieces', volunteer, pieces);
    point('commitments.at', volunteer, at);
  }
}
