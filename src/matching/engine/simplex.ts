/**
 * A transport network: need i sends `seats[i]` units over its pairs (one unit each) to volunteers, or over its "unfilled"
 * arc straight to the root; volunteers pass on what they get over their slots. Nodes: needs, then volunteers, then root.
 *
 * Rows are the needs in the order in which they are priced; the pairs of a row are neighbours in memory, so pricing
 * reads two arrays from front to back and looks up one potential per pair.
 */
export interface Network {
  needs: number;
  volunteers: number;
  seats: Int32Array;
  penalty: Float64Array;
  rowNeed: Int32Array;
  /** Pairs of row r: rowStart[r] … rowStart[r + 1] − 1. */
  rowStart: Int32Array;
  /** Node of the volunteer, and cost, by pair. */
  head: Int32Array;
  cost: Int32Array;
  /** Slots: node of the volunteer, load, and how many pairs of that load fit. Those of a volunteer ascend in load. */
  slotNode: Int32Array;
  slotCost: Int32Array;
  slotWidth: Int32Array;
}

export interface TransportPlan {
  /** 1: the pair is used. */
  used: Uint8Array;
  /** By node; the root's is 0. Reduced cost of an arc: cost + potential of its tail − potential of its head. */
  potential: Float64Array;
  pivots: number;
  /** False: `tick` has ended the work; a plan it is all the same. */
  optimal: boolean;
}

/** States of arcs. */
const EMPTY = 0;
const FULL = 1;
const TREE = 2;

/** Fields of a node's record; records are one half of a cache line, since a pivot reads most of a record or nothing. */
const PARENT = 0;
const DEPTH = 1;
const FLOW = 2; // on the arc to the parent
const WIDTH = 3; // of that arc
const UPWARD = 4; // 1: that arc leads to the parent; −1: from it
const CHILD = 5;
const NEXT = 6;
const PREVIOUS = 7;

const WIDE = 0x3fffffff;

/** Pairs priced for one pivot: this times the root of their number. */
const BLOCK = 0.5;

/**
 * Primal network simplex (Ahuja, Magnanti, Orlin 1993, chapter 11; strongly feasible trees after Cunningham 1976; block
 * search after Kovács 2015). The first tree hangs every need on its "unfilled" arc and every volunteer on its first
 * slot, so there are no artificial arcs. O(arcs) memory. Every step has a plan: when `goOn` says no, that one is returned.
 */
export function transport(network: Network, goOn: () => boolean): TransportPlan {
  const simplex = new Simplex(network);
  let pivots = 0;
  let optimal = true;
  while (simplex.price()) {
    if ((++pivots & 1023) === 0 && !goOn()) {
      optimal = false;
      break;
    }
    simplex.pivot();
  }
  return { used: simplex.used(), potential: simplex.potential, pivots, optimal };
}

/**
 * The tree and the states of all arcs: pairs, then "unfilled" arcs by need, then slots. The steps of a pivot are methods
 * of their own, each small enough that the compiler has optimised it after the first few hundred pivots; as one long
 * function the middle district took 0.4 s instead of 0.15 s, most of it compiling.
 */
class Simplex {
  readonly potential: Float64Array;
  private readonly state: Uint8Array;
  private readonly node: Int32Array;
  /** The arc to the parent, by node. */
  private readonly arcOf: Int32Array;
  private readonly stack: Int32Array;
  /** Pairs that are FULL, with their needs: few, so they are priced apart. */
  private readonly full: Int32Array;
  private readonly fullNeed: Int32Array;
  private fulls = 0;

  private readonly pairs: number;
  private readonly root: number;
  private readonly block: number;
  private row = 0;
  private fullPlace = 0;
  /** Rows priced since the last pivot. */
  private barren = 0;

  // What the steps of one pivot tell each other.
  private entering = -1;
  private tail = -1;
  private fullEntering = -1;
  private join = -1;
  private delta = 0;
  private leaving = -1;
  private onFirst = false;

  constructor(private readonly network: Network) {
    const { needs: N, volunteers: V, seats, penalty, slotNode, slotCost, slotWidth } = network;
    const E = (this.pairs = network.head.length);
    const S = slotNode.length;
    const root = (this.root = N + V);
    this.state = new Uint8Array(E + N + S);
    this.node = new Int32Array((root + 1) << 3);
    this.arcOf = new Int32Array(root + 1);
    this.stack = new Int32Array(root + 1);
    this.potential = new Float64Array(root + 1);
    let most = 1;
    for (let i = 0; i < N; i++) most += Math.min(seats[i], E);
    this.full = new Int32Array(Math.min(most, E + 1));
    this.fullNeed = new Int32Array(this.full.length);
    this.block = Math.max(20, Math.floor(BLOCK * Math.sqrt(E + N + S)));
    this.node[(root << 3) + PARENT] = -1;
    this.node[(root << 3) + CHILD] = -1;
    for (let s = S - 1; s >= 0; s--)
      if (s === 0 || slotNode[s - 1] !== slotNode[s]) this.hang(slotNode[s], E + N + s, 0, slotWidth[s], slotCost[s]);
    for (let i = N - 1; i >= 0; i--) this.hang(i, E + i, seats[i], WIDE, penalty[i]);
  }

  private hang(w: number, arc: number, flow: number, width: number, cost: number): void {
    const { node, root } = this;
    const at = w << 3;
    const first = node[(root << 3) + CHILD];
    node[at + PARENT] = root;
    node[at + DEPTH] = 1;
    node[at + FLOW] = flow;
    node[at + WIDTH] = width;
    node[at + UPWARD] = 1;
    node[at + CHILD] = -1;
    node[at + NEXT] = first;
    node[at + PREVIOUS] = -1;
    if (first >= 0) node[(first << 3) + PREVIOUS] = w;
    node[(root << 3) + CHILD] = w;
    this.arcOf[w] = arc;
    this.state[arc] = TREE;
    this.potential[w] = -cost;
  }

  /** Finds the arc to enter: the best of the next block that holds one. False: there is none, the plan is optimal. */
  price(): boolean {
    const N = this.network.needs;
    this.entering = -1;
    for (;;) {
      const before = this.row;
      let least = this.priceRows();
      least = this.priceSlots(before, least);
      const rows = (this.row === 0 ? N : this.row) - before;
      this.barren += rows;
      const last = this.entering < 0 && this.barren >= N;
      this.priceFull(last ? this.fulls : 1 + Math.floor((rows * this.fulls) / N), least);
      if (this.entering >= 0) {
        this.barren = 0;
        return true;
      }
      if (last) return false;
    }
  }

  /** Pairs and "unfilled" arcs of the next rows, a block of them. */
  private priceRows(): number {
    const { state, potential, pairs: E, block } = this;
    const { needs: N, rowNeed, rowStart, head, cost, penalty } = this.network;
    let least = 0;
    let entering = -1;
    let tail = -1;
    let row = this.row;
    for (let seen = 0; seen < block && row < N; row++) {
      const i = rowNeed[row];
      const p = potential[i];
      const from = rowStart[row];
      const to = rowStart[row + 1];
      for (let e = from; e < to; e++) {
        const reduced = cost[e] + p - potential[head[e]];
        if (reduced < least && state[e] === EMPTY) {
          least = reduced;
          entering = e;
          tail = i;
        }
      }
      if (penalty[i] + p < least && state[E + i] === EMPTY) {
        least = penalty[i] + p;
        entering = E + i;
        tail = i;
      }
      seen += to - from + 1;
    }
    this.row = row === N ? 0 : row;
    this.entering = entering;
    this.tail = tail;
    return least;
  }

  /** The share of the slots that goes with the rows just priced. */
  private priceSlots(firstRow: number, least: number): number {
    const { state, potential, row } = this;
    const { needs: N, slotNode, slotCost } = this.network;
    const S = slotNode.length;
    const base = this.pairs + N;
    const from = Math.floor((firstRow * S) / N);
    const to = row === 0 ? S : Math.floor((row * S) / N);
    for (let s = from; s < to; s++) {
      const reduced = slotCost[s] + potential[slotNode[s]];
      const is = state[base + s];
      if ((is === EMPTY && reduced < least) || (is === FULL && -reduced < least)) {
        least = is === EMPTY ? reduced : -reduced;
        this.entering = base + s;
        this.tail = slotNode[s];
      }
    }
    return least;
  }

  private priceFull(count: number, least: number): void {
    const { potential, full, fullNeed, fulls } = this;
    const { head, cost } = this.network;
    let place = this.fullPlace;
    this.fullEntering = -1;
    for (let n = Math.min(count, fulls); n > 0; n--) {
      if (place >= fulls) place = 0;
      const e = full[place];
      const reduced = potential[head[e]] - cost[e] - potential[fullNeed[place]];
      if (reduced < least) {
        least = reduced;
        this.entering = e;
        this.tail = fullNeed[place];
        this.fullEntering = place;
      }
      place++;
    }
    this.fullPlace = place;
  }

  /** Sends what fits round the cycle of the entering arc, and lets the arc that stops it leave the tree. */
  pivot(): void {
    const { entering, state, pairs: E, fullEntering } = this;
    const { needs: N, head, cost, penalty, slotWidth, slotCost } = this.network;
    const forward = state[entering] === EMPTY;
    let tip = this.root;
    let width = 1;
    let price: number;
    if (entering < E) {
      tip = head[entering];
      price = cost[entering];
    } else if (entering < E + N) {
      width = WIDE;
      price = penalty[entering - E];
    } else {
      width = slotWidth[entering - E - N];
      price = slotCost[entering - E - N];
    }
    const { tail } = this;
    const first = forward ? tail : tip;
    const second = forward ? tip : tail;
    this.limit(first, second, width);
    const { delta, leaving } = this;
    if (delta > 0) this.send(first, second);
    if (fullEntering >= 0) {
      const last = --this.fulls;
      this.full[fullEntering] = this.full[last];
      this.fullNeed[fullEntering] = this.fullNeed[last];
    }
    if (leaving < 0) {
      state[entering] = forward ? FULL : EMPTY;
      if (forward && entering < E) this.addFull(entering, tail);
      return;
    }
    this.leave();
    state[entering] = TREE;
    const near = this.onFirst ? first : second;
    const far = this.onFirst ? second : first;
    const upward = near === tail ? 1 : -1;
    this.turn(near, far, upward, forward ? delta : width - delta, width);
    this.shift(near, this.potential[far] - upward * price - this.potential[near]);
  }

  private addFull(pair: number, need: number): void {
    this.full[this.fulls] = pair;
    this.fullNeed[this.fulls++] = need;
  }

  /** How much fits round the cycle, and which arc stops it: of several the last one along the cycle from the join. */
  private limit(first: number, second: number, width: number): void {
    const { node } = this;
    let a = first;
    let b = second;
    let deltaA = width;
    let leaveA = -1;
    let deltaB = WIDE + 1;
    let leaveB = -1;
    while (a !== b) {
      const x = a << 3;
      const y = b << 3;
      if (node[x + DEPTH] >= node[y + DEPTH]) {
        const left = node[x + UPWARD] === 1 ? node[x + FLOW] : node[x + WIDTH] - node[x + FLOW];
        if (left < deltaA) {
          deltaA = left;
          leaveA = a;
        }
        a = node[x + PARENT];
      } else {
        const left = node[y + UPWARD] === 1 ? node[y + WIDTH] - node[y + FLOW] : node[y + FLOW];
        if (left <= deltaB) {
          deltaB = left;
          leaveB = b;
        }
        b = node[y + PARENT];
      }
    }
    this.join = a;
    this.onFirst = deltaA < deltaB;
    this.delta = this.onFirst ? deltaA : deltaB;
    this.leaving = this.onFirst ? leaveA : leaveB;
  }

  private send(first: number, second: number): void {
    const { node, join, delta } = this;
    for (let w = first << 3; w !== join << 3; w = node[w + PARENT] << 3) node[w + FLOW] -= node[w + UPWARD] * delta;
    for (let w = second << 3; w !== join << 3; w = node[w + PARENT] << 3) node[w + FLOW] += node[w + UPWARD] * delta;
  }

  private leave(): void {
    const { leaving, node, state } = this;
    const arc = this.arcOf[leaving];
    const at = leaving << 3;
    const empty = node[at + FLOW] === 0;
    state[arc] = empty ? EMPTY : FULL;
    if (!empty && arc < this.pairs) this.addFull(arc, node[at + UPWARD] === 1 ? leaving : node[at + PARENT]);
  }

  /** Turns the path from the near end of the entering arc up to the leaving node, and hangs it on the far end. */
  private turn(near: number, far: number, upward: number, flow: number, width: number): void {
    const { node, arcOf, leaving } = this;
    let w = near;
    let parent = far;
    let arc = this.entering;
    for (;;) {
      const at = w << 3;
      const oldParent = node[at + PARENT];
      const oldArc = arcOf[w];
      const oldUpward = node[at + UPWARD];
      const oldFlow = node[at + FLOW];
      const oldWidth = node[at + WIDTH];
      const p = node[at + PREVIOUS];
      const n = node[at + NEXT];
      if (p < 0) node[(oldParent << 3) + CHILD] = n;
      else node[(p << 3) + NEXT] = n;
      if (n >= 0) node[(n << 3) + PREVIOUS] = p;
      const f = node[(parent << 3) + CHILD];
      if (f >= 0) node[(f << 3) + PREVIOUS] = w;
      node[(parent << 3) + CHILD] = w;
      node[at + PARENT] = parent;
      node[at + FLOW] = flow;
      node[at + WIDTH] = width;
      node[at + UPWARD] = upward;
      node[at + NEXT] = f;
      node[at + PREVIOUS] = -1;
      arcOf[w] = arc;
      if (w === leaving) return;
      parent = w;
      arc = oldArc;
      upward = -oldUpward;
      flow = oldFlow;
      width = oldWidth;
      w = oldParent;
    }
  }

  /** Potentials and depths of the part that has moved. */
  private shift(near: number, by: number): void {
    const { node, potential, stack } = this;
    let top = 0;
    stack[top++] = near;
    while (top > 0) {
      const x = stack[--top];
      const at = x << 3;
      potential[x] += by;
      node[at + DEPTH] = node[(node[at + PARENT] << 3) + DEPTH] + 1;
      for (let y = node[at + CHILD]; y >= 0; y = node[(y << 3) + NEXT]) stack[top++] = y;
    }
  }

  /** 1 for pairs that are used. */
  used(): Uint8Array {
    const { pairs: E, root, arcOf, node } = this;
    const used = new Uint8Array(E);
    for (let x = 0; x < this.fulls; x++) used[this.full[x]] = 1;
    for (let w = 0; w < root; w++) if (arcOf[w] < E && node[(w << 3) + FLOW] === 1) used[arcOf[w]] = 1;
    return used;
  }
}
