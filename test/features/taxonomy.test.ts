import type { ProgrammeDto, TaxonomyDto, WordDto } from '../../src/taxonomy/taxonomy.dto';
import { TaxonomyService } from '../../src/taxonomy/taxonomy.service';
import { eventually } from '../jobs/eventually';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, needDraft, offerDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const find = async (name: string): Promise<WordDto> => {
  const { body } = await world.as('admin').get<TaxonomyDto>('/api/taxonomy');
  return body.categories.flatMap(({ skills }) => skills).find((skill) => skill.name === name)!;
};

it('a renamed skill keeps its old name as a synonym', async () => {
  const skill = await find('数学教学');
  const renamed = await world
    .as('admin')
    .patch<WordDto>(`/api/skills/${skill.id}`, { version: skill.version, name: '中小学数学' });
  expect(renamed.body).toMatchObject({ name: '中小学数学', synonyms: ['数学教学'], version: skill.version + 1 });
});

it('merging moves the lines of both menus and keeps the old row pointing on', async () => {
  const extra = await world
    .as('admin')
    .post<WordDto>('/api/skills', { categoryId: world.categories.arts, name: '口琴' });
  expect(extra.status).toBe(201);
  const need = await openNeed(world, { skills: [{ skillId: extra.body.id }, { skillId: world.skills.flute }] });
  const offer = await listOffer(world, { skills: [{ skillId: extra.body.id }] });
  const merged = await world
    .as('admin')
    .post<WordDto>(`/api/skills/${extra.body.id}/merge`, { version: extra.body.version, into: world.skills.flute });
  expect(merged.body.synonyms).toEqual(expect.arrayContaining(['巴乌', '口琴']));
  expect(
    (await world.as('admin').get<{ skills: { skillId: string }[] }>(`/api/needs/${need.id}`)).body.skills.map(
      ({ skillId }) => skillId,
    ),
  ).toEqual([world.skills.flute]);
  expect(
    (await world.as('admin').get<{ skills: { skillId: string }[] }>(`/api/offers/${offer.id}`)).body.skills.map(
      ({ skillId }) => skillId,
    ),
  ).toEqual([world.skills.flute]);
  expect(await find('口琴')).toMatchObject({ mergedInto: world.skills.flute });
});

it('a name that is taken, as name or as synonym, is refused; only an admin changes the taxonomy', async () => {
  for (const name of ['葫芦丝', '巴乌']) {
    const answer = await world.as('admin').post('/api/skills', { categoryId: world.categories.arts, name });
    expect(answer.body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/name', code: 'taken' }] });
  }
  expect(
    (await world.as('coordinator').post('/api/skills', { categoryId: world.categories.arts, name: '二胡' })).status,
  ).toBe(403);
  expect(
    (await world.as('admin').post('/api/skills', { categoryId: world.categories.foreign, name: '二胡' })).body,
  ).toMatchObject({ errors: [{ pointer: '/categoryId', code: 'unknown_id' }] });
});

const taxonomy = async (): Promise<TaxonomyDto> => (await world.as('admin').get<TaxonomyDto>('/api/taxonomy')).body;
const categoryOf = async (name: string) => (await taxonomy()).categories.find((one) => one.name === name)!;

describe('a category', () => {
  it('is renamed, and keeps its old name as a synonym', async () => {
    const { id, version } = await categoryOf('青年教师·教研');
    const { body } = await world.as('admin').patch<WordDto>(`/api/categories/${id}`, { version, name: '青年教师成长' });
    expect(body).toMatchObject({ name: '青年教师成长', synonyms: ['青年教师·教研'], version: version + 1 });
    const back = await world.as('admin').patch<WordDto>(`/api/categories/${id}`, {
      version: version + 1,
      name: '青年教师·教研',
    });
    expect(back.body).toMatchObject({ name: '青年教师·教研', synonyms: ['青年教师成长'] });
  });

  it('takes another’s lines, skills and programmes over; the row that is gone points to it and can be named no more', async () => {
    const admin = world.as('admin');
    const old = (await admin.post<WordDto>('/api/categories', { name: '书画', nameEn: 'Calligraphy' })).body;
    const skill = (await admin.post<WordDto>('/api/skills', { categoryId: old.id, name: '隶书' })).body;
    const programme = (
      await admin.post<ProgrammeDto>('/api/programmes', { name: '书画进校园', categoryId: old.id, template: {} })
    ).body;
    const need = await openNeed(world, { categoryId: old.id });
    const offer = await listOffer(world, { categoryId: old.id, title: '隶书入门' });
    const into = world.categories.arts;
    const merged = await admin.post<WordDto>(`/api/categories/${old.id}/merge`, { version: old.version, into });
    expect(merged.body).toMatchObject({ id: into, mergedInto: null });
    expect(merged.body.synonyms).toContain('书画');
    for (const path of [`/api/needs/${need.id}`, `/api/offers/${offer.id}`])
      expect((await admin.get<{ categoryId: string }>(path)).body.categoryId).toBe(into);
    const after = await taxonomy();
    expect(after.categories.map(({ id }) => id)).not.toContain(old.id);
    expect(after.mergedCategories).toMatchObject([{ id: old.id, name: '书画', mergedInto: into }]);
    expect(after.categories.find(({ id }) => id === into)!.skills.map(({ id }) => id)).toContain(skill.id);
    expect(after.programmes.find(({ id }) => id === programme.id)).toMatchObject({ categoryId: into });
    const late = await world.as('coordinator').post('/api/needs', needDraft(world, { categoryId: old.id }));
    expect(late.body).toMatchObject({ errors: [{ pointer: '/categoryId', code: 'unknown_id' }] });
    const again = await admin.post(`/api/categories/${old.id}/merge`, { version: old.version + 1, into });
    expect(again.body).toMatchObject({ code: 'illegal_transition' });
    const itself = await admin.post(`/api/categories/${into}/merge`, { version: merged.body.version, into });
    expect(itself.body).toMatchObject({ errors: [{ pointer: '/into', code: 'same_row' }] });
    const abroad = await admin.post(`/api/categories/${into}/merge`, {
      version: merged.body.version,
      into: world.categories.foreign,
    });
    expect(abroad.body).toMatchObject({ errors: [{ pointer: '/into', code: 'unknown_id' }] });
    // The one that stays may take the old name over.
    const named = await admin.patch<WordDto>(`/api/categories/${into}`, {
      version: merged.body.version,
      name: '书画',
    });
    expect(named.body.synonyms).toContain('传统文化·艺术');
    await admin.patch(`/api/categories/${into}`, { version: merged.body.version + 1, name: '传统文化·艺术' });
  });

  it('merged while needs are written: no line keeps the old one', async () => {
    const admin = world.as('admin');
    const old = (await admin.post<WordDto>('/api/categories', { name: '舞龙' })).body;
    const writes = Array.from({ length: 8 }, () =>
      world.as('coordinator').post<{ code: string }>('/api/needs', needDraft(world, { categoryId: old.id })),
    );
    const merge = admin.post(`/api/categories/${old.id}/merge`, { version: old.version, into: world.categories.arts });
    const [merged, ...written] = await Promise.all([merge, ...writes]);
    expect(merged.status).toBe(200);
    for (const { status } of written) expect([201, 422]).toContain(status);
    const left = await house.database.reader.query('SELECT id FROM need WHERE category_id = $1', [old.id]);
    expect(left).toEqual([]);
  });

  it.each(['category', 'skill'] as const)(
    'merged while a line with the %s is half written: the merge waits, and takes the line along',
    async (kind) => {
      const admin = world.as('admin');
      const path = kind === 'category' ? 'categories' : 'skills';
      const { categories, skills } = world;
      const word = kind === 'category' ? { name: '半途' } : { name: '半途', categoryId: categories.arts };
      const old = (await admin.post<WordDto>(`/api/${path}`, word)).body;
      const into = kind === 'category' ? categories.arts : skills.flute;
      const { id } = await openNeed(world, { skills: [] });
      const topics = kind === 'category' ? [old.id] : [categories.arts, old.id];
      const named = { categoryId: topics[0], skills: topics.slice(1).map((skillId) => ({ skillId })) };
      // The second connection: it has looked at the word, and has yet to write the line.
      const merge = await house.database.transaction(async (tx) => {
        expect(await house.app.get(TaxonomyService).faults(tx, world.district, named)).toEqual([]);
        const merging = admin.post<WordDto>(`/api/${path}/${old.id}/merge`, { version: old.version, into });
        const early = await Promise.race([merging, waiting(1)]);
        expect(early).toBe('waits');
        await tx.query('UPDATE need SET category_id = $2, topic_ids = $3 WHERE id = $1', [id, topics[0], topics]);
        for (const skillId of topics.slice(1))
          await tx.query('INSERT INTO need_skill (need_id, district_id, skill_id) VALUES ($1, $2, $3)', [
            id,
            world.district,
            skillId,
          ]);
        return { merging };
      });
      expect((await merge.merging).status).toBe(200);
      const [line] = await house.database.reader.query(
        `SELECT category_id, topic_ids, ARRAY(SELECT skill_id FROM need_skill WHERE need_id = id) AS skills FROM need WHERE id = $1`,
        [id],
      );
      expect(line).toEqual({
        category_id: categories.arts,
        topic_ids: kind === 'category' ? [into] : [categories.arts, into],
        skills: kind === 'category' ? [] : [into],
      });
    },
  );

  it('merged a moment before a line is written: the line waits, and is told that the word is gone', async () => {
    const admin = world.as('admin');
    const old = (await admin.post<WordDto>('/api/categories', { name: '评弹' })).body;
    const { id } = await openNeed(world, { categoryId: old.id });
    const offer = { ...offerDraft(world), categoryId: old.id };
    const { merging, writing } = await house.database.transaction(async (tx) => {
      // Holds the merge up in its middle.
      await tx.query('SELECT FROM need WHERE id = $1 FOR UPDATE', [id]);
      const merging = admin.post(`/api/categories/${old.id}/merge`, {
        version: old.version,
        into: world.categories.arts,
      });
      await waiting(1);
      const writing = admin.post('/api/offers', offer);
      await waiting(2);
      return { merging, writing };
    });
    expect((await merging).status).toBe(200);
    expect((await writing).body).toMatchObject({ errors: [{ pointer: '/categoryId', code: 'unknown_id' }] });
  });

  it('changed by two at once: one is told that it has moved; a name is given once', async () => {
    const admin = world.as('admin');
    const { id, version } = await categoryOf('结对帮扶');
    const both = await Promise.all(
      ['结对', '帮扶'].map((name) => admin.patch(`/api/categories/${id}`, { version, name })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const twice = await Promise.all([1, 2, 3].map(() => admin.post('/api/categories', { name: '国防教育' })));
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    const coordinator = await world.as('coordinator').post('/api/categories', { name: '法治' });
    expect(coordinator.status).toBe(403);
  });
});

/** Until so many connections of this database wait for a lock of another. */
const waiting = async (many: number): Promise<string> => {
  await eventually(async () => {
    const rows = await house.database.reader.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length >= many;
  }, 30);
  return 'waits';
};

describe('a programme is data', () => {
  const template = {
    form: 'lecture',
    audience: 'parents',
    seats: 2,
    minimum: 1,
    timing: 'dates',
    rules: ['free_of_charge'],
  };

  it('is added with what it presets, changed with its history, retired and taken back', async () => {
    const admin = world.as('admin');
    const added = await admin.post<ProgrammeDto>('/api/programmes', {
      name: '家长课堂',
      nameEn: 'Parents’ class',
      categoryId: world.categories.arts,
      template,
    });
    expect(added.body).toMatchObject({ code: 'parents_class', template, retiredAt: null, version: 1 });
    const { id } = added.body;
    const changed = await admin.put<ProgrammeDto>(`/api/programmes/${id}`, {
      version: 1,
      name: '家长讲堂',
      template: { ...template, seats: 3, checkInDays: 7 },
    });
    expect(changed.body).toMatchObject({
      code: 'parents_class',
      name: '家长讲堂',
      nameEn: 'Parents’ class',
      categoryId: null,
      template: { seats: 3, checkInDays: 7 },
    });
    const { body: trail } = await world
      .as('auditor')
      .get<{ items: { change: object }[] }>(`/api/audit?entity=programme&entityId=${id}`);
    expect(trail.items[0].change).toMatchObject({
      changes: expect.arrayContaining([
        { field: 'name', from: '家长课堂', to: '家长讲堂' },
        { field: 'seats', from: 2, to: 3 },
        { field: 'checkInDays', from: null, to: 7 },
      ]) as unknown,
    });
    const kept = await openNeed(world, { programmeId: id });
    const retired = await admin.post<ProgrammeDto>(`/api/programmes/${id}/retire`, { version: 2 });
    expect(retired.body.retiredAt).not.toBeNull();
    const late = await world.as('coordinator').post('/api/needs', needDraft(world, { programmeId: id }));
    expect(late.body).toMatchObject({ errors: [{ pointer: '/programmeId', code: 'retired' }] });
    // A line that has it keeps it, and a copy for the next term goes on without it.
    const { schoolId: _school, ...draft } = needDraft(world, { programmeId: id });
    const edited = await world
      .as('coordinator')
      .put<{ programmeId: string }>(`/api/needs/${kept.id}`, { ...draft, version: kept.version });
    expect(edited.body.programmeId).toBe(id);
    const copy = await world.as('coordinator').post<{ programmeId: string | null }>(`/api/needs/${kept.id}/copy`, {
      periodFrom: '2027-02-20',
      periodTo: '2027-06-30',
    });
    expect(copy.body.programmeId).toBeNull();
    const restored = await admin.post<ProgrammeDto>(`/api/programmes/${id}/restore`, { version: 3 });
    expect(restored.body).toMatchObject({ retiredAt: null, version: 4 });
    expect((await world.as('coordinator').post('/api/needs', needDraft(world, { programmeId: id }))).status).toBe(201);
  });

  it('is refused field by field, and is an admin’s', async () => {
    const admin = world.as('admin');
    const bad = await admin.post<{ errors: { pointer: string; code: string }[] }>('/api/programmes', {
      name: '爱心结对',
      categoryId: world.categories.foreign,
      template: { form: 'goods', timing: 'weekly', weeklyMinutes: 60, minimum: 3, seats: 2, under14: true },
    });
    expect(bad.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/template/minimum more_than_seats',
      '/template/weeklyMinutes only_for_agreed',
      '/template/timing not_for_goods',
      '/template/under14 only_one_to_one',
      '/name taken',
      '/categoryId unknown_id',
    ]);
    const nonsense = await admin.post<{ errors: { pointer: string }[] }>('/api/programmes', {
      name: 'x',
      template: { form: 'magic', rules: ['magic'], seats: 0, categoryName: '书画' },
    });
    expect(nonsense.body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/template/categoryName',
      '/template/form',
      '/template/rules',
      '/template/seats',
    ]);
    expect((await world.as('coordinator').post('/api/programmes', { name: 'x', template: {} })).status).toBe(403);
    const id = world.programmes.caringPair;
    expect((await world.as('outsider').post(`/api/programmes/${id}/retire`, { version: 1 })).status).toBe(404);
    expect((await admin.post(`/api/programmes/${id}/retire`, { version: 9 })).status).toBe(409);
  });
});

it('a policy changes by versions, and nonsense is refused with its place', async () => {
  const next = await world
    .as('admin')
    .post<{ number: number; params: { keepBonus: number; fit: Record<string, number> } }>('/api/policies', {
      params: { keepBonus: 80, fit: { wish: 50 } },
      note: '试行',
    });
  expect(next.body).toMatchObject({ number: 2, params: { keepBonus: 80, fit: { wish: 50, skill: 400 } } });
  const bad = await world.as('admin').post<{ errors: { pointer: string }[] }>('/api/policies', {
    params: { keepBonus: -1, fit: { skill: 'x' }, speed: { bus: 0 }, magic: 1 },
  });
  expect(bad.body.errors.map(({ pointer }) => pointer)).toEqual([
    '/params/keepBonus',
    '/params/fit/skill',
    '/params/magic',
  ]);
  const falling = await world
    .as('admin')
    .post<{ errors: unknown[] }>('/api/policies', { params: { seatPoints: [1, 2, 3, 4] } });
  expect(falling.body.errors).toEqual([{ pointer: '/params/seatPoints', code: 'must_fall' }]);
  expect((await world.as('coordinator').get('/api/policies')).status).toBe(403);
});
