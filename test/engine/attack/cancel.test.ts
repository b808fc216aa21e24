import { type Problem, ProblemError, type Solution } from '../../../src/matching/engine/problem';
import { solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { problemOf } from '../solve/problems';
import { fullProblem, mulberry, optimum } from './full';

const CASES = Number(process.env.ATTACKS ?? 400);
const FROM = Number(process.env.FROM ?? 1);

/** Solves, cancelled when it has asked so often. */
function cancelled(problem: Problem, after: number, start?: Int32Array): { solution: Solution; asked: number } {
  let asked = 0;
  const solution = solve(problem, { seed: 1, iterations: 8, start, cancelled: () => asked++ >= after });
  return { solution, asked };
}

it(`cancelled at any moment there is a plan with a bound that holds (${CASES} problems)`, () => {
  let early = 0;
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const full = fullProblem(seed);
    const { problem } = full;
    const best = optimum(full);
    const random = mulberry(seed + 5);
    const start = best && random() < 0.5 ? Int32Array.from(best.pairs) : undefined;
    let most = 0;
    for (let draw = 0; draw < 6; draw++) {
      const after = draw < 3 ? draw : Math.floor(random() * most);
      try {
        const { solution, asked } = cancelled(problem, draw === 2 ? Infinity : after, start);
        most = Math.max(most, asked);
        if (best === null) throw new Error(`seed ${seed}: a plan, where pins contradict each other`);
        const checked = verifySolution(problem, solution);
        const { objective, certifiedBound, bound } = solution;
        const facts = { seed, after, objective, certifiedBound };
        expect({ ...facts, feasible: checked.feasible, objective: checked.objective }).toEqual({
          ...facts,
          feasible: true,
        });
        expect({ ...facts, holds: checked.bound >= certifiedBound && bound <= best.objective }).toEqual({
          ...facts,
          holds: true,
        });
        // Who began with the best plan has it still.
        if (start) expect({ seed, after, objective }).toEqual({ seed, after, objective: best.objective });
        if (solution.iterations === 0 && objective > best.objective) early++;
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins' || best !== null) throw error;
      }
    }
  }
  expect(early).toBeGreaterThan(0.1 * CASES);
});

it('cancelled before there was a plan, what is promised is there, and nothing else has been looked at', () => {
  const problem = problemOf({
    needs: [{ penalty: 900 }, { penalty: 900 }, { penalty: 900, seats: 2, minimum: 2 }, { penalty: 900 }],
    volunteers: [{ capacity: 2, loads: [5, 10], minutes: [60] }, { capacity: 2 }, { capacity: 2 }],
    pairs: [
      { need: 0, offer: 0, cost: 30, minutes: [40], pinned: true },
      { need: 1, offer: 0, cost: 10, minutes: [40] },
      { need: 1, offer: 1, cost: 20 },
      { need: 2, offer: 1, cost: 1 },
      { need: 3, offer: 2, cost: -7 },
    ],
  });
  // The second does not fit beside the pin, the fourth cannot reach its minimum.
  const { solution } = cancelled(problem, 0, Int32Array.of(1, 2, 3));
  expect(Array.from(solution.pairs)).toEqual([0, 2]);
  expect(solution.objective).toBe(30 + 5 + 20 + 3 * 900);
  expect(solution.certifiedBound).toBe(30 + 5 - 7);
  expect(verifySolution(problem, solution)).toMatchObject({ violations: [], objective: solution.objective, bound: 28 });
});
