import type { Interval } from './menus';
import { type Calendar, covers, DAY, type Days, freeSince, freeUntil } from './time';

/** Minutes before and after a session beyond which more free time makes no difference. */
const MARGIN = 30;
export const FULL_MARGIN = 2 * MARGIN;

/** Bytes the table of patterns and slots may take; beyond that each question is answered anew. */
const LARGEST_TABLE = 1 << 26;

/** Cells of the table: not asked yet, not covered; from `COVERED` on: covered, with so many minutes of margin. */
const UNASKED = 0;
const NOT_COVERED = 1;
const COVERED = 2;

/** Free time with the number of its weekly pattern, and whether that pattern is all there is to it. */
export interface Free {
  calendar: Calendar;
  pattern: number;
  weeklyOnly: boolean;
}

/** Times of one way to hold a need: the weekly slots and the days (bits) it touches. */
export interface Times {
  occurrences: readonly Interval[];
  slots: Int32Array;
  dayBits: Uint32Array;
}

/**
 * Which weekly windows cover which weekly slot (weekday, from, to), and with how much room. Equal patterns and slots are
 * numbered once, so that most questions about availability are one look into a table.
 */
export class SlotTable {
  private readonly patterns = new Map<string, number>();
  private readonly calendars: Calendar[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly weekdays: number[] = [];
  private readonly froms: number[] = [];
  private readonly tos: number[] = [];
  /** Cells by pattern and slot; as many slots a pattern as `width`, made when first asked. */
  private cells = new Uint8Array(0);
  private width = 0;

  constructor(readonly days: Days) {}

  pattern(calendar: Calendar): number {
    const key = calendar.weekly.map((w) => w.map(({ from, to }) => `${from}-${to}`).join()).join(';');
    let number = this.patterns.get(key);
    if (number === undefined) {
      number = this.calendars.push(calendar) - 1;
      this.patterns.set(key, number);
    }
    return number;
  }

  slot(weekday: number, from: number, to: number): number {
    const key = (weekday * 2048 + from) * 2048 + to;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.weekdays.push(weekday) - 1;
      this.froms.push(from);
      this.tos.push(to);
      this.numbers.set(key, number);
    }
    return number;
  }

  /** Whether it is free at every occurrence; equal to asking `covers` for each of them. */
  free({ calendar, pattern, weeklyOnly }: Free, { slots, dayBits, occurrences }: Times): boolean {
    if (!weeklyOnly) {
      if (isOffOn(calendar, dayBits)) return false;
      if (calendar.anyTime) return true;
    }
    let all = true;
    for (let k = 0; k < slots.length && all; k++) all = this.cell(pattern, slots[k]) >= COVERED;
    if (all) return true;
    if (weeklyOnly || calendar.dates.length === 0) return false;
    return occurrences.every((occurrence) => covers(calendar, this.days, occurrence));
  }

  /** Whether it is free during one interval. */
  covers({ calendar }: Free, interval: Interval): boolean {
    return covers(calendar, this.days, interval);
  }

  /**
   * Free minutes around the tightest session of what is free: up to 30 before plus up to 30 after, on the day of the
   * session. 0 when it fits exactly, or does not fit.
   */
  margin({ calendar, pattern, weeklyOnly }: Free, { slots, dayBits, occurrences }: Times): number {
    if (!weeklyOnly) {
      if (isOffOn(calendar, dayBits)) return 0;
      if (calendar.anyTime) return FULL_MARGIN;
    }
    let tightest = FULL_MARGIN;
    if (weeklyOnly || calendar.dates.length === 0) {
      for (let k = 0; k < slots.length; k++) tightest = Math.min(tightest, this.cell(pattern, slots[k]) - COVERED);
      return Math.max(0, tightest);
    }
    for (const { from, to } of occurrences) {
      for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
        const start = Math.max(from, day * DAY);
        const end = Math.min(to, (day + 1) * DAY);
        const before = start - freeSince(calendar, this.days, day, start);
        const after = freeUntil(calendar, this.days, day, end) - end;
        tightest = Math.min(tightest, Math.min(MARGIN, before) + Math.min(MARGIN, after));
      }
    }
    return tightest;
  }

  private cell(pattern: number, slot: number): number {
    if (slot >= this.width || (pattern + 1) * this.width > this.cells.length) {
      if (this.calendars.length * this.froms.length > LARGEST_TABLE) return this.look(pattern, slot);
      this.width = this.froms.length;
      this.cells = new Uint8Array(this.width * this.calendars.length);
    }
    const at = pattern * this.width + slot;
    if (this.cells[at] === UNASKED) this.cells[at] = this.look(pattern, slot);
    return this.cells[at];
  }

  private look(pattern: number, slot: number): number {
    const from = this.froms[slot];
    const to = this.tos[slot];
    for (const window of this.calendars[pattern].weekly[this.weekdays[slot]]) {
      if (window.from <= from && to <= window.to) {
        return COVERED + Math.min(MARGIN, from - window.from) + Math.min(MARGIN, window.to - to);
      }
    }
    return NOT_COVERED;
  }
}

/** Whether one of these days is off. */
function isOffOn({ off }: Calendar, dayBits: Uint32Array): boolean {
  if (off === null) return false;
  for (let w = 0; w < dayBits.length; w++) if ((dayBits[w] & off[w]) !== 0) return true;
  return false;
}
