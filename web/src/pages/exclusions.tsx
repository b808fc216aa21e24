import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds } from '@/app/deeds';
import { ListShown, useFilters, useList } from '@/app/lists';
import { SchoolFilter } from '@/app/school-filter';
import { may, useMe } from '@/app/session';
import { dayOf, fDay } from '@/i18n/format';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Tag } from '@/ui/states';
import { PeopleNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

type Exclusion = Schema<'ExclusionDto'>;

/** Who is not brought together with whom, whose word that is, and the way to lift it. */
export function ExclusionsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const lifted = filters.lifted === 'true';
  const { schoolId } = filters;
  const list = useList(['exclusions', { lifted, schoolId }], (cursor) =>
    ask(api.GET('/api/exclusions', { params: { query: { lifted, schoolId, limit: 50, cursor } } })),
  );
  const deeds = (row: Exclusion) =>
    may(me, 'exclusion.change') && !row.liftedAt
      ? [
          {
            key: 'lift',
            label: t('exclusions.lift'),
            ask: {
              title: t('exclusions.lift'),
              text: t('exclusions.lift_text', { who: row.volunteerName, what: row.needTitle ?? row.schoolName ?? '' }),
            },
            run: () => ask(api.POST('/api/exclusions/{id}/lift', { params: { path: { id: row.id } } })),
          },
        ]
      : [];
  return (
    <Page
      title={t('nav.exclusions')}
      lead={t('exclusions.lead')}
      nav={<PeopleNav />}
      actions={
        may(me, 'exclusion.change') && (
          <ButtonLink to="/exclusions/new" kind="main">
            {t('exclusions.new')}
          </ButtonLink>
        )
      }
    >
      <div className="filters">
        <SchoolFilter />
        <button
          type="button"
          className="chip"
          aria-pressed={lifted}
          onClick={() => setFilters({ lifted: lifted ? undefined : 'true' })}
        >
          {t('exclusions.with_lifted')}
        </button>
      </div>
      <ListShown
        list={list}
        empty={
          <Empty title={t('exclusions.none')}>
            <p>{t('exclusions.none_hint')}</p>
          </Empty>
        }
      >
        {(rows) => (
          <Table
            caption={t('nav.exclusions')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'who',
                label: t('role.volunteer'),
                head: true,
                cell: ({ volunteerId, volunteerName }) => (
                  <Link to="/people/$id" params={{ id: volunteerId }}>
                    {volunteerName}
                  </Link>
                ),
              },
              {
                key: 'what',
                label: t('exclusions.with'),
                cell: ({ needId, needTitle, schoolName }) =>
                  needId ? (
                    <>
                      <Link to="/needs/$id" params={{ id: needId }}>
                        {needTitle}
                      </Link>
                      <br />
                      <span className="muted small">{schoolName}</span>
                    </>
                  ) : (
                    t('exclusions.whole_school', { school: schoolName ?? '' })
                  ),
              },
              {
                key: 'why',
                label: t('exclusions.why'),
                cell: ({ reason, roundId }) => (
                  <>
                    {t(`because.${reason}`)}
                    {roundId && (
                      <>
                        <br />
                        <span className="muted small">{t('exclusions.one_round')}</span>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'side', label: t('exclusions.side'), cell: ({ side }) => t(`exclusion_side.${side}`) },
              {
                key: 'since',
                label: t('exclusions.since'),
                cell: ({ createdAt, liftedAt }) => (
                  <>
                    <span className="num">{fDay(dayOf(createdAt))}</span>{' '}
                    {liftedAt && <Tag>{t('exclusions.lifted', { day: fDay(dayOf(liftedAt)) })}</Tag>}
                  </>
                ),
              },
              {
                key: 'do',
                label: t('exclusions.do'),
                cell: (row) => {
                  const can = deeds(row);
                  return can.length ? <Deeds of={row.id} deeds={can} refresh={() => void list.refetch()} /> : '—';
                },
              },
            ]}
          />
        )}
      </ListShown>
    </Page>
  );
}
