import type { Helper, SearchAnswer, SearchJob } from './beside';
import { type Clock, PhaseOver, Stopped } from './clock';
import type { Tick } from './tick';
import type { Instance } from './instance';
import { randomOf } from './random';
import { rest } from './reduce';
import { type RegionOptions, RegionSearch } from './region';
import { State } from './state';

/** Steps of each half before the plan is cut in two afresh, when the budget is in steps. */
const STEPS = 20;
/** Seconds of each half, when the budget is in seconds: a share of the phase within these limits. */
const SHARE = 0.1;
const SHORTEST = 1.5;
/** How long the other half may take to answer after this one has ended. */
const PATIENCE_MS = 150;

/**
 * Region search on a piece until its budget ends; runs in either thread. Its best plan is never dearer than the one it
 * began with. `tick` may throw `Stopped`: then the best so far is the answer.
 */
export function searchPiece(job: SearchJob, tick: Tick, now: () => number): SearchAnswer & { stopped: boolean } {
  const { piece, heat } = job;
  const state = new State(piece);
  for (const a of job.pairs) state.add(a);
  let best = job.pairs;
  let least = state.objective;
  let iterations = 0;
  const most = job.iterations ?? Infinity;
  const begun = now();
  const spent = () => (job.iterations === undefined ? (now() - begun) / (1000 * job.seconds) : iterations / most);
  try {
    const random = randomOf(job.seed);
    const regions = new RegionSearch(piece, state, job.prices, job.mean, job.region, random, () => {
      tick();
      if (job.iterations === undefined && spent() >= 1) throw new PhaseOver();
    });
    for (; iterations < most; iterations++)
      if (regions.step(heat) && state.objective < least - 1e-6) {
        least = state.objective;
        best = state.pairs();
      }
  } catch (stop) {
    if (!(stop instanceof PhaseOver || stop instanceof Stopped)) throw stop;
    return { pairs: best, iterations, stopped: stop instanceof Stopped };
  }
  return { pairs: best, iterations, stopped: false };
}

/** What two halves of a plan need to know of the whole. */
export interface Whole {
  d: Instance;
  prices: Float64Array;
  mean: Float64Array;
  region: RegionOptions;
  random: () => number;
  clock: Clock;
  /** Steps left, or Infinity when the budget is in seconds. */
  steps: number;
  /** Share of the temperature: falls from 1 to 0. */
  heat: number;
}

/**
 * One round of searching a plan in two threads: it is cut into two connected halves that share no volunteer and no free
 * seat, each is searched by itself, and what both found is one plan again. Both halves have the same budget, so that the
 * answer depends on nothing else when the budget is in steps; a half whose thread has died is then searched here.
 *
 * Returns the pairs of the new plan, and the steps taken. `stopped`: the caller has to stop.
 */
export function searchHalves(
  state: State,
  whole: Whole,
  helper: Helper,
): { state: State; steps: number; stopped: boolean } {
  const { d, random, clock, steps } = whole;
  const side = halve(d, state, whole.mean, random);
  const bits = Array.from({ length: 2 }, () => (random() * 0x7fffffff) | 0);
  const halves = [0, 1].map((own) => cutHalf(state, whole, side, own, bits[own]));
  const [mine, other] = halves;
  const budget =
    steps < Infinity
      ? { iterations: Math.max(1, Math.min(STEPS, Math.ceil(steps / 2))), seconds: 0 }
      : { seconds: Math.max(Math.min(SHORTEST, clock.phaseLeft), SHARE * clock.phaseSeconds) };
  const running = other && helper.search({ ...other.job, ...budget });
  const here = mine ? searchPiece({ ...mine.job, ...budget }, clock.tick, clock.now) : null;
  let there: SearchAnswer | null = null;
  if (other && running) {
    if (here?.stopped) running.stop();
    let answer = running.wait(PATIENCE_MS);
    // Steps take as long as they take; seconds are over at once.
    while (answer === null && steps < Infinity && !here?.stopped) answer = running.wait(50);
    if (answer === null) running.stop();
    answer ??= running.wait(PATIENCE_MS);
    if (answer === 'lost' && steps < Infinity) answer = searchPiece({ ...other.job, ...budget }, clock.tick, clock.now);
    there = answer === 'lost' ? null : answer;
  }
  return {
    state: joined(state, [
      { half: mine, found: here },
      { half: other, found: there },
    ]),
    steps: (here?.iterations ?? 0) + (there?.iterations ?? 0) || 1,
    stopped: here?.stopped ?? false,
  };
}

/** 1 for the volunteers around a random one until half of them are there, 0 for the others. */
function halve(d: Instance, state: State, mean: Float64Array, random: () => number): Uint8Array {
  const side = new Uint8Array(d.volunteers);
  const reached = new Uint8Array(d.needs);
  const queue = new Int32Array(d.needs);
  let head = 0;
  let tail = 0;
  let left = d.volunteers >> 1;
  const start = (random() * d.volunteers) | 0;
  const enter = (j: number) => {
    side[j] = 1;
    left--;
    for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++) {
      const i = d.need[a];
      if (reached[i] === 1 || (mean[a] <= 0.02 && state.position[a] < 0)) continue;
      reached[i] = 1;
      queue[tail++] = i;
    }
  };
  // Nothing more is connected: go on somewhere else.
  for (let x = 0; left > 0;) {
    if (head === tail) {
      while (side[(start + x) % d.volunteers] === 1) x++;
      enter((start + x) % d.volunteers);
      continue;
    }
    const i = queue[head++];
    for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]] && left > 0; e++) {
      const a = d.rowPairs[e];
      if (side[d.volunteer[a]] === 0 && (mean[a] > 0.02 || state.position[a] >= 0)) enter(d.volunteer[a]);
    }
  }
  return side;
}

interface Half {
  job: Omit<SearchJob, 'iterations' | 'seconds'>;
}

/**
 * The part of the plan one side may change: its volunteers with all they hold, but for needs with a minimum or several
 * options that people of both sides serve, which stay as they are. Free seats belong to the side that serves the need,
 * or to one of them by lot. Null when there is nothing to change.
 */
function cutHalf(state: State, whole: Whole, side: Uint8Array, own: number, seed: number): Half | null {
  const { d } = whole;
  const served = sidesServing(state, side);
  const others = new State(d);
  const held: number[] = [];
  for (let a = 0; a < d.size; a++) {
    if (state.position[a] < 0) continue;
    const i = d.need[a];
    const tied = served[i] === 3 && (d.minimum[i] > 1 || d.rowStart[i + 1] - d.rowStart[i] > 1);
    if (side[d.volunteer[a]] !== own || tied) others.add(a);
    else held.push(a);
  }
  const free: number[] = [];
  for (let j = 0; j < d.volunteers; j++) if (side[j] === own) free.push(j);
  const piece = rest(d, others, free);
  if (piece === null) return null;
  for (let q = 0; q < piece.needs; q++) {
    const i = piece.parentNeed[q];
    const owner = served[i] === 1 ? 0 : served[i] === 2 ? 1 : i & 1;
    if (owner !== own) piece.seats[q] -= d.seats[i] - state.filled[i];
  }
  const place = new Map<number, number>();
  for (let b = 0; b < piece.size; b++) place.set(piece.parentPair[b], b);
  return {
    job: {
      piece,
      pairs: Int32Array.from(held, (a) => place.get(a)!),
      prices: Float64Array.from(piece.parentRow, (r) => whole.prices[r]),
      mean: Float64Array.from(piece.parentPair, (a) => whole.mean[a]),
      region: whole.region,
      seed,
      heat: whole.heat,
    },
  };
}

/** Which sides serve each need: bit 0 for side 0, bit 1 for side 1. */
function sidesServing(state: State, side: Uint8Array): Uint8Array {
  const d = state.instance;
  const served = new Uint8Array(d.needs);
  for (let a = 0; a < d.size; a++) if (state.position[a] >= 0) served[d.need[a]] |= 1 << side[d.volunteer[a]];
  return served;
}

/** The plan with what was found for its halves in place of what they held. */
function joined(state: State, halves: { half: Half | null; found: SearchAnswer | null }[]): State {
  const d = state.instance;
  const plan = new State(d);
  const replaced = new Uint8Array(d.size);
  for (const { half, found } of halves)
    if (half && found) for (const b of half.job.pairs) replaced[half.job.piece.parentPair[b]] = 1;
  for (let a = 0; a < d.size; a++) if (state.position[a] >= 0 && replaced[a] === 0) plan.add(a);
  for (const { half, found } of halves)
    if (half && found)
      for (const b of found.pairs) {
        const a = half.job.piece.parentPair[b];
        if (plan.can(a)) plan.add(a);
      }
  return plan;
}
