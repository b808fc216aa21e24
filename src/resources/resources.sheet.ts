/** The resources menu as a workbook: a row is one offer with its volunteer, read into a draft and written back the same. */
import { type TableRow, extraNotes } from '../sheets/columns';
import type { ResourceKey } from './resources.columns';
import { parseDuration } from '../sheets/expressions/durations';
import { asksForGrades, formatGrades, parseGrades } from '../sheets/expressions/grades';
import { parseDistance } from '../sheets/expressions/measures';
import { formatSkills, isNumbered, parseSkills, type SkillWord } from '../sheets/expressions/skills';
import { parseTimes } from '../sheets/expressions/times';
import { formatRange, formatTimes, writeTimes } from '../sheets/expressions/times-format';
import { type DateRange, type Setting, type TimeSpec } from '../sheets/expressions/types';
import {
  CONTACT_WAYS,
  FORMS,
  GUEST_GROUPS,
  HOLIDAY_RULES,
  type HolidayRule,
  TIERS,
  TRAVEL_MODES,
  VETERAN_GROUPS,
  VOLUNTEER_KINDS,
} from '../sheets/expressions/vocabularies';
import { formatWord, formatWords, parseWord, parseWords, type Vocabulary } from '../sheets/expressions/words';
import { parseDaysOff, parseLimit, parseMode, parseMonthly } from './resources.cells';
import { RowReader } from '../sheets/row-reader';
import { distanceUnit, durationUnit } from '../sheets/units';
import { wholeNumber } from '../needs/needs.cells';
import type { Form } from '../taxonomy/kinds';
import { readVolunteer, type VolunteerSheetDraft } from './volunteers.sheet';

export interface OfferSheetDraft {
  code: string | null;
  programme: string | null;
  category: string | null;
  title: string;
  description: string;
  skills: SkillWord[];
  grades: number;
  forms: Form[];
  sessionMinutes: number | null;
  /** null: nothing said about times. */
  times: TimeSpec | null;
  daysOff: DateRange[];
  holidays: HolidayRule;
  onsite: boolean;
  online: boolean;
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  /** null: no limit of its own. */
  travelLimitMetres: number | null;
  stock: number;
  siteNeeds: string;
  notes: string;
}

export interface ResourceSheetDraft {
  volunteer: VolunteerSheetDraft;
  offer: OfferSheetDraft;
}

export interface ReadResource {
  draft: ResourceSheetDraft;
  reader: RowReader<ResourceKey>;
}

/** Reads a row; what cannot be read stands in `reader.faults`, and the field is left as if blank. */
export function readResource(row: TableRow<ResourceKey>, setting: Setting): ReadResource {
  const reader = new RowReader(row);
  const audience = reader.read('audience', (input) => parseGrades(input, asksForGrades(reader.header('audience'))), {
    show: formatGrades,
  });
  const offer = readOffer(reader, setting, audience?.grades ?? 0);
  offer.notes = [reader.text('notes'), ...reader.remarks(), ...extraNotes(row)].filter(Boolean).join('；');
  const volunteer = readVolunteer(reader, setting);
  // A sheet without a column for titles says so once, in its header.
  if (reader.header('title') === '')
    offer.title = (offer.description || offer.category || offer.code || '').slice(0, 80);
  if (volunteer.name === '' && !reader.bad.has('name')) reader.refuse('name', 'missing_value', 'expected_text');
  if (!offer.code && isNumbered(offer.title)) reader.refuse('title', 'several_lines', 'expected_one_a_row');
  if (offer.title === '' && !reader.bad.has('title')) reader.refuse('title', 'missing_value', 'expected_text');
  return { draft: { volunteer, offer }, reader };
}

function readOffer(reader: RowReader<ResourceKey>, setting: Setting, grades: number): OfferSheetDraft {
  const { habits } = setting;
  const sessionMinutes = reader.read('sessionMinutes', (input, unit) =>
    parseDuration(input, { habits, unit: durationUnit(unit) }),
  );
  const asked = /[可能是]否?.*线上|^线上$/.test(reader.header('mode'));
  const mode = reader.read('mode', (input) => parseMode(input, asked)) ?? { onsite: true, online: false };
  const weekday = reader.has('weekday') ? reader.text('weekday') : '';
  const days = /^[一二三四五六日天1-7]([、,，/][一二三四五六日天1-7])*$/.test(weekday) ? `周${weekday}` : weekday;
  const at = reader.has('times') ? 'times' : 'weekday';
  return {
    code: reader.text('code', 40) || null,
    programme: reader.text('programme', 60) || null,
    category: reader.text('category', 60) || null,
    title: reader.text('title', 80),
    description: reader.text('description'),
    skills: reader.read('skills', (input) => parseSkills(input, 2)) ?? [],
    grades,
    forms: reader.read('forms', (input) => parseWords(FORMS, input)) ?? [],
    sessionMinutes,
    times: reader.read(
      at,
      (input) =>
        parseTimes(days ? `${days} ${at === 'times' ? input : ''}` : input, setting, {
          minutes: sessionMinutes,
          dayWithoutClock: 'whole_day',
        }),
      { context: `${days}|${sessionMinutes}`, show: formatTimes },
    ),
    daysOff: reader.read('daysOff', (input) => parseDaysOff(input, setting)) ?? [],
    holidays: reader.read('holidays', (input) => parseWord(HOLIDAY_RULES, input)) ?? 'same',
    ...mode,
    maxConcurrent: reader.read('offerMaxConcurrent', parseLimit),
    monthlyMinutes: reader.read('offerMonthlyMinutes', (input, unit) =>
      parseMonthly(input, unit, reader, 'offerMonthlyMinutes', setting),
    ),
    travelLimitMetres: reader.read('offerTravelLimit', (input, unit) => parseDistance(input, distanceUnit(unit))),
    stock: reader.read('stock', wholeNumber(100_000)) ?? 0,
    siteNeeds: reader.text('siteNeeds', 500),
    notes: '',
  };
}

/** The cells of an offer and its volunteer by column key; reading them gives the same draft. */
export function writeResource({ volunteer, offer }: ResourceSheetDraft): Partial<Record<ResourceKey, string | number>> {
  const minutes = (value: number | null): string => (value === null ? '' : `${value}分钟`);
  const word = <Code extends string>(vocabulary: Vocabulary<Code>, code: Code | null): string =>
    code ? formatWord(vocabulary, code) : '';
  const { clearance } = volunteer;
  return {
    code: offer.code ?? '',
    volunteerCode: volunteer.code ?? '',
    name: volunteer.name,
    phone: volunteer.phone ?? '',
    kind: word(VOLUNTEER_KINDS, volunteer.kind),
    people: volunteer.people,
    retiredFrom: volunteer.retiredFrom ?? '',
    veteranGroup: word(VETERAN_GROUPS, volunteer.veteranGroup),
    guestGroup: word(GUEST_GROUPS, volunteer.guestGroup),
    tier: word(TIERS, volunteer.tier),
    birthYear: volunteer.birthYear ?? '',
    languages: volunteer.languages.join('、'),
    homeArea: volunteer.homeArea ?? '',
    latitude: volunteer.latitude ?? '',
    longitude: volunteer.longitude ?? '',
    travelMode: word(TRAVEL_MODES, volunteer.travelMode),
    travelLimit: volunteer.travelLimitMetres === null ? '' : `${volunteer.travelLimitMetres}米`,
    buffer: volunteer.bufferMinutes === 0 ? '' : minutes(volunteer.bufferMinutes),
    maxConcurrent: volunteer.maxConcurrent ?? '',
    monthlyMinutes: volunteer.monthlyMinutes === 0 ? 0 : minutes(volunteer.monthlyMinutes),
    clearance: clearance?.checkedOn ? `${clearance.checkedOn}查询` : '',
    clearedUntil: clearance?.until ?? '',
    clearanceNumber: clearance?.number ?? '',
    clearanceAuthority: volunteer.clearanceAuthority ?? '',
    training: volunteer.training ?? '',
    trainedOn: volunteer.trainedOn ?? '',
    consent: volunteer.consentedOn ?? (volunteer.consent === null ? '' : volunteer.consent ? '是' : '否'),
    preferredContact: word(CONTACT_WAYS, volunteer.preferredContact),
    wishedSchools: volunteer.wishedSchools.join('、'),
    programme: offer.programme ?? '',
    category: offer.category ?? '',
    title: offer.title,
    description: offer.description,
    skills: formatSkills(offer.skills, 2),
    audience: offer.grades === 0 ? '' : formatGrades({ grades: offer.grades, audiences: [] }),
    forms: formatWords(FORMS, offer.forms),
    sessionMinutes: minutes(offer.sessionMinutes),
    times: offer.times ? writeTimes(offer.times) : '',
    daysOff: offer.daysOff.map(formatRange).join('、'),
    holidays: formatWord(HOLIDAY_RULES, offer.holidays),
    mode: offer.onsite ? (offer.online ? '均可' : '线下') : '线上',
    offerMaxConcurrent: offer.maxConcurrent ?? '',
    offerMonthlyMinutes: offer.monthlyMinutes === 0 ? 0 : minutes(offer.monthlyMinutes),
    offerTravelLimit: offer.travelLimitMetres === null ? '' : `${offer.travelLimitMetres}米`,
    stock: offer.stock === 0 && !offer.forms.includes('goods') ? '' : offer.stock,
    siteNeeds: offer.siteNeeds,
    notes: offer.notes,
  };
}
