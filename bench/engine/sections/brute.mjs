import { engine, limits, support, timed } from '../tools.mjs';

export const title = 'Random small menus with every rule on, against every plan there is';

/** `npm test` takes 2,000 menus; here are others, and with `--full` many more. */
export function* rows({ full }) {
  const { match, verifyPlan } = engine('match');
  const { judged } = support('menus-brute');
  const { randomMenus } = support('menus-small');
  const { shakenMenus } = support('menus-shaken');
  const families = { 'as drawn': (seed) => randomMenus(seed, 4, 4), 'crowded, pins, odd policies': shakenMenus };
  for (const [menus, menusOf] of Object.entries(families)) {
    const many = full ? 50_000 : 2_000;
    const count = { refused: 0, contradicted: 0, optimal: 0, proven: 0, pairs: 0, pins: 0 };
    const { cpu } = timed(() => {
      for (let seed = 1_000_000; seed < 1_000_000 + many; seed++) {
        const menus = menusOf(seed);
        const plan = match(menus, { seed, iterations: 20 });
        const { faults, optimal } = judged(menus, plan);
        if (!verifyPlan(menus, plan).ok) count.refused++;
        if (faults.length > 0) count.contradicted++;
        if (optimal) count.optimal++;
        if (plan.provenOptimal) count.proven++;
        count.pairs += plan.pairs.length;
        count.pins += plan.pairs.filter((p) => p.pinned).length;
      }
    });
    yield {
      menus: `${many} ${menus}`,
      'pairs in their plans': count.pairs,
      'of them pins': count.pins,
      optimal: `${((100 * count.optimal) / many).toFixed(2)} %`,
      proven: `${((100 * count.proven) / many).toFixed(2)} %`,
      'refused by the checker': count.refused,
      'contradicted by brute force': count.contradicted,
      'CPU s': cpu.toFixed(0),
      ...limits([count.refused + count.contradicted, 0, 'contradictions']),
    };
  }
}
