import type { Columns } from './mip';
import type { State } from './state';

/** Bundles that good plans have held: what the MIP solver puts together anew. */
export class BundlePool {
  /** Plans that have left their bundles here. */
  plans = 0;
  private readonly bundles = new Map<string, { volunteer: number; items: number[] }>();

  get size(): number {
    return this.bundles.size;
  }

  note(state: State): void {
    const { slotStart, volunteers } = state.instance;
    this.plans++;
    for (let j = 0; j < volunteers; j++) {
      if (state.count[j] === 0) continue;
      const items = Array.from(state.held.subarray(slotStart[j], slotStart[j] + state.count[j])).sort((x, y) => x - y);
      const key = keyOf(j, items);
      if (!this.bundles.has(key)) this.bundles.set(key, { volunteer: j, items });
    }
  }

  /** Adds what the columns do not have yet. */
  addTo(columns: Columns): void {
    const known = knownColumns(columns);
    for (const [key, { volunteer, items }] of this.bundles) {
      if (!known.has(key)) addColumn(columns, volunteer, items);
    }
  }
}

/** Adds the bundles of a plan that are not there yet, and returns the column of each volunteer's bundle, −1 none. */
export function addPlan(columns: Columns, state: State): Int32Array {
  const { slotStart, volunteers } = state.instance;
  const known = knownColumns(columns);
  const used = new Int32Array(volunteers).fill(-1);
  for (let j = 0; j < volunteers; j++) {
    if (state.count[j] === 0) continue;
    const items = Array.from(state.held.subarray(slotStart[j], slotStart[j] + state.count[j]));
    used[j] = known.get(keyOf(j, items)) ?? addColumn(columns, j, items);
  }
  return used;
}

function addColumn(columns: Columns, volunteer: number, items: number[]): number {
  columns.volunteer.push(volunteer);
  columns.item.push(...items);
  columns.start.push(columns.item.length);
  return columns.volunteer.length - 1;
}

function knownColumns(columns: Columns): Map<string, number> {
  const known = new Map<string, number>();
  for (let c = 0; c < columns.volunteer.length; c++)
    known.set(keyOf(columns.volunteer[c], columns.item.slice(columns.start[c], columns.start[c + 1])), c);
  return known;
}

function keyOf(volunteer: number, items: number[]): string {
  return `${volunteer}:${items.sort((x, y) => x - y).join()}`;
}
