import type { HistoryLineDto } from '../../src/audit/audit.dto';
import { changesOf } from '../../src/audit/changes';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, needDraft, offerDraft, openNeed } from '../support/lines';
import { buildWorld, Persona, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const history = async (path: string, by: Persona = 'admin'): Promise<HistoryLineDto[]> =>
  (await world.as(by).get<HistoryLineDto[]>(`/api/${path}/history`)).body;
const last = async (path: string, by?: Persona): Promise<HistoryLineDto> => (await history(path, by)).at(-1)!;
const trail = async (entity: string, id: string): Promise<string> =>
  JSON.stringify((await world.as('auditor').get(`/api/audit?entity=${entity}&entityId=${id}`)).body);

it('compares values, not how they are written', () => {
  expect(changesOf({ a: [1, { x: 1, y: 2 }], b: null, c: 1 }, { a: [1, { y: 2, x: 1 }], b: undefined, c: 2 })).toEqual([
    { field: 'c', from: 1, to: 2 },
  ]);
  expect(changesOf({ gone: 1 }, { here: 2 })).toEqual([
    { field: 'here', from: null, to: 2 },
    { field: 'gone', from: 1, to: null },
  ]);
});

it('a need’s history says which fields changed, from what to what, by whom; with the names of what ids mean', async () => {
  const need = await openNeed(world, { notes: '小王需要陪伴' });
  const { schoolId: _school, ...draft } = needDraft(world, {
    title: '葫芦丝提高班',
    categoryId: world.categories.pairs,
    skills: [{ skillId: world.skills.listening, level: 2 }],
    periodTo: '2027-01-15',
    notes: '小王需要倾听',
    careGroups: ['left_behind'],
  });
  const changed = await world
    .as('coordinator')
    .put<NeedDto>(`/api/needs/${need.id}`, { ...draft, version: need.version });
  expect(changed.status).toBe(200);
  const line = await last(`needs/${need.id}`);
  expect(line).toMatchObject({ action: 'need.change', byName: 'coordinator', onBehalfOfName: null });
  expect(Object.fromEntries(line.changes.map(({ field, from, to }) => [field, [from, to]]))).toEqual({
    title: ['葫芦丝课后延时服务', '葫芦丝提高班'],
    categoryId: [world.categories.arts, world.categories.pairs],
    periodTo: ['2026-12-31', '2027-01-15'],
    skills: [
      [{ skillId: world.skills.flute, level: 1, required: true }],
      [{ skillId: world.skills.listening, level: 2, required: true }],
    ],
    notes: ['小王需要陪伴', '小王需要倾听'],
    careGroups: [[], ['left_behind']],
  });
  expect(new Map(line.names.map(({ id, name }) => [id, name]))).toEqual(
    new Map([
      [world.categories.arts, '传统文化·艺术'],
      [world.categories.pairs, '结对帮扶'],
      [world.skills.flute, '葫芦丝'],
      [world.skills.listening, '谈心陪伴'],
    ]),
  );
  // Sent once more as it is: the line was confirmed, and nothing changed.
  await world.as('coordinator').put(`/api/needs/${need.id}`, { ...draft, version: changed.body.version });
  expect((await last(`needs/${need.id}`)).changes).toEqual([]);
});

it('what can tell of a child or a person is named in the trail, not told; the record’s keepers read it, until it is deleted', async () => {
  const need = await openNeed(world, { notes: '小李的奶奶住院' });
  const { schoolId: _school, ...draft } = needDraft(world, { notes: '奶奶已出院', contact: '李老师 13911112222' });
  await world.as('coordinator').put(`/api/needs/${need.id}`, { ...draft, version: need.version });
  const told = await trail('need', need.id);
  for (const secret of ['小李的奶奶', '已出院', '13911112222']) expect(told).not.toContain(secret);
  expect(told).toContain('"personal":["contact","notes"]');
  for (const by of ['otherCoordinator', 'auditor', 'volunteer', 'outsider'] as const)
    expect([403, 404]).toContain((await world.as(by).get(`/api/needs/${need.id}/history`)).status);
  expect((await last(`needs/${need.id}`, 'coordinator')).changes).toContainEqual({
    field: 'notes',
    from: '小李的奶奶住院',
    to: '奶奶已出院',
    kept: true,
  });
  await house.database.reader.query('DELETE FROM audit_personal WHERE district_id = $1', [world.district]);
  expect((await last(`needs/${need.id}`)).changes).toContainEqual({
    field: 'notes',
    from: null,
    to: null,
    kept: false,
  });
  const { body } = await world.as('auditor').get<{ intact: boolean }>('/api/audit/chain');
  expect(body.intact).toBe(true);
});

it('an offer’s and a volunteer’s history say on whose behalf it was', async () => {
  const offer = await listOffer(world);
  const { volunteerId: _who, ...draft } = offerDraft(world, {
    categoryId: world.categories.pairs,
    travelLimitMetres: 5000,
    online: true,
  });
  const edited = await world
    .as('coordinator')
    .put<OfferDto>(`/api/offers/${offer.id}`, { ...draft, version: offer.version });
  expect(edited.body.travelLimitMetres).toBe(5000);
  expect(await last(`offers/${offer.id}`)).toMatchObject({
    onBehalfOfName: '赵爷爷',
    byName: 'coordinator',
    changes: [
      { field: 'categoryId', from: world.categories.arts, to: world.categories.pairs },
      { field: 'online', from: false, to: true },
      { field: 'travelLimitMetres', from: null, to: 5000 },
    ],
  });
  const path = `volunteers/${world.volunteers.zhao}`;
  const before = (await world.as('admin').get<VolunteerDto>(`/api/${path}`)).body;
  const { name, veteranGroup, monthlyMinutes, version } = before;
  const saved = await world.as('volunteer').put<VolunteerDto>(`/api/${path}`, {
    ...{ name, veteranGroup, monthlyMinutes, version },
    tier: before.tier,
    preferredContact: before.preferredContact,
    consentedOn: before.consentedOn,
    phone: '13777777777',
    maxConcurrent: 2,
    training: '岗前培训',
    trainedOn: '2026-09-05',
  });
  expect(saved.body).toMatchObject({ training: '岗前培训', trainedOn: '2026-09-05' });
  const line = await last(path, 'volunteer');
  expect(line).toMatchObject({ onBehalfOfName: null, byName: 'volunteer' });
  expect(line.changes).toEqual([
    { field: 'maxConcurrent', from: 3, to: 2, kept: true },
    { field: 'trainedOn', from: null, to: '2026-09-05', kept: true },
    { field: 'phone', from: '13900000000', to: '13777777777', kept: true },
    { field: 'training', from: '', to: '岗前培训', kept: true },
  ]);
  expect(await trail('volunteer', world.volunteers.zhao)).not.toContain('13777777777');
  // A screen without fields for training leaves it as it is.
  const again = await world.as('coordinator').put<VolunteerDto>(`/api/${path}`, { name, version: saved.body.version });
  expect(again.body).toMatchObject({ training: '岗前培训', trainedOn: '2026-09-05' });
});
