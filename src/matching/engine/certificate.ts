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

/** Back to what `storedTight` was given, for a problem with so many pairs. */
export function tightOf({ count, ...own }: StoredTight, pairs: number): TightProof {
  const restored = ({ prices, extra }: StoredPairPrices): PairPrices => {
    const points = new Float64Array(extra.pairs.length > 0 ? pairs : 0);
    extra.pairs.forEach((p, x) => (points[p] = extra.points[x]));
    return { prices, extra: points };
  };
  return { ...restored(own), count: count && { ...count, ...restored(count) } };
}

function stored({ prices, extra }: PairPrices): StoredPairPrices {
  const pairs: number[] = [];
  for (let p = 0; p < extra.length; p++) if (extra[p] !== 0) pairs.push(p);
  return { prices: Array.from(prices), extra: { pairs, points: pairs.map((p) => extra[p]) } };
}
