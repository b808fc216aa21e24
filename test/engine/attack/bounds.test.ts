import { type Certificate, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import { instanceOf } from '../../../src/matching/engine/instance';
import { Lagrangian } from '../../../src/matching/engine/lagrange';
import { rest } from '../../../src/matching/engine/reduce';
import { solve } from '../../../src/matching/engine/solve';
import { State } from '../../../src/matching/engine/state';
import { TightBound } from '../../../src/matching/engine/tight';
import { verifySolution } from '../../../src/matching/engine/verify';
import { verifyCertificate } from '../../../src/matching/engine/verify.certificate';
import { forged } from './forged';
import { fullProblem, mulberry, optimum } from './full';

/** `ATTACKS=100000 npx jest test/engine/attack` tries as many as one has time for; `FROM` is the first seed. */
const CASES = Number(process.env.ATTACKS ?? 700);
const FROM = Number(process.env.FROM ?? 1);

/**
 * The tighter proof whether it is needed or not, which the search asks for only where the first bound leaves something;
 * null where nothing is left to solve. For problems without pins.
 */
function tightProof(problem: Problem): { claimed: number; certificate: Certificate } | null {
  const whole = instanceOf(problem);
  const none = new State(whole);
  const d = rest(
    whole,
    none,
    Int32Array.from({ length: whole.volunteers }, (_, j) => j),
  );
  if (d === null) return null;
  const from = new Lagrangian(d);
  from.startPrices();
  const worth = d.penalty.reduce((sum, x, i) => sum + x * d.seats[i], 0);
  const tick = () => undefined;
  const plain = { target: 0, share: 0.02, weight: 0.1, theta: 1, thetaLeast: 0.003, failures: 12, shrink: 0.75 };
  from.ascend({ ...plain, iterations: 60, tick });
  const tight = new TightBound(d);
  tight.ascend(from, worth, 60, tick, tick);
  const by = (list: ArrayLike<number>, place: (x: number) => number, size: number) => {
    const spread = new Float64Array(size);
    for (let x = 0; x < list.length; x++) spread[place(x)] = list[x];
    return spread;
  };
  const both = ({ prices, extra }: { prices: ArrayLike<number>; extra: ArrayLike<number> }) => ({
    prices: by(prices, (r) => d.parentRow[r], problem.options.count),
    extra: by(extra, (a) => whole.parentPair[d.parentPair[a]], problem.pairs.count),
  });
  const { count, ...own } = tight.proof();
  const weights = count && by(count.weights, (i) => d.parentNeed[i], problem.needs.count);
  return {
    claimed: Math.ceil(tight.bound + none.objective - worth - 1e-6),
    certificate: {
      prices: by(from.prices, (r) => d.parentRow[r], problem.options.count),
      tight: { ...both(own), ...(count && { count: { ...count, ...both(count), weights: weights! } }) },
    },
  };
}

it(`bounds stay below the best plan of ${CASES} full problems, whoever wrote the certificate`, () => {
  const random = mulberry(FROM + 987_654_321);
  const seen = { plans: 0, optimal: 0, proven: 0, tight: 0, counted: 0, pinned: 0, forgeries: 0, higher: 0 };
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const full = fullProblem(seed);
    const { problem } = full;
    const best = optimum(full);
    const fail = (what: string): never => {
      throw new Error(`seed ${seed}: ${what}; the best plan costs ${best?.objective}`);
    };
    let solution;
    try {
      solution = solve(problem, { seed, iterations: 10 });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins' || best !== null)
        fail((error as Error).stack!);
      continue;
    }
    if (best === null) return fail('a plan, where pins contradict each other');
    const { objective, bound, certifiedBound, provenOptimal, provenBy, certificate } = solution;
    if (objective < best.objective || bound > best.objective || certifiedBound > bound)
      fail(`plan ${objective}, bound ${bound}, certified ${certifiedBound}`);
    if (provenOptimal !== objective <= bound || provenOptimal !== (provenBy !== null)) fail('proven, or not?');
    if (provenOptimal && objective !== best.objective) fail(`${objective} said to be proven`);
    const checked = verifySolution(problem, solution);
    if (!checked.feasible || checked.objective !== objective) fail(JSON.stringify(checked));
    if (checked.bound < certifiedBound || checked.bound > best.objective)
      fail(`certified ${certifiedBound}, verified ${checked.bound}`);
    const reached = verifySolution(problem, { pairs: best.pairs, certificate });
    if (!reached.feasible || reached.objective !== best.objective) fail(`brute force: ${JSON.stringify(reached)}`);
    seen.plans++;
    if (objective === best.objective) seen.optimal++;
    if (provenOptimal) seen.proven++;
    if (certificate.tight) seen.tight++;
    if (certificate.tight?.count) seen.counted++;
    if (problem.pairs.pinned.includes(1)) seen.pinned++;
    const asked = problem.pairs.pinned.includes(1) ? null : tightProof(problem);
    if (asked !== null) {
      const proven = verifyCertificate(problem, asked.certificate).bound;
      if (proven < asked.claimed || proven > best.objective) fail(`tight claims ${asked.claimed}, proves ${proven}`);
      seen.tight++;
      if (asked.certificate.tight?.count) seen.counted++;
    }
    const honest = asked?.certificate ?? certificate;
    const plain = verifyCertificate(problem, { prices: honest.prices }).bound;
    for (let draw = 0; draw < 8; draw++) {
      const forgery = forged(random, problem, honest);
      const { bound: claim } = verifyCertificate(problem, forgery);
      if (!(claim <= best.objective)) fail(`${claim} from ${JSON.stringify(forgery)}`);
      seen.forgeries++;
      if (claim > plain) seen.higher++;
    }
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  expect(seen.optimal).toBeGreaterThan(0.95 * seen.plans);
  expect(seen.proven).toBeGreaterThan(0.8 * seen.plans);
  expect(seen.tight).toBeGreaterThan(0.2 * CASES);
  expect(seen.counted).toBeGreaterThan(0);
  expect(seen.higher).toBeGreaterThan(0.05 * CASES);
  expect(seen.pinned).toBeGreaterThan(0.1 * CASES);
}, 3_600_000);
