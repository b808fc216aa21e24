import { highsPure, javascriptLp, lemon, trialFlow } from '../peers.mjs';
import { checked, district, limits, solve, yardstick } from '../tools.mjs';

export const title = 'Seats and capacities alone';
export const needs = yardstick;

/** Optima that four solvers agree on, and what LEMON's time may be multiplied by. */
const OPTIMA = { S: 7_738_696, M: 49_125_504, L: 218_572_039, XL: 1_208_595_258 };
const TIMES = { M: 2, L: 2, XL: 1.7 };

export function* rows({ full }) {
  for (const name of full ? ['S', 'M', 'L', 'XL'] : ['S', 'M', 'L']) {
    const file = district(name);
    const ours = solve(file, 'yardstick', 'pure', 600);
    const { objective } = checked(file, ours.out, 'pure');
    const native = lemon(file);
    const highs = name === 'S' || (full && name === 'M') ? highsPure(file) : null;
    const script = name === 'S' ? javascriptLp(file) : null;
    yield {
      instance: name,
      objective,
      proven: ours.provenOptimal,
      'flow s': ours.phases.flow.toFixed(3),
      'all s': ours.seconds,
      'CPU s': ours.cpu,
      MB: ours.peakMemoryMB,
      'trial code s': trialFlow(file),
      'LEMON s, building and solving': native ? `${native.build} + ${native.solve}` : 'absent',
      'times its solving alone': native ? (ours.phases.flow / native.solve).toFixed(2) : '–',
      'highs s': highs?.seconds ?? '–',
      'javascript-lp-solver s': script?.seconds ?? (name === 'S' ? 'absent' : '–'),
      ...limits(
        [objective, OPTIMA[name], 'optimum'],
        ...(TIMES[name] ? [[native && ours.phases.flow / (native.build + native.solve), TIMES[name], '× LEMON']] : []),
        ...(name === 'XL' ? [[ours.peakMemoryMB, 250, 'MB']] : []),
      ),
    };
  }
}
