import type { NeedDto } from '../../src/needs/needs.dto';
import { loadMenus } from '../../src/matching/snapshot';
import { DEFAULT_POLICY } from '../../src/matching/engine/menus';
import { addDays } from '../../src/districts/local-time';
import { createTestApp, TestApp } from '../support/app';
import { needDraft, openNeed } from '../support/lines';
import { okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const FROM = '2026-09-07';
const START = 'DTSTART;TZID=Asia/Shanghai:20260917T163000\nDURATION:PT1H\n';
const THURSDAYS = `${START}RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261020T083000Z\nEXDATE;TZID=Asia/Shanghai:20260924T163000`;
const given = (...recurrences: string[]) => ({ alternatives: [{ dates: [], weekly: [], recurrences }] });

/** The days on which a round of the year would see a need. */
async function daysOf(need: NeedDto, alternative = 0): Promise<string[]> {
  const request = { districtId: world.district, from: FROM, to: '2027-07-31', timezone: 'Asia/Shanghai' };
  const menus = await house.database.snapshot((tx) =>
    loadMenus(tx, { ...request, now: house.clock.now(), scope: {}, roundId: null } as never, DEFAULT_POLICY),
  );
  const line = menus.needs.find(({ id }) => id === need.id)!;
  return line.alternatives[alternative].occurrences.map(({ from }) => addDays(FROM, Math.floor(from / 1440)).slice(5));
}

it('comes back as it was given, and is found by its weekdays', async () => {
  const need = okay(await world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world, given(THURSDAYS))));
  expect(need.alternatives).toEqual([{ dates: [], weekly: [], recurrences: [THURSDAYS] }]);
  const on = async (weekday: number) =>
    okay(await world.as('coordinator').get<{ items: NeedDto[] }>(`/api/needs?weekday=${weekday}`)).items.map(
      ({ id }) => id,
    );
  expect(await Promise.all([2, 3, 4].map(on))).toEqual([[need.id], [], [need.id]]);
  const change = { ...needDraft(world, given(THURSDAYS)), title: '改', schoolId: undefined, version: need.version };
  const changed = okay(await world.as('coordinator').put<NeedDto>(`/api/needs/${need.id}`, change));
  expect(changed.alternatives).toEqual(need.alternatives);
});

it('is expanded over holidays and made-up workdays when a round is made, and follows the calendar after that', async () => {
  const need = await openNeed(world, { periodTo: '2026-10-31', ...given(THURSDAYS) });
  const plain = ['09-17', '09-22', '09-29', '10-06', '10-08', '10-13', '10-15', '10-20'];
  // 1 October is a holiday, 24 September an exception.
  expect(await daysOf(need)).toEqual(plain);
  const holiday = { name: '调休', startsOn: '2026-10-08', endsOn: '2026-10-08' };
  const madeUp = [{ day: '2026-10-10', followsWeekday: 4 }];
  okay(await world.as('admin').post('/api/holidays', { ...holiday, madeUp }));
  expect(await daysOf(need)).toEqual(['09-17', '09-22', '09-29', '10-06', '10-10', '10-13', '10-15', '10-20']);
});

it('shows whoever is still writing times the days a round would see, and says what contradicts itself', async () => {
  const times = { periodFrom: '2026-09-07', periodTo: '2026-10-31', ...given(THURSDAYS) };
  const need = await openNeed(world, times);
  const { alternatives, periodFrom, periodTo } = times;
  const ask = (body: object) =>
    world.as('coordinator').post<{ days: { day: string; from: string; to: string }[] }[]>('/api/needs/days', body);
  const [{ days }, single] = okay(
    await ask({
      periodFrom,
      periodTo,
      alternatives: [...alternatives, { dates: [{ day: '2026-10-01', from: '09:00', to: '10:30' }], weekly: [] }],
    }),
  );
  expect(days.map(({ day }) => day.slice(5))).toEqual(await daysOf(need));
  expect(days[0]).toEqual({ day: '2026-09-17', from: '16:30', to: '17:30' });
  expect(single.days).toEqual([{ day: '2026-10-01', from: '09:00', to: '10:30' }]);
  const wrong = await ask({ periodFrom, periodTo: '2026-09-01', alternatives: [{ dates: [], weekly: [] }] });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toMatchObject({
    errors: [
      { pointer: '/periodTo', code: 'before_start' },
      { pointer: '/alternatives/0', code: 'no_times' },
    ],
  });
  expect((await world.as('volunteer').post('/api/needs/days', times)).status).toBe(403);
});

it('leaves out a vacation that its period spans, as weekly times do; a period within a vacation means it', async () => {
  const term = { name: '2027 年春季学期', startsOn: '2027-02-22', endsOn: '2027-07-02' };
  okay(await world.as('admin').post('/api/terms', term));
  const every = `${START}RRULE:FREQ=WEEKLY;UNTIL=20270304`;
  const weekly = [{ weekday: 4, from: '16:30', to: '17:30' }];
  const whole = { periodFrom: '2026-12-28', periodTo: '2027-03-04' };
  const around = await openNeed(world, {
    ...whole,
    alternatives: [
      { dates: [], weekly: [], recurrences: [every] },
      { dates: [], weekly },
    ],
  });
  const terms = ['12-31', '01-07', '01-14', '02-25', '03-04'];
  expect([await daysOf(around, 0), await daysOf(around, 1)]).toEqual([terms, terms]);
  const camp = await openNeed(world, {
    periodFrom: '2027-01-25',
    periodTo: '2027-02-05',
    alternatives: [{ dates: [], weekly }],
  });
  expect(await daysOf(camp)).toEqual(['01-28', '02-04']);
  const into = await openNeed(world, {
    periodFrom: '2027-01-11',
    periodTo: '2027-02-05',
    alternatives: [{ dates: [], weekly }],
  });
  expect(await daysOf(into)).toEqual(['01-14', '01-21', '01-28', '02-04']);
});

it.each<[string, string, object | undefined]>([
  [
    `${START}RRULE:FREQ=WEEKLY`,
    'recurrence_without_end',
    { part: 'FREQ=WEEKLY', expected: 'UNTIL=20270107 or COUNT=16' },
  ],
  [`${START}RRULE:FREQ=YEARLY;COUNT=2`, 'recurrence_part', { part: 'FREQ=YEARLY' }],
  [`${START}RRULE:FREQ=WEEKLY;UNTIL=20270231`, 'no_such_date', { part: 'UNTIL=20270231' }],
  ['DTSTART:20260917T163000 RRULE:FREQ=WEEKLY;COUNT=2', 'recurrence_end', { part: 'DTSTART:20260917T163000' }],
  ['DTSTART:20250918T163000 DURATION:PT1H RRULE:FREQ=WEEKLY;COUNT=2', 'outside_period', undefined],
  ['DTSTART:20260917T080000 DURATION:PT13H RRULE:FREQ=WEEKLY;COUNT=2', 'session_too_long', { most: 720 }],
  ['每周四 16:30', 'recurrence_part', { part: '每周四' }],
  ['', 'min_length', undefined],
])('refuses %j with %s and what would be right, and writes nothing', async (text, code, params) => {
  const before = await house.database.reader.query('SELECT count(*)::int AS n FROM need');
  const answer = await world
    .as('coordinator')
    .post<{ errors: { pointer: string; code: string; params: object }[] }>('/api/needs', needDraft(world, given(text)));
  expect(answer.status).toBe(422);
  const pointer = code === 'min_length' ? '/alternatives/0/recurrences' : '/alternatives/0/recurrences/0';
  expect(answer.body.errors).toMatchObject([{ pointer, code, ...(params && { params }) }]);
  expect(await house.database.reader.query('SELECT count(*)::int AS n FROM need')).toEqual(before);
});
