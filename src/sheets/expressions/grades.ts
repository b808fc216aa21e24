/** Grades and audiences: 小学三至五年级, 初一, 七、八年级, 高中, 幼儿园大班, 青年教师. */
import { number, squeeze, tidy } from './text';
import { type Understood, refused, understood } from './types';

export type Audience = 'pupils' | 'young_teachers' | 'teachers' | 'parents' | 'whole_school' | 'community';

export interface Audiences {
  /** Bit g set: grade g (0 kindergarten, 1–12); 0 when no grade is named. */
  grades: number;
  audiences: Audience[];
}

const STAGES: [RegExp, number, number][] = [
  [/^(中小学生?|全学段|各学段|k-?12)/, 1, 12],
  [/^(小学低(年)?(级|段)|低(年)?(级|段)|小低)/, 1, 2],
  [/^(小学中(年)?(级|段)|中(年)?(级|段)|小中)/, 3, 4],
  [/^(小学中高(年)?(级|段)|中高(年)?(级|段))/, 3, 6],
  [/^(小学高(年)?(级|段)|高(年级|段)|小高)/, 5, 6],
  [/^(小学毕业班)/, 6, 6],
  [/^(初中毕业班|中考班|中考(学生|考生)?)/, 9, 9],
  [/^(高中毕业班|高考班|高考(学生|考生)?)/, 12, 12],
  [/^(九年一贯制|义务教育(阶段|段)?)/, 1, 9],
  [/^(小学(部|阶段|段)?|primary(school)?|elementary)/, 1, 6],
  [/^(初中(部|阶段|段)?|juniorhigh(school)?|middleschool|junior)/, 7, 9],
  [/^(高中(部|阶段|段)?|职高|中职|seniorhigh(school)?|highschool|senior)/, 10, 12],
  [/^(完全中学|完中|中学(部|阶段)?|secondary(school)?)/, 7, 12],
  [/^(幼儿园|幼儿|学前(班|教育|儿童)?|kindergarten|preschool)(的)?((大|中|小|托)[、,/和及]?)*(班)?/, 0, 0],
  [/^(大|中|小|托)班/, 0, 0],
];
const PEOPLE: [RegExp, Audience][] = [
  [/^(新入职|新任|新进|年轻|青年|新)(教职工|教师|老师|班主任)/, 'young_teachers'],
  [/^(young|new)teachers?/, 'young_teachers'],
  [/^(全体|各科|学科|骨干)?(教职工|教师|老师|班主任|teachers?)/, 'teachers'],
  [/^(学生)?(家长|隔代家长|祖辈|parents?)/, 'parents'],
  [/^(全校|全体|全园|全员|不限|各年级|所有年级|全部|师生|wholeschool|all|any)(学生|师生|年级)?/, 'whole_school'],
  [/^(社区(居民|儿童|青少年)?|村民|居民|青少年|未成年人|community)/, 'community'],
  [/^(学困|家困|心困|三困|贫困|特困)生/, 'pupils'],
  [/^(留守|困境|随迁|贫困|特殊)?(学生|儿童|孩子|少年|同学|pupils?|students?|children)/, 'pupils'],
];
const SIGN = '(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])';
const JUNIOR = new RegExp(`^(初|高)(?:中)?([一二三四1234])(?:年级|年段)?`);
const PREFIX: Record<string, number> = { 小: 0, 初: 6, 高: 9 };

/** The cell in the shape that is read: classes as their grade, years of service left out, brackets kept as signs. */
function prepared(input: string): string {
  const text = squeeze(input)
    .replace(/(初|高)([一二三])\(?[\d一二三四五六七八九十、,-]+\)?班/g, '$1$2')
    .replace(/([一二三四五六七八九])(?:年级)?(?:\([\d一二三四五六七八九十、,-]+\)[、,]?)+班/g, '$1年级')
    .replace(/([一二三四五六七八九])(?:年级)?\d{1,2}班/g, '$1年级')
    .replace(/(?<![\d.])([1-9])\.\d{1,2}班/g, '$1年级')
    .replace(/([一二三四五六七八九])(?:年级)?\(\d{1,2}\)中队/g, '$1年级')
    .replace(/(?:小|中|托)班(?:-|至|到)(?:大|中)班/g, '幼儿园')
    .replace(/^(小学)?低(年级|段)?[、,]中(年级|段)?[、,和]高(?=年级|段)/, '低年级、中年级、高')
    .replace(/^(小学)?中低年级/, '低年级、中年级')
    .replace(/(?<=年级)\(毕业班\)/g, '')
    .replace(/\((?:\d{2}周?岁(?:以下|以内|及以下))\)(?=$)/, '')
    .replace(/^(?:3\d|4[05])周?岁(?:以下|以内|及以下)的?(?=教师|青年教师|教职工|老师)/, '青年')
    .replace(/^青年青年/, '青年')
    .replace(/年级\(?[上下](?:册|学期)?\)?(?![一二三四五六七八九\d])/g, '年级')
    .replace(/(以[上下])\(含[^()]{0,6}\)/g, '$1')
    .replace(/年级\([\d一二三四五六七八九十、,-]+班\)/g, '年级')
    .replace(/(?<=年级)[、,]\(\d{1,2}\)班/g, '')
    .replace(/^(小[、,/和及]?)?初[、,/和及]?高中/, (_, primary: string | undefined) =>
      primary ? '小学、初中、高中' : '初中、高中',
    )
    .replace(/\(含(?:本)?(?:年级)?\)(?=以[上下])/g, '及');
  // 新教师(3年内): how long somebody has served is no grade.
  const served = /教师|老师|教职工|班主任/.test(text)
    ? text.replace(/\(?(?:入职|教龄|工作)?[\d一二三四五两]+年(?:以内|之内|内|以下)的?\)?/g, '')
    : text;
  return served.replace(/["“”]/g, ',');
}

const LONGEST_GRADES = 1_000;
/** 7-9, 3、4、5, 7 under a header that asks for grades; 7-9 under 对象 may be ages. */
const BARE = new RegExp(`^${SIGN}(?:(?:[、,/和及-]|至|到)${SIGN})*$`);
/** 7-9 that Excel took for the ninth of July. */
const DATED = /^\d{4}-\d{1,2}-\d{1,2}(?: 00:00(?::00)?)?$|^\d{1,2}月\d{1,2}日$|^4\d{4}$|^5\d{4}$/;

/** Under 年级 a bare number is one; under 年级班级, 3-5 is a class of the third. */
export const asksForGrades = (header: string): boolean => /年级|grade/i.test(header) && !/班/.test(header);

/**
 * One audience cell; several parts by 、，/ 和. What stands behind a stage, 小学（3-5年级） or 小学部三年级, is all that is meant of it.
 * `ofGrades`: the header asks for grades.
 */
export function parseGrades(input: string | number, ofGrades = false): Understood<Audiences> {
  const value = String(input).slice(0, 60);
  const bad = (code: string, expected = 'expected_grades'): ReturnType<typeof refused> =>
    refused(code, expected, { value });
  if (String(input).length > LONGEST_GRADES) return bad('not_a_grade');
  const bare = squeeze(value);
  if (DATED.test(tidy(value))) return bad('date_for_grades');
  if (BARE.test(bare)) {
    if (ofGrades) return parseGrades(`${bare}年级`);
    if (/\d/.test(bare)) return bad('grade_or_age', 'expected_grade_or_age');
  }
  let rest = prepared(String(input));
  let grades = 0;
  const notes: string[] = [];
  const audiences = new Set<Audience>();
  /** 一年级新生及家长 names pupils beside others. */
  let pupils = false;
  let base: number | null = null;
  /** The stage named last, while nothing but its own grades has followed. */
  let stage: { bits: number; narrowed: boolean } | null = null;
  let bracket = false;
  while (rest !== '') {
    const separator =
      /^([、,/;+&和及与跟至.()]|以及|各班|在校|的|段|级|同学|学生|新生|毕业生|生|部分|所有|全体(?=小|初|高|中)|面向|针对|适合|适用|为|均可|都可以?|可|均|and)/.exec(
        rest,
      );
    const found = scanGrades(rest, base);
    if (found && 'code' in found) return bad(found.code);
    // 中学一年级 may be the seventh or the tenth.
    if (found && /^中学/.test(rest) && !found.stage && (found.bits & bitsOf(0, 6)) !== 0) return bad('no_such_grade');
    if (found) {
      pupils ||= /^幼儿(?!园)/.test(rest);
      const reach = /^(?:学生)?(?:及|和|或|含)?(?:其|它)?(以上|以下)(?:年级|各年级)?(?:的)?(?:学生)?/.exec(
        rest.slice(found.length),
      );
      if (reach) {
        const bits = reachOf(found.bits, reach[1] === '以上');
        if (bits === null) return bad('beyond_stage', 'expected_last_grade');
        found.bits = bits;
        found.length += reach[0].length;
        notes.push('to_end_of_stage');
      }
      const within: boolean = stage !== null && (found.bits & ~stage.bits) === 0 && found.bits !== stage.bits;
      if (stage && bracket && (found.bits & ~stage.bits) !== 0) return bad('no_such_grade');
      if (stage && within) {
        if (!stage.narrowed) grades &= ~stage.bits;
        stage.narrowed = true;
      } else if (!bracket) stage = found.stage ? { bits: found.bits, narrowed: false } : null;
      grades |= found.bits;
      base = found.base;
      rest = rest.slice(found.length);
      continue;
    }
    const people = PEOPLE.find(([word]) => word.test(rest));
    if (people && !(stage && /^(学生|同学)/.test(rest))) {
      audiences.add(people[1]);
      rest = rest.slice(people[0].exec(rest)![0].length);
      stage = null;
      continue;
    }
    pupils ||= /^(?:新生|毕业生|生|学生|同学)$/.test(separator?.[0] ?? '');
    if (!separator) return bad(/毕业班|以上|以下|部分|看|视/.test(rest) ? 'vague' : 'not_a_grade');
    if (separator[0] === '(') bracket = true;
    else if (separator[0] === ')') [bracket, stage] = [false, null];
    else if (!bracket && !/^(的|段|级|同学|学生|新生|生)$/.test(separator[0])) stage = null;
    rest = rest.slice(separator[0].length);
  }
  if (grades === 0 && audiences.size === 0) return bad('not_a_grade');
  if (audiences.size === 0 || (pupils && !audiences.has('whole_school'))) audiences.add('pupils');
  return understood({ grades, audiences: [...audiences].sort() }, notes);
}

/**
 * 四年级及以上 reaches to the end of the stage that the grade belongs to, 三年级及以下 to its beginning; 三、四年级及以上 from
 * the lowest of them. null for grades of several stages.
 */
function reachOf(bits: number, up: boolean): number | null {
  const stage = [
    [1, 6],
    [7, 9],
    [10, 12],
  ].find(([from, to]) => (bits & ~bitsOf(from, to)) === 0);
  if (!stage) return null;
  const lowest = Math.log2(bits & -bits);
  const highest = Math.floor(Math.log2(bits));
  // 六年级及以上 cannot mean the sixth alone.
  if (up ? lowest === stage[1] : highest === stage[0]) return null;
  return up ? bitsOf(lowest, stage[1]) : bitsOf(stage[0], highest);
}

function bitsOf(from: number, to: number): number {
  let bits = 0;
  for (let grade = from; grade <= to; grade++) bits |= 1 << grade;
  return bits;
}

/** `base`: what 初一、二 adds to a bare sign; null before any grade is named. */
function scanGrades(
  text: string,
  base: number | null,
): { bits: number; length: number; base: number | null; stage?: boolean } | { code: string } | null {
  const within = /^(小学|初中|高中|职高|中职|中学)(?=(?:第)?(?:1[0-2]|[1-9]|十|[一二三四五六七八九])(?!班))/.exec(text);
  const stage = within ? { 小学: 0, 初中: 6, 高中: 9, 职高: 9, 中职: 9, 中学: 0 }[within[1]]! : 0;
  const at = within ? within[0].length : 0;
  const body = text.slice(at);
  // 三至五年级, 3-5年级, 三年级至五年级, 七、八年级; 初中一年级 is the seventh, 初中七年级 too.
  let m =
    new RegExp(`^(?:第)?(${SIGN})(?:年级|年)?(?:-|至|到)(${SIGN})(?:年级|年段|年)`).exec(body) ??
    new RegExp(`^(?:grades?|g|year)(${SIGN})(?:-|to|至)(?:grades?|g)?(${SIGN})`).exec(text);
  if (m) {
    const from = gradeOf(m[1], stage);
    const to = gradeOf(m[2], stage);
    if (to < from) return { code: 'ends_before_start' };
    if (to > 12 || (stage === 0 && within?.[1] === '小学' && to > 6)) return { code: 'no_such_grade' };
    return { bits: bitsOf(from, to), length: (body.startsWith(m[0]) ? at : 0) + m[0].length, base: null };
  }
  m =
    new RegExp(`^((?:${SIGN})(?:年级)?(?:[、,/和及.](?:${SIGN})(?:年级)?)*)(?<=年级)`).exec(body) ??
    new RegExp(`^(${SIGN}(?:[、,/和及]${SIGN})*)年级`).exec(body);
  if (m) {
    let bits = 0;
    for (const part of m[1].replace(/年级/g, '').split(/[、,/和及.]/)) {
      const grade = gradeOf(part, stage);
      if (!(grade <= 12) || (within?.[1] === '小学' && grade > 6)) return { code: 'no_such_grade' };
      bits |= 1 << grade;
    }
    return { bits, length: at + m[0].length, base: null };
  }
  // 小学3、4、5 · 小学三到六 · 初中1-3, where nothing else follows.
  const bare = within && new RegExp(`^${SIGN}(?:(?:[、,/和及-]|至|到)${SIGN})+(?=$|[;()])`).exec(body);
  if (bare) {
    const found = scanGrades(`${within[0]}${bare[0]}年级`, null);
    return found && !('code' in found) ? { ...found, length: at + bare[0].length } : found;
  }
  m = /^([一二三四五六七八九]{2,6})年级/.exec(body);
  if (m)
    return {
      bits: [...m[1]].reduce((bits, sign) => bits | (1 << gradeOf(sign, stage)), 0),
      length: at + m[0].length,
      base: null,
    };
  m = /^(小|初|高)(?:中)?([一二三四五六123456])(?:-|至|到)(小|初|高)?(?:中)?([一二三四五六123456])(?:年级)?/.exec(text);
  if (m) {
    const from = PREFIX[m[1]] + number(m[2]);
    const to = PREFIX[m[3] ?? m[1]] + number(m[4]);
    if (!inStage(m[1], number(m[2])) || !inStage(m[3] ?? m[1], number(m[4]))) return { code: 'no_such_grade' };
    return to < from
      ? { code: 'ends_before_start' }
      : { bits: bitsOf(from, to), length: m[0].length, base: PREFIX[m[3] ?? m[1]] };
  }
  m = JUNIOR.exec(text) ?? /^(小)([一二三四五六])(?!班)/.exec(text);
  if (m) {
    if (!inStage(m[1], number(m[2]))) return { code: 'no_such_grade' };
    return { bits: 1 << (PREFIX[m[1]] + number(m[2])), length: m[0].length, base: PREFIX[m[1]] };
  }
  m = base === null ? null : /^[、,/和及]([一二三])(?![年\d])/.exec(text);
  if (m) return { bits: 1 << (base! + number(m[1])), length: m[0].length, base };
  m = base === null ? null : /^([一二三])(?![年\d])/.exec(text);
  if (m) return { bits: 1 << (base! + number(m[1])), length: m[0].length, base };
  m = new RegExp(`^(?:grades?|g|year)(${SIGN})(?!\\d)`).exec(text);
  if (m) return { bits: 1 << number(m[1]), length: m[0].length, base: null };
  const reach = /^(小学|初中|高中|幼儿园)(?:-|至|到)(小学|初中|高中)/.exec(text);
  if (reach) {
    const span = (name: string): [number, number] =>
      STAGES.filter(([word]) => word.test(name)).map(([, from, to]): [number, number] => [from, to])[0];
    return { bits: bitsOf(span(reach[1])[0], span(reach[2])[1]), length: reach[0].length, base: null };
  }
  const found = STAGES.find(([word]) => word.test(text));
  if (!found) return null;
  return { bits: bitsOf(found[1], found[2]), length: found[0].exec(text)![0].length, base: null, stage: true };
}

function inStage(stage: string, year: number): boolean {
  return year >= 1 && year <= (stage === '小' ? 6 : stage === '初' ? 4 : 3) && !(stage === '初' && year === 4);
}

function gradeOf(sign: string, stage: number): number {
  const grade = number(sign);
  // 初中一年级 counts within the stage, 初中七年级 through the whole school.
  return stage > 0 && grade <= 3 ? stage + grade : grade;
}

const SIGNS = ['幼儿园', '一', '二', '三', '四', '五', '六', '七', '八', '九', '高一', '高二', '高三'];
const AUDIENCE_WORDS: Record<Audience, string> = {
  pupils: '学生',
  young_teachers: '青年教师',
  teachers: '教师',
  parents: '家长',
  whole_school: '全校',
  community: '社区',
};

/** The audience as canonical text that `parseGrades` reads back. */
export function formatGrades({ grades, audiences }: Audiences): string {
  const parts: string[] = [];
  const named = grades !== 0;
  for (const [name, from, to] of [
    ['小学', 1, 6],
    ['初中', 7, 9],
    ['高中', 10, 12],
  ] as const)
    if ((grades & bitsOf(from, to)) === bitsOf(from, to)) {
      parts.push(name);
      grades &= ~bitsOf(from, to);
    }
  for (let grade = 0; grade <= 12; grade++)
    if (grades & (1 << grade)) parts.push(grade >= 1 && grade <= 9 ? `${SIGNS[grade]}年级` : SIGNS[grade]);
  for (const audience of audiences) if (audience !== 'pupils' || !named) parts.push(AUDIENCE_WORDS[audience]);
  return parts.join('、');
}
