import { NeedEnded } from '../../src/engagements/need-ended';
import { LAPSED, LapseInvitations, RemindInvited, TO_REMIND } from '../../src/proposals/sweeps';
import type { InvitationDto } from '../../src/proposals/invitations.dto';
import { createTestApp, START, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import {
  draft,
  invitation,
  invited,
  inviteFor,
  okay,
  proposal,
  proposalsOf,
  propose,
  publish,
  runOf,
  solvedRound,
  sweep,
  tellInvited,
} from '../support/pairs';
import { crowd, planOf } from '../support/plans';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));
afterEach(() =>
  house.database.reader.query(
    `DELETE FROM notice; DELETE FROM outbox; DELETE FROM exclusion; UPDATE engagement SET state = 'completed'; UPDATE proposal SET state = 'cancelled'; UPDATE volunteer SET state = 'active'`,
  ),
);

const events = async (persona: Parameters<World['as']>[0]): Promise<string[]> =>
  (await world.as(persona).get<{ items: { event: string }[] }>('/api/notices')).body.items.map(({ event }) => event);

/** A need for which 赵爷爷 is invited and 孙老师 waits as a reserve. */
async function withReserve() {
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
  return { need, reserve, first };
}

it('an invitation nobody answers is reminded of once, then lapses for its round only, and the need is open again', async () => {
  const { id, need, roundId } = await invited(house, world);
  await tellInvited(house, world);
  await tellInvited(house, world);
  expect(await sweep(house, RemindInvited)).toEqual({ reminded: 0, notices: 0 });
  house.clock.advance({ days: 6 });
  expect(await sweep(house, RemindInvited)).toEqual({ reminded: 1, notices: 1 });
  expect(await sweep(house, RemindInvited)).toEqual({ reminded: 0, notices: 0 });
  expect(await sweep(house, LapseInvitations)).toEqual({});
  house.clock.advance({ days: 3 });
  expect(await sweep(house, LapseInvitations)).toEqual({ lapsed: 1, reserves: 0 });
  expect(await sweep(house, LapseInvitations)).toEqual({});
  expect(await events('volunteer')).toEqual(['invitation_lapsed', 'invitation_reminder', 'invited']);
  expect((await events('coordinator')).sort()).toEqual(['invitation_unanswered', 'seat_open_again']);
  expect(
    await house.database.reader.query('SELECT reason, round_id FROM exclusion WHERE need_id = $1', [need.id]),
  ).toEqual([{ reason: 'lapsed', round_id: roundId }]);
  expect((await invitation(world, id)).state).toBe('lapsed');
  expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'open' });
});

it('a no ends the reminders at once', async () => {
  const { id } = await invited(house, world);
  house.clock.advance({ days: 6 });
  okay(await world.as('volunteer').post<InvitationDto>(`/api/invitations/${id}/decline`));
  expect(await sweep(house, RemindInvited)).toEqual({ reminded: 0, notices: 0 });
  house.clock.advance({ days: 3 });
  expect(await sweep(house, LapseInvitations)).toEqual({});
  expect(await events('volunteer')).toEqual([]);
});

it('a lapsed seat goes to the reserve, who gets the full time to answer', async () => {
  const { reserve } = await withReserve();
  house.clock.advance({ days: 8 });
  expect(await sweep(house, LapseInvitations)).toEqual({ lapsed: 1, reserves: 1 });
  expect(await proposal(world, reserve.id)).toMatchObject({
    state: 'invited',
    seat: 1,
    answerBy: '2026-09-22T16:00:00.000Z',
  });
});

const hindrances: [string, () => Promise<unknown>][] = [
  [
    'has paused',
    () => house.database.reader.query(`UPDATE volunteer SET state = 'paused' WHERE id = $1`, [world.volunteers.sun]),
  ],
  [
    'is no longer cleared',
    () =>
      house.database.reader.query(`UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1`, [
        world.volunteers.sun,
      ]),
  ],
  [
    'has agreed to something else at that time',
    async () => {
      const [need, offer] = [await openNeed(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
      const { id } = await inviteFor(house, world, need.id, offer.id, world.volunteers.sun);
      okay(await world.as('otherVolunteer').post(`/api/invitations/${id}/accept`));
    },
  ],
];
it.each(hindrances)('a reserve who %s is passed over', async (_, hinder) => {
  const { reserve, first } = await withReserve();
  await hinder();
  okay(await world.as('volunteer').post(`/api/invitations/${first.id}/decline`));
  expect(await proposal(world, reserve.id)).toMatchObject({ state: 'approved', reserveOrder: 1 });
  await house.database.reader.query(`UPDATE clearance SET revoked_at = NULL; UPDATE session SET state = 'cancelled'`);
});

it('what was proposed for a need that is withdrawn ends, and who was invited is told', async () => {
  const { reserve, first, need } = await withReserve();
  const { version } = okay(await world.as('coordinator').get<{ version: number }>(`/api/needs/${need.id}`));
  okay(await world.as('coordinator').post(`/api/needs/${need.id}/withdraw`, { version, reason: '停课' }));
  for (let run = 0; run < 2; run++)
    await house.app.get(NeedEnded).handle({ needId: need.id }, runOf(house, 'needs.ended', world.district));
  for (const { id } of [reserve, first])
    expect(await proposal(world, id)).toMatchObject({ state: 'cancelled', cancelReason: 'need_ended' });
  expect(await events('volunteer')).toEqual(['invitation_cancelled']);
  expect(await events('otherVolunteer')).toEqual([]);
});

it('the sweeps walk the index of what is due, however much is not', async () => {
  const { id, need } = await invited(house, world);
  await crowd(house, 'need', need.id, `jsonb_build_object('code', 'crowd-' || i)`);
  await house.database.reader.query(
    `INSERT INTO proposal SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'need_id', n.id, 'answer_by', p.answer_by + interval '60 days'))).*
     FROM proposal p, need n WHERE p.id = $1 AND n.code LIKE 'crowd-%'`,
    [id],
  );
  await house.database.reader.query('ANALYZE proposal');
  for (const [sql, params] of [
    [LAPSED, [START]],
    [TO_REMIND, [world.district, START, new Date(START.getTime() + 2 * 86_400_000), 200]],
  ] as const) {
    expect(await planOf(house, sql, params)).toMatch(
      /Index Scan using proposal_lapse on proposal[^]*Index Cond: [^]*answer_by/,
    );
  }
  house.clock.advance({ days: 8 });
  expect(await sweep(house, LapseInvitations)).toMatchObject({ lapsed: 1 });
});
