/** Arcs are priced so many at a time: those of one group start at the same node. */
export const GROUP = 4;

/** Potentials below this are narrow: whole numbers of 32 bits, and none of the sums of pricing overflows. */
const NARROW = 2 ** 28;
/** How far away nobody is: no arc that leads there gains. Sums stay within 32 bits, or exact in a double. */
const FAR = 2 ** 29;
const VERY_FAR = 2 ** 52;

/**
 * The arcs of a transport network, in groups of four. An arc leads from its group's node to a *head*: the volunteers are
 * heads 0 … V − 1, then come the root, nobody, and for each of the `penalties` the root once more, at that price. A group
 * that would have been short is filled up with arcs that lead to nobody.
 */
export interface ArcList {
  needs: number;
  volunteers: number;
  penalties: number[];
  /** By group: its node; needs are nodes 0 … N − 1, volunteers N … N + V − 1. */
  tail: Int32Array;
  /** Heads; where `cost` is absent, with the costs: cost · 2¹⁶ + head. */
  arc: Int32Array;
  cost: Int32Array | null;
}

/** Whether costs and heads can share a word: costs of 16 bits with the sign, heads of 16, potentials narrow. */
export function canPack(heads: number, cost: number, potential: number): boolean {
  return heads <= 0xffff && cost <= 0x7fff && potential < NARROW;
}

/**
 * Prices arcs. One that is FULL leads to nobody for as long (the simplex prices it the other way), and one in the tree
 * has a reduced cost of 0, so nothing has to be known of an arc but where it leads and what it costs.
 */
export interface Pricing {
  /** By node, then the root (0), nobody, and the penalties, which stand for the root. */
  potential: Int32Array | Float64Array;
  /** The best arc that was found, and what it gains as a negative number (0: none was). */
  found: { arc: number; gain: number };
  /** Prices groups `from` … `end` − 1 and keeps the best arc, if it is better than the best before. */
  price(from: number, end: number): void;
  headOf(arc: number): number;
  costOf(arc: number): number;
  /** Lets an arc lead somewhere else. */
  lead(arc: number, head: number): void;
}

export function pricingOf(list: ArcList): Pricing {
  return list.cost === null ? packedPricing(list) : loosePricing(list, list.cost);
}

/** Costs and heads in one word. Functions over constant arrays, because the compiler makes most of those. */
function packedPricing({ needs, volunteers, penalties, arc, tail }: ArcList): Pricing {
  const potential = new Int32Array(needs + volunteers + 2 + penalties.length);
  const ahead = potential.subarray(needs); // by head
  for (const [x, penalty] of [FAR, ...penalties].entries()) ahead[volunteers + 1 + x] = -penalty;
  const found = { arc: -1, gain: 0 };

  /**
   * The least of a group is found without branches (the sign bit of a difference says which is less), since a processor
   * cannot foresee them; which of the four it is, is looked up once.
   */
  function price(from: number, end: number): void {
    let least = found.gain;
    let group = -1;
    for (let g = from; g < end; g++) {
      const e = g << 2;
      const a = arc[e];
      const b = arc[e + 1];
      const c = arc[e + 2];
      const d = arc[e + 3];
      const first = ((a >> 16) - ahead[a & 0xffff]) | 0;
      const second = ((b >> 16) - ahead[b & 0xffff]) | 0;
      const third = ((c >> 16) - ahead[c & 0xffff]) | 0;
      const fourth = ((d >> 16) - ahead[d & 0xffff]) | 0;
      const ab = (first - second) | 0;
      const left = (second + (ab & (ab >> 31))) | 0;
      const cd = (third - fourth) | 0;
      const right = (fourth + (cd & (cd >> 31))) | 0;
      const lr = (left - right) | 0;
      const lowest = (right + (lr & (lr >> 31)) + potential[tail[g]]) | 0;
      if (lowest < least) {
        least = lowest;
        group = g;
      }
    }
    if (group < 0) return;
    const wanted = (least - potential[tail[group]]) | 0;
    let e = group << 2;
    while ((((arc[e] >> 16) - ahead[arc[e] & 0xffff]) | 0) !== wanted) e++;
    found.gain = least;
    found.arc = e;
  }

  return {
    potential,
    found,
    price,
    headOf: (e) => arc[e] & 0xffff,
    costOf: (e) => arc[e] >> 16,
    lead: (e, head) => void (arc[e] = (arc[e] & ~0xffff) | head),
  };
}

/** For large costs or penalties, or more heads than 16 bits can tell apart. */
function loosePricing({ needs, volunteers, penalties, arc, tail }: ArcList, cost: Int32Array): Pricing {
  const potential = new Float64Array(needs + volunteers + 2 + penalties.length);
  const ahead = potential.subarray(needs);
  for (const [x, penalty] of [VERY_FAR, ...penalties].entries()) ahead[volunteers + 1 + x] = -penalty;
  const found = { arc: -1, gain: 0 };

  function price(from: number, end: number): void {
    for (let e = from << 2; e < end << 2; e++) {
      const reduced = cost[e] - ahead[arc[e]] + potential[tail[e >> 2]];
      if (reduced >= found.gain) continue;
      found.gain = reduced;
      found.arc = e;
    }
  }

  return {
    potential,
    found,
    price,
    headOf: (e) => arc[e],
    costOf: (e) => cost[e],
    lead: (e, head) => void (arc[e] = head),
  };
}
