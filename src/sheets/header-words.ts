/** Which column a header means: as it stands, without its brackets, in one of two languages, without affixes that say nothing. */
import { tidy } from './expressions/text';

/** Header words without spaces, marks and brackets, in lower case. */
export function headerWord(text: string): string {
  return tidy(text)
    .toLowerCase()
    .replace(/\((?:必填|选填|可选|required|optional)[^)]*\)/g, '')
    .replace(/^[*※★☆#]+|[*※★☆:：?？]+$/g, '')
    .replace(/^\d{1,2}[.、)]\s*/, '')
    .replace(/[\s_/\\·、,.-]+/g, '')
    .replace(/[*※:]+$/g, '');
}

interface Worded<Key extends string> {
  key: Key;
  header: string;
  english: string;
  synonyms: string;
}

/** Every word of every column; a word of two columns means the first. */
export function wordIndex<Key extends string>(columns: Worded<Key>[]): Map<string, Key> {
  const index = new Map<string, Key>();
  for (const column of columns)
    for (const word of [column.key, column.header, column.english, ...column.synonyms.split('|')]) {
      const bare = headerWord(word.replace(/[（(].*[）)]$/, ''));
      if (!index.has(bare)) index.set(bare, column.key);
    }
  return index;
}

/** The key of a header: as it stands, without its brackets, without affixes that say nothing. */
export function keyOf<Key extends string>(text: string, words: Map<string, Key>): { key: Key | null; unit: string } {
  const clean = tidy(text).replace(/\((?:必填|选填|可选|required|optional)[^)]*\)/gi, '');
  const brackets = /^(.*?)\(([^()]*)\)\s*[*:]?$/.exec(clean);
  const unit = brackets
    ? brackets[2].trim()
    : (/(?<=[\u4e00-\u9fff])\/(分钟|小时|公里|米|课时)$/.exec(clean)?.[1] ?? '');
  // 学校 School: one header in two languages.
  const both = /^([\u4e00-\u9fff（）()、/\s]+)[\s/|]+([a-z][a-z\s()-]*)$/i.exec(clean);
  const bases = [
    clean,
    ...(brackets ? [brackets[1], brackets[2]] : []),
    // 可开展的活动（课程）名称
    ...(/\(.*\)./.test(clean) ? [clean.replace(/\([^()]*\)/g, '')] : []),
    ...(both ? [both[1], both[2]] : []),
  ];
  for (const base of bases) {
    const word = headerWord(base);
    for (const candidate of [
      word,
      word.replace(/\d+$/, ''),
      word.replace(/^(您的|贵校|填写|拟|请填写)/, ''),
      word.replace(/(名称|情况|信息|一览|填写)$/, ''),
      word
        .replace(/^(可承担的?|可提供的?|能提供的?|拟提供的?|具体的?|原|现|适合|适用)/, '')
        .replace(/[及和与](职务|职称|岗位)$/, ''),
      wanted(word),
    ]) {
      const key = candidate === '' ? undefined : words.get(candidate);
      if (key !== undefined) return { key, unit };
    }
  }
  return { key: null, unit };
}

/**
 * 需要的专长, 希望时间 and 年级要求 without what only says that it is asked for. 所需时间 may be how long something takes, and
 * 场地要求 what there should be.
 */
function wanted(word: string): string {
  if (/^所?需要?的?时间$|(场地|场所|地点)(要求|需求)$/.test(word)) return '';
  return word.replace(/^(所需要?|需要|需求|希望|拟定?|预计|预期|计划|期望)的?/, '').replace(/(要求|需求)$/, '');
}
