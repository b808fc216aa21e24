/** Workbooks of offices that fill in forms in their own way; what each line means was put down before they were read. */
import { NEED_COLUMNS } from '../../src/needs/needs.columns';
import { readNeed } from '../../src/needs/needs.sheet';
import { RESOURCE_COLUMNS } from '../../src/resources/resources.columns';
import { readResource } from '../../src/resources/resources.sheet';
import { formatGrades } from '../../src/sheets/expressions/grades';
import { formatTimes } from '../../src/sheets/expressions/times-format';
import { readWorkbook } from '../../src/sheets/read';
import { readMenu } from '../../src/sheets/read-menu';
import { type OfficeCell, officeWorkbook } from '../support/office-workbook';
import { SETTING } from './corpus/setting';

const needs = (rows: Record<number, OfficeCell[]>, merges: string[] = []) => {
  const { tables, faults } = readMenu(readWorkbook(officeWorkbook([{ name: '需求', rows, merges }])), NEED_COLUMNS);
  const reads = tables.flatMap((table) => table.rows.map((row) => readNeed(row, SETTING)));
  return {
    lines: reads.map(({ draft }) => ({
      ...draft,
      times: formatTimes(draft.times),
      grades: formatGrades({ grades: draft.grades, audiences: [] }),
    })),
    faults: [...faults, ...reads.flatMap(({ reader }) => reader.faults)].map(
      ({ cell, code }) => `${cell.split('!')[1]} ${code}`,
    ),
  };
};

it('with two header rows, a school over two lines, totals and notes below', () => {
  const { lines, faults } = needs(
    {
      1: ['2026年秋季学期关工委需求汇总'],
      2: ['单位：东湖区  填报日期：2026.9.4'],
      3: ['序号', '学校', '需求类别', '需求情况', null, null, '时间安排', null, '联系人', null],
      4: [null, null, null, '项目名称', '年级', '拟需人数', '期限', '时间', '姓名', '电话'],
      5: [1, '育才小学', '传统文化', '葫芦丝', '3-5', 2, '本学期', '每周二16:30-17:30', '张老师', 13800138000],
      6: [2, null, null, '书法社团', '4', 1, '9、10月', '每周三下午', '张老师', 13800138000],
      7: [3, '滨江初中', '法治', '法治讲座', '7-9', '1', '2026年10月', '10月14日14:00', '李老师', '0731-88886666'],
      8: ['小计', null, null, null, null, 4],
      9: ['合计：3项', null, null, null, null, 4],
      10: ['填表说明：1.人数按实际填写'],
      11: ['2.时间请写明星期'],
      12: ['审核人：', null, '填表人：张三'],
      13: ['备注：本表一式两份'],
    },
    ['A1:J1', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:F3', 'G3:H3', 'I3:J3', 'B5:B6', 'C5:C6', 'A10:J10'],
  );
  expect(faults).toEqual([]);
  expect(lines).toMatchObject([
    { school: '育才小学', grades: '三年级、四年级、五年级', period: { from: '2026-09-01', to: '2027-01-22' } },
    { school: '育才小学', grades: '四年级', period: { from: '2026-09-01', to: '2026-10-31' }, times: '每周三下午' },
    { school: '滨江初中', grades: '初中', times: '2026-10-14 14:00-15:00', contact: '李老师 073188886666' },
  ]);
});

it('with columns of one name, of which neither is guessed', () => {
  const { faults } = needs({
    1: ['学校', '需求', '形式', '人数', '人数', '时间', '时间'],
    2: ['育才小学', '法治讲座', '讲座', 200, 1, '2026.10.15', '下午2点'],
  });
  expect(faults).toEqual([
    'D1 ambiguous_header',
    'E1 ambiguous_header',
    'G1 duplicate_header',
    'F2 time_of_day_missing',
  ]);
});

it('with several needs in one cell', () => {
  const { lines, faults } = needs({
    1: ['学校', '需求', '形式', '需要志愿者人数', '时间'],
    2: ['育才小学', '1.葫芦丝 2.书法 3.国画', '系列课', 3, '1.周二下午 2.周三下午 3.周四下午'],
    3: ['育才小学', '①葫芦丝②书法', '系列课', 2, '周二下午'],
    // A title that runs over two lines is one.
    4: ['育才小学', '葫芦丝\n课后服务', '系列课', 2, '周二下午'],
    5: ['育才小学', '3.5公里健步走', '系列课', 2, '周二下午'],
  });
  expect(faults).toEqual(['B2 several_lines', 'B3 several_lines']);
  expect(lines[0].times).toBe('每周二下午；每周三下午；每周四下午');
});

it('with signs of full width everywhere', () => {
  const { lines, faults } = needs({
    1: ['学　校', '需 求 名 称', '形式', '服务对象（年级）', '需要人数（人）', '服务时间', '起止日期', '联系人／电话'],
    2: [
      '育才小学',
      '书法课',
      '系列课',
      '三～五年级',
      '２～３',
      '每周二１６：３０～１７：３０',
      '２０２６．９．１～２０２６．１２．３１',
      '张老师／１３８００１３８０００',
    ],
    3: ['育才小学', '国画课', '系列课', '３－５', '２名', '“周三”（１６：００—１７：００）', '９月—１２月', '张老师'],
  });
  expect(faults).toEqual([]);
  expect(lines).toMatchObject([
    { minimum: 2, seats: 3, times: '每周二16:30-17:30', contact: '张老师 13800138000' },
    { grades: '三年级、四年级、五年级', times: '每周三16:00-17:00', period: { from: '2026-09-01', to: '2026-12-31' } },
  ]);
});

it('of volunteers: two header rows, a person over two lines, a hidden column', () => {
  const file = officeWorkbook([
    {
      name: '资源',
      rows: {
        1: ['五老资源菜单'],
        2: ['姓名', '联系电话', '擅长', '可开设课程', '授课形式', '服务时间', null, '内部编号', '适用年级'],
        3: [null, null, null, null, null, '星期', '时段', null, null],
        4: ['李　芳', 13800138001, '葫芦丝', '葫芦丝入门', '系列课', '二、四', '下午', 'x1', '三至六年级'],
        5: [null, null, '语数英', '课业辅导', '系列课', '周三', '14:00-16:00', 'x2', '7-9'],
        6: ['说明：以上为拟开设'],
        7: ['总计', '2人'],
      },
      merges: ['A1:I1', 'F2:G2', 'A4:A5', 'B4:B5', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3', 'H2:H3', 'I2:I3'],
      hiddenColumns: [8],
    },
  ]);
  const [table] = readMenu(readWorkbook(file), RESOURCE_COLUMNS).tables;
  const reads = table.rows.map((row) => readResource(row, SETTING));
  expect(reads.flatMap(({ reader }) => reader.faults)).toEqual([]);
  // Padded to the width of three signs, the name is still of two.
  expect(reads.map(({ draft }) => draft.volunteer.name)).toEqual(['李芳', '李芳']);
  expect(reads.map(({ draft }) => formatTimes(draft.offer.times!))).toEqual(['每周二、周四下午', '每周三14:00-16:00']);
  expect(reads[1].draft.offer.skills.map(({ skill }) => skill)).toEqual(['语文', '数学', '英语']);
});
