import { highsPure, javascriptLp, lemon, trialFlow } from '../peers.mjs';
import { checked, district, limits, median, solve, yardstick } from '../tools.mjs';

export const title = 'Seats and capacities alone';
export const needs = yardstick;

/** Optima that four solvers agree on, and what the time of LEMON's solving alone may be multiplied by. */
const OPTIMA = { S: 7_738_696, M: 49_125_504, L: 218_572_039, XL: 1_208_595_258 };
const TIMES = { M: 2, L: 2, XL: 1.7 };
/** New processes of each, by turns: medians are compared, so that it matters less what else the machine does. */
const RUNS = { S: 5, M: 15, L: 7, XL: 1 };

export function* rows({ full }) {
  for (const name of full ? ['S', 'M', 'L', 'XL'] : ['S', 'M', 'L']) {
    const file = district(name);
    const runs = Array.from({ length: RUNS[name] }, () => ({
      ours: solve(file, 'yardstick', 'pure', 600),
      native: lemon(file),
    }));
    const [{ ours, native }] = runs;
    const { objective } = checked(file, ours.out, 'pure');
    const flow = median(runs.map((run) => run.ours.phases.flow));
    const build = native && median(runs.map((run) => run.native.build));
    const solving = native && median(runs.map((run) => run.native.solve));
    const highs = name === 'S' || (full && name === 'M') ? highsPure(file) : null;
    const script = name === 'S' ? javascriptLp(file) : null;
    yield {
      instance: name,
      objective,
      proven: ours.provenOptimal,
      'flow s, problem in memory to plan': flow.toFixed(3),
      'all s': ours.seconds,
      'CPU s': ours.cpu,
      MB: ours.peakMemoryMB,
      'trial code s': trialFlow(file),
      'LEMON s, building + solving': native ? `${build} + ${solving}` : 'absent',
      'times both': native ? (flow / (build + solving)).toFixed(2) : '–',
      'times its solving alone': native ? (flow / solving).toFixed(2) : '–',
      'highs s': highs?.seconds ?? '–',
      'javascript-lp-solver s': script?.seconds ?? (name === 'S' ? 'absent' : '–'),
      ...limits(
        [objective, OPTIMA[name], 'optimum'],
        ...(TIMES[name] ? [[native && flow / solving, TIMES[name], '× LEMON, solving alone']] : []),
        ...(name === 'XL' ? [[ours.peakMemoryMB, 250, 'MB']] : []),
      ),
    };
  }
}
