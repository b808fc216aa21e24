import { createTestApp, TestApp } from '../support/app';
import { eventually } from '../jobs/eventually';
import { Browser } from '../support/browser';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

interface Fresh {
  id: string;
  login: string;
  password: string;
}
const create = (more: object) =>
  world.as('admin').post<Fresh>('/api/accounts', {
    login: 'wang.li',
    name: '王丽',
    role: 'coordinator',
    schoolId: world.schools.first,
    ...more,
  });

it('an admin makes an account whose password is shown once and works', async () => {
  const fresh = await create({});
  expect(fresh.status).toBe(201);
  expect(fresh.body.password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  const browser = await new Browser(house).signIn('wang.li', fresh.body.password);
  expect((await browser.get('/api/me')).body).toMatchObject({
    grants: [{ role: 'coordinator', schoolName: '第二小学' }],
  });
  const reset = await world.as('admin').post<Fresh>(`/api/accounts/${fresh.body.id}/reset-password`);
  await eventually(async () => (await browser.get('/api/me')).status === 401);
  const again = await new Browser(house).signIn('wang.li', reset.body.password);
  expect((await world.as('admin').post(`/api/accounts/${fresh.body.id}/end`)).status).toBe(204);
  await eventually(async () => (await again.get('/api/me')).status === 401);
});

it.each<[string, object, string, string]>([
  ['a login that is taken', { login: 'ADMIN' }, '/login', 'taken'],
  ['a login with blanks', { login: 'wang li' }, '/login', 'not_a_login'],
  ['a coordinator without a school', { schoolId: null }, '/schoolId', 'school_missing'],
  ['an admin of a school', { role: 'admin' }, '/schoolId', 'only_for_schools'],
  ['a volunteer without a volunteer', { role: 'volunteer', schoolId: null }, '/volunteerId', 'volunteer_missing'],
])('%s is refused with its field', async (_, more, pointer, code) => {
  expect((await create({ login: 'li.na', ...more })).body).toMatchObject({ errors: [{ pointer, code }] });
});

it('a school or volunteer of another district is unknown', async () => {
  expect((await create({ login: 'x.y', schoolId: world.schools.foreign })).body).toMatchObject({
    errors: [{ pointer: '/schoolId', code: 'unknown_id' }],
  });
});

it('nobody but an admin keeps accounts, and only those of the own district', async () => {
  for (const persona of ['coordinator', 'volunteer', 'teacher', 'auditor'] as const) {
    expect((await world.as(persona).get('/api/accounts')).status).toBe(403);
    expect((await world.as(persona).post('/api/accounts', {})).status).toBe(403);
  }
  expect((await world.as('admin').post(`/api/accounts/${world.accounts.outsider}/reset-password`)).status).toBe(404);
  expect((await world.as('admin').post(`/api/accounts/${world.accounts.admin}/end`)).status).toBe(403);
  const { body } = await world.as('outsider').get<{ items: { login: string }[] }>('/api/accounts');
  expect(body.items.map(({ login }) => login)).toEqual(['outsider']);
});

describe('somebody who wants to help', () => {
  const apply = (more: object = {}) =>
    world.stranger().post('/api/applications', {
      districtId: world.district,
      name: '刘大爷',
      phone: '13912345678',
      consent: true,
      ...more,
    });

  it('applies without an account; twice is once, and the answer is the same', async () => {
    expect(
      (await world.stranger().get<{ name: string }[]>('/api/applications/districts')).body.map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['东湖区', '西山区']));
    expect([(await apply()).status, (await apply()).status]).toEqual([202, 202]);
    const { body } = await world
      .as('coordinator')
      .get<{ items: { name: string; state: string; consentedOn: string }[] }>('/api/volunteers?state=applied');
    expect(body.items).toEqual([
      expect.objectContaining({ name: '刘大爷', state: 'applied', consentedOn: '2026-09-07' }),
    ]);
  });

  it('is asked for consent and a telephone number that can be called', async () => {
    expect((await apply({ consent: false })).body).toMatchObject({ errors: [{ pointer: '/consent' }] });
    expect((await apply({ phone: 'call me' })).body).toMatchObject({
      errors: [{ pointer: '/phone', code: 'not_a_phone' }],
    });
  });

  it('cannot flood the office', async () => {
    const answers = [];
    for (let i = 0; i < 31; i++) answers.push((await apply({ name: `志愿者${i}` })).status);
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0);
  });
});
