import type { NeedDto } from '../../src/needs/needs.dto';
import { searchColumns } from '../../src/platform/search';
import { gramsOf, isOneGram, queryGrams } from '../../src/platform/search-grams';
import { mulberry } from '../engine/attack/full';
import type { WordDto } from '../../src/taxonomy/taxonomy.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  for (const title of ['葫芦丝课后延时服务', '毛笔书法社团', '围棋兴趣班', '《弟子规》经典诵读'])
    await openNeed(world, { title, skills: [] });
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
  ['full-width capitals', 'ＨＬＳ', ['葫芦丝课后延时服务']],
  ['two words in any order', '小学 葫芦丝', ['葫芦丝课后延时服务']],
  ['a word and the initials of another', '社团 mb', ['毛笔书法社团']],
  ['pinyin with blanks', 'wei qi', ['围棋兴趣班']],
  ['nothing that is there', '合唱', []],
  ['signs of LIKE are themselves', '%', []],
])('finds by %s', async (_, query, titles) => expect(await needs(query)).toEqual(titles));

describe('when nothing has the words, finds what sounds like them or differs by one typing error:', () => {
  it.each([
    ['a homophone', '葫芦思', ['葫芦丝课后延时服务']],
    ['homophones of two words', '毛毕 叔法', ['毛笔书法社团']],
    ['a homophone of two characters', '围期', ['围棋兴趣班']],
    ['a wrong character', '葫芦西课后', ['葫芦丝课后延时服务']],
    ['a wrong character at the beginning', '手笔书法', ['毛笔书法社团']],
    ['a wrong character of three', '毛笔画', ['毛笔书法社团']],
    ['the first of three wrong', '尾棋兴', ['围棋兴趣班']],
    ['the middle one of three wrong', '围布兴', ['围棋兴趣班']],
    ['a letter wrong in the middle', 'huwusi', ['葫芦丝课后延时服务']],
    ['a letter missing in the middle', 'huusi', ['葫芦丝课后延时服务']],
    ['a character missing', '葫芦丝后延时', ['葫芦丝课后延时服务']],
    ['a character too many', '围棋兴趣小班', ['围棋兴趣班']],
    ['two characters swapped', '书毛笔法社团', []],
    ['neighbours swapped', '毛书笔法', ['毛笔书法社团']],
    ['a wrong letter', 'hulubi', ['葫芦丝课后延时服务']],
    ['a letter missing', 'hulsi', ['葫芦丝课后延时服务']],
    ['a letter too many', 'weiqqi', ['围棋兴趣班']],
    ['a letter too many in one of two words', 'maobi shuffa', ['毛笔书法社团']],
    ['two errors', 'hulxxi', []],
    ['too short a word', '棋围', []],
    ['words that are there, but in no line together', '毛笔书法 围棋兴趣', []],
    ['an error in a word beside one that is there', '毛笔书发 小学', ['毛笔书法社团']],
    ['the code of another line', '需-2026-0091', []],
    ['a part of such a code', '2026-0091', []],
  ])('%s', async (_, query, titles) => {
    const { body } = await world
      .as('admin')
      .get<{ items: NeedDto[]; near?: boolean }>(`/api/needs?search=${encodeURIComponent(query)}`);
    expect([body.items.map(({ title }) => title), body.near]).toEqual([titles, titles.length > 0 ? true : undefined]);
  });

  it('page by page and counted like any other list', async () => {
    for (let i = 0; i < 3; i++) await openNeed(world, { title: `二胡演奏 ${i}`, form: i ? 'workshop' : 'lecture' });
    const get = async (search: string, more: string) =>
      (
        await world.as('admin').get<{
          items: NeedDto[];
          nextCursor: string | null;
          near?: boolean;
          facets?: { total: number; by: { form: unknown } };
        }>(`/api/needs?search=${encodeURIComponent(search)}${more}`)
      ).body;
    const wrong = '二胡独奏';
    const first = await get(wrong, '&limit=2&sort=title&facets=true');
    expect(first).toMatchObject({ near: true, facets: { total: 3 } });
    expect(first.facets!.by.form).toEqual([
      { value: 'workshop', name: null, count: 2 },
      { value: 'lecture', name: null, count: 1 },
    ]);
    const second = await get(wrong, `&limit=2&sort=title&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual([0, 1, 2].map((i) => `二胡演奏 ${i}`));
    // What is spelt right but not there under a filter is not looked for nearby.
    expect(await get('二胡演奏', '&form=visit')).toEqual({ items: [], nextCursor: null });
  });
});

it('finds by school, by code, and offers by the volunteer’s name', async () => {
  expect(await needs('第二小学')).toHaveLength(7);
  expect(await needs('需-2026-0001')).toEqual(['葫芦丝课后延时服务']);
  const { body } = await world.as('admin').get<{ items: unknown[] }>('/api/offers?search=zhaoyeye');
  expect(body.items).toHaveLength(1);
});

it('finds names of volunteers also as they are heard on the telephone, beside those written so', async () => {
  for (const [name, phone] of [
    ['王芳', '13900000011'],
    ['汪方', '13900000012'],
  ])
    await world
      .as('admin')
      .post('/api/volunteers', { name, phone, veteranGroup: 'model_worker', consentedOn: '2026-09-01' });
  const { body } = await world
    .as('admin')
    .get<{ items: { name: string }[]; near?: boolean }>(`/api/volunteers?search=${encodeURIComponent('王芳')}`);
  expect([body.items.map(({ name }) => name).sort(), body.near]).toEqual([['汪方', '王芳'], undefined]);
});

describe('looks at what a line is about:', () => {
  const skill = async (draft: object): Promise<WordDto> =>
    (await world.as('admin').post<WordDto>('/api/skills', { categoryId: world.categories.teaching, ...draft })).body;
  const offers = async (query: string): Promise<string[]> => {
    const url = `/api/offers?search=${encodeURIComponent(query)}`;
    return (await world.as('admin').get<{ items: { title: string }[] }>(url)).body.items.map(({ title }) => title);
  };

  it('the skill by its name, its synonyms, their pinyin and initials, and English', async () => {
    const erhu = await skill({ name: '胡琴', nameEn: 'Spike fiddle', synonyms: ['京胡', '板胡'] });
    await openNeed(world, { title: '民乐进课堂', skills: [{ skillId: erhu.id }] });
    await listOffer(world, { title: '民乐辅导', skills: [{ skillId: erhu.id }] });
    for (const query of ['胡琴', '京胡', 'banhu', 'jh', 'fiddle', '民乐 京胡', '板胡 minyue'])
      expect([query, await needs(query), await offers(query)]).toEqual([query, ['民乐进课堂'], ['民乐辅导']]);
    expect(await needs('京胡 书法')).toEqual([]);
  });

  it('the category', async () => {
    await openNeed(world, { title: '听评课', categoryId: world.categories.pairs, skills: [] });
    expect(await needs('结对帮扶')).toEqual(['听评课']);
    expect(await needs('jdbf')).toEqual(['听评课']);
  });

  it('a skill by its new name at once when it is renamed, and by its old one', async () => {
    const old = await skill({ name: '快板' });
    await openNeed(world, { title: '曲艺社', skills: [{ skillId: old.id }] });
    await world.as('admin').patch(`/api/skills/${old.id}`, { version: old.version, name: '竹板书' });
    expect([await needs('竹板书'), await needs('kuaiban')]).toEqual([['曲艺社'], ['曲艺社']]);
  });

  it('a merged skill by its old name and by the one it was merged into, also on lines that had both', async () => {
    const [gone, stays] = [await skill({ name: '评弹', synonyms: ['弹词'] }), await skill({ name: '说唱' })];
    await openNeed(world, { title: '曲艺一', skills: [{ skillId: gone.id }] });
    await openNeed(world, { title: '曲艺二', skills: [{ skillId: stays.id }, { skillId: gone.id }] });
    await listOffer(world, { title: '曲艺三', skills: [{ skillId: gone.id }] });
    expect([await needs('弹词'), await needs('说唱')]).toEqual([['曲艺二', '曲艺一'], ['曲艺二']]);
    const merged = await world
      .as('admin')
      .post(`/api/skills/${gone.id}/merge`, { version: gone.version, into: stays.id });
    expect(merged.status).toBe(200);
    for (const query of ['评弹', '弹词', 'tanci', '说唱'])
      expect([query, await needs(query), await offers(query)]).toEqual([query, ['曲艺二', '曲艺一'], ['曲艺三']]);
    const { body } = await world.as('admin').get<{ items: NeedDto[] }>(`/api/needs?skillId=${stays.id}`);
    expect(body.items.map(({ title }) => title)).toEqual(['曲艺二', '曲艺一']);
  });
});

it('uses the index', async () => {
  const plan = await house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL enable_seqscan = off');
    return tx.query(`EXPLAIN SELECT 1 FROM need WHERE search_grams @> $1::int[]`, [gramsOf('书法')]);
  });
  expect(JSON.stringify(plan)).toContain('need_search');
});

it('keeps the words, their blurred pinyin and their initials', () => {
  expect(searchColumns('书法 课', null, 'A1').searchText).toBe('书法 课\na1\nsufake\nsfk');
});

it('makes a number of each gram, and another number of another gram', () => {
  const pair = (text: string): number => (text.charCodeAt(0) << 16) | text.charCodeAt(1) | 0;
  const letters = (text: string): number => (text.charCodeAt(0) << 14) | (text.charCodeAt(1) << 7) | text.charCodeAt(2);
  expect(gramsOf('书法 课')).toEqual([pair('\0书'), pair('\0法'), pair('书法'), pair('\0课')]);
  expect(gramsOf('abc d')).toEqual([pair('ab'), pair('bc'), letters('abc')]);
  expect(gramsOf('a书1')).toEqual([pair('\0书')]);
  expect(gramsOf('🎶')).toHaveLength(3);
  const all = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('').flatMap((one) => [one + 'a0', one + 'z9']);
  const taken = new Set(gramsOf('书法-（“一龥'));
  for (const text of all) expect(taken.has(letters(text))).toBe(false);
});

it('finds a word of one gram just where its gram is', () => {
  const random = mulberry(7);
  const signs = ['书', '法', '课', 'a', 'b', 'z', '1', '9', ' ', '-', '（', '🎶', '，'];
  const text = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => signs[Math.floor(random() * signs.length)]).join('');
  const seen = { found: 0, not: 0 };
  for (let k = 0; k < 20_000; k++) {
    const { searchText, searchGrams } = searchColumns(text(12), text(6));
    const word = text(3).normalize('NFKC').trim();
    if (!isOneGram(word)) continue;
    const [gram, ...others] = queryGrams(word);
    expect([word, others]).toEqual([word, []]);
    const found = searchText.includes(word);
    expect([searchText, word, searchGrams.includes(gram)]).toEqual([searchText, word, found]);
    seen[found ? 'found' : 'not']++;
  }
  expect(Math.min(seen.found, seen.not)).toBeGreaterThan(1_000);
});

it('takes a word for what was meant that is there, though not where it is looked for', async () => {
  await openNeed(world, { title: '篆刻入门' });
  const stale = await openNeed(world, { title: '赚客入门' });
  await house.database.reader.query('UPDATE need SET stale_since = now() WHERE id = $1', [stale.id]);
  const get = async (query: string) =>
    (await world.as('admin').get<{ items: NeedDto[] }>(`/api/needs?search=${encodeURIComponent('篆刻')}${query}`)).body
      .items;
  expect((await get('')).map(({ title }) => title)).toEqual(['篆刻入门']);
  expect(await get('&stale=true')).toEqual([]);
});
