/** Many volunteers and offers at once, for workbooks. */
import { record } from '../audit/audit';
import { insertAll } from '../needs/bulk';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import { searchColumns } from '../platform/search';
import { rowOf as offerRow } from './offers.service';
import type { ClearanceDto, OfferDraftDto, VolunteerDraftDto } from './resources.dto';
import { rowOf as volunteerRow, searchOf } from './volunteers.service';

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

/** Inserts volunteers, with the clearance of those who have one; every line says on whose behalf it was written. */
export async function insertVolunteers(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  volunteers: NewVolunteer[],
  source: Record<string, unknown>,
): Promise<void> {
  const { districtId } = ctx.actor;
  await insertAll(
    tx,
    'volunteer',
    volunteers.map(({ id, code, state, draft }) => ({
      ...volunteerRow(draft),
      ...searchOf(code, draft),
      id,
      districtId,
      code,
      state,
      createdAt: now,
      updatedAt: now,
      version: 1,
    })),
  );
  await insertAll(
    tx,
    'clearance',
    volunteers.flatMap(({ id, clearance }) =>
      clearance ? [{ id: newId(), districtId, volunteerId: id, ...clearance, revokedAt: null, createdAt: now }] : [],
    ),
  );
  await record(
    tx,
    ctx,
    now,
    ...volunteers.map(({ id, code, state }) => ({
      action: 'volunteer.import',
      entity: 'volunteer',
      entityId: id,
      change: { code, to: state, ...source },
      onBehalfOf: id,
    })),
  );
}

/** Inserts offers whose drafts have been checked. */
export async function insertOffers(
  tx: Tx,
  ctx: Ctx,
  now: Date,
  offers: NewOffer[],
  source: Record<string, unknown>,
): Promise<void> {
  const { districtId, accountId } = ctx.actor;
  await insertAll(
    tx,
    'offer',
    offers.map(({ id, code, state, volunteerId, volunteerName, draft }) => ({
      ...offerRow(draft),
      ...searchColumns(draft.title, draft.description ?? null, code, volunteerName),
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
    })),
  );
  await insertAll(
    tx,
    'offer_skill',
    offers.flatMap(({ id, draft }) =>
      (draft.skills ?? []).map(({ skillId, level }) => ({ offerId: id, districtId, skillId, level: level ?? 2 })),
    ),
  );
  await record(
    tx,
    ctx,
    now,
    ...offers.map(({ id, code, state, volunteerId, draft }) => ({
      action: 'offer.import',
      entity: 'offer',
      entityId: id,
      change: { code, title: draft.title, to: state, ...source },
      onBehalfOf: volunteerId,
    })),
  );
}
