import type { ImportDto } from '../../src/imports/imports.dto';
import { writeCsv, writeWorkbook } from '../../src/sheets/write';
import { createTestApp, TestApp } from '../support/app';
import { csv, OCTETS, preview, rowsOf, upload, write } from '../support/imports';
import { buildWorld, World } from '../support/world';
import { workbookOf, zip } from '../support/zip';

let house: TestApp;
let world: World;

jest.setTimeout(120_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house?.close());
/** Whatever was sent, no line has come of it. */
afterEach(async () =>
  expect(
    await house.database.reader.query(
      'SELECT (SELECT count(*)::int FROM need) AS needs, (SELECT count(*)::int FROM skill) AS skills',
    ),
  ).toEqual([{ needs: 0, skills: 3 }]),
);

const HEADER = ['学校', '类别', '需求', '对象', '形式', '需要志愿者人数', '时间', '期限', '所需专长'];
const GOOD = [
  '第二小学',
  '传统文化·艺术',
  '葫芦丝课',
  '小学三至五年级',
  '系列课',
  2,
  '每周二16:30-17:30',
  '2026-09-14至2026-12-31',
  '葫芦丝',
];
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0]);
const bomb = (): Buffer => workbookOf(`<worksheet>${' '.repeat(100_000_000)}</worksheet>`);
const cell = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const sheet = (...rows: string[]): string =>
  `<worksheet><sheetData>${rows.map((row) => `<row>${row}</row>`).join('')}</sheetData></worksheet>`;
/** As Office writes one with a password: the whole package as a stream of an OLE container. */
const locked = (): Buffer =>
  Buffer.concat([OLE, Buffer.alloc(500), Buffer.from('EncryptionInfo\0EncryptedPackage\0', 'utf16le')]);
const truncated = (): Buffer => {
  const whole = workbookOf(sheet(HEADER.map(cell).join('')));
  return whole.subarray(0, whole.length - 400);
};
const longWorkbook = (): Buffer => {
  const rows = Array.from(
    { length: 200_001 },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i * 7919}</v></c></row>`,
  );
  return workbookOf(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`);
};
const tooLong = (): Buffer =>
  writeCsv(
    ['学校', '需求', '类别', '形式'],
    Array.from({ length: 200_001 }, (_, i) => ['第二小学', `需求${i}`, '', '']),
  );

describe('a file that cannot be read', () => {
  it.each<[string, () => Buffer, string]>([
    ['a zip bomb', bomb, 'zip_bomb'],
    ['a renamed .xls', () => OLE, 'old_excel_format'],
    ['an empty file', () => Buffer.alloc(0), 'empty_file'],
    ['an empty sheet', () => workbookOf('<worksheet><sheetData/></worksheet>'), 'empty_sheet'],
    ['a zip that is no workbook', () => zip([{ name: 'readme.txt', content: 'hello' }]), 'not_a_workbook'],
    ['a PDF', () => Buffer.from('%PDF-1.7 nothing'), 'not_a_workbook'],
    ['a web page called .xls', () => Buffer.from('<html><table><tr><td>学校</td></tr></table></html>'), 'web_page'],
    ['200,001 rows', tooLong, 'too_many_rows'],
    ['200,001 rows of a workbook', longWorkbook, 'too_many_rows'],
    ['a workbook with a password', locked, 'encrypted_workbook'],
    ['half a workbook', truncated, 'damaged_workbook'],
    ['a quote that never ends', () => Buffer.from('学校,需求\r\n"第二小学,葫芦丝课\r\n'), 'unclosed_quote'],
  ])('%s gets a code and a sentence, and can be thrown away', async (_, make, code) => {
    const seen = await preview(world, 'needs', make());
    expect(seen).toMatchObject({ state: 'failed', error: { code }, progress: null });
    expect(seen.error!.sentence).not.toContain(code);
    expect(
      await world.as('coordinator').post(`/api/imports/${seen.id}/confirm`, { version: seen.version }),
    ).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect(
      await world.as('coordinator').post(`/api/imports/${seen.id}/discard`, { version: seen.version }),
    ).toMatchObject({ status: 200, body: { state: 'discarded' } });
  });

  it('is not even taken in when it is too large, of another kind, or nothing says which menu it is', async () => {
    const coordinator = world.as('coordinator');
    expect(await upload(world, 'needs', Buffer.alloc(20 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
    expect(await coordinator.post('/api/imports?menu=needs', 'x', { 'content-type': 'image/png' })).toMatchObject({
      status: 415,
    });
    expect(await coordinator.post('/api/imports?menu=needs', {})).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    expect(await coordinator.post('/api/imports?menu=lunch', csv(HEADER), OCTETS)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/menu' }] },
    });
    // No other route takes such a body.
    expect(await coordinator.post('/api/needs', csv(HEADER), OCTETS)).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
  });

  it('with other columns is previewed with what is missing, so that they can be named', async () => {
    const seen = await preview(world, 'needs', csv(['a', 'b'], [1, 2]));
    expect(seen).toMatchObject({
      state: 'previewed',
      counts: { rows: 0 },
      headerFaults: [{ code: 'header_not_found' }],
      ignoredSheets: ['Sheet1'],
    });
    expect(seen.headerFaults[0].problem).toContain('学校');
  });
});

describe('a cell nobody could mean', () => {
  const faults = async (seen: ImportDto): Promise<string[][]> =>
    (await rowsOf(world, seen.id)).map((row) => row.faults.map(({ cell: at, code }) => `${at} ${code}`));

  it('is refused with its address: NUL, text that runs backwards, formulas without a value, errors, 5,000 skills', async () => {
    const seen = await preview(
      world,
      'needs',
      csv(
        HEADER,
        GOOD.with(2, '葫芦丝\u202e课'),
        GOOD.with(8, Array.from({ length: 5000 }, (_, i) => `专长${i}`).join('、')),
        GOOD.with(2, '🎵'.repeat(60)),
        GOOD.with(2, '🎵葫芦丝课'),
      ),
    );
    expect((await faults(seen)).map((row) => row[0] ?? '')).toEqual([
      'Sheet1!C2 control_characters',
      expect.stringMatching(/^Sheet1!I3 too_(many|long)$/),
      'Sheet1!C4 too_long',
      '',
    ]);
    const raw = await preview(
      world,
      'needs',
      workbookOf(
        sheet(
          HEADER.map(cell).join(''),
          ['第二小学', '传统文化·艺术', '葫芦丝_x0000_课', '小学', '系列课'].map(cell).join('') +
            '<c><f>1+1</f></c>' +
            ['每周二16:30-17:30', '2026-09-14至2026-12-31'].map(cell).join('') +
            '<c t="e"><v>#N/A</v></c>',
          ['第二小学', '传统文化·艺术', '葫芦丝课', '小学', '系列课'].map(cell).join('') +
            '<c><f>1+1</f><v>2</v></c>' +
            ['每周二16:30-17:30', '2026-09-14至2026-12-31', '葫芦丝'].map(cell).join(''),
        ),
      ),
    );
    expect(await faults(raw)).toEqual([
      ['Sheet1!C2 control_characters', 'Sheet1!F2 formula_without_value', 'Sheet1!I2 excel_error'],
      [],
    ]);
    expect((await rowsOf(world, raw.id))[1]).toMatchObject({ state: 'accepted' });
  });

  it('and a name of half an emoji, NUL in the file’s name, columns twice', async () => {
    expect(
      await world.as('coordinator').post('/api/imports?menu=needs&fileName=a%00b', csv(HEADER, GOOD), OCTETS),
    ).toMatchObject({ status: 422 });
    const seen = await preview(world, 'needs', csv([...HEADER, '需求'], [...GOOD, '又一个']));
    expect(seen.headerFaults).toMatchObject([{ cell: 'Sheet1!J1', code: 'duplicate_header' }]);
  });

  it('for nobody, or for ten thousand', async () => {
    const seen = await preview(
      world,
      'needs',
      csv(HEADER, GOOD.with(5, 0), GOOD.with(5, '10000人'), GOOD.with(5, 200)),
    );
    expect(await faults(seen)).toEqual([['Sheet1!F2 out_of_range'], ['Sheet1!F3 out_of_range'], []]);
  });

  it('or a recurrence without end: the period ends it, or else the term, which is said', async () => {
    const at = (time: string, period: string) => GOOD.with(6, time).with(7, period);
    const seen = await preview(
      world,
      'needs',
      csv(HEADER, at('RRULE:FREQ=WEEKLY;BYDAY=TU', '2026-09-14至2026-12-31'), at('每周二16:30-17:30', '2026-09-14起')),
    );
    const rows = await rowsOf(world, seen.id);
    expect(rows.map(({ faults }) => faults.map(({ cell: where, code }) => `${where} ${code}`))).toEqual([
      ['Sheet1!G2 time_of_day_missing'],
      [],
    ]);
    expect(rows[1].notes).toContainEqual(expect.objectContaining({ note: 'period_of_term', cell: 'Sheet1!H3' }));
  });

  it('about times: 31 February, an end before its start, no end, outside its period, longer than two years', async () => {
    const at = (time: string, period = '2026-09-14至2026-12-31') => GOOD.with(6, time).with(7, period);
    const seen = await preview(
      world,
      'needs',
      csv(
        HEADER,
        at('2月31日14:00-15:00'),
        at('每周二16:30-15:30'),
        at('2027年3月1日14:00-15:00'),
        at('每周二16:30-17:30', '2026-09-14至2029-12-31'),
        at('每周二', '2026-09-14至2026-12-31'),
      ),
    );
    const rows = await faults(seen);
    expect(rows.every((row) => row.length === 1)).toBe(true);
    expect([rows[0], rows[2], rows[3]]).toEqual([
      ['Sheet1!G2 no_such_date'],
      ['Sheet1!G4 outside_period'],
      ['Sheet1!H5 period_too_long'],
    ]);
  });
});

it('a workbook of an office, with titles above, merged schools and a total below, is understood', async () => {
  const bytes = await writeWorkbook([
    {
      name: '一校一单',
      columns: ['第二小学2026年秋季需求清单'].map((header) => ({ header })),
      rows: [
        ['填报单位：第二小学'],
        ['序号', '学校名称', '需求类别', '需求内容', '服务形式', '人数要求', '服务时间', '期限', '专长'],
        [1, '第二小学', '传统文化/艺术', '葫芦丝课', '系列课', '', '每周二16:30', '2026.9.14—2026.12.31', '葫芦丝'],
        ['合计', null, null, 1],
      ],
    },
  ]);
  const seen = await preview(world, 'needs', bytes);
  expect(seen.counts).toMatchObject({ rows: 1 });
  const [row] = await rowsOf(world, seen.id);
  expect(row).toMatchObject({ sheet: '一校一单', row: 4, title: '葫芦丝课', faults: [], state: 'accepted' });
});

it('a refused confirmation writes nothing, and a stranger’s version is refused', async () => {
  const seen = await preview(world, 'needs', csv(HEADER, GOOD, GOOD.with(8, '量子力学')));
  await expect(write(world, seen)).rejects.toThrow('import_has_faults');
  expect(
    await world.as('coordinator').post(`/api/imports/${seen.id}/confirm`, { version: 99, skipFaulty: true }),
  ).toMatchObject({ status: 409, body: { code: 'version_moved' } });
  expect((await world.as('otherCoordinator').get(`/api/imports/${seen.id}/rows`)).status).toBe(404);
  expect((await world.as('outsider').get(`/api/imports/${seen.id}`)).status).toBe(404);
});
