import { Stopped } from '../../../src/matching/engine/clock';
import { instanceOf } from '../../../src/matching/engine/instance';
import type { Progress } from '../../../src/matching/engine/plan';
import type { MipModel, MipResult, MipSolver, Solution } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { rest } from '../../../src/matching/engine/reduce';
import { isPlainFlow, solve } from '../../../src/matching/engine/solve';
import { State } from '../../../src/matching/engine/state';
import { verifySolution } from '../../../src/matching/engine/verify';
import { verifyBound } from '../../../src/matching/engine/verify.certificate';
import { highsSolver } from '../../../src/matching/mip';
import { bruteForce, district, problemOf, randomStory } from './problems';

const problem = district(120, 6);
const FAILED: MipResult = { status: 'failed', values: null, bound: null };
/** Milliseconds that this process has computed, on all its threads: a machine that is busy with other things is no slower. */
const computed = (): number => process.cpuUsage().user / 1000;

describe('the search', () => {
  it('repeats itself for the same seed and iterations, and keeps every rule', () => {
    const one = solve(problem, { seed: 3, iterations: 30 });
    const two = solve(problem, { seed: 3, iterations: 30 });
    expect(Array.from(two.pairs)).toEqual(Array.from(one.pairs));
    expect({ ...two, seconds: null, pairs: null }).toEqual({ ...one, seconds: null, pairs: null });
    const verified = verifySolution(problem, one);
    expect(verified).toMatchObject({ feasible: true, objective: one.objective, bound: one.certifiedBound });
    expect(verified.gapPercent).toBeLessThan(3);
  });

  it('tells phases, a plan that never gets dearer and a bound that never falls', () => {
    const told: Progress[] = [];
    let time = 0;
    solve(problem, { seed: 1, iterations: 30, now: () => (time += 150), onProgress: (x) => told.push(x) });
    expect(told.map((x) => x.phase)).toEqual(expect.arrayContaining(['flow', 'bound', 'dive', 'search']));
    const worse = told.filter(({ objective, bound }, k) => {
      const before = told[Math.max(0, k - 1)];
      return !(objective !== null && objective <= before.objective! && (bound ?? 0) >= (before.bound ?? 0));
    });
    expect(worse).toEqual([]);
    expect(told[told.length - 1].seats).toBe(problem.needs.seats.reduce((sum, x) => sum + x, 0));
  });

  it('trades single pairs after a dive, which proves the optimum before any step of the search', () => {
    for (const near of [district(60, 2), district(30, 12)]) {
      const solution = solve(near, { seed: 1, iterations: 0 });
      expect(solution).toMatchObject({ provenOptimal: true, provenBy: 'certificate', iterations: 0 });
      expect(verifySolution(near, solution)).toMatchObject({ feasible: true, bound: solution.objective });
    }
  });

  it('cuts out the same when it was stopped in the middle of cutting out before', () => {
    const large = district(1200, 4);
    const d = instanceOf(large);
    const none = new State(d);
    const free = Int32Array.from({ length: d.volunteers }, (_, j) => j);
    expect(d.volunteers).toBeGreaterThan(300);
    const whole = rest(d, none, free)!;
    for (const after of [1, 2, 3]) {
      let asked = 0;
      const stop = () => {
        if (asked++ === after) throw new Stopped();
      };
      expect(() => rest(d, none, free, stop)).toThrow(Stopped);
      const again = rest(d, none, free)!;
      expect(again.parentPair).toEqual(whole.parentPair);
      expect(again.parentRow).toEqual(whole.parentRow);
      expect(again.row).toEqual(whole.row);
    }
  });

  it('stops where it is asked to, with a plan and a bound that hold', () => {
    for (const after of [0, 1, 5, 40, 200, 1000, 3000]) {
      let asked = 0;
      const solution = solve(problem, { seed: 1, iterations: 1_000_000, cancelled: () => asked++ >= after });
      const verified = verifySolution(problem, solution);
      expect(verified).toMatchObject({ feasible: true, objective: solution.objective });
      expect(verified.bound).toBeGreaterThanOrEqual(solution.certifiedBound);
    }
  });

  it('can be stopped before there is a plan, while the instance is built: nobody serves, within a bound that holds', () => {
    const some = district(200, 6);
    let asked = 0;
    const solution = solve(some, { seed: 1, cancelled: () => ++asked > 0 });
    expect(asked).toBe(1);
    expect(solution).toMatchObject({ bound: 0, provenOptimal: false, iterations: 0 });
    expect(solution.pairs).toHaveLength(0);
    const verified = verifySolution(some, solution);
    expect(verified).toMatchObject({ feasible: true, objective: solution.objective });
    expect(verified.bound).toBeGreaterThanOrEqual(0);
  });

  it('answers a cancellation within 200 ms', () => {
    const large = district(1500, 6);
    const begun = computed();
    let asked = Infinity;
    solve(large, {
      seed: 1,
      seconds: 60,
      now: computed,
      cancelled: () => {
        const cancel = computed() - begun > 1500;
        if (cancel) asked = Math.min(asked, computed());
        return cancel;
      },
    });
    // Asked often, so the time since the first yes is the time the answer took.
    expect(asked).toBeLessThan(Infinity);
    expect(computed() - asked).toBeLessThan(200);
  });

  it('keeps within its seconds', () => {
    const large = district(1500, 6);
    const begun = computed();
    const solution = solve(large, { seed: 1, seconds: 1, now: computed });
    expect(computed() - begun).toBeLessThan(2500);
    expect(solution.objective).toBeGreaterThanOrEqual(solution.bound);
  });

  it('takes no notice of the order of needs and volunteers but in ties', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const story = randomStory(randomOf(seed), 12);
      for (const pair of story.pairs) pair.pinned = false;
      const last = story.needs.length - 1;
      const turned = {
        ...story,
        needs: [...story.needs].reverse(),
        pairs: story.pairs.map((p) => ({ ...p, need: last - p.need })),
      };
      const [one, two] = [story, turned].map((x) => solve(problemOf({ ...x, travel: 0 }), { seed, iterations: 20 }));
      if (one.provenOptimal && two.provenOptimal) expect(two.objective).toBe(one.objective);
      expect(one.bound).toBeLessThanOrEqual(two.objective);
      expect(two.bound).toBeLessThanOrEqual(one.objective);
    }
  });
});

describe('plain problems', () => {
  it('are optimal by the flow, as brute force says', () => {
    let plain = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const story = randomStory(randomOf(seed + 10_000));
      const offers = story.offers!.map(({ volunteer }) => ({ volunteer }));
      const simple = problemOf({
        needs: story.needs.map(({ seats, penalty }) => ({ seats, penalty })),
        volunteers: story.volunteers.map(({ capacity, loads }) => ({ capacity, loads })),
        offers,
        pairs: story.pairs.map(({ need, offer, cost }) => ({ need, offer, cost })),
      });
      if (!isPlainFlow(simple)) continue;
      plain++;
      const solution = solve(simple, { seed });
      expect({ seed, objective: solution.objective, proven: solution.provenOptimal }).toEqual({
        seed,
        objective: bruteForce(simple),
        proven: true,
      });
      expect(verifySolution(simple, solution)).toMatchObject({ optimal: true, violations: [] });
    }
    expect(plain).toBeGreaterThan(300);
  });
});

describe('plain problems with points beyond 32 bits', () => {
  it('are as optimal, and proven', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = randomOf(seed);
      const upTo = (n: number) => Math.floor(random() * (n + 1));
      const needs = Array.from({ length: 40 }, () => ({ seats: 1 + upTo(2), penalty: 1000 * (1 + upTo(3)) }));
      const volunteers = Array.from({ length: 25 }, () => ({ capacity: upTo(3), loads: [0, upTo(50), 60] }));
      const pairs = needs.flatMap((_, need) =>
        Array.from({ length: 6 }, () => ({ need, offer: upTo(24), cost: upTo(1000) })),
      );
      const story = {
        needs,
        volunteers: volunteers.map((x) => ({ ...x, loads: x.loads.sort((a, b) => a - b) })),
        pairs,
      };
      const narrow = solve(problemOf(story), { seed: 1 });
      const wide = problemOf({ ...story, needs: [...needs, { seats: 1, penalty: 2 ** 40 }] });
      const solution = solve(wide, { seed: 1 });
      expect(solution).toMatchObject({ objective: narrow.objective + 2 ** 40, provenOptimal: true });
      expect(verifySolution(wide, solution)).toMatchObject({ optimal: true, violations: [] });
    }
  });
});

describe('the MIP solver', () => {
  it('closes what the bound leaves open, and tells on whose word', () => {
    const mip = highsSolver();
    let asked = 0;
    const counting: MipSolver = (model) => {
      asked++;
      return mip(model);
    };
    for (let seed = 1; seed <= 300; seed++) {
      const small = problemOf(randomStory(randomOf(seed)));
      const least = bruteForce(small);
      if (least === null) continue;
      const before = asked;
      const solution = solve(small, { seed, iterations: 5, mip: counting });
      expect({ seed, proven: solution.provenOptimal, objective: solution.objective }).toEqual({
        seed,
        proven: true,
        objective: least,
      });
      expect(solution.provenBy).toBe(solution.certifiedBound === least ? 'certificate' : 'solver');
      if (asked === before) expect(solution.provenBy).toBe('certificate');
      expect(verifySolution(small, solution)).toMatchObject({ feasible: true, objective: least });
    }
    expect(asked).toBeGreaterThan(5);
  }, 120_000);

  it('may abort: the plan stays', () => {
    const answering = (result: MipResult): MipSolver => {
      return () => ({ wait: () => result, stop: () => undefined });
    };
    const idle = answering({ status: 'feasible', values: null, bound: null });
    const without = solve(problem, { seed: 2, iterations: 10, mip: idle });
    const failed = solve(problem, { seed: 2, iterations: 10, mip: answering(FAILED) });
    expect(failed.objective).toBe(without.objective);
    expect(failed.solverBound).toBeNull();
  });

  it('is ended when the round is cancelled, with the plan of the search', () => {
    const hard = hardModel();
    let asked = Infinity;
    let begun = Infinity;
    const solution = solve(problem, {
      seed: 1,
      iterations: 5,
      mip: () => {
        begun = computed();
        return highsSolver()(hard);
      },
      cancelled: () => {
        const cancel = computed() > begun + 700;
        if (cancel) asked = Math.min(asked, computed());
        return cancel;
      },
    });
    // The solver computes beside us.
    expect(asked).toBeLessThan(Infinity);
    expect(computed() - asked).toBeLessThan(400);
    expect(solution.solverBound).toBeNull();
    expect(verifySolution(problem, solution)).toMatchObject({ feasible: true, objective: solution.objective });
  });

  it('answers that it failed when it is stopped, and when its thread dies', () => {
    const stopped = highsSolver()(hardModel());
    expect(stopped.wait(100)).toBeNull();
    stopped.stop();
    expect(stopped.wait(0)).toEqual(FAILED);
    const absurd = { ...hardModel(), starts: new Int32Array(3), rows: -1 };
    const died = highsSolver()(absurd);
    let answer: MipResult | null = null;
    while (answer === null) answer = died.wait(50);
    expect(answer.status).toBe('failed');
  });
});

/** A dense knapsack in many dimensions: HiGHS is at it for minutes. */
function hardModel(): MipModel {
  const rows = 60;
  const columns = 400;
  const random = randomOf(9);
  const entries = Array.from({ length: columns }, () =>
    Array.from({ length: rows }, () => 1 + Math.floor(random() * 99)),
  );
  return {
    columns,
    rows,
    cost: Float64Array.from({ length: columns }, () => -1 - Math.floor(random() * 99)),
    rowLower: new Float64Array(rows).fill(-Infinity),
    rowUpper: new Float64Array(rows).fill(5000),
    starts: Int32Array.from({ length: columns + 1 }, (_, c) => c * rows),
    indices: Int32Array.from({ length: columns * rows }, (_, x) => x % rows),
    values: Float64Array.from(entries.flat()),
    start: null,
    seconds: 60,
    relativeGap: 1e-9,
  };
}

describe('again', () => {
  const first = solve(problem, { seed: 1, iterations: 40 });

  it('starts from the former plan and prices, and ends no worse with a fraction of the work', () => {
    const again = solve(problem, { seed: 1, iterations: 5, start: first.pairs, prices: first.certificate.prices });
    expect(again.objective).toBeLessThanOrEqual(first.objective);
    // To the last digit by the former prices; the tighter proof is found anew (see `SolveOptions.prices`).
    const plain = ({ certificate }: Solution) => verifyBound(problem, { prices: certificate.prices }).bound;
    expect(plain(again)).toBeGreaterThanOrEqual(plain(first));
    expect(again.bound).toBeGreaterThan(first.bound - 1e-5 * first.bound);
    expect(verifySolution(problem, again)).toMatchObject({ feasible: true, objective: again.objective });
  });

  it('leaves out of a former plan what no longer fits', () => {
    const smaller = {
      ...problem,
      volunteers: { ...problem.volunteers, capacity: problem.volunteers.capacity.map((x, j) => (j % 3 ? x : 0)) },
    };
    const again = solve(smaller, { seed: 1, iterations: 0, start: first.pairs, prices: first.certificate.prices });
    expect(verifySolution(smaller, again)).toMatchObject({ feasible: true, objective: again.objective });
    expect(again.objective).toBeGreaterThan(first.objective);
  });

  it('repairs the plan around what has happened, nearly as well as a fresh search, and leaves the rest alone', () => {
    const needOf = new Int32Array(problem.pairs.count);
    for (let i = 0; i < problem.needs.count; i++)
      needOf.fill(i, problem.needs.pairStart[i], problem.needs.pairStart[i + 1]);
    for (const gone of [3, 17, 40]) {
      const lost = Array.from(first.pairs).filter((p) => problem.offers.volunteer[problem.pairs.offer[p]] === gone);
      const capacity = problem.volunteers.capacity.map((x, j) => (j === gone ? 0 : x));
      const smaller = { ...problem, volunteers: { ...problem.volunteers, capacity } };
      const around = Int32Array.from(lost, (p) => needOf[p]);
      const repaired = solve(smaller, { seed: 1, start: first.pairs, prices: first.certificate.prices, around });
      const fresh = solve(smaller, { seed: 1, iterations: 40 });
      expect(verifySolution(smaller, repaired)).toMatchObject({ feasible: true, objective: repaired.objective });
      expect(repaired.objective).toBeLessThan(fresh.objective * 1.03);
      const moved = Array.from(first.pairs).filter((p) => !repaired.pairs.includes(p)).length;
      expect(moved).toBeLessThan(first.pairs.length / 2);
    }
  });
});
