import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Tag } from '@/ui/states';
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

/** Where a need takes place. */
export function usePlaceText(): (need: Need) => string {
  const { t } = useTranslation();
  const areas = useDistrict()?.areas;
  return ({ placeKind, placeName, areaId, schoolName }) =>
    placeKind === 'online'
      ? t('need.place_online')
      : placeKind === 'school'
        ? schoolName
        : [areas?.find(({ id }) => id === areaId)?.name, placeName].filter(Boolean).join(' · ');
}

export function useAudienceText(): (need: Pick<Need, 'audience' | 'grades' | 'headCount'>) => string {
  const { t } = useTranslation();
  return ({ audience, grades, headCount }) =>
    [grades ? gradesText(grades) : t(`audience.${audience}`), headCount ? t('need.heads', { count: headCount }) : '']
      .filter(Boolean)
      .join(' · ');
}
