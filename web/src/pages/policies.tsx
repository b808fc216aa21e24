import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fMoment, fNumber } from '@/i18n/format';
import { ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Shown, Tag } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';
import '@/styles/chart.css';
import { POLICY_FIELDS, POLICY_GROUPS, shownNumber, valueAt } from './policy-fields';
import type { Params, PolicyField } from './policy-fields';

type Policy = Schema<'PolicyDto'>;
export const policiesQuery = { queryKey: ['policies'], queryFn: () => ask(api.GET('/api/policies')) };

/** Every version of the rules rounds are computed by, and two of them beside each other. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const policies = useQuery(policiesQuery);
  return (
    <Page
      title={t('nav.policies')}
      lead={t('policies.lead')}
      nav={<OfficeNav />}
      actions={
        may(me, 'policy.change') && (
          <ButtonLink to="/policies/new" kind="main">
            {t('policies.new')}
          </ButtonLink>
        )
      }
    >
      <Shown query={policies}>{(versions) => <Versions versions={versions} />}</Shown>
    </Page>
  );
}

function Versions({ versions }: { versions: Policy[] }) {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const find = (number: string | undefined) => versions.find((one) => String(one.number) === number);
  const shown = find(filters.version) ?? versions[0];
  const other = find(filters.with);
  const pick = (label: string, key: string, value: Policy | undefined, none?: string) => (
    <Select
      label={label}
      value={value ? String(value.number) : ''}
      onChange={(event) => setFilters({ [key]: event.target.value || undefined })}
    >
      {none && <option value="">{none}</option>}
      {versions.map(({ number, note }) => (
        <option key={number} value={number}>
          {[t('policies.number', { number }), note].filter(Boolean).join(' · ')}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="stack loose">
      <div className="filters">
        {pick(t('policies.show'), 'version', shown)}
        {versions.length > 1 && pick(t('policies.compare'), 'with', other, t('policies.compare_none'))}
      </div>
      <p className="muted">
        {t('policies.made', { when: fMoment(shown.createdAt) })}
        {shown.number === versions[0].number && ` · ${t('policies.newest')}`}
      </p>
      <div className="panels">
        {POLICY_GROUPS.map((group) => (
          <section key={group} className="stack tight" aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t(`policy_group.${group}`)}</h2>
            <Values group={group} shown={shown} other={other} />
          </section>
        ))}
      </div>
    </div>
  );
}

function Values({ group, shown, other }: { group: PolicyField['group']; shown: Policy; other?: Policy }) {
  const { t } = useTranslation();
  const text = (policy: Policy, field: PolicyField): string => {
    const value = valueAt(policy.params as Params, field.path);
    if (field.kind === 'switch') return t(value ? 'policies.on' : 'policies.off');
    return value === undefined ? '—' : fNumber(Number(shownNumber(value, field)), 4);
  };
  return (
    <Table
      caption={t(`policy_group.${group}`)}
      rows={POLICY_FIELDS.filter((field) => field.group === group)}
      keyOf={({ path }) => path}
      columns={[
        { key: 'name', label: t('policies.weight'), head: true, cell: ({ path }) => t(`policy.${path}`) },
        {
          key: 'value',
          label: t('policies.number', { number: shown.number }),
          end: true,
          cell: (field) => <span className="num">{text(shown, field)}</span>,
        },
        ...(other
          ? [
              {
                key: 'other',
                label: t('policies.number', { number: other.number }),
                end: true,
                cell: (field: PolicyField) => (
                  <>
                    {text(shown, field) !== text(other, field) && <Tag tone="wait">{t('policies.differs')}</Tag>}{' '}
                    <span className="num">{text(other, field)}</span>
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
