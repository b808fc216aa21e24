import { candidates } from '../../../src/matching/engine/candidates';
import { checkProblem } from '../../../src/matching/engine/check';
import { Stopped } from '../../../src/matching/engine/clock';
import { factsOf } from '../../../src/matching/engine/facts';
import { instanceOf } from '../../../src/matching/engine/instance';
import { match, verifyPlan } from '../../../src/matching/engine/match';
import { checkMenus } from '../../../src/matching/engine/menus.check';
import { pinsOf } from '../../../src/matching/engine/menus.pins';
import type { Phase, Plan } from '../../../src/matching/engine/plan';
import { rest } from '../../../src/matching/engine/reduce';
import { State } from '../../../src/matching/engine/state';
import { toProblem } from '../../../src/matching/engine/to-problem';
import { district } from '../../support/menus-generator';

const menus = district({ needs: 200, volunteers: 100, seed: 3 });

/** Does the work, and again with a caller who cancels half-way; returns how often was looked whether somebody has. */
function looks<T>(work: (tick: () => void) => T): { result: T; looked: number } {
  let looked = 0;
  const result = work(() => looked++);
  let left = Math.ceil(looked / 2);
  const stopped = () => {
    if (--left <= 0) throw new Stopped();
  };
  expect(() => work(stopped)).toThrow(Stopped);
  return { result, looked };
}

test('whether somebody has cancelled is looked at again and again in every step before the search', () => {
  const menus = district({ needs: 640, volunteers: 320, seed: 3 });
  const lines = menus.needs.length + menus.volunteers.length + menus.offers.length;
  expect(looks((tick) => checkMenus(menus, tick)).looked).toBeGreaterThanOrEqual(Math.floor(lines / 256));
  const facts = looks((tick) => factsOf(menus, 1, tick));
  expect(facts.looked).toBeGreaterThanOrEqual(Math.floor(lines / 256));
  const found = looks((tick) => candidates(facts.result, undefined, tick));
  expect(found.looked).toBeGreaterThanOrEqual(menus.needs.length / 16);
  const round = looks((tick) => toProblem(facts.result, found.result, pinsOf(facts.result), tick));
  expect(round.looked).toBeGreaterThanOrEqual(menus.needs.length / 64);
  const { problem } = round.result;
  const conflicts = problem.conflicts.other.length;
  // Besides, before, while and after all two pairs of one volunteer are looked at.
  expect(round.looked).toBeGreaterThanOrEqual(menus.needs.length / 64 + 2 + conflicts / 25_000);
  expect(looks((tick) => checkProblem(problem, tick)).looked).toBeGreaterThanOrEqual(conflicts / 50_000);
  const whole = looks((tick) => instanceOf(problem, tick));
  expect(whole.looked).toBeGreaterThanOrEqual(menus.volunteers.length / 64);
  const free = Int32Array.from({ length: whole.result.volunteers }, (_, j) => j);
  expect(looks((tick) => rest(whole.result, new State(whole.result), free, tick)).looked).toBeGreaterThanOrEqual(3);
});

/** Matches, and cancels at the first look for which `when` says so. */
function cancelled(when: (looked: number, phase: Phase | null) => boolean): { plan: Plan | null; looked: number } {
  let looked = 0;
  let phase: Phase | null = null;
  let yes = false;
  try {
    const plan = match(menus, {
      seed: 1,
      iterations: 2,
      cancelled: () => (yes ||= when(++looked, phase)),
      onProgress: (progress) => (phase = progress.phase),
    });
    return { plan, looked };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { plan: null, looked };
  }
}

test('who cancels gets a plan that the checker accepts, or learns that there is none yet', () => {
  const { looked } = cancelled(() => false);
  let none = 0;
  let some = 0;
  for (let k = 0; k < 8; k++) {
    // Half of the moments before the search, half over all of it.
    const moment = 1 + Math.floor(k < 4 ? 10 * k : ((k - 3) * looked) / 5);
    const found = cancelled((now) => now >= moment);
    if (found.plan === null) none++;
    else {
      some++;
      expect(verifyPlan(menus, found.plan).problems).toEqual([]);
    }
  }
  expect(none).toBeGreaterThan(1);
  expect(some).toBeGreaterThan(1);
});

test('who cancels while the plan is explained gets the same plan, and is told what was left out', () => {
  const whole = match(menus, { seed: 1, iterations: 2 });
  const { plan: early } = cancelled((_, phase) => phase === 'explain');
  const plan = early!;
  expect(verifyPlan(menus, plan).problems).toEqual([]);
  const bare = ({ pairs }: Plan) => pairs.map((pair) => ({ ...pair, alternatives: [] }));
  expect(bare(plan)).toEqual(bare(whole));
  expect([plan.objective, plan.bound, plan.certificate]).toEqual([whole.objective, whole.bound, whole.certificate]);
  // Others for a seat are still named, of whose price nothing is claimed.
  const others = plan.pairs.flatMap((pair) => pair.alternatives);
  expect(others.length).toBeGreaterThan(plan.pairs.length);
  expect(others.filter(({ priceAtLeast }) => priceAtLeast > 0)).toEqual([]);
  // Everybody is counted, and the cause of what is open is known all the same.
  expect(plan.unfilled.length).toBeGreaterThan(10);
  plan.unfilled.forEach((one, k) => {
    const { eligible, cause } = whole.unfilled[k];
    const others = menus.volunteers.length - eligible;
    expect(one).toMatchObject({ eligible, cause, eliminated: others > 0 ? { not_counted: others } : {} });
  });
  expect(plan.levels.map(({ seats, filled }) => [seats, filled])).toEqual(
    whole.levels.map(({ seats, filled }) => [seats, filled]),
  );
});
