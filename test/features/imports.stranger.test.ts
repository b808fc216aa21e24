/**
 * Two workbooks in the style of a real office, made by somebody who had not read the importer: the tables, and what a clerk
 * would expect of each line, were written down first. Where the importer disagreed, it was changed, unless a comment here says why not.
 */
import type { ImportRowDto } from '../../src/imports/imports.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { preview, rowsOf, write } from '../support/imports';
import { addOfficeTaxonomy } from '../support/office-taxonomy';
import { at, officeWorkbook, OfficeCell, serial } from '../support/office-workbook';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
  await addOfficeTaxonomy(house, world);
});
afterAll(() => house?.close());

const sql = (text: string, params: unknown[] = []) => house.database.reader.query(text, params);

// prettier-ignore
const NEEDS_SHEET: Record<number, OfficeCell[]> = {
  1: ['东湖区中小学关心下一代工作需求菜单汇总表（2026年秋季学期）'],
  2: ['填报单位（盖章）：东湖区教育局关工委　　　　　填报时间：2026年9月4日　　　　　单位：人'],
  3: ['说明：1.“服务时间”请写明星期和起止时刻；2.志愿者人数按实际需要填写；3.无此项内容的不填。'],
  4: ['序号', '学校（园）', '服务类别', '需求内容', null, '服务对象', null, '服务形式', '志愿者', null, '服务安排', null, null, '服务地点', '联系人', null, '备注', '录入员'],
  5: [null, null, null, '项目名称', '具体要求', '年级', '人数', null, '人数\n（人）', '专长要求', '起止日期', '服务时间', '每次时长', null, '姓名', '电话', null, null],
  6: [1, '第二小学', '传统文化·艺术', { rich: ['葫芦丝', '课后延时服务'], reading: 'hulusi' }, '会五线谱更好', '三至五年级', 40, '社团课', 2, '葫芦丝、竹笛', '2026.9.14—2026.12.31', '每周二、周四16:30—17:30', '60分钟', '学校', '张敏', 13912345678, null, 'zm'],
  7: [2, null, '心理·谈心', '谈心屋值守', null, '全校', '约６００人', '值守', '３', '心理辅导；谈心陪伴', '9月14日至次年1月8日', '每周一到周五中午12:20-13:10', null, '学校谈心屋', '张敏', 13912345678, null, 'zm'],
  8: [3, null, null, '留守儿童周末陪伴', null, '四年级', 1, '一对一', 1, '留守儿童陪伴\n家访', '2026年9月15日—2027年1月15日', '隔周周六上午9:00-10:30', null, '学校', '张敏', 13912345678, '留守儿童', 'zm'],
  9: [4, '滨江初中', '法治·安全', '法官进校园班会课', null, '七、八年级', 320, '讲座', 1, '法治讲座', at(serial('2026-10-14'), 'longDate'), '14:00—15:00', null, '学校', '李强', '0731-88886666转803', null, 'zm'],
  10: [5, null, '青年教师·教研', '初一数学新教师师徒结对', null, '青年教师', 2, '师徒结对', '2名', '数学教学/听课评课', '本学期', '每周1次，每次2课时', null, '校内', '李强', '0731-88886666转803', null, 'zm'],
  11: [6, '东湖实验小学', '家庭教育', '隔代教育讲座', null, '家长', '200余人', '讲座', '1~2', '隔代教育', '2026.10.16', '下午2点半至4点', null, '学校报告厅', '王芳', at(13800138000, 'scientific'), null, 'zm'],
  12: [7, '东湖实验小学', '科普·科学家精神', '航模科技节', null, '小学四至六年级', 120, '实践活动', 2, '航模', '2026年11月31日', '上午', null, '学校', '王芳', '138 0013 8000', null, 'zm'],
  13: [8, '东湖实验小学', '劳动·工匠', '校园农场种植指导', null, '三年级', 45, '实践课', '若干', '种植指导', '2026-09-21至2026-12-18', '每周五 15:30-14:30', null, '学校', '王芳', '138 0013 8000', null, 'zm'],
  14: [9, '第四十九中学', '法治·安全', '防溺水专题课', null, '七年级', '三百人', '讲座', 1, '防溺水', at(serial('2026-11-06'), 'date'), at(14.5 / 24, 'time'), '45分钟', '学校', '何老师', '13700000000', null, 'zm'],
  15: [null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null],
  16: [10, '第二小学', '主题竞赛', '“老少同台”演讲比赛评委', '熟悉诵读', '全校', null, '评委', 3, '演讲指导', at(serial('2026-11-20'), 'monthDay'), at(14 / 24, 'time'), '2小时', '学校', '张敏', 13912345678, '报名后再定', 'zm'],
  17: ['合计', null, null, null, null, null, { formula: 'SUM(G6:G16)', value: 528 }, null, { formula: 'SUM(I6:I16)', value: 7 }],
  19: ['填表人：张敏　　　　　　审核人：赵主任　　　　　　联系电话：0731-88880000'],
  20: ['注：本表于9月10日前报区关工委办公室（电子版及纸质盖章版）。'],
};

const NEEDS = officeWorkbook([
  {
    name: '需求菜单',
    rows: NEEDS_SHEET,
    // prettier-ignore
    merges: ['A1:R1', 'A2:R2', 'A3:R3', 'A4:A5', 'B4:B5', 'C4:C5', 'D4:E4', 'F4:G4', 'H4:H5', 'I4:J4', 'K4:M4', 'N4:N5', 'O4:P4', 'Q4:Q5', 'R4:R5', 'B6:B8', 'C7:C8', 'B9:B10', 'A17:F17', 'A19:R19', 'A20:R20'],
    // Filtered out on the screen, and a column only the office uses: both are in the file and count like the others.
    hiddenRows: [9],
    hiddenColumns: [18],
    autoFilter: 'A5:R16',
  },
  {
    name: '填表说明',
    rows: { 1: ['填表说明'], 2: ['一、本表由各校关工委联络员填写。'], 3: ['二、“服务形式”从下拉列表中选择。'] },
  },
  {
    name: '字典',
    hidden: true,
    rows: { 1: ['服务形式', '服务类别'], 2: ['讲座', '法治·安全'], 3: ['值守', '心理·谈心'] },
  },
]);

// prettier-ignore
const RESOURCES_SHEET: Record<number, OfficeCell[]> = {
  1: ['东湖区“五老”志愿者及资源登记表'],
  2: ['单位（盖章）：东湖区教育局关工委', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, '2026年9月'],
  3: ['序号', '姓名', '性别', '出生年月', '原工作单位及职务', '五老类别', '联系电话', '可提供的服务（资源）', null, null, null, '适合对象', '服务时间', null, '每月可服务小时数', '同时承担项数', '入职查询', null, '家庭住址', '备注'],
  4: [null, null, null, null, null, null, null, '资源名称', '类别', '专长', '形式', null, '可服务时间', '每次时长', null, null, '查询日期', '有效期至', null, null],
  5: [1, '刘国栋', '男', '1955.3', '第二小学 高级教师', '老教师', 13700001111, '《硬笔书法入门》', '传统文化·艺术', '硬笔书法（精通）、毛笔书法', '系列课、讲座', '小学', '周一至周五下午', '60分钟', 12, 2, '2026.8.20', '2027.8.19', '桥东小区', null],
  6: [null, null, null, null, null, null, null, '《汉字的故事》', null, '经典诵读', '讲座', '小学三至六年级', '每周三14:00-16:00', '1.5小时', null, null, null, null, null, '需投影'],
  7: [2, '陈佩兰', '女', '1958年11月', '滨江初中原教导主任', '退休教师', '０７３１－８８８８１２３４', '青年教师听评课指导', '青年教师·教研', '听评课;课题论证', '师徒结对', '青年教师', '每周二、四全天', null, '20小时', 3, at(serial('2026-08-25'), 'date'), at(serial('2027-08-24'), 'dottedDate'), '滨江苑', null],
  8: [3, '区消防救援大队宣讲队', null, null, '区消防救援大队', '消防员', '13655556666', '消防安全进校园', '法治·安全', '校园安全巡查', '讲座', '全校', '随时', '45分钟', '不限', 5, '2026.9.1', '2027.8.31', null, '一行6人'],
  9: [4, '孙建国', '男', '1950-07', '区人武部离休干部', '老战士', '13911112222', '《战火中的青春》', '思想政治·红色传统', '革命故事、党史国史', '宣讲', '初中、高中', '每周五下午2:00-5:00', '90分钟', 6, 1, '2025.9.1', '2026.8.31', null, null],
  10: [5, '周玉珍', '女', '1962.12', '东湖实验小学', '老教师', '138-0000-2222', '课后作业辅导', '看护·校园服务', '作业辅导,放学看护', '值守', '一到三年级', '周一、三、五 15:40—17:40（寒暑假除外）', '2课时', 30, 1, '2026年9月2日', '2027年9月1日', null, null],
  11: [6, '钱德厚', '男', '1953.2', '二轻局', '老模范', '13900001234', '竹编工艺', '劳动·工匠', '工匠精神', '社团课', '小学高年级', '周三下午', null, 8, 1, '2026.3.1', '2027.2.30', null, null],
  12: [7, null, '男', '1956.1', '区医院', '老专家', '13900005678', '《近视防控科普》', '卫生健康', '近视防控', '讲座', '中小学', '随时', '40分钟', 4, 1, '2026.9.1', '2027.8.31', null, null],
  13: [8, '吴文远', '男', '1949.10', '航天研究所', '老专家', '13900007890', '《月球探测》', '天文', '航天航空', '报告', '初中', '上午9点至11点', '60分钟', 4, 1, '2026.9.1', '2027.8.31', null, null],
  14: ['合计：8人（队），8项资源'],
  16: ['填表人：刘敏', null, null, null, null, null, '负责人（签字）：', null, null, null, null, '联系电话：0731-88880000'],
};

const PERSON_COLUMNS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'O', 'P', 'Q', 'R', 'S'];
const RESOURCES = officeWorkbook([
  {
    name: 'Sheet1',
    rows: RESOURCES_SHEET,
    // prettier-ignore
    merges: ['A1:T1', 'A2:E2', 'R2:T2', ...['A', 'B', 'C', 'D', 'E', 'F', 'G', 'L', 'O', 'P', 'S', 'T'].map((c) => `${c}3:${c}4`), 'H3:K3', 'M3:N3', 'Q3:R3', ...PERSON_COLUMNS.map((c) => `${c}5:${c}6`), 'I5:I6', 'A14:T14'],
    hiddenColumns: [19],
  },
  { name: 'Sheet2', rows: {} },
  { name: 'Sheet3', rows: {} },
]);

/** Row → state, then the addresses of its faults. */
const judged = (rows: ImportRowDto[]): Record<number, string> =>
  Object.fromEntries(
    rows.map(({ row, state, faults }) => [row, [state, ...faults.map(({ cell }) => cell.split('!')[1])].join(' ')]),
  );

interface Times {
  dates: { day: string; from: string; to: string }[];
  weekly: { weekday: number; from: string; to: string; everyWeeks?: number }[];
}
const timesOf = ({ dates, weekly }: Times): string =>
  [
    ...weekly.map(
      ({ weekday, from, to, everyWeeks }) => `${weekday}${(everyWeeks ?? 1) > 1 ? `/${everyWeeks}` : ''} ${from}-${to}`,
    ),
    ...dates.map(({ day, from, to }) => `${day} ${from}-${to}`),
  ].join(', ');
const grades = (from: number, to: number): number => {
  let bits = 0;
  for (let grade = from; grade <= to; grade++) bits |= 1 << grade;
  return bits;
};
const skillNames = async (): Promise<Map<string, string>> =>
  new Map((await sql('SELECT id, name FROM skill')).map(({ id, name }: { id: string; name: string }) => [id, name]));

describe('the needs menu of an office', () => {
  it('shows every line, names the four wrong cells, and takes title, notes, totals and signatures for none', async () => {
    const seen = await preview(world, 'needs', NEEDS, 'admin');
    expect(seen).toMatchObject({ state: 'previewed', error: null, headerFaults: [] });
    expect(seen.ignoredSheets).toEqual(expect.arrayContaining(['填表说明', '字典']));
    expect(Object.fromEntries(seen.columns.map(({ column, key }) => [column, key]))).toMatchObject({
      B: 'school',
      C: 'category',
      D: 'title',
      H: 'form',
      I: 'seats',
      G: 'headCount',
      K: 'period',
      L: 'times',
      R: null,
    });
    const rows = await rowsOf(world, seen.id, 'admin');
    expect(judged(rows)).toEqual({
      6: 'accepted',
      7: 'accepted',
      8: 'accepted',
      9: 'accepted',
      10: 'accepted',
      11: 'accepted',
      12: 'faulty K12',
      13: 'faulty I13 L13',
      14: 'faulty B14',
      16: 'accepted',
    });
    const written = await write(world, seen, 'admin', { skipFaulty: true });
    expect(written).toMatchObject({ state: 'written', counts: { written: 7 } });

    const names = await skillNames();
    const needs = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?limit=200')).body.items;
    const lines = Object.fromEntries(
      needs.map((need) => [
        need.title,
        {
          school: need.schoolName,
          category: need.categoryName,
          form: need.form,
          audience: need.audience,
          grades: need.grades,
          heads: need.headCount,
          seats: [need.minimum, need.seats],
          times: need.alternatives.map(timesOf).join(' or '),
          weekly: need.weeklyMinutes,
          period: `${need.periodFrom}..${need.periodTo}`,
          place: [need.placeKind, need.placeName],
          skills: need.skills.map(({ skillId }) => names.get(skillId)).sort(),
          contact: need.contact,
        },
      ]),
    );
    // A minimum nobody has written is one: two who come are better than none. Telephone numbers are kept in one form.
    // prettier-ignore
    expect(lines).toEqual({
      葫芦丝课后延时服务: { school: '第二小学', category: '传统文化·艺术', form: 'class_series', audience: 'pupils', grades: grades(3, 5), heads: 40, seats: [1, 2], times: '2 16:30-17:30, 4 16:30-17:30', weekly: null, period: '2026-09-14..2026-12-31', place: ['school', null], skills: ['竹笛', '葫芦丝'], contact: '张敏 13912345678' },
      谈心屋值守: { school: '第二小学', category: '心理·谈心', form: 'talk_room_duty', audience: 'whole_school', grades: expect.any(Number), heads: 600, seats: [1, 3], times: [1, 2, 3, 4, 5].map((day) => `${day} 12:20-13:10`).join(', '), weekly: null, period: '2026-09-14..2027-01-08', place: ['school', '学校谈心屋'], skills: ['心理辅导', '谈心陪伴'], contact: '张敏 13912345678' },
      留守儿童周末陪伴: { school: '第二小学', category: '心理·谈心', form: 'one_to_one', audience: 'pupils', grades: grades(4, 4), heads: 1, seats: [1, 1], times: '6/2 09:00-10:30', weekly: null, period: '2026-09-15..2027-01-15', place: ['school', null], skills: ['家访', '留守儿童陪伴'], contact: '张敏 13912345678' },
      法官进校园班会课: { school: '滨江初中', category: '法治·安全', form: 'lecture', audience: 'pupils', grades: grades(7, 8), heads: 320, seats: [1, 1], times: '2026-10-14 14:00-15:00', weekly: null, period: '2026-10-14..2026-10-14', place: ['school', null], skills: ['法治讲座'], contact: '李强 073188886666-803' },
      初一数学新教师师徒结对: { school: '滨江初中', category: '青年教师·教研', form: 'mentoring', audience: 'young_teachers', grades: 0, heads: 2, seats: [1, 2], times: '', weekly: 80, period: '2026-09-01..2027-01-20', place: ['school', null], skills: ['听课评课', '数学教学'], contact: '李强 073188886666-803' },
      隔代教育讲座: { school: '东湖实验小学', category: '家庭教育', form: 'lecture', audience: 'parents', grades: 0, heads: 200, seats: [1, 2], times: '2026-10-16 14:30-16:00', weekly: null, period: '2026-10-16..2026-10-16', place: ['school', '学校报告厅'], skills: ['隔代教育'], contact: '王芳 13800138000' },
      '“老少同台”演讲比赛评委': { school: '第二小学', category: '主题竞赛', form: 'contest', audience: 'whole_school', grades: expect.any(Number), heads: null, seats: [1, 3], times: '2026-11-20 14:00-16:00', weekly: null, period: '2026-11-20..2026-11-20', place: ['school', null], skills: ['演讲指导'], contact: '张敏 13912345678' },
    });
  });
});

describe('the register of volunteers and what they offer', () => {
  it('takes both offers of a merged block for one person, and names the three wrong cells', async () => {
    const seen = await preview(world, 'resources', RESOURCES, 'admin');
    expect(seen).toMatchObject({ state: 'previewed', error: null, headerFaults: [] });
    const rows = await rowsOf(world, seen.id, 'admin');
    expect(judged(rows)).toEqual({
      5: 'accepted',
      6: 'accepted',
      7: 'accepted',
      8: 'accepted',
      9: 'accepted',
      10: 'accepted',
      11: 'faulty R11',
      12: 'faulty B12',
      // 上午9点至11点 of free time is that of every day, and the preview says so.
      13: 'faulty I13',
    });
    // A check without number and authority is no clearance: everybody waits for the admin to record it, and is told so.
    const notes = rows.filter(({ state }) => state === 'accepted').map(({ notes }) => notes.map(({ note }) => note));
    expect(notes.every((one) => one.includes('clearance_incomplete'))).toBe(true);
    expect(notes.filter((one) => one.includes('area_unknown'))).toHaveLength(3);
    expect(notes.filter((one) => one.includes('kind_by_name'))).toHaveLength(1);
    const written = await write(world, seen, 'admin', { skipFaulty: true });
    expect(written).toMatchObject({ state: 'written', counts: { written: 6 } });

    const names = await skillNames();
    const people = (await world.as('admin').get<{ items: VolunteerDto[] }>('/api/volunteers?limit=200')).body.items;
    const known = ['赵爷爷', '孙老师'];
    // prettier-ignore
    expect(
      Object.fromEntries(
        people
          .filter(({ name }) => !known.includes(name))
          .map((person) => [
            person.name,
            {
              kind: person.kind,
              group: person.veteranGroup ?? person.guestGroup,
              phone: person.phone,
              born: person.birthYear,
              people: person.people,
              from: person.retiredFrom,
              monthly: person.monthlyMinutes,
              concurrent: person.maxConcurrent,
              
            },
          ]),
      ),
    ).toEqual({
      刘国栋: { kind: 'person', group: 'teacher', phone: '13700001111', born: 1955, people: 1, from: '第二小学 高级教师', monthly: 720, concurrent: 2 },
      陈佩兰: { kind: 'person', group: 'teacher', phone: '0731-88881234', born: 1958, people: 1, from: '滨江初中原教导主任', monthly: 1200, concurrent: 3 },
      区消防救援大队宣讲队: { kind: 'guest', group: 'firefighter', phone: '13655556666', born: null, people: 1, from: '区消防救援大队', monthly: null, concurrent: 5 },
      孙建国: { kind: 'person', group: 'soldier', phone: '13911112222', born: 1950, people: 1, from: '区人武部离休干部', monthly: 360, concurrent: 1 },
      周玉珍: { kind: 'person', group: 'teacher', phone: '13800002222', born: 1962, people: 1, from: '东湖实验小学', monthly: 1800, concurrent: 1 },
    });
    const offers = (await world.as('admin').get<{ items: OfferDto[] }>('/api/offers?limit=200')).body.items;
    // prettier-ignore
    expect(
      Object.fromEntries(
        offers.map((offer) => [
          offer.title,
          {
            by: offer.volunteerName,
            category: offer.categoryName,
            forms: [...offer.forms].sort(),
            grades: offer.grades,
            minutes: offer.sessionMinutes,
            when: offer.availability.anyTime ? 'any' : timesOf(offer.availability),
            holidays: offer.availability.holidays,
            skills: offer.skills.map(({ skillId, level }) => `${names.get(skillId)}${level}`).sort(),
          },
        ]),
      ),
    ).toEqual({
      '《硬笔书法入门》': { by: '刘国栋', category: '传统文化·艺术', forms: ['class_series', 'lecture'], grades: grades(1, 6), minutes: 60, when: [1, 2, 3, 4, 5].map((day) => `${day} 13:00-17:00`).join(', '), holidays: 'same', skills: ['毛笔书法2', '硬笔书法3'] },
      '《汉字的故事》': { by: '刘国栋', category: '传统文化·艺术', forms: ['lecture'], grades: grades(3, 6), minutes: 90, when: '3 14:00-16:00', holidays: 'same', skills: ['经典诵读2'] },
      青年教师听评课指导: { by: '陈佩兰', category: '青年教师·教研', forms: ['mentoring'], grades: expect.any(Number), minutes: null, when: '2 08:00-17:00, 4 08:00-17:00', holidays: 'same', skills: ['听课评课2', '课题研究2'] },
      消防安全进校园: { by: '区消防救援大队宣讲队', category: '法治·安全', forms: ['lecture'], grades: expect.any(Number), minutes: 45, when: 'any', holidays: 'same', skills: ['校园安全巡查2'] },
      '《战火中的青春》': { by: '孙建国', category: '思想政治·红色传统', forms: ['lecture'], grades: grades(7, 12), minutes: 90, when: '5 14:00-17:00', holidays: 'same', skills: ['党史国史2', '革命故事2'] },
      课后作业辅导: { by: '周玉珍', category: '看护·校园服务', forms: ['talk_room_duty'], grades: grades(1, 3), minutes: 80, when: '1 15:40-17:40, 3 15:40-17:40, 5 15:40-17:40', holidays: 'off', skills: ['作业辅导2', '接送看护2'] },
    });
  });
});

it.each(['needs', 'resources'])(
  '%s: the export of what came in changes nothing when it comes in again',
  async (menu) => {
    const path = menu === 'needs' ? 'needs' : 'offers';
    const before = await world.as('admin').get<{ items: object[] }>(`/api/${path}?limit=200`);
    const file = await world.as('admin').get(`/api/${path}/export.xlsx`);
    expect(file.status).toBe(200);
    const seen = await preview(world, menu, file.bytes, 'admin');
    const rows = await rowsOf(world, seen.id, 'admin');
    expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
    expect(rows).toHaveLength(before.body.items.length);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['duplicate']));
    const { body } = await world
      .as('admin')
      .post(`/api/imports/${seen.id}/confirm`, { version: seen.version, skipDuplicates: true });
    expect(body).toMatchObject({ code: 'import_empty' });
    expect((await world.as('admin').get(`/api/${path}?limit=200`)).body).toEqual(before.body);
  },
);
