import type { NeedFacts } from './facts';
import { type Funnel, Funnels } from './funnel';
import type { Reason, UnfilledNeed } from './plan';
import type { RoundProblem } from './to-problem';

/**
 * Needs with open seats, with the funnel and the cause, by need in canonical order. `chosen`: pairs of the plan. From
 * when `hurried` says so, it is not counted which rule excludes whom.
 */
export function unfilledOf(round: RoundProblem, chosen: readonly number[], hurried: () => boolean): UnfilledNeed[] {
  const { facts, problem, need } = round;
  const { offers, pairs, volunteers } = problem;
  const here: number[][] = facts.needs.map(() => []);
  const engaged = new Uint8Array(volunteers.count);
  for (const p of chosen) {
    here[need[p]].push(p);
    engaged[offers.volunteer[pairs.offer[p]]] = 1;
  }
  const funnels = new Funnels(facts);
  const seen = new Int32Array(volunteers.count).fill(-1);
  const pinned = new Set(round.pins.held.map((pin) => pin.need));
  const counted = (n: NeedFacts): Funnel => {
    // Beside pins not all who are eligible have a pair.
    if (pinned.has(n) || !hurried()) return funnels.of(n);
    const { pairStart } = problem.needs;
    let eligible = 0;
    for (let p = pairStart[n.index]; p < pairStart[n.index + 1]; p++) {
      const j = offers.volunteer[pairs.offer[p]];
      if (seen[j] !== n.index) eligible++;
      seen[j] = n.index;
    }
    return funnels.notCounted(eligible);
  };
  return facts.needs
    .filter((n) => here[n.index].length < n.line.seats)
    .map((n) => {
      const { eligible, eliminated } = counted(n);
      const open = n.line.seats - here[n.index].length;
      return {
        need: n.line.id,
        open,
        eligible,
        eliminated,
        cause: causeOf(round, n, eligible, here[n.index], engaged),
      };
    });
}

/** What keeps the seats open, as far as the plan shows it: nothing is said of what another plan could do. */
function causeOf(
  { problem, when }: RoundProblem,
  { index, line: { minimum, seats } }: NeedFacts,
  eligible: number,
  here: readonly number[],
  engaged: Uint8Array,
): Reason {
  if (eligible === 0) return { code: 'nobody_eligible' };
  if (eligible < minimum) return { code: 'below_minimum', params: { eligible, minimum } };
  const { needs, offers, pairs } = problem;
  const serving = new Set(here.map((p) => offers.volunteer[pairs.offer[p]]));
  const elsewhere = new Set<number>();
  const people: Set<number>[] = [];
  for (let p = needs.pairStart[index]; p < needs.pairStart[index + 1]; p++) {
    const j = offers.volunteer[pairs.offer[p]];
    (people[when[p]] ??= new Set()).add(j);
    if (engaged[j] === 1 && !serving.has(j)) elsewhere.add(j);
  }
  const atOnce = people.reduce((most, { size }) => Math.max(most, size), 0);
  if (atOnce < minimum && here.length === 0) {
    return { code: 'below_minimum_each_time', params: { eligible: atOnce, minimum } };
  }
  if (here.length > 0 && people[when[here[0]]].size === here.length) {
    if (eligible === here.length) return { code: 'all_eligible_serve', params: { eligible, seats } };
    return { code: 'all_at_this_time_serve', params: { eligible: here.length, others: eligible - here.length } };
  }
  return { code: 'taken', params: { eligible, elsewhere: elsewhere.size } };
}
