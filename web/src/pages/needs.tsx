import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ExportLink, FacetSelect, MoreFilters, SortSelect, StaleChip, useMenu, ViewSwitch } from '@/app/facets';
import { ListShown, SearchField, useFilters } from '@/app/lists';
import { may, roleOf, useMe } from '@/app/session';
import { useWhenText } from '@/i18n/when';
import { StateTag, useWordName } from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

/** The filters of the address that the server knows, as the server wants them. */
const FILTERS = [
  'state',
  'schoolId',
  'programmeId',
  'categoryId',
  'skillId',
  'form',
  'audience',
  'priority',
  'grade',
  'weekday',
  'near',
  'within',
  'search',
  'stale',
] as const;
const SORTS = ['-created', 'priority', 'starts', 'answerBy', 'title', 'school', 'distance'] as const;

/** The needs menu: a menu to read, or a table to scan; the filters are in the address. */
export function NeedsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const { search, sort } = filters;
  const table = filters.view === 'table';
  const query = Object.fromEntries(FILTERS.map((name) => [name, filters[name]]));
  const { list, facets } = useMenu('needs', query, sort, (asked) =>
    ask(api.GET('/api/needs', { params: { query: asked as never } })),
  );
  return (
    <Page
      title={t('nav.needs')}
      lead={facets ? t('needs.count', { count: facets.total }) : t('needs.lead')}
      actions={
        <>
          {may(me, 'need.create') && (
            <ButtonLink to="/needs/new" kind="main">
              {t('needs.new')}
            </ButtonLink>
          )}
          {may(me, 'import.create') && <ButtonLink to="/imports">{t('nav.import')}</ButtonLink>}
          <ExportLink path="/api/needs/export" query={{ ...query, sort }} />
          {may(me, 'need.create') && <ButtonLink to="/needs/form">{t('needs.empty_form')}</ButtonLink>}
          <Button onClick={() => print()}>{t('ui.print')}</Button>
        </>
      }
    >
      <div className="filters">
        <SearchField
          label={t('needs.search')}
          value={search ?? ''}
          onChange={(value) => setFilters({ search: value })}
        />
        <FacetSelect filter="state" facets={facets} word={(value) => t(`need_state.${value}`)} />
        {roleOf(me) !== 'coordinator' && <FacetSelect filter="schoolId" facets={facets} />}
        <FacetSelect filter="categoryId" facets={facets} />
        <SortSelect choices={SORTS} usual="-created" />
        <StaleChip />
        <ViewSwitch />
      </div>
      <MoreFilters
        filters={['programmeId', 'skillId', 'form', 'audience', 'grade', 'weekday', 'priority']}
        facets={facets}
        all={FILTERS}
      />
      <ListShown
        list={list}
        empty={
          <Empty title={t('needs.none')}>
            <p>{t('needs.none_hint')}</p>
          </Empty>
        }
      >
        {(needs) => (table ? <NeedsTable needs={needs} /> : <NeedsMenu needs={needs} />)}
      </ListShown>
    </Page>
  );
}

export function NeedsMenu({ needs }: { needs: Need[] }) {
  const { t } = useTranslation();
  const when = useWhenText();
  const wordName = useWordName();
  return (
    <ul className="plain menu-list">
      {needs.map((need) => (
        <li key={need.id}>
          <Link to="/needs/$id" params={{ id: need.id }} className="menu-line">
            <span className="l1">
              <span>{need.title}</span>
              <i aria-hidden="true" />
              <em>{need.form === 'goods' ? t('need.pieces', { count: need.quantity }) : when(need, 'brief')}</em>
            </span>
            <span className="l2">
              <StateTag kind="need" state={need.state} />
              {need.careGroups.map((group) => (
                <Tag tone="stop" key={group}>
                  {t(`care.${group}`)}
                </Tag>
              ))}
              {need.urgent && <Tag tone="wait">{t('need.urgent')}</Tag>}
              {need.staleSince && <Tag tone="wait">{t('needs.stale')}</Tag>}
              <span>
                {[
                  need.schoolName,
                  wordName(need.programmeName ?? need.categoryName),
                  t('need.seats', { accepted: need.accepted, seats: need.seats }),
                  need.code,
                ].join(' · ')}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function NeedsTable({ needs }: { needs: Need[] }) {
  const { t } = useTranslation();
  const when = useWhenText();
  const wordName = useWordName();
  return (
    <Table
      caption={t('nav.needs')}
      rows={needs}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'title',
          label: t('need.title'),
          head: true,
          cell: (need) => (
            <Link to="/needs/$id" params={{ id: need.id }}>
              {need.title}
            </Link>
          ),
        },
        { key: 'school', label: t('ui.school'), cell: (need) => need.schoolName },
        {
          key: 'programme',
          label: t('ui.programme'),
          cell: (need) => wordName(need.programmeName ?? need.categoryName),
        },
        { key: 'when', label: t('need.when'), cell: (need) => (need.form === 'goods' ? '—' : when(need, 'brief')) },
        {
          key: 'seats',
          label: t('need.seats_short'),
          end: true,
          cell: (need) => (
            <span className="num">
              {need.accepted}/{need.seats}
            </span>
          ),
        },
        { key: 'state', label: t('ui.state'), cell: (need) => <StateTag kind="need" state={need.state} /> },
        { key: 'code', label: t('ui.code'), cell: (need) => <span className="num">{need.code}</span> },
      ]}
    />
  );
}
