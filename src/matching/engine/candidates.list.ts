import type { Facts } from './facts';
import { EARTH_RADIUS, type Unit } from './geo';
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

/** What a list lays out of its offers. */
export interface Rows {
  rowOf(offer: number): { traits: number; grades: number; cleared: number; blocks: number; reach: number };
}

/** Numbers of a row. */
const INTEGERS = 4;
const REALS = 4;

/**
 * One list of the index, laid out as a table in the order in which it is read: first the offers whose reach says nothing
 * about where they are, then the others by the cell of a grid they live in, so that a need reads its neighbourhood only,
 * row after row.
 */
export class OfferList {
  private readonly offers: Int32Array;
  /** Traits, grades, clearance, blocks. */
  private readonly integers: Int32Array;
  /** Home as a unit vector, and the square of the reach. */
  private readonly reals: Float64Array;
  /** Rows before this one belong to no cell. */
  private readonly everywhere: number;
  /** Cell of each row after those. */
  private readonly keys: Float64Array;
  private readonly cell: number = 1;
  private readonly south: number = 0;
  private readonly west: number = 0;
  private readonly columns: number = 1;
  private readonly rows: number = 0;
  private readonly latitudeReach: number = 0;
  private readonly angle: number = 0;
  private readonly flattest: number = 1;

  constructor(facts: Facts, offers: readonly number[], source: Rows) {
    const { detour } = facts.menus.policy;
    const lines = (offer: number) => facts.offers[offer].volunteer.line;
    const limited = offers.filter((o) => lines(o).home !== null && lines(o).travelLimitMetres !== null);
    const limits = limited.map((o) => lines(o).travelLimitMetres!).sort((a, b) => a - b);
    // A few volunteers with a car must not make the neighbourhood of all others large.
    const largest = limits.length < 64 ? -1 : limits[Math.floor(limits.length * 0.95)];
    const isNear = (o: number) => {
      const { home, travelLimitMetres } = lines(o);
      return home !== null && travelLimitMetres !== null && travelLimitMetres <= largest;
    };
    const anywhere = offers.filter((o) => !isNear(o));
    const inside = offers.filter(isNear);
    this.everywhere = anywhere.length;
    this.keys = new Float64Array(inside.length);
    let ordered = inside;
    if (inside.length > 0) {
      const homes = inside.map((o) => lines(o).home!);
      const [south, north] = span(homes.map((h) => h.latitude));
      const [west, east] = span(homes.map((h) => h.longitude));
      this.angle = arc(largest, detour);
      this.latitudeReach = degrees(this.angle);
      this.cell = Math.max(this.latitudeReach / 3, 1e-4);
      this.flattest = Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
      this.south = south;
      this.west = west;
      this.columns = Math.floor((east - west) / this.cell) + 1;
      this.rows = Math.floor((north - south) / this.cell) + 1;
      const keyed = inside.map((o, k) => ({
        o,
        key: this.row(homes[k].latitude) * this.columns + this.column(homes[k].longitude),
      }));
      keyed.sort((a, b) => a.key - b.key || a.o - b.o);
      ordered = keyed.map(({ o }) => o);
      this.keys.set(keyed.map(({ key }) => key));
    }
    this.offers = Int32Array.from([...anywhere, ...ordered]);
    this.integers = new Int32Array(this.offers.length * INTEGERS);
    this.reals = new Float64Array(this.offers.length * REALS);
    this.offers.forEach((o, k) => {
      const { traits, grades, cleared, blocks, reach } = source.rowOf(o);
      const home = facts.offers[o].volunteer.home;
      this.integers.set([traits, grades, cleared, blocks], k * INTEGERS);
      this.reals.set([home?.x ?? 0, home?.y ?? 0, home?.z ?? 0, reach], k * REALS);
    });
  }

  /** Calls back with every offer of the list that the question does not rule out. */
  each(question: Question, found: (offer: number) => void): void {
    this.read(0, this.everywhere, question, found);
    const { at } = question;
    if (at === null || this.keys.length === 0) return this.read(this.everywhere, this.offers.length, question, found);
    // hav(angle) ≥ cos φ₁ · cos φ₂ · hav(difference of longitude), on whichever of the two latitudes is flattest.
    const cosine = Math.cos((at.latitude * Math.PI) / 180) * this.flattest;
    const ratio = cosine <= 0 ? 1 : Math.sin(Math.min(Math.PI, this.angle) / 2) / Math.sqrt(cosine);
    const reach = ratio >= 1 ? 360 : degrees(2 * Math.asin(ratio));
    const first = Math.max(0, this.row(at.latitude - this.latitudeReach));
    const last = Math.min(this.rows - 1, this.row(at.latitude + this.latitudeReach));
    const wraps = at.longitude - reach < -180 || at.longitude + reach > 180;
    const left = wraps ? 0 : Math.max(0, this.column(at.longitude - reach));
    const right = wraps ? this.columns - 1 : Math.min(this.columns - 1, this.column(at.longitude + reach));
    if (left > right) return;
    for (let row = first; row <= last; row++) {
      const from = this.firstAt(row * this.columns + left);
      const to = this.firstAt(row * this.columns + right + 1);
      this.read(this.everywhere + from, this.everywhere + to, question, found);
    }
  }

  /** The cell of a place, also of one outside the grid; −1: nobody knows where. */
  cellAt(at: Point | null): number {
    return at === null ? -1 : this.row(at.latitude) * this.columns + this.column(at.longitude);
  }

  private read(from: number, to: number, question: Question, found: (offer: number) => void): void {
    const { integers, reals } = this;
    const { traits, grades, clearedUntil, blocks, unit } = question;
    for (let k = from; k < to; k++) {
      const i = k * INTEGERS;
      if ((integers[i] & traits) !== traits || (grades & ~integers[i + 1]) !== 0) continue;
      if (integers[i + 2] < clearedUntil) continue;
      if (unit !== null) {
        const r = k * REALS;
        const dx = unit.x - reals[r];
        const dy = unit.y - reals[r + 1];
        const dz = unit.z - reals[r + 2];
        if (dx * dx + dy * dy + dz * dz > reals[r + 3]) continue;
      }
      let free = false;
      for (let w = 0; w < blocks.length && !free; w++) free = (integers[i + 3] & blocks[w]) === blocks[w];
      if (free) found(this.offers[k]);
    }
  }

  private row(latitude: number): number {
    return Math.floor((latitude - this.south) / this.cell);
  }

  private column(longitude: number): number {
    return Math.floor((longitude - this.west) / this.cell);
  }

  /** First position whose key is not smaller. */
  private firstAt(key: number): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Angle at the centre of the earth under the longest great circle a way of `metres` allows, with room for rounding. */
export function arc(metres: number, detour: number): number {
  return Math.min(Math.PI, (metres + 1) / detour / EARTH_RADIUS);
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI + 1e-9;
}

/** The smallest and the largest value. */
function span(values: readonly number[]): [number, number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}
