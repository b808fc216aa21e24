import type { Schema } from '@/api/client';
import { LIMIT_NAMES } from '@/app/rows';
import { isAmount, isWhole, shown, typedNumber, typedWords } from '@/app/typed';
import { today } from '@/i18n/format';
import type { Volunteer } from '@/i18n/words';
import { isDay } from '@/ui/date-field';
import { GROUPS, GUESTS } from '../person-words';

/** Fields that are typed as they are shown. */
export const TEXT_FIELDS = [
  'name',
  'phone',
  'retiredFrom',
  'birthYear',
  'languages',
  'km',
  'hours',
  'atOnce',
  'people',
  'bufferMinutes',
  'training',
] as const;
export type TextFieldName = (typeof TEXT_FIELDS)[number];

/** The form as it is filled in. `hours` are a month's, `group` is one of two lists: `veteran/…` or `guest/…`. */
export interface Filled
  extends Record<TextFieldName, string>, Pick<Volunteer, 'kind' | 'tier' | 'preferredContact' | 'travelMode'> {
  group: string;
  areaId: string;
  wishedSchoolIds: string[];
  consentedOn: string;
  trainedOn: string;
}

/** The form for a person on record, or for a new one. */
export const filledFrom = (person: Volunteer | null, languageName: (language: string) => string): Filled => ({
  name: person?.name ?? '',
  kind: person?.kind ?? 'person',
  group: person?.veteranGroup
    ? `veteran/${person.veteranGroup}`
    : person?.guestGroup
      ? `guest/${person.guestGroup}`
      : '',
  tier: person?.tier ?? 'participating',
  people: shown(person?.people ?? 1),
  phone: person?.phone ?? '',
  preferredContact: person?.preferredContact ?? 'phone',
  retiredFrom: person?.retiredFrom ?? '',
  birthYear: shown(person?.birthYear),
  languages: (person?.languages ?? ['zh']).map(languageName).join('、'),
  areaId: person?.areaId ?? '',
  wishedSchoolIds: person?.wishedSchoolIds ?? [],
  travelMode: person?.travelMode ?? 'bus',
  km: shown(person?.travelLimitMetres, 1 / 1000),
  hours: shown(person?.monthlyMinutes, 1 / 60),
  atOnce: shown(person?.maxConcurrent),
  bufferMinutes: shown(person?.bufferMinutes ?? 0),
  training: person?.training ?? '',
  trainedOn: person?.trainedOn ?? '',
  consentedOn: person ? (person.consentedOn ?? '') : today(),
});

/** What must be mended, by field: the key of its sentence. */
export function faultsOf(filled: Filled): Record<string, string> {
  const found: Record<string, string> = {};
  const year = Number(today().slice(0, 4));
  if (!filled.name.trim()) found.name = 'people.fault_name';
  if (filled.phone && !/^\+?[\d\s-]{7,20}$/.test(filled.phone.trim())) found.phone = 'people.fault_phone';
  if (filled.birthYear && !isWhole(filled.birthYear, 1900, year)) found.birthYear = 'people.fault_year';
  if (filled.kind !== 'person' && !isWhole(filled.people, 1, 1000)) found.people = 'people.fault_people';
  if (filled.km && !isAmount(filled.km, 200)) found.km = 'people.fault_km';
  if (filled.hours && !isAmount(filled.hours, 744)) found.hours = 'people.fault_hours';
  if (filled.atOnce && !isWhole(filled.atOnce, 0, 100)) found.atOnce = 'people.fault_at_once';
  if (filled.bufferMinutes && !isWhole(filled.bufferMinutes, 0, 240)) found.bufferMinutes = 'people.fault_buffer';
  if (filled.trainedOn && !isDay(filled.trainedOn)) found.trainedOn = 'form.fault_day';
  if (filled.consentedOn && !isDay(filled.consentedOn)) found.consentedOn = 'form.fault_day';
  return found;
}

/** The fields as the API takes them. */
export const bodyOf = (filled: Filled): Omit<Schema<'ChangeVolunteerDto'>, 'version'> => ({
  name: filled.name.trim(),
  kind: filled.kind,
  veteranGroup: GROUPS.find((one) => filled.group === `veteran/${one}`) ?? null,
  guestGroup: GUESTS.find((one) => filled.group === `guest/${one}`) ?? null,
  tier: filled.tier,
  people: filled.kind === 'person' ? 1 : Number(filled.people),
  phone: filled.phone.trim() || null,
  preferredContact: filled.preferredContact,
  retiredFrom: filled.retiredFrom.trim() || null,
  birthYear: typedNumber(filled.birthYear),
  languages: typedWords(filled.languages),
  areaId: filled.areaId || null,
  wishedSchoolIds: filled.wishedSchoolIds,
  travelMode: filled.travelMode,
  travelLimitMetres: typedNumber(filled.km, 1000),
  monthlyMinutes: typedNumber(filled.hours, 60),
  maxConcurrent: typedNumber(filled.atOnce),
  bufferMinutes: typedNumber(filled.bufferMinutes) ?? 0,
  training: filled.training.trim(),
  trainedOn: filled.trainedOn || null,
  consentedOn: filled.consentedOn || null,
});

/** What the form calls the fields of the API that have other names there. */
export const NAMES = { ...LIMIT_NAMES, veteranGroup: 'group', guestGroup: 'group', people: 'kind' };
