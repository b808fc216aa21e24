import type { CheckInLineDto, EngagementDetailDto } from '../../src/engagements/engagements.dto';
import { DUE_TODAY, OVERDUE, SweepCheckIns } from '../../src/engagements/sweeps';
import { createTestApp, START, TestApp } from '../support/app';
import { count, invited, okay, sweep, weekly } from '../support/pairs';
import { crowd, planOf } from '../support/plans';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
let engagementId: string;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  house.clock.set(START);
  const { id } = await invited(house, world, {
    need: { programmeId: world.programmes.caringPair },
    pair: { occurrences: weekly('2026-09-15', 10) },
  });
  engagementId = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  ).engagementId;
});
afterEach(() =>
  house.database.reader.query(
    "DELETE FROM notice; DELETE FROM check_in; DELETE FROM session; UPDATE engagement SET state = 'completed'",
  ),
);

const list = async (persona: Parameters<World['as']>[0], query = '') =>
  (await world.as(persona).get<{ items: CheckInLineDto[] }>(`/api/check-ins${query}`)).body.items;
const done = (persona: Parameters<World['as']>[0], { id, version }: CheckInLineDto, more: object = {}) =>
  world.as(persona).post<CheckInLineDto & { code: string }>(`/api/check-ins/${id}/done`, {
    version,
    how: 'phone',
    going: 'well',
    ...more,
  });

it('of a caring pair fall due every fourteen days, as the district has set', async () => {
  const [first] = await list('coordinator');
  expect(first).toMatchObject({
    engagementId,
    state: 'due',
    dueOn: '2026-09-29',
    title: '葫芦丝课后延时服务',
    volunteerName: '赵爷爷',
    volunteerPhone: '13900000000',
  });
  house.clock.set('2026-09-30T10:00:00+08:00');
  expect(okay(await done('coordinator', first, { note: '孩子开朗多了' }))).toMatchObject({
    state: 'done',
    how: 'phone',
    going: 'well',
  });
  expect(await list('coordinator')).toMatchObject([{ state: 'due', dueOn: '2026-10-14' }]);
  expect((await done('coordinator', first)).body).toMatchObject({ code: 'version_moved' });
});

it('end with the engagement: none is planned beyond its last day', async () => {
  await house.database.reader.query(`UPDATE engagement SET ends_on = '2026-10-13' WHERE id = $1`, [engagementId]);
  house.clock.set('2026-09-30T10:00:00+08:00');
  okay(await done('coordinator', (await list('coordinator'))[0]));
  expect(await list('coordinator')).toEqual([]);
  expect(await count(house, 'check_in WHERE engagement_id = $1', [engagementId])).toBe(1);
});

it('are told of on their day and overdue after it, once each', async () => {
  expect(await sweep(house, SweepCheckIns)).toEqual({ due: 0, overdue: 0, notices: 0 });
  house.clock.set('2026-09-29T08:00:00+08:00');
  expect(await sweep(house, SweepCheckIns)).toEqual({ due: 1, overdue: 0, notices: 1 });
  expect(await sweep(house, SweepCheckIns)).toEqual({ due: 1, overdue: 0, notices: 0 });
  house.clock.set('2026-10-03T08:00:00+08:00');
  expect(await sweep(house, SweepCheckIns)).toEqual({ due: 0, overdue: 1, notices: 1 });
  expect(await sweep(house, SweepCheckIns)).toEqual({ due: 0, overdue: 0, notices: 0 });
  const [overdue] = await list('coordinator', '?state=overdue');
  expect(overdue).toMatchObject({ state: 'overdue', dueOn: '2026-09-29' });
  expect(okay(await done('admin', overdue))).toMatchObject({ state: 'done' });
  expect(
    (await world.as('coordinator').get<{ items: { event: string }[] }>('/api/notices')).body.items
      .map(({ event }) => event)
      .filter((event) => event.startsWith('check_in')),
  ).toEqual(['check_in_overdue', 'check_in_due']);
});

it('are for the school and the office', async () => {
  const [first] = await list('coordinator');
  expect(await list('auditor')).toHaveLength(1);
  expect(await list('otherCoordinator')).toEqual([]);
  for (const [persona, status] of [
    ['otherCoordinator', 404],
    ['outsider', 404],
    ['auditor', 403],
    ['volunteer', 403],
    ['teacher', 403],
  ] as const) {
    expect([persona, (await done(persona, first)).status]).toEqual([persona, status]);
  }
  const seen = await world.as('volunteer').get<EngagementDetailDto>(`/api/engagements/${engagementId}`);
  expect(seen.body.checkIns).toEqual([]);
});

it('the sweep walks the index of what is due, however much is done', async () => {
  const [{ id }] = await list('coordinator');
  await crowd(house, 'check_in', id, `jsonb_build_object('state', 'done')`);
  expect(await planOf(house, OVERDUE, [world.district, '2026-09-30', 200])).toMatch(
    /Index Scan using check_in_due on check_in[^]*Index Cond: [^]*due_on/,
  );
  expect(await planOf(house, DUE_TODAY, [world.district, '2026-09-30'])).toMatch(
    /Index Scan using check_in_due on check_in[^]*Index Cond: [^]*due_on/,
  );
});
