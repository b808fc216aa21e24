/** What a row of the resources menu says of its volunteer: read apart from the offer, because the rows of one speak for each other. */
import type { ResourceKey } from './resources.columns';
import { type Clearance, parseClearance, VALID_A_YEAR } from '../sheets/expressions/clearance';
import { parseCount } from '../sheets/expressions/counts';
import { parseDate } from '../sheets/expressions/dates';
import { dayNumber, dayText } from '../sheets/expressions/days';
import { parseDuration } from '../sheets/expressions/durations';
import { parseDistance, parseOwnPhone, parsePoint } from '../sheets/expressions/measures';
import { splitList } from '../sheets/expressions/skills';
import { number as numeral } from '../sheets/expressions/text';
import { type Setting, understood } from '../sheets/expressions/types';
import {
  CONTACT_WAYS,
  type ContactWay,
  GUEST_GROUPS,
  type GuestGroup,
  TIERS,
  type Tier,
  TRAVEL_MODES,
  type TravelMode,
  type VeteranGroup,
  VOLUNTEER_KINDS,
  type VolunteerKind,
} from '../sheets/expressions/vocabularies';
import { formatWord, parseWord } from '../sheets/expressions/words';
import { tidyName } from './person-name';
import { parseBirthYear, parseGroup, parseLimit, parseMonthly } from './resources.cells';
import { kindInName, peopleInName, severalNames } from './team-names';
import type { RowReader } from '../sheets/row-reader';
import { distanceUnit, durationUnit } from '../sheets/units';
import { degrees, inPast, parseConsent } from '../needs/needs.cells';

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

/** What a row says of its volunteer. */
export function readVolunteer(reader: RowReader<ResourceKey>, setting: Setting): VolunteerSheetDraft {
  const point = reader.read('point', parsePoint);
  const consent = reader.read('consent', (input) => parseConsent(input, setting));
  const group = reader.read('veteranGroup', parseGroup);
  const guestGroup = reader.read('guestGroup', (input) => parseWord(GUEST_GROUPS, input)) ?? group?.guest ?? null;
  const code = reader.text('volunteerCode', 40) || null;
  // A sheet without a column for names says so once, in its header.
  const typed = reader.header('name') === '' ? (code ?? '') : reader.text('name', 80);
  const name = tidyName(typed);
  const { kind, people } = readBody(reader, typed, guestGroup !== null);
  return {
    code,
    name,
    phone: reader.read('phone', parseOwnPhone),
    kind,
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

/**
 * One person or how many, as the columns say or else the name: 区消防救援大队, 王老师工作室, 张三等3人. What the name was
 * taken for is said, and so is it when a team's number is not known; 李明、王强 are not one person.
 */
function readBody(
  reader: RowReader<ResourceKey>,
  name: string,
  guest: boolean,
): { kind: VolunteerKind; people: number } {
  const saidKind = reader.read('kind', (input) => parseWord(VOLUNTEER_KINDS, input));
  const saidPeople = reader.read('people', (input) => parseCount(input, 1_000))?.wanted ?? null;
  const people = saidPeople ?? peopleInName(name) ?? 1;
  const named = saidKind ? null : kindInName(name, guest);
  const kind = saidKind ?? named ?? (people > 1 ? 'team' : 'person');
  if (named) reader.note('name', 'kind_by_name', formatWord(VOLUNTEER_KINDS, named));
  if (reader.bad.has('people') || reader.bad.has('kind')) return { kind, people };
  if (saidPeople === null && people > 1) reader.note('name', 'people_by_name', `${people}人`);
  else if (saidPeople === null && (named || kind === 'team' || kind === 'studio'))
    reader.note(saidKind ? 'kind' : 'name', 'people_one');
  if (kind === 'person' && people === 1 && severalNames(name))
    reader.refuse('name', 'several_names', 'expected_one_name');
  return { kind, people };
}

/** 入职查询, 查询有效期至 and 查询编号 together: the column of the last valid day wins over what the check's date implies. */
function readClearance(reader: RowReader<ResourceKey>, setting: Setting): Clearance | null {
  const checked = reader.read('clearance', (input) => parseClearance(input, setting, 'checked'), {
    show: (found) => found?.until ?? '',
  });
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
  if (until?.until) reader.forget(VALID_A_YEAR);
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
