import type { Ctx } from '../platform/actor';
import { languageCodes } from '../taxonomy/languages';
import { tidyName, tidyPhone } from './person-name';
import type { VolunteerRow } from './resource.entity';
import type { VolunteerDraftDto } from './resources.dto';

/** The volunteer, when somebody else acts for them. */
export const forOther = (ctx: Ctx, volunteerId: string): string | null =>
  ctx.actor.grants.some((grant) => grant.volunteerId === volunteerId) ? null : volunteerId;

/** What a volunteer is found by. */
export const searchParts = (code: string, { name, phone, retiredFrom }: VolunteerDraftDto): (string | null)[] => [
  tidyName(name),
  code,
  phone ? tidyPhone(phone) : null,
  retiredFrom ?? null,
];

/** The columns a draft fills, defaults included. */
export function rowOf(draft: VolunteerDraftDto): Partial<VolunteerRow> {
  return {
    name: tidyName(draft.name),
    kind: draft.kind ?? 'person',
    phone: draft.phone ? tidyPhone(draft.phone) : null,
    retiredFrom: draft.retiredFrom ?? null,
    veteranGroup: draft.veteranGroup ?? null,
    guestGroup: draft.guestGroup ?? null,
    tier: draft.tier ?? 'participating',
    people: draft.people ?? 1,
    birthYear: draft.birthYear ?? null,
    languages: languageCodes(draft.languages ?? ['zh']),
    areaId: draft.areaId ?? null,
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
    travelMode: draft.travelMode ?? 'bus',
    travelLimitMetres: draft.travelLimitMetres ?? null,
    bufferMinutes: draft.bufferMinutes ?? 0,
    maxConcurrent: draft.maxConcurrent ?? null,
    monthlyMinutes: draft.monthlyMinutes ?? null,
    wishedSchoolIds: draft.wishedSchoolIds ?? [],
    preferredContact: draft.preferredContact ?? 'phone',
    consentedOn: draft.consentedOn ?? null,
    training: draft.training ?? '',
    trainedOn: draft.trainedOn ?? null,
  };
}

/** Home and training stay as they were when a change does not mention them: screens show the area alone, not the point. */
export function unsaid(draft: VolunteerDraftDto, before: VolunteerRow): Partial<VolunteerRow> {
  const { areaId, latitude, longitude, training, trainedOn } = before;
  const moved = draft.latitude !== undefined || (draft.areaId !== undefined && draft.areaId !== areaId);
  return {
    ...(!moved && { areaId, latitude, longitude }),
    ...(draft.training === undefined && { training }),
    ...(draft.trainedOn === undefined && { trainedOn }),
  };
}

/** What a record says, as its history compares it: the fields of the form. */
export function saidByVolunteer(row: Partial<VolunteerRow>): Partial<VolunteerRow> {
  const fields = Object.keys(rowOf({ name: '' })) as (keyof VolunteerRow)[];
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}

/** Fields whose values the trail keeps apart. When consent was given, and how far somebody may be asked to go, is the office's record. */
export const PERSONAL_IN_VOLUNTEER: ReadonlySet<string> = new Set([
  'name',
  'phone',
  'retiredFrom',
  'birthYear',
  'languages',
  'areaId',
  'latitude',
  'longitude',
  'wishedSchoolIds',
  'training',
]);
