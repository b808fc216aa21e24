import { engine, quantile, support, timed } from '../tools.mjs';

export const title = 'Why, why not, what if: answers about a plan';

const SIZES = [
  [500, 300],
  [5000, 3000],
];

export function* rows() {
  const { match } = engine('match');
  const { Explanations } = engine('explain');
  const { district } = support('menus-generator');
  for (const [needs, volunteers] of SIZES) {
    const menus = district({ needs, volunteers, seed: 11 });
    const plan = match(menus, { seed: 1, seconds: 10 });
    const ready = timed(() => new Explanations(menus, plan));
    const answers = ready.result;
    const ask = (list, question) => {
      const times = list.map((item) => timed(() => question(item)).seconds * 1000);
      return `${quantile(times, 0.5).toFixed(0)} / ${quantile(times, 0.95).toFixed(0)}`;
    };
    const others = plan.pairs.flatMap((p) => p.alternatives.map((a) => ({ need: p.need, ...a }))).slice(0, 60);
    let filled = 0;
    const relaxed = ask(
      plan.unfilled.slice(0, 30),
      (u) => (filled += answers.relaxations(u.need, 3).length > 0 ? 1 : 0),
    );
    yield {
      menus: `${needs} × ${volunteers}`,
      'gap %': plan.gapPercent.toFixed(2),
      'ready ms': (ready.seconds * 1000).toFixed(0),
      'why not ms (median / p95)': ask(others, (o) => answers.whyNot(o.need, o.offer)),
      'price ms': ask(others, (o) => answers.price(o.need, o.offer, o.alternative)),
      'relaxations ms': relaxed,
      'needs relaxed': `${filled} of ${Math.min(30, plan.unfilled.length)}`,
      'scarce ms': (timed(() => answers.scarce(5)).seconds * 1000).toFixed(0),
    };
  }
}
