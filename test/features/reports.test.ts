import { countedMinutes, countsFrom, starsFor } from '../../src/reports/hours';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import type { EngagementDetailDto } from '../../src/engagements/engagements.dto';
import type {
  FillDto,
  MonthHoursDto,
  SchoolCoverageDto,
  TeamLineDto,
  TimeToMatchDto,
  VolunteerRecordDto,
} from '../../src/reports/reports.dto';
import { createTestApp, TestApp } from '../support/app';
import { openNeed } from '../support/lines';
import { invited, okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';

const RULE = DEFAULT_SETTINGS.hours;

describe('the rule for hours', () => {
  it.each([
    [0, 0],
    [15, 0],
    [16, 30],
    [45, 30],
    [46, 60],
    [60, 60],
    [75, 60],
    [100, 90],
    [110, 120],
  ])('%i minutes count as %i', (minutes, counted) => expect(countedMinutes(minutes, RULE)).toBe(counted));

  it('shows a record for three working days, holidays and made-up workdays considered, before it counts', () => {
    const none = new Map();
    expect(countsFrom('2026-09-07', none, RULE)).toBe('2026-09-11');
    expect(countsFrom('2026-09-10', none, RULE)).toBe('2026-09-16');
    const autumn = new Map([
      ['2026-10-01', { kind: 'holiday' as const, followsWeekday: null }],
      ['2026-10-02', { kind: 'holiday' as const, followsWeekday: null }],
      ['2026-10-03', { kind: 'workday' as const, followsWeekday: 5 }],
    ]);
    expect(countsFrom('2026-09-29', autumn, RULE)).toBe('2026-10-06');
  });

  it('gives stars at the thresholds of the district', () => {
    expect(starsFor(99 * 60, RULE)).toEqual({ stars: 0, nextAtHours: 100 });
    expect(starsFor(300 * 60, RULE)).toEqual({ stars: 2, nextAtHours: 600 });
    expect(starsFor(2000 * 60, RULE)).toEqual({ stars: 5, nextAtHours: null });
  });
});

describe('numbers of a district', () => {
  let house: TestApp;
  let world: World;
  const AUTUMN = 'from=2026-09-01&to=2026-12-31';
  beforeAll(async () => {
    house = await createTestApp();
    world = await buildWorld(house);
    const { id } = await invited(house, world);
    const { engagementId } = okay(
      await world.as('volunteer').post<{ engagementId: string }>(`/api/invitations/${id}/accept`),
    );
    await openNeed(world, { seats: 2, urgent: true });
    const { sessions } = (await world.as('coordinator').get<EngagementDetailDto>(`/api/engagements/${engagementId}`))
      .body;
    for (const [i, minutesServed] of [50, 75].entries()) {
      house.clock.set(new Date(new Date(sessions[i].endsAt).getTime() + 600_000));
      okay(
        await world
          .as('coordinator')
          .post(`/api/sessions/${sessions[i].id}/held`, { version: sessions[i].version, minutesServed }),
      );
    }
  });
  afterAll(() => house.close());
  // The meetings are on Tuesdays, 15 and 22 September; the second counts from Saturday the 26th.
  beforeEach(() => house.clock.set('2026-09-25T09:00:00+08:00'));

  const read = async <T>(path: string): Promise<T> => okay(await world.as('auditor').get<T>(`/api/reports/${path}`));

  it('counts seats and yeses by priority, and nothing outside the span', async () => {
    const lines = await read<FillDto[]>(`fill?${AUTUMN}`);
    expect(lines.map(({ priority }) => priority)).toEqual([1, 2, 3, 4]);
    expect(lines.reduce((sum, { seats }) => sum + seats, 0)).toBe(3);
    expect(lines.reduce((sum, { filled }) => sum + filled, 0)).toBe(1);
    const before = await read<FillDto[]>('fill?from=2025-09-01&to=2025-12-31');
    expect(before.map(({ seats }) => seats)).toEqual([0, 0, 0, 0]);
  });

  it('tells how long a yes took', async () => {
    const wait = await read<TimeToMatchDto>(`time-to-match?${AUTUMN}`);
    expect(wait).toMatchObject({ pairs: 1, medianDays: 0 });
    expect(wait.steps.map(({ upToDays, pairs }) => [upToDays, pairs])).toEqual([
      [3, 1],
      [7, 0],
      [14, 0],
      [30, 0],
      [null, 0],
    ]);
    expect(await read<TimeToMatchDto>('time-to-match?from=2025-09-01&to=2025-12-31')).toMatchObject({
      pairs: 0,
      medianDays: null,
    });
  });

  it('sums service by month, real and rounded', async () => {
    expect(await read<MonthHoursDto[]>(`hours?${AUTUMN}`)).toEqual([
      { month: '2026-09', sessions: 2, minutes: 125, countedMinutes: 120 },
    ]);
    expect(await read<MonthHoursDto[]>('hours?from=2026-09-16&to=2026-09-30')).toMatchObject([{ sessions: 1 }]);
  });

  it('puts the least covered school first and leaves none out', async () => {
    const lines = await read<SchoolCoverageDto[]>(`schools?${AUTUMN}`);
    expect(lines).toMatchObject([
      { schoolName: '第二小学', needs: 2, seats: 3, filled: 1, sessions: 2, minutes: 125 },
      { schoolName: '滨江初中', needs: 0, seats: 0, filled: 0, sessions: 0, minutes: 0 },
    ]);
  });

  it('counts the team every way, each person once', async () => {
    const lines = await read<TeamLineDto[]>('team');
    const sum = (...by: string[]): number =>
      lines.filter((line) => by.includes(line.by)).reduce((total, line) => total + line.lines, 0);
    expect(lines).toContainEqual({ by: 'veteran', key: 'teacher', lines: 2, people: 2 });
    for (const by of ['tier', 'age', 'clearance']) expect(sum(by)).toBe(2);
    expect(sum('veteran', 'guest', 'kind')).toBe(2);
  });

  it('keeps the record of a volunteer: what counts, what is still shown', async () => {
    const path = `/api/volunteers/${world.volunteers.zhao}/record`;
    const waiting = okay(await world.as('volunteer').get<VolunteerRecordDto>(path));
    expect(waiting).toMatchObject({ sessions: 1, minutes: 50, countedMinutes: 60, stars: 0, nextStarHours: 100 });
    expect(waiting.pending).toMatchObject([{ day: '2026-09-22', minutes: 75, countsFrom: '2026-09-26' }]);
    expect(waiting.services).toMatchObject([{ firstOn: '2026-09-15', lastOn: '2026-09-15', sessions: 1 }]);
    house.clock.set('2026-09-26T09:00:00+08:00');
    const counted = okay(await world.as('volunteer').get<VolunteerRecordDto>(path));
    expect(counted).toMatchObject({ sessions: 2, minutes: 125, countedMinutes: 120, pending: [] });
    const part = okay(await world.as('admin').get<VolunteerRecordDto>(`${path}?from=2026-09-20&to=2026-09-30`));
    expect(part).toMatchObject({ sessions: 1, countedMinutes: 60 });
  });

  it('is for those who may, and for a span that makes sense', async () => {
    for (const persona of ['coordinator', 'volunteer', 'teacher'] as const)
      expect((await world.as(persona).get(`/api/reports/fill?${AUTUMN}`)).status).toBe(403);
    expect(
      okay(await world.as('outsider').get<FillDto[]>(`/api/reports/fill?${AUTUMN}`)).every(({ seats }) => seats === 0),
    ).toBe(true);
    expect((await world.as('admin').get('/api/reports/fill?from=2026-09-02&to=2026-09-01')).body).toMatchObject({
      errors: [{ pointer: '/to', code: 'before_start' }],
    });
    expect((await world.as('admin').get('/api/reports/hours?from=2000-01-01&to=2026-09-01')).body).toMatchObject({
      errors: [{ pointer: '/to', code: 'period_too_long' }],
    });
    const record = `/api/volunteers/${world.volunteers.zhao}/record`;
    expect((await world.as('otherVolunteer').get(record)).status).toBe(404);
    expect((await world.as('coordinator').get(record)).status).toBe(403);
    expect((await world.as('outsider').get(record)).status).toBe(404);
  });
});
