/** One door for every workbook: .xlsx, .csv, .tsv, whatever the file is called. */
import { setImmediate } from 'node:timers/promises';
import { type Delimiter, type Encoding, readDelimited } from './delimited';
import { type Grid, WorkbookError } from './grid';
import { type SheetLimits, readXlsx } from './xlsx';

export interface Workbook {
  format: 'xlsx' | 'csv';
  /** Visible sheets that hold something, in the order of the file. */
  grids: Grid[];
  /** Names of sheets that are hidden, and so were not read. */
  hidden: string[];
  encoding?: Encoding;
  delimiter?: Delimiter;
}

export interface ReadOptions {
  /** Sheet name to show in addresses of a text file; default `Sheet1`. */
  sheetName?: string;
  bytes?: number;
  rows?: number;
  columns?: number;
}

const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/**
 * Reads a workbook by what it is, not by its name.
 * Limits (bytes of the file, rows and columns that hold something) default to 60 MB, 200,000 and 512.
 * @throws WorkbookError with one of: empty_file, file_too_large, old_excel_format, encrypted_workbook, opendocument,
 *   web_page, not_a_workbook, damaged_workbook, zip_bomb, too_many_rows, too_many_columns, no_visible_sheet, empty_sheet,
 *   unknown_encoding, unclosed_quote.
 */
export function readWorkbook(bytes: Buffer, options: ReadOptions = {}): Workbook {
  const steps = reading(bytes, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in many small steps, for a process that answers others meanwhile. */
export async function readWorkbookInTurns(bytes: Buffer, options: ReadOptions = {}): Promise<Workbook> {
  const steps = reading(bytes, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

function* reading(bytes: Buffer, options: ReadOptions): Generator<void, Workbook> {
  const limits: SheetLimits = { rows: options.rows ?? 200_000, columns: options.columns ?? 512 };
  const most = options.bytes ?? 60 * 1024 * 1024;
  if (bytes.length === 0) throw new WorkbookError('empty_file');
  if (bytes.length > most)
    throw new WorkbookError('file_too_large', {
      megabytes: Math.ceil(bytes.length / 1048576),
      limit: Math.floor(most / 1048576),
    });
  if (bytes.subarray(0, 8).equals(OLE)) {
    // An encrypted .xlsx also lives in an OLE container; its stream name gives it away.
    const encrypted = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new WorkbookError(encrypted ? 'encrypted_workbook' : 'old_excel_format');
  }
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') {
    if (bytes.subarray(30, 120).includes('opendocument')) throw new WorkbookError('opendocument');
    const { grids: all, hidden } = yield* readXlsx(bytes, limits);
    const grids = all.filter((grid) => grid.rows.some((row) => row.length > 0));
    if (grids.length === 0) throw new WorkbookError('empty_sheet');
    return { format: 'xlsx', grids, hidden };
  }
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, 1024)).trimStart();
  // "Export to Excel" of many office systems is a web page called .xls.
  if (/^(\xEF\xBB\xBF)?\s*<(!doctype|html|\?xml|table|meta)/i.test(head)) throw new WorkbookError('web_page');
  if (/^(%PDF|\x89PNG|\xFF\xD8\xFF|GIF8|Rar!|7z\xBC\xAF)/.test(head)) throw new WorkbookError('not_a_workbook');
  const { grid, encoding, delimiter } = readDelimited(bytes, options.sheetName ?? 'Sheet1', limits);
  if (!grid.rows.some((row) => row.some((cell) => cell !== null))) throw new WorkbookError('empty_sheet');
  return { format: 'csv', grids: [grid], hidden: [], encoding, delimiter };
}
