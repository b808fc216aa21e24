import { addDays, daysBetween } from '../../src/districts/local-time';
import { DEFAULT_POLICY, Menus } from '../../src/matching/engine/menus';
import { loadMenus, SnapshotRequest } from '../../src/matching/snapshot';
import type { Tx } from '../../src/platform/database/database';
import { newId } from '../../src/platform/ids';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

/** The rows of one district as the engine's menus. The clock stands at Monday, 7 September 2026, 9:00. */
let house: TestApp;
let world: World;
const FROM = '2026-09-07';
const TO = '2027-01-20';

beforeEach(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
}, 60_000);
afterEach(() => house?.close());

const sql = (text: string, ...params: unknown[]): Promise<Record<string, unknown>[]> =>
  house.database.reader.query(text, params);
const load = (change: Partial<SnapshotRequest> = {}, through?: Tx): Promise<Menus> => {
  const request: SnapshotRequest = {
    districtId: world.district,
    roundId: null,
    from: FROM,
    to: TO,
    scope: {},
    timezone: 'Asia/Shanghai',
    now: house.clock.now(),
    ...change,
  };
  return house.database.snapshot((tx) => loadMenus(through ?? tx, request, DEFAULT_POLICY));
};
const minute = (day: string, hour: number): number => daysBetween(FROM, day) * 1440 + hour * 60;

/** A proposal in a state, with one meeting on a Tuesday. */
async function propose(
  needId: string,
  offerId: string,
  state: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const row = {
    id: newId(),
    district_id: world.district,
    state,
    source: 'admin',
    round_id: null,
    need_id: needId,
    offer_id: offerId,
    volunteer_id: world.volunteers.zhao,
    seat: 1,
    occurrences: JSON.stringify([{ startsAt: '2026-09-15T16:30:00+08:00', endsAt: '2026-09-15T17:30:00+08:00' }]),
    score: 500,
    created_at: house.clock.now(),
    updated_at: house.clock.now(),
    ...more,
  };
  const columns = Object.keys(row);
  await sql(
    `INSERT INTO proposal (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    ...Object.values(row),
  );
  return row.id;
}

it('takes open, confirmed needs of the horizon and the scope, and listed, confirmed offers of active volunteers', async () => {
  const wanted = await openNeed(world);
  const other = await openNeed(
    world,
    { schoolId: world.schools.second, programmeId: world.programmes.caringPair },
    'otherCoordinator',
  );
  const stale = await openNeed(world);
  await openNeed(world, { periodFrom: '2027-02-20', periodTo: '2027-03-20' });
  await sql('UPDATE need SET stale_since = now() WHERE id = $1', stale.id);
  const offer = await listOffer(world);
  const staleOffer = await listOffer(world, { title: '旧' });
  await sql('UPDATE offer SET stale_since = now() WHERE id = $1', staleOffer.id);
  const paused = await listOffer(world, { volunteerId: world.volunteers.sun });
  await sql(`UPDATE volunteer SET state = 'paused' WHERE id = $1`, world.volunteers.sun);

  const menus = await load();
  expect(menus.needs.map(({ id }) => id)).toEqual([wanted.id, other.id].sort());
  expect(menus.offers.map(({ id }) => id)).toEqual([offer.id]);
  expect(menus.offers.map(({ id }) => id)).not.toContain(paused.id);
  expect(menus.volunteers.map(({ id }) => id)).toEqual([world.volunteers.zhao]);
  expect((await load({ scope: { schoolId: world.schools.second } })).needs.map(({ id }) => id)).toEqual([other.id]);
  expect((await load({ scope: { programmeId: world.programmes.caringPair } })).needs.map(({ id }) => id)).toEqual([
    other.id,
  ]);
  expect((await load({ districtId: world.otherDistrict })).needs).toEqual([]);
  expect(JSON.stringify(await load())).toBe(JSON.stringify(menus));
});

it('leaves out the offers of somebody who comes back while a pair is read, statement by statement', async () => {
  const { id: offerId } = await listOffer(world);
  const { id: needId } = await openNeed(world);
  await sql(`UPDATE volunteer SET state = 'paused' WHERE id = $1`, world.volunteers.zhao);
  const back = `UPDATE volunteer SET state = 'active' WHERE id = $1`;
  const query = async (text: string, params: unknown[]) => {
    const rows = await sql(text, ...params);
    if (text.includes('FROM volunteer v')) await sql(back, world.volunteers.zhao);
    return rows;
  };
  const menus = await load({ only: { needId, offerId } }, { query } as unknown as Tx);
  expect([menus.needs.length, menus.volunteers, menus.offers]).toEqual([1, [], []]);
  expect(await load({ only: { needId, offerId } })).toMatchObject({ offers: [{ id: offerId }] });
});

it('expands times over the calendar: not on holidays, on the days made up for them, and nothing that has begun', async () => {
  const thursdays = await openNeed(world, {
    alternatives: [{ dates: [], weekly: [{ weekday: 4, from: '16:30', to: '17:30' }] }],
    periodFrom: '2026-09-14',
    periodTo: '2026-10-16',
  });
  const today = await openNeed(world, {
    alternatives: [
      {
        dates: [
          { day: FROM, from: '08:00', to: '09:00' },
          { day: FROM, from: '15:00', to: '16:00' },
        ],
        weekly: [],
      },
    ],
    periodFrom: FROM,
    periodTo: FROM,
  });
  await sql(
    `INSERT INTO calendar_day (district_id, day, kind, follows_weekday, holiday_id)
     SELECT $1, '2026-10-10', 'workday', 4, id FROM holiday WHERE district_id = $1`,
    world.district,
  );
  await listOffer(world, {
    availability: {
      anyTime: false,
      weekly: [{ weekday: 4, from: '13:00', to: '18:00' }],
      dates: [],
      daysOff: [],
      holidays: 'same',
    },
  });
  const menus = await load();
  const days = menus.needs
    .find(({ id }) => id === thursdays.id)!
    .alternatives[0].occurrences.map(({ from }) => addDays(FROM, Math.floor(from / 1440)));
  expect(days).toEqual(['2026-09-17', '2026-09-24', '2026-10-08', '2026-10-10', '2026-10-15']);
  expect(menus.needs.find(({ id }) => id === today.id)!.alternatives[0].occurrences).toEqual([
    { from: 15 * 60, to: 16 * 60 },
  ]);
  // Whoever is free on Thursdays is free on the Saturday that follows Thursday's timetable.
  expect(menus.offers[0].availability.dates).toEqual([
    { from: minute('2026-10-10', 13), to: minute('2026-10-10', 18) },
  ]);
});

it('keeps the first week of an every-second-week need when the horizon begins later', async () => {
  const every = { weekday: 2, from: '16:30', to: '17:30', everyWeeks: 2 };
  await openNeed(world, {
    alternatives: [{ dates: [], weekly: [every] }],
    periodFrom: '2026-09-14',
    periodTo: '2026-10-31',
  });
  const days = async (from: string): Promise<string[]> =>
    (await load({ from })).needs[0].alternatives[0].occurrences.map((one) =>
      addDays(from, Math.floor(one.from / 1440)),
    );
  expect(await days('2026-09-22')).toEqual((await days(FROM)).filter((day) => day >= '2026-09-22'));
});

it('turns school holidays into days off, as the offer says', async () => {
  const offer = async (holidays: string): Promise<number[]> => {
    const { id } = await listOffer(world, {
      availability: {
        anyTime: true,
        weekly: [],
        dates: [],
        daysOff: [{ from: '2026-09-08', to: '2026-09-09' }],
        holidays,
      },
    });
    return (await load({ from: FROM, to: '2026-10-02' })).offers.find((one) => one.id === id)!.availability.daysOff;
  };
  expect(await offer('same')).toEqual([1, 2]);
  expect(await offer('off')).toEqual([1, 2, 24]); // 1 October
  expect(await offer('only')).toEqual(Array.from({ length: 26 }, (_, day) => day).filter((day) => day !== 24));
});

it('places needs and homes at their own point, else at their area, else nowhere; a need at school at the school', async () => {
  const [{ id: area }] = await sql(
    `INSERT INTO area (id, district_id, name, latitude, longitude) VALUES ($1, $2, '梨园', 30.6, 114.5) RETURNING id`,
    newId(),
    world.district,
  );
  const atSchool = await openNeed(world);
  const atArea = await openNeed(world, { placeKind: 'other', placeName: '社区', areaId: area });
  const unknown = await openNeed(world, { placeKind: 'other', placeName: '某处' });
  const online = await openNeed(world, { placeKind: 'online' });
  await sql(
    'UPDATE volunteer SET latitude = NULL, longitude = NULL, area_id = $2 WHERE id = $1',
    world.volunteers.zhao,
    area,
  );
  await sql('UPDATE volunteer SET latitude = NULL, longitude = NULL WHERE id = $1', world.volunteers.sun);
  const menus = await load();
  const place = (id: string): unknown => menus.needs.find((one) => one.id === id)!.place;
  expect(place(atSchool.id)).toEqual({ kind: 'site', at: { latitude: 30.55, longitude: 114.4 } });
  expect(place(atArea.id)).toEqual({ kind: 'site', at: { latitude: 30.6, longitude: 114.5 } });
  expect(place(unknown.id)).toEqual({ kind: 'site', at: null });
  expect(place(online.id)).toEqual({ kind: 'online' });
  const home = (id: string): unknown => menus.volunteers.find((one) => one.id === id)!.home;
  expect(home(world.volunteers.zhao)).toEqual({ latitude: 30.6, longitude: 114.5 });
  expect(home(world.volunteers.sun)).toBeNull();
});

it('counts the clearance that lasts longest and has not been revoked', async () => {
  await sql(`UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1`, world.volunteers.zhao);
  const until = async (): Promise<number | null> =>
    (await load()).volunteers.find(({ id }) => id === world.volunteers.zhao)!.clearedUntil;
  expect(await until()).toBeNull();
  await sql(
    `INSERT INTO clearance (id, district_id, volunteer_id, number, authority, checked_on, expires_on, created_at) VALUES ($1, $2, $3, 'a', 'b', '2026-09-01', '2026-09-30', now())`,
    newId(),
    world.district,
    world.volunteers.zhao,
  );
  expect(await until()).toBe(23);
});

it('lets what is approved or sent hold its seat, its alternative and the time; a reserve holds nothing', async () => {
  const two = [
    { dates: [{ day: '2026-09-15', from: '16:30', to: '17:30' }], weekly: [] },
    { dates: [{ day: '2026-09-22', from: '16:30', to: '17:30' }], weekly: [] },
  ];
  const need = await openNeed(world, { seats: 3, minimum: 2, alternatives: two });
  const full = await openNeed(world);
  const offer = await listOffer(world);
  await propose(need.id, offer.id, 'approved', { alternative: 0 });
  await propose(full.id, offer.id, 'invited', { volunteer_id: world.volunteers.sun });
  const reserve = await openNeed(world);
  await propose(reserve.id, offer.id, 'approved', { reserve_order: 1 });
  const menus = await load();
  expect(menus.needs.map(({ id }) => id)).toEqual([need.id, reserve.id].sort());
  const line = menus.needs.find(({ id }) => id === need.id)!;
  expect(line).toMatchObject({ seats: 2, minimum: 1 });
  expect(line.alternatives.map(({ occurrences }) => occurrences.length)).toEqual([1, 0]);
  expect(menus.commitments.map(({ need: of, volunteer }) => [of, volunteer]).sort()).toEqual(
    [
      [need.id, world.volunteers.zhao],
      [full.id, world.volunteers.sun],
    ].sort(),
  );
  const held = menus.commitments.find((one) => one.need === need.id)!;
  expect(held.occurrences).toEqual([{ from: minute('2026-09-15', 16.5), to: minute('2026-09-15', 17.5) }]);
  // An hour of service, and the way there and back: 0.4 km by bus and 10 minutes each.
  expect(held.monthlyMinutes).toEqual([60 + 2 * 12, 0, 0, 0, 0]);
});

it('holds the proposals of the rest fixed in a round over a part', async () => {
  const here = await openNeed(world);
  const there = await openNeed(world, { schoolId: world.schools.second }, 'otherCoordinator');
  const offer = await listOffer(world);
  for (const { id } of [here, there]) await propose(id, offer.id, 'proposed', { source: 'round' });
  expect((await load()).commitments).toEqual([]);
  const part = await load({ scope: { schoolId: world.schools.first } });
  expect(part.needs.map(({ id }) => id)).toEqual([here.id]);
  expect(part.commitments.map(({ need }) => need)).toEqual([there.id]);
});

it('brings exclusions that stand, a lapse only in its own round, and pins', async () => {
  const need = await openNeed(world);
  const offer = await listOffer(world);
  const [{ id: roundId }] = await sql(
    `INSERT INTO round (id, district_id, code, state, horizon_from, horizon_to, policy_id, seed, requested_at) SELECT $1, $2, '轮-1', 'solved', $3, $3, id, 1, now() FROM policy WHERE district_id = $2 RETURNING id`,
    newId(),
    world.district,
    FROM,
  );
  const exclude = (reason: string, more: [string | null, string | null, Date | null]): Promise<unknown> =>
    sql(
      `INSERT INTO exclusion (id, district_id, volunteer_id, need_id, school_id, reason, side, round_id, created_at, lifted_at) VALUES ($1, $2, $3, $4, $5, $6, 'volunteer', $7, now(), $8)`,
      newId(),
      world.district,
      world.volunteers.zhao,
      more[0],
      more[1],
      reason,
      reason === 'lapsed' ? roundId : null,
      more[2],
    );
  await exclude('declined', [need.id, null, null]);
  await exclude('blocked', [null, world.schools.second, null]);
  await exclude('conflict_of_interest', [null, world.schools.first, new Date()]);
  await exclude('lapsed', [need.id, null, null]);
  await propose(need.id, offer.id, 'proposed', { pinned: true });
  const reasons = async (round: string | null): Promise<string[]> =>
    (await load({ roundId: round })).exclusions.map(({ reason }) => reason).sort();
  expect(await reasons(null)).toEqual(['blocked', 'declined']);
  expect(await reasons(roundId as string)).toEqual(['blocked', 'declined', 'lapsed']);
  expect((await load()).pins).toEqual([{ need: need.id, offer: offer.id, alternative: null }]);
});
