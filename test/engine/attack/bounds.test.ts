import { type Certificate, type Problem, ProblemError, type TightProof } from '../../../src/matching/engine/problem';
import { instanceOf } from '../../../src/matching/engine/instance';
import { Lagrangian } from '../../../src/matching/engine/lagrange';
import { rest } from '../../../src/matching/engine/reduce';
import { solve } from '../../../src/matching/engine/solve';
import { State } from '../../../src/matching/engine/state';
import { TightBound } from '../../../src/matching/engine/tight';
import { verifySolution } from '../../../src/matching/engine/verify';
import { verifyCertificate } from '../../../src/matching/engine/verify.certificate';
import { fullProblem, mulberry, optimum } from './full';

/** `ATTACKS=100000 npx jest test/engine/attack` tries as many as one has time for; `FROM` is the first seed. */
const CASES = Number(process.env.ATTACKS ?? 700);
const FROM = Number(process.env.FROM ?? 1);

const POINTS = [0, 0.1, -1, 1 / 3, 1e-9, 64, 1e6, 2 ** 31, 2 ** 46, 1e15, 1e20, 1e300, 1.7e308];
const NONSENSE = [NaN, Infinity, -Infinity, -0];

type Loose = { prices: number[]; extra: number[] };
const loose = ({ prices, extra }: { prices: ArrayLike<number>; extra: ArrayLike<number> }): Loose => ({
  prices: Array.from(prices),
  extra: Array.from(extra),
});

/** One of many ways to write something else into a certificate. */
function forged(random: () => number, problem: Problem, honest: Certificate): Certificate {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const one = <T>(list: readonly T[]): T => list[upTo(list.length - 1)];
  const point = () => one(random() < 0.15 ? NONSENSE : POINTS) * (random() < 0.2 ? -1 : 1);
  const zeros = (size: number) => new Array<number>(size).fill(0);
  const { options, pairs, needs } = problem;
  const spoil = (list: number[]) => {
    const way = upTo(6);
    if (way === 0) list.fill(point());
    else if (way === 1) for (let k = 0; k < list.length; k++) if (random() < 0.5) list[k] += point();
    if (way === 2 && list.length > 1) [list[0], list[list.length - 1]] = [list[list.length - 1], list[0]];
    if (way === 3) list.reverse();
    if (way === 4) list.push(point());
    if (way === 5) list.pop();
    if (way === 6) for (let k = 0; k < list.length; k++) list[k] *= one([0.5, 1.01, 1 / 64, 3, -1]);
  };
  const part = (known?: { prices: ArrayLike<number>; extra: ArrayLike<number> }): Loose => {
    const own = known ? loose(known) : { prices: Array.from(honest.prices), extra: [] };
    if (own.extra.length === 0 && random() < 0.7) own.extra = zeros(pairs.count);
    if (random() < 0.6) spoil(own.prices);
    if (random() < 0.6) spoil(own.extra);
    // What one list asks for, the other gives back: nothing is paid, and everybody is priced out.
    if (random() < 0.2) {
      const high = point();
      own.prices = zeros(options.count).fill(high);
      own.extra = zeros(pairs.count).fill(-high);
    }
    return own;
  };
  const tight: TightProof & Loose = part(honest.tight);
  if (random() < 0.6) {
    const known = honest.tight?.count;
    const unit = known && random() < 0.5 ? known.unit : one([1, 7, 1000, 0.5, -3, NaN, 1e300, 2 ** 40, 5e-324]);
    const share = known && random() < 0.5 ? known.share : one([15 / 16, 0.5, 1 / 3, 1e-9, 1 - 2 ** -53, 1, 0, -1, NaN]);
    const weights = Array.from(needs.penalty, (x, i) =>
      known && random() < 0.5
        ? known.weights[i]
        : one([0, 1, Math.floor(x / unit), Math.floor(x / unit / share), 2 ** 53]),
    );
    if (random() < 0.1) spoil(weights);
    tight.count = { weights, unit, share, ...part(known) };
  }
  // One that makes sense in every part: whole seats of the smallest penalty, at fair prices.
  if (random() < 0.3) {
    const unit = needs.penalty.reduce((least, x) => (x > 0 && x < least ? x : least), 2 ** 40);
    const weights = Array.from(needs.penalty, (x) => Math.floor(x / unit));
    const share = (1 + upTo(14)) / 16;
    const rowsAt = (worth: (i: number) => number) =>
      weights.flatMap((_, i) =>
        Array.from({ length: needs.optionStart[i + 1] - needs.optionStart[i] }, () => (worth(i) * upTo(4)) / 4),
      );
    tight.count = { weights, unit, share, prices: rowsAt((i) => weights[i] * unit), extra: [] };
    tight.prices = rowsAt((i) => needs.penalty[i] - share * unit * weights[i]);
    tight.extra = [];
  }
  const prices = Array.from(honest.prices);
  if (random() < 0.3) spoil(prices);
  return { prices: Float64Array.from(prices), tight };
}

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
