/** The nth weekday and the days of a month: 每月第二个周三, 每月最后一个周五, 每月15日, 9月第三个周二. */
import { NUMBER, number } from './text';
import type { Found } from './token-types';
import { dayOfSign, ENGLISH_DAYS, WEEK } from './weekday-words';

const WORKDAY = '(?:工作日|上学日|教学日)';
/** 每月最后一个工作日: only the calendar of the district knows which day that is. */
function workdayToken(said: string, length: number): Found {
  const ordinal = said === '首' ? 1 : (ORDINALS[said] ?? number(said));
  if (ordinal > 20) return { code: 'no_such_date' };
  return {
    token: { type: 'monthly', ordinals: [ordinal], weekdays: [1, 2, 3, 4, 5], workdays: true },
    length,
    note: 'workdays_by_calendar',
  };
}

const ORDINALS: Record<string, number> = { 最后一: -1, 末: -1, first: 1, second: 2, third: 3, fourth: 4, last: -1 };

export function scanMonthly(rest: string): Found {
  let m = new RegExp(
    `^每个?月的? ?(?:第)?((?:最后一|末|${NUMBER})(?:[、,和及](?:第)?${NUMBER})*)(个(?=周|星期|礼拜)|周的?|个?(?:星期|礼拜)的)?的?${WEEK}([一二三四五六日天])`,
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
  m = new RegExp(`^每个?月的? ?(?:第)?(最后一|首|末|${NUMBER})个?${WORKDAY}`).exec(rest);
  if (m) return workdayToken(m[1], m[0].length);
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
  const workday = new RegExp(`^的?第?(最后一|首|${NUMBER})个${WORKDAY}`).exec(rest);
  if (workday) return month ? workdayToken(workday[1], workday[0].length) : { code: 'which_month' };
  const m = new RegExp(
    `^的?((?:第|最后(?=一))${NUMBER}(?:[、,和及/]第?${NUMBER})*)(个?)(?:周|星期|礼拜)([一二三四五六日天]|(?=周|星期|礼拜))`,
  ).exec(rest);
  if (/^(?:最后一个|月[底末]的?)(?:周|星期|礼拜)[一二三四五六日天]/.test(rest) && !month)
    return { code: 'which_month' };
  if (!m) return null;
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
