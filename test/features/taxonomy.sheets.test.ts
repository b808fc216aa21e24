import { readWorkbook } from '../../src/sheets/read';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import type { TaxonomyDto, WordDto } from '../../src/taxonomy/taxonomy.dto';
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf, write } from '../support/imports';
import { okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const NEEDS = ['学校', '类别', '需求', '对象', '形式', '时间', '期限', '所需专长'];
const need = (category: string, skill: string, title = '口琴课'): string[] => [
  ...['第二小学', category, title, '小学三至五年级', '系列课'],
  ...['每周二16:30-17:30', '2026-09-14至2026-12-31', skill],
];
const OFFERS = [
  '姓名',
  '电话',
  '本人同意',
  '类别',
  '资源',
  '专长',
  '可提供形式',
  '可服务时间',
  '参加培训',
  '培训日期',
  '本资源出行上限（公里）',
];
const offer = (category: string, skill: string): string[] => [
  ...['周奶奶', '13712345678', '2026-09-01', category, '口琴入门', skill, '系列课', '周二下午'],
  ...['岗前培训', '2026-08-30', '3公里'],
];

/** 音乐 with its skill 口琴, as two rows of the taxonomy. */
async function words(): Promise<{ category: WordDto; skill: WordDto }> {
  const admin = world.as('admin');
  const category = okay(await admin.post<WordDto>('/api/categories', { name: '音乐', synonyms: ['乐器'] }));
  const skill = okay(await admin.post<WordDto>('/api/skills', { categoryId: category.id, name: '口琴' }));
  return { category, skill };
}
async function merge({ category, skill }: { category: WordDto; skill: WordDto }): Promise<void> {
  const admin = world.as('admin');
  const { categories, skills } = world;
  okay(await admin.post(`/api/categories/${category.id}/merge`, { version: category.version, into: categories.arts }));
  okay(await admin.post(`/api/skills/${skill.id}/merge`, { version: skill.version, into: skills.flute }));
}
const lines = async <T>(path: string): Promise<T[]> => okay(await world.as('admin').get<{ items: T[] }>(path)).items;
const exported = async (path: string): Promise<Record<string, unknown>> => {
  const { bytes } = await world.as('admin').get(path);
  const [header, row] = readWorkbook(bytes).grids[0].rows;
  return Object.fromEntries(header.map((name, i) => [String(name), row[i] ?? null]));
};

it('after a merge old workbooks are understood, exports say the new names, and a file of before changes nothing', async () => {
  const old = await words();
  const sent = await preview(world, 'needs', csv(NEEDS, need('音乐', '口琴')), 'admin');
  await write(world, sent, 'admin');
  const before = (await world.as('admin').get('/api/needs/export.xlsx')).bytes;
  await merge(old);

  expect(await exported('/api/needs/export.xlsx')).toMatchObject({ 类别: '传统文化·艺术', 所需专长: '葫芦丝' });
  expect(await preview(world, 'needs', before, 'admin')).toMatchObject({ counts: { accepted: 0, duplicate: 1 } });
  for (const [category, skill] of [
    ['音乐', '口琴'],
    ['乐器', '口琴'],
    ['传统文化·艺术', '巴乌'],
  ]) {
    const seen = await preview(world, 'needs', csv(NEEDS, need(category, skill, `${category}${skill}课`)), 'admin');
    expect((await rowsOf(world, seen.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
    await write(world, seen, 'admin');
  }
  for (const { categoryId, skills } of await lines<NeedDto>('/api/needs')) {
    expect(categoryId).toBe(world.categories.arts);
    expect(skills.map(({ skillId }) => skillId)).toEqual([world.skills.flute]);
  }
});

it('a renamed category and skill are found by their old names in a workbook, and leave under the new ones', async () => {
  const admin = world.as('admin');
  const { category, skill } = await words();
  okay(await admin.patch(`/api/categories/${category.id}`, { version: category.version, name: '器乐' }));
  okay(await admin.patch(`/api/skills/${skill.id}`, { version: skill.version, name: '布鲁斯口琴' }));
  const seen = await preview(world, 'resources', csv(OFFERS, offer('音乐', '口琴')), 'admin');
  expect((await rowsOf(world, seen.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
  await write(world, seen, 'admin');
  expect(await exported('/api/offers/export.xlsx')).toMatchObject({
    类别: '器乐',
    专长: expect.stringContaining('布鲁斯口琴') as unknown,
    参加培训: '岗前培训',
    培训日期: '2026-08-30',
    '本资源出行上限（公里）': '3000米',
  });
  const [line] = await lines<OfferDto>('/api/offers');
  expect(line).toMatchObject({ travelLimitMetres: 3000, notes: '' });
  const person = okay(await admin.get<VolunteerDto>(`/api/volunteers/${line.volunteerId}`));
  expect(person).toMatchObject({ training: '岗前培训', trainedOn: '2026-08-30' });
});

it('words merged between a preview and its confirmation: the lines are written with the words that stay', async () => {
  const old = await words();
  const first = await preview(world, 'needs', csv(NEEDS, need('音乐', '口琴、葫芦丝')), 'admin');
  const second = await preview(world, 'resources', csv(OFFERS, offer('音乐', '口琴')), 'admin');
  await merge(old);
  await write(world, first, 'admin');
  await write(world, second, 'admin');
  for (const path of ['/api/needs', '/api/offers']) {
    const [line] = await lines<NeedDto | OfferDto>(path);
    expect(line.categoryId).toBe(world.categories.arts);
    expect(line.skills.map(({ skillId }) => skillId)).toEqual([world.skills.flute]);
  }
  const { categories } = okay(await world.as('admin').get<TaxonomyDto>('/api/taxonomy'));
  expect(categories.map(({ name }) => name)).not.toContain('音乐');
});
