import { Bundles } from '../../../src/matching/engine/bundle';
import { instanceOf } from '../../../src/matching/engine/instance';
import { rest } from '../../../src/matching/engine/reduce';
import { State } from '../../../src/matching/engine/state';
import { verifyBound } from '../../../src/matching/engine/verify.certificate';
import { fullProblem, mulberry } from './full';

const CASES = Number(process.env.ATTACKS ?? 1500);
const FROM = Number(process.env.FROM ?? 1);

/** What of the bundles this looks into: who was solved as somebody who can hold many, and how long that may take. */
type Opened = { isLarge: Uint8Array; large: { work: Int32Array } };

/**
 * The tree for volunteers who can hold many, asked of everybody: as good as the usual tree, which the whole problem is
 * held against by brute force; cut short, never below it; and the checker, which has a tree of its own, agrees.
 */
it(`the best bundle is the same by either tree, and by the checker's (${CASES} problems)`, () => {
  const seen = { bundles: 0, forced: 0, short: 0, teams: 0, bounds: 0, alike: 0 };
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const { problem } = fullProblem(seed);
    if (problem.pairs.pinned.includes(1)) continue;
    const whole = instanceOf(problem);
    const everybody = Int32Array.from({ length: whole.volunteers }, (_, j) => j);
    const d = rest(whole, new State(whole), everybody);
    if (d === null) continue;
    const random = mulberry(seed + 77);
    const usual = new Bundles(d);
    const large = new Bundles(d);
    const short = new Bundles(d);
    for (const one of [large, short] as unknown as Opened[]) one.isLarge.fill(1);
    for (let draw = 0; draw < 4; draw++) {
      const prices = Float64Array.from(
        { length: d.rows },
        (_, r) => Math.round(64 * random() * d.penalty[d.rowNeed[r]]) / 64,
      );
      let sum = 0;
      for (let j = 0; j < d.volunteers; j++) {
        const value = usual.solve(j, prices);
        sum += value;
        expect({ seed, draw, j, value: large.solve(j, prices) }).toEqual({ seed, draw, j, value });
        (short as unknown as Opened).large.work.fill(1);
        const cut = short.solve(j, prices);
        expect({ seed, draw, j, holds: cut >= value }).toEqual({ seed, draw, j, holds: true });
        if (cut > value) seen.short++;
        seen.bundles++;
        if (d.people[j] > 1) seen.teams++;
        const a = d.pairStart[j] + Math.floor(random() * (d.pairStart[j + 1] - d.pairStart[j]));
        const forced = usual.solveWith(a, prices);
        const other = large.solveWith(a, prices);
        expect({ seed, draw, a, forced: other }).toEqual({ seed, draw, a, forced });
        seen.forced++;
      }
      let needs = 0;
      for (let i = 0; i < d.needs; i++) {
        let dearest = 0;
        for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) dearest = Math.max(dearest, prices[r]);
        needs += d.seats[i] * (d.penalty[i] - dearest);
      }
      let missing = 0;
      const here = new Set(d.parentNeed);
      for (let i = 0; i < whole.needs; i++) if (!here.has(i)) missing += whole.penalty[i] * whole.seats[i];
      const all = new Float64Array(problem.options.count);
      for (let r = 0; r < d.rows; r++) all[d.parentRow[r]] = prices[r];
      const { bound, inexact } = verifyBound(problem, { prices: all });
      const own = Math.ceil(needs + missing - sum - 1e-6) + 0;
      // The checker may see that more options cannot reach their minimum.
      expect({ seed, draw, inexact, holds: bound >= own }).toEqual({ seed, draw, inexact: 0, holds: true });
      if (bound === own) seen.alike++;
      seen.bounds++;
    }
  }
  expect(seen.bundles).toBeGreaterThan(CASES);
  expect(seen.forced).toBeGreaterThan(CASES);
  expect(seen.alike).toBeGreaterThan(0.98 * seen.bounds);
  expect(seen.teams).toBeGreaterThan(0.1 * CASES);
  expect(seen.short).toBeGreaterThan(0.02 * CASES);
});
