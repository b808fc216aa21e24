import { type FlowInput, networkOf } from './flow-network';
import type { Instance } from './instance';
import type { Tick } from './tick';
import type { Problem } from './problem';
import { transport } from './simplex';

/**
 * Flow relaxation: seats, capacities and loads alone, without hours, overlaps, minimums, options and limits of offers. Of
 * several pairs of one need and volunteer the cheapest stands for all.
 */
export interface Flow {
  /** Chosen pairs (numbered as in the input), ascending. */
  pairs: Int32Array;
  /** Price of a seat by need: the potentials. They prove `bound` (see Certificate). */
  prices: Float64Array;
  objective: number;
  /** What the prices prove: the objective, unless the work was ended early. */
  bound: number;
  pivots: number;
}

/**
 * Solves the flow relaxation by network simplex (see `transport`). `anyway`: when `tick` throws, the plan so far is
 * returned, with the bound that its prices prove, instead of the error.
 */
export function flowRelaxation(input: FlowInput, tick: Tick = () => undefined, anyway = false): Flow {
  const network = networkOf(input);
  let stop: unknown = null;
  const { used, potential, pivots, optimal } = transport(network, () => {
    try {
      tick();
    } catch (error) {
      stop = error;
    }
    return stop === null;
  });
  if (!optimal && !anyway) throw stop;
  const { needs: N, seats, penalty, pairStart, volunteer, offer, cost, loadStart, load } = input;
  const pairs = used.slice().sort();
  // A seat's price: what the need's potential is above that of its "unfilled" arc.
  const prices = new Float64Array(N);
  const held = new Int32Array(input.volunteers);
  let objective = 0;
  for (let i = 0, x = 0; i < N; i++) {
    let open = seats[i];
    for (; x < pairs.length && pairs[x] < pairStart[i + 1]; x++, open--) {
      const j = volunteer[offer[pairs[x]]];
      const last = loadStart[j + 1] - 1;
      objective += cost[pairs[x]];
      if (last >= loadStart[j]) objective += load[Math.min(loadStart[j] + held[j], last)];
      held[j]++;
    }
    objective += penalty[i] * open;
    prices[i] = Math.max(0, penalty[i] + potential[i]);
  }
  const bound = optimal ? objective : provenBy(input, prices);
  return { pairs, prices, objective, bound, pivots };
}

/** The flow relaxation of a problem without pins. */
export function flowOfProblem({ needs, volunteers, offers, pairs }: Problem): FlowInput {
  const { loadStart, loadCost: load, capacity } = volunteers;
  const volunteer = new Int32Array(offers.count);
  for (let f = 0; f < offers.count; f++) {
    const j = offers.volunteer[f];
    volunteer[f] = offers.capacity[f] === 0 || capacity[j] === 0 ? -1 : j;
  }
  return {
    needs: needs.count,
    volunteers: volunteers.count,
    seats: needs.seats,
    penalty: needs.penalty,
    pairStart: needs.pairStart,
    offer: pairs.offer,
    cost: pairs.cost,
    volunteer,
    capacity,
    loadStart,
    load,
  };
}

/** The flow relaxation of an instance; its pair k is the instance's rowPairs[k]. */
export function flowOfInstance(d: Instance): FlowInput {
  const pairStart = new Int32Array(d.needs + 1);
  for (let i = 0; i <= d.needs; i++) pairStart[i] = d.rowPairStart[d.rowStart[i]];
  const offer = new Int32Array(d.size);
  const cost = new Int32Array(d.size);
  for (let k = 0; k < d.size; k++) {
    offer[k] = d.volunteer[d.rowPairs[k]];
    cost[k] = d.cost[d.rowPairs[k]];
  }
  return {
    needs: d.needs,
    volunteers: d.volunteers,
    seats: d.seats,
    penalty: d.penalty,
    pairStart,
    offer,
    cost,
    volunteer: d.capacity.map((places, j) => (places === 0 ? -1 : j)),
    capacity: d.capacity,
    loadStart: d.slotStart,
    load: d.load,
  };
}

/** Gains up to which the prices of an unfinished flow are looked at: more take longer than somebody who cancels waits. */
const MOST_GAINS = 1_000_000;

/**
 * The bound of the certificate: every need at its price, every volunteer with its best pairs at these prices. Where the
 * flow was ended so early that they prove nothing, the prices are set to what a seat costs unfilled, which proves as
 * much as costs below 0 leave.
 */
function provenBy(input: FlowInput, prices: Float64Array): number {
  const { needs: N, seats, penalty, pairStart, volunteer, offer, cost, capacity, loadStart, load } = input;
  const least = cost.reduce((sum, x) => sum + Math.min(0, x), 0);
  const gains: number[][] = [];
  const seen = new Int32Array(input.volunteers).fill(-1);
  let bound = 0;
  let found = 0;
  for (let i = 0; i < N && found <= MOST_GAINS; i++) {
    bound += seats[i] * (penalty[i] - prices[i]);
    for (let p = pairStart[i]; p < pairStart[i + 1]; p++) {
      const j = volunteer[offer[p]];
      const gain = penalty[i] - cost[p] - prices[i];
      if (j < 0 || gain <= 0) continue;
      const list = (gains[j] ??= []);
      // Several pairs of one need and volunteer: the best counts, and stands last.
      if (seen[j] === i) list.push(Math.max(gain, list.pop()!));
      else {
        list.push(gain);
        found++;
      }
      seen[j] = i;
    }
  }
  gains.forEach((list, j) => {
    list.sort((a, b) => b - a);
    const last = loadStart[j + 1] - 1;
    for (let q = 0; q < Math.min(list.length, capacity[j]); q++) {
      const gain = list[q] - (last < loadStart[j] ? 0 : load[Math.min(loadStart[j] + q, last)]);
      if (gain > 0) bound -= gain;
    }
  });
  if (found <= MOST_GAINS && bound >= least) return bound;
  prices.set(penalty);
  return least;
}
