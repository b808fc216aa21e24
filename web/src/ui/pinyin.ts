import { pinyin } from 'pinyin-pro';

/** Sounds of a text without tones or spaces: 赵秀英 → zhaoxiuying. */
export const full = (text: string): string => pinyin(text, { toneType: 'none', type: 'array' }).join('').toLowerCase();

/** First letters: 赵秀英 → zxy. */
export const initials = (text: string): string =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
