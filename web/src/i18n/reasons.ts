import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fKm, fNumber } from './format';

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

/**
 * Sentences for the engine's codes, to the volunteer (`you`) or about them (`they`). A code without a sentence is left
 * out rather than shown raw; nothing is said that the parameters do not carry.
 */
export function useReasons(to: 'you' | 'they'): (reasons: readonly Reason[]) => string[] {
  const { t, i18n } = useTranslation();
  const taxonomy = useQuery(taxonomyQuery);
  const names = new Map<string, { name: string; nameEn: string }>(
    taxonomy.data?.categories.flatMap((category) => [
      [category.id, category] as const,
      ...category.skills.map((skill) => [skill.id, skill] as const),
    ]),
  );
  const nameOf = (id: string) => {
    const found = names.get(id);
    return found ? (i18n.language === 'en' ? found.nameEn : found.name) : null;
  };
  return (reasons) =>
    reasons.flatMap(({ code, params = {} }) => {
      const shown: Record<string, string> = {};
      for (const [key, value] of Object.entries(params)) {
        if (isId(value)) {
          const name = nameOf(value);
          if (name === null) return [];
          shown[key] = name;
        } else if (key === 'metres' || (key === 'limit' && code === 'travel_limit')) shown[key] = fKm(Number(value));
        else if (key === 'offered' || (key === 'asked' && 'skill' in params)) shown[key] = t(`level.${value}`);
        else if (key === 'asked' && code === 'form') shown[key] = t(`form_kind.${value}`);
        else if (key === 'missing') shown[key] = gradesText(Number(value));
        else if (key === 'because') shown[key] = t(`because.${value}`);
        else if (key === 'left' || key === 'minutes' || key === 'margin') shown[key] = fNumber(Number(value));
        else shown[key] = String(value);
      }
      const key = `reason.${code}`;
      const own = `${key}.${to}`;
      if (code === 'priority') shown.level = t(`priority.${params.priority}`);
      if (code === 'minutes_left') shown.hours = fNumber(Number(params.left) / 60, 1);
      // What has no sentence of ours is said in the engine's; volunteers are told only what was written for them.
      const engine = `engine.${code}`;
      return i18n.exists(own)
        ? [t(own, shown)]
        : i18n.exists(key)
          ? [t(key, shown)]
          : to === 'they' && i18n.exists(engine)
            ? [t(engine, shown)]
            : [];
    });
}
