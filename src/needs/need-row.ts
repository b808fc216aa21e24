import { topicsOf } from '../taxonomy/topics';
import { languageCodes } from '../taxonomy/languages';
import { priorityOf } from './need';
import type { NeedRow, NeedSkillRow } from './need.entity';
import type { NeedDraftDto } from './needs.dto';
import { fromTimes, toTimes } from './draft';
import { weekdaysOfTimes } from './times';

/** Languages and the place stay as they were when a change does not mention them: not every screen has fields for them. */
export function unsaid(draft: NeedDraftDto, need: NeedRow): Partial<NeedRow> {
  const { languages, areaId, latitude, longitude } = need;
  return {
    ...(draft.languages === undefined && { languages }),
    ...(draft.areaId === undefined && draft.latitude === undefined && { areaId, latitude, longitude }),
  };
}

/** The columns a draft fills, defaults included. */
export function rowOf(draft: NeedDraftDto): Partial<NeedRow> {
  const audience = draft.audience ?? 'pupils';
  const careGroups = draft.careGroups ?? [];
  const urgent = draft.urgent ?? false;
  const times = toTimes(draft.alternatives);
  return {
    title: draft.title,
    description: draft.description ?? '',
    categoryId: draft.categoryId,
    topicIds: topicsOf(draft),
    programmeId: draft.programmeId ?? null,
    audience,
    grades: draft.grades ?? 0,
    headCount: draft.headCount ?? null,
    form: draft.form,
    seats: draft.seats ?? 1,
    minimum: draft.minimum ?? 1,
    times,
    weekdays: weekdaysOfTimes(times),
    weeklyMinutes: draft.weeklyMinutes ?? null,
    periodFrom: draft.periodFrom,
    periodTo: draft.periodTo,
    placeKind: draft.placeKind ?? 'school',
    placeName: draft.placeName ?? null,
    areaId: draft.areaId ?? null,
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
    languages: languageCodes(draft.languages ?? []),
    minors: draft.minors ?? audience === 'pupils',
    oneToOne: draft.oneToOne ?? false,
    under14: draft.under14 ?? false,
    guardianConsentOn: draft.guardianConsentOn ?? null,
    careGroups,
    urgent,
    priority: priorityOf({ careGroups, urgent, audience }),
    quantity: draft.quantity ?? 0,
    wishedOfferId: draft.wishedOfferId ?? null,
    contact: draft.contact ?? '',
    answerBy: draft.answerBy ?? null,
    notes: draft.notes ?? '',
  };
}

/** The rows of the skills a draft names, defaults included. */
export const skillRowsOf = (draft: NeedDraftDto, needId: string, districtId: string): NeedSkillRow[] =>
  (draft.skills ?? []).map(({ skillId, level, required }) => ({
    needId,
    districtId,
    skillId,
    level: level ?? 1,
    required: required ?? true,
  }));

/** What is said in another form, follows from other fields, or is kept for finding the line: no news in its history. */
const DERIVED = ['times', 'weekdays', 'priority', 'searchText', 'searchGrams', 'topicIds'] as const;
type Written = ReturnType<typeof rowOf>;

/** What a line says, as its history compares it: the fields of the form, skills among them. */
export function saidByNeed(row: Partial<NeedRow>, skills: readonly NeedSkillRow[]): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const field of Object.keys(rowOf(BLANK)) as (keyof Written)[])
    if (!DERIVED.includes(field as never)) said[field] = row[field];
  said.alternatives = fromTimes(row.times!);
  said.skills = skills
    .map(({ skillId, level, required }) => ({ skillId, level, required }))
    .sort((a, b) => (a.skillId < b.skillId ? -1 : 1));
  return said;
}

const BLANK: NeedDraftDto = { title: '', categoryId: '', form: 'visit', periodFrom: '', periodTo: '' };

/** Facts about minors: looks at them are noted. */
export const ABOUT_MINORS: ReadonlySet<string> = new Set(['careGroups', 'guardianConsentOn']);

/** Fields that can tell of a child or a person; the trail keeps their values apart. */
export const PERSONAL_IN_NEED: ReadonlySet<string> = new Set([
  'description',
  'notes',
  'contact',
  'careGroups',
  'under14',
  'guardianConsentOn',
]);
