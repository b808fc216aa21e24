import type { ProposedPair } from './plan';
import { Prices } from './price';
import type { Solution } from './problem';
import type { RoundProblem } from './to-problem';

/** Pairs looked at closely for each shortlist, and how many it lists. */
const LOOKED_AT = 5;
const LISTED = 3;

type Shortlist = ProposedPair['alternatives'];

/**
 * For each need with people: the three other offers whose price is proven lowest, for people not yet in it. From when
 * `hurried` says so: the three that fit best, of whose price nothing is proven.
 */
export function shortlistsOf(
  round: RoundProblem,
  solution: Solution,
  chosen: readonly number[],
  hurried: () => boolean,
): Map<number, Shortlist> {
  const { facts, problem } = round;
  const { needs, offers, pairs } = problem;
  let known: Prices | null = null;
  const held = new Map<number, number[]>();
  for (const p of chosen) {
    const here = held.get(round.need[p]);
    if (here === undefined) held.set(round.need[p], [p]);
    else here.push(p);
  }
  const gap = solution.certifiedBound - solution.objective;
  // By volunteer: the best pair of the need looked at, −1 for who serves there; and the need looked at last.
  const best = new Int32Array(problem.volunteers.count);
  const seen = new Int32Array(problem.volunteers.count).fill(-1);
  const others: number[] = [];
  const lists = new Map<number, Shortlist>();
  const entry = (p: number, priceAtLeast: number) => {
    const offer = facts.offers[round.offer[p]];
    return {
      offer: offer.line.id,
      volunteer: offer.volunteer.line.id,
      alternative: facts.needs[round.need[p]].whens[round.when[p]].index,
      score: round.fit[p],
      priceAtLeast: Math.ceil(gap - 1 + priceAtLeast + 1e-6),
    };
  };
  for (const [i, here] of held) {
    if (hurried()) {
      lists.set(
        i,
        fittest(round, i, here).map((p) => entry(p, 0)),
      );
      continue;
    }
    const prices = (known ??= new Prices(problem, solution.certificate));
    const worth = (p: number) => prices.gainOf(p);
    for (const p of here) {
      const j = offers.volunteer[pairs.offer[p]];
      seen[j] = i;
      best[j] = -1;
    }
    others.length = 0;
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      const j = offers.volunteer[pairs.offer[p]];
      if (seen[j] !== i) {
        seen[j] = i;
        best[j] = p;
        others.push(j);
      } else if (best[j] >= 0 && worth(p) > worth(best[j])) best[j] = p;
    }
    // Where every seat is taken, one of those who serve would have to leave, and each is missed by so much.
    const full = here.length === needs.seats[i];
    const missed = full ? here.reduce((least, p) => Math.min(least, prices.regret(p)), Infinity) : 0;
    const list = likeliest(others, best, worth).map((p) => ({ pair: p, entry: entry(p, prices.above(p) + missed) }));
    list.sort(
      (a, b) => a.entry.priceAtLeast - b.entry.priceAtLeast || b.entry.score - a.entry.score || a.pair - b.pair,
    );
    lists.set(
      i,
      list.slice(0, LISTED).map(({ entry }) => entry),
    );
  }
  return lists;
}

/** Of those who could serve a need and do not, the three that fit best, in order; `here`: pairs of those who do. */
function fittest({ problem, fit }: RoundProblem, i: number, here: readonly number[]): number[] {
  const { needs, offers, pairs } = problem;
  const who = (p: number) => offers.volunteer[pairs.offer[p]];
  const top: number[] = [];
  for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
    let at = top.length;
    while (at > 0 && fit[top[at - 1]] < fit[p]) at--;
    if (at >= LISTED || here.some((q) => who(q) === who(p))) continue;
    const before = top.findIndex((q) => who(q) === who(p));
    if (before >= 0 && before < at) continue;
    if (before >= 0) top.splice(before, 1);
    else if (top.length === LISTED) top.pop();
    top.splice(at, 0, p);
  }
  return top;
}

/** Of the best pairs of so many volunteers those worth most, in order. */
function likeliest(volunteers: readonly number[], best: Int32Array, worth: (pair: number) => number): number[] {
  const top: number[] = [];
  for (const j of volunteers) {
    const p = best[j];
    const gain = worth(p);
    let at = top.length;
    for (; at > 0; at--) {
      const more = worth(top[at - 1]) - gain;
      if (more > 0 || (more === 0 && top[at - 1] < p)) break;
    }
    if (at >= LOOKED_AT) continue;
    if (top.length === LOOKED_AT) top.pop();
    top.splice(at, 0, p);
  }
  return top;
}
