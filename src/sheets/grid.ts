/** A worksheet as plain values, addressed as a person sees it (`Sheet1!D17`). */

/** A cell that holds no usable value: an Excel error (#N/A), a formula never calculated, control characters. */
export interface BrokenCell {
  broken: 'excel_error' | 'formula_without_value' | 'control_characters';
  /** What stood there, made printable. */
  text: string;
}

/**
 * Text, number, boolean or nothing. A number that Excel shows as a date or time arrives as text
 * (`2026-09-01`, `16:30`, `2026-09-01 16:30`), so that readers of cells need one form only.
 */
export type CellValue = string | number | boolean | BrokenCell | null;

/** A merged block, zero-based and inclusive. */
export interface MergedBlock {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Grid {
  sheet: string;
  /** Zero-based rows of zero-based columns; short rows simply end early. A merged block's value stands in its first cell only. */
  rows: CellValue[][];
  merges: MergedBlock[];
}

/** A reason why a whole file cannot be read, as a code with parameters; the sentence lives in the locale files. */
export class WorkbookError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(code);
    this.name = 'WorkbookError';
  }
}

/** Column letters of a zero-based index: 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** Zero-based row and column of an A1 reference, or null when it is none. */
export function parseReference(reference: string): { row: number; column: number } | null {
  let column = 0;
  let i = 0;
  for (; i < reference.length && i < 4; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  const row = Number(reference.slice(i));
  return i > 0 && Number.isInteger(row) && row > 0 ? { row: row - 1, column: column - 1 } : null;
}

/** `Sheet1!D17`; a sheet name with spaces or signs is quoted as Excel does. */
export function cellAddress(sheet: string, row: number, column: number): string {
  const name = /^[\p{L}\p{N}_]+$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
  return `${name}!${columnLetters(column)}${row + 1}`;
}

/** `Sheet1!13:13`: a whole row, where what is meant has no column. */
export function rowAddress(sheet: string, row: number): string {
  return cellAddress(sheet, row, 0).replace(/A\d+$/, `${row + 1}:${row + 1}`);
}

export function isBroken(value: CellValue): value is BrokenCell {
  return typeof value === 'object' && value !== null;
}

/** The cell as trimmed text, '' when empty or broken. */
export function cellText(value: CellValue): string {
  if (value === null || isBroken(value)) return '';
  return typeof value === 'string' ? value.trim() : String(value);
}

/** Replaces characters no cell may hold by a visible box, for messages. */
export function printable(text: string): string {
  return text.replace(CONTROL, '□').slice(0, 200);
}

// C0 controls except tab, line feed and carriage return; and the two non-characters.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text of a cell as a value: null when blank, broken when it holds control characters. */
export function textCell(text: string): CellValue {
  if (text === '') return null;
  CONTROL.lastIndex = 0;
  if (CONTROL.test(text)) return { broken: 'control_characters', text: printable(text) };
  return text.trim() === '' ? null : text;
}
