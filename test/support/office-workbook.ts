import { zip } from './zip';

/** A cell as Excel keeps it: text, a number, or either with a number format, a formula or a style of its own. */
export type OfficeCell =
  | string
  | number
  | null
  | { number: number; format?: keyof typeof FORMATS }
  | { formula: string; value: number | string }
  | { rich: string[]; reading?: string };

export interface OfficeSheet {
  name: string;
  hidden?: boolean;
  /** Row number → its cells from column A. */
  rows: Record<number, OfficeCell[]>;
  merges?: string[];
  hiddenRows?: number[];
  /** Column numbers, 1 for A. */
  hiddenColumns?: number[];
  autoFilter?: string;
}

/** Number formats of Chinese Excel and WPS: built-in ones by number, own ones from 176 on. */
const FORMATS = {
  general: 0,
  time: 20,
  date: 14,
  monthDay: 58,
  longDate: 176,
  dottedDate: 177,
  scientific: 11,
} as const;
const OWN_FORMATS = { 176: 'yyyy"年"m"月"d"日";@', 177: 'yyyy\\.mm\\.dd' };
const STYLES = Object.values(FORMATS);

export const at = (number: number, format: keyof typeof FORMATS): OfficeCell => ({ number, format });
/** Days since 30 December 1899, as Excel counts them. */
export const serial = (date: string): number => Math.round((Date.parse(date) - Date.UTC(1899, 11, 30)) / 86_400_000);

const letters = (column: number): string =>
  column > 26
    ? letters(Math.floor((column - 1) / 26)) + letters(((column - 1) % 26) + 1)
    : String.fromCharCode(64 + column);
const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '&#10;');

/**
 * A workbook as WPS and Excel write it: shared strings (rich text and readings included), number formats, merged cells,
 * formatted but empty cells, hidden rows and columns, print titles, a filter, a calculation chain.
 */
export function officeWorkbook(sheets: OfficeSheet[]): Buffer {
  const strings = new Map<string, number>();
  const shared = (item: string): number => {
    if (!strings.has(item)) strings.set(item, strings.size);
    return strings.get(item)!;
  };
  const xml = sheets.map((sheet) => sheetXml(sheet, shared));
  const parts = sheets.map((_, i) => `worksheets/sheet${i + 1}.xml`);
  return zip([
    {
      name: '[Content_Types].xml',
      content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${parts.map((part) => `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${TYPE}"><fileVersion appName="xl" lastEdited="3"/><workbookPr/><bookViews><workbookView activeTab="0"/></bookViews><sheets>${sheets.map(({ name, hidden }, i) => `<sheet name="${name}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`).join('')}</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'${sheets[0].name}'!$1:$4</definedName></definedNames></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${HEAD}<Relationships xmlns="${RELATIONS}">${parts.map((part, i) => `<Relationship Id="rId${i + 1}" Type="${TYPE}/worksheet" Target="${part}"/>`).join('')}<Relationship Id="rId98" Type="${TYPE}/styles" Target="styles.xml"/><Relationship Id="rId99" Type="${TYPE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2">${Object.entries(OWN_FORMATS)
        .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
        .join(
          '',
        )}</numFmts><cellXfs count="${STYLES.length}">${STYLES.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="1" xfId="0"/>`).join('')}</cellXfs></styleSheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `${HEAD}<sst xmlns="${MAIN}" uniqueCount="${strings.size}">${[...strings.keys()].map((item) => `<si>${item}</si>`).join('')}</sst>`,
    },
    ...parts.map((part, i) => ({ name: `xl/${part}`, content: xml[i] })),
  ]);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';

function sheetXml(sheet: OfficeSheet, shared: (item: string) => number): string {
  const rows = Object.entries(sheet.rows).map(([number, cells]) => {
    const hidden = sheet.hiddenRows?.includes(Number(number)) ? ' hidden="1"' : '';
    return `<row r="${number}" spans="1:${cells.length}" ht="28.5" customHeight="1"${hidden}>${cells.map((cell, i) => cellXml(cell, `${letters(i + 1)}${number}`, shared)).join('')}</row>`;
  });
  const columns = (sheet.hiddenColumns ?? []).map(
    (c) => `<col min="${c}" max="${c}" width="0" hidden="1" customWidth="1"/>`,
  );
  const merges = sheet.merges?.map((ref) => `<mergeCell ref="${ref}"/>`) ?? [];
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="5" topLeftCell="A6" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="14.25"/>${columns.length ? `<cols>${columns.join('')}</cols>` : ''}<sheetData>${rows.join('')}</sheetData>${sheet.autoFilter ? `<autoFilter ref="${sheet.autoFilter}"/>` : ''}${merges.length ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : ''}<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`;
}

function cellXml(cell: OfficeCell, address: string, shared: (item: string) => number): string {
  if (cell === null) return `<c r="${address}" s="0"/>`;
  if (typeof cell === 'string')
    return `<c r="${address}" s="0" t="s"><v>${shared(`<t xml:space="preserve">${text(cell)}</t>`)}</v></c>`;
  if (typeof cell === 'number') return `<c r="${address}" s="0"><v>${cell}</v></c>`;
  if ('rich' in cell) {
    const runs = cell.rich.map((run, i) => `<r><rPr>${i % 2 ? '<b/>' : ''}<sz val="11"/></rPr><t>${text(run)}</t></r>`);
    const reading = cell.reading ? `<rPh sb="0" eb="1"><t>${cell.reading}</t></rPh><phoneticPr fontId="1"/>` : '';
    return `<c r="${address}" s="0" t="s"><v>${shared(runs.join('') + reading)}</v></c>`;
  }
  if ('formula' in cell)
    return `<c r="${address}" s="0"${typeof cell.value === 'string' ? ' t="str"' : ''}><f>${text(cell.formula)}</f><v>${cell.value}</v></c>`;
  return `<c r="${address}" s="${STYLES.indexOf(FORMATS[cell.format ?? 'general'])}"><v>${cell.number}</v></c>`;
}
