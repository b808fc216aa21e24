/** Lessons and breaks of the school day: 第3节, 第七、八节, 下午第一节, 早读, 大课间. The times are the district's; without them nobody knows. */
import { NUMBER, number } from './text';
import { type ClockRange, type Refusal, refused, type Timetable } from './types';

export interface ScannedLessons {
  ranges: ClockRange[];
  length: number;
}

const NOON = 12 * 60;
const HALF = /^(上午|下午)(?=第|最后|前|[一二三四五六七八\d](?:[、,和及-]|至|到)[一二三四五六七八\d]节)/;
// 最后两节课, 上午前两节
const EDGE = /^(最后|前)([两二三四2-4])节(?:课)?/;
const BREAKS: [RegExp, 'earlyReading' | 'longBreak'][] = [
  [/^(?:早读|晨读|早自习|晨诵)(?:课)?(?:时间|时段)?/, 'earlyReading'],
  [/^(?:大课间|课间操)(?:活动)?(?:时间|时段)?/, 'longBreak'],
];
// 第三节, 第七八节, 第3-4节, 第3、4节课; without 第 only as a list or a range: 3节 alone is a length.
const NTH = new RegExp(
  `^第(${NUMBER}(?:(?:课|节)?(?:[、,/和及]|-|至|到)第?${NUMBER})*)节(?:课)?(?:和|、)?(?!后|前|课?后)`,
);
/** 下午一、二节 */
const OF_HALF = /^([一二三四五六七八\d](?:[、,和及-]|至|到)[一二三四五六七八\d])节(?:课)?/;
const LISTED = /^(\d{1,2}(?:[、,/]|-)\d{1,2})节(?:课)?(?!\/|每|次)/;

/** Lessons or a break at the start of tidy text; null: none here. A refusal for want of a timetable says how long the words are. */
export function scanLessons(
  text: string,
  timetable: Timetable | null,
  afterDay: boolean,
): ScannedLessons | { refusal: Refusal; length?: number } | null {
  const wrong = (
    code: string,
    expected = 'expected_clock',
    length?: number,
  ): { refusal: Refusal; length?: number } => ({
    ...(length && { length }),
    refusal: refused(code, expected, { value: text.slice(0, 20), lessons: timetable?.lessons.length ?? 0 }).refusal,
  });
  for (const [word, key] of BREAKS) {
    const m = word.exec(text);
    if (!m) continue;
    const range = timetable?.[key];
    return range
      ? { ranges: [{ ...range }], length: m[0].length }
      : wrong('timetable_unknown', 'expected_timetable', m[0].length);
  }
  const half = HALF.exec(text)?.[1] ?? null;
  const at = half ? half.length : 0;
  const rest = text.slice(at);
  const last = /^最后一节(?:课)?/.exec(rest);
  const edge = EDGE.exec(rest);
  const m =
    last ?? edge ?? NTH.exec(rest) ?? (half ? OF_HALF.exec(rest) : null) ?? (afterDay ? LISTED.exec(rest) : null);
  if (!m) return null;
  if (!timetable || timetable.lessons.length === 0)
    return wrong('timetable_unknown', 'expected_timetable', at + m[0].length);
  const { lessons } = timetable;
  const ofHalf = lessons.filter(({ from }) => half === null || from < NOON === (half === '上午'));
  const some = edge && edgeOf(ofHalf, edge[1] === '最后', number(edge[2]));
  const numbers = last
    ? [lessons.indexOf(ofHalf[ofHalf.length - 1]) + 1]
    : some
      ? some.map((lesson) => lessons.indexOf(lesson) + 1)
      : lessonNumbers(m[1]);
  if (!numbers) return wrong('ends_before_start');
  const ranges: ClockRange[] = [];
  for (const said of numbers) {
    // 下午第一节 counts within the afternoon, 下午第七节 through the day.
    const found = half && !edge && said <= ofHalf.length ? ofHalf[said - 1] : lessons[said - 1];
    if (!found || !ofHalf.includes(found)) return wrong('no_such_lesson');
    const before = ranges[ranges.length - 1];
    // Two lessons in a row are one meeting, with the break between them.
    if (before && lessons.findIndex(({ to }) => to === before.to) === lessons.indexOf(found) - 1) before.to = found.to;
    else ranges.push({ from: found.from, to: found.to });
  }
  return { ranges, length: at + m[0].length };
}

/** The last or the first few lessons. */
const edgeOf = <T>(lessons: T[], last: boolean, count: number): T[] =>
  last ? lessons.slice(-count) : lessons.slice(0, count);

/** 七八 · 3-4 · 3、4 · 一至二, ascending; null when a range runs backwards. */
function lessonNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  const parts = text.replace(/[第节课]/g, '').split(/(-|至|到|[、,/和及])/);
  let ranging = false;
  for (const part of parts) {
    if (/^[-至到]$/.test(part)) ranging = true;
    else if (!/^[、,/和及]$/.test(part)) {
      const each = /^[一二三四五六七八九]{2,}$/.test(part) ? [...part].map(number) : [number(part)];
      const before = numbers[numbers.length - 1];
      if (ranging) {
        if (each[0] <= before) return null;
        for (let n = before + 1; n < each[0]; n++) numbers.push(n);
      }
      numbers.push(...each);
      ranging = false;
    }
  }
  return numbers.every((n, i) => i === 0 || n > numbers[i - 1]) ? numbers : null;
}
