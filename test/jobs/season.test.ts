import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Random } from '../../src/demo/random';
import type { EngagementDetailDto, CheckInLineDto, SessionLineDto } from '../../src/engagements/engagements.dto';
import type { RoundDto } from '../../src/matching/rounds.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { InvitationDto } from '../../src/proposals/invitations.dto';
import type { ProposalDetailDto, ProposalDto } from '../../src/proposals/proposals.dto';
import type { VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { Browser } from '../support/browser';
import { faultsIn } from '../support/consistency';
import { csv, preview, write } from '../support/imports';
import { listOffer } from '../support/lines';
import { redisFound, startTestRedis, TestRedis } from '../support/redis';
import { buildWorld, World } from '../support/world';
import { eventually } from './eventually';
import { openWorker, SeasonWorker } from './season-house';

jest.setTimeout(240_000);

const BACKENDS = redisFound() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const);
const SCHEDULES = [
  'proposals.lapse',
  'proposals.remind',
  'engagements.remind-sessions',
  'engagements.check-ins',
  'needs.expire',
  'menus.keep-current',
];
const NAMES = ['周师傅', '吴老师', '郑奶奶', '冯爷爷', '陈老师', '褚师傅'];

/**
 * A whole autumn, through the API alone and by a clock that runs ahead: needs from a workbook, three rounds, one of them by a worker that is killed
 * and another that takes it over, a queue that is emptied, people who say yes, no and nothing, sessions that are held, missed
 * and moved, an early end with a replacement, and evaluations by both sides. What must never be is asked in SQL at the end.
 */
describe.each(BACKENDS)('a season, with the queue on %s', (backend) => {
  let redis: TestRedis | null = null;
  let house: TestApp;
  let world: World;
  let worker: SeasonWorker | null = null;
  const random = new Random(7);
  /** How each volunteer signs in; a browser that rests for a month has to do so again. */
  const people = new Map<string, { login: string; password: string }>();
  const as = (volunteerId: string): Promise<Browser> => {
    const { login, password } = people.get(volunteerId)!;
    return new Browser(house).signIn(login, password);
  };
  const tally = {
    swapped: 0,
    accepted: 0,
    declined: 0,
    ignored: 0,
    lapsed: 0,
    held: 0,
    missed: 0,
    moved: 0,
    left: 0,
    checkedIn: 0,
    evaluated: 0,
  };

  beforeAll(async () => {
    redis = backend === 'Redis' ? await startTestRedis() : null;
    house = await createTestApp({ role: 'api', redisUrl: redis?.url ?? null });
    world = await buildWorld(house);
  });
  afterAll(async () => {
    await worker?.close();
    await house.close();
    await redis?.stop();
  });

  const admin = (): Browser => world.as('admin');
  const must = async <T>(answer: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  const all = async <T>(path: string): Promise<T[]> =>
    (await must(admin().get<{ items: T[] }>(`${path}${path.includes('?') ? '&' : '?'}limit=200`))).items;

  /** Puts somebody forward, has them checked, and gives them a way to sign in. */
  async function welcome(name: string, index: number): Promise<void> {
    const draft = {
      name,
      veteranGroup: 'teacher',
      consentedOn: '2026-09-01',
      latitude: 30.55 + index / 500,
      longitude: 114.4,
      maxConcurrent: 2,
      monthlyMinutes: 1500,
    };
    const applied = await must(world.as('coordinator').post<VolunteerDto>('/api/volunteers', draft));
    const verified = await must(
      world.as('coordinator').post<VolunteerDto>(`/api/volunteers/${applied.id}/verify`, { version: applied.version }),
    );
    await must(admin().post(`/api/volunteers/${applied.id}/activate`, { version: verified.version }));
    await must(
      admin().post(`/api/volunteers/${applied.id}/clearances`, {
        number: `查${index}`,
        authority: '区公安分局',
        checkedOn: '2026-09-01',
        expiresOn: '2027-09-01',
      }),
    );
    const fresh = await must(
      admin().post<{ login: string; password: string }>('/api/accounts', {
        login: `volunteer.${index}`,
        name,
        role: 'volunteer',
        volunteerId: applied.id,
      }),
    );
    people.set(applied.id, fresh);
  }

  const skills = (): string[] => [world.skills.flute, world.skills.listening, world.skills.maths];

  async function fillMenus(): Promise<void> {
    people.set(world.volunteers.zhao, { login: 'volunteer', password: 'correct horse' });
    people.set(world.volunteers.sun, { login: 'otherVolunteer', password: 'correct horse' });
    for (const [index, name] of NAMES.entries()) await welcome(name, index);
    for (const volunteerId of people.keys()) {
      await listOffer(world, {
        volunteerId,
        title: '课后服务',
        forms: ['class_series'],
        skills: skills().map((skillId) => ({ skillId, level: random.whole(1, 3) })),
        availability: { anyTime: true, weekly: [], dates: [], daysOff: [], holidays: 'same' },
      });
    }
    await importNeeds();
  }

  /** The needs menu comes from the office's workbook. */
  async function importNeeds(): Promise<void> {
    const weekdays = ['一', '二', '三', '四', '五'];
    const rows = Array.from({ length: 10 }, (_, i) => {
      const hour = String(random.whole(8, 16)).padStart(2, '0');
      const skill = random.pick(['葫芦丝', '谈心陪伴', '数学教学']);
      const school = i % 3 === 2 ? '滨江初中' : '第二小学';
      const times = `每周${weekdays[i % 5]}${hour}:00-${hour}:50`;
      return [
        school,
        '传统文化·艺术',
        `第 ${i + 1} 课`,
        '系列课',
        i % 4 === 3 ? 2 : 1,
        times,
        '2026-09-21至2026-11-29',
        skill,
      ];
    });
    const header = ['学校', '类别', '需求', '形式', '需要志愿者人数', '时间', '期限', '所需专长'];
    worker = await openWorker(house.config, house.clock);
    const seen = await preview(world, 'needs', csv(header, ...rows), 'admin');
    expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 10, accepted: 10, faulty: 0 } });
    expect(await write(world, seen, 'admin')).toMatchObject({ state: 'written', counts: { written: 10 } });
    await worker.close();
    worker = null;
    expect(await all<NeedDto>('/api/needs?state=open')).toHaveLength(10);
  }

  async function solve(): Promise<RoundDto> {
    const { id } = await must(admin().post<RoundDto>('/api/rounds', { seed: 3, iterations: 60 }));
    return ended(id);
  }
  const ended = (id: string): Promise<RoundDto> =>
    eventually(async () => {
      const round = await must(admin().get<RoundDto>(`/api/rounds/${id}`));
      if (round.state === 'failed') throw new Error(`The round failed: ${JSON.stringify(round)}`);
      return round.state === 'solved' && round;
    }, 90) as Promise<RoundDto>;

  /** Approves a plan, but for one pair that is rejected, and publishes it. */
  async function review(round: RoundDto, reject: boolean): Promise<void> {
    const proposals = await all<ProposalDto>(`/api/proposals?roundId=${round.id}&state=proposed`);
    const [first, ...others] = proposals;
    if (reject)
      await must(admin().post(`/api/proposals/${first.id}/reject`, { version: first.version, reason: '学校另有安排' }));
    if (reject) await swapOne(others);
    const ids = (await all<ProposalDto>(`/api/proposals?roundId=${round.id}&state=proposed`)).map(({ id }) => id);
    if (ids.length > 0) await must(admin().post('/api/proposals/approve', { ids }));
    const now = await must(admin().get<RoundDto>(`/api/rounds/${round.id}`));
    await must(admin().post(`/api/rounds/${round.id}/publish`, { version: now.version }));
  }

  /** Puts another offer in the place of one that was proposed, the first for which that is possible. */
  async function swapOne(proposals: ProposalDto[]): Promise<void> {
    for (const { id, version } of proposals) {
      const { alternatives } = await must(admin().get<ProposalDetailDto>(`/api/proposals/${id}`));
      for (const { offerId } of alternatives) {
        const { status } = await admin().post(`/api/proposals/${id}/swap`, { version, offerId });
        if (status >= 300) continue;
        tally.swapped++;
        return;
      }
    }
  }

  /** Everybody answers as the dice say: mostly yes, some no, some nothing at all. One yes comes by telephone. */
  async function answer(): Promise<void> {
    for (const { id, volunteer } of await all<InvitationDto>('/api/invitations')) {
      const roll = random.next();
      if (roll < 0.15) tally.ignored++;
      else if (roll < 0.3) {
        await must((await as(volunteer!.id)).post(`/api/invitations/${id}/decline`));
        tally.declined++;
      } else {
        const who = tally.accepted === 1 ? world.as('coordinator') : await as(volunteer!.id);
        await must(who.post(`/api/invitations/${id}/accept`));
        tally.accepted++;
      }
    }
  }

  async function emptyQueue(): Promise<void> {
    if (!redis) return void (await house.database.reader.query('TRUNCATE bullmq.job, bullmq.scheduler CASCADE'));
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
  }

  const idle = (): Promise<unknown> =>
    eventually(async () => {
      await worker!.jobs.dispatchDue();
      return (
        (
          await house.database.reader.query(
            'SELECT 1 FROM outbox WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= $1 LIMIT 1',
            [house.clock.now()],
          )
        ).length === 0
      );
    }, 60);

  /** What a week leaves to write down: sessions held, missed or moved, and follow-ups. */
  async function week(number: number): Promise<void> {
    for (const name of SCHEDULES) await worker!.jobs.runSchedule(name);
    if (number % 3 === 0) await Promise.all(SCHEDULES.map((name) => worker!.jobs.runSchedule(name)));
    const past = await all<SessionLineDto>(
      `/api/sessions?state=planned&to=${encodeURIComponent(house.clock.now().toISOString())}`,
    );
    for (const { id, version, startsAt, endsAt } of past) {
      const roll = random.next();
      if (roll < 0.06) {
        await must(admin().post(`/api/sessions/${id}/missed`, { version }));
        tally.missed++;
      } else if (roll < 0.1) {
        const later = (moment: Date): string =>
          new Date(new Date(moment).getTime() + 7 * 86_400_000 + 2 * 3_600_000).toISOString();
        const moved = await admin().post(`/api/sessions/${id}/move`, {
          version,
          startsAt: later(startsAt),
          endsAt: later(endsAt),
        });
        if (moved.status < 300) tally.moved++;
        else await must(admin().post(`/api/sessions/${id}/missed`, { version }));
      } else {
        await must(admin().post(`/api/sessions/${id}/held`, { version, attendance: random.whole(5, 40) }));
        tally.held++;
      }
    }
    for (const { id, version, state, dueOn } of await all<CheckInLineDto>('/api/check-ins')) {
      if (state === 'overdue' || dueOn <= house.clock.now().toISOString().slice(0, 10)) {
        await must(
          admin().post(`/api/check-ins/${id}/done`, {
            version,
            how: 'phone',
            going: random.pick(['well', 'well', 'mixed']),
          }),
        );
        tally.checkedIn++;
      }
    }
  }

  /** Somebody who is serving moves away: what they held ends, and their invitations with it. */
  async function leave(): Promise<void> {
    const [{ volunteerId }] = await all<EngagementDetailDto>('/api/engagements?state=serving');
    const { version } = await must(admin().get<VolunteerDto>(`/api/volunteers/${volunteerId}`));
    await must((await as(volunteerId)).post(`/api/volunteers/${volunteerId}/leave`, { version }));
    await idle();
    const kept = (await all<EngagementDetailDto>(`/api/engagements?volunteerId=${volunteerId}`)).filter(
      ({ state }) => state === 'agreed' || state === 'serving',
    );
    expect(kept).toEqual([]);
    tally.left++;
  }

  it('goes from two menus to evaluated engagements and ends consistent', async () => {
    await fillMenus();

    // The first round: its worker is killed in the middle, another takes it over.
    const { id } = await must(admin().post<RoundDto>('/api/rounds', { seed: 3, iterations: 200 }));
    const order = JSON.stringify({ config: house.config, now: house.clock.now().toISOString() });
    const child: ChildProcess = spawn(
      process.execPath,
      ['-r', join(__dirname, 'typescript.cjs'), join(__dirname, 'season-process.ts'), order],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const gone = once(child, 'exit');
    await eventually(async () => (await must(admin().get<RoundDto>(`/api/rounds/${id}`))).state !== 'queued', 60);
    child.kill('SIGKILL');
    await gone;
    worker = await openWorker(house.config, house.clock);
    const first = await ended(id);
    await review(first, true);

    // The queue forgets everything just after the invitations have left.
    await emptyQueue();
    await idle();
    await answer();
    house.clock.advance({ days: 9 });
    for (const name of SCHEDULES) await worker.jobs.runSchedule(name);
    tally.lapsed = (await all<ProposalDto>('/api/proposals?state=lapsed')).length;
    expect(tally.lapsed).toBe(tally.ignored);

    // A second round fills what is still open.
    await review(await solve(), false);
    await idle();
    await answer();

    // Ten weeks of meetings; in the fourth somebody has to stop and a replacement is sought.
    for (let number = 1; number <= 11; number++) {
      house.clock.advance({ days: 7 });
      await week(number);
      if (number === 4) {
        const [tired] = await all<EngagementDetailDto>('/api/engagements?state=serving');
        const browser = await as(tired.volunteerId);
        await must(
          browser.post(`/api/engagements/${tired.id}/end`, {
            version: tired.version,
            by: 'volunteer',
            seekReplacement: true,
          }),
        );
        expect((await must(admin().get<NeedDto>(`/api/needs/${tired.needId}`))).state).toBe('open');
        const again = await solve();
        await review(again, false);
        await idle();
        await answer();
      }
      if (number === 6) await leave();
    }

    // The end: everything that was served is completed and judged by both sides.
    house.clock.advance({ days: 10 });
    for (const name of SCHEDULES) await worker.jobs.runSchedule(name);
    for (const { id: engagementId, version } of await all<EngagementDetailDto>('/api/engagements?state=serving')) {
      for (const { id: sessionId, version: seen } of await all<SessionLineDto>(
        `/api/sessions?engagementId=${engagementId}&state=planned`,
      )) {
        await must(admin().post(`/api/sessions/${sessionId}/missed`, { version: seen }));
      }
      const done = await must(
        admin().post<EngagementDetailDto>(`/api/engagements/${engagementId}/complete`, { version }),
      );
      await must(
        (await as(done.volunteerId)).post(`/api/engagements/${engagementId}/evaluate`, { rating: 5, again: true }),
      );
      await must(
        admin().post(`/api/engagements/${engagementId}/evaluate`, {
          side: 'school',
          rating: random.whole(3, 5),
          again: true,
          comment: '孩子们很喜欢',
        }),
      );
      tally.evaluated++;
    }
    await idle();

    expect(await faultsIn(house.database, house.clock.now())).toEqual({});
    // The dice are fixed, but which pairs a tie picks is the engine's: what matters is that all of it happened.
    for (const [what, count] of Object.entries(tally)) expect([what, count > 0]).toEqual([what, true]);
    expect((await all<NeedDto>('/api/needs?state=evaluated')).length).toBeGreaterThan(0);
  });
});
