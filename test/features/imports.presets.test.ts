/** What a row leaves open and its programme or its skills say; columns that a sheet does not have. */
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(120_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
  await house.database.reader.query(`UPDATE programme SET category_id = $2, template = $3 WHERE id = $1`, [
    world.programmes.caringPair,
    world.categories.pairs,
    {
      form: 'one_to_one',
      oneToOne: true,
      minors: true,
      seats: 2,
      minimum: 2,
      careGroups: ['left_behind'],
      timing: 'agreed',
      weeklyMinutes: 90,
    },
  ]);
});
afterAll(() => house?.close());

const lineOf = async (id: string): Promise<object> =>
  (await house.database.reader.query(`SELECT line -> 'draft' AS draft FROM import_row WHERE import_id = $1`, [id]))[0]
    .draft;
const said = (notes: { cell: string; column: string; note: string; read: string | null }[]): string[] =>
  notes.map(({ cell, column, note, read }) => `${cell} ${column} ${note} ${read ?? ''}`);

describe('a programme', () => {
  const HEADER = ['学校', '载体', '类别', '形式', '需求', '对象', '时间', '期限'];
  const ROW = ['第二小学', '爱心结对', '', '', '陪伴一个孩子', '小学三年级', '待定', '2026-09-14至2026-12-31'];

  it('gives a need its category, form and rules where the cells, or the whole columns, are empty, and says so', async () => {
    const seen = await preview(world, 'needs', csv(HEADER, ROW), 'admin');
    expect(seen).toMatchObject({ counts: { accepted: 1, faulty: 0 }, headerFaults: [] });
    expect(await lineOf(seen.id)).toMatchObject({
      categoryId: world.categories.pairs,
      form: 'one_to_one',
      oneToOne: true,
      minors: true,
      seats: 2,
      minimum: 2,
      careGroups: ['left_behind'],
      weeklyMinutes: 90,
    });
    const [{ notes }] = await rowsOf(world, seen.id, 'admin');
    expect(said(notes).filter((one) => one.includes('preset'))).toEqual([
      'Sheet1!2:2 一对一 preset_by_programme 是',
      'Sheet1!2:2 接触未成年人 preset_by_programme 是',
      'Sheet1!2:2 关爱群体 preset_by_programme 留守',
      'Sheet1!2:2 需要志愿者人数 preset_by_programme 2',
      'Sheet1!2:2 最少人数 preset_by_programme 2',
      'Sheet1!2:2 每周时长 preset_by_programme 90分钟',
      'Sheet1!C2 类别 preset_by_programme 结对帮扶',
      'Sheet1!D2 形式 preset_by_programme 一对一',
    ]);
    expect(notes.find(({ column }) => column === '类别')).toMatchObject({ sentence: '没有写，按载体的预设' });
    const without = await preview(world, 'needs', csv(HEADER.toSpliced(2, 2), ROW.toSpliced(2, 2)), 'admin');
    expect(without).toMatchObject({ counts: { accepted: 1, faulty: 0 }, headerFaults: [] });
    expect(await lineOf(without.id)).toMatchObject({ categoryId: world.categories.pairs, form: 'one_to_one' });
  });

  it('changes nothing that a row says itself', async () => {
    const header = [...HEADER, '需要志愿者人数', '每次时长', '接触未成年人'];
    const row = ROW.with(2, '传统文化·艺术').with(3, '讲座').with(6, '每周二16:30-17:30');
    const seen = await preview(world, 'needs', csv(header, [...row, '1', '60分钟', '否']), 'admin');
    expect(seen).toMatchObject({ counts: { accepted: 1 } });
    expect(await lineOf(seen.id)).toMatchObject({
      categoryId: world.categories.arts,
      form: 'lecture',
      oneToOne: false,
      minors: false,
      seats: 1,
      minimum: 1,
      weeklyMinutes: null,
    });
  });

  it('gives an offer its category and form', async () => {
    const header = ['姓名', '载体', '资源', '可服务时间'];
    const seen = await preview(world, 'resources', csv(header, ['钱一平', '爱心结对', '陪伴', '每周二下午']), 'admin');
    expect(seen).toMatchObject({ counts: { accepted: 1, faulty: 0 }, headerFaults: [] });
    expect(await lineOf(seen.id)).toMatchObject({ categoryId: world.categories.pairs, forms: ['one_to_one'] });
  });
});

describe('a column that is not there', () => {
  const header = ['序号', '姓名', '资源', '可提供形式', '专长', '可服务时间'];
  const offer = (n: number, skill: string): (string | number)[] => [n, `钱${n}平`, `课程${n}`, '讲座', skill, '随时'];

  it('is one fault of the sheet, not one at a wrong cell of each row; rows whose skills say the category do without', async () => {
    const seen = await preview(
      world,
      'resources',
      csv(header, offer(1, '葫芦丝'), offer(2, ''), offer(3, ''), offer(4, '葫芦丝、谈心陪伴')),
      'admin',
    );
    expect(seen).toMatchObject({ counts: { accepted: 1, faulty: 3 } });
    expect(seen.headerFaults).toMatchObject([
      { cell: 'Sheet1!1:1', column: '类别', code: 'missing_column', problem: '缺少“类别”列' },
    ]);
    const rows = await rowsOf(world, seen.id, 'admin');
    expect(rows.map(({ faults }) => faults)).toEqual([[], [], [], []]);
    expect(said(rows[0].notes)).toContain('Sheet1!2:2 类别 category_by_skills 传统文化·艺术');
    const { body } = await world.as('admin').get<typeof seen>(`/api/imports/${seen.id}`, { 'accept-language': 'en' });
    expect(body.headerFaults[0]).toMatchObject({ column: 'Category', problem: expect.stringContaining('Category') });
  });

  it('is nothing to speak of when every row can do without it', async () => {
    const seen = await preview(world, 'resources', csv(header, offer(5, '葫芦丝'), offer(6, '谈心陪伴')), 'admin');
    expect(seen).toMatchObject({ counts: { accepted: 2, faulty: 0 }, headerFaults: [] });
  });

  it('is named in the reader’s language where only some rows need it, and points at no other column', async () => {
    const goods = csv(
      ['学校', '类别', '需求', '形式', '期限'],
      ['第二小学', '结对帮扶', '书包', '物资', '2026-09-14至2026-12-31'],
    );
    const seen = await preview(world, 'needs', goods, 'admin');
    expect(seen.headerFaults).toEqual([]);
    const path = `/api/imports/${seen.id}/rows`;
    const zh = await world.as('admin').get<{ items: { faults: object[] }[] }>(path);
    expect(zh.body.items[0].faults).toMatchObject([
      { cell: 'Sheet1!2:2', column: '物资数量', code: 'missing_value', problem: '必填，没有填写' },
    ]);
    const en = await world.as('admin').get<{ items: { faults: object[] }[] }>(path, { 'accept-language': 'en' });
    expect(en.body.items[0].faults).toMatchObject([{ cell: 'Sheet1!2:2', column: 'Quantity' }]);
  });
});
