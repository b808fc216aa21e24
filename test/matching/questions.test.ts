import { Client } from 'pg';
import { insertRows } from '../../src/demo/demo';
import { EAST_LAKE, generateDistrict } from '../../src/demo/generate';
import { factsOf } from '../../src/matching/engine/facts';
import { Funnels } from '../../src/matching/engine/funnel';
import { DEFAULT_POLICY } from '../../src/matching/engine/menus';
import { MatchingService } from '../../src/matching/matching.service';
import type { WhoCouldDto } from '../../src/matching/matching.dto';
import { loadMenus } from '../../src/matching/snapshot';
import { newId } from '../../src/platform/ids';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, needDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';
import type { NeedDto } from '../../src/needs/needs.dto';
import { NeedsService } from '../../src/needs/needs.service';

let house: TestApp;
let world: World;
let matching: MatchingService;

beforeEach(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  matching = house.app.get(MatchingService);
}, 60_000);
afterEach(() => house?.close());

const sql = (text: string, ...params: unknown[]): Promise<Record<string, unknown>[]> =>
  house.database.reader.query(text, params);
const check = (needId: string, offerId: string, alternative?: number) =>
  matching.checkPair(house.database.reader, world.district, needId, offerId, alternative);

describe('one pair', () => {
  it('that fits has its score, its facts and its dates', async () => {
    const need = await openNeed(world, { wishedOfferId: null });
    const offer = await listOffer(world);
    const judged = await check(need.id, offer.id);
    expect(judged).toMatchObject({ hard: [], soft: [], alternative: 0 });
    expect(judged.occurrences).toHaveLength(16);
    expect(judged.occurrences[0]).toEqual({ startsAt: '2026-09-15T08:30:00.000Z', endsAt: '2026-09-15T09:30:00.000Z' });
    expect(judged.score).toBe(Object.values(judged.parts).reduce((sum, part) => sum + part, 0));
    expect(judged.reasons.map(({ code }) => code)).toContain('distance');
  });

  it('tells what nobody may set aside from what a person may', async () => {
    const need = await openNeed(world, {
      categoryId: world.categories.teaching,
      skills: [{ skillId: world.skills.maths }],
    });
    const offer = await listOffer(world);
    await sql('UPDATE clearance SET revoked_at = now()');
    await sql(
      `INSERT INTO exclusion (id, district_id, volunteer_id, need_id, reason, side, created_at) VALUES ($1, $2, $3, $4, 'declined', 'volunteer', now())`,
      newId(),
      world.district,
      world.volunteers.zhao,
      need.id,
    );
    const { hard, soft } = await check(need.id, offer.id);
    expect(hard.map(({ code }) => code)).toEqual(['clearance', 'excluded']);
    expect(soft.map(({ code }) => code)).toEqual(['category', 'required_skills']);
    expect(hard[1].params).toEqual({ because: 'declined' });
  });

  it('chooses the alternative with the fewest objections, or judges the one that is named', async () => {
    const at = (day: string, from: string, to: string): unknown => ({ dates: [{ day, from, to }], weekly: [] });
    const need = await openNeed(world, {
      alternatives: [at('2026-09-15', '08:00', '09:00'), at('2026-09-16', '16:00', '17:00')],
    });
    const offer = await listOffer(world);
    expect(await check(need.id, offer.id)).toMatchObject({
      soft: [],
      alternative: 1,
      occurrences: [{ startsAt: '2026-09-16T08:00:00.000Z' }],
    });
    expect(await check(need.id, offer.id, 0)).toMatchObject({ soft: [{ code: 'availability' }], alternative: 0 });
    expect(await check(need.id, offer.id, 5)).toMatchObject({ hard: [{ code: 'time_off_the_menu' }] });
  });

  it('is judged beside what the volunteer has agreed to or been asked', async () => {
    const [first, second] = [
      await openNeed(world),
      await openNeed(world, { schoolId: world.schools.second }, 'otherCoordinator'),
    ];
    const offer = await listOffer(world);
    const judged = await check(first.id, offer.id);
    await sql(
      `INSERT INTO proposal (id, district_id, state, source, need_id, offer_id, volunteer_id, seat, occurrences, score, created_at, updated_at) VALUES ($1, $2, 'approved', 'admin', $3, $4, $5, 1, $6, 1, now(), now())`,
      newId(),
      world.district,
      first.id,
      offer.id,
      world.volunteers.zhao,
      JSON.stringify(judged.occurrences),
    );
    expect((await check(second.id, offer.id)).hard.map(({ code }) => code)).toEqual(['overlap']);
    expect((await check(first.id, offer.id)).hard.map(({ code }) => code)).toEqual(['one_seat', 'overlap']);
  });

  it('that is not on the menus says so; a stale line still counts', async () => {
    const need = await openNeed(world);
    const offer = await listOffer(world);
    await sql('UPDATE need SET stale_since = now()');
    await sql('UPDATE offer SET stale_since = now()');
    expect((await check(need.id, offer.id)).hard).toEqual([]);
    await sql(`UPDATE need SET state = 'withdrawn'`);
    await sql(`UPDATE volunteer SET state = 'paused'`);
    expect((await check(need.id, offer.id)).hard).toEqual([{ code: 'need_not_open' }, { code: 'offer_not_listed' }]);
  });
});

describe('who could', () => {
  const ask = async (change: Record<string, unknown> = {}): Promise<WhoCouldDto> => {
    const answer = await world.as('coordinator').post<WhoCouldDto>('/api/needs/who-could', needDraft(world, change));
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  };

  it('answers while a need is written, and hears at once of every change', async () => {
    expect(await ask()).toEqual({ eligible: 0, eliminated: { no_offer: 2 } });
    const offer = await listOffer(world);
    expect(await ask()).toEqual({ eligible: 1, eliminated: { no_offer: 1 } });
    expect(await ask({ grades: 0b10, title: '' })).toEqual({ eligible: 1, eliminated: { no_offer: 1 } });
    expect(await ask({ alternatives: [{ dates: [], weekly: [{ weekday: 2, from: '08:00', to: '09:00' }] }] })).toEqual({
      eligible: 0,
      eliminated: { no_offer: 1, availability: 1 },
    });
    // No time yet: whoever writes has not come so far.
    expect(await ask({ alternatives: [] })).toEqual({ eligible: 1, eliminated: { no_offer: 1 } });
    await sql('UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1', world.volunteers.zhao);
    expect(await ask()).toEqual({ eligible: 0, eliminated: { no_offer: 1, clearance: 1 } });
    expect(await ask({ minors: false })).toEqual({ eligible: 1, eliminated: { no_offer: 1 } });
    await sql(`UPDATE offer SET state = 'paused', version = version + 1 WHERE id = $1`, offer.id);
    expect(await ask({ minors: false })).toEqual({ eligible: 0, eliminated: { no_offer: 2 } });
  });

  it('is for those who may write needs of the school', async () => {
    expect((await world.as('otherCoordinator').post('/api/needs/who-could', needDraft(world))).status).toBe(403);
    expect((await world.as('volunteer').post('/api/needs/who-could', needDraft(world))).status).toBe(403);
    expect((await world.as('outsider').post('/api/needs/who-could', needDraft(world))).status).toBe(404);
    expect(
      await world.as('coordinator').post('/api/needs/who-could', needDraft(world, { periodTo: '2026-01-01' })),
    ).toMatchObject({ status: 422, body: { errors: [{ pointer: '/periodTo', code: 'before_start' }] } });
  });

  it('says of a need as it is written what a round says of it on the menu', async () => {
    const rows = generateDistrict(
      { ...EAST_LAKE, slug: 'other', schools: 10, volunteers: 80, offers: 140, needs: 60 },
      3,
      house.clock.now(),
      'nobody signs in',
    );
    // Who has said no to a need on the menu has not said no to one that is still being written.
    rows.exclusion = rows.exclusion.filter(({ need_id }) => need_id === null);
    const client = new Client({ connectionString: house.url });
    await client.connect();
    await insertRows(client, rows);
    await client.end();
    const districtId = rows.district[0].id as string;
    const admin = rows.membership.find(({ role }) => role === 'admin')!.account_id as string;
    const request = {
      districtId,
      roundId: null,
      from: '2026-09-07',
      to: '2027-09-07',
      scope: {},
      timezone: 'Asia/Shanghai',
      now: house.clock.now(),
    };
    const facts = factsOf(await house.database.snapshot((tx) => loadMenus(tx, request, DEFAULT_POLICY)));
    const funnels = new Funnels(facts);
    const ctx = {
      actor: { accountId: admin, districtId, grants: [{ role: 'admin' as const, schoolId: null, volunteerId: null }] },
      requestId: 'request-1',
      locale: 'zh-CN' as const,
    };
    const { items } = await house.app.get(NeedsService).list(ctx, { limit: 200, state: 'open' });
    const compared = items.filter(({ id, seats, accepted }) => facts.need.has(id) && accepted < seats);
    expect(compared.length).toBeGreaterThan(20);
    let eligible = 0;
    for (const need of compared) {
      const answer = await matching.whoCould(house.database.reader, districtId, outlineOf(need));
      expect(answer).toEqual(funnels.of(facts.need.get(need.id)!));
      eligible += answer.eligible;
    }
    expect(eligible).toBeGreaterThan(20);
  });
});

const outlineOf = ({
  schoolId,
  categoryId,
  form,
  periodFrom,
  periodTo,
  grades,
  alternatives,
  weeklyMinutes,
  placeKind,
  skills,
  languages,
  minors,
  oneToOne,
  under14,
  guardianConsentOn,
  quantity,
}: NeedDto) => ({
  schoolId,
  categoryId,
  form,
  periodFrom,
  periodTo,
  grades,
  alternatives,
  weeklyMinutes,
  placeKind,
  skills,
  languages,
  minors,
  oneToOne,
  under14,
  guardianConsentOn,
  quantity,
});
