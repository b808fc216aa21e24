import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bestKnown, limits, percent, shared, solve } from '../tools.mjs';

export const title = 'Generalised assignment, 20 s';
export const needs = join(shared, 'data/gap');

const SHORT = /^(a20200|c10200|c20100|d10100|d20100)$/;

export function* rows({ full }) {
  const names = readdirSync(needs).filter((name) => /^[acd]\d+$/.test(name) && (full || SHORT.test(name)));
  const best = bestKnown('gap');
  for (const name of names) {
    const [lower, upper] = best.get(name);
    const ours = solve(join(needs, name), 'gap', 'hours', 20);
    const above = (100 * (ours.objective - upper)) / upper;
    const below = (100 * (upper - ours.bound)) / upper;
    yield {
      instance: name,
      'best known': `${lower}–${upper}`,
      bound: ours.bound,
      plan: ours.objective,
      'plan above best': percent(above),
      'bound below best': percent(below),
      proven: ours.provenOptimal,
      s: ours.seconds,
      'CPU s': ours.cpu,
      ...limits(
        [above, name.startsWith('d') ? 1 : 0.5, '% above'],
        [below, 0.3, '% below'],
        [ours.bound, upper, 'as a bound'],
      ),
    };
  }
}
