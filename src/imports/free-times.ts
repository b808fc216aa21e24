/** Free time as workbooks say it → as an offer keeps it, and back. */
import { addDays } from '../districts/local-time';
import type { AvailabilityDto } from '../resources/resources.dto';
import { toAvailability as expandAvailability } from '../sheets/expressions/expand';
import { toRecurrences } from '../sheets/expressions/rrule';
import type { Calendar, DateRange, TimeRule, TimeSpec } from '../sheets/expressions/types';
import { clock, datesRule, grouped, plainRule, rangeOf, recurringRules } from './times';

/** How far ahead weeks of a term and vacations are spelt out. */
const AHEAD_DAYS = 366;
/** As many as an offer may have. */
const MOST = { weekly: 100, recurrences: 20, dates: 400 };

export interface FreeTime {
  availability: AvailabilityDto;
  /** First and last day of what only the calendar of today knows and is kept as dates. */
  spelledOut: [first: string, last: string] | null;
  /** First day of every second week, where the beginning was not said. */
  countedFrom: string | null;
}

/** Free time of an offer; null when it is more than an offer may have. 工作日 is every weekday, not in the holidays. */
export function toFreeTime(
  spec: TimeSpec | null,
  daysOff: DateRange[],
  holidays: 'same' | 'off' | 'only',
  calendar: Calendar,
  today: string,
): FreeTime | null {
  const said = spec?.kind === 'fixed' ? spec.alternatives.flat() : [];
  // What is left out of all the times is days off.
  const off = [...daysOff, ...(said[0]?.except ?? [])].map(({ from, to }) => ({
    from: from ?? today,
    to: to ?? '2099-12-31',
  }));
  const availability: AvailabilityDto = { anyTime: said.length === 0, weekly: [], dates: [], daysOff: off, holidays };
  const found: FreeTime = { availability, spelledOut: null, countedFrom: null };
  const schoolDays = said.length > 0 && said.every((rule) => rule.kind !== 'dates' && rule.days === 'school');
  if (schoolDays && holidays === 'same') availability.holidays = 'off';
  const inTheHolidays: TimeRule[] = [];
  for (const { except: _, ...rest } of said) {
    const rule = { ...rest, days: schoolDays ? null : rest.days } as TimeRule;
    const weekly = weeklyOf(rule);
    const recurrences = weekly ? null : toRecurrences(rule, today);
    if (weekly) availability.weekly.push(...weekly);
    else if (recurrences) (availability.recurrences ??= []).push(...recurrences);
    else if (rule.kind === 'dates')
      availability.dates.push(...rule.dates.flatMap((day) => rule.times.map((time) => ({ day, ...clock(time) }))));
    else inTheHolidays.push(rule);
    if (recurrences && rule.kind === 'weekly' && rule.interval > 1 && !rule.range?.from)
      found.countedFrom ??= recurrenceStart(recurrences[0]);
  }
  const days = calendarDays(inTheHolidays, calendar, today);
  if (days.length > 0) found.spelledOut = [days[0].day, days[days.length - 1].day];
  availability.dates.push(...days);
  const { weekly, recurrences = [], dates } = availability;
  return weekly.length > MOST.weekly || recurrences.length > MOST.recurrences || dates.length > MOST.dates
    ? null
    : found;
}

/** Weekly windows where every week, or every odd or even one, is the same; null where that is not so. */
function weeklyOf(rule: TimeRule): AvailabilityDto['weekly'] | null {
  if (rule.kind !== 'weekly' || rule.interval > 1 || rule.weeks || rule.days || rule.range || rule.recurrence)
    return null;
  return rule.weekdays.flatMap((weekday) =>
    rule.times.map((time) => ({ weekday, ...clock(time), ...(rule.parity && { weeks: rule.parity }) })),
  );
}

/** Weeks of the term, vacations and the like: the days they mean by the calendar as it stands. */
function calendarDays(rules: TimeRule[], calendar: Calendar, today: string): AvailabilityDto['dates'] {
  if (rules.length === 0) return [];
  const spec: TimeSpec = { kind: 'fixed', alternatives: [rules], weeklyMinutes: null };
  const horizon = { start: today, days: AHEAD_DAYS };
  const { dates } = expandAvailability(spec, { ...calendar, makeUpDays: [] }, horizon, {
    daysOff: [],
    holidays: 'also',
  });
  return dates.map(({ from, to }) => {
    const day = Math.floor(from / 1440);
    return { day: addDays(today, day), ...clock({ from: from - day * 1440, to: to - day * 1440 }) };
  });
}

const recurrenceStart = (text: string): string => text.replace(/^DTSTART[^:]*:(\d{4})(\d{2})(\d{2}).*$/s, '$1-$2-$3');

/** Free time as a spec whose sentence reads back to the same; null when nothing is said (goods). */
export function fromFreeTime({ anyTime, weekly, recurrences, dates }: AvailabilityDto): TimeSpec | null {
  if (anyTime) return { kind: 'any_time', alternatives: [], weeklyMinutes: null };
  const rules: TimeRule[] = [
    ...grouped(weekly, ({ weeks }) => weeks ?? '').map((group): TimeRule => {
      const weekdays = group.map(({ weekday }) => weekday).sort();
      return { ...plainRule(weekdays, [rangeOf(group[0])], 1), parity: group[0].weeks ?? null };
    }),
    ...recurringRules(recurrences),
    ...grouped(dates, () => '').map((group) => datesRule(group.map(({ day }) => day).sort(), [rangeOf(group[0])])),
  ];
  return rules.length === 0 ? null : { kind: 'fixed', weeklyMinutes: null, alternatives: [rules] };
}
