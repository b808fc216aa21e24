import { pinyin } from 'pinyin-pro';

const remembered =
  (say: (text: string) => string) =>
  (cache = new Map<string, string>()): ((text: string) => string) =>
  (text) => {
    let said = cache.get(text);
    if (said === undefined) cache.set(text, (said = say(text)));
    return said;
  };

/** Sounds of a text without tones or spaces: 赵秀英 → zhaoxiuying. */
export const full = remembered((text) => pinyin(text, { toneType: 'none', type: 'array' }).join('').toLowerCase())();

/** First letters: 赵秀英 → zxy. */
export const initials = remembered((text) =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase(),
)();
