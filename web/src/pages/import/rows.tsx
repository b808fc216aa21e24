import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fNumber } from '@/i18n/format';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';
import type { Import } from '../imports';

type Row = Schema<'ImportRowDto'>;

/** Headers of so many characters stand on one line. */
const SHORT = 8;

/** The rows in three heaps: what must be mended, what looks like something that is there, what can go in. */
export function Rows({ run }: { run: Import }) {
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
  // A row without a fault of its own lacks a column of its sheet, which is said above.
  const missing = { code: 'missing_column', column: '—', value: '', right: t('imports.see_columns') };
  const lines = rows.flatMap(({ faults, title, number, sheet, row }) =>
    (faults.length > 0
      ? faults
      : [{ ...missing, cell: `${sheet} · ${t('imports.row_n', { row })}`, problem: t('imports.no_column') }]
    ).map((fault) => ({ ...fault, title, row: number })),
  );
  return (
    <Table
      caption={t('imports.faulty')}
      rows={lines}
      keyOf={({ cell, code, row }) => `${row} ${cell} ${code}`}
      columns={[
        { key: 'cell', label: t('imports.cell'), head: true, cell: ({ cell }) => <span className="num">{cell}</span> },
        {
          key: 'column',
          label: t('imports.column_name'),
          cell: ({ column }) => <span className={column.length <= SHORT ? 'nowrap' : undefined}>{column}</span>,
        },
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
  const to = run.menu === 'needs' ? '/needs/$id' : '/resources/$id';
  // Of a line that came into the menu after the preview the row's own cells are not kept.
  const since = id && Object.keys(mine).length === 0;
  return (
    <li className="card stack tight">
      <h3>{row.title}</h3>
      {since ? (
        <p>
          {t('imports.since', { place })}{' '}
          <Link to={to} params={{ id }} className="tall">
            {t('imports.there')}
          </Link>
        </p>
      ) : there ? (
        <dl className="pair">
          <dt className="pair-head pair-label" aria-hidden="true" />
          <dd className="pair-head">{t('imports.here', { place })}</dd>
          <dd className="pair-head">
            {id ? (
              <Link to={to} params={{ id }} className="tall">
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
                {notes.map(({ cell, value, read, sentence }) => (
                  <li key={cell + sentence}>
                    {[value, read === value ? null : read].filter(Boolean).join(' → ')}{' '}
                    <span className="muted">{sentence}</span>
                  </li>
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
