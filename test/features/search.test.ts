import type { NeedDto } from '../../src/needs/needs.dto';
import { gramsOf, searchColumns } from '../../src/platform/search';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  for (const title of ['葫芦丝课后延时服务', '毛笔书法社团', '围棋兴趣班', '《弟子规》经典诵读'])
    await openNeed(world, { title });
  await listOffer(world, { title: '硬笔书法' });
});
afterAll(() => house.close());

const needs = async (query: string): Promise<string[]> => {
  const { body } = await world.as('admin').get<{ items: NeedDto[] }>(`/api/needs?search=${encodeURIComponent(query)}`);
  return body.items.map(({ title }) => title);
};

it.each([
  ['one character', '棋', ['围棋兴趣班']],
  ['two characters in the middle', '课后', ['葫芦丝课后延时服务']],
  ['inside book-title marks', '弟子规', ['《弟子规》经典诵读']],
  ['full pinyin', 'hulusi', ['葫芦丝课后延时服务']],
  ['a part of the pinyin', 'lusi', ['葫芦丝课后延时服务']],
  ['initials', 'hls', ['葫芦丝课后延时服务']],
  ['initials of a word in the middle', 'sfst', ['毛笔书法社团']],
  ['a slip of the keyboard: sh for s', 'hulushi', ['葫芦丝课后延时服务']],
  ['a slip of the keyboard: -n for -ng', 'jindian', ['《弟子规》经典诵读']],
  ['a homophone', '葫芦思', ['葫芦丝课后延时服务']],
  ['full-width capitals', 'ＨＬＳ', ['葫芦丝课后延时服务']],
  ['nothing that is there', '合唱', []],
  ['signs of LIKE are themselves', '%', []],
])('finds by %s', async (_, query, titles) => expect(await needs(query)).toEqual(titles));

it('finds by school, by code, and offers by the volunteer’s name', async () => {
  expect(await needs('第二小学')).toHaveLength(4);
  expect(await needs('需-2026-0001')).toEqual(['葫芦丝课后延时服务']);
  const { body } = await world.as('admin').get<{ items: unknown[] }>('/api/offers?search=zhaoyeye');
  expect(body.items).toHaveLength(1);
});

it('uses the index', async () => {
  const plan = await house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL enable_seqscan = off');
    return tx.query(`EXPLAIN SELECT 1 FROM need WHERE search_grams @> $1::text[]`, [['书法']]);
  });
  expect(JSON.stringify(plan)).toContain('need_search');
});

it('keeps the words, their blurred pinyin and their initials', () => {
  expect(searchColumns('书法 课', null, 'A1').searchText).toBe('书法 课\na1\nsufake\nsfk');
  expect(gramsOf('书法 课')).toEqual(['书', '书法', '法', '法课', '课']);
  expect(gramsOf('abc')).toEqual(['ab', 'abc', 'bc']);
});
