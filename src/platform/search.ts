import { pinyin } from 'pinyin-pro';

/**
 * Finding lines by any part of their words: characters, full pinyin or initials, and past the usual slips of the
 * pinyin keyboard (zh/z, ch/c, sh/s, -ng/-n, a homophone). A line keeps `search_text` and `search_grams`; the index
 * finds rows that have all grams of the query, and LIKE confirms them. Trigrams of pg_trgm would not do: most Chinese
 * words have two characters. When nothing has the words, what differs from them by one typing error is found.
 */

const HAN = /\p{Script=Han}/u;
/** Words that are one gram: nothing is left to confirm. */
const ONE_GRAM = /^([a-z0-9]{2,3}|[^a-z0-9\s]{1,2})$/;

/** Lower case, full-width forms made plain, white space as one blank. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Pinyin as people who do not tell zh from z, or -ng from -n, would type it. */
const blurred = (letters: string): string => letters.replace(/([zcs])h/g, '$1').replace(/([aeiou])ng/g, '$1n');

function syllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
}

interface Spelling {
  word: string;
  /** Empty without Chinese characters. */
  letters: string[];
  initials: string[];
  grams: number[];
}

/** What has been spelt lately: a school or a description comes again and again in an import. */
const SPELT = new Map<string, Spelling>();
const SPELT_SIZE = 2_000;

function spell(part: string): Spelling {
  const known = SPELT.get(part);
  if (known) return known;
  const word = plain(part);
  const list = HAN.test(word) ? syllables(word) : null;
  const letters = list ? [blurred(list.join('').replace(/ /g, ''))] : [];
  const initials = list ? [list.map((one) => one.trim()[0] ?? '').join('')] : [];
  const spelling = { word, letters, initials, grams: gramsOf([word, ...letters, ...initials].join('\n')) };
  if (SPELT.size >= SPELT_SIZE) SPELT.clear();
  if (part.length <= 200) SPELT.set(part, spelling);
  return spelling;
}

const isLatin = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);

/**
 * Grams of a text: every character that is not a Latin letter and every pair of neighbours; Latin runs by two and three
 * letters. Each is one number: two units of UTF-16 side by side, or three letters of seven bits, which no pair can be.
 */
export function gramsOf(text: string): number[] {
  const grams = new Set<number>();
  let [first, second] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 32) {
      // A blank parts Latin words; Chinese is read across it.
      if (isLatin(second)) [first, second] = [0, 0];
      continue;
    }
    if (unit === 10) [first, second] = [0, 0];
    else {
      if (isLatin(unit)) {
        if (isLatin(second)) {
          grams.add((second << 16) | unit);
          if (isLatin(first)) grams.add((first << 14) | (second << 7) | unit);
        }
      } else {
        grams.add(unit);
        if (second !== 0 && !isLatin(second)) grams.add((second << 16) | unit);
      }
      [first, second] = [second, unit];
    }
  }
  return [...grams];
}

const spellAll = (parts: (string | null)[]): Spelling[] =>
  parts.filter((part): part is string => Boolean(part)).map(spell);

const textOf = (spelt: Spelling[]): string =>
  [
    ...spelt.map(({ word }) => word),
    ...spelt.flatMap(({ letters }) => letters),
    ...spelt.flatMap(({ initials }) => initials),
  ].join('\n');

/**
 * The two columns of a line that can be searched: the words as they are, their pinyin (blurred), and its initials, a line
 * each; and the grams of all.
 */
export function searchColumns(...parts: (string | null)[]): { searchText: string; searchGrams: number[] } {
  const spelt = spellAll(parts);
  return { searchText: textOf(spelt), searchGrams: [...new Set(spelt.flatMap(({ grams }) => grams))] };
}

/** The same for thousands of lines sent as JSON: the grams as one text that reads as an array, for numbers of JSON are dear. */
export function searchLine(...parts: (string | null)[]): { searchText: string; searchGrams: string } {
  const spelt = spellAll(parts);
  return { searchText: textOf(spelt), searchGrams: `{${spelt.flatMap(({ grams }) => grams).join(',')}}` };
}

/** Ways to read a word: as typed and, where it differs, by its sound. */
function readings(typed: string): string[] {
  const heard = blurred((HAN.test(typed) ? syllables(typed).join('') : typed).replace(/ /g, ''));
  // A single syllable sounds like too much.
  return heard !== typed && (!HAN.test(typed) || typed.length > 1) ? [typed, heard] : [typed];
}

type Bind = (value: unknown) => string;

const MOST_WORDS = 6;

/** What a search asks of rows under an alias. */
export interface Search {
  /** Condition for those that have every word of the query. */
  exact: string;
  /** A query for the ids of those in which a word may have a typing error; null where that leaves nothing to go by. */
  near: string | null;
}

/** A search in the rows of `table`, as SQL under `alias`; values are bound through `bind`. */
export function searchFor(query: string, table: string, alias: string, bind: Bind): Search {
  const words = plain(query).split(' ').slice(0, MOST_WORDS);
  const exact = words.map(
    (word) =>
      `(${readings(word)
        .map((one) => has(one, alias, bind))
        .join(' OR ')})`,
  );
  const near = words.map((word) => readings(word).flatMap((one) => almost(one, table, alias, bind)));
  // One lookup in the index for each place of an error: together they would be one slow condition.
  const idsOf = (list: string[], i: number): string =>
    `(${[exact[i], ...list].map((one) => `SELECT ${alias}.id FROM ${table} ${alias} WHERE ${one}`).join(' UNION ')})`;
  return {
    exact: exact.join(' AND '),
    near: near.some((list) => list.length > 0) ? near.map(idsOf).join(' INTERSECT ') : null,
  };
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

function has(text: string, alias: string, bind: Bind): string {
  const grams = queryGrams(text);
  const contains = (): string => `${alias}.search_grams @> ${bind(grams)}::int[]`;
  if (ONE_GRAM.test(text)) return contains();
  const like = `${alias}.search_text LIKE ${bind(`%${escaped(text)}%`)}`;
  return grams.length > 0 ? `(${contains()} AND ${like})` : like;
}

/** How long a word must be at least, and may be at most, to be found in spite of an error. */
const ERRORS = { characters: [3, 12], letters: [4, 16] };

/** What is left of a word beside the error must not be in more lines than this: each of them would have to be looked at. */
const MOST_CANDIDATES = 3_000;

/** A condition for every place at which one character may be wrong, missing, too many, or swapped with the next. */
function almost(text: string, table: string, alias: string, bind: Bind): string[] {
  const [least, most] = HAN.test(text) ? ERRORS.characters : ERRORS.letters;
  if (text.length < least || text.length > most) return [];
  const conditions: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const [before, at, next, after] = [text.slice(0, i), text[i], text[i + 1] ?? '', text.slice(i + 2)];
    const grams = [...new Set([...queryGrams(before), ...queryGrams(after)])];
    if (!telling(grams)) continue;
    const [head, here, there, tail] = [before, at, next, after].map(escaped);
    const patterns = [`${head}_${there}${tail}`, `${head}${there}${tail}`, `${head}${there}${here}${tail}`];
    if (i > 0) patterns.push(`${head}_${here}${there}${tail}`);
    const contains = `search_grams @> ${bind(grams)}::int[]`;
    conditions.push(
      `${alias}.${contains} AND ${alias}.search_text LIKE ANY (${bind(patterns.map((one) => `%${one}%`))}::text[])
       AND (SELECT count(*) FROM (SELECT FROM ${table} few WHERE few.${contains} LIMIT ${MOST_CANDIDATES + 1}) c) <= ${MOST_CANDIDATES}`,
    );
  }
  return conditions;
}

/** True for grams that few lines share: a pair of characters, three letters, or two characters; two letters are everywhere. */
function telling(grams: number[]): boolean {
  const single = (gram: number): boolean => gram >>> 16 === 0;
  const letters = (gram: number): boolean => gram >>> 16 >= 48 && gram >>> 16 <= 122;
  return grams.some((gram) => !single(gram) && !letters(gram)) || grams.filter(single).length > 1;
}

/** The longest grams that a text with the query in it must have: short ones find too much and cost time. */
function queryGrams(text: string): number[] {
  const grams: number[] = [];
  for (const run of text.match(/[a-z0-9]+|[^a-z0-9\s]+/g) ?? []) {
    const size = Math.min(run.length, isLatin(run.charCodeAt(0)) ? 3 : 2);
    if (size === 1 && isLatin(run.charCodeAt(0))) continue;
    for (let i = 0; i + size <= run.length; i++) grams.push(...gramsOf(run.slice(i, i + size)).slice(-1));
  }
  return [...new Set(grams)];
}
