import { NO_LIMIT, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import { solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { verifyCertificate } from '../../../src/matching/engine/verify.certificate';
import { forged } from './forged';
import { fullProblem, mulberry, optimum } from './full';

const CASES = Number(process.env.ATTACKS ?? 400);
const FROM = Number(process.env.FROM ?? 1);

/** What both trees may still look at; small problems never come to what they may otherwise. */
let looks = 1;
/** Trees of the checker. */
let trees = 0;
jest.mock('../../../src/matching/engine/verify.tree', () => {
  const real = jest.requireActual<typeof import('../../../src/matching/engine/verify.tree')>(
    '../../../src/matching/engine/verify.tree',
  );
  const bestChoice: typeof real.bestChoice = (problem, j, choice, hurried) => {
    trees++;
    return real.bestChoice(problem, j, choice, hurried, looks);
  };
  return { ...real, bestChoice };
});
jest.mock('../../../src/matching/engine/bundle', () => {
  const { Bundles } = jest.requireActual<typeof import('../../../src/matching/engine/bundle')>(
    '../../../src/matching/engine/bundle',
  );
  class CutShort extends Bundles {
    constructor(...given: ConstructorParameters<typeof Bundles>) {
      super(...given);
      this.isLarge.fill(1);
      const { large } = this as unknown as { large: { work: Int32Array; solve: (...all: unknown[]) => unknown } };
      const tree = large.solve.bind(large);
      large.solve = (...all) => {
        large.work.fill(looks);
        return tree(...all);
      };
    }
  }
  return { Bundles: CutShort };
});

/** The problem with volunteers who state no limit, most of them; the trees grow with what one can hold. */
function unlimited(problem: Problem, random: () => number): void {
  const { volunteers, offers, months } = problem;
  for (let j = 0; j < volunteers.count; j++) {
    if (random() < 0.25) continue;
    volunteers.capacity[j] = NO_LIMIT;
    volunteers.monthlyMinutes.fill(NO_LIMIT, j * months, (j + 1) * months);
    for (let f = 0; f < offers.count; f++)
      if (offers.volunteer[f] === j && random() < 0.6) {
        offers.capacity[f] = NO_LIMIT;
        offers.stock[f] = NO_LIMIT;
        offers.monthlyMinutes.fill(NO_LIMIT, f * months, (f + 1) * months);
      }
  }
}

it(`a tree that is cut short claims nothing that is not so (${CASES} problems)`, () => {
  const random = mulberry(FROM + 24_680);
  const seen = { plans: 0, inexact: 0, proven: 0, forgeries: 0, less: 0 };
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const drawn = fullProblem(seed);
    const { problem } = drawn;
    unlimited(problem, random);
    const best = optimum(drawn);
    looks = 1 + Math.floor(random() * 40);
    let solution;
    try {
      solution = solve(problem, { seed, iterations: 4 });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins' || best !== null) throw error;
      continue;
    }
    if (best === null) throw new Error(`seed ${seed}: a plan, where pins contradict each other`);
    const { objective, bound, certifiedBound, provenOptimal } = solution;
    const facts = { seed, looks, objective, bound, certifiedBound };
    const checked = verifySolution(problem, solution);
    expect({ ...facts, feasible: checked.feasible, costs: checked.objective }).toEqual({
      ...facts,
      feasible: true,
      costs: objective,
    });
    expect({ ...facts, above: Math.max(bound, certifiedBound, checked.bound) > best.objective }).toEqual({
      ...facts,
      above: false,
    });
    expect({ ...facts, holds: !provenOptimal || objective === best.objective }).toEqual({ ...facts, holds: true });
    seen.plans++;
    if (provenOptimal) seen.proven++;
    const full = verifyCertificate(problem, solution.certificate);
    if (full.inexact > 0) seen.inexact++;
    // Who has cancelled and waits gets a figure without a single tree, and no more than the trees come to.
    trees = 0;
    const hurried = verifyCertificate(problem, solution.certificate, () => true).bound;
    expect({ ...facts, trees, holds: hurried <= full.bound }).toEqual({ ...facts, trees: 0, holds: true });
    if (hurried < full.bound) seen.less++;
    let time = 0;
    const cancelled = () => time > 1000;
    const late = solve(problem, { seed, iterations: 4, now: () => (time += 100), cancelled });
    if (cancelled()) expect({ ...facts, many: trees > 1 }).toEqual({ ...facts, many: false });
    expect({ ...facts, holds: late.certifiedBound <= best.objective }).toEqual({ ...facts, holds: true });
    for (let draw = 0; draw < 4; draw++) {
      const forgery = forged(random, problem, solution.certificate);
      const { bound: claim } = verifyCertificate(problem, forgery);
      expect({ seed, looks, forgery, holds: claim <= best.objective }).toEqual({ seed, looks, forgery, holds: true });
      seen.forgeries++;
    }
  }
  expect(seen.plans).toBeGreaterThan(0.8 * CASES);
  // There is something cut short in many of them, and not in all.
  expect(seen.inexact).toBeGreaterThan(0.3 * seen.plans);
  expect(seen.inexact).toBeLessThan(seen.plans);
  expect(seen.less).toBeGreaterThan(0.3 * seen.plans);
  expect(seen.forgeries).toBe(4 * seen.plans);
}, 3_600_000);
