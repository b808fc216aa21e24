import { greedyGap, highsHours, trialSearch } from '../peers.mjs';
import { checked, district, limits, median, percent, solve, yardstick } from '../tools.mjs';

export const title = 'Hours, overlaps, minimums';
export const needs = yardstick;

/** Instances, seconds, and the gaps that the median and the worst may have; a single instance has one limit. */
const SHORT = [
  [['S', 'S101'], 20, 0.35, 0.5],
  [['R31'], 30, 0.6],
  [['M'], 20, 1.7],
];
const FULL = [
  [['S', 'S101', 'S102', 'S103', 'S104'], 20, 0.35, 0.5],
  [['R31', 'R32', 'R33', 'R34', 'R35'], 30, 0.6, 0.8],
  [['M'], 20, 1.7],
  [['M'], 60, 1.3],
  [['L'], 300, 2.0],
  [['XL'], 600, 6],
];

export function* rows({ full }) {
  for (const [names, seconds, gap, worst] of full ? FULL : SHORT) {
    const gaps = [];
    for (const name of names) {
      const file = district(name);
      const ours = solve(file, 'yardstick', 'hours', seconds);
      const { objective } = checked(file, ours.out, 'hours');
      gaps.push(ours.gapPercent);
      const mip = full && name === 'S' ? highsHours(file, seconds) : null;
      yield {
        instance: name,
        budget: `${seconds} s`,
        bound: ours.bound,
        plan: objective,
        gap: percent(ours.gapPercent),
        proven: ours.provenOptimal,
        s: ours.seconds,
        'CPU s': ours.cpu,
        MB: ours.peakMemoryMB,
        'trial code, gap %': name === 'XL' ? '–' : trialSearch(file, name, seconds),
        'greedy by priority, gap %': greedyGap(file, ours.bound),
        'highs MIP, gap %': mip === null ? '–' : ((100 * (mip.objective - ours.bound)) / mip.objective).toFixed(1),
        ...(worst === undefined
          ? limits([ours.gapPercent, gap, '%'], ...(name === 'L' ? [[ours.peakMemoryMB, 400, 'MB']] : []))
          : { limit: '', verdict: '' }),
      };
    }
    if (worst === undefined) continue;
    yield {
      instance: `${names.join(', ')}`,
      median: percent(median(gaps)),
      worst: percent(Math.max(...gaps)),
      ...limits([median(gaps), gap, '% median'], [Math.max(...gaps), worst, '% worst']),
    };
  }
}
