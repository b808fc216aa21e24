import { engine, limits, support, timed } from '../tools.mjs';

export const title = 'Random small menus with every rule on, against every plan there is';

/** `npm test` takes 1,500 menus; here are others, and with `--full` many more. */
export function* rows({ full }) {
  const { match, verifyPlan } = engine('match');
  const { bruteForce } = support('menus-brute');
  const { randomMenus } = support('menus-small');
  const many = full ? 20_000 : 2_000;
  const count = { refused: 0, boundAbove: 0, better: 0, falseProof: 0, optimal: 0, proven: 0, pairs: 0 };
  const { cpu } = timed(() => {
    for (let seed = 1_000_000; seed < 1_000_000 + many; seed++) {
      const menus = { ...randomMenus(seed, 4, 4), pins: [] };
      const plan = match(menus, { seed, iterations: 20 });
      const { objective } = bruteForce(menus);
      if (!verifyPlan(menus, plan).ok) count.refused++;
      if (plan.bound > objective) count.boundAbove++;
      if (plan.objective < objective) count.better++;
      if (plan.provenOptimal && plan.objective !== objective) count.falseProof++;
      if (plan.objective === objective) count.optimal++;
      if (plan.provenOptimal) count.proven++;
      count.pairs += plan.pairs.length;
    }
  });
  const wrong = count.refused + count.boundAbove + count.better + count.falseProof;
  yield {
    menus: many,
    'pairs in their plans': count.pairs,
    optimal: `${((100 * count.optimal) / many).toFixed(2)} %`,
    proven: `${((100 * count.proven) / many).toFixed(2)} %`,
    'refused by the checker': count.refused,
    'bound above the optimum': count.boundAbove,
    'better than the optimum': count.better,
    'proof of what is not optimal': count.falseProof,
    'CPU s': cpu.toFixed(0),
    ...limits([wrong, 0, 'contradictions']),
  };
}
