import { loadOf, type Problem } from './problem';
import type { Tick } from './tick';

/** Pairs looked at for one volunteer before a weaker bound has to do, and what dividing a bundle among people counts as. */
const LOOKS = 4_000_000;
const LOOKS_OF_TEAM = 1_000;
/** Looks between two ticks. */
const LOOKS_AT_ONCE = 100_000;
/** Gains, and so all that a choice can come to, are whole numbers of this part of a point. */
const GRAIN = 64;
/** More than divisions, and orders by them, can lose of a sum. */
const LOST = 2 ** -50;
/** Parts of a limit when several are counted as one; few enough that all of it stays whole. */
const PARTS = 2 ** 20;

/** What must not be exceeded, and how much of it each pair uses. */
export interface Limit {
  left: number;
  use: Float64Array;
}

/** Which of n pairs have to do with which, as bits. */
export class Relation {
  private readonly words: number;
  private readonly bits: Int32Array;
  isEmpty = true;

  constructor(size: number) {
    this.words = (size + 31) >> 5;
    this.bits = new Int32Array(size * this.words);
  }

  add(x: number, y: number): void {
    this.bits[x * this.words + (y >> 5)] |= 1 << (y & 31);
    this.isEmpty = false;
  }

  has(x: number, y: number): boolean {
    return ((this.bits[x * this.words + (y >> 5)] >>> (y & 31)) & 1) === 1;
  }
}

/** Pairs a volunteer could add to what it holds, by falling gain, with everything that keeps them apart. */
export interface Choice {
  gains: Float64Array;
  /** Never both. */
  apart: Relation;
  /** Not both by one person; the same as `apart` where there is one person. */
  meet: Relation;
  limits: Limit[];
  /** Whether pair x can be shared out beside these, of which at least as many as there are people meet it. */
  divisible: (chosen: readonly number[], x: number) => boolean;
  /** How many pairs the volunteer holds already. */
  held: number;
}

/**
 * The best choice by trying all that could be better; or, when that takes too long, a value that none exceeds. `tick` is
 * called now and then, and may throw.
 */
export function bestChoice(
  problem: Problem,
  j: number,
  choice: Choice,
  tick: Tick,
  mostLooks = LOOKS,
): { value: number; exact: boolean } {
  const { gains, apart, meet, limits, divisible, held } = choice;
  const { capacity, people: peopleOf } = problem.volunteers;
  const n = gains.length;
  const people = peopleOf[j];
  const places = Math.min(n, capacity[j] - held);
  const load = Float64Array.from({ length: Math.max(0, places) }, (_, q) => loadOf(problem.volunteers, j, held + q));
  const all = limits.length > 1 ? [...limits, together(limits, n)] : limits;
  const orders = all.map(({ use }) =>
    Array.from({ length: n }, (_, x) => x).sort((x, y) => gains[y] * use[x] - gains[x] * use[y] || x - y),
  );
  const crowd = crowdsOf(n, meet);
  const inCrowd = new Int32Array(n);
  const room = new Int32Array(n);
  const seen = new Int32Array(n);
  let stamp = 0;
  const shut = new Int32Array(n);
  const chosen: number[] = [];
  let looks = 0;
  let top = 0;

  /** Of pairs that all meet each other count only as many as there are people. */
  const byCrowds = (from: number, enough: number): number => {
    stamp++;
    let sum = 0;
    let m = chosen.length;
    let x = from;
    for (; x < n && m < places && sum <= enough; x++) {
      if (shut[x] > 0) continue;
      const c = crowd[x];
      if (seen[c] !== stamp) {
        seen[c] = stamp;
        room[c] = people - inCrowd[c];
      }
      if (room[c] <= 0) continue;
      const more = gains[x] - load[m];
      if (more <= 0) break;
      room[c]--;
      m++;
      sum += more;
    }
    looks += 2 * (x - from) + 1;
    return sum;
  };
  /** Within one limit alone, pairs being divisible. */
  const byLimit = (from: number, { left, use }: Limit, order: readonly number[], enough: number): number => {
    let free = left;
    let sum = 0;
    let at = 0;
    for (; at < n && sum <= enough; at++) {
      const x = order[at];
      if (x < from || shut[x] > 0) continue;
      if (use[x] > free) {
        sum += (gains[x] * Math.max(0, free)) / use[x];
        // Rounded to what a choice can come to, so that no sum of these ever loses anything.
        sum = Math.floor(sum * (1 + LOST) * GRAIN) / GRAIN;
        break;
      }
      sum += gains[x];
      free -= use[x];
    }
    looks += at + 1;
    return sum;
  };
  const most = (from: number, enough: number): number => {
    let least = byCrowds(from, enough);
    for (let r = 0; r < all.length && (least > enough || enough === Infinity); r++)
      least = Math.min(least, byLimit(from, all[r], orders[r], enough));
    return least;
  };
  /** Whether pair x can be held beside the chosen ones. */
  const fits = (x: number): boolean => {
    if (!limits.every(({ left, use }) => use[x] <= left)) return false;
    if (people === 1 || chosen.length + held < people) return true;
    // What the volunteer held before may meet it too.
    const meeting = chosen.reduce((sum, y) => sum + (meet.has(x, y) ? 1 : 0), held);
    if (meeting < people) return true;
    looks += LOOKS_OF_TEAM;
    return divisible(chosen, x);
  };
  const move = (x: number, sign: 1 | -1): void => {
    for (const limit of all) limit.left -= sign * limit.use[x];
    for (let y = 0; y < n; y++) if (apart.has(x, y)) shut[y] += sign;
    inCrowd[crowd[x]] += sign;
  };
  const hoped = most(0, Infinity);
  let value = 0;
  let next = LOOKS_AT_ONCE;
  for (let x = 0; looks <= mostLooks;) {
    if (looks > next) {
      next = looks + LOOKS_AT_ONCE;
      tick();
    }
    const open = x < n && chosen.length < places;
    if (open && shut[x] > 0) x++;
    else if (open && value + most(x, top - value) > top) {
      if (fits(x)) {
        value += gains[x] - load[chosen.length];
        if (value > top) top = value;
        move(x, 1);
        chosen.push(x);
      }
      x++;
    } else {
      const last = chosen.pop();
      if (last === undefined) return { value: top, exact: true };
      move(last, -1);
      value -= gains[last] - load[chosen.length];
      x = last + 1;
    }
  }
  return { value: Math.max(top, hoped), exact: false };
}

/** Several limits as one: what a pair uses of each, as parts of what there is, rounded down. */
function together(limits: readonly Limit[], n: number): Limit {
  const use = new Float64Array(n);
  for (const limit of limits)
    for (let x = 0; x < n; x++) if (limit.left > 0) use[x] += Math.floor((PARTS * limit.use[x]) / limit.left);
  return { left: PARTS * limits.length, use };
}

/** Pairs gathered, in their order, into crowds in which each meets every other. */
function crowdsOf(n: number, meet: Relation): Int32Array {
  if (meet.isEmpty) return Int32Array.from({ length: n }, (_, x) => x);
  const crowd = new Int32Array(n);
  const members: number[][] = [];
  for (let x = 0; x < n; x++) {
    let c = members.findIndex((list) => list.every((y) => meet.has(x, y)));
    if (c < 0) c = members.push([]) - 1;
    members[c].push(x);
    crowd[x] = c;
  }
  return crowd;
}
