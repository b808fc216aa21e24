import type { Interval } from './menus';
import { type Calendar, covers, DAY, type Days, freeSince, freeUntil } from './time';

/** Minutes before and after a session beyond which more free time makes no difference. */
const MARGIN = 30;
export const FULL_MARGIN = 2 * MARGIN;

/** Margin of what is not covered. */
const NOT_COVERED = -1;

/** Free time with its number in the table, and whether its weekly windows are all there is to it. */
export interface Free {
  calendar: Calendar;
  index: number;
  weeklyOnly: boolean;
}

/** Times of one way to hold a need: the weekly slots and the days (bits) it touches. */
export interface Times {
  occurrences: readonly Interval[];
  slots: Int32Array;
  dayBits: Uint32Array;
}

/** Numbers kept of each calendar: where its windows begin, and where those of each weekday end. */
const WEEK = 8;

/**
 * Which weekly windows cover which weekly slot (weekday, from, to), and with how much room. All windows lie in one table,
 * and equal slots are numbered once, so that most questions about availability are a look at one or two windows.
 */
export class SlotTable {
  /** Windows of calendar p on a weekday: those from ends[WEEK · p + weekday − 1] to ends[WEEK · p + weekday]. */
  private readonly ends: Int32Array;
  private readonly opens: Int16Array;
  private readonly closes: Int16Array;
  private readonly numbers = new Map<number, number>();
  /** Of each slot. */
  readonly weekdays: number[] = [];
  readonly froms: number[] = [];
  readonly tos: number[] = [];

  constructor(
    readonly days: Days,
    calendars: readonly Calendar[],
  ) {
    const count = calendars.reduce((sum, { weekly }) => weekly.reduce((n, windows) => n + windows.length, sum), 0);
    this.ends = new Int32Array(calendars.length * WEEK);
    this.opens = new Int16Array(count);
    this.closes = new Int16Array(count);
    let at = 0;
    calendars.forEach(({ weekly }, p) => {
      for (let weekday = 0; weekday < WEEK; weekday++) {
        if (weekday > 0)
          for (const { from, to } of weekly[weekday]) {
            this.opens[at] = from;
            this.closes[at++] = to;
          }
        this.ends[p * WEEK + weekday] = at;
      }
    });
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
  free({ calendar, index, weeklyOnly }: Free, { slots, dayBits, occurrences }: Times): boolean {
    if (!weeklyOnly) {
      if (touches(calendar.off, dayBits)) return false;
      if (calendar.anyTime) return true;
    }
    let all = true;
    for (let k = 0; k < slots.length && all; k++) all = this.look(index, slots[k]) !== NOT_COVERED;
    if (all) return true;
    if (weeklyOnly || !touches(calendar.dated, dayBits)) return false;
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
  margin({ calendar, index, weeklyOnly }: Free, { slots, dayBits, occurrences }: Times): number {
    if (!weeklyOnly) {
      if (touches(calendar.off, dayBits)) return 0;
      if (calendar.anyTime) return FULL_MARGIN;
    }
    let tightest = FULL_MARGIN;
    if (weeklyOnly || !touches(calendar.dated, dayBits)) {
      for (let k = 0; k < slots.length; k++) tightest = Math.min(tightest, this.look(index, slots[k]));
      return Math.max(0, tightest);
    }
    for (const { from, to } of occurrences) {
      for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
        const start = Math.max(from, day * DAY);
        const end = Math.min(to, (day + 1) * DAY);
        const before = start - freeSince(calendar, this.days, day, start);
        const after = freeUntil(calendar, this.days, day, start) - end;
        if (after < 0) return 0;
        tightest = Math.min(tightest, Math.min(MARGIN, before) + Math.min(MARGIN, after));
      }
    }
    return tightest;
  }

  /** Minutes of margin around a slot, or that it is not covered. */
  private look(calendar: number, slot: number): number {
    const from = this.froms[slot];
    const to = this.tos[slot];
    const at = calendar * WEEK + this.weekdays[slot];
    for (let k = this.ends[at - 1]; k < this.ends[at]; k++) {
      const open = this.opens[k];
      const close = this.closes[k];
      if (open <= from && to <= close) return Math.min(MARGIN, from - open) + Math.min(MARGIN, close - to);
    }
    return NOT_COVERED;
  }
}

/** Whether two sets of days have one in common. */
function touches(days: Uint32Array | null, others: Uint32Array): boolean {
  if (days === null) return false;
  for (let w = 0; w < others.length; w++) if ((others[w] & days[w]) !== 0) return true;
  return false;
}
