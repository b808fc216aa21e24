import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fMoment, fNumber } from '@/i18n/format';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Segments } from '@/ui/segments';
import { Empty, Note, Shown } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';
import { Looks } from './audit-looks';
import { PAGES } from './audit-pages';

const ENTITIES = [
  'need',
  'volunteer',
  'offer',
  'round',
  'proposal',
  'engagement',
  'session',
  'check_in',
  'account',
  'import',
  'exclusion',
  'district',
  'policy',
  'skill',
  'job',
] as const;
type Event = Schema<'AuditEventDto'>;

/** The trail in two views, which the address chooses: who changed what, and who looked at personal data. */
export function AuditPage() {
  const { t } = useTranslation();
  const [{ view }, setFilters] = useFilters();
  const looks = view === 'looks';
  const show = (next?: string) => setFilters({ view: next, entity: undefined, entityId: undefined });
  return (
    <Page title={t('nav.audit')} lead={t(looks ? 'audit.looks_lead' : 'audit.lead')} nav={<OfficeNav />}>
      <div className="stack">
        <div className="cluster">
          <Segments
            label={t('ui.view')}
            value={looks ? 'looks' : undefined}
            choices={[
              { value: undefined, label: t('audit.view_changes') },
              { value: 'looks', label: t('audit.view_looks') },
            ]}
            onChange={show}
          />
        </div>
        {looks ? <Looks /> : <Changes />}
      </div>
    </Page>
  );
}

/** Who changed what, newest first, and whether the chain of hashes holds. */
function Changes() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters();
  const { entity, entityId } = filters;
  const chain = useQuery({ queryKey: ['audit', 'chain'], queryFn: () => ask(api.GET('/api/audit/chain')) });
  const list = useList(['audit', { entity, entityId }], (cursor) =>
    ask(api.GET('/api/audit', { params: { query: { entity, entityId, limit: 100, cursor } } })),
  );
  const actionText = (action: string) => (i18n.exists(`action.${action}`) ? t(`action.${action}`) : action);
  return (
    <>
      <Shown query={chain} rows={1}>
        {({ intact, links, brokenAt, unlinked }) =>
          intact ? (
            <Note tone="good" title={t('audit.intact', { count: links })} />
          ) : (
            <Note tone="stop" title={t('audit.broken', { at: brokenAt ?? 0, unlinked: fNumber(unlinked) })} alert />
          )
        }
      </Shown>
      <div className="filters">
        <Select
          label={t('audit.entity')}
          value={entity ?? ''}
          onChange={(event) => setFilters({ entity: event.target.value || undefined, entityId: undefined })}
        >
          <option value="">{t('ui.all')}</option>
          {ENTITIES.map((value) => (
            <option key={value} value={value}>
              {t(`entity.${value}`)}
            </option>
          ))}
        </Select>
        {entityId && (
          <button
            type="button"
            className="chip"
            aria-pressed="true"
            onClick={() => setFilters({ entityId: undefined })}
          >
            {t('audit.one_only')}
          </button>
        )}
      </div>
      <ListShown list={list} empty={<Empty title={t('audit.none')} />}>
        {(events) => (
          <Table
            caption={t('nav.audit')}
            rows={events}
            keyOf={({ id }) => id}
            columns={[
              { key: 'at', label: t('audit.at'), cell: ({ at }) => <span className="num">{fMoment(at)}</span> },
              {
                key: 'who',
                label: t('audit.who'),
                cell: ({ byName, onBehalfOfName }) => (
                  <>
                    {byName ?? t('audit.system')}
                    {onBehalfOfName && (
                      <>
                        <br />
                        <span className="small muted">{t('audit.for', { name: onBehalfOfName })}</span>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'action', label: t('audit.action'), head: true, cell: ({ action }) => actionText(action) },
              { key: 'what', label: t('audit.what'), cell: (event) => <WhatChanged event={event} /> },
              {
                key: 'request',
                label: t('audit.request'),
                cell: ({ requestId }) => <span className="small muted request">{requestId.slice(0, 18)}</span>,
              },
            ]}
          />
        )}
      </ListShown>
    </>
  );
}

function WhatChanged({ event: { entity, entityId, change } }: { event: Event }) {
  const { t, i18n } = useTranslation();
  const kind = i18n.exists(`entity.${entity}`) ? t(`entity.${entity}`) : entity;
  const word = (state: unknown): string =>
    i18n.exists(`${entity}_state.${String(state)}`) ? String(t(`${entity}_state.${String(state)}`, '')) : '';
  const moved =
    word(change.from) && word(change.to) ? t('audit.moved', { from: word(change.from), to: word(change.to) }) : '';
  const reason = typeof change.reason === 'string' ? change.reason : '';
  return (
    <>
      {PAGES[entity]?.(entityId, kind) ?? kind}
      {(moved || reason) && (
        <>
          <br />
          <span className="small muted">{[moved, reason].filter(Boolean).join(' · ')}</span>
        </>
      )}
    </>
  );
}
