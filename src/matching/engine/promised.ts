import { instanceOf } from './instance';
import { pinnedState } from './pins';
import { type Certificate, loadOf, type Problem, ProblemError } from './problem';

/** A plan with the certificate of its bound. */
export interface PromisedPlan {
  pairs: Int32Array;
  objective: number;
  bound: number;
  certificate: Certificate;
}

/**
 * The plan of who has cancelled before there was any: what is pinned, and what of the plan to start from fits beside it.
 * Looks at nothing else, so that it is there at once.
 * @throws ProblemError `contradictory_pins`
 */
export function promisedPlan(problem: Problem, start: ArrayLike<number> = []): PromisedPlan {
  const { volunteers, offers, pairs } = problem;
  const wanted = pairs.pinned.length > 0 ? pairs.pinned.slice() : new Uint8Array(pairs.count);
  for (let x = 0; x < start.length; x++) wanted[start[x]] = 1;
  const kept: number[] = [];
  for (let p = 0; p < pairs.count; p++) if (wanted[p] === 1) kept.push(p);
  const part = only(problem, kept);
  const whole = instanceOf(part);
  let state;
  try {
    state = pinnedState(whole, part);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins') throw error;
    const { rule, pair, others } = error.params as { rule: string; pair: number; others: number[] };
    throw new ProblemError(error.code, { rule, pair: kept[pair], others: others.map((x) => kept[x]) });
  }
  for (let a = 0; a < whole.size; a++) if (state.can(a)) state.add(a);
  for (let i = 0; i < whole.needs; i++) state.mend(i);
  // At prices at which nobody gains but by costs below 0: no plan comes to less than its pins and all those together.
  let bound = 0;
  const pins = new Int32Array(volunteers.count);
  for (let p = 0; p < pairs.count; p++) {
    if (pairs.pinned.length === 0 || pairs.pinned[p] === 0) bound += Math.min(0, pairs.cost[p]);
    else {
      const j = offers.volunteer[pairs.offer[p]];
      bound += pairs.cost[p] + loadOf(volunteers, j, pins[j]++);
    }
  }
  const chosen = Int32Array.from(state.pairs(), (a) => kept[whole.parentPair[a]]).sort();
  return { pairs: chosen, objective: state.objective, bound, certificate: { prices: priceless(problem) } };
}

/** Prices by option at which no seat is worth taking. */
export function priceless({ needs, options }: Problem): Float64Array {
  const prices = new Float64Array(options.count);
  for (let i = 0; i < needs.count; i++) prices.fill(needs.penalty[i], needs.optionStart[i], needs.optionStart[i + 1]);
  return prices;
}

/** The problem with some of its pairs, ascending. */
function only(problem: Problem, kept: readonly number[]): Problem {
  const { needs, pairs, conflicts, months } = problem;
  const place = new Map(kept.map((p, x) => [p, x]));
  const pairStart = new Int32Array(needs.count + 1);
  for (let i = 0, x = 0; i < needs.count; i++) {
    while (x < kept.length && kept[x] < needs.pairStart[i + 1]) x++;
    pairStart[i + 1] = x;
  }
  const start = new Int32Array(conflicts.start.length > 0 ? kept.length + 1 : 0);
  const other: number[] = [];
  if (conflicts.start.length > 0)
    kept.forEach((p, x) => {
      for (let at = conflicts.start[p]; at < conflicts.start[p + 1]; at++) {
        const q = place.get(conflicts.other[at]);
        if (q !== undefined) other.push(q);
      }
      start[x + 1] = other.length;
    });
  const of = (list: Int32Array) => (list.length === 0 ? list : Int32Array.from(kept, (p) => list[p]));
  const minutes = new Int32Array(pairs.minutes.length > 0 ? kept.length * months : 0);
  if (pairs.minutes.length > 0)
    kept.forEach((p, x) => minutes.set(pairs.minutes.subarray(p * months, (p + 1) * months), x * months));
  return {
    ...problem,
    needs: { ...needs, pairStart },
    pairs: {
      count: kept.length,
      option: of(pairs.option),
      offer: of(pairs.offer),
      cost: of(pairs.cost),
      minutes,
      pieces: of(pairs.pieces),
      pinned: pairs.pinned.length === 0 ? pairs.pinned : Uint8Array.from(kept, (p) => pairs.pinned[p]),
    },
    conflicts: { start, other: Int32Array.from(other) },
  };
}
