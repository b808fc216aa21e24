import type { PlanEvent } from '../../../src/matching/engine/events';
import { NO_LIMIT, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import { solve } from '../../../src/matching/engine/solve';
import { StandingPlan } from '../../../src/matching/engine/standing';
import { verifyPlan, verifySolution } from '../../../src/matching/engine/verify';
import { type Full, fullProblem, mulberry, optimum } from './full';

const CASES = Number(process.env.ATTACKS ?? 250);
const FROM = Number(process.env.FROM ?? 1);
/** More pairs than this take brute force too long. */
const MOST_PAIRS = 16;

/** The problem as it is now, with nothing left out of its lists. */
function fullOf(problem: Problem): Full {
  const apart = new Set<number>();
  const { start, other } = problem.conflicts;
  for (let p = 0; p + 1 < start.length; p++)
    for (let x = start[p]; x < start[p + 1]; x++) apart.add(p * problem.pairs.count + other[x]);
  const { volunteers, offers, pairs, months } = problem;
  const filled = (list: Int32Array, size: number, value: number) =>
    list.length > 0 ? list : new Int32Array(size).fill(value);
  return {
    problem: {
      ...problem,
      volunteers: {
        ...volunteers,
        monthlyMinutes: filled(volunteers.monthlyMinutes, volunteers.count * months, NO_LIMIT),
      },
      offers: {
        ...offers,
        monthlyMinutes: filled(offers.monthlyMinutes, offers.count * months, NO_LIMIT),
        stock: filled(offers.stock, offers.count, NO_LIMIT),
      },
      pairs: {
        ...pairs,
        minutes: filled(pairs.minutes, pairs.count * months, 0),
        pieces: filled(pairs.pieces, pairs.count, 0),
        pinned: pairs.pinned.length > 0 ? pairs.pinned : new Uint8Array(pairs.count),
      },
    },
    busy: (p, q) => apart.has(p * pairs.count + q),
  };
}

/** An event of any kind, with months, several offers, goods, teams and choices of time. */
function eventOf(random: () => number, plan: StandingPlan, months: number): PlanEvent {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const chance = (share: number) => random() < share;
  const { pairs, needs, volunteers } = plan.asProblem();
  const one = (list: ArrayLike<number>) => list[upTo(list.length - 1)] ?? 0;
  const times = (): [number, number][] => {
    const from = upTo(300);
    return chance(0.2) ? [] : [[from, from + 30 + upTo(90)]];
  };
  const minutes = () => Array.from({ length: months }, () => upTo(120));
  const limits = () => Array.from({ length: months }, () => (chance(0.3) ? NO_LIMIT : 40 + upTo(200)));
  const need = () => {
    const seats = 1 + upTo(2);
    const options = Array.from({ length: 1 + upTo(1) }, times);
    return { seats, minimum: 1 + upTo(seats - 1), penalty: 1000 * (1 + upTo(20)), options };
  };
  const volunteer = () => ({
    people: chance(0.3) ? 2 : 1,
    capacity: chance(0.3) ? NO_LIMIT : upTo(3),
    loads: Array.from({ length: upTo(2) }, () => upTo(300)).sort((a, b) => a - b),
    minutes: limits(),
    offers: Array.from({ length: 1 + upTo(1) }, () => ({
      capacity: chance(0.5) ? NO_LIMIT : upTo(2),
      minutes: limits(),
      stock: chance(0.5) ? NO_LIMIT : upTo(5),
    })),
  });
  const more = () => ({ cost: upTo(1000) - (chance(0.1) ? 500 : 0), minutes: minutes(), pieces: upTo(2) });
  const some = (list: Int32Array) => Array.from(list).filter(() => chance(0.4));
  const pair = () => {
    const p = pairs.length === 0 ? null : plan.pair(one(pairs));
    return { need: p?.need ?? 0, volunteer: p?.volunteer ?? 0 };
  };
  switch (upTo(9)) {
    case 0:
      return { kind: 'need_added', need: need(), pairs: some(volunteers).map((j) => ({ volunteer: j, ...more() })) };
    case 1: {
      const others = chance(0.5) ? some(volunteers).map((j) => ({ volunteer: j, ...more() })) : undefined;
      return { kind: 'need_changed', id: one(needs), need: need(), pairs: others };
    }
    case 2:
      return { kind: 'need_withdrawn', id: one(needs) };
    case 3:
      return {
        kind: 'volunteer_added',
        volunteer: volunteer(),
        pairs: some(needs).map((i) => ({ need: i, ...more() })),
      };
    case 4: {
      const others = chance(0.5) ? some(needs).map((i) => ({ need: i, ...more() })) : undefined;
      return { kind: 'volunteer_changed', id: one(volunteers), volunteer: volunteer(), pairs: others };
    }
    case 5:
      return { kind: 'volunteer_left', id: one(volunteers) };
    case 6:
      return { kind: 'pair_pinned', ...pair() };
    case 7:
      return { kind: 'pair_accepted', ...pair() };
    default:
      return { kind: 'pair_declined', ...pair() };
  }
}

it(`after events of every kind, under every rule, the bound holds and the plan keeps the rules (${CASES} plans)`, () => {
  const seen = { events: 0, refused: 0, optimal: 0, priced: 0, exact: 0, renewed: 0 };
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const { problem } = fullProblem(seed);
    const random = mulberry(seed + 31_000_000);
    let plan: StandingPlan;
    try {
      plan = new StandingPlan(problem, solve(problem, { seed, iterations: 10 }));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'contradictory_pins') throw error;
      continue;
    }
    if (random() < 0.4) plan.publish(Math.floor(random() * 300));
    for (let step = 0; step < 5; step++) {
      const event = eventOf(random, plan, problem.months);
      const before = plan.pairs();
      const fail = (what: string, data: unknown): never => {
        throw new Error(`seed ${seed}, step ${step}: ${what}: ${JSON.stringify(data)} after ${JSON.stringify(event)}`);
      };
      try {
        plan.apply(event);
        seen.events++;
      } catch (error) {
        if (!(error instanceof ProblemError)) fail('broke', (error as Error).stack);
        if (JSON.stringify(plan.pairs()) !== JSON.stringify(before)) fail('refused, yet changed', before);
        seen.refused++;
      }
      const now = plan.asProblem();
      const checked = verifyPlan(now.problem, Array.from(now.plan));
      if (checked.violations.length > 0 || checked.objective !== plan.objective) fail('not kept', checked);
      const proven = verifySolution(now.problem, { pairs: now.plan, certificate: { prices: now.prices } }).bound;
      if (proven < plan.bound && plan.bound < plan.objective) fail('not proven', { proven, said: plan.bound });
      if (now.problem.pairs.count > MOST_PAIRS) break;
      const best = optimum(fullOf(now.problem));
      if (best === null) return fail('a plan, where there is none', now.plan);
      if (plan.bound > best.objective || plan.objective < best.objective)
        fail('bounds', { bound: plan.bound, best: best.objective, plan: plan.objective });
      if (plan.objective === best.objective) seen.optimal++;
      const need = now.needs[Math.floor(random() * now.needs.length)];
      const place = new Map(Array.from(now.pairs, (p, x) => [p, x]));
      for (const other of need === undefined ? [] : plan.alternatives(need)) {
        const pinned = Uint8Array.from({ length: now.problem.pairs.count }, (_, p) => now.problem.pairs.pinned[p] ?? 0);
        pinned[place.get(other.pair)!] = 1;
        const forced = optimum(fullOf({ ...now.problem, pairs: { ...now.problem.pairs, pinned } }));
        seen.priced++;
        if (forced === null) {
          if (other.atMost !== null) fail('priced, yet impossible', other);
          continue;
        }
        const price = forced.objective - plan.objective;
        if (other.atLeast > price || (other.atMost !== null && other.atMost < price)) fail('price', { price, other });
        if (other.atMost === price) seen.exact++;
      }
      if (random() < 0.2) {
        plan.renew({ seed, iterations: 10 });
        if (plan.bound > best.objective || plan.objective < best.objective) fail('renewed', best.objective);
        seen.renewed++;
      }
    }
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  expect(seen.optimal).toBeGreaterThan(0.7 * (seen.events + seen.refused) * 0.8);
  expect(seen.priced).toBeGreaterThan(CASES);
  expect(seen.renewed).toBeGreaterThan(0.1 * CASES);
}, 3_600_000);
