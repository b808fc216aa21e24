/** Languages are kept as codes where everybody uses them, and as typed otherwise (武汉话). */
const CODES: Record<string, string> = {
  普通话: 'zh',
  国语: 'zh',
  汉语: 'zh',
  中文: 'zh',
  mandarin: 'zh',
  chinese: 'zh',
  英语: 'en',
  english: 'en',
};
const WORDS: Record<string, string> = { zh: '普通话', en: '英语' };

export const languageCodes = (words: string[]): string[] => [
  ...new Set(words.map((word) => CODES[word.toLowerCase()] ?? word)),
];
export const languageWords = (codes: string[]): string[] => codes.map((code) => WORDS[code] ?? code);
