import type { UnfilledDto } from '../../src/matching/rounds.dto';
import type { ProposalDetailDto, ProposalDto } from '../../src/proposals/proposals.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';
import { runRound } from './rounds-support';

/** What the two menus can say, from what is typed in to the proposal of a round. */
let house: TestApp;
let world: World;

jest.setTimeout(120_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

/** Runs a round: its proposals as need to offer, and what stayed open. */
async function round(): Promise<{ pairs: [string, string][]; proposals: ProposalDto[]; unfilled: UnfilledDto[] }> {
  const { id, state } = await runRound(world);
  expect(state).toBe('solved');
  const admin = world.as('admin');
  const { items: proposals } = okay(await admin.get<{ items: ProposalDto[] }>(`/api/proposals?roundId=${id}`));
  const { items: unfilled } = okay(await admin.get<{ items: UnfilledDto[] }>(`/api/rounds/${id}/unfilled`));
  return { pairs: proposals.map(({ need, offer }) => [need.id, offer.id]), proposals, unfilled };
}
const reasonsOf = async ({ id }: ProposalDto): Promise<string[]> =>
  okay(await world.as('admin').get<ProposalDetailDto>(`/api/proposals/${id}`)).reasons.map(({ code }) => code);

/** An active volunteer, put forward by the coordinator and verified by the office. */
async function volunteer(draft: Record<string, unknown>): Promise<VolunteerDto> {
  const applied = okay(
    await world.as('coordinator').post<VolunteerDto>('/api/volunteers', { consentedOn: '2026-09-01', ...draft }),
  );
  const step = async ({ id, version }: VolunteerDto, verb: string): Promise<VolunteerDto> =>
    okay(await world.as('admin').post<VolunteerDto>(`/api/volunteers/${id}/${verb}`, { version }));
  const active = await step(await step(applied, 'verify'), 'activate');
  const clearance = { number: '查-9', authority: '区公安分局', checkedOn: '2026-09-01', expiresOn: '2027-08-31' };
  return okay(await world.as('admin').post<VolunteerDto>(`/api/volunteers/${active.id}/clearances`, clearance));
}

it('a wish of the school for one line of the menu, and a wish of the volunteer for one school', async () => {
  const wished = await listOffer(world, { volunteerId: world.volunteers.sun });
  await listOffer(world, { volunteerId: world.volunteers.zhao });
  const picked = await openNeed(world, { wishedOfferId: wished.id });
  const first = await round();
  expect(first.pairs).toEqual([[picked.id, wished.id]]);
  expect(await reasonsOf(first.proposals[0])).toContain('wished_by_school');

  okay(
    await world.as('admin').post(`/api/needs/${picked.id}/withdraw`, { version: picked.version, reason: '课程取消' }),
  );
  const friend = await volunteer({
    name: '周师傅',
    wishedSchoolIds: [world.schools.second],
    latitude: 30.55,
    longitude: 114.4,
  });
  await listOffer(world, { volunteerId: friend.id, skills: [{ skillId: world.skills.maths, level: 3 }] });
  const maths = { skills: [{ skillId: world.skills.maths }] };
  await openNeed(world, maths);
  const there = await openNeed(world, { ...maths, schoolId: world.schools.second }, 'otherCoordinator');
  const second = await round();
  expect(second.proposals.map(({ need, volunteer: { id } }) => [need.id, id])).toEqual([[there.id, friend.id]]);
  expect(await reasonsOf(second.proposals[0])).toContain('wished_by_volunteer');
});

it('a conflict of interest keeps a pair apart, and says so', async () => {
  const [need, offer] = [await openNeed(world), await listOffer(world)];
  const conflict = { volunteerId: world.volunteers.zhao, needId: need.id, reason: 'conflict_of_interest' };
  const { id } = okay(await world.as('admin').post<{ id: string }>('/api/exclusions', conflict));
  const apart = await round();
  expect(apart).toMatchObject({ pairs: [], unfilled: [{ needId: need.id, eligible: 0, eliminated: { excluded: 1 } }] });
  okay(await world.as('admin').post(`/api/exclusions/${id}/lift`));
  expect((await round()).pairs).toEqual([[need.id, offer.id]]);
});

it('a guest organisation serves as many at the same hour as it has people', async () => {
  const brigade = await volunteer({ name: '消防救援大队', kind: 'guest', guestGroup: 'firefighter', people: 2 });
  const talk = { form: 'lecture', skills: [], audience: 'whole_school', minors: false };
  const offer = await listOffer(world, { volunteerId: brigade.id, forms: ['lecture'], skills: [] });
  const needs = [await openNeed(world, talk), await openNeed(world, talk), await openNeed(world, talk)];
  const { pairs, unfilled } = await round();
  expect(pairs.map(([, given]) => given)).toEqual([offer.id, offer.id]);
  expect(needs.map(({ id }) => id)).toEqual(expect.arrayContaining(pairs.map(([need]) => need)));
  expect(unfilled).toHaveLength(1);
});

it('goods are given as long as there are any on the shelf', async () => {
  const goods = { form: 'goods', skills: [], alternatives: [], minors: false };
  const offer = await listOffer(world, { forms: ['goods'], skills: [], stock: 10 });
  const [six, four, five] = [
    await openNeed(world, { ...goods, quantity: 6, urgent: true }),
    await openNeed(world, { ...goods, quantity: 4, urgent: true }),
    await openNeed(world, { ...goods, quantity: 5 }),
  ];
  const { pairs, unfilled } = await round();
  expect(pairs.sort()).toEqual(
    [
      [six.id, offer.id],
      [four.id, offer.id],
    ].sort(),
  );
  expect(unfilled).toMatchObject([{ needId: five.id, open: 1 }]);
  const { stock } = okay(await world.as('admin').get<OfferDto>(`/api/offers/${offer.id}`));
  expect(stock).toBe(10);
});
