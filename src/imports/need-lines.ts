/** A row of the needs menu → a line that can be written, or faults with their cells. */
import { draftFaults } from '../needs/draft';
import { consentFaults } from '../needs/plausible';
import type { NeedSheetDraft } from '../needs/needs.sheet';
import { readNeed } from '../needs/needs.sheet';
import type { NeedKey } from '../needs/needs.columns';
import type { NeedDraftDto } from '../needs/needs.dto';
import type { TableRow } from '../sheets/columns';
import { dayNumber } from '../sheets/expressions/days';
import type { Setting } from '../sheets/expressions/types';
import type { NeedLine } from './import';
import { RowJudge } from './judge';
import { languageCodes } from '../taxonomy/languages';
import type { Named } from './name-key';
import type { Names } from './names';
import { categoryOf, presetNeed, type Presets } from './presets';
import { toAlternatives } from './times';

export interface NeedScope {
  names: Names;
  presets: Presets;
  setting: Setting;
  /** Schools the importer may write for. */
  schools: Set<string>;
  /** The school of rows that name none: the only one of a coordinator. */
  ownSchool: Named | null;
  offers: Map<string, string>;
}

export interface NeedRead {
  judge: RowJudge<NeedKey>;
  sheet: NeedSheetDraft;
  line: NeedLine | null;
}

/** Which column a JSON pointer of a draft comes from. */
const KEYS: [RegExp, NeedKey][] = [
  [/^\/period/, 'period'],
  [/^\/alternatives/, 'times'],
  [/^\/weeklyMinutes/, 'weeklyMinutes'],
  [/^\/minimum/, 'minimum'],
  [/^\/answerBy/, 'answerBy'],
  [/^\/longitude/, 'longitude'],
  [/^\/placeName/, 'place'],
  [/^\/quantity/, 'quantity'],
  [/^\/skills/, 'skills'],
  [/^\/guardianConsentOn/, 'guardianConsent'],
];
/** Where a row says its last day; a row with none of them says it by its dates. */
const PERIOD_KEYS = ['periodTo', 'period', 'periodFrom'] as const;
const keyOf = (pointer: string): NeedKey => KEYS.find(([pattern]) => pattern.test(pointer))?.[1] ?? 'title';

export function needLine(row: TableRow<NeedKey>, scope: NeedScope): NeedRead {
  const { draft: written, reader } = readNeed(row, scope.setting);
  const judge = new RowJudge(reader);
  const school = schoolOf(written, judge, scope);
  const programme = judge.named('programme', scope.names.programmes, written.programme, 'programme');
  const sheet = presetNeed(written, programme, judge, scope.presets);
  const draft = draftOf(sheet, programme, judge, scope);
  if (judge.faults.length === 0)
    judge.draft([...draftFaults(draft!), ...consentFaults(draft!, scope.setting.today)], keyOf);
  const line =
    judge.faults.length === 0
      ? { schoolId: school!.id, schoolName: school!.name, draft: draft!, submittedOn: submitted(sheet, scope.setting) }
      : null;
  return { judge, sheet, line };
}

function schoolOf(
  { school }: NeedSheetDraft,
  judge: RowJudge<NeedKey>,
  { names, schools, ownSchool }: NeedScope,
): Named | null {
  if (school === '' && ownSchool && judge.reader.header('school') === '') {
    judge.note('school', 'own_school');
    return ownSchool;
  }
  const found = judge.named('school', names.schools, school || null, 'school', true);
  if (found && !schools.has(found.id))
    judge.refuse('school', 'other_school', 'expected_own_school', { value: found.name });
  return found;
}

function draftOf(
  sheet: NeedSheetDraft,
  programme: Named | null,
  judge: RowJudge<NeedKey>,
  scope: NeedScope,
): NeedDraftDto | null {
  const { names, setting } = scope;
  // A line of the menu, exported, keeps what it has.
  if (programme?.retired && !sheet.code) judge.refuse('programme', 'programme_retired', 'expected_programme_retired');
  if (!sheet.form) judge.refuse('form', 'missing_value', 'expected_form');
  const skills = skillsOf(sheet, judge, names);
  const category = categoryOf(sheet.category, programme, skills, judge, names, scope.presets);
  const wished = sheet.wishedOffer ? scope.offers.get(sheet.wishedOffer) : null;
  if (wished === undefined)
    judge.refuse('wishedOffer', 'unknown_offer', 'expected_known_name', { value: sheet.wishedOffer! });
  const notes = [
    sheet.notes,
    sheet.previousVolunteers.length > 0 ? `上期志愿者: ${sheet.previousVolunteers.join('、')}` : '',
  ]
    .filter(Boolean)
    .join('；');
  if (notes.length > 2000) judge.refuse('notes', 'too_long', 'expected_at_most', { most: 2000 });
  if (sheet.languages.some((word) => word.length > 20))
    judge.refuse('languages', 'too_long', 'expected_at_most', { most: 20 });
  const { title, description, contact, placeName, audience, minimum } = sheet;
  judge.plain({ title, description, contact, notes, place: placeName, languages: sheet.languages.join('') });
  if (sheet.guardianConsent && !sheet.guardianConsentOn) judge.note('guardianConsent', 'consent_without_date');
  const urgent = sheet.urgent || (sheet.priority !== null && sheet.priority <= 2 && sheet.careGroups.length === 0);
  if (urgent && !sheet.urgent) judge.note('priority', 'priority_as_urgent');
  const period = periodOf(sheet, judge, setting);
  if (period && period.to < setting.today)
    judge.refuse(PERIOD_KEYS.find((key) => judge.reader.has(key)) ?? 'times', 'period_over', 'expected_range_ahead', {
      value: period.to,
      today: setting.today,
    });
  if (!category || !sheet.form || !period || judge.faults.length > 0) return null;
  const alternatives =
    sheet.times.kind === 'fixed' ? toAlternatives(sheet.times, period, sheet.sessionMinutes, setting.calendar) : [];
  if (alternatives === null) judge.refuse('times', 'too_many_times', 'expected_times');
  if (sheet.times.alternatives.flat().some((rule) => rule.kind === 'weekly' && rule.parity))
    judge.note('times', 'teaching_weeks');
  notesOnLength(sheet, judge);
  const weeklyMinutes = minutesOf(sheet, alternatives?.length ?? 1, judge, setting);
  const pupils = audience === 'pupils' || audience === 'whole_school';
  return {
    title,
    description,
    categoryId: category.id,
    programmeId: programme?.id ?? null,
    audience,
    grades: sheet.grades,
    headCount: sheet.headCount,
    form: sheet.form,
    seats: sheet.seats,
    minimum,
    alternatives: alternatives ?? [],
    weeklyMinutes,
    periodFrom: period.from,
    periodTo: period.to,
    placeKind: sheet.placeKind,
    placeName,
    latitude: sheet.latitude,
    longitude: sheet.longitude,
    skills,
    languages: languageCodes(sheet.languages),
    minors: sheet.minors ?? (pupils && sheet.form !== 'goods'),
    oneToOne: sheet.oneToOne,
    under14: sheet.under14 ?? (sheet.oneToOne && (sheet.grades & 0xff) !== 0),
    guardianConsentOn: sheet.guardianConsentOn,
    careGroups: sheet.careGroups,
    urgent,
    quantity: sheet.quantity,
    wishedOfferId: wished ?? null,
    contact,
    answerBy: sheet.answerBy,
    notes,
  };
}

function skillsOf(sheet: NeedSheetDraft, judge: RowJudge<NeedKey>, names: Names): NeedDraftDto['skills'] {
  const found = new Map<string, { skillId: string; level: number; required: boolean }>();
  for (const { skill, level, required } of sheet.skills) {
    const known = judge.named(required ? 'skills' : 'preferredSkills', names.skills, skill, 'skill');
    const earlier = known && found.get(known.id);
    if (earlier)
      Object.assign(earlier, { level: Math.max(earlier.level, level), required: earlier.required || required });
    else if (known) found.set(known.id, { skillId: known.id, level, required });
  }
  if (found.size > 20) judge.refuse('skills', 'too_many', 'expected_items', { count: found.size, most: 20 });
  return [...found.values()];
}

/** The period as written; else the days of single dates, else what is left of the term: both are said in the preview. */
function periodOf(
  sheet: NeedSheetDraft,
  judge: RowJudge<NeedKey>,
  setting: Setting,
): { from: string; to: string } | null {
  if (judge.reader.bad.has('period') || judge.reader.bad.has('periodFrom') || judge.reader.bad.has('periodTo'))
    return null;
  const term = setting.calendar.terms.find(({ to }) => to >= (sheet.period?.from ?? setting.today));
  if (sheet.period?.from && sheet.period.to) return { from: sheet.period.from, to: sheet.period.to };
  const rules = sheet.times.alternatives.flat();
  const dates = rules.flatMap((rule) => (rule.kind === 'dates' ? rule.dates : [])).sort();
  const open = !sheet.period || (sheet.period.from !== null && sheet.period.from <= (dates[0] ?? ''));
  if (open && dates.length > 0 && rules.every(({ kind }) => kind === 'dates')) {
    judge.note('period', 'period_of_dates');
    return { from: sheet.period?.from ?? dates[0], to: dates[dates.length - 1] };
  }
  const range = sheet.period ?? rules.find((rule) => rule.range)?.range ?? { from: null, to: null };
  const from = range.from ?? (term && term.from > setting.today ? term.from : setting.today);
  const to = range.to ?? term?.to;
  if (!to || to < from) {
    judge.refuse('period', 'missing_value', 'expected_range');
    return null;
  }
  if (!range.from || !range.to) judge.note('period', 'period_of_term');
  return { from, to };
}

/** Clocks win over the length of a meeting beside them, which the preview says; within 下午 the length stands. */
function notesOnLength({ times, sessionMinutes }: NeedSheetDraft, judge: RowJudge<NeedKey>): void {
  if (sessionMinutes === null || times.kind !== 'fixed') return;
  const lengths = times.alternatives
    .flat()
    .flatMap((rule) => rule.times.filter(({ part, from, to }) => part === undefined || to - from < sessionMinutes))
    .map(({ from, to }) => to - from);
  if (lengths.some((length) => length !== sessionMinutes))
    judge.note('sessionMinutes', 'times_say_otherwise', [...new Set(lengths)].map((one) => `${one}分钟`).join('、'));
}

/** Minutes a week when the time is to be agreed: as written, or one meeting a week, which is said. */
function minutesOf(
  sheet: NeedSheetDraft,
  alternatives: number,
  judge: RowJudge<NeedKey>,
  setting: Setting,
): number | null {
  const { weeklyMinutes } = sheet;
  if (weeklyMinutes !== null && weeklyMinutes < 5)
    judge.refuse('weeklyMinutes', 'out_of_range', 'expected_workload', { value: weeklyMinutes });
  if (weeklyMinutes !== null || alternatives > 0 || sheet.form === 'goods') return weeklyMinutes;
  judge.note('weeklyMinutes', 'one_meeting_a_week');
  return sheet.sessionMinutes ?? setting.habits.meetingMinutes;
}

/** The day the office got the need: as written, or so many days before today. */
function submitted({ submittedOn, waitingDays }: NeedSheetDraft, { today }: Setting): string | null {
  if (submittedOn) return submittedOn <= today ? submittedOn : null;
  return waitingDays ? new Date((dayNumber(today) - waitingDays) * 86_400_000).toISOString().slice(0, 10) : null;
}
