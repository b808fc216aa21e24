import type { ExclusionDto } from '../../src/proposals/exclusions.dto';
import { createTestApp, TestApp } from '../support/app';
import { openNeed } from '../support/lines';
import { count, invited, okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
afterEach(() => house.database.reader.query('DELETE FROM exclusion'));

type Persona = Parameters<World['as']>[0];
const add = (persona: Persona, body: object) =>
  world.as(persona).post<ExclusionDto & { code: string; errors: unknown[] }>('/api/exclusions', body);
const lift = (persona: Persona, id: string) =>
  world.as(persona).post<ExclusionDto & { code: string }>(`/api/exclusions/${id}/lift`);
const list = async (persona: Persona, query = '') =>
  (await world.as(persona).get<{ items: ExclusionDto[] }>(`/api/exclusions${query}`)).body.items;

it('a no of a volunteer is lifted by either side', async () => {
  for (const persona of ['volunteer', 'coordinator', 'admin'] as const) {
    const { id, need } = await invited(house, world);
    okay(await world.as('volunteer').post(`/api/invitations/${id}/decline`));
    const [no] = await list(persona, `?needId=${need.id}`);
    expect(no).toMatchObject({ reason: 'declined', side: 'volunteer', needTitle: need.title, volunteerName: '赵爷爷' });
    expect((await lift('otherCoordinator', no.id)).status).toBe(404);
    expect((await lift('otherVolunteer', no.id)).status).toBe(404);
    expect((await lift('outsider', no.id)).status).toBe(404);
    expect((await lift('auditor', no.id)).status).toBe(403);
    expect(okay(await lift(persona, no.id)).liftedAt).not.toBeNull();
    expect(okay(await lift(persona, no.id)).liftedAt).not.toBeNull();
    expect(await count(house, `audit_event WHERE entity_id = $1 AND action = 'exclusion.lift'`, [no.id])).toBe(1);
    expect(await list(persona, `?needId=${need.id}`)).toEqual([]);
    expect(await list(persona, `?needId=${need.id}&lifted=true`)).toHaveLength(1);
  }
});

it('a block is lifted by the side that set it, and the other side does not read it', async () => {
  const block = { volunteerId: world.volunteers.zhao, schoolId: world.schools.first, reason: 'blocked' };
  const schools = okay(await add('coordinator', block));
  expect(schools).toMatchObject({ side: 'school', needId: null, schoolName: '第二小学' });
  expect(await list('volunteer')).toEqual([]);
  expect((await lift('volunteer', schools.id)).status).toBe(404);
  const volunteers = okay(await add('volunteer', block));
  expect(volunteers).toMatchObject({ side: 'volunteer' });
  expect((await lift('volunteer', volunteers.id)).status).toBe(200);
  expect((await lift('coordinator', schools.id)).status).toBe(200);
});

it('said twice is written once', async () => {
  const block = { volunteerId: world.volunteers.zhao, schoolId: world.schools.first, reason: 'blocked' };
  const [one, two] = [okay(await add('coordinator', block)), okay(await add('coordinator', block))];
  expect(one.id).toBe(two.id);
});

it('a conflict of interest is the office’s to state and to lift', async () => {
  const need = await openNeed(world);
  const conflict = { volunteerId: world.volunteers.zhao, needId: need.id, reason: 'conflict_of_interest' };
  expect((await add('coordinator', conflict)).status).toBe(403);
  const stated = okay(await add('admin', conflict));
  expect(stated).toMatchObject({ side: 'district', needId: need.id });
  expect((await lift('coordinator', stated.id)).status).toBe(403);
  expect((await lift('admin', stated.id)).status).toBe(200);
});

it('nobody speaks for another school, another volunteer or another district', async () => {
  const block = { volunteerId: world.volunteers.zhao, schoolId: world.schools.first, reason: 'blocked' };
  expect((await add('otherCoordinator', block)).status).toBe(403);
  expect((await add('otherVolunteer', block)).status).toBe(404);
  expect((await add('outsider', block)).status).toBe(404);
  expect((await add('teacher', block)).status).toBe(403);
  expect((await add('coordinator', { ...block, schoolId: world.schools.foreign })).body).toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/schoolId', code: 'unknown_id' }],
  });
  expect((await add('coordinator', { volunteerId: world.volunteers.zhao, reason: 'blocked' })).body).toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/needId', code: 'one_of' }],
  });
  const byPhone = okay(await add('coordinator', { ...block, side: 'volunteer' }));
  const [line] = await house.database.reader.query(`SELECT on_behalf_of FROM audit_event WHERE entity_id = $1`, [
    byPhone.id,
  ]);
  expect(line.on_behalf_of).toBe(world.volunteers.zhao);
});
