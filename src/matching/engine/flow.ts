import type { Instance } from './instance';
import type { Tick } from './lagrange';
import { type Problem, loadOf } from './problem';

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
  pivots: number;
}

/**
 * Primal network simplex (Ahuja, Magnanti, Orlin 1993, chapter 11; strongly feasible trees after Cunningham 1976; block
 * search and arc mixing as in LEMON, Kovács 2015). Node T is root and sink; the first tree hangs every need on its
 * "unfilled" arc and every volunteer on its first slot, so there are no artificial arcs. O(arcs) memory.
 */
export function flowRelaxation(input: FlowInput, tick: Tick = () => undefined): Flow {
  const network = networkOf(input);
  const pivots = network.run(tick);
  return network.result(pivots);
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
  volunteerOf: (pair: number) => number;
  costOf: (pair: number) => number;
  capacity: Int32Array;
  /** Load costs that differ; the last one repeats. */
  loads: (volunteer: number) => number;
  loadOf: (volunteer: number, q: number) => number;
}

/** The flow relaxation of a problem without pins. */
export function flowOfProblem({ needs, volunteers, offers, pairs }: Problem): FlowInput {
  return {
    needs: needs.count,
    volunteers: volunteers.count,
    pairs: pairs.count,
    seats: needs.seats,
    penalty: needs.penalty,
    pairStart: needs.pairStart,
    volunteerOf: (p) => (offers.capacity[pairs.offer[p]] === 0 ? -1 : offers.volunteer[pairs.offer[p]]),
    costOf: (p) => pairs.cost[p],
    capacity: volunteers.capacity,
    loads: (j) => volunteers.loadStart[j + 1] - volunteers.loadStart[j],
    loadOf: (j, q) => loadOf(volunteers, j, q),
  };
}

/** The flow relaxation of an instance; its pair k is the instance's rowPairs[k]. */
export function flowOfInstance(d: Instance): FlowInput {
  const pairStart = new Int32Array(d.needs + 1);
  for (let i = 0; i <= d.needs; i++) pairStart[i] = d.rowPairStart[d.rowStart[i]];
  return {
    needs: d.needs,
    volunteers: d.volunteers,
    pairs: d.size,
    seats: d.seats,
    penalty: d.penalty,
    pairStart,
    volunteerOf: (k) => d.volunteer[d.rowPairs[k]],
    costOf: (k) => d.cost[d.rowPairs[k]],
    capacity: d.capacity,
    loads: (j) => d.capacity[j],
    loadOf: (j, q) => d.load[d.slotStart[j] + q],
  };
}

function networkOf(input: FlowInput): Network {
  const { needs: N, volunteers: V, pairStart } = input;
  const degree = new Int32Array(V);
  const last = new Int32Array(V).fill(-1);
  const cheapest = new Int32Array(V).fill(-1);
  const keep = new Uint8Array(input.pairs);
  let E = 0;
  for (let i = 0; i < N; i++) {
    for (let p = pairStart[i]; p < pairStart[i + 1]; p++) {
      const j = input.volunteerOf(p);
      if (j < 0 || input.capacity[j] === 0) continue;
      if (last[j] !== i) {
        last[j] = i;
        cheapest[j] = p;
        keep[p] = 1;
        degree[j]++;
        E++;
      } else if (input.costOf(p) < input.costOf(cheapest[j])) {
        keep[cheapest[j]] = 0;
        keep[p] = 1;
        cheapest[j] = p;
      }
    }
  }
  let slots = 0;
  for (let j = 0; j < V; j++) slots += slotArcs(input, j, degree[j], null);
  const network = new Network(input, E + N + slots);
  for (let i = 0; i < N; i++)
    for (let p = pairStart[i]; p < pairStart[i + 1]; p++)
      if (keep[p] === 1) network.arc(i, N + input.volunteerOf(p), input.costOf(p), 1, p);
  for (let i = 0; i < N; i++) network.hang(i, network.arc(i, N + V, input.penalty[i], 0x3fffffff, -1), input.seats[i]);
  for (let j = 0; j < V; j++) {
    let first = true;
    slotArcs(input, j, degree[j], (load, width) => {
      const q = network.arc(N + j, N + V, load, width, -1);
      if (first) network.hang(N + j, q, 0);
      first = false;
    });
  }
  return network;
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

class Network {
  private readonly source: Int32Array;
  private readonly target: Int32Array;
  private readonly cost: Float64Array;
  private readonly upper: Int32Array;
  private readonly state: Int8Array; // 1 at zero, −1 at its upper limit, 0 in the tree
  private readonly pair: Int32Array; // arc → pair of the problem, −1
  private readonly step: number;
  private at = 0;
  private lane = 0;

  private readonly parent: Int32Array;
  private readonly arcUp: Int32Array;
  private readonly direction: Int8Array; // 1: the tree arc leads up to the parent
  private readonly flow: Int32Array; // flow on the tree arc of a node
  private readonly depth: Int32Array;
  private readonly potential: Float64Array;
  private readonly child: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private lastHung = -1;

  private readonly N: number;
  private readonly V: number;

  constructor(
    private readonly input: FlowInput,
    private readonly m: number,
  ) {
    const { needs: N, volunteers: V } = input;
    this.N = N;
    this.V = V;
    const nodes = N + V + 1;
    this.source = new Int32Array(m);
    this.target = new Int32Array(m);
    this.cost = new Float64Array(m);
    this.upper = new Int32Array(m);
    this.state = new Int8Array(m).fill(1);
    this.pair = new Int32Array(m);
    this.step = Math.max(Math.floor(Math.sqrt(m)), 10);
    this.parent = new Int32Array(nodes).fill(N + V);
    this.arcUp = new Int32Array(nodes);
    this.direction = new Int8Array(nodes).fill(1);
    this.flow = new Int32Array(nodes);
    this.depth = new Int32Array(nodes).fill(1);
    this.potential = new Float64Array(nodes);
    this.child = new Int32Array(nodes).fill(-1);
    this.next = new Int32Array(nodes).fill(-1);
    this.previous = new Int32Array(nodes).fill(-1);
    this.parent[N + V] = -1;
    this.depth[N + V] = 0;
  }

  /** Puts an arc at the next place of the mixed order, and returns that place. */
  arc(source: number, target: number, cost: number, upper: number, pair: number): number {
    const q = this.at;
    this.source[q] = source;
    this.target[q] = target;
    this.cost[q] = cost;
    this.upper[q] = upper;
    this.pair[q] = pair;
    this.at += this.step;
    if (this.at >= this.m) this.at = ++this.lane;
    return q;
  }

  /** Hangs a node on the root by its arc, carrying `flow`. */
  hang(node: number, arc: number, flow: number): void {
    this.arcUp[node] = arc;
    this.flow[node] = flow;
    this.state[arc] = 0;
    this.potential[node] = -this.cost[arc];
    this.previous[node] = this.lastHung;
    if (this.lastHung < 0) this.child[this.N + this.V] = node;
    else this.next[this.lastHung] = node;
    this.lastHung = node;
  }

  run(tick: Tick): number {
    const {
      m,
      source,
      target,
      cost,
      upper,
      state,
      parent,
      arcUp,
      direction,
      flow,
      depth,
      potential,
      child,
      next,
      previous,
    } = this;
    const block = Math.max(Math.floor(0.5 * Math.sqrt(m)), 20);
    const stack = new Int32Array(parent.length);
    let place = 0;
    let pivots = 0;
    for (;;) {
      let least = 0;
      let entering = -1;
      let seen = 0;
      let e = place;
      while (seen < m) {
        // One block, or what is left of the round.
        const stop = Math.min(e + Math.min(block, m - seen), m);
        seen += stop - e;
        for (; e < stop; e++) {
          const reduced = state[e] * (cost[e] + potential[source[e]] - potential[target[e]]);
          if (reduced < least) {
            least = reduced;
            entering = e;
          }
        }
        if (e === m) e = 0;
        if (entering >= 0) break;
      }
      if (entering < 0) return pivots;
      place = e;
      if ((++pivots & 4095) === 0) tick();

      const s = source[entering];
      const t = target[entering];
      let a = s;
      let b = t;
      while (a !== b) {
        if (depth[a] >= depth[b]) a = parent[a];
        else b = parent[b];
      }
      const join = a;
      const up = state[entering] === 1;
      const first = up ? s : t;
      const second = up ? t : s;
      let delta = upper[entering];
      let leaving = -1;
      let onFirst = false;
      for (let w = first; w !== join; w = parent[w]) {
        const left = direction[w] === 1 ? flow[w] : upper[arcUp[w]] - flow[w];
        if (left < delta) {
          delta = left;
          leaving = w;
          onFirst = true;
        }
      }
      for (let w = second; w !== join; w = parent[w]) {
        const left = direction[w] === 1 ? upper[arcUp[w]] - flow[w] : flow[w];
        if (left <= delta) {
          delta = left;
          leaving = w;
          onFirst = false;
        }
      }
      if (delta > 0) {
        for (let w = first; w !== join; w = parent[w]) flow[w] -= direction[w] * delta;
        for (let w = second; w !== join; w = parent[w]) flow[w] += direction[w] * delta;
      }
      if (leaving < 0) {
        state[entering] = -state[entering];
        continue;
      }
      const enteringFlow = up ? delta : upper[entering] - delta;
      state[arcUp[leaving]] = flow[leaving] === 0 ? 1 : -1;
      state[entering] = 0;

      // Turn the path from the near end of the entering arc up to the leaving node, and hang it on the far end.
      const near = onFirst ? first : second;
      const far = onFirst ? second : first;
      let node = near;
      let newParent = far;
      let newArc = entering;
      let newDirection = s === near ? 1 : -1;
      let newFlow = enteringFlow;
      for (;;) {
        const oldParent = parent[node];
        const oldArc = arcUp[node];
        const oldDirection = direction[node];
        const oldFlow = flow[node];
        const p = previous[node];
        const n = next[node];
        if (p < 0) child[oldParent] = n;
        else next[p] = n;
        if (n >= 0) previous[n] = p;
        const f = child[newParent];
        next[node] = f;
        previous[node] = -1;
        if (f >= 0) previous[f] = node;
        child[newParent] = node;
        parent[node] = newParent;
        arcUp[node] = newArc;
        direction[node] = newDirection;
        flow[node] = newFlow;
        if (node === leaving) break;
        newParent = node;
        newArc = oldArc;
        newDirection = -oldDirection;
        newFlow = oldFlow;
        node = oldParent;
      }
      const shift = potential[far] - direction[near] * cost[entering] - potential[near];
      let top = 0;
      stack[top++] = near;
      while (top > 0) {
        const w = stack[--top];
        potential[w] += shift;
        depth[w] = depth[parent[w]] + 1;
        for (let y = child[w]; y >= 0; y = next[y]) stack[top++] = y;
      }
    }
  }

  result(pivots: number): Flow {
    const { N, V, pair, state, input } = this;
    const inTree = new Map<number, number>();
    for (let w = 0; w < N + V; w++) if (pair[this.arcUp[w]] >= 0) inTree.set(this.arcUp[w], this.flow[w]);
    const chosen = new Uint8Array(input.pairs);
    for (let e = 0; e < this.m; e++) {
      if (pair[e] < 0) continue;
      const x = state[e] === 0 ? inTree.get(e)! : state[e] === -1 ? 1 : 0;
      if (x === 1) chosen[pair[e]] = 1;
    }
    let objective = 0;
    const held = new Int32Array(V);
    const list: number[] = [];
    for (let i = 0; i < N; i++) {
      let open = input.seats[i];
      for (let p = input.pairStart[i]; p < input.pairStart[i + 1]; p++) {
        if (chosen[p] === 0) continue;
        list.push(p);
        open--;
        const j = input.volunteerOf(p);
        objective += input.costOf(p) + input.loadOf(j, held[j]++);
      }
      objective += input.penalty[i] * open;
    }
    // A seat's price: what the need's potential is above that of its "unfilled" arc.
    const prices = new Float64Array(N);
    const root = this.potential[N + V];
    for (let i = 0; i < N; i++) prices[i] = Math.max(0, input.penalty[i] + this.potential[i] - root);
    return { pairs: Int32Array.from(list), prices, objective, pivots };
  }
}
