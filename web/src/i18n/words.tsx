import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Tag } from '@/ui/states';
import { fDay, fWeekday } from './format';
import { gradesText, taxonomyQuery } from './reasons';

export type Need = Schema<'NeedDto'>;
export type Offer = Schema<'OfferDto'>;
export type Volunteer = Schema<'VolunteerDto'>;

export const districtQuery = {
  queryKey: ['district'],
  staleTime: 10 * 60_000,
  queryFn: () => ask(api.GET('/api/district')),
};
export const useDistrict = () => useQuery(districtQuery).data;
export const useTaxonomy = () => useQuery(taxonomyQuery).data;

/** Name of a taxonomy row in the reader's language. */
export function useNamed(): (row: { name: string; nameEn: string }) => string {
  const { i18n } = useTranslation();
  return ({ name, nameEn }) => (i18n.language === 'en' ? nameEn : name);
}

/** The programmes, to be chosen from by typing in either language. */
export function useProgrammeItems(): { id: string; name: string; also: string[] }[] {
  const named = useNamed();
  const taxonomy = useTaxonomy();
  return (taxonomy?.programmes ?? []).map((row) => ({ id: row.id, name: named(row), also: [row.name, row.nameEn] }));
}

/** A language as people call it; dialects are kept as they were typed. */
export function useLanguageName(): (code: string) => string {
  const { t, i18n } = useTranslation();
  return (code) => (i18n.exists(`language.${code}`) ? t(`language.${code}` as never) : code);
}

/** The name of a category, skill or programme, as lines carry it, in the reader's language. */
export function useWordName(): (name: string) => string {
  const { i18n } = useTranslation();
  const taxonomy = useTaxonomy();
  const english = useMemo(() => {
    const rows = taxonomy
      ? [...taxonomy.programmes, ...taxonomy.categories, ...taxonomy.categories.flatMap(({ skills }) => skills)]
      : [];
    return new Map(rows.map(({ name, nameEn }) => [name, nameEn]));
  }, [taxonomy]);
  return (name) => (i18n.language === 'en' && english.get(name)) || name;
}

type Tone = 'plain' | 'good' | 'wait' | 'stop' | 'brand';
const TONES: Record<string, Tone> = {
  submitted: 'wait',
  returned: 'stop',
  open: 'brand',
  filled: 'good',
  serving: 'good',
  completed: 'good',
  evaluated: 'good',
  withdrawn: 'plain',
  expired: 'plain',
  draft: 'plain',
  listed: 'good',
  paused: 'wait',
  retired: 'plain',
  applied: 'wait',
  verified: 'wait',
  active: 'good',
  left: 'plain',
  agreed: 'wait',
  ended: 'stop',
  planned: 'plain',
  held: 'good',
  missed: 'stop',
  cancelled: 'plain',
  moved: 'plain',
  due: 'wait',
  overdue: 'stop',
  done: 'good',
  dropped: 'plain',
  valid: 'good',
  expiring: 'wait',
  missing: 'stop',
  queued: 'wait',
  running: 'wait',
  solved: 'brand',
  published: 'good',
  discarded: 'plain',
  failed: 'stop',
  received: 'wait',
  reading: 'wait',
  previewed: 'brand',
  confirmed: 'wait',
  written: 'good',
  undone: 'plain',
  waiting: 'wait',
  dispatched: 'brand',
  dead: 'stop',
};

/** The state of something: `kind` names the table of words. */
export function StateTag({
  kind,
  state,
}: {
  kind:
    'need' | 'offer' | 'volunteer' | 'engagement' | 'session' | 'check_in' | 'clearance' | 'round' | 'import' | 'job';
  state: string;
}) {
  const { t } = useTranslation();
  return (
    <Tag tone={kind === 'clearance' && state === 'expired' ? 'stop' : TONES[state]}>{t(`${kind}_state.${state}`)}</Tag>
  );
}

interface Times {
  alternatives: {
    dates: { day: string; from: string; to: string }[];
    weekly: { weekday: number; from: string; to: string; everyWeeks?: number }[];
  }[];
  weeklyMinutes: number | null;
}

/** When a need takes place, in a line: 每周二、四 16:30; several choices are joined by “or”. */
export function useWhenText(): (times: Times) => string {
  const { t } = useTranslation();
  const weeklyText = (weekly: Times['alternatives'][number]['weekly']): string => {
    const groups = new Map<string, { days: number[]; from: string; every: number }>();
    for (const { weekday, from, to, everyWeeks } of weekly) {
      const key = `${from}-${to}-${everyWeeks ?? 1}`;
      const group = groups.get(key) ?? { days: [], from, every: everyWeeks ?? 1 };
      group.days.push(weekday);
      groups.set(key, group);
    }
    return [...groups.values()]
      .map(({ days, from, every }) =>
        t(every === 1 ? 'when.weekly' : every === 2 ? 'when.fortnightly' : 'when.every', {
          days: days.sort().map(fWeekday).join(t('form.and')),
          from,
          every,
        }),
      )
      .join(t('form.and'));
  };
  return ({ alternatives, weeklyMinutes }) => {
    if (alternatives.length === 0)
      return weeklyMinutes ? t('when.agreed_weekly', { minutes: weeklyMinutes }) : t('when.agreed');
    const one = ({ dates, weekly }: Times['alternatives'][number]) =>
      [
        weekly.length ? weeklyText(weekly) : '',
        dates.length === 1
          ? `${fDay(dates[0].day)} ${dates[0].from}`
          : dates.length
            ? t('when.dates', { first: fDay(dates[0].day), count: dates.length })
            : '',
      ]
        .filter(Boolean)
        .join(t('form.and'));
    return alternatives.length === 1
      ? one(alternatives[0])
      : t('when.choices', { first: one(alternatives[0]), count: alternatives.length });
  };
}

/** When an offer can be given, in a line. */
export function useFreeText(): (availability: Offer['availability']) => string {
  const { t } = useTranslation();
  return ({ anyTime, weekly, dates }) => {
    if (anyTime) return t('when.any');
    if (weekly.length === 0)
      return dates.length ? t('when.dates', { first: fDay(dates[0].day), count: dates.length }) : t('when.none');
    const days = [...new Set(weekly.map(({ weekday }) => weekday))].sort();
    const part = weekly.every(({ to }) => to <= '12:30')
      ? 'morning'
      : weekly.every(({ from }) => from >= '12:00')
        ? 'afternoon'
        : 'day';
    const workdays = days.length === 5 && days.every((day) => day <= 5);
    return t(`when.free_${part}`, {
      days: workdays
        ? t('when.workdays')
        : days.length === 7
          ? t('when.every_day')
          : days.map(fWeekday).join(t('form.and')),
    });
  };
}

export function useAudienceText(): (need: Pick<Need, 'audience' | 'grades' | 'headCount'>) => string {
  const { t } = useTranslation();
  return ({ audience, grades, headCount }) =>
    [grades ? gradesText(grades) : t(`audience.${audience}`), headCount ? t('need.heads', { count: headCount }) : '']
      .filter(Boolean)
      .join(' · ');
}
