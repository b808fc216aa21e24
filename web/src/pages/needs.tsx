import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, SearchField, useFilters, useList } from '@/app/lists';
import { may, roleOf, useMe } from '@/app/session';
import { StateTag, useDistrict, useNamed, useTaxonomy, useWhenText } from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

const STATES = [
  'draft',
  'submitted',
  'returned',
  'open',
  'filled',
  'serving',
  'completed',
  'evaluated',
  'withdrawn',
  'expired',
] as const;

/** The needs menu: a menu to read, or a table to scan; the filters are in the address. */
export function NeedsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const [filters, setFilters] = useFilters();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const { state, schoolId, programmeId, categoryId, search, stale } = filters;
  const table = filters.view === 'table';
  const list = useList(['needs', { state, schoolId, programmeId, categoryId, search, stale }], (cursor) =>
    ask(
      api.GET('/api/needs', {
        params: {
          query: {
            limit: 60,
            cursor,
            state: state as Need['state'] | undefined,
            schoolId,
            programmeId,
            categoryId,
            search,
            stale: stale === 'true' ? true : undefined,
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
      title={t('nav.needs')}
      lead={t('needs.lead')}
      actions={
        <>
          {may(me, 'need.create') && (
            <ButtonLink to="/needs/new" kind="main">
              {t('needs.new')}
            </ButtonLink>
          )}
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
        <Select label={t('ui.state')} {...choose('state')}>
          <option value="">{t('ui.all')}</option>
          {STATES.map((value) => (
            <option key={value} value={value}>
              {t(`need_state.${value}`)}
            </option>
          ))}
        </Select>
        {roleOf(me) !== 'coordinator' && (
          <Select label={t('ui.school')} {...choose('schoolId')}>
            <option value="">{t('ui.all')}</option>
            {district?.schools.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
        <Select label={t('ui.programme')} {...choose('programmeId')}>
          <option value="">{t('ui.all')}</option>
          {taxonomy?.programmes.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <Select label={t('ui.category')} {...choose('categoryId')}>
          <option value="">{t('ui.all')}</option>
          {taxonomy?.categories.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <button
          type="button"
          className="chip"
          aria-pressed={stale === 'true'}
          onClick={() => setFilters({ stale: stale === 'true' ? undefined : 'true' })}
        >
          {t('needs.stale')}
        </button>
        <div className="segments" role="group" aria-label={t('ui.view')}>
          <button type="button" aria-pressed={!table} onClick={() => setFilters({ view: undefined })}>
            {t('ui.view_menu')}
          </button>
          <button type="button" aria-pressed={table} onClick={() => setFilters({ view: 'table' })}>
            {t('ui.view_table')}
          </button>
        </div>
      </div>
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
  return (
    <ul className="plain menu-list">
      {needs.map((need) => (
        <li key={need.id}>
          <Link to="/needs/$id" params={{ id: need.id }} className="menu-line">
            <span className="l1">
              <span>{need.title}</span>
              <i aria-hidden="true" />
              <em>{when(need)}</em>
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
                  need.programmeName ?? need.categoryName,
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
        { key: 'programme', label: t('ui.programme'), cell: (need) => need.programmeName ?? need.categoryName },
        { key: 'when', label: t('need.when'), cell: (need) => when(need) },
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
