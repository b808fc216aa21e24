import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ExportLink, FacetSelect, MoreFilters, NearSelects, SortSelect, useFacets } from '@/app/facets';
import { ListShown, SearchField, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fWeekdayLong } from '@/i18n/format';
import { useFreeText } from '@/i18n/when';
import { StateTag, useWordName } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

const FILTERS = [
  'state',
  'programmeId',
  'categoryId',
  'skillId',
  'form',
  'kind',
  'veteranGroup',
  'grade',
  'weekday',
  'online',
  'near',
  'within',
  'search',
  'stale',
] as const;
const SORTS = ['-created', 'title', 'volunteer', '-updated', 'distance'] as const;

/** The resources menu: who offers what, and when. A coordinator orders from here (点单). */
export function ResourcesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const { search, stale, sort } = filters;
  const query: Record<string, string | undefined> = Object.fromEntries(FILTERS.map((name) => [name, filters[name]]));
  query.state ??= may(me, 'offer.review') ? undefined : 'listed';
  const load = (more: Record<string, unknown>) =>
    ask(api.GET('/api/offers', { params: { query: { ...query, ...more } as never } }));
  const list = useList(['offers', query, sort], (cursor) => load({ sort, limit: 60, cursor }));
  const facets = useFacets(['offers', query], () => load({ facets: true, limit: 1 }));
  const table = filters.view === 'table';
  return (
    <Page
      title={t('nav.resources')}
      lead={facets ? t('resources.count', { count: facets.total }) : t('resources.lead')}
      actions={
        <>
          {may(me, 'offer.create') && (
            <ButtonLink to="/resources/new" kind="main">
              {t('offerform.new')}
            </ButtonLink>
          )}
          {may(me, 'import.create') && (
            <ButtonLink to="/imports" search={{ menu: 'resources' } as never}>
              {t('nav.import')}
            </ButtonLink>
          )}
          <ExportLink path="/api/offers/export" query={{ ...query, sort }} />
          <Button onClick={() => print()}>{t('ui.print')}</Button>
        </>
      }
    >
      <div className="filters">
        <SearchField
          label={t('resources.search')}
          value={search ?? ''}
          onChange={(value) => setFilters({ search: value })}
        />
        {may(me, 'offer.review') && (
          <FacetSelect
            filter="state"
            label={t('ui.state')}
            facets={facets}
            word={(value) => t(`offer_state.${value}`)}
          />
        )}
        <FacetSelect filter="categoryId" label={t('ui.category')} facets={facets} />
        <FacetSelect
          filter="weekday"
          label={t('facet.weekday')}
          facets={facets}
          word={(value) => fWeekdayLong(Number(value))}
          sorted
        />
        <SortSelect choices={SORTS} usual="-created" />
        {may(me, 'offer.review') && (
          <button
            type="button"
            className="chip"
            aria-pressed={stale === 'true'}
            onClick={() => setFilters({ stale: stale === 'true' ? undefined : 'true' })}
          >
            {t('needs.stale')}
          </button>
        )}
        <div className="segments" role="group" aria-label={t('ui.view')}>
          <button type="button" aria-pressed={!table} onClick={() => setFilters({ view: undefined })}>
            {t('ui.view_menu')}
          </button>
          <button type="button" aria-pressed={table} onClick={() => setFilters({ view: 'table' })}>
            {t('ui.view_table')}
          </button>
        </div>
      </div>
      <MoreFilters
        names={['programmeId', 'skillId', 'form', 'kind', 'veteranGroup', 'grade', 'online', 'near', 'within']}
        all={[...FILTERS]}
      >
        <FacetSelect filter="programmeId" label={t('ui.programme')} facets={facets} />
        <FacetSelect filter="skillId" label={t('need.skills')} facets={facets} />
        <FacetSelect filter="form" label={t('need.form')} facets={facets} word={(value) => t(`form_kind.${value}`)} />
        <FacetSelect
          filter="grade"
          label={t('facet.grade')}
          facets={facets}
          word={(value) => t(`grade.${value}`)}
          sorted
        />
        <FacetSelect filter="kind" label={t('facet.kind')} facets={facets} word={(value) => t(`kind.${value}`)} />
        <FacetSelect
          filter="veteranGroup"
          label={t('facet.veteran')}
          facets={facets}
          word={(value) => t(`veteran.${value}`)}
        />
        <FacetSelect
          filter="online"
          label={t('facet.online')}
          facets={facets}
          word={(value) => t(value === 'true' ? 'facet.online_yes' : 'facet.online_no')}
        />
        <NearSelects />
      </MoreFilters>
      <ListShown
        list={list}
        empty={
          <Empty title={t('resources.none')}>
            <p>{t('needs.none_hint')}</p>
          </Empty>
        }
      >
        {(offers) => (table ? <OffersTable offers={offers} /> : <OffersMenu offers={offers} />)}
      </ListShown>
    </Page>
  );
}

export function OffersMenu({ offers }: { offers: Offer[] }) {
  const { t } = useTranslation();
  const free = useFreeText();
  const wordName = useWordName();
  return (
    <ul className="plain menu-list">
      {offers.map((offer) => (
        <li key={offer.id}>
          <Link to="/resources/$id" params={{ id: offer.id }} className="menu-line">
            <span className="l1">
              <span>{offer.title}</span>
              <i aria-hidden="true" />
              <em>
                {offer.forms.includes('goods') ? t('offer.stock', { count: offer.stock }) : free(offer.availability)}
              </em>
            </span>
            <span className="l2">
              {offer.state !== 'listed' && <StateTag kind="offer" state={offer.state} />}
              {offer.veteranGroup && <Tag tone="good">{t(`veteran.${offer.veteranGroup}`)}</Tag>}
              {offer.staleSince && <Tag tone="wait">{t('needs.stale')}</Tag>}
              <span>
                {[
                  offer.volunteerName,
                  wordName(offer.categoryName),
                  offer.forms.map((form) => t(`form_kind.${form}`)).join(t('form.and')),
                ].join(' · ')}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function OffersTable({ offers }: { offers: Offer[] }) {
  const { t } = useTranslation();
  const free = useFreeText();
  const wordName = useWordName();
  return (
    <Table
      caption={t('nav.resources')}
      rows={offers}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'title',
          label: t('offer.title'),
          head: true,
          cell: (offer) => (
            <Link to="/resources/$id" params={{ id: offer.id }}>
              {offer.title}
            </Link>
          ),
        },
        { key: 'who', label: t('role.volunteer'), cell: (offer) => offer.volunteerName },
        { key: 'category', label: t('ui.category'), cell: (offer) => wordName(offer.categoryName) },
        {
          key: 'forms',
          label: t('need.form'),
          cell: (offer) => offer.forms.map((form) => t(`form_kind.${form}`)).join(t('form.and')),
        },
        { key: 'when', label: t('offer.when'), cell: (offer) => free(offer.availability) },
        { key: 'state', label: t('ui.state'), cell: (offer) => <StateTag kind="offer" state={offer.state} /> },
        { key: 'code', label: t('ui.code'), cell: (offer) => <span className="num">{offer.code}</span> },
      ]}
    />
  );
}
