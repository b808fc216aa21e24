import { instanceOf } from '../../../src/matching/engine/instance';
import { pairLosses } from '../../../src/matching/engine/mip-pairs';
import { NO_LIMIT, type Problem } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { solve } from '../../../src/matching/engine/solve';
import { dearestFirst, State } from '../../../src/matching/engine/state';
import { Tabu } from '../../../src/matching/engine/tabu';
import { verifySolution } from '../../../src/matching/engine/verify';
import { verifyBound } from '../../../src/matching/engine/verify.certificate';
import { bruteForce, district, problemOf } from './problems';

/** Generalised assignment of type d: what costs little takes long, and hardly anything is left over. */
function tight(jobs: number, agents: number, seed: number): Problem {
  const random = randomOf(seed);
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const pairs = [];
  let sum = 0;
  for (let need = 0; need < jobs; need++)
    for (let offer = 0; offer < agents; offer++) {
      const minutes = 1 + upTo(99);
      sum += minutes;
      pairs.push({ need, offer, cost: 111 - minutes + upTo(20), minutes: [minutes] });
    }
  return problemOf({
    needs: Array.from({ length: jobs }, () => ({ seats: 1, penalty: 10_000 })),
    volunteers: Array.from({ length: agents }, () => ({
      capacity: NO_LIMIT,
      minutes: [Math.round((0.8 * sum) / agents / agents)],
    })),
    pairs,
  });
}

describe('tabu search', () => {
  it('finds the best plan of small tight problems, as brute force says', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const problem = tight(5, 3, seed);
      const d = instanceOf(problem);
      expect(Tabu.suits(d)).toBe(true);
      const state = new State(d);
      state.clean(dearestFirst(d), () => undefined);
      const tabu = new Tabu(d, state, new Float64Array(d.size), randomOf(seed), () => undefined);
      for (let step = 0; step < 3; step++) tabu.step();
      expect({ seed, least: tabu.least }).toEqual({ seed, least: bruteForce(problem) });
      expect(tabu.plan().objective).toBe(tabu.least);
    }
  });

  it('never ends with a dearer plan, and always with one that keeps every limit', () => {
    const problem = tight(60, 8, 1);
    const before = solve(problem, { seed: 1, iterations: 0 });
    const after = solve(problem, { seed: 1, iterations: 20 });
    expect(after.objective).toBeLessThan(before.objective);
    expect(verifySolution(problem, after)).toMatchObject({ feasible: true, objective: after.objective });
    expect(solve(problem, { seed: 1, iterations: 20 }).objective).toBe(after.objective);
  });

  it('steers by the best prices there are: without ties and counts the second ascent is on the whole', () => {
    const problem = tight(60, 8, 1);
    const { certificate, bound } = solve(problem, { seed: 1, iterations: 1 });
    expect(certificate.tight).toBeUndefined();
    expect(verifyBound(problem, { prices: certificate.prices }).bound).toBe(bound);
  });

  it('leaves alone what it cannot say: several seats, conflicts, loads', () => {
    expect(Tabu.suits(instanceOf(district(60, 1)))).toBe(false);
  });

  it('does with the pairs that lose least against the bound', () => {
    const problem = tight(40, 10, 3);
    const start = solve(problem, { seed: 1, iterations: 0 });
    const d = instanceOf(problem);
    const losses = pairLosses(d, start.certificate.prices);
    const state = new State(d);
    const held = new Set(start.pairs);
    for (let a = 0; a < d.size; a++) if (held.has(d.parentPair[a])) state.add(a);
    const tabu = new Tabu(d, state, losses, randomOf(1), () => undefined);
    for (let step = 0; step < 20; step++) tabu.step();
    expect(tabu.least).toBeLessThanOrEqual(start.objective);
    expect(tabu.least).toBeGreaterThanOrEqual(start.bound);
  });
});
