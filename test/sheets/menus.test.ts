import { writeXlsx } from 'hucre/xlsx';
import { NEED_COLUMNS, NEED_EXPORT_COLUMNS } from '../../src/needs/needs.columns';
import { type NeedSheetDraft, readNeed, writeNeed } from '../../src/needs/needs.sheet';
import { RESOURCE_COLUMNS, RESOURCE_EXPORT_COLUMNS } from '../../src/resources/resources.columns';
import { readResource, type ResourceSheetDraft, writeResource } from '../../src/resources/resources.sheet';
import { VolunteerGroups } from '../../src/resources/volunteer-groups';
import type { CellFault, Column } from '../../src/sheets/columns';
import { recognise } from '../../src/sheets/recognise';
import { headerWord } from '../../src/sheets/header-words';
import { readWorkbook } from '../../src/sheets/read';
import { readMenu } from '../../src/sheets/read-menu';
import { faultSentences } from '../../src/sheets/sentences';
import { menuSheet, type OutCell, templateSheet, writeCsv, writeWorkbook } from '../../src/sheets/write';
import { NEED_HEADER, RESOURCE_HEADER, sampleNeeds, sampleResources } from '../support/workbooks';
import { SETTING } from './corpus/setting';

function readNeeds(bytes: Buffer): { drafts: NeedSheetDraft[]; faults: CellFault[] } {
  const { tables, faults } = readMenu(readWorkbook(bytes), NEED_COLUMNS);
  const reads = tables.flatMap(({ rows }) => rows.map((row) => readNeed(row, SETTING)));
  return {
    drafts: reads.map(({ draft }) => draft),
    faults: [...faults, ...reads.flatMap(({ reader }) => reader.faults)],
  };
}

function readResources(bytes: Buffer): { drafts: ResourceSheetDraft[]; faults: CellFault[] } {
  const { tables, faults } = readMenu(readWorkbook(bytes), RESOURCE_COLUMNS);
  const reads = tables.flatMap(({ rows }) => rows.map((row) => readResource(row, SETTING)));
  return {
    drafts: reads.map(({ draft }) => draft),
    faults: [...faults, ...reads.flatMap(({ reader }) => reader.faults)],
  };
}

const needsOf = (header: string[], ...rows: OutCell[][]) => readNeeds(writeCsv(header, rows));
const codes = (faults: CellFault[]): string[] => faults.map(({ cell, code }) => `${cell.split('!')[1]} ${code}`);

describe('an office workbook', () => {
  // A title, two header rows with merged groups, schools merged over their rows, section titles, mixed dates, wrong cells.
  const rows: (string | number | null)[][] = [
    ['桥东区2026年秋季关工委需求汇总表', null, null, null, null, null, null, null, null, null, null, null],
    [
      '填报单位：桥东区关工委　　填报日期：2026年8月30日',
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ],
    [
      '序号',
      '学校名称',
      '需求内容',
      '服务对象',
      null,
      '所需志愿者',
      '时间安排',
      null,
      '联系人',
      null,
      '备 注',
      '是否已上报',
    ],
    [null, null, null, '年级', '学生人数', '人数', '起止日期', '具体时间', '姓名', '电话', null, null],
    ['一、小学部', null, null, null, null, null, null, null, null, null, null, null],
    [
      1,
      '育才小学',
      '葫芦丝课后服务',
      '小学三至五年级',
      '40人左右',
      '1-2人',
      '9月1日—次年1月10日',
      '每周二16:30',
      '张老师',
      13800000000,
      null,
      '是',
    ],
    [2, null, '硬笔书法', '一、二年级', 35, '一名', 46266, '周二/四下午', '张老师', '0311-88888888', '自带纸笔', null],
    [
      3,
      null,
      '心理讲座',
      '六年级',
      '约120人',
      1,
      '2026.9.1-2027.1.17',
      '9月31日下午2点',
      null,
      '1380000000',
      null,
      null,
    ],
    ['二、中学部', null, null, null, null, null, null, null, null, null, null, null],
    [4, '第一中学', '法官进校园', '七、八年级', '全年级', '若干', '本学期', '看情况', '李老师', null, null, null],
    [
      '序号',
      '学校名称',
      '需求内容',
      '年级',
      '学生人数',
      '人数',
      '起止日期',
      '具体时间',
      '姓名',
      '电话',
      '备 注',
      '是否已上报',
    ],
    [5, '第一中学', '谈心屋值守', '初中', null, 2, '本学期', '每周一至周五 12:30—13:30', '李老师', null, null, '否'],
    ['合计', null, 5, null, 195, null, null, null, null, null, null, null],
    ['填表人：王主任', null, null, null, null, null, null, null, null, null, null, null],
  ];
  const block = (startRow: number, startCol: number, endRow: number, endCol: number) => ({
    startRow,
    startCol,
    endRow,
    endCol,
  });
  const merges = [
    block(0, 0, 0, 11),
    block(1, 0, 1, 11),
    block(2, 0, 3, 0),
    block(2, 1, 3, 1),
    block(2, 2, 3, 2),
    block(2, 3, 2, 4),
    block(2, 6, 2, 7),
    block(2, 8, 2, 9),
    block(2, 10, 3, 10),
    block(2, 11, 3, 11),
    block(4, 0, 4, 11),
    block(5, 1, 7, 1),
    block(8, 0, 8, 11),
    block(12, 0, 12, 1),
    block(13, 0, 13, 11),
  ];
  let read: ReturnType<typeof readNeeds>;
  beforeAll(async () => {
    const cells = new Map([['6,6', { style: { numFmt: 'yyyy/m/d' } }]]);
    const instructions = {
      name: '填写说明',
      rows: [
        ['请如实填写', ''],
        ['时间写清楚星期和钟点', ''],
      ],
    };
    read = readNeeds(
      Buffer.from(
        await writeXlsx({
          sheets: [
            instructions,
            { name: '需求', rows, merges, cells },
            {
              name: '旧表',
              rows: [
                ['学校', '需求'],
                ['x', 'y'],
              ],
              hidden: true,
            },
          ],
        }),
      ),
    );
  });
  it('finds its lines, with the school of a merged block on each', () => {
    expect(read.drafts.map(({ school, title }) => [school, title])).toEqual([
      ['育才小学', '葫芦丝课后服务'],
      ['育才小学', '硬笔书法'],
      ['育才小学', '心理讲座'],
      ['第一中学', '法官进校园'],
      ['第一中学', '谈心屋值守'],
    ]);
  });
  it('understands the first line whole', () => {
    expect(read.drafts[0]).toMatchObject({
      grades: 0b111000,
      headCount: 40,
      seats: 2,
      minimum: 1,
      period: { from: '2026-09-01', to: '2027-01-10' },
      contact: '张老师 13800000000',
      notes: '是否已上报: 是',
    });
    expect(read.drafts[0].times.alternatives[0][0]).toMatchObject({
      kind: 'weekly',
      weekdays: [2],
      times: [{ from: 990, to: 1050 }],
    });
    expect(read.drafts[1]).toMatchObject({
      period: { from: '2026-09-01', to: '2026-09-01' },
      seats: 1,
      minimum: 1,
      notes: '自带纸笔',
    });
  });
  it('names every wrong cell with its address', () => {
    expect(read.faults.map(({ cell, code }) => `${cell} ${code}`).sort()).toEqual([
      '需求!F10 vague',
      '需求!H10 vague',
      '需求!H8 no_such_date',
      '需求!J8 phone_digits',
    ]);
    for (const fault of read.faults)
      for (const language of ['zh', 'en'] as const)
        expect(Object.values(faultSentences(language, fault)).join()).not.toMatch(/[{}]|cell\.|expected\./);
  });
});

describe('columns', () => {
  it('come in any order, in either language, with units in the header', () => {
    const zh = needsOf(['需求', '每次时长（小时）', '学校'], ['a', 1.5, 's']);
    expect(zh.drafts[0]).toMatchObject({ title: 'a', school: 's', sessionMinutes: 90 });
    const en = needsOf(['Minutes per session', 'School', 'Title', 'Seats', 'Min'], [90, 's', 'a', 3, 2]);
    expect(en.drafts[0]).toMatchObject({ title: 'a', school: 's', sessionMinutes: 90, seats: 3, minimum: 2 });
  });
  it('take a star, a number, brackets and line breaks in a header', () => {
    expect(needsOf(['*学校（必填）', '2.需求\n名称', '时间：'], ['s', 'a', '待定']).drafts).toHaveLength(1);
    expect(
      needsOf(['学校 School', '需求/Need', 'Volunteers wanted（需要志愿者人数）'], ['s', 'a', 3]).drafts[0],
    ).toMatchObject({ school: 's', title: 'a', seats: 3 });
    expect(headerWord('＊ 需求 名称（必填）：')).toBe('需求名称');
  });
  it('join times from several columns', () => {
    const { drafts, faults } = needsOf(
      ['学校', '需求', '星期', '开始时间', '结束时间'],
      ['s', 'a', '二、四', '16:30', '17:30'],
    );
    expect(faults).toEqual([]);
    expect(drafts[0].times.alternatives[0][0]).toMatchObject({ weekdays: [2, 4], times: [{ from: 990, to: 1050 }] });
    expect(
      needsOf(['学校', '需求', '活动日期', '时间'], ['s', 'a', '2026年9月10日', '14:00-15:00']).drafts[0].times
        .alternatives[0][0],
    ).toMatchObject({ dates: ['2026-09-10'] });
  });
  it('without what only says that something is asked for', () => {
    const { drafts, faults } = needsOf(
      ['学校', '需求', '需要的专长', '希望时间', '年级要求'],
      ['s', 'a', '书法', '每周二16:30', '三年级'],
    );
    expect(faults).toEqual([]);
    expect(drafts[0]).toMatchObject({ skills: [{ skill: '书法' }], grades: 8, notes: '' });
    // How long it takes, or when? What there should be, or where? Whoever wrote it is asked.
    for (const [header, cell] of [
      ['所需时间', '60'],
      ['场地要求', '有桌子'],
    ])
      expect(codes(needsOf(['学校', '需求', header], ['s', 'a', cell]).faults)).toEqual(['C1 unknown_header']);
  });
  it('keep what nobody knows as notes, and refuse to guess', () => {
    const { drafts, faults } = needsOf(['学校', '需求', '人数', '星座'], ['s', 'a', 40, '天秤']);
    expect(drafts[0]).toMatchObject({ seats: 1, headCount: null, notes: '人数: 40；星座: 天秤' });
    expect(codes(faults)).toEqual(['C1 ambiguous_header']);
  });
  it('say so when what they kept as a note may be the time, the number or the skill', () => {
    const { faults } = needsOf(['学校', '需求', '志愿者时间段偏好', '录入员'], ['s', 'a', '周二', 'zm']);
    expect(codes(faults)).toEqual(['C1 unknown_header']);
  });
  it('take 人数 for the one that no other column is', () => {
    expect(needsOf(['学校', '需求', '人数', '志愿者人数'], ['s', 'a', 40, 2]).drafts[0]).toMatchObject({
      seats: 2,
      headCount: 40,
    });
    expect(needsOf(['学校', '需求', '人数', '受益人数'], ['s', 'a', 2, 40]).drafts[0]).toMatchObject({
      seats: 2,
      headCount: 40,
    });
  });
  it('can be corrected by a person', () => {
    const book = readWorkbook(writeCsv(['单位全称', '想要什么', '人数'], [['s', 'a', 3]]));
    const { tables } = readMenu(book, NEED_COLUMNS, { Sheet1: { A: 'school', B: 'title', C: 'seats' } });
    expect(readNeed(tables[0].rows[0], SETTING).draft).toMatchObject({ school: 's', title: 'a', seats: 3 });
  });
  it('named twice, missing or nowhere are said', () => {
    expect(codes(needsOf(['学校', '需求', '学校'], ['s', 'a', 't']).faults)).toEqual(['C1 duplicate_header']);
    expect(codes(needsOf(['学校', '时间'], ['s', '待定']).faults)).toContain('1:1 missing_column');
    expect(codes(needsOf(['甲', '乙'], ['s', 'a']).faults)).toEqual(['A1 header_not_found']);
  });
  it.each<[string, Column[]]>([
    ['needs', NEED_COLUMNS],
    ['resources', RESOURCE_COLUMNS],
  ])('of the %s menu share no header', (_name, columns) => {
    const seen = new Map<string, string>();
    for (const { key, header, english, synonyms } of columns)
      for (const word of [header, english, ...synonyms.split('|')]) {
        const bare = headerWord(word.replace(/[（(].*[）)]$/, ''));
        expect([bare, seen.get(bare) ?? key]).toEqual([bare, key]);
        seen.set(bare, key);
      }
  });
});

describe('bad cells', () => {
  const header = [
    '学校',
    '需求',
    '时间',
    '期限',
    '需要志愿者人数',
    '最少人数',
    '所需专长',
    '一对一',
    '形式',
    '物资数量',
    '纬度',
    '经度',
  ];
  const cases: [string, Partial<Record<string, OutCell>>, string][] = [
    ['31 February', { 时间: '2月31日14:00' }, 'C2 no_such_date'],
    ['an end before the start', { 时间: '周二16:00-15:00' }, 'C2 ends_before_start'],
    ['a period that runs backwards', { 期限: '2026-12-01至2026-09-01' }, 'D2 ends_before_start'],
    ['nobody wanted', { 需要志愿者人数: 0 }, 'E2 out_of_range'],
    ['10,000 wanted', { 需要志愿者人数: 10_000 }, 'E2 out_of_range'],
    ['a minimum above the number wanted', { 需要志愿者人数: 1, 最少人数: 2 }, 'F2 more_than_seats'],
    ['5,000 skills', { 所需专长: Array.from({ length: 5_000 }, (_, i) => `专长${i}`).join('、') }, 'G2 too_long'],
    ['100 skills', { 所需专长: Array.from({ length: 100 }, (_, i) => `专长${i}`).join('、') }, 'G2 too_many'],
    ['neither yes nor no', { 一对一: '也许' }, 'H2 unknown_word'],
    ['an unknown form', { 形式: '跳伞' }, 'I2 unknown_word'],
    ['goods without a quantity', { 形式: '物资' }, 'J2 missing_value'],
    ['half a coordinate', { 纬度: 38 }, 'L2 needs_both'],
    ['a coordinate from nowhere', { 纬度: 980, 经度: 114 }, 'K2 not_a_point'],
    ['no title', { 需求: null }, 'B2 missing_value'],
    ['a title of 500 characters', { 需求: '长'.repeat(500) }, 'B2 too_long'],
    ['a recurrence without end', { 时间: 'DTSTART:20260902T163000 RRULE:FREQ=WEEKLY' }, 'C2 recurrence_without_end'],
  ];
  it.each(cases)('%s', (_name, cells, expected) => {
    const base: Partial<Record<string, OutCell>> = { 学校: '育才小学', 需求: '葫芦丝', ...cells };
    expect(
      codes(
        needsOf(
          header,
          header.map((one) => base[one] ?? null),
        ).faults,
      ),
    ).toEqual([expected]);
  });
  it('keeps emoji and right-to-left text, and strips marks nobody can see', () => {
    const { drafts, faults } = needsOf(header, ['育才😀小学', 'مرحبا 葫芦丝', '\u200f每周二\u202e16:30-17:30']);
    expect(faults).toEqual([]);
    expect(drafts[0]).toMatchObject({ school: '育才😀小学', title: 'مرحبا 葫芦丝' });
    expect(drafts[0].times.alternatives).toHaveLength(1);
  });
});

describe('export and import', () => {
  const needDrafts = (): NeedSheetDraft[] => [
    ...readNeeds(writeCsv(NEED_HEADER, sampleNeeds(200))).drafts,
    ...needsOf(
      [...NEED_EXPORT_COLUMNS.map(({ header }) => header), '联系电话', '额外'],
      [
        '需-1',
        '育才小学',
        '谈心屋',
        '心理',
        '=SUM(1)',
        '@说明\n两行',
        '三年级、家长',
        '40人',
        '一对一',
        '2-3人',
        '',
        '单周周三下午；9月10日14:00-15:00 或 工作日上午',
        '45分钟',
        '',
        '9月起',
        '少年宫',
        38.01,
        114.5,
        '葫芦丝(精通)、书法(熟练)',
        '国画',
        '河北话',
        '是',
        '是',
        '是',
        '2026-08-30',
        '留守、学困',
        '否',
        '紧急',
        '张老师',
        '《墨竹》',
        '王一平',
        '2026-09-10',
        '8月20日',
        12,
        '',
        '备注',
        '13800000000',
        'x',
      ],
    ).drafts,
  ];
  it('of needs is a fixed point, as .xlsx and as .csv', async () => {
    const drafts = needDrafts();
    expect(drafts).toHaveLength(201);
    const out = menuSheet('需求菜单', NEED_EXPORT_COLUMNS, drafts.map(writeNeed), { personal: true });
    const xlsx = readNeeds(await writeWorkbook([out]));
    const csv = readNeeds(
      writeCsv(
        out.columns.map(({ header }) => header),
        out.rows,
      ),
    );
    expect(xlsx.faults).toEqual([]);
    expect(xlsx.drafts).toEqual(drafts);
    expect(csv).toEqual(xlsx);
  });
  it('of resources is a fixed point, as .xlsx and as .csv', async () => {
    const { drafts, faults } = readResources(writeCsv(RESOURCE_HEADER, sampleResources(150)));
    expect(faults).toEqual([]);
    const full = readResources(
      writeCsv(
        RESOURCE_EXPORT_COLUMNS.map(({ header }) => header),
        [
          [
            '资-1',
            '志-1',
            '春晖宣讲团',
            '0311-88888888',
            '团队',
            '12人',
            '第一中学',
            '老教师',
            '劳模',
            '核心',
            '1955年3月',
            '普通话、河北话',
            '长安区',
            38,
            114.5,
            '骑车',
            '5公里',
            '30分钟',
            2,
            '每月8小时',
            '2026-03-05查询',
            '2027-03-04',
            '冀查1',
            '长安分局',
            '心理培训',
            '2025-09-01',
            '2026-01-02',
            '微信',
            '育才小学、第一中学',
            '老教师进校园',
            '心理',
            '《墨竹》',
            '说明',
            '国画(入门)',
            '小学',
            '讲座、工作坊',
            '1小时',
            '双周周五下午',
            '9月10日、10月1日至10月3日',
            '假期不服务',
            '均可',
            1,
            '每月90分钟',
            '3公里',
            20,
            '投影',
            '备注',
          ],
        ],
      ),
    );
    expect(full.faults).toEqual([]);
    expect(full.drafts[0]).toMatchObject({
      volunteer: {
        people: 12,
        monthlyMinutes: 480,
        clearance: { checkedOn: '2026-03-05', until: '2027-03-04', number: '冀查1' },
        birthYear: 1955,
      },
      offer: { online: true, stock: 20, holidays: 'off' },
    });
    drafts.push(...full.drafts);
    const out = menuSheet('资源菜单', RESOURCE_EXPORT_COLUMNS, drafts.map(writeResource), { personal: true });
    const xlsx = readResources(await writeWorkbook([out]));
    expect(xlsx.faults).toEqual([]);
    expect(xlsx.drafts).toEqual(drafts);
    expect(
      readResources(
        writeCsv(
          out.columns.map(({ header }) => header),
          out.rows,
        ),
      ),
    ).toEqual(xlsx);
  });
  it('leaves personal columns out for those who may not see them', () => {
    const headers = menuSheet('x', RESOURCE_EXPORT_COLUMNS, [], { personal: false }).columns.map(
      ({ header }) => header,
    );
    expect(headers).not.toContain('电话');
    expect(headers).not.toContain('姓名');
    expect(headers).toContain('资源');
  });
  it('of a template brings drop-downs and no line', async () => {
    const bytes = await writeWorkbook([templateSheet('需求菜单', NEED_EXPORT_COLUMNS)]);
    expect(readNeeds(bytes)).toEqual({ drafts: [], faults: [] });
    const [grid] = readWorkbook(bytes).grids;
    expect(recognise(grid, NEED_COLUMNS)!.skipped).toEqual([1]);
  });
});

describe('rows of one volunteer', () => {
  const read = (...rows: OutCell[][]) => {
    const header = ['姓名', '电话', '资源', '居住区域', '每月上限（小时）'];
    const { tables } = readMenu(readWorkbook(writeCsv(header, rows)), RESOURCE_COLUMNS);
    const groups = new VolunteerGroups();
    for (const row of tables[0].rows) groups.add(readResource(row, SETTING).draft.volunteer, row.row, 'Sheet1');
    return { groups: groups.all, faults: groups.faults };
  };
  it('are joined by name and phone, and fill each other’s blanks', () => {
    const { groups, faults } = read(
      ['王一平', '13800000000', 'a', '', 8],
      ['王一平', '13800000000', 'b', '长安区', ''],
      ['王一平', '13900000000', 'c', '', ''],
    );
    expect(faults).toEqual([]);
    expect(groups.map(({ rows, volunteer }) => [rows, volunteer.homeArea, volunteer.monthlyMinutes])).toEqual([
      [[0, 1], '长安区', 480],
      [[2], null, null],
    ]);
  });
  it('that contradict each other are said', () => {
    expect(codes(read(['王一平', '13800000000', 'a', '', 8], ['王一平', '13800000000', 'b', '', 10]).faults)).toEqual([
      'A3 contradicts_row',
    ]);
  });
});
