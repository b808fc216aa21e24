import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { solveCommand } from '../../src/matching/solve.command';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'solve-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => jest.restoreAllMocks());

function run(...args: string[]): { code: number; out: string; err: string } {
  const said = { out: '', err: '' };
  const listen = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    said[name] += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(listen('out'));
  jest.spyOn(process.stderr, 'write').mockImplementation(listen('err'));
  const code = solveCommand(args);
  jest.restoreAllMocks();
  return { code, ...said };
}
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const KEYS = ['objective', 'bound', 'gapPercent', 'seconds', 'peakMemoryMB', 'provenOptimal'];

describe('one JSON line with the named keys, and the plan with its proof', () => {
  // Two needs at one hour, two volunteers with one half-hour a month each: one of them can do both, but not at once.
  const yardstick = Buffer.from(
    Int32Array.of(
      ...[0x59415244, 2, 2, 3],
      ...[0, 3], // priority
      ...[1, 1], // seats
      ...[1, 1], // minimum
      ...[0, 0], // weekly
      ...[2, 2], // weekday
      ...[0, 0],
      ...[28, 28], // from
      ...[30, 30], // to
      ...[0, 0], // skill
      ...[2, 2], // capacity
      ...[8, 8], // half-hours
      ...[0, 2, 3],
      ...[0, 1, 0], // volunteers of the pairs
      ...[900, 500, 800], // suitability
      ...[4, 4, 4],
    ).buffer,
  );

  it.each<[string, string, string | Uint8Array, string[], number, [number, number][]]>([
    [
      'an assignment file',
      'assignment',
      '3\n1 9 9\n9 2 9\n9 9 3\n',
      [],
      6,
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'a sparse one',
      'assignment-sparse',
      '2\n1 1 5\n1 2 1\n2 1 1\n',
      [],
      2,
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      'generalised assignment: [job, agent]',
      'gap',
      '2 3\n1 5 1\n9 1 9\n2 2 2\n2 2 2\n4 2\n',
      [],
      3,
      [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    ],
    [
      'a district with overlaps',
      'yardstick',
      yardstick,
      ['--mode', 'hours'],
      700,
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      'the same without',
      'yardstick',
      yardstick,
      ['--mode', 'pure'],
      360,
      [
        [0, 0],
        [1, 0],
      ],
    ],
  ])('%s', (_, format, content, more, objective, pairs) => {
    const out = join(folder, 'plan.json');
    const {
      code,
      out: said,
      err,
    } = run(
      '--instance',
      file('instance', content),
      '--format',
      format,
      '--seconds',
      '5',
      '--seed',
      '3',
      '--out',
      out,
      ...more,
    );
    expect([code, err]).toEqual([0, '']);
    expect(said.endsWith('\n') && said.trim().split('\n')).toHaveLength(1);
    const line = JSON.parse(said) as Record<string, unknown>;
    expect(Object.keys(line)).toEqual(KEYS);
    expect(line).toMatchObject({ objective, bound: objective, gapPercent: 0, provenOptimal: true });
    const plan = JSON.parse(readFileSync(out, 'utf8')) as {
      pairs: unknown;
      bound: number;
      certificate: { prices: unknown[] };
    };
    expect(plan).toMatchObject({ pairs, bound: objective });
    expect(plan.certificate.prices.length).toBeGreaterThan(0);
  });
});

describe('what goes wrong has an exit code and a sentence, and nothing on standard output', () => {
  const good = () => file('good', '1\n1\n');
  it.each<[string, number, RegExp, () => string[]]>([
    ['no instance', 2, /--instance FILE is missing/, () => []],
    ['an unknown option', 2, /--colour/, () => ['--colour', 'red']],
    ['an unknown format', 2, /--format takes yardstick, gap/, () => ['--instance', good(), '--format', 'xml']],
    ['an unknown mode', 2, /--mode takes pure or hours/, () => ['--instance', good(), '--mode', 'easy']],
    ['no time at all', 2, /--seconds takes a number above 0/, () => ['--instance', good(), '--seconds', '0']],
    ['half a seed', 2, /--seed takes a whole number/, () => ['--instance', good(), '--seed', '1.5']],
    ['a file that is not there', 3, /ENOENT/, () => ['--instance', join(folder, 'none')]],
    ['a folder to write to', 3, /EISDIR/, () => ['--instance', good(), '--format', 'assignment', '--out', folder]],
    ['a yardstick that is none', 4, /bad_instance/, () => ['--instance', file('short', 'abc')]],
    [
      'a yardstick of negative size',
      4,
      /bad_instance/,
      () => ['--instance', file('minus', Buffer.from(Int32Array.of(1, -1, 0, 0).buffer))],
    ],
    ['words among the numbers', 4, /bad_instance/, () => ['--instance', file('words', '2 a b'), '--format', 'gap']],
    ['too few numbers', 4, /bad_instance/, () => ['--instance', file('few', '3\n1 2 3'), '--format', 'assignment']],
  ])('%s', (_, code, sentence, args) => {
    const result = run(...args());
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toMatch(sentence);
  });

  it('--help tells all of it and is no error', () => {
    const { code, out } = run('--help');
    expect(code).toBe(0);
    for (const word of ['--instance', '--format', '--mode', '--seconds', '--seed', '--out', 'Exit codes'])
      expect(out).toContain(word);
  });
});
