/** From what people type about times to a TimeSpec. */
import { closeDates, isBlank, simplify, tidy } from './text';
import { Assembly } from './times-assembly';
import { tokenizeTimes } from './time-tokens';
import { isRecurrence, parseRecurrence } from './rrule';
import { type Setting, type TimesOptions, type TimeSpec, type Understood, refused, understood } from './types';

const AGREED =
  /^(?:时间)?(?:待定|待商定?|待协商|另定|另行(?:商定|通知|安排|协商)|面议|协商(?:确定|安排)?|(?:双方|共同)(?:商定|协商)(?:确定)?|商定|自定|自行(?:商定|安排|约定)|(?:双方)?约定|预约|按需预约|与(?:学校|志愿者|老师|对方)(?:商定|协商|约定)|灵活安排|tbd|tba|to be agreed|by agreement|flexible)$/i;
const ANY_TIME =
  /^(?:时间)?(?:随时(?:都?可以?|均可|有空)?|任意时间|任何时间|任意|时间?不限|均可|都可以|都行|全部时间|全周|每天都?可以?|随时待命|(?:按|听|服从|根据)(?:学校|区里|工作)?(?:安排|需要)|any ?time|always|all)$/i;
const VAGUE =
  /开学初|学期初|期初|开学前|学期末|期末|期中|月初|月底|月末|年底|节前|节后|课间(?!操)|看.{0,6}情况|视.{0,6}情况|情况而定|再说|有空|有时|偶尔|不定期|不固定|不一定|可能|大概|尽快|近期|适时|闲时|if possible|sometimes|depends/i;

/**
 * 每周二16:30 · 周二/四下午 · 单周周三 · 9月1日—次年1月10日每周二16:30 · 周二或周四下午 · 每周两次，每次1小时 · 待定 · 随时.
 * A start without an end takes `options.minutes`, else the district's usual meeting, and says so in a note.
 */
export function parseTimes(input: string | number, setting: Setting, options: TimesOptions): Understood<TimeSpec> {
  const text = closeDates(simplify(tidy(String(input))));
  const bad = (code: string, value = text, expected = 'expected_times'): Understood<TimeSpec> =>
    refused(code, expected, { value: value.slice(0, 60) });
  if (isBlank(text)) return bad('empty');
  if (text.length > 2_000) return bad('too_long', text);
  if (isRecurrence(text)) return parseRecurrence(String(input), setting, options.minutes ?? null);
  const bare = text.replace(/[ 。.!()]/g, '');
  if (AGREED.test(bare) || AGREED.test(text))
    return understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null });
  if (ANY_TIME.test(bare) || ANY_TIME.test(text))
    return understood({ kind: 'any_time', alternatives: [], weeklyMinutes: null });
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
    const rest = withoutRemarks(text);
    if (rest !== null) {
      const bare = parseTimes(rest, setting, options);
      if (bare.ok) return understood(bare.value, [...bare.notes, 'remark_kept']);
    }
    const unclear = found.refusal.code === 'not_understood' && VAGUE.test(text);
    return unclear ? bad('vague') : { ok: false, refusal: found.refusal };
  }
  return new Assembly(setting, options, found.notes, agreed !== null, bad).read(found.tokens);
}

// (可调整): the time stands, and may be talked about.
const ADJUSTABLE =
  /[,;。 ]?\(?(?:具体)?(?:时间)?(?:均)?(?:可(?:以)?(?:适当|灵活|酌情|根据[^,;()]{1,8}|视[^,;()]{1,8}|按[^,;()]{1,8})?(?:进行)?(?:调整|微调|调换|调)|(?:视|根据)[^,;()]{1,8}(?:适当|灵活)?调整|灵活调整|适当调整)\)?$/;
// (考试周除外): nobody has said when that is, so no date can be left out.
const UNDATED =
  /[,;。 ]?\(?(?:遇|逢|除)?(?:期中|期末|月考|考试周?|复习周|运动会|家长会|大型活动|重大活动|校内活动|活动周|雨天?|下雨|雨雪|恶劣天气|极端天气|特殊情况|[、和及与])+(?:期间)?(?:以外|之外|除外|外|不安排|不上课?|不开展|暂停|停课?|顺延|取消)\)?$/;

/** The text without an exception nobody has dated or an offer to adjust, which the preview shows; null when there is neither. */
function softened(text: string): { text: string; notes: string[] } | null {
  const notes: string[] = [];
  let rest = text;
  for (const [pattern, note] of [
    [UNDATED, 'undated_exception'],
    [ADJUSTABLE, 'adjustable'],
  ] as const)
    if (pattern.test(rest)) {
      rest = rest.replace(pattern, '').trim();
      notes.push(note);
    }
  return notes.length > 0 && rest !== '' ? { text: rest, notes } : null;
}

const REMARK = /\(([^()]*)\)|(?:,|;|。| )?(?:备注|注|说明):.*$/g;
// Words of a remark that would change the times: dropping them would be a guess.
const CHANGES =
  /除|外|不(?!限|见不散)|停|改|调|或|另|推迟|提前(?!预约|联系|通知|告知|准备|到)|[\d一二三四五六七八九十]+ ?(?:月|日|号|点|时|周|次|节|:)|周[一二三四五六日天]|[上下]午|每|单周|双周/;

/** The text without remarks in brackets or behind 备注, if there are some and none of them speaks of times; else null. */
function withoutRemarks(text: string): string | null {
  let said = true;
  const rest = text.replace(REMARK, (remark: string) => {
    said &&= !CHANGES.test(remark);
    return '';
  });
  return said && rest !== text && rest.trim() !== '' ? rest.trim() : null;
}
