import { Book } from '../../../src/matching/engine/book';
import { Prices } from '../../../src/matching/engine/price';
import { ProblemError } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { solve } from '../../../src/matching/engine/solve';
import { StandingPlan } from '../../../src/matching/engine/standing';
import { verifyPlan, verifySolution } from '../../../src/matching/engine/verify';
import { bruteForce, district, problemOf, randomStory } from '../solve/problems';
import { attempt, knownOf, randomEvent } from './random-events';

/** A plan of a random problem with every rule on; null: its pins contradict each other. */
function standing(seed: number): StandingPlan | null {
  const story = randomStory(randomOf(seed), 9);
  if (story.months !== 1) story.months = 1;
  for (const list of [story.volunteers, story.offers!, story.pairs])
    for (const line of list) line.minutes = line.minutes?.slice(0, 1);
  const problem = problemOf(story);
  try {
    return new StandingPlan(problem, solve(problem, { seed: 1, iterations: 20 }));
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'contradictory_pins') return null;
    throw error;
  }
}

describe('a plan under every rule that stands', () => {
  it('keeps every rule after every event, within a bound that holds', () => {
    let applied = 0;
    let optimal = 0;
    let refused = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = randomOf(seed + 70_000);
      const plan = standing(seed);
      if (plan === null) continue;
      for (let step = 0; step < 8; step++) {
        const event = randomEvent(random, knownOf(plan), false);
        const before = plan.pairs();
        if (attempt(plan, event) !== null) {
          refused++;
          expect(plan.pairs()).toEqual(before);
        } else applied++;
        const now = plan.asProblem();
        const checked = verifyPlan(now.problem, Array.from(now.plan));
        expect({ seed, step, event, ...checked }).toMatchObject({ violations: [], objective: plan.objective });
        if (now.problem.pairs.count > 11) break;
        const least = bruteForce(now.problem)!;
        expect({ seed, step, event, bound: plan.bound <= least }).toMatchObject({ bound: true });
        expect({ seed, step, event, least: plan.objective >= least }).toMatchObject({ least: true });
        if (plan.objective === least) optimal++;
      }
    }
    expect(applied).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(20);
    expect(optimal / applied).toBeGreaterThan(0.8);
  });

  it('says at least and at most what a pair costs, and both hold', () => {
    let asked = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const plan = standing(seed);
      if (plan === null) continue;
      const { problem, pairs, needs } = plan.asProblem();
      const place = new Map(Array.from(pairs, (p, x) => [p, x]));
      for (const need of needs)
        for (const alternative of plan.alternatives(need)) {
          const pinned = Uint8Array.from({ length: problem.pairs.count }, (_, p) => problem.pairs.pinned[p] ?? 0);
          pinned[place.get(alternative.pair)!] = 1;
          const forced = { ...problem, pairs: { ...problem.pairs, pinned } };
          const least = bruteForce(forced);
          asked++;
          if (least === null) {
            expect(alternative.atMost).toBeNull();
            continue;
          }
          const loss = least - plan.objective;
          expect({ seed, ...alternative, holds: alternative.atLeast <= loss }).toMatchObject({ holds: true });
          if (alternative.atMost === null) continue;
          expect({ seed, loss, ...alternative, holds: loss <= alternative.atMost }).toMatchObject({ holds: true });
          const moved = new Set(plan.pairs());
          for (const q of alternative.goes) expect(moved.delete(q)).toBe(true);
          for (const q of alternative.comes) expect(moved.has(q) || !moved.add(q)).toBe(false);
          const chosen = [...moved].map((q) => place.get(q)!).sort((a, b) => a - b);
          const checked = verifyPlan(forced, chosen);
          expect(checked).toMatchObject({ violations: [], objective: plan.objective + alternative.atMost });
        }
    }
    expect(asked).toBeGreaterThan(150);
  });

  it('proves its bound to the independent checker, and repeats itself', () => {
    const events = (plan: StandingPlan) => {
      const random = randomOf(3);
      for (let step = 0; step < 10; step++) attempt(plan, randomEvent(random, knownOf(plan), false));
      return plan;
    };
    for (const seed of [2, 3, 5, 8, 13]) {
      const one = standing(seed);
      const two = standing(seed);
      if (one === null || two === null) continue;
      expect(events(two).pairs()).toEqual(events(one).pairs());
      const { problem, plan, prices } = one.asProblem();
      const verified = verifySolution(problem, { pairs: plan, certificate: { prices } });
      expect(verified.violations).toEqual([]);
      expect(verified.bound).toBeGreaterThanOrEqual(one.bound);
    }
  });

  it('is solved again on demand: no dearer, no less proven, with every pair that came or went told', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed + 90_000);
      const plan = standing(seed);
      if (plan === null) continue;
      for (let step = 0; step < 6; step++) attempt(plan, randomEvent(random, knownOf(plan), false));
      const { objective, bound } = plan;
      const before = new Set(plan.pairs());
      const told = plan.renew({ seed, iterations: 20 });
      expect({ seed, objective: plan.objective <= objective, bound: plan.bound >= bound }).toEqual({
        seed,
        objective: true,
        bound: true,
      });
      expect(plan.drift).toBe(0);
      for (const { change, pair } of told) {
        if (change === 'goes') expect(before.delete(pair)).toBe(true);
        else expect(before.has(pair) || !before.add(pair)).toBe(false);
      }
      expect([...before].sort((a, b) => a - b)).toEqual(plan.pairs());
      const now = plan.asProblem();
      const verified = verifySolution(now.problem, { pairs: now.plan, certificate: { prices: now.prices } });
      expect({ seed, ...verified }).toMatchObject({ violations: [], objective: plan.objective });
      expect(verified.bound).toBeGreaterThanOrEqual(plan.bound);
      if (now.problem.pairs.count <= 11) expect(plan.bound).toBeLessThanOrEqual(bruteForce(now.problem)!);
      // And it goes on standing.
      for (let step = 0; step < 3; step++) attempt(plan, randomEvent(random, knownOf(plan), false));
      const { problem, plan: pairs } = plan.asProblem();
      expect(verifyPlan(problem, Array.from(pairs))).toMatchObject({ violations: [], objective: plan.objective });
    }
  });

  it('drifts from what is proven as pairs are declined, and finds back', () => {
    const problem = district(120, 5);
    const plan = new StandingPlan(problem, solve(problem, { seed: 1, iterations: 30 }));
    expect(plan.drift).toBe(0);
    const random = randomOf(4);
    for (let step = 0; step < 30; step++) {
      const pairs = plan.pairs();
      const { need, volunteer } = plan.pair(pairs[Math.floor(random() * pairs.length)]);
      plan.apply({ kind: 'pair_declined', need, volunteer });
    }
    const { gapPercent } = plan;
    expect(plan.drift).toBeGreaterThan(0);
    plan.renew({ seed: 1, iterations: 30 });
    expect(plan.gapPercent).toBeLessThan(gapPercent);
    const fresh = solve(plan.asProblem().problem, { seed: 1, iterations: 30 });
    expect(plan.objective).toBeLessThanOrEqual(fresh.objective * 1.01);
  }, 60_000);

  it('names the pins that contradict each other, and changes nothing then', () => {
    const slot: [number, number][][] = [[[600, 660]]];
    const problem = problemOf({
      needs: [
        { penalty: 500, options: slot },
        { penalty: 500, options: slot },
      ],
      volunteers: [{ minutes: [600] }, { minutes: [600] }],
      pairs: [
        { need: 0, offer: 0, cost: 1, minutes: [60] },
        { need: 1, offer: 0, cost: 1, minutes: [60] },
        { need: 1, offer: 1, cost: 50, minutes: [60] },
      ],
    });
    const plan = new StandingPlan(problem, solve(problem, { seed: 1 }));
    plan.apply({ kind: 'pair_pinned', need: 0, volunteer: 0 });
    const before = plan.asProblem();
    const error = (event: Parameters<StandingPlan['apply']>[0]) => {
      try {
        plan.apply(event);
      } catch (refused) {
        expect(plan.asProblem()).toEqual(before);
        const { code, params } = refused as ProblemError;
        return { code, ...params };
      }
      return null;
    };
    expect(error({ kind: 'pair_pinned', need: 1, volunteer: 0 })).toMatchObject({
      code: 'contradictory_pins',
      rule: 'conflict',
    });
    expect(error({ kind: 'volunteer_changed', id: 0, volunteer: { minutes: [30] } })).toMatchObject({
      code: 'contradictory_pins',
      rule: 'limits',
    });
    expect(error({ kind: 'need_changed', id: 0, need: { seats: 1, penalty: 5, options: [] } })).toMatchObject({
      code: 'contradictory_pins',
      rule: 'option',
      others: [0],
    });
  });
});

it('does not take a pair that its own offer cannot hold for something a volunteer would miss', () => {
  const problem = problemOf({
    needs: [{ penalty: 900 }, { penalty: 500 }],
    volunteers: [{ minutes: [600] }],
    offers: [
      { volunteer: 0, minutes: [50] },
      { volunteer: 0, minutes: [600], stock: 1 },
    ],
    pairs: [
      { need: 0, offer: 0, cost: 1, minutes: [60] },
      { need: 0, offer: 1, cost: 1, minutes: [10], pieces: 2 },
      { need: 1, offer: 1, cost: 600, minutes: [550] },
    ],
  });
  // The volunteer gains nothing at these prices, and 500 − 600 − 500 with the pair.
  expect(new Prices(problem, { prices: Float64Array.of(0, 500) }).above(2)).toBe(600);
});

it('knows the ways of a need again whose other times were taken back', () => {
  const problem = problemOf({
    needs: [
      { penalty: 900, options: [[[0, 60]]] },
      { penalty: 900, options: [[[70, 130]]] },
    ],
    volunteers: [{}],
    pairs: [
      { need: 0, offer: 0 },
      { need: 1, offer: 0 },
    ],
    travel: 30,
  });
  const book = new Book(problem);
  const apart = () => Array.from(book.whole().problem.conflicts.other);
  expect(apart()).toEqual([1, 0]);
  const back = book.changeNeed(1, { seats: 1, penalty: 900, options: [[[200, 260]]] });
  expect(apart()).toEqual([]);
  back();
  expect(apart()).toEqual([1, 0]);
});
