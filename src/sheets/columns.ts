/** Which column is which: by Chinese or English header and synonyms, in any order, below title rows, in one or two header rows. */
import { headerWord, keyOf, wordIndex } from './header-words';
import { type CellValue, type Grid, cellAddress, cellText, columnLetters } from './grid';

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
  /** `Sheet1!D17`. */
  cell: string;
  /** The header as it stands in the sheet. */
  column: string;
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

const SEARCHED_ROWS = 40;
/** Entries of a memo, so that a sheet of different texts does not fill the memory. */
export const MEMO_SIZE = 5_000;
// Headers that mean different things to different offices; taking one would be a guess.
const AMBIGUOUS = new Set(['人数']);

/** Finds the header and the lines of a sheet; null when the sheet is not of this menu (an instruction sheet, say). */
export function recognise<Key extends string>(
  grid: Grid,
  columns: Column<Key>[],
  mapping: ColumnMapping<Key> = {},
): Table<Key> | null {
  const words = wordIndex(columns);
  const spread = spreadMerges(grid);
  let best: { headers: Header<Key>[]; row: number; score: number } | null = null;
  for (let row = 0; row < Math.min(SEARCHED_ROWS, spread.length); row++)
    for (const height of [1, 2]) {
      // A title over the whole sheet is no upper header.
      if (row + height > spread.length || (height === 2 && isTitle(spread[row]))) continue;
      const headers = headersAt(spread, row, height, words);
      const score = new Set(headers.filter(({ key }) => key !== null).map(({ key }) => key)).size;
      if (score > (best?.score ?? 0)) best = { headers, row: row + height - 1, score };
    }
  const mapped = Object.keys(mapping).length > 0;
  if (mapped && (best === null || best.score < 2)) best = mappedHeader(spread, mapping, words) ?? best;
  if (!best || (!mapped && best.score < 2)) return null;
  const { headers } = best;
  for (const header of headers) {
    const chosen = mapping[columnLetters(header.index)];
    if (chosen !== undefined) header.key = chosen;
  }
  const required = columns.filter((column) => column.required);
  const some = headers.some(({ key }) => required.some((column) => column.key === key));
  // A sheet without a name or title, but with many known columns, is a menu all the same; what is missing is said.
  if (required.length > 0 && !some && best.score < 4) return null;
  const table: Table<Key> = {
    sheet: grid.sheet,
    headerRow: best.row,
    headers,
    rows: [],
    faults: [],
    skipped: [],
    byKey: new Map(),
    memo: new Map(),
  };
  headerFaults(table, columns, mapping);
  for (const header of headers)
    if (header.key !== null) table.byKey.set(header.key, [...(table.byKey.get(header.key) ?? []), header]);
  collectRows(table, spread, grid, words);
  return table;
}

/** One text only, however many cells it is merged over. */
function isTitle(row: CellValue[]): boolean {
  return new Set(row.map(cellText).filter((text) => text !== '')).size <= 1;
}

function headersAt<Key extends string>(
  rows: CellValue[][],
  row: number,
  height: number,
  words: Map<string, Key>,
): Header<Key>[] {
  const width = Math.max(...Array.from({ length: height }, (_, i) => rows[row + i].length));
  const headers: Header<Key>[] = [];
  for (let index = 0; index < width; index++) {
    const top = cellText(rows[row][index] ?? null);
    const sub = height === 2 ? cellText(rows[row + 1][index] ?? null) : '';
    const joined = sub === '' || sub === top ? top : top === '' ? sub : `${top}${sub}`;
    if (joined === '') continue;
    let found = keyOf(joined, words);
    // 联系人 over 姓名 and 电话: the pair is known, or the lower word alone; the upper one alone would be a guess.
    if (found.key === null && sub !== '' && sub !== top)
      found = keyOf(AMBIGUOUS.has(headerWord(sub)) ? top : sub, words);
    headers.push({ index, text: joined.replace(/\s+/g, ' ').trim(), ...found });
  }
  return headers;
}

/** Where a person has named the columns, the header is the first row that fills all of them. */
function mappedHeader<Key extends string>(
  rows: CellValue[][],
  mapping: ColumnMapping<Key>,
  words: Map<string, Key>,
): { headers: Header<Key>[]; row: number; score: number } | null {
  const letters = Object.keys(mapping);
  for (let row = 0; row < Math.min(SEARCHED_ROWS, rows.length); row++) {
    const headers = headersAt(rows, row, 1, words);
    if (letters.every((letter) => headers.some(({ index }) => columnLetters(index) === letter)))
      return { headers, row, score: letters.length };
  }
  return null;
}

/** Merged blocks as people mean them: a header over several columns names them all, a school beside several rows holds for each. */
function spreadMerges(grid: Grid): CellValue[][] {
  if (grid.merges.length === 0) return grid.rows;
  // Only the rows under a block are copied.
  const rows = grid.rows.slice();
  const own = (row: number): CellValue[] =>
    rows[row] === grid.rows[row] ? (rows[row] = rows[row].slice()) : rows[row];
  for (const { top, left, bottom, right } of grid.merges) {
    const value = grid.rows[top]?.[left] ?? null;
    if (value === null || bottom >= rows.length + 1 || (bottom - top + 1) * (right - left + 1) > 100_000) continue;
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++) {
      const last = row < SEARCHED_ROWS || right === left ? right : left;
      const cells = own(row);
      for (let column = left; column <= Math.min(last, 511); column++) {
        while (cells.length <= column) cells.push(null);
        cells[column] ??= value;
      }
    }
  }
  return rows;
}

function headerFaults<Key extends string>(
  table: Table<Key>,
  columns: Column<Key>[],
  mapping: ColumnMapping<Key>,
): void {
  const { headers, sheet, headerRow } = table;
  const first = new Map<Key, Header<Key>>();
  const fault = (header: Header<Key>, code: string, params: Record<string, string | number>, expected: string): void =>
    void table.faults.push({
      sheet,
      cell: cellAddress(sheet, headerRow, header.index),
      column: header.text,
      value: header.text,
      code,
      params,
      expected,
    });
  for (const header of headers) {
    if (header.key === null) {
      if (AMBIGUOUS.has(headerWord(header.text)) && mapping[columnLetters(header.index)] === undefined)
        fault(header, 'ambiguous_header', { value: header.text }, 'expected_header');
      continue;
    }
    const earlier = first.get(header.key);
    if (!earlier) first.set(header.key, header);
    else if (!columns.find(({ key }) => key === header.key)?.repeatable) {
      fault(
        header,
        'duplicate_header',
        { value: header.text, other: cellAddress(sheet, headerRow, earlier.index) },
        'expected_unique_header',
      );
      header.key = null;
    }
  }
  for (const column of columns)
    if (column.required && !first.has(column.key))
      table.faults.push({
        sheet,
        cell: cellAddress(sheet, headerRow, 0),
        column: column.header,
        value: '',
        code: 'missing_column',
        params: { column: column.header },
        expected: 'expected_header',
      });
}

function collectRows<Key extends string>(
  table: Table<Key>,
  spread: CellValue[][],
  grid: Grid,
  words: Map<string, Key>,
): void {
  const titles = new Set<number>();
  // A block across three columns or more within one row is a section title: 一、小学部.
  for (const { top, bottom, left, right } of grid.merges) if (top === bottom && right - left >= 2) titles.add(top);
  const known = table.headers.filter(({ key }) => key !== null);
  const keys = new Map<string, Key | null>();
  const keyFound = (typed: string): Key | null => {
    let key = keys.get(typed);
    if (key === undefined) {
      key = keyOf(typed, words).key;
      if (keys.size < MEMO_SIZE) keys.set(typed, key);
    }
    return key;
  };
  for (let row = table.headerRow + 1; row < spread.length; row++) {
    const cells = spread[row];
    const original = grid.rows[row] ?? [];
    const texts = known.map(({ index }) => cellText(cells[index] ?? null));
    const filled = original.filter((cell) => cell !== null && (typeof cell !== 'string' || cell.trim() !== '')).length;
    if (filled === 0 && !texts.some((text) => text !== '')) continue;
    if (filled === 0) continue;
    // Every printed page repeats the header; of two header rows either may come again.
    const repeated = known.filter(({ index, key, text }) => {
      const typed = cellText(cells[index] ?? null);
      return typed !== '' && typed.length <= 30 && (typed === text || keyFound(typed) === key);
    }).length;
    const lead = cellText(original.find((cell) => cell !== null) ?? null);
    const section = titles.has(row) && filled <= 2;
    const total =
      /^(合计|总计|小计|共计|汇总|total)[:：]?$/i.test(lead.replace(/\s/g, '')) &&
      filled <= Math.max(3, known.length / 2);
    const remark =
      (filled === 1 && /^(备注|说明|注)\d*[:：.、]/.test(lead)) ||
      original.every((cell) => cell === null || cellText(cell) === '' || SIGNED.test(cellText(cell)));
    if (
      repeated >= Math.max(2, known.length / 2) ||
      section ||
      total ||
      remark ||
      /^(示例|样例|例|example)([:：].*)?$/i.test(lead)
    ) {
      table.skipped.push(row);
      continue;
    }
    table.rows.push({ row, cells: repeatDittos(cells, table.rows.at(-1)), table });
  }
}

// Below the lines: who filled the sheet in, who checked it, when.
const SIGNED =
  /^(填表|填报|制表|经办|审核|审批|复核|分管领导|负责|校长|单位|联系|盖章|签字|签名|日期|时间)[^:：]{0,8}[:：]|^[(（]?(公章|盖章|签字)[)）]?$|^\d{4}年\d{0,2}月?\d{0,2}日?$/;
const DITTO = /^(同上|同前|[〃″"”]{1,2}|-?同上-?|ditto)$/i;

/** 同上 is what stands above it. */
function repeatDittos(cells: CellValue[], above: TableRow | undefined): CellValue[] {
  if (!above || !cells.some((cell) => typeof cell === 'string' && DITTO.test(cell.trim()))) return cells;
  return cells.map((cell, i) =>
    typeof cell === 'string' && DITTO.test(cell.trim()) ? (above.cells[i] ?? null) : cell,
  );
}

/** The cells of a row under a key, in the order of the sheet. */
export function cellsOf<Key extends string>(row: TableRow<Key>, key: Key): { value: CellValue; header: Header<Key> }[] {
  return (row.table.byKey.get(key) ?? []).map((header) => ({ value: row.cells[header.index] ?? null, header }));
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
