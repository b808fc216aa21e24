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
  for (const [i, here] of held) {
    const need = facts.needs[i];
    const prices = hurried() ? null : (known ??= new Prices(problem, solution.certificate));
    const worth = (p: number) => (prices === null ? round.fit[p] : prices.gainOf(p));
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
    const missed = full && prices !== null ? here.reduce((least, p) => Math.min(least, prices.regret(p)), Infinity) : 0;
    const list = likeliest(others, best, worth, prices === null ? LISTED : LOOKED_AT).map((p) => {
      const offer = facts.offers[round.offer[p]];
      const when = need.whens[round.when[p]];
      return {
        pair: p,
        entry: {
          offer: offer.line.id,
          volunteer: offer.volunteer.line.id,
          alternative: when.index,
          score: round.fit[p],
          priceAtLeast: Math.ceil(gap - 1 + (prices === null ? 0 : prices.above(p)) + missed + 1e-6),
        },
      };
    });
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

/** Of the best pairs of so many volunteers those worth most, in order. */
function likeliest(
  volunteers: readonly number[],
  best: Int32Array,
  worth: (pair: number) => number,
  most: number,
): number[] {
  const top: number[] = [];
  for (const j of volunteers) {
    const p = best[j];
    const gain = worth(p);
    let at = top.length;
    for (; at > 0; at--) {
      const more = worth(top[at - 1]) - gain;
      if (more > 0 || (more === 0 && top[at - 1] < p)) break;
    }
    if (at >= most) continue;
    if (top.length === most) top.pop();
    top.splice(at, 0, p);
  }
  return top;
}
