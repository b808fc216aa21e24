/** Periods as people type them. */
import { type Said, scanDate, saidSpan, parseDate } from './dates';
import { dateOf, dayNumber, dayText, daysInMonth, monday, weekdayOf } from './days';
import { type Scanned, scanNamedPeriod, scanYearPart } from './named-periods';
import { termOf, withHolidays } from './relative';
import { closeDates, NUMBER, number, simplify, tidy } from './text';
import { type DateRange, type Setting, type Understood, refused, understood } from './types';

/**
 * A range at the start of tidy text: A-B, A起, A前, A alone, 本学期, 暑假, 长期.
 * `rest` is what follows. A year not said rolls on, so that 9月1日—1月10日 ends in the next year.
 */
export function scanRange(text: string, setting: Setting, short: boolean): Scanned {
  const open = /^(长期有效|长期|全年|常年|long[- ]?term|all year) ?/i.exec(text);
  if (open) return { range: { from: null, to: null }, rest: text.slice(open[0].length), single: false };
  const term = scanNamedPeriod(text, setting);
  if (term) return term;
  // 开学至期末
  const whole = /^(?:从|自)?(?:开学|学期初)(?:日|当天|起|后)?(?:-|至|到|直至)(?=(?:本)?(?:学期末|学期结束|期末))/.exec(
    text,
  );
  if (whole) {
    const found = termOf(setting);
    const end = found && edgeAt(text.slice(whole[0].length), found.from, setting);
    return found && end
      ? {
          range: { from: found.from, to: end.date },
          rest: text.slice(whole[0].length + end.length),
          single: false,
          note: 'term_meant',
        }
      : refused('unknown_term', 'expected_range', { value: text });
  }
  const month = /^(本|这个?|当|下个?)月(?!初|底|末|上旬|中旬|下旬) ?/.exec(text);
  if (month) {
    const [year, now] = (setting.readOn ?? setting.today).split('-').map(Number);
    const of = new Date(Date.UTC(year, now - 1 + (month[1].startsWith('下') ? 1 : 0), 1)).toISOString().slice(0, 7);
    const [y, m] = of.split('-').map(Number);
    const on = /^(?:起|开始) ?/.exec(text.slice(month[0].length));
    return {
      range: { from: `${of}-01`, to: on ? null : `${of}-${daysInMonth(y, m)}` },
      rest: text.slice(month[0].length + (on?.[0].length ?? 0)),
      single: false,
      note: 'relative_to_reading',
    };
  }
  const week = /^(本|这|下下|下)个?(?:周|星期|礼拜)(?![末一二三四五六日天]) ?/.exec(text);
  if (week) {
    const now = dayNumber(setting.readOn ?? setting.today);
    const begin = monday(now) + { 本: 0, 这: 0, 下: 7, 下下: 14 }[week[1] as '本'];
    const on = /^(?:起|开始) ?/.exec(text.slice(week[0].length));
    return {
      range: { from: dayText(Math.max(begin, now)), to: on ? null : dayText(begin + 6) },
      rest: text.slice(week[0].length + (on?.[0].length ?? 0)),
      single: false,
      note: 'relative_to_reading',
    };
  }
  const leading = /^(从|自|起止:?|时间:?|日期:?|即日起|今起|开学起?|from|截至|截止到?|到|至|until|by) ?/i.exec(text);
  let at = leading ? leading[0].length : 0;
  const fromNow = leading && /^(即日起|今起)/.test(leading[0]);
  const onlyEnd = leading && /^(截|到|至|until|by)/i.test(leading[0]);
  if (fromNow) at += /^(至|到|-|—)? ?/.exec(text.slice(at))![0].length;
  const first = scanDate(text.slice(at), short);
  const edge = first || !(fromNow || onlyEnd) ? null : edgeAt(text.slice(at), setting.today, setting);
  if (edge)
    return {
      range: { from: fromNow ? setting.today : null, to: edge.date },
      rest: text.slice(at + edge.length),
      single: false,
      note: edge.note,
    };
  if (!first) return fromNow ? { range: { from: setting.today, to: null }, rest: text.slice(at), single: false } : null;
  const bad = (code: string): { refusal: ReturnType<typeof refused>['refusal'] } =>
    refused(code, 'expected_range', { value: text });
  const span = saidSpan(first, setting);
  if (!span) return bad('no_such_date');
  at += first.length;
  // 9月初至12月底: as an edge of a period the first day, and the last.
  const early =
    first.day === null && first.third === 0 && /^初(?= ?(?:起|开始|(?:起|开始)? ?(?:-|至|到)))/.test(text.slice(at));
  if (early) at++;
  if ((fromNow || onlyEnd) && first.day === null && first.third === 0) at += /^[底末]?/.exec(text.slice(at))![0].length;
  if (fromNow)
    return span[1] < setting.today
      ? bad('ends_before_start')
      : { range: { from: setting.today, to: span[1] }, rest: text.slice(at), single: false };
  if (onlyEnd)
    return { range: { from: null, to: span[1] }, rest: text.slice(at).replace(/^(为止|止)/, ''), single: false };
  // 9月7日(周一)-1月15日(周五): both ends name their weekday.
  const named = weekdayIn(text.slice(at));
  const linked = named !== null && /^ ?(?:起|开始)? ?(?:-|至|到)/.test(text.slice(at + named.length));
  if (linked && named.weekday !== weekdayOf(dayNumber(span[0]))) return bad('weekday_mismatch');
  if (linked) at += named.length;
  const link = /^ ?(起|开始)? ?(-|至|到|—|to|until|、?直至) ?/i.exec(text.slice(at));
  if (link) {
    const behind = text.slice(at + link[0].length);
    const edge = edgeAt(behind, span[0], setting);
    if (edge)
      return edge.date < span[0]
        ? bad('ends_before_start')
        : { range: { from: span[0], to: edge.date }, rest: behind.slice(edge.length), single: false, note: edge.note };
    const last = scanDate(behind, short) ?? scanDayOnly(behind, first);
    if (last) {
      // 9月1日—次年1月10日 read in November is the term that runs, not the next one.
      const open = first.year === null && last.year === null && !first.next;
      const running = open ? spanBetween(first, last, lastYear(span[0])) : null;
      const range = running && running[1] >= setting.today ? running : spanBetween(first, last, span[0]);
      if (!range) return bad('no_such_date');
      if (range[1] < range[0]) return bad('ends_before_start');
      const late = last.day === null && last.third === 0 ? /^[底末]/.test(behind.slice(last.length)) : false;
      let rest = behind.slice(last.length + (late ? 1 : 0));
      const closing = linked ? weekdayIn(rest) : null;
      if (closing && closing.weekday !== weekdayOf(dayNumber(range[1]))) return bad('weekday_mismatch');
      rest = rest.slice(closing?.length ?? 0).replace(/^ ?(为止|止|期间|之间|间)/, '');
      return {
        range: { from: range[0], to: range[1] },
        rest,
        single: false,
        note: early || late ? 'edge_of_month' : undefined,
      };
    }
  }
  const suffix = /^ ?(起|开始|以后|之后|后)/.exec(text.slice(at));
  // 10月后 may be from its first day on, or behind its last.
  if (suffix && first.day === null && suffix[1].endsWith('后'))
    return refused('vague', 'expected_period_dates', { value: text, term: termText(setting) });
  if (suffix) return { range: { from: span[0], to: null }, rest: text.slice(at + suffix[0].length), single: false };
  // 12月底前 is by its last day; 12月前 may be before it begins or ends.
  const byEnd = first.day === null && first.third === 0 && /^[底末](?:之前|以前|前)/.exec(text.slice(at));
  if (byEnd)
    return {
      range: { from: null, to: span[1] },
      rest: text.slice(at + byEnd[0].length),
      single: false,
      note: 'edge_of_month',
    };
  const before = /^ ?(之前|以前|前|截止|为止|止)/.exec(text.slice(at));
  if (before && first.day === null && /前$/.test(before[0]))
    return refused('vague', 'expected_period_dates', { value: text, term: termText(setting) });
  if (before) return { range: { from: null, to: span[1] }, rest: text.slice(at + before[0].length), single: false };
  return { range: { from: span[0], to: span[1] }, rest: text.slice(at), single: first.day !== null };
}

/** A weekday in brackets at the start of a text. */
function weekdayIn(text: string): { weekday: number; length: number } | null {
  const m = /^ ?\((?:周|星期|礼拜)([一二三四五六日天])\)/.exec(text);
  return m && { weekday: /[日天]/.test(m[1]) ? 7 : number(m[1]), length: m[0].length };
}

/** 期末, 月底, 年底 as the end of a period that begins on a day: the last day of what that day lies in. */
function edgeAt(text: string, start: string, setting: Setting): { date: string; length: number; note: string } | null {
  const ofYear = /^(\d{4})年[底末](?:为止|止|前)?$/.exec(text);
  if (ofYear) return { date: `${ofYear[1]}-12-31`, length: text.length, note: 'edge_of_month' };
  const m = /^(?:本|当)?(学期末|学期结束|期末|放假|月底|月末|年底|年末)(?:为止|止|前)?$/.exec(text);
  if (!m) return null;
  const [year, month] = start.split('-').map(Number);
  if (/^年/.test(m[1])) return { date: `${year}-12-31`, length: m[0].length, note: 'edge_of_month' };
  if (/^月/.test(m[1]))
    return { date: `${start.slice(0, 8)}${daysInMonth(year, month)}`, length: m[0].length, note: 'edge_of_month' };
  const term = setting.calendar.terms.find(({ from, to }) => from <= start && start <= to);
  return term ? { date: term.to, length: m[0].length, note: 'term_meant' } : null;
}

/** The `28日` of 7月1-28日. */
function scanDayOnly(text: string, first: Said): Said | null {
  const m = new RegExp(`^(${NUMBER})[日号]`).exec(text) ?? /^(\d{1,2})(?=$|[ ,;)每])/.exec(text);
  if (!m || first.day === null) return null;
  return { year: first.year, next: first.next, month: first.month, day: number(m[1]), third: 0, length: m[0].length };
}

/** The same day a year earlier; 28 February for a leap day. */
function lastYear(date: string): string {
  const year = Number(date.slice(0, 4)) - 1;
  return dateOf(year, Number(date.slice(5, 7)), Number(date.slice(8))) ?? `${year}-02-28`;
}

function spanBetween(first: Said, last: Said, start: string): [string, string] | null {
  const end = endSpan(last, first, start);
  return end ? [start, end] : null;
}

function endSpan(last: Said, first: Said, start: string): string | null {
  const startYear = Number(start.slice(0, 4));
  let year = last.year ?? (last.next ? startYear + 1 : startYear);
  const day = (y: number): string | null => {
    const month = daysInMonth(y, last.month);
    return dateOf(y, last.month, last.day ?? (last.third === 1 ? 10 : last.third === 2 ? 20 : month));
  };
  if (last.month < 1 || last.month > 12) return null;
  const ended = day(year);
  // Only a year that nobody said may roll on: 2026年9月1日—2026年1月10日 stays wrong.
  if (
    last.year === null &&
    !last.next &&
    (last.month < first.month || first.year === null) &&
    ended !== null &&
    ended < start &&
    last.month !== first.month
  )
    year++;
  return day(year);
}

// How many weeks 开学初 or 期末 lasts every school sees differently.
const VAGUE_PERIOD = /开学初|学期初|期初|开学前|期末|期中|[月年]初|[月年][底末]|近期|尽快|待定|下半年|上半年/;

/** 9月1日—次年1月10日, 2026-09-01~2027-01-17, 7月1–28日, 9月起, 即日起至年底, 本学期. A single date is a range of one day. */
export function parseDateRange(input: string | number, setting: Setting): Understood<DateRange> {
  if (typeof input === 'number') {
    const date = parseDate(input, setting);
    return date.ok ? understood({ from: date.value, to: date.value }) : date;
  }
  const text = closeDates(simplify(tidy(input))).replace(/ 00:00(:00)?/g, '');
  const counted = countedRange(text, setting) ?? joinedMonths(text, setting);
  if (counted) return counted;
  const dated = withHolidays(text, setting);
  if (dated === null) return refused('unknown_term', 'expected_range', { value: text });
  const begun = dated.replace(/^(?:自|从)?开学(?:日|后|起)?(?=(?:-|至|到)\d)/, (said) => termOf(setting)?.from ?? said);
  const found = scanYearPart(text, setting) ?? scanRange(begun, setting, true);
  const bad = (): Understood<DateRange> => {
    if (!VAGUE_PERIOD.test(text)) return refused('not_a_range', 'expected_range', { value: text });
    return refused('vague', 'expected_period_dates', { value: text, term: termText(setting) });
  };
  if (!found) return bad();
  if ('refusal' in found) return { ok: false, refusal: found.refusal };
  if (found.rest.trim() !== '') return bad();
  return understood(found.range, dated !== text ? ['after_holiday'] : found.note ? [found.note] : []);
}

const termText = (setting: Setting): string => {
  const term = termOf(setting);
  return term ? `${term.name} ${term.from}至${term.to}` : '—';
};

/** 9月7日起，为期8周; 9月起3个月. */
function countedRange(text: string, setting: Setting): Understood<DateRange> | null {
  const m =
    new RegExp(`^(.+?)(?:起|开始)?[,、 ]*(?:为期|连续)(${NUMBER})(周|个?星期|天|个月)$`).exec(text) ??
    new RegExp(`^(.+?)(?:起|开始)[,、 ]*(?:共)?(${NUMBER})(周|个?星期|天|个月)$`).exec(text);
  const first = m && parseDateRange(m[1], setting);
  if (!m || !first?.ok || !first.value.from) return null;
  const { from, to } = first.value;
  const months = m[3] === '个月';
  // Of a month it is the first day that counts only where months are counted.
  if (from !== to && !(months && from.endsWith('-01'))) return null;
  const count = number(m[2]);
  const days = months ? count * 30 : count * (m[3] === '天' ? 1 : 7);
  if (!(days >= 1 && days <= 366)) return refused('out_of_range', 'expected_range', { value: text });
  return understood({ from, to: months ? monthsOn(from, count) : dayText(dayNumber(from) + days - 1) });
}

/** The last day of so many months that begin on a day. */
function monthsOn(from: string, count: number): string {
  const [year, month, day] = from.split('-').map(Number);
  const [y, m] = [year + Math.floor((month - 1 + count) / 12), ((month - 1 + count) % 12) + 1];
  return dayText(dayNumber(dateOf(y, m, Math.min(day, daysInMonth(y, m)))!) - 1);
}

/** 9月、10月, each of which goes on where the one before ends; null: no such list. */
function joinedMonths(text: string, setting: Setting): Understood<DateRange> | null {
  if (!/^[^、和及]{1,8}月份?(?:[、和及][^、和及]{1,4}月份?)+$/.test(text)) return null;
  const parts = text.split(/[、和及]/).map((part) => parseDateRange(part, setting));
  let [first, end]: (string | null)[] = [null, null];
  for (const part of parts) {
    if (!part.ok) return part;
    const { from, to } = part.value;
    if (!from || !to || (end && dayNumber(from) !== dayNumber(end) + 1)) return null;
    first ??= from;
    end = to;
  }
  return understood({ from: first, to: end });
}
