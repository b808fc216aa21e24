/** Comma-, tab- or semicolon-separated text in the encodings Chinese offices save. */
import { type CellValue, type Grid, WorkbookError, textCell } from './grid';
import type { SheetLimits } from './xlsx';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
export type Delimiter = ',' | '\t' | ';';

/** Decodes by byte order mark, else strictly as UTF-8, else as GB18030. @throws WorkbookError unknown_encoding. */
export function decodeText(bytes: Buffer): { text: string; encoding: Encoding } {
  const encoding = guessEncoding(bytes);
  for (const candidate of encoding === 'utf-8' ? (['utf-8', 'gb18030'] as const) : ([encoding] as const)) {
    try {
      return { text: new TextDecoder(candidate, { fatal: true }).decode(bytes), encoding: candidate };
    } catch {
      // Not this one.
    }
  }
  throw new WorkbookError('unknown_encoding');
}

// Tab, line feed, carriage return, comma, semicolon.
const SEPARATORS = new Set([9, 10, 13, 44, 59]);

function guessEncoding(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark, UTF-16 shows in the zero bytes of its commas and line ends.
  const sample = bytes.subarray(0, 4096);
  // A NUL inside UTF-8 text is a bad character, not an encoding: only separators and line ends count.
  let little = 0;
  let big = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i + 1] === 0 && SEPARATORS.has(sample[i])) little++;
    if (sample[i] === 0 && SEPARATORS.has(sample[i + 1])) big++;
  }
  if (little > 0 && big === 0) return 'utf-16le';
  if (big > 0 && little === 0) return 'utf-16be';
  return 'utf-8';
}

/** @throws WorkbookError unknown_encoding, unclosed_quote, too_many_rows, too_many_columns. */
export function readDelimited(
  bytes: Buffer,
  sheet: string,
  limits: SheetLimits,
): { grid: Grid; encoding: Encoding; delimiter: Delimiter } {
  const decoded = decodeText(bytes);
  let { text } = decoded;
  const declared = /^sep=([,;\t])\r?\n/i.exec(text);
  if (declared) text = text.slice(declared[0].length);
  const delimiter = (declared?.[1] as Delimiter | undefined) ?? guessDelimiter(text);
  const rows = parseDelimited(text, delimiter, sheet, limits);
  // The line `sep=;` is a row of the file; addresses count it.
  if (declared) rows.unshift([]);
  return { grid: { sheet, rows, merges: [] }, encoding: decoded.encoding, delimiter };
}

/** The separator that splits the first lines most evenly. */
function guessDelimiter(text: string): Delimiter {
  const lines = text
    .slice(0, 65_536)
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30);
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of [',', '\t', ';'] as const) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const tally = new Map<number, number>();
    for (const count of counts) if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
    let score = 0;
    for (const [count, times] of tally) score = Math.max(score, times * 100 + Math.min(count, 99));
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}

/** RFC 4180, lenient about quotes inside a bare field and about any of the three line ends. */
export function parseDelimited(text: string, delimiter: Delimiter, sheet: string, limits: SheetLimits): CellValue[][] {
  const rows: CellValue[][] = [];
  let row: CellValue[] = [];
  let at = 0;
  const endRow = (): void => {
    while (row.length > 0 && row[row.length - 1] === null) row.pop();
    if (row.length > limits.columns) throw new WorkbookError('too_many_columns', { sheet, limit: limits.columns });
    if (rows.length >= limits.rows && row.length > 0)
      throw new WorkbookError('too_many_rows', { sheet, limit: limits.rows });
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      let closing = at;
      for (;;) {
        closing = text.indexOf('"', closing + 1);
        if (closing < 0) throw new WorkbookError('unclosed_quote', { sheet, row: rows.length + 1 });
        if (text[closing + 1] !== '"') break;
        closing++;
      }
      field = text.slice(at + 1, closing).replaceAll('""', '"');
      at = closing + 1;
    } else field = '';
    const start = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    row.push(textCell(unguard(field + text.slice(start, at))));
    if (at >= text.length) break;
    if (text[at] === delimiter) {
      at++;
      if (at === text.length) row.push(null);
      continue;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    endRow();
  }
  if (row.length > 0) endRow();
  return rows;
}

/** Takes back the apostrophe that our own export puts before = + - @ tab, so that export and import agree. */
function unguard(field: string): string {
  return /^'[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
}
