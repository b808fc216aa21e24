/** Single dates as people type them. */
import { dateOf, dayNumber, dayText, daysInMonth, weekdayOf } from './days';
import { scanRelativeDays } from './relative';
import { closeDates, number, simplify, tidy } from './text';
import { type Setting, type Understood, refused, understood } from './types';
import { serialToText } from '../excel-dates';

/** A date as typed: parts not said are null. */
export interface Said {
  year: number | null;
  /** 次年, 明年: relative to the other end or to the reference. */
  next: boolean;
  month: number;
  day: number | null;
  third: 0 | 1 | 2 | 3;
  /** Characters used. */
  length: number;
}

const Y = '(?:(\\d{4}|[一二三四五六七八九〇零]{4}|\\d{2}(?=年))|(次年|明年|翌年|来年|今年|本年|当年|同年))';
// 1.9月10日 is the first line of a list, not the month 1.9.
const WHOLE = '(?:\\d{1,2}|[〇一二三四五六七八九十]{1,3})';
const CHINESE = new RegExp(`^(?:${Y}年?的?[.\\-/ ]?)?(${WHOLE})月份?(?:(上旬|中旬|下旬)|(${WHOLE})(?![\\d.])[日号]?)?`);
const ISO = /^'?(\d{4}|\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const COMPACT = /^(20\d{2})(\d{2})(\d{2})(?!\d)/;
const YEAR_MONTH = /^(20\d{2})([./-])(\d{1,2})(?![\d./年月日])(?!-\d{1,2}(?!\d))/;
const SHORT = /^(?:(次年|明年|翌年|来年)的?)?(\d{1,2})[./-](\d{1,2})(?![\d:./])(日|号)?/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ENGLISH_DMY =
  /^(\d{1,2})(?:st|nd|rd|th)? ?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? ?(\d{4})?/i;
const ENGLISH_MDY =
  /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?/i;

/**
 * The longest date at the start of tidy text. `short` allows 9.1 and 9/1, which elsewhere may be a number or a clock.
 * Used here and by the reader of times.
 */
export function scanDate(text: string, short: boolean): Said | null {
  let m = ISO.exec(text);
  if (m && (m[1].length === 4 || (m[2] === '.' && Number(m[1]) >= 20 && Number(m[1]) <= 49)))
    return { year: fullYear(m[1]), next: false, month: Number(m[3]), day: Number(m[4]), third: 0, length: m[0].length };
  m = YEAR_MONTH.exec(text);
  if (m && Number(m[3]) <= 12)
    return { year: Number(m[1]), next: false, month: Number(m[3]), day: null, third: 0, length: m[0].length };
  m = COMPACT.exec(text);
  if (m)
    return { year: Number(m[1]), next: false, month: Number(m[2]), day: Number(m[3]), third: 0, length: m[0].length };
  m = CHINESE.exec(text);
  if (m) {
    const third = m[4] ? ((['上旬', '中旬', '下旬'].indexOf(m[4]) + 1) as 1 | 2 | 3) : 0;
    // The day of 9月1-28日 may come without 日; that of 9月2次 is none.
    let length = m[0].length;
    let day = m[5] === undefined ? null : number(m[5]);
    if (day !== null && !/[日号]$/.test(m[0]) && /^(次|个|节|课|小时|分|天|人|名|点|时|:)/.test(text.slice(length))) {
      length -= m[5].length;
      day = null;
    }
    return {
      year: m[1] ? fullYear(m[1]) : null,
      next: /^[次明翌来]/.test(m[2] ?? ''),
      month: number(m[3]),
      day,
      third,
      length,
    };
  }
  m = ENGLISH_DMY.exec(text);
  if (m)
    return {
      year: m[3] ? Number(m[3]) : null,
      next: false,
      month: MONTHS.indexOf(m[2].toLowerCase()) + 1,
      day: Number(m[1]),
      third: 0,
      length: m[0].trimEnd().length,
    };
  m = ENGLISH_MDY.exec(text);
  if (m)
    return {
      year: m[3] ? Number(m[3]) : null,
      next: false,
      month: MONTHS.indexOf(m[1].toLowerCase()) + 1,
      day: Number(m[2]),
      third: 0,
      length: m[0].length,
    };
  m = short ? SHORT.exec(text) : null;
  if (m)
    return {
      year: null,
      next: m[1] !== undefined,
      month: Number(m[2]),
      day: Number(m[3]),
      third: 0,
      length: m[0].length,
    };
  return null;
}

function fullYear(text: string): number {
  const year = number(text);
  return year < 100 ? 2000 + year : year;
}

/** Seen from a month before `today`, the first such day: in September, 9月1日 is this year and 1月10日 the next. */
export function yearFor(month: number, day: number, today: string): number {
  const first = dayText(dayNumber(today) - 31);
  const year = Number(first.slice(0, 4));
  const candidate = dateOf(year, month, Math.min(day, daysInMonth(year, month)));
  return candidate !== null && candidate >= first ? year : year + 1;
}

function resolve(said: Said, setting: Setting, day: number): string | null {
  const thisYear = Number(setting.today.slice(0, 4));
  const year = said.year ?? (said.next ? thisYear + 1 : yearFor(said.month, day, setting.today));
  return dateOf(year, said.month, day);
}

/** First and last day a saying covers: a day, a third of a month, or a month. null: no such day. */
export function saidSpan(said: Said, setting: Setting): [string, string] | null {
  if (said.month < 1 || said.month > 12) return null;
  if (said.day !== null) {
    const date = resolve(said, setting, said.day);
    return date ? [date, date] : null;
  }
  const anchor = resolve(said, setting, said.third ? said.third * 10 - 9 : 1);
  if (!anchor) return null;
  const last = daysInMonth(Number(anchor.slice(0, 4)), said.month);
  const month = anchor.slice(0, 8);
  const end = said.third === 0 || said.third === 3 ? last : said.third * 10;
  return [anchor, `${month}${end}`];
}

/** 2026.9.1, 2026年9月1日, 9月1日, 20260901, 46266 (Excel), 1 Sep 2026. A clock behind it is left out. */
export function parseDate(input: string | number, setting: Setting): Understood<string> {
  if (typeof input === 'number' || /^\d{5}(\.\d+)?$/.test(input.trim())) {
    const serial = Number(input);
    // 2009-07-06 … 2119: a smaller number in a date column is a slip, not a date.
    const text = serial >= 40_000 && serial <= 80_300 ? serialToText(serial, false) : null;
    if (text) return understood(text.slice(0, 10));
    if (typeof input === 'number' && /^20\d{6}$/.test(String(input))) return parseDate(String(input), setting);
    return refused('not_a_date', 'expected_date', { value: String(input) });
  }
  let text = closeDates(simplify(tidy(input)))
    .replace(/^(约|预计|截至|截止到?|暂定|于) ?/, '')
    .replace(/ ?(?:下班|放学|24[时点])?(?:之前|以前|前|截止|为止|止)(?:回复|答复|完成|报送|上报)?$/, '')
    .replace(/^(\d{4}) ?[。,、. ] ?(\d{1,2}) ?[。,、. ] ?(\d{1,2})[。.]?$/, '$1-$2-$3');
  // 15/9/2026: the fifteenth is no month. 9/10/2026 may be either.
  const turned = /^(\d{1,2})([/.-])(\d{1,2})\2(20\d{2})$/.exec(text);
  if (turned) {
    const [a, b] = [Number(turned[1]), Number(turned[3])];
    if (a <= 12 && b <= 12 && a !== b) return refused('day_or_month', 'expected_date', { value: text });
    const date = a > 12 ? dateOf(Number(turned[4]), b, a) : dateOf(Number(turned[4]), a, b);
    return date ? understood(date) : refused('no_such_date', 'expected_date', { value: text });
  }
  if (text === '今天' || text === '即日' || /^today$/i.test(text)) return understood(setting.today);
  const near = scanRelativeDays(text, setting);
  if (near === 'past') return refused('day_gone', 'expected_date', { value: text });
  if (near && near.length === text.length && near.dates.length === 1)
    return understood(near.dates[0], ['relative_to_reading']);
  const value = text;
  const named = / ?[(]?(?:周|星期|礼拜)([一二三四五六日天])[)]?$/.exec(text);
  if (named) text = text.slice(0, named.index);
  const said = scanDate(text, true);
  if (!said)
    return refused(/月|旬|初|底|左右|前后/.test(text) ? 'vague_date' : 'not_a_date', 'expected_date', { value });
  const rest = text.slice(said.length).replace(/^[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+08:?00)?$/, '');
  if (rest.trim() !== '')
    return refused(
      /^ ?(初|底|中|末|左右|前后|上旬|中旬|下旬)/.test(rest) ? 'vague_date' : 'not_a_date',
      'expected_date',
      { value },
    );
  if (said.day === null) return refused('vague_date', 'expected_date', { value });
  const span = saidSpan(said, setting);
  if (!span) return refused('no_such_date', 'expected_date', { value });
  if (named && weekdayOf(dayNumber(span[0])) !== (/[日天]/.test(named[1]) ? 7 : number(named[1])))
    return refused('weekday_mismatch', 'expected_date', { value });
  return understood(span[0]);
}
