import { RESOURCE_COLUMNS } from '../../src/resources/resources.columns';
import type { NeedDto } from '../../src/needs/needs.dto';
import { readWorkbook } from '../../src/sheets/read';
import { createTestApp, TestApp } from '../support/app';
import type { Answer } from '../support/browser';
import { csv, preview, rowsOf, write } from '../support/imports';
import { listOffer, offerDraft, openNeed } from '../support/lines';
import { buildWorld, Persona, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const file = async (path: string, by: Persona = 'admin'): Promise<Buffer> => {
  const { status, bytes, body } = await world.as(by).get(path);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return bytes;
};
const cells = (bytes: Buffer): unknown[][] => readWorkbook(bytes).grids[0].rows;
/** Rows as records by header, the oldest line first. */
const records = (bytes: Buffer): Record<string, unknown>[] => {
  const [header, ...rows] = cells(bytes);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? null]))).reverse();
};
const without =
  (key: string) =>
  (row: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith(key)));
const snapshot = (table: string): Promise<unknown[]> =>
  house.database.reader.query(`SELECT * FROM ${table} ORDER BY 1, 2`);

const HEADER = [
  '学校',
  '类别',
  '需求',
  '对象',
  '形式',
  '需要志愿者人数',
  '时间',
  '每次时长',
  '期限',
  '所需专长',
  '优先专长',
  '一对一',
  '监护人同意',
  '关爱群体',
  '是否紧急',
  '语言',
  '地点',
  '物资数量',
  '备注',
  '联系人',
  '载体',
];
const NEEDS = [
  [
    '第二小学',
    '传统文化·艺术',
    '葫芦丝课',
    '小学三至五年级',
    '系列课',
    '2-3人',
    '每周二16:30-17:30',
    '',
    '2026-09-14至2026-12-31',
    '葫芦丝(精通)',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '带“谱架”,=1+1',
    '王老师 13711112222',
    '',
  ],
  [
    '第二小学',
    '结对帮扶',
    '谈心',
    '五年级',
    '一对一',
    1,
    '隔周三 12:30-13:10',
    '',
    '2026-09-15至2027-01-15',
    '',
    '谈心陪伴',
    '是',
    '2026-09-02',
    '留守',
    '',
    '武汉话',
    '',
    '',
    '',
    '',
    '爱心结对',
  ],
  [
    '第二小学',
    '青年教师·教研',
    '听课',
    '青年教师',
    '师徒结对',
    1,
    '周二或周四下午',
    '40分钟',
    '2026-09-14至2026-12-31',
    '',
    '',
    '',
    '',
    '',
    '急',
    '',
    '线上',
    '',
    '',
    '',
    '青蓝工程',
  ],
  [
    '第二小学',
    '传统文化·艺术',
    '国学讲座',
    '全校',
    '讲座',
    1,
    '9月10日14:00-15:30',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '普通话',
    '本校礼堂',
    '',
    '',
    '',
    '',
  ],
  [
    '第二小学',
    '结对帮扶',
    '值守',
    '小学',
    '值守',
    1,
    '单周周三14:00-15:30',
    '',
    '2026-09-14至2026-12-31',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
  ],
  [
    '第二小学',
    '结对帮扶',
    '图书',
    '小学',
    '物资',
    1,
    '待定',
    '',
    '2026-09-14至2026-12-31',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    200,
    '',
    '',
    '',
  ],
];

describe('an export of needs', () => {
  it.each(['xlsx', 'csv'])('as .%s read again changes nothing, and made anew gives the same file', async (format) => {
    const path = `/api/needs/export.${format}`;
    const sent = await preview(
      world,
      'needs',
      csv(HEADER, ...NEEDS.map((row) => row.map((cell) => (cell === '急' ? '是' : cell)))),
      'admin',
    );
    expect((await rowsOf(world, sent.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
    const done = await write(world, sent, 'admin');
    expect(done.counts).toMatchObject({ written: NEEDS.length });
    const first = await file(path);
    const before = [await snapshot('need'), await snapshot('need_skill')];
    const again = await preview(world, 'needs', first, 'admin');
    expect(again).toMatchObject({
      counts: { rows: NEEDS.length, accepted: 0, duplicate: NEEDS.length, faulty: 0 },
      headerFaults: [],
    });
    expect(
      (
        await world
          .as('admin')
          .post(`/api/imports/${again.id}/confirm`, { version: again.version, skipDuplicates: true })
      ).body,
    ).toMatchObject({ code: 'import_empty' });
    expect([await snapshot('need'), await snapshot('need_skill')]).toEqual(before);
    const { version } = (await world.as('admin').get<{ version: number }>(`/api/imports/${done.id}`)).body;
    expect((await world.as('admin').post(`/api/imports/${done.id}/undo`, { version })).status).toBe(200);
    const anew = await preview(world, 'needs', first, 'admin');
    expect((await rowsOf(world, anew.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
    await write(world, anew, 'admin');
    // The list is newest first, so the second export stands the other way round.
    expect(records(await file(path)).map(without('编号'))).toEqual(records(first).reverse().map(without('编号')));
  });

  it('holds what the screen shows: the same filters, the same secrets', async () => {
    await openNeed(world, { title: '葫芦丝课', contact: '王老师', careGroups: ['left_behind'] });
    await openNeed(world, { title: '书法课' });
    expect(records(await file('/api/needs/export.xlsx?search=shufa')).map((row) => row['需求'])).toEqual(['书法课']);
    expect(records(await file('/api/needs/export.xlsx', 'otherCoordinator'))).toEqual([]);
    const [seen] = records(await file('/api/needs/export.xlsx', 'coordinator'));
    expect(seen).toMatchObject({ 需求: '葫芦丝课', 联系人: '王老师', 关爱群体: '留守' });
    const [shown] = records(await file('/api/needs/export.csv', 'volunteer'));
    expect(shown).toMatchObject({ 需求: '葫芦丝课', 关爱群体: null });
    expect(Object.keys(shown)).not.toContain('联系人');
    const { body: trail } = await world
      .as('admin')
      .get<{ items: { action: string; change: object }[] }>('/api/audit?entity=district');
    expect(trail.items[0]).toMatchObject({
      action: 'menu.export',
      change: { menu: 'needs', lines: 2, personal: false },
    });
  });

  it('keeps the order that was chosen, over more than a page', async () => {
    const { id } = await openNeed(world, { title: '葫芦丝课' });
    const columns: { name: string }[] = await house.database.reader.query(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns WHERE table_name = 'need'
         AND column_name NOT IN ('id', 'code', 'title', 'priority')`,
    );
    const same = columns.map(({ name }) => name).join(', ');
    await house.database.reader.query(
      `INSERT INTO need (id, code, title, priority, ${same}) SELECT gen_random_uuid(), 'x' || i, '课' || i * 7919 % 450, 1 + i % 4, ${same}
       FROM need, generate_series(1, 450) i WHERE id = $1`,
      [id],
    );
    const titles = async (sort: string): Promise<unknown[]> =>
      records(await file(`/api/needs/export.csv?sort=${sort}`))
        .map((row) => row['需求'])
        .reverse();
    const byTitle = await titles('title');
    const compare = new Intl.Collator('zh').compare;
    expect(byTitle).toHaveLength(451);
    expect(byTitle).toEqual([...byTitle].sort((a, b) => compare(String(a), String(b))));
    expect(await titles('-title')).toEqual([...byTitle].reverse());
    interface Lines {
      items: NeedDto[];
      nextCursor: string | null;
    }
    const shown: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Answer<Lines> = await world
        .as('admin')
        .get<Lines>(`/api/needs?sort=priority&limit=90${cursor && `&cursor=${cursor}`}`);
      shown.push(...body.items.map(({ title }) => title));
      cursor = body.nextCursor;
    }
    expect(await titles('priority')).toEqual(shown);
  });

  it('never lets a spreadsheet run what somebody typed', async () => {
    await openNeed(world, {
      title: '=HYPERLINK("http://x")',
      description: '@SUM(A1)',
      notes: '+1',
      contact: "-2+3|cmd'!A1",
    });
    const text = (await file('/api/needs/export.csv')).toString();
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    for (const word of ["'@SUM(A1)", "'+1", "'-2+3|cmd'!A1"]) expect(text).toContain(word);
    expect(records(await file('/api/needs/export.xlsx'))[0]).toMatchObject({
      需求: '=HYPERLINK("http://x")',
      说明: '@SUM(A1)',
    });
  });
});

describe('an export of offers', () => {
  const COLUMNS = [
    '姓名',
    '电话',
    '五老类别',
    '本人同意',
    '类别',
    '资源',
    '专长',
    '可提供形式',
    '可服务时间',
    '不可服务日期',
    '出行上限（公里）',
    '每月上限',
    '意向学校',
    '线上线下',
    '库存',
    '入职查询',
    '查询有效期至',
    '查询编号',
    '查询机关',
  ];
  const ROWS = [
    [
      '周奶奶',
      '13712345678',
      '老教师',
      '2026-09-01',
      '传统文化·艺术',
      '葫芦丝入门',
      '葫芦丝(精通)',
      '系列课、讲座',
      '周二/四 14:00-17:00',
      '2026-10-01至2026-10-07',
      5,
      '每月8小时',
      '第二小学、滨江初中',
      '均可',
      '',
      '2026-08-20',
      '2027-08-20',
      '查9',
      '区公安分局',
    ],
    [
      '周奶奶',
      '13712345678',
      '',
      '',
      '结对帮扶',
      '谈心',
      '',
      '一对一',
      '工作日',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ],
    [
      '吴爷爷',
      '13712345679',
      '',
      '2026-09-01',
      '结对帮扶',
      '图书',
      '',
      '物资',
      '',
      '',
      '',
      '',
      '',
      '',
      50,
      '',
      '',
      '',
      '',
    ],
    [
      '郑老师',
      '13712345670',
      '',
      '2026-09-01',
      '结对帮扶',
      '陪伴',
      '',
      '走访',
      '随时',
      '',
      '',
      '不限',
      '',
      '线上',
      '',
      '',
      '',
      '',
      '',
    ],
  ];

  it('read again changes nothing, and made anew gives the same file', async () => {
    const sent = await preview(world, 'resources', csv(COLUMNS, ...ROWS), 'admin');
    expect((await rowsOf(world, sent.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
    const done = await write(world, sent, 'admin');
    const first = await file('/api/offers/export.xlsx');
    expect(records(first)[0]).toMatchObject({
      姓名: '周奶奶',
      电话: '13712345678',
      查询编号: '查9',
      查询有效期至: '2027-08-20',
      意向学校: '滨江初中、第二小学',
    });
    const before = [
      await snapshot('volunteer'),
      await snapshot('offer'),
      await snapshot('offer_skill'),
      await snapshot('clearance'),
    ];
    expect(await preview(world, 'resources', first, 'admin')).toMatchObject({
      counts: { rows: 4, accepted: 0, duplicate: 4, faulty: 0 },
      headerFaults: [],
    });
    expect([
      await snapshot('volunteer'),
      await snapshot('offer'),
      await snapshot('offer_skill'),
      await snapshot('clearance'),
    ]).toEqual(before);
    expect((await world.as('admin').post(`/api/imports/${done.id}/undo`, { version: done.version })).status).toBe(200);
    const anew = await preview(world, 'resources', first, 'admin');
    expect((await rowsOf(world, anew.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
    await write(world, anew, 'admin');
    expect(records(await file('/api/offers/export.xlsx')).map(without('编号'))).toEqual(
      records(first).reverse().map(without('编号')),
    );
  });

  it('has personal columns only for those who may see them', async () => {
    await listOffer(world);
    const personal = RESOURCE_COLUMNS.filter((column) => column.personal).map(({ header }) => header);
    const headers = async (by: Persona): Promise<unknown[]> => cells(await file('/api/offers/export.xlsx', by))[0];
    expect(await headers('coordinator')).toEqual(expect.arrayContaining(['电话', '姓名']));
    const shown = await headers('teacher');
    expect(shown.filter((header) => personal.includes(String(header)))).toEqual([]);
    expect(shown).toContain('资源');
    expect((await file('/api/offers/export.csv', 'teacher')).toString()).not.toContain('13900000000');
    const [own] = records(await file('/api/offers/export.xlsx', 'volunteer'));
    expect(own).toMatchObject({ 姓名: '赵爷爷', 电话: '13900000000' });
    expect(records(await file('/api/offers/export.xlsx', 'otherVolunteer'))).toEqual([]);
    // The auditor reads the record, not where somebody lives.
    expect(records(await file('/api/offers/export.xlsx', 'auditor'))[0]).toMatchObject({
      电话: '13900000000',
      纬度: null,
    });
    expect(records(await file('/api/offers/export.xlsx', 'admin'))[0]).toMatchObject({ 纬度: 30.552 });
  });

  it('says when the lines are those of the filters', async () => {
    await listOffer(world);
    await world.as('admin').post('/api/offers', offerDraft(world, { title: '书法' }));
    expect(records(await file('/api/offers/export.csv?state=draft')).map((row) => row['资源'])).toEqual(['书法']);
  });
});

describe('templates', () => {
  it.each(['needs', 'resources'])('of the %s menu are understood, and their example is passed over', async (menu) => {
    const template = await file(`/api/templates/${menu}.xlsx`, 'coordinator');
    const seen = await preview(world, menu, template);
    expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 0 }, headerFaults: [] });
    expect(seen.columns.filter(({ key }) => key === null)).toEqual([]);
    expect((await world.as('volunteer').get(`/api/templates/${menu}.xlsx`)).status).toBe(403);
  });

  it('can be filled with what an open need says', async () => {
    const need: NeedDto = await openNeed(world);
    expect(records(await file('/api/needs/export.xlsx'))[0]).toMatchObject({
      编号: need.code,
      学校: '第二小学',
      时间: '每周二16:30-17:30',
    });
  });
});
