/** Cuts what people type about times into tokens. Every character must belong to a token or to a known filler. */
import { scanClock } from './clocks';
import { scanRange } from './date-ranges';
import { scanDate, saidSpan } from './dates';
import { dayNumber, weekdayOf } from './days';
import { scanDuration } from './durations';
import { scanLessons } from './lessons';
import { scanAfterHoliday, scanRelativeDays, termOf } from './relative';
import { number } from './text';
import { type DateRange, type Refusal, type Setting, refused } from './types';
import { scanFrequency } from './frequency-words';
import { scanMonthly, scanNth } from './month-words';
import { scanRelative, scanWords } from './time-words';
import type { TimeToken } from './token-types';
import { dayOfSign, scanWeekdays } from './weekday-words';

/** Words that carry no meaning of their own in a cell about times. */
const FILLER =
  /^(?:平时|平日|第[一二三四五六七八1-8]场:?|T(?=\d{2}:)|\([^()\d]{1,10}[节日]\)|每次|每场|每节|每天的|时间|时段|日期|活动|上课|开展|进行|安排|服务|可以|可|有空|空闲|有时间|方便|左右|大约|约|于|在|的|为|内|期间|之间|固定|一般|通常|均|各|间|每逢|逢|每|举行|开始|课程|到校|轮值|值班|值守|授课|一次|共|from|at|on|the|of|each|every|and|:|[()]|\s|[。.!])/i;

// 9月10日教师节, 12月4日国家宪法日
const DAY_NAME =
  /^ ?\(?(?:国际|世界|全国|国家|中国|六一|五四|五一)?(?:教师|儿童|青年|劳动|建军|建党|国庆|重阳|中秋|清明|端午|元宵|春|植树|学?雷锋|消防|宪法|读书|爱眼|禁毒|环境|地球|安全教育|助残|志愿者|烈士纪念|公祭|建队|母亲|父亲|妇女)(?:节|日|纪念日)(?:当天)?\)?|^ ?\(?元旦\)?/;

const EACH_DAY = [/^ ?的?每[天日]的?/, /^ ?的?(?:每[天日]|两[天日])的?/];
// 9月10日至12日, 9/10-9/12; not 9月至12月
const DAY_TO_DAY = /(?:[日号]|\d[./]\d|\d-\d{1,2}).*(?:[-至到]).*\d/;

export function tokenizeTimes(
  text: string,
  setting: Setting,
): { tokens: TimeToken[]; notes: string[] } | { refusal: Refusal } {
  const tokens: TimeToken[] = [];
  const notes: string[] = [];
  let at = 0;
  const wrong = (code: string, value: string): { refusal: Refusal } => ({
    refusal: refused(code, 'expected_times', { value: value.slice(0, 40) }).refusal,
  });
  while (at < text.length) {
    const rest = text.slice(at);
    const last = tokens.at(-1);
    // 周一到周四每天, 周末两天: on each of these days.
    const each =
      last?.type === 'weekdays' && !last.except ? EACH_DAY[last.weekdays.length === 2 ? 1 : 0].exec(rest) : null;
    if (each) {
      at += each[0].length;
      continue;
    }
    // 15:30放学后: where the clock is said, this adds nothing.
    const plain = last?.type === 'clock' && last.ranges.every(({ part }) => part === undefined);
    const after = plain ? /^ ?(?:放学|下课)(?:后|时|以后|之后)?/.exec(rest) : null;
    if (after) {
      at += after[0].length;
      continue;
    }
    // 9月15日左右: nobody knows which day.
    if (last && /^(?:dates|monthdays)$/.test(last.type) && /^ ?(?:左右|前后|上下)/.test(rest))
      return wrong('vague', text);
    const nth = scanNth(rest, last?.type === 'range' && withinMonth(last.range));
    if (nth && 'code' in nth)
      return {
        refusal: refused(nth.code, nth.code === 'which_month' ? 'expected_month' : 'expected_nth_week', {
          value: rest.slice(0, 40),
        }).refusal,
      };
    const found =
      nth ??
      scanWords(rest) ??
      scanFrequency(rest, setting) ??
      scanMonthly(rest) ??
      scanWeekdays(rest) ??
      scanRelative(rest);
    if (found) {
      if ('code' in found) return wrong(found.code, rest);
      tokens.push(found.token);
      if (found.note) notes.push(found.note);
      at += found.length;
      continue;
    }
    const near = scanNear(rest, setting);
    if (near) {
      if ('refusal' in near) return near;
      tokens.push(near.token);
      notes.push(near.note);
      at += near.length;
      continue;
    }
    const dated = scanDated(rest, tokens, setting);
    if (dated) {
      if ('refusal' in dated) return dated;
      if (dated.extend && last) tokens.pop();
      tokens.push(dated.token);
      if (dated.note) notes.push(dated.note);
      at += dated.length;
      continue;
    }
    const afterDay = tokens.some(
      (token) => token.type === 'weekdays' || token.type === 'dates' || token.type === 'monthly',
    );
    const lessons = scanLessons(rest, setting.habits.timetable, afterDay);
    if (lessons) {
      if ('refusal' in lessons) {
        // 第3节(10:30-11:10): where the clock is said, nobody needs a timetable.
        const behind = /^ ?[(:]? ?/.exec(rest.slice(lessons.length ?? 0))![0];
        const said = lessons.length && scanClock(rest.slice(lessons.length + behind.length), setting.habits, true);
        if (!lessons.length || !said || 'refusal' in said || said.startOnly) return lessons;
        at += lessons.length;
        continue;
      }
      tokens.push({ type: 'clock', ranges: lessons.ranges, startOnly: false, named: true });
      notes.push('lesson_times');
      at += lessons.length;
      continue;
    }
    const clock = scanClock(rest, setting.habits, afterDay);
    if (clock) {
      if ('refusal' in clock) return clock;
      tokens.push({ type: 'clock', ranges: clock.ranges, startOnly: clock.startOnly });
      notes.push(...clock.notes);
      at += clock.length;
      continue;
    }
    const duration = scanDuration(rest, setting.habits);
    if (duration) {
      tokens.push({ type: 'duration', minutes: duration.minutes });
      at += duration.length;
      continue;
    }
    const filler = FILLER.exec(rest);
    if (!filler) return wrong('not_understood', rest);
    at += filler[0].length;
  }
  return { tokens, notes };
}

const withinMonth = ({ from, to }: DateRange): boolean =>
  from !== null && to !== null && from.slice(0, 7) === to.slice(0, 7) && from !== to;

/** 下周一 and 明天, seen from the day of reading; 开学后 and 开学第一天, seen from the term that runs or comes. */
function scanNear(
  rest: string,
  setting: Setting,
): { token: TimeToken; length: number; note: string } | { refusal: Refusal } | null {
  const wrong = (code: string): { refusal: Refusal } => ({
    refusal: refused(code, 'expected_times', { value: rest.slice(0, 20) }).refusal,
  });
  const days = scanRelativeDays(rest, setting);
  if (days === 'past') return wrong('day_gone');
  if (days) return { token: { type: 'dates', dates: days.dates }, length: days.length, note: 'relative_to_reading' };
  const behind = scanAfterHoliday(rest, setting);
  if (behind) return behind;
  const m = /^(?:自|从)?开学(当天|第一天|首日|日|(?:以后|之后|后|起)(?!第|的?第))/.exec(rest);
  if (!m) return null;
  const term = termOf(setting);
  if (!term) return wrong('unknown_term');
  const token: TimeToken = /天|日/.test(m[1])
    ? { type: 'dates', dates: [term.from] }
    : { type: 'range', range: { from: term.from, to: term.to } };
  return { token, length: m[0].length, note: 'term_meant' };
}

/** Dates, lists of dates and ranges of dates; a weekday in brackets behind a date must agree with it. */
function scanDated(
  rest: string,
  tokens: TimeToken[],
  setting: Setting,
): { token: TimeToken; length: number; extend?: boolean; note?: string } | { refusal: Refusal } | null {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  const wrong = (code: string, expected = 'expected_times'): { refusal: Refusal } => ({
    refusal: refused(code, expected, { value: rest.slice(0, 40) }).refusal,
  });
  if (last?.type === 'separator' && before?.type === 'dates') {
    const m = new RegExp(
      `^(\\d{1,2}(?![.\\d])|[一二三四五六七八九十]+)(?:[日号]|(?=[、,和及]|[上下]午|中午|晚上)|$)(?!月|次|节|点|:)`,
    ).exec(rest);
    const previous = before.dates.at(-1) ?? '';
    if (m && number(m[1]) >= 1) {
      const date = `${previous.slice(0, 8)}${String(number(m[1])).padStart(2, '0')}`;
      const said = scanDate(date, false);
      const span = said && saidSpan(said, setting);
      if (!span) return wrong('no_such_date', 'expected_date');
      const named = weekdayBehind(rest.slice(m[0].length), span[0]);
      return named === null
        ? wrong('weekday_mismatch')
        : { token: { type: 'dates', dates: [span[0]] }, length: m[0].length + named };
    }
  }
  const hasClock = /\d ?:|[点时]|[上下]午|晚|[ap]m/i.test(rest);
  const anyDay = tokens.some((token) => token.type === 'weekdays');
  const found = scanRange(rest, setting, hasClock && !anyDay);
  if (!found) return null;
  // 2027-04-31 10:00: the day is wrong, and no period was meant.
  if ('refusal' in found) return found.refusal.code === 'no_such_date' ? wrong('no_such_date', 'expected_date') : found;
  const { range } = found;
  let length = rest.length - found.rest.length;
  if (!found.single || range.from === null || range.from !== range.to)
    return {
      token: { type: 'range', range, byDays: DAY_TO_DAY.test(rest.slice(0, length)) },
      length,
      note: found.note,
    };
  const named = weekdayBehind(found.rest, range.from);
  if (named === null) return wrong('weekday_mismatch');
  length += named;
  length += DAY_NAME.exec(rest.slice(length))?.[0].length ?? 0;
  return { token: { type: 'dates', dates: [range.from] }, length };
}

/** Length of a weekday behind a date, 10月13日(周二); 0 when there is none, null when the date falls on another. */
function weekdayBehind(rest: string, date: string): number | null {
  const named = /^ ?[(]? ?(?:周|星期|礼拜)([一二三四五六日天])[)]?/.exec(rest);
  if (!named) return 0;
  return weekdayOf(dayNumber(date)) === dayOfSign(named[1]) ? named[0].length : null;
}
