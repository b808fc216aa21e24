/** The needs menu as a workbook: its columns, and a row read into a draft and written back the same. */
import { type TableRow, extraNotes } from '../sheets/columns';
import type { NeedKey } from './needs.columns';
import { type Count, parseCount } from '../sheets/expressions/counts';
import { parseDate } from '../sheets/expressions/dates';
import { parseDuration, parseWorkload } from '../sheets/expressions/durations';
import { asksForGrades, formatGrades, parseGrades } from '../sheets/expressions/grades';
import { parseContactPhone, parsePoint, tidyContact } from '../sheets/expressions/measures';
import { formatSkills, isNumbered, parseSkills, type SkillWord, splitList } from '../sheets/expressions/skills';
import { writeTimes } from '../sheets/expressions/times-format';
import { type DateRange, type Setting, type TimeSpec, type Understood, understood } from '../sheets/expressions/types';
import { CARE_GROUPS, FORMS, parseCareGroups } from '../sheets/expressions/vocabularies';
import {
  formatPriority,
  formatWord,
  formatWords,
  parsePriority,
  parseWord,
  parseYesNo,
} from '../sheets/expressions/words';
import { RowReader } from '../sheets/row-reader';
import { durationUnit } from '../sheets/units';
import type { PlaceKind } from './need';
import { degrees, inPast, parseConsent, parsePlace, wholeNumber } from './needs.cells';
import { formatPeriod, readWhen } from './needs.when';
import type { Audience, CareGroup, Form } from '../taxonomy/kinds';

/** A line of the needs menu as a workbook tells it: names instead of ids, nothing decided that was not said. */
export interface NeedSheetDraft {
  code: string | null;
  school: string;
  programme: string | null;
  category: string | null;
  title: string;
  description: string;
  audience: Audience;
  /** Bit g set: grade g (0 kindergarten, 1–12). */
  grades: number;
  headCount: number | null;
  form: Form | null;
  seats: number;
  minimum: number;
  /** `weeklyMinutes` of the spec is null; the draft's own field holds it. */
  times: TimeSpec;
  sessionMinutes: number | null;
  weeklyMinutes: number | null;
  period: DateRange | null;
  placeKind: PlaceKind;
  placeName: string | null;
  latitude: number | null;
  longitude: number | null;
  skills: SkillWord[];
  languages: string[];
  /** null: not said. */
  minors: boolean | null;
  oneToOne: boolean;
  /** null: not said. */
  under14: boolean | null;
  guardianConsent: boolean | null;
  guardianConsentOn: string | null;
  careGroups: CareGroup[];
  urgent: boolean;
  /** As typed; null: the rules of the menu decide. */
  priority: 1 | 2 | 3 | 4 | null;
  contact: string;
  wishedOffer: string | null;
  previousVolunteers: string[];
  answerBy: string | null;
  submittedOn: string | null;
  waitingDays: number | null;
  quantity: number;
  notes: string;
}

export interface ReadNeed {
  draft: NeedSheetDraft;
  reader: RowReader<NeedKey>;
}

/** Reads a row; what cannot be read stands in `reader.faults`, and the field is left as if blank. */
export function readNeed(row: TableRow<NeedKey>, setting: Setting): ReadNeed {
  const reader = new RowReader(row);
  const { habits } = setting;
  const count = (most: number) => (input: string | number) => parseCount(input, most);
  const date = (input: string | number): Understood<string> => parseDate(input, setting);
  const yes = (key: NeedKey): boolean | null => reader.read(key, parseYesNo);
  const audience = reader.read('audience', (input) => parseGrades(input, asksForGrades(reader.header('audience'))), {
    show: formatGrades,
  }) ?? { grades: 0, audiences: [] };
  const seats = reader.read('seats', count(200));
  const least = reader.read('minimum', count(200));
  const sessionMinutes = reader.read('sessionMinutes', (input, unit) =>
    parseDuration(input, { habits, unit: durationUnit(unit) }),
  );
  const weekly = reader.read('weeklyMinutes', (input, unit) =>
    parseWorkload(input, { habits, per: 'week', unit: durationUnit(unit) ?? 'minutes', most: 10_080 }),
  );
  const when = readWhen(reader, setting, sessionMinutes);
  const point = reader.read('point', parsePoint);
  const consent = reader.read('guardianConsent', (input) => parseConsent(input, setting));
  const place = reader.read('place', parsePlace);
  const phone = reader.read('contactPhone', (input) =>
    parseContactPhone(input, /联系人|姓名|负责人/.test(reader.header('contactPhone'))),
  );
  const form = reader.read('form', (input) => parseWord(FORMS, input));
  const draft: NeedSheetDraft = {
    code: reader.text('code', 40) || null,
    school: reader.text('school', 80),
    programme: reader.text('programme', 60) || null,
    category: reader.text('category', 60) || null,
    title: reader.text('title', 80) || untitled(reader),
    description: reader.text('description'),
    audience: audienceOf(audience.audiences, form),
    grades: audience.grades,
    headCount: reader.read('headCount', parseHeads)?.wanted ?? null,
    form,
    seats: seats?.wanted ?? 1,
    minimum: least?.wanted ?? seats?.minimum ?? 1,
    times: when.times,
    sessionMinutes,
    weeklyMinutes: weekly ? weeklyOf(weekly) : when.weeklyMinutes,
    period: when.period,
    placeKind: place?.kind ?? 'school',
    placeName: place?.name ?? null,
    latitude: point?.latitude ?? reader.read('latitude', degrees(90)),
    longitude: point?.longitude ?? reader.read('longitude', degrees(180)),
    skills: mergeSkills(
      reader.read('skills', (input) => parseSkills(input, 1)) ?? [],
      reader.read('preferredSkills', (input) => parseSkills(input, 1, false)) ?? [],
    ),
    languages: reader.read('languages', (input) => understood(splitList(String(input)).slice(0, 10))) ?? [],
    minors: yes('minors'),
    oneToOne: yes('oneToOne') ?? form === 'one_to_one',
    under14: yes('under14'),
    guardianConsent: consent?.given ?? null,
    guardianConsentOn: consent?.on ?? null,
    careGroups: careGroupsOf(reader),
    urgent: yes('urgent') ?? false,
    priority: reader.read('priority', parsePriority),
    contact: contactOf(reader.text('contact', 120), phone),
    wishedOffer: reader.text('wishedOffer', 80) || null,
    previousVolunteers: reader.read('previousVolunteers', (input) => understood(splitList(String(input)))) ?? [],
    answerBy: reader.read('answerBy', date),
    submittedOn: reader.read('submittedOn', (input) => parseDate(input, inPast(setting))),
    waitingDays: reader.read('waitingDays', wholeNumber(3_650)),
    quantity: reader.read('quantity', count(100_000))?.wanted ?? 0,
    notes: [reader.text('notes'), ...reader.remarks(), ...extraNotes(row)].filter(Boolean).join('；'),
  };
  contradictions(draft, reader);
  return { draft, reader };
}

/** The number once, though both columns have it. */
function contactOf(contact: string, phone: string | null): string {
  const said = tidyContact(contact);
  return phone && said.includes(phone) ? said : [said, phone ?? ''].filter(Boolean).join(' ');
}

/** Everybody is no number: it stays in the notes, and the line is one without a head count. */
function parseHeads(input: string | number): Understood<Count | null> {
  return /^(全体|全部|全校|全年级|全班|不限|待定)(师生|学生|教师|家长|人员|人数)?$/.test(String(input).trim())
    ? understood(null, ['head_count_unknown'])
    : parseCount(input, 100_000);
}

/** 留守儿童 under 对象 is a care group too; where no column asks for it, the preview says so. */
function careGroupsOf(reader: RowReader<NeedKey>): CareGroup[] {
  const said = reader.read('careGroups', parseCareGroups);
  if (said || reader.has('careGroups') || !reader.has('audience')) return said ?? [];
  const text = reader.text('audience');
  const found = (Object.keys(CARE_GROUPS.words) as CareGroup[]).filter((group) =>
    CARE_GROUPS.words[group].some((word) => word.length > 1 && /[一-鿿]/.test(word) && text.includes(word)),
  );
  if (found.length > 0) reader.note('audience', 'care_by_audience', formatWords(CARE_GROUPS, found));
  return found;
}

/** A sheet without any title column still names its lines. */
function untitled(reader: RowReader<NeedKey>): string {
  if (reader.header('title') !== '') return '';
  return (reader.text('description') || reader.text('category') || reader.text('code')).slice(0, 80);
}

/** What no single cell can tell. */
function contradictions(draft: NeedSheetDraft, reader: RowReader<NeedKey>): void {
  if (!draft.code && isNumbered(draft.title)) reader.refuse('title', 'several_lines', 'expected_one_a_row');
  if (draft.title === '' && !reader.bad.has('title')) reader.refuse('title', 'missing_value', 'expected_text');
  if (draft.school === '' && reader.header('school') !== '' && !reader.bad.has('school'))
    reader.refuse('school', 'missing_value', 'expected_text');
  if (draft.minimum > draft.seats && !reader.bad.has('seats'))
    reader.refuse('minimum', 'more_than_seats', 'expected_minimum', { minimum: draft.minimum, seats: draft.seats });
  if (draft.form === 'goods' && draft.quantity === 0 && !reader.bad.has('quantity'))
    reader.refuse('quantity', 'missing_value', 'expected_count', { most: 100_000, value: '' });
  const { period, answerBy } = draft;
  if (period?.from && period.to && period.to < period.from)
    reader.refuse('periodTo', 'ends_before_start', 'expected_range', { value: `${period.from}—${period.to}` });
  if (answerBy && period?.to && answerBy > period.to)
    reader.refuse('answerBy', 'after_period', 'expected_date', { value: answerBy });
  if (
    (draft.latitude === null) !== (draft.longitude === null) &&
    !reader.bad.has('latitude') &&
    !reader.bad.has('longitude')
  )
    reader.refuse('longitude', 'needs_both', 'expected_point');
}

function audienceOf(found: string[], form: Form | null): Audience {
  const known = found.map((one): Audience =>
    one === 'teachers' ? 'young_teachers' : one === 'community' ? 'whole_school' : (one as Audience),
  );
  const several = new Set(known);
  if (several.size > 1) return 'whole_school';
  return known[0] ?? (form === 'mentoring' ? 'young_teachers' : 'pupils');
}

function weeklyOf({ minutes, per }: { minutes: number; per: 'week' | 'month' | 'term' | 'year' }): number {
  return Math.max(1, Math.round(minutes / { week: 1, month: 52 / 12, term: 20, year: 40 }[per]));
}

function mergeSkills(required: SkillWord[], preferred: SkillWord[]): SkillWord[] {
  return [...required, ...preferred.filter(({ skill }) => !required.some((one) => one.skill === skill))];
}

/** The cells of a line by column key; reading them gives the same draft. */
export function writeNeed(draft: NeedSheetDraft): Partial<Record<NeedKey, string | number>> {
  const yesNo = (value: boolean | null): string => (value === null ? '' : value ? '是' : '否');
  const { period } = draft;
  const required = draft.skills.filter((skill) => skill.required);
  return {
    code: draft.code ?? '',
    school: draft.school,
    programme: draft.programme ?? '',
    category: draft.category ?? '',
    title: draft.title,
    description: draft.description,
    audience: formatGrades({ grades: draft.grades, audiences: [draft.audience] }),
    headCount: draft.headCount ?? '',
    form: draft.form ? formatWord(FORMS, draft.form) : '',
    seats: draft.seats,
    minimum: draft.minimum,
    times: draft.times.kind === 'agreed' ? '待定' : writeTimes(draft.times),
    sessionMinutes: draft.sessionMinutes === null ? '' : `${draft.sessionMinutes}分钟`,
    weeklyMinutes: draft.weeklyMinutes === null ? '' : `${draft.weeklyMinutes}分钟`,
    period: period ? formatPeriod(period) : '',
    place: draft.placeName ?? { school: '本校', online: '线上', other: '' }[draft.placeKind],
    latitude: draft.latitude ?? '',
    longitude: draft.longitude ?? '',
    skills: formatSkills(required, 1),
    preferredSkills: formatSkills(
      draft.skills.filter((skill) => !skill.required),
      1,
    ),
    languages: draft.languages.join('、'),
    minors: yesNo(draft.minors),
    oneToOne: yesNo(draft.oneToOne),
    under14: yesNo(draft.under14),
    guardianConsent: draft.guardianConsentOn ?? yesNo(draft.guardianConsent),
    careGroups: formatWords(CARE_GROUPS, draft.careGroups),
    urgent: yesNo(draft.urgent),
    priority: draft.priority === null ? '' : formatPriority(draft.priority),
    contact: draft.contact,
    wishedOffer: draft.wishedOffer ?? '',
    previousVolunteers: draft.previousVolunteers.join('、'),
    answerBy: draft.answerBy ?? '',
    submittedOn: draft.submittedOn ?? '',
    waitingDays: draft.waitingDays ?? '',
    quantity: draft.quantity === 0 ? '' : draft.quantity,
    notes: draft.notes,
  };
}
