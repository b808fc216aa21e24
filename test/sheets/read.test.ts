import { readXlsx } from 'hucre/xlsx';
import { WorkbookError, cellAddress, columnLetters, parseReference } from '../../src/sheets/grid';
import { readWorkbook } from '../../src/sheets/read';
import { writeCsv, writeWorkbook } from '../../src/sheets/write';
import en from '../../src/sheets/locales/en.json';
import zh from '../../src/sheets/locales/zh-CN.json';
import { workbookOf, zip } from '../support/zip';

const sheet = (rows: string, rest = ''): string => `<worksheet><sheetData>${rows}</sheetData>${rest}</worksheet>`;
const text = (ref: string, value: string): string => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const grid = (bytes: Buffer) => readWorkbook(bytes).grids[0];

/** The code of the refusal; every code has its sentence in both languages. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    for (const locale of [zh, en] as Record<string, string>[]) expect(locale[`workbook.${error.code}`]).toBeDefined();
    return error.code;
  }
  return 'nothing refused';
}

describe('addresses', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (index, letters) => {
    expect(columnLetters(index)).toBe(letters);
    expect(parseReference(`${letters}17`)).toEqual({ row: 16, column: index });
  });
  it('quotes a sheet name as Excel does', () => {
    expect(cellAddress('Sheet1', 16, 3)).toBe('Sheet1!D17');
    expect(cellAddress("秋季 '26", 0, 0)).toBe("'秋季 ''26'!A1");
  });
});

describe('text files', () => {
  const lines = '学校,需求\r\n育才小学,"葫芦丝,""入门"""\r\n';
  const rows = [
    ['学校', '需求'],
    ['育才小学', '葫芦丝,"入门"'],
  ];
  const gb = Buffer.from([0xd1, 0xa7, 0xd0, 0xa3, 0x2c, 0xd0, 0xe8, 0xc7, 0xf3, 0x0a]);
  it('reads UTF-8 with and without a mark, UTF-16 both ways, and GB18030', () => {
    expect(grid(Buffer.from(lines)).rows).toEqual(rows);
    expect(grid(Buffer.from(`\ufeff${lines}`)).rows).toEqual(rows);
    expect(grid(Buffer.from(`\ufeff${lines}`, 'utf16le')).rows).toEqual(rows);
    expect(grid(Buffer.from(lines, 'utf16le')).rows).toEqual(rows);
    expect(grid(Buffer.from(`\ufeff${lines}`, 'utf16le').swap16()).rows).toEqual(rows);
    expect(readWorkbook(gb)).toMatchObject({ encoding: 'gb18030', grids: [{ rows: [['学校', '需求']] }] });
  });
  it.each([
    [',', '学校,需求,时间\na,b,"x;y;z"\n'],
    ['\t', '学校\t需求\t时间\na\tb,c,d\tx\n'],
    [';', '学校;需求;时间\na;b,c;x\n'],
  ])('finds the separator %j', (delimiter, content) => {
    const book = readWorkbook(Buffer.from(content));
    expect(book.delimiter).toBe(delimiter);
    expect(book.grids[0].rows[0]).toEqual(['学校', '需求', '时间']);
  });
  it('obeys sep=, keeps empty cells, takes every line end, and counts rows as the file does', () => {
    expect(grid(Buffer.from('sep=;\r\na;;c\rx;"y\nz"\n\nlast')).rows).toEqual([
      [],
      ['a', null, 'c'],
      ['x', 'y\nz'],
      [],
      ['last'],
    ]);
  });
  it('marks control characters in their cell, and lets the others be', () => {
    const [row] = grid(Buffer.from('a\u0000b,c,d\n')).rows;
    expect(row).toEqual([{ broken: 'control_characters', text: 'a□b' }, 'c', 'd']);
  });
  it('takes back the apostrophe its own export puts before a formula', () => {
    const bytes = writeCsv(
      ['a', 'b'],
      [
        ['=1+1', '@x'],
        ["'quoted", -3],
      ],
    );
    expect(bytes.toString('utf8')).toContain("'=1+1,'@x");
    expect(grid(bytes).rows.slice(1)).toEqual([
      ['=1+1', '@x'],
      ["'quoted", '-3'],
    ]);
  });
  it.each<[string, Buffer]>([
    ['empty_file', Buffer.alloc(0)],
    ['empty_sheet', Buffer.from('\ufeff  \r\n,,\r\n')],
    ['unclosed_quote', Buffer.from('a,b\n"c,d\n')],
    ['old_excel_format', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    [
      'encrypted_workbook',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    ['web_page', Buffer.from('<html><table><tr><td>学校</td></tr></table></html>')],
    ['not_a_workbook', Buffer.from('%PDF-1.7 ...')],
    ['unknown_encoding', Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0xff, 0x0a])],
    ['too_many_columns', Buffer.from(`${'a,'.repeat(600)}b\n`)],
    ['too_many_rows', Buffer.from('a,b\n'.repeat(200_001))],
  ])('refuses with %s', (code, bytes) => {
    expect(refusal(() => readWorkbook(bytes))).toBe(code);
  });
});

describe('.xlsx', () => {
  it('agrees with another reader about what another writer wrote', async () => {
    const bytes = await writeWorkbook([
      {
        name: '需求',
        columns: [{ header: '学校' }, { header: '人数' }],
        rows: [
          ['育才小学', 40],
          ['=1+1', 2.5],
          ['a\nb <&> "c" 😀', null],
        ],
      },
    ]);
    const other = await readXlsx(bytes);
    expect(grid(bytes).rows).toEqual(other.sheets[0].rows.map((row) => row.slice(0, row[1] === null ? 1 : 2)));
    expect(other.sheets[0].rows[2][0]).toBe('=1+1');
  });
  it('shows dates and times as text, by built-in and custom formats, and leaves numbers alone', () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="0&quot;人&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/><xf numFmtId="22"/></cellXfs></styleSheet>';
    const cell = (ref: string, style: number, value: number): string =>
      `<c r="${ref}" s="${style}"><v>${value}</v></c>`;
    const row = `<row r="1">${cell('A1', 1, 46266)}${cell('B1', 2, 46266)}${cell('C1', 3, 40)}${cell('D1', 4, 0.6875)}${cell('E1', 5, 46266.6875)}${cell('F1', 0, 46266)}</row>`;
    expect(grid(workbookOf(sheet(row), { styles })).rows[0]).toEqual([
      '2026-09-01',
      '2026-09-01',
      40,
      '16:30',
      '2026-09-01 16:30',
      46266,
    ]);
    const macintosh = '<workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets>';
    expect(
      grid(workbookOf(sheet(`<row r="1">${cell('A1', 1, 44804)}</row>`), { styles, workbook: macintosh })).rows[0],
    ).toEqual(['2026-09-01']);
  });
  it('takes the stored value of a formula, never runs it, and marks errors and formulas without a value', () => {
    const row =
      '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c><c r="C1"><f>NOW()</f></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="b"><v>1</v></c></row>';
    expect(grid(workbookOf(sheet(row))).rows[0]).toEqual([
      2,
      '2x',
      { broken: 'formula_without_value', text: '' },
      { broken: 'excel_error', text: '#N/A' },
      true,
    ]);
  });
  it('reads shared strings with runs and without phonetics, escapes, and prefixed names', () => {
    const strings =
      '<sst><si><r><t>葫芦</t></r><r><t>丝</t></r><rPh><t>hulusi</t></rPh></si><si><t>a_x0000_b</t></si></sst>';
    const xml =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c><x:c r="C2" t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(grid(workbookOf(xml, { strings })).rows).toEqual([
      [],
      [null, '葫芦丝', { broken: 'control_characters', text: 'a□b' }],
    ]);
  });
  it('passes over hidden sheets and knows merged blocks', () => {
    const workbook = '<sheets><sheet name="A" r:id="rId1" state="hidden"/><sheet name="B" r:id="rId2"/></sheets>';
    expect(readWorkbook(workbookOf(sheet(''), { workbook })).grids.map((one) => one.sheet)).toEqual(['B']);
    expect(
      grid(
        workbookOf(sheet(`<row r="1">${text('A1', 'x')}</row>`, '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>')),
      ).merges,
    ).toEqual([{ top: 0, left: 0, bottom: 1, right: 2 }]);
  });
  it('reads a sheet of several megabytes in pieces, whole', () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, i) => `<row r="${i + 1}">${text(`A${i + 1}`, `需求${i}`)}${text(`B${i + 1}`, '每周二16:30-17:30')}</row>`,
    ).join('');
    const found = grid(workbookOf(sheet(rows, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')));
    expect(found.rows).toHaveLength(40_000);
    expect(found.rows[39_999]).toEqual(['需求39999', '每周二16:30-17:30']);
    expect(found.merges).toHaveLength(1);
  });
  it('counts rows that hold something, not those that are only formatted', () => {
    const rows = `<row r="1">${text('A1', 'x')}</row><row r="1048576"><c r="A1048576" s="1"/></row>`;
    expect(grid(workbookOf(sheet(rows))).rows).toEqual([['x']]);
    expect(refusal(() => grid(workbookOf(sheet(`<row r="200001">${text('A200001', 'x')}</row>`))))).toBe(
      'too_many_rows',
    );
    expect(refusal(() => grid(workbookOf(sheet(`<row r="1">${text('XFD1', 'x')}</row>`))))).toBe('too_many_columns');
  });
  it('refuses a bomb before inflating it, one that lies about its size, and one with too many entries', () => {
    const spaces = ' '.repeat(30 * 1024 * 1024);
    const bomb = workbookOf(`<worksheet>${spaces}</worksheet>`);
    expect(bomb.length).toBeLessThan(100_000);
    expect(refusal(() => grid(bomb))).toBe('zip_bomb');
    expect(refusal(() => grid(workbookOf(`<worksheet>${spaces}</worksheet>`, { claimed: 1000 })))).toBe('zip_bomb');
    expect(refusal(() => grid(workbookOf(sheet(''), { claimed: 3_000_000_000 })))).toBe('zip_bomb');
    expect(refusal(() => grid(zip(Array.from({ length: 6_000 }, (_, i) => ({ name: `${i}`, content: '' })))))).toBe(
      'zip_bomb',
    );
  });
  it.each<[string, Buffer]>([
    ['not_a_workbook', zip([{ name: 'word/document.xml', content: '<w/>' }])],
    ['damaged_workbook', workbookOf(sheet('<row r="1"><c')).subarray(0, 400)],
    ['damaged_workbook', workbookOf(sheet('<row r="1"><c r="A1"><v>1</row>'))],
    ['empty_sheet', workbookOf(sheet(''), { workbook: '<sheets><sheet name="A" r:id="rId1"/></sheets>' })],
    [
      'no_visible_sheet',
      workbookOf(sheet(''), { workbook: '<sheets><sheet name="A" r:id="rId1" state="veryHidden"/></sheets>' }),
    ],
  ])('refuses with %s', (code, bytes) => {
    expect(refusal(() => readWorkbook(bytes))).toBe(code);
  });
});
