import type { Schema } from '@/api/client';
import type { Offer, Volunteer } from '@/i18n/words';

/*
 * A change replaces the whole row. These are rows as a change sends them, with everything as it is on record: a form puts
 * its own fields over that, and what it has no field for stays.
 */

export const offerRow = (offer: Offer): Schema<'ChangeOfferDto'> => ({
  version: offer.version,
  title: offer.title,
  description: offer.description,
  categoryId: offer.categoryId,
  programmeId: offer.programmeId,
  forms: offer.forms,
  grades: offer.grades,
  sessionMinutes: offer.sessionMinutes,
  availability: offer.availability,
  onsite: offer.onsite,
  online: offer.online,
  maxConcurrent: offer.maxConcurrent,
  monthlyMinutes: offer.monthlyMinutes,
  travelLimitMetres: offer.travelLimitMetres,
  stock: offer.stock,
  skills: offer.skills.map(({ skillId, level }) => ({ skillId, level })),
  siteNeeds: offer.siteNeeds,
  notes: offer.notes,
});

export const volunteerRow = (person: Volunteer): Schema<'ChangeVolunteerDto'> => ({
  version: person.version,
  name: person.name,
  kind: person.kind,
  phone: person.phone,
  retiredFrom: person.retiredFrom,
  veteranGroup: person.veteranGroup,
  guestGroup: person.guestGroup,
  tier: person.tier,
  people: person.people,
  birthYear: person.birthYear,
  languages: person.languages,
  areaId: person.areaId,
  travelMode: person.travelMode,
  travelLimitMetres: person.travelLimitMetres,
  bufferMinutes: person.bufferMinutes,
  maxConcurrent: person.maxConcurrent,
  monthlyMinutes: person.monthlyMinutes,
  wishedSchoolIds: person.wishedSchoolIds,
  preferredContact: person.preferredContact,
  consentedOn: person.consentedOn,
  training: person.training,
  trainedOn: person.trainedOn,
});

/** What forms call the limits of an offer or a person, which are typed in other units than the API's. */
export const LIMIT_NAMES = { travelLimitMetres: 'km', monthlyMinutes: 'hours', maxConcurrent: 'atOnce' };

/** The row as a list that was asked for again has it; the one given when it is not there. */
export const nowOf = <Row extends { id: string }>(rows: Row[] | undefined, row: Row | null): Row | null =>
  rows?.find(({ id }) => id === row?.id) ?? row;
