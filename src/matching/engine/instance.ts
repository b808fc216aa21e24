import { loadOf, NO_LIMIT, type Problem, ProblemError } from './problem';

/** Pairs of one volunteer: their conflicts are kept as a square of bits, 50 MB at this number. */
export const MOST_OF_ONE = 20_000;

/**
 * The problem turned round: pairs sorted by volunteer, every limit of a volunteer a *resource* with a use per pair, and
 * conflicts as bit sets, so that the best bundle of one volunteer is found without leaving a few cache lines.
 * The whole problem and every piece of it that the dive and the region search cut out have this one form.
 *
 * A *row* is one option of a need; rows of need i are rowStart[i] … rowStart[i + 1] − 1.
 */
export interface Instance {
  needs: number;
  rows: number;
  volunteers: number;
  /** Number of pairs. */
  size: number;

  seats: Int32Array;
  minimum: Int32Array;
  penalty: Float64Array;
  /** Extra profit per seat while a minimum is partly filled (a device of the dive, 0 in the whole problem). */
  bonus: Float64Array;
  rowStart: Int32Array;
  rowNeed: Int32Array;
  /** Pairs of row r: rowPairs[rowPairStart[r]] …; so those of a need are one stretch. */
  rowPairStart: Int32Array;
  rowPairs: Int32Array;

  /** Pairs of volunteer j: pairStart[j] … pairStart[j + 1] − 1. */
  pairStart: Int32Array;
  row: Int32Array;
  need: Int32Array;
  volunteer: Int32Array;
  cost: Float64Array;
  /** penalty + bonus − cost. */
  profit: Float64Array;

  people: Int32Array;
  /** Pairs at once, never more than the volunteer has. Slots of volunteer j: slotStart[j] …, load of the q-th there. */
  capacity: Int32Array;
  slotStart: Int32Array;
  load: Float64Array;
  /** Resources of volunteer j: limit[resourceStart[j]] …; use of its k-th pair: usage[usageStart[j] + k · resources] … */
  resourceStart: Int32Array;
  limit: Int32Array;
  usageStart: Int32Array;
  usage: Int32Array;
  /** Row of bits of volunteer j's k-th pair: clash[clashStart[j] + k · words[j]] …; pairs that exclude each other. */
  words: Int32Array;
  clashStart: Int32Array;
  clash: Int32Array;
  /** Teams: conflicts in time, same layout at teamStart[j]; −1 for single persons, whose times are in `clash`. */
  teamStart: Int32Array;
  team: Int32Array;
  /**
   * Pairs a team already holds outside this instance: how many, and at ghostStart[j] the bits (`wordsOf` each) of those
   * that conflict with each of its pairs, followed by the bits of the ghosts among themselves.
   */
  ghosts: Int32Array;
  ghostStart: Int32Array;
  ghostMask: Int32Array;

  /** Where things come from in the instance (or problem) this was cut out of. */
  parentNeed: Int32Array;
  parentRow: Int32Array;
  parentPair: Int32Array;
  parentVolunteer: Int32Array;
  /** Scratch for cutting pieces out: −1 everywhere between uses. */
  scratchRow: Int32Array;
}

/** Words that so many bits take. */
export function wordsOf(bits: number): number {
  return (bits + 31) >> 5;
}

/**
 * Builds the whole instance: needs and rows as in the problem, all pairs, `parentPair` the problem's pair. O(pairs + conflicts).
 * `tick` is called now and then, and may throw.
 * @throws ProblemError `too_many_pairs_of_one`
 */
export function instanceOf(problem: Problem, tick: () => void = () => undefined): Instance {
  const { needs, options, volunteers, offers, pairs } = problem;
  const E = pairs.count;
  const V = volunteers.count;
  const pairNeed = new Int32Array(E);
  for (let i = 0; i < needs.count; i++)
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) pairNeed[p] = i;

  const pairStart = new Int32Array(V + 1);
  for (let p = 0; p < E; p++) pairStart[offers.volunteer[pairs.offer[p]] + 1]++;
  for (let j = 0; j < V; j++) pairStart[j + 1] += pairStart[j];
  const cursor = pairStart.slice();
  const parentPair = new Int32Array(E);
  const place = new Int32Array(E); // pair of the problem → pair here
  for (let p = 0; p < E; p++) {
    const a = cursor[offers.volunteer[pairs.offer[p]]]++;
    parentPair[a] = p;
    place[p] = a;
  }

  tick();
  const row = new Int32Array(E);
  const need = new Int32Array(E);
  const volunteer = new Int32Array(E);
  const cost = new Float64Array(E);
  const profit = new Float64Array(E);
  for (let j = 0; j < V; j++)
    for (let a = pairStart[j]; a < pairStart[j + 1]; a++) {
      const p = parentPair[a];
      row[a] = pairs.option[p];
      need[a] = pairNeed[p];
      volunteer[a] = j;
      cost[a] = pairs.cost[p];
      profit[a] = needs.penalty[need[a]] - cost[a];
    }

  const capacity = new Int32Array(V);
  const slotStart = new Int32Array(V + 1);
  for (let j = 0; j < V; j++) {
    capacity[j] = Math.min(volunteers.capacity[j], distinctNeeds(need, pairStart[j], pairStart[j + 1]));
    slotStart[j + 1] = slotStart[j] + capacity[j];
  }
  const load = new Float64Array(slotStart[V]);
  for (let j = 0; j < V; j++) for (let q = 0; q < capacity[j]; q++) load[slotStart[j] + q] = loadOf(volunteers, j, q);

  tick();
  const resources = resourcesOf(problem, pairStart, parentPair, capacity, tick);
  const bits = bitsOf(problem, pairStart, parentPair, place, need, tick);
  const rowNeed = new Int32Array(options.count);
  for (let i = 0; i < needs.count; i++) rowNeed.fill(i, needs.optionStart[i], needs.optionStart[i + 1]);
  return {
    needs: needs.count,
    rows: options.count,
    volunteers: V,
    size: E,
    seats: needs.seats,
    minimum: needs.minimum,
    penalty: needs.penalty,
    bonus: new Float64Array(needs.count),
    rowStart: needs.optionStart,
    rowNeed,
    ...pairsByRow(row, options.count),
    pairStart,
    row,
    need,
    volunteer,
    cost,
    profit,
    people: volunteers.people,
    capacity,
    slotStart,
    load,
    ...resources,
    ...bits,
    ghosts: new Int32Array(V),
    ghostStart: new Int32Array(V),
    ghostMask: new Int32Array(0),
    parentNeed: identity(needs.count),
    parentRow: identity(options.count),
    parentPair,
    parentVolunteer: identity(V),
    scratchRow: new Int32Array(options.count).fill(-1),
  };
}

/** Pairs grouped by row, in the order of pairs. */
export function pairsByRow(row: Int32Array, rows: number): { rowPairStart: Int32Array; rowPairs: Int32Array } {
  const rowPairStart = new Int32Array(rows + 1);
  for (let a = 0; a < row.length; a++) rowPairStart[row[a] + 1]++;
  for (let r = 0; r < rows; r++) rowPairStart[r + 1] += rowPairStart[r];
  const cursor = rowPairStart.slice();
  const rowPairs = new Int32Array(row.length);
  for (let a = 0; a < row.length; a++) rowPairs[cursor[row[a]]++] = a;
  return { rowPairStart, rowPairs };
}

function identity(count: number): Int32Array {
  const ids = new Int32Array(count);
  for (let k = 0; k < count; k++) ids[k] = k;
  return ids;
}

function distinctNeeds(need: Int32Array, from: number, to: number): number {
  // Pairs of one volunteer keep the order of needs, so equal needs are neighbours.
  let count = 0;
  for (let a = from; a < to; a++) if (a === from || need[a] !== need[a - 1]) count++;
  return count;
}

/** Monthly minutes of volunteer and offers, capacity and stock of offers; only those that can ever be exceeded. */
function resourcesOf(
  problem: Problem,
  pairStart: Int32Array,
  parentPair: Int32Array,
  capacity: Int32Array,
  tick: () => void,
) {
  const { volunteers, offers, pairs, months } = problem;
  const V = volunteers.count;
  const hasMinutes = pairs.minutes.length > 0;
  const hasPieces = pairs.pieces.length > 0 && offers.stock.length > 0;
  const offerStart = new Int32Array(V + 1);
  for (let f = 0; f < offers.count; f++) offerStart[offers.volunteer[f] + 1]++;
  for (let j = 0; j < V; j++) offerStart[j + 1] += offerStart[j];
  const cursor = offerStart.slice();
  const offerList = new Int32Array(offers.count);
  for (let f = 0; f < offers.count; f++) offerList[cursor[offers.volunteer[f]]++] = f;

  const resourceStart = new Int32Array(V + 1);
  const usageStart = new Int32Array(V + 1);
  const limits: number[] = [];
  let usage = new Int32Array(Math.max(16, parentPair.length));
  let used = 0;
  // A resource is a limit and a rule for reading the use of a pair.
  type Source = { limit: number; use: (pair: number) => number };
  for (let j = 0; j < V; j++) {
    if ((j & 127) === 0) tick();
    const sources: Source[] = [];
    const consider = (limit: number, use: (pair: number) => number) => {
      if (limit !== NO_LIMIT && canExceed(limit, use, j)) sources.push({ limit, use });
    };
    if (hasMinutes && volunteers.monthlyMinutes.length > 0)
      for (let m = 0; m < months; m++)
        consider(volunteers.monthlyMinutes[j * months + m], (p) => pairs.minutes[p * months + m]);
    for (let x = offerStart[j]; x < offerStart[j + 1]; x++) {
      const f = offerList[x];
      const mine = (p: number) => pairs.offer[p] === f;
      consider(offers.capacity[f], (p) => (mine(p) ? 1 : 0));
      if (hasMinutes && offers.monthlyMinutes.length > 0)
        for (let m = 0; m < months; m++)
          consider(offers.monthlyMinutes[f * months + m], (p) => (mine(p) ? pairs.minutes[p * months + m] : 0));
      if (hasPieces) consider(offers.stock[f], (p) => (mine(p) ? pairs.pieces[p] : 0));
    }
    usageStart[j] = used;
    const size = (pairStart[j + 1] - pairStart[j]) * sources.length;
    if (used + size > usage.length) {
      const larger = new Int32Array(Math.max(usage.length * 2, used + size));
      larger.set(usage);
      usage = larger;
    }
    for (let a = pairStart[j]; a < pairStart[j + 1]; a++)
      for (const source of sources) usage[used++] = source.use(parentPair[a]);
    for (const source of sources) limits.push(source.limit);
    resourceStart[j + 1] = limits.length;
  }
  usageStart[V] = used;
  return { resourceStart, limit: Int32Array.from(limits), usageStart, usage: usage.subarray(0, used) };

  function canExceed(limit: number, use: (pair: number) => number, j: number): boolean {
    let sum = 0;
    let largest = 0;
    for (let a = pairStart[j]; a < pairStart[j + 1]; a++) {
      const u = use(parentPair[a]);
      sum += u;
      if (u > largest) largest = u;
    }
    return Math.min(sum, largest * capacity[j]) > limit;
  }
}

function bitsOf(
  problem: Problem,
  pairStart: Int32Array,
  parentPair: Int32Array,
  place: Int32Array,
  need: Int32Array,
  tick: () => void,
) {
  const { volunteers, conflicts } = problem;
  const V = volunteers.count;
  const words = new Int32Array(V);
  const clashStart = new Int32Array(V + 1);
  const teamStart = new Int32Array(V).fill(-1);
  const hasTimes = conflicts.start.length > 0;
  let teamSize = 0;
  for (let j = 0; j < V; j++) {
    const count = pairStart[j + 1] - pairStart[j];
    if (count > MOST_OF_ONE)
      throw new ProblemError('too_many_pairs_of_one', { volunteer: j, pairs: count, most: MOST_OF_ONE });
    words[j] = wordsOf(count);
    clashStart[j + 1] = clashStart[j] + count * words[j];
    if (volunteers.people[j] > 1 && hasTimes) {
      teamStart[j] = teamSize;
      teamSize += count * words[j];
    }
  }
  const clash = new Int32Array(clashStart[V]);
  const team = new Int32Array(teamSize);
  for (let j = 0; j < V; j++) {
    if ((j & 127) === 0) tick();
    const b = pairStart[j];
    const W = words[j];
    for (let a = b; a < pairStart[j + 1]; a++) {
      const bits = clashStart[j] + (a - b) * W;
      for (let c = a - 1; c >= b && need[c] === need[a]; c--) {
        clash[bits + ((c - b) >> 5)] |= 1 << ((c - b) & 31);
        clash[clashStart[j] + (c - b) * W + ((a - b) >> 5)] |= 1 << ((a - b) & 31);
      }
      if (!hasTimes) continue;
      const p = parentPair[a];
      const single = teamStart[j] < 0;
      const target = single ? clash : team;
      const base = single ? bits : teamStart[j] + (a - b) * W;
      for (let x = conflicts.start[p]; x < conflicts.start[p + 1]; x++) {
        const k = place[conflicts.other[x]] - b;
        target[base + (k >> 5)] |= 1 << (k & 31);
      }
    }
  }
  return { words, clashStart, clash, teamStart, team };
}
