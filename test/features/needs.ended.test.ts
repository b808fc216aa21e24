import type { NeedDto } from '../../src/needs/needs.dto';
import { EXPIRED } from '../../src/needs/expire';
import { Jobs } from '../../src/platform/jobs/jobs';
import { newId } from '../../src/platform/ids';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';
import { eventually } from '../jobs/eventually';

jest.setTimeout(30_000);

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house.close());

const proposalOf = async (needId: string, state: string): Promise<string> => {
  const offer = await listOffer(world);
  const id = newId();
  await house.database.reader.query(
    `INSERT INTO proposal (id, district_id, state, source, need_id, offer_id, volunteer_id, seat, score, invited_at, answer_by, created_at, updated_at)
     VALUES ($1, $2, $3, 'admin', $4, $5, $6, 1, 700, $7, $7::timestamptz + interval '7 days', $7, $7)`,
    [id, world.district, state, needId, offer.id, world.volunteers.zhao, house.clock.now()],
  );
  return id;
};
const stateOf = async (id: string): Promise<string> =>
  (await house.database.reader.query('SELECT state FROM proposal WHERE id = $1', [id]))[0].state;

it('withdrawing a need ends its invitation and tells the volunteer once', async () => {
  const need = await openNeed(world);
  const invitation = await proposalOf(need.id, 'invited');
  expect(
    (
      await world
        .as('coordinator')
        .post<NeedDto>(`/api/needs/${need.id}/withdraw`, { version: need.version, reason: '课程取消' })
    ).body.state,
  ).toBe('withdrawn');
  await eventually(async () => (await stateOf(invitation)) === 'cancelled');
  const notices = await house.database.reader.query(
    `SELECT event FROM notice WHERE account_id = $1 AND event = 'invitation_cancelled'`,
    [world.accounts.volunteer],
  );
  expect(notices).toHaveLength(1);
});

it('needs whose period is over expire by schedule, twice is once, and what was proposed for them ends', async () => {
  const over = await openNeed(world, { periodTo: '2026-09-30' });
  const later = await openNeed(world);
  const proposed = await proposalOf(over.id, 'proposed');
  house.clock.set('2026-10-01T00:20:00+08:00');
  const jobs = house.app.get(Jobs);
  await Promise.all([jobs.runSchedule('needs.expire'), jobs.runSchedule('needs.expire')]);
  await jobs.runSchedule('needs.expire');
  const states = await house.database.reader.query('SELECT id, state FROM need WHERE id = ANY($1)', [
    [over.id, later.id],
  ]);
  expect(states).toEqual(
    expect.arrayContaining([
      { id: over.id, state: 'expired' },
      { id: later.id, state: 'open' },
    ]),
  );
  await eventually(async () => (await stateOf(proposed)) === 'cancelled');
  const trail = await house.database.reader.query(
    `SELECT 1 FROM audit_event WHERE entity_id = $1 AND action = 'need.expired'`,
    [over.id],
  );
  expect(trail).toHaveLength(1);
});

it('the sweep walks its index', async () => {
  const plan = await house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL enable_seqscan = off');
    return tx.query(`EXPLAIN ${EXPIRED}`, [world.district, '2026-10-01', 200]);
  });
  expect(JSON.stringify(plan)).toContain('need_expiry');
});

it('withdrawing a need that somebody has agreed to serve ends it early by the school, its meetings with it', async () => {
  house.clock.set('2026-09-07T09:00:00+08:00');
  const need = await openNeed(world);
  const offer = await listOffer(world, { volunteerId: world.volunteers.sun });
  const made = await world
    .as('admin')
    .post<{ id: string; version: number }>('/api/proposals', { needId: need.id, offerId: offer.id });
  await world.as('admin').post(`/api/proposals/${made.body.id}/approve`, { version: made.body.version });
  await world.as('admin').post('/api/proposals/invite', { ids: [made.body.id] });
  expect((await world.as('admin').post(`/api/invitations/${made.body.id}/accept`)).status).toBe(200);
  const { version, state } = (await world.as('coordinator').get<NeedDto>(`/api/needs/${need.id}`)).body;
  expect(state).toBe('filled');
  await world.as('coordinator').post(`/api/needs/${need.id}/withdraw`, { version, reason: '课程取消' });
  await eventually(
    async () =>
      (
        await house.database.reader.query(
          `SELECT 1 FROM engagement WHERE need_id = $1 AND state = 'ended' AND ended_by = 'school'`,
          [need.id],
        )
      ).length === 1,
  );
  expect(
    await house.database.reader.query(
      `SELECT 1 FROM session s JOIN engagement e ON e.id = s.engagement_id WHERE e.need_id = $1 AND s.state = 'planned'`,
      [need.id],
    ),
  ).toEqual([]);
});

it('a need whose only engagement ended without replacement ends with its period: completed if it was served, else expired', async () => {
  house.clock.set('2026-09-07T09:00:00+08:00');
  const agreed = async (
    title: string,
    volunteerId = world.volunteers.sun,
  ): Promise<{ id: string; engagementId: string }> => {
    const need = await openNeed(world, { title, periodTo: '2026-09-30' });
    const offer = await listOffer(world, { volunteerId, title });
    const { body } = await world
      .as('admin')
      .post<{ id: string; version: number }>('/api/proposals', { needId: need.id, offerId: offer.id });
    await world.as('admin').post(`/api/proposals/${body.id}/approve`, { version: body.version });
    await world.as('admin').post('/api/proposals/invite', { ids: [body.id] });
    const yes = await world.as('admin').post<{ engagementId: string }>(`/api/invitations/${body.id}/accept`);
    expect(yes.status).toBe(200);
    return { id: need.id, engagementId: yes.body.engagementId };
  };
  const engagementOf = async (id: string) =>
    (
      await world
        .as('admin')
        .get<{ version: number; sessions: { id: string; version: number; endsAt: string }[] }>(`/api/engagements/${id}`)
    ).body;
  const end = async (id: string): Promise<void> => {
    const { version } = await engagementOf(id);
    const body = { version, by: 'school', reason: '调动', seekReplacement: false };
    expect((await world.as('admin').post(`/api/engagements/${id}/end`, body)).status).toBe(200);
  };
  const needState = async ({ id }: { id: string }): Promise<string> =>
    (await house.database.reader.query('SELECT state FROM need WHERE id = $1', [id]))[0].state;

  const idle = await agreed('没有开始');
  await end(idle.engagementId);
  expect(await needState(idle)).toBe('filled');
  const served = await agreed('上过一次');
  const [first] = (await engagementOf(served.engagementId)).sessions;
  house.clock.set(first.endsAt);
  const held = await world.as('admin').post(`/api/sessions/${first.id}/held`, { version: first.version });
  expect(held.status).toBe(200);
  const goingOn = await agreed('还在进行', world.volunteers.zhao);
  await end(served.engagementId);
  expect(await needState(served)).toBe('serving');

  const jobs = house.app.get(Jobs);
  house.clock.set('2026-09-30T12:00:00+08:00');
  await jobs.runSchedule('needs.expire');
  expect(await needState(served)).toBe('serving');
  house.clock.set('2026-10-01T00:20:00+08:00');
  await Promise.all([jobs.runSchedule('needs.expire'), jobs.runSchedule('needs.expire')]);
  expect(await Promise.all([idle, served, goingOn].map(needState))).toEqual(['expired', 'completed', 'filled']);
  const trail = await house.database.reader.query(
    `SELECT action, change FROM audit_event WHERE entity_id = ANY($1) AND action IN ('need.expired', 'need.completed') ORDER BY action`,
    [[idle.id, served.id, goingOn.id]],
  );
  expect(trail).toEqual([
    { action: 'need.completed', change: { from: 'serving', to: 'completed' } },
    { action: 'need.expired', change: { from: 'filled', to: 'expired' } },
  ]);
});
