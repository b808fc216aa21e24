import { pinyin } from 'pinyin-pro';
import { gramsOf, isOneGram, queryGrams, telling } from './search-grams';

/**
 * Finding lines by any part of their words: characters, full pinyin or initials, and past the usual slips of the
 * pinyin keyboard (zh/z, ch/c, sh/s, -ng/-n, a homophone). A line keeps `search_text` and `search_grams`; the index
 * finds rows that have all grams of the query, and the text confirms them. Trigrams of pg_trgm would not do: most Chinese
 * words have two characters. A line is also found by the words of its topics (rows of other tables, such as skills), which
 * are looked up where they are, so that a synonym counts at once. When nothing has the words, what sounds like them or
 * differs by one typing error is found.
 */

const HAN = /\p{Script=Han}/u;

/** Lower case, full-width forms made plain, white space as one blank. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Pinyin as people who do not tell zh from z, or -ng from -n, would type it. */
const blurred = (letters: string): string => letters.replace(/([zcs])h/g, '$1').replace(/([aeiou])ng/g, '$1n');

function syllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
}

/** The first character whole: half of a rare one is no text to the database. */
const firstOf = (text: string): string =>
  String.fromCodePoint(...[text.codePointAt(0)].filter((one) => one !== undefined));

interface Spelling {
  word: string;
  /** Empty without Chinese characters. */
  letters: string[];
  initials: string[];
  grams: number[];
  /** The grams as the inside of an array's text: writing numbers costs more than all else of a line known already. */
  listed: string;
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
  const initials = list ? [list.map((one) => firstOf(one.trim())).join('')] : [];
  const grams = gramsOf([word, ...letters, ...initials].join('\n'));
  const spelling = { word, letters, initials, grams, listed: grams.join(',') };
  if (SPELT.size >= SPELT_SIZE) SPELT.clear();
  if (part.length <= 200) SPELT.set(part, spelling);
  return spelling;
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
  return {
    searchText: textOf(spelt),
    searchGrams: `{${spelt
      .map(({ listed }) => listed)
      .filter(Boolean)
      .join(',')}}`,
  };
}

interface Reading {
  /** The word as it is typed. */
  right: string[];
  /** The same and what it sounds like. */
  alike: string[];
}

/** Ways to read a word. Letters are a sound; of characters others may have been meant that sound the same. */
function readings(typed: string, names = false): Reading {
  const han = HAN.test(typed);
  const heard = blurred((han ? syllables(typed).join('') : typed).replace(/ /g, ''));
  // A single syllable sounds like too much.
  const alike = heard !== typed && (!han || typed.length > 1) ? [typed, heard] : [typed];
  return { right: han && !names ? [typed] : alike, alike };
}

type Bind = (value: unknown) => string;

const MOST_WORDS = 6;

/** Where a search looks. */
export interface SearchIn {
  table: string;
  alias: string;
  districtId: string;
  /** True where names are looked for: they are told by telephone, and what sounds alike is as likely to be meant. */
  names?: boolean;
  /** Tables whose words are also those of the lines with their ids in `topic_ids`. */
  topics?: string[];
}

/** What a search asks of rows, as SQL for one statement. */
export interface Search {
  /** Common table expressions that the conditions stand on. */
  parts: string[];
  /** Condition for the lines that have every word of the query, for looking them up in the index. */
  all: string;
  /** The same for a line that is looked at anyway. */
  exact: () => string;
  /**
   * Given where an error leaves something to go by: a query, and what it stands on, for the ids of the lines of a `scope` that sound
   * like the words or in which one of them may have a typing error; for a statement of its own. A word that is somewhere in the
   * scope, be it only on other pages or under other filters, is taken to be what was meant.
   */
  near?: (scope: string) => { parts: string[]; lines: string };
}

/** A search for the words of `query`; values are bound through `bind`. */
export function searchFor(query: string, within: SearchIn, bind: Bind): Search {
  const read = plain(query)
    .split(' ')
    .slice(0, MOST_WORDS)
    .map((word) => readings(word, within.names));
  const words = read.map(({ right }, i) => wordSql(right, `topics_${i}`, within, bind));
  const alike = read.some(({ right, alike }) => alike.length > right.length);
  return {
    parts: words.flatMap(({ topics }) => topics ?? []),
    all: allOf(words),
    exact: () => words.map(({ confirm }) => confirm()).join(' AND '),
    ...((alike || words.some(({ errors }) => errors.length > 0)) && {
      near: (scope) => {
        const { table, alias } = within;
        const there = words.map((_, i) => `EXISTS (SELECT FROM there_${i})`);
        return {
          // No LIMIT: only the first is asked for, but for one alone the planner would not use the index.
          parts: words.map(
            (word, i) =>
              `there_${i} AS MATERIALIZED (SELECT FROM ${table} ${alias} WHERE ${scope} AND ${allOf([word])})`,
          ),
          lines: [
            ...(alike ? [alikeSql(read, within, bind, `NOT (${there.join(' AND ')})`, scope)] : []),
            ...errorsSql(words, within, bind, (i) => `NOT ${there[i]}`, scope),
          ].join(' UNION '),
        };
      },
    }),
  };
}

/** The ids of the lines in which every word is found as it is typed or as it sounds. */
function alikeSql(read: Reading[], within: SearchIn, bind: Bind, only: string, scope: string): string {
  const { table, alias } = within;
  // Nothing has a word alone as it is typed.
  const spelt = ({ right, alike }: Reading): string[] =>
    read.length > 1 ? alike : alike.filter((one) => !right.includes(one));
  const words = read.map((one, i) => wordSql(spelt(one), `alike_${i}`, within, bind));
  const topics = words.flatMap(({ topics }) => topics ?? []);
  return `(${topics.length > 0 ? `WITH ${topics.join(', ')}` : ''} SELECT ${alias}.id FROM ${table} ${alias}
    WHERE ${only} AND ${scope} AND ${allOf(words)})`;
}

/** For each word that may have an error the ids of the lines that have it so, and the other words. */
function errorsSql(
  words: WordSql[],
  within: SearchIn,
  bind: Bind,
  only: (i: number) => string,
  scope: string,
): string[] {
  const { table, alias } = within;
  // The error is in one of the words; the condition is asked first, so that the index is not when it fails.
  return words.flatMap(({ errors }, i) => {
    if (errors.length === 0) return [];
    const others = words.filter((_, j) => j !== i);
    const grams = bind(errors.map((one) => `{${one.grams.join(',')}}`));
    const patterns = bind(errors.map((one) => one.patterns.join(' ')));
    const candidates = [scope, `${alias}.search_grams @> place.grams::int[]`];
    const like = `candidate.search_text LIKE ANY (string_to_array(place.patterns, ' '))`;
    return `SELECT candidate.id
      FROM unnest(${grams}::text[], ${patterns}::text[]) place(grams, patterns) CROSS JOIN LATERAL (
        SELECT few.*, count(*) OVER () AS among FROM (SELECT ${alias}.id, ${alias}.search_text, ${['true', ...others.map(({ confirm }) => confirm())].join(' AND ')} AS confirmed
          FROM ${table} ${alias} WHERE ${[...candidates, ...others.map(({ index }) => index)].join(' AND ')} LIMIT ${MOST_CANDIDATES + 1}) few) candidate
      WHERE ${only(i)} AND candidate.among <= ${MOST_CANDIDATES} AND candidate.confirmed AND ${like}`;
  });
}

const allOf = (words: WordSql[]): string =>
  [
    ...words.map(({ index }) => index),
    ...words.flatMap(({ confirm, indexIsSure }) => (indexIsSure ? [] : [confirm()])),
  ].join(' AND ');

interface WordSql {
  /** Finds the word's topics. */
  topics: string | null;
  /** What the index can say of a line that has the word, and what makes sure of it, bound when it is first asked for. */
  index: string;
  confirm: () => string;
  /** What the index says needs no confirming: reading the texts of thousands of lines is a third of a search for 书法. */
  indexIsSure: boolean;
  errors: Mistake[];
}

function wordSql(spelt: string[], name: string, { alias, districtId, topics }: SearchIn, bind: Bind): WordSql {
  const index = spelt.map((one) => hasGrams(alias, queryGrams(one), bind));
  let confirmed: string | undefined;
  const also: string[] = [];
  // Not LIKE: of that the planner believes that next to nothing has it, and would not walk an order.
  const confirm = (): string =>
    (confirmed ??= `(${[...spelt.map((one) => `strpos(${alias}.search_text, ${bind(one)}) > 0`), ...also].join(' OR ')})`);
  if (topics) {
    const like = bind(spelt.map((one) => `%${escaped(one)}%`));
    const has = `${alias}.topic_ids && (SELECT ids FROM ${name})`;
    index.push(has);
    also.push(has);
    topics = topics.map(
      (table) =>
        `SELECT id FROM ${table} WHERE district_id = ${bind(districtId)} AND search_text LIKE ANY (${like}::text[])`,
    );
  }
  return {
    topics: topics ? `${name} AS MATERIALIZED (SELECT ARRAY(${topics.join(' UNION ALL ')}) AS ids)` : null,
    index: `(${index.join(' OR ')})`,
    confirm,
    indexIsSure: spelt.every(isOneGram),
    // Characters as they are typed, letters as they sound.
    errors: mistakes(HAN.test(spelt[0]) ? spelt[0] : spelt[spelt.length - 1]),
  };
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * The grams come by a sub-select so that the planner does not know them: it would multiply their frequencies, which says
 * one line where there are thousands, for the grams of a word come together. Unknown, they are looked up in the index.
 */
const hasGrams = (alias: string, grams: number[], bind: Bind): string =>
  grams.length > 0 ? `${alias}.search_grams @> (SELECT ${bind(grams)}::int[])` : 'true';

/** How long a word must be at least, and may be at most, to be found in spite of an error. */
const ERRORS = { characters: [3, 12], letters: [4, 16] };

/** What is left of a word beside the error must not be in more lines than this: each of them would have to be looked at. */
const MOST_CANDIDATES = 1_000;

/** A code with another digit is the code of another line; of a telephone number most others are nobody's. */
const NUMBER = /^(?=.*\d{3})(?!.*\d{8})/;

/** A place at which a word may have an error: the grams beside it, and what LIKE finds there. */
interface Mistake {
  grams: number[];
  patterns: string[];
}

/**
 * Every place at which one character may be wrong, missing, too many, or swapped with the next: all of these at once where
 * what a swap leaves tells enough, for each place is looked up by itself.
 */
function mistakes(text: string): Mistake[] {
  const [least, most] = HAN.test(text) ? ERRORS.characters : ERRORS.letters;
  if (text.length < least || text.length > most || NUMBER.test(text)) return [];
  return [...Array(text.length).keys()].flatMap((i) => {
    const [before, at, next] = [text.slice(0, i), text[i], text[i + 1] ?? ''];
    const errors = [
      { rest: text.slice(i + 2), middle: next + at },
      { rest: text.slice(i + 1), middle: '_' },
      { rest: text.slice(i + 1), middle: '' },
      ...(i > 0 ? [{ rest: text.slice(i), middle: '_' }] : []),
    ].map(({ rest, middle }) => ({
      grams: [...new Set([...queryGrams(before), ...queryGrams(rest)])],
      pattern: `%${escaped(before)}${middle === '_' ? '_' : escaped(middle)}${escaped(rest)}%`,
    }));
    if (telling(errors[0].grams)) return [{ grams: errors[0].grams, patterns: errors.map(({ pattern }) => pattern) }];
    return errors.filter(({ grams }) => telling(grams)).map(({ grams, pattern }) => ({ grams, patterns: [pattern] }));
  });
}
