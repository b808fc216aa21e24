/** A need whose period is over, or has none of its days, goes no further; what is over already is left to the night. */
import type { NeedDto } from '../../src/needs/needs.dto';
import { createTestApp, TestApp } from '../support/app';
import { needDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house?.close());

const PAST = { periodFrom: '2020-03-01', periodTo: '2020-06-30' };
const create = (change: Record<string, unknown>) =>
  world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world, change));

it('is kept as a draft, and neither submitted nor opened', async () => {
  const { status, body } = await create(PAST);
  expect(status).toBe(201);
  const path = `/api/needs/${body.id}`;
  const refused = {
    status: 409,
    body: { code: 'need_over', params: { periodTo: '2020-06-30' }, title: expect.stringContaining('2020-06-30') },
  };
  expect(await world.as('coordinator').post(`${path}/submit`, { version: body.version })).toMatchObject(refused);
  await house.database.reader.query(`UPDATE need SET state = 'submitted' WHERE id = $1`, [body.id]);
  expect(await world.as('admin').post(`${path}/open`, { version: body.version })).toMatchObject(refused);
  const back = await world.as('admin').post<NeedDto>(`${path}/return`, { version: body.version, reason: '期限已过' });
  expect(back).toMatchObject({ body: { state: 'returned' } });
  const { periodFrom, periodTo } = needDraft(world);
  const changed = await world
    .as('coordinator')
    .put<NeedDto>(path, draftOf({ periodFrom, periodTo, version: back.body.version }));
  expect(changed.status).toBe(200);
  expect(await world.as('coordinator').post(`${path}/submit`, { version: changed.body.version })).toMatchObject({
    body: { state: 'submitted' },
  });
});

it('is not made of one that stands on the menu', async () => {
  const need = await openNeed(world, { title: '书法' });
  expect(
    await world.as('coordinator').put(`/api/needs/${need.id}`, draftOf({ ...PAST, version: need.version })),
  ).toMatchObject({ status: 422, body: { errors: [{ pointer: '/periodTo', code: 'in_the_past' }] } });
});

it('a weekday that does not come in the period', async () => {
  const short = { periodFrom: '2026-09-16', periodTo: '2026-09-18' };
  const on = (...weekly: object[]) => ({ ...short, alternatives: [{ dates: [], weekly }] });
  const at = { from: '16:30', to: '17:30' };
  expect(await create(on({ weekday: 2, ...at }))).toMatchObject({
    status: 422,
    body: {
      errors: [{ pointer: '/alternatives/0/weekly/0/weekday', code: 'weekday_outside_period', params: { weekday: 2 } }],
    },
  });
  expect(await create(on({ weekday: 4, ...at, startWeek: 1 }))).toMatchObject({ status: 422 });
  expect(await create(on({ weekday: 2, ...at }, { weekday: 4, ...at }))).toMatchObject({ status: 201 });
  expect(await create(on({ weekday: 3, ...at }))).toMatchObject({ status: 201 });
  expect(await create(on({ weekday: 5, ...at }))).toMatchObject({ status: 201 });
});

it('a title of which nothing can be seen is none', async () => {
  for (const title of ['\u200b\u200d\u2060', '\u3164', ' \ufeff '])
    expect(await create({ title })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/title', code: 'min_length' }] },
    });
  expect((await create({ title: '葫芦丝\u200b课' })).status).toBe(201);
});

function draftOf(change: Record<string, unknown>): Record<string, unknown> {
  const { schoolId: _, ...draft } = needDraft(world, change);
  return draft;
}
