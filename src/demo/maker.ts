import { addDays, toMoment } from '../districts/local-time';
import { searchLine } from '../platform/search';
import { Random } from './random';

/** Rows by table, in columns of the database; every value is JSON. */
export type Rows = Record<string, Record<string, unknown>[]>;

export const TIMEZONE = 'Asia/Shanghai';
const DAY = 86_400_000;

/** What everything in a demo district is made with: one seed, one day, one heap of rows. */
export class Maker {
  readonly rows: Rows = {};
  readonly random: Random;
  /** The day it is, on the district's clock; every date is relative to it. */
  readonly today: string;
  readonly year: number;
  readonly districtId: string;
  private readonly numbers: Record<string, number> = {};
  private tick: number;

  constructor(
    seed: number,
    readonly now: Date,
  ) {
    this.random = new Random(seed);
    this.today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    this.year = Number(this.today.slice(0, 4));
    this.tick = now.getTime() - 200 * DAY;
    this.districtId = this.id();
  }

  /** Ids that sort in the order they were made, like real ones. */
  id(): string {
    return this.random.id(new Date((this.tick += 10)));
  }

  /** Adds a row of the district to a table; it gets the district's id. */
  add(table: string, row: Record<string, unknown>): void {
    (this.rows[table] ??= []).push({ ...row, district_id: this.districtId });
  }

  /** Adds a row that belongs to no district. */
  addAlone(table: string, row: Record<string, unknown>): void {
    (this.rows[table] ??= []).push(row);
  }

  /** The next human code, such as 需-2026-0001. */
  code(prefix: string, kind: string): string {
    this.numbers[kind] = (this.numbers[kind] ?? 0) + 1;
    return `${prefix}-${this.year}-${String(this.numbers[kind]).padStart(4, '0')}`;
  }

  /** Writes down the last numbers given out, so that real lines go on from there. */
  closeCodes(): void {
    for (const [kind, last] of Object.entries(this.numbers)) this.add('code_counter', { kind, year: this.year, last });
  }

  /** The moment so many days ago. */
  ago(days: number): string {
    return new Date(this.now.getTime() - days * DAY).toISOString();
  }

  /** The day so many days from today. */
  day(days: number): string {
    return addDays(this.today, days);
  }

  moment(day: string, minutes: number): string {
    return toMoment(day, minutes, TIMEZONE).toISOString();
  }

  /** A number near another one, to five decimals. */
  near(value: number, by: number): number {
    return Math.round((value + (this.random.next() - 0.5) * by) * 1e5) / 1e5;
  }
}

/** The columns by which a line is found. */
export function found(...parts: (string | null)[]): { search_text: string; search_grams: string } {
  const { searchText, searchGrams } = searchLine(...parts);
  return { search_text: searchText, search_grams: searchGrams };
}
