/** What the screens refuse as a slip of the hand is a bad cell of a workbook too. */
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(120_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house?.close());

const seenFaults = async (menu: string, file: Buffer): Promise<object[][]> => {
  const seen = await preview(world, menu, file, 'admin');
  expect(seen).toMatchObject({ state: 'previewed', headerFaults: [] });
  return (await rowsOf(world, seen.id, 'admin')).map(({ faults }) =>
    faults.map(({ cell, value, code, problem, right }) => ({ at: `${cell} ${code}`, value, problem, right })),
  );
};

it('a volunteer’s consent or training of tomorrow, and a check of tomorrow, of ten years, or that ends before it begins', async () => {
  const header = [
    '姓名',
    '类别',
    '资源',
    '可提供形式',
    '专长',
    '本人同意',
    '培训日期',
    '入职查询',
    '查询有效期至',
    '查询编号',
    '查询机关',
  ];
  const row = (name: string, consent: string, trained: string, checked: string, until: string): string[] => [
    name,
    '传统文化·艺术',
    `${name}的课`,
    '讲座',
    '葫芦丝',
    consent,
    trained,
    checked,
    until,
    'A1',
    '东湖公安分局',
  ];
  const past = '今天或今天以前的日期，例如 2026-09-01';
  const check = '例如 2026-03-05查询，有效期至2027-03-04；或 未查';
  expect(
    await seenFaults(
      'resources',
      csv(
        header,
        row('甲一一', '2099-01-01', '2026-01-05', '2026-01-05', '2027-01-04'),
        row('乙一一', '2026-01-05', '2099-01-01', '2026-01-05', '2027-01-04'),
        row('丙一一', '2026-01-05', '2026-01-05', '2099-01-05', '2099-12-31'),
        row('丁一一', '2026-01-05', '2026-01-05', '2026-01-05', '2036-01-04'),
        row('戊一一', '2026-01-05', '2026-01-05', '2026-01-05', '2025-01-04'),
        row('己一一', '2026-01-05', '2026-01-05', '2026-01-05', '2027-01-04'),
      ),
    ),
  ).toEqual([
    [{ at: 'Sheet1!F2 in_future', value: '2099-01-01', problem: '日期在今天之后：2099-01-01', right: past }],
    [{ at: 'Sheet1!G3 in_future', value: '2099-01-01', problem: '日期在今天之后：2099-01-01', right: past }],
    [{ at: 'Sheet1!H4 in_future', value: '2099-01-05', problem: '日期在今天之后：2099-01-05', right: past }],
    [{ at: 'Sheet1!I5 period_too_long', value: '2036-01-04', problem: '期限太长，至多1096天', right: check }],
    [{ at: 'Sheet1!I6 before_start', value: '2025-01-04', problem: '结束早于开始', right: check }],
    [],
  ]);
});

it('a guardian’s consent of tomorrow', async () => {
  const header = ['学校', '类别', '需求', '对象', '形式', '时间', '期限', '所需专长', '监护人同意'];
  const row = (title: string, consent: string): string[] => [
    '第二小学',
    '传统文化·艺术',
    title,
    '小学三至五年级',
    '一对一',
    '每周二16:30-17:30',
    '2026-09-14至2026-12-31',
    '葫芦丝',
    consent,
  ];
  expect(await seenFaults('needs', csv(header, row('结对', '2099-01-01'), row('又结对', '2026-01-05')))).toMatchObject([
    [{ at: 'Sheet1!I2 in_future', value: '2099-01-01' }],
    [],
  ]);
});
