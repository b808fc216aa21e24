/** What a cell about times is cut into, one token a word. */
import type { ClockRange, DateRange, DayKind } from './types';

export type TimeToken =
  | {
      type: 'weekdays';
      weekdays: number[];
      parity: 'odd' | 'even' | null;
      interval: number;
      except: boolean;
      kind: DayKind;
    }
  /** `behind`: in brackets behind its weekday, 周三(单周). */
  | { type: 'parity'; parity: 'odd' | 'even'; behind: boolean }
  | { type: 'interval'; interval: number }
  | { type: 'monthly'; ordinals: number[]; weekdays: number[]; workdays?: true }
  | { type: 'monthdays'; monthDays: number[] }
  | { type: 'dates'; dates: string[] }
  /** `byDays`: each of its days is meant, 9月10日至12日; of a month or a week that is not so. */
  | { type: 'range'; range: DateRange; byDays?: boolean }
  | { type: 'weeks'; weeks: [number, number][] }
  /** `all`: said of the whole cell, as (节假日除外). */
  | { type: 'kind'; kind: DayKind; all: boolean }
  /** `named`: by a lesson or a break. */
  | { type: 'clock'; ranges: ClockRange[]; startOnly: boolean; named?: boolean }
  | { type: 'duration'; minutes: number }
  | {
      type: 'frequency';
      times: number;
      minutes: number | null;
      per: 'week' | 'fortnight' | 'month' | 'quarter' | 'term' | 'year';
    }
  /** `times` meetings altogether: 共8次. */
  | { type: 'total'; times: number }
  /** So many of the days said: 任选一天, 任选两天. */
  | { type: 'choose'; days: number }
  /** Any of the days said will do: 周二、周四均可. */
  | { type: 'either' }
  | { type: 'or' }
  /** `strong`: a semicolon or a line break, across which nothing is carried over. `joins`: 和 or 、. */
  | { type: 'separator'; strong: boolean; joins?: boolean };

export type Found = { token: TimeToken; length: number; note?: string } | { code: string } | null;
