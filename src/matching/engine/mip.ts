import { Bundles } from './bundle';
import type { Instance } from './instance';
import type { MipModel } from './problem';
import { State, teamCanHold } from './state';

/** Bundles of volunteers as columns: pairs of bundle c are item[start[c]] … item[start[c + 1] − 1]. */
export interface Columns {
  volunteer: number[];
  start: number[];
  item: number[];
  /** Every bundle with a reduced cost below this is here. */
  complete: number;
  /** The prices, and each volunteer's best value at them. */
  prices: Float64Array;
  best: Float64Array;
}

const WORK = 2_000_000;
const LARGEST = 12;
/** Points between bundles that are as good as equal. */
const LEAST_SLACK = 1;

/**
 * All bundles whose value at the prices is within `slack` of the volunteer's best; null when there are more than `most`.
 * A plan better than a known one by Lagrangian argument can use no other bundle when slack is that plan's distance to
 * the bound.
 */
export function bundlesWithin(d: Instance, prices: Float64Array, slack: number, most: number): Columns | null {
  const best = bestValues(d, prices);
  return best && listed(d, prices, best, slack, most);
}

/** As many of the bundles within `slack` as `most` allows, nearest to the best first; `complete` tells how near all are. */
export function nearestBundles(d: Instance, prices: Float64Array, slack: number, most: number): Columns | null {
  const best = bestValues(d, prices);
  if (best === null) return null;
  for (let limit = slack; limit > LEAST_SLACK; limit *= 0.7) {
    const columns = listed(d, prices, best, limit, most);
    if (columns !== null) return columns;
  }
  return listed(d, prices, best, 0, Infinity);
}

function bestValues(d: Instance, prices: Float64Array): Float64Array | null {
  if (!listable(d)) return null;
  const bundles = new Bundles(d);
  const best = Float64Array.from({ length: d.volunteers }, (_, j) => bundles.solve(j, prices));
  return bundles.inexact > 0 ? null : best;
}

function listed(d: Instance, prices: Float64Array, best: Float64Array, slack: number, most: number): Columns | null {
  const columns: Columns = { volunteer: [], start: [0], item: [], complete: slack, prices, best };
  const work = { left: WORK };
  for (let j = 0; j < d.volunteers; j++)
    if (!enumerate(d, j, prices, best[j] - slack, columns, most, work)) return null;
  return columns;
}

/** Whether bundles are small enough to be listed. */
export function listable(d: Instance): boolean {
  return d.capacity.every((slots) => slots <= LARGEST);
}

/** Adds the bundles of volunteer j worth at least `least`; false when there are too many. */
function enumerate(
  d: Instance,
  j: number,
  prices: Float64Array,
  least: number,
  columns: Columns,
  most: number,
  work: { left: number },
): boolean {
  const items: { a: number; gain: number }[] = [];
  const s0 = d.slotStart[j];
  const c = d.capacity[j];
  // A pair may lower the value of a bundle, but by no more than the slack: the best bundle is worth least + slack.
  for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++) items.push({ a, gain: d.profit[a] - prices[d.row[a]] });
  items.sort((x, y) => y.gain - x.gain || x.a - y.a);
  const gains = items.map((x) => x.gain);
  const r0 = d.resourceStart[j];
  const R = d.resourceStart[j + 1] - r0;
  const used = new Int32Array(R);
  const held = new Int32Array(c + 1);
  const b = d.pairStart[j];
  const people = d.people[j] - d.ghosts[j];
  const extend = (from: number, m: number, value: number): boolean => {
    for (let q = from; q < items.length && m < c; q++) {
      if (--work.left < 0) return false;
      const own = gains[q] - d.load[s0 + m];
      let hope = value + own;
      for (let z = 1; z < c - m && q + z < items.length; z++) {
        const g = gains[q + z] - d.load[s0 + m + z];
        if (g <= 0) break;
        hope += g;
      }
      if (hope < least - 1e-6) return true;
      const { a } = items[q];
      const k = a - b;
      const u0 = d.usageStart[j] + k * R;
      let ok = true;
      for (let r = 0; r < R && ok; r++) ok = used[r] + d.usage[u0 + r] <= d.limit[r0 + r];
      const bits = d.clashStart[j] + k * d.words[j];
      for (let z = 0; z < m && ok; z++)
        ok = ((d.clash[bits + ((held[z] - b) >> 5)] >>> ((held[z] - b) & 31)) & 1) === 0;
      if (!ok || (d.teamStart[j] >= 0 && m >= people && !teamCanHold(d, j, held, 0, m, a))) continue;
      held[m] = a;
      if (value + own >= least - 1e-6) {
        if (columns.volunteer.length >= most) return false;
        columns.volunteer.push(j);
        for (let z = 0; z <= m; z++) columns.item.push(held[z]);
        columns.start.push(columns.item.length);
      }
      for (let r = 0; r < R; r++) used[r] += d.usage[u0 + r];
      const go = extend(q + 1, m + 1, value + own);
      for (let r = 0; r < R; r++) used[r] -= d.usage[u0 + r];
      if (!go) return false;
    }
    return true;
  };
  return extend(0, 0, 0);
}

/**
 * Set packing over bundles: one bundle per volunteer, seats per need; a switch per option of needs with alternatives or
 * a minimum. Minimises minus profit. A volunteer whose best bundle is worth more than `gap` (the plan's distance to the
 * bound) has one in every better plan, and a seat priced above it is filled. `count`: no plan fills more seats than `most`, counted by weight.
 */
export function bundleModel(
  d: Instance,
  columns: Columns,
  plan: { state: State; used: Int32Array },
  gap: number,
  count: { weights: ArrayLike<number>; most: number } | null,
  limits: { seconds: number; relativeGap: number },
): MipModel {
  const C = columns.volunteer.length;
  const switches: number[] = [];
  const switchOf = new Int32Array(d.rows).fill(-1);
  const several = (i: number) => d.rowStart[i + 1] - d.rowStart[i] > 1;
  for (let r = 0; r < d.rows; r++)
    if (d.minimum[d.rowNeed[r]] > 1 || several(d.rowNeed[r])) {
      switchOf[r] = switches.length;
      switches.push(r);
    }
  // Rows: volunteers, then options (seats), then minimums of switched options, then "one option" of needs with several.
  const upper: number[] = new Array<number>(d.volunteers).fill(1);
  const lower: number[] = Array.from(columns.best, (value) => (value > gap ? 1 : -Infinity));
  for (let r = 0; r < d.rows; r++) {
    const seats = d.seats[d.rowNeed[r]];
    const switched = switchOf[r] >= 0;
    lower.push(!switched && columns.prices[r] > gap ? seats : -Infinity);
    upper.push(switched ? 0 : seats);
  }
  const minimumRow = new Int32Array(d.rows).fill(-1);
  for (const r of switches)
    if (d.minimum[d.rowNeed[r]] > 1) {
      minimumRow[r] = upper.length;
      lower.push(0);
      upper.push(Infinity);
    }
  const oneRow = new Int32Array(d.needs).fill(-1);
  for (let i = 0; i < d.needs; i++)
    if (several(i)) {
      oneRow[i] = upper.length;
      lower.push(-Infinity);
      upper.push(1);
    }
  const countRow = upper.length;
  if (count !== null) {
    lower.push(-Infinity);
    upper.push(count.most);
  }
  const cost = new Float64Array(C + switches.length);
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let c = 0; c < C; c++) {
    const j = columns.volunteer[c];
    const entries: number[] = [j];
    let counted = 0;
    for (let x = columns.start[c]; x < columns.start[c + 1]; x++) {
      const a = columns.item[x];
      cost[c] += d.load[d.slotStart[j] + x - columns.start[c]] - (d.penalty[d.need[a]] - d.cost[a]);
      entries.push(d.volunteers + d.row[a]);
      if (minimumRow[d.row[a]] >= 0) entries.push(minimumRow[d.row[a]]);
      if (count !== null) counted += count.weights[d.need[a]];
    }
    for (const row of entries.sort((x, y) => x - y)) {
      indices.push(row);
      values.push(1);
    }
    if (counted > 0) {
      indices.push(countRow);
      values.push(counted);
    }
    starts.push(indices.length);
  }
  for (const r of switches) {
    const i = d.rowNeed[r];
    const entries: [number, number][] = [[d.volunteers + r, -d.seats[i]]];
    if (minimumRow[r] >= 0) entries.push([minimumRow[r], -d.minimum[i]]);
    if (oneRow[i] >= 0) entries.push([oneRow[i], 1]);
    for (const [row, value] of entries) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  }
  const start = new Float64Array(C + switches.length);
  for (const c of plan.used) if (c >= 0) start[c] = 1;
  switches.forEach((r, x) => {
    const i = d.rowNeed[r];
    start[C + x] = plan.state.chosenRow[i] === r && plan.state.filled[i] > 0 ? 1 : 0;
  });
  return {
    columns: C + switches.length,
    rows: upper.length,
    cost,
    rowLower: Float64Array.from(lower),
    rowUpper: Float64Array.from(upper),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    start,
    ...limits,
  };
}

/** The plan a MIP answer stands for; what does not fit (rounding) is left out and filled by the caller. */
export function planOfBundles(d: Instance, columns: Columns, values: Float64Array): State {
  const state = new State(d);
  for (let c = 0; c < columns.volunteer.length; c++)
    if (values[c] > 0.5)
      for (let x = columns.start[c]; x < columns.start[c + 1]; x++)
        if (state.can(columns.item[x])) state.add(columns.item[x]);
  return state;
}
