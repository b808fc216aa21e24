/** Times of day: 16:30, 下午两点半, 14:00-16:00, 9-11点, 上午, 放学后. Minutes from midnight. */
import { NUMBER, number } from './text';
import { type ClockRange, type DayPart, type Habits, type Refusal, refused } from './types';

type Half = 'am' | 'noon' | 'pm' | 'night' | null;

const PART_WORDS: [RegExp, DayPart[], Half][] = [
  [/^(上下午|上、?下午)/, ['morning', 'afternoon'], null],
  [
    /^(上午|早上|早晨|清晨|清早|早间|早(?=[\d一二三四五六七八九十])|凌晨|mornings?\b|a\.?m\.?(?![a-z]))/i,
    ['morning'],
    'am',
  ],
  [/^(中午|午间|午休(时间|时段)?|noon\b)/i, ['noon'], 'noon'],
  [/^(下午|午后|afternoons?\b|p\.?m\.?(?![a-z]))/i, ['afternoon'], 'pm'],
  [/^(晚上|晚间|夜间|夜晚|傍晚|晚(?=[\d一二三四五六七八九十])|evenings?\b)/i, ['evening'], 'night'],
  [
    /^(放学(以|之)?后|课后(延时)?(服务)?(时间|时段|段)?|延时(服务|课)(时间|时段)?|after[- ]school)/i,
    ['after_school'],
    'pm',
  ],
  [/^(全天|整天|一整天|白天|all[- ]day\b|whole day\b)/i, ['whole_day'], null],
];

interface Clock {
  hour: number;
  minute: number;
  half: Half;
  length: number;
}

export interface ScannedClock {
  ranges: ClockRange[];
  /** Only a start was said: the length comes from elsewhere. */
  startOnly: boolean;
  notes: string[];
  length: number;
}

/** A clock range or part of the day at the start of tidy text; `dots` allows 14.30. null: no clock here. */
export function scanClock(
  text: string,
  habits: Habits,
  dots: boolean,
  half: Half = null,
): ScannedClock | { refusal: Refusal } | null {
  let at = 0;
  let parts: DayPart[] = [];
  for (const [word, found, itsHalf] of PART_WORDS) {
    const m = word.exec(text);
    if (!m) continue;
    at = m[0].length;
    parts = found;
    half = itsHalf;
    break;
  }
  const gap = at > 0 ? /^[ :]?/.exec(text.slice(at))![0].length : 0;
  const first = scanPoint(text.slice(at + gap), dots, half) ?? scanBareStart(text.slice(at + gap));
  if (!first) {
    if (parts.length === 0) return null;
    return { ranges: parts.map((part) => ({ ...habits.parts[part], part })), startOnly: false, notes: [], length: at };
  }
  const wrong = (code: string, value: string): { refusal: Refusal } => ({
    refusal: refused(code, 'expected_times', { value }).refusal,
  });
  at += gap + first.length;
  const link = /^ ?(-|至|到|—|to|until) ?/i.exec(text.slice(at));
  let from = minuteOf(first, first.half ?? half);
  // 3:30-4:30pm: the half is said once, behind.
  const closing = link && from === 'ambiguous_hour' ? scanPoint(text.slice(at + link[0].length), dots, half) : null;
  if (closing?.half) from = minuteOf(first, closing.half);
  if (typeof from === 'string') return wrong(from, text.slice(0, at));
  if (link) {
    const behind = text.slice(at + link[0].length);
    const part = PART_WORDS.find(([word, , itsHalf]) => itsHalf && word.test(behind));
    const skip = part
      ? part[0].exec(behind)![0].length + /^ ?/.exec(behind.slice(part[0].exec(behind)![0].length))![0].length
      : 0;
    const last = scanPoint(behind.slice(skip), dots, half);
    if (last) {
      const length = at + link[0].length + skip + last.length;
      const lastHalf = last.half ?? part?.[2] ?? first.half ?? half;
      // 上午9:00-16:00: the second clock is plainly on 24 hours. 下午2点-4点: the first half is inherited.
      let to = minuteOf(last, last.hour >= 13 ? null : lastHalf);
      // 上午10点到1点半 crosses noon without saying so.
      if (typeof to === 'number' && to <= from && lastHalf === 'am' && !part) to = 'ends_before_start';
      // 0:00-1:00 is on 24 hours.
      if (to === 'ambiguous_hour' && first.hour === 0) to = last.hour * 60 + last.minute;
      // 11:30-1:00, 9:00-3:00: an end after the start can only be in the afternoon.
      if (to === 'ambiguous_hour' && (last.hour + 12) * 60 + last.minute > from)
        to = (last.hour + 12) * 60 + last.minute;
      if (typeof to === 'string') return wrong(to, text.slice(0, length));
      if (to <= from) return wrong('ends_before_start', text.slice(0, length));
      return { ranges: [{ from, to }], startOnly: false, notes: [], length };
    }
    if (scanBareStart(behind)) return wrong('not_understood', text.slice(0, 40));
  }
  const later = /^ ?(以后|之后|后|onwards?)/.exec(text.slice(at));
  if (later) {
    const to = Math.max(habits.parts.evening.to, from + habits.meetingMinutes);
    return {
      ranges: [{ from, to: Math.min(to, 1440) }],
      startOnly: false,
      notes: ['open_end'],
      length: at + later[0].length,
    };
  }
  const earlier = /^ ?(以前|之前|前)/.exec(text.slice(at));
  if (earlier) {
    if (from <= habits.parts.morning.from) return wrong('ends_before_start', text.slice(0, at));
    return {
      ranges: [{ from: habits.parts.morning.from, to: from }],
      startOnly: false,
      notes: ['open_start'],
      length: at + earlier[0].length,
    };
  }
  const begin = /^ ?(开始|起|准时|整)/.exec(text.slice(at));
  if (from >= 1440) return wrong('no_such_time', text.slice(0, at));
  return { ranges: [{ from, to: from }], startOnly: true, notes: [], length: at + (begin?.[0].length ?? 0) };
}

const COLON = /^(\d{1,2}) ?: ?(\d{2})(?::\d{2})?(?!\d)(?: ?([ap])\.?m\.?)?/i;
const POINT = new RegExp(
  `^(${NUMBER})(?:点|时(?!段|间)|o'clock)(?:钟|整|(半)|(一刻|三刻)|(${NUMBER})(?:分(?!钟)|(?![\\d.]|次|节|个|人|小时|分钟|课时)))?`,
  'i',
);
const DOTTED = /^(\d{1,2})\.(\d{2})(?!\d)/;
const AMPM = /^(\d{1,2}) ?([ap])\.?m\.?(?![a-z])/i;
const FOUR = /^([01]\d|2[0-3])([0-5]\d)(?= ?(?:-|至|到) ?\d{4})|^([01]\d|2[0-3])([0-5]\d)(?![\d年])/;

function scanPoint(text: string, dots: boolean, half: Half): Clock | null {
  let m = COLON.exec(text);
  if (m)
    return {
      hour: Number(m[1]),
      minute: Number(m[2]),
      half: m[3] ? (/p/i.test(m[3]) ? 'pm' : 'am') : null,
      length: m[0].length,
    };
  m = AMPM.exec(text);
  if (m) return { hour: Number(m[1]), minute: 0, half: /p/i.test(m[2]) ? 'pm' : 'am', length: m[0].length };
  m = POINT.exec(text);
  if (m) {
    const minute = m[2] ? 30 : m[3] ? (m[3] === '一刻' ? 15 : 45) : m[4] ? number(m[4]) : 0;
    return { hour: number(m[1]), minute, half: null, length: m[0].length };
  }
  m = dots || half ? DOTTED.exec(text) : null;
  if (m) return { hour: Number(m[1]), minute: Number(m[2]), half: null, length: m[0].length };
  m = dots ? FOUR.exec(text) : null;
  if (m) return { hour: Number(m[1] ?? m[3]), minute: Number(m[2] ?? m[4]), half: null, length: m[0].length };
  return null;
}

/** The 9 of 9-11点 and of 2-4pm. */
function scanBareStart(text: string): Clock | null {
  const m = new RegExp(`^(${NUMBER})(?= ?(?:-|至|到) ?${NUMBER} ?(?:点|时(?!段|间)|[ap]m))`, 'i').exec(text);
  if (!m) return null;
  const half = /^[^a-z]*([ap])m/i.exec(text.slice(m[0].length));
  return { hour: number(m[1]), minute: 0, half: half ? (/p/i.test(half[1]) ? 'pm' : 'am') : null, length: m[0].length };
}

/** Minute of the day, or the code of what is wrong. An hour from 1 to 6 needs 上午 or 下午: nobody meets at 03:00. */
function minuteOf(clock: Clock, half: Half): number | string {
  const { hour, minute } = clock;
  if (!Number.isInteger(hour) || hour > 24 || !Number.isInteger(minute) || minute > 59 || (hour === 24 && minute > 0))
    return 'no_such_time';
  const at = (h: number): number => h * 60 + minute;
  if (half === null) return hour >= 1 && hour <= 6 ? 'ambiguous_hour' : at(hour);
  if (half === 'am') return hour <= 12 ? at(hour) : 'contradictory_time';
  if (half === 'noon')
    return hour >= 10 && hour <= 14 ? at(hour) : hour >= 1 && hour <= 2 ? at(hour + 12) : 'contradictory_time';
  if (half === 'pm') return hour >= 12 ? at(hour) : hour >= 1 && hour <= 8 ? at(hour + 12) : 'contradictory_time';
  return hour >= 17
    ? at(hour)
    : hour === 12 && minute === 0
      ? 1440
      : hour >= 5 && hour < 12
        ? at(hour + 12)
        : 'contradictory_time';
}
