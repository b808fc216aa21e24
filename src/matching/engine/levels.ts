import type { LevelResult } from './plan';
import type { RoundProblem } from './to-problem';

/**
 * Seats by priority: wanted, filled, and the most any plan could fill. The last is a maximum flow of the level alone
 * (seats to volunteers, each within what it may hold at once), after needs that cannot reach their minimum are taken
 * out; hours and overlaps can only lower it, so it is a proof. From when `hurried` says so, it is all seats there are.
 */
export function levelsOf(round: RoundProblem, chosen: readonly number[], hurried: () => boolean): LevelResult[] {
  const { facts, need } = round;
  const levels = ([1, 2, 3, 4] as const).map((priority): LevelResult => ({
    priority,
    seats: 0,
    filled: 0,
    filledAtMost: 0,
  }));
  for (const n of facts.needs) levels[n.line.priority - 1].seats += n.line.seats;
  for (const p of chosen) levels[facts.needs[need[p]].line.priority - 1].filled++;
  for (const level of levels) {
    if (level.filled === level.seats || hurried()) level.filledAtMost = level.seats;
    else level.filledAtMost = Math.max(level.filled, mostFilled(round, level.priority));
  }
  return levels;
}

/** Maximum flow by Hopcroft and Karp's phases, with capacities on both sides. */
function mostFilled({ facts, problem, agreed }: RoundProblem, priority: number): number {
  const { needs, offers, pairs, volunteers } = problem;
  // Distinct volunteers of each need of the level.
  const start = [0];
  const who: number[] = [];
  const seats: number[] = [];
  const seen = new Int32Array(volunteers.count).fill(-1);
  for (const n of facts.needs) {
    if (n.line.priority !== priority) continue;
    const first = who.length;
    for (let p = needs.pairStart[n.index]; p < needs.pairStart[n.index + 1]; p++) {
      const j = offers.volunteer[pairs.offer[p]];
      if (seen[j] === n.index) continue;
      seen[j] = n.index;
      who.push(j);
    }
    const pins = countPins(problem, n.index);
    if (pins === 0 && who.length - first < n.line.minimum) who.length = first;
    start.push(who.length);
    seats.push(n.line.seats);
  }
  const room = volunteers.capacity.slice();
  for (let p = pairs.count - agreed; p < pairs.count; p++) room[offers.volunteer[pairs.offer[p]]]--;
  return maximumFlow(seats, start, who, room);
}

function countPins({ needs, pairs }: RoundProblem['problem'], i: number): number {
  if (pairs.pinned.length === 0) return 0;
  let pins = 0;
  for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) pins += pairs.pinned[p];
  return pins;
}

/** Left node a may take `left[a]` of its neighbours, each neighbour b serves `right[b]` left nodes. */
export function maximumFlow(
  left: readonly number[],
  start: readonly number[],
  to: readonly number[],
  right: Int32Array,
): number {
  const used = new Uint8Array(to.length);
  const room = right.slice();
  const rest = Int32Array.from(left);
  // Which edges serve a right node at present.
  const serving = new Map<number, number[]>();
  const owner = new Int32Array(to.length);
  for (let a = 0; a < left.length; a++) for (let e = start[a]; e < start[a + 1]; e++) owner[e] = a;
  let flow = 0;
  const take = (e: number) => {
    used[e] = 1;
    const list = serving.get(to[e]);
    if (list === undefined) serving.set(to[e], [e]);
    else list.push(e);
  };
  const drop = (e: number) => {
    used[e] = 0;
    const list = serving.get(to[e])!;
    list.splice(list.indexOf(e), 1);
  };
  for (let a = 0; a < left.length; a++) {
    for (let e = start[a]; e < start[a + 1] && rest[a] > 0; e++) {
      if (room[to[e]] === 0) continue;
      take(e);
      room[to[e]]--;
      rest[a]--;
      flow++;
    }
  }
  // Breadth-first augmenting paths from nodes with seats left; a round in which none is found ends it.
  const seenRight = new Int32Array(right.length).fill(-1);
  const seenLeft = new Int32Array(left.length).fill(-1);
  const cameBy = new Int32Array(right.length);
  const cameFrom = new Int32Array(left.length);
  const dead = new Uint8Array(right.length);
  let stamp = 0;
  for (let source = 0; source < left.length; source++) {
    while (rest[source] > 0) {
      stamp++;
      const queue = [source];
      seenLeft[source] = stamp;
      let end = -1;
      for (let head = 0; head < queue.length && end < 0; head++) {
        const a = queue[head];
        for (let e = start[a]; e < start[a + 1] && end < 0; e++) {
          const b = to[e];
          if (used[e] === 1 || seenRight[b] === stamp || dead[b] === 1) continue;
          seenRight[b] = stamp;
          cameBy[b] = e;
          if (room[b] > 0) end = b;
          else {
            for (const back of serving.get(b) ?? []) {
              if (seenLeft[owner[back]] === stamp) continue;
              seenLeft[owner[back]] = stamp;
              cameFrom[owner[back]] = back;
              queue.push(owner[back]);
            }
          }
        }
      }
      if (end < 0) {
        // What was reached without success can never help anyone later.
        for (const a of queue)
          for (let e = start[a]; e < start[a + 1]; e++) if (seenRight[to[e]] === stamp) dead[to[e]] = 1;
        break;
      }
      room[end]--;
      rest[source]--;
      flow++;
      for (let b = end; ;) {
        const e = cameBy[b];
        take(e);
        if (owner[e] === source) break;
        const back = cameFrom[owner[e]];
        drop(back);
        b = to[back];
      }
    }
  }
  return flow;
}
