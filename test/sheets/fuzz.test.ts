import { parseConsent, parsePlace } from '../../src/needs/needs.cells';
import { parseMode } from '../../src/resources/resources.cells';
import { parseClearance } from '../../src/sheets/expressions/clearance';
import { parseCount } from '../../src/sheets/expressions/counts';
import { parseDate } from '../../src/sheets/expressions/dates';
import { parseDateRange } from '../../src/sheets/expressions/date-ranges';
import { parseDuration, parseWorkload } from '../../src/sheets/expressions/durations';
import { parseGrades } from '../../src/sheets/expressions/grades';
import { parseDistance, parseOwnPhone } from '../../src/sheets/expressions/measures';
import { parseSkills } from '../../src/sheets/expressions/skills';
import { parseTimes } from '../../src/sheets/expressions/times';
import { formatTimes } from '../../src/sheets/expressions/times-format';
import { DEFAULT_HABITS } from '../../src/sheets/expressions/types';
import { random } from '../support/workbooks';
import { SETTING } from './corpus/setting';

const PIECES =
  '每 周 二 四 一至五 星期三 单周 双 隔 每月 第 一个 最后一个 下午 上午 放学后 16:30 - 17:30 2 点 半 9月 1日 2026 年 . / 或 、 ， ； ( ) 次 课时 小时 分钟 本学期 待定 除 外 节假日 工作日 周末 人 左右 约 至少 三年级 初 高中 《 》 和 有效期至 查询 均可 国庆节后 10月底 一三五 第3 节 学期 教师节 every Tue pm 31 0 线上线下均可 寒假 最后一个工作日 9、10月 下周 平时 两场： 起 ① \u0000 😀'.split(
    ' ',
  );
const habits = DEFAULT_HABITS;
const PARSERS: ((text: string) => { ok: boolean })[] = [
  (text) => parseDate(text, SETTING),
  (text) => parseDateRange(text, SETTING),
  (text) => parseDuration(text, { habits }),
  (text) => parseWorkload(text, { habits, per: 'month' }),
  (text) => parseCount(text, 200),
  (text) => parseGrades(text),
  (text) => parseSkills(text, 2),
  (text) => parseClearance(text, SETTING, 'until'),
  (text) => parseConsent(text, SETTING),
  (text) => parseMode(text, true),
  parsePlace,
  parseOwnPhone,
  (text) => parseDistance(text, undefined),
];

it('answers anything made of such words with a value or a refusal, and writes what it read so that it reads back', () => {
  const next = random(42);
  let read = 0;
  for (let i = 0; i < 3_000; i++) {
    const text = Array.from(
      { length: 1 + Math.floor(next() * 9) },
      () => PIECES[Math.floor(next() * PIECES.length)],
    ).join(next() < 0.2 ? ' ' : '');
    expect([text, ...PARSERS.map((parse) => typeof parse(text).ok)]).toEqual([text, ...PARSERS.map(() => 'boolean')]);
    for (const dayWithoutClock of ['refuse', 'whole_day'] as const) {
      const first = parseTimes(text, SETTING, { dayWithoutClock });
      if (!first.ok) continue;
      read++;
      const written = formatTimes(first.value);
      const again = parseTimes(written, SETTING, { dayWithoutClock });
      expect([text, written, again.ok ? again.value : again.refusal]).toEqual([text, written, first.value]);
    }
  }
  expect(read).toBeGreaterThan(80);
});

it('does not lose itself in long cells', () => {
  const begun = process.cpuUsage();
  for (const piece of PIECES) {
    const text = piece.repeat(Math.floor(4_000 / piece.length));
    for (const parse of PARSERS) parse(text);
    parseTimes(text, SETTING, { dayWithoutClock: 'refuse' });
  }
  // Time of its own, however busy the machine is.
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(20_000);
});
