import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fMoment, fNumber } from '@/i18n/format';
import { Select } from '@/ui/field';
import { Empty } from '@/ui/states';
import { Table } from '@/ui/table';
import { PAGES } from './audit-pages';

const ENTITIES = ['volunteer', 'need'] as const;

/** Who saw personal data of volunteers and facts about minors, newest first. */
export function Looks() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const entity = ENTITIES.find((one) => one === filters.entity);
  const list = useList(['audit', 'looks', { entity }], (cursor) =>
    ask(api.GET('/api/audit/looks', { params: { query: { entity, limit: 100, cursor } } })),
  );
  return (
    <>
      <div className="filters">
        <Select
          label={t('audit.entity')}
          value={entity ?? ''}
          onChange={(event) => setFilters({ entity: event.target.value || undefined })}
        >
          <option value="">{t('ui.all')}</option>
          {ENTITIES.map((value) => (
            <option key={value} value={value}>
              {t(`entity.${value}`)}
            </option>
          ))}
        </Select>
      </div>
      <ListShown list={list} empty={<Empty title={t('audit.looks_none')} />}>
        {(looks) => (
          <Table
            caption={t('audit.view_looks')}
            rows={looks}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'at',
                label: t('audit.looks_at'),
                cell: ({ lastAt }) => <span className="num">{fMoment(lastAt)}</span>,
              },
              { key: 'who', label: t('audit.who'), cell: ({ byName }) => byName },
              {
                key: 'what',
                label: t('audit.looks_what'),
                head: true,
                cell: ({ entity: kind, entityId, name, code, lines }) => (
                  <>
                    {entityId ? PAGES[kind](entityId, name ?? t(`entity.${kind}`)) : t(`entity.${kind}`)}
                    <br />
                    <span className="small muted">
                      {entityId ? code : t('audit.looks_list', { shown: fNumber(lines) })}
                    </span>
                  </>
                ),
              },
              { key: 'times', label: t('audit.looks_times'), cell: ({ times }) => fNumber(times) },
            ]}
          />
        )}
      </ListShown>
    </>
  );
}
