/** Sentences about imported cells: those of the sheets, and what only the district can tell. */
import type { Locale } from '../platform/actor';
import type { CellFault } from '../sheets/columns';
import { columnIn, fill, type Language, sheetSentence } from '../sheets/sentences';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

const OWN: Record<Language, Record<string, string>> = { zh, en };

export const languageOf = (locale: Locale): Language => (locale === 'en' ? 'en' : 'zh');

export function importSentence(language: Language, key: string, params: Record<string, string | number> = {}): string {
  const own = OWN[language][key];
  return own === undefined ? sheetSentence(language, key, params) : fill(own, params);
}

/** A fault with its sentences: what is wrong, and what would be right. */
export function faultView(
  language: Language,
  fault: CellFault,
): { cell: string; column: string; value: string; code: string; params: object; problem: string; right: string } {
  const { cell, value, code, params, expected } = fault;
  const named = columnIn(language, fault);
  const column = named.column ?? fault.column;
  const filled = { value, ...params, ...named };
  return {
    cell,
    column,
    value,
    code,
    params,
    problem: importSentence(language, `cell.${code}`, filled),
    right: importSentence(language, `expected.${expected.replace('expected_', '')}`, filled),
  };
}
