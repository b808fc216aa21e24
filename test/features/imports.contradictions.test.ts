/** Facts of a row that contradict each other, or say nothing, are not passed over in silence. */
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

const NEED = {
  学校: '第二小学',
  类别: '传统文化·艺术',
  需求: '葫芦丝课',
  形式: '系列课',
  时间: '每周二16:30-17:30',
  每次时长: '',
  期限: '2026-09-14至2026-12-31',
};
const OFFER = {
  姓名: '钱一平',
  类别: '传统文化·艺术',
  资源: '葫芦丝',
  可提供形式: '讲座',
  可服务时间: '每周二下午',
  库存: '',
  入职查询: '',
  查询有效期至: '',
  查询编号: '',
  查询机关: '',
};
let made = 0;

/** What the preview says of rows that differ from a plain one: `cell code sentence` of faults, `cell note read` of notes. */
async function judged<Row extends Record<string, string>>(menu: string, plain: Row, ...changes: Partial<Row>[]) {
  const rows = changes.map((change) => {
    const name = `${++made}`;
    const own = menu === 'needs' ? { 需求: `课程${name}` } : { 资源: `课程${name}`, 姓名: `钱${name}平` };
    return Object.values({ ...plain, ...own, ...change }) as string[];
  });
  const seen = await preview(world, menu, csv(Object.keys(plain), ...rows), 'admin');
  return (await rowsOf(world, seen.id, 'admin')).map(({ faults, notes, state }) => ({
    state,
    faults: faults.map(({ cell, code, problem }) => `${cell} ${code} ${problem}`),
    notes: notes.map(({ cell, note, read }) => `${cell} ${note} ${read ?? ''}`),
  }));
}

it('a length of a session that the times do not have is said', async () => {
  const said = await judged(
    'needs',
    NEED,
    { 每次时长: '3小时' },
    { 每次时长: '60分钟' },
    { 每次时长: '60分钟', 时间: '每周二下午' },
    { 每次时长: '9小时', 时间: '每周二下午' },
    { 每次时长: '90分钟', 时间: '每周二16:30' },
  );
  const ofLength = said.map(({ notes }) => notes.filter((note) => note.includes('times_say_otherwise')));
  expect(ofLength).toEqual([
    ['Sheet1!F2 times_say_otherwise 60分钟'],
    [],
    [],
    [expect.stringMatching(/^Sheet1!F5 times_say_otherwise \d+分钟$/)],
    [],
  ]);
});

it('a period that is over is no line of the menu', async () => {
  const said = await judged(
    'needs',
    NEED,
    { 期限: '2020.3.1-2020.6.30' },
    { 期限: '', 时间: '2020年9月10日14:00-15:00' },
    { 期限: '2026-09-01至2026-09-07', 时间: '每周一16:30-17:30' },
  );
  expect(said.map(({ faults }) => faults)).toEqual([
    ['Sheet1!G2 period_over 期限已经过去：到2020-06-30为止，今天是2026-09-07'],
    ['Sheet1!E3 period_over 期限已经过去：到2020-09-10为止，今天是2026-09-07'],
    [],
  ]);
});

it('a weekday that does not come in the period', async () => {
  const said = await judged(
    'needs',
    NEED,
    { 期限: '2026-09-16至2026-09-18' },
    { 期限: '2026-09-16至2026-09-18', 时间: '每周二、四16:30-17:30' },
  );
  expect(said.map(({ faults }) => faults)).toEqual([
    ['Sheet1!E2 weekday_outside_period 期限里没有这样一天：每周二16:30-17:30'],
    [],
  ]);
});

it('a check for contact with minors without a last valid day is for a year, and that is said', async () => {
  const check = { 入职查询: '2026-09-01', 查询编号: 'A1', 查询机关: '东湖公安分局' };
  const said = await judged(
    'resources',
    OFFER,
    check,
    { ...check, 查询有效期至: '2027-03-01' },
    { ...check, 入职查询: '2026-09-01至2027-03-01' },
    { ...check, 入职查询: '2026年9月1日查询，有效期一年' },
  );
  expect(said.map(({ notes }) => notes.filter((note) => note.includes('valid_a_year')))).toEqual([
    ['Sheet1!G2 valid_a_year 2027-08-31'],
    [],
    [],
    [],
  ]);
});

it('an offer of goods without a stock', async () => {
  const said = await judged(
    'resources',
    OFFER,
    { 可提供形式: '物资' },
    { 可提供形式: '物资', 库存: '20' },
    { 可提供形式: '物资', 库存: '0' },
  );
  expect(said.map(({ faults }) => faults)).toEqual([['Sheet1!F2 missing_value 必填，没有填写'], [], []]);
});

it('a title of which nothing can be seen', async () => {
  const said = await judged('needs', NEED, { 需求: '\u200b\u200d\u2060\ufeff' }, { 需求: '\u3164' });
  expect(said.map(({ faults }) => faults)).toEqual([
    ['Sheet1!C2 missing_value 必填，没有填写'],
    ['Sheet1!C3 missing_value 必填，没有填写'],
  ]);
});
