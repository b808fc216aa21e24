import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import type { Plan } from '../../src/matching/engine/plan';
import { verifyRounds } from '../../src/matching/verify.command';
import type { CertificateDto, DifferenceDto, RoundDto, VerificationDto } from '../../src/matching/rounds.dto';
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

  it('can be verified from the command line, by code, by id or all at once; forged figures and unreadable plans are named', async () => {
    await openNeed(world);
    await listOffer(world);
    const { id, code } = await run();
    const other = await run({ draft: true });
    const client = new Client({ connectionString: house.url });
    await client.connect();
    const verify = async (which: string[] | 'all'): Promise<[number, string[]]> => {
      const lines: string[] = [];
      const failed = await verifyRounds(client, which, (line) => lines.push(line));
      return [failed, lines];
    };
    try {
      expect(await verify([code])).toEqual([0, [expect.stringMatching(new RegExp(`^ok {3}${code} ${id} objective`))]]);
      expect(await verify('all')).toEqual([0, [expect.stringContaining(id), expect.stringContaining(other.id)]]);
      expect(await verify(['R-none'])).toEqual([1, ['FAIL R-none: there is no such round, or it has no plan']]);

      await client.query(`UPDATE round SET result = result || '{"objective": 1}' WHERE id = $1`, [id]);
      await client.query('DELETE FROM round_plan WHERE round_id = $1', [other.id]);
      await client.query(`INSERT INTO round_plan (round_id, plan) VALUES ($1, '\\x00')`, [other.id]);
      const [failed, lines] = await verify('all');
      expect(failed).toBe(2);
      expect(lines.filter((line) => line.startsWith('     ')).map((line) => line.trim().split(' ')[0])).toEqual([
        'shown_otherwise',
        'the', // input is not what the round was run with: nothing could be read
        'unreadable',
      ]);
      const { body } = await world.as('auditor').post<VerificationDto>(`/api/rounds/${other.id}/verify`);
      expect(body).toMatchObject({ ok: false, objective: null, bound: null, problems: [{ code: 'unreadable' }] });
    } finally {
      await client.end();
    }
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
