/**
 * `npm run -s match -- --needs FILE --resources FILE …`: two workbooks in, a plan workbook out, no server.
 * Exit codes: 0 a plan was made; 2 wrong use; 3 a file cannot be read or written; 4 nothing to match; 1 anything else,
 * a plan that fails its independent check included.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { dayNumber } from '../sheets/expressions/days';
import { parseDateRange } from '../sheets/expressions/date-ranges';
import { DEFAULT_HABITS, NO_CALENDAR, type Setting } from '../sheets/expressions/types';
import { WorkbookError } from '../sheets/grid';
import { readWorkbook, type Workbook } from '../sheets/read';
import { faultSentences, type Language, workbookSentence } from '../sheets/sentences';
import { writeWorkbook } from '../sheets/write';
import { checkedPlan } from './engine/checked-plan';
import type { Horizon } from './engine/menus';
import { match } from './engine/match';
import type { Plan } from './engine/plan';
import { highsSolver } from './mip';
import { SearchThread } from './search-thread';
import { planSheets } from './plan.sheet';
import { matchSentence, provenWord } from './sentences';
import type { Unreadable } from './workbook-rows';
import { workbookMenus, type WorkbookMenus } from './workbooks';

const HELP = `usage: npm run -s match -- --needs FILE --resources FILE [options]

  --needs FILE        the needs menu (需求菜单), .xlsx or .csv
  --resources FILE    the resources menu (资源菜单), .xlsx or .csv
  --out plan.xlsx     write the plan as a workbook
  --seconds N         time for the search, default 10; it ends early when the plan is proven optimal
  --seed K            seed of ties and of the search, default 1
  --horizon A..B      first and last day, e.g. 2026-09-01..2027-01-17; default: the span the needs name
  --lang zh|en        language of sentences, default zh
  --json              one JSON object on standard output; everything else on standard error
  --help              this text

exit codes: 0 a plan was made, 2 wrong use, 3 a file cannot be read or written, 4 nothing to match, 1 anything else
`;

interface Options {
  needs: string;
  resources: string;
  out: string | null;
  seconds: number;
  seed: number;
  horizon: Horizon | null;
  language: Language;
  json: boolean;
}

class CommandError extends Error {
  constructor(
    readonly exitCode: number,
    readonly key: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(key);
  }
}

/** The figures of `--json`. */
export interface MatchSummary {
  needs: number;
  seats: number;
  volunteers: number;
  offers: number;
  /** Eligible pairs. */
  pairs: number;
  proposals: number;
  filled: Record<string, number>;
  unfilled: Record<string, number>;
  objective: number;
  bound: number;
  gapPercent: number;
  provenOptimal: boolean;
  /** What that rests on; null: nothing is proven. */
  provenBy: Plan['provenBy'];
  verified: boolean;
  seconds: Record<string, number>;
  horizon: Horizon;
  seed: number;
  engineVersion: string;
  unreadableCells: number;
  rowsLeftOut: { needs: number; offers: number };
  warnings: string[];
}

function readOptions(args: string[]): Options | 'help' {
  const usage = (what: string): CommandError => new CommandError(2, 'match.error.usage', { what });
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        needs: { type: 'string' },
        resources: { type: 'string' },
        out: { type: 'string' },
        seconds: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        horizon: { type: 'string' },
        lang: { type: 'string', default: 'zh' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw usage((error as Error).message);
  }
  if (values.help) return 'help';
  const seconds = Number(values.seconds);
  const seed = Number(values.seed);
  if (typeof values.needs !== 'string' || typeof values.resources !== 'string')
    throw usage('--needs FILE --resources FILE');
  if (!(seconds > 0 && seconds <= 86_400)) throw usage(`--seconds ${values.seconds}`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw usage(`--seed ${values.seed}`);
  if (values.lang !== 'zh' && values.lang !== 'en') throw usage(`--lang ${values.lang}`);
  const horizon = typeof values.horizon === 'string' ? readHorizon(values.horizon) : null;
  if (values.horizon !== undefined && !horizon) throw usage(`--horizon ${values.horizon}`);
  const out = typeof values.out === 'string' ? values.out : null;
  return {
    needs: values.needs,
    resources: values.resources,
    out,
    seconds,
    seed,
    horizon,
    language: values.lang,
    json: values.json === true,
  };
}

function readHorizon(text: string): Horizon | null {
  const m = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  const range = m && parseDateRange(`${m[1]}至${m[2]}`, { today: m[1], habits: DEFAULT_HABITS, calendar: NO_CALENDAR });
  if (!range || !range.ok || !range.value.from || !range.value.to) return null;
  const days = dayNumber(range.value.to) - dayNumber(range.value.from) + 1;
  return days <= 731 ? { start: range.value.from, days } : null;
}

function load(file: string): Workbook {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new CommandError(3, 'match.error.no_file', { file });
  }
  return readWorkbook(bytes, { sheetName: basename(file, extname(file)) });
}

/** Reads, matches, verifies and writes. `today` is the day relative dates are seen from. */
export async function matchWorkbooks(
  options: Options,
  today: string,
): Promise<{ summary: MatchSummary; read: WorkbookMenus; plan: Plan }> {
  const begun = performance.now();
  const setting: Setting = { today: options.horizon?.start ?? today, habits: DEFAULT_HABITS, calendar: NO_CALENDAR };
  const read = workbookMenus(load(options.needs), load(options.resources), setting, options.horizon);
  const readSeconds = (performance.now() - begun) / 1000;
  if (read.menus.needs.length === 0 || read.menus.offers.length === 0) throw new NothingToMatch(read);
  const helper = new SearchThread();
  const found = match(read.menus, { seed: options.seed, seconds: options.seconds, mip: highsSolver(), helper });
  helper.close();
  const checkBegun = performance.now();
  const { plan, verified: check } = checkedPlan(read.menus, found);
  const verifySeconds = (performance.now() - checkBegun) / 1000;
  if (!check.ok)
    throw new CommandError(1, 'match.error.unverified', {
      problems: check.problems
        .slice(0, 5)
        .map((problem) => JSON.stringify(problem))
        .join(', '),
    });
  const writeBegun = performance.now();
  if (options.out) {
    const bytes = await writeWorkbook(planSheets({ read, plan, verified: check.ok, language: options.language }));
    try {
      writeFileSync(options.out, bytes);
    } catch {
      throw new CommandError(3, 'match.error.write', { file: options.out });
    }
  }
  const now = performance.now();
  const { candidates = 0, explain = 0 } = plan.seconds;
  const own = {
    read: readSeconds,
    ...plan.seconds,
    candidates,
    explain,
    verify: verifySeconds,
    write: (now - writeBegun) / 1000,
    total: (now - begun) / 1000,
  };
  return { summary: summaryOf(read, plan, check.ok, own, options), read, plan };
}

class NothingToMatch extends CommandError {
  constructor(readonly read: WorkbookMenus) {
    super(4, 'match.error.nothing');
  }
}

function summaryOf(
  read: WorkbookMenus,
  plan: Plan,
  verified: boolean,
  seconds: Record<string, number>,
  options: Options,
): MatchSummary {
  const byLevel = (count: (level: Plan['levels'][number]) => number): Record<string, number> => {
    const found: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
    for (const level of plan.levels) found[level.priority] += count(level);
    return found;
  };
  const rounded = Object.fromEntries(
    Object.entries(seconds).map(([phase, value]) => [phase, Number(value.toFixed(3))]),
  );
  return {
    needs: plan.counts.needs,
    seats: plan.counts.seats,
    volunteers: plan.counts.volunteers,
    offers: read.offers.size,
    pairs: plan.counts.pairs,
    proposals: plan.pairs.length,
    filled: byLevel(({ filled }) => filled),
    unfilled: byLevel(({ seats, filled }) => seats - filled),
    objective: plan.objective,
    bound: plan.bound,
    gapPercent: plan.gapPercent,
    provenOptimal: plan.provenOptimal,
    provenBy: plan.provenBy,
    verified,
    seconds: rounded,
    horizon: read.menus.horizon,
    seed: plan.seed,
    engineVersion: plan.engineVersion,
    unreadableCells: read.unreadable.length,
    rowsLeftOut: { needs: read.rows.needs - read.needs.size, offers: read.rows.offers - read.offers.size },
    warnings: read.warnings.map(({ key, params }) => matchSentence(options.language, key, params)),
  };
}

const LISTED = 50;

function listUnreadable(unreadable: Unreadable[], language: Language): string {
  if (unreadable.length === 0) return '';
  const lines = unreadable.slice(0, LISTED).map((fault) => {
    const { problem, right } = faultSentences(language, fault);
    const effect = matchSentence(language, fault.rowLeftOut ? 'match.left_out' : 'match.taken_without');
    return `  ${fault.cell} [${fault.column}] ${problem} → ${right} (${effect})`;
  });
  if (unreadable.length > LISTED)
    lines.push(`  ${matchSentence(language, 'match.more', { count: unreadable.length - LISTED })}`);
  return `${matchSentence(language, 'match.unreadable', { count: unreadable.length })}\n${lines.join('\n')}\n`;
}

function report(summary: MatchSummary, language: Language): string {
  const say = (key: string, params: Record<string, string | number> = {}): string =>
    matchSentence(language, `match.${key}`, params);
  const total = (by: Record<string, number>): number => Object.values(by).reduce((sum, n) => sum + n, 0);
  const lines = [
    `${say('needs')} ${summary.needs} · ${say('seats')} ${summary.seats} · ${say('volunteers')} ${summary.volunteers} · ${say('offers')} ${summary.offers} · ${say('eligiblePairs')} ${summary.pairs}`,
    `${say('proposals')} ${summary.proposals} · ${total(summary.filled)}/${summary.seats}`,
    `${say('objective')} ${summary.objective} · ${say('bound')} ${summary.bound} · ${say('gap')} ${summary.gapPercent.toFixed(3)} · ${say('proven')}: ${provenWord(language, summary)} · ${say('verified')}: ${say(summary.verified ? 'passed' : 'failed')}`,
    `${say('seconds')} ${summary.seconds.total}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Runs the command; returns its exit code. */
export async function matchCommand(args: string[], today = localToday()): Promise<number> {
  const language: Language = args[args.indexOf('--lang') + 1] === 'en' && args.includes('--lang') ? 'en' : 'zh';
  try {
    const options = readOptions(args);
    if (options === 'help') {
      process.stdout.write(HELP);
      return 0;
    }
    const { summary, read } = await matchWorkbooks(options, today);
    const aside = options.json ? process.stderr : process.stdout;
    aside.write(listUnreadable(read.unreadable, language));
    for (const warning of summary.warnings) aside.write(`! ${warning}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else process.stdout.write(report(summary, language));
    if (options.out) aside.write(`${matchSentence(language, 'match.written', { file: options.out })}\n`);
    return 0;
  } catch (error) {
    if (error instanceof NothingToMatch) process.stderr.write(listUnreadable(error.read.unreadable, language));
    if (error instanceof CommandError) {
      process.stderr.write(`${matchSentence(language, error.key, error.params)}\n`);
      if (error.exitCode === 2) process.stderr.write(HELP);
      return error.exitCode;
    }
    if (error instanceof WorkbookError) {
      process.stderr.write(`${workbookSentence(language, error)}\n`);
      return 3;
    }
    process.stderr.write(`${(error as Error).stack}\n`);
    return 1;
  }
}

/** Today in Asia/Shanghai. */
function localToday(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
}

if (require.main === module) void matchCommand(process.argv.slice(2)).then((code) => (process.exitCode = code));
