/** Odd and even weeks and nth weekdays of a volunteer's free time: kept as that, matched as that, out and in again. */
import type { HistoryLineDto } from '../../src/audit/audit.dto';
import type { OfferDto } from '../../src/resources/resources.dto';
import { readWorkbook } from '../../src/sheets/read';
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf, write } from '../support/imports';
import { listOffer, offerDraft, openNeed } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house?.close());

const SECOND_WEDNESDAY = 'DTSTART;TZID=Asia/Shanghai:20260909T140000\nDURATION:PT120M\nRRULE:FREQ=MONTHLY;BYDAY=2WE';
const FORTNIGHTLY =
  'DTSTART;TZID=Asia/Shanghai:20260918T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR\nEXDATE;TZID=Asia/Shanghai:20261002T090000';
const free = (more: object) => ({ anyTime: false, weekly: [], dates: [], daysOff: [], holidays: 'same', ...more });
const odd = (weekday: number) => ({ weekday, from: '14:00', to: '16:00', weeks: 'odd' });
const offers = async (query = ''): Promise<OfferDto[]> =>
  (await world.as('admin').get<{ items: OfferDto[] }>(`/api/offers?limit=200${query}`)).body.items;

it('are kept as they were given, found by their weekday, and said in the history', async () => {
  const availability = free({ weekly: [odd(1)], recurrences: [SECOND_WEDNESDAY] });
  const offer = await listOffer(world, { availability });
  expect(offer.availability).toEqual(availability);
  for (const [weekday, count] of [
    [1, 1],
    [2, 0],
    [3, 1],
  ])
    expect((await offers(`&weekday=${weekday}`)).filter(({ id }) => id === offer.id)).toHaveLength(count);
  const { body } = await world.as('admin').put<OfferDto>(`/api/offers/${offer.id}`, {
    ...offerDraft(world, { availability: free({ recurrences: [FORTNIGHTLY] }) }),
    volunteerId: undefined,
    version: offer.version,
  });
  expect(body.availability).toEqual(free({ recurrences: [FORTNIGHTLY] }));
  const history = await world.as('admin').get<HistoryLineDto[]>(`/api/offers/${offer.id}/history`);
  expect(history.body.at(-1)!.changes.find(({ field }) => field === 'availability')).toMatchObject({
    from: availability,
    to: free({ recurrences: [FORTNIGHTLY] }),
  });
});

it.each([
  ['an odd week nobody knows', { weekly: [{ ...odd(1), weeks: 'third' }] }, '/availability/weekly/0/weeks', 'is_in'],
  ['no recurrence', { recurrences: ['每月第二个周三'] }, '/availability/recurrences/0', 'recurrence_part'],
  [
    'a 31st of February',
    { recurrences: ['DTSTART:20260231T140000 DURATION:PT1H RRULE:FREQ=DAILY'] },
    '/availability/recurrences/0',
    'no_such_date',
  ],
  [
    'an end before the start',
    { recurrences: ['DTSTART:20260909T140000 DURATION:PT1H RRULE:FREQ=DAILY;UNTIL=20260901'] },
    '/availability/recurrences/0',
    'ends_before_start',
  ],
  ['nothing at all', { recurrences: [] }, '/availability', 'no_times'],
])('with %s are refused with the place', async (_, more, pointer, code) => {
  const answer = await world
    .as('admin')
    .post<{ errors: unknown[] }>('/api/offers', offerDraft(world, { availability: free(more) }));
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
});

it('may go on without an end, which the times of a need may not', async () => {
  const alternatives = [{ dates: [], weekly: [], recurrences: [SECOND_WEDNESDAY] }];
  await expect(openNeed(world, { alternatives })).rejects.toThrow(/recurrence_without_end/);
  await listOffer(world, { availability: free({ recurrences: [SECOND_WEDNESDAY] }) });
});

it('leave what is over out of a copy', async () => {
  const over = `${SECOND_WEDNESDAY};UNTIL=20261009T155959Z`;
  const earlier = await listOffer(world, { availability: free({ recurrences: [over, SECOND_WEDNESDAY] }) });
  const copy = await world.as('admin').post<OfferDto>(`/api/offers/${earlier.id}/copy`, { from: '2027-02-20' });
  expect(copy.body.availability).toEqual(free({ recurrences: [SECOND_WEDNESDAY] }));
});

const HEADER = ['姓名', '手机', '类别', '资源名称', '形式', '专长', '可服务时间'];
const TYPED: [title: string, typed: string, more: object][] = [
  ['单周', '单周周三14:00-16:00', { weekly: [odd(3)] }],
  ['第二个周三', '9月9日起每月第二个周三14:00-16:00', { recurrences: [SECOND_WEDNESDAY] }],
  [
    '混合',
    '双周周一、周四上午；每月最后一个周五下午；10月31日上午',
    {
      weekly: [1, 4].map((weekday) => ({ weekday, from: '08:00', to: '12:00', weeks: 'even' })),
      recurrences: ['DTSTART;TZID=Asia/Shanghai:20260925T130000\nDURATION:PT240M\nRRULE:FREQ=MONTHLY;BYDAY=-1FR'],
      dates: [{ day: '2026-10-31', from: '08:00', to: '12:00' }],
    },
  ],
  [
    '隔周',
    `${FORTNIGHTLY.replaceAll('\n', ' ')}；单周周三14:00-16:00`,
    { weekly: [odd(3)], recurrences: [FORTNIGHTLY] },
  ],
  [
    '到年底',
    '9月20日至12月31日每周二下午',
    {
      recurrences: [
        'DTSTART;TZID=Asia/Shanghai:20260922T130000\nDURATION:PT240M\nRRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T155959Z',
      ],
    },
  ],
];

it('come in from a workbook as they are, go out, and come in again without a change', async () => {
  const lines = TYPED.map(([title, typed], i) => [
    `王老师${i}`,
    `1380000000${i}`,
    '传统文化·艺术',
    title,
    '系列课',
    '葫芦丝',
    typed,
  ]);
  const seen = await preview(world, 'resources', csv(HEADER, ...lines), 'admin');
  const rows = await rowsOf(world, seen.id, 'admin');
  expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
  expect(rows.flatMap(({ notes }) => notes.map(({ note }) => note))).not.toContain('kept_as_dates');
  await write(world, seen, 'admin');
  const written = (): Promise<[string, unknown][]> =>
    offers().then((items) => items.map(({ title, availability }) => [title, availability]));
  const meant = Object.fromEntries(TYPED.map(([title, , more]) => [title, free(more)]));
  expect(Object.fromEntries(await written())).toMatchObject(meant);

  const exported = async (): Promise<string[][]> => {
    const { bytes } = await world.as('admin').get('/api/offers/export.xlsx');
    return readWorkbook(bytes).grids[0].rows.map((row) => row.map((cell) => String(cell ?? '')));
  };
  const before = await exported();
  const { bytes } = await world.as('admin').get('/api/offers/export.xlsx');
  const again = await preview(world, 'resources', bytes, 'admin');
  expect(again).toMatchObject({ headerFaults: [], counts: { accepted: 0, faulty: 0 } });

  // Anew, under other titles: what was written says the same.
  const [header, ...sheet] = before;
  const [code, title] = ['资源编号', '资源'].map((name) => header.indexOf(name));
  const kept = sheet
    .filter((row) => meant[row[title]])
    .map((row) => row.map((cell, i) => (i === title ? `${cell}·新` : cell)));
  const bare = [header, ...kept].map((row) => row.filter((_, i) => i !== code));
  const anew = await preview(world, 'resources', csv(bare[0], ...bare.slice(1)), 'admin');
  expect((await rowsOf(world, anew.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
  await write(world, anew, 'admin');
  const now = Object.fromEntries(await written());
  for (const [name, availability] of Object.entries(meant)) expect(now[`${name}·新`]).toEqual(availability);
});

it('say when nobody can tell their weeks, for want of a term', async () => {
  const alternating = free({ weekly: [odd(1)] });
  const told = async (availability: object): Promise<boolean | undefined> =>
    (await listOffer(world, { availability })).weeksWithoutTerm;
  expect(await told(alternating)).toBe(false);
  await house.database.reader.query('DELETE FROM term WHERE district_id = $1', [world.district]);
  expect([await told(alternating), await told(free({ recurrences: [FORTNIGHTLY] }))]).toEqual([true, false]);
});
