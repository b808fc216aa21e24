import { systemCtx } from '../../src/platform/actor';
import { newId } from '../../src/platform/ids';
import type { JobHandler, JobRun } from '../../src/platform/jobs/job';
import { addDays, toMoment } from '../../src/districts/local-time';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { InvitationDto } from '../../src/proposals/invitations.dto';
import type { ProposalDetailDto, ProposalDto } from '../../src/proposals/proposals.dto';
import { ProposalDraft, ProposalsService } from '../../src/proposals/proposals.service';
import { TellInvited } from '../../src/proposals/tell-invited';
import type { TestApp } from './app';
import type { Answer } from './browser';
import { listOffer, openNeed } from './lines';
import type { World } from './world';

/** Days and times (Shanghai) as the dated meetings of a proposal. */
export const meetings = (...days: [day: string, from: string, to: string][]): { startsAt: string; endsAt: string }[] =>
  days.map(([day, from, to]) => ({
    startsAt: new Date(`${day}T${from}:00+08:00`).toISOString(),
    endsAt: new Date(`${day}T${to}:00+08:00`).toISOString(),
  }));

/** `count` weekly meetings of an hour from a day on, at 16:30. */
export const weekly = (first: string, count: number): { startsAt: string; endsAt: string }[] =>
  Array.from({ length: count }, (_, week) => {
    const day = addDays(first, week * 7);
    return {
      startsAt: toMoment(day, 990, 'Asia/Shanghai').toISOString(),
      endsAt: toMoment(day, 1050, 'Asia/Shanghai').toISOString(),
    };
  });

export const draft = (
  needId: string,
  offerId: string,
  volunteerId: string,
  change: Partial<ProposalDraft> = {},
): ProposalDraft => ({
  needId,
  offerId,
  volunteerId,
  alternative: 0,
  occurrences: weekly('2026-09-15', 3),
  score: 640,
  parts: { skill: 300, time: 100, distance: 150, wish: 0, continuity: 50, slack: 40, load: 0 },
  reasons: [{ code: 'skill', params: { level: 3 } }],
  alternatives: [],
  ...change,
});

/** A solved round of the first district, as a worker leaves it. */
export async function solvedRound(house: TestApp, world: World, scope: object = {}): Promise<string> {
  const id = newId();
  await house.database.reader.query(
    `INSERT INTO round (id, district_id, code, state, horizon_from, horizon_to, scope, policy_id, seed, requested_at)
     SELECT $1, $2, $5, 'solved', '2026-09-07', '2027-01-20', $3, p.id, 1, $4 FROM policy p WHERE p.district_id = $2 LIMIT 1`,
    [id, world.district, JSON.stringify(scope), house.clock.now(), `轮-${id}`],
  );
  return id;
}

/** Writes a plan as proposals, as the worker does at the end of a round. */
export const propose = (house: TestApp, world: World, roundId: string, drafts: ProposalDraft[]) => {
  const ctx = systemCtx(world.district, 'test-round');
  return house.database.change(ctx, (tx) => house.app.get(ProposalsService).replaceProposed(tx, ctx, roundId, drafts));
};

/** Sends what is approved of a round, as publishing does. */
export const publish = (house: TestApp, world: World, roundId: string) => {
  const ctx = systemCtx(world.district, 'test-publish');
  return house.database.change(ctx, (tx) => house.app.get(ProposalsService).publish(tx, ctx, roundId));
};

export const okay = <T>(answer: Answer<T>): T => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** The proposals of a round over the API. */
export const proposalsOf = async (world: World, roundId: string): Promise<ProposalDto[]> =>
  okay(await world.as('admin').get<{ items: ProposalDto[] }>(`/api/proposals?roundId=${roundId}&limit=200`)).items;

export const proposal = async (world: World, id: string): Promise<ProposalDetailDto> =>
  okay(await world.as('admin').get<ProposalDetailDto>(`/api/proposals/${id}`));
export const invitation = async (world: World, id: string): Promise<InvitationDto> =>
  okay(await world.as('admin').get<InvitationDto>(`/api/invitations/${id}`));

/** A need on the menu, an offer of 赵爷爷, and the invitation that a round, a review and its publishing make of them. */
export async function invited(
  house: TestApp,
  world: World,
  {
    need = {},
    offer = {},
    pair = {},
  }: { need?: Record<string, unknown>; offer?: Record<string, unknown>; pair?: Partial<ProposalDraft> } = {},
): Promise<{ id: string; need: NeedDto; offerId: string; roundId: string }> {
  const line = await openNeed(world, need);
  const given = await listOffer(world, offer);
  return {
    need: line,
    offerId: given.id,
    ...(await inviteFor(house, world, line.id, given.id, given.volunteerId, pair)),
  };
}

/** Proposes, approves and publishes one pair. */
export async function inviteFor(
  house: TestApp,
  world: World,
  needId: string,
  offerId: string,
  volunteerId: string,
  pair: Partial<ProposalDraft> = {},
): Promise<{ id: string; roundId: string }> {
  const roundId = await solvedRound(house, world);
  await propose(house, world, roundId, [draft(needId, offerId, volunteerId, pair)]);
  const [{ id, version }] = await proposalsOf(world, roundId);
  okay(await world.as('admin').post(`/api/proposals/${id}/approve`, { version }));
  await publish(house, world, roundId);
  return { id, roundId };
}

/** A run of a handler as the worker would give it, without a queue: jobs that came through the outbox keep their own tests. */
export const runOf = (house: TestApp, job: string, districtId: string | null): JobRun => ({
  job,
  outboxId: null,
  attempt: 1,
  requestId: 'test-run',
  actor: { districtId },
  signal: new AbortController().signal,
  once: (work) => house.database.transaction(work),
  count: () => undefined,
});

/** Runs a schedule's handler once, and says what it did in all districts together. */
export async function sweep(
  house: TestApp,
  handler: abstract new (...args: never[]) => JobHandler<object>,
): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const count: JobRun['count'] = (_, done) => {
    for (const [what, n] of Object.entries(done)) sums[what] = (sums[what] ?? 0) + n;
  };
  await house.app.get<JobHandler<object>>(handler as never).handle({}, { ...runOf(house, 'sweep', null), count });
  return sums;
}

/** Delivers what the outbox holds about new invitations. */
export async function tellInvited(house: TestApp, world: World): Promise<void> {
  const rows: { payload: { proposalIds: string[] } }[] = await house.database.reader.query(
    `SELECT payload FROM outbox WHERE job = 'proposals.tell-invited' ORDER BY id`,
  );
  for (const { payload } of rows)
    await house.app.get(TellInvited).handle(payload, runOf(house, 'tell', world.district));
}

/** Sums of a column of anything, straight from the database: what the API says must agree with it. */
export const count = async (house: TestApp, from: string, params: unknown[] = []): Promise<number> =>
  (await house.database.reader.query(`SELECT count(*)::int AS n FROM ${from}`, params))[0].n;
