/** From what people type about times to a TimeSpec. */
import { closeDates, isBlank, simplify, tidy } from './text';
import { Assembly } from './times-assembly';
import { subtractTimes } from './times-clause';
import {
  type Excepted,
  exceptionLast,
  exceptions,
  movable,
  preferred,
  softened,
  withoutRemarks,
} from './times-remarks';
import { isWish, mended, schoolHour, withoutNumbers } from './times-slips';
import { tokenizeTimes } from './time-tokens';
import { isRecurrence, parseRecurrence } from './rrule';
import { type Setting, type TimesOptions, type TimeSpec, type Understood, refused, understood } from './types';

const AGREED =
  /^(?:时间)?(?:待定|待商定?|待协商|另定|另行(?:商定|通知|安排|协商)|面议|协商(?:确定|安排)?|(?:双方|共同)(?:商定|协商)(?:确定)?|商定|自定|自行(?:商定|安排|约定)|(?:双方)?约定|预约|按需预约|与(?:学校|志愿者|老师|对方)(?:商定|协商|约定)|灵活安排|tbd|tba|to be agreed|by agreement|flexible)$/i;
const ANY_TIME =
  /^(?:时间)?(?:随时(?:都?可以?|均可|有空)?|随叫随到|(?:全年|常年|长期)(?:均可|都可以?|都行|有空)|任[何意]时间(?:均可|都可以?|都行)?|任意|时间?不限|均可|都可以|都行|全部时间|全周|每天都?可以?|随时待命|(?:按|听|听从|服从|根据)(?:学校|区里|工作)?(?:安排|需要)|any ?time|always|all)$/i;
const LONGEST_TIMES = 2_000;
// 待定，每周约2小时
const AGREED_BUT = /^([^,;、( ]+)[,;、( ]+(?:但)?((?:每|一).+?)\)?$/;
const VAGUE =
  /开学初|学期初|期初|开学前|学期末|期末|期中|月初|月底|月末|年底|节前|节后|课间(?!操)|看.{0,6}情况|视.{0,6}情况|情况而定|再说|有空|有时|偶尔|不定期|不固定|不一定|可能|大概|尽快|近期|适时|闲时|if possible|sometimes|depends/i;

/**
 * 每周二16:30 · 周二/四下午 · 单周周三 · 9月1日—次年1月10日每周二16:30 · 周二或周四下午 · 每周两次，每次1小时 · 待定 · 随时.
 * A start without an end takes `options.minutes`, else the district's usual meeting, and says so in a note.
 */
export function parseTimes(input: string | number, setting: Setting, options: TimesOptions): Understood<TimeSpec> {
  if (String(input).length > LONGEST_TIMES) return refused('too_long', 'expected_times', { most: LONGEST_TIMES });
  // 仅周三
  const text = mended(closeDates(simplify(tidy(withoutNumbers(String(input)))))).replace(/^(?:仅限?|只有|只限) ?/, '');
  const bad = (code: string, value = text, expected = 'expected_times'): Understood<TimeSpec> =>
    refused(code, expected, { value: value.slice(0, 60) });
  if (isBlank(text)) return bad('empty');
  if (isRecurrence(text)) return withRecurrences(String(input), setting, options);
  const bare = text.replace(/[ 。.!()]/g, '');
  if (AGREED.test(bare) || AGREED.test(text))
    return understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null });
  if (ANY_TIME.test(bare) || ANY_TIME.test(text))
    return understood({ kind: 'any_time', alternatives: [], weeklyMinutes: null });
  // Of free time it would be a guess: whoever is free at the end of term is not free at any time.
  if (isWish(bare) && options.dayWithoutClock === 'refuse')
    return understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null }, ['wish_kept', 'remark_kept']);
  const hour = schoolHour(text);
  if (hour) {
    if (!hour.clocked) return bad('clock_by_school', hour.word, 'expected_school_hour');
    const found = parseTimes(hour.clocked, setting, options);
    return found.ok ? understood(found.value, [...new Set([...found.notes, 'remark_kept'])]) : found;
  }
  const later = AGREED_BUT.exec(text);
  if (later && AGREED.test(later[1])) {
    const found = parseTimes(later[2], setting, options);
    if (found.ok && found.value.kind === 'agreed') return found;
  }
  const moved = movable(text);
  if (moved) {
    const found = parseTimes(moved, setting, options);
    if (found.ok) return understood(found.value, [...new Set([...found.notes, 'movable_as_choice'])]);
  }
  const other = preferred(text);
  if (other) {
    const found = parseTimes(other, setting, options);
    if (found.ok) return understood(found.value, [...new Set([...found.notes, 'order_not_kept'])]);
  }
  const turned = exceptionLast(text);
  if (turned) {
    const found = parseTimes(turned, setting, options);
    if (found.ok) return found;
  }
  for (const one of exceptions(text, setting)) {
    const found = withException(one, setting, options);
    if (found) return found;
  }
  const soft = softened(text);
  if (soft) {
    const found = parseTimes(soft.text, setting, options);
    if (found.ok) return understood(found.value, [...new Set([...found.notes, ...soft.notes, 'remark_kept'])]);
  }
  const agreed =
    /(?:,|;|、|\(| |,? ?(?:具体)?时间)(?:具体时间|时间)?(待定|待商定|另定|面议|双方商定|协商确定|自定|可?商定|可?协商|to be agreed)[)]?$/i.exec(
      text,
    );
  const found = tokenizeTimes(agreed ? text.slice(0, agreed.index) : text, setting);
  if ('refusal' in found) {
    // 9月16日(星期四): what contradicts itself is no remark.
    const rest = /^(not_understood|vague)$/.test(found.refusal.code) ? withoutRemarks(text) : null;
    if (rest !== null) {
      const bare = parseTimes(rest, setting, options);
      if (bare.ok) return understood(bare.value, [...bare.notes, 'remark_kept']);
    }
    const unclear = found.refusal.code === 'not_understood' && VAGUE.test(text);
    return unclear ? bad('vague', text, 'expected_days_and_clock') : { ok: false, refusal: found.refusal };
  }
  return new Assembly(setting, options, found.notes, agreed !== null, bad).read(found.tokens);
}

/** One recurrence, or several beside other times as `writeTimes` writes them: behind ； in one choice, behind 或 in the next. */
function withRecurrences(input: string, setting: Setting, options: TimesOptions): Understood<TimeSpec> {
  const choices = input.split(' 或 ').map((choice) => choice.split('；').filter((part) => part.trim() !== ''));
  if (choices.length === 1 && choices[0].length === 1) return parseRecurrence(choices[0][0], setting, options);
  const notes: string[] = [];
  const alternatives: TimeSpec['alternatives'] = [];
  for (const parts of choices) {
    const rules: TimeSpec['alternatives'][number] = [];
    for (const part of parts) {
      const found = parseTimes(part, setting, options);
      if (!found.ok) return found;
      if (found.value.alternatives.length !== 1)
        return refused('not_understood', 'expected_recurrence', { value: part.slice(0, 60) });
      rules.push(...found.value.alternatives[0]);
      notes.push(...found.notes);
    }
    alternatives.push(rules);
  }
  return understood({ kind: 'fixed', alternatives, weeklyMinutes: null }, [...new Set(notes)]);
}

/** Dated exceptions stay with the rules; 周四下午不行 is taken out of somebody's free time. null: it is no exception. */
function withException(
  { text, dated, said }: Excepted,
  setting: Setting,
  options: TimesOptions,
): Understood<TimeSpec> | null {
  const base = dated || options.dayWithoutClock === 'whole_day' ? parseTimes(text, setting, options) : null;
  if (!base?.ok || base.value.kind !== 'fixed') return null;
  const { alternatives } = base.value;
  if (dated) {
    if (alternatives.flat().some((rule) => rule.recurrence)) return null;
    const rules = alternatives.map((one) =>
      one.map((rule) => ({ ...rule, except: [...(rule.except ?? []), ...dated.ranges] })),
    );
    return understood({ ...base.value, alternatives: rules }, [...new Set([...base.notes, ...dated.notes])]);
  }
  const named = parseTimes(said, setting, options);
  // 午休除外: on each of the days.
  const busy = named.ok || named.refusal.code !== 'day_missing' ? named : parseTimes(`每天${said}`, setting, options);
  if (!busy.ok || busy.value.kind !== 'fixed' || alternatives.length > 1) return null;
  const left = subtractTimes(alternatives[0], busy.value.alternatives.flat());
  return left && understood({ ...base.value, alternatives: [left] }, base.notes);
}
