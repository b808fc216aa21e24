import type { Tick } from './tick';
import { type Instance, pairsByRow, wordsOf } from './instance';
import type { State } from './state';

/**
 * The rest of an instance: free volunteers, with what the state leaves them, and every pair they could still take. Rows
 * that can no longer reach their minimum are left out. A need that is partly filled below its minimum carries a bonus,
 * because filling it up also saves the seats that would be lost. Null when nothing is left.
 *
 * `free` lists volunteers in ascending order. `tick` is called now and then, and may throw.
 */
export function rest(
  d: Instance,
  state: State,
  free: ArrayLike<number>,
  tick: Tick = () => undefined,
): Instance | null {
  const candidates: number[] = [];
  const seen = d.scratchRow; // number of volunteers of a row, −1 none
  const rowsSeen: number[] = [];
  for (let x = 0; x < free.length; x++) {
    if ((x & 255) === 0)
      try {
        tick();
      } catch (stop) {
        for (const r of rowsSeen) seen[r] = -1;
        throw stop;
      }
    const j = free[x];
    if (state.count[j] >= d.capacity[j]) continue;
    let before = -1;
    for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++) {
      const i = d.need[a];
      if (state.filled[i] >= d.seats[i] || !state.can(a)) continue;
      candidates.push(a);
      const r = d.row[a];
      if (seen[r] < 0) {
        seen[r] = 0;
        rowsSeen.push(r);
      }
      // Pairs of one volunteer for one row are neighbours or at least within the same need: count the volunteer once.
      if (r !== before) seen[r]++;
      before = r;
    }
  }

  // Keep rows that can reach their minimum.
  for (const r of rowsSeen) {
    const i = d.rowNeed[r];
    const missing = d.minimum[i] - state.filled[i];
    if (missing > 0 && state.filled[i] < d.minimum[i] && seen[r] < missing) seen[r] = -2;
  }
  const pairs: number[] = [];
  for (let x = 0; x < candidates.length; x++) if (seen[d.row[candidates[x]]] >= 0) pairs.push(candidates[x]);
  const rowsKept: number[] = [];
  for (const r of rowsSeen) if (seen[r] >= 0) rowsKept.push(r);
  for (const r of rowsSeen) seen[r] = -1;
  if (pairs.length === 0) return null;
  rowsKept.sort((x, y) => x - y);
  return cut(d, state, pairs, rowsKept, tick);
}

/** Words of conflicts read between two ticks. */
const WORDS_A_TICK = 20_000;

function cut(d: Instance, state: State, pairs: number[], rowsKept: number[], tick: Tick): Instance {
  const E = pairs.length;
  const rows = rowsKept.length;
  const parentRow = Int32Array.from(rowsKept);
  const rowNeed = new Int32Array(rows);
  const needList: number[] = [];
  const rowStarts: number[] = [];
  for (let r = 0; r < rows; r++) {
    d.scratchRow[parentRow[r]] = r;
    const i = d.rowNeed[parentRow[r]];
    if (needList.length === 0 || needList[needList.length - 1] !== i) {
      needList.push(i);
      rowStarts.push(r);
    }
    rowNeed[r] = needList.length - 1;
  }
  rowStarts.push(rows);
  const N = needList.length;
  const seats = new Int32Array(N);
  const minimum = new Int32Array(N);
  const penalty = new Float64Array(N);
  const bonus = new Float64Array(N);
  for (let q = 0; q < N; q++) {
    const i = needList[q];
    const got = state.filled[i];
    const missing = d.minimum[i] - got;
    seats[q] = d.seats[i] - got;
    minimum[q] = Math.max(1, missing);
    penalty[q] = d.penalty[i];
    const loose = got - state.fixedOf[i];
    bonus[q] = d.bonus[i] + (loose > 0 && missing > 0 ? (loose * d.penalty[i]) / missing : 0);
  }

  const row = new Int32Array(E);
  const need = new Int32Array(E);
  const volunteer = new Int32Array(E);
  const cost = new Float64Array(E);
  const profit = new Float64Array(E);
  const parentPair = Int32Array.from(pairs);
  const owners: number[] = [];
  const pairStarts: number[] = [];
  for (let b = 0; b < E; b++) {
    const a = parentPair[b];
    const j = d.volunteer[a];
    if (owners.length === 0 || owners[owners.length - 1] !== j) {
      owners.push(j);
      pairStarts.push(b);
    }
    const r = d.scratchRow[d.row[a]];
    row[b] = r;
    const q = rowNeed[r];
    need[b] = q;
    volunteer[b] = owners.length - 1;
    cost[b] = d.cost[a];
    profit[b] = penalty[q] + bonus[q] - cost[b];
  }
  pairStarts.push(E);
  for (let r = 0; r < rows; r++) d.scratchRow[parentRow[r]] = -1;

  tick();
  const V = owners.length;
  const people = new Int32Array(V);
  const capacity = new Int32Array(V);
  const slotStart = new Int32Array(V + 1);
  const resourceStart = new Int32Array(V + 1);
  const usageStart = new Int32Array(V + 1);
  const words = new Int32Array(V);
  const clashStart = new Int32Array(V + 1);
  const teamStart = new Int32Array(V).fill(-1);
  const ghosts = new Int32Array(V);
  const ghostStart = new Int32Array(V);
  let teamSize = 0;
  let ghostSize = 0;
  for (let v = 0; v < V; v++) {
    const j = owners[v];
    const n = pairStarts[v + 1] - pairStarts[v];
    const R = d.resourceStart[j + 1] - d.resourceStart[j];
    people[v] = d.people[j];
    capacity[v] = Math.min(d.capacity[j] - state.count[j], n);
    slotStart[v + 1] = slotStart[v] + capacity[v];
    resourceStart[v + 1] = resourceStart[v] + R;
    usageStart[v + 1] = usageStart[v] + n * R;
    words[v] = wordsOf(n);
    clashStart[v + 1] = clashStart[v] + n * words[v];
    if (d.teamStart[j] >= 0) {
      teamStart[v] = teamSize;
      teamSize += n * words[v];
      ghosts[v] = d.ghosts[j] + state.count[j];
      ghostStart[v] = ghostSize;
      ghostSize += (n + ghosts[v]) * wordsOf(ghosts[v]);
    }
  }
  const ghostMask = new Int32Array(ghostSize);
  const load = new Float64Array(slotStart[V]);
  const limit = new Int32Array(resourceStart[V]);
  const usage = new Int32Array(usageStart[V]);
  const clash = new Int32Array(clashStart[V]);
  const team = new Int32Array(teamSize);
  /** By number of a pair among those of its volunteer: its number here; −1 everywhere between two volunteers. */
  const place = new Int32Array(owners.reduce((most, j) => Math.max(most, d.words[j]), 0) << 5).fill(-1);
  let read = 0;
  for (let v = 0; v < V; v++) {
    const j = owners[v];
    read += (pairStarts[v + 1] - pairStarts[v]) * d.words[j];
    if (read > WORDS_A_TICK) {
      read = 0;
      tick();
    }
    const load0 = d.slotStart[j] + state.count[j];
    for (let q = 0; q < capacity[v]; q++) load[slotStart[v] + q] = d.load[load0 + q];
    const r0 = d.resourceStart[j];
    const R = d.resourceStart[j + 1] - r0;
    for (let r = 0; r < R; r++) limit[resourceStart[v] + r] = state.free(r0 + r);
    const b0 = pairStarts[v];
    const n = pairStarts[v + 1] - b0;
    const a0 = d.pairStart[j];
    for (let x = 0; x < n; x++) place[parentPair[b0 + x] - a0] = x;
    for (let x = 0; x < n; x++) {
      const k = parentPair[b0 + x] - a0;
      for (let r = 0; r < R; r++) usage[usageStart[v] + x * R + r] = d.usage[d.usageStart[j] + k * R + r];
      const row = k * d.words[j];
      renumber(d.clash, d.clashStart[j] + row, d.words[j], place, clash, clashStart[v] + x * words[v]);
      if (teamStart[v] >= 0)
        renumber(d.team, d.teamStart[j] + row, d.words[j], place, team, teamStart[v] + x * words[v]);
      if (ghosts[v] > 0) noteGhosts(j, k, ghostStart[v] + x * wordsOf(ghosts[v]));
    }
    if (ghosts[v] > 0) haunt(v, j, n);
    for (let x = 0; x < n; x++) place[parentPair[b0 + x] - a0] = -1;
  }
  return {
    needs: N,
    rows,
    volunteers: V,
    size: E,
    seats,
    minimum,
    penalty,
    bonus,
    rowStart: Int32Array.from(rowStarts),
    rowNeed,
    ...pairsByRow(row, rows),
    pairStart: Int32Array.from(pairStarts),
    row,
    need,
    volunteer,
    cost,
    profit,
    people,
    capacity,
    slotStart,
    load,
    resourceStart,
    limit,
    usageStart,
    usage,
    words,
    clashStart,
    clash,
    teamStart,
    team,
    ghosts,
    ghostStart,
    ghostMask,
    parentNeed: Int32Array.from(needList),
    parentRow,
    parentPair,
    parentVolunteer: Int32Array.from(owners),
    scratchRow: new Int32Array(rows).fill(-1),
  };

  /** Writes what of team j (old ghosts, then its bundle) conflicts with its k-th pair, as bits from `at` on. */
  function noteGhosts(j: number, k: number, at: number): void {
    const old = d.ghosts[j];
    const from = d.ghostStart[j] + k * wordsOf(old);
    for (let w = 0; w < wordsOf(old); w++) ghostMask[at + w] = d.ghostMask[from + w];
    for (let q = 0; q < state.count[j]; q++) {
      const z = state.held[d.slotStart[j] + q] - d.pairStart[j];
      const bit = old + q;
      if ((d.team[d.teamStart[j] + k * d.words[j] + (z >> 5)] >>> (z & 31)) & 1)
        ghostMask[at + (bit >> 5)] |= 1 << (bit & 31);
    }
  }

  /** Which ghosts conflict with each other. */
  function haunt(v: number, j: number, n: number): void {
    const old = d.ghosts[j];
    const W = wordsOf(ghosts[v]);
    const oldWords = wordsOf(old);
    const at = (g: number) => ghostStart[v] + (n + g) * W;
    const before = d.ghostStart[j] + (d.pairStart[j + 1] - d.pairStart[j]) * oldWords;
    for (let g = 0; g < old; g++)
      for (let w = 0; w < oldWords; w++) ghostMask[at(g) + w] = d.ghostMask[before + g * oldWords + w];
    for (let q = 0; q < state.count[j]; q++) {
      const bit = old + q;
      noteGhosts(j, state.held[d.slotStart[j] + q] - d.pairStart[j], at(bit));
      for (let g = 0; g < old; g++)
        if ((ghostMask[at(bit) + (g >> 5)] >>> (g & 31)) & 1) ghostMask[at(g) + (bit >> 5)] |= 1 << (bit & 31);
    }
  }
}

/** Writes the bits of a row under their new numbers; those that have none (−1) are left out. */
function renumber(old: Int32Array, from: number, words: number, place: Int32Array, bits: Int32Array, to: number): void {
  for (let w = 0; w < words; w++)
    for (let left = old[from + w]; left !== 0; left &= left - 1) {
      const y = place[(w << 5) + 31 - Math.clz32(left & -left)];
      if (y >= 0) bits[to + (y >> 5)] |= 1 << (y & 31);
    }
}
