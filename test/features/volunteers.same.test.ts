/** One person comes in twice: by the form, by a workbook, by themselves. */
import type { OpenedVolunteerDto } from '../../src/resources/known.dto';
import { personKey, phoneKey } from '../../src/resources/person-name';
import type { VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf, write } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const register = (draft: object) =>
  world
    .as('coordinator')
    .post<VolunteerDto & { code: string; title: string; params: object }>('/api/volunteers', draft);
const WANG = { name: '王建国', phone: '13900000001' };
const people = async (query = ''): Promise<VolunteerDto[]> =>
  (await world.as('admin').get<{ items: VolunteerDto[] }>(`/api/volunteers?limit=200&${query}`)).body.items;

describe('by the form', () => {
  it('is refused with the one on record, whatever the spelling, unless it is another person on purpose', async () => {
    const first = await register({ name: '王　建国', phone: '139 0000 0001' });
    expect([first.status, first.body.name, first.body.phone]).toEqual([201, '王建国', '13900000001']);
    for (const draft of [
      WANG,
      { name: '王建国（退休）', phone: '+86 139-0000-0001' },
      { name: '王  建国', phone: '13900000001' },
    ]) {
      const { status, body } = await register(draft);
      expect([status, body.code, body.params]).toEqual([
        409,
        'volunteer_known',
        { name: '王建国', code: first.body.code },
      ]);
      expect(body.title).toContain(`王建国（${first.body.code}）`);
    }
    expect((await register({ ...WANG, phone: '13900000002' })).status).toBe(201);
    expect((await register({ ...WANG, name: '王建军' })).status).toBe(201);
    expect((await register({ ...WANG, another: true })).status).toBe(201);
  });

  it('sent twice at once is written once', async () => {
    const answers = await Promise.all([register(WANG), register(WANG)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('may come back after having left', async () => {
    const { body } = await register(WANG);
    await world.as('admin').post(`/api/volunteers/${body.id}/leave`, { version: body.version });
    expect((await register(WANG)).status).toBe(201);
  });

  it('keeps a landline readable and the blanks of a name in letters', async () => {
    const { body } = await register({ name: 'John  Smith', phone: '027 8765 4321' });
    expect(body).toMatchObject({ name: 'John Smith', phone: '027-87654321' });
    const change = { name: 'John Smith', phone: '02787654321', version: body.version };
    expect((await world.as('admin').put<VolunteerDto>(`/api/volunteers/${body.id}`, change)).body.phone).toBe(
      '027-87654321',
    );
  });
});

describe('by themselves', () => {
  const apply = (more: object) =>
    world.stranger().post('/api/applications', { districtId: world.district, name: '刘大爷', consent: true, ...more });

  it('is one line with the number in one form, and nobody is told', async () => {
    const answers = [await apply({ phone: '139 1111 0001' }), await apply({ phone: '13911110001', name: '刘　大爷' })];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, answers[0].body],
      [202, answers[0].body],
    ]);
    expect((await people('state=applied')).map(({ name, phone }) => [name, phone])).toEqual([
      ['刘大爷', '13911110001'],
    ]);
  });

  it('whoever verifies sees who is on record with the name or the number; the applicant does not', async () => {
    const wife = (await register({ name: '陈奶奶', phone: '13911110001' })).body;
    const namesake = (await register({ name: '刘大爷', phone: '13922220002' })).body;
    await apply({ phone: '139 1111 0001' });
    const applicant = (await people('state=applied')).find(
      ({ phone, name }) => name === '刘大爷' && phone === '13911110001',
    )!;
    const open = async (by: 'coordinator' | 'admin', id: string) =>
      (await world.as(by).get<OpenedVolunteerDto>(`/api/volunteers/${id}`)).body.alike;
    const alike = [
      { id: wife.id, code: wife.code, name: '陈奶奶', state: 'applied', sameName: false, samePhone: true },
      { id: namesake.id, code: namesake.code, name: '刘大爷', state: 'applied', sameName: true, samePhone: false },
    ];
    expect(await open('coordinator', applicant.id)).toEqual(alike);
    expect(await open('admin', applicant.id)).toEqual(alike);
    const reader = house.database.reader;
    // One who is active is not asked about any more; and a volunteer sees no one else, whatever the state.
    await reader.query(`UPDATE volunteer SET name = '刘大爷' WHERE id = $1`, [world.volunteers.zhao]);
    expect(await open('admin', world.volunteers.zhao)).toEqual([]);
    await reader.query(`UPDATE volunteer SET state = 'applied' WHERE id = $1`, [world.volunteers.zhao]);
    expect((await open('admin', world.volunteers.zhao)).length).toBeGreaterThan(1);
    const own = await world.as('volunteer').get<OpenedVolunteerDto>(`/api/volunteers/${world.volunteers.zhao}`);
    expect([own.status, own.body.alike]).toEqual([200, []]);
  });
});

describe('by a workbook', () => {
  const HEADER = ['姓名', '电话', '类别', '资源', '可提供形式', '可服务时间'];
  const row = (name: string, phone: string, title = `${name}的课`) => [
    name,
    phone,
    '结对帮扶',
    title,
    '一对一',
    '随时',
  ];

  it('is known under another spelling, and a known number under another name is said', async () => {
    const wang = (await register(WANG)).body;
    const li = (await register({ name: '李秀兰', phone: '13900000002' })).body;
    // Kept before names were tidied.
    await house.database.reader.query(
      `UPDATE volunteer SET name = '李 秀兰（退休）', phone = '139 0000 0002' WHERE id = $1`,
      [li.id],
    );
    const rows = [
      row('王　建国', '13900000001'),
      row('王  建国', '139 0000 0001', '另一课'),
      row('李秀兰（党员）', '13900000002'),
      row('王建军', '13900000001'),
      row('张　敏', '13900000003'),
      row('张民', '139 0000 0003'),
    ];
    const seen = await preview(world, 'resources', csv(HEADER, ...rows), 'admin');
    expect(seen.counts).toMatchObject({ accepted: 6 });
    const notes = (await rowsOf(world, seen.id, 'admin')).map(({ notes }) =>
      notes.filter(({ note }) => /^known|shared/.test(note)).map(({ note, read, column }) => [column, note, read]),
    );
    expect(notes).toEqual([
      [['姓名', 'known_volunteer', `王建国 ${wang.code}`]],
      [['姓名', 'known_volunteer', `王建国 ${wang.code}`]],
      [['姓名', 'known_volunteer', `李 秀兰（退休） ${li.code}`]],
      [
        ['电话', 'known_phone', `王建国 ${wang.code}`],
        ['电话', 'shared_phone', '王建国'],
      ],
      [['电话', 'shared_phone', '张民']],
      [['电话', 'shared_phone', '张敏']],
    ]);
    await write(world, seen, 'admin');
    const names = (await people()).map(({ name }) => name).filter((name) => !['赵爷爷', '孙老师'].includes(name));
    expect(names.sort()).toEqual(['李 秀兰（退休）', '王建军', '王建国', '张敏', '张民'].sort());
  });
});

it('the database compares as the code does', async () => {
  const names = [
    '王　建国',
    '王 建 国',
    '李秀兰 (退休)（党员）',
    '李秀兰【退休】',
    '（退休）',
    'John \t Smith [x]',
    'Ａ　Ｂ',
    '㐂 〇',
    ' 阿·买 ',
    '𠮷 田',
    '（甲）（乙）',
  ];
  const phones = ['+86 139-1111-0001', '008613911110001', '013911110001', '027-87654321', '86', '', '86123'];
  const reader = house.database.reader;
  const rows: { key: string }[] = await reader.query('SELECT person_key(x) AS key FROM unnest($1::text[]) x', [names]);
  expect(rows.map(({ key }) => key)).toEqual(names.map(personKey));
  const numbers: { key: string }[] = await reader.query('SELECT phone_key(x) AS key FROM unnest($1::text[]) x', [
    phones,
  ]);
  expect(numbers.map(({ key }) => key)).toEqual(phones.map(phoneKey));
});
