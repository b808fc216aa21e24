import { built, district, engine, limits, quantile, timed, yardstick } from '../tools.mjs';

export const title = 'One event repaired, and three alternatives of a need, on M';
export const needs = yardstick;

/** Percent by which the gap may grow before the whole is solved again, as a caller would between two events. */
const DRIFT = 1;

const KINDS = [
  'need_added',
  'need_withdrawn',
  'need_changed',
  'volunteer_added',
  'volunteer_left',
  'pair_declined',
  'pair_pinned',
];

export function* rows({ full }) {
  const { readInstance } = built('matching/instances');
  const { solve } = engine('solve');
  const { StandingPlan } = engine('standing');
  for (const mode of ['pure', 'hours']) {
    const problem = readInstance(district('M'), 'yardstick', mode);
    const first = timed(() => solve(problem, { seed: 1, iterations: full ? 1000 : 150 }));
    const ready = timed(() => new StandingPlan(problem, first.result));
    const plan = ready.result;
    const random = generator(7);
    const before = gap(plan);
    const spent = [];
    const renewed = [];
    const count = mode === 'pure' ? 700 : 140;
    for (let k = 0; k < count; k++) {
      const event = eventOf(KINDS[k % KINDS.length], plan, random);
      spent.push(timed(() => applied(plan, event)));
      if (plan.drift > DRIFT) renewed.push(timed(() => plan.renew({ seed: 1, iterations: full ? 300 : 50 })).cpu);
    }
    const after = plan.asProblem();
    const asked = Array.from(after.needs).filter((_, x) => x % Math.ceil(after.needs.length / 100) === 0);
    const answers = asked.map((need) => timed(() => plan.alternatives(need)));
    const fresh = timed(() => solve(after.problem, { seed: 1, iterations: full ? 1000 : 150 }));
    const said = (list, of) =>
      [0.5, 0.95, 1].map((share) => (1000 * quantile(list.map(of), share)).toFixed(1)).join(' / ');
    yield {
      M: mode,
      'ready ms': (1000 * ready.seconds).toFixed(0),
      'event ms (median / p95 / most)': said(spent, (x) => x.seconds),
      'event CPU ms': said(spent, (x) => x.cpu),
      'three alternatives ms': said(answers, (x) => x.seconds),
      'alternatives CPU ms': said(answers, (x) => x.cpu),
      'gap % before, after all events': `${before} ${gap(plan)}`,
      'solved again, CPU s each': renewed.map((cpu) => cpu.toFixed(1)).join(' ') || 'never',
      'fresh solution s': fresh.seconds.toFixed(2),
      'plan above fresh %': ((100 * (plan.objective - fresh.result.objective)) / fresh.result.objective).toFixed(2),
      ...limits(
        [
          1000 *
            quantile(
              spent.map((x) => x.seconds),
              0.95,
            ),
          mode === 'pure' ? 3 : 100,
          'ms an event',
        ],
        [
          1000 *
            quantile(
              answers.map((x) => x.seconds),
              0.95,
            ),
          mode === 'pure' ? 50 : 500,
          'ms alternatives',
        ],
        ...(mode === 'pure' ? [[plan.objective, fresh.result.objective, 'points']] : []),
      ),
    };
  }
}

const gap = (plan) => ((100 * (plan.objective - plan.bound)) / plan.objective).toFixed(2);

/** Pins that contradict others are refused; that is an answer too. */
function applied(plan, event) {
  try {
    plan.apply(event);
  } catch (error) {
    if (error.code === undefined) throw error;
  }
}

/** An event in the likeness of what is there: a need or a volunteer like another, another penalty, a pair of the plan. */
function eventOf(kind, plan, random) {
  const { problem, needs, volunteers, pairs } = plan.asProblem();
  const any = (count) => Math.floor(random() * count);
  const i = any(needs.length);
  const j = any(volunteers.length);
  const minutes = (p) => (problem.pairs.minutes.length > 0 ? { minutes: [problem.pairs.minutes[p]] } : {});
  const times = (o) =>
    Array.from({ length: problem.options.occurrenceStart[o + 1] - problem.options.occurrenceStart[o] }, (_, x) => {
      const at = problem.options.occurrenceStart[o] + x;
      return [problem.options.from[at], problem.options.to[at]];
    });
  const need = {
    seats: problem.needs.seats[i],
    minimum: problem.needs.minimum[i],
    penalty: kind === 'need_changed' ? 100_000 * (1 + any(4)) : problem.needs.penalty[i],
    options: [times(problem.needs.optionStart[i])],
  };
  const of = (own) => Array.from(pairs.keys()).filter(own);
  if (kind === 'need_added') {
    const own = of((x) => x >= problem.needs.pairStart[i] && x < problem.needs.pairStart[i + 1]);
    const like = own.map((x) => ({
      volunteer: plan.pair(pairs[x]).volunteer,
      cost: problem.pairs.cost[x],
      ...minutes(x),
    }));
    return { kind, need, pairs: like };
  }
  if (kind === 'need_changed') return { kind, id: needs[i], need };
  if (kind === 'need_withdrawn') return { kind, id: needs[i] };
  if (kind === 'volunteer_left') return { kind, id: volunteers[j] };
  if (kind === 'volunteer_added') {
    const { capacity, loadStart, loadCost, monthlyMinutes } = problem.volunteers;
    const volunteer = {
      capacity: capacity[j],
      loads: Array.from(loadCost.slice(loadStart[j], loadStart[j + 1])),
      ...(monthlyMinutes.length > 0 ? { minutes: [monthlyMinutes[j]] } : {}),
    };
    const own = of((x) => problem.offers.volunteer[problem.pairs.offer[x]] === j);
    const like = own.map((x) => ({ need: plan.pair(pairs[x]).need, cost: problem.pairs.cost[x], ...minutes(x) }));
    return { kind, volunteer, pairs: like };
  }
  const chosen = plan.pairs();
  const { need: at, volunteer } = plan.pair(chosen[any(chosen.length)]);
  return { kind, need: at, volunteer };
}

function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
