import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { FacetSelect, MoreFilters, SortSelect, useMenu } from '@/app/facets';
import { ListShown, SearchField, useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fDay, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { PeopleNav } from '@/ui/subnav';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';

const CLEARANCE = ['expiring', 'expired', 'missing', 'valid'] as const;
const FILTERS = [
  'state',
  'kind',
  'veteranGroup',
  'guestGroup',
  'tier',
  'clearance',
  'areaId',
  'skillId',
  'near',
  'within',
  'search',
] as const;
const SORTS = ['clearance', '-created', 'name', 'distance'] as const;

/** The people behind the resources menu; whose clearance runs out stands first. */
export function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const { clearance, search } = filters;
  const sort = filters.sort ?? 'clearance';
  const query = Object.fromEntries(FILTERS.map((name) => [name, filters[name]]));
  const { list, facets } = useMenu('volunteers', query, sort, (asked) =>
    ask(api.GET('/api/volunteers', { params: { query: asked as never } })),
  );
  const counted = (value: string) => facets?.by.clearance?.find((one) => one.value === value)?.count;
  return (
    <Page
      title={t('nav.people')}
      lead={t('people.lead')}
      nav={<PeopleNav />}
      actions={
        <>
          {may(me, 'volunteer.apply') && (
            <>
              <ButtonLink to="/people/new" kind="main">
                {t('people.new')}
              </ButtonLink>
              <ButtonLink to="/people/form">{t('people.empty_form')}</ButtonLink>
            </>
          )}
          <Button onClick={() => print()}>{t('ui.print')}</Button>
        </>
      }
    >
      <div className="cluster filters" role="group" aria-label={t('people.clearance')}>
        {CLEARANCE.map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={clearance === value}
            onClick={() => setFilters({ clearance: clearance === value ? undefined : value })}
          >
            {t(`people.clearance_${value}`)}
            {counted(value) !== undefined && <span className="num">{fNumber(counted(value)!)}</span>}
          </button>
        ))}
      </div>
      <div className="filters">
        <SearchField
          label={t('people.search')}
          value={search ?? ''}
          onChange={(value) => setFilters({ search: value })}
        />
        <FacetSelect filter="state" facets={facets} word={(value) => t(`volunteer_state.${value}`)} />
        <FacetSelect filter="veteranGroup" facets={facets} />
        <SortSelect choices={SORTS} usual="clearance" />
      </div>
      <MoreFilters filters={['kind', 'guestGroup', 'tier', 'areaId', 'skillId']} facets={facets} all={FILTERS} />
      <ListShown
        list={list}
        empty={
          <Empty title={t('people.none')}>
            <p>{t('needs.none_hint')}</p>
          </Empty>
        }
      >
        {(people) => (
          <Table
            caption={t('nav.people')}
            rows={people}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                label: t('people.name'),
                head: true,
                cell: (one) => (
                  <Link to="/people/$id" params={{ id: one.id }}>
                    {one.name}
                  </Link>
                ),
              },
              {
                key: 'group',
                label: t('people.group'),
                short: true,
                cell: (one) =>
                  one.veteranGroup
                    ? t(`veteran.${one.veteranGroup}`)
                    : one.guestGroup
                      ? t(`guest.${one.guestGroup}`)
                      : t(`kind.${one.kind}`),
              },
              {
                key: 'state',
                label: t('ui.state'),
                short: true,
                cell: (one) => <StateTag kind="volunteer" state={one.state} />,
              },
              {
                key: 'clearance',
                label: t('people.clearance'),
                cell: (one) => (
                  <>
                    <StateTag kind="clearance" state={one.clearanceStatus} />{' '}
                    {one.clearance && (
                      <span className="small muted nowrap">
                        {t('people.until', { day: fDay(one.clearance.expiresOn) })}
                      </span>
                    )}
                  </>
                ),
              },
              { key: 'area', label: t('people.area'), cell: (one) => one.areaName ?? t('ui.unknown') },
              {
                key: 'offers',
                label: t('people.offers'),
                end: true,
                short: true,
                cell: (one) => <span className="num">{one.listedOffers}</span>,
              },
              {
                key: 'live',
                label: t('people.live'),
                end: true,
                short: true,
                cell: (one) => <span className="num">{one.liveEngagements}</span>,
              },
            ]}
          />
        )}
      </ListShown>
    </Page>
  );
}
