import { type ArcList, GROUP, pricingOf } from './simplex.arcs';
import { WIDE, treeOf } from './simplex.tree';

/**
 * A transport network: need i sends `seats[i]` units over its pairs (one unit each) to volunteers, or over its "unfilled"
 * arc straight to the root; volunteers pass on what they get over their slots, which lead to the root too. Nodes: needs,
 * then volunteers, then the root.
 */
export interface Network extends ArcList {
  seats: Int32Array;
  /** By arc: the pair behind it; for slots: how many units it takes. */
  behind: Int32Array;
  /** By node: its "unfilled" arc, or its first slot. */
  first: Int32Array;
}

export interface TransportPlan {
  /** Pairs that are used, in any order. */
  used: Int32Array;
  /** By node; the root's is 0. Reduced cost of an arc: cost + potential of its tail − potential of its head. */
  potential: Int32Array | Float64Array;
  pivots: number;
  /** False: `goOn` has ended the work; a plan it is all the same. */
  optimal: boolean;
}

/** Fields of what is kept of a FULL arc. */
const enum Full {
  Arc,
  Tail,
  Head,
  Cost,
}

/**
 * Primal network simplex (Ahuja, Magnanti, Orlin 1993, chapter 11; strongly feasible trees after Cunningham 1976; block
 * search after Kovács 2015). The first tree hangs every need on its "unfilled" arc and every volunteer on its first
 * slot, so there are no artificial arcs. O(arcs) memory. Every step has a plan: when `goOn` says no, that one is returned.
 */
export function transport(network: Network, goOn: () => boolean): TransportPlan {
  const { needs: N, volunteers: V, seats, tail, first, behind } = network;
  const pricing = pricingOf(network);
  const { potential, found } = pricing;
  const root = N + V;
  const unlimited = WIDE;
  const tree = treeOf(potential, root);
  const { left } = tree;
  const groups = tail.length;
  /** Groups priced for one pivot: as many as make the root of the number of arcs. */
  const block = Math.max(5, Math.floor(Math.sqrt(network.arc.length) / GROUP));
  /** FULL arcs are few, so they are kept in a list and priced from there. One place is for an arc that enters. */
  const full = new Int32Array(4 * mostFull(network));
  let fulls = 0;
  /** The next group and the next FULL arc to be priced; groups priced since the last pivot. */
  let group = 0;
  let place = 0;
  let barren = 0;
  /** The arc to enter, if it is a FULL one: its place among them; otherwise −1. */
  let entering = -1;

  /** Finds the arc to enter: the best of the next block that holds one. False: there is none, the plan is optimal. */
  function price(): boolean {
    found.gain = 0;
    entering = -1;
    for (;;) {
      const end = group + block < groups ? group + block : groups;
      pricing.price(group, end);
      let least = found.gain;
      barren += end - group;
      const all = barren >= groups; // asked always, so that the compiler has seen it when it first matters, late
      const last = all && least === 0;
      const count = last ? fulls : 1 + Math.floor(((end - group) * fulls) / groups);
      group = end === groups ? 0 : end;
      let at = place;
      for (let n = count < fulls ? count : fulls; n > 0; n--) {
        if (at >= fulls) at = 0;
        const x = at << 2;
        const reduced = potential[N + full[x + Full.Head]] - full[x + Full.Cost] - potential[full[x + Full.Tail]];
        if (reduced < least) {
          least = reduced;
          entering = at;
        }
        at++;
      }
      place = at;
      found.gain = least;
      if (least < 0) {
        barren = 0;
        return true;
      }
      if (last) return false;
    }
  }

  /**
   * Puts the entering arc into the tree. It is treated as one of the FULL arcs even when it was EMPTY, so that there are no
   * ways through this that the compiler sees late.
   */
  function pivot(): void {
    const forward = entering < 0;
    if (forward) addFull(found.arc, tail[found.arc >> 2], pricing.headOf(found.arc));
    const x = (forward ? fulls - 1 : entering) << 2;
    const arc = full[x + Full.Arc];
    const from = full[x + Full.Tail];
    const head = full[x + Full.Head];
    const to = head < V ? N + head : root;
    const width = head < V ? 1 : from < N ? unlimited : behind[arc];
    tree.exchange(forward ? from : to, forward ? to : from, arc, width, found.gain);
    const out = left.node;
    if (out < 0 && forward) {
      pricing.lead(arc, V + 1);
      return;
    }
    pricing.lead(arc, head);
    const last = --fulls << 2;
    full[x + Full.Arc] = full[last + Full.Arc];
    full[x + Full.Tail] = full[last + Full.Tail];
    full[x + Full.Head] = full[last + Full.Head];
    full[x + Full.Cost] = full[last + Full.Cost];
    if (out < 0) return;
    const below = tail[left.arc >> 2];
    if ((below === out ? left.down : left.up) > 0) {
      addFull(left.arc, below, (below === out ? left.parent : out) - N);
      pricing.lead(left.arc, V + 1);
    }
  }

  function addFull(arc: number, from: number, head: number): void {
    const x = fulls++ << 2;
    full[x + Full.Arc] = arc;
    full[x + Full.Tail] = from;
    full[x + Full.Head] = head;
    full[x + Full.Cost] = pricing.costOf(arc);
  }

  for (let j = V - 1; j >= 0; j--) {
    const slot = first[N + j];
    tree.hang(N + j, slot, 0, behind[slot], pricing.costOf(slot));
  }
  for (let i = N - 1; i >= 0; i--) {
    tree.hang(i, first[i], seats[i], WIDE, -potential[N + pricing.headOf(first[i])]);
  }
  let pivots = 0;
  let optimal = true;
  while (price()) {
    if ((++pivots & 1023) === 0 && !goOn()) {
      optimal = false;
      break;
    }
    pivot();
  }
  const used = new Int32Array(fulls + N + V);
  let count = 0;
  for (let x = 0; x < fulls << 2; x += 4) if (full[x + Full.Head] < V) used[count++] = behind[full[x + Full.Arc]];
  for (let w = 0; w < root; w++) {
    if (tree.parentOf(w) === root) continue;
    if ((w < N ? tree.flowUp(w) : tree.flowDown(w)) === 1) used[count++] = behind[tree.arcOf(w)];
  }
  return { used: used.subarray(0, count), potential, pivots, optimal };
}

/** No more arcs can be FULL at once: each seat fills a pair and a slot at most. */
function mostFull({ seats, arc }: Network): number {
  let most = 2;
  for (let i = 0; i < seats.length; i++) most += 2 * seats[i];
  return Math.min(most, arc.length);
}
