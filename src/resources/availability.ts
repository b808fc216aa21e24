import { FieldFault } from '../platform/errors/app-error';
import { toMinutes, toTimeOfDay } from '../needs/draft';
import { type Bad, judgeRecurrence, recurrenceOf } from '../needs/recurrences';
import { onWeekdays, weekdaysOf } from '../needs/times';
import type { OfferAvailability } from './resource';
import type { AvailabilityDto, OfferDraftDto } from './resources.dto';

/** Free time may go on without an end. */
const FREE = { endless: true };

/** What contradicts itself in an offer, with its place. */
export function offerFaults(draft: OfferDraftDto): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad: Bad = (pointer, code, params) => void faults.push({ pointer, code, params });
  if (draft.onsite === false && !draft.online) bad('/online', 'neither_onsite_nor_online');
  if (draft.stock && !draft.forms.includes('goods')) bad('/stock', 'only_for_goods');
  const { availability } = draft;
  const { anyTime, weekly, recurrences = [], dates } = availability;
  if (!anyTime && weekly.length + recurrences.length + dates.length === 0 && !draft.forms.includes('goods'))
    bad('/availability', 'no_times');
  recurrences.forEach((text, i) => judgeRecurrence(text, `/availability/recurrences/${i}`, bad, FREE));
  for (const list of ['weekly', 'dates'] as const) {
    availability[list].forEach((window, i) => {
      if (toMinutes(window.to) <= toMinutes(window.from)) bad(`/availability/${list}/${i}/to`, 'ends_before_start');
    });
  }
  availability.daysOff.forEach(
    (range, i) => range.to < range.from && bad(`/availability/daysOff/${i}/to`, 'before_start'),
  );
  const skills = (draft.skills ?? []).map(({ skillId }) => skillId);
  skills.forEach((id, i) => skills.indexOf(id) !== i && bad(`/skills/${i}/skillId`, 'twice'));
  return faults;
}

/** Availability as the database keeps it, minutes from midnight. */
export const toAvailability = (dto: AvailabilityDto): OfferAvailability => ({
  anyTime: dto.anyTime,
  weekly: dto.weekly.map(({ weekday, from, to, weeks }) => ({
    weekday,
    from: toMinutes(from),
    to: toMinutes(to),
    ...(weeks && { weeks }),
  })),
  ...(dto.recurrences?.length && { recurrences: dto.recurrences.map((text) => recurrenceOf(text, FREE)) }),
  dates: dto.dates.map(({ day, from, to }) => ({ day, from: toMinutes(from), to: toMinutes(to) })),
  daysOff: dto.daysOff.map(({ from, to }) => ({ from, to })),
  holidays: dto.holidays,
});

/** Weekdays on which there is a window, as bits; bit 0: any time can be asked for. */
export const freeWeekdays = ({ anyTime, weekly, recurrences = [], dates }: OfferAvailability): number =>
  anyTime ? 1 : weekdaysOf([...weekly, ...recurrences.flatMap(onWeekdays)], dates);

/** Availability as the API shows it. */
export const fromAvailability = (kept: OfferAvailability): AvailabilityDto => ({
  anyTime: kept.anyTime,
  weekly: kept.weekly.map(({ weekday, from, to, weeks }) => ({
    weekday,
    from: toTimeOfDay(from),
    to: toTimeOfDay(to),
    ...(weeks && { weeks }),
  })),
  ...(kept.recurrences && { recurrences: kept.recurrences.map(({ text }) => text) }),
  dates: kept.dates.map(({ day, from, to }) => ({ day, from: toTimeOfDay(from), to: toTimeOfDay(to) })),
  daysOff: kept.daysOff,
  holidays: kept.holidays,
});

/** Whether a recurrence of free time falls on some day from one on. */
export const goesOn = (text: string, from: string): boolean => recurrenceOf(text, FREE).until >= from;
