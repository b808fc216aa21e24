import { newId } from '../../src/platform/ids';
import type { InvitationDto } from '../../src/proposals/invitations.dto';
import { LapseInvitations } from '../../src/proposals/sweeps';
import { createTestApp, TestApp } from '../support/app';
import type { Answer } from '../support/browser';
import { listOffer, openNeed } from '../support/lines';
import {
  count,
  draft,
  invitation,
  invited,
  inviteFor,
  okay,
  proposalsOf,
  propose,
  publish,
  solvedRound,
  sweep,
  tellInvited,
  weekly,
} from '../support/pairs';
import { buildWorld, World } from '../support/world';

/** Times each race is run: one run proves little. */
const ROUNDS = 6;

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  await house.database.reader.query('UPDATE volunteer SET max_concurrent = NULL, monthly_minutes = NULL');
});
afterAll(() => house.close());

/** What an independent look at the rows says must never be. */
afterEach(async () => {
  const none = await Promise.all([
    count(house, `(SELECT 1 FROM engagement WHERE state <> 'ended' GROUP BY need_id, seat HAVING count(*) > 1) x`),
    count(
      house,
      `session a JOIN session b ON a.volunteer_id = b.volunteer_id AND a.lane = b.lane AND a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
                  WHERE a.state IN ('planned', 'held') AND b.state IN ('planned', 'held')`,
    ),
    count(
      house,
      `proposal p WHERE (p.state = 'accepted') <> EXISTS (SELECT FROM engagement e WHERE e.proposal_id = p.id AND e.state <> 'ended')`,
    ),
    count(
      house,
      `(SELECT 1 FROM engagement e JOIN need n ON n.id = e.need_id WHERE e.state <> 'ended' GROUP BY n.id HAVING count(*) > n.seats) x`,
    ),
    count(house, `(SELECT 1 FROM notice GROUP BY account_id, dedupe HAVING count(*) > 1) x`),
    count(house, `check_in k WHERE NOT EXISTS (SELECT FROM engagement e WHERE e.id = k.engagement_id)`),
  ]);
  expect(none).toEqual(none.map(() => 0));
  await house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state = 'planned'`);
});

const accept = (persona: 'volunteer' | 'otherVolunteer', id: string) =>
  world.as(persona).post<InvitationDto & { code: string }>(`/api/invitations/${id}/accept`);
const codes = (answers: Answer<unknown>[]): string[] =>
  answers.map(({ status, body }) => (status < 300 ? 'done' : String((body as { code: string }).code))).sort();

/** Runs a race several times and says how often each outcome came about. */
async function race(prepare: (round: number) => Promise<(() => Promise<Answer<unknown>>)[]>): Promise<string[][]> {
  const outcomes: string[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const runners = await prepare(round);
    outcomes.push(codes(await Promise.all(runners.map((run) => run()))));
  }
  return outcomes;
}

describe('at the same moment', () => {
  it('two people accept the last seat: one has it, the other reads that it is taken', async () => {
    const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const outcomes = await race(async (round) => {
      const need = await openNeed(world, { seats: 2 });
      const occurrences = weekly(`2026-09-${15 + (round % 7)}`, 1);
      const a = await inviteFor(house, world, need.id, mine.id, world.volunteers.zhao, { occurrences });
      const b = await inviteFor(house, world, need.id, other.id, world.volunteers.sun, { occurrences });
      await house.database.reader.query(`UPDATE need SET seats = 1 WHERE id = $1`, [need.id]);
      await house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state = 'planned'`);
      return [() => accept('volunteer', a.id), () => accept('otherVolunteer', b.id)];
    });
    expect(outcomes).toEqual(outcomes.map(() => ['done', 'seat_taken']));
  });

  it('one person accepts two overlapping invitations: one is agreed, the other reads of the overlap', async () => {
    const outcomes = await race(async (round) => {
      const occurrences = weekly(`2026-10-${10 + round}`, 2);
      const [a, b] = [
        await invited(house, world, { pair: { occurrences } }),
        await invited(house, world, { pair: { occurrences } }),
      ];
      await house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state = 'planned'`);
      return [() => accept('volunteer', a.id), () => accept('volunteer', b.id)];
    });
    expect(outcomes).toEqual(outcomes.map(() => ['done', 'overlapping_session']));
  });

  it('a yes and the need’s withdrawal: one of the two, never both', async () => {
    const outcomes = await race(async (round) => {
      const { id, need } = await invited(house, world, { pair: { occurrences: weekly(`2026-11-${10 + round}`, 1) } });
      await house.database.reader.query(`UPDATE session SET state = 'cancelled' WHERE state = 'planned'`);
      return [
        () => accept('volunteer', id),
        () =>
          world.as('coordinator').post(`/api/needs/${need.id}/withdraw`, { version: need.version, reason: '不再需要' }),
      ];
    });
    for (const outcome of outcomes)
      expect([
        ['done', 'need_not_open'],
        ['done', 'version_moved'],
      ]).toContainEqual(outcome);
    expect(await count(house, `engagement e JOIN need n ON n.id = e.need_id WHERE n.state = 'withdrawn'`)).toBe(0);
  });

  it('a yes by the volunteer and a no by telephone: the first one counts', async () => {
    const outcomes = await race(async () => {
      const { id } = await invited(house, world, { pair: { occurrences: [], alternative: null } });
      return [() => accept('volunteer', id), () => world.as('coordinator').post(`/api/invitations/${id}/decline`)];
    });
    expect(outcomes).toEqual(outcomes.map(() => ['answer_closed', 'done']));
  });

  it('a yes and the office taking the invitation back', async () => {
    const outcomes = await race(async () => {
      const { id } = await invited(house, world, { pair: { occurrences: [], alternative: null } });
      const { version } = await invitation(world, id);
      return [
        () => accept('volunteer', id),
        () => world.as('admin').post(`/api/proposals/${id}/cancel`, { version, reason: '学校停课' }),
      ];
    });
    for (const outcome of outcomes)
      expect([
        ['answer_closed', 'done'],
        ['done', 'version_moved'],
      ]).toContainEqual(outcome);
  });

  it('two reviewers approve two people for one seat: the seat is given once', async () => {
    const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const outcomes = await race(async () => {
      const need = await openNeed(world, { seats: 2 });
      const roundId = await solvedRound(house, world);
      await propose(house, world, roundId, [
        draft(need.id, mine.id, world.volunteers.zhao),
        draft(need.id, other.id, world.volunteers.sun),
      ]);
      await house.database.reader.query(`UPDATE need SET seats = 1 WHERE id = $1`, [need.id]);
      const proposals = await proposalsOf(world, roundId);
      return proposals.map(
        ({ id, version }) =>
          () =>
            world.as('admin').post(`/api/proposals/${id}/approve`, { version }),
      );
    });
    expect(outcomes).toEqual(outcomes.map(() => ['done', 'seat_taken']));
  });

  it('approve and reject: one decision, and the other reads that it came too late', async () => {
    const offer = await listOffer(world);
    const outcomes = await race(async () => {
      const need = await openNeed(world);
      const roundId = await solvedRound(house, world);
      await propose(house, world, roundId, [draft(need.id, offer.id, world.volunteers.zhao)]);
      const [{ id, version }] = await proposalsOf(world, roundId);
      return [
        () => world.as('admin').post(`/api/proposals/${id}/approve`, { version }),
        () => world.as('admin').post(`/api/proposals/${id}/reject`, { version, reason: '另有安排' }),
      ];
    });
    expect(outcomes).toEqual(outcomes.map(() => ['done', 'version_moved']));
  });

  it('two admins publish a round: it goes out once, with one invitation and one notice for each pair', async () => {
    const offer = await listOffer(world);
    const outcomes = await race(async () => {
      const need = await openNeed(world);
      const roundId = await solvedRound(house, world);
      await propose(house, world, roundId, [draft(need.id, offer.id, world.volunteers.zhao)]);
      const [{ id, version }] = await proposalsOf(world, roundId);
      okay(await world.as('admin').post(`/api/proposals/${id}/approve`, { version }));
      return [1, 2].map(() => () => world.as('admin').post(`/api/rounds/${roundId}/publish`, { version: 1 }));
    });
    expect(outcomes).toEqual(outcomes.map(() => ['done', 'version_moved']));
    await tellInvited(house, world);
    expect(await count(house, `audit_event WHERE action = 'round.publish'`)).toBe(ROUNDS);
    const twice = (what: string) => count(house, `(SELECT 1 FROM ${what} GROUP BY entity_id HAVING count(*) > 1) x`);
    expect(await twice(`audit_event WHERE action = 'proposal.invite'`)).toBe(0);
    expect(
      await count(
        house,
        `(SELECT 1 FROM notice WHERE event = 'invited' GROUP BY account_id, link HAVING count(*) > 1) x`,
      ),
    ).toBe(0);
  });

  it('three sweeps and a yes after the answer date: it lapses once, and one reserve is asked', async () => {
    const [mine, other] = [await listOffer(world), await listOffer(world, { volunteerId: world.volunteers.sun })];
    const need = await openNeed(world, { seats: 2 });
    const roundId = await solvedRound(house, world);
    await propose(house, world, roundId, [
      draft(need.id, mine.id, world.volunteers.zhao),
      draft(need.id, other.id, world.volunteers.sun),
    ]);
    const [reserve, first] = await proposalsOf(world, roundId);
    okay(
      await world.as('admin').post(`/api/proposals/${reserve.id}/approve`, { version: reserve.version, reserve: true }),
    );
    okay(await world.as('admin').post(`/api/proposals/${first.id}/approve`, { version: first.version }));
    await publish(house, world, roundId);
    house.clock.advance({ days: 8 });
    const [yes, ...sweeps] = await Promise.all([
      accept('volunteer', first.id),
      sweep(house, LapseInvitations),
      sweep(house, LapseInvitations),
      sweep(house, LapseInvitations),
    ]);
    expect(yes.body).toMatchObject({ code: 'answer_closed' });
    expect(await count(house, `audit_event WHERE entity_id = $1 AND action = 'proposal.lapse'`, [first.id])).toBe(1);
    expect(await count(house, `audit_event WHERE entity_id = $1 AND action = 'proposal.invite'`, [reserve.id])).toBe(1);
    expect(sweeps.reduce((sum, { lapsed = 0 }) => sum + lapsed, 0)).toBeGreaterThanOrEqual(1);
    expect((await invitation(world, first.id)).state).toBe('lapsed');
    house.clock.advance({ days: -8 });
  });
});

describe('whatever the code does, the database refuses', () => {
  /** Inserts a changed copy of a row, past all of our code. */
  const copy = (table: string, change: string, id: string): Promise<void> =>
    house.database.transaction(async (tx) => {
      await tx.query(`CREATE TEMP TABLE one ON COMMIT DROP AS SELECT * FROM ${table} WHERE id = $1`, [id]);
      await tx.query(`UPDATE one SET id = '${newId()}', ${change}`);
      await tx.query(`INSERT INTO ${table} SELECT * FROM one`);
    });

  it('a seat filled twice, a volunteer on two seats of a need, and sessions of a person that overlap', async () => {
    const { id } = await invited(house, world, { need: { seats: 2 } });
    const { body } = await accept('volunteer', id);
    const sun = await listOffer(world, { volunteerId: world.volunteers.sun });
    await expect(
      copy('proposal', `volunteer_id = '${world.volunteers.sun}', offer_id = '${sun.id}', round_id = NULL`, id),
    ).rejects.toMatchObject({ code: 'seat_taken' });
    const other = await inviteFor(house, world, body.needId, sun.id, world.volunteers.sun);
    const engagementId = body.engagementId!;
    const [{ session }] = await house.database.reader.query(
      'SELECT id AS session FROM session WHERE engagement_id = $1 LIMIT 1',
      [engagementId],
    );
    await expect(
      copy(
        'engagement',
        `code = 'x1', proposal_id = '${other.id}', volunteer_id = '${world.volunteers.sun}'`,
        engagementId,
      ),
    ).rejects.toMatchObject({ code: 'seat_taken' });
    await expect(
      copy('engagement', `code = 'x2', proposal_id = '${other.id}', seat = 2`, engagementId),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      copy('session', `starts_at = starts_at + interval '59 minutes', ends_at = ends_at + interval '1 hour'`, session),
    ).rejects.toMatchObject({ code: 'overlapping_session' });
  });
});

it('who meets others at every try is told so with 503, when to come again, and nothing is kept', async () => {
  await house.database.reader.query(`CREATE FUNCTION always_again() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'deadlock_detected'; END $$`);
  await house.database.reader.query(
    'CREATE TRIGGER again BEFORE INSERT ON area FOR EACH ROW EXECUTE FUNCTION always_again()',
  );
  const kept = (): Promise<number[]> =>
    Promise.all(['area', 'audit_event', 'outbox'].map((table) => count(house, table)));
  const before = await kept();
  const lake = { name: '湖边', latitude: 30.5, longitude: 114.3 };
  const { status, headers, body } = await world.as('admin').post<{ code: string }>('/api/areas', lake);
  expect([status, headers['retry-after'], body.code]).toEqual([503, '1', 'busy']);
  expect(await kept()).toEqual(before);
  await house.database.reader.query('DROP TRIGGER again ON area');
  expect((await world.as('admin').post('/api/areas', lake)).status).toBe(201);
});
