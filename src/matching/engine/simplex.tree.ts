/** No arc is as wide as this; the "unfilled" arcs are. */
export const WIDE = 0x3fffffff;

/** Fields of a node's record; records are one half of a cache line, since a pivot reads most of a record or nothing. */
const enum Of {
  Parent,
  Depth,
  /** How much more the arc to the parent can carry towards the root, and away from it. */
  Up,
  Down,
  Child,
  Next,
  Previous,
  /** The arc to the parent. */
  Arc,
}

/** The arc that has left the tree: its node and that one's parent, and what the arc still can carry up and down. */
export interface Left {
  /** −1: none has, the entering arc itself is what stopped the flow. */
  node: number;
  parent: number;
  arc: number;
  up: number;
  down: number;
}

/**
 * The spanning tree of a network simplex, as lists of children, with the potentials of its nodes; the root, after all
 * others, has 0. Functions over constant arrays, because the compiler makes most of those.
 */
export function treeOf(potential: Int32Array | Float64Array, root: number) {
  const node = new Int32Array((root + 1) << 3);
  const stack = new Int32Array(root + 1);
  const left: Left = { node: -1, parent: -1, arc: -1, up: 0, down: 0 };
  node[(root << 3) + Of.Parent] = -1;
  node[(root << 3) + Of.Child] = -1;

  /** Hangs a node on the root by an arc of this cost that leads there and carries `flow`. */
  function hang(w: number, arc: number, flow: number, width: number, cost: number): void {
    const at = w << 3;
    const first = node[(root << 3) + Of.Child];
    node[at + Of.Parent] = root;
    node[at + Of.Depth] = 1;
    node[at + Of.Up] = width - flow;
    node[at + Of.Down] = flow;
    node[at + Of.Child] = -1;
    node[at + Of.Next] = first;
    node[at + Of.Previous] = -1;
    node[at + Of.Arc] = arc;
    if (first >= 0) node[(first << 3) + Of.Previous] = w;
    node[(root << 3) + Of.Child] = w;
    potential[w] = -cost;
  }

  /** What the arc to the parent carries, if the node is its tail; and the other way round. */
  const flowUp = (w: number) => node[(w << 3) + Of.Down];
  const flowDown = (w: number) => node[(w << 3) + Of.Up];
  const arcOf = (w: number) => node[(w << 3) + Of.Arc];
  const parentOf = (w: number) => node[(w << 3) + Of.Parent];

  /**
   * Sends what fits round the cycle from `first` over the entering arc, which has room for `width` and gains `gain` (a
   * negative number), to `second`, up to where their ways join and down again, and puts that arc in the place of the one
   * that stops it. One long function, because that is compiled at once: its parts would each be called thousands of
   * times before, and be compiled again as parts of their caller.
   */
  function exchange(first: number, second: number, entering: number, width: number, gain: number): void {
    // Of several arcs that stop the flow the last one along the cycle from the join leaves: trees stay strongly feasible.
    let x = first << 3;
    let y = second << 3;
    let delta = width;
    let leaveA = -1;
    let deltaB = WIDE + 1;
    let leaveB = -1;
    let deeper = node[x + Of.Depth] - node[y + Of.Depth];
    for (; deeper > 0; deeper--) {
      if (node[x + Of.Down] < delta) {
        delta = node[x + Of.Down];
        leaveA = x;
      }
      x = node[x + Of.Parent] << 3;
    }
    for (; deeper < 0; deeper++) {
      if (node[y + Of.Up] <= deltaB) {
        deltaB = node[y + Of.Up];
        leaveB = y;
      }
      y = node[y + Of.Parent] << 3;
    }
    while (x !== y) {
      if (node[x + Of.Down] < delta) {
        delta = node[x + Of.Down];
        leaveA = x;
      }
      if (node[y + Of.Up] <= deltaB) {
        deltaB = node[y + Of.Up];
        leaveB = y;
      }
      x = node[x + Of.Parent] << 3;
      y = node[y + Of.Parent] << 3;
    }
    const onFirst = delta < deltaB;
    const leaving = (onFirst ? leaveA : leaveB) >> 3;
    if (!onFirst) delta = deltaB;
    if (delta > 0) {
      const join = x;
      for (let w = first << 3; w !== join; w = node[w + Of.Parent] << 3) {
        node[w + Of.Down] -= delta;
        node[w + Of.Up] += delta;
      }
      for (let w = second << 3; w !== join; w = node[w + Of.Parent] << 3) {
        node[w + Of.Up] -= delta;
        node[w + Of.Down] += delta;
      }
    }
    left.node = leaving;
    if (leaving < 0) return;
    left.parent = node[(leaving << 3) + Of.Parent];
    left.arc = node[(leaving << 3) + Of.Arc];
    left.up = node[(leaving << 3) + Of.Up];
    left.down = node[(leaving << 3) + Of.Down];

    // The path from the near end of the entering arc up to the leaving node is turned, and hung on the far end.
    const near = onFirst ? first : second;
    let w = near;
    let parent = onFirst ? second : first;
    let arc = entering;
    let up = onFirst ? width - delta : delta;
    let down = width - up;
    for (;;) {
      const at = w << 3;
      const oldParent = node[at + Of.Parent];
      const oldArc = node[at + Of.Arc];
      const oldUp = node[at + Of.Up];
      const oldDown = node[at + Of.Down];
      const p = node[at + Of.Previous];
      const n = node[at + Of.Next];
      if (p < 0) node[(oldParent << 3) + Of.Child] = n;
      else node[(p << 3) + Of.Next] = n;
      if (n >= 0) node[(n << 3) + Of.Previous] = p;
      const f = node[(parent << 3) + Of.Child];
      if (f >= 0) node[(f << 3) + Of.Previous] = w;
      node[(parent << 3) + Of.Child] = w;
      node[at + Of.Parent] = parent;
      node[at + Of.Up] = up;
      node[at + Of.Down] = down;
      node[at + Of.Next] = f;
      node[at + Of.Previous] = -1;
      node[at + Of.Arc] = arc;
      if (w === leaving) break;
      parent = w;
      arc = oldArc;
      up = oldDown;
      down = oldUp;
      w = oldParent;
    }

    // Potentials and depths of the part that has moved.
    const by = onFirst ? -gain : gain;
    let top = 1;
    stack[0] = near;
    while (top > 0) {
      const v = stack[--top];
      const at = v << 3;
      potential[v] += by;
      node[at + Of.Depth] = node[(node[at + Of.Parent] << 3) + Of.Depth] + 1;
      for (let c = node[at + Of.Child]; c >= 0; c = node[(c << 3) + Of.Next]) stack[top++] = c;
    }
  }

  return { left, hang, flowUp, flowDown, arcOf, parentOf, exchange };
}
