/** Two workbooks → the engine's menus, without a server: what could not be read is listed, never guessed. */
import { type CellFault } from '../sheets/columns';
import { squeeze } from '../sheets/expressions/text';
import { dayNumber } from '../sheets/expressions/days';
import { expandAlternatives, toAvailability } from '../sheets/expressions/expand';
import type { Setting, TimeRule } from '../sheets/expressions/types';
import { FORMS } from '../sheets/expressions/vocabularies';
import { cellAddress } from '../sheets/grid';
import { type MenuTables, readMenu } from '../sheets/read-menu';
import type { Workbook } from '../sheets/read';
import { priorityOf } from '../needs/need';
import { NEED_COLUMNS, type NeedKey } from '../needs/needs.columns';
import { type NeedSheetDraft, readNeed } from '../needs/needs.sheet';
import { RESOURCE_COLUMNS, type ResourceKey } from '../resources/resources.columns';
import {
  groupVolunteers,
  readResource,
  type ResourceSheetDraft,
  type VolunteerSheetDraft,
} from '../resources/resources.sheet';
import {
  DEFAULT_POLICY,
  type Horizon,
  type Menus,
  type NeedLine,
  type OfferLine,
  type Point,
  type VolunteerLine,
} from './engine/menus';

/** A cell that could not be read, and what became of its row. */
export interface Unreadable extends CellFault {
  file: 'needs' | 'resources';
  rowLeftOut: boolean;
}

export interface NeedRead {
  id: string;
  cell: string;
  draft: NeedSheetDraft;
}

export interface OfferRead {
  id: string;
  volunteer: string;
  cell: string;
  draft: ResourceSheetDraft;
}

export interface WorkbookMenus {
  menus: Menus;
  needs: Map<string, NeedRead>;
  offers: Map<string, OfferRead>;
  volunteers: Map<string, VolunteerSheetDraft>;
  /** Names of categories, skills, schools and languages by the ids of the menus. */
  names: Map<string, string>;
  unreadable: Unreadable[];
  /** Sentence keys with parameters. */
  warnings: { key: string; params: Record<string, string | number> }[];
  /** Rows that hold a need or an offer, left-out ones included. */
  rows: { needs: number; offers: number };
}

// A fault in one of these says nothing about who fits: the row is matched without it.
const HARMLESS: { needs: ReadonlySet<NeedKey>; resources: ReadonlySet<ResourceKey> } = {
  needs: new Set<NeedKey>([
    'code',
    'description',
    'headCount',
    'contact',
    'contactPhone',
    'answerBy',
    'submittedOn',
    'waitingDays',
    'priority',
    'urgent',
    'wishedOffer',
    'previousVolunteers',
    'preferredSkills',
    'programme',
    'careGroups',
    'latitude',
    'longitude',
    'point',
    'notes',
    'school',
  ]),
  resources: new Set<ResourceKey>([
    'code',
    'volunteerCode',
    'phone',
    'kind',
    'retiredFrom',
    'veteranGroup',
    'guestGroup',
    'tier',
    'birthYear',
    'homeArea',
    'latitude',
    'longitude',
    'point',
    'travelMode',
    'buffer',
    'clearance',
    'clearedUntil',
    'clearanceNumber',
    'clearanceAuthority',
    'training',
    'consent',
    'preferredContact',
    'wishedSchools',
    'programme',
    'description',
    'sessionMinutes',
    'siteNeeds',
    'notes',
  ]),
};
const LONGEST_HORIZON = 366;
const DEFAULT_DAYS = 140;

/** A name as an id: 传统文化·艺术 and 传统文化/艺术 are one. */
export function nameKey(name: string): string {
  return squeeze(name).replace(/[^\p{L}\p{N}]/gu, '') || name;
}

/** Reads both workbooks and builds the menus of one round. `horizon` null: the span of the periods in the workbook. */
export function workbookMenus(
  needsBook: Workbook,
  resourcesBook: Workbook,
  setting: Setting,
  horizon: Horizon | null,
): WorkbookMenus {
  const needTables = readMenu(needsBook, NEED_COLUMNS);
  const offerTables = readMenu(resourcesBook, RESOURCE_COLUMNS);
  const unreadable: Unreadable[] = [];
  const say = (file: Unreadable['file'], faults: CellFault[], rowLeftOut: boolean): void =>
    void unreadable.push(...faults.map((fault) => ({ ...fault, file, rowLeftOut })));
  say('needs', needTables.faults, false);
  say('resources', offerTables.faults, false);
  const rules = judged(needTables, offerTables);
  const names = new Map<string, string>();
  const named = (name: string): string => {
    const key = nameKey(name);
    if (!names.has(key)) names.set(key, name);
    return key;
  };
  const drafts = readDrafts(needTables, offerTables, setting, rules, say);
  const span =
    horizon ??
    spanOf(
      drafts.needs.map(({ draft }) => draft),
      setting,
    );
  const warnings: WorkbookMenus['warnings'] = rules.warnings.map((key) => ({ key, params: {} }));
  if (span.days < 0) warnings.push({ key: 'match.warn.horizon_cut', params: { days: LONGEST_HORIZON } });
  const days = Math.abs(span.days);
  const round: Round = {
    horizon: { start: span.start, days },
    setting,
    rules,
    named,
    schools: knownPlaces(drafts.needs.map(({ draft }) => draft)),
  };

  const { volunteers, offers, volunteerLines, offerLines } = buildResources(drafts.offers, round, (faults) =>
    say('resources', faults, false),
  );
  const needs = new Map<string, NeedRead>();
  const needLines: NeedLine[] = [];
  const findOffer = wishFinder(offers);
  const byName = volunteerFinder(volunteers);
  for (const read of drafts.needs) {
    const line = needLine(read, round, byName);
    if (typeof line === 'string') {
      const { sheet, row } = read;
      say(
        'needs',
        [
          {
            sheet,
            cell: cellAddress(sheet, row, read.timesColumn),
            column: 'times',
            value: '',
            code: line,
            params: { value: '' },
            expected: line === 'no_occurrence' ? 'expected_range' : 'expected_times',
          },
        ],
        true,
      );
      continue;
    }
    if (read.draft.wishedOffer) {
      line.wishedOffer = findOffer(read.draft.wishedOffer);
      if (!line.wishedOffer)
        warnings.push({
          key: 'match.warn.wished_offer',
          params: { cell: cellAddress(read.sheet, read.row, 0), value: read.draft.wishedOffer },
        });
    }
    needs.set(read.id, { id: read.id, cell: cellAddress(read.sheet, read.row, 0), draft: read.draft });
    needLines.push(line);
  }
  const menus: Menus = {
    horizon: round.horizon,
    needs: needLines,
    volunteers: volunteerLines,
    offers: offerLines,
    commitments: [],
    pins: [],
    exclusions: [],
    published: [],
    policy: DEFAULT_POLICY,
  };
  return {
    menus,
    needs,
    offers,
    volunteers,
    names,
    unreadable,
    warnings,
    rows: { needs: drafts.rows.needs, offers: drafts.rows.offers },
  };
}

/** Which hard rules the workbooks carry the facts for. A rule nobody gave facts for is not judged, and that is said. */
interface Judged {
  clearance: boolean;
  consent: boolean;
  category: boolean;
  form: boolean;
  warnings: string[];
}

function judged(needs: MenuTables<NeedKey>, offers: MenuTables<ResourceKey>): Judged {
  const need = (...keys: NeedKey[]): boolean =>
    needs.tables.some(({ headers }) => headers.some(({ key }) => key !== null && keys.includes(key)));
  const offer = (...keys: ResourceKey[]): boolean =>
    offers.tables.some(({ headers }) => headers.some(({ key }) => key !== null && keys.includes(key)));
  const found = {
    clearance: need('minors') || offer('clearance', 'clearedUntil'),
    consent: need('guardianConsent', 'under14'),
    category: need('category') && offer('category'),
    form: need('form') && offer('forms'),
  };
  const warnings = [
    ...(found.clearance ? [] : ['match.warn.no_clearance_columns']),
    ...(found.consent || !need('oneToOne', 'form') ? [] : ['match.warn.no_consent_columns']),
    ...(found.category ? [] : ['match.warn.no_category']),
    ...(found.form ? [] : ['match.warn.no_form']),
    'match.warn.no_calendar',
  ];
  return { ...found, warnings };
}

interface ReadLine<Draft> {
  id: string;
  sheet: string;
  row: number;
  timesColumn: number;
  draft: Draft;
}

interface Round {
  horizon: Horizon;
  setting: Setting;
  rules: Judged;
  named: (name: string) => string;
  schools: Map<string, Point>;
}

function readDrafts(
  needTables: MenuTables<NeedKey>,
  offerTables: MenuTables<ResourceKey>,
  setting: Setting,
  rules: Judged,
  say: (file: Unreadable['file'], faults: CellFault[], leftOut: boolean) => void,
): {
  needs: ReadLine<NeedSheetDraft>[];
  offers: ReadLine<ResourceSheetDraft>[];
  rows: { needs: number; offers: number };
} {
  const needs: ReadLine<NeedSheetDraft>[] = [];
  const offers: ReadLine<ResourceSheetDraft>[] = [];
  const rows = { needs: 0, offers: 0 };
  const needIds = new CodeBook('N');
  for (const table of needTables.tables)
    for (const row of table.rows) {
      rows.needs++;
      const { draft, reader } = readNeed(row, setting);
      if (rules.category && draft.category === null && !reader.bad.has('category'))
        reader.refuse('category', 'missing_value', 'expected_text');
      if (rules.form && draft.form === null && !reader.bad.has('form'))
        reader.refuse('form', 'missing_value', 'expected_form');
      const id = needIds.take(draft.code, table.sheet, row.row, (other) =>
        reader.refuse('code', 'duplicate_code', 'expected_unique_code', { value: draft.code ?? '', other }),
      );
      const leftOut = id === null || [...reader.bad].some((key) => !HARMLESS.needs.has(key));
      say('needs', reader.faults, leftOut);
      const timesColumn = table.headers.find(({ key }) => key === 'times' || key === 'date')?.index ?? 0;
      if (!leftOut) needs.push({ id, sheet: table.sheet, row: row.row, timesColumn, draft });
    }
  const offerIds = new CodeBook('O');
  for (const table of offerTables.tables)
    for (const row of table.rows) {
      rows.offers++;
      const { draft, reader } = readResource(row, setting);
      if (rules.category && draft.offer.category === null && !reader.bad.has('category'))
        reader.refuse('category', 'missing_value', 'expected_text');
      const id = offerIds.take(draft.offer.code, table.sheet, row.row, (other) =>
        reader.refuse('code', 'duplicate_code', 'expected_unique_code', { value: draft.offer.code ?? '', other }),
      );
      const leftOut = id === null || [...reader.bad].some((key) => !HARMLESS.resources.has(key));
      say('resources', reader.faults, leftOut);
      if (!leftOut) offers.push({ id, sheet: table.sheet, row: row.row, timesColumn: 0, draft });
    }
  return { needs, offers, rows };
}

/** Codes as ids; a line without one is named by its row, a second line with the same code has none. */
class CodeBook {
  private readonly seen = new Map<string, string>();

  constructor(private readonly letter: string) {}

  take(code: string | null, sheet: string, row: number, twice: (other: string) => void): string | null {
    const cell = cellAddress(sheet, row, 0);
    const id = code ?? `${this.letter}${row + 1}`;
    const free = !this.seen.has(id) ? id : code === null ? `${sheet}!${id}` : null;
    if (free === null) twice(this.seen.get(id)!);
    else this.seen.set(free, cell);
    return free;
  }
}

/** From the first to the last day any need names; without any, twenty weeks from today. Negative days: cut to a year. */
function spanOf(drafts: NeedSheetDraft[], setting: Setting): Horizon {
  let first: string | null = null;
  let last: string | null = null;
  const see = (date: string | null | undefined): void => {
    if (!date) return;
    if (first === null || date < first) first = date;
    if (last === null || date > last) last = date;
  };
  for (const { period, times } of drafts) {
    see(period?.from);
    see(period?.to);
    for (const rule of times.alternatives.flat()) {
      see(rule.range?.from);
      see(rule.range?.to);
      if (rule.kind === 'dates') rule.dates.forEach(see);
    }
  }
  const start: string = first ?? setting.today;
  const days = last === null || last === first ? DEFAULT_DAYS : dayNumber(last) - dayNumber(start) + 1;
  return { start, days: days > LONGEST_HORIZON ? -LONGEST_HORIZON : days };
}

/** A school that gives its coordinates once has them in every row. */
function knownPlaces(drafts: NeedSheetDraft[]): Map<string, Point> {
  const known = new Map<string, Point>();
  for (const { school, placeKind, latitude, longitude } of drafts)
    if (placeKind === 'school' && latitude !== null && longitude !== null)
      known.set(nameKey(school), { latitude, longitude });
  return known;
}

const ANY = 'any';

function needLine(
  { id, draft }: ReadLine<NeedSheetDraft>,
  round: Round,
  byName: (name: string) => string | null,
): NeedLine | string {
  const { horizon, setting, rules, named, schools } = round;
  const { times, period } = draft;
  const start = dayNumber(horizon.start);
  const within = {
    from: period?.from ? dayNumber(period.from) - start : 0,
    to: period?.to ? dayNumber(period.to) - start : horizon.days - 1,
  };
  const bounded = (rule: TimeRule): TimeRule =>
    rule.kind === 'dates' || !period || rule.range ? rule : { ...rule, range: period };
  const spec = { ...times, alternatives: times.alternatives.map((rules) => rules.map(bounded)) };
  const alternatives = expandAlternatives(spec, setting.calendar, horizon, draft.sessionMinutes)
    .map((occurrences) => occurrences.filter(({ from }) => from >= within.from * 1440 && from < (within.to + 1) * 1440))
    .filter((occurrences) => occurrences.length > 0)
    .map((occurrences) => ({ occurrences }));
  if (times.kind === 'fixed' && alternatives.length === 0) return 'no_occurrence';
  if (alternatives.some(({ occurrences }) => occurrences.some((one, i) => i > 0 && one.from < occurrences[i - 1].to)))
    return 'overlapping_times';
  const pupils = draft.audience === 'pupils' || draft.audience === 'whole_school';
  const young = draft.under14 ?? (draft.grades & 0xff) !== 0;
  const ownPoint =
    draft.latitude !== null && draft.longitude !== null
      ? { latitude: draft.latitude, longitude: draft.longitude }
      : null;
  const asked = setting.today;
  const waited = draft.submittedOn ? Math.max(0, dayNumber(asked) - dayNumber(draft.submittedOn)) : 0;
  return {
    id,
    school: named(draft.school),
    programme: draft.programme ? named(draft.programme) : null,
    category: rules.category ? named(draft.category!) : ANY,
    form: rules.form ? draft.form! : ANY,
    skills: draft.skills.map(({ skill, level, required }) => ({ skill: named(skill), level, required })),
    grades: draft.grades,
    seats: draft.seats,
    minimum: draft.minimum,
    priority: draft.priority ?? priorityOf(draft),
    waitingDays: draft.waitingDays ?? waited,
    alternatives,
    weeklyMinutes:
      times.kind === 'fixed' || draft.form === 'goods'
        ? 0
        : (draft.weeklyMinutes ?? draft.sessionMinutes ?? setting.habits.meetingMinutes),
    period: within,
    place:
      draft.placeKind === 'online'
        ? { kind: 'online' }
        : {
            kind: 'site',
            at: ownPoint ?? (draft.placeKind === 'school' ? (schools.get(nameKey(draft.school)) ?? null) : null),
          },
    languages: draft.languages.map(named).filter((language) => !COMMON.has(language)),
    minors: rules.clearance && (draft.minors ?? (pupils && draft.form !== 'goods')),
    oneToOne: draft.oneToOne,
    consentMissing: rules.consent && draft.oneToOne && young && draft.guardianConsent !== true,
    wishedOffer: null,
    previousVolunteers: draft.previousVolunteers.map(byName).filter((found) => found !== null),
    quantity: draft.quantity,
  };
}

// Everybody is taken to speak the common language.
const COMMON = new Set(['普通话', '国语', '汉语', '中文', 'mandarin', 'chinese', 'putonghua']);

function buildResources(
  reads: ReadLine<ResourceSheetDraft>[],
  round: Round,
  say: (faults: CellFault[]) => void,
): {
  volunteers: Map<string, VolunteerSheetDraft>;
  offers: Map<string, OfferRead>;
  volunteerLines: VolunteerLine[];
  offerLines: OfferLine[];
} {
  const { groups, faults } = groupVolunteers(reads);
  say(faults);
  const { horizon, setting, rules, named } = round;
  const start = dayNumber(horizon.start);
  const volunteers = new Map<string, VolunteerSheetDraft>();
  const offers = new Map<string, OfferRead>();
  const volunteerLines: VolunteerLine[] = [];
  const offerLines: OfferLine[] = [];
  groups.forEach(({ volunteer, rows }, index) => {
    const id = volunteer.code ?? `V${index + 1}`;
    volunteers.set(id, volunteer);
    const { latitude, longitude } = volunteer;
    volunteerLines.push({
      id,
      people: volunteer.people,
      maxConcurrent: volunteer.maxConcurrent,
      monthlyMinutes: volunteer.monthlyMinutes,
      home: latitude !== null && longitude !== null ? { latitude, longitude } : null,
      travelMode: volunteer.travelMode ?? 'bus',
      travelLimitMetres: volunteer.travelLimitMetres,
      bufferMinutes: volunteer.bufferMinutes,
      clearedUntil: volunteer.clearance?.until ? dayNumber(volunteer.clearance.until) - start : null,
      languages: volunteer.languages.map(named),
      wishedSchools: volunteer.wishedSchools.map(named),
    });
    for (const row of rows) {
      const read = reads[row];
      const { offer } = read.draft;
      const holidays = ({ same: 'also', off: 'never', only: 'only' } as const)[offer.holidays];
      offers.set(read.id, {
        id: read.id,
        volunteer: id,
        cell: cellAddress(read.sheet, read.row, 0),
        draft: read.draft,
      });
      offerLines.push({
        id: read.id,
        volunteer: id,
        programme: offer.programme ? named(offer.programme) : null,
        category: rules.category ? named(offer.category!) : ANY,
        forms: rules.form ? (offer.forms.length > 0 ? offer.forms : Object.keys(FORMS.words)) : [ANY],
        skills: offer.skills.map(({ skill, level }) => ({ skill: named(skill), level })),
        grades: offer.grades,
        availability: toAvailability(offer.times, setting.calendar, horizon, { daysOff: offer.daysOff, holidays }),
        maxConcurrent: offer.maxConcurrent,
        monthlyMinutes: offer.monthlyMinutes,
        onsite: offer.onsite,
        online: offer.online,
        stock: offer.stock,
      });
    }
  });
  return { volunteers, offers, volunteerLines, offerLines };
}

function wishFinder(offers: Map<string, OfferRead>): (wish: string) => string | null {
  const byTitle = new Map<string, string | null>();
  for (const { id, draft } of offers.values()) {
    const key = nameKey(draft.offer.title);
    byTitle.set(key, byTitle.has(key) ? null : id);
  }
  return (wish) => (offers.has(wish) ? wish : (byTitle.get(nameKey(wish)) ?? null));
}

function volunteerFinder(volunteers: Map<string, VolunteerSheetDraft>): (name: string) => string | null {
  const byName = new Map<string, string | null>();
  for (const [id, { name }] of volunteers) byName.set(nameKey(name), byName.has(nameKey(name)) ? null : id);
  return (name) => (volunteers.has(name) ? name : (byName.get(nameKey(name)) ?? null));
}
