/** Where the cards of the resources menu stand beside the needs, in whole rows. Pure. */

export interface Ends {
  offerId: string;
}

/** An offer beside some of its lines; one whose lines lie far apart has a card at each place. */
export interface Card {
  key: string;
  offerId: string;
  row: number;
  /** Rows of its lines on the left, ascending. */
  pairs: number[];
  /** How many lines the offer has in all; more than `pairs` when it has other cards. */
  of: number;
}

export interface BoardLayout {
  /** From top to bottom, no two in one row. */
  cards: Card[];
  /** Of each line, its card. */
  cardOf: Card[];
}

/** Lines of one offer that lie at most so many rows apart share a card: both ends of a line fit into one window. */
const REACH = 9;
/** Sweeps of exchanging neighbours; almost always two are enough. */
const SWEEPS = 6;

/**
 * Line i starts in row i on the left. Each card wants to stand at the mean row of its lines; neighbours change places
 * while that leaves fewer lines crossing; then the rows are given out in that order, as near to the wishes as can be.
 */
export function layoutBoard(pairs: readonly Ends[]): BoardLayout {
  const cards = cardsOf(pairs);
  const means = new Map(cards.map((card) => [card, card.pairs.reduce((sum, row) => sum + row, 0) / card.pairs.length]));
  const mean = (card: Card) => means.get(card)!;
  cards.sort((a, b) => mean(a) - mean(b) || a.pairs[0] - b.pairs[0]);
  uncross(cards);
  const rows = settle(cards.map(mean), pairs.length);
  const cardOf = new Array<Card>(pairs.length);
  cards.forEach((card, k) => {
    card.row = rows[k];
    for (const pair of card.pairs) cardOf[pair] = card;
  });
  return { cards, cardOf };
}

function cardsOf(pairs: readonly Ends[]): Card[] {
  const rowsOf = new Map<string, number[]>();
  pairs.forEach(({ offerId }, i) => {
    const found = rowsOf.get(offerId);
    if (found) found.push(i);
    else rowsOf.set(offerId, [i]);
  });
  const cards: Card[] = [];
  for (const [offerId, rows] of rowsOf) {
    let last: Card | null = null;
    for (const row of rows) {
      if (last && row - last.pairs.at(-1)! <= REACH) last.pairs.push(row);
      else cards.push((last = { key: `${offerId}-${row}`, offerId, row, pairs: [row], of: rows.length }));
    }
  }
  return cards;
}

/** How many lines of `a` and `b` cross when `a` stands above `b`. */
export function crossings(a: readonly number[], b: readonly number[]): number {
  let count = 0;
  for (const x of a) for (const y of b) if (x > y) count++;
  return count;
}

function uncross(cards: Card[]): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let changed = false;
    for (let k = 0; k + 1 < cards.length; k++) {
      const [a, b] = [cards[k].pairs, cards[k + 1].pairs];
      if (a.at(-1)! < b[0] || crossings(b, a) >= crossings(a, b)) continue;
      [cards[k], cards[k + 1]] = [cards[k + 1], cards[k]];
      changed = true;
    }
    if (!changed) return;
  }
}

/**
 * Whole rows for the cards in their order, none twice. Pooling adjacent violators gives the least squared distance to
 * the wishes; rounding keeps the order, because neighbours stay at least one row apart. O(n).
 */
function settle(wishes: readonly number[], rows: number): number[] {
  const pools: { sum: number; size: number }[] = [];
  wishes.forEach((wish, k) => {
    pools.push({ sum: wish - k, size: 1 });
    while (pools.length > 1) {
      const [before, last] = [pools[pools.length - 2], pools[pools.length - 1]];
      if (before.sum / before.size <= last.sum / last.size) break;
      pools.length -= 2;
      pools.push({ sum: before.sum + last.sum, size: before.size + last.size });
    }
  });
  return pools
    .flatMap(({ sum, size }) => new Array<number>(size).fill(sum / size))
    .map((place, k) => Math.min(rows - wishes.length + k, Math.max(k, Math.round(place) + k)));
}

/**
 * Offers without a line for the rows that stay free, each beside a need of its own category, so that the resources menu
 * is whole and whoever could serve instead is near. A row for which none is left stays free.
 */
export function fillRows<Offer extends { id: string; categoryId: string }>(
  { cards }: BoardLayout,
  categories: readonly string[],
  unused: readonly Offer[],
): Map<number, Offer> {
  const waiting = new Map<string, Offer[]>();
  for (const offer of unused) {
    const found = waiting.get(offer.categoryId);
    if (found) found.push(offer);
    else waiting.set(offer.categoryId, [offer]);
  }
  const taken = new Set(cards.map(({ row }) => row));
  const filled = new Map<number, Offer>();
  const next = new Map<string, number>();
  categories.forEach((category, row) => {
    if (taken.has(row)) return;
    const at = next.get(category) ?? 0;
    const offer = waiting.get(category)?.[at];
    if (!offer) return;
    next.set(category, at + 1);
    filled.set(row, offer);
  });
  return filled;
}

/** Index of the first card at or below `row`. */
export function firstCardAt({ cards }: BoardLayout, row: number): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cards[middle].row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
