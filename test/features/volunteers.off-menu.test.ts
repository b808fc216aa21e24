import type { EngagementDetailDto } from '../../src/engagements/engagements.dto';
import { OffMenu } from '../../src/engagements/off-menu';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OffMenuPayload } from '../../src/resources/resources.jobs';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import {
  count,
  draft,
  invitation,
  invited,
  okay,
  proposal,
  proposalsOf,
  propose,
  publish,
  runOf,
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
/** Everybody is back, free, and has heard nothing. */
afterEach(async () => {
  for (const sql of [
    `UPDATE volunteer SET state = 'active'`,
    `UPDATE session SET state = 'cancelled' WHERE state = 'planned'`,
    `UPDATE proposal SET state = 'cancelled' WHERE state IN ('approved', 'invited')`,
    `DELETE FROM outbox`,
    `DELETE FROM notice`,
  ])
    await house.database.reader.query(sql);
});

const zhao = async (): Promise<VolunteerDto> =>
  okay(await world.as('admin').get<VolunteerDto>(`/api/volunteers/${world.volunteers.zhao}`));
const step = async (verb: string, body: object = {}): Promise<VolunteerDto> =>
  okay(
    await world.as('volunteer').post<VolunteerDto>(`/api/volunteers/${world.volunteers.zhao}/${verb}`, {
      version: (await zhao()).version,
      ...body,
    }),
  );

/** Delivers what left through the outbox, as often as asked, under its own id. */
async function deliver(times = 2): Promise<void> {
  const rows: { id: string; payload: OffMenuPayload }[] = await house.database.reader.query(
    `SELECT id, payload FROM outbox WHERE job = 'resources.off-menu' ORDER BY id`,
  );
  for (const { id, payload } of rows)
    for (let time = 0; time < times; time++)
      await house.app.get(OffMenu).handle(payload, { ...runOf(house, 'off-menu', world.district), outboxId: id });
}

const told = (event: string, who: 'coordinator' | 'volunteer' | 'otherVolunteer'): Promise<number> =>
  count(house, `notice WHERE event = $1 AND account_id = $2`, [event, world.accounts[who]]);

/** One seat: 赵爷爷 is invited, 孙奶奶 waits as the approved reserve. */
async function withReserve(): Promise<{ first: string; reserve: string; need: NeedDto }> {
  const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
  const need = await openNeed(world);
  const roundId = await solvedRound(house, world);
  await propose(house, world, roundId, [draft(need.id, mine.id, world.volunteers.zhao)]);
  const [{ id: first, version }] = await proposalsOf(world, roundId);
  okay(await world.as('admin').post(`/api/proposals/${first}/approve`, { version }));
  const made = okay(
    await world
      .as('admin')
      .post<{ id: string; version: number }>('/api/proposals', { needId: need.id, offerId: other.id }),
  );
  okay(await world.as('admin').post(`/api/proposals/${made.id}/approve`, { version: made.version, reserve: true }));
  await publish(house, world, roundId);
  return { first, reserve: made.id, need };
}

it('a volunteer who pauses takes no open invitation along: it is cancelled with a notice, and the reserve is asked', async () => {
  const { first, reserve } = await withReserve();
  const { id: proposed } = okay(
    await world
      .as('volunteer')
      .post<{ id: string }>(
        `/api/needs/${(await openNeed(world, { alternatives: [{ dates: [], weekly: [{ weekday: 4, from: '14:00', to: '15:00' }] }] })).id}/applications`,
        {
          offerId: (await listOffer(world)).id,
        },
      ),
  );
  await step('pause');
  await deliver();
  expect(await proposal(world, first)).toMatchObject({ state: 'cancelled', cancelReason: 'off_menu' });
  expect((await proposal(world, proposed)).state).toBe('cancelled');
  expect((await invitation(world, reserve)).state).toBe('invited');
  expect(await told('invitation_cancelled', 'volunteer')).toBe(1);
  expect(await told('invitation_withdrawn', 'coordinator')).toBe(1);
  expect(await count(house, `audit_event WHERE entity_id = $1 AND action = 'proposal.cancel'`, [first])).toBe(1);
});

it('a pause keeps what was agreed and tells its school, each time; or ends it, if that is wished', async () => {
  const { id } = await invited(house, world);
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
  );
  const state = async () => okay(await world.as('admin').get<EngagementDetailDto>(`/api/engagements/${engagementId}`));
  for (const pauses of [1, 2]) {
    await step('pause');
    await deliver();
    expect((await state()).state).toBe('agreed');
    expect(await told('volunteer_paused', 'coordinator')).toBe(pauses);
    // An offer that goes from the menu meanwhile is no second pause.
    const { offerId } = await state();
    const offer = okay(await world.as('admin').get<OfferDto>(`/api/offers/${offerId}`));
    okay(await world.as('volunteer').post(`/api/offers/${offerId}/pause`, { version: offer.version }));
    await deliver();
    expect(await told('volunteer_paused', 'coordinator')).toBe(pauses);
    const { version } = okay(await world.as('admin').get<OfferDto>(`/api/offers/${offerId}`));
    okay(await world.as('admin').post(`/api/offers/${offerId}/list`, { version }));
    okay(
      await world
        .as('admin')
        .post(`/api/volunteers/${world.volunteers.zhao}/activate`, { version: (await zhao()).version }),
    );
    // Late, when the volunteer is back: nothing to do any more.
    await deliver();
    expect(await told('volunteer_paused', 'coordinator')).toBe(pauses);
    house.clock.advance({ minutes: 1 });
  }
  await step('pause', { endEngagements: true });
  await deliver();
  expect(await state()).toMatchObject({ state: 'ended', endedBy: 'volunteer', replacementSought: true });
});

it('a volunteer who leaves is replaced: meetings end, the seat is open or the reserve’s, both sides read it once', async () => {
  const { first, reserve, need } = await withReserve();
  const { engagementId } = okay(
    await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${first}/accept`),
  );
  await step('leave');
  await deliver(3);
  const ended = okay(await world.as('admin').get<EngagementDetailDto>(`/api/engagements/${engagementId}`));
  expect(ended).toMatchObject({
    state: 'ended',
    endedBy: 'volunteer',
    endReason: 'volunteer_left',
    replacementSought: true,
  });
  expect(new Set(ended.sessions.map(({ state }) => state))).toEqual(new Set(['cancelled']));
  expect(await told('engagement_ended', 'coordinator')).toBe(1);
  expect((await invitation(world, reserve)).state).toBe('invited');
  expect(await told('seat_open_again', 'coordinator')).toBe(0);
  okay(await world.as('otherVolunteer').post(`/api/invitations/${reserve}/accept`));
  expect(okay(await world.as('admin').get<NeedDto>(`/api/needs/${need.id}`)).state).toBe('filled');
});

it('an offer that is paused takes back its own invitations alone', async () => {
  const mine = await invited(house, world, { pair: { occurrences: weekly('2026-09-15', 2) } });
  const other = await invited(house, world, { pair: { occurrences: weekly('2026-10-15', 2) } });
  const offer = okay(await world.as('admin').get<OfferDto>(`/api/offers/${mine.offerId}`));
  okay(await world.as('volunteer').post(`/api/offers/${offer.id}/pause`, { version: offer.version }));
  await deliver();
  expect((await invitation(world, mine.id)).state).toBe('cancelled');
  expect((await invitation(world, other.id)).state).toBe('invited');
});

it('a yes while the volunteer leaves: agreed and then ended, or refused; in the end nothing is left of it', async () => {
  const lines = [];
  for (let week = 0; week < 4; week++)
    lines.push(await invited(house, world, { pair: { occurrences: weekly(`2026-10-1${week}`, 1) } }));
  const yes = lines.map(({ id }) => world.as('volunteer').post<{ code?: string }>(`/api/invitations/${id}/accept`));
  const [left, ...answers] = await Promise.all([step('leave'), ...yes]);
  expect(left.state).toBe('left');
  for (const { status, body } of answers) expect(status < 300 || body.code === 'volunteer_not_active').toBe(true);
  await deliver();
  expect(await count(house, `engagement WHERE volunteer_id = $1 AND state <> 'ended'`, [world.volunteers.zhao])).toBe(
    0,
  );
  expect(
    await count(house, `proposal WHERE volunteer_id = $1 AND state IN ('approved', 'invited', 'accepted')`, [
      world.volunteers.zhao,
    ]),
  ).toBe(0);
  expect(await count(house, `session WHERE volunteer_id = $1 AND state = 'planned'`, [world.volunteers.zhao])).toBe(0);
  for (const { need } of lines)
    expect(okay(await world.as('admin').get<NeedDto>(`/api/needs/${need.id}`)).state).toBe('open');
});

describe('a clearance that is taken back', () => {
  const revoke = (by: 'admin' | 'coordinator' | 'outsider' = 'admin', reason = '复核未通过') =>
    world
      .as(by)
      .post<VolunteerDto & { code?: string }>(`/api/volunteers/${world.volunteers.zhao}/clearances/revoke`, { reason });
  const clear = () =>
    world.as('admin').post(`/api/volunteers/${world.volunteers.zhao}/clearances`, {
      number: '查-新',
      authority: '区公安分局',
      checkedOn: '2026-09-01',
      expiresOn: '2027-08-31',
    });
  afterEach(async () => void okay(await clear()));

  it('ends what was agreed with minors, cancels what was sent, asks the reserve, and leaves the rest alone', async () => {
    const agreed = await invited(house, world, { pair: { occurrences: weekly('2026-09-15', 2) } });
    const yes = okay(
      await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${agreed.id}/accept`),
    );
    const adults = await invited(house, world, {
      pair: { occurrences: weekly('2026-11-12', 2) },
      need: { audience: 'young_teachers', minors: false },
    });
    const { first, reserve } = await withReserve();
    const answer = okay(await revoke());
    expect(answer).toMatchObject({ clearance: null, clearanceStatus: 'missing' });
    await deliver(3);
    const ended = okay(await world.as('admin').get<EngagementDetailDto>(`/api/engagements/${yes.engagementId}`));
    expect(ended).toMatchObject({
      state: 'ended',
      endedBy: 'district',
      endReason: 'clearance_revoked',
      replacementSought: true,
    });
    expect(await proposal(world, first)).toMatchObject({ state: 'cancelled', cancelReason: 'not_cleared' });
    expect((await invitation(world, reserve)).state).toBe('invited');
    expect((await invitation(world, adults.id)).state).toBe('invited');
    expect(await told('engagement_ended', 'coordinator')).toBe(1);
    expect(await told('engagement_ended', 'volunteer')).toBe(1);
    const { body: lines } = await world
      .as('coordinator')
      .get<{ action: string; changes: object[] }[]>(`/api/volunteers/${world.volunteers.zhao}/history`);
    expect(lines.filter(({ action }) => action === 'clearance.revoke').at(-1)?.changes).toEqual([
      { field: 'revokeReason', from: null, to: '复核未通过', kept: true },
    ]);
  });

  it('changes nothing when the volunteer has been cleared anew before the job comes', async () => {
    const { id } = await invited(house, world);
    const { engagementId } = okay(
      await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
    );
    okay(await revoke());
    okay(await clear());
    await deliver();
    expect(okay(await world.as('admin').get<EngagementDetailDto>(`/api/engagements/${engagementId}`)).state).toBe(
      'agreed',
    );
  });

  it('while a yes is on its way: agreed and then ended, or refused', async () => {
    const { id } = await invited(house, world);
    const [said, taken] = await Promise.all([
      world.as('volunteer').post<{ engagementId?: string; code?: string }>(`/api/invitations/${id}/accept`),
      revoke(),
    ]);
    expect(taken.status).toBe(200);
    expect(said.status < 300 || said.body.code === 'not_cleared').toBe(true);
    await deliver();
    const live = await count(
      house,
      `engagement e JOIN need n ON n.id = e.need_id WHERE n.minors AND e.volunteer_id = $1 AND e.state IN ('agreed', 'serving')`,
      [world.volunteers.zhao],
    );
    expect(live).toBe(0);
  });

  it('is an admin’s, needs a reason, and something to take back', async () => {
    expect((await revoke('coordinator')).status).toBe(403);
    expect((await revoke('outsider')).status).toBe(404);
    expect((await revoke('admin', '')).body).toMatchObject({ errors: [{ pointer: '/reason' }] });
    okay(await revoke());
    expect((await revoke()).body).toMatchObject({ code: 'not_cleared' });
  });
});
