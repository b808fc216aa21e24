/** Lists in one cell: skills with levels, by any separator, with care for 《》 and brackets. */
import { tidy } from './text';
import { type Understood, refused, understood } from './types';

export interface SkillWord {
  skill: string;
  /** 1 some, 2 good, 3 expert. What is not said is 2 on the resources menu and 1 (any will do) on the needs menu. */
  level: 1 | 2 | 3;
  required: boolean;
}

const MOST_SKILLS = 60;
const LONGEST = 60;
const LEVELS: [RegExp, 1 | 2 | 3][] = [
  [/^(精通|专业级?|高级|专家级?|特长|资深|三级|3级|★★★|expert|advanced|3)$/i, 3],
  [/^(熟练|擅长|中级|较好|良好|二级|2级|★★|good|intermediate|2)$/i, 2],
  [/^(入门|初级|了解|基础|一般|一级|1级|★|basic|some|1)$/i, 1],
];
const WISHED = /^(优先|可选|最好|加分|preferred|optional)$/i;
/** No skill is asked for. */
const NONE =
  /^(?:无|没有|暂无|不限|不限(?:专业|学科|特长|专长)|无(?:特殊|特别|具体)?要求|无(?:特长|专长)|none|any)[。.]?$/i;
const REQUIRED = /^(必须|必备|必需|required|must)$/i;

/** Splits at 、，,;；/|+ line breaks and spaces, and at 和 与 及 between words, never inside 《》 “” or brackets. */
export function splitList(input: string): string[] {
  const text = tidy(unnumbered(input).replace(/[\n\r\t]+/g, ';'));
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  const push = (): void => {
    const bare = part
      .trim()
      .replace(/^[-•·*●]+|[。.,;]+$/g, '')
      .trim();
    if (bare !== '') parts.push(bare);
    part = '';
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (/[《“「(]/.test(sign)) depth++;
    else if (/[》”」)]/.test(sign)) depth = Math.max(0, depth - 1);
    const list =
      /[、,;/|+&]/.test(sign) &&
      // C++
      !(sign === '+' && (text[i - 1] === '+' || text[i + 1] === '+')) &&
      !(sign === '/' && /\d/.test(text[i - 1] ?? '') && /\d/.test(text[i + 1] ?? ''));
    const space =
      sign === ' ' &&
      !(/[a-z0-9.]/i.test(text[i - 1] ?? '') && /[a-z0-9]/i.test(text[i + 1] ?? '')) &&
      text[i + 1] !== '(' &&
      text[i - 1] !== '(';
    if (depth === 0 && (list || space)) push();
    else part += sign;
  }
  push();
  return parts.flatMap(splitAnd);
}

const MARK = /(^|[\s;；,，、。]|(?<=[\p{L}》）)]))(?:[(（]?(\d{1,2})(?:[)）]|[.．、](?!\d))|([①-⑩⑴-⑽])) */gu;

/** 1.葫芦丝 2.书法: what is no one thing but a numbered list of them. */
export const isNumbered = (text: string): boolean =>
  /^\s*(?:1[.、．)）]|[(（]1[)）])(?!\d).+[\s；;，,。](?:2[.、．)）]|[(（]2[)）])(?!\d)/s.test(text) ||
  /^\s*①.+②/s.test(text);

/** 1.书法 2.国画 · ①书法②国画: what numbers a list from 1 on is none of its words. */
function unnumbered(input: string): string {
  const numbers = [...input.matchAll(MARK)].map(([, , digits, circled]) =>
    digits
      ? Number(digits)
      : circled.codePointAt(0)! >= 0x2474
        ? circled.codePointAt(0)! - 0x2473
        : circled.codePointAt(0)! - 0x245f,
  );
  return numbers.length > 0 && numbers.every((number, i) => number === i + 1)
    ? input.replace(MARK, (_, before: string) => `${before};`)
    : input;
}

// 和 within these is no "and".
const AND_WORDS =
  /和(平|谐|美|睦|解|气|声|田|弦|服|棋|面|蔼|善|衷)|(共|祥|温|柔|平|谐|缓|中|饱|协|调|人|随|亲|议|总|讲|融)和|与(会|时俱进|人为善|否)|(参|赠|给|授)与|及(时|格|早|第)|(普|涉|顾|提|触|企|波|危|以)及/;

/** 书法和国画 is two; 和谐校园, 参与式教学, 普法及时雨 are one. */
function splitAnd(part: string): string[] {
  if (/[《》()“”]/.test(part) || !/[和与及]/.test(part)) return [part];
  const m = /^(.{2,}?)(?:以及|和|与|及)(.{2,})$/.exec(part);
  if (!m || AND_WORDS.test(part)) return [part];
  return [m[1], ...splitAnd(m[2])];
}

const SUBJECTS: Record<string, string> = {
  语: '语文',
  数: '数学',
  英: '英语',
  物: '物理',
  理: '物理',
  化: '化学',
  生: '生物',
  政: '政治',
  史: '历史',
  地: '地理',
  音: '音乐',
  体: '体育',
  美: '美术',
};
const SUBJECT_LIST = /^(?:语数英|数理化|理化生|物化生|政史地|史地生|音体美|体音美|语数)$/;

/** 语数英 and 语、数、英 are three subjects. */
function spellSubjects(parts: string[]): string[] {
  const single = parts.length > 1 && parts.every((part) => part.length === 1 && part in SUBJECTS);
  return parts.flatMap((part) => {
    const bare = part.replace(/(?:等)?(?:学科|老师|教师|科目|三科)$/, '');
    return single || SUBJECT_LIST.test(bare) ? [...bare].map((sign) => SUBJECTS[sign]) : [part];
  });
}

/** Skills as typed, without duplicates; 葫芦丝(精通) carries its level, 书法(优先) is a wish. */
export function parseSkills(input: string | number, unsaid: 1 | 2 | 3, required = true): Understood<SkillWord[]> {
  const bad = (code: string, params: Record<string, string | number>, right = 'skills'): ReturnType<typeof refused> =>
    refused(code, `expected_${right}`, params);
  if (typeof input === 'number') return bad('not_a_skill', { value: input });
  if (input.length > 20_000) return bad('too_long', { value: input.slice(0, 40), most: 20_000 }, 'at_most');
  if (NONE.test(tidy(input))) return understood([]);
  const parts = spellSubjects(splitList(input.replace(/(?<=[\p{L}》）)])等(?:等)?(?:学科|科目)?[。.]?\s*$/u, '')));
  if (parts.length > MOST_SKILLS) return bad('too_many', { count: parts.length, most: MOST_SKILLS }, 'items');
  const found = new Map<string, SkillWord>();
  for (const part of parts) {
    // 书法 高级
    const before = [...found.values()].at(-1);
    const level = before && part.length > 1 ? LEVELS.find(([word]) => word.test(part)) : undefined;
    if (before && level) {
      before.level = level[1];
      continue;
    }
    const one: SkillWord = { skill: part, level: unsaid, required };
    for (let tail = /^(.+?) ?\(([^()]*)\)$/.exec(one.skill); tail; tail = /^(.+?) ?\(([^()]*)\)$/.exec(one.skill)) {
      const level = LEVELS.find(([word]) => word.test(tail![2].trim()));
      if (level) one.level = level[1];
      else if (WISHED.test(tail[2].trim())) one.required = false;
      else if (REQUIRED.test(tail[2].trim())) one.required = true;
      else break;
      one.skill = tail[1].trim();
    }
    // 书法:精通 · 书法-高级
    const rated = /^(.{2,}?) ?[:-] ?([^:-]+)$/.exec(one.skill);
    const rating = rated && LEVELS.find(([word]) => word.test(rated[2]));
    if (rated && rating) Object.assign(one, { skill: rated[1], level: rating[1] });
    const known = /^有([\p{L}]{2,})特长$/u.exec(one.skill);
    if (known) one.skill = known[1];
    if (/^[^《(]{2,}或[^)》]{2,}$/.test(one.skill))
      return refused('either_skill', 'expected_one_or_both', { value: one.skill.slice(0, 40) });
    const able = /^(擅长|精通|熟悉|熟练掌握)(?=[\p{L}《]{2})/u.exec(one.skill);
    if (able) one.skill = one.skill.slice(able[0].length);
    if (able?.[0] === '精通') one.level = 3;
    const graded = /^(.+?) ?[:：] ?([123])级?$/.exec(one.skill);
    if (graded) Object.assign(one, { skill: graded[1], level: Number(graded[2]) });
    const stars = /^(.+?)(★{1,3})$/.exec(one.skill);
    if (stars) Object.assign(one, { skill: stars[1], level: stars[2].length });
    if (one.skill.length > LONGEST)
      return bad('too_long', { value: one.skill.slice(0, 40), most: LONGEST }, 'item_length');
    if (!/[\p{L}\p{N}]/u.test(one.skill)) return bad('not_a_skill', { value: one.skill });
    const key = one.skill.toLowerCase();
    const earlier = found.get(key);
    if (!earlier) found.set(key, one);
    else {
      earlier.level = Math.max(earlier.level, one.level) as 1 | 2 | 3;
      earlier.required ||= one.required;
    }
  }
  return found.size > 0 ? understood([...found.values()]) : bad('not_a_skill', { value: input.slice(0, 40) });
}

const LEVEL_WORDS = { 1: '(入门)', 2: '(熟练)', 3: '(精通)' } as const;

/** Skills as `parseSkills` reads them back with the same `unsaid`. */
export function formatSkills(skills: SkillWord[], unsaid: 1 | 2 | 3): string {
  return skills.map(({ skill, level }) => `${skill}${level === unsaid ? '' : LEVEL_WORDS[level]}`).join('、');
}
