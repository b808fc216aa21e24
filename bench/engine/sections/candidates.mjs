import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { engine, limits, support, timed } from '../tools.mjs';

export const title = 'Finding the candidates, on full menus (skills, times, places; no ready-made pairs)';

/** The first run warms the compiler up and is shown as such. */
const SIZES = [
  [5000, 3000, 'first'],
  [5000, 3000, 'again', 0.3],
  [20000, 12000, ''],
];

/** Sweeps away what making the menus has left, so that it is not swept while something else is timed. */
function sweep() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

export function* rows({ full }) {
  const { factsOf } = engine('facts');
  const { candidates } = engine('candidates');
  const { district } = support('menus-generator');
  for (const [needs, volunteers, note, most] of full ? [...SIZES, [100_000, 60_000, '', 15]] : SIZES) {
    const menus = district({ needs, volunteers, seed: 12 });
    sweep();
    const facts = timed(() => factsOf(menus, 1));
    const found = timed(() => candidates(facts.result));
    yield {
      menus: `${needs} × ${volunteers} ${note}`.trim(),
      pairs: found.result.count,
      's to read': facts.seconds.toFixed(2),
      's to find': found.seconds.toFixed(2),
      'CPU s': (facts.cpu + found.cpu).toFixed(2),
      MB: Math.round(process.memoryUsage().rss / 2 ** 20),
      ...(most === undefined ? { limit: '', verdict: '' } : limits([found.seconds, most, 's'])),
    };
  }
}
