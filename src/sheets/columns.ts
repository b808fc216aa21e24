/** A table of a menu in a sheet: its columns, headers, lines, and what is wrong with a cell. */
import { type CellValue, cellText, parseReference, rowAddress } from './grid';

/** One column of a menu. The first header is the one written on export. */
export interface Column<Key extends string = string> {
  key: Key;
  header: string;
  english: string;
  /** Other headers people use, separated by `|`. */
  synonyms: string;
  /** A sheet without it is not this menu. */
  required?: boolean;
  width?: number;
  /** Words of a drop-down in templates. */
  choices?: string[];
  example?: string;
  /** Shown only to those allowed to see personal data. */
  personal?: boolean;
  /** Several columns may carry it (专长1, 专长2): their texts are joined. */
  repeatable?: boolean;
}

/** A bad cell, as shown to people; the sentences for `code` and `expected` stand in locales/. */
export interface CellFault {
  sheet: string;
  /** `Sheet1!D17`; `Sheet1!17:17` where the sheet has no such column. */
  cell: string;
  /** The header as it stands in the sheet; where there is none, that of the templates. */
  column: string;
  /** The header of English templates, where the sheet has none. */
  english?: string;
  value: string;
  code: string;
  params: Record<string, string | number>;
  expected: string;
}

export interface Header<Key extends string = string> {
  index: number;
  /** As typed; two header rows joined. */
  text: string;
  /** What stands in brackets behind it: 分钟, 公里. */
  unit: string;
  /** null: kept as a note. */
  key: Key | null;
}

export interface TableRow<Key extends string = string> {
  /** Zero-based row of the sheet. */
  row: number;
  cells: CellValue[];
  table: Table<Key>;
}

export interface Table<Key extends string = string> {
  sheet: string;
  /** Zero-based row of the (last) header row. */
  headerRow: number;
  headers: Header<Key>[];
  /** All columns of the menu, there or not. */
  columns: Map<Key, Pick<Column, 'header' | 'english'>>;
  rows: TableRow<Key>[];
  faults: CellFault[];
  /** Rows that hold no line: section titles, totals, repeated headers. */
  skipped: number[];
  /** Headers by key, in the order of the sheet. */
  byKey: Map<Key, Header<Key>[]>;
  /** Results by column and text: offices type the same words again and again. */
  memo: Map<string, unknown>;
}

/** Corrections by a person: column letters to a key, or to null for "keep as a note". */
export type ColumnMapping<Key extends string = string> = Record<string, Key | null>;

/** Entries of a memo, so that a sheet of different texts does not fill the memory. */
export const MEMO_SIZE = 5_000;

/** The cells of a row under a key, in the order of the sheet. */
export function cellsOf<Key extends string>(row: TableRow<Key>, key: Key): { value: CellValue; header: Header<Key> }[] {
  return (row.table.byKey.get(key) ?? []).map((header) => ({ value: row.cells[header.index] ?? null, header }));
}

/** How a column is called that the sheet does not have. */
export function absent<Key extends string>(
  { columns }: Table<Key>,
  key: Key,
): Required<Pick<CellFault, 'column' | 'english'>> {
  const named = columns.get(key);
  return { column: named?.header ?? key, english: named?.english ?? key };
}

/** A table lacks a column that its lines cannot do without. */
export function missingColumn<Key extends string>(table: Table<Key>, key: Key): CellFault {
  const { sheet, headerRow } = table;
  const named = absent(table, key);
  return {
    sheet,
    cell: rowAddress(sheet, headerRow),
    ...named,
    value: '',
    code: 'missing_column',
    params: { column: named.column },
    expected: 'expected_header',
  };
}

/** What is said of the cells of one row, in the order in which they stand in the sheet. */
export function byColumn<Said extends { cell: string }>(said: Said[]): Said[] {
  const columnOf = ({ cell }: Said): number => parseReference(cell.slice(cell.lastIndexOf('!') + 1))?.column ?? 0;
  return said.length < 2 ? said : [...said].sort((a, b) => columnOf(a) - columnOf(b));
}

/** The columns nobody recognised, as `header: text` lines. */
export function extraNotes(row: TableRow): string[] {
  const notes: string[] = [];
  for (const header of row.table.headers) {
    if (header.key !== null || /^(序号|序|no\.?|#|行号|编号)$/i.test(header.text)) continue;
    const text = cellText(row.cells[header.index] ?? null);
    if (text !== '') notes.push(`${header.text}: ${text}`);
  }
  return notes;
}
