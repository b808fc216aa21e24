import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, SearchField, useFilters, useList } from '@/app/lists';
import { useMe, may } from '@/app/session';
import { StateTag, useFreeText, useNamed, useTaxonomy } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

const STATES = ['draft', 'submitted', 'listed', 'paused', 'retired'] as const;
const FORMS = [
  'lecture',
  'class_series',
  'workshop',
  'talk_room_duty',
  'one_to_one',
  'visit',
  'mentoring',
  'contest',
  'goods',
] as const;

/** The resources menu: who offers what, and when. A coordinator orders from here (点单). */
export function ResourcesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const [filters, setFilters] = useFilters();
  const taxonomy = useTaxonomy();
  const { programmeId, categoryId, form, search } = filters;
  const state = filters.state ?? (may(me, 'offer.review') ? undefined : 'listed');
  const list = useList(['offers', { state, programmeId, categoryId, form, search }], (cursor) =>
    ask(
      api.GET('/api/offers', {
        params: {
          query: {
            limit: 60,
            cursor,
            state: state as Offer['state'] | undefined,
            programmeId,
            categoryId,
            form: form as (typeof FORMS)[number] | undefined,
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
  const table = filters.view === 'table';
  return (
    <Page
      title={t('nav.resources')}
      lead={t('resources.lead')}
      actions={<Button onClick={() => print()}>{t('ui.print')}</Button>}
    >
      <div className="filters">
        <SearchField
          label={t('resources.search')}
          value={search ?? ''}
          onChange={(value) => setFilters({ search: value })}
        />
        {may(me, 'offer.review') && (
          <Select label={t('ui.state')} {...choose('state')}>
            <option value="">{t('ui.all')}</option>
            {STATES.map((value) => (
              <option key={value} value={value}>
                {t(`offer_state.${value}`)}
              </option>
            ))}
          </Select>
        )}
        <Select label={t('ui.category')} {...choose('categoryId')}>
          <option value="">{t('ui.all')}</option>
          {taxonomy?.categories.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <Select label={t('ui.programme')} {...choose('programmeId')}>
          <option value="">{t('ui.all')}</option>
          {taxonomy?.programmes.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <Select label={t('need.form')} {...choose('form')}>
          <option value="">{t('ui.all')}</option>
          {FORMS.map((value) => (
            <option key={value} value={value}>
              {t(`form_kind.${value}`)}
            </option>
          ))}
        </Select>
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
                  offer.categoryName,
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
        { key: 'category', label: t('ui.category'), cell: (offer) => offer.categoryName },
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
