import type { Instance } from './instance';
import type { Tick } from './lagrange';
import { type Problem, loadOf } from './problem';
import { type Network, transport } from './simplex';

/**
 * Flow relaxation: seats, capacities and loads alone, without hours, overlaps, minimums, options and limits of offers. Of
 * several pairs of one need and volunteer the cheapest stands for all.
 */
export interface Flow {
  /** Chosen pairs (numbered as in the input), ascending. */
  pairs: Int32Array;
  /** Price of a seat by need: the potentials. They prove `bound` (see Certificate). */
  prices: Float64Array;
  objective: number;
  /** What the prices prove: the objective, unless the work was ended early. */
  bound: number;
  pivots: number;
}

/**
 * Solves the flow relaxation by network simplex (see `transport`). `anyway`: when `tick` throws, the plan so far is
 * returned, with the bound that its prices prove, instead of the error.
 */
export function flowRelaxation(input: FlowInput, tick: Tick = () => undefined, anyway = false): Flow {
  const { network, pair } = networkOf(input);
  let stop: unknown = null;
  const { used, potential, pivots, optimal } = transport(network, () => {
    try {
      tick();
    } catch (error) {
      stop = error;
    }
    return stop === null;
  });
  if (!optimal && !anyway) throw stop;
  const { needs: N, pairStart, seats, penalty, volunteer, cost } = input;
  const pairs = Int32Array.from(used, (e) => pair[e]).sort();
  const held = new Int32Array(input.volunteers);
  let objective = 0;
  for (let i = 0, x = 0; i < N; i++) {
    let open = seats[i];
    for (; x < pairs.length && pairs[x] < pairStart[i + 1]; x++, open--) {
      const j = volunteer[pairs[x]];
      objective += cost[pairs[x]] + input.loadOf(j, held[j]++);
    }
    objective += penalty[i] * open;
  }
  // A seat's price: what the need's potential is above that of its "unfilled" arc.
  const prices = new Float64Array(N);
  for (let i = 0; i < N; i++) prices[i] = Math.max(0, penalty[i] + potential[i]);
  const bound = optimal ? objective : provenBy(network, prices);
  return { pairs, prices, objective, bound, pivots };
}

/** What the flow needs to know; pairs are numbered in the order of needs. */
export interface FlowInput {
  needs: number;
  volunteers: number;
  pairs: number;
  seats: Int32Array;
  penalty: Float64Array;
  pairStart: Int32Array;
  /** Volunteer of a pair, or −1 when the pair cannot be used. */
  volunteer: Int32Array;
  cost: Int32Array;
  capacity: Int32Array;
  /** Load costs that differ; the last one repeats. */
  loads: (volunteer: number) => number;
  loadOf: (volunteer: number, q: number) => number;
}

/** The flow relaxation of a problem without pins. */
export function flowOfProblem({ needs, volunteers, offers, pairs }: Problem): FlowInput {
  const volunteer = new Int32Array(pairs.count);
  for (let p = 0; p < pairs.count; p++) {
    const f = pairs.offer[p];
    volunteer[p] = offers.capacity[f] === 0 ? -1 : offers.volunteer[f];
  }
  return {
    needs: needs.count,
    volunteers: volunteers.count,
    pairs: pairs.count,
    seats: needs.seats,
    penalty: needs.penalty,
    pairStart: needs.pairStart,
    volunteer,
    cost: pairs.cost,
    capacity: volunteers.capacity,
    loads: (j) => volunteers.loadStart[j + 1] - volunteers.loadStart[j],
    loadOf: (j, q) => loadOf(volunteers, j, q),
  };
}

/** The flow relaxation of an instance; its pair k is the instance's rowPairs[k]. */
export function flowOfInstance(d: Instance): FlowInput {
  const pairStart = new Int32Array(d.needs + 1);
  for (let i = 0; i <= d.needs; i++) pairStart[i] = d.rowPairStart[d.rowStart[i]];
  const volunteer = new Int32Array(d.size);
  const cost = new Int32Array(d.size);
  for (let k = 0; k < d.size; k++) {
    volunteer[k] = d.volunteer[d.rowPairs[k]];
    cost[k] = d.cost[d.rowPairs[k]];
  }
  return {
    needs: d.needs,
    volunteers: d.volunteers,
    pairs: d.size,
    seats: d.seats,
    penalty: d.penalty,
    pairStart,
    volunteer,
    cost,
    capacity: d.capacity,
    loads: (j) => d.capacity[j],
    loadOf: (j, q) => d.load[d.slotStart[j] + q],
  };
}

/** The network of the flow, and the pair behind each of its arcs. */
function networkOf(input: FlowInput): { network: Network; pair: Int32Array } {
  const { needs, volunteers, seats, penalty } = input;
  const rowNeed = rowsMixed(needs);
  const { pair, degree, ...rows } = rowsOf(input, rowNeed);
  const slots = slotsOf(input, degree);
  return { network: { needs, volunteers, seats, penalty, rowNeed, ...rows, ...slots }, pair };
}

/** Needs that follow each other often want the same volunteers; pricing does better when neighbours differ. */
function rowsMixed(needs: number): Int32Array {
  const rowNeed = new Int32Array(needs);
  const step = Math.max(1, Math.floor(Math.sqrt(needs)));
  for (let i = 0, lane = 0, r = 0; lane < step && r < needs; i = ++lane) for (; i < needs; i += step) rowNeed[r++] = i;
  return rowNeed;
}

/** The pairs row by row, of several for the same two the cheapest; and how many each volunteer has. */
function rowsOf(
  { needs: N, volunteers: V, pairs, pairStart, volunteer, cost: costs, capacity }: FlowInput,
  rowNeed: Int32Array,
): Pick<Network, 'rowStart' | 'head' | 'cost'> & { pair: Int32Array; degree: Int32Array } {
  const rowStart = new Int32Array(N + 1);
  const head = new Int32Array(pairs);
  const cost = new Int32Array(pairs);
  const pair = new Int32Array(pairs);
  const degree = new Int32Array(V);
  const last = new Int32Array(V).fill(-1);
  let E = 0;
  for (let r = 0; r < N; r++) {
    const i = rowNeed[r];
    const from = E;
    const to = pairStart[i + 1];
    for (let p = pairStart[i]; p < to; p++) {
      const j = volunteer[p];
      if (j < 0 || capacity[j] === 0) continue;
      let e = last[j];
      if (e < from) {
        e = last[j] = E++;
        head[e] = N + j;
        degree[j]++;
      } else if (costs[p] >= cost[e]) continue;
      cost[e] = costs[p];
      pair[e] = p;
    }
    rowStart[r + 1] = E;
  }
  return { rowStart, head: head.subarray(0, E), cost: cost.subarray(0, E), pair, degree };
}

function slotsOf(input: FlowInput, degree: Int32Array): Pick<Network, 'slotNode' | 'slotCost' | 'slotWidth'> {
  const { needs: N, volunteers: V } = input;
  let slots = 0;
  for (let j = 0; j < V; j++) slots += slotArcs(input, j, degree[j], null);
  const slotNode = new Int32Array(slots);
  const slotCost = new Int32Array(slots);
  const slotWidth = new Int32Array(slots);
  let s = 0;
  for (let j = 0; j < V; j++) {
    slotArcs(input, j, degree[j], (load, width) => {
      slotNode[s] = N + j;
      slotCost[s] = load;
      slotWidth[s++] = width;
    });
  }
  return { slotNode, slotCost, slotWidth };
}

/** The bound of the certificate: every need at its price, every volunteer with its best pairs at these prices. */
function provenBy(network: Network, prices: Float64Array): number {
  const { needs: N, seats, penalty, rowNeed, rowStart, head, cost, slotNode, slotCost, slotWidth } = network;
  const gains: number[][] = Array.from({ length: network.volunteers }, () => []);
  let bound = 0;
  for (let r = 0; r < N; r++) {
    const i = rowNeed[r];
    bound += seats[i] * (penalty[i] - prices[i]);
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const gain = penalty[i] - cost[e] - prices[i];
      gains[head[e] - N].push(gain);
    }
  }
  for (const list of gains) list.sort((a, b) => b - a);
  const taken = new Int32Array(network.volunteers);
  for (let s = 0; s < slotNode.length; s++) {
    const j = slotNode[s] - N;
    for (let q = 0; q < slotWidth[s] && taken[j] < gains[j].length; q++) {
      const gain = gains[j][taken[j]++] - slotCost[s];
      if (gain > 0) bound -= gain;
    }
  }
  return bound;
}

/** Slots of equal load make one arc, never more of them than the volunteer has pairs. */
function slotArcs(
  input: FlowInput,
  j: number,
  degree: number,
  emit: ((load: number, width: number) => void) | null,
): number {
  const capacity = Math.min(input.capacity[j], degree);
  if (capacity === 0) {
    emit?.(0, 1); // no pair ends here; the node still needs an arc to the root
    return 1;
  }
  const known = input.loads(j);
  let arcs = 0;
  for (let q = 0; q < capacity;) {
    const load = input.loadOf(j, q);
    let end = q + 1;
    if (q >= known - 1) end = capacity;
    else while (end < capacity && input.loadOf(j, end) === load) end++;
    emit?.(load, end - q);
    arcs++;
    q = end;
  }
  return arcs;
}
