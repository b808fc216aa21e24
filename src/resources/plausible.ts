/** What of a volunteer can be told to be a slip of the hand by looking at it and at today. */
import { daysBetween } from '../districts/local-time';
import type { FieldFault } from '../platform/errors/app-error';
import type { ClearanceDto, VolunteerDraftDto } from './resources.dto';

/** Nobody younger serves. */
export const YOUNGEST = 14;
/** A check is for a year; offices have written up to three on one paper. */
const LONGEST_CLEARANCE_DAYS = 1096;

/** A number that somebody can call, as it is typed: digits with spaces and hyphens. */
export const isPhone = (text: string): boolean => /^\+?[\d\s-]{7,20}$/.test(text);

/** What cannot be so in what somebody types of a volunteer. A number that stood there before may stay: `phoneBefore`. */
export function volunteerFaults(dto: VolunteerDraftDto, today: string, phoneBefore?: string | null): FieldFault[] {
  const faults: FieldFault[] = [];
  const latest = Number(today.slice(0, 4)) - YOUNGEST;
  if (dto.phone && dto.phone !== phoneBefore && !isPhone(dto.phone))
    faults.push({ pointer: '/phone', code: 'not_a_phone' });
  if (dto.birthYear && dto.birthYear > latest)
    faults.push({ pointer: '/birthYear', code: 'too_young', params: { latest } });
  for (const field of ['consentedOn', 'trainedOn'] as const)
    if ((dto[field] ?? '') > today) faults.push({ pointer: `/${field}`, code: 'in_future' });
  return faults;
}

/** What cannot be so in a check for contact with minors. */
export function clearanceFaults({ checkedOn, expiresOn }: ClearanceDto, today: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (checkedOn > today) faults.push({ pointer: '/checkedOn', code: 'in_future' });
  if (expiresOn < checkedOn) faults.push({ pointer: '/expiresOn', code: 'before_start' });
  if (daysBetween(checkedOn, expiresOn) > LONGEST_CLEARANCE_DAYS)
    faults.push({ pointer: '/expiresOn', code: 'period_too_long', params: { most: LONGEST_CLEARANCE_DAYS } });
  return faults;
}
