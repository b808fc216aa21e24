import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { addDays, fDay, fDayLong, fKm, fMonth, fNumber, monthAfter } from './format';

/** A rule or a fact as the engine states it: a code with parameters. */
export interface Reason {
  code: string;
  params?: Record<string, unknown>;
}

export const taxonomyQuery = {
  queryKey: ['taxonomy'],
  staleTime: 10 * 60_000,
  queryFn: () => ask(api.GET('/api/taxonomy')),
};

const LONG_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const isId = (value: unknown): value is string => typeof value === 'string' && LONG_ID.test(value);

/** Bit g of `mask` is grade g: 一至三年级 · grades 1–3. Runs of grades are joined. */
export function gradesText(mask: number): string {
  const grades = Array.from({ length: 13 }, (_, g) => g).filter((g) => mask & (1 << g));
  const name = (g: number) => i18next.t(`grade.${g}`);
  const runs: string[] = [];
  for (let i = 0; i < grades.length; i++) {
    let j = i;
    while (j + 1 < grades.length && grades[j + 1] === grades[j] + 1) j++;
    runs.push(j > i ? i18next.t('grade.run', { from: name(grades[i]), to: name(grades[j]) }) : name(grades[i]));
    i = j;
  }
  return runs.join(i18next.t('form.and'));
}

/** What a page knows that makes sentences exact. */
export interface Known {
  /** First day of the round's horizon: the engine counts days, minutes and months from it. */
  from?: string;
  /** Names of needs, offers and volunteers by id. */
  names?: ReadonlyMap<string, string>;
}

const SKILL_CODES = new Set(['skill', 'required_skills', 'skill_missing', 'relax_lower_level']);
const DAYS = new Set(['until', 'neededUntil', 'validUntil']);
const KIND_OF: Record<string, string> = {
  volunteer: 'word.a_volunteer',
  need: 'word.a_need',
  otherNeed: 'word.a_need',
  offer: 'word.an_offer',
  otherOffer: 'word.an_offer',
};

/** Every category and skill there is or was: a round of the past may name one that has been merged since. */
export const wordsOf = (taxonomy?: Schema<'TaxonomyDto'>): Schema<'WordDto'>[] =>
  taxonomy
    ? [...taxonomy.mergedCategories, ...taxonomy.categories, ...taxonomy.categories.flatMap(({ skills }) => skills)]
    : [];

/**
 * Sentences for the engine's codes, to the volunteer (`you`) or about them (`they`). Nothing is said that the parameters
 * do not carry: whom a page cannot name is “another volunteer”, and a code that only the engine has words for is said in
 * the engine's words.
 */
export function useReasons(to: 'you' | 'they', known: Known = {}): (reasons: readonly Reason[]) => string[] {
  const { t, i18n } = useTranslation();
  const taxonomy = useQuery(taxonomyQuery);
  const words = new Map<string, { name: string; nameEn: string }>(
    wordsOf(taxonomy.data).map((word) => [word.id, word]),
  );
  const nameOf = (id: string, param: string): string => {
    const word = words.get(id);
    if (word) return i18n.language === 'en' ? word.nameEn : word.name;
    return known.names?.get(id) ?? t(KIND_OF[param] ?? 'word.something');
  };
  const shown = (code: string, param: string, value: unknown): string => {
    if (isId(value)) return nameOf(value, param);
    if (param === 'metres' || code === 'travel_limit' || code === 'relax_longer_way') return fKm(Number(value));
    if (code === 'relax_other_time' && (param === 'from' || param === 'to')) return fClock(Number(value));
    if (SKILL_CODES.has(code)) return t(`level.${value}`);
    if (param === 'asked' && code === 'form') return t(`form_kind.${value}`);
    if (code === 'relax_other_form') return t(`form_kind.${value}`);
    if (code === 'onsite_or_online') return t(`engine.word.${value}`);
    if (param === 'missing') return gradesText(Number(value));
    if (param === 'because') return t(`because.${value}`);
    if (param === 'rule') return t(`rule.${value}`);
    if (DAYS.has(param)) return known.from ? fDay(addDays(known.from, Number(value))) : t('word.its_end');
    if (param === 'month') return known.from ? fMonth(monthAfter(known.from, Number(value))) : t('word.a_month');
    return typeof value === 'number' ? fNumber(value) : String(value);
  };
  return (reasons) =>
    reasons.flatMap(({ code, params = {} }) => {
      const said: Record<string, string> = Object.fromEntries(
        Object.entries(params).map(([param, value]) => [param, shown(code, param, value)]),
      );
      if (code === 'priority') said.level = t(`priority.${params.priority}`);
      if (code === 'minutes_left') said.hours = fNumber(Number(params.left) / 60, 1);
      if (code === 'relax_other_time' && known.from)
        said.day = fDayLong(addDays(known.from, Math.floor(Number(params.from) / DAY_MINUTES)));
      // Volunteers are told only what was written for them.
      const keys = [`reason.${code}.${to}`, `reason.${code}`, ...(to === 'they' ? [`engine.${code}`] : [])];
      const key = keys.find((one) => i18n.exists(one));
      return key ? [t(key, said)] : [];
    });
}

const DAY_MINUTES = 24 * 60;

/** Time of day of a number of minutes since midnight of some day: 13:30. */
function fClock(minutes: number): string {
  const inDay = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}
