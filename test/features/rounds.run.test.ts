import { Jobs } from '../../src/platform/jobs/jobs';
import { eventually } from '../jobs/eventually';
import type { RoundDto, UnfilledDto } from '../../src/matching/rounds.dto';
import { ABANDONED } from '../../src/matching/rounds.schedules';
import { LAST_NIGHTLY } from '../../src/matching/rounds.service';
import type { ProposalDto } from '../../src/proposals/proposals.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { crowd, planOf } from '../support/plans';
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

  it('ends well with empty menus, and has a time even where iterations alone were asked for', async () => {
    expect(await run()).toMatchObject({
      state: 'solved',
      iterations: 20,
      seconds: 600,
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
      {
        last_result: {
          house: null,
          districts: { [world.district]: { requested: 0 }, [world.otherDistrict]: { requested: 1 } },
        },
      },
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

  it('looks at what is live or dead alone, however many rounds and jobs there have been', async () => {
    const { id } = await run();
    await crowd(house, 'round', id, `jsonb_build_object('code', 'crowd-' || i, 'state', 'failed')`);
    const [job] = await sql(`SELECT id FROM outbox WHERE job = 'round.run' LIMIT 1`);
    await crowd(house, 'outbox', String(job.id), `jsonb_build_object('done_at', now(), 'dead_at', NULL)`);
    const abandoned = await planOf(house, ABANDONED, ['round.run']);
    expect(abandoned).toMatch(/Index Scan (using|on) round_one_at_a_time/);
    expect(abandoned).toMatch(/Index Scan (using|on) outbox_dead/);
    expect(abandoned).not.toContain('Seq Scan');
    expect(await planOf(house, LAST_NIGHTLY, [world.district, 'Asia/Shanghai'])).toMatch(
      /Scan Backward using round_nightly on round/,
    );
  });
});
