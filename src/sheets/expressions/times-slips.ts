/** What hands slip into in cells about times, and the words of a school's day that name no clock. */

const DAY_OR_PART = '[一二三四五六日天]|[上下]午|中午|晚上';
const SLIPS: [RegExp, string][] = [
  // “周三”下午
  [/[“”"「」『』]/g, ''],
  // 14;00 · 14:00一15:00 · 15:00时
  [/(?<![\d月日号/])([01]?\d|2[0-4]);([0-5][05])(?![\d日号])/g, '$1:$2'],
  [/(?<=:\d{2}) ?一 ?(?=\d{1,2}:)/g, '-'],
  [/(?<=\d:\d{2})时(?![段间])/g, ''],
  // 周二\周四 · 周二|周四 · 周二·周四 · 周二、、四
  [new RegExp(`(?<=${DAY_OR_PART}|\\d) ?[\\\\|·•] ?(?=周|星期|礼拜|${DAY_OR_PART})`, 'g'), '、'],
  [/([、,])(?: ?[、,])+/g, '$1'],
  // 9.16/17/18下午
  [/(?<=(?:^|[^\d.])\d{1,2}\.\d{1,2}(?:\/\d{1,2})*)\/(?=\d{1,2}(?:\/\d{1,2})*(?:[日号]|[上下]午|中午|晚|$))/g, '、'],
  // 周 二 · 下 午 · 第 3 节
  [/(?<=周|星期|礼拜) (?=[一二三四五六日天])/g, ''],
  [/(?<=[上下]) (?=午)/g, ''],
  [/第 ?([\d一二三四五六七八九十]{1,2}) ?(?=节|周)/g, '第$1'],
  // (考试周除外。)
  [/[。.,;!]+(?=\))/g, ''],
  [/寒暑假(?:、|和|及|与)(?:国家)?(?:法定)?节假日/g, '节假日和寒暑假'],
  // 第2个和第4个周三 · 最后1个周五 · 每月月底的周五
  [/(第?[\d一二三四五]+)个(?=[、,和及]第?[\d一二三四五]+个?(?:周|星期|礼拜))/g, '$1'],
  [/最后1(?=个|周)/g, '最后一'],
  [/每个?月的?月?[底末]的?(?=周|星期|礼拜)/g, '每月最后一周'],
  [/(每个?月)的?月?[底末]的?(?=最后)/g, '$1'],
  // 10月底周五 · 本月底的周五
  [/((?:\d{1,2}|[一二三四五六七八九十]{1,2}|本|这个?|下个?)月)份?的?[底末]的?(?=周|星期|礼拜)/g, '$1最后一个'],
  // 一三五下午 · 二、四 16:30
  [/^([一二三四五六日](?:[、,/]?[一二三四五六日])+)(?= ?(?:[上下]午|中午|晚上|放学|课后|\d{1,2}:))/, '周$1'],
  // 第7、8两节
  [/(?<=第[\d一二三四五六七八九、,和]+)两(?=节)/g, ''],
];

/** The same text without slips that can mean one thing only. */
export const mended = (text: string): string => SLIPS.reduce((said, [slip, right]) => said.replace(slip, right), text);

const MARK = /(^|[;；。,，\s])[(（]?(\d)[)）.．、] ?(?=周|星期|礼拜|每|单周|双周)/g;

/** 1.周三下午 2.周五下午: the numbers of a list from 1 on are no times. */
export function withoutNumbers(input: string): string {
  const numbers = [...input.matchAll(MARK)].map(([, , digit]) => Number(digit));
  const list = numbers.length > 1 && numbers.every((number, i) => number === i + 1);
  return list ? input.replace(MARK, (_, before: string) => (before === '' ? '' : ';')) : input;
}

const SCHOOL_HOURS =
  /(?:主题)?班会(?:课)?|社团(?:课|活动)?|(?:晚自习|晚修|(?<!早)自习)(?:课)?|兴趣课|升旗(?:仪式)?|晨会/;
const CLOCK = /\d ?:|[\d一二三四五六七八九十]点|第.{1,5}节|[上下]午|中午|午休|晚上|放学|课后|大课间|早读/;

/** 班会课, 社团课, 晚自习: each school has them at another hour. `clocked`: the text without the word, where a clock or a part of the day stands beside it. */
export function schoolHour(text: string): { word: string; clocked: string | null } | null {
  const word = SCHOOL_HOURS.exec(text)?.[0];
  if (word === undefined) return null;
  const rest = text
    .replace(SCHOOL_HOURS, ' ')
    .replace(/\( *\)/g, '')
    .replace(/ +/g, ' ')
    .trim();
  // 晚自习第一节 is the first of the evening, of which no timetable speaks.
  const ofItself = /自习|晚修/.test(word) && /第.{1,5}节/.test(rest);
  return { word, clocked: CLOCK.test(rest) && !ofItself ? rest : null };
}

const WISH =
  /^(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2}|本)?月[初中底末]|开学初|学?期[初中末]|学年[初末]|月[初中底末]|年[初底])(?:前后|左右|期间|阶段|时)?$/;

/** 开学初, 期末, 月底: a wish, not days; when just that is, the two sides agree. */
export const isWish = (text: string): boolean => WISH.test(text);
