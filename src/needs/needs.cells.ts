/** Cells of a menu that need no other cell: places, consent, coordinates, whole numbers. */
import { parseDate } from '../sheets/expressions/dates';
import { dayNumber, dayText } from '../sheets/expressions/days';
import { refused, type Setting, type Understood, understood } from '../sheets/expressions/types';
import { tidy } from '../sheets/expressions/text';
import { parseYesNo } from '../sheets/expressions/words';
import type { PlaceKind } from './need';

// 学校谈心屋, 三楼会议室, 报告厅: a room of the school, unless a name of another house stands before it.
const IN_SCHOOL =
  /^(本校|学校|校内|我校|本园|各班)|^(?:[一二三四五六七八九十\d]+号?[楼层]|教学楼|综合楼|实验楼|办公楼|多媒体|阶梯|录播|音乐|美术|舞蹈|书法|科学|心理|少先队|党员|学生|[\s\d])*(报告厅|教室|操场|谈心屋|会议室|多功能厅|礼堂|咨询室|辅导室|活动室|音乐室|美术室|图书室|阅览室)$|^[一二三四五六七八九十\d]+号?[楼层]$/;

export function parsePlace(input: string | number): Understood<{ kind: PlaceKind; name: string | null }> {
  const text = String(input).trim();
  if (/^(本校|校内|学校|我校|本园|到校|现场|线下|校园|at school|on[- ]?site|school)$/i.test(text))
    return understood({ kind: 'school', name: null });
  if (/^(线上|网上|网络|远程|online|remote)$/i.test(text)) return understood({ kind: 'online', name: null });
  if (/线上|腾讯会议|钉钉|直播|网络会议|online/i.test(text)) {
    if (/线下|现场|均可|都可|或|本校|校内|到校/.test(text))
      return refused('vague', 'expected_place', { value: text.slice(0, 40) });
    return understood({ kind: 'online', name: text.slice(0, 200) });
  }
  return understood({ kind: IN_SCHOOL.test(text) ? 'school' : 'other', name: text.slice(0, 200) });
}

/** For a day that lies in the past: 8月28日 read in March is last year's. */
export const inPast = (setting: Setting): Setting => ({ ...setting, today: dayText(dayNumber(setting.today) - 300) });

/** Longer cells are no yes with a day, and would be tried at every place. */
const LONGEST_CONSENT = 60;
const WITH_DAY = /^(.*?)[,、;( ]*((?:\d{4}|\d{1,2})(?:[-./年月].*?\d[日号]?))[) ]*(已?(?:签署?|签字|签订|同意))?$/;

export function parseConsent(
  input: string | number,
  setting: Setting,
): Understood<{ given: boolean; on: string | null }> {
  const word = parseYesNo(input);
  if (word.ok) return understood({ given: word.value, on: null });
  // 已签2026.8.30 · 是，2026年8月30日: a yes and its day.
  const text = tidy(String(input));
  const said = text.length <= LONGEST_CONSENT ? WITH_DAY.exec(text) : null;
  const yes = said && [said[1], said[3] ?? ''].every((word) => word === '' || given(word));
  const date = parseDate(yes ? said[2] : input, inPast(setting));
  if (/^(?:家长|监护人|父母)不同意$/.test(text)) return understood({ given: false, on: null });
  if (given(text)) return understood({ given: true, on: null });
  return date.ok
    ? understood({ given: true, on: date.value })
    : refused('not_a_consent', 'expected_consent', { value: String(input).slice(0, 40) });
}

/** 家长已签字, 监护人同意: a yes, whoever gave it. */
function given(text: string): boolean {
  const word = parseYesNo(text.replace(/^(?:家长|监护人|父母|本人)(?=.)/, '').replace(/^(?:签署?|签字|签订)$/, '已签'));
  return word.ok && word.value;
}

export function degrees(most: number): (input: string | number) => Understood<number> {
  return (input) => {
    const value = Number(String(input).replace(/[°\s]/g, ''));
    return Number.isFinite(value) && Math.abs(value) <= most
      ? understood(value)
      : refused('not_a_point', 'expected_point', { value: String(input).slice(0, 40) });
  };
}

export function wholeNumber(most: number): (input: string | number) => Understood<number> {
  return (input) => {
    const value = Number(
      String(input)
        .trim()
        .replace(/[天日次个年]$/, ''),
    );
    return Number.isInteger(value) && value >= 0 && value <= most
      ? understood(value)
      : refused('not_a_number', 'expected_number', { value: String(input).slice(0, 40), most });
  };
}
