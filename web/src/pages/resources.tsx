import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ExportLink, FacetSelect, MoreFilters, SortSelect, StaleChip, useMenu, ViewSwitch } from '@/app/facets';
import { ListShown, SearchField, useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
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
  const { search, sort } = filters;
  const query: Record<string, string | undefined> = Object.fromEntries(FILTERS.map((name) => [name, filters[name]]));
  const review = may(me, 'offer.review');
  query.state ??= review ? undefined : 'listed';
  const { list, facets } = useMenu('offers', query, sort, (asked) =>
    ask(api.GET('/api/offers', { params: { query: asked as never } })),
  );
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
        {review && <FacetSelect filter="state" facets={facets} word={(value) => t(`offer_state.${value}`)} />}
        <FacetSelect filter="categoryId" facets={facets} />
        <FacetSelect filter="weekday" facets={facets} />
        <SortSelect choices={SORTS} usual="-created" />
        {review && <StaleChip />}
        <ViewSwitch />
      </div>
      <MoreFilters
        filters={['programmeId', 'skillId', 'form', 'grade', 'kind', 'veteranGroup', 'online']}
        facets={facets}
        all={FILTERS}
      />
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
