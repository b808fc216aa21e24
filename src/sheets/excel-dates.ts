/** Excel's serial days: 1 = 1900-01-01, with the 29 February 1900 that never was (serial 60). */

const DAY = 86_400_000;

/** `2026-09-01`, `16:30`, or both, of a serial; null outside 1900–2199. */
export function serialToText(serial: number, date1904: boolean): string | null {
  const shifted = date1904 ? serial + 1462 : serial;
  if (!(shifted >= 0) || shifted > 109_939) return null;
  // Rounding to the minute: 16:30 is stored as 0.6875 exactly, but 16:20 as 0.680555555555556.
  const minutes = Math.round(shifted * 1440);
  const day = Math.floor(minutes / 1440);
  const minute = minutes - day * 1440;
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  if (day === 0) return clock;
  const date = new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * DAY).toISOString().slice(0, 10);
  return minute === 0 ? date : `${date} ${clock}`;
}

/** Built-in number formats that show a date or time, the East Asian ones (27–36, 50–58) included (ECMA-376 18.8.30). */
export function isBuiltInDateFormat(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** A custom format code that shows a date or time: y, m, d, h or s outside quotes, brackets and escapes. */
export function isDateFormatCode(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '')
    .replace(/[eE][+-]/g, '');
  return /[ymdhs]/i.test(bare) && !/[#?]/.test(bare);
}
