import { Tree, WIDE } from './simplex.tree';

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
  /** Pairs that are used, in any order. */
  used: number[];
  /** By node; the root's is 0. Reduced cost of an arc: cost + potential of its tail − potential of its head. */
  potential: Int32Array | Float64Array;
  pivots: number;
  /** False: `tick` has ended the work; a plan it is all the same. */
  optimal: boolean;
}

/** States of arcs. */
const EMPTY = 0;
const FULL = 1;
const TREE = 2;

/** Pairs priced for one pivot: this times the root of their number. */
const BLOCK = 0.5;

/** Potentials below this are whole numbers of 32 bits, and none of the sums of pricing overflows. */
const NARROW = 2 ** 28;
/** While a pair is FULL, so much is added to its cost where potentials are narrow: it does not look cheap then. */
const DEAR = 2 ** 29;

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
  return { used: simplex.end(), potential: simplex.tree.potential, pivots, optimal };
}

/** The tree and the states of all arcs: pairs, then "unfilled" arcs by need, then slots. */
class Simplex {
  readonly tree: Tree;
  private readonly state: Uint8Array;
  /** Pairs that are FULL, with their needs: few, so they are priced apart. */
  private readonly full: Int32Array;
  private readonly fullNeed: Int32Array;
  private fulls = 0;
  /** What a FULL pair's cost is raised by; 0 where potentials are not narrow. */
  private readonly dear: number;

  private readonly pairs: number;
  private readonly root: number;
  private readonly block: number;
  private row = 0;
  private fullPlace = 0;
  /** Rows priced since the last pivot. */
  private barren = 0;

  // The arc to enter, its tail, what it gains (as a negative number), and its place among the FULL ones if it is one.
  private entering = -1;
  private tail = -1;
  private least = 0;
  private fullEntering = -1;

  constructor(private readonly network: Network) {
    const { needs: N, volunteers: V, seats, penalty, slotNode, slotCost, slotWidth } = network;
    const E = (this.pairs = network.head.length);
    const S = slotNode.length;
    this.root = N + V;
    const narrow = furthest(network) < NARROW;
    this.dear = narrow ? DEAR : 0;
    const tree = new Tree(narrow ? new Int32Array(N + V + 1) : new Float64Array(N + V + 1));
    this.tree = tree;
    this.state = new Uint8Array(E + N + S);
    let most = 1;
    for (let i = 0; i < N; i++) most += Math.min(seats[i], E);
    this.full = new Int32Array(Math.min(most, E + 1));
    this.fullNeed = new Int32Array(this.full.length);
    this.block = Math.max(20, Math.floor(BLOCK * Math.sqrt(E + N + S)));
    for (let s = S - 1; s >= 0; s--) {
      if (s > 0 && slotNode[s - 1] === slotNode[s]) continue;
      tree.hang(slotNode[s], E + N + s, 0, slotWidth[s], slotCost[s]);
      this.state[E + N + s] = TREE;
    }
    for (let i = N - 1; i >= 0; i--) {
      tree.hang(i, E + i, seats[i], WIDE, penalty[i]);
      this.state[E + i] = TREE;
    }
  }

  /** Finds the arc to enter: the best of the next block that holds one. False: there is none, the plan is optimal. */
  price(): boolean {
    const N = this.network.needs;
    this.entering = -1;
    for (;;) {
      const before = this.row;
      this.least = 0;
      if (this.dear > 0) this.priceRows();
      else this.priceWideRows();
      this.priceSlots(before);
      const rows = (this.row === 0 ? N : this.row) - before;
      this.barren += rows;
      const last = this.entering < 0 && this.barren >= N;
      const { fulls } = this;
      this.priceFull(last ? fulls : 1 + Math.floor((rows * fulls) / N));
      if (this.entering >= 0) {
        this.barren = 0;
        return true;
      }
      if (last) return false;
    }
  }

  /**
   * Pairs and "unfilled" arcs of the next rows, a block of them. A row's least cost is found without branches (the sign
   * bit of the difference says which is less), since a processor cannot foresee them; where it is, is looked up once.
   */
  private priceRows(): void {
    const { state, pairs: E, block } = this;
    const potential = this.tree.potential as Int32Array;
    const { needs: N, rowNeed, rowStart, head, cost, penalty } = this.network;
    let least = 0;
    let bestRow = -1;
    let entering = -1;
    let tail = -1;
    let row = this.row;
    for (let seen = 0; seen < block && row < N; row++) {
      const i = rowNeed[row];
      const p = potential[i];
      const from = rowStart[row];
      const to = rowStart[row + 1];
      let lowest = 0x3fffffff;
      for (let e = from; e < to; e++) {
        const less = (((cost[e] - potential[head[e]]) | 0) - lowest) | 0;
        lowest = (lowest + (less & (less >> 31))) | 0;
      }
      lowest = (lowest + p) | 0;
      if (lowest < least) {
        least = lowest;
        bestRow = row;
      }
      const unfilled = (penalty[i] + p) | 0;
      const arc = E + i;
      const empty = state[arc] === EMPTY; // looked up here, so that the compiler has seen it when it first matters, late
      if (unfilled < least && empty) {
        least = unfilled;
        bestRow = -1;
        entering = arc;
        tail = i;
      }
      seen += to - from + 1;
    }
    if (bestRow >= 0) {
      tail = rowNeed[bestRow];
      entering = rowStart[bestRow];
      while (((cost[entering] + potential[tail] - potential[head[entering]]) | 0) !== least) entering++;
    }
    this.entering = entering;
    this.tail = tail;
    this.row = row === N ? 0 : row;
    this.least = least;
  }

  /** The same for potentials that do not fit into 32 bits. */
  private priceWideRows(): void {
    const { state, pairs: E, block } = this;
    const { potential } = this.tree;
    const { needs: N, rowNeed, rowStart, head, cost, penalty } = this.network;
    let row = this.row;
    for (let seen = 0; seen < block && row < N; row++) {
      const i = rowNeed[row];
      const p = potential[i];
      const from = rowStart[row];
      const to = rowStart[row + 1];
      for (let e = from; e <= to; e++) {
        const arc = e < to ? e : E + i;
        const reduced = (e < to ? cost[e] - potential[head[e]] : penalty[i]) + p;
        if (reduced < this.least && state[arc] === EMPTY) {
          this.least = reduced;
          this.entering = arc;
          this.tail = i;
        }
      }
      seen += to - from + 1;
    }
    this.row = row === N ? 0 : row;
  }

  /** The share of the slots that goes with the rows just priced. */
  private priceSlots(firstRow: number): void {
    const { state, row } = this;
    const { potential } = this.tree;
    const { needs: N, slotNode, slotCost } = this.network;
    const S = slotNode.length;
    const base = this.pairs + N;
    const from = Math.floor((firstRow * S) / N);
    const to = row === 0 ? S : Math.floor((row * S) / N);
    for (let s = from; s < to; s++) {
      const reduced = slotCost[s] + potential[slotNode[s]];
      const is = state[base + s];
      const gain = is === FULL ? 0 - reduced : reduced; // never −0, which is no whole number to the compiler
      if (gain < this.least && is !== TREE) {
        this.least = gain;
        this.entering = base + s;
        this.tail = slotNode[s];
      }
    }
  }

  private priceFull(count: number): void {
    const { full, fullNeed, fulls, dear } = this;
    const { potential } = this.tree;
    const { head, cost } = this.network;
    let place = this.fullPlace;
    this.fullEntering = -1;
    for (let n = Math.min(count, fulls); n > 0; n--) {
      if (place >= fulls) place = 0;
      const e = full[place];
      const reduced = potential[head[e]] - (cost[e] - dear) - potential[fullNeed[place]];
      if (reduced < this.least) {
        this.least = reduced;
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
    const { entering, tail, state, tree, root, pairs: E } = this;
    const { needs: N, head, slotWidth } = this.network;
    const forward = state[entering] === EMPTY;
    const tip = entering < E ? head[entering] : root;
    const unlimited = WIDE; // read here: an "unfilled" arc first enters late, when the compiler has been
    const width = entering < E ? 1 : entering < E + N ? unlimited : slotWidth[entering - E - N];
    const first = forward ? tail : tip;
    const second = forward ? tip : tail;
    tree.limit(first, second, width);
    const { delta, leaving, onFirst } = tree;
    if (delta > 0) tree.send(first, second);
    this.dropFull(this.fullEntering);
    if (leaving < 0) {
      state[entering] = forward ? FULL : EMPTY;
      if (forward && entering < E) this.addFull(entering, tail);
      return;
    }
    this.leave(leaving);
    state[entering] = TREE;
    if (onFirst) {
      tree.turn(first, second, entering, width - delta, delta);
      tree.shift(first, -this.least);
    } else {
      tree.turn(second, first, entering, delta, width - delta);
      tree.shift(second, this.least);
    }
  }

  /** The arc from a node to its parent has left the tree. */
  private leave(node: number): void {
    const { tree, pairs: E } = this;
    const arc = tree.arcOf(node);
    // A pair hangs on its need when the node is the volunteer.
    const upward = arc >= E || node < this.network.needs;
    const flow = upward ? tree.flowUp(node) : tree.flowDown(node);
    this.state[arc] = flow === 0 ? EMPTY : FULL;
    if (flow > 0 && arc < E) this.addFull(arc, upward ? node : tree.parentOf(node));
  }

  private addFull(pair: number, need: number): void {
    this.network.cost[pair] += this.dear;
    this.full[this.fulls] = pair;
    this.fullNeed[this.fulls++] = need;
  }

  /** `place` −1: nothing. */
  private dropFull(place: number): void {
    if (place < 0) return;
    const { full, fullNeed } = this;
    this.network.cost[full[place]] -= this.dear;
    const last = --this.fulls;
    full[place] = full[last];
    fullNeed[place] = fullNeed[last];
  }

  /** Pairs that are used. The network's costs are what they were again. */
  end(): number[] {
    const { pairs: E, tree } = this;
    const { needs: N, volunteers: V, cost } = this.network;
    const used: number[] = [];
    for (let x = 0; x < this.fulls; x++) {
      used.push(this.full[x]);
      cost[this.full[x]] -= this.dear;
    }
    for (let w = 0; w < N + V; w++) {
      const arc = tree.arcOf(w);
      if (arc < E && (w < N ? tree.flowUp(w) : tree.flowDown(w)) === 1) used.push(arc);
    }
    return used;
  }
}

/** No potential is further from 0: the length of the longest way to the root. */
function furthest({ needs: N, volunteers: V, penalty, cost, slotCost }: Network): number {
  let last = 1;
  for (let i = 0; i < N; i++) last = Math.max(last, penalty[i]);
  for (let s = 0; s < slotCost.length; s++) last = Math.max(last, Math.abs(slotCost[s]));
  let pair = 0;
  for (let e = 0; e < cost.length; e++) pair = Math.max(pair, Math.abs(cost[e]));
  return last + pair * 2 * Math.min(N, V) + pair;
}
