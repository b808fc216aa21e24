/** Times that name no days: a wish of a need is kept with the line and said, never turned into dates. */
import type { NeedDto } from '../../src/needs/needs.dto';
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf, write } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house?.close());

const HEADER = ['学校', '类别', '需求', '对象', '形式', '需要志愿者人数', '时间', '期限', '所需专长', '联系人'];
const line = (title: string, seats: string, times: string): string[] => [
  '第二小学',
  '传统文化·艺术',
  ...[title, '小学三至五年级', '系列课', seats, times, '2026-09-14至2026-12-31', '葫芦丝', '王老师'],
];

it('are to be agreed, with the words in the notes; a clock that each school has its own is refused with what would be right', async () => {
  const seen = await preview(
    world,
    'needs',
    csv(HEADER, line('期末讲座', '每校2人', '期末'), line('班会', '1人', '每周五班会课')),
    'admin',
  );
  const [wish, hour] = await rowsOf(world, seen.id, 'admin');
  expect(wish).toMatchObject({ state: 'accepted', faults: [] });
  expect(wish.notes.map(({ note }) => note)).toEqual(expect.arrayContaining(['wish_kept', 'per_school']));
  expect(hour.faults).toMatchObject([{ code: 'clock_by_school', value: '每周五班会课' }]);
  expect(hour.faults[0]).toMatchObject({
    problem: expect.stringContaining('班会'),
    right: expect.stringContaining('几点'),
  });
  await write(world, seen, 'admin', { skipFaulty: true });
  const { items } = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?limit=10')).body;
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    title: '期末讲座',
    seats: 2,
    alternatives: [],
    notes: expect.stringContaining('期末'),
  });
});
