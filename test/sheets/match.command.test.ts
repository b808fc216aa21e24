import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import en from '../../src/matching/locales/en.json';
import zh from '../../src/matching/locales/zh-CN.json';
import { CODES } from '../../src/matching/engine/codes';
import { HARD_RULES } from '../../src/matching/engine/rules';
import { matchCommand } from '../../src/matching/match.command';
import { readWorkbook } from '../../src/sheets/read';
import { type OutCell, writeCsv } from '../../src/sheets/write';
import { NEED_HEADER, RESOURCE_HEADER, sampleNeeds, sampleResources } from '../support/workbooks';

const TODAY = '2026-09-01';
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), '两单 match-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, header: string[], rows: OutCell[][]): string {
  const path = join(folder, name);
  writeFileSync(path, writeCsv(header, rows));
  return path;
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
  try {
    return { code: await matchCommand(args, TODAY), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const summary = async (...args: string[]) => {
  const { code, out, err } = await run('--json', '--seconds', '5', ...args);
  expect([code, out.trim().split('\n').length]).toEqual([0, 1]);
  return { ...JSON.parse(out), err };
};

const NEEDS = ['编号', '学校', '需求', '类别', '形式', '时间', '期限', '所需专长', '需要志愿者人数', '接触未成年人'];
const PEOPLE = ['姓名', '资源', '类别', '可提供形式', '可服务时间', '专长', '查询有效期至'];
const PERIOD = '2026-09-01至2027-01-17';
const need = (code: string, times: string, skill = '葫芦丝', seats = '1'): OutCell[] => [
  code,
  '育才小学',
  `${skill}课`,
  '艺术',
  '系列课',
  times,
  PERIOD,
  skill,
  seats,
  '是',
];
const person = (name: string, times: string, skill = '葫芦丝', until = '2027-08-31'): OutCell[] => [
  name,
  `${skill}教学`,
  '艺术',
  '系列课',
  times,
  skill,
  until,
];

describe('match', () => {
  it('pairs two workbooks, says what it could not read, and writes a plan that reads back', async () => {
    const needs = file('n.csv', NEEDS, [
      need('N1', '每周二16:30-17:30'),
      need('N2', '每周三下午', '书法', '2人'),
      need('N3', '看情况'),
    ]);
    const people = file('r.csv', PEOPLE, [
      person('王一平', '周二16:00-18:00'),
      person('李玉珍', '工作日', '书法', ''),
      person('赵守仁', '周三', '书法'),
    ]);
    const plan = join(folder, 'plan.xlsx');
    const found = await summary('--needs', needs, '--resources', people, '--out', plan);
    expect(found).toMatchObject({
      needs: 2,
      seats: 3,
      volunteers: 3,
      offers: 3,
      proposals: 2,
      gapPercent: 0,
      verified: true,
      unreadableCells: 1,
      rowsLeftOut: { needs: 1, offers: 0 },
      horizon: { start: '2026-09-01', days: 139 },
    });
    expect(found.filled).toEqual({ 1: 0, 2: 0, 3: 2, 4: 0 });
    expect(found.unfilled).toEqual({ 1: 0, 2: 0, 3: 1, 4: 0 });
    expect(found.err).toContain('F4');
    const sheets = readWorkbook(readFileSync(plan)).grids;
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      '对接方案',
      '未满足的需求',
      '志愿者负荷',
      '结果与证明',
      '未读懂的单元格',
    ]);
    expect(sheets[0].rows.slice(1).map((row) => [row[0], row[5]])).toEqual([
      ['N1', '王一平'],
      ['N2', '赵守仁'],
    ]);
    expect(sheets[1].rows[1].join('|')).toContain('1人：无有效入职查询');
    expect(JSON.stringify(sheets)).not.toMatch(/\{\w+\}|match\.|rule\./);
  });

  it('gives the same plan again with the same seed, and speaks English when asked', async () => {
    // Small enough to be proven: what a search reaches in its seconds is another plan on another day.
    const needs = file('n40.csv', NEED_HEADER, sampleNeeds(24));
    const people = file('r40.csv', RESOURCE_HEADER, sampleResources(36));
    const figures = async () => {
      const { seconds, err, ...rest } = await summary(
        '--needs',
        needs,
        '--resources',
        people,
        '--seed',
        '7',
        '--lang',
        'en',
        '--seconds',
        '100',
      );
      expect([seconds.total > 0, err.includes('holiday')]).toEqual([true, true]);
      return rest;
    };
    const first = await figures();
    expect([first.unreadableCells, first.provenOptimal]).toEqual([0, true]);
    expect(first.proposals).toBeGreaterThan(5);
    expect(await figures()).toEqual(first);
  });

  it('does not judge what nobody gave facts for, and says so', async () => {
    const needs = file(
      'bare-n.csv',
      ['school', 'title', 'skills', 'times'],
      [['s', 'flute', 'flute', 'Tue 16:30-17:30']],
    );
    const people = file(
      'bare-r.csv',
      ['name', 'title', 'skills', 'availability'],
      [['Wang', 'flute', 'flute', 'weekdays']],
    );
    const found = await summary('--needs', needs, '--resources', people, '--lang', 'en');
    expect(found).toMatchObject({ needs: 1, pairs: 1, proposals: 1, seats: 1 });
    expect(found.warnings.join()).toMatch(
      /clearance was not checked.*categories were not compared.*forms were not compared/,
    );
  });

  it('never matches a need whose time lies outside its period', async () => {
    const needs = file('out-n.csv', NEEDS, [need('N1', '2028-03-01 14:00-15:00'), need('N2', '周二16:30-17:30')]);
    const people = file('out-r.csv', PEOPLE, [person('王一平', '随时')]);
    const found = await summary('--needs', needs, '--resources', people, '--horizon', '2026-09-01..2027-01-17');
    expect(found).toMatchObject({ needs: 1, rowsLeftOut: { needs: 1 } });
    expect(found.err).toContain('F2');
  });

  it('takes a second line with the same code as a copy, and says so', async () => {
    const needs = file('twice-n.csv', NEEDS, [need('N1', '周二16:30-17:30'), need('N1', '周二16:30-17:30')]);
    const people = file('twice-r.csv', PEOPLE, [person('王一平', '随时')]);
    expect(await summary('--needs', needs, '--resources', people)).toMatchObject({
      needs: 1,
      rowsLeftOut: { needs: 1 },
      unreadableCells: 1,
    });
  });
});

describe('exit codes', () => {
  const good = () => [
    file('g-n.csv', NEEDS, [need('N1', '周二16:30')]),
    file('g-r.csv', PEOPLE, [person('王一平', '随时')]),
  ];
  it.each([
    [2, []],
    [2, ['--needs', 'a.csv']],
    [2, ['--needs', 'a', '--resources', 'b', '--seconds', '-1']],
    [2, ['--needs', 'a', '--resources', 'b', '--horizon', '2027-01-01..2026-01-01']],
    [2, ['--needs', 'a', '--resources', 'b', '--nonsense']],
    [3, ['--needs', 'absent.csv', '--resources', 'b']],
  ])('%i for %j', async (code, args) => {
    const found = await run(...args);
    expect([found.code, found.out]).toEqual([code, '']);
    expect(found.err).not.toBe('');
  });
  it('3 for a file that is no workbook, 4 when nothing is left to match, 0 for --help', async () => {
    const [needs, people] = good();
    const old = join(folder, 'old.xlsx');
    writeFileSync(old, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    expect(await run('--needs', old, '--resources', people)).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('.xls'),
    });
    const empty = file('bad-n.csv', NEEDS, [need('N1', '看情况')]);
    expect(await run('--needs', empty, '--resources', people, '--lang', 'en')).toMatchObject({
      code: 4,
      err: expect.stringContaining('too vague'),
    });
    expect(await run('--needs', needs, '--resources', people, '--out', join(folder, 'no', 'where.xlsx'))).toMatchObject(
      { code: 3 },
    );
    expect((await run('--help')).out).toContain('exit codes');
  });
});

describe('sentences', () => {
  it.each(Object.entries(CODES))('for %s in both languages, with the parameters the engine gives', (code, params) => {
    for (const locale of [zh, en] as Record<string, string>[]) {
      expect(locale[code]).toEqual(expect.any(String));
      for (const [, name] of locale[code].matchAll(/\{(\w+)\}/g)) expect(params).toContain(name);
    }
  });
  it('name each rule shortly, for the funnel', () => {
    for (const { code } of HARD_RULES)
      for (const locale of [zh, en] as Record<string, string>[])
        expect(locale[`rule.${code}`]).toEqual(expect.any(String));
  });
  it('are the same keys with the same parameters in both languages', () => {
    const shape = (locale: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(locale).map(([key, text]) => [key, [...text.matchAll(/\{\w+\}/g)].map(String).sort()]),
      );
    expect(shape(en)).toEqual(shape(zh));
  });
});

it('ships examples that are what the generator makes', () => {
  const example = (name: string): string => readFileSync(join(__dirname, '../../docs/examples', name), 'utf8');
  expect(example('需求菜单.csv')).toBe(writeCsv(NEED_HEADER, sampleNeeds(36)).toString('utf8'));
  expect(example('资源菜单.csv')).toBe(writeCsv(RESOURCE_HEADER, sampleResources(48)).toString('utf8'));
});
