import { newId } from '../../src/platform/ids';
import type { PublishedDto, RoundDto } from '../../src/matching/rounds.dto';
import type { ProposalDto } from '../../src/proposals/proposals.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';
import { runRound } from './rounds-support';

let house: TestApp;
let world: World;

jest.setTimeout(120_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const sql = (text: string, ...params: unknown[]): Promise<Record<string, unknown>[]> =>
  house.database.reader.query(text, params);
const proposals = async (query = ''): Promise<ProposalDto[]> =>
  (await world.as('admin').get<{ items: ProposalDto[] }>(`/api/proposals?${query}`)).body.items;
const run = (body: Record<string, unknown> = {}): Promise<RoundDto> => runRound(world, body);

describe('who may what', () => {
  it('lets admins request, auditors read, and nobody else know', async () => {
    const round = await run();
    for (const persona of ['coordinator', 'teacher', 'volunteer'] as const) {
      expect((await world.as(persona).get(`/api/rounds/${round.id}`)).status).toBe(403);
      expect((await world.as(persona).post('/api/rounds')).status).toBe(403);
    }
    expect((await world.as('auditor').get(`/api/rounds/${round.id}`)).status).toBe(200);
    expect((await world.as('auditor').post('/api/rounds')).status).toBe(403);
    expect((await world.as('auditor').post(`/api/rounds/${round.id}/discard`, { version: round.version })).status).toBe(
      403,
    );
    for (const path of ['', '/plan', '/certificate', '/unfilled', '/difference', '/events'])
      expect((await world.as('outsider').get(`/api/rounds/${round.id}${path}`)).status).toBe(404);
    expect((await world.as('outsider').post(`/api/rounds/${round.id}/verify`)).status).toBe(404);
    expect(
      (await world.as('outsider').post(`/api/rounds/${round.id}/publish`, { version: round.version })).status,
    ).toBe(404);
    expect((await world.stranger().get(`/api/rounds/${round.id}`)).status).toBe(401);
    expect((await world.as('outsider').get<{ items: RoundDto[] }>('/api/rounds')).body.items).toEqual([]);
    expect((await world.as('auditor').get<{ items: RoundDto[] }>('/api/rounds')).body.items).toEqual([round]);
  });

  it('names every fault of a request', async () => {
    const fault = async (body: object): Promise<unknown> => {
      const { status, body: problem } = await world
        .as('admin')
        .post<{ errors: { pointer: string; code: string }[] }>('/api/rounds', body);
      return [status, problem.errors?.map(({ pointer, code }) => `${pointer} ${code}`)];
    };
    expect(await fault({ horizon: { from: '2026-09-06', to: '2026-09-05' } })).toEqual([
      422,
      ['/horizon/from in_the_past', '/horizon/to before_start'],
    ]);
    expect(await fault({ horizon: { from: '2026-09-07', to: '2027-09-08' } })).toEqual([
      422,
      ['/horizon/to period_too_long'],
    ]);
    expect(await fault({ scope: { schoolId: world.schools.foreign } })).toEqual([422, ['/scope/schoolId unknown']]);
    expect(await fault({ policyId: newId() })).toEqual([422, ['/policyId unknown']]);
    expect(await fault({ inputOf: newId() })).toEqual([422, ['/inputOf only_for_drafts', '/inputOf unknown']]);
    expect(await fault({ seed: -1 })).toEqual([422, ['/seed min']]);
  });

  it('asks once for a request that is repeated with its Idempotency-Key', async () => {
    const [one, two] = [
      await world.as('admin').post<RoundDto>('/api/rounds', {}, { 'idempotency-key': 'a' }),
      await world.as('admin').post<RoundDto>('/api/rounds', {}, { 'idempotency-key': 'a' }),
    ];
    expect([one.status, two.status, two.body.id]).toEqual([202, 202, one.body.id]);
  });
});

describe('what becomes of it', () => {
  it('is published: what was approved goes out, what was not stays', async () => {
    const [one, two] = [
      await openNeed(world),
      await openNeed(world, { alternatives: [{ dates: [], weekly: [{ weekday: 4, from: '16:30', to: '17:30' }] }] }),
    ];
    await listOffer(world);
    const round = await run();
    const [first] = (await proposals()).filter(({ need }) => need.id === one.id);
    expect(
      (await world.as('admin').post(`/api/proposals/${first.id}/approve`, { version: first.version })).status,
    ).toBe(200);
    expect(
      await world.as('admin').post(`/api/rounds/${round.id}/publish`, { version: round.version + 1 }),
    ).toMatchObject({ status: 409, body: { code: 'version_moved' } });
    const published = await world
      .as('admin')
      .post<PublishedDto>(`/api/rounds/${round.id}/publish`, { version: round.version });
    expect(published).toMatchObject({
      status: 200,
      body: { invited: 1, refused: [], round: { state: 'published', publishedAt: house.clock.now().toISOString() } },
    });
    expect((await proposals()).map(({ need, state }) => [need.id, state]).sort()).toEqual(
      [
        [one.id, 'invited'],
        [two.id, 'proposed'],
      ].sort(),
    );
    expect(
      await world.as('admin').post(`/api/rounds/${round.id}/publish`, { version: published.body.round.version }),
    ).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
  });

  it('is discarded: what nobody has decided on is taken back', async () => {
    await openNeed(world);
    await listOffer(world);
    const round = await run();
    const discarded = await world
      .as('admin')
      .post<RoundDto>(`/api/rounds/${round.id}/discard`, { version: round.version });
    expect(discarded).toMatchObject({ status: 200, body: { state: 'discarded' } });
    expect((await proposals()).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('is cancelled before it has begun', async () => {
    const round = await run();
    await sql(`UPDATE round SET state = 'queued', attempt = 0`);
    expect(await world.as('admin').post(`/api/rounds/${round.id}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', cancelRequested: true },
    });
    expect(await world.as('admin').post(`/api/rounds/${round.id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition' },
    });
  });
});
