import type { NeedDto } from '../../src/needs/needs.dto';
import { createTestApp, TestApp } from '../support/app';
import { needDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const act = (
  persona: Parameters<World['as']>[0],
  need: { id: string; version: number },
  verb: string,
  more: object = {},
) => world.as(persona).post<NeedDto>(`/api/needs/${need.id}/${verb}`, { version: need.version, ...more });

describe('a need', () => {
  it('goes from draft over submitted and returned to the menu, with a code and a history', async () => {
    const created = await world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world));
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      state: 'draft',
      seats: 1,
      minimum: 1,
      priority: 3,
      schoolName: '第二小学',
      version: 1,
    });
    expect(created.body.code).toMatch(/^需-2026-\d{4}$/);
    const submitted = await act('coordinator', created.body, 'submit');
    expect(submitted.body.state).toBe('submitted');
    const returned = await act('admin', submitted.body, 'return', { reason: '请写明年级' });
    expect(returned.body).toMatchObject({ state: 'returned', returnReason: '请写明年级' });
    const again = await act('coordinator', returned.body, 'submit');
    const open = await act('admin', again.body, 'open');
    expect(open.body).toMatchObject({ state: 'open', returnReason: null });
    const history = await world.as('coordinator').get<{ action: string }[]>(`/api/needs/${open.body.id}/history`);
    expect(history.body.map(({ action }) => action)).toEqual([
      'need.create',
      'need.submitted',
      'need.returned',
      'need.submitted',
      'need.open',
    ]);
  });

  it('cannot be opened by the school that wrote it', async () => {
    const { body } = await world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world));
    const submitted = await act('coordinator', body, 'submit');
    expect((await act('coordinator', submitted.body, 'open')).status).toBe(403);
  });

  it('refuses a step its state does not allow, and says which it would', async () => {
    const open = await openNeed(world);
    const answer = await act('coordinator', open, 'submit');
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'illegal_transition', params: { from: 'open', to: 'submitted' } });
  });

  it('is not there for another school, another district, or a made-up id', async () => {
    const { body } = await world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world));
    for (const persona of ['otherCoordinator', 'outsider', 'teacher', 'volunteer'] as const) {
      expect((await world.as(persona).get(`/api/needs/${body.id}`)).status).toBe(404);
    }
    expect((await world.as('admin').get('/api/needs/not-an-id')).status).toBe(404);
    expect((await world.stranger().get(`/api/needs/${body.id}`)).status).toBe(401);
  });

  it('lets an auditor read but not change', async () => {
    const open = await openNeed(world);
    expect((await world.as('auditor').get(`/api/needs/${open.id}`)).status).toBe(200);
    expect((await act('auditor', open, 'withdraw', { reason: 'x' })).status).toBe(403);
  });

  it('shows volunteers the line of the menu without what concerns the children', async () => {
    const open = await openNeed(world, { careGroups: ['left_behind'], contact: '王老师 13900000001', notes: '内部' });
    expect(open.priority).toBe(1);
    const seen = await world.as('volunteer').get<NeedDto>(`/api/needs/${open.id}`);
    expect(seen.body).toMatchObject({ title: open.title, careGroups: [], contact: '', notes: '' });
    const own = await world.as('coordinator').get<NeedDto>(`/api/needs/${open.id}`);
    expect(own.body.careGroups).toEqual(['left_behind']);
  });

  it('is changed only by who saw the last version', async () => {
    const open = await openNeed(world);
    const { schoolId: _, ...draft } = needDraft(world, { title: '葫芦丝社团' });
    const [one, two] = await Promise.all(
      [1, 2].map(() =>
        world.as('coordinator').put<NeedDto>(`/api/needs/${open.id}`, { ...draft, version: open.version }),
      ),
    );
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    expect([one, two].find(({ status }) => status === 409)!.body).toMatchObject({ code: 'version_moved' });
  });

  it('knows a language by its code and by its name, and keeps a dialect as it was typed', async () => {
    const open = await openNeed(world, { languages: ['普通话', 'English', 'zh', '武汉话'] });
    expect(open.languages).toEqual(['zh', 'en', '武汉话']);
  });

  it('keeps its languages and its place when a change does not mention them', async () => {
    const open = await openNeed(world, { languages: ['武汉话'], latitude: 30.5, longitude: 114.3 });
    const { schoolId: _, ...draft } = needDraft(world);
    const changed = await world
      .as('coordinator')
      .put<NeedDto>(`/api/needs/${open.id}`, { ...draft, version: open.version });
    expect(changed.body.languages).toEqual(['武汉话']);
    const place = await house.database.reader.query('SELECT latitude, longitude FROM need WHERE id = $1', [open.id]);
    expect(place).toEqual([{ latitude: 30.5, longitude: 114.3 }]);
    const said = await world
      .as('coordinator')
      .put<NeedDto>(`/api/needs/${open.id}`, { ...draft, languages: [], version: changed.body.version });
    expect(said.body.languages).toEqual([]);
  });

  it('is created once for one Idempotency-Key, even when both requests come at once', async () => {
    const key = { 'idempotency-key': 'once-and-only-once' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.as('coordinator').post<NeedDto>('/api/needs', needDraft(world), key)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await world.as('coordinator').post('/api/needs', needDraft(world, { title: '别的' }), key);
    expect(other.body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('of a young teacher is about oneself, through the own school', async () => {
    const mentor = needDraft(world, {
      title: '数学师徒结对',
      categoryId: world.categories.teaching,
      form: 'mentoring',
      audience: 'young_teachers',
      alternatives: [],
      weeklyMinutes: 80,
      skills: [{ skillId: world.skills.maths }],
      grades: 0,
    });
    const asked = await world.as('teacher').post<NeedDto>('/api/needs', mentor);
    expect(asked.status).toBe(201);
    expect((await world.as('teacher').get(`/api/needs/${asked.body.id}`)).status).toBe(200);
    expect((await world.as('coordinator').get(`/api/needs/${asked.body.id}`)).status).toBe(200);
    expect((await world.as('teacher').post('/api/needs', { ...mentor, schoolId: world.schools.second })).status).toBe(
      403,
    );
  });
});

describe('bad input for a need names the field', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a period that ends before it begins', { periodTo: '2026-09-01' }, '/periodTo', 'before_start'],
    ['31 February', { periodTo: '2027-02-31' }, '/periodTo', 'is_iso8601'],
    ['no volunteers', { seats: 0 }, '/seats', 'min'],
    ['ten thousand volunteers', { seats: 10_000 }, '/seats', 'max'],
    ['a minimum above the seats', { seats: 2, minimum: 3 }, '/minimum', 'more_than_seats'],
    [
      'times that end before they start',
      { alternatives: [{ dates: [], weekly: [{ weekday: 2, from: '17:00', to: '16:00' }] }] },
      '/alternatives/0/weekly/0/to',
      'ends_before_start',
    ],
    [
      'a time of day that is none',
      { alternatives: [{ dates: [], weekly: [{ weekday: 2, from: '25:00', to: '26:00' }] }] },
      '/alternatives/0/weekly/0/from',
      'matches',
    ],
    [
      'a date outside the period',
      { alternatives: [{ dates: [{ day: '2027-03-01', from: '09:00', to: '10:00' }], weekly: [] }] },
      '/alternatives/0/dates/0/day',
      'outside_period',
    ],
    ['a period of ten years', { periodTo: '2036-01-01' }, '/periodTo', 'period_too_long'],
    ['no time at all', { alternatives: [] }, '/weeklyMinutes', 'time_missing'],
    ['a skill twice', { skills: 'twice' }, '/skills/1/skillId', 'twice'],
    ['a category of another district', { categoryId: 'foreign' }, '/categoryId', 'unknown_id'],
    ['NUL in the title', { title: '葫芦\u0000丝' }, '/title', 'strange_characters'],
    ['a bidirectional override', { title: '葫芦\u202e丝' }, '/title', 'strange_characters'],
    ['an unknown field', { priority: 1 }, '/priority', 'whitelist_validation'],
  ];
  it.each(cases)('%s', async (_, change, pointer, code) => {
    if (change.skills === 'twice')
      change = { skills: [{ skillId: world.skills.flute }, { skillId: world.skills.flute }] };
    if (change.categoryId === 'foreign') change = { categoryId: world.categories.foreign };
    const before = await house.database.reader.query('SELECT count(*) FROM need');
    const answer = await world
      .as('coordinator')
      .post<{ code: string; errors: { pointer: string; code: string }[] }>('/api/needs', needDraft(world, change));
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('invalid');
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(await house.database.reader.query('SELECT count(*) FROM need')).toEqual(before);
  });

  it('emoji and right-to-left words are text like any other', async () => {
    const answer = await world
      .as('coordinator')
      .post<NeedDto>('/api/needs', needDraft(world, { title: '葫芦丝🎶 سلام' }));
    expect(answer.body.title).toBe('葫芦丝🎶 سلام');
  });

  it('broken JSON, 10 MB of it, and another content type are answered, not a 500', async () => {
    expect(await world.as('coordinator').post('/api/needs', '{"title":')).toMatchObject({
      status: 400,
      body: { code: 'unreadable_body' },
    });
    expect(await world.as('coordinator').post('/api/needs', `{"title":"${'x'.repeat(10_000_000)}"}`)).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
    expect(await world.as('coordinator').post('/api/needs', 'title=x', { 'content-type': 'text/csv' })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    expect(await world.as('coordinator').post('/api/needs', '[1]')).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    });
  });
});
