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
