/** Reasons of the engine as sentences: parameters are codes and minutes there, words and dates here. */
import type { Horizon } from './engine/menus';
import type { Plan, Reason } from './engine/plan';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';
import { formatGrades } from '../sheets/expressions/grades';
import { dayNumber, dayText } from '../sheets/expressions/days';
import { type Form, FORMS } from '../sheets/expressions/vocabularies';
import { fill, type Language } from '../sheets/sentences';

const SENTENCES: Record<Language, Record<string, string>> = { zh, en };

export function matchSentence(language: Language, key: string, params: Record<string, string | number> = {}): string {
  return fill(SENTENCES[language][key] ?? key, params);
}

/** Whether a plan is proven to be the best, and when on the solver's word alone. */
export function provenWord(
  language: Language,
  { provenOptimal, provenBy }: Pick<Plan, 'provenOptimal' | 'provenBy'>,
): string {
  if (!provenOptimal) return matchSentence(language, 'match.no');
  return matchSentence(language, provenBy === 'solver' ? 'match.yes_solver' : 'match.yes');
}

/** What the sentences need to turn parameters into words. */
export interface ReasonContext {
  language: Language;
  horizon: Horizon;
  /** Names of categories, skills and languages by the ids the engine saw. */
  names: Map<string, string>;
}

export function reasonSentence(reason: Reason, context: ReasonContext): string {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(reason.params ?? {}))
    params[name] = shown(reason.code, name, value, context);
  return matchSentence(context.language, reason.code, params);
}

function shown(
  code: string,
  name: string,
  value: string | number | boolean,
  { language, horizon, names }: ReasonContext,
): string | number {
  if (typeof value === 'boolean') return matchSentence(language, value ? 'match.yes' : 'match.no');
  const day = (days: number): string => dayText(dayNumber(horizon.start) + days);
  if (typeof value === 'number') {
    if (name === 'neededUntil' || name === 'validUntil' || (code === 'period' && (name === 'from' || name === 'to')))
      return day(value);
    if (name === 'month') return monthOf(horizon, value);
    if (name === 'missing') return formatGrades({ grades: value, audiences: [] });
    return Math.round(value);
  }
  if (name === 'because') return matchSentence(language, `word.${value}`);
  if (code === 'onsite_or_online') return matchSentence(language, `word.${value}`);
  if (code === 'form')
    return language === 'zh' && value in FORMS.words ? FORMS.words[value as Form][0] : value.replaceAll('_', ' ');
  if (name === 'rule') return matchSentence(language, `rule.${value}`);
  return names.get(value) ?? value;
}

/** `2026-09` of a month index, 0 the month of the horizon's first day. */
function monthOf(horizon: Horizon, index: number): string {
  const months = Number(horizon.start.slice(0, 4)) * 12 + Number(horizon.start.slice(5, 7)) - 1 + index;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
