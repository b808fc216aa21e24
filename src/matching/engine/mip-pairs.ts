import { Bundles } from './bundle';
import type { Instance } from './instance';
import type { MipModel } from './problem';
import { State } from './state';

/** Whether the instance can be said pair by pair: teams' colouring cannot. */
export function saysPairs(d: Instance): boolean {
  return d.teamStart.every((x) => x < 0);
}

/**
 * What any plan loses at least against the bound at these prices by holding a pair; for each pair. A plan nearer to the
 * bound than that does not hold it.
 */
export function pairLosses(d: Instance, prices: Float64Array): Float64Array {
  const bundles = new Bundles(d);
  const losses = new Float64Array(d.size);
  for (let j = 0; j < d.volunteers; j++) {
    const best = bundles.solve(j, prices);
    for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++)
      losses[a] = Math.max(0, best - bundles.solveWith(a, prices));
  }
  return losses;
}

/**
 * The instance as an integer programme over pairs: for volunteers whose bundles are too many to list (generalised
 * assignment). Pairs not in `use` are left out; seats priced above the gap are filled in every better plan. Seats, limits and conflicts as rows, a switch per option of needs with alternatives or a minimum, a column
 * per loaded slot. Minimises minus profit. The first columns are the pairs.
 */
export function pairModel(
  d: Instance,
  plan: State,
  use: Uint8Array,
  { prices, gap }: { prices: Float64Array; gap: number },
  limits: { seconds: number; relativeGap: number },
): MipModel {
  const columns: { cost: number; entries: [number, number][]; start: number }[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const row = (least: number, most: number): number => {
    lower.push(least);
    return upper.push(most) - 1;
  };
  for (let a = 0; a < d.size; a++)
    columns.push({
      cost: use[a] ? d.cost[a] - d.penalty[d.need[a]] : 1,
      entries: [],
      start: plan.position[a] >= 0 ? 1 : 0,
    });

  for (let i = 0; i < d.needs; i++) {
    const several = d.rowStart[i + 1] - d.rowStart[i] > 1;
    const one = several ? row(-Infinity, 1) : -1;
    for (let r = d.rowStart[i]; r < d.rowStart[i + 1]; r++) {
      const switched = several || d.minimum[i] > 1;
      const seats = row(!switched && prices[r] > gap ? d.seats[i] : -Infinity, switched ? 0 : d.seats[i]);
      const least = d.minimum[i] > 1 ? row(0, Infinity) : -1;
      for (let e = d.rowPairStart[r]; e < d.rowPairStart[r + 1]; e++) {
        const { entries } = columns[d.rowPairs[e]];
        entries.push([seats, 1]);
        if (least >= 0) entries.push([least, 1]);
      }
      if (!switched) continue;
      const entries: [number, number][] = [[seats, -d.seats[i]]];
      if (least >= 0) entries.push([least, -d.minimum[i]]);
      if (one >= 0) entries.push([one, 1]);
      columns.push({ cost: 0, entries, start: plan.chosenRow[i] === r ? 1 : 0 });
    }
  }
  for (let j = 0; j < d.volunteers; j++) {
    const from = d.pairStart[j];
    const to = d.pairStart[j + 1];
    const R = d.resourceStart[j + 1] - d.resourceStart[j];
    for (let x = 0; x < R; x++) {
      const spent = row(-Infinity, d.limit[d.resourceStart[j] + x]);
      for (let a = from; a < to; a++) {
        const spend = d.usage[d.usageStart[j] + (a - from) * R + x];
        if (spend > 0) columns[a].entries.push([spent, spend]);
      }
    }
    const loaded = d.capacity[j] > 0 && d.load[d.slotStart[j + 1] - 1] !== 0;
    if (loaded || d.capacity[j] < to - from) {
      const held = row(-Infinity, loaded ? 0 : d.capacity[j]);
      for (let a = from; a < to; a++) columns[a].entries.push([held, 1]);
      if (loaded)
        for (let q = 0; q < d.capacity[j]; q++)
          columns.push({ cost: d.load[d.slotStart[j] + q], entries: [[held, -1]], start: q < plan.count[j] ? 1 : 0 });
    }
    for (let a = from; a < to; a++)
      for (let b = from; b < a; b++) {
        const bit = b - from;
        if (((d.clash[d.clashStart[j] + (a - from) * d.words[j] + (bit >> 5)] >>> (bit & 31)) & 1) === 0) continue;
        const either = row(-Infinity, 1);
        columns[a].entries.push([either, 1]);
        columns[b].entries.push([either, 1]);
      }
  }

  for (let a = 0; a < d.size; a++) if (use[a] === 0) columns[a].entries.length = 0;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { entries } of columns) {
    for (const [index, value] of entries.sort((x, y) => x[0] - y[0])) {
      indices.push(index);
      values.push(value);
    }
    starts.push(indices.length);
  }
  return {
    columns: columns.length,
    rows: upper.length,
    cost: Float64Array.from(columns, (column) => column.cost),
    rowLower: Float64Array.from(lower),
    rowUpper: Float64Array.from(upper),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    start: Float64Array.from(columns, (column) => column.start),
    ...limits,
  };
}

/** The plan a MIP answer stands for. */
export function planOfPairs(d: Instance, values: Float64Array): State {
  const state = new State(d);
  for (let a = 0; a < d.size; a++) if (values[a] > 0.5 && state.can(a)) state.add(a);
  return state;
}
