import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, roleOf, useMe } from '@/app/session';
import { fMoment, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Radios } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Note, ProblemNote } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';
import '@/styles/imports.css';

export type Import = Schema<'ImportDto'>;
type Menu = Import['menu'];

const TYPES: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
};
/** As much as the server takes. */
const LARGEST = 20 * 1024 * 1024;

/** Takes in a workbook: an empty one to fill in, a place to drop it, and what came in before. */
export function ImportsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const menu: Menu = filters.menu === 'resources' ? 'resources' : 'needs';
  const list = useList(['imports'], (cursor) =>
    ask(api.GET('/api/imports', { params: { query: { limit: 20, cursor } } })),
  );
  return (
    <Page
      title={t('nav.import')}
      lead={t('imports.lead')}
      nav={roleOf(me) === 'admin' ? <OfficeNav /> : undefined}
      back={roleOf(me) === 'admin' ? undefined : { to: '/needs', label: t('nav.needs') }}
    >
      <div className="stack loose">
        {may(me, 'import.create') && (
          <section className="card stack" aria-labelledby="new-import">
            <h2 id="new-import">{t('imports.new')}</h2>
            <Radios
              legend={t('imports.which')}
              name="menu"
              inline
              value={menu}
              onChange={(value) => setFilters({ menu: value === 'needs' ? undefined : value })}
              choices={[
                { value: 'needs', label: t('nav.needs') },
                { value: 'resources', label: t('nav.resources') },
              ]}
            />
            <p>
              {t('imports.template_hint')}{' '}
              <a className="tall" href={`/api/templates/${menu}.xlsx`} download>
                {t(`imports.template_${menu}`)}
              </a>
            </p>
            <Drop menu={menu} />
          </section>
        )}
        <section className="stack" aria-labelledby="before">
          <h2 id="before">{t('imports.before')}</h2>
          <ListShown list={list} empty={<Empty title={t('imports.none')} />}>
            {(imports) => (
              <Table
                caption={t('imports.before')}
                rows={imports}
                keyOf={({ id }) => id}
                columns={[
                  {
                    key: 'file',
                    label: t('imports.file'),
                    head: true,
                    cell: ({ id, fileName }) => (
                      <Link to="/imports/$id" params={{ id }}>
                        {fileName || t('imports.no_name')}
                      </Link>
                    ),
                  },
                  { key: 'menu', label: t('imports.menu'), cell: (one) => t(`nav.${one.menu}`) },
                  { key: 'state', label: t('ui.state'), cell: ({ state }) => <StateTag kind="import" state={state} /> },
                  {
                    key: 'rows',
                    label: t('imports.rows'),
                    end: true,
                    cell: ({ counts }) => <span className="num">{counts ? fNumber(counts.rows) : '—'}</span>,
                  },
                  { key: 'who', label: t('imports.who'), cell: (one) => one.createdByName },
                  {
                    key: 'at',
                    label: t('imports.at'),
                    cell: (one) => <span className="num">{fMoment(one.createdAt)}</span>,
                  },
                ]}
              />
            )}
          </ListShown>
        </section>
      </div>
    </Page>
  );
}

/** Where the file goes: dropped, or chosen with the browser's own control, which the keyboard reaches. */
function Drop({ menu }: { menu: Menu }) {
  const { t } = useTranslation();
  const id = useId();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      ask(
        api.POST('/api/imports', {
          params: { query: { menu, fileName: file.name.slice(-200) } },
          headers: { 'content-type': TYPES[endOf(file.name)] },
          body: file as never,
          bodySerializer: (body: unknown) => body as never,
        }),
      ),
    onSuccess: (taken) => void navigate({ to: '/imports/$id', params: { id: taken.id } }),
  });
  const take = (file: File | undefined) => {
    if (!file || send.isPending) return;
    send.reset();
    if (!TYPES[endOf(file.name)]) setFault(t('imports.fault_type', { name: file.name }));
    else if (file.size > LARGEST) setFault(t('imports.fault_size', { name: file.name }));
    else {
      setFault(null);
      send.mutate(file);
    }
  };
  return (
    <>
      {fault && <Note tone="stop" title={fault} alert />}
      {send.error && <ProblemNote error={send.error} />}
      <div className={over ? 'drop drop-over' : 'drop'}>
        <svg viewBox="0 0 48 48" aria-hidden="true">
          <path d="M24 32V8M14 17 24 7l10 10M8 32v8h32v-8" />
        </svg>
        <label htmlFor={id} className="legend">
          {send.isPending ? t('imports.sending') : t('imports.choose')}
        </label>
        <p className="muted small">{t('imports.choose_hint')}</p>
        <span className="btn" aria-hidden="true">
          {t('imports.choose_file')}
        </span>
        {/* It covers the whole field: a press anywhere opens it, a file dropped anywhere falls into it. */}
        <input
          id={id}
          type="file"
          accept=".xlsx,.csv,.tsv"
          disabled={send.isPending}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      <p className="muted small">{t('imports.promise')}</p>
    </>
  );
}

const endOf = (name: string): string => name.toLowerCase().split('.').at(-1) ?? '';
