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
/** Trees of the checker, and trees of the search that were cut short. */
let trees = 0;
let short = 0;
jest.mock('../../../src/matching/engine/verify.tree', () => {
  const real = jest.requireActual<typeof import('../../../src/matching/engine/verify.tree')>(
    '../../../src/matching/engine/verify.tree',
  );
  const bestChoice: typeof real.bestChoice = (problem, j, choice, tick) => {
    trees++;
    return real.bestChoice(problem, j, choice, tick, looks);
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
      const { large } = this as unknown as {
        large: { work: Int32Array; solve: (...all: unknown[]) => { exact: boolean } };
      };
      const tree = large.solve.bind(large);
      large.solve = (...all) => {
        large.work.fill(looks);
        const found = tree(...all);
        if (!found.exact) short++;
        return found;
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
    // Who has cancelled does not wait for a single tree of the checker, and gets no more than those come to.
    const moment = Math.floor(random() * 60);
    let asked = 0;
    const cancelled = () => {
      if (asked === moment) trees = 0;
      return asked++ >= moment;
    };
    short = 0;
    const early = solve(problem, { seed, iterations: 4, cancelled });
    const { certifiedBound: claim, certificate } = early;
    const waited = asked > moment ? trees : 0;
    // As everywhere, what the search could do the checker is trusted to do as well.
    const checkedAs = short > 0 ? verifyCertificate(problem, certificate).bound : best.objective;
    expect({ ...facts, moment, waited, claim, holds: claim <= Math.min(checkedAs, best.objective) }).toEqual({
      ...facts,
      moment,
      waited: 0,
      claim,
      holds: true,
    });
    if (claim < full.bound) seen.less++;
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
