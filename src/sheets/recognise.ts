/** Which column is which: by Chinese or English header and synonyms, in any order, below title rows, in one or two header rows. */
import { type Column, type ColumnMapping, type Header, missingColumn, type Table } from './columns';
import { headerWord, keyOf, wordIndex } from './header-words';
import { collectRows } from './lines';
import { type CellValue, type Grid, cellAddress, cellText, columnLetters } from './grid';

const SEARCHED_ROWS = 40;
// Headers that mean different things to different offices; taking one would be a guess. Beside a column of the one it is the other.
const AMBIGUOUS = new Map([['人数', ['headCount', 'seats']]]);
// Below another word these say nothing by themselves: 编号 below 无犯罪记录查询 is no number of the line.
const GENERIC = /^(编号|号码|日期|单位|数量|情况)$/;
// A column of one of these that nobody recognised may hold what the line is about.
const MATTERS =
  /时间|时段|时长|课时|日期|期限|星期|人数|名额|专长|特长|技能|学科|年级|学段|对象|形式|方式|类别|类型|地点|场地|电话|手机|联系人|同意|查询/;

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
    columns: new Map(columns.map((column) => [column.key, column])),
    rows: [],
    faults: [],
    skipped: [],
    byKey: new Map(),
    memo: new Map(),
  };
  settleAmbiguous(headers, columns);
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
    if (found.key === null && sub !== '' && sub !== top && (top === '' || !GENERIC.test(headerWord(sub))))
      found = keyOf(AMBIGUOUS.has(headerWord(sub)) ? top : sub, words);
    headers.push({ index, text: joined.replace(/\s+/g, ' ').trim(), ...found });
  }
  return headers;
}

/** 人数 beside 志愿者人数 counts those who come to listen. */
function settleAmbiguous<Key extends string>(headers: Header<Key>[], columns: Column<Key>[]): void {
  for (const header of headers) {
    const meanings = header.key === null && AMBIGUOUS.get(headerWord(header.text));
    if (!meanings || !meanings.every((one) => columns.some(({ key }) => key === one))) continue;
    const open = meanings.filter((one) => !headers.some(({ key }) => key === one));
    if (open.length === 1) header.key = open[0] as Key;
  }
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
      const said = mapping[columnLetters(header.index)] !== undefined;
      if (!said && AMBIGUOUS.has(headerWord(header.text)))
        fault(header, 'ambiguous_header', { value: header.text }, 'expected_header');
      else if (!said && MATTERS.test(header.text))
        fault(header, 'unknown_header', { value: header.text }, 'expected_header');
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
    if (column.required && !first.has(column.key)) table.faults.push(missingColumn(table, column.key));
}
