import { NO_LIMIT, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { solve } from '../../../src/matching/engine/solve';
import { StandingPlan } from '../../../src/matching/engine/standing';
import { verifyPlan, verifySolution } from '../../../src/matching/engine/verify';
import { problemOf } from '../solve/problems';
import { attempt, knownOf, plainProblem, randomEvent } from './random-events';

const standing = (problem: Problem) => new StandingPlan(problem, solve(problem, { seed: 1 }));

/** The same problem with pairs pinned that were not. */
function pinned(problem: Problem, pairs: readonly number[]): Problem {
  const all = Uint8Array.from({ length: problem.pairs.count }, (_, p) => problem.pairs.pinned[p] ?? 0);
  for (const p of pairs) all[p] = 1;
  return { ...problem, pairs: { ...problem.pairs, pinned: all } };
}

/** More seats than places, and nearly everybody can do everything. */
function crowded(random: () => number): Problem {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const needs = Array.from({ length: 5 }, () => ({ seats: 1 + upTo(1), penalty: 100 * (1 + upTo(3)) }));
  const volunteers = Array.from({ length: 5 }, () => ({ capacity: 1 + upTo(1), loads: [0, upTo(30)] }));
  const pairs = needs.flatMap((_, need) =>
    volunteers.flatMap((__, offer) => (random() < 0.7 ? [{ need, offer, cost: upTo(120) }] : [])),
  );
  return problemOf({ needs, volunteers, pairs });
}

describe('a plain plan that stands', () => {
  it('is as good as a fresh solution after every event, and proves it', () => {
    let applied = 0;
    const refused = new Map<string, number>();
    for (let seed = 1; seed <= 150; seed++) {
      const random = randomOf(seed + 500);
      const plan = standing(plainProblem(random));
      for (let step = 0; step < 25; step++) {
        const event = randomEvent(random, knownOf(plan), true);
        const before = plan.pairs();
        const code = attempt(plan, event);
        if (code !== null) {
          refused.set(code, (refused.get(code) ?? 0) + 1);
          expect(plan.pairs()).toEqual(before);
        } else applied++;
        const now = plan.asProblem();
        const fresh = solve(now.problem, { seed: 1 });
        expect({ seed, step, event, objective: plan.objective }).toMatchObject({ objective: fresh.objective });
        const verified = verifySolution(now.problem, {
          pairs: now.plan,
          certificate: { prices: now.prices },
        });
        expect({ seed, step, event, ...verified }).toMatchObject({ violations: [], optimal: true });
      }
    }
    expect(applied).toBeGreaterThan(2000);
    expect([...refused.keys()]).toEqual(
      expect.arrayContaining(['need_gone', 'volunteer_gone', 'contradictory_pins', 'already_pinned']),
    );
  });

  it('says exactly what a pair would cost and whom it would move', () => {
    let asked = 0;
    for (let seed = 1; seed <= 130; seed++) {
      const random = randomOf(seed + 9000);
      const plan = standing(crowded(random));
      for (let step = 0; step < 3; step++) attempt(plan, randomEvent(random, knownOf(plan), true));
      const { problem, pairs, needs } = plan.asProblem();
      const place = new Map(Array.from(pairs, (p, x) => [p, x]));
      for (const need of needs) {
        const prices: number[] = [];
        for (const p of pairs) {
          const alternative = plan.pair(p).need === need ? plan.price(p) : null;
          if (alternative === null) continue;
          const forced = pinned(problem, [place.get(p)!]);
          const { objective } = solve(forced, { seed: 1 });
          asked++;
          expect({ seed, p, ...alternative }).toMatchObject({
            atLeast: objective - plan.objective,
            atMost: objective - plan.objective,
          });
          const moved = new Set(plan.pairs());
          for (const q of alternative.goes) expect(moved.delete(q)).toBe(true);
          for (const q of alternative.comes) expect(moved.has(q) || !moved.add(q)).toBe(false);
          const chosen = [...moved].map((q) => place.get(q)!).sort((a, b) => a - b);
          expect(verifyPlan(forced, chosen)).toMatchObject({ violations: [], objective });
          prices.push(objective - plan.objective);
        }
        const three = plan.alternatives(need).map((x) => x.atMost);
        expect({ seed, need, three }).toMatchObject({ three: prices.sort((a, b) => a - b).slice(0, three.length) });
        expect(three.length).toBe(Math.min(3, prices.length));
      }
    }
    expect(asked).toBeGreaterThan(1000);
  });

  it('names what refuses an event, and changes nothing then', () => {
    const plan = standing(
      problemOf({
        needs: [{ penalty: 500 }, { penalty: 400 }],
        volunteers: [{ capacity: 1 }, { capacity: 1 }, { capacity: 0 }],
        pairs: [
          { need: 0, offer: 0, cost: 10 },
          { need: 0, offer: 1, cost: 20 },
          { need: 0, offer: 2, cost: 1 },
          { need: 1, offer: 0, cost: 5 },
        ],
      }),
    );
    const problem = (event: Parameters<StandingPlan['apply']>[0]) => {
      const before = plan.asProblem();
      try {
        plan.apply(event);
      } catch (error) {
        expect(plan.asProblem()).toEqual(before);
        const { code, params } = error as ProblemError;
        return { code, ...params };
      }
      return null;
    };
    const pair = (need: number, volunteer: number) => ({ need, volunteer });
    expect(problem({ kind: 'need_withdrawn', id: 7 })).toEqual({ code: 'unknown_need', need: 7 });
    expect(problem({ kind: 'volunteer_left', id: -1 })).toEqual({ code: 'unknown_volunteer', volunteer: -1 });
    expect(problem({ kind: 'pair_declined', ...pair(1, 1) })).toEqual({ code: 'unknown_pair', need: 1, volunteer: 1 });
    expect(problem({ kind: 'pair_pinned', ...pair(0, 2) })).toMatchObject({
      code: 'contradictory_pins',
      rule: 'capacity',
    });
    expect(problem({ kind: 'pair_pinned', ...pair(0, 0) })).toBeNull();
    expect(problem({ kind: 'pair_pinned', ...pair(0, 0) })).toEqual({ code: 'already_pinned', need: 0, volunteer: 0 });
    expect(problem({ kind: 'pair_pinned', ...pair(0, 1) })).toEqual({
      code: 'contradictory_pins',
      rule: 'seats',
      pair: 1,
      others: [0],
    });
    expect(problem({ kind: 'pair_pinned', ...pair(1, 0) })).toMatchObject({ rule: 'capacity', others: [0] });
    expect(problem({ kind: 'volunteer_changed', id: 0, volunteer: { capacity: 0 } })).toMatchObject({
      code: 'contradictory_pins',
      rule: 'capacity',
      others: [0],
    });
    expect(problem({ kind: 'pair_accepted', ...pair(0, 0) })).toBeNull();
    expect(problem({ kind: 'pair_accepted', ...pair(0, 0) })).toMatchObject({ code: 'already_accepted' });
    expect(problem({ kind: 'pair_declined', ...pair(0, 0) })).toMatchObject({ code: 'pair_accepted' });
    const bad = { kind: 'need_added', pairs: [] } as const;
    expect(problem({ ...bad, need: { seats: 0, penalty: 1 } })).toMatchObject({
      code: 'bad_event',
      field: 'need.seats',
    });
    expect(problem({ ...bad, need: { seats: 1, penalty: NaN } })).toMatchObject({
      field: 'need.penalty',
      value: 'NaN',
    });
    expect(problem({ ...bad, need: { seats: 1, penalty: 1 }, pairs: [{ volunteer: 0, cost: 0.5 }] })).toMatchObject({
      field: 'pair.cost',
    });
    expect(problem({ ...bad, need: { seats: 1, penalty: 1 }, pairs: [{ volunteer: 9, cost: 1 }] })).toMatchObject({
      code: 'unknown_volunteer',
    });
    expect(problem({ kind: 'need_withdrawn', id: 1 })).toBeNull();
    expect(problem({ kind: 'need_withdrawn', id: 1 })).toEqual({ code: 'need_gone', need: 1 });
    expect(problem({ kind: 'volunteer_left', id: 1 })).toBeNull();
    expect(problem({ kind: 'volunteer_left', id: 1 })).toEqual({ code: 'volunteer_gone', volunteer: 1 });
  });

  it('tells what came and went and why, by event and since it was published', () => {
    const plan = standing(
      problemOf({
        needs: [{ penalty: 500 }, { penalty: 500 }],
        volunteers: [{ capacity: 1 }, { capacity: 1 }, { capacity: 1 }],
        pairs: [
          { need: 0, offer: 0, cost: 10 },
          { need: 0, offer: 1, cost: 20 },
          { need: 1, offer: 1, cost: 10 },
          { need: 1, offer: 2, cost: 90 },
        ],
      }),
    );
    expect(plan.pairs()).toEqual([0, 2]);
    plan.publish(0);
    expect(plan.apply({ kind: 'volunteer_left', id: 0 })).toEqual([
      { change: 'goes', pair: 0, need: 0, volunteer: 0, reasons: [{ code: 'volunteer_left' }] },
      {
        change: 'comes',
        pair: 1,
        need: 0,
        volunteer: 1,
        reasons: [
          { code: 'takes_over', volunteer: 0 },
          { code: 'freed_from', need: 1 },
        ],
      },
      {
        change: 'goes',
        pair: 2,
        need: 1,
        volunteer: 1,
        reasons: [
          { code: 'replaced', volunteer: 2 },
          { code: 'serves_elsewhere', need: 0 },
        ],
      },
      { change: 'comes', pair: 3, need: 1, volunteer: 2, reasons: [{ code: 'takes_over', volunteer: 1 }] },
    ]);
    plan.apply({ kind: 'need_withdrawn', id: 0 });
    // Back on need 1, volunteer 1 has not moved as far as the published plan is concerned.
    expect(plan.difference().map(({ change, pair }) => [change, pair])).toEqual([['goes', 0]]);
  });

  it('moves fewer published pairs the more a kept pair is worth', () => {
    const broken = [0, 30, 400].map((bonus) => {
      let count = 0;
      for (let seed = 1; seed <= 60; seed++) {
        const random = randomOf(seed);
        const plan = standing(plainProblem(random));
        plan.publish(bonus);
        for (let step = 0; step < 5; step++) {
          const known = knownOf(plan);
          const pairs = [...new Set(known.pairs.map((p) => p.volunteer))].map((volunteer) => ({
            volunteer,
            cost: Math.floor(random() * 60),
          }));
          plan.apply({ kind: 'need_added', need: { seats: 1, penalty: 300 }, pairs });
        }
        const { problem } = plan.asProblem();
        expect(plan.objective).toBe(solve(problem, { seed: 1 }).objective);
        count += plan.difference().filter((x) => x.change === 'goes').length;
      }
      return count;
    });
    expect(broken[1]).toBeLessThan(broken[0]);
    expect(broken[2]).toBeLessThanOrEqual(broken[1]);
  });

  it('goes on with a bound when an event brings what no flow can', () => {
    const plan = standing(plainProblem(randomOf(4)));
    const { volunteers } = knownOf(plan);
    const pairs = Array.from({ length: volunteers }, (_, volunteer) => ({ volunteer, cost: 1, minutes: [60] }));
    plan.apply({ kind: 'need_added', need: { seats: 2, minimum: 2, penalty: 900 }, pairs });
    const now = plan.asProblem();
    expect(verifyPlan(now.problem, Array.from(now.plan))).toMatchObject({ violations: [], objective: plan.objective });
    expect(plan.bound).toBeLessThanOrEqual(plan.objective);
    expect(
      plan.apply({ kind: 'volunteer_added', volunteer: { capacity: NO_LIMIT, minutes: [30] }, pairs: [] }),
    ).toEqual([]);
  });
});
