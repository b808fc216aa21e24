import type { Grid } from './candidates.grid';
import type { OfferTable } from './candidates.offers';
import type { Unit } from './geo';
import type { Point } from './menus';

/** What a need asks of an offer, as far as numbers tell. */
export interface Question {
  /** Bits the offer must have. */
  traits: number;
  grades: number;
  clearedUntil: number;
  /** Blocks of the week of each way to hold the need; one of them must be free. */
  blocks: Int32Array;
  /** Where; null: online, or nobody knows. */
  at: Point | null;
  unit: Unit | null;
}

/** Numbers of a row: offer, traits, grades, clearance, blocks; and home as a unit vector with the square of the reach. */
const INTEGERS = 5;
const REALS = 4;

/**
 * One list of the index, laid out as a table in the order in which it is read: first the offers anywhere, then the others
 * by their cell of the grid, so that a need reads its neighbourhood only, row after row.
 */
export class OfferList {
  private readonly integers: Int32Array;
  private readonly reals: Float64Array;
  /** Rows before this one belong to no cell. */
  private readonly everywhere: number;
  /** Cell of each row. */
  private readonly cells: Float64Array;

  /** `members` are places in the reading order of the grid, ascending. */
  constructor(
    private readonly grid: Grid,
    members: readonly number[],
    table: OfferTable,
  ) {
    const count = members.length;
    this.integers = new Int32Array(count * INTEGERS);
    this.reals = new Float64Array(count * REALS);
    this.cells = new Float64Array(count);
    let everywhere = 0;
    for (let k = 0; k < count; k++) {
      const o = grid.order[members[k]];
      this.cells[k] = grid.cells[members[k]];
      if (members[k] < grid.anywhere) everywhere++;
      const i = k * INTEGERS;
      this.integers[i] = o;
      this.integers[i + 1] = table.traits[o];
      this.integers[i + 2] = table.grades[o];
      this.integers[i + 3] = table.cleared[o];
      this.integers[i + 4] = table.blocks[o];
      for (let x = 0; x < REALS; x++) this.reals[k * REALS + x] = table.homes[o * REALS + x];
    }
    this.everywhere = everywhere;
  }

  /** Writes every offer of the list that the question does not rule out into `hits`; returns how many. */
  find(question: Question, hits: Int32Array): number {
    const { at } = question;
    const count = this.cells.length;
    if (at === null || this.everywhere === count) return this.read(0, count, question, hits, 0);
    let found = this.read(0, this.everywhere, question, hits, 0);
    const { firstRow, lastRow, left, right } = this.grid.around(at);
    if (left > right) return found;
    for (let row = firstRow; row <= lastRow; row++) {
      const from = this.firstAt(row * this.grid.columns + left);
      const to = this.firstAt(row * this.grid.columns + right + 1);
      if (from < to) found = this.read(from, to, question, hits, found);
    }
    return found;
  }

  private read(from: number, to: number, question: Question, hits: Int32Array, found: number): number {
    const { integers, reals } = this;
    const { traits, grades, clearedUntil, blocks, unit } = question;
    const x = unit === null ? 0 : unit.x;
    const y = unit === null ? 0 : unit.y;
    const z = unit === null ? 0 : unit.z;
    for (let k = from; k < to; k++) {
      const i = k * INTEGERS;
      if ((integers[i + 1] & traits) !== traits || (grades & ~integers[i + 2]) !== 0) continue;
      if (integers[i + 3] < clearedUntil) continue;
      if (unit !== null) {
        const r = k * REALS;
        const dx = x - reals[r];
        const dy = y - reals[r + 1];
        const dz = z - reals[r + 2];
        if (dx * dx + dy * dy + dz * dz > reals[r + 3]) continue;
      }
      for (let w = 0; w < blocks.length; w++) {
        if ((integers[i + 4] & blocks[w]) !== blocks[w]) continue;
        hits[found++] = integers[i];
        break;
      }
    }
    return found;
  }

  /** First row of a cell whose number is not smaller. */
  private firstAt(cell: number): number {
    const { cells } = this;
    let low = this.everywhere;
    let high = cells.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cells[middle] < cell) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
