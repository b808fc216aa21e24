import type { Part } from './book.part';
import { dive } from './dive';
import { instanceOf } from './instance';
import { Lagrangian } from './lagrange';
import { pinnedState } from './pins';
import { ProblemError } from './problem';
import { rest } from './reduce';
import { dearestFirst, State } from './state';

const ASCENT = { iterations: 60, share: 0, weight: 0.1, theta: 0.7, thetaLeast: 1e-3, failures: 8, shrink: 0.7 };
const DIVE = { next: 15, weight: 0.15, share: 0.003, threshold: 0.95, fraction: 0.05, noise: 0 };
const never = () => undefined;

/**
 * A part solved from a plan of it, by one dive; never worse than that plan (of which what does not fit is left out).
 * Pairs in the numbers of the part.
 */
export function solveSmall({ problem }: Part, start: ReadonlySet<number>, prices: Float64Array): number[] {
  const whole = instanceOf(problem);
  const pinned = pinnedState(whole, problem);
  const chosen = Array.from(pinned.pairs(), (a) => whole.parentPair[a]);
  const d = rest(
    whole,
    pinned,
    Int32Array.from({ length: whole.volunteers }, (_, j) => j),
  );
  if (d === null) return chosen;
  const order = dearestFirst(d);
  const pairOf = (b: number) => whole.parentPair[d.parentPair[b]];
  const present = new State(d);
  for (let b = 0; b < d.size; b++) if (start.has(pairOf(b)) && present.can(b)) present.add(b);
  present.clean(order, never);
  let base = 0;
  for (let q = 0; q < d.needs; q++) base += d.penalty[q] * d.seats[q];
  const lagrangian = new Lagrangian(d);
  for (let r = 0; r < d.rows; r++) lagrangian.prices[r] = Math.min(prices[d.parentRow[r]], d.penalty[d.rowNeed[r]]);
  const { best } = lagrangian.ascend({ ...ASCENT, target: base - present.objective, tick: never });
  let plan = present;
  if (best - (base - present.objective) >= 1) {
    const dived = new State(d);
    dive(lagrangian, dived, DIVE, null, never);
    dived.clean(order, never);
    if (dived.objective < present.objective) plan = dived;
  }
  return [...chosen, ...Array.from(plan.pairs(), pairOf)];
}

/** Runs something on a part; contradictory pins are named in the numbers of the book. */
export function inNumbersOf<T>(part: Part, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins') throw error;
    const { rule, pair, others } = error.params as { rule: string; pair: number; others: number[] };
    throw new ProblemError(error.code, { rule, pair: part.pairs[pair], others: others.map((x) => part.pairs[x]) });
  }
}
