import { timetableWeekday } from '../districts/calendar';
import type { Calendar } from '../districts/calendar';
import { calendarOf } from '../districts/districts.queries';
import { addDays, daysBetween, toLocal, weekdayOf } from '../districts/local-time';
import { consentMissing } from '../needs/need';
import { occurrences, TimeAlternative, vacationsSpanned } from '../needs/times';
import type { Tx } from '../platform/database/database';
import { freeDays } from '../resources/free-days';
import type { OfferAvailability } from '../resources/resource';
import { dayNumber as epochDay } from '../sheets/expressions/days';
import { teachingWeek } from '../sheets/expressions/teaching-weeks';
import { travelMinutes, unitOf, wayMetres } from './engine/geo';
import type {
  Availability,
  Commitment,
  Horizon,
  Interval,
  Menus,
  NeedLine,
  OfferLine,
  Point,
  Policy,
  VolunteerLine,
} from './engine/menus';
import { DAY, type Days, daysOf } from './engine/time';
import { weeklyLoad } from './weekly';
import {
  CommitmentRow,
  commitmentRows,
  exclusionRows,
  NeedLineRow,
  needRows,
  OfferLineRow,
  offerRows,
  pinRows,
  publishedPairs,
  SnapshotRequest,
  VolunteerLineRow,
  volunteerRows,
} from './snapshot.queries';

export type { SnapshotRequest } from './snapshot.queries';

/**
 * The rows of a district as the engine's menus: the only bridge between the two. A handful of statements, whatever the
 * size; call it in a repeatable-read transaction, so that all see the same moment (for one pair, in any). The same rows give
 * the same menus, to the order of their keys, so that their text can be hashed.
 */
export async function loadMenus(tx: Tx, request: SnapshotRequest, policy: Policy): Promise<Menus> {
  const frame = await frameOf(tx, request);
  const needs = (await needRows(tx, request)).map((row) => needLine(row, frame));
  const volunteers = (await volunteerRows(tx, request)).map((row) => volunteerLine(row, frame));
  const homes = new Map(volunteers.map((line) => [line.id, line]));
  // Where statements do not see the same moment, somebody may have come back since the volunteers were read.
  const offers = (await offerRows(tx, request))
    .filter(({ volunteerId }) => homes.has(volunteerId))
    .map((row) => offerLine(row, frame));
  const months = { from: `${request.from.slice(0, 7)}-01`, to: endOfMonth(request.to) };
  const commitments = (await commitmentRows(tx, request, months)).map((row) =>
    commitmentOf(row, homes.get(row.volunteerId), frame, policy),
  );
  const exclusions = await exclusionRows(tx, request);
  const onMenu = new Set(needs.map(({ id }) => id));
  const held = new Set(commitments.map(({ need, volunteer }) => `${need} ${volunteer}`));
  const giver = new Map(offers.map(({ id, volunteer }) => [id, volunteer]));
  const pins = request.only ? [] : (await pinRows(tx, request)).filter(({ need }) => onMenu.has(need));
  // What has been agreed since is no longer a pair to keep, and a pair that cannot be is no loss of this plan.
  const published = request.only
    ? []
    : (await publishedPairs(tx, request)).filter(
        ({ need, offer }) => onMenu.has(need) && giver.has(offer) && !held.has(`${need} ${giver.get(offer)}`),
      );
  return { horizon: frame.horizon, needs, volunteers, offers, commitments, pins, exclusions, published, policy };
}

/** What every line of one snapshot is seen against. */
export interface Frame {
  horizon: Horizon;
  from: string;
  to: string;
  days: Days;
  /** Number of each day of the horizon. */
  dayNumber: ReadonlyMap<string, number>;
  calendar: Calendar;
  /** Terms of the district, in order. */
  terms: { from: string; to: string }[];
  /** Minutes since the start of the horizon; what has begun by then can no longer be promised. */
  now: number;
  /** Days of the horizon that schools have off, and those made up for a holiday with the weekday they follow. */
  schoolDaysOff: number[];
  /** The teaching week of each day of the horizon, counted from the term that began last; null before the first. */
  teachingWeeks: (number | null)[];
  madeUp: { day: number; follows: number }[];
}

export async function frameOf(tx: Tx, { districtId, from, to, timezone, now }: SnapshotRequest): Promise<Frame> {
  const horizon = { start: from, days: daysBetween(from, to) + 1 };
  const calendar = await calendarOf(tx, districtId, '1900-01-01', to);
  const terms: { from: string; to: string }[] = await tx.query(
    'SELECT starts_on::text AS from, ends_on::text AS to FROM term WHERE district_id = $1 ORDER BY starts_on',
    [districtId],
  );
  const local = toLocal(now, timezone);
  const schoolDaysOff: number[] = [];
  const madeUp: Frame['madeUp'] = [];
  const teachingWeeks: Frame['teachingWeeks'] = [];
  const inTerm = terms.map((term): [number, number] => [epochDay(term.from), epochDay(term.to)]);
  const dayNumber = new Map<string, number>();
  for (let day = 0; day < horizon.days; day++) {
    const date = addDays(from, day);
    dayNumber.set(date, day);
    teachingWeeks.push(teachingWeek(epochDay(date), inTerm));
    const vacation = terms.length > 0 && !terms.some((term) => term.from <= date && date <= term.to);
    if (vacation || calendar.get(date)?.kind === 'holiday') schoolDaysOff.push(day);
    const follows = timetableWeekday(date, calendar);
    if (follows !== null && follows !== weekdayOf(date)) madeUp.push({ day, follows });
  }
  return {
    horizon,
    from,
    to,
    days: daysOf(horizon),
    dayNumber,
    calendar,
    terms,
    now: daysBetween(from, local.day) * DAY + local.minutes,
    schoolDaysOff,
    teachingWeeks,
    madeUp,
  };
}

/** A need as the engine sees it; exported for needs that are still being written. */
export function needLine(row: NeedLineRow, frame: Frame): NeedLine {
  const { from } = frame;
  const seats = Math.max(1, row.seats - row.taken);
  const period = {
    from: Math.max(0, daysBetween(from, row.periodFrom)),
    to: Math.min(frame.horizon.days - 1, daysBetween(from, row.periodTo)),
  };
  return {
    id: row.id,
    school: row.schoolId,
    programme: row.programmeId,
    category: row.categoryId,
    form: row.form,
    skills: row.skills.map(([skill, level, required]) => ({ skill, level, required })),
    grades: row.grades,
    seats,
    minimum: Math.min(seats, Math.max(1, row.minimum - row.taken)),
    priority: row.priority,
    waitingDays: row.waitingDays,
    // Who serves already has settled the time: the other alternatives keep their place in the list but have no day left.
    alternatives: row.times.alternatives.map((alternative, k) => ({
      occurrences: row.takenAlternative !== null && row.takenAlternative !== k ? [] : expanded(alternative, row, frame),
    })),
    weeklyMinutes: row.times.alternatives.length === 0 ? (row.weeklyMinutes ?? 0) : 0,
    period,
    place: row.placeKind === 'online' ? { kind: 'online' } : { kind: 'site', at: pointOf(row) },
    languages: row.languages,
    minors: row.minors,
    oneToOne: row.oneToOne,
    consentMissing: consentMissing(row),
    wishedOffer: row.wishedOfferId,
    previousVolunteers: row.previous,
    quantity: row.quantity,
  };
}

/** The occurrences of one alternative that lie in the period and the horizon and have not begun. */
function expanded(alternative: TimeAlternative, { periodFrom, periodTo }: NeedLineRow, frame: Frame): Interval[] {
  // From the first day of the period, even before the horizon: weekly rules count their weeks from there.
  const last = periodTo < frame.to ? periodTo : frame.to;
  const vacations = vacationsSpanned(periodFrom, periodTo, frame.terms);
  const found = occurrences(alternative, periodFrom, last, frame.calendar, vacations);
  const earliest = Math.max(0, frame.now);
  const intervals: Interval[] = [];
  for (const { day, from, to } of found) {
    const number = frame.dayNumber.get(day);
    if (number !== undefined && number * DAY + from >= earliest) {
      intervals.push({ from: number * DAY + from, to: number * DAY + to });
    }
  }
  return apart(intervals);
}

function volunteerLine(row: VolunteerLineRow, { from }: Frame): VolunteerLine {
  return {
    id: row.id,
    people: row.people,
    maxConcurrent: row.maxConcurrent,
    monthlyMinutes: row.monthlyMinutes,
    home: pointOf(row),
    travelMode: row.travelMode,
    travelLimitMetres: row.travelLimitMetres,
    bufferMinutes: row.bufferMinutes,
    clearedUntil: row.clearedUntil === null ? null : daysBetween(from, row.clearedUntil),
    languages: row.languages,
    wishedSchools: row.wishedSchoolIds,
  };
}

function offerLine(row: OfferLineRow, frame: Frame): OfferLine {
  return {
    id: row.id,
    volunteer: row.volunteerId,
    programme: row.programmeId,
    category: row.categoryId,
    forms: row.forms,
    skills: row.skills.map(([skill, level]) => ({ skill, level })),
    grades: row.grades,
    availability: availabilityOf(row.availability, frame),
    maxConcurrent: row.maxConcurrent,
    monthlyMinutes: row.monthlyMinutes,
    travelLimitMetres: row.travelLimitMetres,
    onsite: row.onsite,
    online: row.online,
    stock: row.stock,
  };
}

/**
 * Free time on the horizon. School holidays add days off, or leave nothing else; a day made up for a holiday follows the
 * timetable of its weekday for volunteers as it does for schools.
 */
function availabilityOf(kept: OfferAvailability, frame: Frame): Availability {
  const { from, horizon, schoolDaysOff, teachingWeeks, madeUp } = frame;
  const daysOff = new Set<number>();
  for (const range of kept.daysOff) {
    const last = Math.min(horizon.days - 1, daysBetween(from, range.to));
    for (let day = Math.max(0, daysBetween(from, range.from)); day <= last; day++) daysOff.add(day);
  }
  if (kept.holidays === 'off') for (const day of schoolDaysOff) daysOff.add(day);
  if (kept.holidays === 'only') {
    const holidays = new Set(schoolDaysOff);
    for (let day = 0; day < horizon.days; day++) if (!holidays.has(day)) daysOff.add(day);
  }
  const dates = freeDays(kept, { from, days: horizon.days, teachingWeeks, madeUp }).map((one) => ({
    from: one.day * DAY + one.from,
    to: one.day * DAY + one.to,
  }));
  return {
    anyTime: kept.anyTime,
    weekly: kept.weekly
      .filter(({ weeks }) => !weeks)
      .map(({ weekday, from: start, to: end }) => ({ weekday, from: start, to: end })),
    dates: dates.sort((a, b) => a.from - b.from || a.to - b.to),
    daysOff: [...daysOff].sort((a, b) => a - b),
  };
}

function commitmentOf(
  row: CommitmentRow,
  volunteer: VolunteerLine | undefined,
  frame: Frame,
  policy: Policy,
): Commitment {
  const at = row.online ? null : pointOf(row);
  const metres = at && volunteer?.home ? wayMetres(unitOf(at), unitOf(volunteer.home), policy) : null;
  const trip = row.online ? 0 : 2 * travelMinutes(metres, volunteer?.travelMode ?? 'bus', policy);
  const spans = apart(row.spans.map(([from, to]) => ({ from, to })));
  return {
    volunteer: row.volunteerId,
    offer: row.offerId,
    need: row.needId,
    occurrences: spans.filter(({ from, to }) => to > 0 && from < frame.horizon.days * DAY),
    at,
    monthlyMinutes: monthly(row, spans, trip, frame),
    pieces: row.pieces,
  };
}

/**
 * Service and travel by month of the horizon. What has no fixed times takes its minutes and one trip a week, as in the
 * engine, in every month for which no session has been planned yet.
 */
function monthly(
  { weeklyMinutes, fromDay, toDay }: CommitmentRow,
  spans: readonly Interval[],
  trip: number,
  { from, days }: Frame,
): number[] {
  const minutes = new Array<number>(days.months).fill(0);
  let tripDay = NaN;
  for (const { from: start, to: end } of spans) {
    const day = Math.floor(start / DAY);
    const month = day < 0 ? 0 : day >= days.count ? days.months - 1 : days.month[day];
    minutes[month] += end - start + (day === tripDay ? 0 : trip);
    tripDay = day;
  }
  if (!weeklyMinutes) return minutes;
  const inMonth = new Array<number>(days.months).fill(0);
  const last = Math.min(days.count - 1, daysBetween(from, toDay));
  for (let day = Math.max(0, daysBetween(from, fromDay)); day <= last; day++) inMonth[days.month[day]]++;
  return minutes.map((planned, month) => planned || weeklyLoad(inMonth[month], weeklyMinutes, trip));
}

const pointOf = ({ latitude, longitude }: { latitude: number | null; longitude: number | null }): Point | null =>
  latitude === null || longitude === null ? null : { latitude, longitude };

/** In order, overlapping ones joined: a date and a weekly rule may name the same hour. */
function apart(intervals: Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const { from, to } of intervals.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function endOfMonth(day: string): string {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
