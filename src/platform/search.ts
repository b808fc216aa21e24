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

/** What a search can hit: the words as they are, their pinyin (blurred), and its initials, a line each. */
export function searchText(...parts: (string | null)[]): string {
  const words = parts.filter((part): part is string => Boolean(part)).map(plain);
  const spelt = words.filter((word) => HAN.test(word)).map(syllables);
  const letters = spelt.map((list) => blurred(list.join('').replace(/ /g, '')));
  const initials = spelt.map((list) => list.map((one) => one.trim()[0] ?? '').join(''));
  return [...words, ...letters, ...initials].join('\n');
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

/** The two columns of a line that can be searched. */
export function searchColumns(...parts: (string | null)[]): { searchText: string; searchGrams: string[] } {
  const text = searchText(...parts);
  return { searchText: text, searchGrams: gramsOf(text) };
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
