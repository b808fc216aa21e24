/** What stands behind or in brackets beside times: exceptions, offers to adjust, remarks. */
import { parseDateRange } from './date-ranges';
import type { DateRange, Setting } from './types';

// (可调整): the time stands, and may be talked about.
const ADJUSTABLE =
  /[,;。 ]?\(?(?:具体)?(?:时间)?(?:均)?(?:可(?:以)?(?:适当|灵活|酌情|根据[^,;()]{1,8}|视[^,;()]{1,8}|按[^,;()]{1,8})?(?:进行)?(?:调整|微调|调换|调)|(?:视|根据)[^,;()]{1,8}(?:适当|灵活)?调整|灵活调整|适当调整|以(?:学校|区里|实际)?(?:通知|安排)为准)\)?$/;
// (考试周除外): nobody has said when that is, so no date can be left out.
const UNDATED =
  /[,;。 ]?\(?如?(?:遇|逢|除)?(?:期中|期末|月考|考试周?|复习周|运动会|家长会|大型活动|重大活动|校内活动|活动周|雨天?|下雨|雨雪|恶劣天气|极端天气|特殊情况|[、和及与])+(?:期间)?(?:以外|之外|除外|外|不安排|不上课?|不开展|暂停|停课?|顺延|取消)\)?$/;

// 线上线下均可: how, not when.
const WAY = '(?:线上线下|线下线上|线上(?:[、/+]|和|或者?)线下|线下(?:[、/+]|和|或者?)线上|线上|线下|现场|到校)';
const WAY_BEHIND = new RegExp(
  `[,;。 ]*\\(?${WAY}(?:授课|上课|活动|进行|开展|参与|服务)?(?:均可以?|都可以?|都行|皆可|即可|相?结合)?\\)?$`,
);
const WAY_BEFORE = new RegExp(
  `^\\(?(?:${WAY}(?:均可以?|都可以?|都行|皆可|即可|相?结合)|${WAY}(?=[,;:)。 ]))\\)?[,;:。 ]*`,
);

/** The text without an exception nobody has dated or an offer to adjust, which the preview shows; null when there is neither. */
export function softened(text: string): { text: string; notes: string[] } | null {
  const notes: string[] = [];
  let rest = text;
  for (const [pattern, note] of [
    [UNDATED, 'undated_exception'],
    [ADJUSTABLE, 'adjustable'],
    [WAY_BEHIND, null],
    [WAY_BEFORE, null],
  ] as const)
    if (pattern.test(rest)) {
      rest = rest.replace(pattern, '').trim();
      if (note) notes.push(note);
    }
  return rest !== text && rest !== '' ? { text: rest, notes } : null;
}

const REMARK = /\(([^()]*)\)|(?:,|;|。| )?(?:备注|注|说明|地点|场地|联系人|内容|要求):.*$/g;
// Words of a remark that would change the times: dropping them would be a guess.
const CHANGES =
  /除|外|不(?!限|见不散)|停|改|调|或|另|推迟|提前(?!预约|联系|通知|告知|准备|到)|[\d一二三四五六七八九十]+ ?(?:月|日|号|点|时|周|次|节|:)|(?:周|星期|礼拜)[一二三四五六日天]|[上下]午|每|单周|双周/;

/** The text without remarks in brackets or behind 备注, if there are some and none of them speaks of times; else null. */
export function withoutRemarks(text: string): string | null {
  let said = true;
  const rest = text.replace(REMARK, (remark: string) => {
    said &&= !CHANGES.test(remark);
    return '';
  });
  return said && rest !== text && rest.trim() !== '' ? rest.trim() : null;
}

// (9月除外) · ,10月14日、11月18日除外 · (除国庆以外)
const EXCEPTION =
  /^(.+?)(?:[,;。] ?|(?<=[^ ,;(]) ?(?=\()|(?<=[^ ,;(]) )\(?(?:除(?:了|去)?|但)?([^()]+?)(?:以外|之外|除外|外|不安排|不上课?|不开展|不行|不便|没空|停课?|暂停)\)?$/;

export interface Excepted {
  /** Without the exception. */
  text: string;
  /** The days left out, and how they were reckoned; null when the exception names no dates. */
  dated: { ranges: DateRange[]; notes: string[] } | null;
  said: string;
}

/** Every way to read the end of a text as an exception, the shortest text first. */
export function exceptions(text: string, setting: Setting): Excepted[] {
  const found: Excepted[] = [];
  let at = 0;
  for (let m = EXCEPTION.exec(text); m;) {
    const said = m[2].trim();
    found.push({ text: text.slice(0, at) + m[1], dated: rangesOf(said, setting), said });
    at += m[1].length + 1;
    m = EXCEPTION.exec(text.slice(at));
    if (found.length > 8) break;
  }
  return found;
}

/** Dates, periods, and holidays the district knows by name. */
function rangesOf(said: string, setting: Setting): Excepted['dated'] {
  const ranges: DateRange[] = [];
  const notes: string[] = [];
  // 第2、3周
  const weeks = /^第(?:\d{1,2}[、,和及]第?)+\d{1,2}(?:教学)?周$/.test(said) ? said.match(/\d+/g)! : [];
  const parts = weeks.length > 0 ? weeks.map((week) => `第${week}周`) : said.split(/[、,和及]/);
  for (const part of parts) {
    const name = /^(国庆|中秋|元旦|春节|清明|五一|劳动节|端午)(?:节|假期|期间|放假)*$/.exec(part)?.[1];
    const known = name ? setting.calendar.holidays.filter((one) => one.name.includes(name)) : [];
    if (known.length > 0) ranges.push(...known.map(({ from, to }) => ({ from, to })));
    else {
      const range = parseDateRange(part, setting);
      if (!range.ok || (range.value.from === null && range.value.to === null)) return null;
      ranges.push(range.value);
      notes.push(...range.notes);
    }
  }
  return { ranges, notes };
}

/** 周三14:00-15:00(可调至周四): one day or the other. */
export function movable(text: string): string | null {
  const m = /^(.+?)[,;。 ]? ?\(?(?:也|亦)?可(?:以)?(?:调整?|改|换)(?:至|到|为|在|成)([^()]+)\)?$/.exec(text);
  return m && `${m[1].replace(/[,;。( ]+$/, '')}或${m[2]}`;
}

// 首选周三下午，其次周四下午 · 优先周三下午，备选周四下午
const PREFERRED =
  /^(?:首选|优选|优先(?:安排|考虑)?|第一志愿)[:]?(.+?)[,;。、 ]+(?:其次|次选|备选|第二志愿)[:]?(?:是|为)?(.+)$/;
// 周三下午，周四也行: what stands before it must be one day, or nobody knows what it replaces.
const ALSO = /^([^,;、和及 ]+)[,; ]+(?:或者?)?((?:每?周|星期|礼拜|\d)[^,;、和及 ]+?)(?:也|亦)(?:行|成|可以?|方便)$/;

/** Choices said one behind the other; which is liked better is not kept. */
export function preferred(text: string): string | null {
  const m = PREFERRED.exec(text) ?? ALSO.exec(text);
  return m && `${m[1]}或${m[2]}`;
}

// 除第1周外，每周三下午
const BEFORE = /^除(?:了|去)?([^外,;()]+?)(?:以外|之外|外)[,; ]?(?=.*(?:周|星期|礼拜|日|号|天|\d))(.+)$/;

/** An exception said first, behind what it is taken from. */
export function exceptionLast(text: string): string | null {
  const m = BEFORE.exec(text);
  return m && `${m[2]}(${m[1]}除外)`;
}
