/** What has changed between the preview of an import, its confirmation and its writing: a closed school, a programme out of use, merged words. */
import { writeImport } from '../../src/imports/imports.jobs';
import type { ImportDto } from '../../src/imports/imports.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import { enqueue } from '../../src/platform/jobs/outbox';
import { createTestApp, START, TestApp } from '../support/app';
import { csv, preview, rowsOf, settled, write } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const sql = (text: string, params: unknown[] = []) => house.database.reader.query(text, params);
const NEEDS = csv(
  ['学校', '载体', '类别', '需求', '对象', '形式', '时间', '期限', '所需专长'],
  ['第二小学', '', '传统文化·艺术', '葫芦丝课', '三年级', '社团课', '每周二16:30-17:30', '本学期', '葫芦丝'],
  ['滨江初中', '爱心结对', '结对帮扶', '结对谈心', '初一', '一对一', '每周三12:00-12:40', '本学期', '谈心陪伴'],
);
const OFFERS = csv(
  ['姓名', '电话', '五老类别', '载体', '类别', '资源', '形式', '专长', '时间'],
  ['刘国栋', '13700001111', '老教师', '爱心结对', '结对帮扶', '结对谈心', '一对一', '谈心陪伴', '周三'],
  ['刘国栋', '13700001111', '老教师', '', '传统文化·艺术', '葫芦丝入门', '讲座', '葫芦丝', '周二'],
);
const close = () => sql(`UPDATE school SET closed_on = '2026-09-07' WHERE id = $1`, [world.schools.second]);
const retire = () => sql('UPDATE programme SET retired_at = now() WHERE id = $1', [world.programmes.caringPair]);
const faultsOf = async (id: string) =>
  (await rowsOf(world, id, 'admin')).map(({ state, faults }) => [
    state,
    ...faults.map(({ cell, code, value }) => `${cell} ${code} ${value}`),
  ]);
const titles = async () =>
  (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?limit=200')).body.items.map(({ title }) => title);

it('a confirmation is refused with the cells of what has closed or gone out of use, and the rest can be confirmed', async () => {
  const seen = await preview(world, 'needs', NEEDS, 'admin');
  await close();
  await retire();
  const refused = await world.as('admin').post(`/api/imports/${seen.id}/confirm`, { version: seen.version });
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'import_outdated',
      params: { count: 2 },
      errors: [
        { pointer: 'Sheet1!A3', code: 'school_closed', params: { value: '滨江初中' } },
        { pointer: 'Sheet1!B3', code: 'programme_retired', params: { value: '爱心结对' } },
      ],
    },
  });
  expect(await titles()).toEqual([]);
  const { body: now } = await world.as('admin').get<ImportDto>(`/api/imports/${seen.id}`);
  expect(now).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, faulty: 1, written: 0 },
    error: { code: 'outdated' },
  });
  expect(await faultsOf(seen.id)).toEqual([
    ['accepted'],
    ['faulty', 'Sheet1!A3 school_closed 滨江初中', 'Sheet1!B3 programme_retired 爱心结对'],
  ]);
  expect(await write(world, now, 'admin', { skipFaulty: true })).toMatchObject({ state: 'written', error: null });
  expect(await titles()).toEqual(['葫芦丝课']);
});

/** Confirmed, and not yet taken up by the worker. */
async function confirmedOnly(menu: string, file: Buffer): Promise<ImportDto> {
  const seen = await preview(world, menu, file, 'admin');
  await sql(`UPDATE import_run SET state = 'confirmed', confirmed_by = $2, confirmed_at = now() WHERE id = $1`, [
    seen.id,
    world.accounts.admin,
  ]);
  return seen;
}
const deliver = async (id: string): Promise<void> =>
  house.database.transaction(async (tx) => {
    const actor = { accountId: world.accounts.admin, districtId: world.district, grants: [] };
    await enqueue(tx, { actor, requestId: 'test' }, writeImport, { importId: id }, START);
  });

it('a school that closes after the confirmation keeps all of it out, and the preview says which cell', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  await close();
  await deliver(seen.id);
  const after = await settled(world, seen.id, 'admin');
  expect(after).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, faulty: 1, written: 0 },
    error: { code: 'outdated', params: { count: 1 }, sentence: expect.stringContaining('没有写入任何内容') },
  });
  expect(await titles()).toEqual([]);
  expect(await faultsOf(seen.id)).toEqual([['accepted'], ['faulty', 'Sheet1!A3 school_closed 滨江初中']]);
});

it('a category merged after the preview is written as the one it went into', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  await sql('UPDATE category SET merged_into = $2 WHERE id = $1', [world.categories.pairs, world.categories.teaching]);
  await deliver(seen.id);
  expect(await settled(world, seen.id, 'admin')).toMatchObject({ state: 'written' });
  const [one] = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?search=结对谈心')).body.items;
  expect(one).toMatchObject({ categoryId: world.categories.teaching });
});

it('a new volunteer comes in with the next of their rows when the first can no longer be written', async () => {
  const seen = await preview(world, 'resources', OFFERS, 'admin');
  expect(seen).toMatchObject({ counts: { accepted: 2 } });
  await retire();
  const refused = await world.as('admin').post(`/api/imports/${seen.id}/confirm`, { version: seen.version });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'import_outdated', errors: [{ pointer: 'Sheet1!D2', code: 'programme_retired' }] },
  });
  const { body: now } = await world.as('admin').get<ImportDto>(`/api/imports/${seen.id}`);
  expect(await write(world, now, 'admin', { skipFaulty: true })).toMatchObject({
    state: 'written',
    counts: { written: 1 },
  });
  const offers = await sql('SELECT o.title, v.name FROM offer o JOIN volunteer v ON v.id = o.volunteer_id');
  expect(offers).toEqual([{ title: '葫芦丝入门', name: '刘国栋' }]);
});

it('a programme out of use is a bad cell in the preview already', async () => {
  await retire();
  const seen = await preview(world, 'needs', NEEDS, 'admin');
  expect(await faultsOf(seen.id)).toEqual([['accepted'], ['faulty', 'Sheet1!B3 programme_retired 爱心结对']]);
});
