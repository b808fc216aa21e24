import type { Locale } from '../actor';
import en from './en.json';
import zh from './zh-CN.json';

const SENTENCES: Record<Locale, Record<string, string>> = { 'zh-CN': zh, en };

/** Adds a feature's sentences; a key may be said once only. */
export function addSentences(locale: Locale, sentences: Record<string, string>): void {
  for (const [key, text] of Object.entries(sentences)) {
    const known = SENTENCES[locale][key];
    if (known !== undefined && known !== text) throw new Error(`${locale}: ${key} is said twice`);
    SENTENCES[locale][key] = text;
  }
}

/** The sentence of `key` with its {parameters} filled in; the key itself if there is none (a test forbids that). */
export function sentence(locale: Locale, key: string, params: Record<string, unknown> = {}): string {
  const text = SENTENCES[locale][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    params[name] === undefined || params[name] === null ? whole : String(params[name]),
  );
}
