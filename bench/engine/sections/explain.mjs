import { engine, limits, quantile, support, timed } from '../tools.mjs';

export const title = 'Why, why not, what if: answers about a plan, in milliseconds (median / p95)';

const SIZES = [
  [500, 300],
  [5000, 3000],
];

export function* rows() {
  const { match } = engine('match');
  const { Explanations } = engine('explain');
  const { policyPrices } = engine('policy-price');
  const { district } = support('menus-generator');
  for (const [needs, volunteers] of SIZES) {
    const menus = district({ needs, volunteers, seed: 11 });
    const plan = match(menus, { seed: 1, seconds: 10 });
    const ready = timed(() => new Explanations(menus, plan));
    const answers = ready.result;
    const ask = (list, question) => list.map((item) => timed(() => question(item)).seconds * 1000);
    const told = (times) => `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)}`;
    const pairs = plan.pairs.slice(0, 40);
    const open = plan.unfilled.slice(0, 30);
    let filled = 0;
    const whyNot = ask(pairs, (p) => answers.whyNot(p.need, plan.pairs.at(-1).offer));
    const alternatives = ask(pairs, (p) => answers.alternatives(p.need));
    const funnel = ask(pairs, (p) => answers.funnel(p.need));
    const relaxed = ask(open, (u) => (filled += answers.relaxations(u.need, 3).length > 0 ? 1 : 0));
    const scarce = timed(() => answers.scarce(5)).seconds * 1000;
    const seconds = 5;
    const { result: prices } = timed(() => policyPrices(menus, plan, { seed: 1, seconds, previous: plan }));
    yield {
      menus: `${needs} × ${volunteers}`,
      'gap %': plan.gapPercent.toFixed(2),
      'ready, once': (ready.seconds * 1000).toFixed(0),
      'why not': told(whyNot),
      'three alternatives, priced': told(alternatives),
      'funnel of a need': told(funnel),
      relaxations: told(relaxed),
      'needs relaxed': `${filled} of ${open.length}`,
      'scarce skills': scarce.toFixed(0),
      [`price of fairness and stability, ${seconds} s each`]: prices
        .map((p) => `${p.of}: ${p.seatsLost} seats, ${p.suitabilityLost} fit${p.exact ? '' : ' (inside the gap)'}`)
        .join('; '),
      ...limits([quantile(alternatives, 0.95), 500, 'ms for three alternatives']),
    };
  }
}
