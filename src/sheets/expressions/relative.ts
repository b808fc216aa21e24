/** Days seen from the day the workbook is read, and from the start of term: 下周一, 明天, 开学后, 开学第一天. */
import { dayNumber, dayText, weekdayOf } from './days';
import { type DateRange, type Refusal, refused, type Setting, type Term } from './types';

const WEEKS: Record<string, number> = { 本: 0, 这: 0, 下: 1, 下下: 2 };
const DAYS: Record<string, number> = { 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2, 大后天: 3 };
const SIGNS = '一二三四五六日天';

/** The days themselves, for 下周一, 下周二、四, 明天; null: none here. A day already gone is null too: nobody plans for it. */
export function scanRelativeDays(
  text: string,
  { readOn, today }: Setting,
): { dates: string[]; length: number } | 'past' | null {
  const from = dayNumber(readOn ?? today);
  const word = /^(今天|今日|明天|明日|大后天|后天)/.exec(text);
  if (word) return { dates: [dayText(from + DAYS[word[1]])], length: word[0].length };
  const m =
    /^(本|这|下下|下)个?(?:周|星期|礼拜)([一二三四五六日天](?:(?:[、,/和及]|至|到|-)(?:周|星期|礼拜)?[一二三四五六日天](?![点时次节个月]))*)/.exec(
      text,
    );
  if (!m) return null;
  const monday = from - weekdayOf(from) + 1 + 7 * WEEKS[m[1]];
  const days: number[] = [];
  let ranging = false;
  for (const sign of m[2].replace(/周|星期|礼拜/g, '')) {
    if (/[-至到]/.test(sign)) ranging = true;
    const day = SIGNS.indexOf(sign) + 1;
    if (day === 0) continue;
    const weekday = Math.min(day, 7);
    if (ranging) for (let d = days[days.length - 1] + 1; d < weekday; d++) days.push(d);
    days.push(weekday);
    ranging = false;
  }
  const dates = days.map((day) => monday + day - 1);
  return dates.some((day) => day < from) ? 'past' : { dates: dates.map(dayText), length: m[0].length };
}

/** The term that runs, or the next one. */
export const termOf = ({ calendar, today }: Setting): Term | null =>
  calendar.terms.find(({ to }) => to >= today) ?? null;

const HOLIDAY = '(国庆|中秋|元旦|春节|清明|五一|劳动|端午)(?:劳动)?';
/** As the calendar of a district may have it under another name. */
const ALSO: Record<string, string> = { 五一: '劳动', 劳动: '五一' };

/** The holiday of that name that runs or comes, as the district's calendar has it; null: it has none. */
function holidayNamed(name: string, { calendar, today }: Setting): { from: string; to: string } | null {
  const named = calendar.holidays.filter((one) => one.name.includes(name) || one.name.includes(ALSO[name] ?? name));
  return named.filter(({ to }) => to >= today).sort((a, b) => (a.from < b.from ? -1 : 1))[0] ?? null;
}

/** 国庆节后 at the start and 国庆节前 at the end of a period as dates, 国庆期间 as both; null: the calendar has no such holiday. */
export function withHolidays(text: string, setting: Setting): string | null {
  let known = true;
  const at = (name: string, pick: (holiday: { from: string; to: string }) => string): string => {
    const holiday = holidayNamed(name, setting);
    known &&= holiday !== null;
    return holiday ? pick(holiday) : '';
  };
  const day = (date: string, more: number): string => dayText(dayNumber(date) + more);
  const said = text
    .replace(
      new RegExp(
        `^(?:自|从)?${HOLIDAY}(?:节|长假|小长假|假期|放假)*(?:以后|之后|过后|后)的?(?:起|开始)?[,、 ]*(?=$|-|至|到)`,
      ),
      (whole, name: string) => at(name, ({ to }) => `${day(to, 1)}${whole.length === text.length ? '起' : ''}`),
    )
    .replace(
      new RegExp(`(^|-|至|到)${HOLIDAY}(?:节|长假|小长假|假期|放假)*(?:以前|之前|前)$`),
      (_, link: string, name: string) => at(name, ({ from }) => `${link || '至'}${day(from, -1)}`),
    )
    .replace(new RegExp(`^${HOLIDAY}(?:节|长假|小长假|假期|放假|期间)*$`), (_, name: string) =>
      at(name, ({ from, to }) => `${from}至${to}`),
    );
  return known ? said : null;
}

const AFTER_HOLIDAY =
  /^(?:自|从)?(国庆|中秋|元旦|春节|清明|五一|劳动节|端午)(?:节|长假|小长假|假期|放假)*(?:以后|之后|过后|后)的?(起|开始)?[、, ]*(第一周|首周)?的?(?:(?<=周)(起|开始))?(?:[、, ]*)/;

/**
 * 国庆节后每周三: from the day behind the holiday on, as the calendar of the district has it. 国庆节后第一周, 国庆节后周三: the
 * seven days behind it. Alone: from then on.
 */
export function scanAfterHoliday(
  text: string,
  setting: Setting,
): { token: { type: 'range'; range: DateRange }; length: number; note: string } | { refusal: Refusal } | null {
  const m = AFTER_HOLIDAY.exec(text);
  if (!m) return null;
  const wrong = (code: string): { refusal: Refusal } => ({
    refusal: refused(code, 'expected_days_and_clock', { value: text.slice(0, 20) }).refusal,
  });
  const holiday = holidayNamed(m[1], setting);
  if (!holiday) return wrong('unknown_term');
  const rest = text.slice(m[0].length);
  const on = m[2] !== undefined || /^(?:每|逢|单|双|隔)/.test(rest);
  const week = m[3] !== undefined || /^(?:周|星期|礼拜)/.test(rest);
  const open = /^(?:均?可以?|都可以|都行|有空|有时间|[ ,;。]|至今)*$/.test(rest);
  if (!on && !week && !open) return wrong('vague');
  const first = dayNumber(holiday.to) + 1;
  const range = {
    from: dayText(first),
    to: m[4] !== undefined || ((on || open) && m[3] === undefined) ? null : dayText(first + 6),
  };
  return { token: { type: 'range', range }, length: m[0].length, note: 'after_holiday' };
}
