import type { ApprovedManyDto, InvitedManyDto, ProposalDetailDto } from '../../src/proposals/proposals.dto';
import { createTestApp, START, TestApp } from '../support/app';
import { listOffer, openNeed } from '../support/lines';
import { count, draft, invited, okay, proposal, proposalsOf, propose, solvedRound } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
  await house.database.reader.query('UPDATE volunteer SET max_concurrent = NULL, monthly_minutes = NULL');
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));
// What one test approves or agrees must not bind the volunteer's time in the next.
afterEach(() =>
  house.database.reader.query(
    `UPDATE session SET state = 'cancelled'; UPDATE engagement SET state = 'completed'; UPDATE proposal SET state = 'cancelled'; DELETE FROM exclusion`,
  ),
);

type Persona = Parameters<World['as']>[0];
type Refused = ProposalDetailDto & { code: string; params: { rule: string }; errors: { code: string }[] };
const create = (persona: Persona, needId: string, offerId: string, overrides?: object[]) =>
  world.as(persona).post<Refused>('/api/proposals', { needId, offerId, overrides });
const apply = (persona: Persona, needId: string, offerId: string) =>
  world.as(persona).post<Refused>(`/api/needs/${needId}/applications`, { offerId });
const act = (persona: Persona, { id, version }: { id: string; version: number }, verb: string, more: object = {}) =>
  world.as(persona).post<Refused>(`/api/proposals/${id}/${verb}`, { version, ...more });
const stored = async (needId: string): Promise<number> => count(house, 'proposal WHERE need_id = $1', [needId]);

describe('an order from the resources menu (点单)', () => {
  it('is checked, scored and dated by the engine, and waits for review', async () => {
    const [need, offer] = [await openNeed(world), await listOffer(world)];
    const ordered = okay(await create('coordinator', need.id, offer.id));
    expect(ordered).toMatchObject({
      state: 'proposed',
      source: 'school',
      roundId: null,
      alternative: 0,
      overrides: [],
    });
    expect(ordered.score).toBeGreaterThan(0);
    expect(ordered.occurrences[0]).toEqual({
      startsAt: '2026-09-15T08:30:00.000Z',
      endsAt: '2026-09-15T09:30:00.000Z',
    });
    const approved = okay(await act('admin', ordered, 'approve'));
    okay(await world.as('admin').post<InvitedManyDto>('/api/proposals/invite', { ids: [approved.id] }));
    okay(await world.as('volunteer').post(`/api/invitations/${ordered.id}/accept`));
    expect((await world.as('coordinator').get(`/api/needs/${need.id}`)).body).toMatchObject({ state: 'filled' });
  });

  it('is not made twice, nor by another school, a volunteer or another district', async () => {
    const [need, offer] = [await openNeed(world), await listOffer(world)];
    for (const [persona, status] of [
      ['otherCoordinator', 404],
      ['outsider', 404],
      ['auditor', 403],
      ['volunteer', 403],
      ['teacher', 403],
    ] as const) {
      expect([persona, (await create(persona, need.id, offer.id)).status]).toEqual([persona, status]);
    }
    okay(await create('coordinator', need.id, offer.id));
    expect((await create('admin', need.id, offer.id)).body).toMatchObject({ code: 'conflict' });
    expect(await stored(need.id)).toBe(1);
  });

  it('rejected tells who made it why, and nobody else', async () => {
    const [need, offer] = [await openNeed(world), await listOffer(world)];
    const ordered = okay(await create('coordinator', need.id, offer.id));
    okay(await act('admin', ordered, 'reject', { reason: '本学期已排满' }));
    const { items } = (await world.as('coordinator').get<{ items: { sentence: string }[] }>('/api/notices')).body;
    expect(items.map(({ sentence }) => sentence)).toContain('“葫芦丝课后延时服务”的对接没有通过：本学期已排满');
    const others = (await world.as('volunteer').get<{ items: { event: string }[] }>('/api/notices')).body.items;
    expect(others.map(({ event }) => event)).not.toContain('proposal_rejected');
  });
});

describe('rules', () => {
  it('that may be overridden want a reason, which is kept; a reason for a rule that holds is not', async () => {
    const need = await openNeed(world, { form: 'lecture' });
    const offer = await listOffer(world);
    expect((await create('coordinator', need.id, offer.id)).body).toMatchObject({
      status: 422,
      code: 'override_needed',
      params: { rule: 'form' },
    });
    const made = okay(
      await create('coordinator', need.id, offer.id, [
        { rule: 'form', reason: '赵爷爷同意开讲座' },
        { rule: 'grades', reason: '用不着' },
      ]),
    );
    expect(made.overrides).toEqual([{ rule: 'form', reason: '赵爷爷同意开讲座' }]);
    expect(okay(await act('admin', made, 'approve'))).toMatchObject({
      state: 'approved',
      overrides: [{ rule: 'form' }],
    });
    const [line] = await house.database.reader.query(
      `SELECT change FROM audit_event WHERE entity_id = $1 AND action = 'proposal.create'`,
      [made.id],
    );
    expect(line.change.overrides).toEqual([{ rule: 'form', reason: '赵爷爷同意开讲座' }]);
  });

  const everything = [
    'period',
    'consent',
    'clearance',
    'excluded',
    'overlap',
    'monthly_minutes',
    'one_seat',
    'form',
  ].map((rule) => ({ rule, reason: '请放行' }));
  const never: [string, () => Promise<{ need: Record<string, unknown>; undo?: string }>][] = [
    [
      'clearance',
      async () => {
        await house.database.reader.query('UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1', [
          world.volunteers.zhao,
        ]);
        return { need: {}, undo: 'UPDATE clearance SET revoked_at = NULL' };
      },
    ],
    ['consent', async () => ({ need: { oneToOne: true, under14: true } })],
    [
      'overlap',
      async () => {
        const { id } = await invited(house, world);
        okay(await world.as('volunteer').post(`/api/invitations/${id}/accept`));
        return { need: {} };
      },
    ],
    [
      'monthly_minutes',
      async () => {
        await house.database.reader.query('UPDATE volunteer SET monthly_minutes = 30');
        return { need: {}, undo: 'UPDATE volunteer SET monthly_minutes = NULL' };
      },
    ],
  ];
  it.each(never)('%s is overridden by nobody, whatever the reason', async (rule, arrange) => {
    const { need: change, undo } = await arrange();
    const [need, offer] = [await openNeed(world, change), await listOffer(world)];
    const answer = await create('admin', need.id, offer.id, everything);
    if (undo) await house.database.reader.query(undo);
    expect(answer.body).toMatchObject({ status: 422, code: 'rule_broken' });
    expect(answer.body.errors.map(({ code }) => code)).toContain(rule);
    expect(await stored(need.id)).toBe(0);
  });

  it('a volunteer’s no stands against the office, until it is lifted', async () => {
    const { id, need, offerId } = await invited(house, world);
    okay(await world.as('volunteer').post(`/api/invitations/${id}/decline`));
    const again = await create('admin', need.id, offerId, everything);
    expect(again.body).toMatchObject({
      code: 'rule_broken',
      errors: [{ code: 'excluded', params: { because: 'declined' } }],
    });
    const {
      items: [no],
    } = okay(await world.as('volunteer').get<{ items: { id: string }[] }>('/api/exclusions'));
    okay(await world.as('volunteer').post(`/api/exclusions/${no.id}/lift`));
    expect((await create('admin', need.id, offerId)).status).toBe(201);
  });

  it('a seat beyond those there are is not approved, whoever asks', async () => {
    const [need, mine, other] = [
      await openNeed(world),
      await listOffer(world),
      await listOffer(world, { volunteerId: world.volunteers.sun }),
    ];
    const first = okay(await create('coordinator', need.id, mine.id));
    const second = okay(await create('coordinator', need.id, other.id));
    const many = okay(
      await world.as('admin').post<ApprovedManyDto>('/api/proposals/approve', { ids: [first.id, second.id] }),
    );
    expect(many).toEqual({ approved: [first.id], refused: [{ id: second.id, code: 'seat_taken' }] });
    expect(okay(await act('admin', second, 'approve', { reserve: true }))).toMatchObject({ reserveOrder: 1 });
  });

  it('are asked again when a pair made by hand is approved: things may have changed', async () => {
    const [need, offer] = [await openNeed(world), await listOffer(world)];
    const made = okay(await create('coordinator', need.id, offer.id));
    await house.database.reader.query('UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1', [
      world.volunteers.zhao,
    ]);
    const answer = await act('admin', made, 'approve');
    await house.database.reader.query('UPDATE clearance SET revoked_at = NULL');
    expect(answer.body).toMatchObject({ code: 'rule_broken', params: { rule: 'clearance' } });
    expect(await proposal(world, made.id)).toMatchObject({ state: 'proposed' });
  });
});

describe('an application by a volunteer', () => {
  it('enters the same review; what may be overridden does not stop it, but its approval', async () => {
    const [need, offer] = [await openNeed(world, { form: 'lecture' }), await listOffer(world)];
    const applied = await apply('volunteer', need.id, offer.id);
    expect(applied.status).toBe(201);
    const waiting = await proposal(world, applied.body.id);
    expect(waiting).toMatchObject({ state: 'proposed', source: 'volunteer', volunteer: { name: '赵爷爷' } });
    expect((await act('admin', waiting, 'approve')).body).toMatchObject({
      code: 'override_needed',
      params: { rule: 'form' },
    });
    expect(
      okay(await act('admin', waiting, 'approve', { overrides: [{ rule: 'form', reason: '愿意讲' }] })),
    ).toMatchObject({ state: 'approved', overrides: [{ rule: 'form', reason: '愿意讲' }] });
  });

  it('is for oneself and for what stands on the menu', async () => {
    const [need, mine, other] = [
      await openNeed(world),
      await listOffer(world),
      await listOffer(world, { volunteerId: world.volunteers.sun }),
    ];
    expect((await apply('volunteer', need.id, other.id)).status).toBe(404);
    expect((await apply('coordinator', need.id, mine.id)).status).toBe(403);
    expect((await apply('outsider', need.id, mine.id)).status).toBe(403);
    okay(await world.as('coordinator').post(`/api/needs/${need.id}/withdraw`, { version: need.version, reason: 'x' }));
    expect((await apply('volunteer', need.id, mine.id)).status).toBe(404);
  });
});

describe('a swap', () => {
  const solved = async () => {
    const [need, mine, other] = [
      await openNeed(world),
      await listOffer(world),
      await listOffer(world, { volunteerId: world.volunteers.sun }),
    ];
    const roundId = await solvedRound(house, world);
    const alternatives = [
      { offer: other.id, volunteer: world.volunteers.sun, alternative: 0, score: 512, priceAtLeast: 128 },
    ];
    await propose(house, world, roundId, [draft(need.id, mine.id, world.volunteers.zhao, { alternatives })]);
    const [one] = await proposalsOf(world, roundId);
    return { one, mine, other, roundId };
  };

  it('puts an alternative in the place, pinned, and can be undone', async () => {
    const { one, mine, other, roundId } = await solved();
    const swapped = okay(await act('admin', one, 'swap', { offerId: other.id }));
    expect(swapped).toMatchObject({
      id: one.id,
      state: 'proposed',
      roundId,
      pinned: true,
      volunteer: { name: '孙老师' },
      alternatives: [{ offerId: mine.id, volunteerName: '赵爷爷', score: 640 }],
    });
    const back = okay(await act('admin', okay(await act('admin', swapped, 'approve')), 'swap', { offerId: mine.id }));
    expect(back).toMatchObject({
      state: 'approved',
      volunteer: { name: '赵爷爷' },
      alternatives: [{ offerId: other.id }],
    });
  });

  it('of one offer for another of the same volunteer is no clash with itself', async () => {
    const { one } = await solved();
    const approved = okay(await act('admin', one, 'approve'));
    const second = await listOffer(world, { title: '葫芦丝提高班' });
    expect(okay(await act('admin', approved, 'swap', { offerId: second.id }))).toMatchObject({
      state: 'approved',
      offer: { title: '葫芦丝提高班' },
    });
  });

  it('is checked, is the office’s, and comes too late once an invitation is out', async () => {
    const { one, other } = await solved();
    expect((await act('coordinator', one, 'swap', { offerId: other.id })).status).toBe(403);
    expect((await act('outsider', one, 'swap', { offerId: other.id })).status).toBe(404);
    await house.database.reader.query('UPDATE clearance SET revoked_at = now() WHERE volunteer_id = $1', [
      world.volunteers.sun,
    ]);
    const answer = await act('admin', one, 'swap', { offerId: other.id });
    await house.database.reader.query('UPDATE clearance SET revoked_at = NULL');
    expect(answer.body).toMatchObject({ code: 'rule_broken', params: { rule: 'clearance' } });
    const approved = okay(await act('admin', await proposal(world, one.id), 'approve'));
    okay(await world.as('admin').post('/api/proposals/invite', { ids: [approved.id] }));
    expect((await act('admin', await proposal(world, one.id), 'swap', { offerId: other.id })).body).toMatchObject({
      code: 'illegal_transition',
    });
  });
});
