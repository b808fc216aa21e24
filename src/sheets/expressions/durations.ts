/** Lengths and workloads in minutes: 1小时30分, 90分钟, 一个半小时, 2课时, 每月8小时. */
import { NUMBER, number, tidy } from './text';
import { type Habits, type Understood, refused, understood } from './types';

const HOURS = new RegExp(`^(${NUMBER}) ?(个半|个)?(?:小时|钟头|h(?:ours?|rs?)?(?![a-z]))(半|钟)?`, 'i');
const HALF_HOUR = /^半个?(小时|钟头)|^半个钟|^half an hour/i;
const MINUTES = new RegExp(`^(${NUMBER}) ?(?:分钟?|m(?:in(?:ute)?s?)?\\.?(?![a-z])|['′’])`, 'i');
const LESSONS = new RegExp(`^(${NUMBER}) ?(?:个)?(?:课时|节课|节|学时|lessons?|periods?)`, 'i');
/** Nobody writes longer of how long. */
const LONGEST_DURATION = 200;
/** Of one meeting. */
const MOST_LESSONS = 4;
const QUARTERS = new RegExp(`^([一三13])刻钟?`);

/** A length at the start of tidy text, in minutes. */
export function scanDuration(text: string, habits: Habits): { minutes: number; length: number } | null {
  let at = 0;
  let minutes = 0;
  let m = HALF_HOUR.exec(text);
  if (m) return { minutes: 30, length: m[0].length };
  m = LESSONS.exec(text);
  if (m) return { minutes: number(m[1]) * habits.lessonMinutes, length: m[0].length };
  m = QUARTERS.exec(text);
  if (m) return { minutes: number(m[1]) * 15, length: m[0].length };
  m = HOURS.exec(text);
  if (m) {
    minutes = (number(m[1]) + (m[2] === '个半' || m[3] === '半' ? 0.5 : 0)) * 60;
    at = m[0].length;
    const more = /^[ 零又]*/.exec(text.slice(at))![0].length;
    const bare = /^(\d{1,2}|[一二三四五]十)(?=$|[)，,;])/.exec(text.slice(at + more));
    const rest = MINUTES.exec(text.slice(at + more)) ?? QUARTERS.exec(text.slice(at + more)) ?? bare;
    if (rest) {
      minutes += number(rest[1]) * (rest[0].includes('刻') ? 15 : 1);
      at += more + rest[0].length;
    }
    return { minutes, length: at };
  }
  m = MINUTES.exec(text);
  if (m) return { minutes: number(m[1]), length: m[0].length };
  m = /^(?:一个?|整个?)(上午|下午|晚上)/.exec(text);
  if (m) {
    const part = habits.parts[({ 上午: 'morning', 下午: 'afternoon', 晚上: 'evening' } as const)[m[1] as '上午']];
    return { minutes: part.to - part.from, length: m[0].length };
  }
  m = /^半天/.exec(text);
  if (m) return { minutes: habits.parts.morning.to - habits.parts.morning.from, length: m[0].length };
  m = /^[一1]整?天|^[全整]天/.exec(text);
  if (m) return { minutes: habits.parts.whole_day.to - habits.parts.whole_day.from, length: m[0].length };
  return null;
}

export interface DurationOptions {
  habits: Habits;
  /** What a bare number means, from the column's header: 时长（分钟）. */
  unit?: 'minutes' | 'hours' | 'lessons';
  /** Largest sensible value in minutes; default 24 hours. */
  most?: number;
}

/** The length of one meeting, whole minutes > 0. */
export function parseDuration(input: string | number, options: DurationOptions): Understood<number> {
  const { habits } = options;
  const most = options.most ?? 1440;
  const bad = (code: string): ReturnType<typeof refused> =>
    refused(code, 'expected_duration', { value: String(input) });
  const check = (minutes: number, notes: string[] = []): Understood<number> =>
    Number.isFinite(minutes) && minutes > 0 && minutes <= most && Number.isInteger(Math.round(minutes * 1000) / 1000)
      ? understood(Math.round(minutes), notes)
      : bad('out_of_range');
  if (typeof input === 'string' && input.length > LONGEST_DURATION) return bad('not_a_duration');
  if (typeof input === 'number' || /^\d+(\.\d+)?$/.test(tidy(input))) {
    const value = Number(typeof input === 'number' ? input : tidy(input));
    if (options.unit) return check(value * { minutes: 1, hours: 60, lessons: habits.lessonMinutes }[options.unit]);
    // Nobody meets for 2 minutes, nobody for 90 hours; between them a number without a unit is a riddle.
    return Number.isInteger(value) && value >= 15 && value <= 480
      ? check(value, ['read_as_minutes'])
      : bad('unit_missing');
  }
  const notes: string[] = [];
  let text = tidy(input);
  // 40分钟/节，2节连上 · 两节连堂 · 40+40分钟
  text = text
    .replace(/^(\d+ ?分钟?)\/节[,、 ]*(\d|[两二三])节(?:连上|连堂|连排)?$/, '$1×$2')
    .replace(/(?<=节课?)(?:连上|连堂|连排)$/, '')
    .replace(/^(\d+) ?\+ ?\1(?= ?分钟?$)/, (_, one: string) => String(2 * Number(one)))
    .replace(/^\.(?=\d)/, '0.');
  text = text.replace(/^[一1](?:节|讲)课?(?=\d)|(?<=\d ?分钟?)[一1]节课?$|(?<=小时)整$/g, '');
  // 每次1小时，共8次: of how many a term has, the times and the period speak.
  const total = new RegExp(`[,;、 ]*(?:共|总共|合计|共计)${NUMBER}(?:次|场|讲)课?$`).exec(text);
  if (total && total.index > 0) {
    text = text.slice(0, total.index);
    notes.push('total_not_kept');
  }
  // 每节40分钟，共2节 · 40分钟×2 · 2节×40分钟
  const product =
    new RegExp(`^(?:每(?:节|讲|课时)课?)?(.+?)(?:[,、; ]*(?:共|每次|一次)|[×xX*])(${NUMBER})(?:节课?|课时)?$`).exec(
      text,
    ) ??
    new RegExp(`^(.+?)[×xX*](.+)$`).exec(text.replace(new RegExp(`^(${NUMBER})(?:节课?|课时)[×xX*](.+)$`), '$2×$1'));
  const single = product && scanDuration(product[1], habits);
  if (product && single && single.length === product[1].length && Number.isInteger(number(product[2])))
    return check(single.minutes * number(product[2]), notes);
  // 两节课(80分钟): the minutes say how long a lesson is there. 90分钟(含互动): a remark.
  const bracket = /^(.+?)\(([^()]+)\)$/.exec(text);
  if (bracket) {
    const [outer, inner] = [parseDuration(bracket[1], options), parseDuration(bracket[2], options)];
    if (!outer.ok) return outer;
    if (!inner.ok)
      return /[\d一二两三四五六七八九十半]/.test(bracket[2])
        ? bad('not_a_duration')
        : understood(outer.value, [...outer.notes, 'count_remark']);
    const lessons = /节|课时|学时/.test(bracket[1]);
    return lessons || inner.value === outer.value ? inner : bad('contradictory_time');
  }
  text = text.replace(/^(每次|每场|每节课|每节|每讲|单次|一次|时长|共|课程)[:约]?\s*/, '');
  const bounded = /^(不超过|最多|至多|不多于) ?/.exec(text);
  if (bounded) {
    notes.push('upper_end');
    text = text.slice(bounded[0].length);
  }
  const about = /^(约|大约|大概|近|approx\.?|about) ?|(左右|上下|以内|之内|内)$/.exec(text);
  if (about) {
    notes.push('approximate');
    text = text.replace(/^(约|大约|大概|近|approx\.?|about) ?/, '').replace(/(左右|上下|以内|之内|内)$/, '');
  }
  text = text
    .replace(/ ?\/ ?(次|场|节|课|讲)$/, '')
    .replace(/ (?=[a-z'′]|小时|分)/gi, '')
    .trim();
  const clock = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text);
  if (clock) return check(Number(clock[1]) * 60 + Number(clock[2]), notes);
  if (/^\d+-\d+$/.test(text)) return bad('unit_missing');
  const range = new RegExp(`^(${NUMBER})(小时|分钟|分|课时|个小时|h|min)?(?:-|至|到)(${NUMBER})(.+)$`, 'i').exec(
    text.replace(/^半(?=个?小时|个?钟头)/, '0.5').replace(/^0.5个/, '0.5'),
  );
  if (range) {
    const upper = scanDuration(range[3] + range[4], habits);
    const lower = scanDuration(range[1] + (range[2] ?? range[4]), habits);
    if (!upper || !lower || upper.length !== (range[3] + range[4]).length) return bad('not_a_duration');
    return upper.minutes < lower.minutes ? bad('ends_before_start') : check(upper.minutes, [...notes, 'upper_end']);
  }
  const found = scanDuration(text, habits);
  if (!found || found.length !== text.length) return bad('not_a_duration');
  // 8课时 are those of a term rather than of one meeting.
  const lessons = LESSONS.exec(text);
  if (lessons && number(lessons[1]) > MOST_LESSONS)
    return refused('lessons_in_all', 'expected_lessons_once', { value: String(input).slice(0, 40) });
  return check(found.minutes, notes);
}

/** A workload: minutes in a period. */
export interface Workload {
  minutes: number;
  per: 'week' | 'month' | 'term' | 'year';
}

const PERIODS: Record<string, Workload['per']> = {
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  week: 'week',
  月: 'month',
  month: 'month',
  学期: 'term',
  term: 'term',
  年: 'year',
  学年: 'year',
  year: 'year',
};
const EACH = /^(?:每个?|一|per )?(周|星期|礼拜|月|学期|学年|年)(?:不超过|最多|至多|约|上限|以内|内)? ?/i;

/** 每月8小时, 8小时/月, 每周两次每次1小时, 不限 (null); a bare number takes the column's unit and `per`. */
export function parseWorkload(
  input: string | number,
  options: DurationOptions & { per: Workload['per'] },
): Understood<Workload | null> {
  const bad = (code: string): ReturnType<typeof refused> =>
    refused(code, 'expected_workload', { value: String(input) });
  const most = options.most ?? 744 * 60;
  const settle = (minutes: number, per: Workload['per']): Understood<Workload | null> =>
    minutes > 0 && minutes <= most ? understood({ minutes: Math.round(minutes), per }) : bad('out_of_range');
  if (typeof input === 'number' || /^\d+(\.\d+)?$/.test(tidy(input))) {
    if (!options.unit) return bad('unit_missing');
    const value = Number(typeof input === 'number' ? input : tidy(input));
    return settle(value * { minutes: 1, hours: 60, lessons: options.habits.lessonMinutes }[options.unit], options.per);
  }
  let text = tidy(input)
    .replace(/ /g, '')
    .replace(/^(不超过|最多|至多|约|上限)|(以内|之内|左右)$/g, '');
  if (/^(不限|无限制?|无上限|随意|unlimited|nolimit)$/i.test(text)) return understood(null);
  let per = options.per;
  const each = EACH.exec(text);
  if (each) {
    per = PERIODS[each[1]];
    text = text.slice(each[0].length);
  }
  text = text.replace(/(以内|之内|左右)(?=\/)/, '');
  const slash = /(?:\/|每|per)个?(周|星期|月|学期|年|week|month|term|year)$/i.exec(text);
  if (slash) {
    per = PERIODS[slash[1].toLowerCase()];
    text = text.slice(0, -slash[0].length);
  }
  // 4-6小时: as a limit, the upper end.
  const range = new RegExp(
    `^(${NUMBER})(?:小时|分钟|课时|h)?(?:-|至|到)(${NUMBER})(小时|个小时|分钟|课时|h)$`,
    'i',
  ).exec(text);
  const upper =
    range && number(range[1]) <= number(range[2]) ? scanDuration(range[2] + range[3], options.habits) : null;
  if (upper) {
    const found = settle(upper.minutes, per);
    return found.ok ? understood(found.value, ['upper_end']) : found;
  }
  const repeated =
    new RegExp(`^(${NUMBER})次[,、;]?(?:每次|各)?(.+)$`).exec(text) ??
    new RegExp(`^(${NUMBER})[×xX*](.+分钟|.+小时)$`).exec(text.replace(/^(.+?(?:分钟|小时))[×xX*](\d+)$/, '$2×$1'));
  const found = scanDuration(repeated ? repeated[2] : text, options.habits);
  if (!found || found.length !== (repeated ? repeated[2] : text).length) return bad('not_a_workload');
  return settle(found.minutes * (repeated ? number(repeated[1]) : 1), per);
}
