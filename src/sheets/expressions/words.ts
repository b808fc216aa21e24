/** Cells that hold one of a few words; yes and no, priority. The words themselves: vocabularies.ts. */
import { number, squeeze } from './text';
import { splitList } from './skills';
import { type Understood, refused, understood } from './types';

/** Codes and the words people use for them; the first Chinese word is the one written on export. */
export interface Vocabulary<Code extends string> {
  expected: string;
  words: Record<Code, string[]>;
}

/** What is looked for in a vocabulary, each with the place of its code: codes and words as they are, codes without dashes. */
interface Index {
  words: Map<string, number>;
  codes: Map<string, number>;
}

/** Made once for each vocabulary: a workbook asks tens of thousands of times. */
const indexes = new WeakMap<object, Index>();

function indexOf(vocabulary: Vocabulary<string>): Index {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const index: Index = { words: new Map(), codes: new Map() };
  const note = (map: Map<string, number>, word: string, place: number) => {
    if (!map.has(word)) map.set(word, place);
  };
  Object.entries(vocabulary.words).forEach(([code, words], place) => {
    note(index.codes, code.replaceAll('_', ''), place);
    note(index.words, code, place);
    for (const word of words.map(squeeze)) for (const form of [word, `${word}类`]) note(index.words, form, place);
  });
  indexes.set(vocabulary, index);
  return index;
}

/** The first code that the text means. */
function find<Code extends string>(vocabulary: Vocabulary<Code>, text: string): Code | null {
  const bare = squeeze(text).replace(/[\s()"'“”·]|[。.!;,]+$/g, '');
  const { words, codes } = indexOf(vocabulary);
  const place = Math.min(words.get(bare) ?? Infinity, codes.get(bare.replace(/[_-]/g, '')) ?? Infinity);
  return (Object.keys(vocabulary.words) as Code[])[place] ?? null;
}

/** Nobody writes longer words for one choice; a cell of thousands would be compared part by part. */
const LONGEST_CHOICE = 40;

export function parseWord<Code extends string>(
  vocabulary: Vocabulary<Code>,
  input: string | number | boolean,
): Understood<Code> {
  const text = String(input);
  // 公交/地铁 are two words for one thing; 步行、骑车 are two things.
  const several = text.length <= LONGEST_CHOICE ? splitList(text.replaceAll('或', '、')) : [];
  const found = find(vocabulary, text) ?? sameOf(vocabulary, several);
  return found
    ? understood(found)
    : refused('unknown_word', vocabulary.expected, { value: String(input).slice(0, 40) });
}

/** What several words all mean; null where they do not. */
function sameOf<Code extends string>(vocabulary: Vocabulary<Code>, words: string[]): Code | null {
  const codes = new Set(words.map((word) => find(vocabulary, word)));
  return words.length > 1 && codes.size === 1 ? [...codes][0] : null;
}

/** Several words; a set in the order of the vocabulary. */
export function parseWords<Code extends string>(
  vocabulary: Vocabulary<Code>,
  input: string | number,
): Understood<Code[]> {
  const whole = find(vocabulary, String(input));
  if (whole) return understood([whole]);
  const found = new Set<Code>();
  for (const part of splitList(String(input))) {
    const code = find(vocabulary, part);
    if (!code) return refused('unknown_word', vocabulary.expected, { value: part.slice(0, 40) });
    found.add(code);
  }
  return understood((Object.keys(vocabulary.words) as Code[]).filter((code) => found.has(code)));
}

export function formatWord<Code extends string>(vocabulary: Vocabulary<Code>, code: Code): string {
  return vocabulary.words[code][0];
}

/** Several words in the order of the vocabulary, so that what is read and written again stays the same. */
export function formatWords<Code extends string>(vocabulary: Vocabulary<Code>, codes: Code[]): string {
  const known = Object.keys(vocabulary.words) as Code[];
  return known
    .filter((code) => codes.includes(code))
    .map((code) => formatWord(vocabulary, code))
    .join('、');
}

/** The word that is written of each code, for a drop-down. */
export const choicesOf = <Code extends string>(vocabulary: Vocabulary<Code>): string[] =>
  Object.values<string[]>(vocabulary.words).map(([word]) => word);

export const YES_NO: Vocabulary<'yes' | 'no'> = {
  expected: 'expected_yes_no',
  words: {
    yes: [
      '是',
      '有',
      '对',
      '√',
      '✓',
      '✔',
      '☑',
      '■',
      '●',
      'y',
      'yes',
      'true',
      't',
      '1',
      '需要',
      '需',
      '要',
      '可以',
      '可',
      '能',
      '同意',
      '已同意',
      '愿意',
      '已',
      '已有',
      '已签',
      '已签署',
      '已签字',
      '已签订',
      'v',
      '已取得',
      '已办',
      '接触',
      '涉及',
      '具备',
      '支持',
      '是的',
      'ok',
    ],
    no: [
      '否',
      '无',
      '没有',
      '没',
      '不',
      '×',
      '✗',
      '✘',
      'x',
      '☐',
      '□',
      '○',
      'n',
      'no',
      'false',
      'f',
      '0',
      '不需要',
      '不需',
      '不要',
      '不可以',
      '不可',
      '不能',
      '不同意',
      '不愿意',
      '未',
      '未有',
      '未签',
      '未签字',
      '未签订',
      '无需',
      '不用',
      '免',
      '未取得',
      '未办',
      '不接触',
      '不涉及',
      '不具备',
      '不支持',
      '不是',
    ],
  },
};

const TICKED = /^\s*(?:[☑✓✔√■]\s*(是|否)\s*[□☐○]\s*(?:是|否)|[□☐○]\s*(?:是|否)\s*[☑✓✔√■]\s*(是|否))\s*$/;

/** 是/否, 有/无, √/×, Y/N, 1/0. */
export function parseYesNo(input: string | number | boolean): Understood<boolean> {
  if (typeof input === 'boolean') return understood(input);
  // □是 ☑否: the box that is ticked.
  const box = typeof input === 'string' && input.length <= LONGEST_CHOICE ? TICKED.exec(input) : null;
  if (box) return understood((box[1] ?? box[2]) === '是');
  const word = parseWord(YES_NO, input);
  return word.ok ? understood(word.value === 'yes') : word;
}

/** 1 most urgent … 4: 特急, 紧急, P1, 一级 … */
export function parsePriority(input: string | number): Understood<1 | 2 | 3 | 4> {
  const bad = refused('unknown_word', 'expected_priority', { value: String(input).slice(0, 40) });
  if (typeof input === 'number')
    return input === 1 || input === 2 || input === 3 || input === 4 ? understood(input) : bad;
  const text = squeeze(input)
    .replace(/(?<=.)\((?:最高|最低)\)$/, '')
    .replace(/[()!。]|(?<=^[高中低])优先级?$|(?<=^一般)性$/g, '');
  const words: [RegExp, 1 | 2 | 3 | 4][] = [
    [/^(特急|紧急|急|加急|非常急|十分急|很急|非常紧急|十分紧急|最高|最优先|急需|特别紧急|urgent|critical|highest)$/, 1],
    [/^(高|较急|较高|优先|重要|重点|较紧急|high)$/, 2],
    [/^(中|普通|一般|正常|常规|中等|normal|medium)$/, 3],
    [/^(低|不急|可缓|较低|最低|low|lowest)$/, 4],
  ];
  const word = words.find(([pattern]) => pattern.test(text));
  if (word) return understood(word[1]);
  const level = /^(?:p|优先级?|第|priority)?([1-4一二三四])(?:级|等|类|星)?(?:优先)?$/.exec(text);
  return level ? understood(number(level[1]) as 1 | 2 | 3 | 4) : bad;
}

export function formatPriority(priority: 1 | 2 | 3 | 4): string {
  return ['特急', '高', '普通', '低'][priority - 1];
}
