import { topicsOf } from '../taxonomy/topics';
import { freeWeekdays, fromAvailability, toAvailability } from './availability';
import type { OfferRow, OfferSkillRow } from './resource.entity';
import type { OfferDraftDto } from './resources.dto';

/** The columns a draft fills, defaults included. */
export function rowOf(draft: OfferDraftDto): Partial<OfferRow> {
  const availability = toAvailability(draft.availability);
  return {
    title: draft.title,
    description: draft.description ?? '',
    categoryId: draft.categoryId,
    topicIds: topicsOf(draft),
    programmeId: draft.programmeId ?? null,
    forms: draft.forms,
    grades: draft.grades ?? 0,
    sessionMinutes: draft.sessionMinutes ?? null,
    availability,
    weekdays: freeWeekdays(availability),
    onsite: draft.onsite ?? true,
    online: draft.online ?? false,
    maxConcurrent: draft.maxConcurrent ?? null,
    monthlyMinutes: draft.monthlyMinutes ?? null,
    travelLimitMetres: draft.travelLimitMetres ?? null,
    stock: draft.stock ?? 0,
    siteNeeds: draft.siteNeeds ?? '',
    notes: draft.notes ?? '',
  };
}

/** The rows of the skills a draft names, defaults included. */
export const skillRowsOf = (draft: OfferDraftDto, offerId: string, districtId: string): OfferSkillRow[] =>
  (draft.skills ?? []).map(({ skillId, level }) => ({ offerId, districtId, skillId, level: level ?? 2 }));

/** What an offer says, as its history compares it: the fields of the form, skills among them. */
export function saidByOffer(row: Partial<OfferRow>, skills: readonly OfferSkillRow[]): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const field of Object.keys(rowOf(BLANK)) as (keyof OfferRow)[])
    if (field !== 'weekdays' && field !== 'topicIds') said[field] = row[field];
  said.availability = fromAvailability(row.availability!);
  said.skills = skills
    .map(({ skillId, level }) => ({ skillId, level }))
    .sort((a, b) => (a.skillId < b.skillId ? -1 : 1));
  return said;
}

const BLANK: OfferDraftDto = {
  title: '',
  categoryId: '',
  forms: [],
  availability: { anyTime: true, weekly: [], dates: [], daysOff: [], holidays: 'same' },
};

/** Fields that can tell of a person; the trail keeps their values apart. */
export const PERSONAL_IN_OFFER: ReadonlySet<string> = new Set(['description', 'notes']);
