import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { INSTANCE_FORMATS, type InstanceFormat, readInstance } from './instances';
import { ProblemError } from './engine/problem';
import { solve } from './engine/solve';
import { highsSolver } from './mip';
import { SearchThread } from './search-thread';

/**
 * `npm run -s solve -- --instance FILE --format … --out plan.json`: the engine on its own. One JSON line on standard
 * output, sentences about wrong use on standard error, exit code 2 for them.
 */
export function solveCommand(args: string[]): number {
  const begun = performance.now();
  const { values } = parseArgs({
    args,
    options: {
      instance: { type: 'string' },
      format: { type: 'string', default: 'yardstick' },
      mode: { type: 'string', default: 'hours' },
      seconds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const format = values.format as InstanceFormat;
  const seconds = Number(values.seconds);
  const seed = Number(values.seed);
  if (!values.instance || !INSTANCE_FORMATS.includes(format) || !(seconds > 0) || !Number.isInteger(seed))
    return usage();
  if (values.mode !== 'pure' && values.mode !== 'hours') return usage();

  const problem = readInstance(values.instance, format, values.mode);
  const helper = new SearchThread();
  const solution = solve(problem, { seed, seconds, mip: highsSolver(), helper });
  helper.close();
  const pairs: [number, number][] = [];
  const { needs, offers, pairs: ready } = problem;
  for (let i = 0, x = 0; i < needs.count; i++)
    for (; x < solution.pairs.length && solution.pairs[x] < needs.pairStart[i + 1]; x++)
      pairs.push([i, offers.volunteer[ready.offer[solution.pairs[x]]]]);
  if (values.out) {
    const { certifiedBound, solverBound, provenBy } = solution;
    const prices = Array.from(solution.certificate.prices);
    const certificate = { certifiedBound, solverBound, provenBy, prices };
    const { user, system } = process.cpuUsage();
    const plan = {
      pairs,
      bound: solution.bound,
      certificate,
      phases: solution.seconds,
      cpuSeconds: (user + system) / 1e6,
    };
    writeFileSync(values.out, JSON.stringify(plan));
  }
  const { objective, bound, provenOptimal } = solution;
  const gapPercent =
    objective === bound ? 0 : Number(((100 * (objective - bound)) / Math.abs(objective || 1)).toFixed(4));
  const peakMemoryMB = Math.round(process.resourceUsage().maxRSS / 1024);
  const spent = Number(((performance.now() - begun) / 1000).toFixed(3));
  process.stdout.write(
    JSON.stringify({ objective, bound, gapPercent, seconds: spent, peakMemoryMB, provenOptimal }) + '\n',
  );
  return 0;
}

function usage(): number {
  process.stderr.write(
    'usage: npm run -s solve -- --instance FILE --format yardstick|gap|assignment|assignment-sparse\n' +
      '       [--mode pure|hours] [--seconds N] [--seed K] [--out plan.json]\n',
  );
  return 2;
}

if (require.main === module) {
  try {
    process.exitCode = solveCommand(process.argv.slice(2));
  } catch (error) {
    const known = error instanceof ProblemError || (error as NodeJS.ErrnoException).code !== undefined;
    process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
