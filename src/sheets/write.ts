/** Workbooks out: .xlsx with widths, a frozen header and drop-downs; .csv with a byte order mark. Text stays text. */
import { type WriteSheet, writeXlsx } from 'hucre/xlsx';
import type { Column } from './columns';
import { columnLetters } from './grid';

export type OutCell = string | number | null;

export interface OutSheet {
  name: string;
  columns: { header: string; width?: number; choices?: string[] }[];
  rows: OutCell[][];
}

/** Rows below the header that get drop-downs. */
const DROP_DOWN_ROWS = 2_000;

/**
 * Text is written as text cells, so that `=1+1` or `@SUM` is shown and never run; control characters, which no workbook
 * may hold, become a visible box.
 */
export async function writeWorkbook(sheets: OutSheet[]): Promise<Buffer> {
  const bytes = await writeXlsx({ sheets: sheets.map(asSheet) });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function asSheet({ name, columns, rows }: OutSheet): WriteSheet {
  const last = Math.max(rows.length, DROP_DOWN_ROWS) + 1;
  const dataValidations = columns.flatMap(({ choices }, index) => {
    // Excel refuses a list longer than 255 characters.
    if (!choices || choices.join(',').length > 255) return [];
    const letters = columnLetters(index);
    return [
      {
        type: 'list' as const,
        values: choices,
        range: `${letters}2:${letters}${last}`,
        allowBlank: true,
        showErrorMessage: true,
        errorStyle: 'information' as const,
      },
    ];
  });
  return {
    name: sheetName(name),
    columns: columns.map(({ width }) => ({ width: width ?? 14 })),
    rows: [columns.map(({ header }) => header), ...rows.map((row) => row.map(asCell))],
    cells: new Map(
      columns.map((_, index) => [
        `0,${index}`,
        { style: { font: { bold: true }, alignment: { wrapText: true, vertical: 'center' as const } } },
      ]),
    ),
    freezePane: { rows: 1 },
    dataValidations,
  };
}

/** Excel: at most 31 characters, none of \ / ? * [ ] :. */
function sheetName(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet1';
}

function asCell(value: OutCell): string | number | null {
  return typeof value === 'string' ? (value === '' ? null : clean(value)) : value;
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '□').slice(0, 32_767);
}

/** Comma-separated text with a byte order mark. What a spreadsheet would run as a formula gets an apostrophe, which our reader takes back. */
export function writeCsv(header: string[], rows: OutCell[][]): Buffer {
  const line = (row: OutCell[]): string => row.map(csvCell).join(',');
  return Buffer.from(`\ufeff${[header, ...rows].map(line).join('\r\n')}\r\n`, 'utf8');
}

function csvCell(value: OutCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  let text = clean(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of an export: columns in order, personal ones left out for those who may not see them. */
export function menuSheet<Key extends string>(
  name: string,
  columns: Column<Key>[],
  lines: Partial<Record<Key, string | number>>[],
  options: { personal: boolean },
): OutSheet {
  const shown = columns.filter((column) => options.personal || !column.personal);
  return {
    name,
    columns: shown.map(({ header, width, choices }) => ({ header, width, choices })),
    rows: lines.map((line) => shown.map(({ key }) => line[key] ?? null)),
  };
}

/** An empty workbook with drop-downs and one example, which the import passes over because it begins with 示例. */
export function templateSheet<Key extends string>(name: string, columns: Column<Key>[]): OutSheet {
  return {
    name,
    columns: columns.map(({ header, width, choices }) => ({ header, width, choices })),
    rows: [columns.map(({ example }, index) => (index === 0 ? '示例' : (example ?? null)))],
  };
}
