/** Two workbooks as a clerk of an office types them, written without looking at the importer's words. */
import { writeXlsx } from 'hucre/xlsx';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { preview, rowsOf, write } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

type Cell = string | number | null;
/** Zero-based, inclusive. */
const block = (startRow: number, startCol: number, endRow: number, endCol: number) => ({
  startRow,
  startCol,
  endRow,
  endCol,
});
const workbook = async (
  name: string,
  rows: Cell[][],
  merges: ReturnType<typeof block>[],
  dates: string[] = [],
): Promise<Buffer> => {
  const cells = new Map(dates.map((at) => [at, { style: { numFmt: 'yyyy/m/d' } }]));
  return Buffer.from(await writeXlsx({ sheets: [{ name, rows, merges, cells }] }));
};

const NEEDS: Cell[][] = [
  ['2026—2027学年度第一学期“银龄进校园”学校需求征集汇总表'],
  ['汇总单位：区关工委办公室', null, null, null, null, null, null, null, '汇总时间：2026年9月8日'],
  [
    '序号',
    '学校',
    '需求项目',
    null,
    '服务对象',
    null,
    '拟聘人数',
    '服务形式',
    '服务时间',
    null,
    '专长',
    '联系方式',
    null,
    '备注',
  ],
  [null, null, '类别', '项目名称', '年级', '人数', null, null, '起止日期', '具体时段', null, '联系人', '电话', null],
  [
    1,
    '第二小学',
    '传统文化·艺术',
    '葫芦丝社团指导',
    '3-5年级',
    '45人左右',
    1,
    '社团课',
    '9.14-2027.1.8',
    '周二、四16：10—17：10',
    '葫芦丝',
    '刘敏',
    '137 1234 5678',
    '自备乐器',
  ],
  [
    2,
    null,
    '结对帮扶',
    '留守儿童结对',
    '四、五年级',
    12,
    '3人',
    '一对一',
    '本学期',
    '隔周周三中午12:20—13:00',
    '谈心陪伴',
    '同上',
    '同上',
    null,
  ],
  [
    3,
    null,
    '传统文化·艺术',
    '教师节诗词诵读指导',
    '全校',
    '800余人',
    '2名',
    '讲座',
    46275,
    '下午2:00-3:30',
    null,
    '教导处王老师',
    null,
    null,
  ],
  [
    4,
    '滨江初中',
    '青年教师·教研',
    '新教师青蓝结对',
    '青年教师',
    6,
    '3-4人',
    '师徒结对',
    '2026年9月—2027年6月',
    '每两周一次，时间双方商定',
    '数学教学',
    '陈校',
    '0311-86012345',
    null,
  ],
  [
    5,
    '滨江初中',
    '青年教师·教研',
    '数学组听课评课',
    '青年教师',
    8,
    '1',
    '师徒结对',
    '2026.10.8～2026.12.31',
    '周三上午（单周）',
    '数学',
    '陈校',
    null,
    null,
  ],
  [
    6,
    '第二小学',
    '传统文化·艺术',
    '元旦展演评委',
    '全校',
    null,
    '若干',
    '评委',
    '12月32日',
    '下午',
    null,
    '刘敏',
    '1371234567',
    null,
  ],
  ['合计', null, null, '6项', null, null, null, null, null, null, null, null, null, null],
  ['填表人：周丽', null, null, null, null, null, null, null, '审核：陈主任'],
];
const NEED_MERGES = [
  block(0, 0, 0, 13),
  block(1, 0, 1, 7),
  block(1, 8, 1, 13),
  block(2, 0, 3, 0),
  block(2, 1, 3, 1),
  block(2, 2, 2, 3),
  block(2, 4, 2, 5),
  block(2, 6, 3, 6),
  block(2, 7, 3, 7),
  block(2, 8, 2, 9),
  block(2, 10, 3, 10),
  block(2, 11, 2, 12),
  block(2, 13, 3, 13),
  block(4, 1, 6, 1),
];

it('a needs menu gathered from two schools goes in but for its wrong cells', async () => {
  const seen = await preview(world, 'needs', await workbook('需求汇总', NEEDS, NEED_MERGES, ['6,8']), 'admin');
  expect(seen.headerFaults).toEqual([]);
  expect(seen.columns.filter(({ key }) => key === null).map(({ header }) => header)).toEqual(['序号']);
  expect(seen.counts).toMatchObject({ rows: 6, accepted: 4, faulty: 2, duplicate: 0 });
  const faults = (await rowsOf(world, seen.id, 'admin')).flatMap((row) =>
    row.faults.map(({ cell, code }) => `${cell} ${code}`),
  );
  expect(faults).toEqual([
    '需求汇总!K9 unknown_skill',
    '需求汇总!G10 vague',
    '需求汇总!I10 no_such_date',
    '需求汇总!M10 phone_digits',
  ]);
  await write(world, seen, 'admin', { skipFaulty: true });
  const { items } = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs')).body;
  const weekly = (weekday: number, from: string, to: string, everyWeeks = 1) => ({
    weekday,
    from,
    to,
    everyWeeks,
    startWeek: 0,
  });
  expect(items.reverse()).toMatchObject([
    {
      title: '葫芦丝社团指导',
      schoolName: '第二小学',
      grades: 0b111000,
      headCount: 45,
      seats: 1,
      form: 'class_series',
      periodFrom: '2026-09-14',
      periodTo: '2027-01-08',
      alternatives: [{ weekly: [weekly(2, '16:10', '17:10'), weekly(4, '16:10', '17:10')] }],
      contact: '刘敏 13712345678',
      notes: '自备乐器',
    },
    {
      title: '留守儿童结对',
      schoolName: '第二小学',
      grades: 0b110000,
      seats: 3,
      form: 'one_to_one',
      alternatives: [{ weekly: [weekly(3, '12:20', '13:00', 2)] }],
      skills: [{ name: '谈心陪伴' }],
      contact: '刘敏 13712345678',
    },
    {
      title: '教师节诗词诵读指导',
      schoolName: '第二小学',
      audience: 'whole_school',
      headCount: 800,
      alternatives: [{ dates: [{ day: '2026-09-10', from: '14:00', to: '15:30' }] }],
    },
    {
      title: '新教师青蓝结对',
      schoolName: '滨江初中',
      audience: 'young_teachers',
      seats: 4,
      minimum: 3,
      form: 'mentoring',
      alternatives: [],
      weeklyMinutes: 30,
      periodFrom: '2026-09-01',
      periodTo: '2027-06-30',
    },
  ]);
});

const RESOURCES: Cell[][] = [
  ['附件2：', null, null],
  ['第二小学“五老”志愿者资源登记表（2026年秋）'],
  [
    '姓名',
    '性别',
    '出生年月',
    '原工作单位及职务',
    '五老类别',
    '专业特长',
    '可承担的服务项目',
    '服务内容类别',
    '服务形式',
    '适合学段',
    '可服务时间',
    '联系电话',
    '是否同意上岗',
    '备注',
  ],
  [
    '赵德厚',
    '男',
    '1955.3',
    '区教育局 副局长',
    '老干部',
    '数学教学',
    '数学听课评课指导',
    '青年教师·教研',
    '师徒结对',
    '小学、初中',
    '周一至周五上午',
    '137 5566 7788',
    '同意',
    null,
  ],
  [
    '钱秀兰',
    '女',
    '1958年11月',
    '第二小学 音乐教师',
    '老教师',
    '葫芦丝、巴乌',
    '葫芦丝兴趣班',
    '传统文化·艺术',
    '系列课',
    '小学',
    '周二、周四下午（寒暑假除外）',
    '13911112222',
    '是',
    '膝盖不好，最好一楼',
  ],
  [
    null,
    null,
    null,
    null,
    null,
    '葫芦丝',
    '民乐欣赏讲座',
    '传统文化·艺术',
    '讲座',
    '小学中高年级',
    '每月10号、20号上午',
    null,
    null,
    null,
  ],
  [
    '孙铁山',
    '男',
    1949,
    '退役军人',
    '老战士',
    '谈心陪伴',
    '留守儿童陪伴',
    '结对帮扶',
    '一对一/走访',
    '小学',
    '随时',
    '0311-86054321',
    '同意',
    '听力稍弱',
  ],
  [
    '李大白',
    '男',
    '1960',
    '化工厂',
    '劳模',
    '车工',
    '工匠精神宣讲',
    '传统文化·艺术',
    '宣讲',
    '中学',
    '看身体情况',
    '1391111222',
    '同意',
    null,
  ],
];
const RESOURCE_MERGES = [
  block(1, 0, 1, 13),
  block(4, 0, 5, 0),
  block(4, 1, 5, 1),
  block(4, 2, 5, 2),
  block(4, 3, 5, 3),
  block(4, 4, 5, 4),
  block(4, 11, 5, 11),
  block(4, 12, 5, 12),
];

it('a register of volunteers of a school goes in but for its wrong cells', async () => {
  const seen = await preview(world, 'resources', await workbook('登记表', RESOURCES, RESOURCE_MERGES), 'admin');
  expect(seen.headerFaults).toEqual([]);
  expect(seen.columns.filter(({ key }) => key === null).map(({ header }) => header)).toEqual(['性别']);
  const rows = await rowsOf(world, seen.id, 'admin');
  expect(rows.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'faulty']);
  expect(rows[4].faults.map(({ cell, code }) => `${cell} ${code}`).sort()).toEqual([
    '登记表!F8 unknown_skill',
    '登记表!K8 vague',
    '登记表!L8 phone_digits',
  ]);
  await write(world, seen, 'admin', { skipFaulty: true });
  const people = (await world.as('admin').get<{ items: VolunteerDto[] }>('/api/volunteers')).body.items;
  expect(people.find(({ name }) => name === '赵德厚')).toMatchObject({
    phone: '13755667788',
    veteranGroup: 'official',
    birthYear: 1955,
    retiredFrom: '区教育局 副局长',
    state: 'active',
  });
  expect(people.find(({ name }) => name === '孙铁山')).toMatchObject({ veteranGroup: 'soldier', birthYear: 1949 });
  const offers = (await world.as('admin').get<{ items: OfferDto[] }>('/api/offers')).body.items;
  const offer = (title: string): OfferDto | undefined => offers.find((one) => one.title === title);
  expect(offers).toHaveLength(4);
  expect(offer('葫芦丝兴趣班')).toMatchObject({
    volunteerName: '钱秀兰',
    forms: ['class_series'],
    grades: 0b1111110,
    availability: {
      anyTime: false,
      weekly: [
        { weekday: 2, from: '13:00' },
        { weekday: 4, from: '13:00' },
      ],
    },
    notes: '膝盖不好，最好一楼；性别: 女',
  });
  expect(offer('民乐欣赏讲座')).toMatchObject({ volunteerName: '钱秀兰', grades: 0b1111000 });
  expect(offer('民乐欣赏讲座')!.availability).toMatchObject({
    dates: [],
    recurrences: ['DTSTART;TZID=Asia/Shanghai:20260910T080000\nDURATION:PT240M\nRRULE:FREQ=MONTHLY;BYMONTHDAY=10,20'],
  });
  expect(offer('留守儿童陪伴')).toMatchObject({ forms: ['one_to_one', 'visit'], availability: { anyTime: true } });
});
