import type { PairPrices, TightProof } from './problem';

/** Prices by option, and what single pairs pay on top: their numbers and points. JSON-safe. */
interface StoredPairPrices {
  prices: number[];
  extra: { pairs: number[]; points: number[] };
}

/** The tighter part of a certificate as it is stored. */
export type StoredTight = StoredPairPrices & {
  count?: StoredPairPrices & { weights: number[]; unit: number; share: number };
};

export function storedTight({ count, ...own }: TightProof): StoredTight {
  if (count === undefined) return stored(own);
  const { weights, unit, share } = count;
  return { ...stored(own), count: { weights: Array.from(weights), unit, share, ...stored(count) } };
}

/** Back to what `storedTight` was given, for a problem with so many pairs; null when it is nothing of the kind. */
export function tightOf(given: unknown, pairs: number): TightProof | null {
  const own = pairPricesOf(given, pairs);
  const { count } = (given ?? {}) as { count?: unknown };
  if (own === null || count === undefined) return own;
  const counted = pairPricesOf(count, pairs);
  const { weights, unit, share } = (count ?? {}) as Record<string, unknown>;
  if (counted === null || !isNumbers(weights) || typeof unit !== 'number' || typeof share !== 'number') return null;
  return { ...own, count: { weights, unit, share, ...counted } };
}

function pairPricesOf(given: unknown, pairs: number): PairPrices | null {
  const { prices, extra } = (given ?? {}) as { prices?: unknown; extra?: { pairs?: unknown; points?: unknown } };
  if (!isNumbers(prices) || !isNumbers(extra?.pairs) || !isNumbers(extra.points)) return null;
  const known = new Float64Array(extra.pairs.length > 0 ? pairs : 0);
  if (extra.points.length !== extra.pairs.length || !extra.pairs.every((p) => p in known)) return null;
  for (let x = 0; x < extra.pairs.length; x++) known[extra.pairs[x]] = extra.points[x];
  return { prices, extra: known };
}

/** Whether it is a list of numbers, as JSON gives it back. */
export function isNumbers(given: unknown): given is number[] {
  return Array.isArray(given) && given.every((x) => typeof x === 'number');
}

function stored({ prices, extra }: PairPrices): StoredPairPrices {
  const pairs: number[] = [];
  for (let p = 0; p < extra.length; p++) if (extra[p] !== 0) pairs.push(p);
  return { prices: Array.from(prices), extra: { pairs, points: pairs.map((p) => extra[p]) } };
}
