import { randomOf } from '../../../src/matching/engine/random';
import { isPlainFlow, solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { problemOf } from '../solve/problems';

/** A plain district that takes several times 1,024 pivots. */
function district() {
  const random = randomOf(12);
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const needs = Array.from({ length: 700 }, () => ({ seats: 1 + upTo(1), penalty: 100_000 * (1 + upTo(3)) }));
  const volunteers = Array.from({ length: 420 }, () => ({ capacity: 1 + upTo(1), loads: [0, 40] }));
  const pairs = needs.flatMap((_, need) =>
    [...new Set(Array.from({ length: 10 }, () => upTo(419)))].map((offer) => ({ need, offer, cost: upTo(1000) })),
  );
  return problemOf({ needs, volunteers, pairs });
}

it('a plain problem can be cancelled at any moment: there is a plan, and a bound that its certificate proves', () => {
  const problem = district();
  expect(isPlainFlow(problem)).toBe(true);
  const best = solve(problem, { seed: 1 });
  expect(best.provenOptimal).toBe(true);
  let stopped = 0;
  for (const after of [0, 1, 2, 3]) {
    let asked = 0;
    const solution = solve(problem, { seed: 1, cancelled: () => asked++ >= after });
    const verified = verifySolution(problem, solution);
    expect(verified).toMatchObject({ violations: [], objective: solution.objective, bound: solution.certifiedBound });
    expect(solution.bound).toBeLessThanOrEqual(best.objective);
    expect(solution.objective).toBeGreaterThanOrEqual(best.objective);
    if (!solution.provenOptimal) stopped++;
  }
  expect(stopped).toBeGreaterThan(1);
});
