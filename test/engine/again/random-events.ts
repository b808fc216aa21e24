import type { NeedSpec, PairSpec, PlanEvent, VolunteerSpec } from '../../../src/matching/engine/events';
import { NO_LIMIT, type Problem, ProblemError } from '../../../src/matching/engine/problem';
import type { StandingPlan } from '../../../src/matching/engine/standing';
import { problemOf, randomStory } from '../solve/problems';

/** What the makers of events know: how many needs and volunteers there have ever been, and which pairs there are. */
export interface Known {
  needs: number;
  volunteers: number;
  pairs: readonly { need: number; volunteer: number }[];
}

export function knownOf(plan: StandingPlan): Known {
  const { needs, volunteers, pairs } = plan.asProblem();
  return {
    needs: 1 + Math.max(-1, ...needs),
    volunteers: 1 + Math.max(-1, ...volunteers),
    pairs: Array.from(pairs, (p) => plan.pair(p)),
  };
}

/** A random event, sometimes one that cannot be (a need that is gone, a pair nobody knows). */
export function randomEvent(random: () => number, known: Known, plain: boolean): PlanEvent {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const minutes = () => [upTo(120)];
  const need = (): NeedSpec => {
    const seats = 1 + (random() < 0.4 ? upTo(2) : 0);
    const spec = { seats, penalty: 100 * (1 + upTo(5)) + upTo(20) };
    if (plain) return spec;
    const begin = upTo(300);
    const options: [number, number][][] = random() < 0.3 ? [[[begin, begin + 60]], []] : [[[begin, begin + 90]]];
    return { ...spec, minimum: 1 + upTo(seats - 1), options };
  };
  const volunteer = (): VolunteerSpec => ({
    capacity: random() < 0.1 ? NO_LIMIT : upTo(3),
    loads: random() < 0.3 ? [] : [0, upTo(5), 10, 40].slice(0, 1 + upTo(3)),
    ...(plain ? {} : { people: random() < 0.2 ? 2 : 1, minutes: [60 + upTo(200)] }),
  });
  const rest = (): Omit<PairSpec, 'need' | 'volunteer'> => ({
    cost: upTo(100) - (random() < 0.1 ? 150 : 0) + (random() < 0.05 ? 500 : 0),
    ...(plain ? {} : { minutes: minutes() }),
  });
  const here = (numbers: Iterable<number>) => [...new Set(numbers)];
  const withVolunteers = () =>
    here(known.pairs.map((p) => p.volunteer))
      .filter(() => random() < 0.6)
      .map((j) => ({ volunteer: j, ...rest() }));
  const withNeeds = () =>
    here(known.pairs.map((p) => p.need))
      .filter(() => random() < 0.6)
      .map((i) => ({ need: i, ...rest() }));
  const any = () => known.pairs[upTo(known.pairs.length - 1)] ?? { need: 0, volunteer: 0 };
  switch (upTo(9)) {
    case 0:
      return { kind: 'need_added', need: need(), pairs: withVolunteers() };
    case 1:
      return {
        kind: 'need_changed',
        id: any().need,
        need: need(),
        pairs: random() < 0.5 ? withVolunteers() : undefined,
      };
    case 2:
      return { kind: 'need_withdrawn', id: random() < 0.3 ? upTo(known.needs) : any().need };
    case 3:
      return { kind: 'volunteer_added', volunteer: volunteer(), pairs: withNeeds() };
    case 4: {
      const pairs = random() < 0.5 ? withNeeds() : undefined;
      return { kind: 'volunteer_changed', id: any().volunteer, volunteer: volunteer(), pairs };
    }
    case 5:
      return { kind: 'volunteer_left', id: random() < 0.3 ? upTo(known.volunteers) : any().volunteer };
    case 6:
      return { kind: 'pair_pinned', ...only(any()) };
    case 7:
      return { kind: 'pair_accepted', ...only(any()) };
    default:
      return { kind: 'pair_declined', ...only(any()) };
  }
}

const only = ({ need, volunteer }: { need: number; volunteer: number }) => ({ need, volunteer });

/** Applies an event; the code of what refuses it, or null. */
export function attempt(plan: StandingPlan, event: PlanEvent): string | null {
  try {
    plan.apply(event);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
}

/** A random problem in which seats, capacities and loads are all that binds. */
export function plainProblem(random: () => number, mostPairs = 14): Problem {
  const story = randomStory(random, mostPairs);
  return problemOf({
    needs: story.needs.map(({ seats, penalty }) => ({ seats, penalty })),
    volunteers: story.volunteers.map(({ capacity, loads }) => ({ capacity, loads })),
    offers: story.offers!.map(({ volunteer }) => ({ volunteer })),
    pairs: story.pairs.map(({ need, offer, cost }) => ({ need, offer, cost })),
  });
}
