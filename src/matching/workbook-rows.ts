/** The rows of both workbooks as drafts, with what is wrong in them and which hard rules they carry facts for. */
import { byColumn, type CellFault } from '../sheets/columns';
import type { Setting } from '../sheets/expressions/types';
import { cellAddress } from '../sheets/grid';
import type { MenuTables } from '../sheets/read-menu';
import type { NeedKey } from '../needs/needs.columns';
import { type NeedSheetDraft, readNeed } from '../needs/needs.sheet';
import type { ResourceKey } from '../resources/resources.columns';
import { readResource, type ResourceSheetDraft } from '../resources/resources.sheet';

/** A cell that could not be read, and what became of its row. */
export interface Unreadable extends CellFault {
  file: 'needs' | 'resources';
  rowLeftOut: boolean;
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
    'trainedOn',
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

/** Which hard rules the workbooks carry the facts for. A rule nobody gave facts for is not judged, and that is said. */
export interface Judged {
  clearance: boolean;
  consent: boolean;
  category: boolean;
  form: boolean;
  warnings: string[];
}

export function judged(needs: MenuTables<NeedKey>, offers: MenuTables<ResourceKey>): Judged {
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

export interface ReadLine<Draft> {
  id: string;
  sheet: string;
  row: number;
  timesColumn: number;
  draft: Draft;
}

export function readDrafts(
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
      say('needs', byColumn(reader.faults), leftOut);
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
      say('resources', byColumn(reader.faults), leftOut);
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
