import { conflictsByTime } from '../../../src/matching/engine/conflicts';
import { NO_LIMIT, type Problem } from '../../../src/matching/engine/problem';
import { randomOf } from '../../../src/matching/engine/random';
import { verifyPlan } from '../../../src/matching/engine/verify';

/** A problem in words, for tests: everything that is not said has no limit. */
export interface Story {
  months?: number;
  needs: { seats?: number; minimum?: number; penalty: number; options?: [number, number][][] }[];
  volunteers: { people?: number; capacity?: number; loads?: number[]; minutes?: number[] }[];
  offers?: { volunteer: number; capacity?: number; minutes?: number[]; stock?: number }[];
  pairs: {
    need: number;
    offer: number;
    option?: number;
    cost?: number;
    minutes?: number[];
    pieces?: number;
    pinned?: boolean;
  }[];
  travel?: number;
}

/** Builds a problem; `offers` default to one per volunteer, options to one that is flexible. */
export function problemOf(story: Story): Problem {
  const months = story.months ?? 1;
  const offers: NonNullable<Story['offers']> = story.offers ?? story.volunteers.map((_, volunteer) => ({ volunteer }));
  const optionStart = [0];
  const occurrenceStart = [0];
  const from: number[] = [];
  const to: number[] = [];
  for (const need of story.needs) {
    const options = need.options ?? [[]];
    for (const occurrences of options) {
      for (const [begin, end] of occurrences) {
        from.push(begin);
        to.push(end);
      }
      occurrenceStart.push(from.length);
    }
    optionStart.push(optionStart[optionStart.length - 1] + options.length);
  }
  const pairs = story.pairs
    .map((pair, order) => ({ ...pair, order }))
    .sort((a, b) => a.need - b.need || a.order - b.order);
  const pairStart = new Int32Array(story.needs.length + 1);
  for (const { need } of pairs) pairStart[need + 1]++;
  for (let i = 0; i < story.needs.length; i++) pairStart[i + 1] += pairStart[i];
  const loadStart = [0];
  const loadCost: number[] = [];
  for (const volunteer of story.volunteers) {
    loadCost.push(...(volunteer.loads ?? []));
    loadStart.push(loadCost.length);
  }
  const perMonth = (list: { minutes?: number[] }[]) =>
    list.flatMap((x) => x.minutes ?? new Array<number>(months).fill(NO_LIMIT));
  const problem: Omit<Problem, 'conflicts'> = {
    months,
    needs: {
      count: story.needs.length,
      seats: Int32Array.from(story.needs, (need) => need.seats ?? 1),
      minimum: Int32Array.from(story.needs, (need) => need.minimum ?? 1),
      penalty: Float64Array.from(story.needs, (need) => need.penalty),
      level: new Uint8Array(story.needs.length),
      optionStart: Int32Array.from(optionStart),
      pairStart,
    },
    options: {
      count: occurrenceStart.length - 1,
      occurrenceStart: Int32Array.from(occurrenceStart),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
    },
    volunteers: {
      count: story.volunteers.length,
      people: Int32Array.from(story.volunteers, (volunteer) => volunteer.people ?? 1),
      capacity: Int32Array.from(story.volunteers, (volunteer) => volunteer.capacity ?? NO_LIMIT),
      loadStart: Int32Array.from(loadStart),
      loadCost: Int32Array.from(loadCost),
      monthlyMinutes: Int32Array.from(perMonth(story.volunteers)),
    },
    offers: {
      count: offers.length,
      volunteer: Int32Array.from(offers, (offer) => offer.volunteer),
      capacity: Int32Array.from(offers, (offer) => offer.capacity ?? NO_LIMIT),
      monthlyMinutes: Int32Array.from(perMonth(offers)),
      stock: Int32Array.from(offers, (offer) => offer.stock ?? NO_LIMIT),
    },
    pairs: {
      count: pairs.length,
      option: Int32Array.from(pairs, (pair) => optionStart[pair.need] + (pair.option ?? 0)),
      offer: Int32Array.from(pairs, (pair) => pair.offer),
      cost: Int32Array.from(pairs, (pair) => pair.cost ?? 0),
      minutes: Int32Array.from(pairs.flatMap((pair) => pair.minutes ?? new Array<number>(months).fill(0))),
      pieces: Int32Array.from(pairs, (pair) => pair.pieces ?? 0),
      pinned: Uint8Array.from(pairs, (pair) => (pair.pinned ? 1 : 0)),
    },
  };
  const travel = story.travel ?? 0;
  // Places differ between needs of different parity, so that travel matters for some pairs only.
  const needOf = (p: number) => pairs[p].need;
  return { ...problem, conflicts: conflictsByTime(problem, (p, q) => ((needOf(p) + needOf(q)) % 2) * travel, travel) };
}

/** A random small problem with every rule on. */
export function randomStory(random: () => number, mostPairs = 10): Story {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const months = 1 + upTo(2);
  const strictness = random();
  const needs: Story['needs'] = [];
  const N = 1 + upTo(4);
  for (let i = 0; i < N; i++) {
    const seats = 1 + (random() < 0.5 ? upTo(2) : 0);
    const options: [number, number][][] = [];
    for (let o = 1 + (random() < 0.4 ? upTo(2) : 0); o > 0; o--) {
      const occurrences: [number, number][] = [];
      let minute = upTo(120);
      for (let x = random() < 0.2 ? 0 : 1 + upTo(1); x > 0; x--) {
        const length = 30 + upTo(90);
        occurrences.push([minute, minute + length]);
        minute += length + upTo(180);
      }
      options.push(occurrences);
    }
    needs.push({ seats, minimum: 1 + upTo(seats - 1), penalty: 100 * (1 + upTo(5)) + upTo(20), options });
  }
  const volunteers: Story['volunteers'] = [];
  const offers: NonNullable<Story['offers']> = [];
  const V = 1 + upTo(3);
  const minutes = () => Array.from({ length: months }, () => (random() < strictness ? 60 + upTo(200) : NO_LIMIT));
  for (let j = 0; j < V; j++) {
    const step = upTo(40);
    volunteers.push({
      people: random() < 0.25 ? 2 + upTo(1) : 1,
      capacity: random() < 0.2 ? NO_LIMIT : upTo(3),
      loads: random() < 0.3 ? [] : [0, step, 2 * step, 5 * step].slice(0, 1 + upTo(3)),
      minutes: minutes(),
    });
    for (let f = 1 + (random() < 0.4 ? 1 : 0); f > 0; f--)
      offers.push({
        volunteer: j,
        capacity: random() < 0.6 ? NO_LIMIT : upTo(2),
        minutes: minutes(),
        stock: random() < 0.5 ? NO_LIMIT : upTo(4),
      });
  }
  const pairs: Story['pairs'] = [];
  for (let i = 0; i < N; i++)
    for (let f = 0; f < offers.length; f++)
      for (let o = 0; o < needs[i].options!.length; o++)
        if (random() < 0.6)
          pairs.push({
            need: i,
            offer: f,
            option: o,
            cost: upTo(100) - (random() < 0.1 ? 150 : 0) + (random() < 0.05 ? 500 : 0),
            minutes: Array.from({ length: months }, () => upTo(120)),
            pieces: upTo(2),
          });
  while (pairs.length > mostPairs) pairs.splice(upTo(pairs.length - 1), 1);
  if (random() < 0.3) for (const pair of pairs) if (random() < 0.15) pair.pinned = true;
  return { months, needs, volunteers, offers, pairs, travel: random() < 0.5 ? 0 : upTo(90) };
}

/** What more pairs may mend; whatever else is broken stays broken, whoever comes to it. */
const MENDED_BY_MORE = ['minimum', 'pin_missing'];

/** Least objective over all sets of pairs that keep every rule, or null when none does (contradictory pins). */
export function bruteForce(problem: Problem): number | null {
  let best: number | null = null;
  const chosen: number[] = [];
  /** Every set of `chosen` and pairs from `p` on. */
  const visit = (p: number): void => {
    const { violations, objective } = verifyPlan(problem, chosen);
    if (!violations.every(({ code }) => MENDED_BY_MORE.includes(code))) return;
    if (violations.length === 0 && (best === null || objective < best)) best = objective;
    for (let next = p; next < problem.pairs.count; next++) {
      chosen.push(next);
      visit(next + 1);
      chosen.pop();
    }
  };
  visit(0);
  return best;
}

/** A district of about `N` needs in which hours, overlaps, minimums, alternatives and teams bind. */
export function district(N: number, seed: number): Problem {
  const random = randomOf(seed);
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const V = Math.ceil(N * 0.6);
  const slot = (): [number, number][] => {
    const begin = upTo(9) * 1440 + 480 + upTo(16) * 30;
    return [[begin, begin + 60 + upTo(2) * 30]];
  };
  const needs: Story['needs'] = [];
  const pairs: Story['pairs'] = [];
  for (let i = 0; i < N; i++) {
    const seats = random() < 0.7 ? 1 : 2 + upTo(1);
    const options = random() < 0.3 ? [slot(), slot()] : [slot()];
    needs.push({ seats, minimum: random() < 0.3 ? seats : 1, penalty: 100_000 * (1 + upTo(3)), options });
    const volunteers = new Set(Array.from({ length: 8 }, () => upTo(V - 1)));
    for (const offer of volunteers)
      options.forEach((_, option) =>
        pairs.push({ need: i, offer, option, cost: upTo(1000), minutes: [120 + upTo(8) * 30] }),
      );
  }
  const volunteers = Array.from({ length: V }, () => ({
    capacity: 1 + upTo(2),
    people: random() < 0.1 ? 2 : 1,
    loads: [0, 40, 80],
    minutes: [300 + upTo(300)],
  }));
  return problemOf({ needs, volunteers, pairs, travel: 30 });
}
