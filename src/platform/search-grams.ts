/** Grams of words and lines: what the index of a search knows (see search.ts). */

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
    // Nothing is read across a blank or the end of a line.
    if (unit === 32 || unit === 10) [first, second] = [0, 0];
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

/** The longest grams that a text with the query in it must have: short ones find too much and cost time. */
export function queryGrams(text: string): number[] {
  const grams: number[] = [];
  for (const run of text.match(/[a-z0-9]+|[^a-z0-9\s]+/g) ?? []) {
    const size = Math.min(run.length, isLatin(run.charCodeAt(0)) ? 3 : 2);
    if (size === 1 && isLatin(run.charCodeAt(0))) continue;
    for (let i = 0; i + size <= run.length; i++) grams.push(...gramsOf(run.slice(i, i + size)).slice(-1));
  }
  return [...new Set(grams)];
}

/** True for grams that few lines share: a pair of characters, three letters, or two characters; two letters are everywhere. */
export function telling(grams: number[]): boolean {
  const single = (gram: number): boolean => gram >>> 16 === 0;
  const letters = (gram: number): boolean => gram >>> 16 >= 48 && gram >>> 16 <= 122;
  return grams.some((gram) => !single(gram) && !letters(gram)) || grams.filter(single).length > 1;
}

/** A line has such a word just when it has its gram. */
export const isOneGram = (word: string): boolean => /^(?:[a-z0-9]{2,3}|[^a-z0-9\s]{1,2})$/.test(word);
