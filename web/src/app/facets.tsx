import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { facetKinds } from '@/app/facet-kinds';
import { useFilters, useList } from '@/app/lists';
import { useDistrict, useTaxonomy, useNamed } from '@/i18n/words';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';
import { Segments } from '@/ui/segments';

type Facets = Schema<'FacetsDto'>;

/** The lines of a menu that the filters leave, page after page, and how many each further choice would leave. */
export function useMenu<Row>(
  name: string,
  query: Record<string, string | undefined>,
  sort: string | undefined,
  load: (
    query: Record<string, unknown>,
  ) => Promise<{ items: Row[]; nextCursor: string | null; near?: boolean; facets?: Facets }>,
) {
  const list = useList([name, query, sort], (cursor) => load({ ...query, sort, limit: 60, cursor }));
  const facets = useQuery({
    queryKey: ['facets', name, query],
    queryFn: () => load({ ...query, facets: true, limit: 1 }).then(({ facets }) => facets ?? null),
    placeholderData: (before) => before,
  });
  return { list, facets: facets.data ?? undefined };
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
  facets,
  word: own,
}: {
  filter: string;
  facets: Facets | undefined;
  /** What the values are called on this menu. */
  word?: (value: string) => string;
}) {
  const { t } = useTranslation();
  const { label, word = own, sorted } = facetKinds(t)[filter];
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
function NearSelects() {
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

/** Lines their owners have not confirmed this term. */
export function StaleChip() {
  const { t } = useTranslation();
  const [{ stale }, setFilters] = useFilters();
  const on = stale === 'true';
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={on}
      onClick={() => setFilters({ stale: on ? undefined : 'true' })}
    >
      {t('needs.stale')}
    </button>
  );
}

/** A menu to read, or a table to scan. */
export function ViewSwitch() {
  const { t } = useTranslation();
  const [{ view }, setFilters] = useFilters();
  return (
    <Segments
      label={t('ui.view')}
      value={view === 'table' ? 'table' : undefined}
      choices={[
        { value: undefined, label: t('ui.view_menu') },
        { value: 'table', label: t('ui.view_table') },
      ]}
      onChange={(next) => setFilters({ view: next })}
    />
  );
}

/** The filters not everybody needs, folded away unless one of them is in use; and the way back to all. */
export function MoreFilters({
  filters: names,
  facets,
  all,
}: {
  filters: string[];
  facets: Facets | undefined;
  all: readonly string[];
}) {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const used = [...names, 'near', 'within'].filter((name) => filters[name]).length;
  const any = all.some((name) => filters[name]);
  return (
    <div className="more-filters">
      <details open={used > 0 || undefined}>
        <summary className="tall">{used ? t('facet.more_used', { count: used }) : t('facet.more')}</summary>
        <div className="filters">
          {names.map((name) => (
            <FacetSelect key={name} filter={name} facets={facets} />
          ))}
          <NearSelects />
        </div>
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
