import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fMoment, fNumber } from '@/i18n/format';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Note, Shown } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

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

/** Who changed what, newest first, and whether the chain of hashes holds. */
export function AuditPage() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters();
  const { entity, entityId } = filters;
  const chain = useQuery({ queryKey: ['audit', 'chain'], queryFn: () => ask(api.GET('/api/audit/chain')) });
  const list = useList(['audit', { entity, entityId }], (cursor) =>
    ask(api.GET('/api/audit', { params: { query: { entity, entityId, limit: 100, cursor } } })),
  );
  const actionText = (action: string) => (i18n.exists(`action.${action}`) ? t(`action.${action}`) : action);
  return (
    <Page title={t('nav.audit')} lead={t('audit.lead')} nav={<OfficeNav />}>
      <div className="stack">
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
      </div>
    </Page>
  );
}

const PAGES: Record<string, (id: string, label: ReactNode) => ReactNode> = {
  need: (id, label) => (
    <Link to="/needs/$id" params={{ id }}>
      {label}
    </Link>
  ),
  volunteer: (id, label) => (
    <Link to="/people/$id" params={{ id }}>
      {label}
    </Link>
  ),
  offer: (id, label) => (
    <Link to="/resources/$id" params={{ id }}>
      {label}
    </Link>
  ),
  engagement: (id, label) => (
    <Link to="/engagements/$id" params={{ id }}>
      {label}
    </Link>
  ),
  import: (id, label) => (
    <Link to="/imports/$id" params={{ id }}>
      {label}
    </Link>
  ),
  round: (id, label) => (
    <Link to="/rounds/$id" params={{ id }}>
      {label}
    </Link>
  ),
};

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
