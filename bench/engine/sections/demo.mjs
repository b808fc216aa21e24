import { join } from 'node:path';
import { limits, node, root } from '../tools.mjs';

export const title = 'A round of the demo district, through the service (`node bench/rounds.mjs demo` tells more)';

/** The lowest priority: within it of the bound, a plan is at most one seat from the optimum. */
const SEAT = 100_000;

export function* rows() {
  const { stdout, stderr, status } = node([join(root, 'bench/rounds.mjs'), 'demo', '--answers']);
  if (status !== 0 && !stdout.includes('POST to readable')) throw new Error(stderr);
  const found = (pattern) => stdout.match(pattern)?.[1];
  const objective = Number(found(/objective (\d+)/));
  const bound = Number(found(/bound (\d+)/));
  const seconds = Number(found(/POST to readable ([\d.]+) s/));
  yield {
    district: stdout.match(/^demo: (.*)$/m)[1],
    bound,
    plan: objective,
    'gap %': found(/gap ([\d.]+) %/),
    proven: found(/proven optimal: (\w+)/),
    'POST to readable s': seconds,
    ...limits([(objective - bound) / SEAT, 1, 'seat from the bound'], [seconds, 2, 's']),
  };
  for (const [, question, first, median, worst] of stdout.matchAll(
    /asked (.+?): first (\d+) ms, median (\d+) ms, worst (\d+) ms/g,
  )) {
    yield { question, 'first ms': first, 'median ms': median, 'worst ms': worst };
  }
}
