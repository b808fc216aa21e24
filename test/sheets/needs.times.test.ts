import { toAlternatives } from '../../src/imports/times';
import { NEED_COLUMNS } from '../../src/needs/needs.columns';
import { type NeedSheetDraft, readNeed, writeNeed } from '../../src/needs/needs.sheet';
import { parseTimes } from '../../src/sheets/expressions/times';
import { readWorkbook } from '../../src/sheets/read';
import { readMenu } from '../../src/sheets/read-menu';
import { writeCsv } from '../../src/sheets/write';
import { SETTING } from './corpus/setting';

const HEADER = ['学校', '需求', '期限', '时间', '备注', '每周时长'];
function lineOf(cells: Partial<Record<string, string | number>>): {
  draft: NeedSheetDraft;
  faults: string[];
} {
  const row = HEADER.map((header) => cells[header] ?? (header === '学校' ? '二小' : header === '需求' ? '书法' : ''));
  const { tables } = readMenu(readWorkbook(writeCsv(HEADER, [row])), NEED_COLUMNS);
  const { draft, reader } = readNeed(tables[0].rows[0], SETTING);
  return { draft, faults: reader.faults.map(({ code }) => code) };
}

describe('a period in the column of times', () => {
  it.each([
    ['10月份', '', { from: '2026-10-01', to: '2026-10-31' }],
    ['10月份', '本学期', { from: '2026-10-01', to: '2026-10-31' }],
    ['国庆节后', '', { from: '2026-10-08', to: null }],
    ['国庆节后', '2026-09-01至2026-12-31', { from: '2026-10-08', to: '2026-12-31' }],
    ['9月至12月，每月一次', '', { from: '2026-09-01', to: '2026-12-31' }],
  ])('%s beside %s', (times, period, expected) => {
    const { draft, faults } = lineOf({ 时间: times, 期限: period });
    expect(faults).toEqual([]);
    expect(draft.times).toEqual({ kind: 'agreed', alternatives: [], weeklyMinutes: null });
    expect(draft.period).toEqual(expected);
    expect(draft.notes).toContain(times.slice(0, 3));
    const written = writeNeed(draft);
    const again = lineOf({
      期限: written.period,
      时间: written.times,
      备注: written.notes,
      每周时长: written.weeklyMinutes,
    });
    expect(again).toEqual({ draft, faults: [] });
  });

  it('is refused where it lies outside the period of the line', () => {
    expect(lineOf({ 时间: '10月份', 期限: '2026-11-01至2026-12-31' }).faults).toEqual(['contradictory_time']);
  });
});

describe('周二、周四均可 of a need', () => {
  const period = { from: '2026-09-01', to: '2027-01-22' };
  const starts = (typed: string): string[] => {
    const found = parseTimes(typed, SETTING, { dayWithoutClock: 'refuse' });
    if (!found.ok) throw new Error(found.refusal.code);
    const alternatives = toAlternatives(found.value, period, 60, SETTING.calendar);
    return (alternatives ?? []).map(({ weekly: [one] }) => `${one.weekday} ${one.from}`);
  };

  it('is a choice of days, each with as many starts as ten alternatives leave room for', () => {
    expect(starts('周二、周四下午均可')).toEqual([
      ...['13:00', '14:00', '15:00', '16:00'].map((from) => `2 ${from}`),
      ...['13:00', '14:00', '15:00', '16:00'].map((from) => `4 ${from}`),
    ]);
    expect(starts('周一至周五下午均可')).toEqual([1, 2, 3, 4, 5].flatMap((day) => [`${day} 13:00`, `${day} 16:00`]));
    expect(starts('周二下午')).toEqual(['13:00', '14:00', '15:00', '16:00'].map((from) => `2 ${from}`));
  });
});

describe('odd and even weeks, and days left out, of a need', () => {
  const kept = (typed: string, period: { from: string; to: string }, terms = SETTING.calendar.terms) => {
    const found = parseTimes(typed, SETTING, { dayWithoutClock: 'refuse' });
    if (!found.ok) throw new Error(found.refusal.code);
    const [one] = toAlternatives(found.value, period, 60, { ...SETTING.calendar, terms })!;
    const weekly = one.weekly.map(({ weekday, everyWeeks, startWeek }) => `${weekday}/${everyWeeks}+${startWeek}`);
    return { weekly, dates: one.dates.length, recurrences: one.recurrences };
  };
  const term = { from: '2026-09-01', to: '2027-01-22' };

  it('are every second week of the one term in which the need lies, from the first of them on', () => {
    expect(kept('单周周二16:30-17:30', term)).toEqual({ weekly: ['2/2+0'], dates: 0 });
    expect(kept('双周周二16:30-17:30', term)).toEqual({ weekly: ['2/2+1'], dates: 0 });
    // 14 September begins the third week.
    expect(kept('双周周四16:30-17:30', { ...term, from: '2026-09-14' })).toEqual({ weekly: ['4/2+1'], dates: 0 });
  });

  it('count from the Monday after a weekend on which a term begins', () => {
    const spring = [{ name: '2027春', from: '2027-02-20', to: '2027-07-02' }];
    const period = { from: '2027-02-20', to: '2027-07-02' };
    expect(kept('单周周二16:30-17:30', period, spring)).toEqual({ weekly: ['2/2+1'], dates: 0 });
    expect(kept('单周周六9:00-10:00', period, spring)).toEqual({ weekly: ['6/2+1'], dates: 0 });
  });

  it('are dates where they go over several terms', () => {
    expect(kept('单周周二16:30-17:30', { from: '2026-09-01', to: '2027-07-02' }).dates).toBeGreaterThan(15);
  });

  it('are exceptions of a recurrence', () => {
    expect(kept('每周二16:30-17:30，10月13日除外', term)).toEqual({
      weekly: [],
      dates: 0,
      recurrences: [
        'DTSTART;TZID=Asia/Shanghai:20260901T163000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270122T155959Z\nEXDATE;TZID=Asia/Shanghai:20261013T163000',
      ],
    });
  });
});
