/** Where the rows of both menus stand, in whole rows, so that lines between partners stay short. Pure. */

export interface Ends {
  id: string;
  offerId: string;
}

export interface BoardLayout {
  /** Row of each offer, in the order of `offers`. */
  offers: { offerId: string; row: number; pairs: number[] }[];
  rowOfOffer: Map<string, number>;
  rows: number;
}

/**
 * Pair i stands in row i on the left. Each offer wants to stand at the mean row of its pairs; offers keep the order of
 * those wishes and no two share a row. Pooling adjacent violators gives the least squared distance to the wishes;
 * rounding keeps it valid, because neighbours stay at least one row apart. O(n log n).
 */
export function layoutBoard(pairs: readonly Ends[]): BoardLayout {
  const pairsOf = new Map<string, number[]>();
  pairs.forEach(({ offerId }, i) => {
    const found = pairsOf.get(offerId);
    if (found) found.push(i);
    else pairsOf.set(offerId, [i]);
  });
  const wishes = [...pairsOf].map(([offerId, rows]) => ({
    offerId,
    pairs: rows,
    wish: rows.reduce((sum, row) => sum + row, 0) / rows.length,
  }));
  wishes.sort((a, b) => a.wish - b.wish || a.pairs[0] - b.pairs[0]);

  const pools: { sum: number; size: number }[] = [];
  wishes.forEach(({ wish }, k) => {
    pools.push({ sum: wish - k, size: 1 });
    while (pools.length > 1) {
      const [before, last] = pools.slice(-2);
      if (before.sum / before.size <= last.sum / last.size) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, size: before.size + last.size });
    }
  });
  const offers: BoardLayout['offers'] = [];
  for (const pool of pools) {
    for (let i = 0; i < pool.size; i++) {
      const k = offers.length;
      const row = Math.min(pairs.length - wishes.length + k, Math.max(k, Math.round(pool.sum / pool.size) + k));
      offers.push({ offerId: wishes[k].offerId, row, pairs: wishes[k].pairs });
    }
  }
  return { offers, rowOfOffer: new Map(offers.map(({ offerId, row }) => [offerId, row])), rows: pairs.length };
}

/** Index of the first offer at or below `row`. */
export function firstOfferAt(layout: BoardLayout, row: number): number {
  let low = 0;
  let high = layout.offers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (layout.offers[middle].row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
