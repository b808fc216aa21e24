import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto } from '../../src/resources/resources.dto';
import { Jobs } from '../../src/platform/jobs/jobs';
import { UNCONFIRMED } from '../../src/upkeep/keep-current';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

jest.setTimeout(30_000);

let house: TestApp;
let world: World;
let need: NeedDto;
let offer: OfferDto;
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  house.clock.set('2026-08-20T09:00:00+08:00');
  world = await buildWorld(house);
  need = await openNeed(world, { periodFrom: '2026-08-24' });
  offer = await listOffer(world);
});
afterAll(() => house.close());

const sweep = (): Promise<void> => house.app.get(Jobs).runSchedule('menus.keep-current');
const notices = async (persona: 'coordinator' | 'volunteer' | 'admin'): Promise<string[]> =>
  (
    await house.database.reader.query(
      `SELECT event, params FROM notice WHERE account_id = $1 AND event LIKE '%to_confirm'`,
      [world.accounts[persona]],
    )
  ).map(({ event, params }: { event: string; params: { count: number } }) => `${event} ${params.count}`);
const staleNeeds = async (): Promise<string[]> =>
  (await world.as('coordinator').get<{ items: NeedDto[] }>('/api/needs?stale=true')).body.items.map(({ id }) => id);

it('asks each owner once when the term has begun', async () => {
  house.clock.set('2026-08-31T07:00:00+08:00');
  await sweep();
  expect(await notices('coordinator')).toEqual([]);
  house.clock.set('2026-09-01T07:00:00+08:00');
  await sweep();
  await Promise.all([sweep(), sweep()]);
  expect(await notices('coordinator')).toEqual(['needs_to_confirm 1']);
  expect(await notices('volunteer')).toEqual(['offers_to_confirm 1']);
  expect(await notices('admin')).toEqual(['offers_to_confirm 1']);
  const { body } = await world.as('coordinator').get<{ items: NeedDto[] }>('/api/needs?unconfirmed=true');
  expect(body.items.map(({ id }) => id)).toEqual([need.id]);
});

it('marks stale only what nobody confirmed in time, and one click takes the mark off', async () => {
  expect((await world.as('volunteer').post(`/api/offers/${offer.id}/confirm`, { version: offer.version })).status).toBe(
    200,
  );
  house.clock.set('2026-09-15T07:00:00+08:00');
  await sweep();
  expect(await staleNeeds()).toEqual([]);
  house.clock.set('2026-09-16T07:00:00+08:00');
  await Promise.all([sweep(), sweep()]);
  expect(await staleNeeds()).toEqual([need.id]);
  expect((await world.as('admin').get<{ items: unknown[] }>('/api/offers?stale=true')).body.items).toEqual([]);
  const current = (await world.as('coordinator').get<NeedDto>(`/api/needs/${need.id}`)).body;
  expect(
    (await world.as('coordinator').post<NeedDto>(`/api/needs/${need.id}/confirm`, { version: current.version })).body
      .staleSince,
  ).toBeNull();
  await sweep();
  expect(await staleNeeds()).toEqual([]);
});

it('a need is copied for a new period without its past dates and without the old consent', async () => {
  const dated = await openNeed(world, {
    oneToOne: true,
    under14: true,
    guardianConsentOn: '2026-09-01',
    alternatives: [
      {
        dates: [{ day: '2026-09-20', from: '09:00', to: '10:00' }],
        weekly: [{ weekday: 4, from: '15:00', to: '16:00' }],
      },
    ],
  });
  const copy = await world
    .as('coordinator')
    .post<NeedDto>(`/api/needs/${dated.id}/copy`, { periodFrom: '2027-02-22', periodTo: '2027-06-30' });
  expect(copy.status).toBe(201);
  expect(copy.body).toMatchObject({
    state: 'draft',
    title: dated.title,
    periodFrom: '2027-02-22',
    guardianConsentOn: null,
    alternatives: [{ dates: [], weekly: [expect.objectContaining({ weekday: 4 })] }],
  });
  expect(
    (
      await world
        .as('otherCoordinator')
        .post(`/api/needs/${dated.id}/copy`, { periodFrom: '2027-02-22', periodTo: '2027-06-30' })
    ).status,
  ).toBe(404);
});

it('an offer is copied as a draft of the same volunteer, without dates and days off that have passed', async () => {
  const availability = {
    anyTime: false,
    weekly: [{ weekday: 2, from: '14:00', to: '17:00' }],
    dates: [
      { day: '2026-09-10', from: '09:00', to: '10:00' },
      { day: '2027-03-10', from: '09:00', to: '10:00' },
    ],
    daysOff: [{ from: '2026-09-01', to: '2026-09-20' }],
    holidays: 'off',
  };
  const earlier = await listOffer(world, { availability, grades: 0b1110, siteNeeds: '投影仪', maxConcurrent: 2 });
  const copy = await world.as('volunteer').post<OfferDto>(`/api/offers/${earlier.id}/copy`, { from: '2027-02-22' });
  expect(copy.status).toBe(201);
  const { id: _, code, state, version: __, confirmedAt: ___, ...rest } = copy.body;
  expect([state, code === earlier.code]).toEqual(['draft', false]);
  expect(rest).toMatchObject({
    volunteerId: earlier.volunteerId,
    title: earlier.title,
    skills: earlier.skills,
    grades: 0b1110,
    siteNeeds: '投影仪',
    maxConcurrent: 2,
    availability: { ...availability, dates: [availability.dates[1]], daysOff: [] },
  });
  const history = await world.as('volunteer').get<{ change: object }[]>(`/api/offers/${copy.body.id}/history`);
  expect(history.body).toMatchObject([{ action: 'offer.create', change: { copiedFrom: earlier.code } }]);
  expect((await world.as('otherVolunteer').post(`/api/offers/${earlier.id}/copy`)).status).toBe(404);
  expect((await world.as('auditor').post(`/api/offers/${earlier.id}/copy`)).status).toBe(403);
});

it('an offer with nothing but passed dates keeps them in the copy: somebody has to say when', async () => {
  const availability = {
    anyTime: false,
    weekly: [],
    dates: [{ day: '2026-09-10', from: '09:00', to: '10:00' }],
    daysOff: [],
    holidays: 'same',
  };
  const earlier = await listOffer(world, { availability });
  const copy = await world.as('admin').post<OfferDto>(`/api/offers/${earlier.id}/copy`);
  expect(copy.body.availability.dates).toEqual(availability.dates);
});

it('weeks of a term that is over are those of the next one in the copy; weeks still to come stay', async () => {
  // 第2、3周周三, of a term that begins on a Tuesday.
  const dates = ['2026-09-09', '2026-09-16'].map((day) => ({ day, from: '14:00', to: '15:00' }));
  const availability = { anyTime: false, weekly: [], dates, daysOff: [], holidays: 'same' };
  const earlier = await listOffer(world, { availability });
  const spring = { name: '2027 年春季学期', startsOn: '2027-02-22', endsOn: '2027-07-02' };
  const term = await world.as('admin').post<{ id: string; version: number }>('/api/terms', spring);
  expect(term.status).toBe(201);
  const copied = async (id: string, from: string): Promise<string[]> =>
    (await world.as('admin').post<OfferDto>(`/api/offers/${id}/copy`, { from })).body.availability.dates.map(
      ({ day }) => day,
    );
  expect(await copied(earlier.id, '2027-02-20')).toEqual(['2027-03-03', '2027-03-10']);
  // Within the same term there is no other such week.
  expect(await copied(earlier.id, '2026-12-01')).toEqual(['2026-09-09', '2026-09-16']);
  // As 第3周 comes in from a workbook: spelt out for a year.
  const both = [...dates, { day: '2027-03-03', from: '14:00', to: '15:00' }];
  const ahead = await listOffer(world, { availability: { ...availability, dates: both } });
  expect(await copied(ahead.id, '2027-02-20')).toEqual(['2027-03-03']);
  const gone = await world.as('admin').delete(`/api/terms/${term.body.id}?version=${term.body.version}`);
  expect(gone.status).toBeLessThan(300);
});

it('what is over cannot be confirmed', async () => {
  const line = await openNeed(world);
  const gone = await world
    .as('coordinator')
    .post<NeedDto>(`/api/needs/${line.id}/withdraw`, { version: line.version, reason: '不再需要' });
  const retired = await listOffer(world).then(({ id, version }) =>
    world.as('admin').post<OfferDto>(`/api/offers/${id}/retire`, { version }),
  );
  for (const [url, version] of [
    [`/api/needs/${line.id}/confirm`, gone.body.version],
    [`/api/offers/${retired.body.id}/confirm`, retired.body.version],
  ] as const)
    expect(await world.as('admin').post(url, { version })).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition' },
    });
});

it('looks for unconfirmed lines through an index', async () => {
  for (const table of ['need', 'offer'] as const) {
    const plan = await house.database.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return tx.query(`EXPLAIN SELECT id FROM ${table} WHERE ${UNCONFIRMED[table]}`, [world.district, new Date()]);
    });
    expect(JSON.stringify(plan)).toContain(`${table}_unconfirmed`);
  }
});
