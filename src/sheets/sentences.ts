/** Sentences about workbooks and cells in the reader's language. */
import type { CellFault } from './columns';
import type { WorkbookError } from './grid';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export type Language = 'zh' | 'en';

const SENTENCES: Record<Language, Record<string, string>> = { zh, en };

/** A sentence with its {parameters}; the key itself when there is none (a test forbids that). */
export function sheetSentence(language: Language, key: string, params: Record<string, string | number> = {}): string {
  return fill(SENTENCES[language][key] ?? key, params);
}

export function fill(text: string, params: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

export function workbookSentence(language: Language, error: WorkbookError): string {
  return sheetSentence(language, `workbook.${error.code}`, error.params);
}

/** The name of a column that the sheet lacks, in the reader's language. */
export const columnIn = (language: Language, { english }: Pick<CellFault, 'english'>): { column?: string } =>
  language === 'en' && english ? { column: english } : {};

/** What is wrong with a cell, and what would be right. */
export function faultSentences(language: Language, fault: CellFault): { problem: string; right: string } {
  const params = { value: fault.value, ...fault.params, ...columnIn(language, fault) };
  return {
    problem: sheetSentence(language, `cell.${fault.code}`, params),
    right: sheetSentence(language, `expected.${fault.expected.replace('expected_', '')}`, params),
  };
}
