/** A row of the resources menu → an offer and its volunteer that can be written, or faults with their cells. */
import { offerFaults } from '../resources/availability';
import { clearanceFaults, volunteerFaults } from '../resources/plausible';
import type { ResourceKey } from '../resources/resources.columns';
import type { ClearanceDto, OfferDraftDto, VolunteerDraftDto } from '../resources/resources.dto';
import type { OfferSheetDraft, ResourceSheetDraft } from '../resources/resources.sheet';
import type { VolunteerSheetDraft } from '../resources/volunteers.sheet';
import type { Setting } from '../sheets/expressions/types';
import type { RowJudge } from './judge';
import { languageCodes } from '../taxonomy/languages';
import type { Named } from './name-key';
import type { Names } from './names';
import { categoryOf, presetOffer, type Presets } from './presets';
import { type FreeTime, toFreeTime } from './free-times';

export interface OfferScope {
  names: Names;
  presets: Presets;
  setting: Setting;
  /** May record clearances. */
  admin: boolean;
}

const KEYS: [RegExp, ResourceKey][] = [
  [/^\/availability\/daysOff/, 'daysOff'],
  [/^\/availability/, 'times'],
  [/^\/online/, 'mode'],
  [/^\/stock/, 'stock'],
  [/^\/skills/, 'skills'],
  [/^\/phone/, 'phone'],
  [/^\/birthYear/, 'birthYear'],
  [/^\/consentedOn/, 'consent'],
  [/^\/trainedOn/, 'trainedOn'],
];
const keyOf = (pointer: string): ResourceKey => KEYS.find(([pattern]) => pattern.test(pointer))?.[1] ?? 'title';

/** The offer of a row; null when the row has faults. */
export function offerDraft(
  { offer: written }: ResourceSheetDraft,
  judge: RowJudge<ResourceKey>,
  { names, presets, setting }: OfferScope,
): OfferDraftDto | null {
  const programme = judge.named('programme', names.programmes, written.programme, 'programme');
  const sheet = presetOffer(written, programme, judge, presets);
  // A line of the menu, exported, keeps what it has.
  if (programme?.retired && !sheet.code) judge.refuse('programme', 'programme_retired', 'expected_programme_retired');
  if (sheet.forms.length === 0) judge.refuse('forms', 'missing_value', 'expected_form');
  if (sheet.forms.includes('goods') && !judge.reader.has('stock'))
    judge.refuse('stock', 'missing_value', 'expected_count', { most: 100_000, value: '' });
  const skills = skillsOf(sheet, judge, names);
  const category = categoryOf(sheet.category, programme, skills, judge, names, presets);
  const { notes } = sheet;
  if (notes.length > 2000) judge.refuse('notes', 'too_long', 'expected_at_most', { most: 2000 });
  judge.plain({ title: sheet.title, description: sheet.description, siteNeeds: sheet.siteNeeds, notes });
  if ((sheet.travelLimitMetres ?? 1) > 200_000)
    judge.refuse('offerTravelLimit', 'out_of_range', 'expected_distance', { value: sheet.travelLimitMetres! });
  if (!category || judge.faults.length > 0) return null;
  const goods = sheet.forms.includes('goods');
  const free = toFreeTime(sheet.times, sheet.daysOff, sheet.holidays, setting.calendar, setting.today);
  if (!free) judge.refuse('times', 'too_many_times', 'expected_times');
  else if (sheet.times === null && goods) free.availability.anyTime = false;
  else if (sheet.times === null || sheet.times.kind === 'agreed') judge.note('times', 'any_time');
  if (!free) return null;
  const { availability } = free;
  notesOnDays(free, setting, judge);
  const draft: OfferDraftDto = {
    title: sheet.title,
    description: sheet.description,
    categoryId: category.id,
    programmeId: programme?.id ?? null,
    forms: sheet.forms,
    grades: sheet.grades,
    sessionMinutes: sheet.sessionMinutes,
    availability,
    onsite: sheet.onsite,
    online: sheet.online,
    maxConcurrent: sheet.maxConcurrent,
    monthlyMinutes: sheet.monthlyMinutes,
    travelLimitMetres: sheet.travelLimitMetres,
    stock: sheet.stock,
    skills,
    siteNeeds: sheet.siteNeeds,
    notes,
  };
  judge.draft(offerFaults(draft), keyOf);
  return judge.faults.length > 0 ? null : draft;
}

/** What hangs on the calendar, in the preview: what is kept as days, from when every second week counts, weeks of no term. */
function notesOnDays(
  { availability, spelledOut, countedFrom }: FreeTime,
  { calendar }: Setting,
  judge: RowJudge<ResourceKey>,
): void {
  if (spelledOut) judge.note('times', 'kept_as_dates', spelledOut.join('至'));
  if (countedFrom) judge.note('times', 'counted_from_first', countedFrom);
  if (availability.weekly.some(({ weeks }) => weeks) && calendar.terms.length === 0)
    judge.note('times', 'weeks_without_term');
}

function skillsOf(sheet: OfferSheetDraft, judge: RowJudge<ResourceKey>, names: Names): OfferDraftDto['skills'] {
  const found = new Map<string, { skillId: string; level: number }>();
  for (const { skill, level } of sheet.skills) {
    const known = judge.named('skills', names.skills, skill, 'skill');
    if (known) found.set(known.id, { skillId: known.id, level: Math.max(level, found.get(known.id)?.level ?? 0) });
  }
  if (found.size > 20) judge.refuse('skills', 'too_many', 'expected_items', { count: found.size, most: 20 });
  return [...found.values()];
}

/** The volunteer of a row that nobody knows yet. */
export function volunteerDraft(
  sheet: VolunteerSheetDraft,
  judge: RowJudge<ResourceKey>,
  { names, setting, admin }: OfferScope,
): { draft: VolunteerDraftDto; clearance: ClearanceDto | null } {
  const area = areaOf(sheet, judge, names);
  const wished = sheet.wishedSchools
    .map((name) => judge.named('wishedSchools', names.schools, name, 'school')?.id)
    .filter((id) => id !== undefined);
  if (sheet.kind === 'person' && sheet.people > 1) judge.refuse('people', 'only_for_teams', 'expected_blank');
  if ((sheet.latitude === null) !== (sheet.longitude === null))
    judge.refuse('longitude', 'needs_both', 'expected_point');
  if ((sheet.travelLimitMetres ?? 1) > 200_000)
    judge.refuse('travelLimit', 'out_of_range', 'expected_distance', { value: sheet.travelLimitMetres! });
  if (sheet.languages.some((word) => word.length > 20))
    judge.refuse('languages', 'too_long', 'expected_at_most', { most: 20 });
  judge.plain({
    name: sheet.name,
    retiredFrom: sheet.retiredFrom,
    languages: sheet.languages.join(''),
    training: sheet.training,
  });
  if (sheet.consent && !sheet.consentedOn) judge.note('consent', 'consent_dated_today');
  const draft: VolunteerDraftDto = {
    name: sheet.name,
    kind: sheet.kind,
    phone: sheet.phone,
    retiredFrom: sheet.retiredFrom,
    veteranGroup: sheet.veteranGroup,
    guestGroup: sheet.guestGroup,
    tier: sheet.tier ?? undefined,
    people: sheet.people,
    birthYear: sheet.birthYear,
    languages: sheet.languages.length > 0 ? languageCodes(sheet.languages) : undefined,
    areaId: area?.id ?? null,
    latitude: sheet.latitude,
    longitude: sheet.longitude,
    travelMode: sheet.travelMode ?? undefined,
    travelLimitMetres: sheet.travelLimitMetres,
    bufferMinutes: sheet.bufferMinutes,
    maxConcurrent: sheet.maxConcurrent,
    monthlyMinutes: sheet.monthlyMinutes,
    wishedSchoolIds: [...new Set(wished)],
    preferredContact: contactOf(sheet),
    consentedOn: sheet.consentedOn ?? (sheet.consent ? setting.today : null),
    training: sheet.training ?? '',
    trainedOn: sheet.trainedOn,
  };
  judge.draft(volunteerFaults(draft, setting.today), keyOf);
  return { draft, clearance: clearanceOf(sheet, judge, admin, setting.today) };
}

/**
 * Many registers carry an address where the menu wants an area of the district: the area named in it is taken, and if there
 * is none the way to this person is not known. Either is said; the address itself is kept nowhere.
 */
function areaOf({ homeArea }: VolunteerSheetDraft, judge: RowJudge<ResourceKey>, { areas }: Names): Named | null {
  if (!homeArea) return null;
  const exact = areas.find(homeArea);
  if (exact) return exact;
  const within = areas.within(homeArea) ?? null;
  judge.note('homeArea', within ? 'area_in_address' : 'area_unknown', within?.name);
  return within;
}

const contactOf = ({ preferredContact }: VolunteerSheetDraft): string | undefined => preferredContact ?? undefined;

/** A clearance with everything the record asks for, when an admin imports it; what is missing is said. */
function clearanceOf(
  { clearance, clearanceAuthority }: VolunteerSheetDraft,
  judge: RowJudge<ResourceKey>,
  admin: boolean,
  today: string,
): ClearanceDto | null {
  if (!clearance) return null;
  const { number, checkedOn, until } = clearance;
  if (!admin) judge.note('clearance', 'clearance_by_admin');
  else if (!number || !clearanceAuthority || !checkedOn || !until) judge.note('clearance', 'clearance_incomplete');
  else {
    const found = { number, authority: clearanceAuthority, checkedOn, expiresOn: until };
    for (const { pointer, code, params } of clearanceFaults(found, today)) {
      const late = pointer === '/expiresOn' && judge.reader.has('clearedUntil');
      const right = code === 'in_future' ? 'expected_past_day' : 'expected_clearance';
      judge.refuse(late ? 'clearedUntil' : 'clearance', code, right, params as Record<string, number> | undefined);
    }
    return found;
  }
  return null;
}
