/** Weekdays as people write them: 周二/四, 周一至周五, 单周三, 隔周五, 周末, every other Friday. */
import { number } from './text';
import type { Found, TimeToken } from './token-types';

export const WEEK = '(?:周|星期|礼拜)';
// 每周二次 and 周三节课 count; 周二、3点 and 周二、四点 name clocks. 周二十点 is Tuesday at ten, 周135 three days.
const FIRST_SIGN =
  '(?:[一二三四五六日天末](?!次|节|个|课时|小时)|[1-7](?![:点时次节月个课.]|小时|分钟|\\d*[:点时]|[089]))';
const NEXT_SIGN =
  '(?:[一二三四五六日天末](?!点|时|次|节|个|课时|月|小时|分)|[1-7](?![\\d:点时次节日号月个课.]|小时|分钟))';
const SET = new RegExp(
  `^(?:每个?|逢|每逢)? ?(?:(单|双|奇数?|偶数?|单数|双数)周|(隔))?的?${WEEK}(${FIRST_SIGN}(?:(?: ?[、,/.和及与&+] ?| ?- ?|至|到)(?:${WEEK})?${NEXT_SIGN}|${WEEK}${NEXT_SIGN}|(?<=\\D)[一二三四五六日天](?!十|点|时|次|节|个|课时|月|小时|分)|(?<=\\d)[1-7](?![089]|\\d*[:点时]))*)`,
);
const SHORT_PARITY = /^(?:每个?)?(单|双)(?:数)?周([一二三四五六日天](?:[、,/和及]?[一二三四五六日天])*)(?![次节个])/;
const SHORT_BIWEEKLY = /^(?:每)?隔周([一二三四五六日天])(?![次节个周])/;
export const ENGLISH_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const ENGLISH_DAY =
  /^(?:every |each |on )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?: ?(?:-|to|until|至) ?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)?(?![a-z])/i;

export function dayOfSign(sign: string): number {
  return /[日天]/.test(sign) ? 7 : number(sign);
}

function weekdayToken(weekdays: number[], more: Partial<Extract<TimeToken, { type: 'weekdays' }>> = {}): TimeToken {
  return {
    type: 'weekdays',
    weekdays: [...new Set(weekdays)].sort(),
    parity: null,
    interval: 1,
    except: false,
    kind: null,
    ...more,
  };
}

export function parityOf(text: string): 'odd' | 'even' {
  return /^[单奇]/.test(text) ? 'odd' : 'even';
}

export function scanWeekdays(rest: string): Found {
  const except = /^除(?:了|去)? ?/.exec(rest);
  if (except) {
    const inner = scanWeekdays(rest.slice(except[0].length));
    if (!inner || 'code' in inner || inner.token.type !== 'weekdays') return null;
    const tail = /^ ?(?:以外|之外|外)的?/.exec(rest.slice(except[0].length + inner.length));
    return (
      tail && { token: { ...inner.token, except: true }, length: except[0].length + inner.length + tail[0].length }
    );
  }
  let m = SHORT_BIWEEKLY.exec(rest);
  if (m) return { token: weekdayToken([dayOfSign(m[1])], { interval: 2 }), length: m[0].length };
  m = SHORT_PARITY.exec(rest);
  if (m) return { token: weekdayToken(signList(m[2]) ?? [], { parity: parityOf(m[1]) }), length: m[0].length };
  m = SET.exec(rest);
  if (m) {
    const weekdays = signList(m[3]);
    if (!weekdays) return { code: 'ends_before_start' };
    const token = weekdayToken(weekdays, { parity: m[1] ? parityOf(m[1]) : null, interval: m[2] ? 2 : 1 });
    const tail = /^(?:除外|以外|不行|休息)/.exec(rest.slice(m[0].length));
    if (tail) return { token: { ...token, except: true } as TimeToken, length: m[0].length + tail[0].length };
    return { token, length: m[0].length };
  }
  m = /^(每天|每日|天天|每一天|daily|every ?day)/i.exec(rest);
  if (m) return { token: weekdayToken([1, 2, 3, 4, 5, 6, 7]), length: m[0].length };
  m = /^(?:每个?)?(工作日|上学日|教学日|上班时间|school ?days?|work(?:ing)? ?days?)/i.exec(rest);
  if (m) return { token: weekdayToken([1, 2, 3, 4, 5], { kind: 'school' }), length: m[0].length };
  m = /^(?:每个?|every )?(?:(?:平日|平时)(?! ?[,、]? ?(?:的|每)?(?:周|星期|礼拜))|weekdays?)/i.exec(rest);
  if (m) return { token: weekdayToken([1, 2, 3, 4, 5]), length: m[0].length };
  m = /^(?:每个?|every |on )?(周末|双休日?|休息日|weekends?)(?:两天)?/i.exec(rest);
  if (m) return { token: weekdayToken([6, 7]), length: m[0].length };
  m = /^(every other|alternate|biweekly(?: on)?|fortnightly(?: on)?) (mon|tue|wed|thu|fri|sat|sun)[a-z]*/i.exec(rest);
  if (m)
    return {
      token: weekdayToken([ENGLISH_DAYS.indexOf(m[2].toLowerCase()) + 1], { interval: 2 }),
      length: m[0].length,
    };
  m = ENGLISH_DAY.exec(rest);
  if (m) {
    const from = ENGLISH_DAYS.indexOf(m[1].toLowerCase()) + 1;
    const to = m[2] ? ENGLISH_DAYS.indexOf(m[2].toLowerCase()) + 1 : from;
    if (to < from) return { code: 'ends_before_start' };
    return { token: weekdayToken(Array.from({ length: to - from + 1 }, (_, i) => from + i)), length: m[0].length };
  }
  return null;
}

/** 二、四 · 一至五 · 135 · 六日; null when a range runs backwards. */
function signList(text: string): number[] | null {
  const days: number[] = [];
  let ranging = false;
  for (const sign of text.replace(/周末/g, '六日').replace(/周|星期|礼拜| /g, '')) {
    if (/[-至到]/.test(sign)) {
      ranging = true;
      continue;
    }
    if (!/[一二三四五六日天末1-7]/.test(sign)) continue;
    const day = sign === '末' ? 6 : dayOfSign(sign);
    if (ranging) {
      const from = days.at(-1) ?? day;
      if (day <= from) return null;
      for (let d = from + 1; d <= day; d++) days.push(d);
      ranging = false;
    } else days.push(day);
    if (sign === '末') days.push(7);
  }
  return days;
}
