import type { EngagementDetailDto } from '../../src/engagements/engagements.dto';
import type { InvitationDto } from '../../src/proposals/invitations.dto';
import { createTestApp, TestApp } from '../support/app';
import type { ProposalDetailDto } from '../../src/proposals/proposals.dto';
import { listOffer, openNeed } from '../support/lines';
import {
  count,
  draft,
  invitation,
  invited,
  inviteFor,
  okay,
  proposal,
  proposalsOf,
  propose,
  publish,
  solvedRound,
  tellInvited,
  weekly,
} from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  await house.database.reader.query('UPDATE volunteer SET max_concurrent = NULL');
});
afterAll(() => house.close());
afterEach(() => house.database.reader.query("UPDATE session SET state = 'cancelled' WHERE state = 'planned'"));

const answer = (persona: Parameters<World['as']>[0], id: string, how: string, body: object = {}) =>
  world.as(persona).post<InvitationDto & { code: string }>(`/api/invitations/${id}/${how}`, body);

describe('yes', () => {
  it('makes the engagement, its sessions and a first check-in, and fills the need', async () => {
    const { id, need } = await invited(house, world);
    const accepted = await answer('volunteer', id, 'accept');
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({
      state: 'accepted',
      answerChannel: 'app',
      answerable: false,
      volunteer: null,
    });
    const { body: engagement } = await world
      .as('volunteer')
      .get<EngagementDetailDto>(`/api/engagements/${accepted.body.engagementId}`);
    expect(engagement).toMatchObject({
      state: 'agreed',
      needId: need.id,
      startsOn: '2026-09-15',
      endsOn: '2026-09-29',
      sessionsPlanned: 3,
    });
    expect(engagement.code).toMatch(/^服-2026-\d{4}$/);
    expect(engagement.sessions.map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
    expect(engagement.checkIns).toEqual([]);
    const seen = await world.as('coordinator').get<EngagementDetailDto>(`/api/engagements/${engagement.id}`);
    expect(seen.body.checkIns).toMatchObject([{ state: 'due', dueOn: '2026-09-29' }]);
    expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'filled' });
  });

  it('said twice is one yes', async () => {
    const { id } = await invited(house, world);
    const answers = await Promise.all([1, 2, 3].map(() => answer('volunteer', id, 'accept')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.engagementId)).size).toBe(1);
  });

  it('by telephone is written down by a coordinator, in the volunteer’s name', async () => {
    const { id } = await invited(house, world);
    const accepted = await answer('coordinator', id, 'accept');
    expect(accepted.body).toMatchObject({ state: 'accepted', answerChannel: 'phone' });
    const [line] = await house.database.reader.query(
      `SELECT account_id, on_behalf_of FROM audit_event WHERE entity_id = $1 AND action = 'proposal.accept'`,
      [id],
    );
    expect(line).toEqual({ account_id: world.accounts.coordinator, on_behalf_of: world.volunteers.zhao });
  });

  it('is for the one who was asked: not for others, not for readers, not from another district', async () => {
    const { id } = await invited(house, world);
    expect((await answer('otherVolunteer', id, 'accept')).status).toBe(404);
    expect((await answer('outsider', id, 'accept')).status).toBe(404);
    expect((await answer('auditor', id, 'accept')).status).toBe(403);
    expect((await answer('teacher', id, 'accept')).status).toBe(403);
    expect((await world.stranger().post(`/api/invitations/${id}/accept`)).status).toBe(401);
    expect((await invitation(world, id)).state).toBe('invited');
  });

  it('to a single lecture on a day beyond the clearance is impossible', async () => {
    const { id } = await invited(house, world, {
      need: { periodTo: '2027-08-31' },
      pair: { occurrences: weekly('2027-08-24', 1) },
    });
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({ code: 'not_cleared' });
    expect(await count(house, 'engagement WHERE proposal_id = $1', [id])).toBe(0);
    expect((await invitation(world, id)).state).toBe('invited');
  });

  it('to one-to-one service with a child under 14 waits for the guardian’s consent', async () => {
    const { id, need } = await invited(house, world, { need: { oneToOne: true, under14: true } });
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({ code: 'consent_missing' });
    await house.database.reader.query(`UPDATE need SET guardian_consent_on = '2026-09-07' WHERE id = $1`, [need.id]);
    expect((await answer('volunteer', id, 'accept')).status).toBe(200);
  });

  it('is refused where sessions overlap, and where the way between them is too long', async () => {
    const first = await invited(house, world, { pair: { occurrences: weekly('2026-10-13', 2) } });
    expect((await answer('volunteer', first.id, 'accept')).status).toBe(200);
    const same = await invited(house, world, { pair: { occurrences: weekly('2026-10-20', 1) } });
    expect((await answer('volunteer', same.id, 'accept')).body).toMatchObject({
      status: 409,
      code: 'overlapping_session',
    });
    // 17:35, five minutes after the end, ten kilometres away.
    const later = { startsAt: '2026-10-20T09:35:00.000Z', endsAt: '2026-10-20T10:05:00.000Z' };
    const far = await invited(house, world, {
      need: { placeKind: 'other', placeName: '博物馆', latitude: 30.65, longitude: 114.4 },
      pair: { occurrences: [later] },
    });
    expect((await answer('volunteer', far.id, 'accept')).body).toMatchObject({ code: 'overlapping_session' });
    const online = await invited(house, world, {
      need: { placeKind: 'online' },
      offer: { online: true },
      pair: { occurrences: [later] },
    });
    expect((await answer('volunteer', online.id, 'accept')).status).toBe(200);
  });

  it('stays within the hours a month and the engagements at once that the volunteer has set', async () => {
    const limit = (column: string, value: number) =>
      house.database.reader.query(`UPDATE volunteer SET ${column} = $2 WHERE id = $1`, [world.volunteers.zhao, value]);
    const { id } = await invited(house, world, { pair: { occurrences: weekly('2026-11-03', 3) } });
    await limit('monthly_minutes', 180);
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({
      code: 'limit_reached',
      params: { rule: 'monthly_minutes' },
    });
    await limit('monthly_minutes', 1200);
    await limit('max_concurrent', 0);
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({
      code: 'limit_reached',
      params: { rule: 'concurrent' },
    });
    await limit('max_concurrent', 100);
    expect((await answer('volunteer', id, 'accept')).status).toBe(200);
  });

  it('to a time that is to be agreed plans nothing yet', async () => {
    const { id } = await invited(house, world, {
      need: { alternatives: [], weeklyMinutes: 80 },
      pair: { alternative: null, occurrences: [] },
    });
    const { body } = await answer('volunteer', id, 'accept');
    const engagement = (await world.as('coordinator').get<EngagementDetailDto>(`/api/engagements/${body.engagementId}`))
      .body;
    expect(engagement).toMatchObject({ startsOn: '2026-09-14', endsOn: '2026-12-31', sessions: [] });
    const unplanned = await world.as('coordinator').get<{ items: { id: string }[] }>('/api/engagements?unplanned=true');
    expect(unplanned.body.items.map(({ id }) => id)).toContain(engagement.id);
  });

  it('to a time that is to be agreed stays within the hours a month, too, whatever is agreed first', async () => {
    const volunteerId = world.volunteers.sun;
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = 700 WHERE id = $1', [volunteerId]);
    const open = (weeklyMinutes: number) =>
      invited(house, world, {
        need: { alternatives: [], weeklyMinutes, placeKind: 'online' },
        offer: { volunteerId, online: true },
        pair: { alternative: null, occurrences: [] },
      });
    const [first, second, dated] = [
      await open(80),
      await open(80),
      await invited(house, world, {
        need: { placeKind: 'online' },
        offer: { volunteerId, online: true },
        pair: { occurrences: weekly('2026-10-06', 4) },
      }),
    ];
    const refused = { code: 'limit_reached', params: { rule: 'monthly_minutes' } };
    // October holds 355 minutes of the first; a second such or 360 minutes by date would be too much.
    expect((await answer('otherVolunteer', first.id, 'accept')).status).toBe(200);
    expect((await answer('otherVolunteer', second.id, 'accept')).body).toMatchObject(refused);
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = 590 WHERE id = $1', [volunteerId]);
    expect((await answer('otherVolunteer', dated.id, 'accept')).body).toMatchObject(refused);
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = 710 WHERE id = $1', [volunteerId]);
    expect((await answer('otherVolunteer', second.id, 'accept')).status).toBe(200);
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = NULL WHERE id = $1', [volunteerId]);
  });

  it('to goods takes the pieces from the shelf, never more than there are; what was not handed over comes back', async () => {
    const offer = await listOffer(world, { forms: ['goods'], skills: [], stock: 10 });
    const wish = (quantity: number) =>
      openNeed(world, { form: 'goods', alternatives: [], skills: [], quantity, minors: false });
    const ask = async (quantity: number) => {
      const need = await wish(quantity);
      return inviteFor(house, world, need.id, offer.id, world.volunteers.zhao, { alternative: null, occurrences: [] });
    };
    const stock = async () =>
      (await world.as('admin').get<{ stock: number; version: number }>(`/api/offers/${offer.id}`)).body;
    const [six, four, five] = [await ask(6), await ask(4), await ask(5)];
    const before = await stock();
    const { body } = await answer('volunteer', six.id, 'accept');
    expect(await stock()).toMatchObject({ stock: 4, version: before.version + 1 });
    expect((await answer('volunteer', five.id, 'accept')).body).toMatchObject({
      code: 'limit_reached',
      params: { rule: 'goods_stock' },
    });
    expect((await answer('volunteer', four.id, 'accept')).status).toBe(200);
    expect((await stock()).stock).toBe(0);
    await expect(
      house.database.transaction((tx) => tx.query('UPDATE offer SET stock = -1 WHERE id = $1', [offer.id])),
    ).rejects.toMatchObject({ code: 'limit_reached' });
    const engagement = (await world.as('admin').get<EngagementDetailDto>(`/api/engagements/${body.engagementId}`)).body;
    const ended = await world.as('volunteer').post(`/api/engagements/${engagement.id}/end`, {
      version: engagement.version,
      by: 'volunteer',
      seekReplacement: false,
    });
    expect(ended.status).toBe(200);
    expect((await stock()).stock).toBe(6);
  });

  it('after the answer date is too late, even before the sweep has come by', async () => {
    const { id } = await invited(house, world);
    house.clock.advance({ days: 9 });
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({ code: 'answer_closed' });
    house.clock.advance({ days: -9 });
  });
});

describe('no', () => {
  it('asks no reason, closes the invitation, keeps the pair apart, and puts the need back on the menu', async () => {
    const { id, need } = await invited(house, world);
    const declined = await answer('volunteer', id, 'decline');
    expect(declined).toMatchObject({ status: 200, body: { state: 'declined', answerChannel: 'app' } });
    expect(
      await count(
        house,
        `exclusion WHERE volunteer_id = $1 AND need_id = $2 AND reason = 'declined' AND side = 'volunteer' AND lifted_at IS NULL`,
        [world.volunteers.zhao, need.id],
      ),
    ).toBe(1);
    expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'open' });
    expect((await answer('volunteer', id, 'accept')).body).toMatchObject({
      code: 'answer_closed',
      params: { state: 'declined' },
    });
    expect((await answer('volunteer', id, 'decline')).status).toBe(200);
    expect(await count(house, 'exclusion WHERE need_id = $1', [need.id])).toBe(1);
  });

  it('offers the seat to the approved reserves, first come first asked', async () => {
    const need = await openNeed(world, { seats: 2 });
    const [first, second] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const roundId = await solvedRound(house, world);
    await propose(house, world, roundId, [
      draft(need.id, first.id, world.volunteers.zhao),
      draft(need.id, second.id, world.volunteers.sun),
    ]);
    const [sun, zhao] = await proposalsOf(world, roundId);
    expect(
      okay(
        await world
          .as('admin')
          .post<ProposalDetailDto>(`/api/proposals/${sun.id}/approve`, { version: sun.version, reserve: true }),
      ),
    ).toMatchObject({ state: 'approved', reserveOrder: 1 });
    okay(await world.as('admin').post(`/api/proposals/${zhao.id}/approve`, { version: zhao.version }));
    expect((await publish(house, world, roundId)).invited).toEqual([zhao.id]);
    expect((await answer('volunteer', zhao.id, 'decline')).status).toBe(200);
    expect(await proposal(world, sun.id)).toMatchObject({ state: 'invited', seat: 1, reserveOrder: null });
    await tellInvited(house, world);
    const notices = await world
      .as('otherVolunteer')
      .get<{ items: { event: string; sentence: string }[] }>('/api/notices', { 'accept-language': 'en' });
    expect(notices.body.items[0]).toMatchObject({
      event: 'invited',
      sentence: '第二小学 invites you: “葫芦丝课后延时服务”. Please answer by 2026-09-14; yes and no are both fine.',
    });
  });

  it('works by telephone too, and a wish to be called reaches the school', async () => {
    const { id } = await invited(house, world);
    expect((await answer('volunteer', id, 'call-me')).body).toMatchObject({
      state: 'invited',
      callRequestedAt: expect.any(String),
    });
    const notices = await world.as('coordinator').get<{ items: { event: string; sentence: string }[] }>('/api/notices');
    expect(notices.body.items).toContainEqual(
      expect.objectContaining({
        event: 'call_requested',
        sentence: '赵爷爷希望有人打电话说明“葫芦丝课后延时服务”的邀请。',
      }),
    );
    expect((await answer('otherCoordinator', id, 'decline')).body).toMatchObject({
      state: 'declined',
      answerChannel: 'phone',
    });
  });
});

it('an open invitation cannot be accepted once its need is withdrawn', async () => {
  const { id, need } = await invited(house, world);
  const current = (await world.as('coordinator').get<{ version: number }>(`/api/needs/${need.id}`)).body;
  expect(
    (
      await world
        .as('coordinator')
        .post(`/api/needs/${need.id}/withdraw`, { version: current.version, reason: '活动取消' })
    ).status,
  ).toBe(200);
  expect((await answer('volunteer', id, 'accept')).body).toMatchObject({ code: 'need_not_open' });
});

it('a second seat is another person’s', async () => {
  const { id, need } = await invited(house, world, { need: { seats: 2 } });
  const offer = await listOffer(world, { volunteerId: world.volunteers.sun });
  const other = await inviteFor(house, world, need.id, offer.id, world.volunteers.sun);
  expect((await proposal(world, id)).seat).toBe(1);
  expect((await proposal(world, other.id)).seat).toBe(2);
  expect((await answer('volunteer', id, 'accept')).status).toBe(200);
  expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'open' });
  expect((await answer('otherVolunteer', other.id, 'accept')).status).toBe(200);
  expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'filled' });
});
