import type { LookDto } from '../../src/audit/audit.dto';
import { noteLook } from '../../src/audit/looks';
import { createTestApp, START, TestApp } from '../support/app';
import { eventually } from '../jobs/eventually';
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
  await house.database.reader.query('DELETE FROM look');
  for (const who of ['coordinator', 'otherCoordinator', 'volunteer'] as const) await see(who, '/api/needs');
  // The plain one of the list is not counted, and other schools are shown neither.
  expect((await looks()).map(({ byName, entity, entityId, lines }) => [byName, entity, entityId, lines])).toEqual([
    ['coordinator', 'need', null, 1],
  ]);
});

it('counts looks at the same moment, each of them, at a row and at a list', async () => {
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      see('coordinator', `/api/volunteers${i % 2 === 0 ? `/${world.volunteers.sun}` : '?limit=1'}`),
    ),
  );
  expect((await looks()).map(({ entityId, times, lines }) => [entityId, times, lines]).sort()).toEqual([
    [null, 6, 6],
    [world.volunteers.sun, 6, 6],
  ]);
});

it('counts a look on, or begins the hour, once the look before it is certain', async () => {
  const { sun } = world.volunteers;
  const actor = { accountId: world.accounts.coordinator, districtId: world.district, grants: [] };
  for (const [kept, times] of [
    [true, 3],
    [false, 2],
  ] as const) {
    await house.database.reader.query('DELETE FROM look');
    let both: Promise<void[]> | undefined;
    const first = house.database.transaction(async (tx) => {
      await noteLook(tx, { actor, requestId: 'first', locale: 'zh-CN' }, START, 'volunteer', sun);
      both = Promise.all([1, 2].map(() => see('coordinator', `/api/volunteers/${sun}`)));
      await eventually(async () => {
        const stuck = await house.database.reader.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return stuck.length === 2;
      });
      if (!kept) throw new Error('taken back');
    });
    await (kept ? first : expect(first).rejects.toThrow('taken back'));
    await both;
    expect((await looks()).map((look) => look.times)).toEqual([times]);
  }
});

it('shows nothing that it cannot note', async () => {
  const path = `/api/volunteers/${world.volunteers.sun}`;
  await house.database.reader.query('ALTER TABLE look RENAME TO look_away');
  const refused = await world.as('coordinator').get(path);
  await house.database.reader.query('ALTER TABLE look_away RENAME TO look');
  expect(refused).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(JSON.stringify(refused.body)).not.toContain('孙');
  await see('coordinator', path);
});

it('is for the auditor and the office alone, of their own district, and does not note what was refused', async () => {
  expect((await world.as('outsider').get(`/api/volunteers/${world.volunteers.zhao}`)).status).toBe(404);
  await see('outsider', `/api/volunteers/${world.volunteers.foreign}`);
  expect(await looks()).toEqual([]);
  for (const who of ['coordinator', 'teacher', 'volunteer'] as const)
    expect((await world.as(who).get('/api/audit/looks')).status).toBe(403);
  expect((await world.as('admin').get('/api/audit/looks')).status).toBe(200);
});
