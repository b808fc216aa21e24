/** Visible worksheets of an .xlsx file as grids, and the names of the hidden ones. Formulas are never evaluated: their stored value is read. */
import { Parser } from 'saxen';
import { isBuiltInDateFormat, isDateFormatCode, serialToText } from './excel-dates';
import { type CellValue, type Grid, type MergedBlock, WorkbookError, parseReference, textCell } from './grid';
import { ZipArchive } from './zip';

export interface SheetLimits {
  rows: number;
  columns: number;
}

/**
 * Yields every two megabytes, so that whoever runs it can let others have a turn.
 * @throws WorkbookError not_a_workbook, damaged_workbook, zip_bomb, too_many_rows, too_many_columns, no_visible_sheet.
 */
export function* readXlsx(bytes: Buffer, limits: SheetLimits): Generator<void, { grids: Grid[]; hidden: string[] }> {
  const zip = new ZipArchive(bytes);
  const main = mainPart(zip);
  if (!main) throw new WorkbookError('not_a_workbook');
  const { sheets, hidden, date1904 } = workbookSheets(zip, main);
  if (sheets.length === 0) throw new WorkbookError('no_visible_sheet');
  const strings = sharedStrings(zip, partBeside(main, 'sharedStrings.xml'));
  const dateStyles = dateStyleSet(zip, partBeside(main, 'styles.xml'));
  const grids: Grid[] = [];
  for (const { name, part } of sheets) {
    yield;
    grids.push(yield* readSheet(zip, name, part, { strings, dateStyles, date1904 }, limits));
  }
  return { grids, hidden };
}

function partBeside(main: string, name: string): string {
  return main.replace(/[^/]*$/, name);
}

/** Runs a part through the parser; names come without their namespace prefix. */
function walk(
  xml: string,
  open: (name: string, attributes: () => Record<string, string>) => void,
  close?: (name: string) => void,
  text?: (text: string) => void,
): void {
  const parser = new Parser();
  const local = (name: string): string => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name);
  parser.on('openTag', (name, attributes) => open(local(name), attributes));
  if (close) parser.on('closeTag', (name) => close(local(name)));
  if (text) {
    parser.on('text', (value, decode) => text(decode(value)));
    parser.on('cdata', text);
  }
  parser.on('error', () => {
    throw new WorkbookError('damaged_workbook');
  });
  parser.parse(xml);
}

function partText(zip: ZipArchive, name: string): string | null {
  const bytes = zip.read(name);
  if (!bytes) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  return bytes.toString('utf8');
}

function relations(zip: ZipArchive, part: string): Map<string, { type: string; target: string }> {
  const found = new Map<string, { type: string; target: string }>();
  const folder = part.replace(/[^/]*$/, '');
  const xml = partText(zip, `${folder}_rels/${part.slice(folder.length)}.rels`);
  if (xml)
    walk(xml, (name, attributes) => {
      if (name !== 'Relationship') return;
      const { Id = '', Type = '', Target = '' } = attributes();
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: resolvePart(folder, Target) });
    });
  return found;
}

function resolvePart(folder: string, target: string): string {
  return new URL(target, `zip:/${folder}`).pathname.replace(/^\//, '');
}

function mainPart(zip: ZipArchive): string | null {
  for (const { type, target } of relations(zip, '').values())
    if (type === 'officeDocument' && zip.has(target)) return target;
  return zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : null;
}

function workbookSheets(
  zip: ZipArchive,
  main: string,
): { sheets: { name: string; part: string }[]; hidden: string[]; date1904: boolean } {
  const rels = relations(zip, main);
  const hidden: string[] = [];
  const sheets: { name: string; part: string }[] = [];
  let date1904 = false;
  walk(partText(zip, main) ?? '', (name, attributes) => {
    if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes()['date1904'] ?? '');
    if (name !== 'sheet') return;
    const found = attributes();
    if (found['state'] === 'hidden' || found['state'] === 'veryHidden') {
      hidden.push(found['name'] ?? '');
      return;
    }
    const id = Object.entries(found).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    const relation = rels.get(id);
    // Chart sheets and dialogs have no cells.
    if (relation?.type === 'worksheet' && zip.has(relation.target))
      sheets.push({ name: found['name'] ?? '', part: relation.target });
  });
  return { sheets, hidden, date1904 };
}

function sharedStrings(zip: ZipArchive, part: string): CellValue[] {
  const xml = partText(zip, part);
  const strings: CellValue[] = [];
  if (!xml) return strings;
  let text = '';
  let inText = false;
  let inPhonetic = false;
  walk(
    xml,
    (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') inPhonetic = true;
      else if (name === 't') inText = !inPhonetic;
    },
    (name) => {
      if (name === 'si') strings.push(textCell(detached(unescapeExcel(text))));
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 't') inText = false;
    },
    (value) => {
      if (inText) text += value;
    },
  );
  return strings;
}

/** A copy of its own: a piece cut out of the XML would keep all of the XML in memory. */
const detached = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** Excel writes characters XML cannot hold as `_x0000_`. */
function unescapeExcel(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

/** Indexes of cell styles that show a date or time. */
function dateStyleSet(zip: ZipArchive, part: string): Set<number> {
  const xml = partText(zip, part);
  const custom = new Map<number, boolean>();
  const dates = new Set<number>();
  if (!xml) return dates;
  let inCellFormats = false;
  let index = 0;
  walk(
    xml,
    (name, attributes) => {
      if (name === 'numFmt')
        custom.set(Number(attributes()['numFmtId']), isDateFormatCode(attributes()['formatCode'] ?? ''));
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributes()['numFmtId'] ?? 0);
        if (custom.get(id) ?? isBuiltInDateFormat(id)) dates.add(index);
        index++;
      }
    },
    (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  );
  return dates;
}

interface Context {
  strings: CellValue[];
  dateStyles: Set<number>;
  date1904: boolean;
}

function* readSheet(
  zip: ZipArchive,
  sheet: string,
  part: string,
  context: Context,
  limits: SheetLimits,
): Generator<void, Grid> {
  const rows: CellValue[][] = [];
  const merges: MergedBlock[] = [];
  const state = {
    row: -1,
    column: -1,
    type: '',
    style: 0,
    value: '',
    text: '',
    capture: '' as '' | 'v' | 't',
    formula: false,
    phonetic: false,
  };
  const open = (name: string, attributes: () => Record<string, string>): void => {
    if (name === 'c') {
      const found = attributes();
      const at = found['r'] ? parseReference(found['r']) : null;
      state.column = at ? at.column : state.column + 1;
      if (at && at.row !== state.row) startRow(at.row);
      if (state.column >= limits.columns) throw new WorkbookError('too_many_columns', { sheet, limit: limits.columns });
      state.type = found['t'] ?? 'n';
      state.style = Number(found['s'] ?? 0);
      state.value = state.text = '';
      state.formula = false;
    } else if (name === 'v') state.capture = 'v';
    else if (name === 't') state.capture = state.phonetic ? '' : 't';
    else if (name === 'f') state.formula = true;
    else if (name === 'rPh') state.phonetic = true;
    else if (name === 'row') {
      const number = Number(attributes()['r']);
      startRow(number >= 1 ? number - 1 : state.row + 1);
    } else if (name === 'mergeCell') {
      const [first, last] = (attributes()['ref'] ?? '').split(':').map(parseReference);
      if (first && last && last.row < limits.rows * 2)
        merges.push({ top: first.row, left: first.column, bottom: last.row, right: last.column });
    }
  };
  const startRow = (row: number): void => {
    state.row = row;
    state.column = -1;
  };
  const close = (name: string): void => {
    if (name === 'v' || name === 't') state.capture = '';
    else if (name === 'rPh') state.phonetic = false;
    else if (name === 'c') {
      const value = cellOf(state, context);
      if (value === null) return;
      // Rows are counted where they hold something: Excel often formats the whole million.
      if (state.row >= limits.rows) throw new WorkbookError('too_many_rows', { sheet, limit: limits.rows });
      while (rows.length <= state.row) rows.push([]);
      const cells = rows[state.row];
      while (cells.length < state.column) cells.push(null);
      cells[state.column] = value;
    }
  };
  const text = (value: string): void => {
    if (state.capture === 'v') state.value += value;
    else if (state.capture === 't') state.text += value;
  };
  for (const chunk of chunks(zip.read(part) ?? Buffer.alloc(0))) {
    walk(chunk, open, close, text);
    yield;
  }
  return { sheet, rows, merges };
}

function cellOf(
  cell: { type: string; style: number; value: string; text: string; formula: boolean },
  context: Context,
): CellValue {
  const { type, value } = cell;
  if (type === 's') return context.strings[Number(value)] ?? null;
  if (type === 'inlineStr') return textCell(detached(unescapeExcel(cell.text || value)));
  if (type === 'str') return textCell(detached(unescapeExcel(value)));
  if (value === '') return cell.formula ? { broken: 'formula_without_value', text: '' } : null;
  if (type === 'b') return value === '1' || value === 'true';
  if (type === 'e') return { broken: 'excel_error', text: value };
  if (type === 'd') return value.replace('T', ' ').replace(/( 00:00)?(:00)?(\.0+)?Z?$/, '');
  const number = Number(value);
  if (!Number.isFinite(number)) return textCell(value);
  if (context.dateStyles.has(cell.style)) return serialToText(number, context.date1904) ?? number;
  return number;
}

const CHUNK = 2 * 1024 * 1024;

/**
 * A sheet in pieces of whole rows: a 60 MB sheet as one string would cost twice that, as pieces it costs two megabytes.
 * The first and last piece keep what stands around the rows; every piece is wrapped so that it is well-formed.
 */
function* chunks(bytes: Buffer): Generator<string> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return yield bytes.toString('utf16le', 2);
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, 65_536));
  const opening = /<((?:\w+:)?)sheetData(?:\s[^>]*)?>/.exec(head);
  if (!opening || bytes.length <= CHUNK) return yield bytes.toString('utf8');
  const mark = Buffer.from(`</${opening[1]}row>`);
  let from = opening.index + opening[0].length;
  const end = bytes.lastIndexOf(`</${opening[1]}sheetData>`);
  if (end < 0) throw new WorkbookError('damaged_workbook');
  while (from < end) {
    let to = end;
    if (end - from > CHUNK) {
      const cut = bytes.indexOf(mark, from + CHUNK);
      if (cut >= 0 && cut < end) to = cut + mark.length;
    }
    yield `<rows>${bytes.toString('utf8', from, to)}</rows>`;
    from = to;
  }
  yield `<tail>${bytes.toString('utf8', end + mark.length + 6).replace(/<\/[\w:]*worksheet>\s*$/, '')}</tail>`;
}
