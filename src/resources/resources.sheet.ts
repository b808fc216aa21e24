/** The resources menu as a workbook: a row is one offer with its volunteer, read into a draft and written back the same. */
import { type TableRow, extraNotes } from '../sheets/columns';
import type { ResourceKey } from './resources.columns';
import { type Clearance, parseClearance } from '../sheets/expressions/clearance';
import { parseCount } from '../sheets/expressions/counts';
import { parseDate } from '../sheets/expressions/dates';
import { dayNumber, dayText } from '../sheets/expressions/days';
import { parseDuration } from '../sheets/expressions/durations';
import { asksForGrades, formatGrades, parseGrades } from '../sheets/expressions/grades';
import { parseDistance, parseOwnPhone, parsePoint } from '../sheets/expressions/measures';
import { formatSkills, isNumbered, parseSkills, type SkillWord, splitList } from '../sheets/expressions/skills';
import { parseTimes } from '../sheets/expressions/times';
import { formatRange, formatTimes, writeTimes } from '../sheets/expressions/times-format';
import { type DateRange, type Setting, type TimeSpec, understood } from '../sheets/expressions/types';
import {
  CONTACT_WAYS,
  type ContactWay,
  FORMS,
  GUEST_GROUPS,
  type GuestGroup,
  HOLIDAY_RULES,
  type HolidayRule,
  TIERS,
  type Tier,
  TRAVEL_MODES,
  type TravelMode,
  VETERAN_GROUPS,
  type VeteranGroup,
  VOLUNTEER_KINDS,
  type VolunteerKind,
} from '../sheets/expressions/vocabularies';
import { formatWord, formatWords, parseWord, parseWords, type Vocabulary } from '../sheets/expressions/words';
import { parseBirthYear, parseDaysOff, parseGroup, parseLimit, parseMode, parseMonthly } from './resources.cells';
import { number as numeral } from '../sheets/expressions/text';
import { RowReader } from '../sheets/row-reader';
import { distanceUnit, durationUnit } from '../sheets/units';
import { degrees, inPast, parseConsent, wholeNumber } from '../needs/needs.cells';
import type { Form } from '../taxonomy/kinds';

/** The person (or team, or organisation) of a row; null: not said. */
export interface VolunteerSheetDraft {
  code: string | null;
  name: string;
  phone: string | null;
  kind: VolunteerKind;
  people: number;
  retiredFrom: string | null;
  veteranGroup: VeteranGroup | null;
  guestGroup: GuestGroup | null;
  tier: Tier | null;
  birthYear: number | null;
  languages: string[];
  homeArea: string | null;
  latitude: number | null;
  longitude: number | null;
  travelMode: TravelMode | null;
  /** null: no limit stated. */
  travelLimitMetres: number | null;
  bufferMinutes: number;
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  clearance: Clearance | null;
  clearanceAuthority: string | null;
  training: string | null;
  trainedOn: string | null;
  consent: boolean | null;
  consentedOn: string | null;
  preferredContact: ContactWay | null;
  wishedSchools: string[];
}

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

/** 李　芳, padded to the width of three signs, is 李芳. */
const unpadded = (name: string): string => name.replace(/^(\p{Script=Han})\s+(\p{Script=Han})$/u, '$1$2');

/** What a row says of its volunteer. */
export function readVolunteer(reader: RowReader<ResourceKey>, setting: Setting): VolunteerSheetDraft {
  const point = reader.read('point', parsePoint);
  const consent = reader.read('consent', (input) => parseConsent(input, setting));
  const people = reader.read('people', (input) => parseCount(input, 1_000))?.wanted ?? 1;
  const group = reader.read('veteranGroup', parseGroup);
  const guestGroup = reader.read('guestGroup', (input) => parseWord(GUEST_GROUPS, input)) ?? group?.guest ?? null;
  const code = reader.text('volunteerCode', 40) || null;
  // A sheet without a column for names says so once, in its header.
  const name = reader.header('name') === '' ? (code ?? '') : unpadded(reader.text('name', 80));
  return {
    code,
    name,
    phone: reader.read('phone', parseOwnPhone),
    kind:
      reader.read('kind', (input) => parseWord(VOLUNTEER_KINDS, input)) ??
      (people > 1 ? 'team' : kindByName(reader, name, guestGroup)),
    people,
    retiredFrom: reader.text('retiredFrom', 200) || null,
    veteranGroup: group?.veteran ?? null,
    guestGroup,
    tier: reader.read('tier', (input) => parseWord(TIERS, input)),
    birthYear: reader.read('birthYear', (input) => parseBirthYear(input, setting, reader.header('birthYear')), {
      show: String,
    }),
    languages: reader.read('languages', (input) => understood(splitList(String(input)).slice(0, 10))) ?? [],
    homeArea: reader.text('homeArea', 100) || null,
    latitude: point?.latitude ?? reader.read('latitude', degrees(90)),
    longitude: point?.longitude ?? reader.read('longitude', degrees(180)),
    travelMode: reader.read('travelMode', (input) => parseWord(TRAVEL_MODES, input)),
    travelLimitMetres: reader.read('travelLimit', (input, unit) => parseDistance(input, distanceUnit(unit))),
    bufferMinutes:
      reader.read('buffer', (input, unit) =>
        String(input).trim() === '0'
          ? understood(0)
          : parseDuration(input, { habits: setting.habits, unit: durationUnit(unit) ?? 'minutes', most: 240 }),
      ) ?? 0,
    maxConcurrent: reader.read('maxConcurrent', parseLimit),
    monthlyMinutes: reader.read('monthlyMinutes', (input, unit) =>
      parseMonthly(input, unit, reader, 'monthlyMinutes', setting),
    ),
    clearance: readClearance(reader, setting),
    clearanceAuthority: reader.text('clearanceAuthority', 120) || null,
    training: reader.text('training', 500) || null,
    trainedOn: reader.read('trainedOn', (input) => parseDate(input, inPast(setting))),
    consent: consent?.given ?? null,
    consentedOn: consent?.on ?? null,
    preferredContact: reader.read('preferredContact', (input) => parseWord(CONTACT_WAYS, input)),
    wishedSchools: reader.read('wishedSchools', (input) => understood(splitList(String(input)).slice(0, 20))) ?? [],
  };
}

/** 区消防救援大队, 王老师工作室: a name of more than four characters that ends like a body's is no person's; the preview says so. */
function kindByName(reader: RowReader<ResourceKey>, name: string, guest: GuestGroup | null): VolunteerKind {
  if (name.length <= 4) return 'person';
  const kind = /工作室$/.test(name)
    ? 'studio'
    : !/(队|团|协会|学会|委员会|关工委|法院|检察院|公司|医院|中心|党支部|小组)$/.test(name)
      ? 'person'
      : guest
        ? 'guest'
        : 'team';
  if (kind !== 'person') reader.note('name', 'kind_by_name', formatWord(VOLUNTEER_KINDS, kind));
  return kind;
}

/** 入职查询, 查询有效期至 and 查询编号 together: the column of the last valid day wins over what the check's date implies. */
function readClearance(reader: RowReader<ResourceKey>, setting: Setting): Clearance | null {
  const checked = reader.read('clearance', (input) => parseClearance(input, setting, 'checked'));
  const day = checked?.checkedOn;
  const until = reader.read(
    'clearedUntil',
    (input) => {
      // 有效期: 1年 beside the day of the check.
      const years = day ? /^([1-3一两二三])年(?:内有效)?$/.exec(String(input).trim())?.[1] : undefined;
      if (!years || !day) return parseClearance(input, setting, 'until');
      const length = years === '两' ? 2 : numeral(years);
      return understood({ number: null, checkedOn: day, until: dayText(dayNumber(yearsOn(day, length)) - 1) }, [
        'until_by_years',
      ]);
    },
    { context: day ?? '', show: (found) => found?.until ?? '' },
  );
  const number = reader.text('clearanceNumber', 60) || null;
  if (!checked && !until) return null;
  return {
    number: number ?? until?.number ?? checked?.number ?? null,
    checkedOn: checked?.checkedOn ?? until?.checkedOn ?? null,
    until: until?.until ?? checked?.until ?? null,
  };
}

/** The same day some years on; 1 March for a leap day. */
function yearsOn(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString().slice(0, 10);
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
    stock: offer.stock === 0 ? '' : offer.stock,
    siteNeeds: offer.siteNeeds,
    notes: offer.notes,
  };
}
