import type { Instance } from './instance';

/**
 * Upper bound on the best bundle of volunteer j from its n pairs `item` by falling `gain`, for trees that are too large:
 * the better of capacity with loads over a cover by cliques of the conflict graph (one of each clique; of pairs at one
 * time as many as the team has people), and the fractional knapsack on each resource.
 */
export function relaxedBundle(d: Instance, j: number, item: Int32Array, gain: Float64Array, n: number): number {
  const b = d.pairStart[j];
  const s0 = d.slotStart[j];
  const W = d.words[j];
  // Teams: pairs at one time exclude each other only beyond its people.
  const team = d.teamStart[j] >= 0;
  const each = team ? d.people[j] : 1;
  const bits = team ? d.team : d.clash;
  const start = team ? d.teamStart[j] : d.clashStart[j];
  const cliques: number[][] = [];
  let taken = 0;
  let first = 0;
  for (let q = 0; q < n; q++) {
    const row = start + (item[q] - b) * W;
    let home = cliques.find((members) =>
      members.every((x) => ((bits[row + ((item[x] - b) >> 5)] >>> ((item[x] - b) & 31)) & 1) === 1),
    );
    if (home === undefined) cliques.push((home = []));
    home.push(q);
    if (home.length > each || taken === d.capacity[j]) continue;
    const g = gain[q] - d.load[s0 + taken];
    if (g > 0) {
      first += g;
      taken++;
    }
  }
  let bound = first;
  const r0 = d.resourceStart[j];
  const R = d.resourceStart[j + 1] - r0;
  for (let r = 0; r < R; r++) {
    const use = (q: number): number => d.usage[d.usageStart[j] + (item[q] - b) * R + r];
    const order = Array.from({ length: n }, (_, q) => q).sort((x, y) => gain[y] * use(x) - gain[x] * use(y));
    let left = d.limit[r0 + r];
    let sum = 0;
    for (const q of order) {
      const u = use(q);
      if (u <= left) {
        sum += gain[q];
        left -= u;
      } else {
        sum += (gain[q] * left) / u;
        break;
      }
    }
    if (sum < bound) bound = sum;
  }
  return bound;
}

/**
 * The most volunteer j could gain at these prices if of all that keeps its pairs apart only the number it can hold, or one
 * of its limits, counted: what every checker finds at once, so that none finds more.
 */
export function looseBundle(d: Instance, j: number, prices: Float64Array): number {
  const b = d.pairStart[j];
  const gain = (a: number): number => d.profit[a] - prices[d.row[a]];
  const items: number[] = [];
  let needs = 0;
  for (let a = b; a < d.pairStart[j + 1]; a++) {
    if (gain(a) > 0) items.push(a);
    if (a === b || d.need[a] !== d.need[a - 1]) needs++;
  }
  items.sort((x, y) => gain(y) - gain(x));
  // That a volunteer serves a need once is another rule: who could hold all needs could hold all pairs.
  const capacity = d.capacity[j];
  const most = capacity < needs ? capacity : items.length;
  let least = 0;
  for (let q = 0; q < items.length && q < most; q++) {
    const more = gain(items[q]) - d.load[d.slotStart[j] + Math.min(q, capacity - 1)];
    if (more <= 0) break;
    least += more;
  }
  const r0 = d.resourceStart[j];
  const R = d.resourceStart[j + 1] - r0;
  for (let r = 0; r < R; r++) {
    const use = (a: number): number => d.usage[d.usageStart[j] + (a - b) * R + r];
    items.sort((x, y) => gain(y) * use(x) - gain(x) * use(y));
    let left = d.limit[r0 + r];
    let sum = 0;
    for (const a of items) {
      if (use(a) > left) {
        sum += Math.ceil((gain(a) * left) / use(a));
        break;
      }
      sum += gain(a);
      left -= use(a);
    }
    least = Math.min(least, sum);
  }
  return least;
}
