/** Some of the days said, and so many meetings altogether: 周二、三、四任选两天, 共8次. */
import { dayNumber, dayText } from './days';
import { expandDays } from './expand';
import type { Calendar, TimeRule } from './types';

/** What a need may have at most; two of five days are ten. */
export const MOST_CHOICES = 10;

/** Every way to take `count` of some rules, in their order. */
export function chosen(rules: TimeRule[], count: number): TimeRule[][] {
  if (count === 0) return [[]];
  return rules.flatMap((rule, i) => chosen(rules.slice(i + 1), count - 1).map((others) => [rule, ...others]));
}

/** Each day of a rule as a rule of its own. */
export function oneDayEach(rule: TimeRule): TimeRule[] {
  const days: TimeRule[] =
    rule.kind === 'dates'
      ? rule.dates.map((date) => ({ ...rule, dates: [date] }))
      : rule.kind === 'monthdays'
        ? rule.monthDays.map((day) => ({ ...rule, monthDays: [day] }))
        : rule.weekdays.map((day) => ({ ...rule, weekdays: [day] }));
  return days;
}

/** The date of the nth meeting of some rules from a day on, as the school calendar has them; null: not within two years. */
export function dayOfMeeting(rules: TimeRule[], nth: number, begin: string, calendar: Calendar): string | null {
  const first = dayNumber(begin);
  const days = rules.flatMap((rule) => {
    const open: TimeRule =
      rule.kind === 'dates'
        ? rule
        : { ...rule, range: { from: rule.range?.from ?? begin, to: rule.range?.to ?? null } };
    const held = expandDays(open, calendar, first, first + 731, { schoolDays: true });
    return held.flatMap((day) => rule.times.map(() => day));
  });
  const found = days.sort((a, b) => a - b)[nth - 1];
  return found === undefined ? null : dayText(found);
}
