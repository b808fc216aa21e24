/** Minutes from midnight and what a time field holds, `HH:MM`. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** NaN for what is no time. */
export const minutesOf = (clock: string): number => {
  const m = /^(\d{1,2}):(\d{2})$/.exec(clock);
  return m ? Number(m[1]) * 60 + Number(m[2]) : NaN;
};

export interface Typed {
  from: string;
  to: string;
}

export const typedOf = ({ from, to }: { from: number; to: number }): Typed => ({
  from: clockOf(from),
  to: clockOf(to),
});
export const spanOf = ({ from, to }: Typed): { from: number; to: number } => ({
  from: minutesOf(from),
  to: minutesOf(to),
});
export const isSpan = (typed: Typed): boolean => {
  const { from, to } = spanOf(typed);
  return !Number.isNaN(from) && !Number.isNaN(to);
};
