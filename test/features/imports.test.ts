import type { ImportDto } from '../../src/imports/imports.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { csv, OCTETS, preview, rowsOf, settled, upload, write } from '../support/imports';
import { listOffer, openNeed } from '../support/lines';
import { buildWorld, Persona, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const HEADER = ['学校', '类别', '需求', '对象', '形式', '需要志愿者人数', '时间', '期限', '所需专长', '联系人'];
const FLUTE = [
  '第二小学',
  '传统文化·艺术',
  '葫芦丝课',
  '小学三至五年级',
  '系列课',
  2,
  '每周二16:30-17:30',
  '2026-09-14至2026-12-31',
  '葫芦丝',
  '王老师',
];
const MATHS = [
  '第二小学',
  '青年教师·教研',
  '数学听课',
  '青年教师',
  '师徒结对',
  1,
  '待定',
  '2026-09-14至2026-12-31',
  '数学教学',
  '李老师',
];
const needs = async (by: Persona = 'admin'): Promise<NeedDto[]> =>
  (await world.as(by).get<{ items: NeedDto[] }>('/api/needs')).body.items;
const count = async (table: string): Promise<number> =>
  Number((await house.database.reader.query(`SELECT count(*) AS n FROM ${table}`))[0].n);

it('is watched as events until somebody has to decide, and by nobody else', async () => {
  const { body } = await upload(world, 'needs', csv(HEADER, FLUTE, MATHS));
  const path = `/api/imports/${body.id}/events`;
  expect((await world.as('otherCoordinator').get(path)).status).toBe(404);
  const stream = await world.as('coordinator').get<string>(path);
  expect(stream.headers['content-type']).toContain('text/event-stream');
  const events = [...stream.bytes.toString().matchAll(/^data: (.*)$/gm)].map(
    ([, data]) => JSON.parse(data) as ImportDto,
  );
  expect(events.at(-1)).toMatchObject({ id: body.id, state: 'previewed', counts: { rows: 2 } });
  expect(events.filter(({ state }) => state === 'previewed')).toHaveLength(1);
});

describe('an import of needs', () => {
  it('goes from the file through the preview into the menu, and leaves its traces', async () => {
    const sent = await upload(world, 'needs', csv(HEADER, FLUTE, MATHS));
    expect(sent).toMatchObject({
      status: 202,
      body: { state: 'received', fileName: 'menu.csv' },
      headers: { location: `/api/imports/${sent.body.id}` },
    });
    const seen = await preview(world, 'needs', csv(HEADER, FLUTE, MATHS));
    expect(seen).toMatchObject({
      state: 'previewed',
      counts: { rows: 2, accepted: 2, faulty: 0, duplicate: 0, written: 0 },
      progress: null,
      error: null,
      headerFaults: [],
      sameFileAs: null,
    });
    expect(seen.columns.map(({ key }) => key)).toEqual([
      'school',
      'category',
      'title',
      'audience',
      'form',
      'seats',
      'times',
      'period',
      'skills',
      'contact',
    ]);
    expect(await needs()).toEqual([]);
    const done = await write(world, seen);
    expect(done).toMatchObject({ state: 'written', counts: { written: 2 } });
    const [maths, flute] = await needs();
    expect(flute).toMatchObject({
      code: '需-2026-0001',
      state: 'submitted',
      schoolName: '第二小学',
      title: '葫芦丝课',
      seats: 2,
      minimum: 1,
      form: 'class_series',
      grades: 0b111000,
      minors: true,
      contact: '王老师',
      periodFrom: '2026-09-14',
      periodTo: '2026-12-31',
      alternatives: [{ dates: [], weekly: [{ weekday: 2, from: '16:30', to: '17:30', everyWeeks: 1, startWeek: 0 }] }],
      skills: [{ name: '葫芦丝', level: 1, required: true }],
    });
    expect(maths).toMatchObject({
      code: '需-2026-0002',
      title: '数学听课',
      audience: 'young_teachers',
      alternatives: [],
      weeklyMinutes: 60,
    });
    expect((await rowsOf(world, seen.id))[1]).toMatchObject({
      lineId: maths.id,
      notes: [{ note: 'one_meeting_a_week', sentence: '没有写每周时长，按每周一次' }],
    });
    const { body: history } = await world
      .as('coordinator')
      .get<{ action: string; change: object }[]>(`/api/needs/${flute.id}/history`);
    expect(history).toMatchObject([
      { action: 'need.import', byName: 'coordinator', change: { code: '需-2026-0001', import: seen.id } },
    ]);
    // Found as any other line, also by the way it sounds.
    expect(
      (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?search=hulusi')).body.items.map(({ id }) => id),
    ).toEqual([flute.id]);
  });

  it('of an admin stands on the menu at once', async () => {
    await write(world, await preview(world, 'needs', csv(HEADER, FLUTE), 'admin'), 'admin');
    expect(await needs('volunteer')).toMatchObject([{ state: 'open', title: '葫芦丝课' }]);
  });

  it('says of every bad cell where it is, what is wrong, and what would be right, in the reader’s language', async () => {
    const seen = await preview(
      world,
      'needs',
      csv(
        HEADER,
        FLUTE.with(8, '葫芦絲吹奏'),
        FLUTE.with(7, '2026-09-31至2026-12-31'),
        FLUTE.with(0, '第二小校'),
        FLUTE.with(1, '传统艺术'),
        FLUTE.with(5, 0),
        FLUTE.with(5, 10_000),
        FLUTE.with(6, '每周二17:30-16:30'),
        FLUTE.with(7, '2027-01-01至2026-12-01'),
        FLUTE.with(4, '唱歌'),
      ),
    );
    expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 9, accepted: 0, faulty: 9 } });
    const rows = await rowsOf(world, seen.id);
    expect(rows.map(({ faults }) => faults.map(({ cell, code }) => `${cell} ${code}`))).toEqual([
      ['Sheet1!I2 unknown_skill'],
      ['Sheet1!H3 no_such_date'],
      ['Sheet1!A4 unknown_school'],
      ['Sheet1!B5 unknown_category'],
      ['Sheet1!F6 out_of_range'],
      ['Sheet1!F7 out_of_range'],
      [expect.stringMatching(/^Sheet1!G8 /)],
      [expect.stringMatching(/^Sheet1!H9 /)],
      ['Sheet1!E10 unknown_word'],
    ]);
    expect(rows[0].faults[0]).toMatchObject({
      value: '葫芦絲吹奏',
      column: '所需专长',
      problem: '没有这项专长：葫芦絲吹奏',
      right: '是不是：葫芦丝',
    });
    expect(rows[3].faults[0].right).toBe('是不是：传统文化·艺术');
    const english = await world
      .as('coordinator')
      .get<{ items: { faults: { problem: string }[] }[] }>(`/api/imports/${seen.id}/rows`, { 'accept-language': 'en' });
    expect(english.body.items[0].faults[0].problem).toBe('There is no such skill: 葫芦絲吹奏');
    const refused = await world.as('coordinator').post(`/api/imports/${seen.id}/confirm`, { version: seen.version });
    expect(refused).toMatchObject({ status: 409, body: { code: 'import_has_faults', params: { count: 9 } } });
    expect(
      await world
        .as('coordinator')
        .post(`/api/imports/${seen.id}/confirm`, { version: seen.version, skipFaulty: true }),
    ).toMatchObject({ status: 409, body: { code: 'import_empty' } });
    expect(await count('skill')).toBe(3);
  });

  it('writes the good rows when told to skip the others', async () => {
    const seen = await preview(world, 'needs', csv(HEADER, FLUTE, MATHS.with(8, '量子力学')));
    expect(await write(world, seen, 'coordinator', { skipFaulty: true })).toMatchObject({
      state: 'written',
      counts: { written: 1, faulty: 1 },
    });
    expect((await needs()).map(({ title }) => title)).toEqual(['葫芦丝课']);
  });

  it('refuses rows of another school, row by row', async () => {
    const seen = await preview(
      world,
      'needs',
      csv(HEADER, FLUTE, MATHS.with(0, '滨江初中'), MATHS.with(0, '西山小学')),
    );
    expect(seen.counts).toMatchObject({ accepted: 1, faulty: 2 });
    const [, other, foreign] = await rowsOf(world, seen.id);
    expect(other.faults).toMatchObject([{ cell: 'Sheet1!A3', code: 'other_school' }]);
    expect(foreign.faults).toMatchObject([{ cell: 'Sheet1!A4', code: 'unknown_school' }]);
  });

  it('shows a likely duplicate beside its line, within the file too, and does not write it', async () => {
    const line = await openNeed(world, { title: '葫芦丝 课', periodTo: '2026-12-31' });
    const seen = await preview(world, 'needs', csv(HEADER, FLUTE, MATHS, MATHS));
    expect(seen.counts).toMatchObject({ accepted: 1, duplicate: 2 });
    const [twin, , again] = await rowsOf(world, seen.id);
    expect(twin).toMatchObject({
      state: 'duplicate',
      duplicate: {
        id: line.id,
        cell: null,
        here: { title: '葫芦丝课', seats: 2 },
        there: { code: line.code, title: '葫芦丝 课', seats: 1, school: '第二小学' },
      },
    });
    expect(again.duplicate).toMatchObject({ id: null, cell: 'Sheet1!A3' });
    expect(
      await world.as('coordinator').post(`/api/imports/${seen.id}/confirm`, { version: seen.version }),
    ).toMatchObject({ status: 409, body: { code: 'import_has_duplicates' } });
    await write(world, seen, 'coordinator', { skipDuplicates: true });
    expect((await needs()).map(({ title }) => title)).toEqual(['数学听课', '葫芦丝 课']);
  });

  it('of the same file twice creates nothing twice, whoever is faster', async () => {
    const file = csv(HEADER, FLUTE, MATHS);
    const [one, two] = [await preview(world, 'needs', file), await preview(world, 'needs', file, 'admin')];
    expect(two.counts).toMatchObject({ accepted: 2 });
    const answers = await Promise.all([
      world.as('coordinator').post(`/api/imports/${one.id}/confirm`, { version: one.version }),
      world.as('admin').post(`/api/imports/${two.id}/confirm`, { version: two.version }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'import_repeated' });
    const third = await preview(world, 'needs', csv(HEADER, MATHS, FLUTE));
    expect(third.counts).toMatchObject({ accepted: 0, duplicate: 2 });
    expect(await needs()).toHaveLength(2);
  });

  it('passes over a row whose twin came into the menu after the preview, if duplicates may be left out', async () => {
    const seen = await preview(world, 'needs', csv(HEADER, FLUTE, MATHS));
    await openNeed(world, { title: '葫芦丝课', periodTo: '2026-12-31' });
    expect(await write(world, seen, 'coordinator', { skipDuplicates: true })).toMatchObject({
      counts: { written: 1, duplicate: 1 },
    });
    expect(await needs()).toHaveLength(2);
  });

  it('asks again where the same rows have come from another file since the preview', async () => {
    const [one, two] = [
      await preview(world, 'needs', csv(HEADER, FLUTE, MATHS)),
      await preview(world, 'needs', csv(HEADER, MATHS, FLUTE)),
    ];
    expect(two).toMatchObject({ counts: { accepted: 2, duplicate: 0 } });
    await write(world, one);
    const coordinator = world.as('coordinator');
    expect(await coordinator.post(`/api/imports/${two.id}/confirm`, { version: two.version })).toMatchObject({
      status: 409,
      body: { code: 'import_has_duplicates', params: { count: 2 } },
    });
    const { body } = await coordinator.get<ImportDto>(`/api/imports/${two.id}`);
    expect(body).toMatchObject({ state: 'previewed', counts: { accepted: 0, duplicate: 2 } });
    expect((await rowsOf(world, two.id))[0]).toMatchObject({
      state: 'duplicate',
      duplicate: { id: expect.any(String) },
    });
    expect(await needs()).toHaveLength(2);
  });

  it('asks again where they come while this one waits to be written', async () => {
    const files = [csv(HEADER, FLUTE), csv(HEADER, FLUTE, MATHS)];
    const seen = [await preview(world, 'needs', files[0]), await preview(world, 'needs', files[1])];
    // Nothing is written before both are confirmed.
    await house.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1, 0))`, [world.district]);
      for (const { id, version } of seen)
        expect((await world.as('coordinator').post(`/api/imports/${id}/confirm`, { version })).status).toBe(202);
    });
    const ended = [await settled(world, seen[0].id), await settled(world, seen[1].id)];
    expect(ended.map(({ state }) => state).sort()).toEqual(['previewed', 'written']);
    const waiting = ended.find(({ state }) => state === 'previewed')!;
    expect(waiting).toMatchObject({ error: { code: 'duplicates', params: { count: 1 } }, counts: { duplicate: 1 } });
    expect((await needs()).filter(({ title }) => title === '葫芦丝课')).toHaveLength(1);
  });

  it('the same for offers of volunteers whom the other file has brought', async () => {
    const header = ['姓名', '电话', '类别', '资源', '可提供形式', '可服务时间'];
    const offer = (title: string): string[] => ['钱一平', '13812345678', '传统文化·艺术', title, '讲座', '随时'];
    const [one, two] = [
      await preview(world, 'resources', csv(header, offer('书法'), offer('国画')), 'admin'),
      await preview(world, 'resources', csv(header, offer('国画'), offer('书法'), offer('围棋')), 'admin'),
    ];
    await write(world, one, 'admin');
    expect(await world.as('admin').post(`/api/imports/${two.id}/confirm`, { version: two.version })).toMatchObject({
      status: 409,
      body: { code: 'import_has_duplicates', params: { count: 2 } },
    });
    const { body } = await world.as('admin').get<ImportDto>(`/api/imports/${two.id}`);
    expect(await write(world, body, 'admin', { skipDuplicates: true })).toMatchObject({
      state: 'written',
      counts: { written: 1, duplicate: 2 },
    });
    expect(await count('volunteer')).toBe(4);
  });

  it('takes corrected columns', async () => {
    const header = HEADER.with(2, '孩子们想要的');
    const seen = await preview(world, 'needs', csv(header, FLUTE));
    expect(seen.columns[2]).toEqual({ sheet: 'Sheet1', column: 'C', header: '孩子们想要的', key: null });
    expect(seen.headerFaults).toMatchObject([{ code: 'missing_column' }]);
    const coordinator = world.as('coordinator');
    expect(
      await coordinator.put(`/api/imports/${seen.id}/columns`, {
        version: seen.version,
        mapping: { Sheet1: { C: 'nonsense' } },
      }),
    ).toMatchObject({ status: 422, body: { errors: [{ pointer: '/mapping/Sheet1/C', code: 'unknown_column' }] } });
    const { body } = await coordinator.put<ImportDto>(`/api/imports/${seen.id}/columns`, {
      version: seen.version,
      mapping: { Sheet1: { C: 'title' } },
    });
    expect(body.state).toBe('received');
    expect(
      await coordinator.put(`/api/imports/${seen.id}/columns`, { version: seen.version, mapping: {} }),
    ).toMatchObject({ status: 409, body: { code: 'version_moved' } });
  });
});

describe('undo', () => {
  it('removes everything while nothing depends on it, and the file may come again', async () => {
    const file = csv(HEADER, FLUTE, MATHS);
    const done = await write(world, await preview(world, 'needs', file));
    expect(await world.as('coordinator').post(`/api/imports/${done.id}/undo`, { version: done.version })).toMatchObject(
      { status: 200, body: { state: 'undone' } },
    );
    expect([await count('need'), await count('need_skill')]).toEqual([0, 0]);
    expect(await write(world, await preview(world, 'needs', file))).toMatchObject({
      state: 'written',
      counts: { written: 2 },
    });
  });

  it('says what depends on a line, and removes nothing then', async () => {
    const done = await write(world, await preview(world, 'needs', csv(HEADER, FLUTE, MATHS), 'admin'), 'admin');
    const [maths, flute] = await needs();
    const offer = await listOffer(world);
    const proposed = await world.as('coordinator').post('/api/proposals', { needId: flute.id, offerId: offer.id });
    expect(proposed.status).toBe(201);
    await world.as('admin').post(`/api/needs/${maths.id}/confirm`, { version: maths.version });
    const refused = await world
      .as('admin')
      .post<{ errors: object[] }>(`/api/imports/${done.id}/undo`, { version: done.version });
    expect(refused).toMatchObject({ status: 409, body: { code: 'import_in_use', params: { count: 2 } } });
    expect(refused.body.errors).toMatchObject([
      { pointer: 'Sheet1!A2', code: 'has_proposal', params: { code: flute.code } },
      { pointer: 'Sheet1!A3', code: 'changed', params: { code: maths.code } },
    ]);
    expect(await needs()).toHaveLength(2);
  });

  it('is for those who may change the import', async () => {
    const done = await write(world, await preview(world, 'needs', csv(HEADER, FLUTE)));
    for (const [who, status] of [
      ['otherCoordinator', 404],
      ['volunteer', 403],
      ['auditor', 403],
      ['outsider', 404],
    ] as const)
      expect([
        who,
        (await world.as(who).post(`/api/imports/${done.id}/undo`, { version: done.version })).status,
      ]).toEqual([who, status]);
    expect((await upload(world, 'needs', csv(HEADER, FLUTE), 'teacher')).status).toBe(403);
    expect((await world.stranger().post('/api/imports?menu=needs', csv(HEADER, FLUTE), OCTETS)).status).toBe(401);
  });
});

describe('an import of resources', () => {
  const COLUMNS = [
    '姓名',
    '电话',
    '五老类别',
    '原工作单位',
    '本人同意',
    '类别',
    '资源',
    '专长',
    '可提供形式',
    '可服务时间',
    '适合对象',
  ];
  const LAO = [
    '周奶奶',
    '13712345678',
    '老教师',
    '第二小学',
    '2026-09-01',
    '传统文化·艺术',
    '葫芦丝入门',
    '巴乌(精通)',
    '系列课、讲座',
    '周二/四 14:00-17:00',
    '小学',
  ];

  it('makes volunteers and their offers, and finds those that are known', async () => {
    const zhao = ['赵爷爷', '13900000000', '', '', '', '结对帮扶', '谈心', '谈心陪伴', '一对一', '随时', ''];
    const seen = await preview(
      world,
      'resources',
      csv(COLUMNS, LAO, LAO.with(6, '书法入门').with(7, ''), zhao),
      'admin',
    );
    expect(seen.counts).toMatchObject({ rows: 3, accepted: 3 });
    await write(world, seen, 'admin');
    const {
      body: { items: offers },
    } = await world.as('admin').get<{ items: OfferDto[] }>('/api/offers');
    expect(offers.map(({ title, state, volunteerName }) => [title, state, volunteerName])).toEqual([
      ['谈心', 'listed', '赵爷爷'],
      ['书法入门', 'listed', '周奶奶'],
      ['葫芦丝入门', 'listed', '周奶奶'],
    ]);
    expect(offers[2]).toMatchObject({
      skills: [{ name: '葫芦丝', level: 3 }],
      forms: ['lecture', 'class_series'],
      availability: {
        anyTime: false,
        weekly: [
          { weekday: 2, from: '14:00', to: '17:00' },
          { weekday: 4, from: '14:00', to: '17:00' },
        ],
      },
    });
    expect(offers[1].volunteerId).toBe(offers[2].volunteerId);
    expect(offers[0].volunteerId).toBe(world.volunteers.zhao);
    const { body: made } = await world.as('admin').get<VolunteerDto>(`/api/volunteers/${offers[1].volunteerId}`);
    expect(made).toMatchObject({
      state: 'active',
      phone: '13712345678',
      veteranGroup: 'teacher',
      retiredFrom: '第二小学',
      consentedOn: '2026-09-01',
      clearanceStatus: 'missing',
    });
    const again = await preview(world, 'resources', csv(COLUMNS, zhao, LAO), 'coordinator');
    expect(again.counts).toMatchObject({ accepted: 0, duplicate: 2 });
    // The preview shows the telephones of both: a look like any other.
    const [, twin] = await rowsOf(world, again.id);
    expect(twin.duplicate?.there).toMatchObject({ name: '周奶奶', phone: '13712345678' });
    const looks = await world.as('auditor').get(`/api/audit/looks?accountId=${world.accounts.coordinator}`);
    expect(looks.body).toMatchObject({ items: [{ entity: 'volunteer', entityId: null, times: 1, lines: 2 }] });
  });

  it('of a coordinator waits for review, and so does who has not consented', async () => {
    await write(world, await preview(world, 'resources', csv(COLUMNS, LAO)));
    await write(
      world,
      await preview(
        world,
        'resources',
        csv(COLUMNS, LAO.with(0, '吴爷爷').with(1, '13712345679').with(4, '')),
        'admin',
      ),
      'admin',
    );
    const {
      body: { items: offers },
    } = await world.as('admin').get<{ items: OfferDto[] }>('/api/offers');
    expect(offers.map(({ state }) => state)).toEqual(['submitted', 'submitted']);
    const {
      body: { items: people },
    } = await world.as('admin').get<{ items: VolunteerDto[] }>('/api/volunteers?state=applied');
    expect(people.map(({ name }) => name).sort()).toEqual(['吴爷爷', '周奶奶']);
  });

  it('asks who is meant when only the name is known, and shows what rows contradict', async () => {
    const seen = await preview(
      world,
      'resources',
      csv(COLUMNS, LAO.with(0, '赵爷爷').with(1, ''), LAO, LAO.with(3, '滨江初中').with(6, '书法')),
    );
    const rows = await rowsOf(world, seen.id);
    expect(rows.map(({ faults }) => faults.map(({ code }) => code))).toEqual([
      ['volunteer_unclear'],
      [],
      ['contradicts_row'],
    ]);
  });

  it('is undone with the volunteers it made', async () => {
    const before = [await count('volunteer'), await count('offer')];
    const done = await write(world, await preview(world, 'resources', csv(COLUMNS, LAO, LAO.with(6, '书法入门'))));
    expect((await world.as('coordinator').post(`/api/imports/${done.id}/undo`, { version: done.version })).status).toBe(
      200,
    );
    expect([await count('volunteer'), await count('offer')]).toEqual(before);
    expect(await count('offer_skill')).toBe(0);
  });
});

it('writes titles with emoji and rare characters, at their end, before others and cut short in a note', async () => {
  const titles = ['军史🎵', '𠮷野讲堂', '龘𪚥讲堂'];
  const rare = titles.map((title) => FLUTE.with(2, title));
  const done = await write(world, await preview(world, 'needs', csv(HEADER, ...rare)));
  expect(done).toMatchObject({ state: 'written', counts: { written: 3 } });
  const found = (await needs()).map(({ title }) => title);
  expect(found).toEqual(expect.arrayContaining(titles));
  const refused = await preview(world, 'needs', csv(HEADER, FLUTE.with(7, `${'期'.repeat(39)}🎵`)));
  expect(refused).toMatchObject({ state: 'previewed', counts: { faulty: 1 } });
});
