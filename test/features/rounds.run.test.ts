import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import type { Plan } from '../../src/matching/engine/plan';
import type {
  CertificateDto,
  DifferenceDto,
  PublishedDto,
  RoundDto,
  UnfilledDto,
  VerificationDto,
} from '../../src/matching/rounds.dto';
import { Jobs } from '../../src/platform/jobs/jobs';
import { newId } from '../../src/platform/ids';
import type { ProposalDto } from '../../src/proposals/proposals.dto';
import { eventually } from '../jobs/eventually';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, Persona, World } from '../support/world';

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

/** Requests a round and waits until it has ended. */
async function run(body: Record<string, unknown> = {}, by: Persona = 'admin'): Promise<RoundDto> {
  const asked = await world.as(by).post<RoundDto>('/api/rounds', { seed: 1, iterations: 20, ...body });
  expect(asked).toMatchObject({
    status: 202,
    body: { state: 'queued' },
    headers: { location: `/api/rounds/${asked.body.id}` },
  });
  return eventually(async () => {
    const { body: round } = await world.as(by).get<RoundDto>(`/api/rounds/${asked.body.id}`);
    return round.state !== 'queued' && round.state !== 'running' && round;
  }, 60) as Promise<RoundDto>;
}

describe('a round', () => {
  it('goes from a request to proposals with their dates, and leaves its traces', async () => {
    const need = await openNeed(world);
    const offer = await listOffer(world);
    const round = await run();
    expect(round).toMatchObject({
      state: 'solved',
      code: '轮-2026-0001',
      errorCode: null,
      attempt: 1,
      horizonFrom: '2026-09-07',
      horizonTo: '2027-01-20',
      policyNumber: 1,
      requestedByName: 'admin',
      progress: null,
      draft: false,
      result: {
        proposals: 1,
        unfilled: 0,
        gapPercent: 0,
        provenOptimal: true,
        verified: true,
        stoppedEarly: false,
        counts: { needs: 1, seats: 1, volunteers: 2, pairs: 1 },
      },
    });
    expect(round.inputHash).toMatch(/^[0-9a-f]{64}$/);
    const [proposal] = await proposals();
    expect(proposal).toMatchObject({
      need: { id: need.id },
      offer: { id: offer.id },
      state: 'proposed',
      source: 'round',
      roundId: round.id,
      meetings: 16,
      firstAt: '2026-09-15T08:30:00.000Z',
    });
    const trail = await sql('SELECT action FROM audit_event WHERE entity_id = $1 ORDER BY id', round.id);
    expect(trail.map(({ action }) => action)).toEqual(['round.request', 'proposal.replace', 'round.solve']);
    const notices = await sql('SELECT event, account_id FROM notice');
    expect(notices).toEqual([{ event: 'round_solved', account_id: world.accounts.admin }]);
  });

  it('ends well with empty menus', async () => {
    expect(await run()).toMatchObject({
      state: 'solved',
      result: { proposals: 0, unfilled: 0, objective: 0, bound: 0, provenOptimal: true },
    });
  });

  it('tells for a need nobody can do which rule excludes whom', async () => {
    const lonely = await openNeed(world, {
      categoryId: world.categories.teaching,
      skills: [{ skillId: world.skills.maths }],
      urgent: true,
    });
    const young = await openNeed(world, { grades: 0b10 });
    await listOffer(world, { grades: 0b111000 });
    const round = await run();
    expect(round.result).toMatchObject({ proposals: 0, unfilled: 2 });
    const { body } = await world
      .as('auditor')
      .get<{ items: UnfilledDto[]; nextCursor: string | null }>(`/api/rounds/${round.id}/unfilled`);
    expect(body.items).toEqual([
      {
        needId: lonely.id,
        code: lonely.code,
        title: lonely.title,
        schoolName: '第二小学',
        priority: 2,
        open: 1,
        eligible: 0,
        eliminated: { category: 1, no_offer: 1 },
        cause: { code: 'nobody_eligible' },
      },
      {
        needId: young.id,
        code: young.code,
        title: young.title,
        schoolName: '第二小学',
        priority: 3,
        open: 1,
        eligible: 0,
        eliminated: { grades: 1, no_offer: 1 },
        cause: { code: 'nobody_eligible' },
      },
    ]);
    const first = await world
      .as('admin')
      .get<{ items: UnfilledDto[]; nextCursor: string }>(`/api/rounds/${round.id}/unfilled?limit=1`);
    const second = await world
      .as('admin')
      .get<{ items: UnfilledDto[]; nextCursor: string | null }>(
        `/api/rounds/${round.id}/unfilled?limit=1&cursor=${first.body.nextCursor}`,
      );
    expect([first.body.items[0].needId, second.body.items[0].needId, second.body.nextCursor]).toEqual([
      lonely.id,
      young.id,
      null,
    ]);
  });

  it('is one at a time in a district; the second is refused by the name of the first, another district is free', async () => {
    await run();
    await sql(`UPDATE round SET state = 'queued'`);
    const { id, code } = (await sql('SELECT id, code FROM round'))[0];
    expect(await world.as('admin').post('/api/rounds')).toMatchObject({
      status: 409,
      body: { code: 'round_running', params: { id, code } },
    });
    expect((await world.as('outsider').post('/api/rounds')).status).toBe(202);
  });

  it('fails by a code when the engine refuses its input, and the next one may begin', async () => {
    await openNeed(world);
    await sql(`UPDATE policy SET params = params || '{"fairness": 1e9}' WHERE district_id = $1`, world.district);
    const round = await run();
    expect(round).toMatchObject({ state: 'failed', errorCode: 'menus_invalid', result: null });
    expect(await sql(`SELECT event FROM notice WHERE account_id = $1`, world.accounts.admin)).toEqual([
      { event: 'round_failed' },
    ]);
    expect(await world.as('admin').get(`/api/rounds/${round.id}/certificate`)).toMatchObject({
      status: 409,
      body: { code: 'no_plan' },
    });
    await sql(`UPDATE policy SET params = params || '{"fairness": 120}'`);
    expect((await run()).state).toBe('solved');
  });

  it('over one school leaves the proposals of the others where they are', async () => {
    const here = await openNeed(world);
    const there = await openNeed(
      world,
      {
        schoolId: world.schools.second,
        alternatives: [{ dates: [], weekly: [{ weekday: 4, from: '16:30', to: '17:30' }] }],
      },
      'otherCoordinator',
    );
    await listOffer(world);
    const whole = await run();
    const part = await run({ scope: { schoolId: world.schools.first } });
    expect(part).toMatchObject({ scope: { schoolId: world.schools.first }, result: { counts: { needs: 1 } } });
    const standing = (await proposals('state=proposed')).map(({ need, roundId }) => [need.id, roundId]);
    expect(standing.sort()).toEqual(
      [
        [here.id, part.id],
        [there.id, whole.id],
      ].sort(),
    );
  });
});

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

describe('what was found', () => {
  it('is stored with what it takes to do it again: same input, seed and iterations, same plan', async () => {
    for (const weekday of [1, 2, 3, 4, 5])
      await openNeed(world, { alternatives: [{ dates: [], weekly: [{ weekday, from: '16:30', to: '17:30' }] }] });
    await listOffer(world);
    await listOffer(world, { volunteerId: world.volunteers.sun });
    const first = await run();
    const second = await run({ draft: true, inputOf: first.id });
    const third = await run();
    const plan = async ({ id }: RoundDto): Promise<unknown> => {
      const { seconds, ...rest } = (await world.as('admin').get<Plan>(`/api/rounds/${id}/plan`)).body;
      expect(Object.keys(seconds).length).toBeGreaterThan(2);
      return rest;
    };
    expect(second).toMatchObject({ inputHash: first.inputHash, engineVersion: first.engineVersion });
    expect(third.inputHash).toBe(first.inputHash);
    expect(await plan(second)).toEqual(await plan(first));
    expect(await plan(third)).toEqual(await plan(first));
  });

  it('can be verified again, and a plan that was tampered with is caught', async () => {
    await openNeed(world);
    await listOffer(world);
    const { id, result } = await run();
    expect(await world.as('auditor').post<VerificationDto>(`/api/rounds/${id}/verify`)).toMatchObject({
      status: 200,
      body: { ok: true, inputUnchanged: true, problems: [], objective: result!.objective, bound: result!.bound },
    });
    const certificate = await world.as('auditor').get<CertificateDto>(`/api/rounds/${id}/certificate`);
    expect(certificate.body).toMatchObject({
      roundId: id,
      seed: 1,
      iterations: expect.any(Number),
      objective: result!.objective,
      certificate: { kind: 'prices' },
    });

    // Plan and input cannot be changed in place; somebody with the database in hand replaces the plan.
    const client = new Client({ connectionString: house.url });
    await client.connect();
    try {
      await expect(client.query(`UPDATE round_plan SET plan = ''`)).rejects.toThrow('append-only');
      await expect(client.query(`UPDATE round_input SET menus = ''`)).rejects.toThrow('append-only');
      const {
        rows: [{ plan }],
      } = await client.query('SELECT plan FROM round_plan WHERE round_id = $1', [id]);
      const forged = JSON.parse(gunzipSync(plan).toString('utf8')) as Plan;
      forged.pairs[0].volunteer = world.volunteers.sun;
      await client.query('DELETE FROM round_plan WHERE round_id = $1', [id]);
      await client.query('INSERT INTO round_plan (round_id, plan) VALUES ($1, $2)', [
        id,
        gzipSync(JSON.stringify(forged)),
      ]);
    } finally {
      await client.end();
    }
    const caught = await world.as('auditor').post<VerificationDto>(`/api/rounds/${id}/verify`);
    expect(caught.body.ok).toBe(false);
    expect(caught.body.problems.length).toBeGreaterThan(0);
  });

  it('is compared with the last published plan, with the reason for each change', async () => {
    const need = await openNeed(world);
    const offer = await listOffer(world);
    const first = await run();
    const fresh = await world.as('admin').get<DifferenceDto>(`/api/rounds/${first.id}/difference`);
    expect(fresh.body).toMatchObject({
      withRoundId: null,
      kept: 0,
      added: 1,
      gone: 0,
      changes: [{ change: 'new', needId: need.id, volunteerName: '赵爷爷' }],
    });
    await world.as('admin').post(`/api/rounds/${first.id}/publish`, { version: first.version });
    await listOffer(world, { volunteerId: world.volunteers.sun });
    await sql(`UPDATE volunteer SET state = 'paused' WHERE id = $1`, world.volunteers.zhao);
    const second = await run();
    const { body } = await world.as('admin').get<DifferenceDto>(`/api/rounds/${second.id}/difference`);
    expect(body).toMatchObject({
      withRoundId: first.id,
      kept: 0,
      added: 1,
      gone: 1,
      filled: { before: 1, after: 1 },
      policyChanged: false,
    });
    expect(body.changes.find(({ change }) => change === 'gone')).toMatchObject({
      volunteerName: '赵爷爷',
      before: { offer: offer.id },
      reasons: [{ code: 'volunteer_off_the_menu' }],
    });
    expect(body.changes.find(({ change }) => change === 'new')).toMatchObject({
      volunteerName: '孙老师',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'offer_new' })]),
    });
  });

  it('compares two policies on one input without publishing either', async () => {
    const need = await openNeed(world, { schoolId: world.schools.first });
    await listOffer(world);
    await listOffer(world, { volunteerId: world.volunteers.sun, skills: [{ skillId: world.skills.flute, level: 1 }] });
    // 孙老师 knows less and lives next door; 赵爷爷 knows more and lives a kilometre away.
    await sql(`UPDATE volunteer SET latitude = 30.55, longitude = 114.4 WHERE id = $1`, world.volunteers.sun);
    await sql(`UPDATE volunteer SET latitude = 30.558, longitude = 114.4 WHERE id = $1`, world.volunteers.zhao);
    const policy = await world
      .as('admin')
      .post<{ id: string }>('/api/policies', { params: { fit: { skill: 50, distance: 550 } } });
    expect(policy.status).toBe(201);
    const [old] = (await sql('SELECT id FROM policy WHERE district_id = $1 AND number = 1', world.district)) as {
      id: string;
    }[];
    const one = await run({ draft: true, policyId: old.id });
    const other = await run({ draft: true, policyId: policy.body.id, inputOf: one.id });
    const { body } = await world.as('auditor').get<DifferenceDto>(`/api/rounds/${other.id}/difference?with=${one.id}`);
    expect(body).toMatchObject({ withRoundId: one.id, policyChanged: true, kept: 0, added: 1, gone: 1 });
    expect(body.changes.map(({ change, needId, volunteerName }) => [change, needId, volunteerName]).sort()).toEqual(
      [
        ['gone', need.id, '赵爷爷'],
        ['new', need.id, '孙老师'],
      ].sort(),
    );
    expect(await proposals()).toEqual([]);
    expect(await world.as('admin').post(`/api/rounds/${other.id}/publish`, { version: other.version })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it('arrives as server-sent events until the round has ended', async () => {
    await openNeed(world);
    const asked = await world.as('admin').post<RoundDto>('/api/rounds', { seed: 1, iterations: 20 });
    const { status, body, headers } = await world.as('admin').get<string>(`/api/rounds/${asked.body.id}/events`);
    expect([status, String(headers['content-type'])]).toEqual([200, expect.stringContaining('text/event-stream')]);
    const events = body
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as RoundDto);
    expect(events.at(-1)).toMatchObject({ id: asked.body.id, state: 'solved', result: { verified: true } });
    expect(events.slice(0, -1).every(({ state }) => state === 'queued' || state === 'running')).toBe(true);
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

describe('by itself', () => {
  it('runs every night once in each district with a policy, and not beside another round', async () => {
    const jobs = house.app.get(Jobs);
    await openNeed(world);
    await jobs.runSchedule('rounds.nightly');
    const nightly = (): Promise<Record<string, unknown>[]> =>
      sql('SELECT district_id, seed, requested_by FROM round ORDER BY district_id');
    expect(await nightly()).toEqual(
      [world.district, world.otherDistrict]
        .sort()
        .map((district_id) => ({ district_id, seed: 20260907, requested_by: null })),
    );
    await eventually(async () => (await sql(`SELECT 1 FROM round WHERE state = 'solved'`)).length === 2, 60);
    await jobs.runSchedule('rounds.nightly');
    expect(await nightly()).toHaveLength(2);
    house.clock.advance({ days: 1 });
    await sql(`UPDATE round SET state = 'queued' WHERE district_id = $1`, world.district);
    await jobs.runSchedule('rounds.nightly');
    expect(await nightly()).toHaveLength(3);
    expect(await sql(`SELECT last_result FROM schedule_run WHERE name = 'rounds.nightly'`)).toEqual([
      { last_result: { districts: 2, requested: 1 } },
    ]);
  });

  it('ends a round whose job is dead', async () => {
    const round = await run();
    await sql(`UPDATE round SET state = 'running'`);
    await house.app.get(Jobs).runSchedule('rounds.sweep');
    expect((await world.as('admin').get<RoundDto>(`/api/rounds/${round.id}`)).body.state).toBe('running');
    await sql(`UPDATE outbox SET done_at = NULL, dead_at = now(), last_error = 'crashed' WHERE job = 'round.run'`);
    await house.app.get(Jobs).runSchedule('rounds.sweep');
    expect((await world.as('admin').get(`/api/rounds/${round.id}`)).body).toMatchObject({
      state: 'failed',
      errorCode: 'crashed',
    });
  });
});
