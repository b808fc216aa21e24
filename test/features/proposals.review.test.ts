import type {
  ApprovedManyDto,
  InvitedManyDto,
  ProposalDetailDto,
  ProposalDto,
} from '../../src/proposals/proposals.dto';
import { createTestApp, START, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import {
  count,
  draft,
  meetings,
  okay,
  proposal,
  proposalsOf,
  propose,
  publish,
  solvedRound,
  weekly,
} from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));

type Persona = Parameters<World['as']>[0];
const act = (persona: Persona, { id, version }: { id: string; version: number }, verb: string, more: object = {}) =>
  world.as(persona).post<ProposalDetailDto & { code: string }>(`/api/proposals/${id}/${verb}`, { version, ...more });

/** A round that proposes 赵爷爷 and 孙老师 for one need each. */
async function solved(
  needs: Record<string, unknown> = {},
): Promise<{ roundId: string; zhao: ProposalDto; sun: ProposalDto }> {
  const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
  const [a, b] = [await openNeed(world, needs), await openNeed(world, needs)];
  const roundId = await solvedRound(house, world);
  const alternatives = [
    { offer: other.id, volunteer: world.volunteers.sun, alternative: 0, score: 512, priceAtLeast: 128 },
  ];
  await propose(house, world, roundId, [
    draft(a.id, mine.id, world.volunteers.zhao, { alternatives }),
    draft(b.id, other.id, world.volunteers.sun),
  ]);
  const proposals = await proposalsOf(world, roundId);
  const of = (volunteer: string): ProposalDto => proposals.find((one) => one.volunteer.id === volunteer)!;
  return { roundId, zhao: of(world.volunteers.zhao), sun: of(world.volunteers.sun) };
}

describe('the board', () => {
  it('shows both sides by title, with the parts of the score, the reasons and the alternatives', async () => {
    const { roundId, zhao } = await solved();
    expect(zhao).toMatchObject({
      state: 'proposed',
      source: 'round',
      roundId,
      seat: 1,
      score: 640,
      meetings: 3,
      firstAt: '2026-09-15T08:30:00.000Z',
      need: { title: '葫芦丝课后延时服务', schoolName: '第二小学', seats: 1 },
      offer: { title: '葫芦丝教学' },
      volunteer: { name: '赵爷爷' },
    });
    expect(await proposal(world, zhao.id)).toMatchObject({
      parts: { skill: 300, time: 100 },
      reasons: [{ code: 'skill' }],
      occurrences: weekly('2026-09-15', 3),
      alternatives: [{ offerTitle: '葫芦丝教学', volunteerName: '孙老师', score: 512, priceAtLeast: 128 }],
    });
  });

  it('filters by state, round, need, school and source', async () => {
    const { roundId, zhao } = await solved();
    const list = async (persona: Persona, query: string) =>
      (await world.as(persona).get<{ items: ProposalDto[] }>(`/api/proposals?${query}`)).body.items;
    expect(
      await list('admin', `roundId=${roundId}&state=proposed&source=round&schoolId=${world.schools.first}`),
    ).toHaveLength(2);
    expect(await list('admin', `roundId=${roundId}&needId=${zhao.need.id}`)).toHaveLength(1);
    expect(await list('admin', `roundId=${roundId}&state=approved`)).toEqual([]);
    expect(await list('coordinator', `roundId=${roundId}`)).toHaveLength(2);
    expect(await list('otherCoordinator', `roundId=${roundId}`)).toEqual([]);
    expect(await list('outsider', `roundId=${roundId}`)).toEqual([]);
  });

  it('is not for volunteers before they are invited, nor for the other district', async () => {
    const { zhao } = await solved();
    expect((await world.as('volunteer').get(`/api/proposals/${zhao.id}`)).status).toBe(403);
    expect((await world.as('volunteer').get(`/api/invitations/${zhao.id}`)).status).toBe(404);
    expect((await world.as('otherCoordinator').get(`/api/proposals/${zhao.id}`)).status).toBe(404);
    expect((await world.as('outsider').get(`/api/proposals/${zhao.id}`)).status).toBe(404);
  });
});

describe('deciding', () => {
  it('is the office’s: a school reads, nobody else decides', async () => {
    const { zhao } = await solved();
    for (const verb of ['approve', 'reject', 'pin', 'unpin', 'cancel']) {
      const more = verb === 'reject' || verb === 'cancel' ? { reason: 'x' } : {};
      for (const [persona, status] of [
        ['coordinator', 403],
        ['auditor', 403],
        ['volunteer', 403],
        ['teacher', 403],
        ['outsider', 404],
      ] as const) {
        expect([verb, persona, (await act(persona, zhao, verb, more)).status]).toEqual([verb, persona, status]);
      }
    }
  });

  it('approves, rejects with a reason, and does neither twice', async () => {
    const { zhao, sun } = await solved();
    const approved = okay(await act('admin', zhao, 'approve'));
    expect(approved).toMatchObject({ state: 'approved', decidedByName: 'admin', seat: 1, reserveOrder: null });
    expect((await act('admin', zhao, 'approve')).body).toMatchObject({ code: 'version_moved' });
    expect((await act('admin', approved, 'approve')).body).toMatchObject({ code: 'illegal_transition' });
    expect(okay(await act('admin', sun, 'reject', { reason: '路太远' }))).toMatchObject({
      state: 'rejected',
      rejectReason: '路太远',
    });
    expect((await world.as('admin').post(`/api/proposals/${sun.id}/reject`, { version: sun.version })).status).toBe(
      422,
    );
  });

  it('approves many at once and names those that cannot be', async () => {
    const { zhao, sun } = await solved();
    okay(await act('admin', sun, 'reject', { reason: 'x' }));
    const many = okay(
      await world.as('admin').post<ApprovedManyDto>('/api/proposals/approve', { ids: [zhao.id, sun.id] }),
    );
    expect(many).toEqual({ approved: [zhao.id], refused: [{ id: sun.id, code: 'illegal_transition' }] });
    expect((await world.as('outsider').post('/api/proposals/approve', { ids: [zhao.id] })).status).toBe(404);
  });

  it('gives a free seat, or says that none is left; as a reserve there is always room', async () => {
    const need = await openNeed(world, { seats: 2 });
    const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const roundId = await solvedRound(house, world);
    await propose(house, world, roundId, [
      draft(need.id, mine.id, world.volunteers.zhao),
      draft(need.id, other.id, world.volunteers.sun),
    ]);
    await house.database.reader.query('UPDATE need SET seats = 1 WHERE id = $1', [need.id]);
    const [second, first] = await proposalsOf(world, roundId);
    okay(await act('admin', first, 'approve'));
    expect((await act('admin', second, 'approve')).body).toMatchObject({ code: 'seat_taken' });
    expect(okay(await act('admin', second, 'approve', { reserve: true }))).toMatchObject({
      state: 'approved',
      reserveOrder: 1,
    });
  });

  it('writes each decision into the trail', async () => {
    const { zhao } = await solved();
    const pinned = okay(await act('admin', zhao, 'pin'));
    const approved = okay(await act('admin', okay(await act('admin', pinned, 'unpin')), 'approve'));
    okay(await act('admin', approved, 'cancel', { reason: '换人' }));
    const lines: { action: string; account_id: string }[] = await house.database.reader.query(
      'SELECT action, account_id FROM audit_event WHERE entity_id = $1 ORDER BY id',
      [zhao.id],
    );
    expect(lines.map(({ action }) => action)).toEqual([
      'proposal.pin',
      'proposal.unpin',
      'proposal.approve',
      'proposal.cancel',
    ]);
    expect(new Set(lines.map(({ account_id }) => account_id))).toEqual(new Set([world.accounts.admin]));
  });
});

describe('a new round', () => {
  it('takes the place of what nobody decided on, and leaves pinned, approved and invited pairs alone', async () => {
    const { roundId, zhao, sun } = await solved();
    okay(await act('admin', zhao, 'pin'));
    const next = await solvedRound(house, world);
    const replaced = await propose(house, world, next, [
      draft(zhao.need.id, zhao.offer.id, world.volunteers.zhao, { score: 700 }),
    ]);
    expect(replaced).toMatchObject({ inserted: 0, kept: 1 });
    expect(await proposal(world, sun.id)).toMatchObject({ state: 'cancelled', cancelReason: 'superseded' });
    const kept = await proposal(world, zhao.id);
    expect(kept).toMatchObject({ state: 'proposed', pinned: true, roundId: next, score: 700 });
    okay(await act('admin', kept, 'approve'));
    const third = await solvedRound(house, world);
    expect(await propose(house, world, third, [])).toMatchObject({ inserted: 0, kept: 0, superseded: 0 });
    expect(await proposal(world, zhao.id)).toMatchObject({ state: 'approved' });
    expect(roundId).not.toBe(next);
  });

  it('written twice is written once', async () => {
    const { roundId, zhao } = await solved();
    expect(
      await propose(house, world, roundId, [draft(zhao.need.id, zhao.offer.id, world.volunteers.zhao)]),
    ).toMatchObject({ inserted: 0, kept: 1, superseded: 0 });
    expect(await proposalsOf(world, roundId)).toHaveLength(2);
  });

  it('for one school leaves the proposals of others alone', async () => {
    const { sun } = await solved();
    await propose(house, world, await solvedRound(house, world, { schoolId: world.schools.second }), []);
    expect(await proposal(world, sun.id)).toMatchObject({ state: 'proposed' });
  });

  it('gives no seat that somebody holds', async () => {
    const { zhao } = await solved();
    okay(await act('admin', zhao, 'approve'));
    const other = await listOffer(world, { volunteerId: world.volunteers.sun });
    const next = await solvedRound(house, world);
    expect(await propose(house, world, next, [draft(zhao.need.id, other.id, world.volunteers.sun)])).toMatchObject({
      inserted: 0,
    });
  });
});

describe('publishing', () => {
  it('sends what is approved and nothing else, with an answer date, audit and outbox', async () => {
    const { roundId, zhao, sun } = await solved();
    okay(await act('admin', zhao, 'approve'));
    expect(await publish(house, world, roundId)).toEqual({ invited: [zhao.id], refused: [] });
    expect(await proposal(world, zhao.id)).toMatchObject({ state: 'invited', answerBy: '2026-09-14T16:00:00.000Z' });
    expect(await proposal(world, sun.id)).toMatchObject({ state: 'proposed' });
    expect(
      await count(house, `outbox WHERE job = 'proposals.tell-invited' AND payload -> 'proposalIds' ? $1`, [zhao.id]),
    ).toBe(1);
    expect(await publish(house, world, roundId)).toEqual({ invited: [], refused: [] });
  });

  it('never gives longer than until the last meeting begins, nor longer than the school can wait, but a day at the least', async () => {
    const answerBy = async (need: Record<string, unknown>, pair: Parameters<typeof draft>[3]): Promise<unknown> => {
      const line = await openNeed(world, need);
      const offer = await listOffer(world);
      const roundId = await solvedRound(house, world);
      await propose(house, world, roundId, [draft(line.id, offer.id, world.volunteers.zhao, pair)]);
      const [one] = await proposalsOf(world, roundId);
      okay(await act('admin', one, 'approve'));
      await publish(house, world, roundId);
      return (await proposal(world, one.id)).answerBy;
    };
    const early = { periodFrom: '2026-09-07' };
    expect(await answerBy(early, { occurrences: meetings(['2026-09-09', '14:00', '15:00']) })).toBe(
      '2026-09-09T06:00:00.000Z',
    );
    expect(await answerBy({ answerBy: '2026-09-10' }, {})).toBe('2026-09-10T16:00:00.000Z');
    expect(await answerBy({ answerBy: '2026-09-07' }, {})).toBe('2026-09-08T01:00:00.000Z');
  });

  it('holds back what cannot be sent any more, and says why', async () => {
    const { roundId, zhao, sun } = await solved();
    okay(await act('admin', zhao, 'approve'));
    okay(await act('admin', sun, 'approve'));
    await house.database.reader.query(`UPDATE volunteer SET state = 'paused' WHERE id = $1`, [world.volunteers.zhao]);
    house.clock.set('2026-09-30T09:00:00+08:00');
    const { invited, refused } = await publish(house, world, roundId);
    await house.database.reader.query(`UPDATE volunteer SET state = 'active' WHERE id = $1`, [world.volunteers.zhao]);
    expect(invited).toEqual([]);
    expect(refused).toEqual(
      expect.arrayContaining([
        { id: zhao.id, code: 'volunteer_not_active' },
        { id: sun.id, code: 'too_late' },
      ]),
    );
    expect(await proposal(world, zhao.id)).toMatchObject({ state: 'approved' });
  });

  it('can be done for single proposals, approved after the round was published', async () => {
    const { zhao, sun } = await solved();
    okay(await act('admin', zhao, 'approve'));
    const sent = okay(
      await world.as('admin').post<InvitedManyDto>('/api/proposals/invite', { ids: [zhao.id, sun.id] }),
    );
    expect(sent).toEqual({ invited: [zhao.id], refused: [{ id: sun.id, code: 'illegal_transition' }] });
    expect((await world.as('coordinator').post('/api/proposals/invite', { ids: [zhao.id] })).status).toBe(403);
  });

  it('can be taken back: the volunteer is told, and the seat is open again', async () => {
    const { roundId, zhao } = await solved();
    okay(await act('admin', zhao, 'approve'));
    await publish(house, world, roundId);
    okay(await act('admin', await proposal(world, zhao.id), 'cancel', { reason: '学校停课' }));
    const { items } = (await world.as('volunteer').get<{ items: { event: string }[] }>('/api/notices')).body;
    expect(items.map(({ event }) => event)).toContain('invitation_cancelled');
    expect((await world.as('volunteer').post(`/api/invitations/${zhao.id}/accept`)).body).toMatchObject({
      code: 'answer_closed',
    });
  });
});
