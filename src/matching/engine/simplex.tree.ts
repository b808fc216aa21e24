/** No arc is as wide as this; the "unfilled" arcs are. */
export const WIDE = 0x3fffffff;

/** Fields of a node's record; records are one half of a cache line, since a pivot reads most of a record or nothing. */
const PARENT = 0;
const DEPTH = 1;
const UP = 2; // how much more the arc to the parent can carry towards the root
const DOWN = 3; // and away from it
const CHILD = 4;
const NEXT = 5;
const PREVIOUS = 6;
const ARC = 7; // the arc to the parent

/**
 * The spanning tree of a network simplex, as lists of children, with the potentials of its nodes. The steps of a pivot are
 * methods of their own, each small enough that the compiler has optimised it after the first few hundred pivots; as one
 * long function the middle district took 0.4 s instead of 0.15 s, most of it compiling.
 */
export class Tree {
  private readonly node: Int32Array;
  private readonly stack: Int32Array;

  // What the last `limit` found: how much fits round the cycle, and whose arc to the parent stops it (−1: none).
  delta = 0;
  leaving = -1;
  /** Whether that arc lies between the cycle's first node and the join. */
  onFirst = false;
  private join = -1;

  /** `potential`: by node, the root's (the last one) is 0. */
  constructor(readonly potential: Int32Array | Float64Array) {
    const root = potential.length - 1;
    this.node = new Int32Array((root + 1) << 3);
    this.stack = new Int32Array(root + 1);
    this.node[(root << 3) + PARENT] = -1;
    this.node[(root << 3) + CHILD] = -1;
  }

  /** Hangs a node on the root by an arc of this cost that leads there and carries `flow`. */
  hang(w: number, arc: number, flow: number, width: number, cost: number): void {
    const { node } = this;
    const root = this.potential.length - 1;
    const at = w << 3;
    const first = node[(root << 3) + CHILD];
    node[at + PARENT] = root;
    node[at + DEPTH] = 1;
    node[at + UP] = width - flow;
    node[at + DOWN] = flow;
    node[at + CHILD] = -1;
    node[at + NEXT] = first;
    node[at + PREVIOUS] = -1;
    node[at + ARC] = arc;
    if (first >= 0) node[(first << 3) + PREVIOUS] = w;
    node[(root << 3) + CHILD] = w;
    this.potential[w] = -cost;
  }

  arcOf(w: number): number {
    return this.node[(w << 3) + ARC];
  }

  parentOf(w: number): number {
    return this.node[(w << 3) + PARENT];
  }

  /** What the arc to the parent carries, if it leads there. */
  flowUp(w: number): number {
    return this.node[(w << 3) + DOWN];
  }

  /** What the arc from the parent carries, if it comes from there. */
  flowDown(w: number): number {
    return this.node[(w << 3) + UP];
  }

  /**
   * How much fits round the cycle from `first` over an arc with room for `width` to `second`, up to the join and down
   * again, and which arc stops it: of several the last one along the cycle from the join, so that trees stay strongly
   * feasible.
   */
  limit(first: number, second: number, width: number): void {
    const { node } = this;
    let x = first << 3;
    let y = second << 3;
    let deltaA = width;
    let leaveA = -1;
    let deltaB = WIDE + 1;
    let leaveB = -1;
    let deeper = node[x + DEPTH] - node[y + DEPTH];
    for (; deeper > 0; deeper--) {
      if (node[x + DOWN] < deltaA) {
        deltaA = node[x + DOWN];
        leaveA = x;
      }
      x = node[x + PARENT] << 3;
    }
    for (; deeper < 0; deeper++) {
      if (node[y + UP] <= deltaB) {
        deltaB = node[y + UP];
        leaveB = y;
      }
      y = node[y + PARENT] << 3;
    }
    while (x !== y) {
      if (node[x + DOWN] < deltaA) {
        deltaA = node[x + DOWN];
        leaveA = x;
      }
      if (node[y + UP] <= deltaB) {
        deltaB = node[y + UP];
        leaveB = y;
      }
      x = node[x + PARENT] << 3;
      y = node[y + PARENT] << 3;
    }
    this.join = x;
    this.onFirst = deltaA < deltaB;
    this.delta = this.onFirst ? deltaA : deltaB;
    this.leaving = (this.onFirst ? leaveA : leaveB) >> 3;
  }

  /** Sends what fits round the cycle. */
  send(first: number, second: number): void {
    const { node, join, delta } = this;
    for (let w = first << 3; w !== join; w = node[w + PARENT] << 3) {
      node[w + DOWN] -= delta;
      node[w + UP] += delta;
    }
    for (let w = second << 3; w !== join; w = node[w + PARENT] << 3) {
      node[w + UP] -= delta;
      node[w + DOWN] += delta;
    }
  }

  /**
   * Turns the path from the near end of the entering arc up to the leaving node, and hangs it on the far end by that arc,
   * which can carry so much more up and down.
   */
  turn(near: number, far: number, entering: number, up: number, down: number): void {
    const { node, leaving } = this;
    let w = near;
    let parent = far;
    let arc = entering;
    for (;;) {
      const at = w << 3;
      const oldParent = node[at + PARENT];
      const oldArc = node[at + ARC];
      const oldUp = node[at + UP];
      const oldDown = node[at + DOWN];
      const p = node[at + PREVIOUS];
      const n = node[at + NEXT];
      if (p < 0) node[(oldParent << 3) + CHILD] = n;
      else node[(p << 3) + NEXT] = n;
      if (n >= 0) node[(n << 3) + PREVIOUS] = p;
      const f = node[(parent << 3) + CHILD];
      if (f >= 0) node[(f << 3) + PREVIOUS] = w;
      node[(parent << 3) + CHILD] = w;
      node[at + PARENT] = parent;
      node[at + UP] = up;
      node[at + DOWN] = down;
      node[at + NEXT] = f;
      node[at + PREVIOUS] = -1;
      node[at + ARC] = arc;
      if (w === leaving) return;
      parent = w;
      arc = oldArc;
      up = oldDown;
      down = oldUp;
      w = oldParent;
    }
  }

  /** Potentials and depths of the part that has moved. */
  shift(near: number, by: number): void {
    const { node, potential, stack } = this;
    let top = 1;
    stack[0] = near;
    while (top > 0) {
      const x = stack[--top];
      const at = x << 3;
      potential[x] += by;
      node[at + DEPTH] = node[(node[at + PARENT] << 3) + DEPTH] + 1;
      for (let y = node[at + CHILD]; y >= 0; y = node[(y << 3) + NEXT]) stack[top++] = y;
    }
  }
}
