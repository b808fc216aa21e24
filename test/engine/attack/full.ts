import { NO_LIMIT, type Problem } from '../../../src/matching/engine/problem';

/** A random full problem, and what of it the lists of conflicts were made from. */
export interface Full {
  problem: Problem;
  /** Whether one person cannot hold both pairs: their times overlap, or the way between them is too long. */
  busy: (p: number, q: number) => boolean;
}

/** Numbers in [0, 1) that repeat themselves; not the engine's. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A random problem of at most 20 pairs with every rule on at once: minimums, alternative times, months, teams with
 * agreed times of their own, several offers with capacity, minutes and stock, ways, pins, kept pairs (costs below 0),
 * loads that begin where accepted engagements left off. Penalties are districts' ones, far above the costs, so that
 * seats are worth counting; the scarcer the people, the more often the count is a fraction to be rounded.
 */
export function fullProblem(seed: number): Full {
  const random = mulberry(seed);
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const chance = (share: number) => random() < share;
  const months = 1 + upTo(2);
  const scarceness = random();
  // A crowd: many needs of equal worth and few hours, so that seats could be filled by halves but not by wholes.
  const crowd = chance(0.35);
  const kind = crowd ? upTo(1) : upTo(3);
  const scarce = crowd ? 1 : scarceness;
  const N = crowd ? 5 + upTo(2) : 2 + upTo(4);
  const V = crowd ? 3 : 1 + upTo(3);

  const seats: number[] = [];
  const minimum: number[] = [];
  const penalty: number[] = [];
  const place: number[] = [];
  const times: [number, number][][][] = [];
  const largest = 1000 * (1 + upTo(300));
  for (let i = 0; i < N; i++) {
    seats.push(crowd && chance(0.8) ? 1 : 1 + (chance(0.5) ? upTo(2) : 0));
    minimum.push(chance(0.6) ? seats[i] - (chance(0.3) ? upTo(seats[i] - 1) : 0) : 1);
    const multiple = kind === 0 ? 1 : kind === 1 ? 1 + upTo(3) : 1 + random() * 3;
    penalty.push(kind === 3 ? upTo(3000) : Math.round(largest * multiple));
    place.push(upTo(3));
    times.push(
      Array.from({ length: chance(crowd ? 0.1 : 0.4) ? 2 + upTo(1) : 1 }, () => {
        const list: [number, number][] = [];
        let minute = upTo(200);
        for (let x = chance(0.2) ? 0 : 1 + upTo(1); x > 0; x--) {
          const length = 20 + upTo(100);
          list.push([minute, minute + length]);
          minute += length + upTo(200);
        }
        return list;
      }),
    );
  }
  const limit = () => (chance(scarce) ? 40 + upTo(200) : NO_LIMIT);
  const volunteers = Array.from({ length: V }, () => ({
    people: chance(0.25) ? 2 + upTo(1) : 1,
    capacity: chance(crowd ? 0.7 : 0.25) ? NO_LIMIT : upTo(3),
    minutes: Array.from({ length: months }, limit),
    loads: Array.from({ length: upTo(3) }, () => upTo(400)).sort((a, b) => a - b),
  }));
  const offers: { volunteer: number; capacity: number; minutes: number[]; stock: number }[] = [];
  volunteers.forEach((_, volunteer) => {
    for (let f = chance(crowd ? 0.1 : 0.4) ? 2 : 1; f > 0; f--)
      offers.push({
        volunteer,
        capacity: chance(0.6) ? NO_LIMIT : upTo(2),
        minutes: Array.from({ length: months }, () => (chance(0.7) ? NO_LIMIT : limit())),
        stock: chance(0.5) ? NO_LIMIT : upTo(5),
      });
  });
  interface Pair {
    need: number;
    option: number;
    offer: number;
    cost: number;
    minutes: number[];
    pieces: number;
    pinned: boolean;
  }
  let pairs: Pair[] = [];
  for (let need = 0; need < N; need++)
    for (let offer = 0; offer < offers.length; offer++)
      for (let option = 0; option < times[need].length; option++)
        if (chance(0.7))
          pairs.push({
            need,
            option,
            offer,
            cost: upTo(1000) - (chance(0.15) ? 600 : 0),
            minutes: Array.from({ length: months }, () => (chance(0.2) ? 0 : 20 + upTo(110))),
            pieces: upTo(3),
            pinned: false,
          });
  const most = crowd ? 19 : 14;
  while (pairs.length > most) pairs.splice(upTo(pairs.length - 1), 1);
  if (chance(0.4)) for (const pair of pairs) pair.pinned = chance(0.12);
  // What a team has agreed to already: a need of its own, worth nothing, with one pinned pair, and one place more.
  volunteers.forEach((volunteer, j) => {
    if (volunteer.people === 1 || !chance(0.5)) return;
    const offer = offers.findIndex((o) => o.volunteer === j);
    if (volunteer.capacity !== NO_LIMIT) volunteer.capacity++;
    if (offers[offer].capacity !== NO_LIMIT) offers[offer].capacity++;
    const from = upTo(200);
    times.push([[[from, from + 60]]]);
    seats.push(1);
    minimum.push(1);
    penalty.push(0);
    place.push(upTo(3));
    const need = seats.length - 1;
    pairs.push({
      need,
      option: 0,
      offer,
      cost: 0,
      minutes: new Array<number>(months).fill(0),
      pieces: 0,
      pinned: true,
    });
  });
  pairs = pairs.sort((a, b) => a.need - b.need);

  const reach = 15 * upTo(3);
  const busy = (p: number, q: number): boolean => {
    const [a, b] = [pairs[p], pairs[q]];
    if (a.need === b.need || offers[a.offer].volunteer !== offers[b.offer].volunteer) return false;
    const way = reach * Math.abs(place[a.need] - place[b.need]);
    for (const [from, to] of times[a.need][a.option])
      for (const [begin, end] of times[b.need][b.option]) if (begin < to + way && from < end + way) return true;
    return false;
  };
  const starts = (lengths: number[]) => {
    const list = [0];
    for (const length of lengths) list.push(list[list.length - 1] + length);
    return Int32Array.from(list);
  };
  const whole = (list: readonly number[]) => Int32Array.from(list);
  const optionStart = starts(times.map((options) => options.length));
  const flat = times.flat();
  const others = pairs.map((_, p) => Array.from(pairs.keys()).filter((q) => busy(p, q)));
  const problem: Problem = {
    months,
    needs: {
      count: seats.length,
      seats: whole(seats),
      minimum: whole(minimum),
      penalty: Float64Array.from(penalty),
      level: new Uint8Array(seats.length),
      optionStart,
      pairStart: starts(seats.map((_, i) => pairs.filter((pair) => pair.need === i).length)),
    },
    options: {
      count: flat.length,
      occurrenceStart: starts(flat.map((list) => list.length)),
      from: whole(flat.flat().map(([from]) => from)),
      to: whole(flat.flat().map(([, to]) => to)),
    },
    volunteers: {
      count: V,
      people: whole(volunteers.map((x) => x.people)),
      capacity: whole(volunteers.map((x) => x.capacity)),
      loadStart: starts(volunteers.map((x) => x.loads.length)),
      loadCost: whole(volunteers.flatMap((x) => x.loads)),
      monthlyMinutes: whole(volunteers.flatMap((x) => x.minutes)),
    },
    offers: {
      count: offers.length,
      volunteer: whole(offers.map((x) => x.volunteer)),
      capacity: whole(offers.map((x) => x.capacity)),
      monthlyMinutes: whole(offers.flatMap((x) => x.minutes)),
      stock: whole(offers.map((x) => x.stock)),
    },
    pairs: {
      count: pairs.length,
      option: whole(pairs.map((pair) => optionStart[pair.need] + pair.option)),
      offer: whole(pairs.map((pair) => pair.offer)),
      cost: whole(pairs.map((pair) => pair.cost)),
      minutes: whole(pairs.flatMap((pair) => pair.minutes)),
      pieces: whole(pairs.map((pair) => pair.pieces)),
      pinned: Uint8Array.from(pairs, (pair) => (pair.pinned ? 1 : 0)),
    },
    conflicts: { start: starts(others.map((list) => list.length)), other: whole(others.flat()) },
  };
  return { problem, busy };
}

/** The least objective of all plans, written from the statement of the problem alone; null: pins contradict each other. */
export function optimum({ problem, busy }: Full): { objective: number; pairs: number[] } | null {
  const { needs, volunteers, offers, pairs, months } = problem;
  const needOf: number[] = [];
  for (let i = 0; i < needs.count; i++)
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) needOf.push(i);
  const owner = (p: number) => offers.volunteer[pairs.offer[p]];
  const chosen: number[] = [];
  let best: { objective: number; pairs: number[] } | null = null;

  const fits = (p: number): boolean => {
    const beside = chosen.filter((q) => needOf[q] === needOf[p]);
    if (beside.length === needs.seats[needOf[p]]) return false;
    if (beside.some((q) => pairs.option[q] !== pairs.option[p] || owner(q) === owner(p))) return false;
    const j = owner(p);
    const f = pairs.offer[p];
    const own = [...chosen.filter((q) => owner(q) === j), p];
    const ofOffer = own.filter((q) => pairs.offer[q] === f);
    if (own.length > volunteers.capacity[j] || ofOffer.length > offers.capacity[f]) return false;
    const total = (list: number[], use: (q: number) => number) => list.map(use).reduce((x, y) => x + y, 0);
    for (let month = 0; month < months; month++) {
      const use = (q: number) => pairs.minutes[q * months + month];
      const limit = volunteers.monthlyMinutes[j * months + month];
      const ofOfferLimit = offers.monthlyMinutes[f * months + month];
      if (limit !== NO_LIMIT && total(own, use) > limit) return false;
      if (ofOfferLimit !== NO_LIMIT && total(ofOffer, use) > ofOfferLimit) return false;
    }
    if (offers.stock[f] !== NO_LIMIT && total(ofOffer, (q) => pairs.pieces[q]) > offers.stock[f]) return false;
    return shared(own, volunteers.people[j]);
  };
  /** Every way of giving the pairs to the people, one after the other. */
  const shared = (own: number[], people: number): boolean => {
    const hands: number[][] = Array.from({ length: people }, () => []);
    const give = (x: number): boolean =>
      x === own.length ||
      hands.some((hand) => {
        if (hand.some((q) => busy(q, own[x]))) return false;
        hand.push(own[x]);
        const done = give(x + 1);
        hand.pop();
        return done;
      });
    return give(0);
  };
  const worth = (): number | null => {
    let sum = 0;
    for (let i = 0; i < needs.count; i++) {
      const own = chosen.filter((p) => needOf[p] === i);
      const beside = own.filter((p) => pairs.pinned[p] === 0).length;
      if (beside > 0 && own.length < needs.minimum[i]) return null;
      sum += needs.penalty[i] * (needs.seats[i] - own.length);
    }
    for (const p of chosen) sum += pairs.cost[p];
    for (let j = 0; j < volunteers.count; j++) {
      const list = Array.from(volunteers.loadCost.subarray(volunteers.loadStart[j], volunteers.loadStart[j + 1]));
      const held = chosen.filter((p) => owner(p) === j).length;
      for (let q = 0; q < held && list.length > 0; q++) sum += list[Math.min(q, list.length - 1)];
    }
    return sum;
  };
  const decide = (p: number): void => {
    if (p === pairs.count) {
      const objective = worth();
      if (objective !== null && (best === null || objective < best.objective)) best = { objective, pairs: [...chosen] };
      return;
    }
    if (fits(p)) {
      chosen.push(p);
      decide(p + 1);
      chosen.pop();
    }
    if (pairs.pinned[p] === 0) decide(p + 1);
  };
  decide(0);
  return best;
}
