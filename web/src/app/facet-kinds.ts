import type { TFunction } from 'i18next';
import { fWeekdayLong } from '@/i18n/format';

interface FacetKind {
  label: string;
  /** What a value of a closed list is called; rows have their names. */
  word?: (value: string) => string;
  /** In the order of the values instead of the counts. */
  sorted?: boolean;
}

/** What each filter of the menus is called, and its values. The words of states are those of one menu: see there. */
export const facetKinds = (t: TFunction): Record<string, FacetKind> => ({
  state: { label: t('ui.state') },
  schoolId: { label: t('ui.school') },
  programmeId: { label: t('ui.programme') },
  categoryId: { label: t('ui.category') },
  skillId: { label: t('facet.skill') },
  areaId: { label: t('people.area') },
  form: { label: t('need.form'), word: (value) => t(`form_kind.${value}`) },
  audience: { label: t('need.audience'), word: (value) => t(`audience.${value}`) },
  grade: { label: t('facet.grade'), word: (value) => t(`grade.${value}`), sorted: true },
  weekday: { label: t('facet.weekday'), word: (value) => fWeekdayLong(Number(value)), sorted: true },
  priority: { label: t('facet.priority'), word: (value) => t(`priority.${value}`), sorted: true },
  kind: { label: t('facet.kind'), word: (value) => t(`kind.${value}`) },
  veteranGroup: { label: t('facet.veteran'), word: (value) => t(`veteran.${value}`) },
  guestGroup: { label: t('facet.guest'), word: (value) => t(`guest.${value}`) },
  tier: { label: t('person.tier'), word: (value) => t(`tier.${value}`) },
  online: { label: t('facet.online'), word: (value) => t(value === 'true' ? 'facet.online_yes' : 'facet.online_no') },
});
