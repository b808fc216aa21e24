/** A number as it stands in a text field; `scale` turns the unit on record into the one people read. */
export const shown = (value: number | null | undefined, scale = 1): string =>
  value == null ? '' : String(value * scale);

/** What was typed as a number in the unit on record; null for an empty field. */
export const typedNumber = (text: string, scale = 1): number | null =>
  text.trim() === '' ? null : Math.round(Number(text) * scale);

/** True for a whole number from `least` to `most`. */
export const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

/** True for a number above zero, with decimals or without, up to `most`. */
export const isAmount = (text: string, most: number): boolean =>
  /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= most;

/** What was typed with 、 or a comma between, part by part. */
export const typedWords = (text: string): string[] => text.split(/[、,，\s]+/).filter(Boolean);
