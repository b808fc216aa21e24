import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fMoment, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Checks, ErrorSummary, FormFaults, Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Figure, Note, ProblemNote, Shown } from '@/ui/states';
import { Table } from '@/ui/table';
import type { Import } from './imports';
import '@/styles/imports.css';

type Row = Schema<'ImportRowDto'>;
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

/** What each column was taken for; a wrong guess is corrected here, and the file is read again. */
function Columns({ run }: { run: Import }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const unknown = run.columns.filter(({ key }) => key === null).length;
  const keyOf = ({ sheet, column }: Import['columns'][number]) => `${sheet}\u0000${column}`;
  const changed = run.columns.filter(
    (one) => chosen[keyOf(one)] !== undefined && chosen[keyOf(one)] !== (one.key ?? ''),
  );
  const able = may(me, 'import.change') && (run.state === 'previewed' || run.state === 'failed');
  const sheets = [...new Set(run.columns.map(({ sheet }) => sheet))];
  const nameOf = (key: string | null) => {
    const choice = run.choices.find((one) => one.key === key);
    return choice ? (i18n.language === 'en' ? choice.english : choice.header) : t('imports.as_note');
  };
  const save = async () => {
    const mapping: Record<string, Record<string, string | null>> = {};
    for (const one of changed) (mapping[one.sheet] ??= {})[one.column] = chosen[keyOf(one)] || null;
    setBusy(true);
    try {
      client.setQueryData(
        ['import', run.id],
        await ask(
          api.PUT('/api/imports/{id}/columns', {
            params: { path: { id: run.id } },
            body: { version: run.version, mapping },
          }),
        ),
      );
      setChosen({});
      setError(null);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return (
    <details className="card" open={unknown > 0 && run.state === 'previewed'}>
      <summary className="tall">
        <b>{t('imports.columns', { count: run.columns.length - unknown })}</b>
        {unknown > 0 && ` · ${t('imports.columns_unknown', { count: unknown })}`}
      </summary>
      <div className="stack">
        <p className="muted">{t('imports.columns_hint')}</p>
        {!!error && <ProblemNote error={error} onRetry={() => void client.invalidateQueries()} />}
        {sheets.map((sheet) => (
          <section key={sheet} className="stack tight" aria-label={sheet}>
            {sheets.length > 1 && <h3>{sheet}</h3>}
            <div className="column-map">
              {run.columns
                .filter((one) => one.sheet === sheet)
                .map((one) =>
                  able ? (
                    <Select
                      key={keyOf(one)}
                      label={one.header || t('imports.no_header')}
                      hint={t('imports.column', { letter: one.column })}
                      value={chosen[keyOf(one)] ?? one.key ?? ''}
                      onChange={(event) => setChosen({ ...chosen, [keyOf(one)]: event.target.value })}
                    >
                      <option value="">{t('imports.as_note')}</option>
                      {run.choices.map(({ key, required }) => (
                        <option key={key} value={key}>
                          {nameOf(key)}
                          {required && ` · ${t('imports.required')}`}
                        </option>
                      ))}
                    </Select>
                  ) : (
                    <p key={keyOf(one)}>
                      <b>{one.header || t('imports.no_header')}</b>
                      <br />
                      <span className="muted small">{t('imports.column', { letter: one.column })}</span> →{' '}
                      {nameOf(one.key)}
                    </p>
                  ),
                )}
            </div>
          </section>
        ))}
        {able && changed.length > 0 && (
          <div>
            <Button kind="main" busy={busy} onClick={() => void save()}>
              {t('imports.read_again', { count: changed.length })}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

/** The rows in three heaps: what must be mended, what looks like something that is there, what can go in. */
function Rows({ run }: { run: Import }) {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const counts = run.counts!;
  const heaps = (['faulty', 'duplicate', 'accepted'] as const).filter((heap) => counts[heap] > 0);
  const heap = heaps.find((one) => one === filters.rows) ?? heaps[0];
  const list = useList(
    ['import', run.id, 'rows', heap, run.version],
    (cursor) =>
      ask(
        api.GET('/api/imports/{id}/rows', {
          params: { path: { id: run.id }, query: { state: heap, limit: 50, cursor } },
        }),
      ),
    heap !== undefined,
  );
  if (!heap) return null;
  return (
    <section className="stack" aria-label={t('imports.rows')}>
      <div className="cluster" role="group" aria-label={t('imports.rows')}>
        {heaps.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={one === heap}
            onClick={() => setFilters({ rows: one })}
          >
            {t(`imports.${one}`)} <span className="num">{fNumber(counts[one])}</span>
          </button>
        ))}
      </div>
      <ListShown list={list} empty={<Empty title={t('imports.no_rows')} />}>
        {(rows) =>
          heap === 'faulty' ? (
            <Faults rows={rows} />
          ) : heap === 'duplicate' ? (
            <ul className="plain stack">
              {rows.map((row) => (
                <Twin key={row.number} row={row} run={run} />
              ))}
            </ul>
          ) : (
            <Accepted rows={rows} run={run} />
          )
        }
      </ListShown>
    </section>
  );
}

function Faults({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const lines = rows.flatMap((row) => row.faults.map((fault) => ({ ...fault, title: row.title, row: row.number })));
  return (
    <Table
      caption={t('imports.faulty')}
      rows={lines}
      keyOf={({ cell, code, row }) => `${row} ${cell} ${code}`}
      columns={[
        { key: 'cell', label: t('imports.cell'), head: true, cell: ({ cell }) => <span className="num">{cell}</span> },
        { key: 'column', label: t('imports.column_name'), cell: ({ column }) => column },
        { key: 'value', label: t('imports.value'), cell: ({ value }) => value || t('imports.empty') },
        { key: 'problem', label: t('imports.problem'), cell: ({ problem }) => problem },
        { key: 'right', label: t('imports.right'), cell: ({ right }) => right },
        { key: 'title', label: t('imports.row_title'), cell: ({ title }) => title },
      ]}
    />
  );
}

function Twin({ row, run }: { row: Row; run: Import }) {
  const { t, i18n } = useTranslation();
  const { id, cell, here, there } = row.duplicate!;
  const [mine, other] = [here, there ?? {}] as Record<string, unknown>[];
  const keys = run.choices.filter(({ key }) => show(mine[key]) || show(other[key]));
  const place = `${row.sheet} · ${t('imports.row_n', { row: row.row })}`;
  return (
    <li className="card stack tight">
      <h3>{row.title}</h3>
      {there ? (
        <dl className="pair">
          <dt className="pair-head pair-label" aria-hidden="true" />
          <dd className="pair-head">{t('imports.here', { place })}</dd>
          <dd className="pair-head">
            {id ? (
              <Link to={run.menu === 'needs' ? '/needs/$id' : '/resources/$id'} params={{ id }} className="tall">
                {t('imports.there')}
              </Link>
            ) : (
              t('imports.there')
            )}
          </dd>
          {keys.map(({ key, header, english }) => {
            const differs = show(mine[key]) !== show(other[key]) ? 'differs' : undefined;
            return [
              <dt key={key} className="pair-label muted">
                {i18n.language === 'en' ? english : header}
              </dt>,
              <dd key={`${key} here`} className={differs}>
                {show(mine[key]) || '—'}
              </dd>,
              <dd key={`${key} there`} className={differs}>
                {show(other[key]) || '—'}
              </dd>,
            ];
          })}
        </dl>
      ) : (
        <p>{t('imports.like_row', { place, cell: cell ?? '' })}</p>
      )}
    </li>
  );
}

const show = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

function Accepted({ rows, run }: { rows: Row[]; run: Import }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t('imports.accepted')}
      rows={rows}
      keyOf={({ number }) => String(number)}
      columns={[
        {
          key: 'title',
          label: t('imports.row_title'),
          head: true,
          cell: ({ title, lineId }) =>
            lineId && run.state === 'written' ? (
              <Link to={run.menu === 'needs' ? '/needs/$id' : '/resources/$id'} params={{ id: lineId }}>
                {title}
              </Link>
            ) : (
              title
            ),
        },
        {
          key: 'row',
          label: t('imports.where'),
          cell: ({ sheet, row }) => `${sheet} · ${t('imports.row_n', { row })}`,
        },
        {
          key: 'notes',
          label: t('imports.understood'),
          cell: ({ notes }) =>
            notes.length ? (
              <ul className="plain small">
                {notes.map(({ cell, value, sentence }) => (
                  <li key={cell + sentence}>{[value, sentence].filter(Boolean).join(' → ')}</li>
                ))}
              </ul>
            ) : (
              t('imports.as_written')
            ),
        },
      ]}
    />
  );
}

/** Confirm, throw away, undo. What is left out has to be said, so that nothing goes missing by accident. */
function Decide({ run, refresh }: { run: Import; refresh: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const path = { params: { path: { id: run.id } } };
  const { version, state } = run;
  if (!may(me, 'import.change')) return null;
  const deeds: (Deed | false)[] = [
    ['received', 'reading', 'previewed', 'failed'].includes(state) && {
      key: 'discard',
      kind: 'stop',
      label: t('imports.discard'),
      ask: { title: t('imports.discard'), text: t('imports.discard_text') },
      run: () => ask(api.POST('/api/imports/{id}/discard', { ...path, body: { version } })),
    },
    state === 'written' && {
      key: 'undo',
      kind: 'stop',
      label: t('imports.undo'),
      ask: { title: t('imports.undo'), text: t('imports.undo_text') },
      run: () => ask(api.POST('/api/imports/{id}/undo', { ...path, body: { version } })),
    },
  ];
  const shown = deeds.filter((deed) => deed !== false);
  if (shown.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="decide">
      <h2 id="decide">{t(state === 'written' ? 'imports.after' : 'imports.decide')}</h2>
      {state === 'previewed' && run.counts && <Confirm run={run} counts={run.counts} refresh={refresh} />}
      <Deeds of={run.id} deeds={shown} refresh={refresh} />
    </section>
  );
}

function Confirm({
  run,
  counts,
  refresh,
}: {
  run: Import;
  counts: NonNullable<Import['counts']>;
  refresh: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [leaveOut, setLeaveOut] = useState<string[]>([]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const choices = (['faulty', 'duplicate'] as const).filter((heap) => counts[heap] > 0);
  const confirm = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/imports/{id}/confirm', {
          params: { path: { id: run.id } },
          body: {
            version: run.version,
            skipFaulty: leaveOut.includes('faulty'),
            skipDuplicates: leaveOut.includes('duplicate'),
          },
        }),
      ),
    onSuccess: (taken) => client.setQueryData(['import', run.id], taken),
  });
  if (run.sameFileAs) return <p>{t('imports.same_file')}</p>;
  if (counts.accepted === 0) return <p>{t('imports.nothing')}</p>;
  return (
    <FormFaults value={faults}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const all = choices.every((heap) => leaveOut.includes(heap));
          setFaults(all ? {} : { 'leave-out': t('imports.leave_out_missing') });
          if (all) confirm.mutate();
        }}
      >
        <ErrorSummary faults={faults} />
        {confirm.error && <ProblemNote error={confirm.error} onRetry={refresh} />}
        {choices.length > 0 ? (
          <Checks
            legend={t('imports.leave_out')}
            hint={t('imports.leave_out_hint')}
            name="leave-out"
            values={leaveOut}
            onChange={setLeaveOut}
            choices={choices.map((heap) => ({
              value: heap,
              label: t(`imports.leave_${heap}`, { count: counts[heap] }),
            }))}
          />
        ) : (
          <p>{t('imports.all_good')}</p>
        )}
        <div>
          <Button type="submit" kind="main" busy={confirm.isPending}>
            {t('imports.confirm', { count: counts.accepted })}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
