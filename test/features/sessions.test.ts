import type { EngagementDetailDto, SessionLineDto } from '../../src/engagements/engagements.dto';
import { RemindSessions, TO_REMIND } from '../../src/engagements/sweeps';
import { createTestApp, START, TestApp } from '../support/app';
import { invited, okay, sweep } from '../support/pairs';
import { crowd, planOf } from '../support/plans';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  await house.database.reader.query('UPDATE volunteer SET max_concurrent = NULL, monthly_minutes = NULL');
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));
afterEach(() =>
  house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state IN ('planned', 'held')`),
);

const get = async (id: string) =>
  (await world.as('coordinator').get<EngagementDetailDto>(`/api/engagements/${id}`)).body;
const act = (
  persona: Parameters<World['as']>[0],
  session: { id: string; version: number },
  verb: string,
  more: object = {},
) =>
  world.as(persona).post<SessionLineDto & { code: string; errors: unknown[] }>(`/api/sessions/${session.id}/${verb}`, {
    version: session.version,
    ...more,
  });
const plan = (
  persona: Parameters<World['as']>[0],
  { id, version }: { id: string; version: number },
  ...sessions: [string, string][]
) =>
  world.as(persona).post<EngagementDetailDto & { code: string; errors: unknown[] }>(`/api/engagements/${id}/sessions`, {
    version,
    sessions: sessions.map(([startsAt, endsAt]) => ({ startsAt, endsAt })),
  });

async function agreed(toBeAgreed = false, need: Record<string, unknown> = {}): Promise<EngagementDetailDto> {
  const { id } = await invited(
    house,
    world,
    toBeAgreed
      ? { need: { alternatives: [], weeklyMinutes: 60, ...need }, pair: { alternative: null, occurrences: [] } }
      : { need },
  );
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  );
  return get(engagementId);
}

describe('planning meetings whose time was to be agreed', () => {
  it('puts them on the calendar, and tells the other side', async () => {
    const engagement = await agreed(true);
    const planned = okay(
      await plan(
        'coordinator',
        engagement,
        ['2026-09-16T14:00:00+08:00', '2026-09-16T15:00:00+08:00'],
        ['2026-09-23T14:00:00+08:00', '2026-09-23T15:00:00+08:00'],
      ),
    );
    expect(planned.sessions.map(({ state, startsAt }) => [state, new Date(startsAt).toISOString()])).toEqual([
      ['planned', '2026-09-16T06:00:00.000Z'],
      ['planned', '2026-09-23T06:00:00.000Z'],
    ]);
    const { items } = (await world.as('volunteer').get<{ items: { sentence: string }[] }>('/api/notices')).body;
    expect(items.map(({ sentence }) => sentence)).toContain(
      '“葫芦丝课后延时服务”新安排了 2 次活动，第一次在 2026-09-16 14:00。',
    );
  });

  it('names every time that cannot be', async () => {
    const engagement = await agreed(true);
    const answer = await plan(
      'coordinator',
      engagement,
      ['2026-09-16T15:00:00+08:00', '2026-09-16T14:00:00+08:00'],
      ['2027-03-01T14:00:00+08:00', '2027-03-01T15:00:00+08:00'],
      ['2026-09-20T14:00:00+08:00', '2026-09-22T14:00:00+08:00'],
    );
    expect(answer.body).toMatchObject({
      code: 'invalid',
      errors: [
        { pointer: '/sessions/0/endsAt', code: 'before_start' },
        { pointer: '/sessions/1/startsAt', code: 'outside_engagement' },
        { pointer: '/sessions/2/endsAt', code: 'session_too_long' },
      ],
    });
    const twice = await plan(
      'coordinator',
      engagement,
      ['2026-09-16T14:00:00+08:00', '2026-09-16T15:00:00+08:00'],
      ['2026-09-16T14:30:00+08:00', '2026-09-16T15:30:00+08:00'],
    );
    expect(twice.body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/sessions', code: 'overlapping' }] });
    expect((await get(engagement.id)).sessions).toEqual([]);
  });

  it('respects what the volunteer holds elsewhere, the hours of the month, and the clearance', async () => {
    const elsewhere = await agreed();
    const engagement = await agreed(true, {
      placeKind: 'other',
      placeName: '博物馆',
      latitude: 30.65,
      longitude: 114.4,
    });
    const [first] = elsewhere.sessions;
    const soon = new Date(new Date(first.endsAt).getTime() + 5 * 60_000);
    expect(
      (await plan('coordinator', engagement, [soon.toISOString(), new Date(soon.getTime() + 3_600_000).toISOString()]))
        .body,
    ).toMatchObject({ code: 'overlapping_session' });
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = 60 WHERE id = $1', [
      world.volunteers.zhao,
    ]);
    expect(
      (await plan('coordinator', engagement, ['2026-10-14T14:00:00+08:00', '2026-10-14T15:00:00+08:00'])).body,
    ).toMatchObject({ code: 'limit_reached' });
    await house.database.reader.query('UPDATE volunteer SET monthly_minutes = NULL WHERE id = $1', [
      world.volunteers.zhao,
    ]);
    await house.database.reader.query(`UPDATE clearance SET expires_on = '2026-10-13' WHERE volunteer_id = $1`, [
      world.volunteers.zhao,
    ]);
    expect(
      (await plan('coordinator', engagement, ['2026-10-14T14:00:00+08:00', '2026-10-14T15:00:00+08:00'])).body,
    ).toMatchObject({ code: 'not_cleared' });
    expect(
      (await plan('coordinator', engagement, ['2026-10-13T14:00:00+08:00', '2026-10-13T15:00:00+08:00'])).status,
    ).toBe(201);
    await house.database.reader.query(`UPDATE clearance SET expires_on = '2027-08-20' WHERE volunteer_id = $1`, [
      world.volunteers.zhao,
    ]);
  });

  it('is not for outsiders', async () => {
    const engagement = await agreed(true);
    for (const [persona, status] of [
      ['otherCoordinator', 404],
      ['otherVolunteer', 404],
      ['outsider', 404],
      ['auditor', 403],
      ['teacher', 403],
    ] as const) {
      expect((await plan(persona, engagement, ['2026-09-16T14:00:00+08:00', '2026-09-16T15:00:00+08:00'])).status).toBe(
        status,
      );
    }
  });
});

describe('a session', () => {
  it('cannot be held or missed before it begins, nor recorded twice', async () => {
    const {
      sessions: [first],
    } = await agreed();
    expect((await act('coordinator', first, 'held')).body).toMatchObject({ code: 'session_not_started' });
    expect((await act('coordinator', first, 'missed')).body).toMatchObject({ code: 'session_not_started' });
    house.clock.set(new Date(first.endsAt));
    const held = okay(await act('coordinator', first, 'held', { attendance: 30 }));
    expect(held).toMatchObject({ state: 'held', minutesServed: 60, attendance: 30 });
    expect((await act('coordinator', first, 'held')).body).toMatchObject({ code: 'version_moved' });
    expect((await act('coordinator', held, 'missed')).body).toMatchObject({ code: 'illegal_transition' });
  });

  it('on a day the clearance no longer covers cannot have been held', async () => {
    const {
      sessions: [first],
    } = await agreed();
    house.clock.set(new Date(first.endsAt));
    await house.database.reader.query('UPDATE clearance SET revoked_at = $2 WHERE volunteer_id = $1', [
      world.volunteers.zhao,
      START,
    ]);
    expect((await act('coordinator', first, 'held')).body).toMatchObject({ code: 'not_cleared' });
    await house.database.reader.query('UPDATE clearance SET revoked_at = NULL WHERE volunteer_id = $1', [
      world.volunteers.zhao,
    ]);
  });

  it('is moved to another time, to which it points; its own old time is free for that', async () => {
    const {
      id,
      sessions: [first],
    } = await agreed();
    const to = { startsAt: '2026-09-15T17:00:00+08:00', endsAt: '2026-09-15T18:00:00+08:00' };
    const moved = okay(await act('volunteer', first, 'move', to));
    expect(moved).toMatchObject({ state: 'planned', startsAt: '2026-09-15T09:00:00.000Z' });
    const after = await get(id);
    expect(after.sessions.map(({ state }) => state).sort()).toEqual(['moved', 'planned', 'planned', 'planned']);
    expect(after.sessions.find(({ state }) => state === 'moved')).toMatchObject({ id: first.id, movedTo: moved.id });
    const [, second] = after.sessions.filter(({ state }) => state === 'planned');
    expect((await act('coordinator', second, 'move', to)).body).toMatchObject({ code: 'overlapping_session' });
    expect(
      (
        await act('coordinator', second, 'move', {
          startsAt: '2027-02-01T17:00:00+08:00',
          endsAt: '2027-02-01T18:00:00+08:00',
        })
      ).body,
    ).toMatchObject({ code: 'invalid', errors: [{ pointer: '/startsAt', code: 'outside_engagement' }] });
  });

  it('is cancelled, and both sides read of it', async () => {
    const {
      sessions: [first],
    } = await agreed();
    okay(await act('admin', first, 'cancel', { note: '台风' }));
    for (const persona of ['volunteer', 'coordinator'] as const) {
      const { items } = (await world.as(persona).get<{ items: { event: string }[] }>('/api/notices')).body;
      expect(items.map(({ event }) => event)).toContain('session_cancelled');
    }
  });

  it('is recorded by its own people only', async () => {
    const {
      sessions: [first],
    } = await agreed();
    house.clock.set(new Date(first.endsAt));
    for (const [persona, status] of [
      ['otherCoordinator', 404],
      ['otherVolunteer', 404],
      ['outsider', 404],
      ['teacher', 404],
      ['auditor', 403],
    ] as const) {
      expect([persona, (await act(persona, first, 'held')).status]).toEqual([persona, status]);
    }
  });

  it('stands in its week', async () => {
    const { id } = await agreed();
    const week = (persona: Parameters<World['as']>[0]) =>
      world
        .as(persona)
        .get<{ items: SessionLineDto[] }>(
          '/api/sessions?from=2026-09-14T00:00:00%2B08:00&to=2026-09-21T00:00:00%2B08:00&state=planned',
        );
    expect((await week('coordinator')).body.items).toMatchObject([
      { engagementId: id, schoolName: '第二小学', volunteerName: '赵爷爷', startsAt: '2026-09-15T08:30:00.000Z' },
    ]);
    expect((await week('otherCoordinator')).body.items).toEqual([]);
  });
});

it('what is noted about a confidential talk stays with the school and the volunteer', async () => {
  await house.database.reader.query(
    `UPDATE programme SET template = '{"rules": ["confidential_notes"]}' WHERE id = $1`,
    [world.programmes.caringPair],
  );
  const {
    id,
    sessions: [first],
  } = await agreed(false, { programmeId: world.programmes.caringPair });
  house.clock.set(new Date(first.endsAt));
  okay(await act('volunteer', first, 'held', { note: '孩子说起家里的事' }));
  const notes = async (persona: Parameters<World['as']>[0]) => {
    const { sessions } = okay(await world.as(persona).get<EngagementDetailDto>(`/api/engagements/${id}`));
    const lines = okay(
      await world.as(persona).get<{ items: SessionLineDto[] }>(`/api/sessions?engagementId=${id}`),
    ).items;
    return [...sessions, ...lines].map(({ note }) => note).filter((note) => note !== '').length;
  };
  for (const [persona, seen] of [
    ['coordinator', 2],
    ['volunteer', 2],
    ['admin', 0],
    ['auditor', 0],
  ] as const)
    expect([persona, await notes(persona)]).toEqual([persona, seen]);
});

it('reminders come once, a day before, to both sides', async () => {
  await agreed();
  expect(await sweep(house, RemindSessions)).toEqual({ reminded: 0, notices: 0 });
  house.clock.set('2026-09-14T17:00:00+08:00');
  expect(await sweep(house, RemindSessions)).toEqual({ reminded: 1, notices: 2 });
  expect(await sweep(house, RemindSessions)).toEqual({ reminded: 0, notices: 0 });
});

it('the reminders walk the index of what is due, however much is not', async () => {
  const {
    sessions: [first],
  } = await agreed();
  await crowd(
    house,
    'session',
    first.id,
    `jsonb_build_object('starts_at', x.starts_at + i * interval '1 month', 'ends_at', x.ends_at + i * interval '1 month')`,
  );
  const now = house.clock.now();
  expect(await planOf(house, TO_REMIND, [world.district, now, new Date(now.getTime() + 86_400_000), 200])).toMatch(
    /Index Scan using session_remind on session[^]*Index Cond: [^]*starts_at/,
  );
});
