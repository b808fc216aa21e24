import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFilters } from '@/app/lists';
import { useDistrict, useTaxonomy, useNamed } from '@/i18n/words';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';

type Facets = Schema<'FacetsDto'>;

/** How many lines each further choice would leave, for the filters of the address. */
export function useFacets(key: readonly unknown[], load: () => Promise<{ facets?: Facets }>): Facets | undefined {
  return (
    useQuery({
      queryKey: ['facets', ...key],
      queryFn: () => load().then(({ facets }) => facets ?? null),
      placeholderData: (before) => before,
    }).data ?? undefined
  );
}

/** Names of taxonomy rows in the reader's language; what is no such row keeps the name the server gave. */
function useRowName(): (id: string, name: string | null) => string {
  const taxonomy = useTaxonomy();
  const named = useNamed();
  const rows = new Map(
    [
      ...(taxonomy?.programmes ?? []),
      ...(taxonomy?.categories.flatMap((category) => [category, ...category.skills]) ?? []),
    ].map((row) => [row.id, row]),
  );
  return (id, name) => (rows.has(id) ? named(rows.get(id)!) : (name ?? id));
}

/** One filter: its values with how many lines each would leave, the most first; what is chosen is never missing. */
export function FacetSelect({
  filter,
  label,
  facets,
  word,
  sorted = false,
}: {
  filter: string;
  label: string;
  facets: Facets | undefined;
  /** What a value of a closed list is called; rows have their names. */
  word?: (value: string) => string;
  /** In the order of the values instead of the counts: grades, weekdays, priorities. */
  sorted?: boolean;
}) {
  const { t } = useTranslation();
  const rowName = useRowName();
  const called = (value: string, name: string | null) => (word && name === null ? word(value) : rowName(value, name));
  const [filters, setFilters] = useFilters();
  const chosen = filters[filter] ?? '';
  const values = [...(facets?.by[filter] ?? [])].filter(({ count, value }) => count > 0 || value === chosen);
  if (sorted) values.sort((one, other) => Number(one.value) - Number(other.value));
  return (
    <Select
      label={label}
      value={chosen}
      onChange={(event) => setFilters({ [filter]: event.target.value || undefined })}
    >
      <option value="">{t('ui.all')}</option>
      {chosen && !values.some(({ value }) => value === chosen) && (
        <option value={chosen}>{called(chosen, null)}</option>
      )}
      {values.map(({ value, name, count }) => (
        <option key={value} value={value}>
          {t('facet.counted', { word: called(value, name), count: fNumber(count) })}
        </option>
      ))}
    </Select>
  );
}

/** From where, and how far at most: a school or an area of the district. */
export function NearSelects() {
  const { t } = useTranslation();
  const district = useDistrict();
  const [{ near, within }, setFilters] = useFilters();
  return (
    <>
      <Select
        label={t('facet.near')}
        value={near ?? ''}
        onChange={(event) =>
          setFilters({
            near: event.target.value || undefined,
            ...(!event.target.value && { within: undefined, sort: undefined }),
          })
        }
      >
        <option value="">{t('facet.anywhere')}</option>
        {[...(district?.schools ?? []), ...(district?.areas ?? [])].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {near && (
        <Select
          label={t('facet.within')}
          value={within ?? ''}
          onChange={(event) => setFilters({ within: event.target.value || undefined })}
        >
          <option value="">{t('ui.all')}</option>
          {[1, 2, 3, 5, 10].map((km) => (
            <option key={km} value={km * 1000}>
              {t('facet.km', { km })}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}

/** In which order. `distance` only where a place is chosen. */
export function SortSelect({ choices, usual }: { choices: readonly string[]; usual: string }) {
  const { t } = useTranslation();
  const [{ sort, near }, setFilters] = useFilters();
  return (
    <Select
      label={t('facet.sort')}
      value={sort ?? usual}
      onChange={(event) => setFilters({ sort: event.target.value === usual ? undefined : event.target.value })}
    >
      {choices
        .filter((choice) => choice !== 'distance' || near)
        .map((choice) => (
          <option key={choice} value={choice}>
            {t(`facet.by.${choice}`)}
          </option>
        ))}
    </Select>
  );
}

/** The filters not everybody needs, folded away unless one of them is in use; and the way back to all. */
export function MoreFilters({ names, all, children }: { names: string[]; all: string[]; children: ReactNode }) {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const used = names.filter((name) => filters[name]).length;
  const any = all.some((name) => filters[name]);
  return (
    <div className="more-filters">
      <details open={used > 0 || undefined}>
        <summary className="tall">{used ? t('facet.more_used', { count: used }) : t('facet.more')}</summary>
        <div className="filters">{children}</div>
      </details>
      {any && (
        <Button kind="quiet" onClick={() => setFilters(Object.fromEntries(all.map((name) => [name, undefined])))}>
          {t('facet.clear')}
        </Button>
      )}
    </div>
  );
}

/** What is on the screen as a workbook: the same filters, in the same order of columns the import reads. */
export function ExportLink({
  path,
  query,
}: {
  path: '/api/needs/export' | '/api/offers/export';
  query: Record<string, string | undefined>;
}) {
  const { t } = useTranslation();
  const search = new URLSearchParams(Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]));
  return (
    <a className="btn" href={`${path}.xlsx?${search}`} download>
      {t('facet.export')}
    </a>
  );
}
