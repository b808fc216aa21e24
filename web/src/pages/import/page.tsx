import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fMoment, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Figure, Note, Shown } from '@/ui/states';
import type { Import } from '../imports';
import { Columns } from './columns';
import { Decide } from './decide';
import { Rows } from './rows';
import '@/styles/imports.css';

const GOING = ['received', 'reading', 'confirmed'];

/** One workbook on its way into a menu: what was understood, what was not, and nothing written before it is confirmed. */
export function ImportPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const run = useQuery({
    queryKey: ['import', id],
    queryFn: () => ask(api.GET('/api/imports/{id}', { params: { path: { id } } })),
  });
  const going = run.data !== undefined && GOING.includes(run.data.state);
  useEffect(() => {
    if (!going) return;
    const source = new EventSource(`/api/imports/${id}/events`);
    source.onmessage = (event) => {
      const next = JSON.parse(event.data) as Import;
      client.setQueryData(['import', id], next);
      if (!GOING.includes(next.state)) {
        source.close();
        void client.invalidateQueries();
      }
    };
    source.onerror = () => void client.invalidateQueries({ queryKey: ['import', id] });
    return () => source.close();
  }, [id, going, client]);
  return (
    <Page
      title={run.data?.fileName || t('nav.import')}
      back={{ to: '/imports', label: t('nav.import') }}
      lead={run.data && [t(`nav.${run.data.menu}`), run.data.createdByName, fMoment(run.data.createdAt)].join(' · ')}
    >
      <Shown query={run}>{(found) => <View run={found} refresh={() => void run.refetch()} />}</Shown>
    </Page>
  );
}

function View({ run, refresh }: { run: Import; refresh: () => void }) {
  const { t } = useTranslation();
  const { state, counts, progress } = run;
  const done = progress && progress.of > 0 ? progress : null;
  return (
    <div className="stack loose">
      <p className="cluster">
        <StateTag kind="import" state={state} />
      </p>
      {GOING.includes(state) && (
        <div className="card stack" role="status">
          <h2>{t(state === 'confirmed' ? 'imports.writing' : 'imports.reading')}</h2>
          <progress
            value={done?.done}
            max={done?.of}
            aria-label={t(state === 'confirmed' ? 'imports.writing' : 'imports.reading')}
          />
          <p className="muted">
            {done ? t('imports.progress', { done: fNumber(done.done), of: fNumber(done.of) }) : t('imports.soon')}
          </p>
        </div>
      )}
      {run.error && (
        <Note tone="stop" title={run.error.sentence} alert>
          <p>{t('imports.failed_hint')}</p>
        </Note>
      )}
      {run.sameFileAs && (
        <Note tone="wait" title={t('imports.same_file')}>
          <p>
            <Link to="/imports/$id" params={{ id: run.sameFileAs }} className="tall">
              {t('imports.same_file_link')}
            </Link>
          </p>
        </Note>
      )}
      {state === 'written' && counts && (
        <Note tone="good" title={t('imports.written', { count: counts.written })}>
          <p>{t('imports.written_hint')}</p>
          <div className="cluster">
            <ButtonLink to={run.menu === 'needs' ? '/needs' : '/resources'} search={{ state: 'submitted' } as never}>
              {t('imports.to_menu')}
            </ButtonLink>
          </div>
        </Note>
      )}
      {(state === 'discarded' || state === 'undone') && <Note title={t(`imports.${state}`)} />}
      {counts && (state === 'previewed' || state === 'written') && (
        <div className="figs">
          <Figure value={fNumber(counts.rows)} label={t('imports.rows')} />
          <Figure value={fNumber(counts.accepted)} label={t('imports.accepted')} />
          <Figure value={fNumber(counts.faulty)} label={t('imports.faulty')} />
          <Figure value={fNumber(counts.duplicate)} label={t('imports.duplicate')} />
        </div>
      )}
      {state === 'previewed' && run.headerFaults.length > 0 && (
        <Note tone="stop" title={t('imports.header_faults')}>
          <ul>
            {run.headerFaults.map(({ cell, problem, right }) => (
              <li key={cell + problem}>{[cell, problem, right].filter(Boolean).join(' · ')}</li>
            ))}
          </ul>
        </Note>
      )}
      {run.ignoredSheets.length > 0 && (
        <Note title={t('imports.ignored_sheets', { sheets: run.ignoredSheets.join(t('form.and')) })} />
      )}
      {run.columns.length > 0 && ['previewed', 'failed', 'written'].includes(state) && <Columns run={run} />}
      {(state === 'previewed' || state === 'written') && counts && counts.rows > 0 && <Rows run={run} />}
      <Decide run={run} refresh={refresh} />
    </div>
  );
}
