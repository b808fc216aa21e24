/**
 * Three more workbooks of an education bureau, typed and expected by somebody who had not read the importer: one sheet a
 * stage with subtotals, a register with ages and half-said times, and a .csv of GB18030 with semicolons from one school.
 */
import type { ImportRowDto } from '../../src/imports/imports.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { gb18030 } from '../support/gb18030';
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

// prettier-ignore
const HEADER: Record<number, OfficeCell[]> = {
  3: ['序号', '学校名称', '需求类别', '需求名称', '具体内容及要求', '受益对象', '受益人数', '活动形式', '五老人数', null, '特长要求', '开展时间', null, null, '每次课时', '活动地点', '联系人及电话', '希望答复日期', '所属载体', '备注'],
  4: [null, null, null, null, null, null, null, null, '拟需', '至少', null, '起', '止', '具体安排', null, null, null, null, null, null],
};
const HEADER_MERGES = [
  ...['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'K', 'O', 'P', 'Q', 'R', 'S', 'T'].map((c) => `${c}3:${c}4`),
  'I3:J3',
  'L3:N3',
];

// prettier-ignore
const PRIMARY: Record<number, OfficeCell[]> = {
  1: ['2026—2027学年第一学期关心下一代工作“点单”汇总表（小学组）'],
  2: ['填报单位：东湖区教育局关工委', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, '填报日期：2026.9.7'],
  ...HEADER,
  5: [1, '二小', '传统文化', '葫芦丝社团', '自带乐器', '三、四年级', '60人', '社团活动', 2, 1, '葫芦丝/硬笔书法', '2026.9.14', '2026.12.25', '每周二、周四 15:50—16:50', '60分钟', '音乐教室', '刘老师 138 1234 5678', '9月10日', null, null],
  6: [2, null, '心理', '考前减压辅导', null, '六年级', '4个班共180人', '讲座', '2位', null, '心理咨询', null, null, '11月3日、11月10日、11月17日 下午2:00-3:20', null, '学校', '刘老师 138 1234 5678', null, null, null],
  7: [3, null, '结对帮扶', '留守儿童结对', null, '留守儿童', 12, '结对', 6, 3, '谈心，家访', '本学期', null, '每两周一次，每次1小时', null, '学校', '同上', null, '爱心结对', null],
  8: [4, null, '看护·校园服务', '放学看护', null, '一二年级', '约80人', '值守', 4, null, '放学看护', '2026-9-7', '2027-1-15', '周一至周五15:40-17:10（节假日除外）', null, '学校门口', '刘老师 138 1234 5678', null, null, '家长可协助'],
  9: [null, '小计', null, null, null, null, { formula: 'SUM(G5:G8)', value: 92 }, null, { formula: 'SUM(I5:I8)', value: 14 }],
  10: [5, '东湖实小', '法治安全', '防溺水主题课', null, '全校学生', 1200, '专题讲座', 1, null, '防溺水', at(serial('2026-11-05'), 'longDate'), null, '上午10:00—10:40', null, '学校操场', '王芳 0731—8888 6666', null, null, null],
  11: [6, '东湖实小', '思想政治', '老兵讲军史', null, '五、六年级', 240, '报告会', 1, null, '革命故事', null, null, '2026年11月5日（周三）14:00-15:30', null, '学校', '王芳 0731—8888 6666', null, null, null],
  12: [7, '东湖实小', '家庭教育', '家长课堂', null, '一年级家长', '200余位', '讲座', 1, null, '家庭教育讲座', null, null, '9/18（周五）18:30—20:00', null, '学校', '王芳 0731—8888 6666', null, null, null],
  13: [8, '实验小学', '主题竞赛', '“读懂中国”征文评审', null, '四-六年级', null, '评审', 3, 2, '征文', '10月中旬', '10月下旬', '待定，每周约2小时', null, '学校', '王芳 0731—8888 6666', null, null, null],
  14: [9, '东湖实验小学', '劳动', '校园农场', null, '三年级', 45, '实践活动', 2, null, '种植指导', '2026.9', '2026.12', '每月第一个周五 下午2:30-4:00', null, '学校', '王芳 0731—8888 6666', null, null, null],
  15: [10, '东湖实验小学', '科普', '航模', null, '四年级', '全体', '社团', '若干', null, '航模', '2026.12.1', '2026.9.1', '周三下午', null, '学校', '王芳 0731—8888 6666', null, null, null],
  16: ['合  计', null, null, null, null, null, { formula: 'G9+SUM(G10:G15)', value: 1577 }, null, { formula: 'I9+SUM(I10:I15)', value: 22 }],
  17: ['说明：1.“五老人数”请按实际填写；2.“具体安排”写明星期几、几点到几点。'],
  18: ['填表人：刘敏', null, null, null, null, null, '审核人：', null, null, null, '2026年9月7日'],
};

// prettier-ignore
const JUNIOR: Record<number, OfficeCell[]> = {
  1: ['2026—2027学年第一学期关心下一代工作“点单”汇总表（初中组）'],
  2: ['填报单位：东湖区教育局关工委'],
  ...HEADER,
  5: [1, '滨江初级中学', '青年教师', '新教师入职指导', null, '新入职教师', 8, '师徒结对', 4, null, '语文、数学、英语', '2026年9月', '2027年6月', '每周1课时', null, '学校', '李强 137-0000-1111', null, '青蓝工程', null],
  6: [2, '育才中学', '法治·安全', '禁毒课', null, '七年级', 300, '讲座', 1, null, '禁毒', '2026.10.20', null, '上午9:00-9:40', null, '学校', '周老师', null, null, null],
  7: [3, '滨江初中', '法治·安全', '法官进校园', null, '初一、初二', 400, '讲座', 1, null, '普法', null, null, '12月4日下午3:00', '1课时', '学校', '李强 137-0000-1111', null, null, null],
  8: ['合计', null, null, null, null, null, 708, null, 6],
};

const NEEDS = officeWorkbook([
  { name: '小学组', rows: PRIMARY, merges: ['A1:T1', 'A2:E2', ...HEADER_MERGES, 'B5:B8', 'A17:T17'], hiddenRows: [8] },
  { name: '初中组', rows: JUNIOR, merges: ['A1:T1', ...HEADER_MERGES] },
  { name: '填报说明', rows: { 1: ['各校于9月10日前报送，逾期不候。'] } },
]);

/** `Sheet row` → state, then the addresses of its faults. */
const judged = (rows: ImportRowDto[]): Record<string, string> =>
  Object.fromEntries(
    rows.map(({ sheet, row, state, faults }) => [
      `${sheet} ${row}`,
      [state, ...faults.map(({ cell, code }) => `${cell.split('!')[1]}:${code}`)].join(' '),
    ]),
  );
const notesOf = (rows: ImportRowDto[]): Record<string, string[]> =>
  Object.fromEntries(
    rows.map(({ sheet, row, notes }) => [
      `${sheet} ${row}`,
      notes.map(({ cell, note, read }) => [cell.split('!')[1], note, read].filter(Boolean).join(' ')),
    ]),
  );
const grades = (from: number, to: number): number => {
  let bits = 0;
  for (let grade = from; grade <= to; grade++) bits |= 1 << grade;
  return bits;
};
interface Times {
  dates: { day: string; from: string; to: string }[];
  weekly: {
    weekday: number;
    from: string;
    to: string;
    everyWeeks?: number;
    startWeek?: number;
    weeks?: 'odd' | 'even';
  }[];
  recurrences?: string[];
}
const timesOf = ({ dates, weekly, recurrences = [] }: Times): string =>
  [
    ...weekly.map(
      ({ weekday, from, to, everyWeeks = 1, startWeek = 0, weeks = '' }) =>
        `${weekday}${everyWeeks > 1 ? `/${everyWeeks}+${startWeek}` : ''}${weeks && ` ${weeks}`} ${from}-${to}`,
    ),
    ...dates.map(({ day, from, to }) => `${day} ${from}-${to}`),
    ...recurrences,
  ].join(', ');

describe('the needs of a district, a sheet for each stage', () => {
  it('reads both sheets, short names of schools and categories, and names the wrong cells', async () => {
    const seen = await preview(world, 'needs', NEEDS, 'admin');
    expect(seen).toMatchObject({ state: 'previewed', error: null, headerFaults: [], ignoredSheets: ['填报说明'] });
    const rows = await rowsOf(world, seen.id, 'admin');
    // 二小 and 心理 are plain to anybody in the district, and are shown as what they were taken for.
    expect(notesOf(rows)['小学组 6']).toEqual(
      expect.arrayContaining(['B6 short_name 第二小学', 'C6 short_name 心理·谈心', '6:6 period_of_dates']),
    );
    expect(notesOf(rows)['小学组 13']).toContain('B13 short_name 东湖实验小学');
    expect(notesOf(rows)['小学组 15']).toContain('G15 head_count_unknown');
    expect(notesOf(rows)['初中组 5']).toContain('B5 short_name 滨江初中');
    expect(judged(rows)).toEqual({
      '小学组 5': 'accepted',
      '小学组 6': 'accepted',
      '小学组 7': 'accepted',
      '小学组 8': 'accepted',
      '小学组 10': 'accepted',
      '小学组 11': 'faulty N11:weekday_mismatch',
      '小学组 12': 'accepted',
      '小学组 13': 'accepted',
      '小学组 14': 'accepted',
      '小学组 15': 'faulty I15:vague M15:ends_before_start',
      '初中组 5': 'accepted',
      '初中组 6': 'faulty B6:unknown_school',
      '初中组 7': 'accepted',
    });
  });
  it('writes what a reader would have written', async () => {
    const seen = await preview(world, 'needs', NEEDS, 'admin');
    const written = await write(world, seen, 'admin', { skipFaulty: true });
    expect(written).toMatchObject({ state: 'written', counts: { written: 10 } });
    const needs = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?limit=200')).body.items;
    const lines = Object.fromEntries(
      needs.map((need) => [
        need.title,
        {
          school: need.schoolName,
          category: need.categoryName,
          programme: need.programmeName,
          form: need.form,
          audience: need.audience,
          grades: need.grades,
          heads: need.headCount,
          seats: [need.minimum, need.seats],
          times: need.alternatives.map(timesOf).join(' or '),
          weekly: need.weeklyMinutes,
          period: `${need.periodFrom}..${need.periodTo}`,
          place: [need.placeKind, need.placeName],
          skills: need.skills.map(({ name }) => name).sort(),
          contact: need.contact,
          answerBy: need.answerBy,
          care: need.careGroups,
        },
      ]),
    );
    const liu = '刘老师 13812345678';
    const wang = '王芳 073188886666';
    const plain = { programme: null, answerBy: null, care: [], place: ['school', null], weekly: null };
    // prettier-ignore
    expect(lines).toEqual({
      葫芦丝社团: { ...plain, school: '第二小学', category: '传统文化·艺术', form: 'class_series', audience: 'pupils', grades: grades(3, 4), heads: 60, seats: [1, 2], times: '2 15:50-16:50, 4 15:50-16:50', period: '2026-09-14..2026-12-25', place: ['school', '音乐教室'], skills: ['硬笔书法', '葫芦丝'], contact: liu, answerBy: '2026-09-10' },
      考前减压辅导: { ...plain, school: '第二小学', category: '心理·谈心', form: 'lecture', audience: 'pupils', grades: grades(6, 6), heads: 180, seats: [1, 2], times: '2026-11-03 14:00-15:20, 2026-11-10 14:00-15:20, 2026-11-17 14:00-15:20', period: '2026-11-03..2026-11-17', skills: ['心理辅导'], contact: liu },
      留守儿童结对: { ...plain, school: '第二小学', category: '结对帮扶', programme: '爱心结对', form: 'one_to_one', audience: 'pupils', grades: expect.any(Number), heads: 12, seats: [3, 6], times: '', weekly: 30, period: '2026-09-01..2027-01-20', skills: ['家访', '谈心陪伴'], contact: liu, care: ['left_behind'] },
      放学看护: { ...plain, school: '第二小学', category: '看护·校园服务', form: 'talk_room_duty', audience: 'pupils', grades: grades(1, 2), heads: 80, seats: [1, 4], times: [1, 2, 3, 4, 5].map((day) => `${day} 15:40-17:10`).join(', '), period: '2026-09-07..2027-01-15', place: ['school', '学校门口'], skills: ['接送看护'], contact: liu },
      防溺水主题课: { ...plain, school: '东湖实验小学', category: '法治·安全', form: 'lecture', audience: 'whole_school', grades: expect.any(Number), heads: 1200, seats: [1, 1], times: '2026-11-05 10:00-10:40', period: '2026-11-05..2026-11-05', place: ['school', '学校操场'], skills: ['防溺水'], contact: wang },
      家长课堂: { ...plain, school: '东湖实验小学', category: '家庭教育', form: 'lecture', audience: 'parents', grades: expect.any(Number), heads: 200, seats: [1, 1], times: '2026-09-18 18:30-20:00', period: '2026-09-18..2026-09-18', skills: ['家庭教育讲座'], contact: wang },
      '“读懂中国”征文评审': { ...plain, school: '东湖实验小学', category: '主题竞赛', form: 'contest', audience: 'pupils', grades: grades(4, 6), heads: null, seats: [2, 3], times: '', weekly: 120, period: '2026-10-11..2026-10-31', skills: ['征文评审'], contact: wang },
      校园农场: { ...plain, school: '东湖实验小学', category: '劳动·工匠', form: 'workshop', audience: 'pupils', grades: grades(3, 3), heads: 45, seats: [1, 2], times: expect.any(String), period: '2026-09-01..2026-12-31', skills: ['校园种植'], contact: wang },
      新教师入职指导: { ...plain, school: '滨江初中', category: '青年教师·教研', programme: '青蓝工程', form: 'mentoring', audience: 'young_teachers', grades: 0, heads: 8, seats: [1, 4], times: '', weekly: 40, period: '2026-09-01..2027-06-30', skills: ['数学教学', '英语教学', '语文教学'], contact: '李强 13700001111' },
      法官进校园: { ...plain, school: '滨江初中', category: '法治·安全', form: 'lecture', audience: 'pupils', grades: grades(7, 8), heads: 400, seats: [1, 1], times: '2026-12-04 15:00-15:40', period: '2026-12-04..2026-12-04', skills: ['法治讲座'], contact: '李强 13700001111' },
    });
  });
});

// prettier-ignore
const REGISTER: Record<number, OfficeCell[]> = {
  1: ['东湖区教育系统“五老”志愿者登记表（2026年修订）'],
  2: ['序号', '姓名', '性别', '年龄', '政治面貌', '退休前单位及职务', '身份', '手机号码', '特长', '可开展的活动（课程）名称', '类别', '形式', '适合学段', '方便的时间', '每次时间', '可否线上', '出行范围', '无犯罪记录查询', null, null, null, '备注'],
  3: [null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, '编号', '查询单位', '查询日期', '有效期至', null],
  4: [1, '黄志远', '男', 68, '中共党员', '第二小学 原校长', '退休教师', '138 0013 8001', '经典诵读；硬笔书法（擅长）', '《论语》里的智慧', '传统文化', '讲座/系列课', '三至六年级', '每周二、四上午8:30-11:30', '40分钟', '否', '5公里以内', 'A2026-001', '东湖公安分局', '2026.8.20', '2027.8.19', null],
  5: [2, '马秀兰', '女', 66, '群众', '区医院护士长', '老专家', '139-1234-0000', '近视防控', '爱眼护眼', '卫生健康', '讲座', '小学', '周一至周五（周三除外）', '1节课', '可', '全区', 'A2026-002', '东湖公安分局', '2026年8月20日', '1年', null],
  6: [3, '郭长安', '男', 70, '中共党员', '区法院', '法官', 13700002222, '普法', '以案说法', '法治安全', '讲座', '初中', '单周周三下午', '一小时', null, '不限', null, null, null, null, null],
  7: [4, '唐国强', '男', 65, '中共党员', '东湖机床厂', '劳模', '13700003333', '工匠精神', '我的大国工匠路', '劳动·工匠', '讲座', '初、高中', '双休日', '45分钟', '是', null, null, null, null, null, null],
  8: [5, '高淑芬', '女', 63, '群众', '东湖实验小学', '老教师', '13700004444', '作业辅导', '课后看护', '看护·校园服务', '值守', '1—3年级', '周一、周三、周五下午3:30以后', null, '否', '步行', null, null, null, null, '不会用手机，请打家里电话'],
  9: [6, '何建军', '男', 74, '中共党员', '区人武部', '退役军人', '13700005555', '革命故事', '我的从军路', '思想政治', '宣讲', '中小学', '每月上旬均可', '一个半小时', null, null, null, null, null, null, null],
  10: [7, '罗玉梅', '女', 67, '中共党员', '滨江初中', '老教师', '13700006666', '听评课', '课堂诊断', '青年教师·教研', '听课指导', '青年教师', '除周末外均可', '2课时', null, null, null, null, null, null, null],
  11: [8, '谢春生', '男', 69, '群众', '区文化馆', '老专家', '13700007777', '剪纸', '剪纸入门', '传统文化·艺术', '社团', '小学', '暑假期间', '90分钟', null, null, null, null, null, null, null],
  12: [9, '韩梅', '女', 64, '群众', '第二小学', '老教师', '1370000888', '毛笔书法', '书法入门', '传统文化·艺术', '社团', '小学', '每周三下午', '60分钟', null, null, null, null, null, null, null],
  13: [10, '宋文斌', '男', 71, '中共党员', '第二小学', '老教师', '13700009999', '书法、国画', '笔墨童年', '传统文化·艺术', '社团', '小学', '每月第一个周一下午', '60分钟', null, null, null, null, null, null, null],
  14: [11, '冯桂英', '女', 62, '群众', '滨江初中', '老教师', '13700001212', '数学', '数学答疑', '结对帮扶', '一对一', '初中', '平时都可以，周四下午不行', '60分钟', null, null, null, null, null, null, null],
  15: ['共计11人'],
  16: ['审核：', null, null, '制表：刘敏'],
};
const REGISTER_MERGES = ['A1:V1', ...[...'ABCDEFGHIJKLMNOPQ', 'V'].map((c) => `${c}2:${c}3`), 'R2:U2', 'A15:V15'];

describe('a register of volunteers', () => {
  it('reads ages, half-said times and a check of one year, and names the two wrong cells', async () => {
    const book = officeWorkbook([{ name: '名册', rows: REGISTER, merges: REGISTER_MERGES }]);
    const seen = await preview(world, 'resources', book, 'admin');
    expect(seen).toMatchObject({ state: 'previewed', error: null, headerFaults: [] });
    const rows = await rowsOf(world, seen.id, 'admin');
    expect(judged(rows)).toEqual({
      '名册 4': 'accepted',
      '名册 5': 'accepted',
      '名册 6': 'accepted',
      '名册 7': 'accepted',
      // On foot is no distance, and no way of travel in the column of distances.
      '名册 8': 'faulty Q8:way_not_distance',
      '名册 9': 'accepted',
      '名册 10': 'accepted',
      '名册 11': 'accepted',
      '名册 12': 'faulty H12:phone_digits',
      '名册 13': 'accepted',
      '名册 14': 'accepted',
    });
    expect(notesOf(rows)['名册 4']).toEqual(['D4 year_of_age 1958', 'K4 short_name 传统文化·艺术']);
    expect(notesOf(rows)['名册 5']).toContain('U5 until_by_years 2027-08-19');
    // Odd weeks and days of the month are kept as that; only vacations hang on the calendar of today.
    expect(notesOf(rows)['名册 6']).toEqual(['D6 year_of_age 1956']);
    expect(notesOf(rows)['名册 11'].map((note) => note.split(' ')[1])).toEqual(
      expect.arrayContaining(['vacation_by_months', 'kept_as_dates']),
    );
    expect(notesOf(rows)['名册 10'].join()).not.toContain('kept_as_dates');
    await write(world, seen, 'admin', { skipFaulty: true });
    const people = (await world.as('admin').get<{ items: VolunteerDto[] }>('/api/volunteers?limit=200')).body.items;
    expect(people.find(({ name }) => name === '马秀兰')).toMatchObject({
      phone: '13912340000',
      veteranGroup: 'expert',
      birthYear: 1960,
      retiredFrom: '区医院护士长',
      clearance: { number: 'A2026-002', authority: '东湖公安分局', checkedOn: '2026-08-20', expiresOn: '2027-08-19' },
    });
    expect(people.find(({ name }) => name === '黄志远')).toMatchObject({ travelLimitMetres: 5000, birthYear: 1958 });
    const offers = (await world.as('admin').get<{ items: OfferDto[] }>('/api/offers?limit=200')).body.items;
    const days = (weekdays: number[], ...times: string[]): string =>
      weekdays.flatMap((day) => times.map((time) => `${day} ${time}`)).join(', ');
    expect(
      Object.fromEntries(
        offers
          .filter(({ title }) => title !== '剪纸入门')
          .map(({ title, volunteerName, forms, grades: bits, sessionMinutes, online, availability, skills }) => [
            title,
            [
              volunteerName,
              [...forms].sort().join(),
              bits,
              sessionMinutes,
              online,
              timesOf(availability),
              skills
                .map(({ name, level }) => `${name}${level}`)
                .sort()
                .join(),
            ],
          ]),
      ),
    ).toEqual({
      '《论语》里的智慧': [
        '黄志远',
        'class_series,lecture',
        grades(3, 6),
        40,
        false,
        days([2, 4], '08:30-11:30'),
        '硬笔书法2,经典诵读2',
      ],
      爱眼护眼: ['马秀兰', 'lecture', grades(1, 6), 40, true, days([1, 2, 4, 5], '08:00-20:00'), '近视防控2'],
      我的大国工匠路: ['唐国强', 'lecture', grades(7, 12), 45, true, days([6, 7], '08:00-20:00'), '工匠精神2'],
      以案说法: ['郭长安', 'lecture', grades(7, 9), 60, false, '3 odd 13:00-17:00', '法治讲座2'],
      笔墨童年: [
        '宋文斌',
        'class_series',
        grades(1, 6),
        60,
        false,
        'DTSTART;TZID=Asia/Shanghai:20260907T130000\nDURATION:PT240M\nRRULE:FREQ=MONTHLY;BYDAY=1MO',
        '国画2,毛笔书法2',
      ],
      我的从军路: [
        '何建军',
        'lecture',
        grades(1, 12),
        90,
        false,
        'DTSTART;TZID=Asia/Shanghai:20260907T080000\nDURATION:PT720M\nRRULE:FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10',
        '革命故事2',
      ],
      课堂诊断: ['罗玉梅', 'mentoring', 0, 80, false, days([1, 2, 3, 4, 5], '08:00-20:00'), '听课评课2'],
      数学答疑: [
        '冯桂英',
        'one_to_one',
        grades(7, 9),
        60,
        false,
        `${days([1, 2, 3, 5], '08:00-20:00')}, ${days([4], '08:00-13:00', '17:00-20:00')}`,
        '数学教学2',
      ],
    });
  });
});

// prettier-ignore
const SCHOOL_CSV = [
  'sep=;',
  '第二小学2026年秋季需求清单;;;;;;;;;;',
  '序号;需求类别;需求名称;年级;人数;形式;需五老人数;专长;期限;时间;联系人;联系电话;备注',
  '1;传统文化·艺术;毛笔书法社团;4-6年级;35;社团;１名;"毛笔书法;国画";9月14日-12月31日;周三15:50～16:50；周五15:50～16:50;张敏;139 1234 5678;',
  '2;法治·安全;交通安全课;一年级;"1,20";讲座;1;交通安全;2026-10-12;9：00--9：40;张敏;139 1234 5678;',
  '3;心理·谈心;谈心屋;全校;;值守;2;谈心;本学期;星期一到星期五 12.30-13.10;张敏;139 1234 5678;"每天一人;轮流"',
  '4;传统文化·艺术;剪纸;二年级;40;社团;1;剪纸;2026.9.14-2026.12.31;双周周四下午4点-5点;张敏;+86 139 1234 5678;',
  '5;传统文化·艺术;国画;二年级;40;社团;1;国画;2026.9.14-2026.12.31;周四下午4点到3点;张敏;139 1234 5678;',
  ';;;;;;;;;;;;',
  '合计;;;;235;;6;;;;;;',
  '填表：张敏  校长：;;;;;;;;;;;;',
].join('\r\n');

describe('the list of one school, from WPS', () => {
  it('is of the sender’s own school, without saying so', async () => {
    const seen = await preview(world, 'needs', gb18030(SCHOOL_CSV), 'coordinator');
    expect(seen).toMatchObject({ state: 'previewed', error: null, headerFaults: [] });
    // Beside 需五老人数, 人数 can only be those who come to listen.
    expect(seen.columns.filter(({ header }) => header.endsWith('人数')).map(({ key }) => key)).toEqual([
      'headCount',
      'seats',
    ]);
    const rows = await rowsOf(world, seen.id, 'coordinator');
    expect(judged(rows)).toEqual({
      'Sheet1 4': 'accepted',
      'Sheet1 5': 'faulty E5:not_a_count',
      'Sheet1 6': 'accepted',
      'Sheet1 7': 'accepted',
      'Sheet1 8': 'faulty J8:ends_before_start',
    });
    await write(world, seen, 'coordinator', { skipFaulty: true });
    const needs = (await world.as('coordinator').get<{ items: NeedDto[] }>('/api/needs?limit=200')).body.items;
    const found = (title: string): unknown[] => {
      const need = needs.find((one) => one.title === title)!;
      const { schoolName, headCount, seats, form, audience, contact, notes } = need;
      return [schoolName, headCount, seats, form, audience, contact, notes, need.alternatives.map(timesOf).join()];
    };
    // prettier-ignore
    expect(['毛笔书法社团', '谈心屋', '剪纸'].map(found)).toEqual([
      ['第二小学', 35, 1, 'class_series', 'pupils', '张敏 13912345678', '', '3 15:50-16:50, 5 15:50-16:50'],
      ['第二小学', null, 2, 'talk_room_duty', 'whole_school', '张敏 13912345678', '每天一人;轮流', [1, 2, 3, 4, 5].map((day) => `${day} 12:30-13:10`).join(', ')],
      // Even weeks of the term from 14 September on; 8 October is the first school day after the holiday.
      ['第二小学', 40, 1, 'class_series', 'pupils', '张敏 13912345678', '', '4/2+1 16:00-17:00'],
    ]);
  });
});
