import { candidates } from './candidates';
import { storedTight } from './certificate';
import { factsOf } from './facts';
import type { Helper } from './beside';
import { Stopped } from './clock';
import { levelsOf } from './levels';
import type { Menus } from './menus';
import { checkMenus } from './menus.check';
import { pinsOf } from './menus.pins';
import { gapPercentOf, type MatchOptions, type Plan, type ProposedPair, type Reason } from './plan';
import type { MipSolver, Solution } from './problem';
import { type Pairing, pairing } from './pairing';
import { loadPoints } from './rules';
import { partsOf, reasonsOf } from './score';
import { shortlistsOf } from './shortlists';
import { solve } from './solve';
import { keepKey } from './points';
import { type RoundProblem, toProblem } from './to-problem';
import { unfilledOf } from './unfilled';
import type { PlanCertificate } from './verify-plan';
import { warmStart } from './warm';

export { verifyPlan } from './verify-plan';

export const ENGINE_VERSION = '1.0.0';

export interface MatchSettings extends MatchOptions {
  /** An injected MIP solver for small components. */
  mip?: MipSolver;
  /** A second thread for the search. */
  helper?: Helper;
  /** An earlier plan of these or nearly these menus: its pairs and prices are where the search begins. */
  previous?: Plan;
  /** More candidate pairs than this are refused with numbers; `MOST_PAIRS` when absent, which is also the most. */
  mostPairs?: number;
  /** Clock in milliseconds. */
  now?: () => number;
}

/**
 * Matches the two menus: candidates, solve, and the plan with its reasons, shortlists, funnel and proof. Pure and
 * blocking: run it in a worker thread. The order of needs, volunteers and offers changes nothing; ties fall by seed.
 * @throws ProblemError `menus_invalid`, `too_many_pairs`
 * @throws Stopped when cancelled before the menus have become a problem: until then there is nothing of a plan
 */
export function match(menus: Menus, options: MatchSettings): Plan {
  const now = options.now ?? (() => performance.now());
  const begun = now();
  const tick = () => {
    if (options.cancelled?.()) throw new Stopped();
  };
  checkMenus(menus, tick);
  const facts = factsOf(menus, options.seed, tick);
  const seats = facts.needs.reduce((sum, n) => sum + n.line.seats, 0);
  const say = (phase: 'candidates' | 'explain', objective: number | null, bound: number | null, filled: number) =>
    options.onProgress?.({ phase, objective, bound, filled, seats, seconds: (now() - begun) / 1000 });
  say('candidates', null, null, 0);
  const found = candidates(facts, options.mostPairs, tick);
  const round = toProblem(facts, found, pinsOf(facts, tick), tick);
  const readySeconds = (now() - begun) / 1000;

  const { onProgress } = options;
  const solution = solve(round.problem, {
    seed: options.seed,
    ...(options.previous === undefined ? fromPublished(round) : startFrom(round, options.previous)),
    seconds: options.seconds,
    iterations: options.iterations,
    cancelled: options.cancelled,
    mip: options.mip,
    helper: options.helper,
    now: options.now,
    onProgress: onProgress && ((progress) => onProgress(asPlan(progress, round, readySeconds))),
  });

  const explainBegun = now();
  const filled = solution.pairs.length - round.agreed;
  say('explain', solution.objective + round.offset, solution.bound + round.offset, filled);
  const plan = planOf(round, solution, options, () => options.cancelled?.() === true);
  plan.seconds.candidates = readySeconds;
  plan.seconds.explain = (now() - explainBegun) / 1000;
  plan.seconds.total = (now() - begun) / 1000;
  return plan;
}

function startFrom(round: RoundProblem, previous: Plan): { start: Int32Array; prices: Float64Array } {
  const certificate = previous.certificate as PlanCertificate | null;
  return warmStart(round, previous.pairs, certificate?.kind === 'prices' ? certificate.prices : {});
}

/** What people have been told is where the search begins: the plan is never worse than to leave that as it is. */
function fromPublished(round: RoundProblem): { start?: Int32Array } {
  const { published } = round.facts.menus;
  return published.length === 0 ? {} : { start: warmStart(round, published, {}).start };
}

/** Progress of the solver in the points and seats of the plan. */
function asPlan<
  P extends { objective: number | null; bound: number | null; filled: number; seats: number; seconds: number },
>(progress: P, round: RoundProblem, readySeconds: number): P {
  const shift = (value: number | null) => (value === null ? null : value + round.offset);
  return {
    ...progress,
    objective: shift(progress.objective),
    bound: shift(progress.bound),
    filled: Math.max(0, progress.filled - round.agreed),
    seats: progress.seats - round.agreed,
    seconds: progress.seconds + readySeconds,
  };
}

/**
 * A solution of the round's problem as a plan in the words of the menus. From when `hurried` says so, what takes long is
 * left out: who was excluded by which rule, and what is proven of the prices of others.
 */
export function planOf(
  round: RoundProblem,
  solution: Solution,
  options: { seed: number },
  hurried: () => boolean = () => false,
): Plan {
  const { facts } = round;
  const objective = solution.objective + round.offset;
  const bound = solution.bound + round.offset;
  const chosen = Array.from(solution.pairs).filter((p) => round.offer[p] >= 0);
  const seats = facts.needs.reduce((sum, n) => sum + n.line.seats, 0);
  const levels = levelsOf(round, chosen, hurried);
  return {
    engineVersion: ENGINE_VERSION,
    seed: options.seed,
    iterations: solution.iterations,
    pairs: proposed(round, solution, chosen, hurried),
    unfilled: unfilledOf(round, chosen, hurried),
    levels,
    counts: {
      needs: facts.needs.length,
      seats,
      volunteers: facts.volunteers.length,
      pairs: round.problem.pairs.count - round.agreed,
    },
    objective,
    bound,
    gapPercent: gapPercentOf(objective, bound),
    provenOptimal: solution.provenOptimal,
    certificate: certificateOf(round, solution),
    certifiedBound: solution.certifiedBound + round.offset,
    solverBound: solution.solverBound === null ? null : solution.solverBound + round.offset,
    provenBy: solution.provenBy,
    ...(round.pins.problems.length > 0 ? { pinProblems: round.pins.problems } : {}),
    ...(facts.menus.policy.strictLevels ? { strictLevelsHeld: round.strict } : {}),
    seconds: { ...solution.seconds },
  };
}

function certificateOf({ facts, problem }: RoundProblem, solution: Solution): PlanCertificate {
  const { prices, tight } = solution.certificate;
  const { optionStart } = problem.needs;
  const byNeed: Record<string, number[]> = {};
  for (const need of facts.needs) {
    byNeed[need.line.id] = Array.from(prices.slice(optionStart[need.index], optionStart[need.index + 1]));
  }
  return {
    kind: 'prices',
    prices: byNeed,
    agreed: Array.from(prices.slice(optionStart[facts.needs.length], problem.options.count)),
    ...(tight && { tight: storedTight(tight) }),
  };
}

/** Chosen pairs with parts, reasons and shortlists, by need in canonical order, the best fit first. */
function proposed(
  round: RoundProblem,
  solution: Solution,
  chosen: readonly number[],
  hurried: () => boolean,
): ProposedPair[] {
  const { facts } = round;
  const { published, policy } = facts.menus;
  const kept = new Set(published.map((p) => keepKey(p.need, p.offer, p.alternative)));
  const pins = new Map(round.pins.held.map((pin) => [`${pin.need.index} ${pin.offer.index}`, pin]));
  const shortlists = shortlistsOf(round, solution, chosen, hurried);
  let pair: Pairing | undefined;
  const pairs = chosen.map((p): ProposedPair => {
    const need = facts.needs[round.need[p]];
    const offer = facts.offers[round.offer[p]];
    const when = need.whens[round.when[p]];
    pair = pairing(facts, need, when, offer, pair);
    const parts = partsOf(pair);
    const pin = pins.size === 0 ? undefined : pins.get(`${need.index} ${offer.index}`);
    const reasons: Reason[] = [
      { code: 'priority', params: { priority: need.line.priority, waited: Math.max(0, need.line.waitingDays) } },
    ];
    reasonsOf(pair, reasons);
    if (kept.size > 0 && kept.has(keepKey(need.line.id, offer.line.id, when.index)))
      reasons.push({ code: 'kept_from_published' });
    return {
      need: need.line.id,
      offer: offer.line.id,
      volunteer: offer.volunteer.line.id,
      alternative: when.index,
      score: parts.skill + parts.time + parts.distance + parts.wish + parts.continuity + parts.slack,
      parts,
      reasons,
      alternatives: shortlists.get(need.index) ?? [],
      pinned: pin !== undefined,
      ...(pin !== undefined && pin.overrides.length > 0 ? { overrides: pin.overrides } : {}),
    };
  });
  // The best-fitting engagement of a volunteer carries no load, the next one some, and so on.
  const byVolunteer = new Map<string, ProposedPair[]>();
  for (const pair of pairs) {
    const own = byVolunteer.get(pair.volunteer);
    if (own === undefined) byVolunteer.set(pair.volunteer, [pair]);
    else own.push(pair);
  }
  for (const [id, own] of byVolunteer) {
    const limit = facts.volunteer.get(id)!.line.maxConcurrent;
    own.sort((a, b) => b.score - a.score || (a.need < b.need ? -1 : 1));
    own.forEach((pair, q) => (pair.parts.load = q === 0 ? 0 : -loadPoints(q, limit, policy)));
  }
  const position = new Map(facts.needs.map((n) => [n.line.id, n.index]));
  return pairs.sort(
    (a, b) => position.get(a.need)! - position.get(b.need)! || b.score - a.score || (a.offer < b.offer ? -1 : 1),
  );
}
