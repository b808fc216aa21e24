/** What a refusal says would be right: in the reader's language, and such that whoever follows it is let through. */
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf } from '../support/imports';
import { needDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house?.close());

interface Problem {
  code: string;
  title: string;
  params: object;
  errors: { pointer: string; code: string; params?: { expected?: string } }[];
}
const refused = async (change: Record<string, unknown>, locale = 'zh-CN'): Promise<string[]> => {
  const { body } = await world
    .as('coordinator')
    .post<Problem>('/api/needs', needDraft(world, change), { 'accept-language': locale });
  return body.errors.map(({ pointer, code, params }) => `${pointer} ${code}: ${params?.expected}`);
};

it.each<[string, Record<string, unknown>, string, string]>([
  [
    'a missing title',
    { title: undefined },
    '/title required: 这一项必填，没有填写',
    '/title required: This is needed and is missing',
  ],
  [
    'an empty title',
    { title: '' },
    '/title min_length: 至少 1 个看得见的字，不能为空',
    '/title min_length: At least 1 visible',
  ],
  [
    'NUL',
    { title: '葫芦\u0000丝' },
    '/title strange_characters: 不含控制字符（如 NUL）',
    '/title strange_characters: No control',
  ],
  [
    'a turn of direction',
    { title: '葫芦\u202e丝' },
    '/title strange_characters: 不含控制',
    '/title strange_characters: No control',
  ],
  [
    '31 February',
    { periodTo: '2027-02-31' },
    '/periodTo is_iso8601: 日历里有的一天',
    '/periodTo is_iso8601: A day that exists',
  ],
  ['ten thousand volunteers', { seats: 10_000 }, '/seats max: 不大于 200', '/seats max: 200 or less'],
])('%s', async (_, change, zh, en) => {
  expect((await refused(change))[0]).toContain(zh);
  expect((await refused(change, 'en'))[0]).toContain(en);
});

it('a missing version or return reason is missing, and no number or pattern', async () => {
  const need = await openNeed(world);
  const moved = await world.as('coordinator').post<Problem>(`/api/needs/${need.id}/withdraw`, { reason: '不用了' });
  expect(moved).toMatchObject({ status: 422, body: { errors: [{ pointer: '/version', code: 'required' }] } });
  const back = await world.as('admin').post<Problem>(`/api/needs/${need.id}/return`, { version: 1 });
  expect(back.body.errors).toMatchObject([{ pointer: '/reason', code: 'required' }]);
});

it('a stale version is told the version that stands there now', async () => {
  const need = await openNeed(world, { title: '国画' });
  const { schoolId: _, ...draft } = needDraft(world);
  const stale = { code: 'version_moved', params: { version: need.version } };
  const coordinator = world.as('coordinator');
  expect(await coordinator.put(`/api/needs/${need.id}`, { ...draft, version: 1 })).toMatchObject({ body: stale });
  const gone = { version: 1, reason: '不用了' };
  expect(await coordinator.post(`/api/needs/${need.id}/withdraw`, gone)).toMatchObject({ status: 409, body: stale });
});

it('an endless recurrence is shown an end after its start', async () => {
  const recurrences = ['DTSTART;TZID=Asia/Shanghai:20270302T163000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY'];
  const term = { periodFrom: '2027-03-01', periodTo: '2027-07-01' };
  expect(await refused({ ...term, alternatives: [{ dates: [], weekly: [], recurrences }] })).toEqual([
    '/alternatives/0/recurrences/0 recurrence_without_end: UNTIL=20270622 or COUNT=16',
  ]);
});

it('too large a body is told how large it may be', async () => {
  const { status, body } = await world
    .as('coordinator')
    .post<Problem>('/api/needs', `{"title":"${'x'.repeat(2_000_000)}"}`);
  expect({ status, ...body }).toMatchObject({ status: 413, title: '内容太大，至多 1 MB。', params: { megabytes: 1 } });
});

it('too many, too long and too much in a cell of skills say how many and how long', async () => {
  const header = ['学校', '类别', '需求', '形式', '时间', '期限', '所需专长'];
  const row = (title: string, skills: string): string[] => [
    '第二小学',
    '传统文化·艺术',
    title,
    '系列课',
    '每周二16:30-17:30',
    '2026-09-14至2026-12-31',
    skills,
  ];
  const many = Array.from({ length: 70 }, (_, i) => `专长${i}`).join('、');
  const seen = await preview(
    world,
    'needs',
    csv(header, row('甲', many), row('乙', '长'.repeat(300)), row('丙', '葫芦丝、'.repeat(2_000))),
  );
  const rights = (await rowsOf(world, seen.id)).map(({ faults }) => faults[0].right);
  expect(rights[0]).toMatch(/^至多60项/);
  expect(rights[1]).toMatch(/^每项至多\d+个字/);
  expect(rights[2]).toBe('至多4000个字');
});

it('a week that no term has', async () => {
  const header = ['学校', '类别', '需求', '形式', '时间', '期限'];
  const row = (title: string, times: string): string[] => [
    '第二小学',
    '传统文化·艺术',
    title,
    '系列课',
    times,
    '2026-09-14至2026-12-31',
  ];
  const seen = await preview(
    world,
    'needs',
    csv(
      header,
      row('甲', '第3-60周 周二16:30-17:30'),
      row('乙', '第5-5周 周二16:30-17:30'),
      row('丙', '第3周起 周二16:30-17:30'),
      row('丁', '第40周 周二16:30-17:30'),
    ),
  );
  const rows = await rowsOf(world, seen.id);
  expect(rows.map(({ faults }) => faults.map(({ cell, code }) => `${cell} ${code}`))).toEqual([
    ['Sheet1!E2 week_beyond_term'],
    [],
    [],
    ['Sheet1!E5 week_beyond_term'],
  ]);
  expect(rows[0].faults[0].problem).toContain('一个学期没有这么多周（至多30周）');
});
