import { FieldFault } from '../platform/errors/app-error';
import { addDays, daysBetween, weekdayOf } from '../districts/local-time';
import { recurrenceDays } from '../sheets/expressions/recurrence';
import type { AlternativeDto, NeedDraftDto, WeeklyDto } from './needs.dto';
import { type Bad, judgeRecurrence, recurrenceOf } from './recurrences';
import type { NeedTimes, TimeAlternative } from './times';

/** The longest period of a need; a recurrence without end is nobody's plan. */
const LONGEST_PERIOD_DAYS = 732;
const LONGEST_SESSION_MINUTES = 12 * 60;

/** `HH:MM` in minutes from midnight; 24:00 is 1440. */
export const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
export const toTimeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** What no single field can tell: everything that contradicts something else, with its place. */
export function draftFaults(draft: NeedDraftDto): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad: Bad = (pointer, code, params) => void faults.push({ pointer, code, params });
  if ((draft.minimum ?? 1) > (draft.seats ?? 1)) bad('/minimum', 'more_than_seats', { most: draft.seats ?? 1 });
  if (draft.answerBy && draft.answerBy > draft.periodTo) bad('/answerBy', 'after_period');
  if ((draft.latitude == null) !== (draft.longitude == null)) bad('/longitude', 'needs_both');
  if (draft.placeKind === 'other' && !draft.placeName && !draft.areaId) bad('/placeName', 'place_missing');
  if (draft.form === 'goods' ? !draft.quantity : draft.quantity)
    bad('/quantity', draft.form === 'goods' ? 'quantity_missing' : 'only_for_goods');
  if (!draft.alternatives?.length && !draft.weeklyMinutes && draft.form !== 'goods')
    bad('/weeklyMinutes', 'time_missing');
  const skills = (draft.skills ?? []).map(({ skillId }) => skillId);
  skills.forEach((id, i) => skills.indexOf(id) !== i && bad(`/skills/${i}/skillId`, 'twice'));
  return [...timesFaults(draft), ...faults];
}

/** What a need says of its days. */
export type SaidTimes = Pick<NeedDraftDto, 'alternatives' | 'periodFrom' | 'periodTo'>;

/** What contradicts itself in the period and the times alone. */
export function timesFaults(times: SaidTimes): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad: Bad = (pointer, code, params) => void faults.push({ pointer, code, params });
  const days = daysBetween(times.periodFrom, times.periodTo);
  if (days < 0) bad('/periodTo', 'before_start');
  if (days > LONGEST_PERIOD_DAYS) bad('/periodTo', 'period_too_long', { most: LONGEST_PERIOD_DAYS });
  times.alternatives?.forEach((alternative, i) => alternativeFaults(alternative, times, `/alternatives/${i}`, bad));
  return faults;
}

function alternativeFaults(alternative: AlternativeDto, draft: SaidTimes, pointer: string, bad: Bad): void {
  const { recurrences = [] } = alternative;
  if (alternative.dates.length + alternative.weekly.length + recurrences.length === 0) bad(pointer, 'no_times');
  const check = (time: { from: string; to: string }, at: string): void => {
    const length = toMinutes(time.to) - toMinutes(time.from);
    if (length <= 0) bad(`${at}/to`, 'ends_before_start');
    else if (length > LONGEST_SESSION_MINUTES) bad(`${at}/to`, 'session_too_long', { most: LONGEST_SESSION_MINUTES });
  };
  alternative.dates.forEach((date, i) => {
    check(date, `${pointer}/dates/${i}`);
    if (date.day < draft.periodFrom || date.day > draft.periodTo) bad(`${pointer}/dates/${i}/day`, 'outside_period');
  });
  alternative.weekly.forEach((rule, i) => check(rule, `${pointer}/weekly/${i}`));
  const { weekly } = alternative;
  if (
    draft.periodFrom <= draft.periodTo &&
    weekly.length > 0 &&
    alternative.dates.length + recurrences.length === 0 &&
    !weekly.some((one) => falls(one, draft))
  )
    bad(`${pointer}/weekly/0/weekday`, 'weekday_outside_period', { weekday: weekly[0].weekday });
  recurrences.forEach((text, i) => {
    const at = `${pointer}/recurrences/${i}`;
    const found = judgeRecurrence(text, at, bad);
    if (!found) return;
    if (found.to - found.from > LONGEST_SESSION_MINUTES) bad(at, 'session_too_long', { most: LONGEST_SESSION_MINUTES });
    else if (recurrenceDays(found, draft.periodFrom, draft.periodTo).length === 0) bad(at, 'outside_period');
  });
}

/** Whether a weekday comes in the period at all, whatever the calendar. */
function falls({ weekday, everyWeeks = 1, startWeek = 0 }: WeeklyDto, { periodFrom, periodTo }: SaidTimes): boolean {
  const first = addDays(periodFrom, 7 * startWeek + weekday - weekdayOf(periodFrom));
  return (first < periodFrom ? addDays(first, 7 * everyWeeks) : first) <= periodTo;
}

/** Times as the database keeps them. */
export const toTimes = (alternatives: AlternativeDto[] = []): NeedTimes => ({
  alternatives: alternatives.map(({ dates, weekly, recurrences = [] }): TimeAlternative => ({
    dates: dates.map(({ day, from, to }) => ({ day, from: toMinutes(from), to: toMinutes(to) })),
    weekly: weekly.map(({ weekday, from, to, everyWeeks, startWeek }) => ({
      weekday,
      from: toMinutes(from),
      to: toMinutes(to),
      everyWeeks: everyWeeks ?? 1,
      startWeek: startWeek ?? 0,
    })),
    ...(recurrences.length > 0 && { recurrences: recurrences.map((text) => recurrenceOf(text)) }),
  })),
});

/** Times as the API shows them. */
export const fromTimes = (times: NeedTimes): AlternativeDto[] =>
  times.alternatives.map(({ dates, weekly, recurrences }) => ({
    dates: dates.map(({ day, from, to }) => ({ day, from: toTimeOfDay(from), to: toTimeOfDay(to) })),
    weekly: weekly.map(({ weekday, from, to, everyWeeks, startWeek }) => ({
      weekday,
      from: toTimeOfDay(from),
      to: toTimeOfDay(to),
      everyWeeks,
      startWeek,
    })),
    ...(recurrences && { recurrences: recurrences.map(({ text }) => text) }),
  }));
