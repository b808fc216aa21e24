/** Offers with their volunteers as rows of the workbook that the import reads. */
import { scopeSql } from '../access/access';
import { languageWords } from '../taxonomy/languages';
import { fromFreeTime } from '../imports/free-times';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { RESOURCE_COLUMNS, type ResourceKey } from '../resources/resources.columns';
import type { OfferDto } from '../resources/resources.dto';
import { writeResource } from '../resources/resources.sheet';
import type { VolunteerSheetDraft } from '../resources/volunteers.sheet';
import type { Form } from '../taxonomy/kinds';

const READ_ONLY = new Set<ResourceKey>(['point', 'weekday']);

export const OFFER_EXPORT = RESOURCE_COLUMNS.filter(({ key }) => !READ_ONLY.has(key));

type Person = Omit<VolunteerSheetDraft, 'clearance' | 'clearanceAuthority' | 'consent'> & {
  id: string;
  number: string | null;
  authority: string | null;
  checkedOn: string | null;
  expiresOn: string | null;
};

/** The cells of offers that the list has shown; of a volunteer whom the actor may not read there is nothing but the code. */
export async function offerCells(
  tx: Tx,
  actor: Actor,
  offers: OfferDto[],
): Promise<Partial<Record<ResourceKey, string | number>>[]> {
  const params: unknown[] = [offers.map(({ volunteerId }) => volunteerId)];
  const read = scopeSql(actor, 'volunteer.read', 'v', params);
  // Where somebody lives is for those who keep the record.
  const keep = scopeSql(actor, 'volunteer.change', 'v', params);
  const rows: Person[] = await tx.query(
    `SELECT v.id, v.code, v.name, v.phone, v.kind, v.people, v.retired_from AS "retiredFrom", v.veteran_group AS "veteranGroup", v.guest_group AS "guestGroup", v.tier,
            v.birth_year AS "birthYear", v.languages, a.name AS "homeArea", CASE WHEN ${keep} THEN v.latitude END AS latitude, CASE WHEN ${keep} THEN v.longitude END AS longitude,
            v.travel_mode AS "travelMode", v.travel_limit_metres AS "travelLimitMetres", v.buffer_minutes AS "bufferMinutes", v.max_concurrent AS "maxConcurrent",
            v.monthly_minutes AS "monthlyMinutes", v.consented_on::text AS "consentedOn", v.training, v.trained_on::text AS "trainedOn", v.preferred_contact AS "preferredContact",
            ARRAY(SELECT s.name FROM school s WHERE s.id = ANY(v.wished_school_ids) ORDER BY s.name) AS "wishedSchools", c.number, c.authority,
            c.checked_on::text AS "checkedOn", c.expires_on::text AS "expiresOn"
     FROM volunteer v LEFT JOIN area a ON a.id = v.area_id
     LEFT JOIN LATERAL (SELECT * FROM clearance c WHERE c.volunteer_id = v.id AND c.revoked_at IS NULL ORDER BY c.expires_on DESC LIMIT 1) c ON true
     WHERE v.id = ANY($1) AND ${read}`,
    params,
  );
  const people = new Map(rows.map((row) => [row.id, row]));
  return offers.map((offer) =>
    writeResource({ volunteer: personOf(offer, people.get(offer.volunteerId)), offer: offerOf(offer) }),
  );
}

function personOf(
  { volunteerName, volunteerKind, veteranGroup }: OfferDto,
  row: Person | undefined,
): VolunteerSheetDraft {
  const blank = { clearance: null, clearanceAuthority: null, consent: null };
  if (row) {
    const { number, authority, checkedOn, expiresOn, ...person } = row;
    const clearance = number === null ? null : { number, checkedOn, until: expiresOn };
    return {
      ...person,
      languages: languageWords(person.languages),
      ...blank,
      clearance,
      clearanceAuthority: authority,
    };
  }
  return {
    ...blank,
    code: null,
    name: volunteerName,
    phone: null,
    kind: volunteerKind,
    people: 1,
    retiredFrom: null,
    veteranGroup: veteranGroup as VolunteerSheetDraft['veteranGroup'],
    guestGroup: null,
    tier: null,
    birthYear: null,
    languages: [],
    homeArea: null,
    latitude: null,
    longitude: null,
    travelMode: null,
    travelLimitMetres: null,
    bufferMinutes: 0,
    maxConcurrent: null,
    monthlyMinutes: null,
    consentedOn: null,
    training: null,
    trainedOn: null,
    preferredContact: null,
    wishedSchools: [],
  };
}

function offerOf(offer: OfferDto): Parameters<typeof writeResource>[0]['offer'] {
  const { availability } = offer;
  return {
    ...offer,
    programme: offer.programmeName,
    category: offer.categoryName,
    forms: offer.forms as Form[],
    skills: offer.skills.map(({ name, level }) => ({ skill: name, level: level as 1 | 2 | 3, required: true })),
    times: fromFreeTime(availability),
    daysOff: availability.daysOff,
    holidays: availability.holidays,
  };
}
