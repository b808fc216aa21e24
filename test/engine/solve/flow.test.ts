import { flowRelaxation } from '../../../src/matching/engine/flow';
import { type FlowInput, networkOf } from '../../../src/matching/engine/flow-network';
import { randomOf } from '../../../src/matching/engine/random';

/** A random flow with several pairs of the same two, equal loads, offers and volunteers that take nothing. */
function randomFlow(random: () => number): FlowInput {
  const any = (n: number) => Math.floor(random() * n);
  const needs = 1 + any(12);
  const volunteers = 1 + any(9);
  const capacity = Int32Array.from({ length: volunteers }, () => any(4));
  const loads = Array.from(capacity, () =>
    Array.from({ length: any(4) }, () => 10 * any(4) - 10).sort((a, b) => a - b),
  );
  const loadStart = [0];
  for (const own of loads) loadStart.push(loadStart[loadStart.length - 1] + own.length);
  const volunteer = Int32Array.from({ length: volunteers + 3 }, (_, f) => {
    const j = f % volunteers;
    return capacity[j] === 0 || any(9) === 0 ? -1 : j;
  });
  const degree = Array.from({ length: needs }, () => any(8));
  const pairStart = [0];
  for (const n of degree) pairStart.push(pairStart[pairStart.length - 1] + n);
  const pairs = pairStart[needs];
  return {
    needs,
    volunteers,
    seats: Int32Array.from({ length: needs }, () => 1 + any(3)),
    penalty: Float64Array.from({ length: needs }, () => 25 * any(9)),
    pairStart: Int32Array.from(pairStart),
    offer: Int32Array.from({ length: pairs }, () => any(volunteer.length)),
    cost: Int32Array.from({ length: pairs }, () => any(120) - 20),
    volunteer,
    capacity,
    loadStart: Int32Array.from(loadStart),
    load: Int32Array.from(loads.flat()),
  };
}

const times = (flow: FlowInput, factor: number): FlowInput => ({
  ...flow,
  penalty: flow.penalty.map((x) => x * factor),
  cost: flow.cost.map((x) => x * factor),
  load: flow.load.map((x) => x * factor),
});

/** The optimum by the slowest way there is: one cheapest chain of changes after the other (Bellman and Ford). */
function cheapest(flow: FlowInput): number {
  const {
    needs: N,
    volunteers: V,
    seats,
    penalty,
    pairStart,
    offer,
    volunteer,
    cost,
    capacity,
    loadStart,
    load,
  } = flow;
  const edges: { from: number; to: number; cost: number; room: number; back: number }[] = [];
  const link = (from: number, to: number, price: number, room: number) => {
    edges.push({ from, to, cost: price, room, back: edges.length + 1 });
    edges.push({ from: to, to: from, cost: -price, room: 0, back: edges.length - 1 });
  };
  const [source, sink] = [N + V, N + V + 1];
  for (let i = 0; i < N; i++) {
    link(source, i, 0, seats[i]);
    link(i, sink, penalty[i], seats[i]);
    for (let j = 0; j < V; j++) {
      const own = Array.from({ length: pairStart[i + 1] - pairStart[i] }, (_, x) => pairStart[i] + x);
      const prices = own.filter((p) => volunteer[offer[p]] === j).map((p) => cost[p]);
      if (prices.length > 0) link(i, N + j, Math.min(...prices), 1);
    }
  }
  for (let j = 0; j < V; j++) {
    const known = Array.from(load.slice(loadStart[j], loadStart[j + 1]));
    for (let q = 0; q < capacity[j]; q++) link(N + j, sink, known[Math.min(q, known.length - 1)] ?? 0, 1);
  }
  let total = 0;
  for (let units = seats.reduce((a, b) => a + b, 0); units > 0; units--) {
    const at = new Array<number>(N + V + 2).fill(Infinity);
    const by = new Array<number>(N + V + 2).fill(-1);
    at[source] = 0;
    for (let again = true; again;) {
      again = false;
      for (const [x, edge] of edges.entries()) {
        if (edge.room === 0 || at[edge.from] + edge.cost >= at[edge.to]) continue;
        at[edge.to] = at[edge.from] + edge.cost;
        by[edge.to] = x;
        again = true;
      }
    }
    total += at[sink];
    for (let w = sink; w !== source; w = edges[by[w]].from) {
      edges[by[w]].room--;
      edges[edges[by[w]].back].room++;
    }
  }
  return total;
}

describe('the flow relaxation', () => {
  it('is optimal on random networks, in words of 32 bits as well as with costs that do not fit into them', () => {
    const random = randomOf(5);
    let loose = 0;
    for (let n = 0; n < 400; n++) {
      const flow = randomFlow(random);
      const wide = times(flow, 1_000_000);
      expect(networkOf(flow).cost).toBeNull();
      if (networkOf(wide).cost !== null) loose++;
      const optimum = cheapest(flow);
      const narrow = flowRelaxation(flow);
      const large = flowRelaxation(wide);
      expect([narrow.objective, narrow.bound]).toEqual([optimum, optimum]);
      expect([large.objective, large.bound]).toEqual([1_000_000 * optimum, 1_000_000 * optimum]);
    }
    expect(loose).toBeGreaterThan(350);
  });

  it('leaves its input as it was, and gives the same plan again', () => {
    const flow = randomFlow(randomOf(8));
    const before = JSON.stringify(flow);
    const plan = flowRelaxation(flow);
    expect(JSON.stringify(flow)).toBe(before);
    expect(flowRelaxation(flow)).toEqual(plan);
  });

  it('takes more volunteers than fit into 16 bits', () => {
    const volunteers = 70_000;
    const flow: FlowInput = {
      needs: 2,
      volunteers,
      seats: Int32Array.of(1, 2),
      penalty: Float64Array.of(500, 900),
      pairStart: Int32Array.of(0, 2, 4),
      offer: Int32Array.of(69_999, 3, 69_999, 65_536),
      cost: Int32Array.of(10, 40, 15, 20),
      volunteer: Int32Array.from({ length: volunteers }, (_, j) => j),
      capacity: new Int32Array(volunteers).fill(1),
      loadStart: new Int32Array(volunteers + 1),
      load: new Int32Array(0),
    };
    expect(networkOf(flow).cost).not.toBeNull();
    expect(flowRelaxation(flow)).toMatchObject({ objective: 75, bound: 75 });
    expect(Array.from(flowRelaxation(flow).pairs)).toEqual([1, 2, 3]);
  });
});
