import { pinyin } from 'pinyin-pro';

/**
 * Finding lines by any part of their words: characters, full pinyin or initials, and past the usual slips of the
 * pinyin keyboard (zh/z, ch/c, sh/s, -ng/-n, a homophone). A line keeps `search_text` and `search_grams`; the index
 * finds rows that have all grams of the query, and LIKE confirms them. Trigrams of pg_trgm would not do: most Chinese
 * words have two characters.
 */

const HAN = /\p{Script=Han}/u;
const LATIN_RUN = /[a-z0-9]+/g;

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
  /** A blank between them; no gram has one. */
  grams: string;
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
  const spelling = { word, letters, initials, grams: gramsOf([word, ...letters, ...initials].join('\n')).join(' ') };
  if (SPELT.size >= SPELT_SIZE) SPELT.clear();
  if (part.length <= 200) SPELT.set(part, spelling);
  return spelling;
}

/** Grams of a text: every character that is not a Latin letter and every pair of neighbours; Latin runs by two and three letters. */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  for (const line of text.split('\n')) {
    const characters = [...line].filter((one) => one !== ' ');
    characters.forEach((one, i) => {
      if (/[a-z0-9]/.test(one)) return;
      grams.add(one);
      if (i + 1 < characters.length && !/[a-z0-9]/.test(characters[i + 1])) grams.add(one + characters[i + 1]);
    });
    for (const [run] of line.matchAll(LATIN_RUN)) {
      for (let i = 0; i + 1 < run.length; i++) {
        grams.add(run.slice(i, i + 2));
        if (i + 2 < run.length) grams.add(run.slice(i, i + 3));
      }
    }
  }
  return [...grams];
}

const textOf = (spelt: Spelling[]): string =>
  [
    ...spelt.map(({ word }) => word),
    ...spelt.flatMap(({ letters }) => letters),
    ...spelt.flatMap(({ initials }) => initials),
  ].join('\n');

const spellAll = (parts: (string | null)[]): Spelling[] =>
  parts.filter((part): part is string => Boolean(part)).map(spell);

/**
 * The two columns of a line that can be searched: the words as they are, their pinyin (blurred), and its initials, a line
 * each; and the grams of all.
 */
export function searchColumns(...parts: (string | null)[]): { searchText: string; searchGrams: string[] } {
  const spelt = spellAll(parts);
  return {
    searchText: textOf(spelt),
    searchGrams: [...new Set(spelt.flatMap(({ grams }) => grams.split(' ').filter(Boolean)))],
  };
}

/** The same for thousands of lines: the grams as one text, a blank between them; some may come twice. */
export function searchLine(...parts: (string | null)[]): { searchText: string; grams: string } {
  const spelt = spellAll(parts);
  return {
    searchText: textOf(spelt),
    grams: spelt
      .map(({ grams }) => grams)
      .filter(Boolean)
      .join(' '),
  };
}

/** Ways to read a query: as typed and, where it differs, by its sound. */
function readings(query: string): string[] {
  const typed = plain(query);
  const heard = blurred((HAN.test(typed) ? syllables(typed).join('') : typed).replace(/ /g, ''));
  // A single syllable sounds like too much.
  return heard !== typed && (!HAN.test(typed) || [...typed].length > 1) ? [typed, heard] : [typed];
}

/** A condition in SQL for rows (under `alias`) that match the query; values are bound through `bind`. */
export function searchCondition(query: string, alias: string, bind: (value: unknown) => string): string {
  const one = (text: string): string => {
    const grams = queryGrams(text);
    const like = `${alias}.search_text LIKE ${bind(`%${text.replace(/[\\%_]/g, '\\$&')}%`)}`;
    return grams.length > 0 ? `(${alias}.search_grams @> ${bind(grams)}::text[] AND ${like})` : `(${like})`;
  };
  return `(${readings(query).map(one).join(' OR ')})`;
}

/** The longest grams that a text with the query in it must have: short ones find too much and cost time. */
function queryGrams(text: string): string[] {
  const all = gramsOf(text);
  return all.filter((gram) => !all.some((other) => other.length > gram.length && other.includes(gram)));
}
