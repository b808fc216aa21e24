import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fDay, fMoment } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';

const STATES = ['agreed', 'serving', 'completed', 'evaluated', 'ended'] as const;
type Engagement = Schema<'EngagementDto'>;

/** What is actually going on: every accepted pair. */
export function EngagementsPage() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const { state, unplanned } = filters;
  const list = useList(['engagements', { state, unplanned }], (cursor) =>
    ask(
      api.GET('/api/engagements', {
        params: {
          query: {
            limit: 60,
            cursor,
            state: state as Engagement['state'] | undefined,
            unplanned: unplanned === 'true' ? true : undefined,
          },
        },
      }),
    ),
  );
  return (
    <Page title={t('nav.engagements')} lead={t('engagements.lead')} back={{ to: '/follow', label: t('nav.follow') }}>
      <div className="filters" role="group" aria-label={t('ui.state')}>
        <button type="button" className="chip" aria-pressed={!state} onClick={() => setFilters({ state: undefined })}>
          {t('ui.all')}
        </button>
        {STATES.map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={state === value}
            onClick={() => setFilters({ state: value })}
          >
            {t(`engagement_state.${value}`)}
          </button>
        ))}
        <button
          type="button"
          className="chip"
          aria-pressed={unplanned === 'true'}
          onClick={() => setFilters({ unplanned: unplanned === 'true' ? undefined : 'true' })}
        >
          {t('engagements.unplanned')}
        </button>
      </div>
      <ListShown list={list} empty={<Empty title={t('engagements.none')} />}>
        {(rows) => (
          <Table
            caption={t('nav.engagements')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'title',
                label: t('need.title'),
                head: true,
                cell: (row) => (
                  <Link to="/engagements/$id" params={{ id: row.id }}>
                    {row.title}
                  </Link>
                ),
              },
              { key: 'who', label: t('role.volunteer'), cell: (row) => row.volunteerName },
              { key: 'school', label: t('ui.school'), cell: (row) => row.schoolName },
              { key: 'state', label: t('ui.state'), cell: (row) => <StateTag kind="engagement" state={row.state} /> },
              {
                key: 'period',
                label: t('need.period'),
                cell: (row) => t('need.from_to', { from: fDay(row.startsOn), to: fDay(row.endsOn) }),
              },
              {
                key: 'held',
                label: t('engagements.held'),
                end: true,
                cell: (row) => (
                  <span className="num">
                    {row.sessionsHeld}/{row.sessionsHeld + row.sessionsPlanned}
                  </span>
                ),
              },
              {
                key: 'next',
                label: t('engagements.next'),
                cell: (row) => (row.nextSessionAt ? <span className="num">{fMoment(row.nextSessionAt)}</span> : '—'),
              },
            ]}
          />
        )}
      </ListShown>
    </Page>
  );
}
