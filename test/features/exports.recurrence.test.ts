/** Times that are more than a weekday, out into a workbook and in again. */
import type { NeedDto } from '../../src/needs/needs.dto';
import { readWorkbook } from '../../src/sheets/read';
import { createTestApp, TestApp } from '../support/app';
import { csv, preview, rowsOf, write } from '../support/imports';
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

const FORTNIGHTLY =
  'DTSTART;TZID=Asia/Shanghai:20260917T163000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231T083000Z\nEXDATE;TZID=Asia/Shanghai:20261015T163000,20261124T163000';
const FIRST_MONDAYS =
  'DTSTART;TZID=Asia/Shanghai:20261005T140000\nDURATION:PT1H30M\nRRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3';
const SECOND =
  'DTSTART;TZID=Asia/Shanghai:20260923T163000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20261231T155959Z';
const weekly = (weekday: number, more: object = {}) => ({ weekday, from: '16:30', to: '17:30', ...more });
const alternative = (more: object) => ({ dates: [], weekly: [], ...more });
const TIMES: Record<string, object> = {
  隔周两天: { alternatives: [alternative({ recurrences: [FORTNIGHTLY] })] },
  每月一次: { alternatives: [alternative({ recurrences: [FIRST_MONDAYS] })] },
  两种时间: {
    alternatives: [alternative({ recurrences: [FORTNIGHTLY] }), alternative({ weekly: [weekly(3), weekly(5)] })],
  },
  规则加日期: {
    alternatives: [
      alternative({ recurrences: [FIRST_MONDAYS], dates: [{ day: '2026-11-20', from: '09:00', to: '10:00' }] }),
    ],
  },
  第二周起隔周: { alternatives: [alternative({ weekly: [weekly(3, { everyWeeks: 2, startWeek: 1 })] })] },
  时间待定: { alternatives: [], weeklyMinutes: 90 },
};

/** The sheet of the needs, without the codes, oldest line first. */
async function exported(): Promise<string[][]> {
  const { bytes } = await world.as('admin').get('/api/needs/export.xlsx?state=open');
  const [header, ...rows] = readWorkbook(bytes).grids[0].rows;
  const kept = header.map((name, i) => (name === '编号' ? -1 : i)).filter((i) => i >= 0);
  return [header, ...rows.sort((a, b) => String(a[kept[3]]).localeCompare(String(b[kept[3]])))].map((row) =>
    kept.map((i) => String(row[i] ?? '')),
  );
}
const needs = async (): Promise<NeedDto[]> =>
  (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?state=open&limit=200')).body.items;

it('change nothing when they come in again, and anew say the same', async () => {
  for (const [title, times] of Object.entries(TIMES)) {
    const { title: _, ...draft } = needDraft(world) as Record<string, unknown>;
    await openNeed(world, { ...draft, periodTo: '2026-12-31', alternatives: [], ...times, title });
  }
  const before = await needs();
  expect(before).toHaveLength(6);
  const { bytes } = await world.as('admin').get('/api/needs/export.xlsx');
  const again = await preview(world, 'needs', bytes, 'admin');
  expect(again).toMatchObject({ headerFaults: [], counts: { rows: 6, accepted: 0, duplicate: 6, faulty: 0 } });
  expect(await needs()).toEqual(before);

  const [header, ...rows] = await exported();
  const times = header.indexOf('时间');
  expect(rows.map((row) => row[times])).toEqual(
    expect.arrayContaining([FORTNIGHTLY.replaceAll('\n', ' '), FIRST_MONDAYS.replaceAll('\n', ' '), '待定']),
  );
  for (const { id, version } of before)
    await world.as('admin').post(`/api/needs/${id}/withdraw`, { version, reason: '重新导入' });
  const anew = await preview(world, 'needs', csv(header, ...rows), 'admin');
  expect((await rowsOf(world, anew.id, 'admin')).flatMap(({ faults }) => faults)).toEqual([]);
  await write(world, anew, 'admin');
  expect(await exported()).toEqual([header, ...rows]);
  const after = new Map((await needs()).map((need) => [need.title, need]));
  for (const { title, alternatives, weeklyMinutes } of before) {
    const now = after.get(title)!;
    expect([title, now.weeklyMinutes]).toEqual([title, weeklyMinutes]);
    // What begins in a later week comes back as the recurrence that it is.
    if (title === '第二周起隔周') expect(now.alternatives).toEqual([{ dates: [], weekly: [], recurrences: [SECOND] }]);
    else expect(now.alternatives).toEqual(alternatives);
  }
});
