/** The columns of the resources menu in a workbook: headers, synonyms, drop-downs, examples. */
import type { Column } from '../sheets/columns';
import { OFFER_CODE, OFFER_COLUMNS, type OfferKey } from './offers.columns';
import { VOLUNTEER_COLUMNS, type VolunteerKey } from './volunteers.columns';

export type ResourceKey = VolunteerKey | OfferKey;

export const RESOURCE_COLUMNS: Column<ResourceKey>[] = [OFFER_CODE, ...VOLUNTEER_COLUMNS, ...OFFER_COLUMNS];

const READ_ONLY = new Set<ResourceKey>(['point', 'weekday']);

/** The columns of an export or a template, in order. */
export const RESOURCE_EXPORT_COLUMNS = RESOURCE_COLUMNS.filter(({ key }) => !READ_ONLY.has(key));
