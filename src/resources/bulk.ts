/** Many volunteers and offers at once, for workbooks. */
import type { NewRows } from '../needs/bulk';
import type { Ctx } from '../platform/actor';
import { newId } from '../platform/ids';
import { searchLine } from '../platform/search';
import { rowOf as offerRow, skillRowsOf } from './offer-row';
import type { ClearanceDto, OfferDraftDto, VolunteerDraftDto } from './resources.dto';
import { rowOf as volunteerRow, searchParts } from './volunteer-row';

export interface NewVolunteer {
  id: string;
  code: string;
  state: 'applied' | 'active';
  draft: VolunteerDraftDto;
  clearance: ClearanceDto | null;
}

export interface NewOffer {
  id: string;
  code: string;
  state: 'submitted' | 'listed';
  volunteerId: string;
  volunteerName: string;
  draft: OfferDraftDto;
}

/** Volunteers, with the clearance of those who have one; every line says on whose behalf it was written. */
export function rowsOfVolunteers(
  { actor: { districtId } }: Ctx,
  now: Date,
  volunteers: NewVolunteer[],
  source: Record<string, unknown>,
): NewRows {
  const people = volunteers.map(({ id, code, state, draft }) => ({
    ...volunteerRow(draft),
    ...searchLine(...searchParts(code, draft)),
    id,
    districtId,
    code,
    state,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }));
  const clearances = volunteers.flatMap(({ id, clearance }) =>
    clearance ? [{ id: newId(), districtId, volunteerId: id, ...clearance, revokedAt: null, createdAt: now }] : [],
  );
  const events = volunteers.map(({ id, code, state }) => ({
    action: 'volunteer.import',
    entity: 'volunteer',
    entityId: id,
    change: { code, to: state, ...source },
    onBehalfOf: id,
  }));
  return {
    tables: [
      ['volunteer', people],
      ['clearance', clearances],
    ],
    events,
  };
}

/** Offers whose drafts have been checked. */
export function rowsOfOffers(
  { actor: { districtId, accountId } }: Ctx,
  now: Date,
  offers: NewOffer[],
  source: Record<string, unknown>,
): NewRows {
  const lines = offers.map(({ id, code, state, volunteerId, volunteerName, draft }) => ({
    ...offerRow(draft),
    ...searchLine(draft.title, draft.description ?? null, code, volunteerName),
    id,
    districtId,
    code,
    volunteerId,
    state,
    confirmedAt: now,
    createdBy: accountId,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }));
  const skills = offers.flatMap(({ id, draft }) => skillRowsOf(draft, id, districtId));
  const events = offers.map(({ id, code, state, volunteerId, draft }) => ({
    action: 'offer.import',
    entity: 'offer',
    entityId: id,
    change: { code, title: draft.title, to: state, ...source },
    onBehalfOf: volunteerId,
  }));
  return {
    tables: [
      ['offer', lines],
      ['offer_skill', skills],
    ],
    events,
  };
}
