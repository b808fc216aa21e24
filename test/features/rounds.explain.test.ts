import type {
  ShortlistedDto,
  FunnelDto,
  PolicyPriceDto,
  PriceDto,
  RelaxationDto,
  ScarceSkillDto,
  WhyNotDto,
} from '../../src/matching/explanations.dto';
import type { RoundDto } from '../../src/matching/rounds.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import { newId } from '../../src/platform/ids';
import type { OfferDto } from '../../src/resources/resources.dto';
import { eventually } from '../jobs/eventually';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

/** One round over two needs at the same hour, of which the better volunteer can do one; and a need nobody can do yet. */
let house: TestApp;
let world: World;
let near: NeedDto;
let far: NeedDto;
let early: NeedDto;
let better: OfferDto;
let other: OfferDto;
let round: RoundDto;

jest.setTimeout(120_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
  near = await openNeed(world);
  far = await openNeed(world, { schoolId: world.schools.second }, 'otherCoordinator');
  early = await openNeed(world, {
    alternatives: [{ dates: [], weekly: [{ weekday: 3, from: '12:30', to: '13:30' }] }],
  });
  better = await listOffer(world);
  other = await listOffer(world, {
    volunteerId: world.volunteers.sun,
    skills: [{ skillId: world.skills.flute, level: 1 }],
  });
  const asked = await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, iterations: 20 });
  round = (await eventually(async () => {
    const { body } = await world.as('admin').get<RoundDto>(`/api/rounds/${asked.body.id}`);
    return body.state === 'solved' && body;
  }, 60)) as RoundDto;
});
afterAll(() => house?.close());

const ask = <T>(path: string) => world.as('auditor').get<T>(`/api/rounds/${round.id}/${path}`);

it('says why a pair is not proposed: a rule, or what stands in its way', async () => {
  const forbidden = await ask<WhyNotDto>(`why-not?needId=${early.id}&offerId=${better.id}`);
  expect(forbidden).toMatchObject({
    status: 200,
    body: {
      proposed: false,
      ways: [{ alternative: 0, forbidden: [{ code: 'availability', overridable: true }], score: null }],
    },
  });
  const pairs = await Promise.all(
    [near, far].flatMap((need) =>
      [better, other].map(
        async (offer) => (await ask<WhyNotDto>(`why-not?needId=${need.id}&offerId=${offer.id}`)).body,
      ),
    ),
  );
  expect(pairs.filter(({ proposed }) => proposed)).toHaveLength(2);
  const crossed = pairs.filter(({ proposed }) => !proposed);
  for (const { ways } of crossed)
    expect(ways[0].blockedBy.map(({ code }) => code)).toEqual(['seat_taken', 'overlaps_proposed']);
});

it('prices a pair by forcing it, and names whom that moves', async () => {
  const crossed = (
    await Promise.all(
      [better, other].map(async ({ id }) => ({
        id,
        ...(await ask<WhyNotDto>(`why-not?needId=${near.id}&offerId=${id}`)).body,
      })),
    )
  ).find(({ proposed }) => !proposed)!;
  const { status, body } = await ask<PriceDto>(`price?needId=${near.id}&offerId=${crossed.id}&alternative=0`);
  expect(status).toBe(200);
  expect(body.comes).toHaveLength(2);
  expect(body.goes).toHaveLength(2);
  expect(body.atMost).toBeGreaterThanOrEqual(body.atLeast ?? 0);
  // Both schools stand at one place, so that who goes where makes no difference.
  expect(body.atMost).toBe(0);
});

it('finds the smallest change that fills a need, and what is scarce', async () => {
  const { body } = await ask<RelaxationDto[]>(`relaxations?needId=${early.id}`);
  expect(body.length).toBeGreaterThan(0);
  expect(body[0]).toMatchObject({
    before: 0,
    after: 1,
    seats: 1,
    serves: [expect.objectContaining({ offer: expect.any(String) })],
  });
  const scarce = await ask<ScarceSkillDto[]>('scarce-skills');
  expect(scarce.body[0]).toMatchObject({
    skill: world.skills.flute,
    category: world.categories.arts,
    weekday: 3,
    needs: [early.id],
    seats: 1,
    seatsGained: 1,
  });
});

it('counts for any need what became of every volunteer', async () => {
  const { body: served } = await ask<FunnelDto>(`funnel?needId=${near.id}`);
  expect(served.eligible).toBe(2);
  const { body: unserved } = await ask<FunnelDto>(`funnel?needId=${early.id}`);
  expect(unserved).toMatchObject({ eligible: 0, eliminated: { availability: 2 } });
  const all = ({ eligible, eliminated }: FunnelDto) =>
    Object.values(eliminated).reduce((sum, count) => sum + count, eligible);
  expect(all(served)).toBe(all(unserved));
});

it('lists the best others for a need with what each would cost and whom it would move', async () => {
  const { status, body } = await ask<ShortlistedDto[]>(`alternatives?needId=${near.id}`);
  expect(status).toBe(200);
  expect(body).toHaveLength(1);
  expect([better.id, other.id]).toContain(body[0].offer);
  expect(body[0].price).toMatchObject({ atMost: 0 });
  expect(body[0].price!.comes).toHaveLength(2);
  expect((await ask(`alternatives?needId=${early.id}`)).status).toBe(404);
});

it('says what fairness and stability cost', async () => {
  const { status, body } = await ask<PolicyPriceDto[]>('policy-prices');
  expect(status).toBe(200);
  expect(body.map((price) => [price.of, price.seatsLost, price.exact])).toEqual([
    ['fairness', 0, true],
    ['stability', 0, true],
  ]);
});

it('knows nothing of what the round did not know, and tells nobody who may not read rounds', async () => {
  expect((await ask(`why-not?needId=${newId()}&offerId=${better.id}`)).status).toBe(404);
  expect((await ask(`price?needId=${near.id}&offerId=${better.id}&alternative=9`)).status).toBe(404);
  expect((await ask('why-not?needId=x&offerId=y')).status).toBe(422);
  expect((await world.as('coordinator').get(`/api/rounds/${round.id}/scarce-skills`)).status).toBe(403);
  expect((await world.as('outsider').get(`/api/rounds/${round.id}/scarce-skills`)).status).toBe(404);
});
