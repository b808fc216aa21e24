import { built, district, engine, limits, support } from '../tools.mjs';

export const title =
  'How long somebody waits who cancels, by phase (CPU ms until the plan is there, its reasons included, or until it is said that there is none yet)';

/** Cancels by instance, spread over everything that is asked in a run. */
const MOMENTS = 8;

export function* rows({ full }) {
  for (const [name, run] of runs(full)) {
    let polls = 0;
    run(() => (polls++, false));
    const worst = new Map();
    for (let k = 0; k < MOMENTS; k++) {
      const found = cancelled(run, Math.floor((k * polls) / MOMENTS));
      // No two runs ask alike often: this one was done before.
      if (found === null) continue;
      const { phase, cpu, wall } = found;
      const known = worst.get(phase) ?? { cpu: 0, wall: 0, times: 0 };
      worst.set(phase, {
        cpu: Math.max(known.cpu, cpu),
        wall: Math.max(known.wall, wall),
        times: known.times + 1,
      });
    }
    for (const [phase, { cpu, wall, times }] of worst)
      yield {
        instance: name,
        phase,
        cancelled: times,
        'worst CPU ms': cpu.toFixed(0),
        'worst ms': wall.toFixed(0),
        ...limits([cpu, 200, 'CPU ms']),
      };
  }
}

/** Cancels just after the run has asked so often: the worst moment before it asks again. */
function cancelled(run, moment) {
  let asked = 0;
  let phase = 'start';
  let begun = { at: performance.now(), cpu: process.cpuUsage() };
  run(
    () => {
      if (++asked === moment) begun = { at: performance.now(), cpu: process.cpuUsage() };
      return asked > moment;
    },
    (progress) => {
      if (asked <= moment) phase = progress.phase;
    },
  );
  if (asked < moment) return null;
  const { user, system } = process.cpuUsage(begun.cpu);
  return { phase, cpu: (user + system) / 1000, wall: performance.now() - begun.at };
}

function* runs(full) {
  const { match } = engine('match');
  const { solve } = engine('solve');
  const { readInstance } = built('matching/instances');
  const { highsSolver } = built('matching/mip');
  const { FAMILIES, familyMenus } = support('menus-families');
  const { Stopped } = engine('clock');
  const matching = (menus, seconds) => (stop, onProgress) => {
    try {
      match(menus, { seed: 1, seconds, mip: highsSolver(), cancelled: stop, onProgress });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  };
  for (const family of FAMILIES) yield [family, matching(familyMenus(family, 200, 120, 1), 5)];
  yield [
    'menus 5000 × 3000',
    matching(support('menus-generator').district({ needs: 5000, volunteers: 3000, seed: 12 }), 20),
  ];
  for (const [name, mode, seconds] of [
    ['M', 'pure', 20],
    ['M', 'hours', 20],
    ...(full
      ? [
          ['XL', 'pure', 60],
          ['XL', 'hours', 200],
        ]
      : []),
  ]) {
    const problem = readInstance(district(name), 'yardstick', mode);
    yield [`${name} ${mode}`, (stop, onProgress) => solve(problem, { seed: 1, seconds, cancelled: stop, onProgress })];
  }
}
