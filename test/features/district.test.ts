import { Client } from 'pg';
import { insertRows } from '../../src/demo/demo';
import { emptyDistrict } from '../../src/demo/generate';
import type { HolidayDto, TermDto } from '../../src/districts/calendar.dto';
import type { DistrictDto } from '../../src/districts/districts.dto';
import type { AreaDto, SchoolRecordDto } from '../../src/districts/places.dto';
import { DEFAULT_SETTINGS } from '../../src/districts/settings';
import type { SessionLineDto } from '../../src/engagements/engagements.dto';
import { HolidayMoved } from '../../src/engagements/holiday-moved';
import { SchoolRenamed } from '../../src/needs/school-renamed';
import { createTestApp, START, TestApp } from '../support/app';
import { needDraft, openNeed } from '../support/lines';
import { invited, okay, runOf } from '../support/pairs';
import { buildWorld, Persona, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(START));

type Refusal = { code: string; errors: { pointer: string; code: string; params?: object }[]; params: object };
const admin = () => world.as('admin');
const district = async (persona: Persona = 'admin') => okay(await world.as(persona).get<DistrictDto>('/api/district'));
const faults = ({ body }: { body: unknown }) => (body as Refusal).errors.map(({ pointer, code }) => [pointer, code]);
const trail = (entityId: string) =>
  house.database.reader.query('SELECT action, change FROM audit_event WHERE entity_id = $1 ORDER BY id', [entityId]);

describe('terms', () => {
  const spring = { name: '2027 年春季学期', startsOn: '2027-02-22', endsOn: '2027-07-02' };

  it('are added, changed and removed, each with its line in the trail', async () => {
    const term = okay(await admin().post<TermDto>('/api/terms', spring));
    const changed = okay(
      await admin().put<TermDto>(`/api/terms/${term.id}`, { ...spring, endsOn: '2027-07-05', version: term.version }),
    );
    expect((await district()).terms).toEqual([
      expect.objectContaining({ name: '2026 年秋季学期' }),
      { id: term.id, ...spring, endsOn: '2027-07-05', version: 2 },
    ]);
    expect((await admin().delete(`/api/terms/${term.id}?version=${changed.version}`)).status).toBe(204);
    expect((await district()).terms).toHaveLength(1);
    expect(await trail(term.id)).toEqual([
      { action: 'term.add', change: spring },
      { action: 'term.change', change: { changes: [{ field: 'endsOn', from: '2027-07-02', to: '2027-07-05' }] } },
      { action: 'term.remove', change: { ...spring, endsOn: '2027-07-05' } },
    ]);
  });

  it.each<[string, object, [string, string][]]>([
    ['backwards', { endsOn: '2027-02-21' }, [['/endsOn', 'before_start']]],
    ['31 February', { startsOn: '2027-02-31' }, [['/startsOn', 'is_iso8601']]],
    ['into the one before', { startsOn: '2027-01-20' }, [['/startsOn', 'overlaps']]],
    ['around the one before', { startsOn: '2026-08-31', endsOn: '2027-01-31' }, [['/endsOn', 'overlaps']]],
    ['with its name', { name: '2026 年秋季学期' }, [['/name', 'taken']]],
    ['of two years', { endsOn: '2028-07-02' }, [['/endsOn', 'too_long']]],
  ])('refuses one %s', async (_, change, expected) => {
    const answer = await admin().post('/api/terms', { ...spring, ...change });
    expect([answer.status, faults(answer)]).toEqual([422, expected]);
    expect((await district()).terms).toHaveLength(1);
  });

  it('a stale version is told what stands there now, and nobody overwrites it', async () => {
    const [term] = (await district()).terms;
    const { id, version, ...same } = term;
    okay(await admin().put(`/api/terms/${id}`, { ...same, endsOn: '2027-01-22', version }));
    const late = await admin().put<Refusal>(`/api/terms/${id}`, { ...same, name: '秋', version });
    expect(late.body).toMatchObject({
      status: 409,
      code: 'version_moved',
      params: { version: version + 1 },
      errors: [
        { pointer: '/name', code: 'changed', params: { now: '2026 年秋季学期' } },
        { pointer: '/endsOn', code: 'changed', params: { now: '2027-01-22' } },
      ],
    });
    okay(await admin().put(`/api/terms/${id}`, { ...same, version: version + 1 }));
  });

  it('two at once that overlap: one of them stands', async () => {
    const two = await Promise.all(
      ['A', 'B'].map((name) => admin().post('/api/terms', { ...spring, name, startsOn: '2027-03-01' })),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([201, 422]);
    await house.database.reader.query(`DELETE FROM term WHERE name IN ('A', 'B')`);
    // The database has the last word, whoever writes.
    const insert = `INSERT INTO term (id, district_id, name, starts_on, ends_on) VALUES (gen_random_uuid(), $1, $2, '2027-02-01', '2027-03-01')`;
    await house.database.reader.query(insert, [world.district, 'C']);
    await expect(house.database.reader.query(insert, [world.district, 'D'])).rejects.toThrow('term_no_overlap');
    await house.database.reader.query(`DELETE FROM term WHERE name = 'C'`);
  });
});

describe('holidays', () => {
  const autumn = {
    name: '中秋节',
    startsOn: '2026-09-25',
    endsOn: '2026-09-27',
    madeUp: [{ day: '2026-09-20', followsWeekday: 5 }],
  };

  it('stand in the calendar day by day, with the workdays made up for them', async () => {
    const holiday = okay(await admin().post<HolidayDto>('/api/holidays', autumn));
    expect((await district()).calendar.filter(({ name }) => name === '中秋节')).toEqual([
      { day: '2026-09-20', kind: 'workday', followsWeekday: 5, name: '中秋节' },
      ...['2026-09-25', '2026-09-26', '2026-09-27'].map((day) => ({
        day,
        kind: 'holiday',
        followsWeekday: null,
        name: '中秋节',
      })),
    ]);
    const shorter = { ...autumn, endsOn: '2026-09-25', madeUp: [] };
    okay(await admin().put(`/api/holidays/${holiday.id}`, { ...shorter, version: 1 }));
    expect((await district()).holidays.find(({ id }) => id === holiday.id)).toEqual({
      id: holiday.id,
      ...shorter,
      version: 2,
    });
    expect((await admin().delete<Refusal>(`/api/holidays/${holiday.id}?version=1`)).body.code).toBe('version_moved');
    expect((await admin().delete(`/api/holidays/${holiday.id}?version=2`)).status).toBe(204);
    expect((await district()).calendar.map(({ name }) => name)).toEqual(['国庆节']);
    expect((await trail(holiday.id)).map(({ action }: { action: string }) => action)).toEqual([
      'holiday.add',
      'holiday.change',
      'holiday.remove',
    ]);
  });

  it('may lie outside every term', async () => {
    const summer = { name: '暑假活动周', startsOn: '2027-07-20', endsOn: '2027-07-24', madeUp: [] };
    const { id } = okay(await admin().post<HolidayDto>('/api/holidays', summer));
    expect((await admin().delete(`/api/holidays/${id}?version=1`)).status).toBe(204);
  });

  it.each<[string, object, [string, string][]]>([
    ['ends before it starts', { endsOn: '2026-09-24' }, [['/endsOn', 'before_start']]],
    ['takes another one’s day', { endsOn: '2026-10-01' }, [['/endsOn', 'overlaps']]],
    [
      'makes up a day off',
      { madeUp: [{ day: '2026-10-01', followsWeekday: 4 }] },
      [['/madeUp/0/day', 'inside_holiday']],
    ],
    [
      'makes up its own day',
      { madeUp: [{ day: '2026-09-26', followsWeekday: 5 }] },
      [['/madeUp/0/day', 'inside_holiday']],
    ],
    [
      'makes up a day twice',
      { madeUp: [1, 2].map((followsWeekday) => ({ day: '2026-09-20', followsWeekday })) },
      [['/madeUp/1/day', 'twice']],
    ],
    [
      'follows no weekday',
      { madeUp: [{ day: '2026-09-20', followsWeekday: 8 }] },
      [['/madeUp/0/followsWeekday', 'max']],
    ],
    ['is a typing error of a year', { endsOn: '2027-09-27' }, [['/endsOn', 'too_long']]],
  ])('refuses one that %s', async (_, change, expected) => {
    const answer = await admin().post('/api/holidays', { ...autumn, ...change });
    expect([answer.status, faults(answer)]).toEqual([422, expected]);
    expect((await district()).holidays).toHaveLength(1);
  });

  it('two at once on one day: one of them stands, whole', async () => {
    const two = await Promise.all(
      ['甲', '乙'].map((name) => admin().post('/api/holidays', { ...autumn, name, endsOn: '2026-09-26' })),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([201, 422]);
    const { holidays, calendar } = await district();
    const [stands] = holidays.filter(({ name }) => name !== '国庆节');
    expect(calendar.filter(({ name }) => name === stands.name)).toHaveLength(3);
    await admin().delete(`/api/holidays/${stands.id}?version=1`);
  });

  it('moves no meeting that is planned, and tells its school once', async () => {
    const { id } = await invited(house, world);
    okay(await world.as('volunteer').post(`/api/invitations/${id}/accept`));
    const planned = async (query: string) =>
      okay(await world.as('coordinator').get<{ items: SessionLineDto[] }>(`/api/sessions?state=planned${query}`)).items;
    const before = (await planned('')).map(({ startsAt }) => startsAt);
    expect(before).toHaveLength(3);
    const holiday = okay(
      await admin().post<HolidayDto>('/api/holidays', {
        name: '校庆',
        startsOn: '2026-09-21',
        endsOn: '2026-09-22',
        madeUp: [],
      }),
    );
    expect((await planned('')).map(({ startsAt }) => startsAt)).toEqual(before);
    expect((await planned('&onHoliday=true')).map(({ holidayName }) => holidayName)).toEqual(['校庆']);
    const tell = () =>
      house.app.get(HolidayMoved).handle({ holidayId: holiday.id }, runOf(house, 'holiday-moved', world.district));
    await tell();
    await tell();
    const told = await house.database.reader.query(
      `SELECT account_id, params FROM notice WHERE event = 'sessions_on_holiday'`,
    );
    expect(told).toEqual([{ account_id: world.accounts.coordinator, params: { holiday: '校庆', count: 1 } }]);
    await admin().delete(`/api/holidays/${holiday.id}?version=1`);
    expect(await planned('&onHoliday=true')).toEqual([]);
  });
});

describe('schools and areas', () => {
  const lake = { name: '东湖街道', latitude: 30.55, longitude: 114.4 };
  const school = { name: '第三小学', code: '2142010001', stages: ['小学'], latitude: null, longitude: null };

  it('a school lies in an area that is known, and its area stays while it lies there', async () => {
    const area = okay(await admin().post<AreaDto>('/api/areas', lake));
    expect(faults(await admin().post('/api/areas', lake))).toEqual([['/name', 'taken']]);
    expect(faults(await admin().post('/api/schools', { ...school, areaId: world.schools.first }))).toEqual([
      ['/areaId', 'unknown_id'],
    ]);
    const made = okay(await admin().post<SchoolRecordDto>('/api/schools', { ...school, areaId: area.id }));
    expect(made).toMatchObject({ areaName: '东湖街道', needs: 0, coordinators: 0, closedOn: null, version: 1 });
    expect((await admin().delete<Refusal>(`/api/areas/${area.id}?version=1`)).body).toMatchObject({
      status: 409,
      code: 'area_in_use',
      params: { schools: 1, volunteers: 0, needs: 0 },
    });
    okay(await admin().put(`/api/schools/${made.id}`, { ...school, version: 1 }));
    expect((await admin().delete(`/api/areas/${area.id}?version=1`)).status).toBe(204);
    expect((await trail(area.id)).map(({ action }: { action: string }) => action)).toEqual(['area.add', 'area.remove']);
  });

  it('a name or a code belongs to one school, also when two ask at once', async () => {
    expect(faults(await admin().post('/api/schools', { name: '第二小学' }))).toEqual([['/name', 'taken']]);
    expect(faults(await admin().post('/api/schools', { ...school, name: '第四小学' }))).toEqual([['/code', 'taken']]);
    expect(faults(await admin().post('/api/schools', { name: '第四小学', latitude: 30 }))).toEqual([
      ['/longitude', 'needs_both'],
    ]);
    const two = await Promise.all(
      ['第五小学', '第六小学'].map((name) => admin().post('/api/schools', { name, code: '2142010002' })),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('a school with something under way cannot be closed; a closed one takes no new needs and can be opened again', async () => {
    const list = okay(await admin().get<SchoolRecordDto[]>('/api/schools'));
    const busy = list.find(({ id }) => id === world.schools.first)!;
    expect(busy).toMatchObject({ needs: 1, coordinators: 1 });
    const refused = await admin().post<Refusal>(`/api/schools/${busy.id}/close`, { version: busy.version });
    expect(refused.body).toMatchObject({ status: 409, code: 'school_in_use', params: { needs: 1, engagements: 1 } });
    const idle = list.find(({ name }) => name === '第三小学')!;
    const closed = okay(
      await admin().post<SchoolRecordDto>(`/api/schools/${idle.id}/close`, { version: idle.version }),
    );
    expect(closed.closedOn).toBe('2026-09-07');
    expect((await district('coordinator')).schools.map(({ name }) => name)).not.toContain('第三小学');
    const late = await admin().post<Refusal>('/api/needs', needDraft(world, { schoolId: idle.id }));
    expect(faults(late)).toEqual([['/schoolId', 'school_closed']]);
    const again = await admin().post<Refusal>(`/api/schools/${idle.id}/close`, { version: closed.version });
    expect(again.body.code).toBe('illegal_transition');
    okay(await admin().post(`/api/schools/${idle.id}/reopen`, { version: closed.version }));
    expect((await admin().post('/api/needs', needDraft(world, { schoolId: idle.id }))).status).toBe(201);
  });

  it('closing and a new need at once: the school has no open need after it is closed', async () => {
    for (let k = 0; k < 5; k++) {
      const { id } = okay(await admin().post<SchoolRecordDto>('/api/schools', { name: `试办学校${k}` }));
      await Promise.all([
        admin().post(`/api/schools/${id}/close`, { version: 1 }),
        admin().post('/api/needs', needDraft(world, { schoolId: id })),
      ]);
      const [{ closed, needs }] = await house.database.reader.query(
        'SELECT closed_on IS NOT NULL AS closed, (SELECT count(*)::int FROM need WHERE school_id = $1) AS needs FROM school WHERE id = $1',
        [id],
      );
      expect([closed, needs]).toEqual(closed ? [true, 0] : [false, 1]);
    }
  });

  it('a renamed school is found by its new name', async () => {
    const need = await openNeed(world, { schoolId: world.schools.second, title: '剪纸' }, 'otherCoordinator');
    const { version } = okay(await admin().get<SchoolRecordDto[]>('/api/schools')).find(
      ({ id }) => id === world.schools.second,
    )!;
    const point = { latitude: 30.55, longitude: 114.4 };
    okay(await admin().put(`/api/schools/${world.schools.second}`, { name: '望江实验学校', ...point, version }));
    await house.app
      .get(SchoolRenamed)
      .handle({ schoolId: world.schools.second }, runOf(house, 'renamed', world.district));
    const found = async (search: string) =>
      okay(await admin().get<{ items: { id: string }[] }>(`/api/needs?search=${encodeURIComponent(search)}`)).items.map(
        ({ id }) => id,
      );
    expect(await found('望江')).toContain(need.id);
    expect(await found('wjsy')).toContain(need.id);
    expect(await found('滨江初中')).not.toContain(need.id);
  });
});

describe('settings', () => {
  const lesson = (from: number, to = from + 40) => ({ from, to });
  const change = async (settings: object, version?: number) =>
    admin().patch<DistrictDto & Refusal>('/api/district', { version: version ?? (await district()).version, settings });

  it('change by name, the others stay, and the trail says from what to what', async () => {
    const timetable = {
      lessons: [510, 560, 630].map((from) => lesson(from)),
      earlyReading: lesson(480, 500),
      longBreak: null,
    };
    const { settings, version } = okay(await change({ timetable, answerDays: 5 }));
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, timetable, answerDays: 5 });
    const [line] = (await trail(world.district)).slice(-1);
    expect(line).toEqual({
      action: 'district.change',
      change: {
        changes: [
          { field: 'timetable', from: null, to: timetable },
          { field: 'answerDays', from: 7, to: 5 },
        ],
      },
    });
    const stale = await change({ answerDays: 9 }, version - 1);
    expect(stale.body).toMatchObject({
      code: 'version_moved',
      errors: [{ pointer: '/settings/answerDays', code: 'changed', params: { now: 5 } }],
    });
    expect(okay(await change({ timetable: null, answerDays: 7 })).settings.timetable).toBeNull();
  });

  it.each<[string, object, [string, string][]]>([
    [
      'lessons that overlap',
      { timetable: { lessons: [lesson(510), lesson(540)], earlyReading: null, longBreak: null } },
      [['/settings/timetable/lessons/1/from', 'overlaps_lesson']],
    ],
    [
      'a lesson that ends before it starts',
      { timetable: { lessons: [lesson(510, 500)], earlyReading: null, longBreak: null } },
      [['/settings/timetable/lessons/0/to', 'ends_before_start']],
    ],
    [
      'a break in a lesson',
      { timetable: { lessons: [lesson(510)], earlyReading: null, longBreak: lesson(520) } },
      [['/settings/timetable/longBreak/from', 'overlaps_lesson']],
    ],
    [
      'a morning that ends before it starts',
      { dayParts: { ...DEFAULT_SETTINGS.dayParts, morning: { from: 720, to: 480 } } },
      [['/settings/dayParts/morning/to', 'ends_before_start']],
    ],
    [
      'a reminder before the invitation',
      { answerDays: 2, remindDaysBefore: 2 },
      [['/settings/remindDaysBefore', 'too_early']],
    ],
    [
      'a programme nobody has',
      { checkInDays: { default: 30, magic: 3 } },
      [['/settings/checkInDays/magic', 'unknown_programme']],
    ],
    ['no default for check-ins', { checkInDays: { caring_pair: 14 } }, [['/settings/checkInDays/default', 'required']]],
    ['check-ins every 0 days', { checkInDays: { default: 0 } }, [['/settings/checkInDays', 'days_by_programme']]],
    [
      'a rounding that stops half way',
      { hours: { ...DEFAULT_SETTINGS.hours, rounding: [{ upTo: 45, counts: 30 }] } },
      [['/settings/hours/rounding/0/upTo', 'must_end_at']],
    ],
    [
      'stars that fall',
      { hours: { ...DEFAULT_SETTINGS.hours, stars: [300, 100] } },
      [['/settings/hours/stars/1', 'must_rise']],
    ],
    ['no days to answer', { answerDays: 0 }, [['/settings/answerDays', 'min']]],
    ['a setting nobody knows', { colour: 'red' }, [['/settings/colour', 'whitelist_validation']]],
  ])('refuses %s', async (_, settings, expected) => {
    const answer = await change(settings);
    expect([answer.status, faults(answer)]).toEqual([422, expected]);
  });
});

it('only the office changes any of it, and never another district’s', async () => {
  const [term] = (await district()).terms;
  const { id, version, ...same } = term;
  const attempts = (persona: Persona) => [
    world.as(persona).post('/api/terms', same),
    world.as(persona).put(`/api/terms/${id}`, { ...same, version }),
    world.as(persona).delete(`/api/terms/${id}?version=${version}`),
    world.as(persona).post('/api/holidays', { ...same, madeUp: [] }),
    world.as(persona).post('/api/schools', { name: '新校' }),
    world.as(persona).get('/api/schools'),
    world.as(persona).post(`/api/schools/${world.schools.first}/close`, { version: 1 }),
    world.as(persona).patch('/api/district', { version: 1, name: '别区' }),
  ];
  for (const persona of ['coordinator', 'teacher', 'volunteer', 'auditor'] as const)
    expect((await Promise.all(attempts(persona))).map(({ status }) => status)).toEqual(Array(8).fill(403));
  const foreign = await Promise.all([
    world.as('outsider').put(`/api/terms/${id}`, { ...same, version }),
    world.as('outsider').delete(`/api/terms/${id}?version=${version}`),
    world.as('outsider').post(`/api/schools/${world.schools.first}/close`, { version: 1 }),
  ]);
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404]);
});

it('an empty district for real work has a policy, words and settings, and nobody’s lines', async () => {
  const { id, rows } = emptyDistrict('nanhu', '南湖区', 1, START);
  const client = new Client({ connectionString: house.url });
  await client.connect();
  try {
    await insertRows(client, rows);
  } finally {
    await client.end();
  }
  const [made] = await house.database.reader.query(
    `SELECT settings, (SELECT count(*)::int FROM policy WHERE district_id = $1) AS policies,
       (SELECT count(*)::int FROM skill WHERE district_id = $1) > 50 AS words,
       (SELECT count(*)::int FROM school WHERE district_id = $1) + (SELECT count(*)::int FROM term WHERE district_id = $1) AS lines
     FROM district WHERE id = $1`,
    [id],
  );
  expect(made).toEqual({ settings: DEFAULT_SETTINGS, policies: 1, words: true, lines: 0 });
});
