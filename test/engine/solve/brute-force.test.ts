import { ProblemError } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { bruteForce, problemOf, randomStory } from './problems';

const CASES = 2000;

describe('small problems with every rule on, against all subsets of pairs', () => {
  let proven = 0;
  let optimal = 0;
  let contradictory = 0;

  it(`keeps every rule, never misses the bound, and is optimal when it says so (${CASES} problems)`, () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const story = randomStory(randomOf(seed));
      const problem = problemOf(story);
      const least = bruteForce(problem);
      let solution;
      try {
        solution = solve(problem, { seed, iterations: 20 });
      } catch (error) {
        if (!(error instanceof ProblemError)) throw new Error(`seed ${seed}: ${(error as Error).stack}`);
        // Pins contradict each other exactly when no set of pairs keeps every rule.
        if (error.code !== 'contradictory_pins' || least !== null)
          throw new Error(`seed ${seed}: ${error.message}, brute force ${least}`);
        contradictory++;
        continue;
      }
      const verified = verifySolution(problem, solution);
      const facts = {
        seed,
        violations: verified.violations,
        objective: solution.objective,
        verified: verified.objective,
      };
      expect(facts).toEqual({ seed, violations: [], objective: verified.objective, verified: verified.objective });
      if (least === null) throw new Error(`seed ${seed}: a plan where brute force finds none`);
      if (solution.objective < least) throw new Error(`seed ${seed}: ${solution.objective} below the least ${least}`);
      if (solution.bound > least) throw new Error(`seed ${seed}: bound ${solution.bound} above the least ${least}`);
      // The checker may prove more than the solver claims, never less, and never too much.
      if (verified.bound < solution.certifiedBound || verified.bound > least)
        throw new Error(
          `seed ${seed}: certificate proves ${verified.bound}, claimed ${solution.certifiedBound}, least ${least}`,
        );
      if (solution.provenOptimal) proven++;
      if (solution.provenOptimal && solution.objective !== least) throw new Error(`seed ${seed}: not optimal`);
      if (solution.objective === least) optimal++;
    }
    process.stdout.write(
      `proven optimal ${proven}, optimal ${optimal}, contradictory pins ${contradictory} of ${CASES}\n`,
    );
    expect(optimal).toBeGreaterThan(0.95 * (CASES - contradictory));
    expect(proven).toBeGreaterThan(0.7 * (CASES - contradictory));
    expect(contradictory).toBeGreaterThan(10);
  }, 300_000);
});
