import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, SearchField, useFilters, useList } from '@/app/lists';
import { fDay } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import type { Volunteer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';

const STATES = ['applied', 'verified', 'active', 'paused', 'left'] as const;
const GROUPS = ['official', 'soldier', 'expert', 'teacher', 'model_worker'] as const;
const CLEARANCE = ['expiring', 'expired', 'missing', 'valid'] as const;

/** The people behind the resources menu; one press shows whose clearance runs out. */
export function PeoplePage() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const { state, veteranGroup, clearance, search } = filters;
  const list = useList(['volunteers', { state, veteranGroup, clearance, search }], (cursor) =>
    ask(
      api.GET('/api/volunteers', {
        params: {
          query: {
            limit: 60,
            cursor,
            state: state as Volunteer['state'] | undefined,
            veteranGroup: veteranGroup as (typeof GROUPS)[number] | undefined,
            clearance: clearance as (typeof CLEARANCE)[number] | undefined,
            search,
          },
        },
      }),
    ),
  );
  const choose = (key: string) => ({
    value: filters[key] ?? '',
    onChange: (event: { target: { value: string } }) => setFilters({ [key]: event.target.value || undefined }),
  });
  return (
    <Page
      title={t('nav.people')}
      lead={t('people.lead')}
      actions={<Button onClick={() => print()}>{t('ui.print')}</Button>}
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
          </button>
        ))}
      </div>
      <div className="filters">
        <SearchField
          label={t('people.search')}
          value={search ?? ''}
          onChange={(value) => setFilters({ search: value })}
        />
        <Select label={t('ui.state')} {...choose('state')}>
          <option value="">{t('ui.all')}</option>
          {STATES.map((value) => (
            <option key={value} value={value}>
              {t(`volunteer_state.${value}`)}
            </option>
          ))}
        </Select>
        <Select label={t('people.group')} {...choose('veteranGroup')}>
          <option value="">{t('ui.all')}</option>
          {GROUPS.map((value) => (
            <option key={value} value={value}>
              {t(`veteran.${value}`)}
            </option>
          ))}
        </Select>
      </div>
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
                cell: (one) =>
                  one.veteranGroup
                    ? t(`veteran.${one.veteranGroup}`)
                    : one.guestGroup
                      ? t(`guest.${one.guestGroup}`)
                      : t(`kind.${one.kind}`),
              },
              { key: 'state', label: t('ui.state'), cell: (one) => <StateTag kind="volunteer" state={one.state} /> },
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
                cell: (one) => <span className="num">{one.listedOffers}</span>,
              },
              {
                key: 'live',
                label: t('people.live'),
                end: true,
                cell: (one) => <span className="num">{one.liveEngagements}</span>,
              },
            ]}
          />
        )}
      </ListShown>
    </Page>
  );
}
