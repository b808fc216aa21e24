/** Typed text in one shape: half-width signs, single spaces, one kind of dash. And Chinese numerals. */

/** NFKC turns １６：３０ into 16:30 and ， into a comma; every dash and tilde becomes `-`, brackets become round. ① is no digit: ①9月 is not 19月. */
export function tidy(text: string): string {
  return text
    .replace(/[①-⒛㈠-㈩]/g, ' ')
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]/g, '')
    .replace(/[‐-―−⸺⸻－~∼〜～]+|-{2,}/g, '-')
    .replace(/[〔［【[]/g, '(')
    .replace(/[〕］】\]]/g, ')')
    .replace(/\s+/g, ' ')
    .trim();
}

const TRADITIONAL: Record<string, string> = {
  週: '周',
  點: '点',
  時: '时',
  節: '节',
  個: '个',
  雙: '双',
  單: '单',
  號: '号',
  學: '学',
  兩: '两',
  後: '后',
  間: '间',
  課: '课',
  開: '开',
  從: '从',
};

/** The signs of dates and times in simplified characters; only for reading, never for names. */
export function simplify(text: string): string {
  return text.replace(/[週點時節個雙單號學兩後間課開從]/g, (sign) => TRADITIONAL[sign]);
}

/** 2026 年 9 月 1 日 without its spaces; 9-12月 and 9、10月 with each month named. */
export function closeDates(text: string): string {
  return spellMonths(text)
    .replace(/(?<=[\d一二三四五六七八九十〇]) ?(年|月) ?(?=[\d一二三四五六七八九十])/g, '$1')
    .replace(/(?<=月[\d一二三四五六七八九十]{1,3}) (?=[日号])/g, '')
    .replace(/(?<![\d.\-/第])(\d{1,2})-(\d{1,2}月)(?![\d一二三四五六七八九十])/g, '$1月-$2');
}

const MONTH = '(?:\\d{1,2}|[一二三四五六七八九十]{1,2})';
const MONTHS = new RegExp(
  `(?<![\\d.\\-/第月日号周次一二三四五六七八九十、,])(${MONTH}(?:[、和及]${MONTH})+)月(?![\\d一二三四五六七八九十上中下初底末])`,
  'g',
);

/** 9、10月: 9月、10月. Only months in a row: 1、9月 may be a number of a list and its first word. */
function spellMonths(text: string): string {
  if (/(?:^|[;。 ])1、.*[;。 ]2、/.test(text)) return text;
  return text.replace(MONTHS, (whole, list: string) => {
    const months = list.split(/[、和及]/);
    const inRow = months.every((one, i) => i === 0 || number(one) === (number(months[i - 1]) % 12) + 1);
    return inRow && months.every((one) => number(one) >= 1 && number(one) <= 12)
      ? months.map((one) => `${one}月`).join('、')
      : whole;
  });
}

/** `tidy`, in lower case and without any space: for words, not for dates with a clock. */
export function squeeze(text: string): string {
  return tidy(text).replace(/ /g, '').toLowerCase();
}

/** A source fragment that matches a number in digits or Chinese numerals. */
export const NUMBER = '(?:\\d+(?:\\.\\d+)?|[零〇一二两俩三仨四五六七八九十百千]+)';

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** 12, 十二, 二十, 一百零五, 二〇二六 → number; NaN when it is none. */
export function number(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) return Number([...text].map((sign) => DIGITS[sign]).join(''));
  let total = 0;
  let digit: number | null = null;
  for (const sign of text) {
    if (sign in DIGITS) digit = DIGITS[sign];
    else if (sign in UNITS) {
      total += (digit ?? 1) * UNITS[sign];
      digit = null;
    } else return NaN;
  }
  return text === '' ? NaN : total + (digit ?? 0);
}

/** Blank or one of the signs offices put into empty cells. */
export function isBlank(text: string): boolean {
  // Signs without width and fillers are nothing that anybody could read.
  return /^(|[\s\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u2060-\u206f\u2800\u3164]+|[-/\\_.。、—]+|n\/?a|null|none|空|暂无)$/i.test(
    tidy(text),
  );
}
