import i18next from 'i18next';

/** Days, times and numbers as the reader's language writes them. Days are local dates `YYYY-MM-DD`, moments RFC 3339. */

const ZONE = 'Asia/Shanghai';
const language = () => i18next.language || 'zh-CN';
const noon = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00+08:00`);

/** `YYYY-MM-DD` of a moment; made once, because making one is slow. */
const iso = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });
const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language() + JSON.stringify(options);
  let found = formats.get(key);
  if (!found)
    formats.set(
      key,
      (found = new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : language(), { timeZone: ZONE, ...options })),
    );
  return found;
}

/** The local day of now, `YYYY-MM-DD`. */
export const today = (): string => iso.format(new Date());

export function addDays(day: string, days: number): string {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return iso.format(date);
}

/** ISO weekday, 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));
export const dayOf = (moment: string): string => iso.format(new Date(moment));

/** 9月8日 · 8 Sept; with the year when it is not this one. */
export function fDay(day: string): string {
  const year = day.slice(0, 4) === today().slice(0, 4) ? undefined : 'numeric';
  return format({ month: language() === 'en' ? 'short' : 'long', day: 'numeric', year }).format(noon(day));
}

/** 2026年9月8日 · 8 September 2026: for paper, which is read in another year. */
export const fDayFull = (day: string): string =>
  format({ year: 'numeric', month: 'long', day: 'numeric' }).format(noon(day));

/** 9月8日 星期二 · Tue 8 Sept. */
export function fDayLong(day: string): string {
  const year = day.slice(0, 4) === today().slice(0, 4) ? undefined : 'numeric';
  return format({
    month: language() === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: language() === 'en' ? 'short' : 'long',
    year,
  }).format(noon(day));
}

/** 9月 · Sept, with the year when it is not this one; `month` is `YYYY-MM`. */
export function fMonth(month: string): string {
  const year = month.slice(0, 4) === today().slice(0, 4) ? undefined : 'numeric';
  return format({ month: language() === 'en' ? 'short' : 'long', year }).format(noon(`${month}-15`));
}

/** 9月 · Sept; `month` from 1. */
export const fMonthName = (month: number): string =>
  format({ month: 'short' }).format(noon(`2024-${String(month).padStart(2, '0')}-15`));

/** The month `index` months after the one of `day`, as `YYYY-MM`. */
export function monthAfter(day: string, index: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + index;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

export const fTime = (moment: string): string =>
  format({ hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(moment));
export const fMoment = (moment: string): string => `${fDay(dayOf(moment))} ${fTime(moment)}`;

/** 周二 · Tue. `weekday` is ISO. */
export const fWeekday = (weekday: number): string =>
  format({ weekday: 'short' }).format(new Date(Date.UTC(2024, 0, weekday, 4)));
export const fWeekdayLong = (weekday: number): string =>
  format({ weekday: 'long' }).format(new Date(Date.UTC(2024, 0, weekday, 4)));

export const fNumber = (value: number, digits = 0): string =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
export const fPercent = (value: number, digits = 1): string => `${fNumber(value, digits)}%`;

/** Metres as kilometres with one decimal. */
export const fKm = (metres: number): string => fNumber(metres / 1000, 1);

/** 小时:分 from `HH:MM`, spoken for older readers: 下午 4:30. */
export function fSpoken(time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return format({ hour: 'numeric', minute: '2-digit', hour12: true }).format(
    new Date(Date.UTC(2024, 0, 1, hour - 8, minute)),
  );
}
