import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds } from '@/app/deeds';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fMoment, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Page } from '@/ui/page';
import { Empty, Shown, Tag } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

type Job = Schema<'JobDto'>;
const STATES = ['dead', 'waiting', 'dispatched'] as const;

/** What the system does by itself, and what it could not do: the second can be tried again. */
export function OperationsPage() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const state = STATES.find((one) => one === filters.state) ?? 'dead';
  const schedules = useQuery({
    queryKey: ['operations', 'schedules'],
    queryFn: () => ask(api.GET('/api/operations/schedules')),
  });
  const jobs = useList(['operations', 'jobs', state], (cursor) =>
    ask(api.GET('/api/operations/jobs', { params: { query: { state, limit: 50, cursor } } })),
  );
  const named = (name: string) => (i18n.exists(`job_name.${name}`) ? t(`job_name.${name}`) : name);
  const retry = (job: Job) =>
    may(me, 'operations.change') && job.state === 'dead'
      ? [
          {
            key: 'retry',
            label: t('operations.retry'),
            run: () => ask(api.POST('/api/operations/jobs/{id}/retry', { params: { path: { id: job.id } } })),
          },
        ]
      : [];
  return (
    <Page title={t('nav.operations')} lead={t('operations.lead')} nav={<OfficeNav />}>
      <div className="stack loose">
        <section className="stack" aria-labelledby="jobs">
          <h2 id="jobs">{t('operations.jobs')}</h2>
          <div className="cluster" role="group" aria-label={t('ui.state')}>
            {STATES.map((one) => (
              <button
                key={one}
                type="button"
                className="chip"
                aria-pressed={one === state}
                onClick={() => setFilters({ state: one === 'dead' ? undefined : one })}
              >
                {t(`job_state.${one}`)}
              </button>
            ))}
          </div>
          <ListShown list={jobs} empty={<Empty title={t(`operations.none_${state}`)} />}>
            {(lines) => (
              <Table
                caption={t('operations.jobs')}
                rows={lines}
                keyOf={({ id }) => id}
                columns={[
                  { key: 'job', label: t('operations.job'), head: true, cell: ({ job }) => named(job) },
                  { key: 'state', label: t('ui.state'), cell: (job) => <StateTag kind="job" state={job.state} /> },
                  {
                    key: 'at',
                    label: t('operations.since'),
                    cell: ({ createdAt }) => <span className="num">{fMoment(createdAt)}</span>,
                  },
                  {
                    key: 'tries',
                    label: t('operations.attempts'),
                    end: true,
                    cell: ({ attempts }) => fNumber(attempts),
                  },
                  {
                    key: 'error',
                    label: t('operations.error'),
                    cell: ({ lastError, requestId }) =>
                      lastError ? (
                        <>
                          {lastError}
                          <br />
                          <span className="muted small request">{requestId}</span>
                        </>
                      ) : (
                        '—'
                      ),
                  },
                  {
                    key: 'retry',
                    label: t('operations.what'),
                    cell: (job) =>
                      retry(job).length ? (
                        <Deeds of={job.id} deeds={retry(job)} refresh={() => void jobs.refetch()} />
                      ) : (
                        '—'
                      ),
                  },
                ]}
              />
            )}
          </ListShown>
        </section>
        <section className="stack" aria-labelledby="schedules">
          <h2 id="schedules">{t('operations.schedules')}</h2>
          <Shown query={schedules}>
            {(lines) => (
              <Table
                caption={t('operations.schedules')}
                rows={lines}
                keyOf={({ name }) => name}
                columns={[
                  { key: 'name', label: t('operations.job'), head: true, cell: ({ name }) => named(name) },
                  {
                    key: 'last',
                    label: t('operations.last'),
                    cell: ({ lastStartedAt, lastFinishedAt, lastError }) =>
                      lastStartedAt === null ? (
                        t('operations.never')
                      ) : (
                        <>
                          <span className="num">{fMoment(lastStartedAt)}</span>{' '}
                          {lastError ? (
                            <Tag tone="stop">{t('operations.failed', { code: lastError })}</Tag>
                          ) : lastFinishedAt === null || lastFinishedAt < lastStartedAt ? (
                            <Tag tone="wait">{t('operations.running')}</Tag>
                          ) : (
                            <Tag tone="good">{t('operations.ok')}</Tag>
                          )}
                        </>
                      ),
                  },
                  {
                    key: 'result',
                    label: t('operations.result'),
                    cell: ({ lastResult }) =>
                      lastResult
                        ? Object.entries(lastResult as Record<string, number | string>)
                            .filter(([, count]) => count !== 0)
                            .map(([key, count]) =>
                              i18n.exists(`job_result.${key}`, { count: Number(count) })
                                ? t(`job_result.${key}`, { count: Number(count) })
                                : `${key} ${count}`,
                            )
                            .join(' · ') || t('operations.nothing')
                        : '—',
                  },
                  {
                    key: 'next',
                    label: t('operations.next'),
                    cell: ({ nextRunAt }) => <span className="num">{fMoment(nextRunAt)}</span>,
                  },
                  { key: 'runs', label: t('operations.runs'), end: true, cell: ({ runs }) => fNumber(runs) },
                ]}
              />
            )}
          </Shown>
        </section>
      </div>
    </Page>
  );
}
