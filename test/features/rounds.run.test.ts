import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';
import { eventually } from '../jobs/eventually';
import type { RoundDto } from '../../src/matching/rounds.dto';

let house: TestApp;
let world: World;

beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
}, 60_000);
afterAll(() => house?.close());

const ended = async (id: string): Promise<RoundDto> =>
  eventually(async () => {
    const { body } = await world.as('admin').get<RoundDto>(`/api/rounds/${id}`);
    return body.state !== 'queued' && body.state !== 'running' && body;
  }, 30) as Promise<RoundDto>;

it('goes from a request to proposals', async () => {
  const need = await openNeed(world);
  const offer = await listOffer(world);
  const asked = await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, iterations: 20 });
  expect([asked.status, asked.body.state]).toEqual([202, 'queued']);
  const round = await ended(asked.body.id);
  expect(round).toMatchObject({ state: 'solved', errorCode: null, attempt: 1 });
  const { body } = await world.as('admin').get<{ items: unknown[] }>('/api/proposals');
  expect(body.items).toMatchObject([{ need: { id: need.id }, offer: { id: offer.id }, state: 'proposed', roundId: round.id }]);
});
