import type { PublishedPair } from './menus';
import type { RoundProblem } from './to-problem';

/**
 * An earlier plan in terms of today's problem: its pairs that are still candidates, and its seat prices by need id.
 * Needs and alternatives it did not know have no price (NaN), which the solver replaces by its own guess.
 */
export function warmStart(
  round: RoundProblem,
  pairs: readonly PublishedPair[],
  prices: Readonly<Record<string, readonly number[]>>,
): { start: Int32Array; prices: Float64Array } {
  const { facts, problem } = round;
  const { needs } = problem;
  const start: number[] = [];
  for (const pair of pairs) {
    const need = facts.need.get(pair.need);
    const offer = facts.offer.get(pair.offer);
    if (need === undefined || offer === undefined) continue;
    for (let p = needs.pairStart[need.index]; p < needs.pairStart[need.index + 1]; p++) {
      if (round.offer[p] === offer.index && need.whens[round.when[p]].index === pair.alternative) start.push(p);
    }
  }
  const known = new Float64Array(problem.options.count).fill(NaN);
  for (const need of facts.needs) {
    const own = prices[need.line.id];
    if (own === undefined) continue;
    for (let w = 0; w < Math.min(own.length, need.whens.length); w++) known[needs.optionStart[need.index] + w] = own[w];
  }
  return { start: Int32Array.from(start).sort(), prices: known };
}
