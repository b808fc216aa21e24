import { FieldFault } from '../platform/errors/app-error';
import type { FaultCode } from '../platform/errors/fault-codes';
import { toMinutes, toTimeOfDay } from '../needs/draft';
import { weekdaysOf } from '../needs/times';
import type { OfferAvailability } from './resource';
import type { AvailabilityDto, OfferDraftDto } from './resources.dto';

/** What contradicts itself in an offer, with its place. */
export function offerFaults(draft: OfferDraftDto): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad = (pointer: string, code: FaultCode): void => void faults.push({ pointer, code });
  if (draft.onsite === false && !draft.online) bad('/online', 'neither_onsite_nor_online');
  if (draft.stock && !draft.forms.includes('goods')) bad('/stock', 'only_for_goods');
  const { availability } = draft;
  if (
    !availability.anyTime &&
    availability.weekly.length + availability.dates.length === 0 &&
    !draft.forms.includes('goods')
  )
    bad('/availability', 'no_times');
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
  weekly: dto.weekly.map(({ weekday, from, to }) => ({ weekday, from: toMinutes(from), to: toMinutes(to) })),
  dates: dto.dates.map(({ day, from, to }) => ({ day, from: toMinutes(from), to: toMinutes(to) })),
  daysOff: dto.daysOff.map(({ from, to }) => ({ from, to })),
  holidays: dto.holidays,
});

/** Weekdays on which there is a window, as bits; bit 0: any time can be asked for. */
export const freeWeekdays = ({ anyTime, weekly, dates }: OfferAvailability): number =>
  anyTime ? 1 : weekdaysOf(weekly, dates);

/** Availability as the API shows it. */
export const fromAvailability = (kept: OfferAvailability): AvailabilityDto => ({
  anyTime: kept.anyTime,
  weekly: kept.weekly.map(({ weekday, from, to }) => ({ weekday, from: toTimeOfDay(from), to: toTimeOfDay(to) })),
  dates: kept.dates.map(({ day, from, to }) => ({ day, from: toTimeOfDay(from), to: toTimeOfDay(to) })),
  daysOff: kept.daysOff,
  holidays: kept.holidays,
});
