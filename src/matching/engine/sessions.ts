import type { Held, PlaceFacts } from './facts';

/** Minutes between two places for the volunteer in question. */
export type Between = (a: PlaceFacts, b: PlaceFacts) => number;

/**
 * Whether one person cannot hold both: an occurrence of one begins before an occurrence of the other has ended and the
 * way between is done. Occurrences ascend in time. O(a + b).
 */
export function clashes(a: Held, b: Held, between: Between): boolean {
  let way = -1;
  let x = 0;
  let y = 0;
  while (x < a.occurrences.length && y < b.occurrences.length) {
    const p = a.occurrences[x];
    const q = b.occurrences[y];
    const gap = p.to <= q.from ? q.from - p.to : q.to <= p.from ? p.from - q.to : -1;
    if (gap < 0) return true;
    if (way < 0) way = between(a.place, b.place);
    if (gap < way) return true;
    if (p.to <= q.from) x++;
    else y++;
  }
  return false;
}

/**
 * Whether a team of `people` can share the engagements so that nobody has two that clash: a colouring of the clash
 * graph, found by backtracking over the most entangled first.
 */
export function divisible(held: readonly Held[], people: number, between: Between): boolean {
  const clash = held.map((a) => held.map((b) => a !== b && clashes(a, b, between)));
  const degree = clash.map((row) => row.filter(Boolean).length);
  const order = held.map((_, k) => k).filter((k) => degree[k] >= people);
  order.sort((a, b) => degree[b] - degree[a]);
  const member = new Int32Array(held.length).fill(-1);
  const place = (at: number, used: number): boolean => {
    if (at === order.length) return true;
    const k = order[at];
    for (let c = 0; c < Math.min(people, used + 1); c++) {
      if (order.some((other) => member[other] === c && clash[k][other])) continue;
      member[k] = c;
      if (place(at + 1, Math.max(used, c + 1))) return true;
      member[k] = -1;
    }
    return false;
  };
  return place(0, 0);
}
