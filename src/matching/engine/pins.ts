import type { Instance } from './instance';
import { type Problem, ProblemError } from './problem';
import { State } from './state';

/**
 * A plan of the pins alone, with them fixed.
 * @throws ProblemError `contradictory_pins` with the pin that does not fit, the first rule it breaks (seats, option,
 *   capacity, limits, conflict) and the pins it meets there
 */
export function pinnedState(whole: Instance, { pairs }: Problem): State {
  const state = new State(whole);
  if (pairs.pinned.length === 0) return state;
  for (let a = 0; a < whole.size; a++) {
    const p = whole.parentPair[a];
    if (pairs.pinned[p] !== 1) continue;
    if (!state.can(a)) throw contradiction(whole, state, a);
    state.add(a);
    state.fixed[a] = 1;
    state.fixedOf[whole.need[a]]++;
  }
  return state;
}

function contradiction(d: Instance, state: State, a: number): ProblemError {
  const i = d.need[a];
  const j = d.volunteer[a];
  const ofVolunteer = Array.from(state.held.subarray(d.slotStart[j], d.slotStart[j] + state.count[j]));
  const ofNeed = Array.from(
    d.rowPairs.subarray(d.rowPairStart[d.rowStart[i]], d.rowPairStart[d.rowStart[i + 1]]),
  ).filter((b) => state.position[b] >= 0);
  let rule = 'conflict';
  if (state.filled[i] >= d.seats[i]) rule = 'seats';
  else if (state.chosenRow[i] >= 0 && state.chosenRow[i] !== d.row[a]) rule = 'option';
  else if (state.count[j] >= d.capacity[j]) rule = 'capacity';
  else {
    const R = d.resourceStart[j + 1] - d.resourceStart[j];
    for (let r = 0; r < R; r++)
      if (d.usage[d.usageStart[j] + (a - d.pairStart[j]) * R + r] > state.free(d.resourceStart[j] + r)) rule = 'limits';
  }
  const others = rule === 'seats' || rule === 'option' ? ofNeed : ofVolunteer;
  return new ProblemError('contradictory_pins', {
    rule,
    pair: d.parentPair[a],
    others: others.map((b) => d.parentPair[b]),
  });
}
