import type { TaxonomyDto, SkillDto } from '../../src/taxonomy/taxonomy.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const find = async (name: string): Promise<SkillDto> => {
  const { body } = await world.as('admin').get<TaxonomyDto>('/api/taxonomy');
  return body.categories.flatMap(({ skills }) => skills).find((skill) => skill.name === name)!;
};

it('a renamed skill keeps its old name as a synonym', async () => {
  const skill = await find('数学教学');
  const renamed = await world
    .as('admin')
    .patch<SkillDto>(`/api/skills/${skill.id}`, { version: skill.version, name: '中小学数学' });
  expect(renamed.body).toMatchObject({ name: '中小学数学', synonyms: ['数学教学'], version: skill.version + 1 });
});

it('merging moves the lines of both menus and keeps the old row pointing on', async () => {
  const extra = await world
    .as('admin')
    .post<SkillDto>('/api/skills', { categoryId: world.categories.arts, name: '口琴' });
  expect(extra.status).toBe(201);
  const need = await openNeed(world, { skills: [{ skillId: extra.body.id }, { skillId: world.skills.flute }] });
  const offer = await listOffer(world, { skills: [{ skillId: extra.body.id }] });
  const merged = await world
    .as('admin')
    .post<SkillDto>(`/api/skills/${extra.body.id}/merge`, { version: extra.body.version, into: world.skills.flute });
  expect(merged.body.synonyms).toEqual(expect.arrayContaining(['巴乌', '口琴']));
  expect(
    (await world.as('admin').get<{ skills: { skillId: string }[] }>(`/api/needs/${need.id}`)).body.skills.map(
      ({ skillId }) => skillId,
    ),
  ).toEqual([world.skills.flute]);
  expect(
    (await world.as('admin').get<{ skills: { skillId: string }[] }>(`/api/offers/${offer.id}`)).body.skills.map(
      ({ skillId }) => skillId,
    ),
  ).toEqual([world.skills.flute]);
  expect(await find('口琴')).toMatchObject({ mergedInto: world.skills.flute });
});

it('a name that is taken, as name or as synonym, is refused; only an admin changes the taxonomy', async () => {
  for (const name of ['葫芦丝', '巴乌']) {
    const answer = await world.as('admin').post('/api/skills', { categoryId: world.categories.arts, name });
    expect(answer.body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/name', code: 'taken' }] });
  }
  expect(
    (await world.as('coordinator').post('/api/skills', { categoryId: world.categories.arts, name: '二胡' })).status,
  ).toBe(403);
  expect(
    (await world.as('admin').post('/api/skills', { categoryId: world.categories.foreign, name: '二胡' })).body,
  ).toMatchObject({ errors: [{ pointer: '/categoryId', code: 'unknown_id' }] });
});

it('a policy changes by versions, and nonsense is refused with its place', async () => {
  const next = await world
    .as('admin')
    .post<{ number: number; params: { keepBonus: number; fit: Record<string, number> } }>('/api/policies', {
      params: { keepBonus: 80, fit: { wish: 50 } },
      note: '试行',
    });
  expect(next.body).toMatchObject({ number: 2, params: { keepBonus: 80, fit: { wish: 50, skill: 400 } } });
  const bad = await world.as('admin').post<{ errors: { pointer: string }[] }>('/api/policies', {
    params: { keepBonus: -1, fit: { skill: 'x' }, speed: { bus: 0 }, magic: 1 },
  });
  expect(bad.body.errors.map(({ pointer }) => pointer)).toEqual([
    '/params/keepBonus',
    '/params/fit/skill',
    '/params/magic',
  ]);
  const falling = await world
    .as('admin')
    .post<{ errors: unknown[] }>('/api/policies', { params: { seatPoints: [1, 2, 3, 4] } });
  expect(falling.body.errors).toEqual([{ pointer: '/params/seatPoints', code: 'must_fall' }]);
  expect((await world.as('coordinator').get('/api/policies')).status).toBe(403);
});
