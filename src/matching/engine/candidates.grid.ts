import type { Facts } from './facts';
import { EARTH_RADIUS } from './geo';
import type { Point } from './menus';

/** Cells a need has to read, row by row. */
export interface Window {
  firstRow: number;
  lastRow: number;
  left: number;
  right: number;
}

/**
 * A grid over the homes of all whose reach says something about where they are, its cells a third of what nearly all of
 * them go at most. Everybody else is "anywhere", and is read by every need.
 */
export class Grid {
  /** All offers in reading order: first those anywhere, then cell by cell. */
  readonly order: Int32Array;
  readonly anywhere: number;
  /** Cell of each offer in reading order; −1: anywhere. */
  readonly cells: Float64Array;
  readonly columns: number;
  private readonly rows: number;
  private readonly cell: number;
  private readonly south: number;
  private readonly west: number;
  /** The way that nearly all go at most, as an angle, and in degrees of latitude. */
  private readonly angle: number;
  private readonly latitudeReach: number;
  /** Cosine of the latitude where degrees of longitude are shortest. */
  private readonly flattest: number;

  constructor({ offers, menus }: Facts) {
    const limits = new Float64Array(offers.length);
    let limited = 0;
    for (const { volunteer } of offers) {
      const { home, travelLimitMetres } = volunteer.line;
      if (home !== null && travelLimitMetres !== null) limits[limited++] = travelLimitMetres;
    }
    // A few volunteers with a car must not make the neighbourhood of all others large.
    const largest = limited < 64 ? -1 : limits.subarray(0, limited).sort()[Math.floor(limited * 0.95)];
    const latitudes = new Float64Array(offers.length);
    const longitudes = new Float64Array(offers.length).fill(NaN);
    let [south, north, west, east] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { index, volunteer } of offers) {
      const { home, travelLimitMetres } = volunteer.line;
      if (home === null || travelLimitMetres === null || travelLimitMetres > largest) continue;
      latitudes[index] = home.latitude;
      longitudes[index] = home.longitude;
      south = Math.min(south, home.latitude);
      north = Math.max(north, home.latitude);
      west = Math.min(west, home.longitude);
      east = Math.max(east, home.longitude);
    }
    const some = north >= south;
    this.angle = arc(Math.max(0, largest), menus.policy.detour);
    this.latitudeReach = degrees(this.angle);
    this.cell = Math.max(this.latitudeReach / 3, 1e-4);
    this.flattest = some ? Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180) : 1;
    this.south = some ? south : 0;
    this.west = some ? west : 0;
    this.columns = some ? Math.floor((east - west) / this.cell) + 1 : 1;
    this.rows = some ? Math.floor((north - south) / this.cell) + 1 : 0;
    const cellOf = new Float64Array(offers.length);
    let anywhere = 0;
    for (let o = 0; o < offers.length; o++) {
      const away = Number.isNaN(longitudes[o]);
      cellOf[o] = away ? -1 : this.row(latitudes[o]) * this.columns + this.column(longitudes[o]);
      if (away) anywhere++;
    }
    this.anywhere = anywhere;
    this.order = Int32Array.from(cellOf.keys()).sort((a, b) => cellOf[a] - cellOf[b] || a - b);
    this.cells = Float64Array.from(this.order, (o) => cellOf[o]);
  }

  /** The cell of a place, also of one outside the grid; −1: nobody knows where. */
  cellAt(at: Point | null): number {
    return at === null ? -1 : this.row(at.latitude) * this.columns + this.column(at.longitude);
  }

  /** The cells from which somebody may reach the place. */
  around(at: Point): Window {
    // hav(angle) ≥ cos φ₁ · cos φ₂ · hav(difference of longitude), on whichever of the two latitudes is flattest.
    const cosine = Math.cos((at.latitude * Math.PI) / 180) * this.flattest;
    const ratio = cosine <= 0 ? 1 : Math.sin(Math.min(Math.PI, this.angle) / 2) / Math.sqrt(cosine);
    const reach = ratio >= 1 ? 360 : degrees(2 * Math.asin(ratio));
    const wraps = at.longitude - reach < -180 || at.longitude + reach > 180;
    return {
      firstRow: Math.max(0, this.row(at.latitude - this.latitudeReach)),
      lastRow: Math.min(this.rows - 1, this.row(at.latitude + this.latitudeReach)),
      left: wraps ? 0 : Math.max(0, this.column(at.longitude - reach)),
      right: wraps ? this.columns - 1 : Math.min(this.columns - 1, this.column(at.longitude + reach)),
    };
  }

  private row(latitude: number): number {
    return Math.floor((latitude - this.south) / this.cell);
  }

  private column(longitude: number): number {
    return Math.floor((longitude - this.west) / this.cell);
  }
}

/** Angle at the centre of the earth under the longest great circle a way of `metres` allows, with room for rounding. */
export function arc(metres: number, detour: number): number {
  return Math.min(Math.PI, (metres + 1) / detour / EARTH_RADIUS);
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI + 1e-9;
}
