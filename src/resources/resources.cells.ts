/** Cells that only the resources menu has, each read by itself. */
import { parseCount } from '../sheets/expressions/counts';
import { parseDateRange } from '../sheets/expressions/date-ranges';
import { parseWorkload } from '../sheets/expressions/durations';
import { splitList } from '../sheets/expressions/skills';
import { type DateRange, refused, type Setting, type Understood, understood } from '../sheets/expressions/types';
import { GUEST_GROUPS, type GuestGroup, VETERAN_GROUPS, type VeteranGroup } from '../sheets/expressions/vocabularies';
import { closeDates, number as numeral, tidy } from '../sheets/expressions/text';
import { parseWord, parseYesNo } from '../sheets/expressions/words';
import { serialToText } from '../sheets/excel-dates';
import type { RowReader } from '../sheets/row-reader';
import { durationUnit } from '../sheets/units';
import type { ResourceKey } from './resources.columns';
import { YOUNGEST } from './plausible';

/** Offices with one column for the group of a person write 消防员 or 法官 in it as well. */
export function parseGroup(input: string | number): Understood<{ veteran?: VeteranGroup; guest?: GuestGroup }> {
  const veteran = parseWord(VETERAN_GROUPS, input);
  if (veteran.ok) return understood({ veteran: veteran.value });
  const guest = parseWord(GUEST_GROUPS, input);
  return guest.ok ? understood({ guest: guest.value }) : veteran;
}

/** `asked`: the column only asks whether online will do, 可否线上. */
export function parseMode(input: string | number, asked = false): Understood<{ onsite: boolean; online: boolean }> {
  const text = String(input).trim().toLowerCase();
  const answer = asked ? parseYesNo(input) : null;
  if (answer?.ok) return understood({ onsite: true, online: answer.value });
  if (
    /^(均可|都可|都可以|(?:线上线下|线下线上|线上(?:[、/+]|和|或者?)线下|线下(?:[、/+]|和|或者?)线上)(?:均可|都行|都可以?|相?结合)?|不限|both|either|any)$/.test(
      text,
    )
  )
    return understood({ onsite: true, online: true });
  if (/^(线上|网上|网络|视频|远程|online|remote|仅线上)$/.test(text))
    return understood({ onsite: false, online: true });
  if (/^(线下|现场|面对面|到校|仅线下|本校|学校|校内|onsite|on[- ]site|in person|offline)$/.test(text))
    return understood({ onsite: true, online: false });
  return refused('unknown_word', 'expected_mode', { value: text.slice(0, 40) });
}

export function parseLimit(input: string | number): Understood<number | null> {
  if (/^(不限|无限制?|unlimited|no limit)$/i.test(String(input).trim())) return understood(null);
  if (String(input).trim() === '0') return understood(0);
  const bare = String(input)
    .replace(/(?:以内|之内)$/, '')
    .replace(/(项|次|场|单|所学校|所|个项目|个学校)$/, '')
    .replace(/^(最多|不超过|同时|只能|仅)/, '');
  const count = parseCount(bare, 100);
  return count.ok
    ? understood(count.value.wanted)
    : refused(count.refusal.code, 'expected_count', { ...count.refusal.params, most: 100 });
}

/** A limit a month; a header that says minutes or hours gives a bare number its unit, hours otherwise. */
export function parseMonthly(
  input: string | number,
  unit: string,
  reader: RowReader<ResourceKey>,
  key: ResourceKey,
  setting: Setting,
): Understood<number | null> {
  if (String(input).trim() === '0') return understood(0);
  const header = reader.header(key);
  const load = parseWorkload(input, {
    habits: setting.habits,
    per: 'month',
    unit: durationUnit(unit) ?? (/分钟|minutes/i.test(header) ? 'minutes' : 'hours'),
  });
  if (!load.ok || load.value === null) return load.ok ? understood(null) : load;
  const { minutes, per } = load.value;
  if (per === 'month') return understood(minutes);
  // A limit by the week is four weeks of it: never more than the person said.
  if (per === 'week') return understood(minutes * 4, ['four_weeks']);
  return refused('not_a_workload', 'expected_workload', { value: String(input).slice(0, 40) });
}

/** 9月10日、17日: the month is said once. 10、11月: the word is. */
const spellDays = (text: string): string =>
  closeDates(tidy(text)).replace(
    /(\d{1,2}月)(\d{1,2}[日号](?:[、,和]\d{1,2}[日号])+)/g,
    (_, month: string, days: string) =>
      days
        .split(/[、,和]/)
        .map((day) => `${month}${day}`)
        .join('、'),
  );

export function parseDaysOff(input: string | number, setting: Setting): Understood<DateRange[]> {
  const ranges: DateRange[] = [];
  if (/^(无|没有|none|no)$/i.test(String(input).trim())) return understood(ranges);
  for (const part of typeof input === 'number' ? [input] : splitList(spellDays(input)).slice(0, 100)) {
    const range = parseDateRange(part, setting);
    if (!range.ok) return range;
    ranges.push(range.value);
  }
  return understood(ranges);
}

/** A year, or an age: then the year that it makes most likely. Two digits alone are what the `header` asks for. */
export function parseBirthYear(input: string | number, setting: Setting, header = ''): Understood<number> {
  const text = tidy(String(input));
  const now = Number(setting.today.slice(0, 4));
  const age = numeral(
    /^(?:现年)?(\d{2}|[六七八九五四三二一十]+(?=周?岁)|[五六七八九]十[一二三四五六七八九]?)(?:周?岁)?$/.exec(
      text,
    )?.[1] ?? '',
  );
  const bare = /^[3-9]\d$/.test(text) && !/龄|岁|age/i.test(header);
  if (age >= YOUNGEST && age < 110 && !bare) return understood(now - age, ['year_of_age']);
  // 55年3月: of the last century, as whoever was born in this one writes four digits.
  const short = bare ? text : /^([3-9]\d)(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:生|出生)?|[./]\d{1,2})$/.exec(text)?.[1];
  // 19550312, and 20155, the serial of a day that nobody gave a format.
  const serial = /^[12]\d{4}$/.test(text) ? serialToText(Number(text), false)?.slice(0, 4) : undefined;
  const year = short
    ? 1900 + Number(short)
    : Number(serial ?? /^(\d{4})(?:年|$|[-./年]\d|(?:0\d|1[0-2])[0-3]\d$)/.exec(text)?.[1]);
  return year >= 1900 && year <= now - YOUNGEST
    ? understood(year)
    : refused('not_a_year', 'expected_year', { value: String(input).slice(0, 40) });
}
