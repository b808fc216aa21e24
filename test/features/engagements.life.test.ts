import type { EngagementDetailDto } from '../../src/engagements/engagements.dto';
import type { ProposalDraft } from '../../src/proposals/proposals.service';
import { createTestApp, START, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import {
  count,
  draft,
  invited,
  inviteFor,
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
  await house.database.reader.query('UPDATE volunteer SET max_concurrent = NULL');
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));
afterEach(() =>
  house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state IN ('planned', 'held')`),
);

const get = async (persona: Parameters<World['as']>[0], id: string) =>
  (await world.as(persona).get<EngagementDetailDto & { code: string }>(`/api/engagements/${id}`)).body;
const act = (persona: Parameters<World['as']>[0], id: string, verb: string, body: object) =>
  world
    .as(persona)
    .post<EngagementDetailDto & { code: string; params: object; errors: unknown[] }>(
      `/api/engagements/${id}/${verb}`,
      body,
    );

/** An engagement of 赵爷爷 at the first school. */
async function agreed(
  need: Record<string, unknown> = {},
  pair: Partial<ProposalDraft> = {},
): Promise<EngagementDetailDto & { invitationId: string }> {
  const { id } = await invited(house, world, { need, pair });
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  );
  return { ...(await get('coordinator', engagementId)), invitationId: id };
}

/** Holds every session there is. */
async function holdAll(id: string): Promise<EngagementDetailDto> {
  for (const session of (await get('coordinator', id)).sessions) {
    if (session.state !== 'planned') continue;
    house.clock.set(new Date(session.endsAt));
    okay(
      await world
        .as('coordinator')
        .post(`/api/sessions/${session.id}/held`, { version: session.version, attendance: 28 }),
    );
  }
  return get('coordinator', id);
}

it('goes from agreed over serving and completed to evaluated, and its need with it', async () => {
  const engagement = await agreed();
  const need = async () =>
    (await world.as('coordinator').get<{ state: string }>(`/api/needs/${engagement.needId}`)).body.state;
  expect((await act('coordinator', engagement.id, 'complete', { version: engagement.version })).body).toMatchObject({
    code: 'illegal_transition',
  });
  const held = await holdAll(engagement.id);
  expect(held).toMatchObject({ state: 'serving', sessionsHeld: 3, minutesServed: 180 });
  expect(await need()).toBe('serving');
  expect((await act('coordinator', engagement.id, 'evaluate', { rating: 5, again: true })).body).toMatchObject({
    code: 'illegal_transition',
  });
  const completed = okay(await act('coordinator', engagement.id, 'complete', { version: held.version }));
  expect(completed).toMatchObject({ state: 'completed', checkIns: [{ state: 'dropped' }] });
  expect(await need()).toBe('completed');
  expect(
    okay(await act('coordinator', engagement.id, 'evaluate', { rating: 5, again: true, comment: '孩子们很喜欢' })),
  ).toMatchObject({ state: 'completed' });
  expect((await act('coordinator', engagement.id, 'evaluate', { rating: 1, again: false })).body).toMatchObject({
    code: 'conflict',
  });
  expect((await act('otherVolunteer', engagement.id, 'evaluate', { rating: 1, again: false })).status).toBe(404);
  const evaluated = okay(await act('volunteer', engagement.id, 'evaluate', { rating: 4, again: true }));
  expect(evaluated).toMatchObject({
    state: 'evaluated',
    evaluations: [
      { side: 'school', rating: 5 },
      { side: 'volunteer', rating: 4 },
    ],
  });
  expect(await need()).toBe('evaluated');
});

it('cannot be completed while a session of the past is not recorded, and cancels those of the future', async () => {
  const engagement = await agreed();
  const [first] = engagement.sessions;
  house.clock.set(new Date(first.endsAt));
  okay(
    await world
      .as('volunteer')
      .post(`/api/sessions/${first.id}/held`, { version: first.version, minutesServed: 45, note: '教了两首曲子' }),
  );
  house.clock.advance({ days: 7 });
  const current = await get('coordinator', engagement.id);
  expect(current).toMatchObject({ state: 'serving', minutesServed: 45 });
  expect((await act('coordinator', engagement.id, 'complete', { version: current.version })).body).toMatchObject({
    code: 'sessions_open',
    params: { sessions: 1 },
  });
  const [, second] = current.sessions;
  okay(
    await world.as('coordinator').post(`/api/sessions/${second.id}/missed`, { version: second.version, note: '下雨' }),
  );
  const completed = okay(await act('coordinator', engagement.id, 'complete', { version: current.version }));
  expect(completed.sessions.map(({ state }) => state)).toEqual(['held', 'missed', 'cancelled']);
});

it('is closed by the office when the second evaluation does not come', async () => {
  const engagement = await agreed();
  const { version } = await holdAll(engagement.id);
  const completed = okay(await act('coordinator', engagement.id, 'complete', { version }));
  expect((await act('coordinator', engagement.id, 'close', { version: completed.version })).status).toBe(403);
  expect(okay(await act('admin', engagement.id, 'close', { version: completed.version }))).toMatchObject({
    state: 'evaluated',
    evaluations: [],
  });
});

describe('ended early', () => {
  it('by the volunteer, without a reason: the seat is open again, and the pair is not proposed again', async () => {
    const engagement = await agreed();
    const ended = okay(
      await act('volunteer', engagement.id, 'end', {
        version: engagement.version,
        by: 'volunteer',
        seekReplacement: true,
      }),
    );
    expect(ended).toMatchObject({ state: 'ended', endedBy: 'volunteer', endReason: null, replacementSought: true });
    expect(ended.sessions.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await world.as('coordinator').get(`/api/needs/${engagement.needId}`)).body).toMatchObject({
      state: 'open',
    });
    expect(await proposal(world, engagement.invitationId)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'ended_early',
    });
    expect(
      await count(house, `exclusion WHERE need_id = $1 AND reason = 'declined' AND side = 'volunteer'`, [
        engagement.needId,
      ]),
    ).toBe(1);
    expect(await count(house, `check_in WHERE engagement_id = $1 AND state <> 'dropped'`, [engagement.id])).toBe(0);
    const sun = await listOffer(world, { volunteerId: world.volunteers.sun });
    const next = await inviteFor(house, world, engagement.needId, sun.id, world.volunteers.sun);
    okay(await world.as('otherVolunteer').post(`/api/invitations/${next.id}/accept`));
    expect((await world.as('coordinator').get(`/api/needs/${engagement.needId}`)).body).toMatchObject({
      state: 'filled',
    });
  });

  it('hands the seat to the next reserve at once', async () => {
    const need = await openNeed(world, { seats: 2 });
    const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const roundId = await solvedRound(house, world);
    await propose(house, world, roundId, [
      draft(need.id, mine.id, world.volunteers.zhao),
      draft(need.id, other.id, world.volunteers.sun),
    ]);
    const [reserve, first] = await proposalsOf(world, roundId);
    okay(
      await world.as('admin').post(`/api/proposals/${reserve.id}/approve`, { version: reserve.version, reserve: true }),
    );
    okay(await world.as('admin').post(`/api/proposals/${first.id}/approve`, { version: first.version }));
    await publish(house, world, roundId);
    const { engagementId } = okay(
      await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${first.id}/accept`),
    );
    const { version } = await get('coordinator', engagementId);
    okay(
      await act('coordinator', engagementId, 'end', {
        version,
        by: 'school',
        reason: '身体原因',
        seekReplacement: true,
      }),
    );
    expect(await proposal(world, reserve.id)).toMatchObject({ state: 'invited', seat: 1 });
    expect(
      okay(await world.as('otherVolunteer').post<{ engagementId: string }>(`/api/invitations/${reserve.id}/accept`))
        .engagementId,
    ).not.toBe(engagementId);
  });

  it('without a replacement: the need does not go back to the menu', async () => {
    const engagement = await agreed();
    okay(
      await act('coordinator', engagement.id, 'end', {
        version: engagement.version,
        by: 'school',
        reason: '课程调整',
        seekReplacement: false,
      }),
    );
    expect((await world.as('coordinator').get(`/api/needs/${engagement.needId}`)).body).toMatchObject({
      state: 'filled',
    });
  });

  it('asks the school for a reason, and lets nobody speak for another side', async () => {
    const engagement = await agreed();
    const end = (persona: 'volunteer' | 'coordinator' | 'admin', by: string, reason?: string) =>
      act(persona, engagement.id, 'end', { version: engagement.version, by, reason, seekReplacement: false });
    expect((await end('coordinator', 'school')).body).toMatchObject({
      code: 'invalid',
      errors: [{ pointer: '/reason', code: 'required' }],
    });
    expect((await end('volunteer', 'school', 'x')).status).toBe(403);
    expect((await end('coordinator', 'district', 'x')).status).toBe(403);
    expect((await end('coordinator', 'volunteer')).body).toMatchObject({ state: 'ended', endedBy: 'volunteer' });
    const [line] = await house.database.reader.query(
      `SELECT on_behalf_of FROM audit_event WHERE entity_id = $1 AND action = 'engagement.end'`,
      [engagement.id],
    );
    expect(line.on_behalf_of).toBe(world.volunteers.zhao);
  });
});

it('is seen by its own school and volunteer, the office and the auditor, and by nobody else', async () => {
  const engagement = await agreed();
  const status = async (persona: Parameters<World['as']>[0]) =>
    (await world.as(persona).get(`/api/engagements/${engagement.id}`)).status;
  for (const persona of ['coordinator', 'volunteer', 'admin', 'auditor'] as const)
    expect(await status(persona)).toBe(200);
  for (const persona of ['otherCoordinator', 'otherVolunteer', 'teacher', 'outsider'] as const)
    expect(await status(persona)).toBe(404);
  expect((await world.stranger().get(`/api/engagements/${engagement.id}`)).status).toBe(401);
  for (const [persona, expected] of [
    ['auditor', 403],
    ['otherCoordinator', 404],
    ['outsider', 404],
    ['teacher', 403],
  ] as const) {
    expect(
      (
        await act(persona, engagement.id, 'end', {
          version: engagement.version,
          by: 'district',
          reason: 'x',
          seekReplacement: false,
        })
      ).status,
    ).toBe(expected);
  }
  expect((await get('volunteer', engagement.id)).volunteerPhone).toBeNull();
  expect((await get('coordinator', engagement.id)).volunteerPhone).toBe('13900000000');
});

it('a young teacher sees the own mentoring, logs its lesson visits and evaluates it', async () => {
  const mentoring = {
    title: '数学师徒结对',
    categoryId: world.categories.teaching,
    form: 'mentoring',
    audience: 'young_teachers',
    grades: 0,
    skills: [{ skillId: world.skills.maths }],
  };
  const need = await openNeed(world, mentoring, 'teacher');
  const offer = await listOffer(world);
  const { id } = await inviteFor(house, world, need.id, offer.id, offer.volunteerId, {
    occurrences: weekly('2026-09-15', 1),
  });
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  );
  const seen = await get('teacher', engagementId);
  expect(seen).toMatchObject({ title: '数学师徒结对', volunteerPhone: null, checkIns: [] });
  const [visit] = seen.sessions;
  house.clock.set(new Date(visit.endsAt));
  expect(
    okay(
      await world.as('teacher').post(`/api/sessions/${visit.id}/held`, { version: visit.version, note: '听课一节' }),
    ),
  ).toMatchObject({ state: 'held' });
  const { version } = await get('coordinator', engagementId);
  expect((await act('teacher', engagementId, 'complete', { version })).status).toBe(403);
  okay(await act('coordinator', engagementId, 'complete', { version }));
  expect(okay(await act('teacher', engagementId, 'evaluate', { rating: 5, again: true }))).toMatchObject({
    evaluations: [{ side: 'school', rating: 5 }],
  });
  expect((await act('teacher', engagementId, 'evaluate', { side: 'volunteer', rating: 5, again: true })).status).toBe(
    403,
  );
});

it('lists by state, school, volunteer and need, in pages', async () => {
  const engagement = await agreed({}, { occurrences: weekly('2026-12-01', 1) });
  const list = async (persona: Parameters<World['as']>[0], query: string) =>
    (
      await world
        .as(persona)
        .get<{ items: EngagementDetailDto[]; nextCursor: string | null }>(`/api/engagements?${query}`)
    ).body;
  expect((await list('coordinator', `needId=${engagement.needId}`)).items.map(({ id }) => id)).toEqual([engagement.id]);
  expect((await list('admin', `schoolId=${world.schools.second}`)).items).toEqual([]);
  expect((await list('otherVolunteer', `volunteerId=${world.volunteers.zhao}`)).items).toEqual([]);
  const all = (await list('admin', 'limit=200')).items.map(({ id }) => id);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: EngagementDetailDto[]; nextCursor: string | null } = await list(
      'admin',
      `limit=2${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all);
});
