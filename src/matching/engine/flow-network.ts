import type { Network } from './simplex';
import { GROUP, canPack } from './simplex.arcs';
import { WIDE } from './simplex.tree';

/** What the flow needs to know; pairs are numbered in the order of needs. */
export interface FlowInput {
  needs: number;
  volunteers: number;
  seats: Int32Array;
  penalty: Float64Array;
  pairStart: Int32Array;
  /** Offer and cost by pair. */
  offer: Int32Array;
  cost: Int32Array;
  /** Volunteer by offer, or −1 when its pairs cannot be used. */
  volunteer: Int32Array;
  capacity: Int32Array;
  /** Load costs of volunteer j: load[loadStart[j] …]; the last one repeats; none: 0. */
  loadStart: Int32Array;
  load: Int32Array | Float64Array;
}

/** The network of a flow, its arcs in the order in which they are priced. */
export function networkOf(input: FlowInput): Network {
  return write(input, true) ?? write(input, false)!;
}

/** `packed`: costs and heads share a word; null when they do not fit. */
function write(input: FlowInput, packed: boolean): Network | null {
  const { needs: N, volunteers: V, seats, penalty, pairStart, offer, volunteer, cost: costs } = input;
  const { capacity, loadStart, load } = input;
  const most = costs.length + load.length + GROUP * (N + V);
  const arc = new Int32Array(most);
  const cost = packed ? null : new Int32Array(most);
  const tail = new Int32Array(most / GROUP + 1);
  const behind = new Int32Array(most);
  const first = new Int32Array(N + V);
  const last = new Int32Array(V).fill(-1); // by volunteer: the last arc there
  const unlimited = WIDE;
  const penalties: number[] = [];
  const headOf = new Map<number, number>();
  let size = 0;
  let spread = 0; // all bits that some cost has, so never less than the largest
  let signs = 0; // below 0 when some cost is

  /** Reads each pair of the need once: of several with the same volunteer the cheapest becomes an arc. */
  function addPairs(i: number): void {
    const from = size;
    const to = pairStart[i + 1];
    let at = from;
    let bits = spread;
    for (let p = pairStart[i]; p < to; p++) {
      const j = volunteer[offer[p]];
      if (j < 0) continue;
      const c = costs[p];
      bits |= c ^ (c >> 31);
      signs |= c;
      let e = last[j];
      if (e < from) e = last[j] = at++;
      else if (c >= costs[behind[e]]) continue;
      behind[e] = p;
      arc[e] = packed ? (c << 16) | j : j;
      if (cost !== null) cost[e] = c;
    }
    spread = bits;
    size = at;
  }

  /** The arc over which a seat of the need stays open: to the head that stands for the root at this price. */
  function addUnfilled(i: number): void {
    let head = headOf.get(penalty[i]);
    if (head === undefined) {
      head = V + 1 + penalties.push(penalty[i]);
      headOf.set(penalty[i], head);
    }
    first[i] = size;
    arc[size++] = head;
  }

  /** Slots of equal load make one arc; a volunteer without any needs one all the same, to hang on the root. */
  function addSlots(j: number): void {
    const places = capacity[j] < 1 ? 1 : capacity[j] < unlimited ? capacity[j] : unlimited;
    const from = loadStart[j];
    const known = loadStart[j + 1] - from;
    first[N + j] = size;
    for (let q = 0, end = 0; q < places; q = end) {
      const c = known === 0 ? 0 : load[from + q];
      end = q + 1;
      while (end < known && end < places && load[from + end] === c) end++;
      if (end >= known) end = places;
      spread |= c ^ (c >> 31);
      signs |= c;
      behind[size] = end - q;
      if (cost !== null) cost[size] = c;
      arc[size++] = packed ? (c << 16) | V : V;
    }
  }

  /** Fills the last group of a node up with arcs that lead to nobody. */
  function close(node: number, group: number): void {
    while ((size & 3) !== 0) arc[size++] = V + 1;
    for (let g = group; g < size >> 2; g++) tail[g] = node;
  }

  // Needs that follow each other often want the same volunteers; pricing does better when neighbours differ, and when
  // the slots of volunteers are spread among them.
  const step = Math.max(1, Math.floor(Math.sqrt(N)));
  let done = 0;
  let j = 0;
  for (let lane = 0; lane < step; lane++)
    for (let i = lane; i < N; i += step) {
      const group = size >> 2;
      addPairs(i);
      addUnfilled(i);
      close(i, group);
      for (const share = (++done * V) / N; j < share; j++) {
        const slots = size >> 2;
        addSlots(j);
        close(N + j, slots);
      }
    }
  // No potential is further from 0 than the longest way to the root, on which costs count once for and once against it.
  const far = penalties.reduce((a, b) => Math.max(a, b), 1) + spread * (signs < 0 ? 2 : 1) * (Math.min(N, V) + 1);
  if (packed && !canPack(V + 2 + penalties.length, spread, far)) return null;
  return {
    needs: N,
    volunteers: V,
    seats,
    penalties,
    tail: tail.subarray(0, size >> 2),
    arc: arc.subarray(0, size),
    cost,
    behind,
    first,
  };
}
