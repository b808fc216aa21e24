/** The words of a cell about times, one token each: weekdays, every second week, the nth weekday of a month, how often. */
import { scanDuration } from './durations';
import { NUMBER, number } from './text';
import type { ClockRange, DateRange, DayKind, Setting } from './types';

export type TimeToken =
  | {
      type: 'weekdays';
      weekdays: number[];
      parity: 'odd' | 'even' | null;
      interval: number;
      except: boolean;
      kind: DayKind;
    }
  /** `behind`: in brackets behind its weekday, 周三(单周). */
  | { type: 'parity'; parity: 'odd' | 'even'; behind: boolean }
  | { type: 'interval'; interval: number }
  | { type: 'monthly'; ordinals: number[]; weekdays: number[] }
  | { type: 'monthdays'; monthDays: number[] }
  | { type: 'dates'; dates: string[] }
  | { type: 'range'; range: DateRange }
  | { type: 'weeks'; weeks: [number, number][] }
  /** `all`: said of the whole cell, as (节假日除外). */
  | { type: 'kind'; kind: DayKind; all: boolean }
  /** `named`: by a lesson or a break. */
  | { type: 'clock'; ranges: ClockRange[]; startOnly: boolean; named?: boolean }
  | { type: 'duration'; minutes: number }
  | { type: 'frequency'; times: number; minutes: number | null; per: 'week' | 'fortnight' | 'month' | 'term' | 'year' }
  /** `times` meetings altogether: 共8次. */
  | { type: 'total'; times: number }
  /** So many of the days said: 任选一天, 任选两天. */
  | { type: 'choose'; days: number }
  | { type: 'or' }
  /** `strong`: a semicolon or a line break, across which nothing is carried over. */
  | { type: 'separator'; strong: boolean };

const WEEK = '(?:周|星期|礼拜)';
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
const ENGLISH_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const ENGLISH_DAY =
  /^(?:every |each |on )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?: ?(?:-|to|until|至) ?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)?(?![a-z])/i;
const ORDINALS: Record<string, number> = { 最后一: -1, 末: -1, first: 1, second: 2, third: 3, fourth: 4, last: -1 };

type Found = { token: TimeToken; length: number; note?: string } | { code: string } | null;

export function scanWords(rest: string): Found {
  let m = /^ ?(或者?是?|或|\bor\b|\/或) ?/i.exec(rest);
  if (m) return { token: { type: 'or' }, length: m[0].length };
  m = /^ ?([、,;/\n+&]|以及|及|和|与|and\b) ?/i.exec(rest);
  if (m) return { token: { type: 'separator', strong: /[;\n]/.test(m[0]) }, length: m[0].length };
  m =
    /^(?:除)?(?:国家)?(?:法定)?(?:节假日|节日|假日|寒暑假|寒假|暑假|假期)(?:和寒暑假|、寒暑假)?(?:以外|之外|除外|外|不安排|休息|顺延)/.exec(
      rest,
    );
  if (m) return { token: { type: 'kind', kind: 'school', all: true }, length: m[0].length };
  m =
    /^(暑假|暑期|寒假|寒暑假|节假日|法定节假日|假期|summer holidays?|winter holidays?|holidays)(期间|里|中|内)?/i.exec(
      rest,
    );
  if (m)
    return {
      token: {
        type: 'kind',
        kind: /^(暑|summer)/i.test(m[1]) ? 'summer' : /^(寒假|winter)/i.test(m[1]) ? 'winter' : 'holidays',
        all: false,
      },
      length: m[0].length,
    };
  m = /^(学期内|学期中|上课期间|开学期间|在校期间|教学周(内)?|学期期间|in term)/i.exec(rest);
  if (m) return { token: { type: 'kind', kind: 'school', all: true }, length: m[0].length };
  m = new RegExp(`^第?(${NUMBER})(?:周)?(?:-|至|到)第?(${NUMBER})(?:教学)?周`).exec(rest);
  if (m) {
    const weeks: [number, number] = [number(m[1]), number(m[2])];
    return weeks[0] >= 1 && weeks[1] >= weeks[0] && weeks[1] <= 60
      ? { token: { type: 'weeks', weeks: [weeks] }, length: m[0].length }
      : { code: 'ends_before_start' };
  }
  // 第2周、第4周 · 第2、4、6周; 第2、4周三 could also mean the second and fourth Wednesday.
  m = new RegExp(
    `^(?:开学(?:以后|之后|后)?的?)?第(${NUMBER}(?:个?(?:教学)?周)?(?:[、,和及/]第?${NUMBER}(?:个?(?:教学)?周)?)+)(?<=周)(?![一二三四五六日天](?!年)|[、,至到-]?第?${NUMBER}周)`,
  ).exec(rest);
  if (m) {
    const weeks = m[1].split(/[、,和及/]/).map((part) => number(part.replace(/第|个|教学|周/g, '')));
    return weeks.every((week, i) => week >= 1 && week <= 60 && (i === 0 || week > weeks[i - 1]))
      ? {
          token: { type: 'weeks', weeks: weeks.map((week) => [week, week]) },
          length: m[0].length,
          note: 'teaching_weeks',
        }
      : { code: 'out_of_range' };
  }
  m = new RegExp(
    `^(?:开学(?:以后|之后|后)?的?)?(?:第(${NUMBER})(?:个)?(?:教学)?周|前(${NUMBER})周)(起|开始|以后|之后|后)?(?![一二三四五六日天]?[、,至到-]?第?${NUMBER}周)`,
  ).exec(rest);
  if (m) {
    const first = m[2] ? 1 : number(m[1]);
    const last = m[3] ? 60 : number(m[2] ?? m[1]);
    return first >= 1 && last <= 60
      ? { token: { type: 'weeks', weeks: [[first, last]] }, length: m[0].length, note: 'teaching_weeks' }
      : { code: 'out_of_range' };
  }
  m = new RegExp(
    `^(?:一共|总共|总计|合计|共计|共|全部)(?:开展|安排|上|进行|举行)?(${NUMBER})(?:次|场|讲|期)(?:课|活动)?`,
  ).exec(rest);
  if (m) {
    const times = number(m[1]);
    return times >= 1 && times <= 366
      ? { token: { type: 'total', times }, length: m[0].length }
      : { code: 'out_of_range' };
  }
  m =
    /^(?:[之当]?中|里|内)?(?:的)?(?:任选其一|任意?选?(?:其中)?(?:的)?([一两二三1-3])(?:天|次|个时间段?|个时段)|可?选其一|可?选([一两二三1-3])天|其中(?:的)?([一两二三1-3])天|其一)(?:即可|均可|都可以?|就行)?/.exec(
      rest,
    );
  if (m) {
    const said = m[1] ?? m[2] ?? m[3] ?? '一';
    return { token: { type: 'choose', days: said === '两' ? 2 : number(said) }, length: m[0].length };
  }
  m = /^(单双周|单、双周)(均|都)?/.exec(rest);
  if (m) return { token: { type: 'interval', interval: 1 }, length: m[0].length };
  return null;
}

export function scanFrequency(rest: string, setting: Setting): Found {
  let m = new RegExp(`^(?:每个?)?(双|隔|每两|每2|每隔一)(?:个)?(?:周|星期)(?:各)?(${NUMBER})次`).exec(rest);
  if (m)
    return { token: { type: 'frequency', times: number(m[2]), minutes: null, per: 'fortnight' }, length: m[0].length };
  m = new RegExp(
    `^(?:每个?)(周|星期|礼拜|月|学期|学年|年)(?:各|安排|开展|约|活动|不少于|至少)?(${NUMBER})(?:-(${NUMBER}))?(?:次|回|场(?:次)?)(?:课|活动)?`,
  ).exec(rest);
  if (m) {
    const per = /周|星期|礼拜/.test(m[1]) ? 'week' : m[1] === '月' ? 'month' : m[1] === '学期' ? 'term' : 'year';
    return {
      token: { type: 'frequency', times: number(m[3] ?? m[2]), minutes: null, per },
      length: m[0].length,
      note: m[3] ? 'upper_end' : undefined,
    };
  }
  m = /^(?:每个?)(周|星期|礼拜|月|学期)(?:各|安排|约|需|需要|共)? ?/.exec(rest);
  if (m && !/^[一二三四五六日天](?![个课节小分十])/.test(rest.slice(m[0].length))) {
    const amount = scanDuration(rest.slice(m[0].length), setting.habits);
    if (amount) {
      const per = m[1] === '月' ? 'month' : m[1] === '学期' ? 'term' : 'week';
      return {
        token: { type: 'frequency', times: 1, minutes: amount.minutes, per },
        length: m[0].length + amount.length,
      };
    }
  }
  m = new RegExp(`^(${NUMBER})次 ?\\/ ?(周|月|学期)`).exec(rest);
  if (m)
    return {
      token: {
        type: 'frequency',
        times: number(m[1]),
        minutes: null,
        per: m[2] === '周' ? 'week' : m[2] === '月' ? 'month' : 'term',
      },
      length: m[0].length,
    };
  const amount = scanDuration(rest, setting.habits);
  if (amount) {
    m = /^ ?(?:\/|每|per ?|a ?)(周|week|月|month|学期|term)/i.exec(rest.slice(amount.length));
    if (m) {
      const per = /周|week/i.test(m[1]) ? 'week' : /月|month/i.test(m[1]) ? 'month' : 'term';
      return {
        token: { type: 'frequency', times: 1, minutes: amount.minutes, per },
        length: amount.length + m[0].length,
      };
    }
  }
  m = /^(once|twice|(\d+) times) (?:a|per) (week|month|term)/i.exec(rest);
  if (m) {
    const times = m[2] ? Number(m[2]) : m[1].toLowerCase() === 'once' ? 1 : 2;
    return {
      token: { type: 'frequency', times, minutes: null, per: m[3].toLowerCase() as 'week' | 'month' | 'term' },
      length: m[0].length,
    };
  }
  return null;
}

export function scanMonthly(rest: string): Found {
  let m = new RegExp(
    `^每个?月的? ?(?:第)?((?:最后一|末|${NUMBER})(?:[、,和及](?:第)?${NUMBER})*)(个|周的?)?的?${WEEK}([一二三四五六日天])`,
  ).exec(rest);
  if (m) {
    const ordinals = ordinalList(m[1]);
    if (!ordinals) return { code: 'no_such_week' };
    return {
      token: { type: 'monthly', ordinals, weekdays: [dayOfSign(m[3])] },
      length: m[0].length,
      note: m[2] === '个' ? undefined : 'read_as_nth_weekday',
    };
  }
  m =
    /^(?:the |on the )?(first|second|third|fourth|last) (mon|tue|wed|thu|fri|sat|sun)[a-z]*(?: of (?:each|every|the) month)?/i.exec(
      rest,
    );
  if (m)
    return {
      token: {
        type: 'monthly',
        ordinals: [ORDINALS[m[1].toLowerCase()]],
        weekdays: [ENGLISH_DAYS.indexOf(m[2].toLowerCase()) + 1],
      },
      length: m[0].length,
    };
  m = /^每个?月的?(?:上|中|下)旬/.exec(rest);
  if (m) {
    const first = ['上', '中', '下'].indexOf(m[0].at(-2)!) * 10 + 1;
    const monthDays = Array.from({ length: first === 21 ? 11 : 10 }, (_, i) => first + i);
    return { token: { type: 'monthdays', monthDays }, length: m[0].length };
  }
  m = new RegExp(`^每个?月的? ?(${NUMBER}[日号]?(?:[、,和及](?:每月)?${NUMBER}[日号]?)*)(?<=[日号])`).exec(rest);
  if (m) {
    const monthDays = m[1].split(/[、,和及]/).map((part) => number(part.replace(/每月|[日号]/g, '')));
    return monthDays.every((day) => day >= 1 && day <= 31)
      ? { token: { type: 'monthdays', monthDays }, length: m[0].length }
      : { code: 'no_such_date' };
  }
  return null;
}

/** 9月第三个周二: within one month that is plain. 第2、4周三 and 10月第三周 may count the weeks of the month or of the term. */
export function scanNth(rest: string, month: boolean): Found {
  const m = new RegExp(
    `^的?第?(${NUMBER}(?:[、,和及/]第?${NUMBER})*)(个?)(?:周|星期|礼拜)([一二三四五六日天]|(?=周|星期|礼拜))`,
  ).exec(rest);
  if (!m || (!m[0].startsWith('第') && !m[0].startsWith('的第'))) return null;
  if (m[2] === '' || m[3] === '') return m[3] === '' && !month ? null : { code: 'which_week' };
  if (!month) return { code: 'which_week' };
  const ordinals = ordinalList(m[1]);
  if (!ordinals) return { code: 'no_such_week' };
  return { token: { type: 'monthly', ordinals, weekdays: [dayOfSign(m[3])] }, length: m[0].length };
}

function ordinalList(text: string): number[] | null {
  const ordinals = text.split(/[、,和及]/).map((part) => ORDINALS[part] ?? number(part.replace('第', '')));
  return ordinals.every((n) => n === -1 || (Number.isInteger(n) && n >= 1 && n <= 5)) ? ordinals : null;
}

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

function parityOf(text: string): 'odd' | 'even' {
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

export function scanRelative(rest: string): Found {
  const behind = /^ ?\((?:每|逢)?(单|双|单数|双数)周\)/.exec(rest);
  if (behind) return { token: { type: 'parity', parity: parityOf(behind[1]), behind: true }, length: behind[0].length };
  let m = /^(?:每个?)?(单|双|奇数|偶数|单数|双数)周(?:的)?/.exec(rest);
  if (m) return { token: { type: 'parity', parity: parityOf(m[1]), behind: false }, length: m[0].length };
  m = new RegExp(`^(?:每隔一?|隔一?|每)(?:(${NUMBER})个?)?(?:周|星期|礼拜)的?`).exec(rest);
  if (m) {
    const said = m[1] ? number(m[1]) : null;
    const every = /^每(?!隔)/.test(m[0]) ? (said ?? 1) : said === null ? 2 : said + 1;
    return every >= 1 && every <= 8
      ? { token: { type: 'interval', interval: every }, length: m[0].length }
      : { code: 'not_understood' };
  }
  m = /^(biweekly|fortnightly|every other week|every two weeks)/i.exec(rest);
  return m && { token: { type: 'interval', interval: 2 }, length: m[0].length };
}
