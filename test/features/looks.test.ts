import type { LookDto } from '../../src/audit/audit.dto';
import { createTestApp, START, TestApp } from '../support/app';
import { openNeed } from '../support/lines';
import { invited, okay } from '../support/pairs';
import { buildWorld, Persona, World } from '../support/world';

/** Who has looked at personal data of volunteers, and at facts about minors. */
let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  house.clock.set(START);
  await house.database.reader.query('DELETE FROM look');
});

const looks = async (query = ''): Promise<LookDto[]> =>
  okay(await world.as('auditor').get<{ items: LookDto[] }>(`/api/audit/looks?${query}`)).items;
const see = async (who: Persona, path: string): Promise<void> => {
  okay(await world.as(who).get(path));
};

it('notes who opens a volunteer’s record, its history or the service record, once an hour with a count', async () => {
  const { zhao } = world.volunteers;
  await see('coordinator', `/api/volunteers/${zhao}`);
  house.clock.advance({ minutes: 20 });
  await see('coordinator', `/api/volunteers/${zhao}/history`);
  await see('admin', `/api/volunteers/${zhao}/record`);
  house.clock.advance({ minutes: 60 });
  await see('coordinator', `/api/volunteers/${zhao}`);
  const found = await looks();
  expect(
    found.map(({ byName, hour, times, lines, entityId, name }) => [byName, hour, times, lines, entityId, name]),
  ).toEqual([
    ['coordinator', '2026-09-07T02:00:00.000Z', 1, 1, zhao, '赵爷爷'],
    ['admin', '2026-09-07T01:00:00.000Z', 1, 1, zhao, '赵爷爷'],
    ['coordinator', '2026-09-07T01:00:00.000Z', 2, 2, zhao, '赵爷爷'],
  ]);
  expect(found[2].lastAt).toBe('2026-09-07T01:20:00.000Z');
  expect(await looks(`accountId=${world.accounts.admin}`)).toHaveLength(1);
  expect(await looks(`entity=need`)).toEqual([]);
  const pages = await world.as('auditor').get<{ items: LookDto[]; nextCursor: string }>('/api/audit/looks?limit=2');
  expect(await looks(`cursor=${pages.body.nextCursor}`)).toEqual([found[2]]);
});

it('notes lists and screens that show telephone numbers, and nobody who looks at oneself', async () => {
  const { id: waiting } = await invited(house, world);
  const { id } = await invited(house, world);
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  );
  await house.database.reader.query('DELETE FROM look');
  const { zhao } = world.volunteers;
  for (const path of [
    `volunteers/${zhao}`,
    'volunteers',
    'invitations',
    `invitations/${waiting}`,
    `engagements/${engagementId}`,
  ])
    await see('volunteer', `/api/${path}`);
  expect(await looks()).toEqual([]);
  await see('coordinator', '/api/volunteers?limit=1');
  await see('coordinator', '/api/volunteers');
  await see('admin', '/api/invitations?state=invited');
  await see('otherCoordinator', `/api/invitations/${waiting}`);
  await see('coordinator', `/api/engagements/${engagementId}`);
  await see('coordinator', '/api/check-ins');
  expect((await looks()).map(({ byName, entityId, times, lines }) => [byName, entityId, times, lines])).toEqual([
    ['coordinator', zhao, 1, 1],
    ['otherCoordinator', zhao, 1, 1],
    ['admin', null, 1, 1],
    ['coordinator', null, 3, 4],
  ]);
});

it('notes who opens a need with a care group or a guardian’s consent, and nobody who is not shown them', async () => {
  const plain = await openNeed(world);
  const cared = await openNeed(world, { careGroups: ['left_behind'] });
  for (const who of ['coordinator', 'admin', 'volunteer'] as const) {
    await see(who, `/api/needs/${plain.id}`);
    await see(who, `/api/needs/${cared.id}`);
  }
  expect((await looks()).map(({ byName, entity, code, name }) => [byName, entity, code, name])).toEqual([
    ['admin', 'need', cared.code, cared.title],
    ['coordinator', 'need', cared.code, cared.title],
  ]);
});

it('counts looks at the same moment, each of them', async () => {
  await Promise.all(Array.from({ length: 12 }, () => see('coordinator', `/api/volunteers/${world.volunteers.sun}`)));
  expect(await looks()).toMatchObject([{ times: 12, lines: 12 }]);
});

it('is for the auditor and the office alone, of their own district, and does not note what was refused', async () => {
  expect((await world.as('outsider').get(`/api/volunteers/${world.volunteers.zhao}`)).status).toBe(404);
  await see('outsider', `/api/volunteers/${world.volunteers.foreign}`);
  expect(await looks()).toEqual([]);
  for (const who of ['coordinator', 'teacher', 'volunteer'] as const)
    expect((await world.as(who).get('/api/audit/looks')).status).toBe(403);
  expect((await world.as('admin').get('/api/audit/looks')).status).toBe(200);
});
