/**
 * `npm run -s solve -- --instance FILE --format … --out plan.json`: the engine on its own, without a server. One JSON line
 * on standard output, everything else on standard error.
 * Exit codes: 0 a plan was found; 2 wrong use; 3 a file cannot be read or written; 4 the file does not have the format
 * it is said to have, or is more than the engine takes; 1 anything else.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { storedTight } from './engine/certificate';
import type { Problem, Solution } from './engine/problem';
import { ProblemError } from './engine/problem';
import { solve } from './engine/solve';
import { INSTANCE_FORMATS, type InstanceFormat, readInstance } from './instances';
import { highsSolver } from './mip';
import { SearchThread } from './search-thread';

const HELP = `npm run -s solve -- --instance FILE [options]

  --instance FILE     what to solve
  --format FORMAT     yardstick (a synthetic district, the default), gap (generalised assignment, OR-Library),
                      assignment (n × n costs, OR-Library), assignment-sparse (lines "i j cost")
  --mode MODE         of a yardstick: hours (the default) with monthly hours, overlaps and minimums, or pure without
  --seconds N         budget, 20 unless said; a plan that is proven optimal ends it early
  --seed K            a whole number; the same seed breaks ties alike
  --out FILE          where to write {"pairs":[[need,volunteer],…],"bound":x,"certificate":{…}}, numbered from 0
                      (gap: [job,agent])
  --help              this text

Prints one JSON line: objective, bound, gapPercent, seconds, peakMemoryMB, provenOptimal.
Exit codes: 0 a plan; 2 wrong use; 3 a file cannot be read or written; 4 not of this format, or too large; 1 anything else.
`;

interface Options {
  instance: string;
  format: InstanceFormat;
  mode: 'pure' | 'hours';
  seconds: number;
  seed: number;
  out?: string;
}

/** Reads the command line; a sentence says what is wrong with it. */
function optionsOf(args: string[]): Options | 'help' | { wrong: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        instance: { type: 'string' },
        format: { type: 'string', default: 'yardstick' },
        mode: { type: 'string', default: 'hours' },
        seconds: { type: 'string', default: '20' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return { wrong: (error as Error).message };
  }
  const { instance, format, mode, out } = values;
  const seconds = Number(values.seconds);
  const seed = Number(values.seed);
  if (values.help) return 'help';
  if (!instance) return { wrong: '--instance FILE is missing' };
  if (!INSTANCE_FORMATS.includes(format as InstanceFormat))
    return { wrong: `--format takes ${INSTANCE_FORMATS.join(', ')}, not ${format}` };
  if (mode !== 'pure' && mode !== 'hours') return { wrong: `--mode takes pure or hours, not ${mode}` };
  if (!(seconds > 0 && Number.isFinite(seconds)))
    return { wrong: `--seconds takes a number above 0, not ${values.seconds}` };
  if (!Number.isInteger(seed)) return { wrong: `--seed takes a whole number, not ${values.seed}` };
  return { instance, format: format as InstanceFormat, mode, seconds, seed, out };
}

/** Runs the command and returns its exit code. */
export function solveCommand(args: string[]): number {
  const begun = performance.now();
  const options = optionsOf(args);
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if ('wrong' in options) {
    process.stderr.write(`${options.wrong}\n\n${HELP}`);
    return 2;
  }
  try {
    const { instance, format, mode, seconds, seed, out } = options;
    const problem = readInstance(instance, format, mode);
    const helper = new SearchThread();
    const solution = solve(problem, { seed, seconds, mip: highsSolver(), helper });
    helper.close();
    if (out !== undefined) writePlan(out, problem, solution);
    const { objective, bound, provenOptimal } = solution;
    const gap = objective === bound ? 0 : (100 * (objective - bound)) / Math.abs(objective || 1);
    const line = {
      objective,
      bound,
      gapPercent: Number(gap.toFixed(4)),
      seconds: Number(((performance.now() - begun) / 1000).toFixed(3)),
      peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
      provenOptimal,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof ProblemError) {
      process.stderr.write(`${error.message}\n`);
      return 4;
    }
    if ((error as NodeJS.ErrnoException).syscall !== undefined) {
      process.stderr.write(`${(error as Error).message}\n`);
      return 3;
    }
    throw error;
  }
}

function writePlan(file: string, problem: Problem, solution: Solution): void {
  const { certifiedBound, solverBound, provenBy, bound } = solution;
  const { prices, tight } = solution.certificate;
  const { user, system } = process.cpuUsage();
  const plan = {
    pairs: pairsOf(problem, solution.pairs),
    bound,
    certificate: {
      certifiedBound,
      solverBound,
      provenBy,
      prices: Array.from(prices),
      ...(tight && { tight: storedTight(tight) }),
    },
    phases: solution.seconds,
    cpuSeconds: (user + system) / 1e6,
  };
  writeFileSync(file, JSON.stringify(plan));
}

/** Need and volunteer of each pair of the plan. */
function pairsOf({ needs, offers, pairs }: Problem, chosen: Int32Array): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0, x = 0; i < needs.count; i++) {
    for (; x < chosen.length && chosen[x] < needs.pairStart[i + 1]; x++) {
      found.push([i, offers.volunteer[pairs.offer[chosen[x]]]]);
    }
  }
  return found;
}

if (require.main === module) process.exitCode = solveCommand(process.argv.slice(2));
