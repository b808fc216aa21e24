import { toLocal } from '../districts/local-time';

/** A moment as people write it on a notice: `2026-03-04 14:00`, on the district's wall clock. */
export function localText(moment: Date, timezone: string): string {
  const { day, minutes } = toLocal(moment, timezone);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
