import { StateTable } from '../platform/states';
import type { CellFault } from '../sheets/columns';
import type { NeedDraftDto } from '../needs/needs.dto';
import type { ClearanceDto, OfferDraftDto, VolunteerDraftDto } from '../resources/resources.dto';

/** The life of an import. Nothing is in a menu before `written`; `confirmed` waits for the worker. */
export const IMPORT_STATES = [
  'received',
  'reading',
  'previewed',
  'confirmed',
  'written',
  'discarded',
  'failed',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const importStates = new StateTable<ImportState>('import', ['received'], {
  received: ['reading', 'failed', 'discarded'],
  reading: ['previewed', 'failed', 'discarded'],
  previewed: ['received', 'confirmed', 'discarded'],
  confirmed: ['written', 'previewed'],
  written: ['undone'],
  discarded: [],
  failed: ['received', 'discarded'],
  undone: [],
});

export const MENUS = ['needs', 'resources'] as const;
export type Menu = (typeof MENUS)[number];

/** Largest workbook, bytes. */
export const FILE_LIMIT = 20 * 1024 * 1024;

export const ROW_STATES = ['accepted', 'faulty', 'duplicate'] as const;
export type RowState = (typeof ROW_STATES)[number];

/** A row of the needs menu, every name resolved: what would be written. */
export interface NeedLine {
  schoolId: string;
  schoolName: string;
  draft: NeedDraftDto;
  /** Local day of submission as the workbook says; null: now. */
  submittedOn: string | null;
}

/** A row of the resources menu: an offer of a known volunteer, or of one to be made (`key` is the same for all rows of that one). */
export interface OfferLine {
  volunteer: { id: string; name: string } | { key: string; draft: VolunteerDraftDto; clearance: ClearanceDto | null };
  draft: OfferDraftDto;
}

/** Something read by a convention or left out, for the preview; a sentence key `note.<note>`. */
export interface LineNote {
  cell: string;
  column: string;
  /** As in a `CellFault`. */
  english?: string;
  value: string;
  note: string;
  /** What the cell was read as, where that is not plain from it. */
  read?: string;
}

/** One row of a workbook, judged. */
export interface JudgedRow {
  number: number;
  sheet: string;
  /** From 1, as the spreadsheet shows it. */
  row: number;
  state: RowState;
  title: string;
  line: NeedLine | OfferLine | null;
  cells: Record<string, string | number> | null;
  faults: CellFault[];
  notes: LineNote[];
  duplicateOf: string | null;
  duplicateCell: string | null;
  /** Ids of what an accepted row will become, given now so that writing need not touch the row again. */
  lineId: string | null;
  /** Of the volunteer whom this row brings in; null when known, or when an earlier row does. */
  volunteerId: string | null;
}

/** JSON that PostgreSQL takes: half an emoji, cut off by a length limit, becomes a box. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi, '$1□');
