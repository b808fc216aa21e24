import { greedyPlan } from '../peers.mjs';
import { built, engine, limits, percent, support, timed } from '../tools.mjs';

export const title = 'The whole problem: generated families in which one part binds most';

const NEEDS = 200;
const VOLUNTEERS = 120;

/** One seat of the lowest priority, in points: a plan within it of the bound misses no seat of a higher one. */
const SEAT = 100_000;

export function* rows({ full }) {
  const { match, verifyPlan } = engine('match');
  const { factsOf } = engine('facts');
  const { candidates } = engine('candidates');
  const { pinsOf } = engine('menus.pins');
  const { toProblem } = engine('to-problem');
  const { highsSolver } = built('matching/mip');
  const { FAMILIES, familyMenus } = support('menus-families');
  const seconds = full ? 20 : 5;
  for (const family of FAMILIES) {
    for (const seed of full ? [1, 2, 3, 4, 5] : [1, 2]) {
      const menus = familyMenus(family, NEEDS, VOLUNTEERS, seed);
      const { result: plan, cpu } = timed(() => match(menus, { seed: 1, seconds, mip: highsSolver() }));
      const { ok, problems } = verifyPlan(menus, plan);
      if (!ok) throw new Error(`${family} ${seed}: the checker refuses the plan: ${JSON.stringify(problems[0])}`);
      const facts = factsOf(menus, 1);
      const round = toProblem(facts, candidates(facts), pinsOf(facts));
      const greedy = greedyPlan(round.problem) + round.offset;
      yield {
        family,
        seed,
        pairs: plan.counts.pairs,
        seats: `${plan.pairs.length} of ${plan.counts.seats}`,
        bound: plan.bound,
        plan: plan.objective,
        gap: percent(plan.gapPercent),
        'seats from the bound': ((plan.objective - plan.bound) / SEAT).toFixed(2),
        proven: plan.provenOptimal ? plan.provenBy : false,
        s: plan.seconds.total.toFixed(1),
        'CPU s': cpu.toFixed(1),
        'greedy by priority, gap %': ((100 * (greedy - plan.bound)) / greedy).toFixed(1),
        ...limits([plan.bound, plan.objective, 'as a bound']),
      };
    }
  }
}
